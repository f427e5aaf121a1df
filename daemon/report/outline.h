/* Finds the outline of a document: which paragraphs are headings, the sections that they open, and the
 * headings inside long paragraphs and cells (marks). A heading is known by its number (numbering.h), by the
 * words it ends with, or because the format says so; a numbered line among items of a list is none. Used by
 * the worker, by builder.c only. */
#pragma once

#include "document.h"

/* Needs blocks and cells with mended text; a heading of level 0 is judged by its looks. Sets blocks' kind,
 * level and section, sections and marks. */
void outline_read(struct document *doc);
