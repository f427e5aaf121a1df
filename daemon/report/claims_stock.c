/* What there was + what came − what went = what there is: 期初账面数, 本年增加, 本年减少, 期末账面数 over the columns of a
 * table, or down its rows. Words that name the terms are common and say little, so only a table whose own figures
 * prove it is read so: two lines that hold, and at most one that does not. */
#include "claims_sheet.h"

enum term { OPENING, INCREASE, DECREASE, CLOSING, TERM_COUNT };

static const char *const CLASSES[TERM_COUNT] = {"stock-opening", "stock-increase", "stock-decrease",
                                                "stock-closing"};

/* Terms of one line; a longer one is no account of this kind. */
#define TERMS_MAX 8
/* Lines that must hold, and say something. */
#define PROOF_LINES 2
/* Of the lines as many again as one in so many may be off. */
#define HOLDING_PER_OFF 4
/* Bytes of the longest head or label. */
#define NAME_BYTES 60

/* Where the terms stand: columns, or rows. */
struct account {
    uint32_t at[TERMS_MAX];
    enum term term[TERMS_MAX];
    uint32_t n, of[TERM_COUNT];
};

struct reader {
    const struct sheet *sheet;
    uint32_t class[TERM_COUNT]; /* the lexicon's numbers */
};

/* The terms that have a word in a name, a bit for each: most have none. */
static unsigned terms_in(const struct reader *r, struct slice name)
{
    struct hits hits = scans_of(&r->sheet->report->scans, name);
    unsigned found = 0;
    for (uint32_t i = 0; i < hits.n; i++)
        for (int t = 0; t < TERM_COUNT && hits.items[i].kind == HIT_WORD; t++)
            found |= (unsigned)(hits.items[i].id == r->class[t]) << t;
    return found;
}

/* The term that a name begins with, or nearest to its front: 上年末余额 is no 年末余额. */
static bool term_of(const struct reader *r, struct slice name, enum term *ret)
{
    size_t from, to, last = 0;
    bool found = false;
    if (!name.len || name.len > NAME_BYTES)
        return false;
    unsigned terms = terms_in(r, name);
    for (int t = 0; terms >> t; t++) {
        if (!(terms >> t & 1) ||
            !lexicon_find_word(r->sheet->report->lexicon, CLASSES[t], name, &from, &to) ||
            (found && from >= last))
            continue;
        found = true;
        last = from;
        *ret = (enum term)t;
    }
    return found;
}

static void add(struct account *a, enum term term, uint32_t at)
{
    a->of[term]++;
    if (a->n < TERMS_MAX) {
        a->at[a->n] = at;
        a->term[a->n++] = term;
    }
}

/* 2022年末余额 | 2023年新增 | 2023年偿还 | 2023年末余额: the first balance is the one that it began with. */
static bool complete(struct account *a)
{
    for (uint32_t i = 0; i < a->n && !a->of[OPENING] && a->of[CLOSING] == 2; i++)
        if (a->term[i] == CLOSING) {
            a->term[i] = OPENING;
            a->of[OPENING]++;
            a->of[CLOSING]--;
        }
    return a->of[OPENING] == 1 && a->of[CLOSING] == 1 && a->of[INCREASE] && a->of[DECREASE] &&
           a->of[INCREASE] + a->of[DECREASE] <= TERMS_MAX - 2;
}

static uint32_t fact_at(const struct sheet *s, uint32_t line, uint32_t at, bool down)
{
    return down ? claims_sheet_at(s, at, line) : claims_sheet_at(s, line, at);
}

/* What came is a change, and an amount here. */
static bool is_amount(const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    return f->quantity->kind == QUANTITY_VALUE && d != DIMENSION_PERCENT && d != DIMENSION_POINTS;
}

/* A term left blank is nothing; the two balances must be there. */
static bool draft_line(const struct sheet *s, const struct account *a, uint32_t line, bool down,
                       struct draft *ret)
{
    uint32_t closing = FACT_NONE, n = 0;
    for (uint32_t i = 0; i < a->n; i++)
        closing = a->term[i] == CLOSING ? fact_at(s, line, a->at[i], down) : closing;
    if (closing == FACT_NONE || !is_amount(claims_fact(s->report, closing)))
        return false;
    *ret = claims_draft(s->report, CLAIM_IDENTITY, BASIS_FORM, claims_fact(s->report, closing)->quote);
    claims_member(ret, ROLE_TOTAL, 1, closing);
    for (uint32_t i = 0; i < a->n; i++) {
        uint32_t f = fact_at(s, line, a->at[i], down);
        if (a->term[i] == CLOSING || f == FACT_NONE)
            continue;
        const struct fact *fact = claims_fact(s->report, f);
        if (!is_amount(fact) || !claims_addable(fact, claims_fact(s->report, closing)))
            return false;
        int sign = a->term[i] == DECREASE && decimal_sign(fact->quantity->value) > 0 ? -1 : 1;
        n += a->term[i] == OPENING;
        claims_member(ret, ROLE_PART, sign, f);
    }
    return n == 1 && ret->claim.n > 2 && claims_try(ret) != VERDICT_UNKNOWN;
}

/* Two terms that are more than nothing. */
static bool telling(const struct report *report, const struct claim *claim)
{
    uint32_t moved = 0;
    for (uint32_t i = 0; i < claim->n; i++)
        moved += decimal_sign(claims_fact(report, claim->members[i].fact)->quantity->value) != 0;
    return moved > 2;
}

static void settle(const struct sheet *s, const struct account *a, uint32_t from, uint32_t to, bool down)
{
    uint32_t holding = 0, off = 0;
    struct draft d;
    for (uint32_t line = from; line < to; line++) {
        if (!draft_line(s, a, line, down, &d))
            continue;
        holding += claims_holds(&d) && telling(s->report, &d.claim);
        off += !claims_holds(&d);
    }
    for (uint32_t line = from; line < to && holding >= PROOF_LINES && off <= 1 + holding / HOLDING_PER_OFF;
         line++)
        if (draft_line(s, a, line, down, &d))
            claims_file(&d);
}

static void read_columns(const struct reader *r, uint32_t row, uint32_t end)
{
    const struct sheet *s = r->sheet;
    struct account a = {0};
    enum term term = OPENING;
    for (uint32_t c = 0; c < s->table->columns; c++)
        if (term_of(r, claims_sheet_head(s, row, c), &term))
            add(&a, term, c);
    if (complete(&a))
        settle(s, &a, row, end, false);
}

/* Outer rows only: what stands under 其中 is counted in the row above. */
static void read_rows(const struct reader *reader, uint32_t row, uint32_t end)
{
    const struct sheet *s = reader->sheet;
    struct account a = {0};
    enum term term = OPENING;
    for (uint32_t r = row; r < end; r++)
        if (s->rows[r].kind != ROW_EMPTY && !s->rows[r].inside && term_of(reader, s->rows[r].label, &term))
            add(&a, term, r);
    if (complete(&a))
        settle(s, &a, 0, s->table->columns, true);
}

void claims_stock_rows(struct sheet *sheet)
{
    struct reader reader = {.sheet = sheet};
    for (int t = 0; t < TERM_COUNT; t++)
        reader.class[t] = lexicon_class(sheet->report->lexicon, CLASSES[t]);
    for (uint32_t r = 0, end; r < sheet->table->rows; r = end) {
        end = claims_sheet_part(sheet, r);
        read_columns(&reader, r, end);
        read_rows(&reader, r, end);
    }
}
