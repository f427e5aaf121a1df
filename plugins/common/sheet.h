/* A sheet of cells on its way from a workbook to the builder. A sheet is a plane, a report has tables: what stands
 * alone in the rows above a table is its name and its unit, blank rows and a new name part one table from the next.
 *
 *   band  rows that follow each other with no gap: names above, a table, remarks below
 *
 * Columns without any text are left out, and so are blank rows beyond some that follow each other. Linked into each plugin
 * that uses it; memory is the document's. */
#pragma once

#include "str.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define SHEET_LIMITS(X)                                                                                      \
    X(sheet_cells, 1u << 21, "cells with text in a sheet")                                                   \
    X(sheet_merges, 1u << 24, "columns that the merged areas of a sheet cover: a thousand rows merged whole")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    SHEET_LIMITS(X)
#undef X
};

/* What a sheet can have at most, as Excel has it: addresses beyond are none. */
enum { SHEET_ROWS = 1 << 20, SHEET_COLUMNS = 1 << 14 };

struct sheet;

/* `name` must outlive the document's reading. */
struct sheet *sheet_new(struct tallyd_builder *b, const char *name);
/* Rows and columns are 0-based; the text is copied, and a blank one forgotten. */
void sheet_cell(struct sheet *sheet, uint32_t row, uint32_t column, const char *text, size_t length);
/* Cells that are shown as one: the first has the text. */
void sheet_merge(struct sheet *sheet, uint32_t row, uint32_t column, uint32_t rows, uint32_t columns);
/* [from, to): hidden, but counted. */
void sheet_hide_row(struct sheet *sheet, uint32_t row);
void sheet_hide_columns(struct sheet *sheet, uint32_t from, uint32_t to);
/* Whether it has any text. */
bool sheet_has_text(const struct sheet *sheet);
void sheet_push(struct sheet *sheet);
