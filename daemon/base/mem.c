#include "mem.h"

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

void *mem_realloc(void *old, size_t size)
{
    if (size == 0) {
        free(old);
        return NULL;
    }
    return refused() ? NULL : realloc(old, size);
}

void *mem_alloc(size_t size)
{
    return refused() ? NULL : malloc(size ? size : 1);
}

void *mem_calloc(size_t count, size_t size)
{
    return refused() ? NULL : calloc(count ? count : 1, size ? size : 1);
}

char *mem_strdup(const char *text)
{
    return refused() ? NULL : strdup(text);
}

void mem_free(void *memory)
{
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
