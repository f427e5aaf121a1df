/* Rates told together after the figures that they are of: `a万元、b万元、c万元，分别占总收入的P%、Q%和R%`, `决策16.4分（满分20分）、…，得分率分别为P%、
 * …`, `预算a、b，支出c、d，执行率分别为P%、Q%`. No word says what each is of; of the ways to pair them the one under which nearly all
 * hold was meant, and one that does not hold among those that do is wrong. */
#include "claims_index.h"

#define RATES_MAX 8
/* Units of the last place of a rate of four digits. */
#define TELLING_UNITS 1000
/* Facts before the rates among which their figures are. */
#define REACH 40
/* Bytes between two of the rates: 、 or 和. */
#define BETWEEN_BYTES 9

struct told {
    struct report *report;
    const bool *rated; /* of each fact: a rate whose figures are known already */
    const uint32_t *totals;
    uint32_t rates[RATES_MAX], parts[RATES_MAX], bases[RATES_MAX];
    uint32_t n;
};

static bool is_percent(const struct fact *f)
{
    return claims_in_prose(f) && claims_dimension(f) == DIMENSION_PERCENT;
}

static bool says_change(const struct fact *f)
{
    return f->version == VERSION_CHANGE || f->version == VERSION_GROWTH;
}

/* The rates from `first`, of which 分别 says that they are told together. */
static bool take_rates(struct told *t, uint32_t first)
{
    const struct report *report = t->report;
    if (slice_find(claims_clause_before(report, first), S("分别"), 0) < 0 ||
        says_change(claims_fact(report, first)))
        return false;
    t->rates[t->n++] = first;
    for (uint32_t i = first + 1; i < report->facts.n && t->n < RATES_MAX; i++) {
        const struct fact *f = claims_fact(report, i);
        if (!is_percent(f) || f->sentence != claims_fact(report, first)->sentence ||
            claims_words_before(report, i).len > BETWEEN_BYTES)
            break;
        t->rates[t->n++] = i;
    }
    return t->n > 1;
}

/* Whatever stands for itself before fact `end` and can be added to the last of it; gives how many, the last first. */
static uint32_t figures_before(const struct told *t, uint32_t end, uint32_t *ret, uint32_t max)
{
    uint32_t n = 0;
    for (uint32_t i = end, back = 0; i-- > 0 && back < REACH && n < max; back++) {
        const struct fact *f = claims_fact(t->report, i);
        if (f->block != claims_fact(t->report, t->rates[0])->block || !claims_in_prose(f))
            break;
        if (claims_amount(f) && f->version != VERSION_WEIGHT &&
            (n == 0 || claims_addable(f, claims_fact(t->report, ret[0]))))
            ret[n++] = i;
    }
    return n;
}

static struct draft draft_of(const struct told *t, uint32_t i)
{
    uint32_t rate = t->rates[i];
    struct draft d = claims_draft(t->report, CLAIM_RATIO, BASIS_WORDS, claims_fact(t->report, rate)->quote);
    claims_member(&d, ROLE_RATE, 1, rate);
    claims_member(&d, ROLE_PART, 1, t->parts[i]);
    claims_member(&d, ROLE_BASE, 1, t->bases[i]);
    return d;
}

static uint32_t holding(const struct told *t)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        struct draft d = draft_of(t, i);
        n += claims_holds(&d);
    }
    return n;
}

/* Keeps the pairing in `best` where more hold than before. */
static void weigh(const struct told *t, struct told *best, uint32_t *most)
{
    uint32_t n = holding(t);
    if (n > *most) {
        *best = *t;
        *most = n;
    }
}

/* The weight of each score, before it or behind it in brackets. */
static bool take_weights(struct told *t)
{
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t part = t->parts[i], before = part > 0 ? part - 1 : part;
        bool behind = claims_fact(t->report, part + 1)->version == VERSION_WEIGHT;
        t->bases[i] = behind ? part + 1 : before;
        if (claims_fact(t->report, t->bases[i])->version != VERSION_WEIGHT)
            return false;
    }
    return true;
}

static void try_pairings(struct told *t, struct told *best, uint32_t *most)
{
    uint32_t figures[REACH], n = figures_before(t, t->rates[0], figures, REACH);
    if (n < t->n)
        return;
    for (uint32_t i = 0; i < t->n; i++)
        t->parts[i] = figures[t->n - 1 - i];
    if (take_weights(t))
        weigh(t, best, most);
    for (uint32_t b = t->n; b < n; b++) { /* one base for all */
        for (uint32_t i = 0; i < t->n; i++)
            t->bases[i] = figures[b];
        weigh(t, best, most);
    }
    if (n < 2 * t->n)
        return;
    for (uint32_t i = 0; i < t->n; i++) /* as many before them */
        t->bases[i] = figures[(size_t)2 * t->n - 1 - i];
    weigh(t, best, most);
    for (uint32_t i = 0; i < t->n; i++) { /* each right before its part */
        const uint32_t *pair = figures + (size_t)2 * (t->n - 1 - i);
        t->parts[i] = pair[0];
        t->bases[i] = pair[1];
    }
    weigh(t, best, most);
}

/* With four digits it is not met by chance. */
static bool is_long(const struct told *t, uint32_t i)
{
    return claims_fact(t->report, t->rates[i])->quantity->value.units >= TELLING_UNITS;
}

/* The base is the total of the list that the parts are. */
static bool of_list(const struct told *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (t->totals[t->parts[i]] != t->bases[i])
            return false;
    return true;
}

static void settle(struct told *t)
{
    struct told best = *t;
    uint32_t most = 0;
    try_pairings(t, &best, &most);
    if (most == 0 || most + 1 < best.n)
        return;
    for (uint32_t i = 0; i < best.n; i++) {
        struct draft d = draft_of(&best, i);
        bool off =
            claims_try(&d) == VERDICT_VIOLATED &&
            (most > 1 || of_list(&best) || (is_long(&best, i) && claims_mendable(t->report, &d.claim)));
        if (!t->rated[best.rates[i]] && (claims_holds(&d) || off))
            claims_file(&d);
    }
}

static bool *rated(const struct report *report)
{
    bool *is = arena_array(report->arena, report->facts.n + 1u, sizeof *is);
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        if (claim->kind == CLAIM_RATIO && claim->members[0].role == ROLE_RATE)
            is[claim->members[0].fact] = true;
    }
    return is;
}

void claims_respective_read(struct report *report, const struct fact_index *index)
{
    const bool *known = rated(report);
    const uint32_t *totals = claims_totals(report);
    (void)index;
    for (uint32_t f = 1; f < report->facts.n; f++) {
        struct told t = {.report = report, .rated = known, .totals = totals};
        if (is_percent(claims_fact(report, f)) && take_rates(&t, f))
            settle(&t);
    }
}
