#include "mem_own.h"

#include "must.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

#define PAGE        4096u
#define HUGE_PAGE   (2u << 20) /* of x86-64 and of arm64 with small pages; elsewhere nothing is gained */
#define STEP        16u        /* small sizes are multiples of it, the header included */
#define KEPT        0u         /* the number of what is never given back */
#define SMALL_STEPS 64u        /* above, sizes are powers of two */
#define LARGE_SIZES 7u /* 2 KB to 128 KB; what is larger the system gives as a mapping of its own anyway */

/* Before each piece of memory. */
struct header {
    alignas(STEP) uint32_t size_number;
};

/* A piece that was given back. */
struct piece {
    struct header header;
    struct piece *next;
};

static struct {
    char *start, *at, *end;
    struct piece *free[SMALL_STEPS + LARGE_SIZES + 1]; /* by the number of their size */
} block;

void mem_touch(void *memory, size_t size)
{
    uintptr_t from = ((uintptr_t)memory + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
    uintptr_t to = ((uintptr_t)memory + size) & ~(uintptr_t)(PAGE - 1);
    if (to > from)
        madvise((char *)memory + (from - (uintptr_t)memory), to - from, MADV_POPULATE_WRITE);
}

void mem_huge(void *memory, size_t size)
{
    uintptr_t from = ((uintptr_t)memory + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
    uintptr_t to = ((uintptr_t)memory + size) & ~(uintptr_t)(HUGE_PAGE - 1);
    if (to > from)
        madvise((char *)memory + (from - (uintptr_t)memory), to - from, MADV_HUGEPAGE);
}

/* Fresh pages from where a huge one can begin. */
static char *map_aligned(size_t size)
{
    char *map = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED)
        return NULL;
    size_t lead = (HUGE_PAGE - (uintptr_t)map % HUGE_PAGE) % HUGE_PAGE;
    if (lead)
        munmap(map, lead);
    munmap(map + lead + size, HUGE_PAGE - lead);
    return map + lead;
}

void mem_own_start(size_t size)
{
    must(!block.start && size % HUGE_PAGE == 0);
    block.start = block.at = map_aligned(size);
    block.end = block.start ? block.start + size : NULL;
    mem_huge(block.start, size);
}

void mem_own_ready(size_t size)
{
    size_t left = (size_t)(block.end - block.at);
    mem_touch(block.at, size < left ? size : left);
}

bool mem_own_has(const void *memory)
{
    uintptr_t at = (uintptr_t)memory;
    return memory && at >= (uintptr_t)block.start && at < (uintptr_t)block.end;
}

static struct header *header_of(const void *memory)
{
    return (struct header *)memory - 1;
}

/* Sizes are numbered: multiples of a step, then powers of two. */
static uint32_t number_of(size_t size)
{
    size_t steps = 1 + (size + STEP - 1) / STEP;
    if (steps <= SMALL_STEPS)
        return (uint32_t)steps;
    uint32_t number = SMALL_STEPS + 1;
    for (size_t large = (size_t)2 * SMALL_STEPS; large < steps; large *= 2)
        number++;
    return number;
}

static size_t size_of(uint32_t number)
{
    return number <= SMALL_STEPS ? (size_t)number * STEP
                                 : (size_t)SMALL_STEPS * STEP << (number - SMALL_STEPS);
}

static struct header *cut(uint32_t number)
{
    if (size_of(number) > (size_t)(block.end - block.at))
        return NULL;
    struct header *header = (struct header *)(void *)block.at;
    header->size_number = number;
    block.at += size_of(number);
    return header;
}

static struct header *reuse(uint32_t number)
{
    struct piece *piece = block.free[number];
    if (!piece)
        return NULL;
    block.free[number] = piece->next;
    return &piece->header;
}

void *mem_own_keep(size_t size)
{
    size_t whole = sizeof(struct header) + (size + STEP - 1) / STEP * STEP;
    if (whole < size || whole > (size_t)(block.end - block.at))
        return NULL;
    struct header *header = (struct header *)(void *)block.at;
    header->size_number = KEPT;
    block.at += whole;
    return header + 1;
}

/* 0: too large. */
static uint32_t number_for(size_t size)
{
    bool fits = block.start && size <= size_of(SMALL_STEPS + LARGE_SIZES) - sizeof(struct header);
    return fits ? number_of(size ? size : 1) : 0;
}

void *mem_own_alloc(size_t size)
{
    uint32_t number = number_for(size);
    struct header *header = number ? reuse(number) : NULL;
    if (!header && number)
        header = cut(number);
    return header ? header + 1 : NULL;
}

void *mem_own_zeroed(size_t size)
{
    uint32_t number = number_for(size);
    struct header *header = number ? reuse(number) : NULL;
    if (header)
        return memset(header + 1, 0, size);
    header = number ? cut(number) : NULL;
    return header ? header + 1 : NULL;
}

void mem_own_free(void *memory)
{
    struct piece *piece = (struct piece *)(void *)header_of(memory);
    uint32_t number = piece->header.size_number;
    if (number == KEPT)
        return;
    piece->next = block.free[number];
    block.free[number] = piece;
}

size_t mem_own_size(const void *memory)
{
    return size_of(header_of(memory)->size_number) - sizeof(struct header);
}
