/* What a form says of an indicator, told again in its own goals and results, `实际完成情况：…更换智能水表12150只` and the row
 * `更换智能水表数量 | 12510只`, or in the report's text. The names are the same but for words that name nothing (claims_told.c
 * has them). Which of two texts of a form gives the results is not read: the last one above the row does; where it gives
 * the goal's figure, nothing is claimed. Nor is the text's figure compared where it is told as a plan or several are. That
 * both mean one thing is never sure, but where one slip of the pen makes one figure of the other it is likely. */
#include "claims_index.h"

#include <stdlib.h>

/* Three Han characters name a thing within one form: 奖牌数, not 数量. */
#define NAME_BYTES_MIN 9
/* Four do where the text goes on with what it is of: 清淤疏浚 and 清淤疏浚河道. */
#define FRONT_BYTES_MIN 12
/* Below what rules take for sure, and above. */
#define UNSURE 55
#define LIKELY 70

struct entry {
    struct slice name;
    uint32_t fact;
};

struct entries {
    struct report *report;
    struct entry *items;
    uint32_t n;
};

static bool is_text(const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    return f->sentence != UINT32_MAX && f->quantity->kind == QUANTITY_VALUE && f->label.len &&
           (d == DIMENSION_COUNT || d == DIMENSION_PERSON || d == DIMENSION_LENGTH || d == DIMENSION_AREA ||
            d == DIMENSION_OTHER || d == DIMENSION_PERCENT);
}

static int by_name(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = slice_cmp(x->name, y->name);
    return order ? order : x->fact < y->fact ? -1 : x->fact > y->fact;
}

static struct entries entries_of(struct report *report)
{
    struct entries all = {report, arena_array(report->arena, report->facts.n + 1u, sizeof *all.items), 0};
    for (uint32_t f = 0; f < report->facts.n; f++) {
        const struct fact *fact = claims_fact(report, f);
        struct slice name =
            is_text(fact) ? claims_bare_name(report, fact->label, NAME_BYTES_MIN) : (struct slice){0};
        if (name.len >= NAME_BYTES_MIN)
            all.items[all.n++] = (struct entry){name, f};
    }
    if (all.n > 1)
        qsort(all.items, all.n, sizeof *all.items, by_name);
    return all;
}

/* The first entry of a name, or n. */
static uint32_t first_of(const struct entries *all, struct slice name)
{
    uint32_t low = 0, high = all->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (slice_cmp(all->items[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether an entry is of this name, or begins with it; these follow each other. */
static bool is_of(const struct entries *all, uint32_t i, struct slice name)
{
    return i < all->n && (slice_eq(all->items[i].name, name) ||
                          (name.len >= FRONT_BYTES_MIN && slice_starts(all->items[i].name, name)));
}

/* The last text above the row, of its form, that tells of the thing; FACT_NONE where two of one cell or more than the
 * goal and the result do. */
static uint32_t told_above(const struct entries *all, const struct indicator *row, const struct fact *value,
                           struct slice name)
{
    uint32_t found = FACT_NONE, n = 0;
    for (uint32_t i = first_of(all, name); is_of(all, i, name); i++) {
        const struct fact *f = claims_fact(all->report, all->items[i].fact);
        if (f->table != row->table || f->cell->row >= row->row || !claims_addable(f, value))
            continue;
        if (++n > 2 || (found != FACT_NONE && claims_fact(all->report, found)->cell == f->cell))
            return FACT_NONE;
        found = all->items[i].fact;
    }
    return found;
}

/* What the text says was reached in the report's year. */
static bool is_result(const struct fact *f, const struct fact *value)
{
    return !f->table && !f->prior && f->year == value->year && claims_addable(f, value) &&
           (f->version == VERSION_UNKNOWN || f->version == VERSION_ACTUAL || f->version == VERSION_ACHIEVED);
}

/* The text's figure for the thing; FACT_NONE where it has several. */
static uint32_t told_in_text(const struct entries *all, const struct fact *value, struct slice name)
{
    uint32_t found = FACT_NONE;
    for (uint32_t i = first_of(all, name); is_of(all, i, name); i++) {
        const struct fact *f = claims_fact(all->report, all->items[i].fact);
        if (!is_result(f, value))
            continue;
        if (found != FACT_NONE && decimal_cmp(quantity_base(claims_fact(all->report, found)->quantity),
                                              quantity_base(f->quantity)) != 0)
            return FACT_NONE;
        found = found == FACT_NONE ? all->items[i].fact : found;
    }
    return found;
}

/* The goal's own figure, be it a bound: ≥12000只. */
static bool gives_goal(const struct report *report, const struct indicator *row, const struct fact *told)
{
    const struct cell *target = row->cells[INDICATOR_TARGET];
    struct slice text = report->sentences.items[told->sentence].text.s;
    struct slice digits = slice_sub(text, told->quantity->number_from, told->quantity->number_to);
    return target && slice_find(target->text.s, digits, 0) >= 0;
}

/* Whether a row has a name and what was achieved. */
static bool is_told(const struct report *report, const struct indicator *row)
{
    uint32_t value = row->facts[INDICATOR_ACHIEVED];
    return row->kind == INDICATOR_ROW && row->named && row->cells[INDICATOR_NAME] && value != FACT_NONE &&
           claims_fact(report, value)->quantity->unit;
}

/* Where the names are not the same a slip must show that one thing is meant. */
static void compare(struct report *report, const struct indicator *row, uint32_t told, struct slice name)
{
    uint32_t value = row->facts[INDICATOR_ACHIEVED];
    const struct fact *t = claims_fact(report, told), *v = claims_fact(report, value);
    struct draft d = claims_draft(report, CLAIM_SAME, BASIS_LEXICON, v->quote);
    claims_member(&d, ROLE_FIRST, 1, told < value ? told : value);
    claims_member(&d, ROLE_SECOND, 1, told < value ? value : told);
    bool slip = claims_slip_between(quantity_base(t->quantity), quantity_base(v->quantity));
    bool same = slip || slice_eq(claims_bare_name(report, t->label, NAME_BYTES_MIN), name);
    bool meant =
        claims_holds(&d) || (d.claim.lenient == VERDICT_VIOLATED && same && !gives_goal(report, row, t));
    uint8_t most = slip ? LIKELY : UNSURE;
    d.claim.confidence = d.claim.confidence < most ? d.claim.confidence : most;
    if (meant)
        claims_file(&d);
}

static void read_row(const struct entries *all, const struct indicator *row)
{
    struct report *report = all->report;
    struct slice name =
        claims_bare_name(report, slice_trim(row->cells[INDICATOR_NAME]->text.s), NAME_BYTES_MIN);
    const struct fact *value = claims_fact(report, row->facts[INDICATOR_ACHIEVED]);
    uint32_t above = told_above(all, row, value, name), text = told_in_text(all, value, name);
    if (above != FACT_NONE)
        compare(report, row, above, name);
    if (text != FACT_NONE)
        compare(report, row, text, name);
}

void claims_entry_read(struct report *report, const struct fact_index *index)
{
    struct entries all = {0};
    (void)index;
    for (uint32_t i = 0; i < report->indicators.n; i++) {
        const struct indicator *row = &report->indicators.items[i];
        if (!is_told(report, row))
            continue;
        if (!all.report)
            all = entries_of(report);
        read_row(&all, row);
    }
}
