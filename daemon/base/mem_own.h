/* Memory of a process' own, for a fork that lives for one document. What its parent left free lies in pieces all over
 * pages that the two share: each piece taken is a fault and a copied page. So from mem_own_start on small memory
 * comes out of one block of fresh pages. Used by mem.c; started by the child of tally-inspect. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Takes a block of `size` bytes, of which the first `ready` are made present at once. Without it (no memory) all goes
 * on as before. */
void mem_own_start(size_t size, size_t ready);

/* NULL where the block is not started or used up, or `size` is large: the system has to give it. */
void *mem_own_alloc(size_t size);
/* Whether `memory` is of the block; false for NULL. */
bool mem_own_has(const void *memory);
/* Of memory of the block. */
void mem_own_free(void *memory);
size_t mem_own_size(const void *memory);

/* Makes pages present with one call, not one fault each; they stay as they are where the kernel cannot. */
void mem_touch(void *memory, size_t size);
