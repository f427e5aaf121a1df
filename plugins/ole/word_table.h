/* The tables of a Word document. A row tells where its cells' edges are, in twentieths of a point from the
 * margin, and which cells are merged; a cell's columns are how many of all rows' edges it spans. A table in a
 * cell goes into that cell's flow. */
#pragma once

#include "word_priv.h"

#include "../common/flow.h"

struct word_tables;

/* Tables go into `flow` when they end. */
struct word_tables *word_tables_new(struct word *w, struct flow *flow);
/* A paragraph of the cell that is open at this depth (1 and up). */
void word_tables_text(struct word_tables *tables, unsigned depth, const char *text, size_t length);
void word_tables_cell(struct word_tables *tables, unsigned depth);
/* The row's description is among the properties of the paragraph that ends it. */
void word_tables_row(struct word_tables *tables, unsigned depth, struct bytes grpprl);
/* Tables deeper than this have ended: 0, where text outside of tables follows. */
void word_tables_end(struct word_tables *tables, unsigned depth);
