#include "show_out.h"

/* A column is at most this wide, in terminal columns; longer text is cut with an ellipsis: `show json` has
 * all of it. */
#define COLUMN_MAX 28
#define COLUMN_MIN 2

/* The columns of one table as they are drawn. */
struct drawing {
    struct show_out *out;
    const struct table *table;
    size_t *widths;
};

/* Text of a cell on one line. */
static struct slice first_line(const struct cell *cell)
{
    struct slice rest = cell->text.s;
    return slice_trim(slice_cut(&rest, S("\n")));
}

static bool is_cut(const struct cell *cell, struct slice shown)
{
    return slice_trim(cell->text.s).len > shown.len;
}

static size_t at_most(size_t n, size_t most)
{
    return n < most ? n : most;
}

static size_t *widths_of(const struct show_out *out, const struct table *table)
{
    size_t *widths = arena_array(out->report->arena, table->columns, sizeof *widths);
    for (uint32_t c = 0; c < table->columns; c++)
        widths[c] = COLUMN_MIN;
    for (uint32_t i = 0; i < table->n_cells; i++) {
        const struct cell *cell = &table->cells[i];
        size_t width = at_most(show_width(first_line(cell)), COLUMN_MAX);
        if (cell->columns == 1 && cell->column < table->columns && width > widths[cell->column])
            widths[cell->column] = width;
    }
    return widths;
}

static void draw_rule(const struct drawing *d, const char *left, const char *cross, const char *right)
{
    show_puts(d->out, slice_of(left));
    for (uint32_t c = 0; c < d->table->columns; c++) {
        show_repeat(d->out, "─", d->widths[c] + 2);
        show_puts(d->out, slice_of(c + 1 < d->table->columns ? cross : right));
    }
    show_puts(d->out, S("\n"));
}

/* Columns that a cell is drawn over, with the bars inside it. */
static size_t span_width(const struct drawing *d, uint32_t from, uint32_t to)
{
    size_t width = 0;
    for (uint32_t c = from; c < to; c++)
        width += d->widths[c] + (c > from ? 3 : 0);
    return width;
}

/* A cell's text stands in its first row; `〃` marks those that it reaches down to. */
static void draw_cell(const struct drawing *d, const struct cell *cell, uint32_t row, size_t width)
{
    bool first = cell && cell->row == row;
    struct slice text = first ? first_line(cell) : cell && cell->text.s.len ? S("〃") : S("");
    struct slice shown = show_fit(text, width);
    bool cut = first && is_cut(cell, shown);
    if (cut)
        shown = show_fit(text, width - 1);
    show_puts(d->out, S(" "));
    show_text(d->out, shown);
    show_puts(d->out, cut ? S("…") : S(""));
    show_repeat(d->out, " ", width - show_width(shown) - cut + 1);
    show_puts(d->out, S("│"));
}

static void draw_row(const struct drawing *d, uint32_t row)
{
    show_puts(d->out, S("│"));
    for (uint32_t c = 0; c < d->table->columns;) {
        const struct cell *cell = table_cell(d->table, row, c);
        uint32_t end = cell ? cell->column + cell->columns : c + 1;
        end = end > d->table->columns || end <= c ? d->table->columns : end;
        draw_cell(d, cell, row, span_width(d, c, end));
        c = end;
    }
    show_puts(d->out, S("\n"));
}

static bool is_head(const struct table *table, uint32_t row)
{
    return table->row && row < table->rows && table->row[row].head;
}

void show_table(struct show_out *out, const struct table *table)
{
    if (table->rows == 0 || table->columns == 0)
        return;
    struct drawing d = {out, table, widths_of(out, table)};
    draw_rule(&d, "┌", "┬", "┐");
    for (uint32_t row = 0; row < table->rows; row++) {
        draw_row(&d, row);
        if (is_head(table, row) && !is_head(table, row + 1))
            draw_rule(&d, "├", "┼", "┤");
    }
    draw_rule(&d, "└", "┴", "┘");
}
