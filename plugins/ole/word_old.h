/* Word 6 and Word 95: the text is 8-bit in one piece, or in a piece table where the file was saved fast. Of
 * paragraphs' properties nothing is read, so tables lose their merges (they are pushed as ragged) and hidden
 * text shows: the reading is always a partial one. */
#pragma once

#include "bytes.h"

enum tallyd_result word_old_read(struct tallyd_builder *b, struct bytes main, bool cut);
