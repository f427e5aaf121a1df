#include "memory.h"

#include <string.h>

void *memory_resize(struct tallyd_builder *b, const void *memory, size_t old, size_t size)
{
    char *wider = b->ops->alloc(b, size);
    if (old)
        memcpy(wider, memory, old < size ? old : size);
    return wider;
}
