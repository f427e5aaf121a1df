/* Memory for libraries that free what they take: the document's memory takes nothing back, so what is freed is kept here by
 * size and used again. It is scratch memory, and goes with that. Linked into each plugin that uses it. */
#pragma once

#include "../plugin.h"

struct reuse;

struct reuse *reuse_new(struct tallyd_builder *b);
/* `context` is a struct reuse: libraries call these as they are. Never NULL; aligned for pointers and whole numbers. */
void *reuse_alloc(void *context, size_t size);
/* NULL is fine. */
void reuse_free(void *context, void *memory);
/* A piece of this size with what stood in `memory`, as realloc. */
void *reuse_resize(struct reuse *reuse, void *memory, size_t size);
