/* What loading (lexicon_read.c) and asking (lexicon.c) share: the lexicon itself. */
#pragma once

#include "lexicon.h"
#include "lexicon_pairs.h"
#include "lexicon_trie.h"

#define LEXICON_CLASSES 128 /* classes of words; a reader keeps one place for each */

enum { SENSE_MEASURE = HIT_MEASURE, SENSE_VERSION = HIT_VERSION, SENSE_WORD = HIT_WORD };

struct measures {
    struct measure **items;
    uint32_t n, cap;
};

struct names {
    struct slice *items;
    uint32_t n, cap;
};

struct lexicon {
    struct arena *arena;
    struct trie *trie;
    struct lexicon_pairs *pairs;
    struct measures measures;
    struct names classes;
};

struct lexicon_version {
    const char *name, *zh;
};

extern const struct lexicon_version lexicon_versions[VERSION_COUNT];

/* The sense of this kind among those of a word, or NULL. */
const struct sense *lexicon_sense(const struct lexicon *lexicon, const struct sense *first, uint32_t kind);
