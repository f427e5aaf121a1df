#include "grid_priv.h"

/* The end of the part that begins at `from`: where the next head begins. */
static uint32_t grid_part_end(const struct table *table, uint32_t from)
{
    uint32_t r = from;
    while (r < table->rows && table->row[r].head && table->row[r].head_from == table->row[from].head_from)
        r++;
    while (r < table->rows && !table->row[r].head)
        r++;
    return r;
}

static void grid_drop_covered(struct table *table)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < table->n_cells; i++)
        if (table->cells[i].rows)
            table->cells[kept++] = table->cells[i];
    table->n_cells = kept;
}

static bool grid_fits(const struct table *table, size_t slots)
{
    return table->columns <= limit_value(LIMIT_TABLE_COLUMNS) &&
           (size_t)table->rows * table->columns <= slots;
}

static void grid_fill(struct arena *arena, struct table *table)
{
    table->grid = arena_array(arena, (size_t)table->rows * table->columns + 1, sizeof *table->grid);
    for (uint32_t i = 0; i < table->n_cells; i++) {
        struct cell *cell = &table->cells[i];
        for (uint32_t r = cell->row; r < cell->row + cell->rows; r++)
            for (uint32_t c = cell->column; c < cell->column + cell->columns; c++)
                table->grid[(size_t)r * table->columns + c] = cell;
    }
}

/* The mean of the rows of more than one cell, weighed by their cells. */
static void grid_judge(struct table *table, const struct grid_row *rows)
{
    uint64_t sum = 0, cells = 0;
    for (uint32_t r = 0; r < table->rows; r++) {
        if (rows[r].n < 2)
            continue;
        sum += (uint64_t)table->row[r].confidence * rows[r].n;
        cells += rows[r].n;
    }
    table->confidence = (uint8_t)(cells ? sum / cells : 100);
}

/* The first column at or after `column` from which `extent` columns are free in `row`. */
static uint32_t grid_free_from(const uint32_t *taken_until, uint32_t row, uint32_t column, uint32_t extent)
{
    uint32_t limit = (uint32_t)limit_value(LIMIT_TABLE_COLUMNS);
    for (uint32_t free = 0; free < extent && column + free < limit;) {
        if (taken_until[column + free] > row) {
            column += free + 1;
            free = 0;
        } else {
            free++;
        }
    }
    return column;
}

/* False where a cell has no room within LIMIT_TABLE_COLUMNS. */
static bool grid_place(struct arena *arena, struct table *table)
{
    uint32_t limit = (uint32_t)limit_value(LIMIT_TABLE_COLUMNS), cursor = 0, row = 0;
    uint32_t *taken_until = arena_array(arena, limit, sizeof *taken_until);
    table->columns = 0;
    for (uint32_t i = 0; i < table->n_cells; i++) {
        struct cell *cell = &table->cells[i];
        cursor = cell->row == row ? cursor : 0;
        row = cell->row;
        cell->rows = cell->rows < table->rows - row ? cell->rows : table->rows - row;
        cell->column = grid_free_from(taken_until, row, cursor, cell->columns);
        cursor = cell->column + cell->columns;
        if (cursor > limit)
            return false;
        for (uint32_t c = cell->column; c < cursor; c++)
            taken_until[c] = row + cell->rows;
        table->columns = cursor > table->columns ? cursor : table->columns;
    }
    return true;
}

bool grid_align(struct arena *arena, struct table *table, size_t slots)
{
    struct grid_row *rows = grid_rows(arena, table);
    table->columns = 0;
    for (uint32_t r = 0; r < table->rows; r++)
        table->columns = rows[r].n > table->columns ? rows[r].n : table->columns;
    if (!grid_fits(table, slots))
        return false;
    grid_find_heads(arena, table, rows);
    bool anchored = grid_is_anchored(table, rows);
    for (uint32_t from = 0, to; from < table->rows; from = to) {
        to = grid_part_end(table, from);
        grid_lay_part(table, rows, (struct grid_form){.from = from, .to = to}, anchored);
    }
    grid_judge(table, rows);
    grid_drop_covered(table);
    grid_fill(arena, table);
    table->source = GRID_ALIGNED;
    return true;
}

bool grid_lay(struct arena *arena, struct table *table, size_t slots)
{
    if (!grid_place(arena, table) || !grid_fits(table, slots))
        return false;
    grid_fill(arena, table);
    grid_find_heads(arena, table, grid_rows(arena, table));
    table->source = GRID_TRUE;
    for (uint32_t r = 0; r < table->rows; r++)
        table->row[r].confidence = table->confidence;
    return true;
}
