/* The tab shape: a cell is a line that begins with a tab, and what follows it at the left margin; a blank
 * line ends the row, unless text at the margin shows that the cell goes on. Two blank lines and text end the
 * table. */
#include "lines.h"

#include <string.h>

/* Lines looked ahead for the next cell, to tell a cell's second paragraph from text behind the table. */
#define TABS_LOOK_AHEAD 64

struct tab_row {
    size_t first, n; /* cells */
};

struct tab_table {
    struct piece *cells;
    size_t n_cells, cap_cells;
    struct tab_row *rows;
    size_t n_rows, cap_rows;
    size_t widest;
    unsigned blanks; /* empty lines since the last that had more */
};

static struct tab_row *tabs_row(const struct tab_table *table)
{
    return &table->rows[table->n_rows - 1];
}

static void tabs_add_row(struct lines *lines, struct tab_table *table)
{
    table->rows = lines_grow(lines->b, table->rows, table->n_rows, &table->cap_rows, sizeof *table->rows);
    table->rows[table->n_rows++] = (struct tab_row){table->n_cells, 0};
}

static void tabs_add_cell(struct lines *lines, struct tab_table *table, struct piece text)
{
    if (!table->n_rows || table->blanks)
        tabs_add_row(lines, table);
    table->cells =
        lines_grow(lines->b, table->cells, table->n_cells, &table->cap_cells, sizeof *table->cells);
    table->cells[table->n_cells++] = text;
    tabs_row(table)->n++;
    if (tabs_row(table)->n > table->widest)
        table->widest = tabs_row(table)->n;
}

/* Nothing but the spaces that converters leave; 　　 is an empty paragraph that somebody wrote. */
static bool tabs_is_empty(struct piece text)
{
    size_t n = 0;
    while (n < text.len && text.at[n] == ' ')
        n++;
    return n == text.len;
}

/* Whether a cell comes before two blank lines and text do. */
static bool tabs_cell_follows(struct lines lines)
{
    struct text_line line;
    unsigned blanks = 0;
    for (unsigned i = 0; i < TABS_LOOK_AHEAD && lines_next(&lines, &line); i++) {
        if (line.look == LOOK_TAB)
            return true;
        bool blank = tabs_is_empty(line.text);
        if (!blank && blanks > 1)
            return false;
        blanks = blank ? blanks + 1 : 0;
    }
    return false;
}

/* Whether a line at the left margin belongs to the last cell. */
static bool tabs_continues(const struct lines *behind, const struct tab_table *table,
                           const struct text_line *line)
{
    struct piece text = lines_trim(line->text);
    if (line->look == LOOK_BARS || line->look == LOOK_CELL || line->look == LOOK_PIPES || table->blanks > 1)
        return false;
    if (!table->blanks)
        return true;
    bool open = table->n_rows == 1 || tabs_row(table)->n < table->widest;
    return open && !lines_ends(text, "表") && tabs_cell_follows(*behind);
}

static void tabs_extend(struct tab_table *table, const struct text_line *line)
{
    struct piece *cell = &table->cells[table->n_cells - 1];
    cell->len = (size_t)(line->text.at + line->text.len - cell->at);
}

static void tabs_collect(struct lines *lines, struct tab_table *table)
{
    struct text_line line;
    for (struct lines ahead = *lines; lines_next(&ahead, &line);) {
        bool inner = line.look == LOOK_FIELDS && line.text.at[0] == '\t';
        if (line.look == LOOK_TAB || inner) {
            tabs_add_cell(lines, table, (struct piece){line.text.at + inner, line.text.len - inner});
        } else if (tabs_is_empty(line.text)) {
            table->blanks++;
            continue;
        } else if (table->cells && tabs_continues(&ahead, table, &line)) {
            tabs_extend(table, &line);
        } else {
            return;
        }
        table->blanks = 0;
        lines->at = ahead.at;
    }
    lines->at = lines->end;
}

/* Paragraphs that begin with a tab are no table. */
static void tabs_push_paragraphs(struct lines *lines, const struct tab_table *table)
{
    for (size_t i = 0; i < table->n_cells; i++)
        if (!lines_is_blank(table->cells[i]))
            lines->b->ops->paragraph(lines->b, table->cells[i].at, table->cells[i].len, NULL);
}

void tabs_read(struct lines *lines)
{
    struct tab_table table = {0};
    struct tallyd_builder *b = lines->b;
    tabs_collect(lines, &table);
    if (table.widest < 2) {
        tabs_push_paragraphs(lines, &table);
        return;
    }
    b->ops->table_begin(b, true, 0, NULL);
    for (size_t r = 0; r < table.n_rows; r++) {
        b->ops->row(b);
        for (size_t i = 0; i < table.rows[r].n; i++) {
            struct piece cell = table.cells[table.rows[r].first + i];
            b->ops->cell(b, cell.at, cell.len, 1, 1, NULL);
        }
    }
    b->ops->table_end(b);
}
