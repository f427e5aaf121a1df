/* What a printed figure stands for: a figure with d decimals is any value in v ± ½·10^-d (XBRL
 * Calculations 1.1, section on rounding), a count is exactly itself. Sums add intervals, products and
 * quotients use their corners; two figures agree when their intervals meet, ends included. Used by the
 * worker. */
#pragma once

#include "decimal.h"

struct interval {
    struct decimal low, high; /* low <= high */
};

struct interval interval_exact(struct decimal d);
/* v ± ½·10^-scale; `scale` is normally d.scale. False on overflow. */
bool interval_rounded(struct decimal d, int scale, struct interval *ret);
bool interval_add(struct interval a, struct interval b, struct interval *ret);
bool interval_sub(struct interval a, struct interval b, struct interval *ret);
bool interval_mul(struct interval a, struct interval b, struct interval *ret);
struct interval interval_shift(struct interval a, int power);
bool interval_meet(struct interval a, struct interval b);
bool interval_holds(struct interval a, struct decimal d);
