/* What is left of one amount when another is taken away: `到位N，支出N，结余N`, `应到位N，实际到位N，尚有N未到位`,
 * `预算N，实际采购N，节约资金N`. The words say that it is left; of what, the two amounts before them. That a pair holds is proof
 * that it was meant; where none does, the two nearest are a violation only as a telling slip. */
#include "claims_index.h"

/* Facts before what is left among which the two amounts are looked for. */
#define REACH 8
/* Facts in the paragraphs before among which only the whole is. */
#define FAR_REACH  24
#define WHOLES_MAX 4
/* Bytes after it in which its word may stand: 万元未到位. */
#define AFTER_BYTES 18
/* Units of the last place that one of the two must have for a slip to tell. */
#define TELLING_UNITS 1000
#define ROUND_UNITS   100

struct left {
    struct report *report;
    const uint32_t *totals;
    uint32_t fact;
    uint32_t before[REACH]; /* amounts, the nearest first */
    uint32_t n;
};

static struct slice text_of(const struct report *report, const struct fact *f)
{
    return report->sentences.items[f->sentence].text.s;
}

static bool says_left(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact), *last = fact ? claims_fact(report, fact - 1) : NULL;
    struct slice text = text_of(report, f);
    bool one = last && last->sentence == f->sentence && last->quantity->to <= f->quantity->from;
    struct slice before = slice_sub(text, one ? last->quantity->to : 0, f->quantity->from);
    struct slice after = slice_sub(text, f->quantity->to, f->quantity->to + AFTER_BYTES);
    ptrdiff_t comma = slice_rfind(before, S("，"));
    size_t from, to;
    before = comma >= 0 ? slice_sub(before, (size_t)comma, before.len) : before;
    if (lexicon_find_word(report->lexicon, "left-rolled", before, &from, &to))
        return false;
    return lexicon_find_word(report->lexicon, "left-over", before, &from, &to) ||
           (lexicon_find_word(report->lexicon, "left-after", after, &from, &to) && from == 0);
}

static bool is_left(const struct report *report, const uint32_t *totals, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    return f->sentence != UINT32_MAX && !f->cell && totals[fact] == FACT_NONE && claims_amount(f) &&
           claims_dimension(f) == DIMENSION_MONEY && f->version != VERSION_CARRIED_IN &&
           says_left(report, fact);
}

static void collect(struct left *l)
{
    const struct fact *f = claims_fact(l->report, l->fact);
    for (uint32_t i = l->fact, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *b = claims_fact(l->report, i);
        if (b->block != f->block || b->sentence == UINT32_MAX || b->cell || b->sentence + 1 < f->sentence)
            break;
        if (claims_amount(b) && claims_addable(b, f) && b->year == f->year && !says_left(l->report, i))
            l->before[l->n++] = i;
    }
}

static struct draft draft_of(const struct left *l, uint32_t whole, uint32_t gone)
{
    struct draft d =
        claims_draft(l->report, CLAIM_IDENTITY, BASIS_WORDS, claims_fact(l->report, l->fact)->quote);
    claims_member(&d, ROLE_TOTAL, 1, l->fact);
    claims_member(&d, ROLE_PART, 1, whole);
    claims_member(&d, ROLE_PART, -1, gone);
    return d;
}

/* Digits that are more than noughts at the end: a round remainder is a slip away from many. */
static bool is_round(const struct left *l)
{
    decimal_units units = claims_fact(l->report, l->fact)->quantity->value.units;
    while (units != 0 && units % 10 == 0)
        units /= 10;
    return units < ROUND_UNITS;
}

static bool tells(const struct left *l, uint32_t fact)
{
    return claims_fact(l->report, fact)->quantity->value.units >= TELLING_UNITS;
}

/* Of a list its total is what is gone, not its last part. */
static uint32_t gone_of(const struct left *l)
{
    uint32_t gone = l->before[0];
    while (l->totals[gone] < gone)
        gone = l->totals[gone];
    return gone;
}

static bool is_far_whole(const struct left *l, uint32_t fact, const struct fact *gone)
{
    const struct fact *f = claims_fact(l->report, l->fact), *b = claims_fact(l->report, fact);
    return b->sentence != UINT32_MAX && !b->cell && claims_amount(b) && claims_addable(b, f) &&
           b->year == f->year && b->version != VERSION_SUPPLEMENT && b->version != VERSION_CUT &&
           decimal_cmp(quantity_base(b->quantity), quantity_base(gone->quantity)) > 0;
}

/* The whole of the one is that of the other, told coarser: 1.86亿元 and 18600万元. */
static bool told_coarser(const struct left *l, const struct draft *loose, const struct draft *off)
{
    struct interval coarse;
    const struct fact *a = claims_fact(l->report, loose->claim.members[1].fact);
    const struct fact *b = claims_fact(l->report, off->claim.members[1].fact);
    return quantity_interval(a->quantity, &coarse) && interval_holds(coarse, quantity_base(b->quantity));
}

/* `下达N，其中…。` in one paragraph, `支付N，未支付资金N` in the next: of the nearest amounts above what is gone one that makes it hold;
 * else the first that a slip would. */
static bool settle_far(const struct left *l, uint32_t gone)
{
    struct draft off = {0}, loose = {0};
    uint32_t tried = 0;
    for (uint32_t i = gone, back = 0; i-- > 0 && back < FAR_REACH && tried < WHOLES_MAX; back++) {
        if (!is_far_whole(l, i, claims_fact(l->report, gone)))
            continue;
        tried++;
        struct draft d = draft_of(l, i, gone);
        bool holds = claims_holds(&d);
        if (holds && d.claim.strict != VERDICT_VIOLATED) {
            claims_file(&d);
            return true;
        }
        if (holds && !loose.claim.n)
            loose = d;
        if (!off.claim.n && tells(l, i) && tells(l, gone) && d.claim.lenient == VERDICT_VIOLATED &&
            claims_mendable(l->report, &d.claim))
            off = d;
    }
    struct draft *best = loose.claim.n && !(off.claim.n && told_coarser(l, &loose, &off)) ? &loose : &off;
    if (best->claim.n)
        claims_file(best);
    return best->claim.n > 0;
}

/* `年末结转和结余182.25万元` at the head of a paragraph: what was spent in all, told before. */
static uint32_t spent_before(const struct left *l)
{
    const struct fact *f = claims_fact(l->report, l->fact);
    for (uint32_t i = l->fact, back = 0; i-- > 0 && back < FAR_REACH && f->version == VERSION_BALANCE;
         back++) {
        const struct fact *b = claims_fact(l->report, i);
        if (b->sentence != UINT32_MAX && !b->cell && claims_amount(b) && claims_addable(b, f) &&
            b->year == f->year && b->version == VERSION_ACTUAL && b->measure &&
            lexicon_is(l->report->lexicon, "whole-spending", b->measure->name))
            return i;
    }
    return FACT_NONE;
}

static bool says(const struct left *l, const char *class, uint32_t fact)
{
    size_t from, to;
    return lexicon_find_word(l->report->lexicon, class, slice_trim(claims_clause_before(l->report, fact)),
                             &from, &to);
}

/* Nothing but a rate between what is gone and what is left. */
static bool is_next(const struct left *l)
{
    uint32_t gone = l->before[0];
    return gone + 1 == l->fact ||
           (gone + 2 == l->fact && claims_dimension(claims_fact(l->report, gone + 1)) == DIMENSION_PERCENT);
}

/* 应筹2500万元，实际到位2000万元，缺口500万元; 下达1480万元，实际支付1406万元，支付率95%，剩余74万元: the three side by side, so that
 * however round they are it is meant. */
static bool is_gap(const struct left *l)
{
    if (l->n < 2 || l->before[1] + 1 != l->before[0] || !is_next(l) ||
        claims_fact(l->report, l->before[1])->sentence != claims_fact(l->report, l->fact)->sentence)
        return false;
    const struct fact *whole = claims_fact(l->report, l->before[1]),
                      *gone = claims_fact(l->report, l->before[0]);
    struct slice between = slice_sub(text_of(l->report, whole), whole->quantity->to,
                                     claims_fact(l->report, l->fact)->quantity->from);
    if (slice_find(between, S("、"), 0) >= 0 || slice_find(between, S("；"), 0) >= 0 ||
        decimal_cmp(quantity_base(whole->quantity), quantity_base(gone->quantity)) <= 0)
        return false; /* one of a list of many things */
    return (says(l, "gap-due", l->before[1]) && says(l, "gap-done", l->before[0])) ||
           (says(l, "gap-granted", l->before[1]) && says(l, "gap-spent", l->before[0]));
}

/* The two nearest, the earlier one being the whole. */
static void settle_off(const struct left *l)
{
    if (is_gap(l)) {
        struct draft gap = draft_of(l, l->before[1], l->before[0]);
        claims_file(&gap);
        return;
    }
    uint32_t gone = l->n ? gone_of(l) : spent_before(l);
    if (gone == FACT_NONE || is_round(l) || settle_far(l, gone))
        return;
    if (l->n < 2 || (!tells(l, l->before[0]) && !tells(l, l->before[1])))
        return;
    struct draft d = draft_of(l, l->before[1], l->before[0]);
    if (claims_try(&d) == VERDICT_VIOLATED && claims_mendable(l->report, &d.claim))
        claims_file(&d);
}

static void settle(const struct left *l)
{
    for (uint32_t gone = 0; gone < l->n; gone++)
        for (uint32_t whole = gone + 1; whole < l->n; whole++) {
            struct draft d = draft_of(l, l->before[whole], l->before[gone]);
            if (claims_holds(&d)) {
                claims_file(&d);
                return;
            }
        }
    settle_off(l);
}

void claims_left_read(struct report *report, const struct fact_index *index)
{
    const uint32_t *totals = claims_totals(report);
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        struct left l = {.report = report, .totals = totals, .fact = f};
        if (!is_left(report, totals, f))
            continue;
        collect(&l);
        settle(&l);
    }
}
