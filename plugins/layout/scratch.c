#include "priv.h"

/* Bytes of a block; a larger request has one of its own. */
#define BLOCK ((size_t)64 << 10)
#define ALIGN (sizeof(max_align_t))
/* Texts that are kept are given room by so many bytes. */
#define TEXTS ((size_t)16 << 10)

/* A piece of the builder's memory, used again from page to page. */
struct layout_block {
    struct layout_block *next;
    size_t size;
    max_align_t bytes[];
};

static struct layout_block *new_block(struct layout *l, size_t size)
{
    struct layout_block *block = l->b->ops->alloc(l->b, sizeof *block + size);
    block->size = size;
    return block;
}

/* The next block that has room, behind the current one: an old one or a new one. */
static void next_block(struct layout_scratch *s, struct layout *l, size_t size)
{
    struct layout_block *last = s->at, *block = last ? last->next : s->first;
    while (block && block->size < size) {
        last = block;
        block = block->next;
    }
    if (!block) {
        block = new_block(l, size > BLOCK ? size : BLOCK);
        *(last ? &last->next : &s->first) = block;
    }
    s->at = block;
    s->used = 0;
}

void *scratch_alloc(struct layout *l, size_t size)
{
    struct layout_scratch *s = &l->scratch;
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (!s->at || s->at->size - s->used < size)
        next_block(s, l, size);
    void *memory = (char *)s->at->bytes + s->used;
    s->used += size;
    return memset(memory, 0, size);
}

void *scratch_room(struct layout *l, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap) {
        memset((char *)items + n * size, 0, size);
        return items;
    }
    uint32_t more = *cap ? *cap * 2 : 16;
    char *grown = scratch_alloc(l, more * size);
    if (n)
        memcpy(grown, items, n * size);
    *cap = more;
    return grown;
}

void *scratch_keep(struct layout *l, const void *from, size_t size)
{
    void *kept = l->b->ops->alloc(l->b, size + 1);
    if (size)
        memcpy(kept, from, size);
    return kept;
}

/* Texts stand close together: a cell's has a few bytes. */
struct layout_text scratch_keep_text(struct layout *l, struct layout_text text)
{
    struct layout_scratch *s = &l->scratch;
    if (!text.len)
        return (struct layout_text){"", 0};
    if (text.len > s->room) {
        s->room = text.len > TEXTS ? text.len : TEXTS;
        s->texts = l->b->ops->alloc(l->b, s->room);
    }
    char *to = s->texts;
    memcpy(to, text.at, text.len);
    s->texts += text.len;
    s->room -= text.len;
    return (struct layout_text){to, text.len};
}

void scratch_reset(struct layout *l)
{
    l->scratch.at = NULL;
    l->scratch.used = 0;
}
