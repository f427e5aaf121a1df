/* What spending earned: score = weight · execution rate. In the funds row of a form the weight stands in a column of its
 * own, in a head (`执行率（10分）`) or in the note under the table; among the indicators the row's own words must give
 * the formula (`得分=执行率×分值`); in prose one sentence has all three. */
#include "claims_index.h"
#include "claims_sheet.h"

/* Facts at the start of a table among which those of its heads stand. */
#define HEAD_FACTS 200
/* Facts after a table, of its note, that may give the weight. */
#define NOTE_FACTS 4
/* Facts of a sentence between a score and its weight. */
#define PROSE_REACH 6

static bool says(const struct report *report, const char *class, struct slice text)
{
    size_t from, to;
    return lexicon_find_word(report->lexicon, class, text, &from, &to);
}

static void file(struct report *report, enum basis basis, uint32_t score, uint32_t weight, uint32_t rate)
{
    struct draft d = claims_draft(report, CLAIM_IDENTITY, basis, claims_fact(report, score)->quote);
    claims_member(&d, ROLE_SCORE, 1, score);
    claims_member(&d, ROLE_WEIGHT, 1, weight);
    claims_member(&d, ROLE_RATE, 1, rate);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

static bool is_points(const struct fact *f)
{
    return claims_dimension(f) == DIMENSION_SCORE && f->quantity->kind == QUANTITY_VALUE &&
           decimal_sign(f->quantity->value) > 0;
}

/* Points in a head over the row that speaks of execution: `预算执行情况（10分）`. */
static uint32_t weight_in_heads(const struct sheet *s, uint32_t row)
{
    const struct table_row *info = &s->table->row[row];
    uint32_t found = FACT_NONE;
    for (uint32_t i = s->first_fact; i < s->end_fact && i < s->first_fact + HEAD_FACTS; i++) {
        const struct fact *f = claims_fact(s->report, i);
        if (f->sentence == UINT32_MAX || !f->cell || f->cell->row < info->head_from ||
            f->cell->row >= info->head_to || !is_points(f) || !says(s->report, "earned-by", f->cell->text.s))
            continue;
        if (found != FACT_NONE &&
            decimal_cmp(claims_fact(s->report, found)->quantity->value, f->quantity->value) != 0)
            return FACT_NONE;
        found = i;
    }
    return found;
}

/* `注：预算执行率分值为10分`. */
static uint32_t weight_below(const struct sheet *s)
{
    for (uint32_t i = s->end_fact; i < s->report->facts.n && i < s->end_fact + NOTE_FACTS; i++) {
        const struct fact *f = claims_fact(s->report, i);
        bool note = !f->table && f->version == VERSION_WEIGHT && is_points(f);
        if (note && says(s->report, "earned-by", document_quote(s->report->document, f->quote)))
            return i;
    }
    return FACT_NONE;
}

/* The row's own words say how it is scored. */
static bool has_formula(const struct sheet *s, uint32_t row)
{
    for (uint32_t c = 0; c < s->table->columns; c++) {
        const struct cell *cell = table_cell(s->table, row, c);
        if (cell && says(s->report, "earned-by", cell->text.s) &&
            says(s->report, "earned-times", cell->text.s))
            return true;
    }
    return false;
}

static uint32_t rate_of(const struct sheet *s, uint32_t row)
{
    if (claims_sheet_find(s, row, VERSION_ACTUAL) != FACT_NONE)
        return claims_sheet_find(s, row, VERSION_RATE);
    uint32_t achieved = claims_sheet_find(s, row, VERSION_ACHIEVED);
    bool rate = achieved != FACT_NONE &&
                claims_dimension(claims_fact(s->report, achieved)) == DIMENSION_PERCENT &&
                has_formula(s, row);
    return rate ? achieved : FACT_NONE;
}

/* A form without a column of rates: what was spent of the last budget beside it. */
static void read_spending(const struct sheet *s, uint32_t row, uint32_t score, uint32_t weight)
{
    static const enum version budgets[] = {VERSION_ADJUSTED, VERSION_BUDGET, VERSION_INITIAL};
    uint32_t actual = claims_sheet_find(s, row, VERSION_ACTUAL), base = FACT_NONE;
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets && base == FACT_NONE; i++)
        base = claims_sheet_find(s, row, budgets[i]);
    if (score == FACT_NONE || weight == FACT_NONE || actual == FACT_NONE || base == FACT_NONE)
        return;
    struct draft d =
        claims_draft(s->report, CLAIM_IDENTITY, BASIS_FORM, claims_fact(s->report, score)->quote);
    claims_member(&d, ROLE_SCORE, 1, score);
    claims_member(&d, ROLE_WEIGHT, 1, weight);
    claims_member(&d, ROLE_ACTUAL, 1, actual);
    claims_member(&d, ROLE_BASE, 1, base);
    if (claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

void claims_earned_row(const struct sheet *s, uint32_t row)
{
    uint32_t score = claims_sheet_find(s, row, VERSION_SCORE),
             weight = claims_sheet_find(s, row, VERSION_WEIGHT),
             rate = score != FACT_NONE ? rate_of(s, row) : FACT_NONE;
    if (rate == FACT_NONE)
        read_spending(s, row, score, weight);
    if (rate == FACT_NONE)
        return;
    if (weight == FACT_NONE)
        weight = weight_in_heads(s, row);
    if (weight == FACT_NONE)
        weight = weight_below(s);
    if (weight != FACT_NONE)
        file(s->report, BASIS_FORM, score, weight, rate);
}

/* ------------------------------------------------------------------ prose */

static void read_score(struct report *report, uint32_t score)
{
    const struct fact *s = claims_fact(report, score);
    uint32_t weight = FACT_NONE, rate = FACT_NONE;
    for (uint32_t i = score, back = 0; i-- > 0 && back < PROSE_REACH; back++) {
        const struct fact *f = claims_fact(report, i);
        if (f->sentence != s->sentence || f->version == VERSION_SCORE)
            break;
        if (f->version == VERSION_WEIGHT && is_points(f))
            weight = weight == FACT_NONE ? i : weight;
        else if (f->version == VERSION_RATE && claims_dimension(f) == DIMENSION_PERCENT)
            rate = rate == FACT_NONE ? i : rate;
    }
    if (weight != FACT_NONE && rate != FACT_NONE &&
        says(report, "earned-by", document_quote(report->document, claims_fact(report, weight)->quote)))
        file(report, BASIS_WORDS, score, weight, rate);
}

void claims_earned_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (fact->version == VERSION_SCORE && fact->sentence != UINT32_MAX && is_points(fact))
            read_score(report, f);
    }
}
