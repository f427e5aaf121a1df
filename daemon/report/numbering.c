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
    struct slice before;
    enum numbering_digits digits;
    const char *after[6];
    uint8_t level;
    bool optional; /* the number may be missing: 附件 */
};

/* Those that begin with the number itself. */
static const struct numbering_form numbering_bare[] = {
    {S(""), NUMBERING_HAN, {"、", "．", "."}, 2, false},
    {S(""), NUMBERING_ARABIC, {"、", ".", "．"}, 4, false},
    {S(""), NUMBERING_ARABIC, {"）", ")"}, 5, false},
};

static const struct numbering_form numbering_led[] = {
    {S("第"), NUMBERING_HAN, {"部分", "章", "篇"}, 1, false},
    {S("第"), NUMBERING_HAN, {"条", "节"}, 4, false},
    {S("附件"), NUMBERING_ARABIC, {"：", ":", "、", ".", ""}, 1, true},
    {S("附件"), NUMBERING_HAN, {"：", ":", ""}, 1, false},
    {S("附表"), NUMBERING_ARABIC, {"：", ":", "、", ".", ""}, 1, true},
    {S("附表"), NUMBERING_HAN, {"：", ":", ""}, 1, false},
    {S("目标"), NUMBERING_HAN, {"：", ":", "、"}, 2, false},
    {S("目标"), NUMBERING_ARABIC, {"：", ":", "、"}, 2, false},
    {S("任务"), NUMBERING_HAN, {"：", ":", "、"}, 2, false},
    {S("任务"), NUMBERING_ARABIC, {"：", ":", "、"}, 2, false},
    {S("绩效"), NUMBERING_HAN, {"：", ":", "、"}, 2, false},
    {S("绩效"), NUMBERING_ARABIC, {"：", ":", "、"}, 2, false},
    {S("（"), NUMBERING_HAN, {"）", ")"}, 3, false},
    {S("("), NUMBERING_HAN, {")", "）"}, 3, false},
    {S("（"), NUMBERING_ARABIC, {"）", ")"}, 5, false},
    {S("("), NUMBERING_ARABIC, {")", "）"}, 5, false},
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

    if (c < 0x4E00 || c > 0x56DB)
        return 0;
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
    if (!slice_starts(s, form->before))
        return false;
    size_t start = numbering_blanks(s, form->before.len);
    uint32_t number = 0;
    size_t end = form->digits == NUMBERING_HAN ? numbering_han(s, start, &number)
                                               : numbering_arabic(s, start, &number);
    if (!end && !form->optional)
        return false;
    size_t at = end ? numbering_blanks(s, end) : form->before.len;
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

static bool numbering_any(struct slice s, const struct numbering_form *forms, size_t n, struct numbering *ret)
{
    for (size_t i = 0; i < n; i++) {
        struct slice before = forms[i].before; /* most are told off by its first byte */
        if ((!before.len || before.at[0] == s.at[0]) && numbering_try(s, &forms[i], ret))
            return true;
    }
    return false;
}

/* Whether a number may begin with this character. A wide blank may stand before it. */
static bool numbering_begins(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19) || numbering_numeral(c) ||
           (c >= 0x2000 && utf8_is_space(c));
}

/* Whether one of numbering_led may: most texts have no label, and this is asked at every clause. */
static bool numbering_leads(uint32_t c)
{
    static const uint32_t leads[] = {'(', 0xFF08, 0x7B2C, 0x9644, 0x76EE, 0x4EFB, 0x7EE9}; /* （第附目任绩 */

    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (leads[i] == c)
            return true;
    return false;
}

bool numbering_read(struct slice text, struct numbering *ret)
{
    size_t at = 0;
    uint32_t c = text.len ? utf8_next(text, &at) : 0;
    if (numbering_begins(c))
        return numbering_any(text, numbering_bare, sizeof numbering_bare / sizeof *numbering_bare, ret);
    if (numbering_leads(c))
        return numbering_any(text, numbering_led, sizeof numbering_led / sizeof *numbering_led, ret);
    return numbering_circled(text, ret);
}
