#include "decimal.h"

#include "must.h"

#include <stdint.h>

typedef unsigned __int128 magnitude;

/* 10^38 is the largest power of ten in 127 bits. */
#define POWER_MAX 38

/* Nearly all that are asked for: figures are shifted from 万元 to 元 and between a few decimals. */
static const uint64_t powers[] = {1,           10,           100,          1000,      10000,
                                  100000,      1000000,      10000000,     100000000, 1000000000,
                                  10000000000, 100000000000, 1000000000000};

#define POWERS ((int)(sizeof powers / sizeof *powers))

static magnitude power_of_ten(int power)
{
    must(power >= 0 && power <= POWER_MAX);
    magnitude p = powers[power < POWERS ? power : POWERS - 1];
    for (int i = POWERS; i <= power; i++)
        p *= 10;
    return p;
}

static magnitude size_of(decimal_units units)
{
    return units < 0 ? -(magnitude)units : (magnitude)units;
}

/* The magnitude with a sign; false where 127 bits do not hold it. */
static bool sign_units(magnitude m, bool negative, decimal_units *ret)
{
    if (m >> 127)
        return false;
    *ret = negative ? -(decimal_units)m : (decimal_units)m;
    return true;
}

/* The only way out of every fallible operation: within 127 bits and the scales that can be written and
 * aligned. */
static bool give(decimal_units units, int scale, struct decimal *ret)
{
    if (size_of(units) >> 127 || scale > DECIMAL_SCALE_LIMIT || scale < -DECIMAL_SCALE_LIMIT)
        return false;
    *ret = (struct decimal){.units = units, .scale = scale};
    return true;
}

/* units · 10^power */
static bool widen(decimal_units units, int power, decimal_units *ret)
{
    if (units == 0 || power == 0) {
        *ret = units;
        return true;
    }
    return power <= POWER_MAX && !__builtin_mul_overflow(units, (decimal_units)power_of_ten(power), ret);
}

struct digits {
    decimal_units units;
    size_t n;
};

static struct digits read_digits(struct slice text, size_t *at, struct digits d)
{
    while (*at < text.len && text.at[*at] >= '0' && text.at[*at] <= '9') {
        if (++d.n <= DECIMAL_DIGITS_MAX)
            d.units = d.units * 10 + (text.at[*at] - '0');
        ++*at;
    }
    return d;
}

bool decimal_parse(struct slice text, struct decimal *ret)
{
    size_t at = text.len > 0 && (text.at[0] == '-' || text.at[0] == '+');
    bool negative = at && text.at[0] == '-';
    struct digits whole = read_digits(text, &at, (struct digits){0}), all = whole;
    if (at < text.len && text.at[at] == '.') {
        at++;
        all = read_digits(text, &at, whole);
        if (all.n == whole.n)
            return false;
    }
    if (at < text.len || whole.n == 0 || all.n > DECIMAL_DIGITS_MAX || all.n - whole.n > DECIMAL_SCALE_MAX)
        return false;
    return give(negative ? -all.units : all.units, (int)(all.n - whole.n), ret);
}

/* Writes the digits of `m` backwards, ending before `end`: at least `least` of them. */
static char *write_digits(char *end, magnitude m, int least)
{
    for (; m > 0 || least > 0; m /= 10, least--)
        *--end = (char)('0' + (int)(m % 10));
    return end;
}

static char *write_zeros(char *end, int n)
{
    while (n-- > 0)
        *--end = '0';
    return end;
}

static char *write_backwards(char *end, struct decimal d)
{
    magnitude m = size_of(d.units);
    if (d.scale <= 0)
        return write_digits(m ? write_zeros(end, -d.scale) : end, m, 1);
    int cents = d.scale < POWER_MAX ? d.scale : POWER_MAX;
    magnitude p = power_of_ten(cents);
    end = write_digits(end, m % p, cents);
    /* Beyond POWER_MAX decimals at most one digit is left before them. */
    for (m /= p; cents < d.scale; cents++, m /= 10)
        *--end = (char)('0' + (int)(m % 10));
    *--end = '.';
    return write_digits(end, m, 1);
}

size_t decimal_format(struct decimal d, char ret[DECIMAL_TEXT_SIZE])
{
    char *end = ret + DECIMAL_TEXT_SIZE, *start = write_backwards(end, d);
    if (d.units < 0)
        *--start = '-';
    size_t length = (size_t)(end - start);
    memmove(ret, start, length);
    ret[length] = '\0';
    return length;
}

struct slice decimal_text(struct arena *arena, struct decimal d)
{
    char text[DECIMAL_TEXT_SIZE];
    size_t length = decimal_format(d, text);
    return arena_copy(arena, (struct slice){text, length});
}

/* Cuts `drop` digits off; what they amounted to, as a part of 10^drop, goes to `ret_lost`. */
static magnitude cut(magnitude m, int drop, magnitude *ret_lost)
{
    if (drop > POWER_MAX) {
        *ret_lost = m;
        return 0;
    }
    *ret_lost = m % power_of_ten(drop);
    return m / power_of_ten(drop);
}

/* Whether `lost` is half of 10^drop or more; 127 bits are never half of 10^39. */
static bool is_half(magnitude lost, int drop)
{
    return drop > 0 && drop <= POWER_MAX && lost >= power_of_ten(drop) - lost;
}

bool decimal_rescale(struct decimal d, int scale, struct decimal *ret)
{
    decimal_units units;
    magnitude lost;
    if (scale >= d.scale)
        return widen(d.units, scale - d.scale, &units) && give(units, scale, ret);
    magnitude m = cut(size_of(d.units), d.scale - scale, &lost);
    return lost == 0 && sign_units(m, d.units < 0, &units) && give(units, scale, ret);
}

bool decimal_round(struct decimal d, int scale, struct decimal *ret)
{
    if (scale >= d.scale)
        return decimal_rescale(d, scale, ret);
    decimal_units units;
    magnitude lost, m = cut(size_of(d.units), d.scale - scale, &lost);
    m += is_half(lost, d.scale - scale);
    return sign_units(m, d.units < 0, &units) && give(units, scale, ret);
}

bool decimal_truncate(struct decimal d, int scale, struct decimal *ret)
{
    if (scale >= d.scale)
        return decimal_rescale(d, scale, ret);
    decimal_units units;
    magnitude lost, m = cut(size_of(d.units), d.scale - scale, &lost);
    return sign_units(m, d.units < 0, &units) && give(units, scale, ret);
}

struct decimal decimal_trim(struct decimal d)
{
    while (d.scale > 0 && d.units % 10 == 0) {
        d.units /= 10;
        d.scale--;
    }
    return d;
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *ret)
{
    decimal_units x, y, sum;
    if (a.scale == b.scale)
        return !__builtin_add_overflow(a.units, b.units, &sum) && give(sum, a.scale, ret);
    int scale = a.scale > b.scale ? a.scale : b.scale;
    return widen(a.units, scale - a.scale, &x) && widen(b.units, scale - b.scale, &y) &&
           !__builtin_add_overflow(x, y, &sum) && give(sum, scale, ret);
}

bool decimal_sub(struct decimal a, struct decimal b, struct decimal *ret)
{
    return decimal_add(a, decimal_negate(b), ret);
}

bool decimal_mul(struct decimal a, struct decimal b, struct decimal *ret)
{
    decimal_units units;
    return !__builtin_mul_overflow(a.units, b.units, &units) && give(units, a.scale + b.scale, ret);
}

/* quotient · 10^power by long division, so that only the answer has to fit; the remainder goes to `rest`. */
static bool more_digits(magnitude *quotient, magnitude *rest, magnitude divisor, int power)
{
    for (; power > 0; power--) {
        magnitude wide;
        if (__builtin_mul_overflow(*rest, (magnitude)10, &wide) ||
            __builtin_mul_overflow(*quotient, (magnitude)10, quotient) ||
            __builtin_add_overflow(*quotient, wide / divisor, quotient))
            return false;
        *rest = wide % divisor;
    }
    return true;
}

/* m / divisor · 10^power, rounded half up */
static bool divide(magnitude m, magnitude divisor, int power, magnitude *ret)
{
    for (; power < 0; power++)
        if (__builtin_mul_overflow(divisor, (magnitude)10, &divisor)) {
            *ret = 0; /* 127 bits over more than 128 are under a half */
            return true;
        }
    magnitude quotient = m / divisor, rest = m % divisor;
    if (!more_digits(&quotient, &rest, divisor, power))
        return false;
    return !__builtin_add_overflow(quotient, (magnitude)(rest >= divisor - rest), ret);
}

bool decimal_div(struct decimal a, struct decimal b, int scale, struct decimal *ret)
{
    magnitude m;
    decimal_units units;
    if (b.units == 0 || !divide(size_of(a.units), size_of(b.units), scale + b.scale - a.scale, &m))
        return false;
    return sign_units(m, (a.units < 0) != (b.units < 0), &units) && give(units, scale, ret);
}

struct decimal decimal_shift(struct decimal d, int power)
{
    d.scale -= power;
    must(d.scale <= DECIMAL_SHIFTED_MAX && d.scale >= -DECIMAL_SHIFTED_MAX);
    return d;
}

struct decimal decimal_abs(struct decimal d)
{
    return d.units < 0 ? decimal_negate(d) : d;
}

struct decimal decimal_negate(struct decimal d)
{
    return (struct decimal){.units = -d.units, .scale = d.scale};
}

struct decimal decimal_int(long long n)
{
    return (struct decimal){.units = n};
}

static int sign_of(decimal_units units)
{
    return (units > 0) - (units < 0);
}

/* Order of two of one sign other than 0: the one that is too wide for 127 bits at the finer scale is further
 * from 0. */
static int compare_aligned(struct decimal a, struct decimal b)
{
    int scale = a.scale > b.scale ? a.scale : b.scale;
    decimal_units x, y;
    if (!widen(a.units, scale - a.scale, &x))
        return sign_of(a.units);
    if (!widen(b.units, scale - b.scale, &y))
        return -sign_of(b.units);
    return (x > y) - (x < y);
}

int decimal_cmp(struct decimal a, struct decimal b)
{
    if (a.scale == b.scale)
        return (a.units > b.units) - (a.units < b.units);
    int x = sign_of(a.units), y = sign_of(b.units);
    return x != y || x == 0 ? (x > y) - (x < y) : compare_aligned(a, b);
}

int decimal_sign(struct decimal d)
{
    return sign_of(d.units);
}
