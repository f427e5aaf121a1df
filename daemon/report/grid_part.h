/* A part of a table whose spans were lost: a head and the rows under it. grid_part_heads.c lays its heads, grid_parts.c
 * the rows and all else. */
#pragma once

#include "grid_priv.h"

/* Confidence of a head spread by counting, and of rows of which two readings are as good. */
#define PART_SPREAD 70
#define PART_TIE    40

struct grid_part {
    struct table *table;
    const struct grid_row *rows;
    uint32_t from, body, to; /* heads [from, body), rows [body, to) */
    uint32_t width;
    bool anchored;                     /* covered cells are kept as empty ones, so that rows begin in front */
    bool keeps_empty;                  /* empty cells are cells, so that gaps are merged ones */
    uint32_t leaf;                     /* the column of row labels; before it groups */
    uint32_t lacking[GRID_FIT_MAX];    /* where the last row that lacks one cell has the others */
    uint32_t lacks;                    /* that row, or 0 */
    enum grid_want want[GRID_FIT_MAX]; /* by column */
    unsigned rank[GRID_FIT_MAX];
    uint32_t above[GRID_FIT_MAX]; /* the cell that covers the column in the row before, or UINT32_MAX */
};

static inline struct cell *grid_part_cell(const struct grid_part *part, uint32_t row, uint32_t i)
{
    return &part->table->cells[part->rows[row].first + i];
}

/* Lays cell i of a row, one row high. */
void grid_part_put(const struct grid_part *part, uint32_t row, uint32_t i, uint32_t column, uint32_t columns);
/* Lays all cells of a row from the left, with at most this confidence. */
void grid_part_put_left(const struct grid_part *part, uint32_t row, unsigned confidence);
/* Lays the heads: sets their cells' columns and extents. */
void grid_part_lay_heads(struct grid_part *part);
