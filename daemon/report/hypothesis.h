/* Hypotheses: the slips of the pen that would explain why a claim does not hold, likeliest first. Each is
 * tried: the claim holds when the figure is read as the hypothesis says. Other claims that the same figure
 * takes part in speak for it when they then hold as well, and against it when they no longer do. Only where one
 * is clearly likelier than all others is it worth telling.
 *
 * To add a kind of slip, add it to SLIPS and make its candidates in hypothesis.c. Used by the worker. */
#pragma once

#include "facts.h"

struct claim;

/* X(name, text in Lua and JSON, how likely it is before anything else speaks for or against it) */
#define SLIPS(X)                                                                                             \
    X(DIGIT, "digit", 38)     /* one digit is another */                                                     \
    X(SWAPPED, "swapped", 52) /* two neighbouring digits changed places */                                   \
    X(POINT, "point", 50)     /* the decimal point */                                                        \
    X(UNIT, "unit", 60)       /* 万元 for 亿元 or 元 */                                                 \
    X(SIGN, "sign", 55)       /* 增加 for 减少 */                                                        \
    X(OMITTED, "omitted", 46) /* the total leaves out one of its parts */                                    \
    X(DOUBLED, "doubled", 46) /* the total counts one of its parts twice */                                  \
    X(MISSED, "missed", 46)   /* the parts leave out a figure that stands beside them */                     \
    X(COLUMN, "column", 46)   /* the figure of another column of its row */                                  \
    X(PRIOR, "prior", 48)     /* another year's figure */                                                    \
    X(VERSION, "version", 48) /* budget in the actual's place and the like */                                \
    X(BASE, "base", 50)       /* a rate of another figure than the one named */                              \
    X(MENTION, "mention", 50) /* what the report gives for the same thing elsewhere */                       \
    X(FIGURE, "figure", 15)   /* just another figure: only worth telling when several claims ask for it */

enum slip {
#define X(name, text, likely) SLIP_##name,
    SLIPS(X)
#undef X
        SLIP_COUNT
};

struct hypothesis {
    enum slip slip;
    uint32_t member; /* of the claim: the figure that should read otherwise, or the part that is left out or
                        counted twice; of a missed one the total */
    uint32_t other;  /* the fact that has the value, or that was missed; UINT32_MAX: none */
    struct decimal value; /* what the figure should be, in `unit` */
    const struct unit *unit;
    bool exact; /* the claim then holds to the last digit */
    int score;
    uint32_t mended; /* further violated claims that then hold */
};

/* How many are kept of a claim. */
#define HYPOTHESES_KEPT 6
/* Violated claims that are looked into; a report with more has another kind of trouble, and a reviewer
 * reads no further. */
#define HYPOTHESES_CLAIMS_MAX 100

/* Sets `hypotheses` of the violated claims that nothing else explains, and lets those that one and the same
 * slip breaks be blocked by the first of them. After all claims are read. */
void hypotheses_find(struct report *report);
/* The one that is clearly likeliest, or NULL. */
const struct hypothesis *hypothesis_clear(const struct claim *claim);

const char *slip_text(enum slip slip);
/* `若“82.29万元”为82.29亿元则合计正好相符（单位之差）`; in English the same. */
struct slice hypothesis_text(const struct report *report, const struct claim *claim,
                             const struct hypothesis *hypothesis, bool english);
