/* Finds line and column of an offset in O(log n): line starts, and the count of characters at regular
 * checkpoints, so that a line of millions of characters costs no more than a short one. Used by the worker.
 */
#pragma once

#include "document.h"

/* `text` is valid UTF-8 and outlives the index. A line ends in LF, CR LF or CR. */
const struct line_index *line_index_new(struct arena *arena, struct slice text);
/* An offset behind the end counts as the end; one inside a character as its first byte. */
struct position line_index_position(const struct line_index *index, uint32_t offset);
