/* The numbers before paragraphs: 一、 （二） 3. as numbering.xml has them (ISO/IEC 29500-1, 17.9). */
#pragma once

#include "docx.h"

#define DOCX_LEVELS 9

struct docx_numbering;

/* Never NULL. */
struct docx_numbering *docx_numbering_read(struct zip *zip, const struct zip_entry *entry);
/* The level of a list that belongs to a style, 0 where none does. */
long docx_numbering_level(const struct docx_numbering *numbering, long list, const char *style);
/* Whether there is a list of this number. */
bool docx_numbering_has(const struct docx_numbering *numbering, long list);
/* Counts a paragraph of this list (w:numId) and level (0 to 8) and appends its label; nothing where the list does
 * not exist or has no text. Bullets give none: they say nothing. */
void docx_numbering_label(struct docx_numbering *numbering, long list, long level, struct str *to);
