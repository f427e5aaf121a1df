/* How wide text is on a terminal: Han characters and their kin take two columns, combining marks none
 * (Unicode Standard Annex #11; characters of ambiguous width count as narrow). Used by tallyctl. */
#pragma once

#include "buffer.h"

#include <stdint.h>

unsigned width_of_character(uint32_t code_point);
unsigned width_of(struct slice text);
/* Appends `text` and blanks up to `columns`. */
void width_pad(struct buffer *b, struct slice text, unsigned columns);
/* Appends `text` broken into lines of at most `columns`; lines after the first are indented. 0 columns: not
 * broken. `indent` is where the text begins on its first line, too. */
void width_wrap(struct buffer *b, struct slice text, unsigned indent, unsigned columns);
