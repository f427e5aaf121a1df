/* The rate of execution told again as an indicator: `预算执行率 | ≥95% | 96.00%` among the rows of a form whose funds were
 * spent at 95.00%. The form's rate is that of its total funds, in the indicator's own table or in the one right before. */
#include "claims_index.h"

#include "table_kind.h"

/* Figures before a rate among which those of its row stand. */
#define ROW_FACTS 16

/* The rate of a table's funds. */
struct funds {
    uint32_t rate; /* of the row that is called a total, else the only one; FACT_NONE: it has none */
    uint32_t total, n;
};

static bool has(const struct report *report, const char *class, struct slice words)
{
    size_t from, to;
    return lexicon_find_word(report->lexicon, class, words, &from, &to);
}

/* What was spent stands in the row of a rate. */
static bool beside_spending(const struct report *report, uint32_t rate)
{
    const struct fact *r = claims_fact(report, rate);
    for (uint32_t f = rate, steps = 0; f-- > 0 && steps < ROW_FACTS; steps++) {
        const struct fact *fact = claims_fact(report, f);
        if (fact->table != r->table || !fact->cell || fact->cell->row != r->cell->row)
            return false;
        if (fact->version == VERSION_ACTUAL && claims_dimension(fact) == DIMENSION_MONEY)
            return true;
    }
    return false;
}

static void add_rate(const struct report *report, struct funds *funds, uint32_t rate)
{
    struct slice label = claims_fact(report, rate)->label;
    bool total = has(report, "funds-total", label) || has(report, "table-total", label);
    funds->n++;
    funds->total += total;
    if (total || (funds->n == 1))
        funds->rate = rate;
}

/* By the number of each table. */
static struct funds *funds_of(struct report *report)
{
    uint32_t n = report->document->n_tables;
    struct funds *all = arena_array(report->arena, n + 1u, sizeof *all);
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (fact->version == VERSION_RATE && fact->table && fact->cell && fact->sentence == UINT32_MAX &&
            claims_dimension(fact) == DIMENSION_PERCENT && beside_spending(report, f))
            add_rate(report, &all[fact->table->number], f);
    }
    for (uint32_t t = 0; t <= n; t++)
        if (all[t].total != 1 && all[t].n != 1)
            all[t].rate = FACT_NONE;
    return all;
}

static bool is_rate(const struct report *report, const struct indicator *row)
{
    uint32_t value = row->facts[INDICATOR_ACHIEVED];
    const struct cell *name =
        row->cells[INDICATOR_NAME] ? row->cells[INDICATOR_NAME] : row->cells[INDICATOR_CLASS];
    return row->kind == INDICATOR_ROW && name && value != FACT_NONE &&
           claims_dimension(claims_fact(report, value)) == DIMENSION_PERCENT &&
           lexicon_is(report->lexicon, "funds-rate", slice_trim(name->text.s));
}

void claims_funds_read(struct report *report, const struct fact_index *index)
{
    struct funds *all = NULL;
    (void)index;
    for (uint32_t i = 0; i < report->indicators.n; i++) {
        const struct indicator *row = &report->indicators.items[i];
        if (!is_rate(report, row))
            continue;
        all = all ? all : funds_of(report);
        uint32_t number = row->table->number, value = row->facts[INDICATOR_ACHIEVED];
        const struct funds *funds = !all[number].n && number > 1 ? &all[number - 1] : &all[number];
        if (!funds->n || funds->rate == FACT_NONE || funds->rate == value)
            continue;
        struct draft d = claims_draft(report, CLAIM_SAME, BASIS_LEXICON, claims_fact(report, value)->quote);
        claims_member(&d, ROLE_FIRST, 1, funds->rate);
        claims_member(&d, ROLE_SECOND, 1, value);
        if (claims_try(&d) != VERDICT_UNKNOWN)
            claims_file(&d);
    }
}
