/* Flaws of the pen: what a proofreader would mark in a report's words, whatever its figures say. Found here, in one
 * look at each character; which of them are worth a reviewer's time, and how much, is for the rules to say.
 *
 *   doubled     紧紧围绕紧紧围绕        unpaired   a bracket or a quotation mark without its other half
 *   mixed       （…)  two widths        marks      。。  two marks that cannot stand together
 *   skipped     一、二、四、            repeated   一、二、二、三、
 *   unnumbered  a heading without its number between 三、 and 五、
 *   unfinished  a paragraph that breaks off in the middle of a clause, and a heading follows
 *   cut         宏观调  a set phrase without its end ([pairs cut] of the lexicon)
 *   typo        布署  a word that is always another one written wrong ([pairs typo])
 *   residue     增加（减少）12万元  a template's alternatives left standing ([pairs residue])
 *
 * To add a word, start with config/lexicon/typos.ini: no code changes. Used by the worker. */
#pragma once

#include "document.h"

enum flaw_kind {
    FLAW_DOUBLED,
    FLAW_UNPAIRED,
    FLAW_MIXED,
    FLAW_MARKS,
    FLAW_SKIPPED,
    FLAW_REPEATED,
    FLAW_UNNUMBERED,
    FLAW_UNFINISHED,
    FLAW_CUT,
    FLAW_TYPO,
    FLAW_RESIDUE,
    FLAW_COUNT
};

struct flaw {
    enum flaw_kind kind;
    struct text text; /* the flaw itself: the words that stand twice, the mark, the number, the wrong word */
    struct slice right; /* what should stand there, where it is known; else empty */
    struct text around; /* the words about it, for a quote */
    uint32_t block;
    const struct cell *cell; /* NULL in prose */
    bool prose;              /* it stands among sentences, not in a label */
};

struct flaws {
    struct flaw *items; /* those of one kind in reading order */
    uint32_t n, cap;
};

/* Stable, for Lua: "doubled" … */
const char *flaw_kind_text(enum flaw_kind kind);

struct report;

/* Fills report->flaws. Linear in the length of the text. */
void flaws_read(struct report *report);
