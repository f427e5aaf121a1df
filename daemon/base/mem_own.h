/* Memory of a process' own, for a fork that lives for one document. What its parent left free lies in pieces all over
 * pages that the two share: each piece taken is a fault and a copied page. So from mem_own_start on small memory
 * comes out of one block of fresh pages. Used by mem.c; started by the child of tally-inspect. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Takes a block of `size` bytes, whole huge pages. Without it (no memory) all goes on as before. */
void mem_own_start(size_t size);
/* Makes the next `size` bytes that will be given out present at once. */
void mem_own_ready(size_t size);
/* Zeroed memory of any size that is never used again when it is given back; NULL where the block is not started or has
 * no room. */
void *mem_own_keep(size_t size);

/* NULL where the block is not started or used up, or `size` is large: the system has to give it. */
void *mem_own_alloc(size_t size);
/* The same, zeroed: what was never given out is so already. */
void *mem_own_zeroed(size_t size);
/* Whether `memory` is of the block; false for NULL. */
bool mem_own_has(const void *memory);
/* Of memory of the block. */
void mem_own_free(void *memory);
size_t mem_own_size(const void *memory);

/* Lets the kernel take huge pages for what has room for them: one fault and one entry of a page table for 512 pages,
 * which a fork copies and an exit frees as one. */
void mem_huge(void *memory, size_t size);
/* Makes pages present with one call, not one fault each; they stay as they are where the kernel cannot. */
void mem_touch(void *memory, size_t size);
