/* Claims as equations solved for one member. Sums and differences are linear: a member is off by what the
 * claim is off by. Rates are products of a rate and a base, and the rate's own rounding leaves room. */
#include "hypothesis_priv.h"

/* Further decimals of a quotient than its members have. */
#define QUOTIENT_DIGITS 4

/* What moves a member towards holding when `off` is taken away (−1) or added (+1); 0: not linear. */
static int slope(const struct claim *claim, const struct member *m)
{
    switch (claim->kind) {
    case CLAIM_SUM:
    case CLAIM_SHARES:
    case CLAIM_WEIGHTS:
    case CLAIM_SCORES:
    case CLAIM_IDENTITY:
        return m->role == ROLE_TOTAL ? -1 : m->role == ROLE_PART ? (m->sign < 0 ? -1 : 1) : 0;
    case CLAIM_DIFFERENCE:
        return m->role == ROLE_LATER ? 1 : m->role == ROLE_EARLIER ? -1 : 0;
    case CLAIM_SAME:
        return m->role == ROLE_FIRST ? 1 : m->role == ROLE_SECOND ? -1 : 0;
    default:
        return 0;
    }
}

static const struct quantity *quantity_of(const struct wanted *w, uint32_t member)
{
    return claims_fact(w->report, w->claim->members[member].fact)->quantity;
}

static struct decimal value_of(const struct wanted *w, uint32_t member)
{
    return quantity_base(quantity_of(w, member));
}

static struct decimal half_of(const struct quantity *q)
{
    struct interval near;
    struct decimal half;
    if (!quantity_interval(q, &near) || !decimal_sub(near.high, quantity_base(q), &half))
        return decimal_int(0);
    return half;
}

bool hypothesis_wanted_of(const struct report *report, const struct claim *claim, struct wanted *ret)
{
    static const bool solvable[CLAIM_KIND_COUNT] = {
        [CLAIM_SUM] = true,    [CLAIM_SHARES] = true,  [CLAIM_RATIO] = true,  [CLAIM_DIFFERENCE] = true,
        [CLAIM_GROWTH] = true, [CLAIM_WEIGHTS] = true, [CLAIM_SCORES] = true, [CLAIM_IDENTITY] = true,
        [CLAIM_SAME] = true,   [CLAIM_EACH] = true,
    };
    *ret = (struct wanted){.report = report, .claim = claim, .coarsest = decimal_int(0)};
    ret->off = decimal_shift(claim->difference, claim->unit ? claim->unit->power : 0);
    for (uint32_t i = 0; i < claim->n; i++) {
        struct decimal half = half_of(quantity_of(ret, i));
        if (decimal_cmp(half, ret->coarsest) > 0)
            ret->coarsest = half;
    }
    return solvable[claim->kind];
}

/* What coarser figures leave open, and nothing more: with a unit of the last place to either side any
 * difference would look like a slip. */
static bool widen(const struct wanted *w, uint32_t member, struct decimal value, struct interval *ret)
{
    struct decimal half = half_of(quantity_of(w, member));
    if (decimal_cmp(w->coarsest, half) <= 0)
        half = decimal_int(0);
    else
        half = w->coarsest;
    return decimal_sub(value, half, &ret->low) && decimal_add(value, half, &ret->high);
}

static bool linear(const struct wanted *w, uint32_t member, int direction, struct interval *ret)
{
    struct decimal value = value_of(w, member), moved;
    bool fine = direction > 0 ? decimal_add(value, w->off, &moved) : decimal_sub(value, w->off, &moved);
    return fine && widen(w, member, moved, ret);
}

static uint32_t member_of(const struct claim *claim, enum role role)
{
    uint32_t i = 0;
    while (i < claim->n && claim->members[i].role != role)
        i++;
    return i < claim->n ? i : UINT32_MAX;
}

/* The size of a stated figure, worked out; its direction stands in the words. */
static bool stated(const struct wanted *w, uint32_t member, struct interval *ret)
{
    const struct quantity *q = quantity_of(w, member);
    struct decimal computed = decimal_shift(w->claim->computed, w->claim->unit ? w->claim->unit->power : 0);
    int scale = quantity_base(q).scale;
    if (decimal_sign(q->value) >= 0)
        computed = decimal_abs(computed);
    return decimal_round(computed, scale, &computed) && (*ret = interval_exact(computed), true);
}

/* A rate in per cent of a base; so much for each is plainly so much. */
static int power_of(const struct wanted *w)
{
    return w->claim->kind == CLAIM_EACH ? 0 : 2;
}

/* 10 to the power · part / base as the intervals of the two others leave it. */
static bool quotient(struct interval top, struct interval bottom, int scale, struct interval *ret)
{
    if (decimal_sign(bottom.low) <= 0)
        return false;
    return decimal_div(top.low, bottom.high, scale + QUOTIENT_DIGITS, &ret->low) &&
           decimal_div(top.high, bottom.low, scale + QUOTIENT_DIGITS, &ret->high) &&
           decimal_cmp(ret->low, ret->high) <= 0;
}

static bool near_of(const struct wanted *w, uint32_t member, struct interval *ret)
{
    return member != UINT32_MAX && quantity_interval(quantity_of(w, member), ret);
}

/* The signed rate, or 100 % more than it. */
static bool rate_of(const struct wanted *w, uint32_t rate, bool on_top, struct interval *ret)
{
    int sign = w->claim->members[rate].sign;
    struct interval near, hundred = interval_exact(decimal_int(100));
    if (!near_of(w, rate, &near))
        return false;
    if (sign < 0 && decimal_sign(near.low) > 0)
        near = (struct interval){decimal_negate(near.high), decimal_negate(near.low)};
    if (on_top)
        return interval_add(near, hundred, ret);
    *ret = near;
    return true;
}

/* A rate's part and base: part = rate · base. */
static bool of_rate(const struct wanted *w, uint32_t member, struct interval *ret)
{
    static const enum role tops[] = {ROLE_PART, ROLE_LATER}, bottoms[] = {ROLE_BASE, ROLE_EARLIER};
    bool growth = w->claim->kind == CLAIM_GROWTH;
    uint32_t rate = member_of(w->claim, ROLE_RATE), top = member_of(w->claim, tops[growth]),
             bottom = member_of(w->claim, bottoms[growth]);
    struct interval share, other;
    if (rate == UINT32_MAX || top == UINT32_MAX || bottom == UINT32_MAX || !rate_of(w, rate, growth, &share))
        return false;
    if (member == top)
        return near_of(w, bottom, &other) && interval_mul(share, other, ret) &&
               (*ret = interval_shift(*ret, -power_of(w)), true);
    return member == bottom && near_of(w, top, &other) &&
           quotient(interval_shift(other, power_of(w)), share, value_of(w, bottom).scale, ret);
}

bool hypothesis_wanted(const struct wanted *w, uint32_t member, struct interval *ret)
{
    enum role role = w->claim->members[member].role;
    int direction = slope(w->claim, &w->claim->members[member]);
    if (direction != 0)
        return linear(w, member, direction, ret);
    if (role == ROLE_RATE || role == ROLE_CHANGE)
        return stated(w, member, ret);
    return of_rate(w, member, ret);
}
