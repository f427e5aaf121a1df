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

static void pipes_push_row(struct tallyd_builder *b, struct piece row)
{
    b->ops->row(b);
    for (size_t from = 0, i = 0; i < row.len; i++) {
        if (row.at[i] != '|')
            continue;
        b->ops->cell(b, row.at + from, i - from, 1, 1, NULL);
        from = i + 1;
    }
}

void pipes_read(struct lines *lines)
{
    struct text_line line;
    lines->b->ops->table_begin(lines->b, true, 0, NULL);
    while (lines_peek(lines, &line) && line.look == LOOK_PIPES) {
        lines_next(lines, &line);
        struct piece row = pipes_inside(&line);
        if (!pipes_is_rule(row))
            pipes_push_row(lines->b, row);
    }
    lines->b->ops->table_end(lines->b);
}
