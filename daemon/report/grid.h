/* Rebuilds the grid of a table whose spans were lost. Rows come as cells moved to the left; heads are often shorter
 * than the rows under them, group cells stand only in the first row of their group, empty cells may be missing.
 *
 *   head   a row that names columns; the rows under it, up to the next head, are its body; both are a part of the table
 *   gap    a column of its part in which a row has no cell: covered by a cell above, merged, or left blank
 *
 * Each part has as many columns as its longest row. A shorter row is laid so that figures stand under heads that want
 * figures, words under those that want words, known words under their own head (数量指标 under 二级指标), with the
 * likeliest gaps; how much worse the next best reading is, is the row's confidence. Nothing here does arithmetic: where
 * it would prefer another reading, the confidence is low. To teach it a head word, start with grid_words.c. Used by the
 * worker. */
#pragma once

#include "document.h"

/* A row's cells are to have their row set and stand in order. Sets cells' columns and extents, the grid, the rows'
 * heads and confidence, `source` GRID_ALIGNED and `confidence` (100 where every row is full). A cell of a group reaches
 * down over the rows of its group; an empty cell that it covers is dropped. */
void grid_align(struct arena *arena, struct table *table);
/* Lays cells with known extents on the grid; a cell that would overlap moves right. Finds the heads. */
void grid_lay(struct arena *arena, struct table *table);
/* The first row after `row` at which another form starts, or table->rows: a title across the whole width
 * (`二、收支情况`), or a head that begins with the same word as the one above. For tables not yet laid. */
uint32_t grid_form_end(const struct table *table, uint32_t row);
/* Whether a row of a table not yet laid is such a title. */
bool grid_is_title(const struct table *table, uint32_t row);
