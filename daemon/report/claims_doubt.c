/* Doubt: a claim that fails because the table was read wrong, not because its author erred. Errors are few among
 * sums that hold; where most of a table's sums fail together, or another reading of the same figures holds to the
 * last digit, the reading is at fault. Such a claim keeps its verdict and loses its confidence, so that it is told
 * only to those who ask for everything. */
#include "claims_priv.h"

#include <stdlib.h>

#define DOUBTED     30 /* confidence: below what the usual strictness tells */
#define TOGETHER    3  /* so many fail at once, and half of a table's: not slips of the pen */
#define HALF        2
#define FIFTH       5  /* of all figures that several tables share */
#define COMPENDIUM  20 /* tables: more are no department's report */
#define ROW_FACTS   64 /* figures before and after one that may stand in its row */
#define AVERAGE_MIN 4  /* parts */
#define MANY        10 /* conflicts, among which some look like slips by chance */
#define NESTED_MIN  4  /* parts of which some may be parts of others */
#define NESTED_MAX  14 /* more parts than this are not tried in all combinations */

/* Claims of one table, kind and basis; of sameness, those between two tables. */
struct family {
    uint64_t key; /* 0: of no table */
    uint32_t claim;
};

static uint32_t table_of(const struct report *report, const struct member *member)
{
    const struct table *table = claims_fact(report, member->fact)->table;
    return table ? table->number : 0;
}

static uint64_t family_of(const struct report *report, const struct claim *claim)
{
    uint32_t a = claim->n ? table_of(report, &claim->members[0]) : 0, b = 0;
    if (claim->kind == CLAIM_SAME) {
        b = table_of(report, &claim->members[1]);
        if (a > b) {
            uint32_t other = a;
            a = b;
            b = other;
        }
        return b ? (uint64_t)a << 32 | (uint64_t)b << 8 | (uint64_t)claim->kind : 0;
    }
    return a ? (uint64_t)a << 32 | (uint64_t)claim->basis << 8 | (uint64_t)claim->kind : 0;
}

static int by_key(const void *a, const void *b)
{
    const struct family *x = a, *y = b;
    return x->key != y->key ? (x->key < y->key ? -1 : 1) : (x->claim > y->claim) - (x->claim < y->claim);
}

static bool violated(const struct claim *claim)
{
    return claim->lenient == VERDICT_VIOLATED;
}

static struct decimal value_of(const struct report *report, const struct member *member)
{
    return quantity_base(claims_fact(report, member->fact)->quantity);
}

static void doubt(struct claim *claim)
{
    if (claim->confidence > DOUBTED)
        claim->confidence = DOUBTED;
}

/* One slip of the pen is evidence of its own. */
static bool is_slip(const struct report *report, const struct claim *claim)
{
    if (claim->kind == CLAIM_SAME)
        return claims_slip_between(value_of(report, &claim->members[0]),
                                   value_of(report, &claim->members[1]));
    return claim->kind == CLAIM_SUM && claims_slip(report, claim);
}

/* What the violated ones of a family have in common. */
struct tally {
    uint32_t failed;
    uint32_t short_of; /* the parts make less than the total, by no slip: some of them were not read */
};

static struct tally tally_of(const struct report *report, const struct family *items, uint32_t n)
{
    struct tally tally = {0};
    for (uint32_t i = 0; i < n; i++) {
        const struct claim *claim = &report->claims.items[items[i].claim];
        if (!violated(claim))
            continue;
        tally.failed++;
        tally.short_of +=
            claim->kind == CLAIM_SUM && decimal_sign(claim->difference) > 0 && !is_slip(report, claim);
    }
    return tally;
}

/* Where one in `share` fails or more. */
static void doubt_family(struct report *report, const struct family *items, uint32_t n, uint32_t share)
{
    struct tally tally = tally_of(report, items, n);
    if (tally.failed < TOGETHER || (share * tally.failed < n && tally.short_of < tally.failed))
        return;
    for (uint32_t i = 0; i < n; i++) {
        struct claim *claim = &report->claims.items[items[i].claim];
        if (violated(claim) && (tally.failed >= MANY || !is_slip(report, claim)))
            doubt(claim);
    }
}

static void doubt_families(struct report *report)
{
    struct family *items = arena_array(report->arena, report->claims.n + 1u, sizeof *items);
    uint32_t n = 0;
    for (uint32_t i = 0; i < report->claims.n; i++) {
        uint64_t key = family_of(report, &report->claims.items[i]);
        if (key)
            items[n++] = (struct family){key, i};
    }
    qsort(items, n, sizeof *items, by_key);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && items[end].key == items[i].key; end++)
            continue;
        doubt_family(report, items + i, end - i, HALF);
    }
}

/* Sameness between tables fails as one where the document has the same table for several levels of government. */
static void doubt_tables(struct report *report)
{
    struct family *items = arena_array(report->arena, report->claims.n + 1u, sizeof *items);
    uint32_t n = 0;
    for (uint32_t i = 0; i < report->claims.n; i++) {
        const struct claim *claim = &report->claims.items[i];
        if (claim->kind == CLAIM_SAME && table_of(report, &claim->members[0]) &&
            table_of(report, &claim->members[1]))
            items[n++] = (struct family){1, i};
    }
    doubt_family(report, items, n, FIFTH);
}

/* Σ of the parts whose bit is set, against the total. */
static bool makes_total(const struct decimal *parts, uint32_t n, uint32_t bits, struct decimal total)
{
    struct decimal sum = {0};
    for (uint32_t i = 0; i < n; i++)
        if (bits >> i & 1 && !decimal_add(sum, parts[i], &sum))
            return false;
    return decimal_cmp(sum, total) == 0;
}

/* Some of the parts make the total, and two others or more are parts of these. One left out alone is an error that
 * people make. */
static bool is_nested(const struct decimal *parts, uint32_t n, struct decimal total)
{
    if (n < NESTED_MIN || n > NESTED_MAX)
        return false;
    for (uint32_t bits = 1; bits < 1u << n; bits++) {
        int taken = __builtin_popcount(bits);
        if (taken >= 2 && taken + 2 <= (int)n && makes_total(parts, n, bits, total))
            return true;
    }
    return false;
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

/* Four parts or more, each of the total's own size: the total is their average. */
static bool is_average(const struct decimal *parts, uint32_t n, struct decimal total)
{
    for (uint32_t i = 0; i < n; i++) {
        struct decimal thrice;
        if (!decimal_mul(parts[i], (struct decimal){.units = 3}, &thrice) || decimal_cmp(thrice, total) < 0)
            return false;
    }
    return n >= AVERAGE_MIN && decimal_sign(total) > 0;
}

/* Whether the same figures fit another reading of the table. */
static bool fits_otherwise(const struct report *report, const struct claim *claim)
{
    struct decimal parts[NESTED_MAX], total = {0};
    uint32_t n = 0;
    if (claim->n > NESTED_MAX + 1)
        return false;
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct member *m = &claim->members[i];
        if (m->role == ROLE_TOTAL)
            total = value_of(report, m);
        else if (m->sign >= 0)
            parts[n++] = value_of(report, m);
    }
    return n < 2 || is_total_of(parts, n, total) || is_nested(parts, n, total) || has_inner_total(parts, n) ||
           is_average(parts, n, total);
}

static bool is_of_rows(const struct claim *claim)
{
    return claim->kind == CLAIM_SUM && claim->basis == BASIS_TOTAL_ROW &&
           claim->members[0].role == ROLE_TOTAL;
}

static bool is_of_table(const struct claim *claim)
{
    return claim->kind == CLAIM_SUM &&
           (claim->basis == BASIS_TOTAL_ROW || claim->basis == BASIS_TOTAL_COLUMN);
}

/* A total row that holds with the rows under it is none of the rows above it. */
static void doubt_second_readings(struct report *report)
{
    bool *holds = arena_array(report->arena, report->facts.n + 1u, sizeof *holds);
    for (uint32_t i = 0; i < report->claims.n; i++) {
        const struct claim *claim = &report->claims.items[i];
        if (is_of_rows(claim) && claim->lenient < VERDICT_VIOLATED)
            holds[claim->members[0].fact] = true;
    }
    for (uint32_t i = 0; i < report->claims.n; i++) {
        struct claim *claim = &report->claims.items[i];
        if (is_of_rows(claim) && violated(claim) && holds[claim->members[0].fact])
            doubt(claim);
    }
}

/* 其他海关事务支出 is not 海关事务支出: rows whose names differ by what stands before. */
static bool is_narrower(const struct report *report, const struct claim *claim)
{
    const struct fact *a = claims_fact(report, claim->members[0].fact),
                      *b = claims_fact(report, claim->members[1].fact);
    return a->table && b->table && (!slice_eq(a->label, b->label) || !a->label.len);
}

/* A share or an execution rate below zero of figures above it: the column is a growth. */
static bool is_no_rate(const struct report *report, const struct claim *claim)
{
    return claims_fact(report, claim->members[0].fact)->table && decimal_sign(claim->stated) < 0 &&
           decimal_sign(claim->computed) >= 0;
}

/* What a sum lacks stands in another row of the same column: the domain's list of parts is not this table's. */
static bool lacks_a_row(const struct report *report, const struct claim *claim)
{
    const struct fact *total = claims_fact(report, claim->members[0].fact);
    struct decimal lacking = decimal_shift(claim->difference, claim->unit ? claim->unit->power : 0);
    if (claim->basis != BASIS_LEXICON || !total->table || !total->cell || decimal_sign(lacking) <= 0)
        return false;
    for (uint32_t i = claim->members[0].fact; i < report->facts.n; i++) {
        const struct fact *fact = claims_fact(report, i);
        if (fact->table != total->table)
            break;
        if (fact->cell->column == total->cell->column &&
            decimal_cmp(quantity_base(fact->quantity), lacking) == 0)
            return true;
    }
    return false;
}

/* A compendium has the same table for each level of government, and its captions do not always say so. */
static bool is_across_tables(const struct report *report, const struct claim *claim)
{
    uint32_t a = table_of(report, &claim->members[0]), b = table_of(report, &claim->members[1]);
    return report->document->n_tables >= COMPENDIUM && a && b && a != b;
}

static uint32_t distance(const struct cell *a, const struct cell *b)
{
    return a->column > b->column ? a->column - b->column : b->column - a->column;
}

/* A figure of the base's version stands nearer to the actual one in the same row: the base is another group's. */
static bool has_nearer_base(const struct report *report, uint32_t at, const struct fact *base)
{
    const struct fact *actual = claims_fact(report, at);
    if (!actual->cell || !base->cell || actual->table != base->table || actual->cell->row != base->cell->row)
        return false;
    for (uint32_t i = at > ROW_FACTS ? at - ROW_FACTS : 0; i < report->facts.n && i <= at + ROW_FACTS; i++) {
        const struct fact *fact = claims_fact(report, i);
        if (fact->table == actual->table && fact->cell->row == actual->cell->row &&
            fact->version == base->version && fact != base &&
            distance(fact->cell, actual->cell) < distance(base->cell, actual->cell))
            return true;
    }
    return false;
}

static bool is_other_base(const struct report *report, const struct claim *claim)
{
    if (claim->kind != CLAIM_EXECUTION || claim->n < 2)
        return false;
    const struct fact *actual = claims_fact(report, claim->members[0].fact),
                      *base = claims_fact(report, claim->members[1].fact);
    bool over = decimal_cmp(quantity_base(base->quantity), quantity_base(actual->quantity)) < 0;
    return over && (is_across_tables(report, claim) || has_nearer_base(report, claim->members[0].fact, base));
}

static bool misread(const struct report *report, const struct claim *claim)
{
    if (claim->kind == CLAIM_SAME)
        return is_narrower(report, claim) || (is_across_tables(report, claim) && !is_slip(report, claim));
    if (claim->kind == CLAIM_RATIO)
        return is_no_rate(report, claim);
    if (claim->kind == CLAIM_SUM && lacks_a_row(report, claim))
        return true;
    return is_of_table(claim) && fits_otherwise(report, claim);
}

void claims_doubt(struct report *report)
{
    doubt_families(report);
    doubt_tables(report);
    doubt_second_readings(report);
    for (uint32_t i = 0; i < report->claims.n; i++) {
        struct claim *claim = &report->claims.items[i];
        if ((violated(claim) && misread(report, claim)) || is_other_base(report, claim))
            doubt(claim);
    }
}
