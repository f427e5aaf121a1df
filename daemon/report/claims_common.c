/* Shares of one total that nothing names: `资金4000万元。学科建设1440万元，占36%；平台建设1080万元，占27%；…`. The amount before
 * them under which nearly all hold is the one that is meant; one that does not hold under it is then wrong. */
#include "claims_index.h"

#include <string.h>

/* Shares of one paragraph; those after are not looked at. */
#define SHARES_MAX 24
/* Fewer than these that hold prove no base. */
#define PROOF 2
/* Facts before the first share among which the base is. */
#define REACH 40
/* Of so many that hold one may be wrong. */
#define HOLDING_FOR_ONE 2

struct common {
    struct report *report;
    uint32_t rates[SHARES_MAX]; /* each right behind its part */
    uint32_t n;
};

static bool in_prose(const struct fact *f)
{
    return f->sentence != UINT32_MAX && !f->cell && f->quantity->kind == QUANTITY_VALUE;
}

/* 占 and nothing else before the figure: a share of whatever the paragraph is about. */
static bool is_unnamed(const struct report *report, uint32_t rate)
{
    struct slice words = slice_trim(claims_words_before(report, rate));
    size_t from, to;
    ptrdiff_t comma = slice_rfind(words, S("，"));
    struct slice own =
        comma >= 0 ? slice_trim(slice_sub(words, (size_t)comma + strlen("，"), words.len)) : words;
    return lexicon_find_word(report->lexicon, "share", own, &from, &to) && from == 0 && to == own.len;
}

static bool is_share(const struct report *report, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate), *part = r - 1;
    return rate > 0 && r->version == VERSION_SHARE && in_prose(r) && in_prose(part) &&
           claims_dimension(r) == DIMENSION_PERCENT && part->sentence == r->sentence && claims_amount(part) &&
           is_unnamed(report, rate);
}

static struct draft draft_of(const struct common *c, uint32_t rate, uint32_t base)
{
    struct draft d = claims_draft(c->report, CLAIM_RATIO, BASIS_WORDS, claims_fact(c->report, rate)->quote);
    claims_member(&d, ROLE_RATE, 1, rate);
    claims_member(&d, ROLE_PART, 1, rate - 1);
    claims_member(&d, ROLE_BASE, 1, base);
    return d;
}

static uint32_t count_holding(const struct common *c, uint32_t base)
{
    uint32_t holding = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        struct draft d = draft_of(c, c->rates[i], base);
        holding += claims_holds(&d);
    }
    return holding;
}

/* The amount under which most hold, the nearest of equals. */
static uint32_t base_of(const struct common *c, uint32_t *ret_holding)
{
    const struct report *report = c->report;
    uint32_t first = c->rates[0] - 1, best = FACT_NONE;
    const struct fact *part = claims_fact(report, first);
    *ret_holding = 0;
    for (uint32_t i = first, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *b = claims_fact(report, i);
        if (!in_prose(b) || !claims_amount(b) || !claims_addable(b, part) || b->year != part->year ||
            decimal_sign(b->quantity->value) <= 0)
            continue;
        uint32_t holding = count_holding(c, i);
        if (holding > *ret_holding) {
            *ret_holding = holding;
            best = i;
        }
    }
    return best;
}

static void settle(const struct common *c)
{
    uint32_t holding = 0, base = c->n > PROOF ? base_of(c, &holding) : FACT_NONE;
    if (base == FACT_NONE || holding < PROOF || c->n - holding > holding / HOLDING_FOR_ONE)
        return;
    for (uint32_t i = 0; i < c->n; i++) {
        struct draft d = draft_of(c, c->rates[i], base);
        if (!claims_fact(c->report, c->rates[i])->claimed && claims_try(&d) != VERDICT_UNKNOWN)
            claims_file(&d);
    }
}

/* Whether the share goes on with those before. */
static bool goes_on(const struct common *c, uint32_t rate)
{
    const struct fact *first = claims_fact(c->report, c->rates[0] - 1),
                      *part = claims_fact(c->report, rate - 1);
    return c->n < SHARES_MAX && part->block == first->block && claims_addable(part, first) &&
           part->year == first->year;
}

void claims_common_read(struct report *report, const struct fact_index *index)
{
    struct common c = {.report = report};
    (void)index;
    for (uint32_t f = 1; f < report->facts.n; f++) {
        if (!is_share(report, f))
            continue;
        if (c.n && !goes_on(&c, f)) {
            settle(&c);
            c.n = 0;
        }
        c.rates[c.n++] = f;
    }
    if (c.n)
        settle(&c);
}
