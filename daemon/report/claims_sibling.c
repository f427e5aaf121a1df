/* Lists in prose that are split like another one. `其中` need not name all the parts; but where the report splits the
 * same measure into the same parts once more (of another year, of budget and actual) and there they add up, the list
 * was meant to be complete here too. */
#include "claims_index.h"

#include <stdlib.h>

/* Names of parts that are no measures have so many bytes at least: two Han characters. */
#define LABEL_BYTES_MIN 6

static bool is_known(const struct report *report, const struct claim *claim)
{
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct fact *f = claims_fact(report, claim->members[i].fact);
        bool part = claim->members[i].role == ROLE_PART;
        if (part && (f->measure ? f->measure->total : f->label.len < LABEL_BYTES_MIN))
            return false;
    }
    return claim->kind == CLAIM_SUM && claim->basis == BASIS_WORDS && claim->n > 2;
}

/* 宣传营销支出 is 宣传营销. */
static struct slice name_of(const struct fact *f)
{
    bool spent = slice_ends(f->label, S("支出"));
    return slice_sub(f->label, 0, f->label.len - (spent ? S("支出").len : 0));
}

/* By the measures of total and parts, or the parts' names, as they stand. */
static int cmp_split(const struct report *report, const struct claim *a, const struct claim *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (uint32_t i = 0; i < a->n; i++) {
        const struct fact *x = claims_fact(report, a->members[i].fact),
                          *y = claims_fact(report, b->members[i].fact);
        if (x->measure != y->measure)
            return measure_order(x->measure) < measure_order(y->measure) ? -1 : 1;
        int order = x->measure || i == 0 ? 0 : slice_cmp(name_of(x), name_of(y));
        if (order)
            return order;
    }
    return 0;
}

static int by_split(const void *a, const void *b, void *context)
{
    const struct report *report = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = cmp_split(report, &report->claims.items[x], &report->claims.items[y]);
    return order ? order : x < y ? -1 : x > y;
}

/* Adds up and says something: not all of nothing. */
static bool proves(const struct claim *claim)
{
    return claim->exhaustive && (claim->lenient == VERDICT_EXACT || claim->lenient == VERDICT_ROUNDED) &&
           decimal_sign(claim->stated) != 0;
}

static void complete(struct report *report, struct claim *claim)
{
    if (claim->exhaustive || decimal_sign(claim->stated) == 0)
        return;
    claim->exhaustive = true;
    claim_judge(report, claim);
}

void claims_sibling_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    uint32_t *order = arena_array(report->arena, report->claims.n + 1u, sizeof *order), n = 0;
    for (uint32_t c = 0; c < report->claims.n; c++)
        if (is_known(report, &report->claims.items[c]))
            order[n++] = c;
    qsort_r(order, n, sizeof *order, by_split, report);
    for (uint32_t i = 0, end; i < n; i = end) {
        bool proved = false;
        for (end = i; end < n && cmp_split(report, &report->claims.items[order[i]],
                                           &report->claims.items[order[end]]) == 0;
             end++)
            proved |= proves(&report->claims.items[order[end]]);
        for (uint32_t c = i; c < end && proved; c++)
            complete(report, &report->claims.items[order[c]]);
    }
}
