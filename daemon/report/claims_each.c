/* So much for each: `发放补贴189.6万元，惠及农户6320户，户均300元`. The word before the figure says that an amount is spread over a
 * number; which two, the figures before it in its sentence tell. That a pair makes it is proof that it was meant; where none
 * does, the two nearest are a violation only as a slip of the pen. */
#include "claims_index.h"

/* Facts before it, of its paragraph, among which the two are looked for. */
#define REACH 8
/* Facts after it, of its sentence: 人均补助640元，补助资金共20915.20万元. */
#define AFTER_REACH 2
/* Sentences before its own that are looked at. */
#define SENTENCES_BACK 1
/* A slip of one digit or of two swapped makes no more of a figure. */
#define FAR_TIMES 10

struct each {
    struct report *report;
    const uint32_t *totals;
    uint32_t fact;
    uint32_t amounts[REACH + AFTER_REACH],
        counts[REACH + AFTER_REACH];     /* before it the nearest first, then after it */
    uint32_t parts[REACH + AFTER_REACH]; /* of lists, the amounts whose totals are taken in their place */
    uint32_t n_amounts, n_counts, n_parts;
};

/* The words between the figure before and this one, back to the last comma. */
static bool says_each(struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact), *last = fact ? claims_fact(report, fact - 1) : NULL;
    struct slice text = report->sentences.items[f->sentence].text.s;
    bool one = last && last->sentence == f->sentence && last->quantity->to <= f->quantity->from;
    struct slice words = slice_sub(text, one ? last->quantity->to : 0, f->quantity->from);
    ptrdiff_t comma = slice_rfind(words, S("，"));
    words = comma >= 0 ? slice_sub(words, (size_t)comma, words.len) : words;
    return claims_says(report, f->sentence, "each", words);
}

static bool is_each(struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    bool more = f->version == VERSION_CHANGE; /* 户均增收2350元 */
    return claims_in_prose(f) && !f->claimed && (claims_amount(f) || more) && f->quantity->unit &&
           decimal_sign(f->quantity->value) > 0 && says_each(report, fact);
}

static bool is_number(const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    return d == DIMENSION_COUNT || d == DIMENSION_PERSON || d == DIMENSION_OTHER || /* 亩 */
           d == DIMENSION_LENGTH;
}

/* Of a list its total. */
static void take(struct each *e, uint32_t fact)
{
    const struct fact *own = claims_fact(e->report, e->fact);
    if (e->totals[fact] < fact && claims_addable(claims_fact(e->report, fact), own))
        e->parts[e->n_parts++] = fact;
    while (e->totals[fact] < fact)
        fact = e->totals[fact];
    const struct fact *f = claims_fact(e->report, fact);
    if (!claims_amount(f) || decimal_sign(f->quantity->value) <= 0 || says_each(e->report, fact))
        return;
    if (claims_addable(f, own))
        e->amounts[e->n_amounts++] = fact;
    else if (is_number(f))
        e->counts[e->n_counts++] = fact;
}

static void collect(struct each *e)
{
    const struct fact *own = claims_fact(e->report, e->fact);
    for (uint32_t i = e->fact, back = 0; i-- > 0 && back < REACH; back++) {
        const struct fact *f = claims_fact(e->report, i);
        if (f->block != own->block || f->sentence == UINT32_MAX || f->cell ||
            f->sentence + SENTENCES_BACK < own->sentence)
            break;
        take(e, i);
    }
}

static void collect_after(struct each *e)
{
    const struct fact *own = claims_fact(e->report, e->fact);
    for (uint32_t i = e->fact + 1; i < e->report->facts.n && i <= e->fact + AFTER_REACH; i++) {
        const struct fact *f = claims_fact(e->report, i);
        if (f->sentence != own->sentence)
            break;
        take(e, i);
    }
}

static struct draft draft_of(const struct each *e, uint32_t amount, uint32_t count)
{
    struct draft d = claims_draft(e->report, CLAIM_EACH, BASIS_WORDS, claims_fact(e->report, e->fact)->quote);
    claims_member(&d, ROLE_RATE, 1, e->fact);
    claims_member(&d, ROLE_PART, 1, amount);
    claims_member(&d, ROLE_BASE, 1, count);
    return d;
}

/* What each is of, where the words say nothing else: 户均, 每户, 平均每期, 户均补助 of an amount so named. Empty: more is
 * said, 人均可支配收入. `ret_noun`: 补助, or empty. */
static struct slice divisor(const struct each *e, struct slice *ret_noun)
{
    const struct fact *f = claims_fact(e->report, e->fact), *last = claims_fact(e->report, e->fact - 1);
    struct slice text = e->report->sentences.items[f->sentence].text.s;
    size_t from = last->sentence == f->sentence ? last->quantity->to : 0;
    struct slice words = slice_trim(slice_sub(text, from, f->quantity->from));
    ptrdiff_t comma = slice_rfind(words, S("，"));
    if (comma >= 0)
        words = slice_sub(words, (size_t)comma + S("，").len, words.len);
    ptrdiff_t end = slice_find(words, S("均"), 0);
    if (end > 0 && !slice_starts(words, S("平均"))) {
        *ret_noun = slice_sub(words, (size_t)end + S("均").len, words.len);
        return slice_sub(words, 0, (size_t)end);
    }
    words = slice_sub(words, slice_starts(words, S("平均")) ? S("平均").len : 0, words.len);
    return slice_starts(words, S("每")) ? slice_sub(words, S("每").len, words.len) : (struct slice){0};
}

static bool is_of(const struct fact *count, struct slice divisor)
{
    return slice_eq(count->quantity->unit->base, divisor) ||
           (claims_dimension(count) == DIMENSION_PERSON && slice_eq(divisor, S("人")));
}

/* Of the facts the only one before the figure in its part of the sentence, and of what the words divide by; of an amount
 * whose name has `noun`. */
static uint32_t only(const struct each *e, const uint32_t *facts, uint32_t n, struct slice divisor,
                     struct slice noun)
{
    const struct fact *own = claims_fact(e->report, e->fact);
    struct slice text = e->report->sentences.items[own->sentence].text.s;
    uint32_t found = FACT_NONE;
    for (uint32_t i = 0; i < n; i++) {
        const struct fact *f = claims_fact(e->report, facts[i]);
        bool here = f->sentence == own->sentence && f->quantity->to <= own->quantity->from &&
                    slice_find(slice_sub(text, f->quantity->to, own->quantity->from), S("；"), 0) < 0;
        if (!here || (divisor.len && !is_of(f, divisor)) || slice_find(f->label, noun, 0) < 0)
            continue;
        if (found != FACT_NONE)
            return FACT_NONE;
        found = facts[i];
    }
    return found;
}

/* Off by so much that another thing is meant. */
static bool far_off(const struct claim *claim)
{
    struct decimal more;
    return decimal_mul(decimal_abs(claim->computed), decimal_int(FAR_TIMES), &more) &&
           (decimal_cmp(decimal_abs(claim->stated), more) > 0 ||
            (decimal_mul(decimal_abs(claim->stated), decimal_int(FAR_TIMES), &more) &&
             decimal_cmp(decimal_abs(claim->computed), more) > 0));
}

/* `培训18期，参训1260人次，平均每期90人次`: the word names the number, and there is one of each. */
static bool settle_named(const struct each *e)
{
    struct slice none = S(""), noun = none, of = divisor(e, &noun);
    uint32_t count = of.len ? only(e, e->counts, e->n_counts, of, none) : FACT_NONE;
    uint32_t amount = count != FACT_NONE ? only(e, e->amounts, e->n_amounts, none, noun) : FACT_NONE;
    if (amount == FACT_NONE)
        return false;
    struct draft d = draft_of(e, amount, count);
    if (claims_try(&d) != VERDICT_VIOLATED || far_off(&d.claim))
        return false;
    claims_file(&d);
    return true;
}

/* Files the first pair that holds. */
static bool file_holding(const struct each *e, const uint32_t *amounts, uint32_t n)
{
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t c = 0; c < e->n_counts; c++) {
            struct draft d = draft_of(e, amounts[a], e->counts[c]);
            if (claims_holds(&d)) {
                claims_file(&d);
                return true;
            }
        }
    return false;
}

static void settle(const struct each *e)
{
    if (file_holding(e, e->amounts, e->n_amounts) || file_holding(e, e->parts, e->n_parts))
        return;
    const struct fact *own = claims_fact(e->report, e->fact);
    if (e->n_amounts == 0 || e->n_counts == 0 || own->year != claims_fact(e->report, e->amounts[0])->year)
        return; /* 与上年人均1.95万元相当 */
    if (settle_named(e))
        return;
    struct draft d = draft_of(e, e->amounts[0], e->counts[0]);
    if (claims_try(&d) == VERDICT_VIOLATED && claims_mendable(e->report, &d.claim))
        claims_file(&d);
}

void claims_each_read(struct report *report, const struct fact_index *index)
{
    const uint32_t *totals = claims_totals(report);
    (void)index;
    for (uint32_t f = 1; f < report->facts.n; f++) {
        struct each e = {.report = report, .totals = totals, .fact = f};
        if (!is_each(report, f))
            continue;
        collect(&e);
        collect_after(&e);
        settle(&e);
    }
}
