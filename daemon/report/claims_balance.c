/* What came in and what was left: income + carried in − spending = balance, where one paragraph or one row of
 * a table gives all of them under their own names. Other terms may be missing from the text (own balances
 * used, balances distributed), so a relation that does not hold is a violation only as a near slip. */
#include "claims_index.h"
#include "claims_sheet.h"

enum term { INCOME, INCOME_ALL, CARRIED, SPENDING, LEFT, TERM_COUNT };

static const char *const CLASSES[TERM_COUNT] = {
    [INCOME] = "balance-income",   [INCOME_ALL] = "balance-income-all",
    [CARRIED] = "balance-carried", [SPENDING] = "balance-spending",
    [LEFT] = "balance-left",
};

struct balance {
    uint32_t facts[TERM_COUNT];
    bool twice[TERM_COUNT]; /* which of several is meant is not known */
};

static struct balance balance_none(void)
{
    struct balance b;
    for (int i = 0; i < TERM_COUNT; i++) {
        b.facts[i] = FACT_NONE;
        b.twice[i] = false;
    }
    return b;
}

static void add(struct balance *b, enum term term, uint32_t fact)
{
    b->twice[term] |= b->facts[term] != FACT_NONE;
    b->facts[term] = fact;
}

struct reader {
    struct report *report;
    uint32_t class[TERM_COUNT];
};

static struct reader reader_of(struct report *report)
{
    struct reader reader = {.report = report};
    for (int t = 0; t < TERM_COUNT; t++)
        reader.class[t] = lexicon_class(report->lexicon, CLASSES[t]);
    return reader;
}

/* The terms that the whole of the words names, a bit for each; nothing narrows them (财政拨款, 项目). */
static unsigned terms_of(const struct reader *reader, struct slice words)
{
    struct report *report = reader->report;
    unsigned terms = 0;
    words = slice_trim(words);
    if (!lexicon_knows(report->lexicon, words))
        return 0;
    struct hits hits = scans_of(&report->scans, words);
    for (uint32_t i = 0; i < hits.n; i++) {
        const struct hit *hit = &hits.items[i];
        for (int t = 0; t < TERM_COUNT && hit->kind == HIT_WORD && hit->from == 0 && hit->to == words.len;
             t++)
            terms |= (unsigned)(hit->id == reader->class[t]) << t;
    }
    return terms;
}

static void add_all(struct balance *b, unsigned terms, uint32_t fact)
{
    for (int i = 0; i < TERM_COUNT; i++)
        if (terms >> i & 1)
            add(b, (enum term)i, fact);
}

static bool has(const struct balance *b, enum term term)
{
    return b->facts[term] != FACT_NONE && !b->twice[term];
}

/* All of one year and of one kind of money. */
static bool fit_together(const struct report *report, const struct draft *d)
{
    const struct fact *first = claims_fact(report, d->claim.members[0].fact);
    for (uint32_t i = 1; i < d->claim.n; i++) {
        const struct fact *f = claims_fact(report, d->claim.members[i].fact);
        if (!claims_addable(first, f) || f->year != first->year || f->prior != first->prior)
            return false;
    }
    return claims_dimension(first) == DIMENSION_MONEY;
}

static struct draft draft_of(struct report *report, const struct balance *b, enum term income,
                             enum basis basis)
{
    const struct fact *left = claims_fact(report, b->facts[LEFT]);
    struct draft d = claims_draft(report, CLAIM_IDENTITY, basis, left->quote);
    claims_member(&d, ROLE_TOTAL, 1, b->facts[LEFT]);
    if (income != INCOME_ALL && has(b, CARRIED))
        claims_member(&d, ROLE_PART, 1, b->facts[CARRIED]);
    claims_member(&d, ROLE_PART, 1, b->facts[income]);
    claims_member(&d, ROLE_PART, -1, b->facts[SPENDING]);
    return d;
}

/* 收入a，支出b，当年结余c: of what the year's figures come to nothing is carried in. */
static bool is_of_the_year(const struct report *report, const struct balance *b)
{
    uint32_t left = b->facts[LEFT];
    size_t from, to;
    return b->facts[SPENDING] + 1 == left && b->facts[INCOME] + 2 == left &&
           claims_fact(report, left - 2)->sentence == claims_fact(report, left)->sentence &&
           lexicon_find_word(report->lexicon, "balance-year", claims_words_before(report, left), &from, &to);
}

/* Whether the income is meant with or without what was carried in is tried. */
static void settle(struct report *report, const struct balance *b, enum basis basis)
{
    static const enum term incomes[] = {INCOME, INCOME_ALL};
    bool carried = has(b, CARRIED), whole = has(b, LEFT) && has(b, SPENDING) && !b->twice[CARRIED];
    struct draft off = {0};
    for (size_t i = 0; i < sizeof incomes / sizeof *incomes && whole; i++) {
        if (!has(b, incomes[i]))
            continue;
        struct draft d = draft_of(report, b, incomes[i], basis);
        if (!fit_together(report, &d))
            continue;
        if (claims_holds(&d)) {
            claims_file(&d);
            return;
        }
        bool violated = d.claim.lenient == VERDICT_VIOLATED && !off.claim.n;
        bool whole_year =
            basis == BASIS_WORDS && is_of_the_year(report, b) && claims_mendable(report, &d.claim);
        bool near = claims_slip(report, &d.claim) || claims_near_miss(&d.claim);
        if (violated && (whole_year || (near && (carried || basis == BASIS_FORM))))
            off = d;
    }
    if (off.claim.n)
        claims_file(&off);
}

static bool stands_alone(const struct fact *f)
{
    return claims_amount(f) && f->topic == FACT_NONE && f->sentence != UINT32_MAX && f->scope.len == 0;
}

static bool is_term(const struct fact *f)
{
    return stands_alone(f) && !f->table;
}

/* Whether a figure of a block's prose, of which `first` is the first, may be a balance: most blocks have none. */
static bool may_be_left(struct report *report, uint32_t first)
{
    uint32_t block = claims_fact(report, first)->block;
    for (uint32_t i = first; i < report->facts.n && claims_fact(report, i)->block == block; i++) {
        const struct fact *f = claims_fact(report, i);
        if (is_term(f) && claims_may_say(report, f->sentence, CLASSES[LEFT], f->label))
            return true;
    }
    return false;
}

void claims_balance_read(struct report *report, const struct fact_index *index)
{
    struct reader reader = reader_of(report);
    (void)index;
    for (uint32_t f = 0, end; f < report->facts.n; f = end) {
        struct balance b = balance_none();
        uint32_t block = claims_fact(report, f)->block;
        bool left = may_be_left(report, f);
        for (end = f; end < report->facts.n && claims_fact(report, end)->block == block; end++) {
            const struct fact *fact = claims_fact(report, end);
            if (left && is_term(fact))
                add_all(&b, terms_of(&reader, fact->label), end);
        }
        settle(report, &b, BASIS_WORDS);
    }
}

/* The terms of each column's heads: 年初结转和结余, 本年收入, 本年支出, 年末结转和结余; of a head of several columns the first
 * has them. */
struct heads {
    unsigned *once, *twice; /* bits of terms that one of the column's heads names, and that two do */
    bool any;
};

static void read_heads(const struct reader *reader, const struct sheet *s, uint32_t row, struct heads *ret)
{
    const struct table_row *info = &s->table->row[row];
    ret->any = false;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        ret->once[c] = ret->twice[c] = 0;
        for (uint32_t r = info->head_from; r < info->head_to; r++) {
            const struct cell *cell = table_cell(s->table, r, c);
            unsigned terms = cell && cell->row == r && cell->column == c ? terms_of(reader, cell->text.s) : 0;
            ret->twice[c] |= ret->once[c] & terms;
            ret->once[c] |= terms;
            ret->any |= terms != 0;
        }
    }
}

static void read_row(const struct sheet *s, uint32_t row, const struct heads *heads)
{
    struct balance b = balance_none();
    bool carried = false; /* where nothing was, its cell is blank */
    for (uint32_t c = 0; c < s->table->columns; c++) {
        uint32_t fact = claims_sheet_at(s, row, c);
        carried |= heads->once[c] >> CARRIED & 1;
        if (!heads->once[c] || fact == FACT_NONE || !claims_amount(claims_fact(s->report, fact)))
            continue;
        add_all(&b, heads->once[c], fact);
        add_all(&b, heads->twice[c], fact);
    }
    if (carried)
        settle(s->report, &b, BASIS_FORM);
}

void claims_balance_rows(struct sheet *s)
{
    struct reader reader = reader_of(s->report);
    struct heads heads = {.once = arena_array(s->report->arena, s->table->columns, sizeof *heads.once),
                          .twice = arena_array(s->report->arena, s->table->columns, sizeof *heads.twice)};
    for (uint32_t r = 0; r < s->table->rows; r++) {
        if (r == 0 || s->rows[r].part != s->rows[r - 1].part)
            read_heads(&reader, s, r, &heads);
        if (heads.any && s->rows[r].kind != ROW_EMPTY)
            read_row(s, r, &heads);
    }
}
