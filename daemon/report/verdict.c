/* Verdicts: each kind of claim is an equation between what is stated and what follows from the other members.
 * Figures are laid out in base units (元, %, …) as points and as intervals under both readings, the equation
 * is tried under each, and what it comes to is put back into the unit of the stated figure. Ratios are never
 * divided to be judged: rate · base meets the part, so a verdict is exact. */
#include "report.h"

#include "../base/must.h"

/* A longer sum is shown up to here; more terms than a reviewer adds up by hand. */
#define FORMULA_TERMS_MAX 40
/* Decimals of a percentage worked out where nothing finer is printed. */
#define RATE_SCALE 2

enum reading { READING_LENIENT, READING_STRICT, READING_COUNT };

struct term {
    enum role role;
    int sign;
    const struct quantity *quantity;
    struct decimal value; /* in base units */
    struct interval near[READING_COUNT];
};

struct trial {
    struct arena *arena;
    struct claim *claim;
    struct term *terms;
    uint32_t n;
    const struct unit *unit; /* of the stated figure */
    bool sound;              /* nothing overflowed, dimensions agree, no zero base */
};

/* The equation of one kind; `ret` has a verdict for each reading. Clears `sound` where it cannot be tried. */
typedef void judge_fn(struct trial *t, enum verdict ret[READING_COUNT]);

/* What counts as printed to the last digit, whatever its digits: weights and scores are given, not measured;
 * only a total score may have been rounded. */
static bool exact_kind(const struct claim *claim, enum role role, const struct quantity *q)
{
    bool points = q->unit && q->unit->dimension == DIMENSION_SCORE;
    bool given = role == ROLE_WEIGHT || claim->kind == CLAIM_WEIGHTS || claim->kind == CLAIM_CAP ||
                 (role == ROLE_PART && (claim->kind == CLAIM_SCORES || points));
    return given || (q->unit && q->unit->exact);
}

/* The member that the others are held against. */
static bool is_stated(enum role role)
{
    return role == ROLE_TOTAL || role == ROLE_RATE || role == ROLE_CHANGE || role == ROLE_SECOND ||
           role == ROLE_COUNT || role == ROLE_SCORE;
}

static int finest_scale(const struct trial *t, enum dimension dimension)
{
    int finest = -DECIMAL_SCALE_MAX;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct quantity *q = t->terms[i].quantity;
        if ((q->unit ? q->unit->dimension : DIMENSION_NONE) == dimension && t->terms[i].value.scale > finest)
            finest = t->terms[i].value.scale;
    }
    return finest;
}

static bool lay_out(struct trial *t, struct term *term)
{
    const struct quantity *q = term->quantity;
    struct interval own = interval_exact(term->value);
    if (!exact_kind(t->claim, term->role, q) && !quantity_interval(q, &own))
        return false;
    term->near[READING_LENIENT] = term->near[READING_STRICT] = own;
    int finest = finest_scale(t, q->unit ? q->unit->dimension : DIMENSION_NONE);
    if (!is_stated(term->role) && term->value.scale < finest)
        term->near[READING_STRICT] = interval_exact(term->value);
    return true;
}

static struct term *find(const struct trial *t, enum role role)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (t->terms[i].role == role)
            return &t->terms[i];
    return NULL;
}

static struct term *find_either(const struct trial *t, enum role role, enum role other)
{
    struct term *found = find(t, role);
    return found ? found : find(t, other);
}

static enum dimension dimension_of(const struct term *term)
{
    return term->quantity->unit ? term->quantity->unit->dimension : DIMENSION_NONE;
}

/* Whether a bare number may be read in the other's unit: 10 beside 10分, 36 beside 36个; never a sum of
 * money. */
static bool takes_bare(const struct term *term)
{
    enum dimension d = dimension_of(term);
    return d == DIMENSION_SCORE || d == DIMENSION_PERSON || d == DIMENSION_COUNT;
}

static bool comparable(const struct term *a, const struct term *b)
{
    enum dimension da = dimension_of(a), db = dimension_of(b);
    if (da != db)
        return (da == DIMENSION_NONE && takes_bare(b)) || (db == DIMENSION_NONE && takes_bare(a));
    return (da != DIMENSION_COUNT && da != DIMENSION_OTHER) ||
           slice_eq(a->quantity->unit->base, b->quantity->unit->base);
}

static int unit_power(const struct trial *t)
{
    return t->unit ? t->unit->power : 0;
}

/* A base-unit value in the stated figure's unit, whole units at least. */
static struct decimal shown(const struct trial *t, struct decimal value)
{
    return decimal_shift(value, -unit_power(t));
}

static struct slice shown_text(const struct trial *t, struct decimal value)
{
    struct decimal d = shown(t, value);
    if (d.scale < 0 && !decimal_rescale(d, 0, &d))
        return S("…");
    return decimal_text(t->arena, d);
}

static const char *relation(enum verdict verdict)
{
    return verdict == VERDICT_EXACT ? "=" : verdict == VERDICT_VIOLATED ? "≠" : "≈";
}

static struct slice join(struct trial *t, struct slice a, const char *between, struct slice b)
{
    return arena_printf(t->arena, "%.*s%s%.*s", SLICE_ARG(a), between, SLICE_ARG(b));
}

/* Sets the claim's stated and computed figure, given in base units, and their difference. */
static void settle(struct trial *t, struct decimal stated, struct decimal computed)
{
    struct claim *claim = t->claim;
    struct decimal difference;
    if (!decimal_sub(stated, computed, &difference)) {
        t->sound = false;
        return;
    }
    claim->stated = shown(t, stated);
    claim->computed = shown(t, computed);
    claim->difference = shown(t, difference);
}

static void compare(struct trial *t, struct interval stated, struct interval computed, enum reading reading)
{
    if (reading != READING_LENIENT)
        return;
    t->claim->compared[0] = stated;
    t->claim->compared[1] = computed;
}

/* How a stated figure stands to a computed one; truncation is tried on the point, for intervals would hide a
 * wrong last digit. */
static enum verdict weigh(struct trial *t, const struct term *stated, struct decimal computed,
                          struct interval interval, enum reading reading)
{
    struct decimal value = stated->value, cut;
    compare(t, stated->near[reading], interval, reading);
    if (decimal_cmp(value, computed) == 0)
        return VERDICT_EXACT;
    if (interval_meet(stated->near[reading], interval))
        return VERDICT_ROUNDED;
    bool exact = stated->quantity->unit && stated->quantity->unit->exact;
    if (!exact && decimal_truncate(computed, value.scale, &cut) && decimal_cmp(cut, value) == 0)
        return VERDICT_TRUNCATED;
    return VERDICT_VIOLATED;
}

/* ------------------------------------------------------------------ sums, weights, scores, identities */

static bool add_term(const struct term *term, enum reading reading, struct decimal *sum,
                     struct interval *near)
{
    struct interval x = term->near[reading];
    return term->sign < 0 ? decimal_sub(*sum, term->value, sum) && interval_sub(*near, x, near)
                          : decimal_add(*sum, term->value, sum) && interval_add(*near, x, near);
}

static bool add_up(const struct trial *t, enum reading reading, struct decimal *ret_sum,
                   struct interval *ret_near)
{
    struct decimal sum = {.scale = -DECIMAL_SCALE_MAX}; /* takes the scale of its first term */
    struct interval near = interval_exact(sum);
    for (uint32_t i = 0; i < t->n; i++)
        if (t->terms[i].role != ROLE_TOTAL && !add_term(&t->terms[i], reading, &sum, &near))
            return false;
    *ret_sum = sum;
    *ret_near = near;
    return true;
}

static struct slice addends(struct trial *t)
{
    struct slice text = S("");
    uint32_t terms = 0;
    for (uint32_t i = 0; i < t->n && terms < FORMULA_TERMS_MAX; i++) {
        if (t->terms[i].role == ROLE_TOTAL)
            continue;
        const char *sign = t->terms[i].sign < 0 ? "-" : terms ? "+" : "";
        text = join(t, text, sign, shown_text(t, t->terms[i].value));
        terms++;
    }
    return t->n - 1 > terms ? join(t, text, "+", S("…")) : text;
}

static void judge_sum(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *total = find(t, ROLE_TOTAL);
    struct decimal sum = decimal_int(0);
    struct interval near;
    for (int r = 0; r < READING_COUNT && t->sound; r++) {
        t->sound = add_up(t, (enum reading)r, &sum, &near);
        if (t->sound)
            ret[r] = weigh(t, total, sum, near, (enum reading)r);
        bool below = t->sound && !t->claim->exhaustive && decimal_cmp(sum, total->value) <= 0;
        if (below)
            ret[r] = VERDICT_EXACT;
    }
    if (!t->sound)
        return;
    settle(t, total->value, sum);
    const char *than = t->claim->exhaustive                       ? relation(ret[READING_LENIENT])
                       : ret[READING_LENIENT] == VERDICT_VIOLATED ? ">"
                                                                  : "≤";
    struct slice left = addends(t), middle = shown_text(t, sum), right = shown_text(t, total->value);
    if (t->n > 2)
        left = join(t, left, "=", middle);
    bool same = t->claim->exhaustive && ret[READING_LENIENT] == VERDICT_EXACT && t->n > 2;
    t->claim->formula = same ? left : join(t, left, than, right);
}

/* ------------------------------------------------------------------ ratios and growth */

/* 100 · part / base, for showing. */
static bool percent(struct decimal part, struct decimal base, int scale, struct decimal *ret)
{
    return decimal_div(decimal_shift(part, 2), base, scale, ret);
}

/* Whether 100 · part / base, cut off at the rate's last digit, is the rate; `product` is rate · base. */
static bool cut_off(struct decimal rate, struct decimal base, struct decimal product,
                    struct decimal hundredfold)
{
    struct decimal next, ulp = {decimal_sign(rate) < 0 ? -1 : 1, rate.scale};
    if (!decimal_add(rate, ulp, &next) || !decimal_mul(next, base, &next))
        return false;
    int from = decimal_cmp(hundredfold, product), to = decimal_cmp(hundredfold, next);
    return decimal_sign(rate) < 0 ? from <= 0 && to > 0 : from >= 0 && to < 0;
}

/* Holds where rate · base, both as intervals, meets 100 · part. */
static enum verdict weigh_rate(struct trial *t, const struct term *rate, const struct term *base,
                               const struct term *part, enum reading reading)
{
    struct decimal product, hundredfold = decimal_shift(part->value, 2);
    struct interval near, parts = interval_shift(part->near[reading], 2);
    if (!decimal_mul(rate->value, base->value, &product) ||
        !interval_mul(rate->near[reading], base->near[reading], &near))
        return VERDICT_UNKNOWN;
    compare(t, near, parts, reading);
    if (decimal_cmp(product, hundredfold) == 0)
        return VERDICT_EXACT;
    if (interval_meet(near, parts))
        return VERDICT_ROUNDED;
    return cut_off(rate->value, base->value, product, hundredfold) ? VERDICT_TRUNCATED : VERDICT_VIOLATED;
}

static int rate_scale(const struct term *rate)
{
    return rate && rate->value.scale > RATE_SCALE ? rate->value.scale : RATE_SCALE;
}

/* Text of a member of a quotient, in the base's unit. */
static struct slice quotient_text(struct trial *t, struct decimal value, const struct term *base)
{
    struct decimal d = decimal_shift(value, base->quantity->unit ? -base->quantity->unit->power : 0);
    if (d.scale < 0 && !decimal_rescale(d, 0, &d))
        return S("…");
    return decimal_text(t->arena, d);
}

static struct slice percent_text(struct trial *t, struct decimal value)
{
    return join(t, decimal_text(t->arena, value), "%", S(""));
}

static void show_rate(struct trial *t, struct slice quotient, struct decimal computed,
                      const struct term *rate, enum verdict verdict)
{
    struct slice left = join(t, quotient, "=", percent_text(t, computed));
    settle(t, rate ? rate->value : computed, computed);
    t->claim->formula = rate && verdict != VERDICT_EXACT
                            ? join(t, left, relation(verdict), percent_text(t, rate->value))
                            : left;
}

/* A bare rate may be a fraction: 0.95 for 95 %. It is read so where only that holds. */
static void read_fraction(struct trial *t, struct term *rate, const struct term *base,
                          const struct term *part)
{
    if (dimension_of(rate) != DIMENSION_NONE)
        return;
    struct term fraction = *rate;
    fraction.value = decimal_shift(rate->value, 2);
    for (int r = 0; r < READING_COUNT; r++)
        fraction.near[r] = interval_shift(rate->near[r], 2);
    enum verdict verdict = weigh_rate(t, &fraction, base, part, READING_LENIENT);
    if (verdict == VERDICT_EXACT || verdict == VERDICT_ROUNDED)
        *rate = fraction;
}

/* An execution says what was spent of a budget; a rate that it states is judged as a ratio of its own. */
static void judge_ratio(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *rate = t->claim->kind == CLAIM_RATIO ? find(t, ROLE_RATE) : NULL;
    struct term *part = find_either(t, ROLE_PART, ROLE_ACTUAL), *base = find_either(t, ROLE_BASE, ROLE_TOTAL);
    struct decimal computed;
    t->sound = part && base && comparable(part, base) && decimal_sign(base->value) > 0 &&
               percent(part->value, base->value, rate_scale(rate), &computed);
    if (!t->sound)
        return;
    if (rate)
        read_fraction(t, rate, base, part);
    for (int r = 0; r < READING_COUNT; r++)
        ret[r] = rate ? weigh_rate(t, rate, base, part, (enum reading)r) : VERDICT_EXACT;
    t->unit = rate ? t->unit : unit_by_name(S("%"));
    show_rate(t, join(t, quotient_text(t, part->value, base), "÷", quotient_text(t, base->value, base)),
              computed, rate, ret[READING_LENIENT]);
}

static void negate(struct term *term)
{
    term->value = decimal_negate(term->value);
    for (int r = 0; r < READING_COUNT; r++)
        term->near[r] =
            (struct interval){decimal_negate(term->near[r].high), decimal_negate(term->near[r].low)};
}

/* The sign of a change comes from its words (`sign`); where they give none (0) its size is compared. */
static void direct(struct term *term, int direction)
{
    bool flip = term->sign < 0 ? decimal_sign(term->value) > 0
                               : term->sign == 0 && decimal_sign(term->value) * direction < 0;
    if (flip)
        negate(term);
}

/* The earlier figure, worked out of the later one and the change where it is not stated. */
static bool earlier_of(struct trial *t, struct term *later, struct term *change, struct term *ret)
{
    struct term *earlier = find(t, ROLE_EARLIER);
    if (earlier || !later || !change) {
        *ret = earlier ? *earlier : (struct term){.sign = 0};
        return earlier != NULL;
    }
    *ret = *later;
    for (int r = 0; r < READING_COUNT; r++)
        if (!interval_sub(later->near[r], change->near[r], &ret->near[r]))
            return false;
    return comparable(later, change) && decimal_sub(later->value, change->value, &ret->value);
}

/* rate · earlier meets the change; of a later and an earlier figure (100 + rate) · earlier meets 100 · later,
 * which does not count the earlier figure's uncertainty twice. */
static void judge_growth(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *rate = find(t, ROLE_RATE), *later = find(t, ROLE_LATER), *change = find(t, ROLE_CHANGE);
    struct term earlier;
    if (change)
        direct(change, 0);
    t->sound = rate && earlier_of(t, later, change, &earlier) && decimal_sign(earlier.value) > 0;
    struct term *other = change ? change : later;
    struct decimal moved, computed;
    t->sound = t->sound && other && comparable(other, &earlier) &&
               (change ? (moved = change->value, true) : decimal_sub(later->value, earlier.value, &moved)) &&
               percent(moved, earlier.value, rate_scale(rate), &computed);
    if (!t->sound)
        return;
    direct(rate, decimal_sign(moved));
    for (int r = 0; r < READING_COUNT; r++) {
        struct interval hundred = interval_exact(decimal_int(100)), whole = rate->near[r];
        struct term sum = *rate;
        if (!change && !(interval_add(whole, hundred, &sum.near[r]) &&
                         decimal_add(rate->value, hundred.low, &sum.value)))
            t->sound = false;
        ret[r] = weigh_rate(t, &sum, &earlier, other, (enum reading)r);
    }
    struct slice base = quotient_text(t, earlier.value, &earlier);
    struct slice top =
        change ? quotient_text(t, moved, &earlier)
               : arena_printf(t->arena, "(" SLICE_FMT "-" SLICE_FMT ")",
                              SLICE_ARG(quotient_text(t, later->value, &earlier)), SLICE_ARG(base));
    show_rate(t, join(t, top, "÷", base), computed, rate, ret[READING_LENIENT]);
}

/* ------------------------------------------------------------------ differences, sameness, caps, counts */

/* A head that names the wrong unit (增减额%) over figures of money: the column is read as its neighbours. */
static void adopt_unit(struct trial *t, struct term *change, const struct term *like)
{
    const struct quantity *q = change->quantity;
    if (comparable(change, like) || q->unit_source == UNIT_FROM_TEXT || !like->quantity->unit)
        return;
    struct quantity *read = arena_alloc(t->arena, sizeof *read);
    *read = *q;
    read->unit = like->quantity->unit;
    change->quantity = read;
    change->value = quantity_base(read);
    t->unit = read->unit;
    t->sound = lay_out(t, change);
}

static void judge_difference(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *change = find(t, ROLE_CHANGE), *later = find(t, ROLE_LATER),
                *earlier = find(t, ROLE_EARLIER);
    struct decimal moved;
    t->sound = change && later && earlier && comparable(later, earlier);
    if (t->sound)
        adopt_unit(t, change, later);
    t->sound = t->sound && comparable(change, later) && decimal_sub(later->value, earlier->value, &moved);
    if (!t->sound)
        return;
    direct(change, decimal_sign(moved));
    for (int r = 0; r < READING_COUNT; r++) {
        struct interval near;
        t->sound = t->sound && interval_sub(later->near[r], earlier->near[r], &near);
        ret[r] = t->sound ? weigh(t, change, moved, near, (enum reading)r) : VERDICT_UNKNOWN;
    }
    settle(t, change->value, moved);
    struct slice left = join(t, shown_text(t, later->value), "-", shown_text(t, earlier->value));
    left = join(t, left, "=", shown_text(t, moved));
    t->claim->formula = ret[READING_LENIENT] == VERDICT_EXACT
                            ? left
                            : join(t, left, relation(ret[READING_LENIENT]), shown_text(t, change->value));
}

static void judge_same(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *first = find(t, ROLE_FIRST), *second = find(t, ROLE_SECOND);
    t->sound = first && second && comparable(first, second);
    if (!t->sound)
        return;
    compare(t, second->near[READING_LENIENT], first->near[READING_LENIENT], READING_LENIENT);
    for (int r = 0; r < READING_COUNT; r++)
        ret[r] = decimal_cmp(first->value, second->value) == 0    ? VERDICT_EXACT
                 : interval_meet(first->near[r], second->near[r]) ? VERDICT_ROUNDED
                                                                  : VERDICT_VIOLATED;
    settle(t, second->value, first->value);
    t->claim->formula =
        join(t, shown_text(t, first->value), relation(ret[READING_LENIENT]), shown_text(t, second->value));
}

static void judge_cap(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *score = find_either(t, ROLE_SCORE, ROLE_PART),
                *weight = find_either(t, ROLE_WEIGHT, ROLE_TOTAL);
    t->sound = score && weight && comparable(score, weight);
    if (!t->sound)
        return;
    bool above = decimal_cmp(score->value, weight->value) > 0;
    for (int r = 0; r < READING_COUNT; r++)
        ret[r] = above ? VERDICT_VIOLATED : VERDICT_EXACT;
    settle(t, score->value, weight->value);
    t->claim->formula = join(t, shown_text(t, score->value), above ? ">" : "≤", shown_text(t, weight->value));
}

/* Listed things are words, not facts: whoever read the list has set `computed`. */
static void judge_count(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *count = find(t, ROLE_COUNT);
    struct decimal listed = t->claim->computed;
    t->sound = count != NULL;
    if (!t->sound)
        return;
    bool equal = decimal_cmp(count->value, listed) == 0;
    for (int r = 0; r < READING_COUNT; r++)
        ret[r] = equal ? VERDICT_EXACT : VERDICT_VIOLATED;
    settle(t, count->value, listed);
    t->claim->formula = equal ? shown_text(t, count->value)
                              : join(t, shown_text(t, listed), "≠", shown_text(t, count->value));
}

/* A form's own rule: score = weight · rate. */
/* weight · rate, at most the weight: spending more than the budget earns no more. */
static struct slice product_text(struct trial *t, const struct term *weight, struct decimal rate,
                                 struct decimal product)
{
    struct slice left = join(t, shown_text(t, weight->value), "×", percent_text(t, rate));
    bool capped = decimal_cmp(rate, decimal_int(100)) > 0;
    return join(t, left, capped ? "，以分值为限=" : "=", shown_text(t, product));
}

static void judge_product(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *score = find(t, ROLE_SCORE), *weight = find(t, ROLE_WEIGHT), *rate = find(t, ROLE_RATE);
    struct decimal product, stated_rate = rate ? rate->value : decimal_int(0);
    if (rate && decimal_cmp(rate->value, decimal_int(100)) > 0) {
        rate->value = decimal_int(100);
        for (int r = 0; r < READING_COUNT; r++)
            rate->near[r] = interval_exact(rate->value);
    }
    t->sound = score && weight && rate && comparable(score, weight) &&
               decimal_mul(weight->value, decimal_shift(rate->value, -2), &product);
    if (!t->sound)
        return;
    for (int r = 0; r < READING_COUNT; r++) {
        struct interval near;
        t->sound = t->sound && interval_mul(weight->near[r], interval_shift(rate->near[r], -2), &near);
        ret[r] = t->sound ? weigh(t, score, product, near, (enum reading)r) : VERDICT_UNKNOWN;
    }
    t->unit = score->quantity->unit;
    product = decimal_trim(product);
    settle(t, score->value, product);
    struct slice left = product_text(t, weight, stated_rate, product);
    t->claim->formula = ret[READING_LENIENT] == VERDICT_EXACT
                            ? left
                            : join(t, left, relation(ret[READING_LENIENT]), shown_text(t, score->value));
}

static void judge_identity(struct trial *t, enum verdict ret[READING_COUNT])
{
    (find(t, ROLE_SCORE) ? judge_product : judge_sum)(t, ret);
}

/* ------------------------------------------------------------------ all kinds */

static judge_fn *const JUDGES[CLAIM_KIND_COUNT] = {
    [CLAIM_SUM] = judge_sum,       [CLAIM_RATIO] = judge_ratio,       [CLAIM_DIFFERENCE] = judge_difference,
    [CLAIM_GROWTH] = judge_growth, [CLAIM_SAME] = judge_same,         [CLAIM_CAP] = judge_cap,
    [CLAIM_WEIGHTS] = judge_sum,   [CLAIM_SCORES] = judge_sum,        [CLAIM_EXECUTION] = judge_ratio,
    [CLAIM_COUNT] = judge_count,   [CLAIM_IDENTITY] = judge_identity,
};

/* Members of a sum must all be of the total's kind, and there must be a total. */
static bool sums_up(const struct trial *t)
{
    const struct term *total = find(t, ROLE_TOTAL);
    if (JUDGES[t->claim->kind] != judge_sum && !(t->claim->kind == CLAIM_IDENTITY && total))
        return true;
    for (uint32_t i = 0; total && i < t->n; i++)
        if (!comparable(&t->terms[i], total))
            return false;
    return total != NULL;
}

static bool set_terms(struct trial *t, const struct report *report)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const struct member *m = &t->claim->members[i];
        must(m->fact < report->facts.n);
        const struct quantity *q = report->facts.items[m->fact].quantity;
        t->terms[i] =
            (struct term){.role = m->role, .sign = m->sign, .quantity = q, .value = quantity_base(q)};
        if (is_stated(m->role) && !t->unit)
            t->unit = q->unit;
    }
    for (uint32_t i = 0; i < t->n; i++)
        if (!lay_out(t, &t->terms[i]))
            return false;
    return true;
}

static uint8_t least_confidence(const struct report *report, const struct claim *claim)
{
    uint8_t least = 100;
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct fact *fact = &report->facts.items[claim->members[i].fact];
        if (fact->confidence < least)
            least = fact->confidence;
        if (fact->table && fact->cell && fact->table->row[fact->cell->row].confidence < least)
            least = fact->table->row[fact->cell->row].confidence;
    }
    return least;
}

void claim_judge(struct report *report, struct claim *claim)
{
    must(claim->kind < CLAIM_KIND_COUNT);
    struct trial t = {.arena = report->arena, .claim = claim, .n = claim->n};
    enum verdict verdicts[READING_COUNT] = {VERDICT_UNKNOWN, VERDICT_UNKNOWN};
    t.terms = arena_array(t.arena, claim->n, sizeof *t.terms);
    t.sound = set_terms(&t, report) && sums_up(&t);
    if (t.sound)
        JUDGES[claim->kind](&t, verdicts);
    claim->lenient = t.sound ? verdicts[READING_LENIENT] : VERDICT_UNKNOWN;
    claim->strict = t.sound ? verdicts[READING_STRICT] : VERDICT_UNKNOWN;
    claim->unit = t.unit;
    claim->confidence = least_confidence(report, claim);
}
