/* Tables whose rows each tell where their cells' edges are, in twentieths of a point from the margin, as Word's binary and
 * rich-text files do: a cell's columns are how many of all rows' edges it spans. A table in a cell goes into that cell's
 * flow. Linked into each plugin that uses it; memory is the document's.
 *
 *   depth  of tables inside each other: 0 is outside, 1 in a table, 2 in a table in a table's cell */
#pragma once

#include "flow.h"

/* Cells of a row at most, as Word has it (63, and more in its newer forms). */
#define EDGES_CELLS_MAX 255

enum edges_merge { EDGES_NONE, EDGES_FIRST, EDGES_NEXT };

/* What a row tells of a cell. */
struct edges_cell {
    int left, right;
    uint8_t across, down; /* enum edges_merge */
};

struct edges;

/* Tables go into `flow` when they end. */
struct edges *edges_new(struct tallyd_builder *b, struct flow *flow);
/* The flow of the cell that is open at this depth (1 and up); text put into it directly does not open a cell of its own. */
struct flow *edges_open(struct edges *edges, unsigned depth);
/* A paragraph of that cell. */
void edges_text(struct edges *edges, unsigned depth, const char *text, size_t length);
void edges_cell_end(struct edges *edges, unsigned depth);
/* Ends a row whose cells, the first `n`, are told here. `known`: their edges are, not only their merges. */
void edges_row_end(struct edges *edges, unsigned depth, const struct edges_cell *cells, uint32_t n,
                   bool known);
/* Tables deeper than this have ended: 0, where text outside of tables follows. */
void edges_end(struct edges *edges, unsigned depth);
/* Whether a row had no end. */
bool edges_cut(const struct edges *edges);
