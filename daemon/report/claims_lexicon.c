/* What the domain's words mean, inside one table: 三公经费 over the rows of its kinds, 年度资金总额 beside
 * `其中：基本支出：… 项目支出：…`. A table need not list all parts, so a sum that is off is a violation only
 * as a near slip; otherwise the parts must not exceed the total. */
#include "claims_index.h"

#include <stdlib.h>

/* Totals of one form that its parts are tried against: initial, full-year, actual. */
#define TOTALS_MAX 8
/* Splits by what the words mean, and the two that the form marks. */
#define SPLITS_MAX (TOTALS_MAX + 2)
/* Bytes of a cell that says how the funds are split, and rows below it. */
#define MARKER_BYTES 60
#define MARKED_ROWS  8

/* Facts of one table by measure; of its figure cells by column too. */
struct place_index {
    struct report *report;
    uint32_t *order;
    uint32_t n;
};

/* The column of a figure cell; figures among a cell's words have none. */
static long column_of(const struct fact *f)
{
    return f->sentence == UINT32_MAX && f->cell ? (long)f->cell->column : -1;
}

static int cmp_number(long a, long b)
{
    return a < b ? -1 : a > b;
}

static int cmp_place(const struct fact *a, const struct measure *m, long column)
{
    int order = cmp_number(measure_order(a->measure), measure_order(m));
    return order ? order : cmp_number(column_of(a), column);
}

static int by_place(const void *a, const void *b, void *context)
{
    const struct report *report = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const struct fact *fy = claims_fact(report, y);
    int order = cmp_place(claims_fact(report, x), fy->measure, column_of(fy));
    return order ? order : cmp_number((long)x, (long)y);
}

static struct place_index index_table(struct report *report, uint32_t from, uint32_t end)
{
    struct place_index index = {.report = report};
    index.order = arena_array(report->arena, end - from, sizeof *index.order);
    for (uint32_t f = from; f < end; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (fact->measure && claims_amount(fact))
            index.order[index.n++] = f;
    }
    qsort_r(index.order, index.n, sizeof *index.order, by_place, report);
    return index;
}

/* The first fact after `after` of this measure in this column, or FACT_NONE. */
static uint32_t find_after(const struct place_index *index, const struct measure *measure, long column,
                           uint32_t after)
{
    uint32_t low = 0, high = index->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2, f = index->order[middle];
        int order = cmp_place(claims_fact(index->report, f), measure, column);
        if (order < 0 || (order == 0 && f <= after))
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < index->n && cmp_place(claims_fact(index->report, index->order[low]), measure, column) == 0;
    return found ? index->order[low] : FACT_NONE;
}

/* ------------------------------------------------------------------ rows of one column */

static void file_parts(struct report *report, struct draft *d)
{
    if (claims_try(d) == VERDICT_UNKNOWN)
        return;
    if (!claims_holds(d) && !(d->claim.n > 2 && claims_slip(report, &d->claim))) {
        d->claim.exhaustive = d->judged = false;
        if (!claims_holds(d))
            return;
    }
    claims_file(d);
}

static bool add_part(const struct place_index *index, struct draft *d, const struct measure *measure,
                     uint32_t total, uint32_t next)
{
    const struct fact *t = claims_fact(index->report, total);
    uint32_t part = find_after(index, measure, column_of(t), total);
    bool fits = part < next && part != FACT_NONE && claims_fact(index->report, part)->version == t->version &&
                claims_addable(claims_fact(index->report, part), t);
    if (fits)
        claims_member(d, ROLE_PART, 1, part);
    return fits;
}

/* Each part, or where its row is left out the rows of its own parts. */
static void read_parts(const struct place_index *index, uint32_t total)
{
    struct report *report = index->report;
    const struct fact *t = claims_fact(report, total);
    struct draft d = claims_draft(report, CLAIM_SUM, BASIS_LEXICON, t->quote);
    uint32_t next = find_after(index, t->measure, column_of(t), total);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t i = 0; i < t->measure->n_parts; i++) {
        const struct measure *part = t->measure->parts[i];
        bool told = add_part(index, &d, part, total, next);
        for (uint32_t j = 0; !told && j < part->n_parts; j++)
            add_part(index, &d, part->parts[j], total, next);
    }
    if (d.claim.n > 1)
        file_parts(report, &d);
}

/* ------------------------------------------------------------------ forms */

/* `last` and `is`: the measure asked for last, and the answer; facts of one row have the same. */
struct total_memo {
    const struct measure *last;
    bool is;
};

static bool is_form_total(const struct report *report, const struct fact *f, struct total_memo *memo)
{
    size_t from, to;
    if (!f->measure || !claims_amount(f))
        return false;
    if (memo->last != f->measure)
        *memo = (struct total_memo){
            f->measure, lexicon_find_word(report->lexicon, "funds-total", f->measure->name, &from, &to)};
    return memo->is;
}

/* Beside their label (`其中：基本支出 | 517.64`) only where the whole amount is written so too
 * (`资金总额：517.64`): a funds row has columns of figures. */
static bool is_form_part(const struct fact *f, bool beside)
{
    bool among_words = f->sentence != UINT32_MAX && f->cell && f->cell->text.s.len < 90;
    return (among_words || (beside && f->sentence == UINT32_MAX)) && f->measure && f->measure->parent &&
           claims_amount(f);
}

static struct draft form_sum(struct report *report, uint32_t total, const uint32_t *parts, uint32_t n)
{
    struct draft d = claims_draft(report, CLAIM_SUM, BASIS_LEXICON, claims_fact(report, parts[0])->quote);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t i = 0; i < n; i++)
        if (claims_addable(claims_fact(report, parts[i]), claims_fact(report, total)))
            claims_member(&d, ROLE_PART, 1, parts[i]);
    return d;
}

/* Which of the form's totals the parts are of is not said: the one that holds, else one that is off by a slip
 * or little. */
static bool split_holds(struct report *report, uint32_t total, const uint32_t *parts, uint32_t n)
{
    struct draft d = form_sum(report, total, parts, n);
    return d.claim.n > 2 && claims_holds(&d);
}

/* `proved`: the total that another split of the form makes, or FACT_NONE. */
static void read_split(struct report *report, const uint32_t *totals, uint32_t n_totals,
                       const uint32_t *parts, uint32_t n, uint32_t proved)
{
    struct draft off = {0};
    for (uint32_t i = n_totals; i-- > 0;) {
        struct draft d = form_sum(report, totals[i], parts, n);
        if (d.claim.n > 1 && claims_holds(&d)) {
            claims_file(&d);
            return;
        }
        bool violated = d.claim.n > 1 && claims_try(&d) == VERDICT_VIOLATED;
        bool near = (d.claim.n > 2 || totals[i] == proved) && violated && claims_near_miss(&d.claim);
        bool slip = violated &&
                    (claims_slip(report, &d.claim) || (d.claim.n > 2 && claims_small_slip(report, &d.claim)));
        if (near || slip)
            off = d;
    }
    if (off.claim.n)
        claims_file(&off);
}

/* A form's figures are all in the unit of its funds: `其中：基本支出：14.6` has none of its own. */
static void adopt_unit(struct report *report, uint32_t part, uint32_t total)
{
    struct fact *f = &report->facts.items[part];
    const struct quantity *like = claims_fact(report, total)->quantity;
    if (f->quantity->unit || !like->unit || like->unit->dimension != DIMENSION_MONEY ||
        (f->measure && f->measure->dimension != DIMENSION_MONEY))
        return;
    struct quantity *read = arena_alloc(report->arena, sizeof *read);
    *read = *f->quantity;
    read->unit = like->unit;
    read->unit_source = UNIT_FROM_CELL_HEAD;
    f->quantity = read;
}

struct split {
    const struct measure *parent;
    uint32_t parts[TOTALS_MAX];
    uint32_t n;
};

static void add_to_split(struct split splits[TOTALS_MAX], uint32_t *n, const struct fact *f, uint32_t fact)
{
    uint32_t i = 0;
    while (i < *n && splits[i].parent != f->measure->parent)
        i++;
    if (i == TOTALS_MAX)
        return;
    if (i == *n)
        splits[(*n)++] = (struct split){.parent = f->measure->parent};
    if (splits[i].n < TOTALS_MAX)
        splits[i].parts[splits[i].n++] = fact;
}

/* A figure's cell has no character but ASCII. */
static bool has_words(struct slice text)
{
    size_t at = 0;
    while (at < text.len && (unsigned char)text.at[at] < 0x80)
        at++;
    return at < text.len;
}

/* Of the cells of a form that say how its funds are split (按收入性质分, 按支出结构分) the first of a class, or NULL. */
static const struct cell *marker_of(struct report *report, const struct table *table, const char *class)
{
    for (uint32_t i = 0; i < table->n_cells; i++)
        if (table->cells[i].text.s.len <= MARKER_BYTES && has_words(table->cells[i].text.s) &&
            scans_have(&report->scans, table->cells[i].text.s, class))
            return &table->cells[i];
    return NULL;
}

static bool is_beside(const struct cell *marker, const struct cell *other)
{
    return marker->row == other->row;
}

/* Whether a figure stands under its marker: the two beside each other, each over its columns, or one above the other,
 * each before its rows. */
static bool is_under(const struct cell *cell, const struct cell *marker, const struct cell *other)
{
    const struct cell *right = marker->column > other->column ? marker : other;
    if (is_beside(marker, other))
        return cell->row > marker->row && (cell->column >= right->column) == (marker == right);
    uint32_t end = marker->rows > 1           ? marker->row + marker->rows
                   : marker->row < other->row ? other->row
                                              : marker->row + MARKED_ROWS;
    return cell->row >= marker->row && cell->row < end && cell->column > marker->column;
}

/* The figures under one marker, up to the first row without one. */
static struct split marked_split(const struct report *report, uint32_t from, uint32_t end,
                                 const struct cell *marker, const struct cell *other)
{
    struct split split = {0};
    uint32_t last = marker->row;
    for (uint32_t f = from; f < end; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (!fact->cell || !claims_amount(fact) || !is_under(fact->cell, marker, other))
            continue;
        if (fact->cell->row > last + 1)
            break;
        last = fact->cell->row;
        if (split.n < TOTALS_MAX)
            split.parts[split.n++] = f;
    }
    return split;
}

static bool is_in(const struct split *whole, uint32_t part)
{
    for (uint32_t i = 0; i < whole->n; i++)
        if (whole->parts[i] == part)
            return true;
    return false;
}

/* Whether a split by what the words mean has some of a marked one's parts and no others. */
static bool is_within(const struct split *split, const struct split *whole)
{
    for (uint32_t i = 0; i < split->n; i++)
        if (!is_in(whole, split->parts[i]))
            return false;
    return true;
}

/* Puts the marked splits in the place of those that are within them. */
static void put_marked(struct split splits[SPLITS_MAX], uint32_t *n, const struct split marked[2])
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++)
        if (!is_within(&splits[i], &marked[0]) && !is_within(&splits[i], &marked[1]))
            splits[kept++] = splits[i];
    for (int i = 0; i < 2; i++)
        splits[kept++] = marked[i];
    *n = kept;
}

/* The splits of a form that says how it splits: 0, or two. */
static uint32_t marked_splits(struct report *report, uint32_t from, uint32_t end, struct split ret[2])
{
    const struct table *table = claims_fact(report, from)->table;
    const struct cell *income = marker_of(report, table, "split-income"),
                      *spending = income ? marker_of(report, table, "split-spending") : NULL;
    if (!spending || spending == income)
        return 0;
    ret[0] = marked_split(report, from, end, income, spending);
    ret[1] = marked_split(report, from, end, spending, income);
    return ret[0].n && ret[1].n ? 2 : 0;
}

static void read_form(struct report *report, uint32_t from, uint32_t end)
{
    uint32_t totals[TOTALS_MAX], n_totals = 0, n_splits = 0;
    struct split splits[SPLITS_MAX];
    struct total_memo memo = {0};
    bool beside = false;
    for (uint32_t f = from; f < end; f++) {
        const struct fact *fact = claims_fact(report, f);
        if (is_form_total(report, fact, &memo) && n_totals < TOTALS_MAX) {
            totals[n_totals++] = f;
            beside |= fact->sentence != UINT32_MAX;
        } else if (is_form_part(fact, beside))
            add_to_split(splits, &n_splits, fact, f);
    }
    struct split marked[2];
    if (n_totals && marked_splits(report, from, end, marked))
        put_marked(splits, &n_splits, marked);
    for (uint32_t i = 0; i < n_splits && n_totals > 0; i++)
        for (uint32_t p = 0; p < splits[i].n; p++)
            adopt_unit(report, splits[i].parts[p], totals[0]);
    uint32_t proved = FACT_NONE;
    for (uint32_t i = 0; i < n_splits; i++)
        for (uint32_t t = 0; t < n_totals && proved == FACT_NONE; t++)
            if (split_holds(report, totals[t], splits[i].parts, splits[i].n))
                proved = totals[t];
    for (uint32_t i = 0; i < n_splits && n_totals > 0; i++)
        read_split(report, totals, n_totals, splits[i].parts, splits[i].n, proved);
}

void claims_lexicon_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    bool *summed = arena_array(report->arena, report->facts.n + 1u, sizeof *summed);
    for (uint32_t c = 0; c < report->claims.n; c++)
        if (report->claims.items[c].kind == CLAIM_SUM && report->claims.items[c].exhaustive)
            summed[report->claims.items[c].members[0].fact] = true;
    for (uint32_t f = 0, end; f < report->facts.n; f = end) {
        const struct table *table = claims_fact(report, f)->table;
        for (end = f + 1; end < report->facts.n && claims_fact(report, end)->table == table;)
            end++;
        if (!table)
            continue;
        struct place_index places = index_table(report, f, end);
        for (uint32_t i = 0; i < places.n; i++) {
            const struct fact *total = claims_fact(report, places.order[i]);
            if (total->measure->n_parts && column_of(total) >= 0 && !summed[places.order[i]])
                read_parts(&places, places.order[i]);
        }
        read_form(report, f, end);
    }
}
