/* Rates whose base stands further off than in their own words: `基本支出N万元，占支出总额的P%` with the total at the head of the
 * sentence or in another section, `累计支出N万元，支出进度P%` with the budget in the sentence before. A share names its base; of
 * what a rate of execution is, the nearest figures tell. That it holds is proof that it was meant; where it does not, it is
 * a violation only as a slip of the pen away from holding. */
#include "claims_index.h"

/* Facts before a rate among which its base is looked for. */
#define REACH 60
/* The same where the words name it, and it holds. */
#define NAMED_REACH 400
/* Facts of its sentence before a rate among which its part is. */
#define PART_REACH 3
/* Bytes of a name that say something: two Han characters. */
#define NAME_BYTES_MIN 6
/* Bases that are tried where nothing names one: any more, and one of them would hold by chance. */
#define UNNAMED_MAX 4
/* What is counted, between a whole and 中. */
#define AMONG_BYTES 18
/* Units of the last place of a rate of four digits. */
#define TELLING_UNITS 1000

struct base_search {
    struct report *report;
    const uint32_t *totals;
    uint32_t last; /* the base of the share before, or FACT_NONE */
    uint32_t rate, part;
    struct slice name; /* what the words call the base; empty: nothing */
    bool share;
    bool nearest;     /* the base that is tried is the first, or one that the words name */
    bool far;         /* it is one only if it holds */
    struct draft off; /* the nearest that does not hold */
};

/* 开工及时率, 一次验收合格率: the words before the figure, back to the last comma, have 率. */
static bool names_rate(const struct report *report, uint32_t fact)
{
    return slice_find(claims_clause_before(report, fact), S("率"), 0) >= 0;
}

/* 完成计划的: of what was planned, be it in another section. */
static bool of_plan(const struct report *report, uint32_t fact)
{
    size_t from, to;
    struct slice words = slice_trim(claims_words_before(report, fact));
    return slice_ends(words, S("的")) && lexicon_find_word(report->lexicon, "outcome-due", words, &from, &to);
}

static bool is_rate(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    bool rate = claims_in_prose(f) && !f->claimed && claims_dimension(f) == DIMENSION_PERCENT &&
                decimal_sign(f->quantity->value) > 0;
    return rate && (f->version == VERSION_RATE || f->version == VERSION_SHARE ||
                    (f->version == VERSION_UNKNOWN && (names_rate(report, fact) || of_plan(report, fact))));
}

/* 采购总额的 to 采购. */
static struct slice stem_of(const struct report *report, struct slice name)
{
    name = slice_trim(name);
    for (bool cut = true; cut && name.len;) {
        cut = false;
        for (size_t at = 0; at < name.len && !cut; at += 3) {
            struct slice end = slice_sub(name, at, name.len);
            cut = lexicon_is(report->lexicon, "base-tail", end);
            if (cut)
                name = slice_trim(slice_sub(name, 0, at));
        }
    }
    return name;
}

/* What follows the word of a share. */
static struct slice base_name(const struct report *report, uint32_t rate)
{
    struct slice words = claims_words_before(report, rate);
    size_t from, to, at = 0;
    bool found = false;
    for (struct slice rest = words; lexicon_find_word(report->lexicon, "share", rest, &from, &to);
         rest = slice_sub(words, at, words.len)) {
        at += to;
        found = true;
        if (slice_starts(slice_sub(words, at, words.len), S("的")))
            break;
    }
    return found ? stem_of(report, slice_sub(words, at, words.len)) : (struct slice){0};
}

/* The nearest amount before the rate in its sentence. */
static uint32_t part_of(const struct report *report, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate);
    for (uint32_t i = rate, back = 0; i-- > 0 && back < PART_REACH; back++) {
        const struct fact *f = claims_fact(report, i);
        if (f->sentence != r->sentence)
            break;
        if (claims_amount(f))
            return i;
    }
    return FACT_NONE;
}

/* 采购总额 is of what 实际采购金额 names; 支出总额 of the figure of that measure. */
static bool named(const struct base_search *s, uint32_t base)
{
    const struct fact *r = claims_fact(s->report, s->rate), *b = claims_fact(s->report, base);
    if (r->measure && b->measure && r->measure == b->measure)
        return true;
    struct slice words = claims_words_before(s->report, base);
    ptrdiff_t at = slice_find(words, s->name, 0);
    bool due = at > 0 && slice_ends(slice_sub(words, 0, (size_t)at), S("应")); /* 应到位资金 is no 到位资金 */
    return s->name.len >= NAME_BYTES_MIN && at >= 0 && !due;
}

static bool fits(const struct base_search *s, uint32_t base)
{
    const struct fact *b = claims_fact(s->report, base), *p = claims_fact(s->report, s->part);
    return base != s->part && claims_in_prose(b) && claims_amount(b) && claims_addable(b, p) &&
           b->year == p->year && b->prior == p->prior && decimal_sign(b->quantity->value) > 0;
}

/* With four digits it is not met by chance under one of several bases. */
static bool long_rate(const struct base_search *s)
{
    return claims_fact(s->report, s->rate)->quantity->value.units >= TELLING_UNITS;
}

/* `收入N万元，完成年初预算M万元的P%。支出K万元，完成年初预算的Q%`: the budget of something else. */
static bool of_another(const struct base_search *s, uint32_t base)
{
    const struct fact *b = claims_fact(s->report, base), *r = claims_fact(s->report, s->rate);
    return b->sentence != r->sentence && lexicon_is_budget(b->version) && b->topic != FACT_NONE &&
           b->topic != s->part && !lexicon_is_budget(claims_fact(s->report, b->topic)->version);
}

/* Files it where it holds. */
static bool try_base(struct base_search *s, uint32_t base)
{
    struct draft d =
        claims_draft(s->report, CLAIM_RATIO, BASIS_WORDS, claims_fact(s->report, s->rate)->quote);
    claims_member(&d, ROLE_RATE, 1, s->rate);
    claims_member(&d, ROLE_PART, 1, s->part);
    claims_member(&d, ROLE_BASE, 1, base);
    if (claims_holds(&d)) {
        claims_file(&d);
        s->last = s->share ? base : s->last;
        return true;
    }
    if (!s->off.claim.n && !s->far && !of_another(s, base) && (s->nearest || long_rate(s)) &&
        d.claim.lenient == VERDICT_VIOLATED && claims_mendable(s->report, &d.claim))
        s->off = d;
    return false;
}

static void settle(struct base_search *s)
{
    if (s->off.claim.n)
        claims_file(&s->off);
}

/* `抽查310户，其中有24户…，占7.74%`, `310户中有24户，占7.74%`, `1200份档案中，84份滞后，占7.00%`: the figure right before the part is its whole. */
static bool read_among(struct base_search *s)
{
    struct slice own = slice_trim(claims_words_before(s->report, s->part)),
                 share = claims_words_before(s->report, s->rate);
    ptrdiff_t in = slice_find(own, S("中"), 0);
    struct slice rest =
        in >= 0 && in <= AMONG_BYTES ? slice_sub(own, (size_t)in, own.len) : (struct slice){0};
    bool named = slice_find(slice_sub(own, 0, own.len - rest.len), S("，"), 0) < 0;
    bool among = named && (slice_starts(rest, S("中，")) || slice_starts(rest, S("中有")));
    if (!among || s->part == 0 || !fits(s, s->part - 1) || s->name.len || s->part + 1 != s->rate ||
        slice_find(share, S("；"), 0) >= 0)
        return false;
    struct draft d =
        claims_draft(s->report, CLAIM_RATIO, BASIS_WORDS, claims_fact(s->report, s->rate)->quote);
    claims_member(&d, ROLE_RATE, 1, s->rate);
    claims_member(&d, ROLE_PART, 1, s->part);
    claims_member(&d, ROLE_BASE, 1, s->part - 1);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
    return true;
}

/* `A N万元，占采购总额的P%；B N万元，占P%`: the same total goes on, in its paragraph, where it held. */
static void read_next(struct base_search *s)
{
    if (s->last != FACT_NONE && fits(s, s->last) && !try_base(s, s->last))
        settle(s);
}

/* `年末结转N万元，其中一年以内N万元、一年以上N万元，占全部资金的P%`: behind a list's last part the share may be of the whole, or of
 * that part. */
static bool of_list(const struct base_search *s)
{
    uint32_t whole = s->totals[s->part];
    return s->off.claim.n && whole != FACT_NONE && whole != s->off.claim.members[2].fact &&
           whole < s->part - 1 && claims_fact(s->report, s->part - 1)->version != VERSION_SHARE;
}

static void read_share(struct base_search *s)
{
    if (slice_find(claims_clause_before(s->report, s->rate), S("分别"), 0) >= 0)
        return; /* `A N万元，B N万元，分别占P%和Q%`: the first share is not of the last part */
    if (s->name.len == 0 && !claims_fact(s->report, s->rate)->measure) {
        read_next(s);
        return;
    }
    for (uint32_t i = s->part, back = 0; i-- > 0 && back < NAMED_REACH; back++) {
        s->far = back >= REACH;
        if (fits(s, i) && named(s, i) && try_base(s, i))
            return;
    }
    if (!of_list(s))
        settle(s);
}

/* 占全年预算的: of the budget that the words name, be it called 预算 only. */
static bool may_be_base(const struct base_search *s, const struct fact *b)
{
    enum version against = claims_fact(s->report, s->rate)->against;
    if (against != VERSION_UNKNOWN)
        return b->version == against || (lexicon_is_budget(against) && b->version == VERSION_BUDGET);
    return b->version != VERSION_SUPPLEMENT && b->version != VERSION_CUT;
}

/* 计划新改建326.5公里. */
static bool of_planned(const struct base_search *s, uint32_t base)
{
    size_t from, to;
    return lexicon_find_word(s->report->lexicon, "outcome-due", claims_words_before(s->report, base), &from,
                             &to);
}

/* A rate by any other name is held only against the figures right before it, and only where it has digits enough that a
 * slip is not met by chance. */
static bool tells(const struct base_search *s)
{
    const struct quantity *q = claims_fact(s->report, s->rate)->quantity;
    return s->part + 1 == s->rate && q->unit->power == 0 && long_rate(s);
}

/* A budget in the sentence of what was spent is its base, be it less; so is the one of the paragraph that the rate names. */
static bool beside(const struct base_search *s, const struct fact *base)
{
    const struct fact *part = claims_fact(s->report, s->part);
    bool named = base->version == claims_fact(s->report, s->rate)->against && base->block == part->block;
    return lexicon_is_budget(base->version) && (named || base->sentence == part->sentence) &&
           part->version != base->version;
}

/* 执行率, 支出进度: of what was spent; the budget is the figure of before. */
static void read_execution(struct base_search *s)
{
    const struct fact *p = claims_fact(s->report, s->part);
    bool plan = of_plan(s->report, s->rate);
    bool near = claims_fact(s->report, s->rate)->version == VERSION_UNKNOWN && !plan;
    bool above = decimal_cmp(claims_fact(s->report, s->rate)->quantity->value, decimal_int(100)) > 0;
    uint32_t tried = 0;
    for (uint32_t i = s->part, back = 0; i-- > 0 && back < REACH && tried < UNNAMED_MAX; back++) {
        const struct fact *b = claims_fact(s->report, i);
        if (near && b->block != p->block)
            break;
        if (!fits(s, i) || !may_be_base(s, b) || (plan && !of_planned(s, i)) ||
            (!beside(s, b) &&
             (decimal_cmp(quantity_base(b->quantity), quantity_base(p->quantity)) < 0) != above))
            continue;
        s->nearest = tried++ == 0;
        if (try_base(s, i))
            return;
    }
    if (!near || (tells(s) && tried == 1))
        settle(s);
}

/* Of a list its total: an execution is not of its last part. */
static uint32_t whole_of(const struct base_search *s, uint32_t part)
{
    while (part != FACT_NONE && s->totals[part] != FACT_NONE && s->totals[part] < part)
        part = s->totals[part];
    return part;
}

/* `…。预算执行率为96%。`: what was spent stands at the head of the sentence before, the budget before that. */
static uint32_t spent_before(const struct report *report, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate);
    uint32_t found = FACT_NONE;
    for (uint32_t i = rate, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *f = claims_fact(report, i);
        if (!claims_in_prose(f) || f->block != r->block || f->sentence + 1 < r->sentence)
            break;
        if (f->version == VERSION_ACTUAL && claims_amount(f) && f->topic == FACT_NONE)
            found = i;
    }
    return found;
}

/* `预算1.80亿元，实际下达1.71亿元，执行率95%`: 预算 goes on to the figure that is none, whose budget stands right before it. */
static bool holds_before(struct base_search *s)
{
    uint32_t before = s->part - 1;
    return s->part > 0 && fits(s, before) && lexicon_is_budget(claims_fact(s->report, before)->version) &&
           try_base(s, before);
}

static bool is_spent(const struct fact *f)
{
    bool named = f->version == VERSION_UNKNOWN && slice_find(f->label, S("支出"), 0) >= 0;
    return claims_in_prose(f) && claims_amount(f) && (f->version == VERSION_ACTUAL || named);
}

/* `支出N万元。…全年预算N万元，执行率P%`: beside its budget alone a rate is of what was spent, told further back. */
static void read_spent(struct base_search *s, uint32_t base)
{
    uint32_t tried = 0;
    if (holds_before(s))
        return;
    for (uint32_t i = base, back = 0; i-- > 0 && back < REACH && tried < UNNAMED_MAX; back++) {
        s->part = i;
        if (!is_spent(claims_fact(s->report, i)) || s->totals[i] != FACT_NONE || !fits(s, base))
            continue;
        s->nearest = tried++ == 0;
        if (try_base(s, base))
            return;
    }
    settle(s);
}

/* `预算执行率分值5分，执行率91.34%`: points are what a 得分率 is of, and no other rate. */
static bool of_points(const struct base_search *s)
{
    bool points = claims_dimension(claims_fact(s->report, s->part)) == DIMENSION_SCORE;
    return points && !s->share && slice_find(claims_clause_before(s->report, s->rate), S("分"), 0) < 0;
}

/* The nearest figure before the rate that is called as the rate's scope is, of one of the versions. */
static uint32_t called(const struct base_search *s, struct slice name, bool budget)
{
    const struct fact *r = claims_fact(s->report, s->rate);
    for (uint32_t i = s->rate, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *f = claims_fact(s->report, i);
        bool fits = budget ? f->version == VERSION_ADJUSTED || f->version == VERSION_BUDGET
                           : f->version == VERSION_ACTUAL;
        if (fits && claims_in_prose(f) && claims_amount(f) && f->year == r->year && slice_eq(f->label, name))
            return i;
    }
    return FACT_NONE;
}

/* `全年预算数N，其中基本支出N…；全年执行数N，其中基本支出N…。基本支出执行率P%`: of the two figures of that name. */
static bool read_called(struct base_search *s)
{
    const struct fact *r = claims_fact(s->report, s->rate);
    if (s->share || r->scope.len < NAME_BYTES_MIN)
        return false;
    uint32_t base = called(s, r->scope, true);
    s->part = called(s, r->scope, false);
    if (s->part == FACT_NONE || base == FACT_NONE)
        return false;
    if (!try_base(s, base))
        settle(s);
    return true;
}

static void read_one(struct base_search *s)
{
    const struct fact *r = claims_fact(s->report, s->rate);
    s->share = r->version == VERSION_SHARE;
    s->off = (struct draft){0};
    s->nearest = true;
    s->far = false;
    if (read_called(s))
        return;
    s->part = part_of(s->report, s->rate);
    if (s->part == FACT_NONE && !s->share)
        s->part = spent_before(s->report, s->rate);
    if (!s->share)
        s->part = whole_of(s, s->part);
    if (s->part == FACT_NONE || of_points(s))
        return;
    if (!s->share && r->against == VERSION_UNKNOWN &&
        lexicon_is_budget(claims_fact(s->report, s->part)->version) &&
        claims_fact(s->report, s->part)->sentence == r->sentence) {
        read_spent(s, s->part);
        return;
    }
    s->name = s->share ? base_name(s->report, s->rate) : (struct slice){0};
    if (s->share && read_among(s))
        return;
    if (s->share)
        read_share(s);
    else
        read_execution(s);
}

void claims_base_read(struct report *report, const struct fact_index *index)
{
    struct base_search s = {.report = report, .totals = claims_totals(report), .last = FACT_NONE};
    uint32_t block = UINT32_MAX;
    (void)index;
    for (uint32_t f = 1; f < report->facts.n; f++) {
        s.rate = f;
        if (claims_fact(report, f)->block != block)
            s.last = FACT_NONE;
        block = claims_fact(report, f)->block;
        if (is_rate(report, f))
            read_one(&s);
    }
}
