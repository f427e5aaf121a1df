/* Rows on one line: | a | b |. A line of dashes under the head, as in Markdown, is left out. */
#include "lines.h"

#include <string.h>

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
