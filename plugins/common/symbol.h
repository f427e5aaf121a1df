/* Characters of the fonts Wingdings and Symbol that forms use: boxes, ticks. Linked into each plugin that uses it. */
#pragma once

#include <stdint.h>

/* What one looks like, by its code in the font (or that in Unicode's private use, U+F000 on); 0: decoration. */
uint32_t symbol_sign(uint32_t code);
