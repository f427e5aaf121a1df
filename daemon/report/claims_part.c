/* A part that is more than its whole, wherever the two stand: 项目支出 of the form above 支出合计 of the text. Lists and
 * totals have readers of their own; here only what the report gives once, of the same year, version, holder and
 * scope, is held against what the lexicon makes parts of it. */
#include "claims_index.h"

#include "table_kind.h"

/* Parts have parts; a lexicon that a bureau closed to a ring must end too. */
#define PARTS_DEPTH 4
/* So many parts above their whole and the report is no report but a puzzle: the rest is not looked at. */
#define TRIES_MAX 64

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

struct search {
    struct report *report;
    const struct fact_index *index;
    uint32_t whole;
    unsigned tries;
};

static void file_above(struct search *s, uint32_t part)
{
    s->tries++;
    if (summed(s->report, part, s->whole))
        return;
    struct draft d = claims_draft(s->report, CLAIM_SUM, BASIS_LEXICON, claims_fact(s->report, part)->quote);
    d.claim.exhaustive = false;
    claims_member(&d, ROLE_TOTAL, 1, s->whole);
    claims_member(&d, ROLE_PART, 1, part);
    if (claims_try(&d) == VERDICT_VIOLATED)
        claims_file(&d);
}

/* The parts of a measure, and theirs. */
static void look_at_parts(struct search *s, struct fact_key key, int depth)
{
    const struct measure *whole = key.measure;
    for (uint32_t i = 0; depth < PARTS_DEPTH && i < whole->n_parts && s->tries < TRIES_MAX; i++) {
        key.measure = whole->parts[i];
        uint32_t part = claims_index_only(s->index, &key);
        if (part != FACT_NONE && is_above(s->report, part, s->whole))
            file_above(s, part);
        look_at_parts(s, key, depth + 1);
    }
}

/* 合计 of a list's column is of the list. */
static bool is_of_list(const struct report *report, const struct fact *f)
{
    size_t from, to;
    return f->table && f->sentence == UINT32_MAX &&
           lexicon_find_word(report->lexicon, "table-total", f->label, &from, &to) && to == f->label.len &&
           !slice_eq(f->label, f->measure->name);
}

static bool is_whole(const struct report *report, const struct fact_index *index, uint32_t i)
{
    const struct fact *f = claims_fact(report, index->order[i]);
    struct fact_key key = claims_key(f);
    return (!f->table || is_form(f)) && f->measure->n_parts && !is_of_list(report, f) &&
           claims_dimension(f) == DIMENSION_MONEY && claims_index_only(index, &key) == index->order[i];
}

void claims_part_read(struct report *report, const struct fact_index *index)
{
    struct search s = {report, index, FACT_NONE, 0};
    for (uint32_t i = 0; i < index->n && s.tries < TRIES_MAX; i++) {
        s.whole = index->order[i];
        if (is_whole(report, index, i))
            look_at_parts(&s, claims_key(claims_fact(report, s.whole)), 0);
    }
}
