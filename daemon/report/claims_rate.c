/* Rates in prose: `支出N，为年初预算N的P%`, `年初预算为N，决算为N，完成年初预算的P%`, `执行率P%`, `A N，占B
 * N的P%`. The figure that a rate speaks of is its fact's topic, the base is the one that its words name: in
 * the same sentence or, where the lexicon makes the identity certain, the report's own statement elsewhere. A
 * rate whose base is not in the report claims nothing that can be checked. */
#include "claims_index.h"

/* A sentence's facts are looked at this far back from a rate: a sentence with more figures is a list. */
#define RATE_REACH 12

/* Bytes between a base and a rate that says only 的, 的比例为. */
#define OF_BYTES 15

/* Budgets that an execution may be held against, the fullest first. */
static const enum version BUDGETS[] = {VERSION_ADJUSTED, VERSION_BUDGET, VERSION_INITIAL};

static bool is_rate(const struct fact *f)
{
    return (f->version == VERSION_RATE || f->version == VERSION_SHARE) &&
           claims_dimension(f) == DIMENSION_PERCENT && f->quantity->kind == QUANTITY_VALUE &&
           f->sentence != UINT32_MAX;
}

static bool names_base(enum version against, enum version version)
{
    bool budget = version == VERSION_ADJUSTED || version == VERSION_INITIAL;
    return against == version || (against == VERSION_BUDGET && budget);
}

/* What was spent or done is never what a rate is of, unless its words say so. */
static bool beside_topic(const struct fact *r, const struct fact *b)
{
    return r->topic != FACT_NONE && b->topic == r->topic && b->version != VERSION_ACTUAL &&
           b->version != VERSION_ACHIEVED;
}

/* The nearest amount before the rate, in its sentence, of the version that its words name. */
static uint32_t base_in_sentence(const struct report *report, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate);
    for (uint32_t i = rate, steps = 0; i-- > 0 && steps < RATE_REACH; steps++) {
        const struct fact *b = claims_fact(report, i);
        if (b->sentence != r->sentence)
            break;
        bool named = r->against != VERSION_UNKNOWN ? names_base(r->against, b->version) : beside_topic(r, b);
        if (claims_amount(b) && named)
            return i;
    }
    return FACT_NONE;
}

static uint32_t actual_in_sentence(const struct report *report, uint32_t rate, uint32_t base)
{
    const struct fact *r = claims_fact(report, rate), *b = claims_fact(report, base);
    for (uint32_t i = rate, steps = 0; i-- > 0 && steps < RATE_REACH; steps++) {
        const struct fact *p = claims_fact(report, i);
        if (p->sentence != r->sentence)
            break;
        if (i != base && p->version == VERSION_ACTUAL && claims_amount(p) && claims_addable(p, b) &&
            (!p->measure || !b->measure || p->measure == b->measure))
            return i;
    }
    return FACT_NONE;
}

/* `收入、支出总决算8396.40万元。年初预算7850万元，完成年初预算的106.96%`: what was spent is the only amount that the sentence before
 * tells. */
static uint32_t actual_before(const struct report *report, uint32_t rate, uint32_t base)
{
    const struct fact *r = claims_fact(report, rate), *b = claims_fact(report, base);
    uint32_t only = FACT_NONE;
    for (uint32_t i = base; base + 1 == rate && i-- > 0;) {
        const struct fact *f = claims_fact(report, i);
        if (f->sentence + 1 != r->sentence || f->block != r->block || f->cell)
            break;
        if (claims_amount(f) && only != FACT_NONE)
            return FACT_NONE;
        only = claims_amount(f) ? i : only;
    }
    const struct fact *p = only != FACT_NONE ? claims_fact(report, only) : NULL;
    bool spent = p && p->version == VERSION_ACTUAL && claims_addable(p, b);
    return spent && p->year == b->year ? only : FACT_NONE;
}

static bool both_budgets(const struct report *report, uint32_t a, uint32_t b)
{
    return lexicon_is_budget(claims_fact(report, a)->version) &&
           lexicon_is_budget(claims_fact(report, b)->version);
}

/* What the rate speaks of, unless that is the base itself: of `年初预算N，调整预算N，决算支出N，完成调整预算的P%` what was spent. */
static uint32_t part_of_rate(const struct report *report, uint32_t rate, uint32_t base)
{
    uint32_t topic = claims_fact(report, rate)->topic;
    if (topic == FACT_NONE || topic == base || !claims_amount(claims_fact(report, topic)))
        return actual_in_sentence(report, rate, base);
    uint32_t spent = both_budgets(report, topic, base) ? actual_in_sentence(report, rate, base) : FACT_NONE;
    if (spent != FACT_NONE)
        return spent;
    return claims_addable(claims_fact(report, topic), claims_fact(report, base)) ? topic : FACT_NONE;
}

/* `执行率P%` says no more; the sentence then has one actual figure and one budget. */
static uint32_t only_budget(const struct report *report, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate);
    for (size_t v = 0; v < sizeof BUDGETS / sizeof *BUDGETS; v++)
        for (uint32_t i = rate, steps = 0; i-- > 0 && steps < RATE_REACH; steps++) {
            const struct fact *b = claims_fact(report, i);
            if (b->sentence != r->sentence)
                break;
            if (b->version == BUDGETS[v] && claims_amount(b))
                return i;
        }
    return FACT_NONE;
}

/* The base as the report states it elsewhere. */
static uint32_t base_elsewhere(const struct fact_index *index, uint32_t rate)
{
    const struct fact *r = claims_fact(index->report, rate);
    if (r->topic == FACT_NONE || r->against == VERSION_UNKNOWN)
        return FACT_NONE;
    struct fact_key key = claims_key(claims_fact(index->report, r->topic));
    key.version = r->against;
    return key.measure ? claims_index_only(index, &key) : FACT_NONE;
}

static void file_rate(struct report *report, uint32_t rate, uint32_t part, uint32_t base)
{
    struct draft d = claims_draft(report, CLAIM_RATIO, BASIS_WORDS, claims_fact(report, rate)->quote);
    claims_member(&d, ROLE_RATE, 1, rate);
    claims_member(&d, ROLE_PART, 1, part);
    claims_member(&d, ROLE_BASE, 1, base);
    /* a rate of nothing is worth telling, though it cannot be worked out */
    bool zero = decimal_sign(claims_fact(report, base)->quantity->value) == 0;
    if (claims_try(&d) != VERDICT_UNKNOWN || zero)
        claims_file(&d);
}

/* `预算200万元，实际支出150万元，资金到位率100%`, `预算100万元，实际支出95万元，完成率100%`: of what came, or of the work, and not of what was
 * spent. */
static bool of_something_else(const struct report *report, uint32_t rate, uint32_t part)
{
    const struct fact *r = claims_fact(report, rate), *p = claims_fact(report, part);
    struct slice own = document_quote(report->document, r->quote);
    bool arrived = slice_find(own, S("到位"), 0) >= 0 &&
                   slice_find(document_quote(report->document, p->quote), S("到位"), 0) < 0;
    bool work = slice_find(own, S("完成率"), 0) >= 0 && slice_find(own, S("预算"), 0) < 0 &&
                decimal_cmp(r->quantity->value, decimal_int(100)) == 0;
    return r->against == VERSION_UNKNOWN && (arrived || work);
}

/* `运行维护费227.73万元（预算244.34万元），占78.36%`: no share of the budget, unless it says 的 right behind that. */
static bool of_total(const struct report *report, uint32_t rate, uint32_t base)
{
    const struct fact *r = claims_fact(report, rate);
    return r->version == VERSION_SHARE && r->against == VERSION_UNKNOWN &&
           lexicon_is_budget(claims_fact(report, base)->version) &&
           !slice_starts(slice_trim(claims_words_before(report, rate)), S("的"));
}

static void read_rate(struct report *report, const struct fact_index *index, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate);
    uint32_t base = base_in_sentence(report, rate), part;
    if (base == FACT_NONE && r->version == VERSION_RATE && r->against == VERSION_UNKNOWN)
        base = only_budget(report, rate);
    if (base != FACT_NONE && of_total(report, rate, base))
        return;
    if (base != FACT_NONE) {
        part = part_of_rate(report, rate, base);
        part = part == FACT_NONE ? actual_before(report, rate, base) : part;
        if (part != FACT_NONE && !of_something_else(report, rate, part))
            file_rate(report, rate, part, base);
        return;
    }
    base = base_elsewhere(index, rate);
    if (base != FACT_NONE && claims_addable(claims_fact(report, r->topic), claims_fact(report, base)))
        file_rate(report, rate, r->topic, base);
}

/* `A N万元，占B N万元的P%`: the rate says only 的, and its base is the figure right before it. */
static bool is_of_figure(const struct report *report, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate), *base = rate > 1 ? claims_fact(report, rate - 1) : NULL;
    if (!base || r->claimed || r->sentence == UINT32_MAX || base->sentence != r->sentence ||
        !claims_amount(base) || claims_dimension(r) != DIMENSION_PERCENT ||
        r->quantity->kind != QUANTITY_VALUE)
        return false;
    struct slice text = report->sentences.items[r->sentence].text.s;
    struct slice own = slice_trim(slice_sub(text, base->quantity->to, r->quantity->from));
    return slice_starts(own, S("的")) && own.len <= OF_BYTES;
}

/* Between part and base stands what relates them: 占, 为, 相当于. */
static bool relates(const struct report *report, uint32_t part, uint32_t base)
{
    const struct fact *p = claims_fact(report, part), *b = claims_fact(report, base);
    struct slice between =
        slice_sub(report->sentences.items[b->sentence].text.s, p->quantity->to, b->quantity->from);
    size_t from, to;
    return lexicon_find_word(report->lexicon, "share", between, &from, &to) ||
           lexicon_find_word(report->lexicon, "rate-of", between, &from, &to);
}

static void read_of_figure(struct report *report, uint32_t rate)
{
    uint32_t base = rate - 1, part = rate - 2;
    const struct fact *b = claims_fact(report, base), *p = claims_fact(report, part);
    if (p->sentence != b->sentence || !claims_amount(p) || !claims_addable(p, b) || p->year != b->year ||
        !relates(report, part, base))
        return;
    struct draft d = claims_draft(report, CLAIM_RATIO, BASIS_WORDS, claims_fact(report, rate)->quote);
    claims_member(&d, ROLE_RATE, 1, rate);
    claims_member(&d, ROLE_PART, 1, part);
    claims_member(&d, ROLE_BASE, 1, base);
    if (claims_holds(&d) || (d.claim.lenient == VERDICT_VIOLATED && claims_near_miss(&d.claim)))
        claims_file(&d);
}

void claims_rate_read(struct report *report, const struct fact_index *index)
{
    for (uint32_t f = 0; f < report->facts.n; f++)
        if (is_rate(&report->facts.items[f]))
            read_rate(report, index, f);
    for (uint32_t f = 2; f < report->facts.n; f++)
        if (is_of_figure(report, f))
            read_of_figure(report, f);
}
