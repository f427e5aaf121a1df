/* Total rows. Which rows are the addends is not written anywhere: where labels nest there are several readings,
 * and the one under which most sums hold is taken. A sum that does not hold under it is a violation when the
 * reading is proved by another column, when there is no other reading, or when one slip of the pen explains it.
 * Totals across a row are claims_across.c's. */
#include "claims_sheet.h"
#include "claims_tally.h"

#include "table_kind.h"

/* Digits in the label of a total that are more than a year's. */
#define RAN_DIGITS 6
/* Rows under 其中 that are tried, and columns that must hold with fewer than all. */
#define INSIDE_ROWS  12
#define INSIDE_PROOF 2

/* Which lines (rows or columns) between a total and its border are its parts. */
enum addends {
    ADDENDS_ALL,
    ADDENDS_OUTER,     /* of the outermost numbering, none inside another */
    ADDENDS_SUBTOTALS, /* the subtotals alone */
    ADDENDS_LEAVES,    /* all but the subtotals */
    ADDENDS_FIRST,     /* of a grand total: the line behind the other total, of which the rest are kinds */
    ADDENDS_COUNT
};

struct total_row {
    uint32_t row, from, to; /* its lines are rows [from, to) */
    unsigned outermost;     /* the least level among them, 0: none is numbered */
    bool nested;            /* the readings differ */
    bool grand;             /* the total before it, its row `from`, is one of its parts */
};

/* ------------------------------------------------------------------ total rows */

/* The least level among the labels of one column's lines. */
static unsigned outermost_of(const struct sheet *s, const struct total_row *t, uint32_t column)
{
    unsigned least = 0;
    for (uint32_t r = t->from; r < t->to; r++) {
        unsigned level = claims_sheet_at(s, r, column) != FACT_NONE ? claims_sheet_level(s, r, column) : 0;
        if (level && (!least || level < least))
            least = level;
    }
    return least;
}

static bool is_addend(const struct sheet *s, const struct total_row *t, uint32_t row, enum addends addends)
{
    const struct sheet_row *r = &s->rows[row];
    if (r->kind == ROW_TOTAL)
        return t->grand && row == t->from;
    if (r->kind == ROW_EMPTY)
        return false;
    switch (addends) {
    case ADDENDS_OUTER:
        return !r->inside && r->kind == ROW_PLAIN;
    case ADDENDS_SUBTOTALS:
        return r->kind == ROW_SUBTOTAL;
    case ADDENDS_LEAVES:
        return r->kind == ROW_PLAIN;
    case ADDENDS_FIRST:
        return row == t->from + 1;
    default:
        return true;
    }
}

/* Rows below, up to the next total or head. */
static struct total_row lines_below(const struct sheet *s, uint32_t row)
{
    struct total_row t = {.row = row, .from = row + 1, .to = row + 1};
    while (t.to < s->table->rows && s->rows[t.to].kind != ROW_TOTAL &&
           s->rows[t.to].part == s->rows[row].part)
        t.to++;
    return t;
}

/* Rows above back to the one before that is a total or a head; where there is none, the rows below. */
static struct total_row lines_of(const struct sheet *s, uint32_t row)
{
    struct total_row t = {.row = row, .from = row, .to = row};
    uint32_t part = s->rows[row].part;
    while (t.from > 0 && s->rows[t.from - 1].kind != ROW_TOTAL && s->rows[t.from - 1].part == part)
        t.from--;
    bool above = false;
    for (uint32_t r = t.from; r < row; r++)
        above |= s->rows[r].kind != ROW_EMPTY;
    return above ? t : lines_below(s, row);
}

/* `本年收入合计, 使用非财政拨款结余, 年初结转和结余, 总计`: the last is the sum of the first and what stands between. */
static struct total_row grand_total(const struct sheet *s, struct total_row t)
{
    bool below = t.from > t.row;
    if (below || t.from == 0 || t.from == t.row || s->rows[t.from - 1].part != s->rows[t.row].part)
        return t;
    t.from--;
    t.grand = s->rows[t.from].kind == ROW_TOTAL;
    return t;
}

static void see_nesting(const struct sheet *s, struct total_row *t)
{
    bool subtotals = false, inside = false, mixed = false;
    for (uint32_t r = t->from; r < t->to; r++) {
        const struct sheet_row *row = &s->rows[r];
        if (row->kind == ROW_EMPTY)
            continue;
        subtotals |= row->kind == ROW_SUBTOTAL;
        inside |= row->inside;
        mixed |= t->outermost && row->level != t->outermost;
        if (row->level && (!t->outermost || row->level < t->outermost)) {
            mixed |= t->outermost != 0;
            t->outermost = row->level;
        }
    }
    t->nested = subtotals || inside || mixed;
}

/* Amounts of one unit, or shares of one whole. */
static bool may_add(const struct fact *whole, const struct fact *part)
{
    bool shares = whole->version == VERSION_SHARE && part->version == VERSION_SHARE;
    return (shares || claims_amount(part)) && claims_addable(part, whole);
}

static struct draft sum_of_rows(const struct sheet *s, const struct total_row *t, uint32_t column,
                                enum addends addends)
{
    uint32_t total = claims_sheet_at(s, t->row, column);
    const struct fact *whole = claims_fact(s->report, total);
    struct draft d = claims_draft(s->report, CLAIM_SUM, BASIS_TOTAL_ROW, s->rows[t->row].label_span);
    unsigned outermost = addends == ADDENDS_OUTER ? outermost_of(s, t, column) : 0;
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t r = t->from; r < t->to; r++) {
        uint32_t f = claims_sheet_at(s, r, column);
        if (f == FACT_NONE || !is_addend(s, t, r, addends) ||
            (outermost && s->rows[r].kind == ROW_PLAIN && claims_sheet_level(s, r, column) != outermost))
            continue;
        if (may_add(whole, claims_fact(s->report, f)))
            claims_member(&d, ROLE_PART, 1, f);
    }
    return d;
}

/* 占比 in a total row: 100 %. */
static bool is_whole(const struct fact *f)
{
    return f->version == VERSION_SHARE && claims_dimension(f) == DIMENSION_PERCENT &&
           decimal_cmp(f->quantity->value, decimal_int(100)) == 0;
}

static bool has_sum(const struct sheet *s, const struct total_row *t, uint32_t column)
{
    uint32_t f = claims_sheet_at(s, t->row, column);
    if (f == FACT_NONE)
        return false;
    const struct fact *fact = claims_fact(s->report, f);
    return is_whole(fact) || (!claims_sheet_rate(s, t->row, column) && claims_amount(fact) &&
                              fact->version != VERSION_WEIGHT && fact->version != VERSION_SCORE);
}

static struct tally tally_rows(const struct sheet *s, const struct total_row *t, enum addends addends)
{
    struct tally tally = {0};
    for (uint32_t c = 0; c < s->table->columns; c++) {
        if (!has_sum(s, t, c))
            continue;
        struct draft d = sum_of_rows(s, t, c, addends);
        claims_tally_count(&tally, &d);
    }
    return tally;
}

/* The reading under which most columns hold; at first the outermost lines, or all where nothing nests. */
static enum addends best_reading(const struct sheet *s, struct total_row *t, struct tally *ret)
{
    enum addends best = t->nested ? ADDENDS_OUTER : ADDENDS_ALL;
    *ret = tally_rows(s, t, best);
    for (int a = 0; a < ADDENDS_FIRST && t->nested; a++) {
        struct tally tally = tally_rows(s, t, (enum addends)a);
        if (tally.holding <= ret->holding)
            continue;
        *ret = tally;
        best = (enum addends)a;
    }
    static const enum addends GRAND[] = {ADDENDS_ALL, ADDENDS_OUTER, ADDENDS_FIRST};
    struct total_row grand = grand_total(s, *t);
    for (size_t i = 0; grand.grand && i < sizeof GRAND / sizeof *GRAND; i++) {
        struct tally tally = tally_rows(s, &grand, GRAND[i]);
        if (tally.holding <= ret->holding)
            continue;
        *t = grand;
        *ret = tally;
        best = GRAND[i];
    }
    return best;
}

/* The rows above, unless more columns hold with those below: a list of cities has each one's total first. */
static enum addends best_side(const struct sheet *s, struct total_row *t, struct tally *ret)
{
    struct total_row below = lines_below(s, t->row);
    struct tally tally;
    see_nesting(s, t);
    see_nesting(s, &below);
    enum addends best = best_reading(s, t, ret), other = best_reading(s, &below, &tally);
    if (tally.holding <= ret->holding)
        return best;
    *t = below;
    *ret = tally;
    return other;
}

/* Some of its parts may stand in the table's next part, or in the one before. */
static bool is_cut(const struct sheet *s, const struct total_row *t)
{
    bool below = t->from > t->row;
    return below ? t->to == s->table->rows && s->table->goes_on
                 : s->table->continues && (t->from == 0 || s->table->row[t->from - 1].head);
}

/* `结转下年: 240, 194, 444, 合计 444`: of balances at the end of each year the last is that of all of them. */
static bool is_last_balance(const struct draft *d, const struct report *report)
{
    const struct fact *total = claims_fact(report, d->claim.members[0].fact),
                      *last = claims_fact(report, d->claim.members[d->claim.n - 1].fact);
    return last->version == VERSION_BALANCE && last->year_stated &&
           decimal_cmp(quantity_base(total->quantity), quantity_base(last->quantity)) == 0;
}

/* `合计8,154,640 5,354,131`: figures ran into the label, and so others into other columns. */
static bool ran_together(struct slice label)
{
    int digits = 0;
    for (size_t at = 0; at < label.len; at++)
        digits += label.at[at] >= '0' && label.at[at] <= '9';
    return digits >= RAN_DIGITS;
}

/* A column that no head names is proved by none that one names: it may be a rate's. */
static bool is_nameless(const struct sheet *s, uint32_t row, uint32_t column)
{
    const struct table_row *r = &s->table->row[row];
    return r->head_to > r->head_from && claims_sheet_head(s, row, column).len == 0;
}

static void read_total_row(const struct sheet *s, uint32_t row)
{
    struct total_row t = lines_of(s, row);
    struct tally tally;
    enum addends best = best_side(s, &t, &tally);
    if (is_cut(s, &t))
        return;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        if (!has_sum(s, &t, c))
            continue;
        struct draft d = sum_of_rows(s, &t, c, best);
        bool violated = claims_try(&d) == VERDICT_VIOLATED;
        if (violated && (is_last_balance(&d, s->report) || ran_together(s->rows[row].label) ||
                         (is_nameless(s, row, c) && !claims_slip(s->report, &d.claim))))
            continue;
        bool near = violated && claims_near_miss(&d.claim);
        claims_tally_file(s, &d, tally, !t.nested && near && claims_tally_slips(tally) == 1);
    }
}

/* ------------------------------------------------------------------ 其中 rows */

/* A form's funds are what 财政拨款, 上年结转 and 其他资金 under them come to, whichever of these are left blank. */
static bool is_funds(const struct sheet *s, uint32_t row)
{
    size_t from, to;
    return (s->table->kinds & (1u << TABLE_INDICATORS | 1u << TABLE_FUNDS)) &&
           lexicon_find_word(s->report->lexicon, "funds-total", s->rows[row].label, &from, &to);
}

/* Which row a 其中 belongs to, and how far it reaches, is not written: its rows together are more than the row above only
 * where a slip of the pen makes them so: else rows of the next part follow. They need not be all: where they are not in
 * two columns they were not meant to be. */
static void file_inside(const struct sheet *s, const struct total_row *t, struct tally tally, uint32_t column)
{
    struct draft d = sum_of_rows(s, t, column, ADDENDS_ALL);
    d.claim.words = s->rows[t->from].label_span;
    if (d.claim.n < 2 || claims_try(&d) == VERDICT_UNKNOWN)
        return;
    bool slip = !claims_holds(&d) &&
                (is_funds(s, t->row) ? claims_small_slip(s->report, &d.claim)
                                     : tally.off == 1 && d.claim.n > 2 && claims_slip(s->report, &d.claim));
    if (!claims_holds(&d) && !slip) {
        d.claim.exhaustive = d.judged = false;
        if (!claims_holds(&d))
            return;
    }
    claims_file(&d);
}

/* 其他资金 is among a form's funds, whatever the rows before it come to. */
static bool is_other_funds(const struct sheet *s, const struct total_row *t, uint32_t row)
{
    size_t from, to;
    return is_funds(s, t->row) &&
           lexicon_find_word(s->report->lexicon, "list-others", s->rows[row].label, &from, &to) && from == 0;
}

/* Where rows of something else go on from those under 其中 (办公经费, 差旅费, 会议费, and then 政府采购金额), the rows up to which
 * most columns hold. */
static struct tally settle_inside(const struct sheet *s, struct total_row *t)
{
    struct tally best = tally_rows(s, t, ADDENDS_ALL);
    uint32_t to = t->to, last = t->from + INSIDE_ROWS < to ? t->from + INSIDE_ROWS : to;
    for (t->to = t->from + 2; t->to < last; t->to++) {
        struct tally tally = tally_rows(s, t, ADDENDS_ALL);
        if (tally.holding < INSIDE_PROOF || tally.holding <= best.holding || is_other_funds(s, t, t->to))
            continue;
        best = tally;
        to = t->to;
    }
    t->to = to;
    return best;
}

/* `其中：` and the rows that go on from it are parts of the row above; they need not be all. */
static void read_inside(const struct sheet *s, uint32_t row)
{
    struct total_row t = {.row = row - 1, .from = row, .to = row + 1};
    while (t.to < s->table->rows && s->rows[t.to].inside && !s->rows[t.to].begins)
        t.to++;
    struct tally tally = settle_inside(s, &t);
    for (uint32_t c = 0; c < s->table->columns; c++)
        if (has_sum(s, &t, c))
            file_inside(s, &t, tally, c);
}

/* ------------------------------------------------------------------ basic and project spending */

/* 基本支出, 项目支出: a part of what a department spends. */
static bool is_spending(const struct sheet *s, const struct fact *f)
{
    size_t from, to;
    const struct measure *whole = f->measure ? f->measure->parent : NULL;
    return whole && lexicon_find_word(s->report->lexicon, "whole-spending", whole->name, &from, &to);
}

static struct draft sum_of_spending(const struct sheet *s, const struct total_row *t, uint32_t column)
{
    uint32_t total = claims_sheet_at(s, t->row, column);
    struct draft d = claims_draft(s->report, CLAIM_SUM, BASIS_TOTAL_ROW, s->rows[t->row].label_span);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t r = t->from; r < t->to; r++) {
        uint32_t f = claims_sheet_at(s, r, column);
        if (f != FACT_NONE && is_spending(s, claims_fact(s->report, f)) &&
            may_add(claims_fact(s->report, total), claims_fact(s->report, f)))
            claims_member(&d, ROLE_PART, 1, f);
    }
    return d;
}

/* 年度资金总额 over 基本支出, what that is made of, and 项目支出, where no 其中 says how they nest. */
static void read_spending(const struct sheet *s, uint32_t row)
{
    struct total_row t = lines_below(s, row);
    struct tally tally = {0};
    for (int pass = 0; pass < 2 && t.from < t.to && !s->rows[t.from].begins; pass++)
        for (uint32_t c = 0; c < s->table->columns; c++) {
            if (!has_sum(s, &t, c))
                continue;
            struct draft d = sum_of_spending(s, &t, c);
            if (d.claim.n > 2 && !pass)
                claims_tally_count(&tally, &d);
            else if (d.claim.n > 2)
                claims_tally_file(s, &d, tally, false);
        }
}

/* ------------------------------------------------------------------ two totals beside each other */

/* The only figure of a row, FACT_NONE where it has several. */
static uint32_t only_figure(const struct sheet *s, uint32_t row)
{
    uint32_t only = FACT_NONE;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        uint32_t f = claims_sheet_at(s, row, c);
        if (f != FACT_NONE && only != FACT_NONE && f != only)
            return FACT_NONE;
        only = f != FACT_NONE ? f : only;
    }
    return only;
}

/* Whether the words nearest to the left of a figure name a total. */
static bool has_total_label(const struct sheet *s, uint32_t row, uint32_t column)
{
    for (uint32_t c = column; c-- > 0 && claims_sheet_at(s, row, c) == FACT_NONE;) {
        const struct cell *cell = table_cell(s->table, row, c);
        size_t from, to;
        if (cell && !slice_blank(cell->text.s))
            return lexicon_find_word(s->report->lexicon, "table-total", cell->text.s, &from, &to);
    }
    return false;
}

/* `人员经费合计 610.60 | 公用经费合计 80.06`, and under it one 合计: of the two. */
static void read_halves(const struct sheet *s, uint32_t row)
{
    uint32_t total = row > 0 ? only_figure(s, row) : FACT_NONE;
    if (total == FACT_NONE || s->rows[row - 1].kind != ROW_TOTAL ||
        s->rows[row - 1].part != s->rows[row].part)
        return;
    struct draft d = claims_draft(s->report, CLAIM_SUM, BASIS_TOTAL_ROW, s->rows[row].label_span);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t c = 1; c < s->table->columns; c++) {
        uint32_t f = claims_sheet_at(s, row - 1, c);
        if (f != FACT_NONE && may_add(claims_fact(s->report, total), claims_fact(s->report, f)) &&
            has_total_label(s, row - 1, c))
            claims_member(&d, ROLE_PART, 1, f);
    }
    bool off = d.claim.n == 3 && claims_try(&d) == VERDICT_VIOLATED &&
               (claims_near_miss(&d.claim) || claims_slip(s->report, &d.claim));
    if (d.claim.n == 3 && (off || claims_holds(&d)))
        claims_file(&d);
}

/* ------------------------------------------------------------------ a table */

void claims_table_read(struct sheet *s)
{
    for (uint32_t r = 0, end; r < s->table->rows; r = end) {
        end = claims_sheet_part(s, r);
        for (uint32_t row = r; row < end; row++)
            if (s->rows[row].kind == ROW_TOTAL) {
                read_total_row(s, row);
                read_halves(s, row);
            } else if (s->rows[row].begins && row > r)
                read_inside(s, row);
            else if (is_funds(s, row))
                read_spending(s, row);
    }
}
