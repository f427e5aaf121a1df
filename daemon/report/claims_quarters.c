/* What the parts of a year make: `一季度486万元，二季度1032万元，三季度1154万元，四季度1254万元，全年3927万元`, `上半年134万元，下半年143万元，全年277万元`,
 * `一至四季度分别完成1.12亿元、1.86亿元、2.05亿元、1.79亿元`. The names leave no part out; the whole stands right behind them, or before
 * them in their paragraph. It is a violation only where one slip explains it. */
#include "claims_index.h"

#define QUARTERS 4
/* Facts before the parts among which the whole is. */
#define REACH 6
/* Bytes before the first of four in which 一至四季度 may stand. */
#define OPENING_BYTES 60

static const char *const CLASSES[] = {"quarter-1", "quarter-2", "quarter-3", "quarter-4"};
static const char *const HALVES[] = {"half-1", "half-2"};

struct parts {
    struct report *report;
    uint32_t first, n;
};

static const struct fact *fact_of(const struct parts *p, uint32_t fact)
{
    return claims_fact(p->report, fact);
}

/* Scores of parts make no score of the whole. */
static bool is_amount(const struct fact *f)
{
    return f->sentence != UINT32_MAX && !f->cell && claims_amount(f) && f->quantity->unit &&
           claims_dimension(f) != DIMENSION_SCORE;
}

static bool has(const struct parts *p, const char *class, struct slice words)
{
    size_t from, to;
    return lexicon_find_word(p->report->lexicon, class, words, &from, &to);
}

/* Amounts of one unit in one sentence. */
static bool are_alike(const struct parts *p)
{
    const struct fact *first = fact_of(p, p->first);
    if (p->first + p->n > p->report->facts.n)
        return false;
    for (uint32_t i = p->first; i < p->first + p->n; i++)
        if (!is_amount(fact_of(p, i)) || fact_of(p, i)->sentence != first->sentence ||
            !claims_addable(fact_of(p, i), first))
            return false;
    return true;
}

/* Neither an average nor what there was by then. */
static bool adds(const struct parts *p, uint32_t fact)
{
    return slice_find(claims_words_before(p->report, fact), S("均"), 0) < 0 &&
           slice_find(claims_words_before(p->report, fact), S("累计"), 0) < 0;
}

static bool are_named(const struct parts *p, const char *const classes[])
{
    for (uint32_t i = 0; i < p->n; i++)
        if (!has(p, classes[i], claims_words_before(p->report, p->first + i)) || !adds(p, p->first + i))
            return false;
    return true;
}

/* 一至四季度分别完成a、b、c、d. */
static bool are_in_turn(const struct parts *p)
{
    struct slice words = claims_words_before(p->report, p->first);
    size_t start = words.len > OPENING_BYTES ? words.len - OPENING_BYTES : 0;
    words = slice_sub(words, start, words.len);
    if (!has(p, "quarters", words) || slice_find(words, S("分别"), 0) < 0)
        return false;
    for (uint32_t i = 1; i < p->n; i++) {
        struct slice between = slice_trim(claims_words_before(p->report, p->first + i));
        if (!slice_eq(between, S("、")) && !slice_eq(between, S("和")))
            return false;
    }
    return true;
}

static bool is_whole(const struct parts *p, uint32_t whole)
{
    const struct fact *w = fact_of(p, whole), *first = fact_of(p, p->first);
    return is_amount(w) && slice_find(claims_words_before(p->report, whole), S("均"), 0) < 0 &&
           w->block == first->block && claims_addable(w, first) && w->year == first->year &&
           decimal_cmp(quantity_base(w->quantity), quantity_base(first->quantity)) > 0;
}

/* 全年120座, but not 改造120座（一季度…），完成年度任务100座. */
static bool is_told(const struct parts *p, uint32_t whole)
{
    struct slice words = claims_words_before(p->report, whole),
                 part = claims_words_before(p->report, p->first);
    bool due = has(p, "beside-due", words) && !has(p, "beside-due", part);
    return has(p, "year-whole", words) && !due;
}

static struct draft draft_of(const struct parts *p, uint32_t whole)
{
    struct draft d = claims_draft(p->report, CLAIM_SUM, BASIS_WORDS, fact_of(p, whole)->quote);
    claims_member(&d, ROLE_TOTAL, 1, whole);
    for (uint32_t i = 0; i < p->n; i++)
        claims_member(&d, ROLE_PART, 1, p->first + i);
    return d;
}

static bool is_slip(const struct parts *p, struct draft *d)
{
    return claims_try(d) == VERDICT_VIOLATED && claims_near_miss(&d->claim) &&
           claims_small_slip(p->report, &d->claim);
}

/* The whole right behind the parts, else the nearest before them that holds or that a slip explains. */
static void settle(const struct parts *p)
{
    uint32_t behind = p->first + p->n;
    struct draft off = {0};
    if (behind < p->report->facts.n && is_whole(p, behind) && is_told(p, behind)) {
        struct draft d = draft_of(p, behind);
        if (claims_try(&d) != VERDICT_UNKNOWN)
            claims_file(&d);
        return;
    }
    for (uint32_t i = p->first, back = 0; i-- > 0 && back < REACH; back++) {
        if (!is_whole(p, i))
            continue;
        struct draft d = draft_of(p, i);
        if (claims_holds(&d)) {
            claims_file(&d);
            return;
        }
        if (!off.claim.n && is_slip(p, &d))
            off = d;
    }
    if (off.claim.n)
        claims_file(&off);
}

void claims_quarters_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        struct parts four = {report, f, QUARTERS}, two = {report, f, 2};
        if (!is_amount(claims_fact(report, f)))
            continue;
        if (are_alike(&four) && (are_named(&four, CLASSES) || are_in_turn(&four)))
            settle(&four);
        else if (are_alike(&two) && are_named(&two, HALVES))
            settle(&two);
    }
}
