/* A text document on its way from a file to the builder: paragraphs and tables inside each other, as Word and
 * Writer have them. The builder takes tables whole, with the extents of their cells, and none inside another; a file
 * tells an extent row by row and puts tables and boxes into cells. So a part of a file is gathered here first:
 *
 *   flow    paragraphs and tables in order: a body, a cell, a box, a note, a running head
 *   ahead   what hangs on a paragraph (a box, a footnote) and is read after it
 *
 * A table of one cell is a frame around text: its text is that of the flow it stands in. A table in a cell is read
 * after the table around it. Linked into each plugin that uses it; memory is the document's. */
#pragma once

#include "str.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define FLOW_LIMITS(X) X(table_depth, 16u, "tables inside each other: layouts take 3")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    FLOW_LIMITS(X)
#undef X
};

enum flow_role {
    FLOW_TEXT,
    FLOW_HEADING, /* the format says that it is one; its number tells how deep */
    FLOW_ASIDE,   /* running heads, comments, tables of contents */
};

struct flow;
struct flow_table;

struct flow *flow_new(struct tallyd_builder *b);
/* Copies the text. A blank one leaves nothing in a flow of its own, and a line in a cell. */
void flow_paragraph(struct flow *flow, enum flow_role role, const char *text, size_t length);
/* Whether a text that its file calls a heading is one: many a body text has a heading's style. */
bool flow_heading_fits(const char *text, size_t length);
/* All that `from` has, behind what is there; `from` is used up. */
void flow_append(struct flow *flow, struct flow *from);

/* Forgets what is in it. */
void flow_clear(struct flow *flow);

struct flow_table *flow_table(struct flow *flow);
/* `before`: columns that the row leaves out at its left. */
void flow_row(struct flow_table *table, unsigned before);
/* A cell of the last row, of a first one where there is none; an extent of 0, as damaged files give, is 1. `continues`: it belongs to the cell above it, and its own content is
 * not shown. Returns where its content goes. */
struct flow *flow_cell(struct flow_table *table, unsigned rows, unsigned columns, bool continues);

/* Makes the last row's last cell wider, and returns where more of its content goes. */
struct flow *flow_widen(struct flow_table *table, unsigned columns);

/* Pushes everything. `paragraphs` counts those of the document so far, for their places. */
void flow_push(const struct flow *flow, struct tallyd_builder *b, uint32_t *paragraphs);
/* Whether there is any text in it. */
bool flow_has_text(const struct flow *flow);
/* All texts of it, a line each, tables included, for running heads. */
void flow_text(const struct flow *flow, struct str *to);
