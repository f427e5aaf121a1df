/* Rates and rates of change. They are never divided to be judged: rate · base meets the part, so a verdict is
 * exact. */
#include "verdict_priv.h"

/* Decimals of a percentage worked out where nothing finer is printed. */
#define RATE_SCALE 2
/* Further decimals of a quotient that is compared with what is printed. */
#define EACH_DIGITS 4

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
    verdict_compare(t, near, parts, reading);
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
    if (!t->told)
        return S("");
    if (d.scale < 0 && !decimal_rescale(d, 0, &d))
        return S("…");
    return decimal_text(t->arena, d);
}

static void show_rate(struct trial *t, struct slice quotient, struct decimal computed,
                      const struct term *rate, enum verdict verdict)
{
    struct slice left = verdict_join(t, quotient, "=", verdict_percent(t, computed));
    verdict_settle(t, rate ? rate->value : computed, computed);
    t->formula = rate && verdict != VERDICT_EXACT
                     ? verdict_join(t, left, verdict_relation(verdict), verdict_percent(t, rate->value))
                     : left;
}

static void adopt_percent(struct trial *t, struct term *rate)
{
    if (verdict_dimension(rate) == DIMENSION_MONEY && rate->quantity->unit_source != UNIT_FROM_TEXT)
        verdict_read_in(t, rate, unit_by_name(S("%")));
}

/* A bare rate may be a fraction: 0.95 for 95 %. It is read so where only that holds. */
static void read_fraction(struct trial *t, struct term *rate, const struct term *base,
                          const struct term *part)
{
    if (verdict_dimension(rate) != DIMENSION_NONE)
        return;
    struct term fraction = *rate;
    fraction.value = decimal_shift(rate->value, 2);
    for (int r = 0; r < READING_COUNT; r++)
        fraction.near[r] = interval_shift(rate->near[r], 2);
    enum verdict verdict = weigh_rate(t, &fraction, base, part, READING_LENIENT);
    if (verdict == VERDICT_EXACT || verdict == VERDICT_ROUNDED)
        *rate = fraction;
}

/* Several of one role are added up: the bases of a share of what no total is printed of, the grades that are satisfied. */
static bool add_up(struct trial *t, struct term *first)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const struct term *other = &t->terms[i];
        if (other == first || other->role != first->role)
            continue;
        if (!verdict_comparable(first, other) || !decimal_add(first->value, other->value, &first->value))
            return false;
        for (int r = 0; r < READING_COUNT; r++)
            if (!interval_add(first->near[r], other->near[r], &first->near[r]))
                return false;
    }
    return true;
}

/* Those who are satisfied, of the sheets that came back: 收回问卷784份，满意745人. */
static bool are_answers(const struct term *part, const struct term *base)
{
    return verdict_dimension(part) == DIMENSION_PERSON && verdict_dimension(base) == DIMENSION_COUNT &&
           slice_eq(base->quantity->unit->base, S("份"));
}

/* An execution says what was spent of a budget; a rate that it states is judged as a ratio of its own. */
void verdict_ratio(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *rate = t->claim->kind == CLAIM_RATIO ? verdict_find(t, ROLE_RATE) : NULL;
    struct term *part = verdict_find_either(t, ROLE_PART, ROLE_ACTUAL),
                *base = verdict_find_either(t, ROLE_BASE, ROLE_TOTAL);
    struct decimal computed;
    bool comparable = part && base && (verdict_comparable(part, base) || are_answers(part, base));
    t->sound = comparable && add_up(t, base) && add_up(t, part) && decimal_sign(base->value) > 0 &&
               percent(part->value, base->value, rate_scale(rate), &computed);
    if (!t->sound)
        return;
    if (rate) {
        adopt_percent(t, rate);
        read_fraction(t, rate, base, part);
    }
    for (int r = 0; r < READING_COUNT; r++)
        ret[r] = !rate               ? VERDICT_EXACT
                 : r > 0 && t->alike ? ret[0]
                                     : weigh_rate(t, rate, base, part, (enum reading)r);
    t->unit = rate ? t->unit : unit_by_name(S("%"));
    show_rate(t,
              verdict_join(t, quotient_text(t, part->value, base), "÷", quotient_text(t, base->value, base)),
              computed, rate, ret[READING_LENIENT]);
}

/* The earlier figure, worked out of the later one and the change where it is not stated. */
static bool earlier_of(struct trial *t, struct term *later, struct term *change, struct term *ret)
{
    struct term *earlier = verdict_find(t, ROLE_EARLIER);
    if (earlier || !later || !change) {
        *ret = earlier ? *earlier : (struct term){.sign = 0};
        return earlier != NULL;
    }
    *ret = *later;
    for (int r = 0; r < READING_COUNT; r++)
        if (!interval_sub(later->near[r], change->near[r], &ret->near[r]))
            return false;
    return verdict_comparable(later, change) && decimal_sub(later->value, change->value, &ret->value);
}

static struct slice moved_text(struct trial *t, struct slice later, struct slice earlier)
{
    struct slice left = verdict_join(t, S("("), "", later);
    return verdict_join(t, verdict_join(t, left, "-", earlier), ")", S(""));
}

/* rate · earlier meets the change; of a later and an earlier figure (100 + rate) · earlier meets 100 · later,
 * which does not count the earlier figure's uncertainty twice. */
void verdict_growth(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *rate = verdict_find(t, ROLE_RATE), *later = verdict_find(t, ROLE_LATER),
                *change = verdict_find(t, ROLE_CHANGE);
    struct term earlier;
    if (rate)
        adopt_percent(t, rate);
    if (change)
        verdict_direct(change, 0);
    t->sound = rate && earlier_of(t, later, change, &earlier) && decimal_sign(earlier.value) > 0;
    struct term *other = change ? change : later;
    struct decimal moved, computed;
    t->sound = t->sound && other && verdict_comparable(other, &earlier) &&
               (change ? (moved = change->value, true) : decimal_sub(later->value, earlier.value, &moved)) &&
               percent(moved, earlier.value, rate_scale(rate), &computed);
    if (!t->sound)
        return;
    verdict_direct(rate, decimal_sign(moved));
    for (int r = 0; r < READING_COUNT; r++) {
        struct interval hundred = interval_exact(decimal_int(100)), whole = rate->near[r];
        struct term sum = *rate;
        if (!change && !(interval_add(whole, hundred, &sum.near[r]) &&
                         decimal_add(rate->value, hundred.low, &sum.value)))
            t->sound = false;
        ret[r] = weigh_rate(t, &sum, &earlier, other, (enum reading)r);
    }
    struct slice base = quotient_text(t, earlier.value, &earlier);
    struct slice top = change ? quotient_text(t, moved, &earlier)
                              : moved_text(t, quotient_text(t, later->value, &earlier), base);
    show_rate(t, verdict_join(t, top, "÷", base), computed, rate, ret[READING_LENIENT]);
}

/* part / base as intervals. */
static bool spread(const struct term *part, const struct term *base, enum reading reading, int scale,
                   struct interval *ret)
{
    const struct interval *top = &part->near[reading], *bottom = &base->near[reading];
    return decimal_sign(bottom->low) > 0 && decimal_div(top->low, bottom->high, scale, &ret->low) &&
           decimal_div(top->high, bottom->low, scale, &ret->high);
}

static struct slice count_text(struct trial *t, struct decimal value)
{
    if (!t->told)
        return S("");
    if (value.scale < 0 && !decimal_rescale(value, 0, &value))
        return S("…");
    return decimal_text(t->arena, value);
}

/* 每公里 is of the kilometres that are printed. */
static void read_as_printed(struct term *base)
{
    int power = base->quantity->unit ? base->quantity->unit->power : 0;
    if (verdict_dimension(base) != DIMENSION_LENGTH)
        return;
    base->value = decimal_shift(base->value, -power);
    for (int r = 0; r < READING_COUNT; r++)
        base->near[r] = interval_shift(base->near[r], -power);
}

/* 平均每期59人次: an average of counts is no count itself, but rounded as other figures are. */
static bool read_average(struct term *rate)
{
    struct interval own;
    if (!interval_rounded(rate->value, rate->value.scale, &own))
        return false;
    rate->near[READING_LENIENT] = rate->near[READING_STRICT] = own;
    return true;
}

void verdict_each(struct trial *t, enum verdict ret[READING_COUNT])
{
    struct term *rate = verdict_find(t, ROLE_RATE), *part = verdict_find(t, ROLE_PART),
                *base = verdict_find(t, ROLE_BASE);
    struct decimal computed, shown;
    if (base)
        read_as_printed(base);
    t->sound = rate && part && base && verdict_comparable(rate, part) && decimal_sign(base->value) > 0 &&
               read_average(rate);
    int scale = t->sound ? rate->value.scale : 0;
    t->sound = t->sound && decimal_div(part->value, base->value, scale + EACH_DIGITS, &computed) &&
               decimal_round(computed, scale, &shown);
    if (!t->sound)
        return;
    for (int r = 0; r < READING_COUNT; r++) {
        struct interval near;
        t->sound = t->sound && spread(part, base, (enum reading)r, scale + EACH_DIGITS, &near);
        ret[r] = t->sound ? verdict_weigh(t, rate, computed, near, (enum reading)r) : VERDICT_UNKNOWN;
    }
    verdict_settle(t, rate->value, shown);
    struct slice left = verdict_join(t, verdict_shown(t, part->value), "÷", count_text(t, base->value));
    left = verdict_join(t, left, "=", verdict_shown(t, shown));
    t->formula =
        ret[READING_LENIENT] == VERDICT_EXACT
            ? left
            : verdict_join(t, left, verdict_relation(ret[READING_LENIENT]), verdict_shown(t, rate->value));
}
