#include "mem.h"

#include "mem_own.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The counter behind mem_fail_at. Atomic because the daemon hashes files off its loop; counted without a lock
 * prefix, as only single-threaded tests read it. */
static struct {
    atomic_ulong calls, fail_at;
    atomic_int for_ever;
} counter;

static int refused(void)
{
    unsigned long call = atomic_load_explicit(&counter.calls, memory_order_relaxed) + 1;
    unsigned long at = atomic_load_explicit(&counter.fail_at, memory_order_relaxed);
    atomic_store_explicit(&counter.calls, call, memory_order_relaxed);
    return at != 0 && (call == at || (call > at && atomic_load(&counter.for_ever)));
}

static void *take(size_t size)
{
    void *own = mem_own_alloc(size);
    return own ? own : malloc(size ? size : 1);
}

/* Of a process' own memory: where it stands as long as it fits and is not far too large. */
static void *resize_own(void *old, size_t size)
{
    size_t room = mem_own_size(old);
    if (size <= room && size >= room / 2)
        return old;
    void *moved = take(size);
    if (!moved)
        return NULL;
    memcpy(moved, old, size < room ? size : room);
    mem_own_free(old);
    return moved;
}

void *mem_realloc(void *old, size_t size)
{
    if (size == 0) {
        mem_free(old);
        return NULL;
    }
    if (refused())
        return NULL;
    if (!old)
        return take(size);
    return mem_own_has(old) ? resize_own(old, size) : realloc(old, size);
}

void *mem_alloc(size_t size)
{
    return refused() ? NULL : take(size);
}

void *mem_calloc(size_t count, size_t size)
{
    size_t product;
    if (refused() || __builtin_mul_overflow(count, size, &product))
        return NULL;
    void *own = mem_own_zeroed(product);
    return own ? own : calloc(count ? count : 1, size ? size : 1);
}

char *mem_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = mem_alloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

void mem_free(void *memory)
{
    if (mem_own_has(memory))
        mem_own_free(memory);
    else
        free(memory);
}

void mem_fail_at(unsigned long n, int for_ever)
{
    atomic_store(&counter.for_ever, for_ever);
    atomic_store(&counter.fail_at, n ? mem_calls() + n : 0);
}

unsigned long mem_calls(void)
{
    return atomic_load(&counter.calls);
}
