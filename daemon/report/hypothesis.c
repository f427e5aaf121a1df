#include "hypothesis_links.h"
#include "hypothesis_priv.h"

#include "../base/must.h"

/* A figure with more digits has no single slip that anybody would find by looking. */
#define DIGITS_MAX 12
/* Of fewer digits than this any difference is one slip. */
#define DIGITS_MIN 3
/* Trials of one claim; a trial costs as much as judging the claim. */
#define TRIALS_MAX 48
/* Other claims of a figure that are asked, for and against. */
#define WITNESSES_MAX 16
/* Other facts that are looked at: those of its row or sentence, to either side; those of its measure; and, for
 * a figure that a sum misses, those of its column. */
#define BESIDE_REACH 24
#define ALIKE_REACH  32
#define COLUMN_REACH 400
/* What each witness adds or takes away, and what is taken away where only rounding makes the claim hold. */
#define WITNESS_FOR     30
#define WITNESS_AGAINST 25
#define INEXACT         10
/* What is added where a slip of the unit gives the unit that the report uses more often. */
#define USUAL_UNIT 12
/* To be told, the best must be this likely and this much likelier than the next. */
#define CLEAR_SCORE  38
#define CLEAR_MARGIN 10

static const int LIKELY[] = {
#define X(name, text, likely) likely,
    SLIPS(X)
#undef X
};

/* Places that a point is misplaced by. */
static const int POINTS[] = {-3, -2, -1, 1, 2, 3};

struct search {
    struct report *report;
    struct claim *claim;
    const struct fact_links *links;
    struct wanted wanted;
    struct hypothesis found[HYPOTHESES_KEPT];
    uint32_t n, trials;
};

/* ------------------------------------------------------------------ trying */

static bool holds(enum verdict verdict)
{
    return verdict != VERDICT_VIOLATED && verdict != VERDICT_UNKNOWN;
}

/* What a claim would be with another figure in the place of a fact's. */
static enum verdict verdict_with(struct report *report, const struct claim *claim, uint32_t fact,
                                 const struct quantity *figure)
{
    struct claim trial = *claim;
    struct fact *f = &report->facts.items[fact];
    const struct quantity *printed = f->quantity;
    f->quantity = figure;
    claim_judge(report, &trial);
    f->quantity = printed;
    return trial.lenient;
}

static bool is_witness(const struct claim *claim)
{
    return claim->kind != CLAIM_EXECUTION && claim->kind != CLAIM_COUNT && claim->lenient != VERDICT_UNKNOWN;
}

/* Asks the other claims of the fact. */
static void hear_witnesses(const struct search *s, uint32_t fact, const struct quantity *figure,
                           struct hypothesis *h)
{
    const uint32_t *first = s->links->first + fact;
    for (uint32_t i = first[0], heard = 0; i < first[1] && heard < WITNESSES_MAX; i++) {
        const struct claim *other = &s->report->claims.items[s->links->claims[i]];
        if (other == s->claim || !is_witness(other) ||
            (i > first[0] && s->links->claims[i - 1] == s->links->claims[i]))
            continue;
        heard++;
        bool after = holds(verdict_with(s->report, other, fact, figure));
        if (after && !holds(other->lenient)) {
            h->mended++;
            h->score += WITNESS_FOR;
        } else if (!after && holds(other->lenient)) {
            h->score -= WITNESS_AGAINST;
        }
    }
}

static bool same_reading(const struct hypothesis *a, const struct hypothesis *b)
{
    int power_a = a->unit ? a->unit->power : 0, power_b = b->unit ? b->unit->power : 0;
    return a->member == b->member &&
           decimal_cmp(decimal_shift(a->value, power_a), decimal_shift(b->value, power_b)) == 0;
}

/* Keeps the best, likeliest first; of two that read the same figure the same the likelier. */
static void keep(struct search *s, struct hypothesis h)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (same_reading(&s->found[i], &h)) {
            if (s->found[i].score >= h.score)
                return;
            memmove(s->found + i, s->found + i + 1, (--s->n - i) * sizeof *s->found);
            break;
        }
    uint32_t at = s->n;
    while (at > 0 && s->found[at - 1].score < h.score)
        at--;
    if (at == HYPOTHESES_KEPT)
        return;
    s->n += s->n < HYPOTHESES_KEPT;
    memmove(s->found + at + 1, s->found + at, (s->n - 1 - at) * sizeof *s->found);
    s->found[at] = h;
}

/* Whether the report writes its money in the one unit rather than in the other. */
static bool usual_unit(const struct search *s, const struct unit *unit, const struct unit *printed)
{
    return unit->power < MONEY_POWERS && printed->power < MONEY_POWERS &&
           s->links->written[unit->power] > s->links->written[printed->power];
}

/* One figure read otherwise: kept if the claim then holds. */
static void try_figure(struct search *s, struct hypothesis h)
{
    uint32_t fact = s->claim->members[h.member].fact;
    struct quantity figure = *claims_fact(s->report, fact)->quantity;
    if (s->trials == TRIALS_MAX)
        return;
    s->trials++;
    figure.value = h.value;
    figure.unit = h.unit;
    enum verdict verdict = verdict_with(s->report, s->claim, fact, &figure);
    if (!holds(verdict))
        return;
    h.exact = verdict == VERDICT_EXACT;
    bool rate =
        s->claim->members[h.member].role == ROLE_RATE; /* a rate is rounded, and the one value that fits */
    h.score = LIKELY[h.slip] - (h.exact || rate ? 0 : INEXACT);
    if (h.slip == SLIP_UNIT && usual_unit(s, h.unit, claims_fact(s->report, fact)->quantity->unit))
        h.score += USUAL_UNIT;
    if (h.slip != SLIP_BASE) /* there the words are wrong, not the figure */
        hear_witnesses(s, fact, &figure, &h);
    if (h.slip != SLIP_FIGURE || h.mended > 0)
        keep(s, h);
}

/* ------------------------------------------------------------------ slips within a figure */

static bool long_enough(struct decimal value)
{
    struct decimal digits = decimal_abs(value);
    decimal_units least = 1;
    for (int i = 1; i < DIGITS_MIN; i++)
        least *= 10;
    return digits.units >= least;
}

static void try_value(struct search *s, uint32_t member, enum slip slip, struct decimal value)
{
    const struct quantity *q = claims_fact(s->report, s->claim->members[member].fact)->quantity;
    try_figure(s, (struct hypothesis){
                      .slip = slip, .member = member, .other = FACT_NONE, .value = value, .unit = q->unit});
}

/* `window` is in the printed figure's own unit here. */
static void try_digits(struct search *s, uint32_t member, struct decimal printed, struct interval window)
{
    decimal_units size = printed.units < 0 ? -printed.units : printed.units, place = 1;
    int sign = printed.units < 0 ? -1 : 1;
    if (!long_enough(printed))
        return;
    for (int i = 0; i < DIGITS_MAX && place <= size; i++, place *= 10) {
        decimal_units digit = size / place % 10, above = size / place / 10, upper = above % 10;
        for (int other = 0; other < 10; other++) {
            struct decimal value = {sign * (size + (other - digit) * place), printed.scale};
            bool leads = other == 0 && size / place < 10;
            if (other != digit && !leads && interval_holds(window, value))
                try_value(s, member, SLIP_DIGIT, value);
        }
        struct decimal swapped = {sign * (size + (upper - digit) * place + (digit - upper) * place * 10),
                                  printed.scale};
        if (above > 0 && upper != digit && interval_holds(window, swapped))
            try_value(s, member, SLIP_SWAPPED, swapped);
    }
}

static void try_shifts(struct search *s, uint32_t member, struct decimal printed, struct interval window)
{
    for (size_t i = 0; i < sizeof POINTS / sizeof *POINTS; i++) {
        struct decimal value = decimal_shift(printed, POINTS[i]);
        bool whole = value.scale >= 0 || decimal_rescale(value, 0, &value);
        if (whole && long_enough(printed) && interval_holds(window, value))
            try_value(s, member, SLIP_POINT, value);
    }
    struct decimal opposite = decimal_negate(printed);
    if (decimal_sign(printed) != 0 && interval_holds(window, opposite))
        try_value(s, member, SLIP_SIGN, opposite);
}

/* The same digits in another unit of money; `window` in base units. */
static void try_units(struct search *s, uint32_t member, const struct quantity *q, struct interval window)
{
    for (int i = 0; i < MONEY_UNITS; i++) {
        const struct unit *unit = s->links->money[i];
        bool other =
            unit && q->unit && q->unit->dimension == DIMENSION_MONEY && unit->power != q->unit->power;
        if (other && interval_holds(window, decimal_shift(q->value, unit->power)))
            try_figure(s, (struct hypothesis){.slip = SLIP_UNIT,
                                              .member = member,
                                              .other = FACT_NONE,
                                              .value = q->value,
                                              .unit = unit});
    }
}

/* ------------------------------------------------------------------ other figures in its place */

static bool one_row(const struct fact *a, const struct fact *b)
{
    return a->cell && b->cell && a->table == b->table && a->sentence == UINT32_MAX &&
           b->sentence == UINT32_MAX && a->cell->row == b->cell->row;
}

static bool one_sentence(const struct fact *a, const struct fact *b)
{
    return a->sentence != UINT32_MAX && a->sentence == b->sentence;
}

static enum slip slip_of(const struct fact *own, const struct fact *other, enum role role)
{
    if (role == ROLE_BASE)
        return SLIP_BASE;
    if (own->year != 0 && other->year != 0 && own->year != other->year)
        return SLIP_PRIOR;
    if (own->version != other->version)
        return SLIP_VERSION;
    return one_row(own, other) ? SLIP_COLUMN : SLIP_MENTION;
}

static bool is_member(const struct claim *claim, uint32_t fact)
{
    for (uint32_t i = 0; i < claim->n; i++)
        if (claim->members[i].fact == fact)
            return true;
    return false;
}

/* Another figure is the one that is wanted, or is the one that stands here by mistake. */
static void try_other(struct search *s, uint32_t member, uint32_t other, struct interval window)
{
    const struct member *m = &s->claim->members[member];
    const struct fact *own = claims_fact(s->report, m->fact), *fact = claims_fact(s->report, other);
    if (is_member(s->claim, other) || !claims_addable(own, fact) || !claims_amount(fact))
        return;
    struct hypothesis h = {.slip = slip_of(own, fact, m->role),
                           .member = member,
                           .other = other,
                           .value = fact->quantity->value,
                           .unit = fact->quantity->unit};
    bool copied = h.slip != SLIP_MENTION && h.slip != SLIP_BASE && long_enough(own->quantity->value) &&
                  decimal_cmp(window.low, window.high) == 0 &&
                  decimal_cmp(quantity_base(own->quantity), quantity_base(fact->quantity)) == 0;
    if (copied) {
        h.unit = own->quantity->unit;
        h.value = decimal_shift(window.low, h.unit ? -h.unit->power : 0);
        if (decimal_rescale(h.value, own->quantity->value.scale, &h.value))
            try_figure(s, h);
    } else if (interval_holds(window, quantity_base(fact->quantity))) {
        try_figure(s, h);
    }
}

static void try_beside(struct search *s, uint32_t member, struct interval window)
{
    uint32_t at = s->claim->members[member].fact;
    const struct fact *own = claims_fact(s->report, at);
    uint32_t from = at > BESIDE_REACH ? at - BESIDE_REACH : 0;
    for (uint32_t i = from; i < s->report->facts.n && i <= at + BESIDE_REACH; i++) {
        const struct fact *fact = claims_fact(s->report, i);
        bool base = s->claim->members[member].role == ROLE_BASE && one_sentence(own, fact);
        if (i != at && (one_row(own, fact) || base))
            try_other(s, member, i, window);
    }
}

static void try_alike(struct search *s, uint32_t member, struct interval window)
{
    uint32_t at = s->claim->members[member].fact, place = s->links->place[at];
    const struct fact *own = claims_fact(s->report, at);
    if (place == UINT32_MAX)
        return;
    uint32_t from = place > ALIKE_REACH ? place - ALIKE_REACH : 0;
    for (uint32_t i = from; i < s->links->n_alike && i <= place + ALIKE_REACH; i++) {
        uint32_t other = s->links->alike[i];
        const struct fact *fact = claims_fact(s->report, other);
        if (other != at && fact->measure == own->measure && !one_row(own, fact))
            try_other(s, member, other, window);
    }
}

/* ------------------------------------------------------------------ one part more or less */

/* The sum with a part added or, where `without` is a member, left out. */
static enum verdict verdict_parts(struct search *s, uint32_t without, uint32_t with)
{
    struct claim trial = *s->claim;
    trial.members = arena_array(s->report->arena, s->claim->n + 1u, sizeof *trial.members);
    trial.n = 0;
    for (uint32_t i = 0; i < s->claim->n; i++)
        if (i != without)
            trial.members[trial.n++] = s->claim->members[i];
    if (with != FACT_NONE)
        trial.members[trial.n++] = (struct member){ROLE_PART, 1, with};
    claim_judge(s->report, &trial);
    return trial.lenient;
}

static void try_parts(struct search *s, enum slip slip, uint32_t member, uint32_t fact)
{
    const struct quantity *q = claims_fact(s->report, fact)->quantity;
    if (s->trials == TRIALS_MAX || !long_enough(q->value))
        return;
    s->trials++;
    uint32_t without = slip == SLIP_OMITTED ? member : UINT32_MAX;
    if (verdict_parts(s, without, slip == SLIP_OMITTED ? FACT_NONE : fact) != VERDICT_EXACT)
        return;
    keep(s, (struct hypothesis){.slip = slip,
                                .member = member,
                                .other = fact,
                                .value = q->value,
                                .unit = q->unit,
                                .exact = true,
                                .score = LIKELY[slip]});
}

static bool equals(const struct search *s, uint32_t fact, struct decimal value)
{
    return decimal_cmp(quantity_base(claims_fact(s->report, fact)->quantity), value) == 0;
}

/* Whether a figure stands where the sum's parts stand: in the total's column or its sentence. */
static bool stands_beside(const struct fact *total, const struct fact *fact)
{
    bool column = total->cell && fact->cell && total->table == fact->table && fact->sentence == UINT32_MAX &&
                  total->sentence == UINT32_MAX && total->cell->column == fact->cell->column;
    return (column || one_sentence(total, fact)) && claims_amount(fact) && claims_addable(total, fact);
}

static void try_missed(struct search *s, uint32_t total, struct decimal off)
{
    uint32_t at = s->claim->members[total].fact;
    uint32_t from = at > COLUMN_REACH ? at - COLUMN_REACH : 0;
    const struct fact *whole = claims_fact(s->report, at);
    for (uint32_t i = from; i < s->report->facts.n && i <= at + COLUMN_REACH; i++)
        if (equals(s, i, off) && stands_beside(whole, claims_fact(s->report, i)) && !is_member(s->claim, i))
            try_parts(s, SLIP_MISSED, total, i);
}

static void try_rows(struct search *s)
{
    if (s->claim->kind != CLAIM_SUM || s->claim->n < 3)
        return;
    struct decimal off = s->wanted.off;
    for (uint32_t i = 0; i < s->claim->n; i++) {
        uint32_t fact = s->claim->members[i].fact;
        if (s->claim->members[i].role == ROLE_TOTAL)
            try_missed(s, i, off);
        else if (s->claim->n > 3 && equals(s, fact, decimal_negate(off)))
            try_parts(s, SLIP_OMITTED, i, fact);
        else if (equals(s, fact, off))
            try_parts(s, SLIP_DOUBLED, i, fact);
    }
}

/* ------------------------------------------------------------------ 增加 for 减少 */

/* The words of a change give its sign; the claim is tried with the other one. */
static void try_direction(struct search *s, uint32_t member)
{
    struct claim trial = *s->claim;
    const struct member *m = &s->claim->members[member];
    const struct quantity *q = claims_fact(s->report, m->fact)->quantity;
    bool changes = s->claim->kind == CLAIM_DIFFERENCE || s->claim->kind == CLAIM_GROWTH;
    if (!changes || (m->role != ROLE_CHANGE && m->role != ROLE_RATE) || m->sign == 0)
        return;
    trial.members = arena_array(s->report->arena, s->claim->n, sizeof *trial.members);
    memcpy(trial.members, s->claim->members, s->claim->n * sizeof *trial.members);
    for (uint32_t i = 0; i < trial.n; i++)
        if (trial.members[i].role == ROLE_CHANGE || trial.members[i].role == ROLE_RATE)
            trial.members[i].sign = -trial.members[i].sign;
    claim_judge(s->report, &trial);
    if (holds(trial.lenient))
        keep(s, (struct hypothesis){.slip = SLIP_SIGN,
                                    .member = member,
                                    .other = FACT_NONE,
                                    .value = decimal_negate(q->value),
                                    .unit = q->unit,
                                    .exact = trial.lenient == VERDICT_EXACT,
                                    .score = LIKELY[SLIP_SIGN]});
}

/* ------------------------------------------------------------------ a claim */

/* Several claims of the figure do not hold: perhaps one other value mends them all. */
static void try_shared(struct search *s, uint32_t member, const struct quantity *q, struct interval window)
{
    struct decimal value;
    const uint32_t *first = s->links->first + s->claim->members[member].fact;
    if (first[1] - first[0] < 2 || decimal_cmp(window.low, window.high) != 0)
        return;
    value = decimal_shift(window.low, q->unit ? -q->unit->power : 0);
    if (decimal_rescale(value, q->value.scale, &value))
        try_value(s, member, SLIP_FIGURE, value);
}

static void try_member(struct search *s, uint32_t member)
{
    struct interval window;
    const struct quantity *q = claims_fact(s->report, s->claim->members[member].fact)->quantity;
    if (!hypothesis_wanted(&s->wanted, member, &window))
        return;
    try_direction(s, member);
    struct interval own = interval_shift(window, q->unit ? -q->unit->power : 0);
    try_units(s, member, q, window);
    try_shifts(s, member, q->value, own);
    try_digits(s, member, q->value, own);
    if (claims_amount(claims_fact(s->report, s->claim->members[member].fact)) &&
        s->claim->kind != CLAIM_SAME) {
        try_beside(s, member, window);
        try_alike(s, member, window);
    }
    try_shared(s, member, q, window);
}

static void find(struct report *report, const struct fact_links *links, struct claim *claim)
{
    struct search s = {.report = report, .claim = claim, .links = links};
    if (!hypothesis_wanted_of(report, claim, &s.wanted))
        return;
    try_rows(&s);
    for (uint32_t i = 0; i < claim->n; i++)
        try_member(&s, i);
    if (s.n == 0)
        return;
    struct hypothesis *found = arena_array(report->arena, s.n, sizeof *found);
    memcpy(found, s.found, s.n * sizeof *found);
    claim->hypotheses = found;
    claim->n_hypotheses = s.n;
}

/* ------------------------------------------------------------------ one cause, one finding */

/* The other violated claims that the likeliest reading mends are explained by this one. A conflict of two
 * statements explains claims, and is not explained by one. */
static void block_others(struct report *report, const struct fact_links *links, uint32_t lead)
{
    const struct claim *claim = &report->claims.items[lead];
    const struct hypothesis *h = claim->hypotheses;
    if (!h || h->mended == 0)
        return;
    uint32_t fact = claim->members[h->member].fact;
    struct quantity figure = *claims_fact(report, fact)->quantity;
    figure.value = h->value;
    figure.unit = h->unit;
    for (uint32_t i = links->first[fact]; i < links->first[fact + 1]; i++) {
        struct claim *other = &report->claims.items[links->claims[i]];
        if (other != claim && other->blocked_by < 0 && other->lenient == VERDICT_VIOLATED &&
            other->kind != CLAIM_SAME && other->kind != CLAIM_CAP && is_witness(other) &&
            holds(verdict_with(report, other, fact, &figure)))
            other->blocked_by = (int32_t)lead;
    }
}

static bool unexplained(const struct claim *claim)
{
    return claim->lenient == VERDICT_VIOLATED && claim->blocked_by < 0;
}

void hypotheses_find(struct report *report)
{
    struct fact_links links = {0};
    for (uint32_t c = 0, done = 0; c < report->claims.n && done < HYPOTHESES_CLAIMS_MAX; c++) {
        struct claim *claim = &report->claims.items[c];
        if (!unexplained(claim))
            continue;
        if (done++ == 0)
            links = hypothesis_links(report);
        find(report, &links, claim);
        block_others(report, &links, c);
    }
}

const struct hypothesis *hypothesis_clear(const struct claim *claim)
{
    const struct hypothesis *h = claim->hypotheses;
    if (claim->n_hypotheses == 0 || h->score < CLEAR_SCORE)
        return NULL;
    bool clear = claim->n_hypotheses == 1 || h[0].score - h[1].score >= CLEAR_MARGIN;
    return clear ? h : NULL;
}
