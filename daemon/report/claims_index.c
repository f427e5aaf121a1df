#include "claims_index.h"

#include <stdlib.h>

struct fact_key claims_key(const struct fact *fact)
{
    return (struct fact_key){.measure = fact->measure,
                             .holder = fact->holder,
                             .scope = fact->scope,
                             .year = fact->year,
                             .version = fact->version,
                             .dimension = claims_dimension(fact)};
}

static int cmp_number(long a, long b)
{
    return a < b ? -1 : a > b;
}

int claims_key_cmp(const struct fact_key *a, const struct fact_key *b)
{
    int order = 0;
    if (a->measure != b->measure)
        return cmp_number(measure_order(a->measure), measure_order(b->measure));
    const long numbers[][2] = {
        {a->year, b->year}, {(long)a->dimension, (long)b->dimension}, {(long)a->version, (long)b->version}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && order == 0; i++)
        order = cmp_number(numbers[i][0], numbers[i][1]);
    if (order == 0)
        order = slice_cmp(a->scope, b->scope);
    return order ? order : slice_cmp(a->holder, b->holder);
}

static int by_identity(const void *a, const void *b, void *context)
{
    const struct report *report = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const struct fact *fx = claims_fact(report, x), *fy = claims_fact(report, y);
    if (fx->measure != fy->measure)
        return cmp_number(measure_order(fx->measure), measure_order(fy->measure));
    struct fact_key kx = claims_key(fx), ky = claims_key(fy);
    int order = claims_key_cmp(&kx, &ky);
    return order ? order : cmp_number((long)x, (long)y);
}

/* Weights, scores and indicator values are of their row, not of the department. Of money there are budgets
 * and spending, so its version must be known; people and things are there or not. */
static bool certain(const struct fact *fact)
{
    static const bool of_row[VERSION_COUNT] = {
        [VERSION_WEIGHT] = true, [VERSION_SCORE] = true, [VERSION_TARGET] = true, [VERSION_ACHIEVED] = true};
    bool versioned = fact->version != VERSION_UNKNOWN || claims_dimension(fact) == DIMENSION_PERSON;
    /* a line of a table that was not recognised as one: `公共卫生 349,699` */
    bool loose = !fact->table && claims_dimension(fact) == DIMENSION_NONE;
    return fact->measure && !fact->measure->total && fact->year != 0 && !of_row[fact->version] && versioned &&
           !loose && claims_amount(fact);
}

struct fact_index claims_index_of(struct report *report)
{
    struct fact_index index = {.report = report};
    index.order = arena_array(report->arena, report->facts.n + 1u, sizeof *index.order);
    for (uint32_t f = 0; f < report->facts.n; f++)
        if (certain(&report->facts.items[f]))
            index.order[index.n++] = f;
    qsort_r(index.order, index.n, sizeof *index.order, by_identity, report);
    return index;
}

static int cmp_at(const struct fact_index *index, uint32_t i, const struct fact_key *key)
{
    const struct fact *fact = claims_fact(index->report, index->order[i]);
    if (fact->measure != key->measure) /* nearly all */
        return cmp_number(measure_order(fact->measure), measure_order(key->measure));
    struct fact_key own = claims_key(fact);
    return claims_key_cmp(&own, key);
}

uint32_t claims_index_find(const struct fact_index *index, const struct fact_key *key, uint32_t *ret_first)
{
    uint32_t low = 0, high = index->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cmp_at(index, middle, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t end = low;
    while (end < index->n && cmp_at(index, end, key) == 0)
        end++;
    *ret_first = low;
    return end - low;
}

uint32_t claims_index_only(const struct fact_index *index, const struct fact_key *key)
{
    uint32_t first, n = claims_index_find(index, key, &first);
    if (n == 0)
        return FACT_NONE;
    struct decimal value = quantity_base(claims_fact(index->report, index->order[first])->quantity);
    for (uint32_t i = 1; i < n; i++)
        if (decimal_cmp(value,
                        quantity_base(claims_fact(index->report, index->order[first + i])->quantity)) != 0)
            return FACT_NONE;
    return index->order[first];
}

uint32_t *claims_totals(struct report *report)
{
    uint32_t *totals = arena_array(report->arena, report->facts.n + 1u, sizeof *totals);
    for (uint32_t f = 0; f < report->facts.n; f++)
        totals[f] = FACT_NONE;
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        for (uint32_t i = 1; i < claim->n && claim->kind == CLAIM_SUM && claim->exhaustive; i++)
            totals[claim->members[i].fact] = claim->members[0].fact;
    }
    return totals;
}
