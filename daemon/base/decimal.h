/* Exact decimals. A decimal is units · 10^-scale, and the scale is part of its meaning: 14.60 is printed to
 * the cent, 14.6 to the ten, and they are not the same measurement. No operation rounds or wraps: each gives
 * false, and leaves its result alone, where 127 bits do not hold the exact answer. Used by every process. */
#pragma once

#include "arena.h"
#include "slice.h"

#include <stdbool.h>

typedef __int128 decimal_units;

/* More digits than any sum of money has; a longer number is not read as one. */
#define DECIMAL_DIGITS_MAX 30
/* The widest shift between units (元 to 亿元 and a percentage) leaves room on both sides. */
#define DECIMAL_SCALE_MAX 24
/* Sums and products give false beyond this scale on either side, and no chain of unit shifts reaches the
 * second. */
#define DECIMAL_SCALE_LIMIT 38
#define DECIMAL_SHIFTED_MAX 64

struct decimal {
    decimal_units units;
    int scale; /* decimals as printed; negative where a unit was multiplied in: 1.5 亿 in 元 has scale -7 */
};

/* Reads [+-]digits[.digits], ASCII only and to the end. False where it is none or too long. */
bool decimal_parse(struct slice text, struct decimal *ret);
/* Plain digits, no exponent; keeps trailing zeros down to the scale. */
struct slice decimal_text(struct arena *arena, struct decimal d);
/* The same into a buffer, with a NUL; this holds 39 digits, 64 zeros, sign and point. */
#define DECIMAL_TEXT_SIZE 112
size_t decimal_format(struct decimal d, char ret[DECIMAL_TEXT_SIZE]);

/* The same value at another scale; false where digits would be lost. */
bool decimal_rescale(struct decimal d, int scale, struct decimal *ret);
/* Rounded half up (away from zero) or cut off at `scale`; a larger scale only adds zeros. */
bool decimal_round(struct decimal d, int scale, struct decimal *ret);
bool decimal_truncate(struct decimal d, int scale, struct decimal *ret);
/* Trailing zeros after the point dropped. */
struct decimal decimal_trim(struct decimal d);

bool decimal_add(struct decimal a, struct decimal b, struct decimal *ret);
bool decimal_sub(struct decimal a, struct decimal b, struct decimal *ret);
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *ret);
/* a / b rounded half up to `scale` decimals; false for b = 0. */
bool decimal_div(struct decimal a, struct decimal b, int scale, struct decimal *ret);
/* value · 10^power, exactly and without touching the digits; for units, whose powers are within ±16. */
struct decimal decimal_shift(struct decimal d, int power);
struct decimal decimal_abs(struct decimal d);
struct decimal decimal_negate(struct decimal d);
struct decimal decimal_int(long long n);

/* -1, 0, 1 by value, whatever the scales; true for every pair within the limits. */
int decimal_cmp(struct decimal a, struct decimal b);
int decimal_sign(struct decimal d);
