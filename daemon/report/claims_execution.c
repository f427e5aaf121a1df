/* Spending against budgets: every actual figure that stands beside a budget of the same thing, in a rate, in
 * a row, or under one identity anywhere in the report. Each pair of figures is one claim, however often the
 * report has it. Whether it is too much is a rule's business; the claim works out the rate. */
#include "claims_index.h"

#include <stdlib.h>

/* How many facts away, in reading order, the budget of a row may stand. */
#define ROW_REACH 12

struct execution {
    uint32_t actual, base, rate; /* rate: FACT_NONE where none is stated */
    uint32_t order;
    struct decimal spent, budget; /* the two figures */
};

struct executions {
    struct execution *items;
    uint32_t n, cap;
};

/* Figures that an execution may be of. */
static bool is_money(const struct fact *f)
{
    return claims_dimension(f) == DIMENSION_MONEY && claims_amount(f);
}

static const enum version BUDGETS[] = {VERSION_INITIAL, VERSION_ADJUSTED, VERSION_BUDGET};
#define N_BUDGETS (sizeof BUDGETS / sizeof *BUDGETS)

static bool is_budget(const struct fact *f)
{
    for (size_t i = 0; i < N_BUDGETS; i++)
        if (f->version == BUDGETS[i])
            return true;
    return false;
}

static void add(struct report *report, struct executions *all, uint32_t actual, uint32_t base, uint32_t rate)
{
    const struct fact *a = claims_fact(report, actual), *b = claims_fact(report, base);
    if (!is_money(a) || !is_money(b) || !is_budget(b) || is_budget(a))
        return;
    *ARENA_PUSH(report->arena, all) = (struct execution){
        actual, base, rate, all->n - 1, quantity_base(a->quantity), quantity_base(b->quantity)};
}

static uint32_t member_of(const struct claim *claim, enum role role)
{
    for (uint32_t i = 0; i < claim->n; i++)
        if (claim->members[i].role == role)
            return claim->members[i].fact;
    return FACT_NONE;
}

/* 预算调整率 is of what was added to a budget, and not of what was spent. */
static bool is_movement(const struct fact *f)
{
    return f->version == VERSION_SUPPLEMENT || f->version == VERSION_CUT;
}

static void add_rates(struct report *report, struct executions *all)
{
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        if (claim->kind == CLAIM_RATIO && !is_movement(claims_fact(report, member_of(claim, ROLE_PART))))
            add(report, all, member_of(claim, ROLE_PART), member_of(claim, ROLE_BASE),
                member_of(claim, ROLE_RATE));
    }
}

/* By the heads: a row of 三公 has each kind under 预算数 and again under 决算数. */
static bool one_thing(const struct fact *a, const struct fact *b)
{
    return (a->measure && a->measure == b->measure) || slice_eq(a->label, b->label);
}

static bool one_row(const struct fact *a, const struct fact *b)
{
    return b->table == a->table && b->cell && b->sentence == UINT32_MAX && b->cell->row == a->cell->row &&
           b->year == a->year && one_thing(a, b);
}

static void add_row(struct report *report, struct executions *all, uint32_t actual)
{
    const struct fact *a = claims_fact(report, actual);
    if (!a->table || !a->cell || a->sentence != UINT32_MAX || !is_money(a))
        return;
    uint32_t from = actual > ROW_REACH ? actual - ROW_REACH : 0;
    for (uint32_t i = from; i < report->facts.n && i <= actual + ROW_REACH; i++)
        if (is_budget(claims_fact(report, i)) && one_row(a, claims_fact(report, i)))
            add(report, all, actual, i, FACT_NONE);
}

static bool names_budget(struct report *report, struct slice text)
{
    struct hits hits = scans_of(&report->scans, text);
    bool found = false;
    for (uint32_t i = 0; i < hits.n && !found; i++)
        found = hits.items[i].kind == HIT_VERSION && (enum version)hits.items[i].id != VERSION_ACTUAL;
    return found;
}

/* What was approved, too, is told under 执行情况: the figure's own words must say that it was spent, or its sentence
 * must speak of nothing else. */
static bool says_spent(struct report *report, const struct fact *f)
{
    size_t from, to;
    return f->sentence == UINT32_MAX || f->year_stated ||
           lexicon_find_version(report->lexicon, document_quote(report->document, f->quote), &from, &to) ==
               VERSION_ACTUAL ||
           !names_budget(report, report->sentences.items[f->sentence].text.s);
}

/* `预算` alone may be next year's, so both figures must tell their year. */
static void add_identity(struct report *report, const struct fact_index *index, struct executions *all,
                         uint32_t actual)
{
    struct fact_key key = claims_key(claims_fact(report, actual));
    if (!key.measure || key.year == 0 || !says_spent(report, claims_fact(report, actual)))
        return;
    for (size_t i = 0; i < N_BUDGETS; i++) {
        key.version = BUDGETS[i];
        uint32_t base = claims_index_only(index, &key);
        bool told = base != FACT_NONE && claims_fact(report, actual)->year_stated &&
                    claims_fact(report, base)->year_stated;
        bool may = base != FACT_NONE && (told || BUDGETS[i] != VERSION_BUDGET);
        if (may && !claims_other_money(report, claims_fact(report, actual), claims_fact(report, base)))
            add(report, all, actual, base, FACT_NONE);
    }
}

static int by_figures(const void *a, const void *b, void *context)
{
    const struct report *report = context;
    const struct execution *x = a, *y = b;
    int order = decimal_cmp(x->spent, y->spent);
    if (order == 0)
        order = decimal_cmp(x->budget, y->budget);
    if (order == 0)
        order = (int)claims_fact(report, x->base)->version - (int)claims_fact(report, y->base)->version;
    return order ? order : x->order < y->order ? -1 : x->order > y->order;
}

static int by_order(const void *a, const void *b)
{
    const struct execution *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static bool alike(const struct report *report, const struct execution *x, const struct execution *y)
{
    return decimal_cmp(x->spent, y->spent) == 0 && decimal_cmp(x->budget, y->budget) == 0 &&
           claims_fact(report, x->base)->version == claims_fact(report, y->base)->version;
}

/* Keeps the first of those with the same figures. */
static void unite(struct report *report, struct executions *all)
{
    uint32_t kept = 0;
    if (all->n == 0)
        return;
    qsort_r(all->items, all->n, sizeof *all->items, by_figures, report);
    for (uint32_t i = 0; i < all->n; i++)
        if (i == 0 || !alike(report, &all->items[i], &all->items[kept - 1]))
            all->items[kept++] = all->items[i];
    all->n = kept;
    qsort(all->items, all->n, sizeof *all->items, by_order);
}

static void file(struct report *report, const struct execution *e)
{
    const struct fact *actual = claims_fact(report, e->actual);
    struct draft d =
        claims_draft(report, CLAIM_EXECUTION, actual->table ? BASIS_FORM : BASIS_WORDS, actual->quote);
    claims_member(&d, ROLE_ACTUAL, 1, e->actual);
    claims_member(&d, ROLE_BASE, 1, e->base);
    if (e->rate != FACT_NONE)
        claims_member(&d, ROLE_RATE, 1, e->rate);
    claims_file(&d);
}

void claims_execution_read(struct report *report, const struct fact_index *index)
{
    struct executions all = {0};
    add_rates(report, &all);
    for (uint32_t f = 0; f < report->facts.n; f++) {
        if (report->facts.items[f].version != VERSION_ACTUAL)
            continue;
        add_row(report, &all, f);
        add_identity(report, index, &all, f);
    }
    unite(report, &all);
    for (uint32_t i = 0; i < all.n; i++)
        file(report, &all.items[i]);
}
