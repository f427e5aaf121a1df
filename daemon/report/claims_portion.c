/* Columns of shares (占比, 构成比) in tables that print no total: each is its amount by what the amounts come to. That the
 * rows are all there are is not written; the column proves it, where most of its shares hold so, or where the shares
 * themselves make 100 and no other column of amounts stands beside them. */
#include "claims_sheet.h"

/* Rows of such a list. */
#define PORTIONS_MIN 3
#define PORTIONS_MAX 32

struct portions {
    uint32_t shares[PORTIONS_MAX], amounts[PORTIONS_MAX]; /* facts */
    uint32_t n;
};

static bool is_share(const struct fact *f)
{
    return f->version == VERSION_SHARE && claims_dimension(f) == DIMENSION_PERCENT;
}

/* Rows of one level; a total, a 其中 and a blank leave nothing to say. */
static bool collect(const struct sheet *s, uint32_t row, uint32_t end, uint32_t share, uint32_t amount,
                    struct portions *ret)
{
    unsigned level = 0;
    ret->n = 0;
    for (uint32_t r = row; r < end; r++) {
        const struct sheet_row *info = &s->rows[r];
        if (info->kind == ROW_EMPTY)
            continue;
        uint32_t f = claims_sheet_at(s, r, share), a = claims_sheet_at(s, r, amount);
        if (info->kind != ROW_PLAIN || info->inside || f == FACT_NONE || a == FACT_NONE ||
            ret->n == PORTIONS_MAX || (ret->n && info->level != level))
            return false;
        if (!is_share(claims_fact(s->report, f)) || !claims_amount(claims_fact(s->report, a)) ||
            (ret->n && !claims_addable(claims_fact(s->report, a), claims_fact(s->report, ret->amounts[0]))))
            return false;
        level = info->level;
        ret->shares[ret->n] = f;
        ret->amounts[ret->n++] = a;
    }
    return ret->n >= PORTIONS_MIN;
}

static struct draft draft_of(const struct sheet *s, const struct portions *p, uint32_t i)
{
    struct draft d =
        claims_draft(s->report, CLAIM_RATIO, BASIS_FORM, claims_fact(s->report, p->shares[i])->quote);
    claims_member(&d, ROLE_RATE, 1, p->shares[i]);
    claims_member(&d, ROLE_PART, 1, p->amounts[i]);
    for (uint32_t k = 0; k < p->n; k++)
        claims_member(&d, ROLE_BASE, 1, p->amounts[k]);
    return d;
}

static struct draft whole_of(const struct sheet *s, const struct portions *p)
{
    struct draft d =
        claims_draft(s->report, CLAIM_SHARES, BASIS_FORM, claims_fact(s->report, p->shares[0])->quote);
    for (uint32_t i = 0; i < p->n; i++)
        claims_member(&d, ROLE_PART, 1, p->shares[i]);
    return d;
}

static uint32_t holding(const struct sheet *s, const struct portions *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        struct draft d = draft_of(s, p, i);
        n += claims_holds(&d);
    }
    return n;
}

/* One wrong amount breaks all shares: the first that is off speaks for the others. */
static void file_all(const struct sheet *s, const struct portions *p)
{
    int32_t first = -1;
    for (uint32_t i = 0; i < p->n; i++) {
        struct draft d = draft_of(s, p, i);
        if (claims_try(&d) == VERDICT_UNKNOWN)
            continue;
        bool violated = d.claim.lenient == VERDICT_VIOLATED;
        d.claim.blocked_by = violated ? first : -1;
        first = violated && first < 0 ? (int32_t)s->report->claims.n : first;
        claims_file(&d);
    }
}

static void read_shares(const struct sheet *s, uint32_t row, uint32_t end, uint32_t share)
{
    struct portions best, trial;
    uint32_t most = 0, columns = 0;
    for (uint32_t c = share; c-- > 0 && share - c <= SHEET_REACH;) {
        if (!collect(s, row, end, share, c, &trial))
            continue;
        uint32_t n = holding(s, &trial);
        if (!columns++ || n > most)
            best = trial;
        most = n > most ? n : most;
    }
    if (!columns)
        return;
    struct draft whole = whole_of(s, &best);
    bool proved = most * 2 > best.n && best.n - most < 2;
    if (proved || (columns == 1 && claims_holds(&whole)))
        file_all(s, &best);
    if (claims_holds(&whole))
        claims_file(&whole);
}

void claims_portion_rows(struct sheet *sheet)
{
    for (uint32_t r = 0, end; r < sheet->table->rows; r = end) {
        end = claims_sheet_part(sheet, r);
        uint32_t first = r;
        while (first < end && sheet->rows[first].kind == ROW_EMPTY)
            first++;
        for (uint32_t c = 1; first < end && end - first <= 2 * PORTIONS_MAX && c < sheet->table->columns;
             c++) {
            uint32_t f = claims_sheet_at(sheet, first, c);
            if (f != FACT_NONE && is_share(claims_fact(sheet->report, f)))
                read_shares(sheet, r, end, c);
        }
    }
}
