/* How a budget came to be what it was in the end: 年初预算 + 追加 − 调减 + 上年结转 = 全年预算, in the rows of a table and in
 * a paragraph. Which of the movements a bureau counts differs (money carried over may stand apart), so what holds is
 * taken for what was meant; of the others only those are violations that their table or a slip of the pen makes sure. */
#include "claims_index.h"
#include "claims_sheet.h"

/* How far before the full-year budget, in facts, the initial one stands. */
#define BUDGET_REACH 10
/* And in paragraphs. */
#define BLOCKS_BACK 2
/* More movements than this in a sentence are a list of its own with its own totals. */
#define MOVEMENTS_MAX 4

static const struct {
    enum version version;
    int sign;
} MOVEMENTS[] = {{VERSION_SUPPLEMENT, 1}, {VERSION_CUT, -1}, {VERSION_CARRIED_IN, 1}};
#define N_MOVEMENTS (sizeof MOVEMENTS / sizeof *MOVEMENTS)

struct budget {
    struct report *report;
    uint32_t initial, adjusted; /* FACT_NONE where there is none or more than one */
    uint32_t moved[MOVEMENTS_MAX];
    uint32_t n;
    enum basis basis;
    bool other; /* an amount between the two that no word tells: perhaps another movement */
};

static int sign_of(enum version version)
{
    for (size_t i = 0; i < N_MOVEMENTS; i++)
        if (MOVEMENTS[i].version == version)
            return MOVEMENTS[i].sign;
    return 0;
}

static bool is_money(const struct fact *f)
{
    return claims_dimension(f) == DIMENSION_MONEY && claims_amount(f) && !f->prior;
}

/* A cut printed with a minus is added. */
static int printed_sign(const struct fact *f)
{
    return decimal_sign(f->quantity->value) < 0 ? 1 : sign_of(f->version);
}

static struct draft draft_of(const struct budget *b, enum version leave_out)
{
    struct draft d =
        claims_draft(b->report, CLAIM_IDENTITY, b->basis, claims_fact(b->report, b->adjusted)->quote);
    claims_member(&d, ROLE_TOTAL, 1, b->adjusted);
    claims_member(&d, ROLE_PART, 1, b->initial);
    for (uint32_t i = 0; i < b->n; i++) {
        const struct fact *f = claims_fact(b->report, b->moved[i]);
        if (f->version != leave_out)
            claims_member(&d, ROLE_PART, printed_sign(f), b->moved[i]);
    }
    return d;
}

/* With all movements, or without the money carried over where it holds so. */
static struct draft best_draft(const struct budget *b)
{
    struct draft all = draft_of(b, VERSION_UNKNOWN), without = draft_of(b, VERSION_CARRIED_IN);
    bool moved = without.claim.n > 2 && without.claim.n < all.claim.n;
    return !claims_holds(&all) && moved && claims_holds(&without) ? without : all;
}

static bool complete(const struct budget *b)
{
    return b->initial != FACT_NONE && b->adjusted != FACT_NONE && b->n > 0;
}

/* ------------------------------------------------------------------ rows of a table */

static void take(struct budget *b, uint32_t fact, uint32_t *initials, uint32_t *adjusted)
{
    const struct fact *f = claims_fact(b->report, fact);
    if (!is_money(f))
        return;
    if (f->version == VERSION_INITIAL && ++*initials == 1)
        b->initial = fact;
    else if (f->version == VERSION_ADJUSTED && ++*adjusted == 1)
        b->adjusted = fact;
    else if (sign_of(f->version) && b->n < MOVEMENTS_MAX)
        b->moved[b->n++] = fact;
    else if (*initials && !*adjusted)
        b->other = true;
}

static struct budget budget_of_row(const struct sheet *s, uint32_t row)
{
    struct budget b = {s->report, FACT_NONE, FACT_NONE, {0}, 0, BASIS_FORM, false};
    uint32_t initials = 0, adjusted = 0;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        uint32_t f = claims_sheet_at(s, row, c);
        if (f != FACT_NONE)
            take(&b, f, &initials, &adjusted);
    }
    b.initial = initials == 1 ? b.initial : FACT_NONE;
    b.adjusted = adjusted == 1 ? b.adjusted : FACT_NONE;
    return b;
}

/* A table in which one row holds means it of all. */
void claims_budget_rows(struct sheet *sheet)
{
    bool meant = false;
    for (uint32_t r = 0; r < sheet->table->rows && !meant; r++) {
        struct budget b = budget_of_row(sheet, r);
        struct draft d;
        if (complete(&b)) {
            d = best_draft(&b);
            meant = claims_holds(&d);
        }
    }
    for (uint32_t r = 0; r < sheet->table->rows; r++) {
        struct budget b = budget_of_row(sheet, r);
        if (!complete(&b))
            continue;
        struct draft d = best_draft(&b);
        enum verdict verdict = claims_try(&d);
        bool sure =
            verdict != VERDICT_VIOLATED || meant || (!b.other && claims_slip(sheet->report, &d.claim));
        if (verdict != VERDICT_UNKNOWN && sure)
            claims_file(&d);
    }
}

/* ------------------------------------------------------------------ prose */

/* The same thing's budget, told in the same paragraph or cell. */
static bool of_one_thing(const struct fact *a, const struct fact *b)
{
    return a->sentence != UINT32_MAX && b->sentence != UINT32_MAX && a->block == b->block &&
           a->cell == b->cell && claims_addable(a, b) && a->year == b->year;
}

static bool same_measure(const struct fact *initial, const struct fact *adjusted)
{
    return initial->measure == adjusted->measure || !initial->measure || !adjusted->measure;
}

static void reverse(struct budget *b)
{
    for (uint32_t i = 0; i < b->n / 2; i++) {
        uint32_t fact = b->moved[i];
        b->moved[i] = b->moved[b->n - 1 - i];
        b->moved[b->n - 1 - i] = fact;
    }
}

/* Parts of a list, changes and rates, the year before: told beside what the budget came to. */
static bool is_aside(const uint32_t *totals, uint32_t fact, const struct fact *f, const struct fact *last)
{
    return totals[fact] < fact || !claims_amount(f) || f->prior || f->year != last->year;
}

/* `年初预算N，其中：…。年中追加N，全年预算N`, `年初预算N，比上年M增加K，增长P%。追加N，全年预算N`: past what else is told of the initial budget,
 * which may have a paragraph of its own. */
static struct budget budget_before(struct report *report, const uint32_t *totals, uint32_t adjusted)
{
    struct budget b = {report, FACT_NONE, adjusted, {0}, 0, BASIS_WORDS, false};
    const struct fact *last = claims_fact(report, adjusted);
    for (uint32_t i = adjusted, back = 0; i-- > 0 && back < BUDGET_REACH; back++) {
        const struct fact *f = claims_fact(report, i);
        if (f->sentence == UINT32_MAX || f->cell != last->cell || f->block + BLOCKS_BACK < last->block)
            break;
        if (is_aside(totals, i, f, last))
            continue;
        if (!is_money(f) || !claims_addable(f, last))
            break;
        if (f->version == VERSION_INITIAL && same_measure(f, last)) {
            b.initial = i;
            break;
        }
        if (!sign_of(f->version) || b.n == MOVEMENTS_MAX)
            break;
        b.moved[b.n++] = i;
    }
    reverse(&b);
    return b;
}

/* `年初预算N，全年预算N，年中追加N`: the movements after both. */
static void add_after(struct budget *b)
{
    const struct fact *last = claims_fact(b->report, b->adjusted);
    for (uint32_t i = b->adjusted + 1; i < b->report->facts.n && b->n < MOVEMENTS_MAX; i++) {
        const struct fact *f = claims_fact(b->report, i);
        if (!of_one_thing(f, last) || !is_money(f) || !sign_of(f->version))
            break;
        b->moved[b->n++] = i;
    }
}

void claims_budget_read(struct report *report, const struct fact_index *index)
{
    const uint32_t *totals = claims_totals(report);
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (fact->version != VERSION_ADJUSTED || fact->sentence == UINT32_MAX || !is_money(fact))
            continue;
        struct budget b = budget_before(report, totals, f);
        if (b.initial != FACT_NONE && b.n == 0)
            add_after(&b);
        if (!complete(&b))
            continue;
        struct draft d = best_draft(&b);
        bool near = claims_try(&d) == VERDICT_VIOLATED &&
                    (claims_near_miss(&d.claim) || claims_slip(report, &d.claim));
        if (claims_holds(&d) || near)
            claims_file(&d);
    }
}
