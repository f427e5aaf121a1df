/* Rows and the numbered rows under them: `项目支出` over 1、 2、 3、, `20406` over 2040601 2040602 …. Numbers tell that the
 * rows are inside the one above, not that they are all of it; so a row is held against them only where another column of
 * the same rows adds up, or where all other codes of the table are the sum of those under them. */
#include "claims_sheet.h"

/* Rows under one that are looked at. */
#define ROWS_MAX 64
/* Codes that must be the sum of those under them for the one that is not to be wrong. */
#define CODES_PROOF 3
/* Columns that one slip breaks: a figure and its row's total. */
#define OFF_MAX 2

struct nest {
    uint32_t row, to; /* its inner rows are (row, to) */
    unsigned level;   /* of those that are added */
};

static bool is_plain(const struct sheet *s, uint32_t row, uint32_t part)
{
    return s->rows[row].kind == ROW_PLAIN && s->rows[row].part == part;
}

/* The rows below that are numbered deeper than this one, without a gap. */
static struct nest nest_of(const struct sheet *s, uint32_t row)
{
    const struct sheet_row *own = &s->rows[row];
    struct nest n = {.row = row, .to = row + 1};
    bool whole = own->kind == ROW_PLAIN || (own->kind == ROW_TOTAL && own->level); /* 一、资产总额 */
    if (!whole || own->inside || row + 1 >= s->table->rows || !is_plain(s, row + 1, own->part))
        return n;
    n.level = s->rows[row + 1].level;
    if (n.level == 0 || s->rows[row + 1].begins || n.level <= own->level)
        return n;
    while (n.to < s->table->rows && n.to - row <= ROWS_MAX && is_plain(s, n.to, own->part) &&
           (s->rows[n.to].level >= n.level || s->rows[n.to].inside))
        n.to++;
    return n;
}

static bool has_sum(const struct sheet *s, const struct nest *n, uint32_t column)
{
    uint32_t f = claims_sheet_at(s, n->row, column);
    if (f == FACT_NONE || claims_sheet_rate(s, n->row, column))
        return false;
    const struct fact *fact = claims_fact(s->report, f);
    return claims_amount(fact) && fact->version != VERSION_WEIGHT && fact->version != VERSION_SCORE;
}

static struct draft draft_of(const struct sheet *s, const struct nest *n, uint32_t column)
{
    uint32_t total = claims_sheet_at(s, n->row, column);
    struct draft d = claims_draft(s->report, CLAIM_SUM, BASIS_TOTAL_ROW, s->rows[n->row].label_span);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t r = n->row + 1; r < n->to; r++) {
        uint32_t f = claims_sheet_at(s, r, column);
        if (f != FACT_NONE && s->rows[r].level == n->level && claims_amount(claims_fact(s->report, f)) &&
            claims_addable(claims_fact(s->report, f), claims_fact(s->report, total)))
            claims_member(&d, ROLE_PART, 1, f);
    }
    return d;
}

/* What the columns of a nest say of it. */
struct tally {
    uint32_t holding, off;
    bool alike; /* all that are off are off by the same */
};

/* The sum of one column, of at least so many parts; false where it has none. */
static bool sum_of(const struct sheet *s, const struct nest *n, uint32_t column, uint32_t parts,
                   struct draft *ret)
{
    if (!has_sum(s, n, column))
        return false;
    *ret = draft_of(s, n, column);
    return ret->claim.n > parts && claims_try(ret) != VERDICT_UNKNOWN;
}

/* Of the columns how many add up and say something, and how many do not. */
static struct tally tally_of(const struct sheet *s, const struct nest *n, uint32_t parts)
{
    struct tally t = {.alike = true};
    struct decimal off = {0};
    for (uint32_t c = 0; c < s->table->columns; c++) {
        struct draft d;
        if (!sum_of(s, n, c, parts, &d))
            continue;
        bool holds = claims_holds(&d);
        t.holding += holds && decimal_sign(d.claim.stated) != 0;
        t.alike &= holds || !t.off || decimal_cmp(off, d.claim.difference) == 0;
        off = holds ? off : d.claim.difference;
        t.off += !holds;
    }
    return t;
}

static bool is_meant(const struct sheet *s, const struct claim *sum)
{
    return claims_near_miss(sum) || claims_slip(s->report, sum);
}

static void file_sums(const struct sheet *s, const struct nest *n, uint32_t parts, uint32_t off_max)
{
    struct tally t = tally_of(s, n, parts);
    for (uint32_t c = 0; c < s->table->columns; c++) {
        struct draft d;
        if (sum_of(s, n, c, parts, &d) &&
            (claims_holds(&d) || (t.off <= off_max && t.alike && is_meant(s, &d.claim))))
            claims_file(&d);
    }
}

static void read_nest(const struct sheet *s, const struct nest *n)
{
    struct tally t = tally_of(s, n, 2);
    if (t.holding > 0 && t.off <= t.holding)
        file_sums(s, n, 2, 1);
}

static bool is_nest(const struct sheet *s, const struct nest *n, bool coded)
{
    return n->to > n->row + 1 && (!coded || (s->rows[n->row].coded && s->rows[n->row + 1].coded));
}

/* Rows at a table's end may go on in another, on the next page. */
static bool is_cut(const struct sheet *s, const struct nest *n)
{
    return n->to == s->table->rows;
}

/* Whether nearly all codes are the sum of those under them, but for one; `ret_off`: its row. */
static bool all_but_one(const struct sheet *s, uint32_t *ret_off)
{
    uint32_t holding = 0, off = 0;
    for (uint32_t r = 0; r < s->table->rows; r++) {
        struct nest n = nest_of(s, r);
        if (!is_nest(s, &n, true))
            continue;
        struct tally t = tally_of(s, &n, 1);
        holding += t.holding && !t.off;
        off += t.off > 0;
        *ret_off = t.off ? r : *ret_off;
    }
    struct nest odd = off ? nest_of(s, *ret_off) : (struct nest){0};
    return holding >= CODES_PROOF && off == 1 && !is_cut(s, &odd);
}

void claims_outline_rows(struct sheet *s)
{
    uint32_t off = UINT32_MAX;
    bool proved = all_but_one(s, &off);
    for (uint32_t r = 0; r < s->table->rows; r++) {
        struct nest n = nest_of(s, r);
        if (proved && r == off)
            file_sums(s, &n, 1, OFF_MAX);
        else if (is_nest(s, &n, false) && n.to > r + 2)
            read_nest(s, &n);
    }
}
