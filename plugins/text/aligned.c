/* Finds where a table of aligned columns begins and ends, and its columns. */
#include "aligned.h"

#include <string.h>

/* Rows with figures that make a table; fewer are a coincidence. */
#define ALIGNED_ROWS_MIN 3
/* Blank lines between two rows of one table; more stand between two tables. */
#define ALIGNED_BLANK_MAX 3
/* Display columns of a head's line that stands alone. */
#define ALIGNED_HEAD_MAX 24
#define ALIGNED_HEAD_FAR 20
/* A table is as wide as its full rows: so many at least, and one row in so many. */
#define ALIGNED_FULL_MIN   2
#define ALIGNED_FULL_SHARE 5

/* What they are worth at most where the heads do not say which column is which. */
#define ALIGNED_UNSURE 45

/* What columns are worth, by how many rows in a hundred are full and how pure the columns are. */
static const struct {
    unsigned full, pure, confidence;
} worths[] = {{95, 97, 80}, {60, 90, 65}, {0, 80, 50}};

static bool has_digit(struct piece text)
{
    for (size_t i = 0; i < text.len; i++)
        if (lines_digit(text.at + i, text.at + text.len))
            return true;
    return false;
}

/* Lines that are no part of a table's head or body: （万元） names a unit, 600万元 is a cell. */
static bool is_break(struct piece text)
{
    static const char *const begins[] = {"注：", "注:", "说明：", "备注：", "附件", "单位："};
    static const char *const ends[] = {"。", "；", "表", "万元", "亿元", "单位：元", "单位:元"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (text.len >= strlen(begins[i]) && !memcmp(text.at, begins[i], strlen(begins[i])))
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (lines_ends(text, ends[i]) && !(lines_ends(text, "万元") && has_digit(text)))
            return true;
    return memmem(text.at, text.len, "。", 3) || memmem(text.at, text.len, "……", 6);
}

static unsigned field_width(const struct aligned_field *field)
{
    return field->to - field->from;
}

static const struct aligned_field *first_field(const struct aligned_lines *lines, size_t line)
{
    return &lines->fields[lines->items[line].first];
}

/* A head's line that stands alone: narrow, or two heads with one blank between, far from the margin. */
static bool may_begin(const struct aligned_field *field)
{
    return field_width(field) <= ALIGNED_HEAD_MAX ||
           (field->from >= ALIGNED_HEAD_FAR && memchr(field->text.at, ' ', field->text.len));
}

/* Whether the last line that was cut may be part of a table. */
static bool may_belong(const struct aligned_lines *lines, bool begun)
{
    const struct aligned_line *line = &lines->items[lines->n - 1];
    const struct aligned_field *last = &lines->fields[line->first + line->n - 1];
    if (lines_is_page_number(
            lines_trim((struct piece){line->start, (size_t)(last->text.at + last->text.len - line->start)})))
        return false;
    for (size_t i = 0; i < line->n; i++) {
        const struct aligned_field *field = &lines->fields[line->first + i];
        if (field_width(field) > ALIGNED_LABEL_MAX || is_break(field->text))
            return false;
    }
    return line->n > 1 || begun || may_begin(first_field(lines, lines->n - 1));
}

static void drop_last(struct aligned_lines *lines)
{
    lines->n_fields = lines->items[--lines->n].first;
}

/* Cuts lines up to where the table must end: at a form feed, a sentence, a title, a wide gap. `*ret_end` is behind the
 * last line taken. */
static void collect(struct lines at, struct aligned_lines *ret, const char **ret_end)
{
    struct text_line line;
    unsigned blanks = 0, figures = 0;
    bool tabs = lines_peek(&at, &line) && line.look == LOOK_FIELDS;
    while (ret->n < ALIGNED_ROWS && lines_next(&at, &line)) {
        if (line.look == LOOK_BLANK) {
            if (++blanks > ALIGNED_BLANK_MAX || at.at[-1] == '\f')
                return;
            continue;
        }
        if (line.look != LOOK_PROSE && !(tabs && line.look == LOOK_FIELDS))
            return;
        aligned_cut(ret, line.text, blanks > 0);
        if (!ret->items[ret->n - 1].n || !may_belong(ret, figures > 0)) {
            drop_last(ret);
            return;
        }
        figures += ret->items[ret->n - 1].figures;
        blanks = 0;
        *ret_end = at.at;
        if (at.at[-1] == '\f')
            return;
    }
}

/* Words alone below the last row, and a blank line between: the heading of what follows. */
static void drop_tail(struct aligned_lines *lines, const char **ret_end)
{
    while (lines->n && lines->items[lines->n - 1].n == 1 && lines->items[lines->n - 1].spaced &&
           !lines->items[lines->n - 1].figures) {
        *ret_end = lines->items[lines->n - 1].start;
        drop_last(lines);
    }
}

static bool is_row(const struct aligned_line *line)
{
    return line->n > 1 && line->figures;
}

/* How many fields most of the fuller rows have: the most that a fifth of the rows have. */
static unsigned find_width(const struct aligned_lines *lines, unsigned *ret_rows)
{
    unsigned counts[ALIGNED_COLUMNS + 1] = {0}, width = 0;
    *ret_rows = 0;
    for (size_t i = 0; i < lines->n; i++) {
        size_t n = lines->items[i].n;
        counts[n < ALIGNED_COLUMNS ? n : ALIGNED_COLUMNS] += is_row(&lines->items[i]);
        *ret_rows += is_row(&lines->items[i]);
    }
    for (unsigned n = 2; n < ALIGNED_COLUMNS; n++)
        if (counts[n] >= ALIGNED_FULL_MIN && counts[n] * ALIGNED_FULL_SHARE >= *ret_rows)
            width = n;
    return width;
}

/* Where the columns are on the average of the full rows, how many these are, and how many cells in a hundred are of
 * their column's type: figures or words. */
static void measure(const struct aligned_lines *lines, struct aligned_columns *ret, unsigned *ret_full,
                    unsigned *ret_pure)
{
    unsigned from[ALIGNED_COLUMNS] = {0}, to[ALIGNED_COLUMNS] = {0}, figures[ALIGNED_COLUMNS] = {0}, pure = 0;
    *ret_full = *ret_pure = 0;
    for (size_t i = 0; i < lines->n; i++) {
        const struct aligned_line *line = &lines->items[i];
        if (!is_row(line) || line->n != ret->n)
            continue;
        ++*ret_full;
        for (unsigned c = 0; c < ret->n; c++) {
            const struct aligned_field *field = &lines->fields[line->first + c];
            from[c] += field->from;
            to[c] += field->to;
            figures[c] += field->figure;
        }
    }
    for (unsigned c = 0; *ret_full && c < ret->n; c++) {
        ret->from[c] = from[c] / *ret_full;
        ret->to[c] = to[c] / *ret_full;
        ret->figures[c] = figures[c] * 2 > *ret_full;
        pure += figures[c] * 2 > *ret_full ? figures[c] : *ret_full - figures[c];
    }
    if (*ret_full && ret->n)
        *ret_pure = pure * 100 / (*ret_full * ret->n);
}

/* 0 where the lines make no columns. */
static unsigned find_columns(const struct aligned_lines *lines, struct aligned_columns *ret)
{
    unsigned rows, full, pure;
    ret->n = find_width(lines, &rows);
    if (!ret->n || rows < ALIGNED_ROWS_MIN)
        return 0;
    measure(lines, ret, &full, &pure);
    for (size_t i = 0; i < sizeof worths / sizeof *worths; i++)
        if (full * 100 >= rows * worths[i].full && pure >= worths[i].pure)
            return worths[i].confidence;
    return 0;
}

/* Pages of a table of contents run upwards in the last of two columns. */
static bool is_contents(const struct aligned_lines *lines)
{
    long last = 0;
    for (size_t i = 0; i < lines->n; i++) {
        const struct aligned_line *line = &lines->items[i];
        if (!is_row(line))
            continue;
        const struct piece text = lines->fields[line->first + line->n - 1].text;
        long page = 0;
        for (size_t k = 0; k < text.len && page < 1000; k++)
            page = text.at[k] >= '0' && text.at[k] <= '9' ? page * 10 + text.at[k] - '0' : 1000;
        if (line->figures > 1 || page < last || page >= 1000)
            return false;
        last = page;
    }
    return true;
}

static size_t first_row(const struct aligned_lines *lines)
{
    size_t i = 0;
    while (i < lines->n && !is_row(&lines->items[i]))
        i++;
    return i;
}

/* Pushes the table; false where the lines make none. */
static bool push(const struct aligned_lines *lines)
{
    struct tallyd_builder *b = lines->b;
    struct aligned_columns columns;
    if (aligned_flush(lines, &columns)) {
        b->ops->table_begin(b, true, columns.n, NULL);
        aligned_push_flush(lines, &columns);
        b->ops->table_end(b);
        return true;
    }
    unsigned confidence = find_columns(lines, &columns);
    if (!confidence)
        return false;
    b->ops->table_begin(b, false, 0, NULL);
    bool sure = aligned_push(lines, first_row(lines), &columns);
    b->ops->confidence(b, sure || confidence < ALIGNED_UNSURE ? confidence : ALIGNED_UNSURE);
    b->ops->table_end(b);
    return true;
}

bool aligned_read(struct lines *lines, struct aligned_lines *scratch, const char **ret_until)
{
    scratch->b = lines->b;
    scratch->n = scratch->n_fields = 0;
    const char *end = lines->at;
    collect(*lines, scratch, &end);
    *ret_until = end;
    drop_tail(scratch, &end);
    if (is_contents(scratch) || !push(scratch))
        return false;
    lines->at = *ret_until = end;
    return true;
}
