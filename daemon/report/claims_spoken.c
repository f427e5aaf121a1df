/* What a total row comes to, told in the paragraphs around its table: `全镇共发放420户、59.46万元` over a list of villages. A
 * figure there that is one slip away from a total of the same unit, and that nothing else in the table or beside it is,
 * means the total, where its words say that it is one (共, 合计) or name the column. */
#include "claims_index.h"

#include "../base/utf8.h"

#include <string.h>

/* Blocks before and after a table in which it is spoken of, and facts that are looked at there. */
#define NEAR_BLOCKS 5
#define NEAR_FACTS  24
/* Facts of a table; those of a longer one are not gone through for each of its totals. */
#define TABLE_FACTS 3000
/* Digits that both figures must have, for chance not to do it, and for it to be as good as sure. */
#define DIGITS_MIN  3
#define DIGITS_SURE 5
/* Below what rules take for sure. */
#define UNSURE 55

struct spoken {
    struct report *report;
    const struct table *table;
    uint32_t first, end; /* the facts of the table */
};

/* The facts of the table in which `total` stands; false where there are too many. */
static bool find_table(struct spoken *s, uint32_t total)
{
    const struct table *table = claims_fact(s->report, total)->table;
    if (s->table == table)
        return s->end > s->first;
    *s = (struct spoken){.report = s->report, .table = table, .first = total, .end = total};
    while (s->first > 0 && claims_fact(s->report, s->first - 1)->table == table &&
           total - s->first < TABLE_FACTS)
        s->first--;
    while (s->end < s->report->facts.n && claims_fact(s->report, s->end)->table == table &&
           s->end - total < TABLE_FACTS)
        s->end++;
    if (s->end - s->first >= TABLE_FACTS)
        s->end = s->first;
    return s->end > s->first;
}

static struct decimal value_of(const struct spoken *s, uint32_t fact)
{
    return quantity_base(claims_fact(s->report, fact)->quantity);
}

/* How often each digit stands in a value. */
static void count_digits(struct decimal value, int ret[10])
{
    memset(ret, 0, 10 * sizeof *ret);
    for (decimal_units units = value.units < 0 ? -value.units : value.units; units != 0; units /= 10)
        ret[(int)(units % 10)]++;
}

/* The same digits in another order, or with the point elsewhere. */
static bool same_digits(struct decimal a, struct decimal b)
{
    int in_a[10], in_b[10], digits = 0, zeros;
    count_digits(a, in_a);
    count_digits(b, in_b);
    zeros = in_a[0] - in_b[0];
    for (int i = 1; i < 10; i++) {
        if (in_a[i] != in_b[i])
            return false;
        digits += in_a[i];
    }
    return digits + in_a[0] >= DIGITS_MIN && (zeros == 0 || digits >= DIGITS_MIN);
}

/* So alike that chance does not do it: 402 and 420, 59.46元 and 59.46万元, 1265.5 and 1235.5. */
static bool is_slip(struct decimal a, struct decimal b)
{
    return claims_telling_slip(a, b) || (claims_slip_between(a, b) && same_digits(a, b));
}

static int digits_of(struct decimal value)
{
    int digits = 0;
    for (decimal_units units = value.units < 0 ? -value.units : value.units; units != 0; units /= 10)
        digits++;
    return digits;
}

/* The lowest head over a figure. */
static struct slice head_of(const struct fact *f)
{
    const struct table_row *row = &f->table->row[f->cell->row];
    for (uint32_t r = row->head_to; r-- > row->head_from;) {
        const struct cell *head = table_cell(f->table, r, f->cell->column);
        if (head && !slice_blank(head->text.s))
            return head->text.s;
    }
    return (struct slice){0};
}

/* The words before a figure of its clause. */
static struct slice words_before(const struct spoken *s, const struct fact *f)
{
    struct slice text = s->report->sentences.items[f->sentence].text.s;
    size_t at = f->quantity->from;
    while (at > 0) {
        size_t before = at;
        uint32_t c = utf8_previous(text, &before);
        if (c == 0xFF0C || c == 0x3001 || c == 0xFF1B || c == 0x3002)
            break;
        at = before;
    }
    return slice_sub(text, at, f->quantity->from);
}

/* The words before a figure of its sentence. */
static struct slice sentence_before(const struct spoken *s, const struct fact *f)
{
    return slice_sub(s->report->sentences.items[f->sentence].text.s, 0, f->quantity->from);
}

static bool says_total(const struct spoken *s, struct slice words)
{
    size_t from, to;
    return lexicon_find_word(s->report->lexicon, "told-total", words, &from, &to);
}

static bool is_near(const struct fact *prose, const struct fact *total)
{
    uint32_t from = prose->block < total->block ? prose->block : total->block,
             to = prose->block < total->block ? total->block : prose->block;
    return !prose->table && prose->sentence != UINT32_MAX && to - from <= NEAR_BLOCKS && !prose->prior &&
           claims_amount(prose) && claims_addable(prose, total) && prose->year == total->year &&
           prose->quantity->unit && !prose->quantity->chinese;
}

/* The first or last fact around the table that is looked at. */
static uint32_t reach(const struct spoken *s, bool back)
{
    if (back)
        return s->first > NEAR_FACTS ? s->first - NEAR_FACTS : 0;
    return s->end + NEAR_FACTS < s->report->facts.n ? s->end + NEAR_FACTS : s->report->facts.n;
}

/* Whether a figure of the table, or another one near it, has this value. */
static bool stands_elsewhere(const struct spoken *s, uint32_t but, struct decimal value)
{
    for (uint32_t f = reach(s, true); f < reach(s, false); f++)
        if (f != but && decimal_cmp(value_of(s, f), value) == 0)
            return true;
    return false;
}

/* From `fact` on the first that is none of the table's. */
static uint32_t outside(const struct spoken *s, uint32_t fact)
{
    return fact >= s->first && fact < s->end ? s->end : fact;
}

/* Whether the total is told as it is. */
static bool is_told(const struct spoken *s, uint32_t total)
{
    for (uint32_t f = outside(s, reach(s, true)); f < reach(s, false); f = outside(s, f + 1))
        if (is_near(claims_fact(s->report, f), claims_fact(s->report, total)) &&
            decimal_cmp(value_of(s, f), value_of(s, total)) == 0)
            return true;
    return false;
}

static void read_near(struct spoken *s, uint32_t prose, uint32_t total)
{
    const struct fact *p = claims_fact(s->report, prose), *t = claims_fact(s->report, total);
    if (!is_near(p, t) || p->claimed || !is_slip(value_of(s, prose), value_of(s, total)))
        return;
    struct slice words = words_before(s, p);
    bool sure = says_total(s, words);
    bool named = sure || claims_shares_word(head_of(t), words) || says_total(s, sentence_before(s, p));
    if (!named || stands_elsewhere(s, prose, value_of(s, prose)))
        return;
    struct draft d = claims_draft(s->report, CLAIM_SAME, BASIS_LEXICON, p->quote);
    claims_member(&d, ROLE_FIRST, 1, total);
    claims_member(&d, ROLE_SECOND, 1, prose);
    if (claims_try(&d) != VERDICT_VIOLATED)
        return;
    bool telling = claims_telling_slip(value_of(s, prose), value_of(s, total)) &&
                   digits_of(p->quantity->value) >= DIGITS_SURE &&
                   digits_of(t->quantity->value) >= DIGITS_SURE;
    if (!sure && !telling && d.claim.confidence > UNSURE)
        d.claim.confidence = UNSURE;
    claims_file(&d);
}

static bool is_proved(const struct report *report, const struct claim *claim)
{
    return claim->kind == CLAIM_SUM && claim->basis == BASIS_TOTAL_ROW && claim->exhaustive && claim->n > 2 &&
           claim->lenient == VERDICT_EXACT && claims_fact(report, claim->members[0].fact)->cell &&
           claims_fact(report, claim->members[0].fact)->quantity->unit;
}

void claims_spoken_read(struct report *report, const struct fact_index *index)
{
    struct spoken s = {.report = report};
    uint32_t n = report->claims.n;
    (void)index;
    for (uint32_t c = 0; c < n; c++) {
        if (!is_proved(report, &report->claims.items[c]))
            continue;
        uint32_t total = report->claims.items[c].members[0].fact;
        if (!find_table(&s, total) || is_told(&s, total))
            continue;
        for (uint32_t f = outside(&s, reach(&s, true)); f < reach(&s, false); f = outside(&s, f + 1))
            read_near(&s, f, total);
    }
}
