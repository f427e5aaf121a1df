/* Proof: a grid that was rebuilt (grid.h) is a guess until its figures add up. Where a column's rows make its total to the
 * last digit, or a row's rate is its quotient, the figures stand in the columns they were laid in, and so does what
 * stands right beside them in their rows without a gap. What is violated there is then as sure as in a grid that was
 * given. Where the heads are a guess too, sums tell nothing of them: rates, weights or scores under them must hold. */
#include "claims_priv.h"

#define DOUBTFUL 60 /* confidence below which a finding is worth knowing at most */
#define PROVED   75
#define COLUMNS  64 /* of a table that are looked at */
/* Digits of a total that chance does not make of two parts and more; so many parts need fewer. */
#define DIGITS_MIN 4
#define PARTS_MIN  4

struct proof {
    struct report *report;
    size_t *first;     /* by a table's number: its first row in `columns` */
    uint64_t *columns; /* of each row: those that are proved, a bit each */
    bool *heads;       /* of each row: as the first of a head, whether it names the columns under it */
};

static const struct fact *fact_of(const struct proof *p, const struct member *m)
{
    return claims_fact(p->report, m->fact);
}

static bool is_zero(const struct proof *p, const struct member *m)
{
    return decimal_sign(fact_of(p, m)->quantity->value) == 0;
}

static int digits_of(struct decimal value)
{
    int digits = 0;
    for (decimal_units units = value.units < 0 ? -value.units : value.units; units != 0; units /= 10)
        digits++;
    return digits;
}

/* Enough parts that are something, and enough digits for it not to be chance. */
static bool is_telling_sum(const struct proof *p, const struct claim *claim)
{
    uint32_t parts = 0;
    for (uint32_t i = 0; i < claim->n; i++)
        parts += claim->members[i].role == ROLE_PART && !is_zero(p, &claim->members[i]);
    return parts > 1 && (parts >= PARTS_MIN || digits_of(claim->stated) >= DIGITS_MIN);
}

/* 100 % of anything is itself. */
static bool is_telling_rate(const struct proof *p, const struct claim *claim)
{
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct member *m = &claim->members[i], *next = &claim->members[(i + 1) % claim->n];
        if (is_zero(p, m) || decimal_cmp(quantity_base(fact_of(p, m)->quantity),
                                         quantity_base(fact_of(p, next)->quantity)) == 0)
            return false;
    }
    return claim->n > 2 && digits_of(claim->stated) >= DIGITS_MIN - 1;
}

static bool proves(const struct proof *p, const struct claim *claim)
{
    if (claim->basis == BASIS_WORDS || !claim->exhaustive ||
        (claim->lenient != VERDICT_EXACT && claim->lenient != VERDICT_ROUNDED))
        return false;
    if (claim->kind == CLAIM_RATIO)
        return is_telling_rate(p, claim);
    bool sum = claim->kind == CLAIM_SUM || claim->kind == CLAIM_WEIGHTS || claim->kind == CLAIM_SCORES;
    return sum && claim->lenient == VERDICT_EXACT && is_telling_sum(p, claim);
}

/* The row of a figure that fills its cell; NULL where it does not. */
static uint64_t *row_of(const struct proof *p, const struct fact *f)
{
    bool filled = f->table && f->cell && f->sentence == UINT32_MAX && f->cell->column < COLUMNS;
    return filled ? &p->columns[p->first[f->table->number] + f->cell->row] : NULL;
}

static bool *head_of(const struct proof *p, const struct table *table, uint32_t row)
{
    return &p->heads[p->first[table->number] + table->row[row].head_from];
}

static void mark(const struct proof *p, const struct claim *claim)
{
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct fact *f = fact_of(p, &claim->members[i]);
        uint64_t *row = row_of(p, f);
        if (row)
            *row |= UINT64_C(1) << f->cell->column;
        if (row && claim->kind != CLAIM_SUM)
            *head_of(p, f->table, f->cell->row) = true;
    }
}

static bool is_filled(const struct table *table, uint32_t row, uint32_t column)
{
    const struct cell *cell = table_cell(table, row, column);
    return cell && cell->columns == 1 && !slice_blank(cell->text.s);
}

/* As far as a row's cells go on without a gap. */
static uint64_t spread(const struct table *table, uint32_t row, uint64_t columns)
{
    uint32_t width = table->columns < COLUMNS ? table->columns : COLUMNS;
    for (uint32_t c = 1; c < width; c++)
        if (columns >> (c - 1) & 1 && is_filled(table, row, c))
            columns |= UINT64_C(1) << c;
    for (uint32_t c = width; c-- > 1;)
        if (columns >> c & 1 && is_filled(table, row, c - 1))
            columns |= UINT64_C(1) << (c - 1);
    return columns;
}

static void spread_rows(const struct proof *p)
{
    const struct document *doc = p->report->document;
    for (uint32_t i = 0; i < doc->n_tables; i++) {
        const struct table *t = doc->tables[i];
        for (uint32_t r = 0; r < t->rows; r++) {
            uint64_t *row = &p->columns[p->first[t->number] + r];
            bool headed = t->source == GRID_ALIGNED || *head_of(p, t, r);
            *row = *row && headed ? spread(t, r, *row) : 0;
        }
    }
}

static bool is_proved(const struct proof *p, const struct fact *f)
{
    const uint64_t *row = row_of(p, f);
    return row && *row >> f->cell->column & 1;
}

static void raise_facts(const struct proof *p)
{
    for (uint32_t i = 0; i < p->report->facts.n; i++) {
        struct fact *f = &p->report->facts.items[i];
        if (f->table && f->confidence < PROVED && is_proved(p, f))
            f->confidence = PROVED;
    }
}

/* What a table's reading alone made doubtful. */
static bool is_doubtful(const struct claim *claim)
{
    return claim->confidence < DOUBTFUL && claim->basis != BASIS_WORDS && claim->kind != CLAIM_SAME;
}

static uint8_t confidence_of(const struct proof *p, const struct claim *claim)
{
    uint8_t least = PROVED;
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct fact *f = fact_of(p, &claim->members[i]);
        uint8_t row =
            f->table && f->cell && !is_proved(p, f) ? f->table->row[f->cell->row].confidence : PROVED;
        least = f->confidence < least ? f->confidence : least;
        least = row < least ? row : least;
    }
    return least;
}

static struct proof proof_of(struct report *report)
{
    const struct document *doc = report->document;
    struct proof p = {.report = report};
    size_t rows = 0;
    p.first = arena_array(report->arena, doc->n_tables + 2u, sizeof *p.first);
    for (uint32_t t = 0; t < doc->n_tables; t++) {
        must(doc->tables[t]->number <= doc->n_tables);
        p.first[doc->tables[t]->number] = rows;
        rows += doc->tables[t]->rows;
    }
    p.columns = arena_array(report->arena, rows + 1, sizeof *p.columns);
    p.heads = arena_array(report->arena, rows + 1, sizeof *p.heads);
    return p;
}

void claims_prove(struct report *report)
{
    bool doubtful = false;
    for (uint32_t i = 0; i < report->claims.n && !doubtful; i++)
        doubtful =
            report->claims.items[i].lenient == VERDICT_VIOLATED && is_doubtful(&report->claims.items[i]);
    if (!doubtful)
        return;
    struct proof p = proof_of(report);
    for (uint32_t i = 0; i < report->claims.n; i++)
        if (proves(&p, &report->claims.items[i]))
            mark(&p, &report->claims.items[i]);
    spread_rows(&p);
    raise_facts(&p);
    for (uint32_t i = 0; i < report->claims.n; i++)
        if (is_doubtful(&report->claims.items[i]))
            report->claims.items[i].confidence = confidence_of(&p, &report->claims.items[i]);
}
