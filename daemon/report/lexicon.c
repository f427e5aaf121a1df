#include "lexicon_priv.h"

#include "../base/must.h"

#define CHAIN_SPREAD 0x9E3779B1u

const char *const lexicon_versions[VERSION_COUNT] = {
    [VERSION_UNKNOWN] = "unknown",       [VERSION_INITIAL] = "initial",   [VERSION_ADJUSTED] = "adjusted",
    [VERSION_BUDGET] = "budget",         [VERSION_ACTUAL] = "actual",     [VERSION_CARRIED_IN] = "carried_in",
    [VERSION_SUPPLEMENT] = "supplement", [VERSION_CUT] = "cut",           [VERSION_BALANCE] = "balance",
    [VERSION_TARGET] = "target",         [VERSION_ACHIEVED] = "achieved", [VERSION_WEIGHT] = "weight",
    [VERSION_SCORE] = "score",           [VERSION_RATE] = "rate",         [VERSION_SHARE] = "share",
    [VERSION_CHANGE] = "change",         [VERSION_GROWTH] = "growth",     [VERSION_APPROVED] = "approved",
};

const struct sense *lexicon_sense(const struct lexicon *lexicon, const struct sense *sense, uint32_t kind)
{
    while (sense && sense->kind != kind)
        sense = trie_sense(lexicon->tries[LEXICON_MAIN], sense->next);
    return sense;
}

const char *version_name(enum version version)
{
    must(version < VERSION_COUNT);
    return lexicon_versions[version];
}

const struct measure *lexicon_measure(const struct lexicon *lexicon, struct slice name)
{
    const struct sense *s =
        lexicon_sense(lexicon, trie_whole(lexicon->tries[LEXICON_MAIN], name), SENSE_MEASURE);
    return s ? lexicon->measures.items[s->id] : NULL;
}

uint32_t lexicon_measure_count(const struct lexicon *lexicon)
{
    return lexicon->measures.n;
}

const struct measure *lexicon_measure_at(const struct lexicon *lexicon, uint32_t i)
{
    must(i < lexicon->measures.n);
    return lexicon->measures.items[i];
}

/* Names differ at their ends: the last bytes will do. */
uint32_t lexicon_chain(struct slice class)
{
    uint32_t end = 0;
    if (class.len >= sizeof end)
        memcpy(&end, class.at + class.len - sizeof end, sizeof end);
    return (end ^ (uint32_t) class.len) * CHAIN_SPREAD >> (32 - LEXICON_CHAIN_BITS);
}

uint32_t lexicon_class(const struct lexicon *lexicon, const char *class)
{
    struct slice name = slice_of(class);
    for (uint32_t i = lexicon->class_chains[lexicon_chain(name)]; i; i = lexicon->classes.items[i - 1].next)
        if (slice_eq(lexicon->classes.items[i - 1].name, name))
            return i - 1;
    return UINT32_MAX;
}

static const struct trie *trie_of(const struct lexicon *lexicon, uint32_t class)
{
    must(class < lexicon->classes.n);
    return lexicon->tries[lexicon->classes.items[class].part];
}

bool lexicon_find_pair(const struct lexicon *lexicon, const char *class, struct slice text, size_t at,
                       struct lexicon_pair_at *ret)
{
    return lexicon_pairs_find(lexicon->pairs, slice_of(class), text, at, ret);
}

void lexicon_find_pairs(const struct lexicon *lexicon, struct slice text, lexicon_pair_fn *on_pair,
                        void *context)
{
    lexicon_pairs_all(lexicon->pairs, text, on_pair, context);
}

/* Where senses found so far end: one place for measures, one for versions, one for each class. */
#define ENDS (2 + LEXICON_CLASSES)

static size_t *end_of(const struct hits *hits, uint32_t kind, uint32_t id)
{
    return &hits->ends[kind == SENSE_WORD ? 2 + id : kind];
}

/* A longer word at the same place takes the shorter one's hit over. */
static void note(struct hits *hits, uint32_t first, struct arena *arena, struct hit hit)
{
    for (uint32_t i = first; i < hits->n; i++) {
        struct hit *old = &hits->items[i];
        if (old->kind == hit.kind && (hit.kind != HIT_WORD || old->id == hit.id)) {
            *old = hit;
            return;
        }
    }
    *ARENA_PUSH(arena, hits) = hit;
}

static void scan_at(const struct trie *trie, struct arena *arena, struct trie_walk *walk, struct hits *ret)
{
    size_t from = walk->at;
    uint32_t first = ret->n;
    for (const struct sense *s; (s = trie_next(trie, walk));)
        for (; s; s = trie_sense(trie, s->next))
            if (*end_of(ret, s->kind, s->id) <= from)
                note(ret, first, arena, (struct hit){(enum hit_kind)s->kind, s->id, from, walk->at});
    for (uint32_t i = first; i < ret->n; i++)
        *end_of(ret, ret->items[i].kind, ret->items[i].id) = ret->items[i].to;
}

static void scan(const struct trie *trie, struct arena *arena, struct slice text, struct hits *ret)
{
    struct trie_walk walk;
    if (!ret->ends)
        ret->ends = arena_array(arena, ENDS, sizeof *ret->ends);
    for (uint32_t i = 0; i < ret->n; i++) /* what the text before left there */
        *end_of(ret, ret->items[i].kind, ret->items[i].id) = 0;
    ret->n = 0;
    for (size_t at = 0; trie_find(trie, NULL, text, at, &walk, &at);)
        scan_at(trie, arena, &walk, ret);
}

void lexicon_scan(const struct lexicon *lexicon, struct arena *arena, struct slice text, struct hits *ret)
{
    scan(lexicon->tries[LEXICON_MAIN], arena, text, ret);
}

void lexicon_find(const struct lexicon *lexicon, struct arena *arena, struct slice text, struct hits *ret)
{
    scan(lexicon->tries[LEXICON_FINDS], arena, text, ret);
}

/* The longest word of one kind (and of one class, unless `id` is UINT32_MAX) where the walk starts. */
static const struct sense *longest(const struct trie *trie, struct trie_walk *walk, struct sense like,
                                   size_t *ret_to)
{
    const struct sense *found = NULL;
    for (const struct sense *s; (s = trie_next(trie, walk));)
        for (; s; s = trie_sense(trie, s->next))
            if (s->kind == like.kind && (like.id == UINT32_MAX || s->id == like.id)) {
                found = s;
                *ret_to = walk->at;
            }
    return found;
}

/* The last word of a kind, none starting inside another. */
static const struct sense *find_last(const struct lexicon *lexicon, struct slice text, uint32_t kind,
                                     size_t *ret_from, size_t *ret_to)
{
    const struct sense *found = NULL;
    const struct trie *trie = lexicon->tries[LEXICON_MAIN];
    const struct sense like = {.kind = kind, .id = UINT32_MAX};
    struct trie_walk walk;
    for (size_t at = 0, to; trie_find(trie, &lexicon->starts[kind], text, at, &walk, &at);) {
        size_t from = walk.at;
        const struct sense *s = longest(trie, &walk, like, &to);
        if (!s)
            continue;
        found = s;
        *ret_from = from;
        *ret_to = at = to;
    }
    return found;
}

const struct measure *lexicon_find_measure(const struct lexicon *lexicon, struct slice text, size_t *ret_from,
                                           size_t *ret_to)
{
    const struct sense *s = find_last(lexicon, text, SENSE_MEASURE, ret_from, ret_to);
    return s ? lexicon->measures.items[s->id] : NULL;
}

bool lexicon_is_budget(enum version version)
{
    return version == VERSION_INITIAL || version == VERSION_ADJUSTED || version == VERSION_BUDGET;
}

enum version lexicon_find_version(const struct lexicon *lexicon, struct slice text, size_t *ret_from,
                                  size_t *ret_to)
{
    const struct sense *s = find_last(lexicon, text, SENSE_VERSION, ret_from, ret_to);
    return s ? (enum version)s->id : VERSION_UNKNOWN;
}

bool lexicon_find_word(const struct lexicon *lexicon, const char *class, struct slice text, size_t *ret_from,
                       size_t *ret_to)
{
    const struct sense like = {.kind = SENSE_WORD, .id = lexicon_class(lexicon, class)};
    size_t best = 0;
    if (like.id == UINT32_MAX)
        return false;
    const struct trie *trie = trie_of(lexicon, like.id);
    struct trie_walk walk;
    for (size_t at = 0, to; trie_find(trie, &lexicon->classes.items[like.id].starts, text, at, &walk, &at);) {
        size_t from = walk.at;
        if (!longest(trie, &walk, like, &to) || to - from <= best)
            continue;
        best = to - from;
        *ret_from = from;
        *ret_to = to;
    }
    return best > 0;
}

bool lexicon_begins(const struct lexicon *lexicon, const char *class, struct slice text, size_t *ret_to)
{
    const struct sense like = {.kind = SENSE_WORD, .id = lexicon_class(lexicon, class)};
    struct trie_walk walk;
    return like.id != UINT32_MAX &&
           trie_begin(trie_of(lexicon, like.id), &lexicon->classes.items[like.id].starts, text, &walk) &&
           longest(trie_of(lexicon, like.id), &walk, like, ret_to);
}

bool lexicon_knows(const struct lexicon *lexicon, struct slice text)
{
    return trie_whole(lexicon->tries[LEXICON_MAIN], text) != NULL;
}

bool lexicon_is(const struct lexicon *lexicon, const char *class, struct slice text)
{
    size_t to;
    return lexicon_begins(lexicon, class, text, &to) && to == text.len;
}
