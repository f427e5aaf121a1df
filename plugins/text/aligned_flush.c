/* Columns that are flush left, as programs print a form: every cell begins where its column does, heads and labels too. Then
 * nothing is a guess but what merged cells covered, and the rows are told as those that tabs hold apart (fields.c). */
#include "aligned.h"

/* Fields in a hundred that begin where others of their column do, at least, and that run over the next column's edge,
 * at most: merged cells do, but so does every label where the other edge is but an indent. */
#define FLUSH_ON   95
#define FLUSH_OVER 10
/* Lines that begin a column, those with figures, and columns of a table. */
#define FLUSH_FIELDS_MIN  2
#define FLUSH_ROWS_MIN    3
#define FLUSH_COLUMNS_MIN 3
/* Display columns behind its column's edge where a cell still begins at it: some programs take ≥ and “ for narrow. */
#define FLUSH_OFF 2

/* The last column that begins at `from` or before. */
static unsigned column_of(const struct aligned_columns *columns, unsigned from)
{
    unsigned c = 0;
    while (c + 1 < columns->n && columns->from[c + 1] <= from)
        c++;
    return c;
}

static bool find_edges(const struct aligned_lines *lines, struct aligned_columns *ret)
{
    unsigned counts[ALIGNED_WIDTH] = {0};
    for (size_t f = 0; f < lines->n_fields; f++)
        if (lines->fields[f].from < ALIGNED_WIDTH)
            counts[lines->fields[f].from]++;
    ret->n = 0;
    for (unsigned at = 0, n; at < ALIGNED_WIDTH && ret->n < ALIGNED_COLUMNS; at++) {
        if (!counts[at])
            continue;
        unsigned from = at;
        for (n = counts[at]; at < from + FLUSH_OFF && at + 1 < ALIGNED_WIDTH; n += counts[++at]) {
        }
        if (n >= FLUSH_FIELDS_MIN)
            ret->from[ret->n++] = from;
    }
    return ret->n >= FLUSH_COLUMNS_MIN && ret->n < ALIGNED_COLUMNS;
}

/* No two fields of a line in one column. */
static bool is_apart(const struct aligned_lines *lines, const struct aligned_line *line,
                     const struct aligned_columns *columns)
{
    for (size_t f = line->first + 1; f < line->first + line->n; f++)
        if (column_of(columns, lines->fields[f].from) == column_of(columns, lines->fields[f - 1].from))
            return false;
    return true;
}

/* Lines above the first figures name the columns, all but one at most. */
static bool is_headed(const struct aligned_lines *lines, const struct aligned_columns *columns)
{
    bool named[ALIGNED_COLUMNS] = {false};
    unsigned n = 0;
    for (size_t i = 0; i < lines->n && !lines->items[i].figures; i++)
        for (size_t f = lines->items[i].first; f < lines->items[i].first + lines->items[i].n; f++) {
            unsigned c = column_of(columns, lines->fields[f].from);
            n += !named[c];
            named[c] = true;
        }
    return n + 1 >= columns->n;
}

bool aligned_flush(const struct aligned_lines *lines, struct aligned_columns *ret)
{
    size_t on = 0, over = 0, rows = 0;
    for (size_t i = 0; i < lines->n; i++)
        rows += lines->items[i].n > 1 && lines->items[i].figures;
    if (rows < FLUSH_ROWS_MIN || !find_edges(lines, ret) || !is_headed(lines, ret))
        return false;
    for (size_t f = 0; f < lines->n_fields; f++) {
        const struct aligned_field *field = &lines->fields[f];
        unsigned c = column_of(ret, field->from);
        on += field->from - ret->from[c] <= FLUSH_OFF;
        over += c + 1 < ret->n && field->to > ret->from[c + 1];
    }
    bool flush = on * 100 >= lines->n_fields * FLUSH_ON && over * 100 <= lines->n_fields * FLUSH_OVER;
    for (size_t i = 0; flush && i < lines->n; i++)
        flush = is_apart(lines, &lines->items[i], ret);
    return flush;
}

void aligned_push_flush(const struct aligned_lines *lines, const struct aligned_columns *columns)
{
    struct tallyd_builder *b = lines->b;
    for (size_t i = 0; i < lines->n; i++) {
        const struct aligned_line *line = &lines->items[i];
        unsigned c = 0;
        b->ops->row(b);
        for (size_t f = line->first; f < line->first + line->n; f++) {
            const struct aligned_field *field = &lines->fields[f];
            for (; c < column_of(columns, field->from); c++)
                b->ops->cell(b, "", 0, 1, 1, NULL);
            b->ops->cell(b, field->text.at, field->text.len, 1, 1, NULL);
            c++;
        }
        for (; c < columns->n; c++)
            b->ops->cell(b, "", 0, 1, 1, NULL);
    }
}
