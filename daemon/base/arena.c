#include "arena.h"

#include "mem.h"
#include "mem_own.h"
#include "must.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>

#define CHUNK_MIN     (64u << 10) /* a report of 20 KB fits in a few */
#define PRINTED_SHORT 256         /* bytes of what is printed in one go: nearly all of it */
#define CHUNK_MAX     (4u << 20)  /* beyond this, doubling wastes more than it saves */
/* Of a chunk this is its head's and its allocator's, so that it takes whole pages, and the smallest fit a size of
 * mem_own.c. */
#define CHUNK_HEAD (sizeof(struct chunk) + 32)
/* An array of this size that has to move gets a chunk of its own, with room to grow in place: pages that are not touched cost
 * nothing, copies left behind would. */
#define ALONE_MIN   (64u << 10)
#define ALONE_ROOM  16u /* times its size */
#define ALONE_MAX   (16u << 20)
#define ALONE_SHARE 8u /* of the cap, for all of them: a process' addresses are bounded too */

struct chunk {
    struct chunk *before;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct chunk *chunk; /* the newest; older ones are full, or have one array that may grow */
    size_t cap, given;
    size_t reserved; /* of chunks for one array */
    arena_full_fn *full;
    void *context;
    struct arena *of;      /* whose scratch this is, or NULL */
    struct arena *scratch; /* its own, or NULL */
};

static _Noreturn void out_of_room(struct arena *arena)
{
    if (arena->full)
        arena->full(arena->context);
    must_fail("the arena's `full` does not return", __FILE__, __LINE__);
}

static size_t next_size(const struct arena *arena, size_t need)
{
    size_t whole = arena->chunk ? (arena->chunk->size + CHUNK_HEAD) * 2 : CHUNK_MIN;
    if (whole > CHUNK_MAX)
        whole = CHUNK_MAX;
    return whole - CHUNK_HEAD > need ? whole - CHUNK_HEAD : need;
}

static void add_chunk(struct arena *arena, size_t need)
{
    size_t size = next_size(arena, need);
    struct chunk *chunk = mem_calloc(1, sizeof *chunk + size);
    if (!chunk)
        out_of_room(arena);
    mem_huge(chunk, sizeof *chunk + size);
    chunk->before = arena->chunk;
    chunk->size = size;
    arena->chunk = chunk;
}

/* Counts bytes against the cap before they are given out. */
static void charge(struct arena *arena, size_t size)
{
    if (size > arena->cap - arena->given)
        out_of_room(arena);
    arena->given += size;
    if (arena->of)
        charge(arena->of, size);
}

/* The chunk of which `memory` of `size` bytes was the last given out, so that it can grow where it stands; or NULL. */
static struct chunk *chunk_ending_in(const struct arena *arena, const void *memory, size_t size)
{
    struct chunk *chunk = memory ? arena->chunk : NULL;
    while (chunk && (const char *)memory + size != chunk->bytes + chunk->used)
        chunk = chunk->before;
    return chunk;
}

static size_t aligned(size_t size)
{
    return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

struct arena *arena_new(size_t cap, arena_full_fn *full, void *context)
{
    must(cap <= SIZE_MAX / 4);
    struct arena *arena = mem_calloc(1, sizeof *arena);
    if (!arena)
        return NULL;
    arena->cap = cap;
    arena->full = full;
    arena->context = context;
    return arena;
}

struct arena *arena_scratch(struct arena *of)
{
    must(!of->scratch);
    of->scratch = arena_new(of->cap, of->full, of->context);
    if (!of->scratch)
        out_of_room(of);
    of->scratch->of = of;
    return of->scratch;
}

static void give_back(struct arena *scratch)
{
    scratch->of->given -= scratch->given;
    scratch->of->scratch = NULL;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    arena_free(arena->scratch);
    if (arena->of)
        give_back(arena);
    for (struct chunk *chunk = arena->chunk, *before; chunk; chunk = before) {
        before = chunk->before;
        mem_free(chunk);
    }
    mem_free(arena);
}

void arena_prepare(struct arena *arena, size_t size, size_t ready)
{
    must(!arena->chunk && ready <= size);
    struct chunk *chunk = mem_own_keep(sizeof *chunk + size);
    if (!chunk)
        return;
    chunk->size = size;
    arena->chunk = chunk;
    mem_touch(chunk, sizeof *chunk + ready);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > arena->cap)
        out_of_room(arena);
    size_t whole = aligned(size ? size : 1);
    charge(arena, whole);
    if (!arena->chunk || whole > arena->chunk->size - arena->chunk->used)
        add_chunk(arena, whole);
    void *memory = arena->chunk->bytes + arena->chunk->used;
    arena->chunk->used += whole;
    return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t product;
    if (__builtin_mul_overflow(count, size, &product))
        out_of_room(arena);
    return arena_alloc(arena, product);
}

struct slice arena_copy(struct arena *arena, struct slice text)
{
    char *copy = arena_array(arena, text.len + 1, 1);
    if (text.len)
        memcpy(copy, text.at, text.len);
    return (struct slice){copy, text.len};
}

struct slice arena_printf(struct arena *arena, const char *format, ...)
{
    char small[PRINTED_SHORT];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    must(length >= 0);
    char *text = arena_alloc(arena, (size_t)length + 1);
    if ((size_t)length < sizeof small)
        memcpy(text, small, (size_t)length + 1);
    else
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return (struct slice){text, (size_t)length};
}

size_t arena_used(const struct arena *arena)
{
    return arena->given;
}

/* Grows an array that was the last thing given out of its chunk without moving it. */
static bool grow_in_place(struct arena *arena, const void *items, size_t old, size_t more)
{
    struct chunk *chunk = chunk_ending_in(arena, items, old);
    if (!chunk || more > chunk->size - chunk->used)
        return false;
    charge(arena, more);
    chunk->used += more;
    return true;
}

/* A chunk of its own behind the newest; NULL where there is none to be had with that much room. */
static struct chunk *add_alone(struct arena *arena, size_t size)
{
    size_t room = size < ALONE_MAX / ALONE_ROOM ? size * ALONE_ROOM : ALONE_MAX;
    bool fits = arena->chunk && size < room && room <= arena->cap / ALONE_SHARE - arena->reserved;
    struct chunk *chunk = fits ? mem_calloc(1, sizeof *chunk + room) : NULL;
    if (!chunk)
        return NULL;
    arena->reserved += room;
    chunk->size = room;
    chunk->before = arena->chunk->before;
    return arena->chunk->before = chunk;
}

static void *array_alloc(struct arena *arena, size_t size)
{
    size_t whole = aligned(size);
    struct chunk *alone = whole >= ALONE_MIN ? add_alone(arena, whole) : NULL;
    if (!alone)
        return arena_alloc(arena, size);
    charge(arena, whole);
    alone->used = whole;
    return alone->bytes;
}

void *arena_grow(struct arena *arena, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    uint32_t wider = *cap ? *cap * 2 : 8;
    size_t bytes;
    if (wider <= *cap || __builtin_mul_overflow((size_t)wider, size, &bytes) || bytes > arena->cap)
        out_of_room(arena);
    size_t old = *cap ? aligned((size_t)*cap * size) : 0;
    if (!grow_in_place(arena, items, old, aligned(bytes) - old)) {
        void *moved = array_alloc(arena, bytes);
        if (n)
            memcpy(moved, items, (size_t)n * size);
        items = moved;
    }
    *cap = wider;
    return items;
}
