/* Rows and the numbered rows under them: `项目支出` over 1、 2、 3、, `20406` over 2040601 2040602 …. Numbers tell that the
 * rows are inside the one above, not that they are all of it; so a row is held against them only where another column of
 * the same rows adds up. */
#include "claims_sheet.h"

/* Rows under one that are looked at. */
#define ROWS_MAX 64

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
    if (own->kind != ROW_PLAIN || own->inside || row + 2 >= s->table->rows ||
        !is_plain(s, row + 1, own->part))
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

/* Of the columns how many add up and say something, and how many do not. */
static void tally(const struct sheet *s, const struct nest *n, uint32_t *ret_holding, uint32_t *ret_off)
{
    for (uint32_t c = 0; c < s->table->columns; c++) {
        if (!has_sum(s, n, c))
            continue;
        struct draft d = draft_of(s, n, c);
        if (d.claim.n < 3 || claims_try(&d) == VERDICT_UNKNOWN)
            continue;
        bool holds = claims_holds(&d);
        *ret_holding += holds && decimal_sign(d.claim.stated) != 0;
        *ret_off += !holds;
    }
}

static void read_nest(const struct sheet *s, const struct nest *n)
{
    uint32_t holding = 0, off = 0;
    tally(s, n, &holding, &off);
    for (uint32_t c = 0; c < s->table->columns && holding > 0 && off <= holding; c++) {
        if (!has_sum(s, n, c))
            continue;
        struct draft d = draft_of(s, n, c);
        if (d.claim.n < 3 || claims_try(&d) == VERDICT_UNKNOWN)
            continue;
        if (claims_holds(&d) || (off == 1 && claims_near_miss(&d.claim)))
            claims_file(&d);
    }
}

void claims_outline_rows(struct sheet *s)
{
    for (uint32_t r = 0; r < s->table->rows; r++) {
        struct nest n = nest_of(s, r);
        if (n.to > r + 2)
            read_nest(s, &n);
    }
}
