#include "pdf.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Before every block; blocks are linked, so that all can be given back at once. */
struct block {
    struct block *next, *previous;
    size_t size;
    size_t unused; /* keeps what follows aligned */
};

struct heap {
    struct block *first;
    size_t held, most;
    bool refused;
};

static void link_block(struct heap *heap, struct block *block)
{
    block->previous = NULL;
    block->next = heap->first;
    if (block->next)
        block->next->previous = block;
    heap->first = block;
}

static void unlink_block(struct heap *heap, struct block *block)
{
    if (block->previous)
        block->previous->next = block->next;
    else
        heap->first = block->next;
    if (block->next)
        block->next->previous = block->previous;
}

/* Small requests cost as much as their heads, so `held` counts these too. */
static void *resize(struct heap *heap, struct block *old, size_t size)
{
    const size_t before = old ? sizeof *old + old->size : 0;
    struct block *block = NULL;
    if (size < heap->most && heap->held - before + sizeof *block + size <= heap->most) {
        if (old)
            unlink_block(heap, old);
        block = realloc(old, sizeof *block + size);
        if (old && !block)
            link_block(heap, old);
    }
    if (!block) {
        heap->refused = true;
        return NULL;
    }
    block->size = size;
    link_block(heap, block);
    heap->held += sizeof *block + size - before;
    return block + 1;
}

static void *on_malloc(void *heap, size_t size)
{
    return resize(heap, NULL, size);
}

static void on_free(void *user, void *memory)
{
    struct heap *heap = user;
    struct block *block = memory;
    if (!block)
        return;
    block--;
    unlink_block(heap, block);
    heap->held -= sizeof *block + block->size;
    free(block);
}

static void *on_realloc(void *heap, void *memory, size_t size)
{
    return resize(heap, memory ? (struct block *)memory - 1 : NULL, size);
}

struct heap *heap_new(size_t most)
{
    struct heap *heap = calloc(1, sizeof *heap);
    if (heap)
        heap->most = most;
    return heap;
}

fz_alloc_context heap_allocator(struct heap *heap)
{
    return (fz_alloc_context){heap, on_malloc, on_realloc, on_free};
}

bool heap_refused(const struct heap *heap)
{
    return heap->refused;
}

size_t heap_held(const struct heap *heap)
{
    return heap->held;
}

void heap_free(struct heap *heap)
{
    if (!heap)
        return;
    while (heap->first) {
        struct block *block = heap->first;
        heap->first = block->next;
        free(block);
    }
    free(heap);
    malloc_trim(0); /* what is read is pushed now, into other memory */
}
