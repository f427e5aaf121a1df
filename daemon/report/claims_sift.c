/* Conflicts between two places that speak of different things. Two tables of a long report give the same items
 * for the whole province and for its capital, for budget and accounts of other funds; nothing in a row tells.
 * What tells is that nearly all of their common items differ: where two places state the same facts, most
 * agree. */
#include "claims_index.h"

#include <stdlib.h>

/* For each conflict between two tables so many agreements. */
#define AGREE_PER_CONFLICT 2

struct meeting {
    uint32_t places[2]; /* numbers of tables from 1, 0 for all prose; the smaller first */
    uint32_t claim;
};

static uint32_t place_of(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    return f->table ? f->table->number + 1 : 0;
}

static int cmp_places(const struct meeting *a, const struct meeting *b)
{
    for (int i = 0; i < 2; i++)
        if (a->places[i] != b->places[i])
            return a->places[i] < b->places[i] ? -1 : 1;
    return 0;
}

static int by_places(const void *a, const void *b)
{
    const struct meeting *x = a, *y = b;
    int order = cmp_places(x, y);
    return order ? order : x->claim < y->claim ? -1 : x->claim > y->claim;
}

static bool conflicts(const struct report *report, const struct meeting *m)
{
    return report->claims.items[m->claim].lenient == VERDICT_VIOLATED;
}

static bool is_slip(const struct report *report, const struct claim *claim)
{
    return claims_slip_between(quantity_base(claims_fact(report, claim->members[0].fact)->quantity),
                               quantity_base(claims_fact(report, claim->members[1].fact)->quantity));
}

static bool one_name(const struct report *report, const struct claim *claim)
{
    return slice_eq(slice_trim(claims_fact(report, claim->members[0].fact)->label),
                    slice_trim(claims_fact(report, claim->members[1].fact)->label));
}

/* One conflict alone is believed between a table and the text; between two tables most must agree, or one slip makes
 * one figure of the other. */
static bool believed(const struct report *report, const struct meeting *first, uint32_t n)
{
    uint32_t agree = 0, differ = 0, near = 0, named = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool conflict = conflicts(report, &first[i]);
        differ += conflict;
        agree += !conflict;
        named += conflict && one_name(report, &report->claims.items[first[i].claim]);
        near += conflict && is_slip(report, &report->claims.items[first[i].claim]);
    }
    if (first->places[0] == 0)
        return differ <= 1 || agree >= differ;
    return (agree >= AGREE_PER_CONFLICT * differ && named == differ) || (differ == 1 && near > 0);
}

static struct meeting *meetings(struct report *report, uint32_t first, uint32_t *ret_n)
{
    struct meeting *all = arena_array(report->arena, report->claims.n - first + 1u, sizeof *all);
    uint32_t n = 0;
    for (uint32_t c = first; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        uint32_t a = place_of(report, claim->members[0].fact), b = place_of(report, claim->members[1].fact);
        if (claim->kind == CLAIM_SAME && claim->lenient != VERDICT_UNKNOWN && (a || b))
            all[n++] = (struct meeting){{a < b ? a : b, a < b ? b : a}, c};
    }
    qsort(all, n, sizeof *all, by_places);
    *ret_n = n;
    return all;
}

void claims_sift(struct report *report, uint32_t first)
{
    uint32_t n, kept = first;
    const struct meeting *all = meetings(report, first, &n);
    bool *dropped = arena_array(report->arena, report->claims.n + 1u, sizeof *dropped);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && cmp_places(&all[i], &all[end]) == 0;)
            end++;
        bool drop = !believed(report, &all[i], end - i);
        for (uint32_t m = i; m < end && drop; m++)
            dropped[all[m].claim] = conflicts(report, &all[m]);
    }
    for (uint32_t c = first; c < report->claims.n; c++)
        if (!dropped[c])
            report->claims.items[kept++] = report->claims.items[c];
    report->claims.n = kept;
}
