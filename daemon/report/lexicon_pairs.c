#include "lexicon_pairs.h"

#include "../base/utf8.h"

struct class
{
    struct slice name;
    struct trie *trie; /* a sense's id is an index into items */
    struct lexicon_pair *items;
    uint32_t n, cap;
};

struct lexicon_pairs {
    struct arena *arena;
    struct class *items;
    uint32_t n, cap;
};

struct lexicon_pairs *lexicon_pairs_new(struct arena *arena)
{
    struct lexicon_pairs *pairs = arena_alloc(arena, sizeof *pairs);
    pairs->arena = arena;
    return pairs;
}

static struct class *find_class(const struct lexicon_pairs *pairs, struct slice name)
{
    for (uint32_t i = 0; i < pairs->n; i++)
        if (slice_eq(pairs->items[i].name, name))
            return &pairs->items[i];
    return NULL;
}

static struct class *class_of(struct lexicon_pairs *pairs, struct slice name)
{
    struct class *class = find_class(pairs, name);
    if (class)
        return class;
    class = ARENA_PUSH(pairs->arena, pairs);
    class->name = arena_copy(pairs->arena, name);
    class->trie = trie_new(pairs->arena);
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

static const char *add_one(struct lexicon_pairs *pairs, struct class *class, struct lexicon_pair pair)
{
    if (!pair.wrong.len || slice_eq(pair.wrong, pair.right))
        return "a wrong word is missing, or the same as the right one";
    if (!trie_add(class->trie, pair.wrong, (struct sense){.id = class->n}))
        return "a word is too long";
    pair.wrong = arena_copy(pairs->arena, pair.wrong);
    *ARENA_PUSH(pairs->arena, class) = pair;
    return NULL;
}

const char *lexicon_pairs_add(struct lexicon_pairs *pairs, struct slice class, struct slice right,
                              struct slice list)
{
    const char *error = NULL;
    struct slice wrong = slice_cut(&list, S("!"));
    struct excuses excuses = read_excuses(pairs->arena, list);
    struct lexicon_pair pair = {
        .right = arena_copy(pairs->arena, right), .excuses = excuses.items, .n_excuses = excuses.n};
    do {
        pair.wrong = slice_trim(slice_cut(&wrong, S(",")));
        error = add_one(pairs, class_of(pairs, class), pair);
    } while (!error && wrong.len);
    return error;
}

/* What the last file says of a word that several have. */
static const struct lexicon_pair *last_of(const struct class *class, const struct sense *sense)
{
    const struct lexicon_pair *last = NULL;
    for (; sense; sense = trie_sense(class->trie, sense->next))
        last = &class->items[sense->id];
    return last;
}

/* The longest wrong word that starts where the walk does and has no blanks inside. */
static const struct lexicon_pair *longest_at(const struct class *class, struct trie_walk *walk,
                                             size_t *ret_to)
{
    const struct lexicon_pair *found = NULL;
    size_t from = walk->at;
    for (const struct sense *s; (s = trie_next(class->trie, walk));)
        if (utf8_count(slice_sub(walk->text, from, walk->at)) == walk->chars) {
            found = last_of(class, s);
            *ret_to = walk->at;
        }
    return found;
}

const struct lexicon_pair *lexicon_pairs_find(const struct lexicon_pairs *pairs, struct slice class,
                                              struct slice text, size_t at, size_t *ret_from, size_t *ret_to)
{
    const struct class *of = find_class(pairs, class);
    struct trie_walk walk;
    for (size_t next; of && trie_find(of->trie, NULL, text, at, &walk, &next); at = next) {
        size_t from = walk.at;
        const struct lexicon_pair *pair = longest_at(of, &walk, ret_to);
        if (pair) {
            *ret_from = from;
            return pair;
        }
    }
    return NULL;
}
