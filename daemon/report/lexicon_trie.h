/* The lexicon's index: a trie over folded characters, its edges in one hash table, so that a text is searched
 * for all words at once in time that depends on the text alone. Folding: full-width ASCII becomes ASCII,
 * letters lower case; blanks and quotation marks are skipped, for `“三公” 经费` is 三公经费. Used by
 * lexicon.c only. */
#pragma once

#include "../base/arena.h"

/* A longer "word" is a sentence; it also bounds the work at each character of a text. */
#define TRIE_WORD_CHARS 40
/* Characters of all words, beginnings that they share counted once: hundreds of times what a bureau's lexicon has. */
#define TRIE_NODES_MAX (1u << 21)

/* What a word means; a word may mean several things (`得分` a version and a measure). */
struct sense {
    uint32_t kind, id;
    uint32_t origin; /* the number of the file that says so */
    uint32_t next;   /* index of the next sense of the same word, 0: none */
};

struct trie;

/* Its tables are in `growing`, where they leave copies of themselves behind, until it is settled. */
struct trie *trie_new(struct arena *arena, struct arena *growing);
/* All words are in it: moves its tables. */
void trie_settle(struct trie *trie, struct arena *arena);
/* False when the word is empty or too long, or the trie full. A sense that the word already has is not added twice. */
bool trie_add(struct trie *trie, struct slice word, struct sense sense);
/* Gives the word's sense of this kind to another. False where it has none. */
bool trie_replace(struct trie *trie, struct slice word, struct sense sense);

/* A walk along the words that start at one character. */
struct trie_walk {
    struct slice text;
    size_t at;     /* byte after the last character taken */
    uint32_t node; /* 0 at the root */
    uint32_t chars;
};

/* The first characters of some of the words, by a hash: a search for one class passes over all others unread. */
struct trie_filter {
    uint64_t bits[8];
};

void trie_filter_add(struct trie_filter *filter, struct slice word);

/* The next place from byte `from` on where a word may start, of those that pass the filter (NULL: any); false where
 * there is none. `ret_next` is where to search on. */
bool trie_find(const struct trie *trie, const struct trie_filter *filter, struct slice text, size_t from,
               struct trie_walk *ret, size_t *ret_next);
/* The same at the first character of a text alone. */
bool trie_begin(const struct trie *trie, const struct trie_filter *filter, struct slice text,
                struct trie_walk *ret);
/* Goes on to the next end of a word, the shortest first; gives its first sense, or NULL at the end. */
const struct sense *trie_next(const struct trie *trie, struct trie_walk *walk);
const struct sense *trie_sense(const struct trie *trie, uint32_t index);
/* The senses of a word that is the whole text, or NULL. */
const struct sense *trie_whole(const struct trie *trie, struct slice text);
