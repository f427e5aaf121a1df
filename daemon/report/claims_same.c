/* One fact stated twice. Only where measure, year, version, holder, scope and dimension are all known and
 * equal (claims_index.h) are two statements taken for the same; even then figures that are stated with
 * different values several times each are more likely different things under one name, and nothing is claimed
 * of them. */
#include "claims_index.h"

/* More different values than this under one identity and it is no identity: a list, a table of months. */
#define VALUES_MAX 2

static bool same_value(const struct report *report, uint32_t a, uint32_t b)
{
    return decimal_cmp(quantity_base(claims_fact(report, a)->quantity),
                       quantity_base(claims_fact(report, b)->quantity)) == 0;
}

static void file_pair(struct report *report, uint32_t first, uint32_t second)
{
    struct draft d = claims_draft(report, CLAIM_SAME, BASIS_LEXICON, claims_fact(report, second)->quote);
    claims_member(&d, ROLE_FIRST, 1, first);
    claims_member(&d, ROLE_SECOND, 1, second);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* The statement of a group that most others agree with; the first of them. Values that occur are few. */
static uint32_t values_of(const struct report *report, const uint32_t *facts, uint32_t n,
                          uint32_t values[VALUES_MAX], uint32_t counts[VALUES_MAX])
{
    uint32_t n_values = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t v = 0;
        while (v < n_values && !same_value(report, values[v], facts[i]))
            v++;
        if (v == VALUES_MAX)
            return VALUES_MAX + 1;
        if (v == n_values) {
            values[n_values++] = facts[i];
            counts[v] = 0;
        }
        counts[v]++;
    }
    return n_values;
}

/* Two statements of one sentence or one row are two things, whatever they are called. */
static bool apart(const struct report *report, uint32_t a, uint32_t b)
{
    const struct fact *x = claims_fact(report, a), *y = claims_fact(report, b);
    if (x->sentence != UINT32_MAX && x->sentence == y->sentence)
        return false;
    return !x->table || x->table != y->table || !x->cell || !y->cell ||
           (x->cell->row != y->cell->row && x->cell->column != y->cell->column);
}

static void read_group(struct report *report, const uint32_t *facts, uint32_t n)
{
    uint32_t values[VALUES_MAX], counts[VALUES_MAX];
    uint32_t n_values = values_of(report, facts, n, values, counts);
    if (n_values > VALUES_MAX)
        return;
    for (uint32_t i = 1; i < n; i++)
        if (same_value(report, facts[i - 1], facts[i]))
            file_pair(report, facts[i - 1], facts[i]);
    if (n_values == 2 && (counts[0] == 1 || counts[1] == 1) && apart(report, values[0], values[1]))
        file_pair(report, values[0], values[1]);
}

void claims_same_read(struct report *report, const struct fact_index *index)
{
    for (uint32_t i = 0, n; i < index->n; i += n) {
        struct fact_key key = claims_key(claims_fact(report, index->order[i]));
        for (n = 1; i + n < index->n; n++) {
            struct fact_key next = claims_key(claims_fact(report, index->order[i + n]));
            if (claims_key_cmp(&key, &next) != 0)
                break;
        }
        if (n > 1)
            read_group(report, index->order + i, n);
    }
}
