/* Shares and rates that prove each other. `资金4000万元。学科建设1440万元，占36%；平台建设1080万元，占27%；…`: the amount before
 * them under which nearly all hold is the one that is meant. `中央资金支出97.5万元，执行率99%；省级资金支出33.5万元，执行率98%；…`: each
 * is of the amount that was called by the same name before. One that does not hold among those that do is wrong. */
#include "claims_index.h"

#include <string.h>

/* Shares of one paragraph; those after are not looked at. */
#define SHARES_MAX 24
/* Fewer than these that hold prove no base. */
#define PROOF 2
/* Facts before the first share among which the base is, and before a rate among which the one of its name is. */
#define REACH       40
#define NAMED_REACH 160
/* Bytes of a name that is told again: three Han characters. */
#define NAME_BYTES_MIN 9
/* Of so many that hold one may be wrong. */
#define HOLDING_FOR_ONE 2

struct common {
    struct report *report;
    uint32_t rates[SHARES_MAX], bases[SHARES_MAX]; /* each rate right behind its part */
    uint32_t n;
};

/* 占, （占 or 、占 and nothing else before the figure: a share of whatever the paragraph is about. */
static bool is_unnamed(const struct report *report, uint32_t rate)
{
    struct slice words = slice_trim(claims_words_before(report, rate));
    size_t from, to;
    ptrdiff_t comma = slice_rfind(words, S("，"));
    struct slice own =
        comma >= 0 ? slice_trim(slice_sub(words, (size_t)comma + strlen("，"), words.len)) : words;
    if (slice_starts(own, S("（")) || slice_starts(own, S("(")) || slice_starts(own, S("、")))
        own = slice_sub(own, own.at[0] == '(' ? 1 : strlen("（"), own.len);
    return lexicon_find_word(report->lexicon, "share", own, &from, &to) && from == 0 && to == own.len;
}

static bool is_behind_part(const struct report *report, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate), *part = r - 1;
    return claims_in_prose(r) && claims_in_prose(part) && claims_dimension(r) == DIMENSION_PERCENT &&
           part->sentence == r->sentence && claims_amount(part);
}

static bool is_share(const struct report *report, uint32_t rate)
{
    return claims_fact(report, rate)->version == VERSION_SHARE && is_behind_part(report, rate) &&
           is_unnamed(report, rate);
}

static struct draft draft_of(const struct common *c, uint32_t i, uint32_t base)
{
    uint32_t rate = c->rates[i];
    struct draft d = claims_draft(c->report, CLAIM_RATIO, BASIS_WORDS, claims_fact(c->report, rate)->quote);
    claims_member(&d, ROLE_RATE, 1, rate);
    claims_member(&d, ROLE_PART, 1, rate - 1);
    claims_member(&d, ROLE_BASE, 1, base);
    return d;
}

/* Files them where nearly all hold under their bases. */
static void file_proved(const struct common *c)
{
    uint32_t holding = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        struct draft d = draft_of(c, i, c->bases[i]);
        holding += claims_holds(&d);
    }
    if (holding < PROOF || c->n - holding > holding / HOLDING_FOR_ONE)
        return;
    for (uint32_t i = 0; i < c->n; i++) {
        struct draft d = draft_of(c, i, c->bases[i]);
        if (!claims_fact(c->report, c->rates[i])->claimed && claims_try(&d) != VERDICT_UNKNOWN)
            claims_file(&d);
    }
}

/* ------------------------------------------------------------------ of one total */

static uint32_t count_holding(const struct common *c, uint32_t base)
{
    uint32_t holding = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        struct draft d = draft_of(c, i, base);
        holding += claims_holds(&d);
    }
    return holding;
}

/* The amount under which most hold, the nearest of equals. */
static uint32_t base_of(const struct common *c)
{
    const struct report *report = c->report;
    uint32_t first = c->rates[0] - 1, best = FACT_NONE, most = 0;
    const struct fact *part = claims_fact(report, first);
    for (uint32_t i = first, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *b = claims_fact(report, i);
        if (!claims_in_prose(b) || !claims_amount(b) || !claims_addable(b, part) || b->year != part->year ||
            decimal_sign(b->quantity->value) <= 0)
            continue;
        uint32_t holding = count_holding(c, i);
        if (holding > most) {
            most = holding;
            best = i;
        }
    }
    return best;
}

static void settle(struct common *c)
{
    uint32_t base = c->n > PROOF ? base_of(c) : FACT_NONE;
    for (uint32_t i = 0; i < c->n; i++)
        c->bases[i] = base;
    if (base != FACT_NONE)
        file_proved(c);
    c->n = 0;
}

/* Whether the share goes on with those before. */
static bool goes_on(const struct common *c, uint32_t rate)
{
    const struct fact *first = claims_fact(c->report, c->rates[0] - 1),
                      *part = claims_fact(c->report, rate - 1);
    return c->n < SHARES_MAX && part->block == first->block && claims_addable(part, first) &&
           part->year == first->year;
}

static void read_shares(struct report *report)
{
    struct common c = {.report = report};
    for (uint32_t f = 1; f < report->facts.n; f++) {
        if (!is_share(report, f))
            continue;
        if (c.n && !goes_on(&c, f))
            settle(&c);
        c.rates[c.n++] = f;
    }
    settle(&c);
}

/* ------------------------------------------------------------------ each of its own */

/* What was to be spent on the thing that the part is spent on: the amount before that is called 中央资金, of 中央资金支出. */
static uint32_t own_base(const struct report *report, uint32_t part)
{
    const struct fact *p = claims_fact(report, part);
    if (!slice_ends(p->label, S("支出")))
        return FACT_NONE;
    struct slice name = slice_sub(p->label, 0, p->label.len - strlen("支出"));
    for (uint32_t i = part, back = 0; i-- > 0 && back < NAMED_REACH && name.len >= NAME_BYTES_MIN; back++) {
        const struct fact *b = claims_fact(report, i);
        if (slice_eq(b->label, name) && claims_in_prose(b) && claims_amount(b) && claims_addable(b, p) &&
            b->year == p->year && b->version != VERSION_ACTUAL && decimal_sign(b->quantity->value) > 0)
            return i;
    }
    return FACT_NONE;
}

static void read_executions(struct report *report)
{
    struct common c = {.report = report};
    uint32_t block = UINT32_MAX;
    for (uint32_t f = 1; f < report->facts.n; f++) {
        const struct fact *r = claims_fact(report, f);
        if (r->version != VERSION_RATE || !is_behind_part(report, f))
            continue;
        uint32_t base = own_base(report, f - 1);
        if (base == FACT_NONE)
            continue;
        if (r->block != block || c.n == SHARES_MAX) {
            file_proved(&c);
            c.n = 0;
        }
        block = r->block;
        c.bases[c.n] = base;
        c.rates[c.n++] = f;
    }
    file_proved(&c);
}

/* ------------------------------------------------------------------ of what it is a part of */

/* `1.基本支出1867.52万元，占44.30%`: of the nearest figure before that the domain's words make its whole. */
static uint32_t whole_before(const struct report *report, uint32_t part)
{
    const struct fact *p = claims_fact(report, part);
    for (uint32_t i = part, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *b = claims_fact(report, i);
        if (claims_in_prose(b) && claims_amount(b) && claims_addable(b, p) && b->year == p->year &&
            b->version == p->version && claims_part_of(p->measure, b->measure))
            return i;
    }
    return FACT_NONE;
}

static void read_parts(struct report *report)
{
    for (uint32_t f = 1; f < report->facts.n; f++) {
        if (claims_fact(report, f)->claimed || !is_share(report, f))
            continue;
        struct common c = {.report = report, .rates = {f}};
        c.bases[0] = whole_before(report, f - 1);
        struct draft d = c.bases[0] != FACT_NONE ? draft_of(&c, 0, c.bases[0]) : (struct draft){0};
        if (c.bases[0] == FACT_NONE)
            continue;
        bool off = claims_try(&d) == VERDICT_VIOLATED && claims_mendable(report, &d.claim);
        if (claims_holds(&d) || off)
            claims_file(&d);
    }
}

void claims_common_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    read_shares(report);
    read_executions(report);
    read_parts(report);
}
