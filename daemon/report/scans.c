#include "scans.h"

#define SCANS_FIRST 256u /* a power of two; grows by doubling */
#define SPREAD      0x9E3779B97F4A7C15u

struct scan_kept {
    const char *at; /* NULL: free */
    size_t len;
    const struct hit *items;
    uint32_t n;
};

void scans_init(struct scans *scans, struct arena *arena, const struct lexicon *lexicon)
{
    *scans = (struct scans){.arena = arena, .lexicon = lexicon, .size = SCANS_FIRST};
    scans->slots = arena_array(arena, scans->size, sizeof *scans->slots);
}

/* Its own slot, or the free one that it would take. */
static struct scan_kept *slot_of(const struct scans *scans, struct slice text)
{
    uint64_t key = ((uint64_t)(uintptr_t)text.at ^ (uint64_t)text.len << 40) * SPREAD;
    for (uint32_t i = (uint32_t)(key >> 32);; i++) {
        struct scan_kept *slot = &scans->slots[i & (scans->size - 1)];
        if (!slot->at || (slot->at == text.at && slot->len == text.len))
            return slot;
    }
}

static void grow(struct scans *scans)
{
    const struct scan_kept *old = scans->slots;
    uint32_t n = scans->size;
    scans->size = 2 * n;
    scans->slots = arena_array(scans->arena, scans->size, sizeof *scans->slots);
    for (uint32_t i = 0; i < n; i++)
        if (old[i].at)
            *slot_of(scans, (struct slice){old[i].at, old[i].len}) = old[i];
}

static void keep(struct scans *scans, struct scan_kept *slot, struct slice text)
{
    lexicon_scan(scans->lexicon, scans->arena, text, &scans->found);
    size_t size = scans->found.n * sizeof *scans->found.items;
    struct hit *items = size ? arena_alloc(scans->arena, size) : NULL;
    if (size)
        memcpy(items, scans->found.items, size);
    *slot = (struct scan_kept){text.at, text.len, items, scans->found.n};
    scans->n++;
}

struct hits scans_of(struct scans *scans, struct slice text)
{
    if (!text.len)
        return (struct hits){0};
    struct scan_kept *slot = slot_of(scans, text);
    if (!slot->at && 2 * (scans->n + 1) > scans->size) {
        grow(scans);
        slot = slot_of(scans, text);
    }
    if (!slot->at)
        keep(scans, slot, text);
    return (struct hits){.items = (struct hit *)slot->items, .n = slot->n, .cap = slot->n};
}

bool scans_have(struct scans *scans, struct slice text, const char *class)
{
    struct hits hits = scans_of(scans, text);
    if (!hits.items)
        return false;
    uint32_t id = lexicon_class(scans->lexicon, class);
    for (uint32_t i = 0; i < hits.n; i++)
        if (hits.items[i].kind == HIT_WORD && hits.items[i].id == id)
            return true;
    return false;
}
