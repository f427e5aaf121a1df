/* Words that rules look for wherever they stand: labels of forms, what a template left behind. Found once for a
 * document, in one pass, of the lexicon's classes whose names begin with LEXICON_FIND; nothing is read before
 * a rule asks. Used by the worker. */
#pragma once

#include "document.h"

struct mention {
    uint32_t class; /* lexicon_class */
    uint32_t block;
    const struct cell *cell; /* NULL in prose */
    const struct text *text; /* of the paragraph or cell */
    size_t from, to;         /* the word in it, in bytes */
};

struct mentions {
    struct mention *items; /* in reading order; running heads and notes have none */
    uint32_t n, cap;
    bool read;
};

struct report;

/* Leaves through the arena's way out where there are more than it has room for. */
const struct mentions *mentions_of(const struct report *report);
