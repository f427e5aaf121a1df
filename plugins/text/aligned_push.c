/* Lays the lines of a table on its columns. A label that was wrapped has its figures beside its middle. */
#include "aligned.h"

/* The one field of a line that is only a label, or NULL. */
static const struct aligned_field *label_of(const struct aligned_lines *lines, size_t i,
                                            const struct aligned_columns *columns)
{
    if (i >= lines->n || lines->items[i].n != 1)
        return NULL;
    const struct aligned_field *field = &lines->fields[lines->items[i].first];
    return field->from < columns->to[0] && !field->figure ? field : NULL;
}

/* The columns of a line's fields. Where there are more fields than columns the label has gaps, and its parts, but one,
 * are left out here. */
static size_t fit_line(const struct aligned_lines *lines, size_t i, const struct aligned_columns *columns,
                       unsigned ret_columns[ALIGNED_COLUMNS])
{
    const struct aligned_line *line = &lines->items[i];
    size_t extra = line->n > columns->n ? line->n - columns->n : 0;
    aligned_fit(columns, &lines->fields[line->first + extra], line->n - extra, ret_columns);
    return extra;
}

static bool lacks_label(const struct aligned_lines *lines, size_t i, const struct aligned_columns *columns)
{
    unsigned places[ALIGNED_COLUMNS];
    if (i >= lines->n || !lines->items[i].figures)
        return false;
    return fit_line(lines, i, columns, places) == 0 && places[0] > 0;
}

/* Cells of one line from column `c` on. */
static void push_fields(const struct aligned_lines *lines, size_t i, unsigned c,
                        const struct aligned_columns *columns)
{
    struct tallyd_builder *b = lines->b;
    const struct aligned_line *line = &lines->items[i];
    unsigned places[ALIGNED_COLUMNS];
    size_t extra = fit_line(lines, i, columns, places);
    for (size_t f = extra; f < line->n; f++) {
        const struct aligned_field *field = &lines->fields[line->first + f];
        for (; c < places[f - extra]; c++)
            b->ops->cell(b, "", 0, 1, 1, NULL);
        const char *at = f == extra ? line->start : field->text.at;
        b->ops->cell(b, at, (size_t)(field->text.at + field->text.len - at), 1, 1, NULL);
        c++;
    }
    for (; c < columns->n; c++)
        b->ops->cell(b, "", 0, 1, 1, NULL);
}

/* A label above figures without one, and the rest of it below them. Gives the lines that the row takes. */
static size_t push_wrapped(const struct aligned_lines *lines, size_t i, const struct aligned_columns *columns)
{
    const struct aligned_field *before = label_of(lines, i, columns),
                               *after = label_of(lines, i + 2, columns);
    bool spaced = i + 2 < lines->n && lines->items[i + 2].spaced;
    const char *start = lines->items[i].start;
    lines->b->ops->row(lines->b);
    lines->b->ops->cell(lines->b, start, (size_t)(before->text.at + before->text.len - start), 1, 1, NULL);
    if (after && !spaced)
        lines->b->ops->more(lines->b, after->text.at, after->text.len);
    push_fields(lines, i + 1, 1, columns);
    return after && !spaced ? 3 : 2;
}

static bool is_wrapped(const struct aligned_lines *lines, size_t i, const struct aligned_columns *columns)
{
    return label_of(lines, i, columns) && lacks_label(lines, i + 1, columns) && !lines->items[i + 1].spaced;
}

bool aligned_push(const struct aligned_lines *lines, size_t body, const struct aligned_columns *columns)
{
    while (body && is_wrapped(lines, body - 1, columns))
        body--; /* the label of the first row, not a head */
    bool sure = body && aligned_heads(lines, body, columns);
    for (size_t i = body; i < lines->n;) {
        if (is_wrapped(lines, i, columns)) {
            i += push_wrapped(lines, i, columns);
            continue;
        }
        lines->b->ops->row(lines->b);
        push_fields(lines, i++, 0, columns);
    }
    return sure;
}
