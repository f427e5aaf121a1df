/* From one figure to another: `森林覆盖率由上年的61.35%提高到61.87%，提高0.52个百分点`, `企业由48家增至57家，净增9家，增长18.75%`; or one
 * held against the other: `接待费5.62万元，比预算8万元少2.38万元`. What follows says by how much, and of the first kind the
 * words between the two which way it went. Both stand side by side, so nothing is left to be looked for, and what does
 * not hold is a violation. */
#include "claims_index.h"

/* Bytes of the words that name the other figure: 比2022年年末的 */
#define COMPARED_BYTES 60
/* Bytes of what says by how much, of two that are held against each other: ，同比下降了 */
#define BY_BYTES 18
/* Figures after the second that may say by how much: a change and its rate. */
#define AFTER_REACH 3
/* Bytes between the two figures, and before the first back to 由: 由2022年同期的. */
#define BETWEEN_BYTES 36
#define BEFORE_BYTES  48

struct fromto {
    struct report *report;
    const bool *
        listed; /* of each fact: a part of a sum of its sentence, behind which words may be about the total */
    const bool *told; /* of each fact: a difference or growth says already what it is of */
    uint32_t from, to;
    int direction; /* of the word between */
    uint32_t last; /* the one of the two that stands behind the other */
};

static const struct fact *fact_of(const struct fromto *p, uint32_t fact)
{
    return claims_fact(p->report, fact);
}

static struct slice words_between(const struct fromto *p, size_t from, size_t to)
{
    return slice_trim(slice_sub(p->report->sentences.items[fact_of(p, p->from)->sentence].text.s, from, to));
}

static bool has(const struct fromto *p, const char *class, struct slice words)
{
    size_t from, to;
    return lexicon_find_word(p->report->lexicon, class, words, &from, &to);
}

/* The clause after its last comma. */
static struct slice last_clause(struct slice words)
{
    ptrdiff_t comma = slice_rfind(words, S("，"));
    return comma >= 0 ? slice_sub(words, (size_t)comma + strlen("，"), words.len) : words;
}

/* 由, 从 before the first figure, with no other figure between. */
static bool is_opened(const struct fromto *p)
{
    const struct fact *f = fact_of(p, p->from), *before = p->from ? fact_of(p, p->from - 1) : NULL;
    bool one = before && before->sentence == f->sentence && before->quantity->to <= f->quantity->from;
    struct slice words = last_clause(words_between(p, one ? before->quantity->to : 0, f->quantity->from));
    size_t at = 0, from, to;
    bool found = false;
    while (lexicon_find_word(p->report->lexicon, "from", slice_sub(words, at, words.len), &from, &to)) {
        at += to;
        found = true;
    }
    return found && words.len - at <= BEFORE_BYTES;
}

/* 增至, 下降到; 0 for a plain 到, 调整为. */
static bool is_joined(struct fromto *p)
{
    struct slice words =
        words_between(p, fact_of(p, p->from)->quantity->to, fact_of(p, p->to)->quantity->from);
    bool up = has(p, "to-up", words), down = has(p, "to-down", words);
    p->direction = up - down;
    return words.len <= BETWEEN_BYTES && up != down && slice_find(words, S("。"), 0) < 0;
}

static bool is_value(const struct fact *f)
{
    return f->sentence != UINT32_MAX && f->quantity->kind == QUANTITY_VALUE && f->quantity->unit;
}

static bool is_pair(struct fromto *p)
{
    const struct fact *a = fact_of(p, p->from), *b = fact_of(p, p->to);
    return is_value(a) && is_value(b) && a->sentence == b->sentence && claims_addable(a, b) &&
           claims_dimension(a) != DIMENSION_POINTS && is_opened(p) && is_joined(p);
}

/* `接待费5.62万元，比预算8万元少2.38万元`: the two side by side, and nothing but 比 and the name of the second between. */
static bool is_compared(const struct fromto *p)
{
    const struct fact *a = fact_of(p, p->to), *b = fact_of(p, p->from);
    if (!is_value(a) || !is_value(b) || a->sentence != b->sentence || !claims_addable(a, b) ||
        !claims_amount(a) || !claims_amount(b) || p->listed[p->to])
        return false;
    struct slice words = words_between(p, a->quantity->to, b->quantity->from);
    /* `优良率93.2%（全年366天），比上年的331天多10天`: not what stands in the bracket */
    if (slice_starts(words, S("）")) || slice_starts(words, S(")")))
        return false;
    if (slice_starts(words, S("，")))
        words = slice_trim(slice_sub(words, strlen("，"), words.len));
    size_t from, to;
    return words.len <= COMPARED_BYTES && slice_find(words, S("，"), 0) < 0 &&
           slice_find(words, S("、"), 0) < 0 &&
           lexicon_find_word(p->report->lexicon, "than", words, &from, &to) && from == 0;
}

/* `年初预算4520万元，决算4806.80万元，超预算286.80万元`: a budget and what was spent of it. */
static bool is_budgeted(const struct fromto *p)
{
    static const bool budgets[VERSION_COUNT] = {
        [VERSION_INITIAL] = true, [VERSION_ADJUSTED] = true, [VERSION_BUDGET] = true};
    const struct fact *a = fact_of(p, p->from), *b = fact_of(p, p->to);
    const struct fact *c = p->to + 1 < p->report->facts.n ? b + 1 : NULL;
    if (!c || !is_value(a) || !is_value(b) || a->sentence != b->sentence || c->sentence != b->sentence ||
        !claims_addable(a, b) || !budgets[a->version] || b->version != VERSION_ACTUAL || p->listed[p->to] ||
        p->listed[p->from])
        return false;
    return has(p, "over-budget", words_between(p, b->quantity->to, c->quantity->from));
}

static void file_direction(const struct fromto *p)
{
    struct draft d = claims_draft(p->report, CLAIM_DIRECTION, BASIS_WORDS, fact_of(p, p->to)->quote);
    claims_member(&d, ROLE_LATER, p->direction, p->to);
    claims_member(&d, ROLE_EARLIER, 1, p->from);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* The word right before a figure: 净增, 提高, 下降了. */
static int direction_of(const struct fromto *p, struct slice own)
{
    int way = 0;
    if (slice_ends(own, S("了")))
        own = slice_sub(own, 0, own.len - strlen("了"));
    for (size_t at = 0; at < own.len; at += 3) {
        struct slice end = slice_sub(own, at, own.len);
        bool up = lexicon_is(p->report->lexicon, "by-up", end);
        bool down = lexicon_is(p->report->lexicon, "by-down", end);
        way = up ? 1 : down ? -1 : way;
    }
    return way;
}

static bool is_points(const struct fromto *p, const struct fact *change)
{
    return claims_dimension(fact_of(p, p->to)) == DIMENSION_PERCENT &&
           claims_dimension(change) == DIMENSION_POINTS;
}

static struct draft draft_of(const struct fromto *p, uint32_t change, int way, uint32_t later)
{
    const struct fact *c = fact_of(p, change);
    bool rate =
        claims_dimension(c) == DIMENSION_PERCENT && claims_dimension(fact_of(p, later)) != DIMENSION_PERCENT;
    struct draft d = claims_draft(p->report, rate ? CLAIM_GROWTH : CLAIM_DIFFERENCE, BASIS_WORDS, c->quote);
    claims_member(&d, rate ? ROLE_RATE : ROLE_CHANGE, way, change);
    claims_member(&d, ROLE_LATER, 1, later);
    claims_member(&d, ROLE_EARLIER, 1, p->from);
    return d;
}

/* `三公经费41.2万元，其中接待费40万元，较2020年的39.0万元增加2.2万元`: of the figure before the two, where it is so of that. */
static bool of_before(const struct fromto *p, uint32_t change, int way, struct draft *ret)
{
    if (p->to == 0)
        return false;
    const struct fact *whole = fact_of(p, p->to - 1), *part = fact_of(p, p->to);
    if (whole->sentence != part->sentence || !claims_amount(whole) || !claims_addable(whole, part))
        return false;
    *ret = draft_of(p, change, way, p->to - 1);
    return claims_holds(ret);
}

/* `own`: the words that say by how much; where they name another base, 比2020年, only what holds is filed. */
static void file_change(const struct fromto *p, uint32_t change, int way, struct slice own)
{
    const struct fact *c = fact_of(p, change), *to = fact_of(p, p->to);
    bool rate = claims_dimension(c) == DIMENSION_PERCENT && claims_dimension(to) != DIMENSION_PERCENT;
    bool percent = claims_dimension(c) == DIMENSION_PERCENT && !rate; /* 降低3.2% of a rate: of which kind? */
    if (percent || has(p, "by-other", own) || !(rate || is_points(p, c) || claims_addable(c, to)))
        return;
    struct draft d = draft_of(p, change, way, p->to), other;
    if (!claims_holds(&d) && p->to < p->from && of_before(p, change, way, &other))
        d = other;
    if (claims_holds(&d) || (d.claim.lenient == VERDICT_VIOLATED && !has(p, "points-compared", own)))
        claims_file(&d);
}

static void read_changes(const struct fromto *p)
{
    size_t before = fact_of(p, p->last)->quantity->to;
    for (uint32_t i = p->last + 1; i < p->report->facts.n && i <= p->last + AFTER_REACH; i++) {
        const struct fact *c = fact_of(p, i);
        if (c->sentence != fact_of(p, p->to)->sentence)
            return;
        struct slice own = words_between(p, before, c->quantity->from);
        if (has(p, "list-parts", own))
            return; /* 增加8处，其中新增15处、核销7处 */
        if (p->to < p->from && (own.len > BY_BYTES || has(p, "per-head", own)))
            return;
        int way = direction_of(p, own);
        if (slice_find(own, S("；"), 0) >= 0 || !way || c->quantity->kind != QUANTITY_VALUE)
            return;
        if (!p->told[i])
            file_change(p, i, way, own);
        before = c->quantity->to;
    }
}

/* `收入完成31.28亿元，为年初预算30.20亿元的103.6%，超收1.08亿元`: by how much more or less came in than the budget of the same sentence. */
static void read_income(struct report *report, const bool *listed, const bool *told, uint32_t change)
{
    const struct fact *c = claims_fact(report, change);
    struct slice own = claims_clause_before(report, change);
    bool above = lexicon_is(report->lexicon, "income-above", slice_trim(own)),
         below = lexicon_is(report->lexicon, "income-below", slice_trim(own));
    struct fromto p = {report, listed, told, FACT_NONE, FACT_NONE, 0, change};
    for (uint32_t i = change, back = 0; (above || below) && i-- > 0 && back < AFTER_REACH + 1; back++) {
        const struct fact *f = claims_fact(report, i);
        if (!is_value(f) || f->sentence != c->sentence)
            break;
        if (!claims_amount(f) || !claims_addable(f, c))
            continue;
        if (lexicon_is_budget(f->version) && p.from == FACT_NONE)
            p.from = i;
        else if (f->topic == FACT_NONE && p.to == FACT_NONE)
            p.to = i;
    }
    if (p.from != FACT_NONE && p.to != FACT_NONE && !told[change])
        file_change(&p, change, above ? 1 : -1, own);
}

static bool *told_changes(const struct report *report)
{
    bool *told = arena_array(report->arena, report->facts.n + 1u, sizeof *told);
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        enum role role = claim->kind == CLAIM_GROWTH ? ROLE_RATE : ROLE_CHANGE;
        bool change = claim->kind == CLAIM_GROWTH || claim->kind == CLAIM_DIFFERENCE;
        for (uint32_t i = 0; change && i < claim->n; i++)
            told[claim->members[i].fact] |= claim->members[i].role == role;
    }
    return told;
}

static bool *parts_of_sums(struct report *report)
{
    const uint32_t *totals = claims_totals(report);
    bool *listed = arena_array(report->arena, report->facts.n + 1u, sizeof *listed);
    for (uint32_t f = 0; f < report->facts.n; f++)
        listed[f] = totals[f] != FACT_NONE &&
                    claims_fact(report, totals[f])->sentence == claims_fact(report, f)->sentence;
    return listed;
}

void claims_fromto_read(struct report *report, const struct fact_index *index)
{
    const bool *told = told_changes(report), *listed = parts_of_sums(report);
    (void)index;
    for (uint32_t f = 0; f + 1 < report->facts.n; f++) {
        struct fromto p = {report, listed, told, f, f + 1, 0, f + 1};
        if (is_pair(&p)) {
            file_direction(&p);
            read_changes(&p);
        }
        p = (struct fromto){report, listed, told, f + 1, f, 0, f + 1};
        if (is_compared(&p))
            read_changes(&p);
        p = (struct fromto){report, listed, told, f, f + 1, 0, f + 1};
        if (is_budgeted(&p))
            read_changes(&p);
        if (is_value(claims_fact(report, f + 1)))
            read_income(report, listed, told, f + 1);
    }
}
