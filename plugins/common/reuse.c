#include "reuse.h"

#include <string.h>

/* Sizes up to SMALL_MAX come in steps, larger ones double. */
#define STEP       16
#define SMALL_MAX  1024
#define N_SMALL    (SMALL_MAX / STEP)
#define N_CLASSES  (N_SMALL + 54)
#define FIRST_BITS 10 /* of SMALL_MAX */

struct piece {
    size_t class;
    struct piece *next; /* while it is free; what it holds begins here */
};

#define HEAD offsetof(struct piece, next)

struct reuse {
    struct tallyd_builder *b;
    struct piece *free[N_CLASSES];
};

/* With the head a piece of a small class is a multiple of STEP, as the document's memory comes; a large one is a power of
 * two without it, as buffers are. */
static size_t class_of(size_t size)
{
    if (size + HEAD <= SMALL_MAX)
        return (size + HEAD - 1) / STEP;
    size_t class = N_SMALL;
    while (((size_t)1 << (class - N_SMALL + FIRST_BITS)) < size)
        class ++;
    return class;
}

static size_t size_of(size_t class)
{
    return class < N_SMALL ? (class + 1) * STEP - HEAD : (size_t)1 << (class - N_SMALL + FIRST_BITS);
}

struct reuse *reuse_new(struct tallyd_builder *b)
{
    struct reuse *reuse = b->ops->alloc(b, sizeof *reuse);
    reuse->b = b;
    return reuse;
}

void *reuse_alloc(void *context, size_t size)
{
    struct reuse *reuse = context;
    size_t class = class_of(size ? size : 1);
    struct piece *piece = reuse->free[class];
    if (piece)
        reuse->free[class] = piece->next;
    else
        piece = reuse->b->ops->alloc(reuse->b, size_of(class) + HEAD);
    piece->class = class;
    return &piece->next;
}

static struct piece *piece_of(void *memory)
{
    return (void *)((char *)memory - HEAD);
}

void reuse_free(void *context, void *memory)
{
    struct reuse *reuse = context;
    if (!memory)
        return;
    struct piece *piece = piece_of(memory);
    piece->next = reuse->free[piece->class];
    reuse->free[piece->class] = piece;
}

void *reuse_resize(struct reuse *reuse, void *memory, size_t size)
{
    size_t had = memory ? size_of(piece_of(memory)->class) : 0;
    if (memory && size <= had)
        return memory;
    void *wider = reuse_alloc(reuse, size);
    if (had)
        memcpy(wider, memory, had);
    reuse_free(reuse, memory);
    return wider;
}
