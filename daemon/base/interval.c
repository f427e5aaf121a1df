#include "interval.h"

struct interval interval_exact(struct decimal d)
{
    return (struct interval){d, d};
}

bool interval_rounded(struct decimal d, int scale, struct interval *ret)
{
    struct decimal half = {.units = 5, .scale = scale + 1}, low, high;
    if (!decimal_sub(d, half, &low) || !decimal_add(d, half, &high))
        return false;
    *ret = (struct interval){low, high};
    return true;
}

bool interval_add(struct interval a, struct interval b, struct interval *ret)
{
    struct decimal low, high;
    if (!decimal_add(a.low, b.low, &low) || !decimal_add(a.high, b.high, &high))
        return false;
    *ret = (struct interval){low, high};
    return true;
}

bool interval_sub(struct interval a, struct interval b, struct interval *ret)
{
    return interval_add(a, (struct interval){decimal_negate(b.high), decimal_negate(b.low)}, ret);
}

bool interval_mul(struct interval a, struct interval b, struct interval *ret)
{
    const struct decimal pairs[4][2] = {{a.low, b.low}, {a.low, b.high}, {a.high, b.low}, {a.high, b.high}};
    struct decimal low, high, corner;
    for (int i = 0; i < 4; i++) {
        if (!decimal_mul(pairs[i][0], pairs[i][1], &corner))
            return false;
        low = i == 0 || decimal_cmp(corner, low) < 0 ? corner : low;
        high = i == 0 || decimal_cmp(corner, high) > 0 ? corner : high;
    }
    *ret = (struct interval){low, high};
    return true;
}

struct interval interval_shift(struct interval a, int power)
{
    return (struct interval){decimal_shift(a.low, power), decimal_shift(a.high, power)};
}

bool interval_meet(struct interval a, struct interval b)
{
    return decimal_cmp(a.low, b.high) <= 0 && decimal_cmp(b.low, a.high) <= 0;
}

bool interval_holds(struct interval a, struct decimal d)
{
    return decimal_cmp(a.low, d) <= 0 && decimal_cmp(d, a.high) <= 0;
}
