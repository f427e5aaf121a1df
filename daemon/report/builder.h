/* Builds a document out of what a format plugin pushes. It holds every limit (limits.h), mends text, lays
 * cells on the grid, finds captions and sections. A plugin sees it only as the operations of
 * plugins/plugin.h; there, a crossed limit does not return.
 *
 * Order of calls: builder_new, the plugin's pushes, builder_finish. Used by the worker and by tests. */
#pragma once

#include "document.h"
#include "limits.h"

struct builder;

/* Must not return. */
typedef void builder_limit_fn(void *context, enum limit limit);

struct builder *builder_new(struct arena *arena, struct slice file_name, builder_limit_fn *over,
                            void *context);

/* The reading text is this (UTF-8, valid), whole and at once, before any other push: text pushed later that
 * lies inside it keeps its place there. Formats without a text of their own never call it; their text is
 * appended as it comes. */
void builder_source(struct builder *b, struct slice text);
void builder_heading(struct builder *b, unsigned level, struct slice text, const struct place *place);
void builder_paragraph(struct builder *b, struct slice text, const struct place *place);
void builder_aside(struct builder *b, struct slice text, const struct place *place);

/* A table: begin, for each row begin and its cells, end. `ragged`: spans were lost (GRID_RAGGED), cells carry
 * none and a row may have fewer than `columns` (0: as many as the longest row). */
void builder_table_begin(struct builder *b, bool ragged, unsigned columns, const struct place *place);
void builder_row(struct builder *b);
void builder_cell(struct builder *b, struct slice text, unsigned rows, unsigned columns,
                  const struct place *place);
/* A further run of the last cell's text, where its lines do not stand next to each other in the source. */
void builder_cell_more(struct builder *b, struct slice text);
void builder_table_end(struct builder *b);
/* Of the open table, 0 to 100: its grid was inferred. Without effect on a ragged one. */
void builder_table_confidence(struct builder *b, unsigned percent);

void builder_set_format(struct builder *b, const char *format, const char *encoding);
void builder_set_partial(struct builder *b);

/* Sections, captions, the line index, aligned grids (grid.h). The builder is used up. */
struct document *builder_finish(struct builder *b);
