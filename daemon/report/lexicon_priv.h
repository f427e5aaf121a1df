/* What loading (lexicon_read.c) and asking (lexicon.c) share: the lexicon itself. */
#pragma once

#include "lexicon.h"
#include "lexicon_pairs.h"
#include "lexicon_trie.h"

#define LEXICON_CHAIN_BITS 8
#define LEXICON_CHAINS     (1u << LEXICON_CHAIN_BITS)

enum { SENSE_MEASURE = HIT_MEASURE, SENSE_VERSION = HIT_VERSION, SENSE_WORD = HIT_WORD };

struct measures {
    struct measure **items;
    uint32_t n, cap;
};

/* Classes that only rules ask for are kept apart by the prefix of their names, so that their words do not slow down
 * the reading of every sentence. */
enum lexicon_part {
    LEXICON_MAIN,  /* measures, versions and the classes that the readers of this folder ask for */
    LEXICON_FINDS, /* find-…: looked for wherever they stand (mentions.h) */
    LEXICON_ASKS,  /* ask-…: a rule asks for them in a string */
    LEXICON_PARTS
};

/* A class of words. */
struct word_class {
    struct slice name;
    enum lexicon_part part;
    struct trie_filter starts; /* of its words */
    uint32_t next;             /* 1 + the number of the next class in its chain, 0 at the end */
};

struct word_classes {
    struct word_class *items;
    uint32_t n, cap;
};

struct lexicon {
    struct arena *arena;
    struct trie *tries[LEXICON_PARTS];
    struct lexicon_pairs *pairs;
    struct measures measures;
    struct trie_filter starts[SENSE_WORD]; /* of the measures' words, and of the versions' */
    struct word_classes classes;
    uint32_t class_chains[LEXICON_CHAINS]; /* classes by a hash of their names: 1 + the number of the first */
};

extern const char *const lexicon_versions[VERSION_COUNT]; /* their names */

/* The sense of this kind among those of a word of the main part, or NULL. */
const struct sense *lexicon_sense(const struct lexicon *lexicon, const struct sense *first, uint32_t kind);
/* Where a class' chain begins. */
uint32_t lexicon_chain(struct slice class);
