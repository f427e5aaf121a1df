/* Prose read wrong: a rate or a change that does not hold as its words were read, but does of other figures that stand
 * right before it. `与上年4876.30万元相比，个数减少2个，资金减少660.50万元，下降13.55%` after this year's figure of a part; `护栏24.5公里，较上年多建
 * 6.8公里，增长38.42%`; `新建3680户、整改1245户，占目标4900户的100.51%`. A figure of three digits and more is seldom met by chance. */
#include "claims_priv.h"

#include "../base/decimal.h"
#include "../base/interval.h"

#define REACH         18  /* facts before one among which the figures are that it may be of */
#define CHANGES       3   /* figures before a rate one of which may be the change */
#define RUN           4   /* most figures side by side that are taken together */
#define GOES_ON_BYTES 6   /* 、 or 和 between two rates */
#define UNITS_MIN     100 /* units of the last place: three digits */

struct other {
    struct report *report;
    const struct claim *claim;
    uint32_t said; /* the rate or the change */
    uint32_t near[REACH + 1], n;
};

static uint32_t member_of(const struct claim *claim, enum role role)
{
    for (uint32_t i = 0; i < claim->n; i++)
        if (claim->members[i].role == role)
            return claim->members[i].fact;
    return FACT_NONE;
}

static bool tells(const struct quantity *q)
{
    return q->value.units >= UNITS_MIN || -q->value.units >= UNITS_MIN;
}

/* 3.2万亩 may be anything from 3.15 to 3.25, and so is met by many a rate of what was done. */
static bool is_coarse(const struct other *o, const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    return o->claim->kind == CLAIM_RATIO && d != DIMENSION_COUNT && d != DIMENSION_PERSON &&
           d != DIMENSION_SCORE && !tells(f->quantity);
}

/* `收入a，支出b。与上年收入c，支出d对比增加e`: what the change is said of besides is not what it is of instead. */
static bool is_told_besides(const struct other *o, uint32_t fact)
{
    for (uint32_t c = 0; c < o->report->claims.n; c++) {
        const struct claim *besides = &o->report->claims.items[c];
        uint32_t own = 0;
        bool alike = besides->kind == o->claim->kind && besides->lenient != VERDICT_VIOLATED;
        for (uint32_t i = 0; i < besides->n && alike; i++)
            own += besides->members[i].fact == fact || besides->members[i].fact == o->said;
        if (own == 2)
            return true;
    }
    return false;
}

static bool is_bracket(struct slice words)
{
    return slice_starts(words, S("（")) || slice_starts(words, S("("));
}

/* Of its paragraph, whatever can be added to a figure that the claim has; but for nought, which may be anything below one
 * and so many rates. */
static void find_near(struct other *o, const struct fact *like)
{
    const struct fact *said = claims_fact(o->report, o->said);
    for (uint32_t i = o->said, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *f = claims_fact(o->report, i);
        if (!claims_in_prose(f) || f->block != said->block)
            break;
        bool tells_little = is_coarse(o, f) || decimal_sign(f->quantity->value) == 0;
        if (claims_addable(f, like) && !tells_little && !is_told_besides(o, i))
            o->near[o->n++] = i;
    }
    /* `较2021年增长3.63%（2021年1376.00万元）`: the figure in brackets right behind it */
    uint32_t after = o->said + 1;
    if (after < o->report->facts.n && claims_fact(o->report, after)->sentence == said->sentence &&
        claims_addable(claims_fact(o->report, after), like) &&
        is_bracket(claims_words_before(o->report, after)))
        o->near[o->n++] = after;
}

static bool holds(const struct other *o, enum role a, uint32_t x, enum role b, uint32_t y)
{
    bool rate = o->claim->kind != CLAIM_DIFFERENCE;
    struct draft d = claims_draft(o->report, o->claim->kind, o->claim->basis, o->claim->words);
    claims_member(&d, rate ? ROLE_RATE : ROLE_CHANGE, 0, o->said);
    claims_member(&d, a, a == ROLE_CHANGE ? claims_fact(o->report, x)->direction : 1, x);
    claims_member(&d, b, 1, y);
    return claims_holds(&d) && d.claim.strict != VERDICT_VIOLATED; /* 58万元 may be anything near it */
}

/* The two that it has already: their order is its words', and another way round is no other reading. */
static bool are_its_own(const struct other *o, uint32_t x, uint32_t y)
{
    uint32_t own = 0;
    for (uint32_t i = 0; i < o->claim->n; i++)
        own += o->claim->members[i].fact == x || o->claim->members[i].fact == y;
    return own == 2;
}

/* Of two of the figures, in either order. */
static bool of_two(const struct other *o, enum role a, enum role b)
{
    for (uint32_t i = 0; i < o->n; i++)
        for (uint32_t j = 0; j < o->n; j++)
            if (i != j && !are_its_own(o, o->near[i], o->near[j]) && holds(o, a, o->near[i], b, o->near[j]))
                return true;
    return false;
}

/* A change whose own rate holds is not another's. */
static bool has_rate(const struct other *o, uint32_t change)
{
    for (uint32_t c = 0; c < o->report->claims.n; c++) {
        const struct claim *claim = &o->report->claims.items[c];
        if (claim->kind == CLAIM_GROWTH && claim->lenient != VERDICT_VIOLATED &&
            member_of(claim, ROLE_CHANGE) == change)
            return true;
    }
    return false;
}

/* A rate of change, and a change a few figures before it: of any figure that it may start from or lead to. */
static bool of_change(const struct other *o)
{
    bool known = member_of(o->claim, ROLE_CHANGE) != FACT_NONE;
    for (uint32_t c = 0; c < o->n && c < CHANGES; c++)
        for (uint32_t i = 0, n = has_rate(o, o->near[c]) ? 0 : o->n; i < n; i++)
            if (i != c && !(known && are_its_own(o, o->near[c], o->near[i])) &&
                (holds(o, ROLE_CHANGE, o->near[c], ROLE_EARLIER, o->near[i]) ||
                 holds(o, ROLE_CHANGE, o->near[c], ROLE_LATER, o->near[i])))
                return true;
    return false;
}

/* Whether the rate of the base is 100 times the part. */
static bool is_part(const struct other *o, struct decimal part)
{
    const struct quantity *rate = claims_fact(o->report, o->said)->quantity;
    struct decimal base = quantity_base(claims_fact(o->report, member_of(o->claim, ROLE_BASE))->quantity);
    struct interval near, product;
    return interval_rounded(rate->value, rate->value.scale, &near) &&
           interval_mul(near, interval_exact(base), &product) &&
           interval_holds(product, decimal_shift(part, 2));
}

/* `新建a、整改b，占目标c的P%`: the part and the figures right before it, together. */
static bool of_several(const struct other *o)
{
    uint32_t part = member_of(o->claim, ROLE_PART);
    struct decimal sum = quantity_base(claims_fact(o->report, part)->quantity);
    for (uint32_t i = part, n = 1; i-- > 0 && n < RUN; n++) {
        const struct fact *f = claims_fact(o->report, i), *after = claims_fact(o->report, i + 1);
        if (!claims_in_prose(f) || f->sentence != after->sentence || !claims_addable(f, after) ||
            !decimal_add(sum, quantity_base(f->quantity), &sum))
            return false;
        if (is_part(o, sum))
            return true;
    }
    return false;
}

/* Words that name a base name it: that the rate is of another one is told (rules/ratio/base.lua). */
static bool names_base(const struct other *o)
{
    const struct fact *said = claims_fact(o->report, o->said);
    return said->against != VERSION_UNKNOWN || said->version == VERSION_SHARE;
}

/* `占采购总额的88.90%，其中小微企业683.20万元，占54.00%`: a share that names no base may go on with that of the share before. */
static bool of_total(const struct other *o)
{
    uint32_t part = member_of(o->claim, ROLE_PART);
    struct slice words = slice_trim(claims_clause_before(o->report, o->said));
    if (claims_fact(o->report, o->said)->version != VERSION_SHARE ||
        !lexicon_is(o->report->lexicon, "share", words))
        return false;
    for (uint32_t i = 0; i < o->n; i++)
        if (o->near[i] != part && holds(o, ROLE_PART, part, ROLE_BASE, o->near[i]))
            return true;
    return false;
}

/* `预算执行25分，得22.95分，其中预算完成率98.1%`: a rate beside points is of these only where its words have them, 得分率, or where it goes on
 * with one whose words have. */
static bool is_beside_points(const struct other *o)
{
    if (claims_clause_before(o->report, o->said).len <= GOES_ON_BYTES)
        return false;
    return claims_dimension(claims_fact(o->report, member_of(o->claim, ROLE_BASE))) == DIMENSION_SCORE &&
           slice_find(claims_clause_before(o->report, o->said), S("分"), 0) < 0;
}

/* `项目支出执行率96.67%（…），比基本支出执行率100%低3.33个百分点`: what the rate before is held against. */
static bool is_held_against(const struct other *o)
{
    struct slice words = slice_trim(claims_clause_before(o->report, o->said));
    return (slice_starts(words, S("比")) || slice_starts(words, S("较"))) &&
           slice_find(words, S("率"), 0) > 0;
}

bool claims_otherwise(struct report *report, const struct claim *claim)
{
    struct other o = {.report = report, .claim = claim};
    bool growth = claim->kind == CLAIM_GROWTH, ratio = claim->kind == CLAIM_RATIO;
    if (claim->basis != BASIS_WORDS || (!growth && !ratio && claim->kind != CLAIM_DIFFERENCE))
        return false;
    o.said = member_of(claim, growth || ratio ? ROLE_RATE : ROLE_CHANGE);
    uint32_t like = member_of(claim, ratio ? ROLE_BASE : ROLE_LATER);
    like = like == FACT_NONE ? member_of(claim, ROLE_EARLIER) : like;
    if (o.said == FACT_NONE || like == FACT_NONE || !claims_in_prose(claims_fact(report, o.said)))
        return false;
    if (ratio && (is_beside_points(&o) || is_held_against(&o)))
        return true;
    if (!tells(claims_fact(report, o.said)->quantity))
        return false;
    find_near(&o, claims_fact(report, like));
    if (ratio)
        return of_several(&o) || of_total(&o) || (!names_base(&o) && of_two(&o, ROLE_PART, ROLE_BASE));
    return (growth && of_change(&o)) || of_two(&o, ROLE_LATER, ROLE_EARLIER);
}
