/* Verdicts: each kind of claim is an equation between what is stated and what follows from the other members.
 * Figures are laid out in base units (元, %, …) as points and as intervals under both readings, the equation
 * is tried under each, and what it comes to is put back into the unit of the stated figure. */
#include "verdict_priv.h"

#include "../base/must.h"

/* A longer sum is shown up to here; more terms than a reviewer adds up by hand. */
#define FORMULA_TERMS_MAX 40

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
        text = verdict_join(t, text, sign, verdict_shown(t, t->terms[i].value));
        terms++;
    }
    return t->n - 1 > terms ? verdict_join(t, text, "+", S("…")) : text;
}

static void tell_sum(struct trial *t, const struct term *total, struct decimal sum, enum verdict verdict)
{
    const char *than = t->claim->exhaustive          ? verdict_relation(verdict)
                       : verdict == VERDICT_VIOLATED ? ">"
                                                     : "≤";
    struct slice left = addends(t), middle = verdict_shown(t, sum), right = verdict_shown(t, total->value);
    if (t->n > 2)
        left = verdict_join(t, left, "=", middle);
    bool same = t->claim->exhaustive && verdict == VERDICT_EXACT && t->n > 2;
    t->formula = same ? left : verdict_join(t, left, than, right);
}

static void judge_sum(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *total = verdict_find(t, ROLE_TOTAL);
    struct decimal sum = decimal_int(0);
    struct interval near;
    for (int r = 0; r < READING_COUNT && t->sound; r++) {
        if (r > 0 && t->alike) {
            ret[r] = ret[0];
            continue;
        }
        t->sound = add_up(t, (enum reading)r, &sum, &near);
        if (t->sound)
            ret[r] = verdict_weigh(t, total, sum, near, (enum reading)r);
        bool below = t->sound && !t->claim->exhaustive && decimal_cmp(sum, total->value) <= 0;
        if (below)
            ret[r] = VERDICT_EXACT;
    }
    if (!t->sound)
        return;
    verdict_settle(t, total->value, sum);
    if (t->told)
        tell_sum(t, total, sum, ret[READING_LENIENT]);
}

static void judge_shares(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct decimal sum = decimal_int(0), all = decimal_int(100);
    struct interval near, whole = interval_exact(all);
    t->unit = unit_by_name(S("%"));
    for (int r = 0; r < READING_COUNT && t->sound; r++) {
        t->sound = add_up(t, (enum reading)r, &sum, &near);
        if (!t->sound)
            return;
        verdict_compare(t, whole, near, (enum reading)r);
        ret[r] = decimal_cmp(sum, all) == 0   ? VERDICT_EXACT
                 : interval_meet(near, whole) ? VERDICT_ROUNDED
                                              : VERDICT_VIOLATED;
    }
    verdict_settle(t, all, sum);
    struct slice left = verdict_join(t, addends(t), "=", verdict_percent(t, sum));
    t->formula = ret[READING_LENIENT] == VERDICT_EXACT
                     ? left
                     : verdict_join(t, left, verdict_relation(ret[READING_LENIENT]), S("100%"));
}

/* ------------------------------------------------------------------ differences, sameness, caps, counts */

static void adopt_unit(struct trial *t, struct term *change, const struct term *like)
{
    const struct quantity *q = change->quantity;
    if (verdict_dimension(change) == DIMENSION_POINTS && verdict_dimension(like) == DIMENSION_PERCENT)
        verdict_read_in(t, change, like->quantity->unit);
    if (verdict_comparable(change, like) || q->unit_source == UNIT_FROM_TEXT || !like->quantity->unit)
        return;
    verdict_read_in(t, change, like->quantity->unit);
}

static void judge_difference(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *change = verdict_find(t, ROLE_CHANGE), *later = verdict_find(t, ROLE_LATER),
                *earlier = verdict_find(t, ROLE_EARLIER);
    struct decimal moved;
    t->sound = change && later && earlier && verdict_comparable(later, earlier);
    if (t->sound)
        adopt_unit(t, change, later);
    t->sound =
        t->sound && verdict_comparable(change, later) && decimal_sub(later->value, earlier->value, &moved);
    if (!t->sound)
        return;
    verdict_direct(change, decimal_sign(moved));
    for (int r = 0; r < READING_COUNT; r++) {
        struct interval near;
        t->sound = t->sound && interval_sub(later->near[r], earlier->near[r], &near);
        ret[r] = t->sound ? verdict_weigh(t, change, moved, near, (enum reading)r) : VERDICT_UNKNOWN;
    }
    verdict_settle(t, change->value, moved);
    struct slice left =
        verdict_join(t, verdict_shown(t, later->value), "-", verdict_shown(t, earlier->value));
    left = verdict_join(t, left, "=", verdict_shown(t, moved));
    t->formula =
        ret[READING_LENIENT] == VERDICT_EXACT
            ? left
            : verdict_join(t, left, verdict_relation(ret[READING_LENIENT]), verdict_shown(t, change->value));
}

/* Only a figure that is clearly on the other side contradicts the words; of equal ones more may be meant by
 * digits that were not printed. */
static void judge_direction(struct trial *t, enum verdict ret[READING_COUNT])
{
    static const char *const signs[] = {"<", "=", ">"};
    struct term *later = verdict_find(t, ROLE_LATER), *earlier = verdict_find(t, ROLE_EARLIER);
    t->sound = later && earlier && verdict_comparable(later, earlier);
    if (!t->sound)
        return;
    int order = decimal_cmp(later->value, earlier->value);
    for (int r = 0; r < READING_COUNT; r++) {
        bool apart = !interval_meet(later->near[r], earlier->near[r]);
        ret[r] = order == later->sign            ? VERDICT_EXACT
                 : apart && order != later->sign ? VERDICT_VIOLATED
                                                 : VERDICT_ROUNDED;
    }
    verdict_compare(t, later->near[READING_LENIENT], earlier->near[READING_LENIENT], READING_LENIENT);
    t->unit = later->quantity->unit;
    verdict_settle(t, later->value, earlier->value);
    t->formula =
        verdict_join(t, verdict_shown(t, later->value), signs[order + 1], verdict_shown(t, earlier->value));
}

/* A passage that was copied has its figures to the last digit. */
static bool is_copied(const struct trial *t, const struct term *first, const struct term *second)
{
    return t->claim->basis == BASIS_WORDS && first->value.scale == second->value.scale;
}

static void judge_same(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *first = verdict_find(t, ROLE_FIRST), *second = verdict_find(t, ROLE_SECOND);
    t->sound = first && second && verdict_comparable(first, second);
    if (!t->sound)
        return;
    for (int r = 0; r < READING_COUNT && is_copied(t, first, second); r++) {
        first->near[r] = interval_exact(first->value);
        second->near[r] = interval_exact(second->value);
    }
    verdict_compare(t, second->near[READING_LENIENT], first->near[READING_LENIENT], READING_LENIENT);
    for (int r = 0; r < READING_COUNT; r++)
        ret[r] = decimal_cmp(first->value, second->value) == 0    ? VERDICT_EXACT
                 : interval_meet(first->near[r], second->near[r]) ? VERDICT_ROUNDED
                                                                  : VERDICT_VIOLATED;
    verdict_settle(t, second->value, first->value);
    t->formula = verdict_join(t, verdict_shown(t, first->value), verdict_relation(ret[READING_LENIENT]),
                              verdict_shown(t, second->value));
}

static void judge_cap(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *score = verdict_find_either(t, ROLE_SCORE, ROLE_PART),
                *weight = verdict_find_either(t, ROLE_WEIGHT, ROLE_TOTAL);
    t->sound = score && weight && verdict_comparable(score, weight);
    if (!t->sound)
        return;
    bool above = decimal_cmp(score->value, weight->value) > 0;
    for (int r = 0; r < READING_COUNT; r++)
        ret[r] = above ? VERDICT_VIOLATED : VERDICT_EXACT;
    verdict_settle(t, score->value, weight->value);
    t->formula =
        verdict_join(t, verdict_shown(t, score->value), above ? ">" : "≤", verdict_shown(t, weight->value));
}

/* Listed things are words, not facts: whoever read the list has set `computed`. */
static void judge_count(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *count = verdict_find(t, ROLE_COUNT);
    struct decimal listed = t->claim->computed;
    t->sound = count != NULL;
    if (!t->sound)
        return;
    bool equal = decimal_cmp(count->value, listed) == 0;
    for (int r = 0; r < READING_COUNT; r++)
        ret[r] = equal ? VERDICT_EXACT : VERDICT_VIOLATED;
    verdict_settle(t, count->value, listed);
    t->formula = equal ? verdict_shown(t, count->value)
                       : verdict_join(t, verdict_shown(t, listed), "≠", verdict_shown(t, count->value));
}

/* weight · rate, at most the weight: spending more than the budget earns no more. */
static struct slice product_text(struct trial *t, const struct term *weight, struct decimal rate,
                                 struct decimal product)
{
    struct slice left = verdict_join(t, verdict_shown(t, weight->value), "×", verdict_percent(t, rate));
    bool capped = decimal_cmp(rate, decimal_int(100)) > 0;
    return verdict_join(t, left, capped ? "，以分值为限=" : "=", verdict_shown(t, product));
}

/* Decimals of a rate that no column prints, as shown and as its bounds are worked out. */
#define PRODUCT_RATE_SHOWN  2
#define PRODUCT_RATE_BOUNDS 6

/* 100 · actual / base, where the form prints both and not their rate. */
static bool rate_of_spending(const struct trial *t, struct term *ret)
{
    const struct term *actual = verdict_find(t, ROLE_ACTUAL), *base = verdict_find(t, ROLE_BASE);
    struct decimal bound = {1, PRODUCT_RATE_BOUNDS};
    if (!actual || !base || !verdict_comparable(actual, base) || decimal_sign(base->value) <= 0 ||
        decimal_sign(actual->value) < 0)
        return false;
    *ret = *actual;
    bool sound = decimal_div(decimal_shift(actual->value, 2), base->value, PRODUCT_RATE_SHOWN, &ret->value);
    for (int r = 0; r < READING_COUNT && sound; r++) {
        struct interval a = interval_shift(actual->near[r], 2), b = base->near[r], *near = &ret->near[r];
        sound = decimal_sign(b.low) > 0 && decimal_div(a.low, b.high, PRODUCT_RATE_BOUNDS, &near->low) &&
                decimal_div(a.high, b.low, PRODUCT_RATE_BOUNDS, &near->high) &&
                decimal_sub(near->low, bound, &near->low) && decimal_add(near->high, bound, &near->high);
    }
    return sound;
}

/* A form's own rule: score = weight · rate. */
static void judge_product(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *score = verdict_find(t, ROLE_SCORE), *weight = verdict_find(t, ROLE_WEIGHT),
                *rate = verdict_find(t, ROLE_RATE), spending;
    if (!rate && rate_of_spending(t, &spending))
        rate = &spending;
    struct decimal product, stated_rate = rate ? rate->value : decimal_int(0);
    if (rate && decimal_cmp(rate->value, decimal_int(100)) > 0) {
        rate->value = decimal_int(100);
        for (int r = 0; r < READING_COUNT; r++)
            rate->near[r] = interval_exact(rate->value);
    }
    t->sound = score && weight && rate && verdict_comparable(score, weight) &&
               decimal_mul(weight->value, decimal_shift(rate->value, -2), &product);
    if (!t->sound)
        return;
    for (int r = 0; r < READING_COUNT; r++) {
        struct interval near;
        t->sound = t->sound && interval_mul(weight->near[r], interval_shift(rate->near[r], -2), &near);
        ret[r] = t->sound ? verdict_weigh(t, score, product, near, (enum reading)r) : VERDICT_UNKNOWN;
    }
    t->unit = score->quantity->unit;
    product = decimal_trim(product);
    verdict_settle(t, score->value, product);
    struct slice left = product_text(t, weight, stated_rate, product);
    t->formula =
        ret[READING_LENIENT] == VERDICT_EXACT
            ? left
            : verdict_join(t, left, verdict_relation(ret[READING_LENIENT]), verdict_shown(t, score->value));
}

static void judge_identity(struct trial *t, enum verdict ret[READING_COUNT])
{
    (verdict_find(t, ROLE_SCORE) ? judge_product : judge_sum)(t, ret);
}

/* ------------------------------------------------------------------ all kinds */

static judge_fn *const JUDGES[CLAIM_KIND_COUNT] = {
    [CLAIM_SUM] = judge_sum,
    [CLAIM_RATIO] = verdict_ratio,
    [CLAIM_EACH] = verdict_each,
    [CLAIM_SHARES] = judge_shares,
    [CLAIM_DIFFERENCE] = judge_difference,
    [CLAIM_GROWTH] = verdict_growth,
    [CLAIM_DIRECTION] = judge_direction,
    [CLAIM_SAME] = judge_same,
    [CLAIM_CAP] = judge_cap,
    [CLAIM_WEIGHTS] = judge_sum,
    [CLAIM_SCORES] = judge_sum,
    [CLAIM_EXECUTION] = verdict_ratio,
    [CLAIM_COUNT] = judge_count,
    [CLAIM_IDENTITY] = judge_identity,
};

/* Members of a sum must all be of the total's kind, and there must be a total. */
static bool sums_up(const struct trial *t)
{
    const struct term *total = verdict_find(t, ROLE_TOTAL);
    if (JUDGES[t->claim->kind] != judge_sum && !(t->claim->kind == CLAIM_IDENTITY && total))
        return true;
    for (uint32_t i = 0; total && i < t->n; i++)
        if (!verdict_comparable(&t->terms[i], total))
            return false;
    return total != NULL;
}

/* A whole number that was planned, as the base of what was done of it. */
static bool is_given(const struct report *report, const struct claim *claim, const struct member *m)
{
    const struct fact *f = &report->facts.items[m->fact];
    const struct quantity *q = f->quantity;
    size_t from, to;
    return claim->kind == CLAIM_RATIO && m->role == ROLE_BASE && f->sentence != UINT32_MAX &&
           q->value.scale <= 0 && q->unit && q->unit->dimension != DIMENSION_MONEY &&
           lexicon_find_word(report->lexicon, "given", document_quote(report->document, f->quote), &from,
                             &to);
}

static bool set_terms(struct trial *t, const struct report *report)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const struct member *m = &t->claim->members[i];
        must(m->fact < report->facts.n);
        const struct quantity *q = report->facts.items[m->fact].quantity;
        t->terms[i] = (struct term){.role = m->role,
                                    .sign = m->sign,
                                    .quantity = q,
                                    .value = quantity_base(q),
                                    .given = is_given(report, t->claim, m)};
        if (verdict_is_stated(m->role) && !t->unit)
            t->unit = q->unit;
    }
    verdict_find_finest(t);
    t->alike = true;
    for (uint32_t i = 0; i < t->n; i++)
        if (!verdict_lay_out(t, &t->terms[i]))
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

static struct slice judge(const struct report *report, struct claim *claim, bool told)
{
    must(claim->kind < CLAIM_KIND_COUNT);
    struct trial t = {.arena = report->arena, .claim = claim, .n = claim->n, .told = told};
    enum verdict verdicts[READING_COUNT] = {VERDICT_UNKNOWN, VERDICT_UNKNOWN};
    t.terms = arena_array(t.arena, claim->n, sizeof *t.terms);
    t.sound = set_terms(&t, report) && sums_up(&t);
    if (t.sound)
        JUDGES[claim->kind](&t, verdicts);
    claim->lenient = t.sound ? verdicts[READING_LENIENT] : VERDICT_UNKNOWN;
    claim->strict = t.sound ? verdicts[READING_STRICT] : VERDICT_UNKNOWN;
    claim->unit = t.unit;
    claim->confidence = least_confidence(report, claim);
    return t.formula;
}

void claim_judge(struct report *report, struct claim *claim)
{
    judge(report, claim, false);
}

struct slice claim_formula(const struct report *report, const struct claim *claim)
{
    struct claim again = *claim;
    if (claim->kind == CLAIM_COUNT) /* what was listed, as it was handed in */
        again.computed = decimal_shift(claim->computed, claim->unit ? claim->unit->power : 0);
    return judge(report, &again, true);
}
