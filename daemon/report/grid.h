/* Rebuilds the grid of a table whose spans were lost. Rows come as cells moved to the left; heads are often
 * shorter than the rows under them, group cells stand only in the first row of their group, empty cells may
 * be missing.
 *
 *   head   a row that names columns; the rows under it, up to the next head, are its body; both are a part of
 * the table gap    a column of its part in which a row has no cell: covered by a cell above, merged, or left
 * blank
 *
 * Each part has as many columns as its longest row. A shorter row is laid so that figures stand under heads
 * that want figures, words under those that want words, known words under their own head (数量指标 under
 * 二级指标), with the likeliest gaps; how much worse the next best reading is, is the row's confidence.
 * Nothing here does arithmetic: where it would prefer another reading, the confidence is low. To teach it a
 * head word, start with grid_words.c. Used by the worker. */
#pragma once

#include "document.h"

/* Notes with a cell what its words look like; of every cell of a table before all else. */
void grid_look(struct cell *cell);

/* Both need the cells of each row in order, with their row set. They set cells' columns and extents, the
 * grid, the rows' heads and confidence, and `source`; false, and nothing laid, where the grid would have more
 * than `slots` positions or LIMIT_TABLE_COLUMNS columns.
 *
 * grid_align rebuilds lost spans: a cell of a group reaches down over the rows of its group, and an empty
 * cell that it covers is dropped. `confidence` is 100 where every row is full. grid_lay keeps given extents
 * and the given confidence; a cell that would overlap moves right. */
bool grid_align(struct arena *arena, struct table *table, size_t slots);
bool grid_lay(struct arena *arena, struct table *table, size_t slots);

/* Rows [from, to) of a ragged table that make up one form; a title is one row of one cell across the whole
 * width
 * (`二、收支情况`), to become a heading. Blank rows at the top count as titles without a text. */
struct grid_form {
    uint32_t from, to;
    bool title;
};

struct grid_forms {
    struct grid_form *items;
    uint32_t n, cap;
};

/* Cuts a ragged table, not yet laid, where another form starts: at a title, and at a head that begins with
 * the same words as the one above. Every row is in one form. */
struct grid_forms grid_find_forms(struct arena *arena, const struct table *table);
/* The same of a table with known spans, which is cut where nothing is lost by it: at the name of a form (…表) across its
 * whole width, and behind 总分 where a row begins as the form's first one does. No cell reaches over a cut; names stay
 * in the form, as its first row. */
struct grid_forms grid_find_stacked(struct arena *arena, const struct table *table);
