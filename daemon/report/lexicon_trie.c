#include "lexicon_trie.h"

#include "../base/must.h"
#include "chars.h"

#include <endian.h>

#define TRIE_FIRST_EDGES 4096u /* a power of two; grows by doubling */
#define SKIPPED_MAX      4     /* skipped characters in a row inside a word */

#define SPREAD       0x9E3779B1u
#define STARTS       0x800u   /* words; some thousand characters start one */
#define STARTS_SHIFT 21       /* of a spread key to one of them */
#define SECOND_SHIFT 26       /* of a spread key to one of its bits */
#define PAIRS        0x20000u /* bits; a few thousand pairs are in use */
#define PAIRS_SHIFT  15
#define FILTER_SHIFT 23 /* of a spread key to a bit of a filter */

/* An edge is one number, so that a few lines of cache hold many: its key, of parent node and character, and the child.
 * A code point and a node have 21 bits each, of which UTF8_BAD has the last that is no code point. */
#define EDGE_BITS 21
#define EDGE_MASK ((UINT32_C(1) << EDGE_BITS) - 1)
_Static_assert(TRIE_NODES_MAX <= EDGE_MASK + 1, "a node has a number in an edge");

struct senses {
    struct sense *items;
    uint32_t n, cap;
};

struct nodes {
    uint32_t *items; /* index of the first sense, 0: no word ends here */
    uint32_t n, cap;
};

struct trie {
    struct arena *arena;
    uint64_t *edges; /* 0: free */
    uint32_t edges_size, n_edges;
    struct nodes nodes;
    struct senses senses;
    uint64_t starts[STARTS]; /* of a character that starts words, by a hash, those behind it: a bit each */
    uint64_t
        pairs[PAIRS / 64]; /* which two characters start one, by a hash: most texts are told off by these */
};

/* Quotation marks and dots that writers put into a name or leave out; those of ASCII and 「」『』 besides. */
static const uint32_t skipped[] = {0x201C, 0x201D, 0x2018, 0x2019, 0xB7};

static bool is_rare_skipped(uint32_t c)
{
    for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++)
        if (skipped[i] == c)
            return true;
    return utf8_is_space(c);
}

/* Most of a text is Han, and most of the rest are marks: 。 and 、 from U+3001 on, ， and ： from U+FF01 on. */
static inline bool is_skipped(uint32_t c)
{
    if (c >= 0x3001)
        return c >= 0x300C && (c <= 0x300F || c == 0xFEFF);
    if (c < 0x80)
        return c <= ' ' || c == '"' || c == '\'';
    return is_rare_skipped(c);
}

/* Han needs no folding, and most of a text is Han. */
static inline uint32_t fold(uint32_t c)
{
    if (c >= 0x80 && c < 0xFF01)
        return c;
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* A folded character spread over 32 bits. An ideograph is taken by its bytes, so that a search need not decode it. */
static inline uint32_t spread(uint32_t c)
{
    if (c >= 0x4000 && c < 0xA000)
        c = 0x8080E0u | c >> 12 | (c >> 6 & 0x3F) << 8 | (c & 0x3F) << 16;
    return (c << 8) * SPREAD;
}

/* The same of the ideograph at `p`, where four bytes can be read. */
static inline uint32_t spread_han(const char *p)
{
    uint32_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    return (le32toh(bytes) << 8) * SPREAD;
}

/* Of two spread keys. */
static uint32_t pair_of(uint32_t a, uint32_t b)
{
    return (a ^ (b << 16 | b >> 16)) * SPREAD >> PAIRS_SHIFT;
}

static inline bool has_bit(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}

static void set_bit(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= (uint64_t)1 << i % 64;
}

static uint64_t second_bit(uint32_t key)
{
    return (uint64_t)1 << (key >> SECOND_SHIFT);
}

static uint64_t edge_key(uint32_t node, uint32_t c)
{
    return (uint64_t)node << EDGE_BITS | (c & EDGE_MASK);
}

static uint32_t edge_slot(const struct trie *trie, uint64_t key)
{
    uint32_t slot = (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 32) & (trie->edges_size - 1);
    while (trie->edges[slot] && trie->edges[slot] >> EDGE_BITS != key)
        slot = (slot + 1) & (trie->edges_size - 1);
    return slot;
}

/* The node that `c` leads to, 0 where there is none. */
static uint32_t child_of(const struct trie *trie, uint32_t node, uint32_t c)
{
    return trie->edges[edge_slot(trie, edge_key(node, c))] & EDGE_MASK;
}

static void edges_grow(struct trie *trie)
{
    const uint64_t *old = trie->edges;
    uint32_t n = trie->edges_size;
    trie->edges_size = 2 * n;
    trie->edges = arena_array(trie->arena, trie->edges_size, sizeof *trie->edges);
    for (uint32_t i = 0; i < n; i++)
        if (old[i])
            trie->edges[edge_slot(trie, old[i] >> EDGE_BITS)] = old[i];
}

static uint32_t child_add(struct trie *trie, uint32_t node, uint32_t c)
{
    uint32_t child = child_of(trie, node, c);
    if (child)
        return child;
    if (2 * (trie->n_edges + 1) > trie->edges_size)
        edges_grow(trie);
    child = trie->nodes.n;
    *ARENA_PUSH(trie->arena, &trie->nodes) = 0;
    trie->edges[edge_slot(trie, edge_key(node, c))] = edge_key(node, c) << EDGE_BITS | child;
    trie->n_edges++;
    return child;
}

static void sense_add(struct trie *trie, uint32_t node, struct sense sense)
{
    uint32_t i = trie->nodes.items[node], last = 0;
    for (; i; last = i, i = trie->senses.items[i].next)
        if (trie->senses.items[i].kind == sense.kind && trie->senses.items[i].id == sense.id)
            return;
    uint32_t index = trie->senses.n;
    sense.next = 0;
    *ARENA_PUSH(trie->arena, &trie->senses) = sense;
    *(last ? &trie->senses.items[last].next : &trie->nodes.items[node]) = index;
}

/* What a search asks of a text's next two characters, of which the second may be skipped, or any where the first is a
 * word. */
static void note_start(struct trie *trie, const uint32_t *path, uint32_t chars)
{
    uint32_t first = spread(path[0]), blank = spread(' ');
    uint64_t *start = &trie->starts[first >> STARTS_SHIFT];
    if (chars == 1) {
        *start = UINT64_MAX;
        return;
    }
    *start |= second_bit(spread(path[1])) | second_bit(blank);
    set_bit(trie->pairs, pair_of(first, spread(path[1])));
    set_bit(trie->pairs, pair_of(first, blank));
}

struct trie *trie_new(struct arena *arena, struct arena *growing)
{
    struct trie *trie = arena_alloc(arena, sizeof *trie);
    trie->arena = growing;
    trie->edges_size = TRIE_FIRST_EDGES;
    trie->edges = arena_array(growing, trie->edges_size, sizeof *trie->edges);
    *ARENA_PUSH(growing, &trie->nodes) = 0;                  /* the root */
    *ARENA_PUSH(growing, &trie->senses) = (struct sense){0}; /* index 0 means none */
    return trie;
}

static void *moved(struct arena *arena, const void *items, uint32_t n, size_t size)
{
    return memcpy(arena_array(arena, n, size), items, n * size);
}

void trie_settle(struct trie *trie, struct arena *arena)
{
    trie->edges = moved(arena, trie->edges, trie->edges_size, sizeof *trie->edges);
    trie->nodes.items = moved(arena, trie->nodes.items, trie->nodes.n, sizeof *trie->nodes.items);
    trie->senses.items = moved(arena, trie->senses.items, trie->senses.n, sizeof *trie->senses.items);
    trie->nodes.cap = trie->nodes.n;
    trie->senses.cap = trie->senses.n;
    trie->arena = arena;
}

bool trie_add(struct trie *trie, struct slice word, struct sense sense)
{
    uint32_t path[TRIE_WORD_CHARS], chars = 0;
    for (size_t at = 0; at < word.len;) {
        uint32_t c = char_next(word, &at);
        if (is_skipped(c))
            continue;
        if (chars == TRIE_WORD_CHARS)
            return false;
        path[chars++] = fold(c);
    }
    if (chars == 0 || trie->nodes.n + chars > TRIE_NODES_MAX)
        return false;
    uint32_t node = 0;
    for (uint32_t i = 0; i < chars; i++)
        node = child_add(trie, node, path[i]);
    sense_add(trie, node, sense);
    note_start(trie, path, chars);
    return true;
}

/* The next character that is not skipped, folded. False at the end, and at a wide gap: that is a table's alignment, not a
 * wrapped word. */
static inline bool next_folded(struct slice text, size_t *at, uint32_t *ret)
{
    for (uint32_t gap = 0; gap <= SKIPPED_MAX && *at < text.len; gap++) {
        bool han = chars_is_han((unsigned char)text.at[*at]);
        uint32_t c = char_next(text, at);
        if (!han && is_skipped(c))
            continue;
        *ret = han ? c : fold(c);
        return true;
    }
    return false;
}

/* Moves the walk over one character; false where no word goes on with it. */
static bool step(const struct trie *trie, struct trie_walk *walk)
{
    size_t at = walk->at;
    uint32_t c, child;
    if (!next_folded(walk->text, &at, &c) || !(child = child_of(trie, walk->node, c)))
        return false;
    walk->node = child;
    walk->at = at;
    return ++walk->chars <= TRIE_WORD_CHARS;
}

/* The character at `*at`, spread; what is skipped, and the end, as a blank. */
static uint32_t rare_key_at(struct slice text, size_t *at)
{
    if (*at + 3 == text.len && chars_is_han((unsigned char)text.at[*at])) {
        *at += 3;
        return (chars_han(text, *at - 3) << 8) * SPREAD;
    }
    uint32_t c = *at < text.len ? char_next(text, at) : ' ';
    return spread(is_skipped(c) ? ' ' : fold(c));
}

static inline uint32_t key_at(struct slice text, size_t *at)
{
    if (*at + 3 < text.len && chars_is_han((unsigned char)text.at[*at])) {
        *at += 3;
        return spread_han(text.at + *at - 3);
    }
    size_t rare = *at; /* so that the caller's own stays in a register */
    uint32_t key = rare_key_at(text, &rare);
    *at = rare;
    return key;
}

/* Whether a word may start with these two characters. What is skipped starts none. */
static inline bool is_start(const struct trie *trie, uint32_t first, uint32_t second)
{
    uint64_t start = trie->starts[first >> STARTS_SHIFT];
    return start >> (second >> SECOND_SHIFT) & 1 &&
           (start == UINT64_MAX || has_bit(trie->pairs, pair_of(first, second))) && first != spread(' ');
}

void trie_filter_add(struct trie_filter *filter, struct slice word)
{
    uint32_t c = 0xFF;
    for (size_t at = 0; at < word.len && is_skipped(c = char_next(word, &at));)
        ;
    set_bit(filter->bits, spread(fold(c)) >> FILTER_SHIFT);
}

bool trie_begin(const struct trie *trie, const struct trie_filter *filter, struct slice text,
                struct trie_walk *ret)
{
    *ret = (struct trie_walk){text, 0, 0, 0};
    size_t next = 0;
    uint32_t first = key_at(text, &next);
    return has_bit(filter->bits, first >> FILTER_SHIFT) && is_start(trie, first, key_at(text, &next));
}

/* The place from `at` on where a word may start; text.len where there is none. `ret_next` is behind its first character. */
static size_t find_any(const struct trie *trie, struct slice text, size_t at, size_t *ret_next)
{
    size_t next = at, after;
    for (uint32_t first = at < text.len ? key_at(text, &next) : 0, second; at < text.len; first = second) {
        after = next;
        second = key_at(text, &after);
        if (is_start(trie, first, second))
            break;
        at = next;
        next = after;
    }
    *ret_next = next;
    return at;
}

static size_t find_filtered(const struct trie *trie, const struct trie_filter *filter, struct slice text,
                            size_t at, size_t *ret_next)
{
    size_t next = at;
    for (; at < text.len; at = next) {
        uint32_t first = key_at(text, &next);
        size_t after = next;
        if (has_bit(filter->bits, first >> FILTER_SHIFT) && is_start(trie, first, key_at(text, &after)))
            break;
    }
    *ret_next = next;
    return at;
}

/* This is where a document's time goes: every look for a word passes here over nearly all of it. */
bool trie_find(const struct trie *trie, const struct trie_filter *filter, struct slice text, size_t from,
               struct trie_walk *ret, size_t *ret_next)
{
    size_t next;
    size_t at = filter ? find_filtered(trie, filter, text, from, &next) : find_any(trie, text, from, &next);
    if (at >= text.len)
        return false;
    *ret = (struct trie_walk){text, at, 0, 0};
    *ret_next = next;
    return true;
}

const struct sense *trie_next(const struct trie *trie, struct trie_walk *walk)
{
    while (step(trie, walk))
        if (trie->nodes.items[walk->node])
            return &trie->senses.items[trie->nodes.items[walk->node]];
    return NULL;
}

const struct sense *trie_sense(const struct trie *trie, uint32_t index)
{
    must(index < trie->senses.n);
    return index ? &trie->senses.items[index] : NULL;
}

/* From byte `at` on, over what is skipped. */
static size_t skip(struct slice text, size_t at)
{
    for (size_t next = at; at < text.len; at = next)
        if (!is_skipped(char_next(text, &next)))
            break;
    return at;
}

const struct sense *trie_whole(const struct trie *trie, struct slice text)
{
    size_t from = skip(text, 0), at = from;
    uint32_t first = key_at(text, &at);
    if (from == text.len || !is_start(trie, first, key_at(text, &at)))
        return NULL;
    struct trie_walk walk = {text, from, 0, 0};
    const struct sense *found = NULL;
    for (const struct sense *s; (s = trie_next(trie, &walk));)
        found = skip(text, walk.at) == text.len ? s : NULL;
    return found;
}

bool trie_replace(struct trie *trie, struct slice word, struct sense sense)
{
    const struct sense *first = trie_whole(trie, word);
    for (uint32_t i = first ? (uint32_t)(first - trie->senses.items) : 0; i; i = trie->senses.items[i].next) {
        struct sense *s = &trie->senses.items[i];
        if (s->kind != sense.kind)
            continue;
        s->id = sense.id;
        s->origin = sense.origin;
        return true;
    }
    return false;
}
