/* Claims: what the report asserts about its own figures, each with its members, the words that assert it, the
 * figure that follows from the others, and a verdict. Only what the words or the form assert is a claim;
 * figures that stand near each other are none.
 *
 *   exhaustive  the parts are all there are (包括, 分别为, 合计, a total row): the total is their sum
 *   at most     其中, 主要是: the parts may not exceed the total
 *   strict      a member printed coarser than its siblings is taken as exact; lenient: each by its own digits
 *
 * Verdicts follow XBRL Calculations 1.1 (interval.h). Used by the worker. */
#pragma once

#include "facts.h"
#include "hypothesis.h"

/* X(name, text in Lua and JSON) */
#define CLAIM_KINDS(X)                                                                                       \
    X(SUM, "sum")               /* total = Σ sign · part, or ≥ where not exhaustive */                   \
    X(RATIO, "ratio")           /* rate = part / base: shares, execution and completion rates */             \
    X(EACH, "each")             /* rate · base = part: so much a head, an acre, a household */              \
    X(SHARES, "shares")         /* shares of an exhaustive list make 100 % */                                \
    X(DIFFERENCE, "difference") /* change = later − earlier */                                             \
    X(GROWTH, "growth")         /* rate = (later − earlier) / earlier */                                   \
    X(DIRECTION, "direction")   /* later is more than earlier, less, or as much, in words alone */           \
    X(SAME, "same")             /* one fact stated twice */                                                  \
    X(CAP, "cap")               /* score ≤ weight */                                                       \
    X(WEIGHTS, "weights")       /* a group's or the form's weights add up to the stated weight */            \
    X(SCORES, "scores")         /* scores add up to the stated total */                                      \
    X(EXECUTION, "execution")   /* spending against a budget: rate, and whether it is above 100 % */         \
    X(COUNT, "count")           /* a stated number of listed things */                                       \
    X(IDENTITY,                                                                                              \
      "identity") /* initial + supplements − cuts + carried in = adjusted; income − spending = balance */

enum claim_kind {
#define X(name, text) CLAIM_##name,
    CLAIM_KINDS(X)
#undef X
        CLAIM_KIND_COUNT
};

/* X(name, text) */
#define ROLES(X)                                                                                             \
    X(TOTAL, "total")                                                                                        \
    X(PART, "part")                                                                                          \
    X(RATE, "rate")                                                                                          \
    X(BASE, "base")                                                                                          \
    X(ACTUAL, "actual")                                                                                      \
    X(LATER, "later")                                                                                        \
    X(EARLIER, "earlier")                                                                                    \
    X(CHANGE, "change")                                                                                      \
    X(FIRST, "first")                                                                                        \
    X(SECOND, "second")                                                                                      \
    X(SCORE, "score")                                                                                        \
    X(WEIGHT, "weight")                                                                                      \
    X(COUNT, "count")                                                                                        \
    X(ITEM, "item")

enum role {
#define X(name, text) ROLE_##name,
    ROLES(X)
#undef X
        ROLE_COUNT_
};

enum verdict {
    VERDICT_EXACT,     /* holds to the last digit */
    VERDICT_ROUNDED,   /* the intervals meet */
    VERDICT_TRUNCATED, /* holds only if digits were cut off */
    VERDICT_VIOLATED,
    VERDICT_UNKNOWN, /* overflow, zero base, mixed dimensions: nothing is said */
};

enum basis {
    BASIS_WORDS,        /* prose says so */
    BASIS_TOTAL_ROW,    /* a table's total row */
    BASIS_TOTAL_COLUMN, /* a table's total column, or its 其中 block */
    BASIS_FORM,         /* what the form's heads mean (分值, 执行率) */
    BASIS_LEXICON,      /* what the domain's words mean: 基本支出 = 人员经费 + 公用经费 */
};

struct member {
    enum role role;
    int sign; /* of a sum's or identity's part +1 or −1; of a change or growth the direction of its words, 0:
                 not said; of a direction's later figure 1 more, -1 less, 0 as much as the earlier one */
    uint32_t fact; /* index into report->facts */
};

struct claim {
    enum claim_kind kind;
    enum basis basis;
    bool exhaustive;
    struct member *members;
    uint32_t n;
    struct span words; /* what asserts it; for a table its total row's label or the head */
    enum verdict strict, lenient;
    /* The stated figure and what it should be, and stated − computed, in the stated figure's own unit. Stated
     * are the total (of shares 100), the rate, the change, the second of two statements, the score of a cap. An execution,
     * whose stated rate is a claim of its own, has the rate worked out, in percent, as both, and is never
     * violated. */
    struct decimal stated, computed, difference;
    const struct unit *unit;
    /* What was held against what in the lenient reading, in base units: the stated figure and the computed
     * one; of a rate, rate · base and 100 · part. They do not meet where the claim is violated. */
    struct interval compared[2];
    uint8_t confidence; /* the least of its facts' and their table rows' */
    int32_t blocked_by; /* index of the claim whose conflict or slip explains this one, or −1 */
    const struct hypothesis *hypotheses; /* slips that would explain a violated one, likeliest first */
    uint32_t n_hypotheses;
};

struct claims {
    struct claim *items;
    uint32_t n, cap;
};

const char *claim_kind_text(enum claim_kind kind);
const char *role_text(enum role role);
const char *verdict_text(enum verdict verdict);
const char *basis_text(enum basis basis);

/* Fills report->claims from its facts, with verdicts. */
void claims_read(struct report *report);
/* Verdict and computed figure of one claim whose members are set (verdict.c). Of a count `computed` must be set: what it
 * counts are words, not facts. */
void claim_judge(struct report *report, struct claim *claim);
/* What a judged claim comes to, for people: 281.05+74.15+257.20=612.40≠612.45. Empty where nothing could be worked out.
 */
struct slice claim_formula(const struct report *report, const struct claim *claim);
