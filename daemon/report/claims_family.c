/* Parts told one after another, with no word that makes them a list: `三公经费11.6万元。1.因公出国（境）费0万元。2.公务用车…`. What the
 * domain's words mean makes them the parts of the total before them; where all of them are there, they add up to it. */
#include "claims_index.h"

/* Facts after a total, in prose, among which its parts are looked for. */
#define REACH 16
#define PARTS 16
#define CORE  2 /* 基本支出, 项目支出 */

struct family {
    struct report *report;
    uint32_t total;
    uint32_t parts[PARTS];
    uint32_t n;
};

static bool is_total(const struct fact *f)
{
    return f->measure && f->measure->n_parts > 1 && f->measure->n_parts <= PARTS && !f->table &&
           f->sentence != UINT32_MAX && claims_dimension(f) == DIMENSION_MONEY && claims_amount(f) &&
           !f->prior;
}

/* What is spoken of in the same breath: the same year, version and kind of money, or none named again: 一般公共预算财政拨款基本支出N，其中：
 * 人员经费N，主要包括…；公用经费N. */
static bool goes_with(const struct fact *t, const struct fact *f)
{
    return claims_amount(f) && claims_addable(t, f) && f->year == t->year && f->prior == t->prior &&
           f->version == t->version && (f->scope.len == 0 || slice_eq(f->scope, t->scope)) &&
           slice_eq(f->holder, t->holder);
}

/* The first figure of a measure among the facts [from, to), or FACT_NONE. */
static uint32_t find(const struct family *y, const struct measure *measure, uint32_t to)
{
    const struct fact *t = claims_fact(y->report, y->total);
    for (uint32_t i = y->total + 1; i < to; i++)
        if (claims_fact(y->report, i)->measure == measure && goes_with(t, claims_fact(y->report, i)))
            return i;
    return FACT_NONE;
}

static void add(struct family *y, uint32_t part)
{
    if (part != FACT_NONE && y->n < PARTS)
        y->parts[y->n++] = part;
}

/* Each part, or in its place its own parts; false where one is not told. */
static bool collect(struct family *y, uint32_t to)
{
    const struct measure *whole = claims_fact(y->report, y->total)->measure;
    for (uint32_t i = 0; i < whole->n_parts; i++) {
        const struct measure *part = whole->parts[i];
        uint32_t before = y->n, own = find(y, part, to);
        add(y, own);
        for (uint32_t j = 0; own == FACT_NONE && j < part->n_parts; j++)
            add(y, find(y, part->parts[j], to));
        if (y->n == before)
            return false;
    }
    return true;
}

/* `全年支出3818.52万元，基本支出1426.37万元，项目支出2392.15万元`: the two right behind all spending, be there other kinds that nobody
 * tells of. */
static bool collect_core(struct family *y)
{
    struct report *report = y->report;
    const struct fact *t = claims_fact(report, y->total);
    y->n = 0;
    if (!lexicon_is(report->lexicon, "whole-spending", t->measure->name))
        return false;
    for (uint32_t i = y->total + 1; i <= y->total + CORE && i < report->facts.n; i++) {
        const struct fact *f = claims_fact(report, i);
        if (f->sentence != t->sentence || !goes_with(t, f) || !f->measure ||
            !lexicon_is(report->lexicon, "core-spending", f->measure->name))
            return false;
        add(y, i);
    }
    return y->n == CORE &&
           claims_fact(report, y->parts[0])->measure != claims_fact(report, y->parts[1])->measure;
}

/* Up to the next statement of the same total, a table, or another section. */
static uint32_t end_of(const struct report *report, uint32_t total)
{
    const struct fact *t = claims_fact(report, total);
    uint32_t i = total + 1;
    for (; i < report->facts.n && i <= total + REACH; i++) {
        const struct fact *f = claims_fact(report, i);
        if (f->table || f->section != t->section ||
            (f->measure == t->measure && claims_amount(f) && f->topic != total))
            break;
    }
    return i;
}

/* `near`: off by little is off; else only by a slip. */
static void settle(const struct family *y, bool near)
{
    struct draft d =
        claims_draft(y->report, CLAIM_SUM, BASIS_LEXICON, claims_fact(y->report, y->total)->quote);
    claims_member(&d, ROLE_TOTAL, 1, y->total);
    for (uint32_t i = 0; i < y->n; i++)
        claims_member(&d, ROLE_PART, 1, y->parts[i]);
    bool off = claims_try(&d) == VERDICT_VIOLATED &&
               ((near && claims_near_miss(&d.claim)) || claims_slip(y->report, &d.claim));
    if (claims_holds(&d) || off)
        claims_file(&d);
}

/* Totals that a list's sum has already. */
static bool *summed(struct report *report)
{
    bool *ret = arena_array(report->arena, report->facts.n + 1u, sizeof *ret);
    for (uint32_t c = 0; c < report->claims.n; c++)
        if (report->claims.items[c].kind == CLAIM_SUM && report->claims.items[c].exhaustive)
            ret[report->claims.items[c].members[0].fact] = true;
    return ret;
}

void claims_family_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    const bool *known = summed(report);
    for (uint32_t f = 0; f < report->facts.n; f++) {
        struct family y = {.report = report, .total = f};
        if (!is_total(claims_fact(report, f)) || known[f])
            continue;
        bool all = collect(&y, end_of(report, f)) && y.n > 1;
        if (all || collect_core(&y))
            settle(&y, all);
    }
}
