/* What loading (lexicon_read.c) and asking (lexicon.c) share: the lexicon itself. */
#pragma once

#include "lexicon.h"
#include "lexicon_pairs.h"
#include "lexicon_trie.h"

#define LEXICON_CLASSES 192 /* classes of words; a reader keeps one place for each */

enum { SENSE_MEASURE = HIT_MEASURE, SENSE_VERSION = HIT_VERSION, SENSE_WORD = HIT_WORD };

struct measures {
    struct measure **items;
    uint32_t n, cap;
};

struct names {
    struct slice *items;
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

struct lexicon {
    struct arena *arena;
    struct trie *tries[LEXICON_PARTS];
    struct lexicon_pairs *pairs;
    struct measures measures;
    struct names classes;
};

struct lexicon_version {
    const char *name, *zh;
};

extern const struct lexicon_version lexicon_versions[VERSION_COUNT];

/* The sense of this kind among those of a word of the main part, or NULL. */
const struct sense *lexicon_sense(const struct lexicon *lexicon, const struct sense *first, uint32_t kind);
enum lexicon_part lexicon_part(struct slice class);
