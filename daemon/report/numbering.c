#include "numbering.h"

#include "../base/utf8.h"

/* Longer numbers are years, codes or amounts. */
#define NUMBERING_DIGITS  2
#define NUMBERING_NUMERAL 99

#define NUMBERING_CIRCLED_ONE  0x2460
#define NUMBERING_CIRCLED_LAST 0x2473

enum numbering_digits { NUMBERING_HAN, NUMBERING_ARABIC };

/* A form: what stands before and after the number. `after` is one of the alternatives, one character each. */
struct numbering_form {
    const char *before;
    enum numbering_digits digits;
    const char *after[6];
    uint8_t level;
    bool optional; /* the number may be missing: 附件 */
};

static const struct numbering_form numbering_forms[] = {
    {"第", NUMBERING_HAN, {"部分", "章", "篇"}, 1, false},
    {"第", NUMBERING_HAN, {"条", "节"}, 4, false},
    {"附件", NUMBERING_ARABIC, {"：", ":", "、", ".", ""}, 1, true},
    {"附件", NUMBERING_HAN, {"：", ":", ""}, 1, false},
    {"附表", NUMBERING_ARABIC, {"：", ":", "、", ".", ""}, 1, true},
    {"附表", NUMBERING_HAN, {"：", ":", ""}, 1, false},
    {"目标", NUMBERING_HAN, {"：", ":", "、"}, 2, false},
    {"目标", NUMBERING_ARABIC, {"：", ":", "、"}, 2, false},
    {"任务", NUMBERING_HAN, {"：", ":", "、"}, 2, false},
    {"任务", NUMBERING_ARABIC, {"：", ":", "、"}, 2, false},
    {"绩效", NUMBERING_HAN, {"：", ":", "、"}, 2, false},
    {"绩效", NUMBERING_ARABIC, {"：", ":", "、"}, 2, false},
    {"", NUMBERING_HAN, {"、", "．", "."}, 2, false},
    {"（", NUMBERING_HAN, {"）", ")"}, 3, false},
    {"(", NUMBERING_HAN, {")", "）"}, 3, false},
    {"", NUMBERING_ARABIC, {"、", ".", "．"}, 4, false},
    {"（", NUMBERING_ARABIC, {"）", ")"}, 5, false},
    {"(", NUMBERING_ARABIC, {")", "）"}, 5, false},
    {"", NUMBERING_ARABIC, {"）", ")"}, 5, false},
};

static size_t numbering_blanks(struct slice s, size_t at)
{
    for (size_t next = at; next < s.len; at = next)
        if (!utf8_is_space(utf8_next(s, &next)))
            return at;
    return at;
}

/* Digits of either width; at most NUMBERING_DIGITS of them, else there is no number here. */
static size_t numbering_arabic(struct slice s, size_t at, uint32_t *ret)
{
    uint32_t value = 0;
    unsigned digits = 0;
    size_t next = at;
    for (; next < s.len; at = next, digits++) {
        uint32_t c = utf8_next(s, &next);
        uint32_t digit = c >= 0xFF10 && c <= 0xFF19 ? c - 0xFF10 : c - '0';
        if (digit > 9)
            break;
        if (digits == NUMBERING_DIGITS)
            return 0;
        value = value * 10 + digit;
    }
    *ret = value;
    return digits ? at : 0;
}

static uint32_t numbering_numeral(uint32_t c)
{
    static const uint32_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                        0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};

    for (uint32_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (numerals[i] == c)
            return i + 1;
    return 0;
}

/* 一 to 九十九. */
static size_t numbering_han(struct slice s, size_t at, uint32_t *ret)
{
    uint32_t tens = 0, units = 0;
    size_t start = at;
    for (size_t next = at; next < s.len; at = next) {
        uint32_t digit = numbering_numeral(utf8_next(s, &next));
        if (!digit || (digit < 10 && units) || (digit == 10 && tens))
            break;
        if (digit == 10) {
            tens = units ? units : 1;
            units = 0;
        } else {
            units = digit;
        }
    }
    *ret = tens * 10 + units;
    return at > start && *ret <= NUMBERING_NUMERAL ? at : 0;
}

/* After a dot a digit goes on with the number, as in 1.5亿元, unless it begins a year: 1.2022年. */
static bool numbering_goes_on(struct slice s, size_t at)
{
    static const struct slice year_word = {"年", 3};

    if (at >= s.len || s.at[at - 1] != '.' || s.at[at] < '0' || s.at[at] > '9')
        return false;
    size_t end = at;
    while (end < s.len && end < at + 5 && s.at[end] >= '0' && s.at[end] <= '9')
        end++;
    return end != at + 4 || !slice_starts(slice_sub(s, end, s.len), year_word);
}

/* The end of the label, or 0: `at` is where one of the endings must stand, `bare` whether there was no
 * number. */
static size_t numbering_ending(struct slice s, size_t at, const struct numbering_form *form, bool bare)
{
    for (size_t i = 0; i < sizeof form->after / sizeof *form->after && form->after[i]; i++) {
        struct slice after = slice_of(form->after[i]);
        if (!slice_starts(slice_sub(s, at, s.len), after))
            continue;
        bool loose = bare && !after.len && at < s.len && numbering_blanks(s, at) == at;
        return loose || numbering_goes_on(s, at + after.len) ? 0 : at + after.len;
    }
    return 0;
}

static bool numbering_try(struct slice s, const struct numbering_form *form, struct numbering *ret)
{
    struct slice before = slice_of(form->before);
    if (!slice_starts(s, before))
        return false;
    size_t start = numbering_blanks(s, before.len);
    uint32_t number = 0;
    size_t end = form->digits == NUMBERING_HAN ? numbering_han(s, start, &number)
                                               : numbering_arabic(s, start, &number);
    if (!end && !form->optional)
        return false;
    size_t at = end ? numbering_blanks(s, end) : before.len;
    size_t label = numbering_ending(s, at, form, !end);
    if (!label)
        return false;
    *ret = (struct numbering){.level = form->level, .number = number, .length = label};
    return true;
}

static bool numbering_circled(struct slice s, struct numbering *ret)
{
    size_t at = 0;
    uint32_t c = s.len ? utf8_next(s, &at) : 0;
    if (c < NUMBERING_CIRCLED_ONE || c > NUMBERING_CIRCLED_LAST)
        return false;
    *ret = (struct numbering){.level = 6, .number = c - NUMBERING_CIRCLED_ONE + 1, .length = at};
    return true;
}

/* By the first character of all labels: most texts are none, and this is asked at every clause. A wide blank may
 * stand before a number. */
static bool numbering_may_begin(uint32_t c)
{
    static const uint32_t others[] = {'(', 0xFF08, 0x7B2C, 0x9644, 0x76EE, 0x4EFB, 0x7EE9}; /* （第附目任绩 */

    if ((c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19) || numbering_numeral(c))
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i] == c)
            return true;
    return (c >= NUMBERING_CIRCLED_ONE && c <= NUMBERING_CIRCLED_LAST) || (c >= 0x2000 && utf8_is_space(c));
}

bool numbering_read(struct slice text, struct numbering *ret)
{
    size_t at = 0;
    if (!text.len || !numbering_may_begin(utf8_next(text, &at)))
        return false;
    for (size_t i = 0; i < sizeof numbering_forms / sizeof *numbering_forms; i++)
        if (numbering_try(text, &numbering_forms[i], ret))
            return true;
    return numbering_circled(text, ret);
}
