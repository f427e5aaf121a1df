/* The one place that asks the system for memory. Lua, jansson and libuv are given these functions too, so
 * that a test can make the n-th allocation of a whole process fail for every n. Used by every process. */
#pragma once

#include <stddef.h>

/* realloc's contract: `size` 0 frees and gives NULL; otherwise NULL means out of memory and `old` is intact.
 */
void *mem_realloc(void *old, size_t size);
void *mem_alloc(size_t size);
void *mem_calloc(size_t count, size_t size);
char *mem_strdup(const char *text);
void mem_free(void *memory);

/* Tests only: the n-th call from now on (1 is the next) and, when `for_ever`, all later ones give NULL; 0
 * ends it. */
void mem_fail_at(unsigned long n, int for_ever);
unsigned long mem_calls(void);
