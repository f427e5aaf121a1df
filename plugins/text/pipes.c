/* Rows on one line: | a | b |, or a | b with bars between the cells only. A line of dashes under the head, as in
 * Markdown, is left out. */
#include "lines.h"

#include <limits.h>
#include <string.h>

/* Rows of as many bars as make a table of lines that do not begin and end with one, and the bars of each. */
#define PIPES_OPEN_ROWS 3
#define PIPES_OPEN_BARS 2

static bool pipes_is_rule(struct piece row)
{
    for (size_t i = 0; i < row.len; i++)
        if (!strchr("|-: \t", row.at[i]))
            return false;
    return true;
}

/* The row between its outer bars. */
static struct piece pipes_inside(const struct text_line *line)
{
    struct piece row = lines_trim(line->text);
    return (struct piece){row.at + 1, row.len - 1};
}

/* The end of the cell that begins at `from`: the next bar that is not escaped; the row's length where there is none. */
static size_t pipes_cell_end(struct piece row, size_t from)
{
    while (from < row.len && row.at[from] != '|')
        from += row.at[from] == '\\' && from + 1 < row.len ? 2 : 1;
    return from < row.len ? from : row.len;
}

static unsigned pipes_count(struct piece row)
{
    unsigned n = 0;
    for (size_t at = 0; (at = pipes_cell_end(row, at)) < row.len; at++)
        n++;
    return n;
}

/* `least`: as many cells as the row has at least; those it lacks are empty. */
static void pipes_push_row(struct tallyd_builder *b, struct piece row, unsigned least)
{
    unsigned n = 0;
    b->ops->row(b);
    for (size_t from = 0, end; (end = pipes_cell_end(row, from)) < row.len; from = end + 1, n++)
        b->ops->cell(b, row.at + from, end - from, 1, 1, NULL);
    for (; n < least; n++)
        b->ops->cell(b, "", 0, 1, 1, NULL);
}

/* Whether a table is one of Markdown: a rule under its head, and no row longer than that. Its columns are then known
 * and no cell was merged. */
static unsigned pipes_columns(const struct lines *lines)
{
    struct lines ahead = *lines;
    struct text_line line;
    unsigned head = 0;
    for (unsigned row = 0; lines_peek(&ahead, &line) && line.look == LOOK_PIPES; row++) {
        lines_next(&ahead, &line);
        struct piece inside = pipes_inside(&line);
        unsigned n = pipes_count(inside);
        head = row == 0 ? n : head;
        if (n > head || (row == 1 && !pipes_is_rule(inside)))
            return 0;
    }
    return head;
}

void pipes_read(struct lines *lines)
{
    struct text_line line;
    unsigned columns = pipes_columns(lines);
    lines->b->ops->table_begin(lines->b, columns == 0, columns, NULL);
    while (lines_peek(lines, &line) && line.look == LOOK_PIPES) {
        lines_next(lines, &line);
        struct piece row = pipes_inside(&line);
        if (!pipes_is_rule(row))
            pipes_push_row(lines->b, row, columns);
    }
    lines->b->ops->table_end(lines->b);
}

/* The bars of a line that may be a row without outer bars, be its first and last cell empty; 0: it is none. */
static unsigned pipes_open_bars(const struct text_line *line)
{
    if (line->look == LOOK_TAB || line->look == LOOK_BLANK || line->look == LOOK_FIELDS)
        return 0;
    bool any = line->text.len && memchr(line->text.at, '|', line->text.len);
    return (any ? pipes_count(line->text) : 0) + (line->look == LOOK_CELL);
}

/* The rows of one table from here on: lines with as many bars. */
static unsigned pipes_open_run(struct lines lines, unsigned bars)
{
    struct text_line line;
    unsigned n = 0;
    while (n < UINT_MAX && lines_next(&lines, &line) && pipes_open_bars(&line) == bars)
        n++;
    return n;
}

/* One cell more than there are bars; of LOOK_CELL the last is empty, and its bar is cut off. */
static void pipes_push_open(struct tallyd_builder *b, const struct text_line *line, unsigned bars)
{
    size_t from = 0;
    b->ops->row(b);
    for (unsigned i = 0; i <= bars; i++) {
        size_t end = from <= line->text.len ? pipes_cell_end(line->text, from) : from;
        bool has = from < line->text.len;
        b->ops->cell(b, has ? line->text.at + from : "", has ? end - from : 0, 1, 1, NULL);
        from = end + 1;
    }
}

bool pipes_open_read(struct lines *lines)
{
    struct text_line line;
    unsigned bars = lines_peek(lines, &line) && line.look == LOOK_PROSE ? pipes_open_bars(&line) : 0;
    unsigned rows = bars >= PIPES_OPEN_BARS ? pipes_open_run(*lines, bars) : 0;
    if (rows < PIPES_OPEN_ROWS)
        return false;
    lines->b->ops->table_begin(lines->b, false, bars + 1, NULL);
    for (; rows > 0 && lines_next(lines, &line); rows--)
        pipes_push_open(lines->b, &line, bars);
    lines->b->ops->table_end(lines->b);
    return true;
}
