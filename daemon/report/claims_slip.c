/* Slips of the pen. A sum that is off is looked at from each member in turn: what would it have to be, to its
 * own last digit, for the sum to hold, and is that one slip away from what is printed? With four digits or
 * more the chance that an arbitrary difference looks like a slip is under one in a hundred, so a slip is
 * evidence that the sum was meant. */
#include "claims_priv.h"

/* Fewer units of the last place than this and any difference looks like a slip. */
#define SLIP_TOTAL_MIN  1000
#define SLIP_DIGITS_MAX 20
/* Of two figures with fewer digits one is too easily a slip away from the other. */
#define TELLING_DIGITS 4
/* Zeros at the end of a difference that make it round. */
#define ROUND_ZEROS 3

/* Powers of ten that a misplaced point or a wrong unit amounts to: 万 for 千 or 亿 or 元. */
static const int SHIFTS[] = {-8, -4, -3, -2, -1, 1, 2, 3, 4, 8};

struct digit_row {
    int digits[SLIP_DIGITS_MAX]; /* lowest first */
};

static bool digits_of(decimal_units units, struct digit_row *ret)
{
    if (units < 0)
        return false;
    for (int i = 0; i < SLIP_DIGITS_MAX; i++, units /= 10)
        ret->digits[i] = (int)(units % 10);
    return units == 0;
}

/* One digit differs, or two neighbours are swapped. */
static bool one_slip(decimal_units a, decimal_units b)
{
    struct digit_row x, y;
    int differ = 0, last = 0;
    if (!digits_of(a, &x) || !digits_of(b, &y))
        return false;
    for (int i = 0; i < SLIP_DIGITS_MAX; i++)
        if (x.digits[i] != y.digits[i]) {
            differ++;
            last = i;
        }
    bool swapped =
        differ == 2 && x.digits[last] == y.digits[last - 1] && x.digits[last - 1] == y.digits[last];
    return differ == 1 || swapped;
}

static bool shifted(struct decimal printed, struct decimal wanted)
{
    for (size_t i = 0; i < sizeof SHIFTS / sizeof *SHIFTS; i++)
        if (decimal_cmp(decimal_shift(printed, SHIFTS[i]), wanted) == 0)
            return true;
    return false;
}

/* Round figures say less than they have digits. */
static bool large_enough(struct decimal total)
{
    decimal_units units = total.units < 0 ? -total.units : total.units;
    for (int scale = total.scale; scale <= 0 && units >= SLIP_TOTAL_MIN && units % 10 == 0;)
        units /= 10;
    return units >= SLIP_TOTAL_MIN;
}

/* Whether a list that comes to less may have left out a part as round as its other parts: 5,000 beside 12,000 and
 * 8,000. */
static bool round_remainder(const struct report *report, const struct claim *sum)
{
    struct decimal off = decimal_abs(sum->difference);
    int zeros = 0;
    while (off.units != 0 && off.units % 10 == 0) {
        off.units /= 10;
        zeros++;
    }
    if (sum->kind != CLAIM_SUM || zeros < ROUND_ZEROS || decimal_cmp(sum->computed, sum->stated) >= 0)
        return false;
    struct decimal step =
        decimal_shift((struct decimal){1, off.scale - zeros}, sum->unit ? sum->unit->power : 0);
    for (uint32_t i = 0; i < sum->n; i++) {
        struct decimal part = quantity_base(claims_fact(report, sum->members[i].fact)->quantity);
        struct decimal rest;
        bool whole = sum->members[i].role == ROLE_PART && decimal_sign(part) != 0 &&
                     decimal_div(part, step, 0, &rest) && decimal_mul(rest, step, &rest) &&
                     decimal_cmp(rest, part) == 0;
        if (whole)
            return true;
    }
    return false;
}

static bool slipped(struct decimal printed, struct decimal wanted)
{
    struct decimal same_scale;
    if (decimal_sign(wanted) <= 0 || decimal_sign(printed) <= 0)
        return false;
    bool rounded = large_enough(printed) ? decimal_round(wanted, printed.scale, &same_scale)
                                         : decimal_rescale(wanted, printed.scale, &same_scale);
    return shifted(printed, wanted) || (rounded && one_slip(printed.units, same_scale.units));
}

bool claims_slip_between(struct decimal a, struct decimal b)
{
    struct decimal same_scale;
    return shifted(a, b) ||
           (decimal_rescale(a, b.scale, &same_scale) && one_slip(same_scale.units, b.units)) ||
           (decimal_rescale(b, a.scale, &same_scale) && one_slip(a.units, same_scale.units));
}

/* Digits that are more than noughts at either end. */
static int significant_digits(struct decimal value)
{
    decimal_units units = value.units < 0 ? -value.units : value.units;
    int digits = 0;
    while (units != 0 && units % 10 == 0)
        units /= 10;
    for (; units != 0; units /= 10)
        digits++;
    return digits;
}

bool claims_telling_slip(struct decimal a, struct decimal b)
{
    return significant_digits(a) >= TELLING_DIGITS && significant_digits(b) >= TELLING_DIGITS &&
           claims_slip_between(a, b);
}

/* Whether one slip in one member would make it hold. */
static bool is_mended(const struct report *report, const struct claim *sum)
{
    struct decimal off = decimal_shift(sum->difference, sum->unit ? sum->unit->power : 0);
    for (uint32_t i = 0; i < sum->n; i++) {
        const struct member *m = &sum->members[i];
        struct decimal printed = quantity_base(claims_fact(report, m->fact)->quantity), wanted;
        bool up = m->role != ROLE_TOTAL && m->sign >= 0;
        if ((up ? decimal_add : decimal_sub)(printed, off, &wanted) && slipped(printed, wanted))
            return true;
    }
    return false;
}

bool claims_slip(const struct report *report, const struct claim *sum)
{
    return (large_enough(sum->stated) || large_enough(sum->computed)) && !round_remainder(report, sum) &&
           is_mended(report, sum);
}

bool claims_small_slip(const struct report *report, const struct claim *sum)
{
    return is_mended(report, sum);
}
