/* Doubt: a claim that fails because its table was read wrong, not because its author erred. Where another reading of
 * the same figures holds to the last digit, the reading is at fault. Such a claim keeps its verdict and loses its
 * confidence, so that it is told only to those who ask for everything. */
#include "claims_priv.h"

#define DOUBTED       30 /* confidence: below what the usual strictness tells */
#define PARTS_MAX     64 /* more parts are not looked through for another reading */
#define COMPENDIUM    20 /* tables: more are no department's report */
#define FAR           5
#define FORM_ROWS     8    /* rows of a form's funds */
#define CLAIMS_BESIDE 32   /* claims before and after one among which those of its row stand */
#define COLUMNS_PROOF 2    /* columns that add up */
#define COLUMN_FACTS  1000 /* figures before and after a total that may stand in its column */
#define ROW_FACTS     64   /* figures before and after one that may stand in its row */

static bool violated(const struct claim *claim)
{
    return claim->lenient == VERDICT_VIOLATED;
}

static struct decimal value_of(const struct report *report, const struct member *member)
{
    return quantity_base(claims_fact(report, member->fact)->quantity);
}

/* A part that is the total itself, or the sum of the others and the total: another row is the total. */
static bool is_total_of(const struct decimal *parts, uint32_t n, struct decimal total)
{
    struct decimal all = total, rest;
    for (uint32_t i = 0; i < n; i++)
        if (!decimal_add(all, parts[i], &all))
            return false;
    for (uint32_t i = 0; i < n; i++)
        if (decimal_cmp(parts[i], total) == 0 ||
            (decimal_sub(all, parts[i], &rest) && decimal_cmp(parts[i], rest) == 0))
            return true;
    return false;
}

/* A part that is the sum of those right after it: they are its own parts. */
static bool has_inner_total(const struct decimal *parts, uint32_t n)
{
    for (uint32_t i = 0; i + 2 < n; i++) {
        struct decimal sum = parts[i + 1];
        for (uint32_t j = i + 2; j < n && decimal_sign(parts[i]) > 0; j++)
            if (!decimal_add(sum, parts[j], &sum) || decimal_cmp(sum, parts[i]) == 0)
                return true;
    }
    return false;
}

/* A row that says 其中 after other parts is a part of the row above it, and not of the total; as the first part it
 * opens the list. */
static bool is_inside(const struct report *report, const struct member *part)
{
    const struct fact *fact = claims_fact(report, part->fact);
    const struct cell *label = fact->cell ? table_cell(fact->table, fact->cell->row, 0) : NULL;
    return label && slice_starts(label->text.s, S("其中"));
}

/* Whether the same figures fit another reading of the table. */
static bool fits_otherwise(const struct report *report, const struct claim *claim)
{
    struct decimal parts[PARTS_MAX], total = {0};
    uint32_t n = 0;
    if (claim->n > PARTS_MAX + 1)
        return false;
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct member *m = &claim->members[i];
        if (m->role != ROLE_TOTAL && i > 1 && is_inside(report, m) && !is_inside(report, &claim->members[1]))
            return true;
        if (m->role == ROLE_TOTAL)
            total = value_of(report, m);
        else if (m->sign >= 0)
            parts[n++] = value_of(report, m);
    }
    return is_total_of(parts, n, total) || has_inner_total(parts, n);
}

static bool is_member(const struct claim *claim, uint32_t fact)
{
    for (uint32_t i = 0; i < claim->n; i++)
        if (claim->members[i].fact == fact)
            return true;
    return false;
}

/* Whether a fact is just what a sum lacks; one of a form may be printed without a unit. */
static bool is_lacking(const struct claim *claim, const struct fact *fact)
{
    struct decimal lacking = decimal_shift(claim->difference, claim->unit ? claim->unit->power : 0);
    if (!fact->quantity->unit)
        return decimal_cmp(fact->quantity->value, claim->difference) == 0;
    return decimal_cmp(quantity_base(fact->quantity), lacking) == 0;
}

/* Whether a row left out could stand here: in the total's column, or in a form whose total is told among words
 * (资金总额：12.60) in the rows right below. */
static bool may_be_part(const struct claim *claim, const struct fact *total, const struct fact *fact)
{
    if (fact->table != total->table || !fact->cell)
        return false;
    bool told = claim->basis == BASIS_LEXICON && total->sentence != UINT32_MAX &&
                decimal_cmp(claim->computed, claim->stated) < 0;
    return fact->cell->column == total->cell->column ||
           (told && claims_amount(fact) && fact->cell->row > total->cell->row &&
            fact->cell->row <= total->cell->row + FORM_ROWS);
}

/* What a sum lacks stands in another row: the list of parts is not this table's. */
static bool lacks_a_row(const struct report *report, const struct claim *claim)
{
    const struct fact *total = claims_fact(report, claim->members[0].fact);
    if (!total->cell || decimal_sign(claim->difference) <= 0)
        return false;
    uint32_t at = claim->members[0].fact;
    for (uint32_t i = at > COLUMN_FACTS ? at - COLUMN_FACTS : 0; i < report->facts.n && i < at + COLUMN_FACTS;
         i++) {
        const struct fact *fact = claims_fact(report, i);
        if (may_be_part(claim, total, fact) && is_lacking(claim, fact) && !is_member(claim, i))
            return true;
    }
    return false;
}

/* The same rows add up in other columns, at least two: they are the parts, and that some make another is chance. */
static bool holds_beside(const struct report *report, uint32_t at)
{
    const struct claim *claim = &report->claims.items[at];
    const struct fact *total = claims_fact(report, claim->members[0].fact);
    uint32_t from = at > CLAIMS_BESIDE ? at - CLAIMS_BESIDE : 0, holding = 0;
    for (uint32_t i = from; i < report->claims.n && i <= at + CLAIMS_BESIDE && total->cell; i++) {
        const struct claim *other = &report->claims.items[i];
        if (other->kind != CLAIM_SUM || other->basis != BASIS_TOTAL_ROW || other->n != claim->n ||
            violated(other) || decimal_sign(other->stated) == 0)
            continue;
        const struct fact *its = claims_fact(report, other->members[0].fact);
        holding += its->table == total->table && its->cell && its->cell->row == total->cell->row;
    }
    return holding >= COLUMNS_PROOF;
}

/* The total of a column of balances is the last of them: 结转下年 240, 194, 444, 合计 444. */
static bool has_total_again(const struct report *report, const struct claim *claim)
{
    struct decimal total = value_of(report, &claim->members[0]);
    return claim->n > 1 && decimal_cmp(value_of(report, &claim->members[claim->n - 1]), total) == 0;
}

static bool is_misread_sum(const struct report *report, uint32_t at)
{
    const struct claim *claim = &report->claims.items[at];
    if (claim->kind != CLAIM_SUM || !violated(claim))
        return false;
    bool rows = claim->basis == BASIS_LEXICON || claim->basis == BASIS_TOTAL_ROW;
    if (rows && lacks_a_row(report, claim))
        return true;
    return (claim->basis == BASIS_TOTAL_COLUMN ||
            (claim->basis == BASIS_TOTAL_ROW &&
             (has_total_again(report, claim) || !holds_beside(report, at)))) &&
           fits_otherwise(report, claim);
}

/* Columns between a budget and what was spent of it; on the left, where budgets stand, less by a half. */
static uint32_t distance(const struct cell *budget, const struct cell *actual)
{
    return budget->column < actual->column ? 2 * (actual->column - budget->column) - 1
                                           : 2 * (budget->column - actual->column);
}

/* A figure of the base's version stands nearer to the actual one in the same row: the base is another group's. */
static bool has_nearer_base(const struct report *report, uint32_t at, const struct fact *base)
{
    const struct fact *actual = claims_fact(report, at);
    if (!actual->cell || !base->cell || actual->table != base->table || actual->cell->row != base->cell->row)
        return false;
    for (uint32_t i = at > ROW_FACTS ? at - ROW_FACTS : 0; i < report->facts.n && i <= at + ROW_FACTS; i++) {
        const struct fact *fact = claims_fact(report, i);
        if (fact->table == actual->table && fact->cell && fact->cell->row == actual->cell->row &&
            fact->version == base->version &&
            distance(fact->cell, actual->cell) < distance(base->cell, actual->cell))
            return true;
    }
    return false;
}

/* A compendium has the same table for each level of government, and its captions do not always say so. */
static bool is_across_tables(const struct report *report, const struct fact *a, const struct fact *b)
{
    return report->document->n_tables >= COMPENDIUM && a->table && b->table && a->table != b->table;
}

/* What came in and what was handed on have one name in the prose of a compendium. */
static bool is_other_thing(const struct report *report, const struct claim *claim)
{
    return claim->kind == CLAIM_SAME && violated(claim) && report->document->n_tables >= COMPENDIUM &&
           !slice_eq(claims_fact(report, claim->members[0].fact)->label,
                     claims_fact(report, claim->members[1].fact)->label);
}

/* Spending above a budget that is another's. */
static bool is_other_base(const struct report *report, const struct claim *claim)
{
    if (claim->kind != CLAIM_EXECUTION || claim->n < 2)
        return false;
    const struct fact *actual = claims_fact(report, claim->members[0].fact),
                      *base = claims_fact(report, claim->members[1].fact);
    if (decimal_cmp(quantity_base(base->quantity), quantity_base(actual->quantity)) >= 0)
        return false;
    return is_across_tables(report, actual, base) || has_nearer_base(report, claim->members[0].fact, base);
}

/* More than FAR times the stated rate, or less than one in FAR of it, and no misplaced point: the column is no rate on
 * this base. A rate below zero is a growth. */
static bool is_other_rate(const struct report *report, const struct claim *claim)
{
    struct decimal low = decimal_abs(claim->stated), high = decimal_abs(claim->computed), times;
    if (claim->kind != CLAIM_RATIO || !violated(claim) || !claims_fact(report, claim->members[0].fact)->table)
        return false;
    if (decimal_sign(claim->stated) < 0 && decimal_sign(claim->computed) >= 0)
        return true;
    if (decimal_cmp(low, high) > 0) {
        struct decimal other = low;
        low = high;
        high = other;
    }
    return decimal_mul(low, (struct decimal){.units = FAR}, &times) && decimal_cmp(times, high) < 0 &&
           !claims_slip_between(claim->stated, claim->computed);
}

void claims_doubt(struct report *report)
{
    for (uint32_t i = 0; i < report->claims.n; i++) {
        struct claim *claim = &report->claims.items[i];
        bool doubted = is_misread_sum(report, i) || is_other_base(report, claim) ||
                       is_other_thing(report, claim) || is_other_rate(report, claim);
        if (doubted && claim->confidence > DOUBTED)
            claim->confidence = DOUBTED;
    }
}
