/* Finds what stands above a table: the line that names it and the line that gives its unit (`单位：万元`).
 * Used by the worker, by builder.c only. */
#pragma once

#include "document.h"

/* Needs blocks, tables and headings. */
void captions_read(struct document *doc);
