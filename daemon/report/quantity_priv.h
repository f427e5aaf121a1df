/* What the files of quantity.h share. A scan goes once through a text; at each numeral it cuts the number out
 * (quantity_number.c), asks what the words around it make of it when it is no quantity (quantity_other.c),
 * and else reads unit, bounds and range (quantity.c). Every look to the left or right is bounded, so that a
 * scan is linear. */
#pragma once

#include "quantity.h"

/* Characters of a numeral that stand for one number, and what they say. */
struct number {
    size_t from, to; /* bytes */
    struct decimal value;
    unsigned digits; /* before the point */
    bool point;      /* has decimals */
    bool grouped;    /* has thousands separators */
    bool padded;     /* 007 */
    bool too_long;   /* more digits than any figure: a code */
    bool chinese;
    const struct unit *glued, *near; /* the unit right after it, and after a blank or two; many ask for it */
};

struct scan {
    struct arena *arena;
    const struct text *text;
    struct slice s;
    size_t at;          /* everything before has been dealt with */
    size_t title_until; /* inside a title 《…》 up to this byte */
    struct quantities *ret;
};

/* 0 to 9 of either width at byte `at`, with its length; -1 where there is none. */
int number_digit(struct slice s, size_t at, size_t *ret_length);
/* The number that starts at `at`, where a digit stands: digits, separators of thousands, point. */
void number_cut(struct slice s, size_t at, struct number *ret);
/* The same for Chinese numerals: 十五, 一千二百. False where the characters are no number (十四五, 百).
 * `ret->to` is where the run of numeral characters ends in any case. */
bool number_cut_chinese(struct slice s, size_t at, struct number *ret);
/* Chinese numerals, each in a place of its own that the last two of its bytes tell. */
#define NUMERAL_BYTES(b, c) (((b) << 4 ^ (c)) & 0xFF)
#define NUMERAL_PLACE(c)    NUMERAL_BYTES(0x80 | ((c) >> 6 & 0x3F), 0x80 | ((c)&0x3F))
struct numeral {
    uint32_t c;
    int32_t value;
};
extern const struct numeral number_numerals[256];
/* The value of one Chinese numeral, 10, 100 … for 十, 百 …; -1 for any other character. */
static inline long number_chinese(uint32_t c)
{
    const struct numeral *numeral = &number_numerals[NUMERAL_PLACE(c)];
    return c && numeral->c == c ? numeral->value : -1;
}
/* Whether the ideograph at `p` may be one: most are told off by an empty place, without decoding them. */
static inline bool number_may_be_chinese(const char *p)
{
    return number_numerals[NUMERAL_BYTES((unsigned char)p[1], (unsigned char)p[2])].c;
}

/* The character at byte `at` and the one before it; 0 at the ends. */
uint32_t scan_after(struct slice s, size_t at);
uint32_t scan_before(struct slice s, size_t at);
/* Past at most `most` blanks. */
size_t scan_blanks(struct slice s, size_t at, unsigned most);
static inline bool scan_looking_at(struct slice s, size_t at, struct slice word)
{
    return at < s.len && slice_starts(slice_sub(s, at, s.len), word);
}
/* Length of the first of the words that stands at, or ends before, byte `at`; 0 where none does. */
size_t scan_word_after(struct slice s, size_t at, const struct slice *words, size_t n);
size_t scan_word_before(struct slice s, size_t at, const struct slice *words, size_t n);
bool scan_is_opening_quote(uint32_t c);
bool scan_is_closing_quote(uint32_t c);
/* Nothing, a blank or punctuation: where an item of a list may begin. */
bool scan_is_edge(uint32_t c);

/* Fills kind, extent and year when the number is not a quantity, and gives true. */
bool quantity_other(const struct scan *scan, const struct number *number, struct quantity *ret);
/* The same for Chinese numerals (quantity_chinese.c); `is_number`: they make one. */
bool quantity_other_chinese(const struct scan *scan, const struct number *number, bool is_number,
                            struct quantity *ret);

/* 亿 with 元 is 亿元. NULL where there is no such unit. */
const struct unit *unit_scaled(const struct unit *multiplier, const struct unit *base);
