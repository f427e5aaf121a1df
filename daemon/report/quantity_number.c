#include "quantity_priv.h"

#include "chars.h"

/* Plain and the forms used on cheques. */
#define NUMERAL(c, v) [NUMERAL_PLACE(c)] = {c, v}

const struct numeral number_numerals[256] = {
    NUMERAL(0x3007, 0),    NUMERAL(0x4E00, 1),         NUMERAL(0x4E03, 7),    NUMERAL(0x4E07, 10000),
    NUMERAL(0x4E09, 3),    NUMERAL(0x4E24, 2),         NUMERAL(0x4E5D, 9),    NUMERAL(0x4E8C, 2),
    NUMERAL(0x4E94, 5),    NUMERAL(0x4EBF, 100000000), NUMERAL(0x4F0D, 5),    NUMERAL(0x516B, 8),
    NUMERAL(0x516D, 6),    NUMERAL(0x5341, 10),        NUMERAL(0x5343, 1000), NUMERAL(0x53C1, 3),
    NUMERAL(0x56DB, 4),    NUMERAL(0x58F9, 1),         NUMERAL(0x634C, 8),    NUMERAL(0x62FE, 10),
    NUMERAL(0x67D2, 7),    NUMERAL(0x7396, 9),         NUMERAL(0x767E, 100),  NUMERAL(0x8086, 4),
    NUMERAL(0x8D30, 2),    NUMERAL(0x9646, 6),         NUMERAL(0x96F6, 0),    NUMERAL(0x4F70, 100),
    NUMERAL(0x4EDF, 1000),
};

#define N(array) (sizeof(array) / sizeof *(array))

int number_digit(struct slice s, size_t at, size_t *ret_length)
{
    if (at >= s.len)
        return -1;
    unsigned char c = (unsigned char)s.at[at];
    if (c >= '0' && c <= '9') {
        *ret_length = 1;
        return c - '0';
    }
    if (c != 0xEF || at + 2 >= s.len || (unsigned char)s.at[at + 1] != 0xBC)
        return -1;
    unsigned char d = (unsigned char)s.at[at + 2];
    if (d < 0x90 || d > 0x99)
        return -1;
    *ret_length = 3;
    return d - 0x90;
}

/* The digits of a number as they are collected. */
struct digits {
    decimal_units units;
    unsigned n, whole;
};

static size_t take_digits(struct slice s, size_t at, struct digits *d)
{
    size_t length;
    for (int digit; (digit = number_digit(s, at, &length)) >= 0; at += length)
        if (++d->n <= DECIMAL_DIGITS_MAX)
            d->units = d->units * 10 + digit;
    return at;
}

static size_t separator(struct slice s, size_t at)
{
    static const struct slice commas[] = {{",", 1}, {"，", 3}};
    size_t length = scan_word_after(s, at, commas, N(commas));
    return length ? scan_blanks(s, at + length, 1) - at : 0;
}

/* End of three digits that no fourth follows, or 0. */
static size_t three_digits(struct slice s, size_t at)
{
    size_t length, n = 0;
    for (; n < 3 && number_digit(s, at, &length) >= 0; n++)
        at += length;
    return n == 3 && number_digit(s, at, &length) < 0 ? at : 0;
}

/* Groups of three after the first one to three digits: 1,234,567. */
static size_t take_groups(struct slice s, size_t at, struct digits *d, bool *ret_grouped)
{
    if (d->n > 3)
        return at;
    for (size_t gap; (gap = separator(s, at)) && three_digits(s, at + gap);) {
        at = take_digits(s, at + gap, d);
        *ret_grouped = true;
    }
    return at;
}

/* A blank that holds thousands apart: 12 345.67, 1 234 567. Only where two groups follow or decimals do, and nothing else
 * goes before or behind, for a blank also stands between two figures. */
static size_t past_spaced_groups(struct slice s, size_t at, const struct digits *d)
{
    size_t length, end = at, groups = 0;
    uint32_t point;
    if (d->n > 3)
        return at;
    for (size_t gap; (gap = scan_blanks(s, end, 1) - end) && (length = three_digits(s, end + gap)); groups++)
        end = length;
    point = scan_after(s, end);
    bool decimals = point == '.' || point == 0xFF0E;
    bool unit = scan_looking_at(s, end, S("万元")) || scan_looking_at(s, end, S("元")) ||
                scan_looking_at(s, end, S("千元")) || scan_looking_at(s, end, S("亿元"));
    bool more = number_digit(s, scan_blanks(s, end, 1), &length) >= 0;
    return groups && !more && (decimals || unit || groups > 1) ? end : at;
}

static size_t take_point(struct slice s, size_t at, struct digits *d, bool *ret_point)
{
    static const struct slice points[] = {{".", 1}, {"．", 3}};
    size_t length, point = scan_word_after(s, at, points, N(points));
    if (!point || number_digit(s, at + point, &length) < 0)
        return at;
    *ret_point = true;
    return take_digits(s, at + point, d);
}

void number_cut(struct slice s, size_t at, struct number *ret)
{
    struct digits d = {0};
    size_t length;
    *ret = (struct number){.from = at};
    int first = number_digit(s, at, &length);
    at = take_digits(s, at, &d);
    ret->padded = first == 0 && d.n > 1;
    at = take_groups(s, at, &d, &ret->grouped);
    for (size_t end = ret->grouped || ret->padded ? at : past_spaced_groups(s, at, &d); at < end;
         ret->grouped = true)
        at = take_digits(s, scan_blanks(s, at, 1), &d);
    ret->digits = d.n;
    at = take_point(s, at, &d, &ret->point);
    ret->to = at;
    ret->too_long = d.n > DECIMAL_DIGITS_MAX || d.n - ret->digits > DECIMAL_SCALE_MAX;
    if (!ret->too_long)
        ret->value = (struct decimal){d.units, (int)(d.n - ret->digits)};
}

/* A number in the making: 一千二百万 = (1·1000 + 2·100) · 10000. */
struct chinese {
    long long sum, section;
    long digit, last_unit;
    unsigned chars;
    bool wrong;
};

#define CHINESE_SCALE_MAX 4                  /* digits behind 点 */
#define CHINESE_MAX       1000000000000000LL /* far above any budget; keeps the arithmetic from wrapping */

static void take_chinese_unit(struct chinese *n, long value)
{
    long long digit = n->digit >= 0 ? n->digit : value >= 10000 ? 0 : 1;
    if (value >= 10000) {
        n->wrong |= n->section + digit == 0;
        n->sum = (n->sum + n->section + digit) * value;
        n->section = 0;
    } else {
        n->wrong |= n->last_unit && value >= n->last_unit;
        n->section += digit * value;
    }
    n->last_unit = value >= 10000 ? 0 : value;
    n->digit = -1;
    n->wrong |= n->sum > CHINESE_MAX;
}

static void take_chinese(struct chinese *n, long value)
{
    if (value >= 10) {
        take_chinese_unit(n, value);
    } else {
        n->wrong |= n->digit > 0; /* 三五 is no number */
        n->wrong |= value == 0 && n->chars == 0;
        n->digit = value ? value : -1;
    }
    n->chars++;
}

/* 五 of 九点五: the digits behind the point. */
static size_t take_chinese_point(struct slice s, size_t at, struct number *ret)
{
    size_t next = at;
    if (!scan_looking_at(s, at, S("点")))
        return at;
    next += strlen("点");
    for (size_t after = next; ret->value.scale < CHINESE_SCALE_MAX; next = after) {
        long digit = after < s.len ? number_chinese(char_next(s, &after)) : -1;
        if (digit < 0 || digit > 9)
            break;
        ret->value.units = ret->value.units * 10 + digit;
        ret->value.scale++;
    }
    return ret->value.scale ? next : at;
}

bool number_cut_chinese(struct slice s, size_t at, struct number *ret)
{
    struct chinese n = {.digit = -1};
    *ret = (struct number){.from = at, .chinese = true};
    for (size_t next = at; at < s.len; at = next) {
        long value = number_chinese(char_next(s, &next));
        if (value < 0)
            break;
        n.wrong |= n.chars == 0 && value >= 100;
        if (!n.wrong)
            take_chinese(&n, value);
    }
    ret->to = at;
    long long total = n.sum + n.section + (n.digit > 0 ? n.digit : 0);
    ret->value = decimal_int(total);
    ret->digits = n.chars;
    if (!n.wrong && (total > 0 || n.chars == 1))
        ret->to = take_chinese_point(s, ret->to, ret);
    ret->point = ret->value.scale > 0;
    return !n.wrong && (total > 0 || ret->point);
}

uint32_t scan_after(struct slice s, size_t at)
{
    return at < s.len ? char_next(s, &at) : 0;
}

uint32_t scan_before(struct slice s, size_t at)
{
    return at > 0 ? utf8_previous(s, &at) : 0;
}

size_t scan_blanks(struct slice s, size_t at, unsigned most)
{
    for (size_t next = at; most-- > 0 && at < s.len; at = next)
        if (!utf8_is_space(char_next(s, &next)))
            break;
    return at;
}

size_t scan_word_after(struct slice s, size_t at, const struct slice *words, size_t n)
{
    const char *from = s.at + at;
    size_t left = at < s.len ? s.len - at : 0;
    for (size_t i = 0; i < n; i++) {
        const struct slice w = words[i]; /* their last bytes tell most apart */
        if (w.len <= left && w.at[w.len - 1] == from[w.len - 1] && memcmp(w.at, from, w.len) == 0)
            return w.len;
    }
    return 0;
}

size_t scan_word_before(struct slice s, size_t at, const struct slice *words, size_t n)
{
    for (size_t i = 0; at > 0 && i < n; i++)
        if (words[i].at[words[i].len - 1] == s.at[at - 1] && words[i].len <= at &&
            words[i].at[0] == s.at[at - words[i].len] &&
            memcmp(s.at + at - words[i].len, words[i].at, words[i].len) == 0)
            return words[i].len;
    return 0;
}

bool scan_is_opening_quote(uint32_t c)
{
    return c == 0x201C || c == 0x2018 || c == 0x300C || c == 0x300E || c == '"' || c == 0xFF02;
}

bool scan_is_closing_quote(uint32_t c)
{
    return c == 0x201D || c == 0x2019 || c == 0x300D || c == 0x300F || c == '"' || c == 0xFF02;
}

bool scan_is_edge(uint32_t c)
{
    if (c == 0 || utf8_is_space(c))
        return true;
    if (c < 0x80)
        return c > ' ' && c != '%' && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
               !(c >= 'a' && c <= 'z');
    return (c >= 0x3000 && c <= 0x3002) || (c >= 0x2010 && c <= 0x2026) || (c >= 0x3008 && c <= 0x3011) ||
           (c >= 0xFF01 && c <= 0xFF0F && c != 0xFF05) || (c >= 0xFF1A && c <= 0xFF20);
}
