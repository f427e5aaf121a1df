#include "lexicon_pairs.h"

#include "../base/utf8.h"

struct class
{
    struct slice name;
    struct lexicon_pair *items;
    uint32_t n, cap;
};

struct lexicon_pairs {
    struct arena *arena;
    struct trie
        *trie; /* of all classes; a sense's kind is an index into classes, its id one into the class' items */
    struct class *items;
    uint32_t n, cap;
};

struct lexicon_pairs *lexicon_pairs_new(struct arena *arena, struct arena *growing)
{
    struct lexicon_pairs *pairs = arena_alloc(arena, sizeof *pairs);
    pairs->arena = arena;
    pairs->trie = trie_new(arena, growing);
    return pairs;
}

void lexicon_pairs_settle(struct lexicon_pairs *pairs)
{
    trie_settle(pairs->trie, pairs->arena);
}

/* Its index, or pairs->n. */
static uint32_t find_class(const struct lexicon_pairs *pairs, struct slice name)
{
    uint32_t i = 0;
    while (i < pairs->n && !slice_eq(pairs->items[i].name, name))
        i++;
    return i;
}

static uint32_t class_of(struct lexicon_pairs *pairs, struct slice name)
{
    uint32_t class = find_class(pairs, name);
    if (class == pairs->n)
        ARENA_PUSH(pairs->arena, pairs)->name = arena_copy(pairs->arena, name);
    return class;
}

struct excuses {
    struct slice *items;
    uint32_t n, cap;
};

/* `按装机 按装置` */
static struct excuses read_excuses(struct arena *arena, struct slice list)
{
    struct excuses excuses = {0};
    for (list = slice_trim(list); list.len; list = slice_trim(list))
        *ARENA_PUSH(arena, &excuses) = arena_copy(arena, slice_cut(&list, S(" ")));
    return excuses;
}

/* Whether the same file has it under another right word. */
static bool is_told_twice(const struct lexicon_pairs *pairs, const struct lexicon_pair *pair,
                          struct sense sense)
{
    for (const struct sense *s = trie_whole(pairs->trie, pair->wrong); s;
         s = trie_sense(pairs->trie, s->next))
        if (s->kind == sense.kind && s->origin == sense.origin &&
            !slice_eq(pairs->items[s->kind].items[s->id].right, pair->right))
            return true;
    return false;
}

static const char *add_one(struct lexicon_pairs *pairs, uint32_t class, uint32_t origin,
                           struct lexicon_pair pair)
{
    struct class *of = &pairs->items[class];
    struct sense sense = {.kind = class, .id = of->n, .origin = origin};
    if (!pair.wrong.len || slice_eq(pair.wrong, pair.right))
        return "a wrong word is missing, or the same as the right one";
    if (is_told_twice(pairs, &pair, sense))
        return "a wrong word has two right ones in this file; keep one";
    if (!trie_add(pairs->trie, pair.wrong, sense))
        return "a word is too long";
    pair.wrong = arena_copy(pairs->arena, pair.wrong);
    *ARENA_PUSH(pairs->arena, of) = pair;
    return NULL;
}

const char *lexicon_pairs_add(struct lexicon_pairs *pairs, struct slice class, struct slice right,
                              struct slice list, uint32_t origin)
{
    const char *error = NULL;
    uint32_t of = class_of(pairs, class);
    if (of == LEXICON_PAIR_CLASSES)
        return "more classes of pairs than are looked for";
    struct slice wrong = slice_cut(&list, S("!"));
    struct excuses excuses = read_excuses(pairs->arena, list);
    struct lexicon_pair pair = {
        .right = arena_copy(pairs->arena, right), .excuses = excuses.items, .n_excuses = excuses.n};
    do {
        pair.wrong = slice_trim(slice_cut(&wrong, S(",")));
        error = add_one(pairs, of, origin, pair);
    } while (!error && wrong.len);
    return error;
}

/* Of each class the longest wrong word that starts where the walk does and has no blanks inside; what the last file
 * says of a word that several have. */
static void take_longest(const struct lexicon_pairs *pairs, struct trie_walk *walk,
                         struct lexicon_pair_at found[LEXICON_PAIR_CLASSES])
{
    size_t from = walk->at;
    for (const struct sense *s; (s = trie_next(pairs->trie, walk));) {
        if (utf8_count(slice_sub(walk->text, from, walk->at)) != walk->chars)
            continue;
        for (; s; s = trie_sense(pairs->trie, s->next))
            found[s->kind] = (struct lexicon_pair_at){&pairs->items[s->kind].items[s->id], from, walk->at};
    }
}

bool lexicon_pairs_find(const struct lexicon_pairs *pairs, struct slice class, struct slice text, size_t at,
                        struct lexicon_pair_at *ret)
{
    uint32_t of = find_class(pairs, class);
    struct trie_walk walk;
    while (of < pairs->n && trie_find(pairs->trie, NULL, text, at, &walk, &at)) {
        struct lexicon_pair_at found[LEXICON_PAIR_CLASSES] = {{0}};
        take_longest(pairs, &walk, found);
        if (!found[of].pair)
            continue;
        *ret = found[of];
        return true;
    }
    return false;
}

void lexicon_pairs_all(const struct lexicon_pairs *pairs, struct slice text, lexicon_pair_fn *on_pair,
                       void *context)
{
    size_t ends[LEXICON_PAIR_CLASSES] = {0}; /* of the last word of each class */
    struct trie_walk walk;
    for (size_t at = 0; trie_find(pairs->trie, NULL, text, at, &walk, &at);) {
        struct lexicon_pair_at found[LEXICON_PAIR_CLASSES] = {{0}};
        take_longest(pairs, &walk, found);
        for (uint32_t i = 0; i < pairs->n; i++) {
            if (!found[i].pair || found[i].from < ends[i])
                continue;
            ends[i] = found[i].to;
            on_pair(context, pairs->items[i].name, &found[i]);
        }
    }
}
