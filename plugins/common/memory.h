/* The document's memory in the forms that libraries ask for. Nothing is ever given back: it goes with the
 * document. */
#pragma once

#include "../plugin.h"

/* A larger piece with the first `old` bytes of this one; `memory` may be NULL with `old` 0. */
void *memory_resize(struct tallyd_builder *b, const void *memory, size_t old, size_t size);
