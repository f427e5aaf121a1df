/* A part that is more than its whole, wherever the two stand: 项目支出 of the form above 支出合计 of the text. Lists and
 * totals have readers of their own; here only what the report gives once, of the same year, version, holder and
 * scope, is held against the measure that the lexicon makes it a part of. */
#include "claims_index.h"

#include "table_kind.h"

/* The lexicon's longest chain of wholes, with room. */
#define WHOLES_UP 6
/* So many parts above their whole and the report is no report but a puzzle: the rest is not looked at. */
#define TRIES_MAX 64

static bool is_part(const struct fact *f)
{
    return f->measure && f->measure->parent && claims_amount(f) && claims_dimension(f) == DIMENSION_MONEY &&
           decimal_sign(f->quantity->value) > 0 && f->version != VERSION_UNKNOWN;
}

/* A sum that has both already says so. */
static bool summed(const struct report *report, uint32_t part, uint32_t whole)
{
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        if (claim->kind != CLAIM_SUM || claim->members[0].fact != whole)
            continue;
        for (uint32_t i = 1; i < claim->n; i++)
            if (claim->members[i].fact == part)
                return true;
    }
    return false;
}

/* Tables of budgets and accounts give all levels and funds under the same names; a form has the department's own. */
static bool is_form(const struct fact *f)
{
    return f->table && (f->table->kinds & (1u << TABLE_INDICATORS | 1u << TABLE_FUNDS));
}

static bool near_by(const struct fact *a, const struct fact *b)
{
    return a->table == b->table || ((!a->table || is_form(a)) && (!b->table || is_form(b)));
}

static bool is_above(const struct report *report, uint32_t part, uint32_t whole)
{
    const struct fact *p = claims_fact(report, part), *w = claims_fact(report, whole);
    struct interval a, b;
    return near_by(p, w) && claims_addable(p, w) && quantity_interval(p->quantity, &a) &&
           quantity_interval(w->quantity, &b) && decimal_cmp(a.low, b.high) > 0 &&
           !claims_other_money(report, p, w);
}

/* Gives how many sums were looked through. */
static unsigned read_part(struct report *report, const struct fact_index *index, uint32_t part)
{
    struct fact_key key = claims_key(claims_fact(report, part));
    for (int up = 0; up < WHOLES_UP && key.measure->parent; up++) {
        key.measure = key.measure->parent;
        uint32_t whole = claims_index_only(index, &key);
        if (whole == FACT_NONE || !is_above(report, part, whole))
            continue;
        if (summed(report, part, whole))
            return 1;
        struct draft d = claims_draft(report, CLAIM_SUM, BASIS_LEXICON, claims_fact(report, part)->quote);
        d.claim.exhaustive = false;
        claims_member(&d, ROLE_TOTAL, 1, whole);
        claims_member(&d, ROLE_PART, 1, part);
        if (claims_try(&d) == VERDICT_VIOLATED)
            claims_file(&d);
        return 1;
    }
    return 0;
}

void claims_part_read(struct report *report, const struct fact_index *index)
{
    unsigned tries = 0;
    for (uint32_t i = 0; i < index->n && tries < TRIES_MAX; i++)
        if (is_part(claims_fact(report, index->order[i])))
            tries += read_part(report, index, index->order[i]);
}
