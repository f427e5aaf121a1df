/* An arena: memory for one document, given out piece by piece and given back all at once. Nothing in it is
 * freed on its own, so parsers keep slices of it without asking who owns them.
 *
 * An arena has a cap. Crossing it, or the system having no more, is no error code: the arena calls `full`,
 * which must not return (the worker's jumps to where the document is given up with the outcome `limit`). So
 * no caller checks for NULL. Used by the worker, the tests and the fuzz targets. */
#pragma once

#include "slice.h"

#include <stddef.h>
#include <stdint.h>

struct arena;

typedef void arena_full_fn(void *context); /* must not return */

/* NULL when the system has no memory. `cap` bounds the bytes given out; a NULL `full` aborts. */
struct arena *arena_new(size_t cap, arena_full_fn *full, void *context);
void arena_free(struct arena *arena);
/* Of an arena that has given out nothing yet: its first `size` bytes will be of the process' own memory (mem_own.h),
 * and `ready` of them are made present ahead of need. Never fails; what is missing is taken when it is needed. */
void arena_prepare(struct arena *arena, size_t size, size_t ready);

/* An arena for what a reader needs only while it reads. Its bytes count against `of`'s cap until it is freed, by
 * arena_free or together with `of`; one at a time. */
struct arena *arena_scratch(struct arena *of);

/* Zeroed, aligned for any type, never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* As arena_alloc, for `count` items of `size` bytes; a product that overflows is `full`. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy, followed by a NUL that is not part of the slice. */
struct slice arena_copy(struct arena *arena, struct slice text);
/* printf into the arena. */
struct slice arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t arena_used(const struct arena *arena);

/* A growing array in an arena: any struct with `items`, `n` and `cap`, for example
 *     struct numbers { int *items; uint32_t n, cap; };
 * ARENA_PUSH gives a pointer to the new zeroed last item. Growing moves the items: keep indexes, not
 * pointers, until the array is complete. */
void *arena_grow(struct arena *arena, void *items, uint32_t n, uint32_t *cap, size_t size);
#define ARENA_PUSH(arena, v)                                                                                 \
    ((v)->n < (v)->cap                                                                                       \
         ? (void)0                                                                                           \
         : (void)((v)->items = arena_grow((arena), (v)->items, (v)->n, &(v)->cap, sizeof *(v)->items)),      \
     &(v)->items[(v)->n++])
