/* Whether one slip of the pen in one member would make a violated claim hold: for rates and differences as for sums.
 * The values that a member may have are worked out (hypothesis_wanted.c), and the slips of what is printed are held
 * against them. A figure of few digits is too easily a slip away from any other. */
#include "hypothesis_priv.h"

/* Of fewer digits any difference is one slip. */
#define DIGITS_MIN 3
#define DIGITS_MAX 12
/* A rate of fewer digits fits too many figures. */
#define RATE_UNITS_MIN 100
/* One of so many with two behind the point, 91.67%, tells of small counts too, of two digits. */
#define RATE_UNITS_SURE 1000
#define RATE_SCALE_SURE 2
#define DIGITS_SURE     2

/* One digit another, or two neighbours swapped. `power`: of the figure's unit. */
static bool digits_into(struct decimal printed, int power, struct interval window)
{
    decimal_units size = printed.units < 0 ? -printed.units : printed.units, place = 1;
    for (int i = 0; i < DIGITS_MAX && (place <= size || i <= printed.scale); i++, place *= 10) {
        decimal_units digit = size / place % 10, upper = size / place / 10 % 10;
        /* no figure begins with a nought that another digit became, but for 0.13 */
        bool leads = size / place < 10 && (i > printed.scale || printed.scale <= 0);
        for (int other = leads; other < 10; other++) {
            struct decimal value = {size + (other - digit) * place, printed.scale};
            if (other != digit && interval_holds(window, decimal_shift(value, power)))
                return true;
        }
        struct decimal swapped = {size + (upper - digit) * place + (digit - upper) * place * 10,
                                  printed.scale};
        bool whole = !leads && (digit != 0 || size / place >= 100);
        if (whole && upper != digit && interval_holds(window, decimal_shift(swapped, power)))
            return true;
    }
    return false;
}

static bool has_digits(struct decimal value, decimal_units least)
{
    return value.units >= least || -value.units >= least;
}

/* Of how many digits a figure tells that it was mended; 0: none does. */
static int digits_needed(const struct report *report, const struct claim *claim)
{
    for (uint32_t i = 0; i < claim->n; i++) {
        if (claim->members[i].role != ROLE_RATE)
            continue;
        struct decimal rate = claims_fact(report, claim->members[i].fact)->quantity->value;
        bool sure =
            has_digits(rate, RATE_UNITS_SURE) && rate.scale >= RATE_SCALE_SURE && claim->kind == CLAIM_RATIO;
        return sure ? DIGITS_SURE : has_digits(rate, RATE_UNITS_MIN) ? DIGITS_MIN : 0;
    }
    return DIGITS_MIN;
}

bool claims_mendable(const struct report *report, const struct claim *claim)
{
    struct wanted wanted;
    decimal_units least = 1;
    int digits = digits_needed(report, claim);
    for (int i = 1; i < digits; i++)
        least *= 10;
    if (digits == 0 || !hypothesis_wanted_of(report, claim, &wanted))
        return false;
    for (uint32_t i = 0; i < claim->n; i++) {
        const struct quantity *q = claims_fact(report, claim->members[i].fact)->quantity;
        struct interval window;
        if (!has_digits(q->value, least) || !hypothesis_wanted(&wanted, i, &window))
            continue;
        if (digits_into(q->value, q->unit ? q->unit->power : 0, window))
            return true;
    }
    return false;
}
