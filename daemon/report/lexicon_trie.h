/* The lexicon's index: a trie over folded characters, its edges in one hash table, so that a text is searched
 * for all words at once in time that depends on the text alone. Folding: full-width ASCII becomes ASCII,
 * letters lower case; blanks and quotation marks are skipped, for `“三公” 经费` is 三公经费. Used by
 * lexicon.c only. */
#pragma once

#include "../base/arena.h"

/* A longer "word" is a sentence; it also bounds the work at each character of a text. */
#define TRIE_WORD_CHARS 40

/* What a word means; a word may mean several things (`得分` a version and a measure). */
struct sense {
    uint32_t kind, id;
    uint32_t origin; /* the number of the file that says so */
    uint32_t next;   /* index of the next sense of the same word, 0: none */
};

struct trie;

struct trie *trie_new(struct arena *arena);
/* False when the word is empty or too long. A sense that the word already has is not added twice. */
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

/* False at once where no word starts at byte `from`; skippable characters start none. `ret_next` is the next
 * character's byte. */
bool trie_start(const struct trie *trie, struct slice text, size_t from, struct trie_walk *ret,
                size_t *ret_next);
/* Goes on to the next end of a word, the shortest first; gives its first sense, or NULL at the end. */
const struct sense *trie_next(const struct trie *trie, struct trie_walk *walk);
const struct sense *trie_sense(const struct trie *trie, uint32_t index);
/* The senses of a word that is the whole text, or NULL. */
const struct sense *trie_whole(const struct trie *trie, struct slice text);
