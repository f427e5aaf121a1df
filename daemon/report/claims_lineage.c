/* Totals that pass from one table to another. The two sides of an income and expenditure table come to the
 * same (收入总计 = 支出总计); what it gives for the year's income and spending is the total of the income and of
 * the spending table. */
#include "claims_index.h"
#include "claims_sheet.h"

/* Sides of a balance table that the other tables break down. */
enum side { SIDE_INCOME, SIDE_SPENDING, SIDE_COUNT };

static const struct {
    const char *class;   /* of its row label in the table of both */
    const char *caption; /* of the table that breaks it down */
} SIDES[SIDE_COUNT] = {{"lineage-income", "lineage-income-table"},
                       {"lineage-spending", "lineage-spending-table"}};

struct ends {
    uint32_t stated[SIDE_COUNT], broken_down[SIDE_COUNT]; /* facts */
    uint32_t tables[SIDE_COUNT], balances;                /* how many there are: only one leaves no doubt */
};

static bool is_word(const struct report *report, const char *class, struct slice text)
{
    return lexicon_is(report->lexicon, class, slice_trim(text));
}

static bool alike(const struct report *report, uint32_t a, uint32_t b)
{
    const struct fact *x = claims_fact(report, a), *y = claims_fact(report, b);
    bool versions =
        x->version == y->version || x->version == VERSION_UNKNOWN || y->version == VERSION_UNKNOWN;
    return claims_amount(x) && claims_amount(y) && claims_addable(x, y) && versions && x->prior == y->prior;
}

static void file(struct report *report, uint32_t total, uint32_t other)
{
    struct draft d = claims_draft(report, CLAIM_IDENTITY, BASIS_TOTAL_ROW, claims_fact(report, total)->quote);
    claims_member(&d, ROLE_TOTAL, 1, total);
    claims_member(&d, ROLE_PART, 1, other);
    if (alike(report, total, other) && claims_try(&d) != VERDICT_UNKNOWN)
        claims_file(&d);
}

/* ------------------------------------------------------------------ the two sides of one row */

/* The column of the second label that says 总计; the figures left of it are the one side's, those right of it the
 * other's. */
static uint32_t second_label(const struct sheet *s, uint32_t row)
{
    uint32_t labels = 0;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        const struct cell *cell = table_cell(s->table, row, c);
        bool label = cell && cell->column == c && cell->row == row &&
                     is_word(s->report, "lineage-grand", cell->text.s);
        labels += label;
        if (label && labels == 2)
            return c;
    }
    return UINT32_MAX;
}

static void read_sides(const struct sheet *s, uint32_t row)
{
    uint32_t middle = second_label(s, row), left[SHEET_REACH], n = 0, at = 0;
    for (uint32_t c = 0; middle != UINT32_MAX && c < s->table->columns; c++) {
        uint32_t f = claims_sheet_at(s, row, c);
        if (f == FACT_NONE)
            continue;
        if (c < middle && n < SHEET_REACH)
            left[n++] = f;
        else if (c > middle && at < n)
            file(s->report, left[at++], f);
    }
}

void claims_lineage_rows(struct sheet *s)
{
    for (uint32_t r = 0; r < s->table->rows; r++)
        if (s->rows[r].kind == ROW_TOTAL)
            read_sides(s, r);
}

/* ------------------------------------------------------------------ from table to table */

/* What a table's caption says that it is. */
struct nature {
    bool narrow, both, breaks_down[SIDE_COUNT];
};

static struct nature nature_of(const struct report *report, struct slice caption)
{
    const struct lexicon *lexicon = report->lexicon;
    size_t from, to;
    struct nature nature = {.narrow = lexicon_find_word(lexicon, "lineage-narrow", caption, &from, &to),
                            .both = lexicon_find_word(lexicon, "lineage-both-table", caption, &from, &to)};
    for (int side = 0; side < SIDE_COUNT; side++)
        nature.breaks_down[side] =
            !nature.both && lexicon_find_word(lexicon, SIDES[side].caption, caption, &from, &to);
    return nature;
}

/* The figure right of its label, of the year's actual amounts where there are budgets beside them. */
static void take_stated(const struct report *report, uint32_t fact, struct ends *ends)
{
    const struct fact *f = claims_fact(report, fact);
    for (uint32_t c = f->cell->column; c-- > 0;) {
        const struct cell *cell = table_cell(f->table, f->cell->row, c);
        for (int side = 0; cell && side < SIDE_COUNT; side++) {
            bool better = ends->stated[side] == FACT_NONE || f->version == VERSION_ACTUAL;
            if (is_word(report, SIDES[side].class, cell->text.s) && better)
                ends->stated[side] = fact;
        }
        if (cell && !slice_blank(cell->text.s) && (unsigned char)cell->text.s.at[0] >= 0x80)
            return;
    }
}

/* The first figure of the first total row: the column of all. */
static void take_total(const struct report *report, const struct nature *nature, uint32_t fact,
                       struct ends *ends)
{
    const struct fact *f = claims_fact(report, fact);
    size_t from, to;
    for (int side = 0; side < SIDE_COUNT; side++) {
        if (!nature->breaks_down[side] || ends->broken_down[side] != FACT_NONE)
            continue;
        for (uint32_t c = 0; c < f->cell->column; c++) {
            const struct cell *cell = table_cell(f->table, f->cell->row, c);
            if (cell && lexicon_find_word(report->lexicon, "table-total", cell->text.s, &from, &to))
                ends->broken_down[side] = fact;
        }
    }
}

static void count_table(const struct nature *nature, struct ends *ends)
{
    if (nature->narrow)
        return;
    ends->balances += nature->both;
    for (int side = 0; side < SIDE_COUNT; side++)
        ends->tables[side] += nature->breaks_down[side];
}

void claims_lineage_read(struct report *report, const struct fact_index *index)
{
    const struct table *table = NULL;
    struct nature nature = {0};
    struct ends ends = {.stated = {FACT_NONE, FACT_NONE}, .broken_down = {FACT_NONE, FACT_NONE}};
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (!fact->table)
            continue;
        if (fact->table != table) {
            table = fact->table;
            nature = nature_of(report, table->caption.s);
            count_table(&nature, &ends);
        }
        if (!fact->cell || fact->sentence != UINT32_MAX || !claims_amount(fact) || nature.narrow)
            continue;
        if (nature.both)
            take_stated(report, f, &ends);
        else
            take_total(report, &nature, f, &ends);
    }
    for (int side = 0; side < SIDE_COUNT; side++)
        if (ends.balances == 1 && ends.tables[side] == 1 && ends.stated[side] != FACT_NONE &&
            ends.broken_down[side] != FACT_NONE)
            file(report, ends.stated[side], ends.broken_down[side]);
}
