/* 数量 | 单价 | 金额: each row's amount is so many at that price. That the three columns are of each other is proved by rows
 * of which it holds; a discount or freight may make another of one of them. */
#include "claims_sheet.h"

/* Rows that must hold, and of those that do so many for each further one that does not. */
#define PRICED_PROOF    2
#define HOLDING_PER_OFF 4

enum priced { PRICE, COUNT, AMOUNT, PRICED_COUNT };

static const struct {
    const char *head; /* class of words */
    enum role role;
} COLUMNS[PRICED_COUNT] = {
    [PRICE] = {"priced-price", ROLE_RATE},
    [COUNT] = {"head-count", ROLE_BASE},
    [AMOUNT] = {"priced-amount", ROLE_PART},
};

struct priced_columns {
    uint32_t at[PRICED_COUNT];
};

/* The only column of each, told by the head; false where one is missing or several have it. */
static bool find_columns(const struct sheet *s, uint32_t row, struct priced_columns *ret)
{
    uint32_t found[PRICED_COUNT] = {0};
    for (uint32_t c = 0; c < s->table->columns; c++) {
        struct slice head = claims_sheet_head(s, row, c);
        size_t from, to;
        for (int k = 0; k < PRICED_COUNT; k++)
            if (lexicon_find_word(s->report->lexicon, COLUMNS[k].head, head, &from, &to)) {
                ret->at[k] = c;
                found[k]++;
                break;
            }
    }
    return found[PRICE] == 1 && found[COUNT] == 1 && found[AMOUNT] == 1;
}

static bool draft_of(const struct sheet *s, uint32_t row, const struct priced_columns *columns,
                     struct draft *ret)
{
    uint32_t amount = claims_sheet_at(s, row, columns->at[AMOUNT]);
    if (s->rows[row].kind != ROW_PLAIN || amount == FACT_NONE)
        return false;
    *ret = claims_draft(s->report, CLAIM_EACH, BASIS_FORM, claims_fact(s->report, amount)->quote);
    for (int k = 0; k < PRICED_COUNT; k++) {
        uint32_t f = claims_sheet_at(s, row, columns->at[k]);
        if (f == FACT_NONE || !claims_amount(claims_fact(s->report, f)))
            return false;
        claims_member(ret, COLUMNS[k].role, 1, f);
    }
    return claims_try(ret) != VERDICT_UNKNOWN;
}

static void read_part(const struct sheet *s, uint32_t from, uint32_t end)
{
    struct priced_columns columns;
    struct draft d;
    uint32_t holding = 0, off = 0;
    if (!find_columns(s, from, &columns))
        return;
    for (uint32_t r = from; r < end; r++)
        if (draft_of(s, r, &columns, &d)) {
            holding += claims_holds(&d);
            off += !claims_holds(&d);
        }
    bool proved = holding >= PRICED_PROOF && off <= 1 + holding / HOLDING_PER_OFF;
    for (uint32_t r = from; r < end; r++)
        if (draft_of(s, r, &columns, &d) && (proved || claims_holds(&d)))
            claims_file(&d);
}

void claims_priced_rows(struct sheet *s)
{
    for (uint32_t r = 0, end; r < s->table->rows; r = end) {
        end = claims_sheet_part(s, r);
        read_part(s, r, end);
    }
}
