#include "reuse.h"

#include <string.h>

/* Sizes up to SMALL_MAX come in steps, larger ones are powers of two, as buffers are. */
#define STEP       8
#define SMALL_MAX  1024
#define N_SMALL    (SMALL_MAX / STEP)
#define FIRST_BITS 11 /* of the first size above SMALL_MAX */
#define N_CLASSES  (N_SMALL + 53)

/* Pieces of one size stand side by side in slabs, which begin at multiples of SLAB: so a piece's slab is known, and in it
 * the piece's size. A large piece begins in a slab of its own and may reach over the next ones. */
#define SLAB ((size_t)16 << 10)
/* Slabs are cut from regions that double up to this. */
#define REGION_MAX ((size_t)1 << 20)

struct slab {
    size_t size, unused; /* the latter keeps what follows aligned */
    char pieces[];
};

struct piece {
    struct piece *next; /* while it is free */
};

struct reuse {
    struct tallyd_builder *b;
    struct piece *free[N_CLASSES];
    struct {
        char *at;
        size_t left; /* pieces */
    } open[N_SMALL]; /* the slab of each size that pieces are cut from */
    char *region, *region_end;
    size_t region_size;
};

static size_t class_of(size_t size)
{
    if (size <= SMALL_MAX)
        return size ? (size - 1) / STEP : 0;
    size_t class = N_SMALL;
    while (((size_t)1 << (class - N_SMALL + FIRST_BITS)) < size)
        class ++;
    return class;
}

static size_t size_of(size_t class)
{
    return class < N_SMALL ? (class + 1) * STEP : (size_t)1 << (class - N_SMALL + FIRST_BITS);
}

static struct slab *slab_of(void *memory)
{
    return (struct slab *)(void *)((char *)memory - (uintptr_t)memory % SLAB);
}

struct reuse *reuse_new(struct tallyd_builder *b)
{
    struct reuse *reuse = b->ops->scratch(b, sizeof *reuse);
    reuse->b = b;
    reuse->region_size = SLAB;
    return reuse;
}

static void open_region(struct reuse *reuse, size_t need)
{
    if (reuse->region_size < REGION_MAX)
        reuse->region_size *= 2;
    size_t size = need > reuse->region_size ? need : reuse->region_size;
    char *region = reuse->b->ops->scratch(reuse->b, size + SLAB);
    reuse->region = region + (SLAB - (uintptr_t)region % SLAB) % SLAB;
    reuse->region_end = reuse->region + size;
}

/* Slabs in a row, for pieces of `size`. */
static struct slab *cut(struct reuse *reuse, size_t bytes, size_t size)
{
    size_t whole = (bytes + SLAB - 1) / SLAB * SLAB;
    if (whole > (size_t)(reuse->region_end - reuse->region))
        open_region(reuse, whole);
    struct slab *slab = (void *)reuse->region;
    reuse->region += whole;
    slab->size = size;
    return slab;
}

static void *cut_piece(struct reuse *reuse, size_t class)
{
    size_t size = size_of(class);
    if (class >= N_SMALL)
        return cut(reuse, sizeof(struct slab) + size, size)->pieces;
    if (!reuse->open[class].left) {
        reuse->open[class].at = cut(reuse, SLAB, size)->pieces;
        reuse->open[class].left = (SLAB - sizeof(struct slab)) / size;
    }
    char *piece = reuse->open[class].at;
    reuse->open[class].at += size;
    reuse->open[class].left--;
    return piece;
}

void *reuse_alloc(void *context, size_t size)
{
    struct reuse *reuse = context;
    size_t class = class_of(size);
    struct piece *piece = reuse->free[class];
    if (!piece)
        return cut_piece(reuse, class);
    reuse->free[class] = piece->next;
    return piece;
}

void reuse_free(void *context, void *memory)
{
    struct reuse *reuse = context;
    if (!memory)
        return;
    struct piece **free = &reuse->free[class_of(slab_of(memory)->size)], *piece = memory;
    piece->next = *free;
    *free = piece;
}

void *reuse_resize(struct reuse *reuse, void *memory, size_t size)
{
    size_t had = memory ? slab_of(memory)->size : 0;
    if (memory && size <= had)
        return memory;
    void *wider = reuse_alloc(reuse, size);
    if (had)
        memcpy(wider, memory, had);
    reuse_free(reuse, memory);
    return wider;
}
