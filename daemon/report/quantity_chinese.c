/* Chinese numerals that are no quantity: years, plan periods, ordinals, and all that is part of a phrase (一体化,
 * 四个意识). */
#include "quantity_priv.h"

#include "chars.h"

#define WORD(literal)                                                                                        \
    {                                                                                                        \
        "" literal, sizeof(literal) - 1                                                                      \
    }
#define N(array) (sizeof(array) / sizeof *(array))

#define YEAR_MIN 1900
#define YEAR_MAX 2100

typedef bool reader_fn(const struct scan *scan, const struct number *n, struct quantity *ret);

static const struct slice brackets_open[] = {WORD("（"), WORD("(")};
static const struct slice brackets_close[] = {WORD("）"), WORD(")")};

static bool is(struct quantity *ret, enum quantity_kind kind, size_t from, size_t to)
{
    ret->kind = kind;
    ret->from = from;
    ret->to = to;
    return true;
}

/* `word` at most two blanks on: the byte after it, or 0. */
static size_t past(struct slice s, size_t at, struct slice word)
{
    at = scan_blanks(s, at, 2);
    return scan_looking_at(s, at, word) ? at + word.len : 0;
}

/* 二〇二一年 */
static bool chinese_year(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    long value = 0, chars = 0;
    size_t at = n->from;
    for (; at < n->to && chars < 5; chars++) {
        long digit = number_chinese(char_next(scan->s, &at));
        if (digit > 9)
            return false;
        value = value * 10 + digit;
    }
    size_t to = chars == 4 && at == n->to ? past(scan->s, n->to, S("年")) : 0;
    if (!to || value < YEAR_MIN || value > YEAR_MAX)
        return false;
    ret->year = (int)value;
    size_t end = past(scan->s, to, S("度"));
    return is(ret, QUANTITY_YEAR, n->from, end ? end : to);
}

/* 十四五, “十三五”: plan periods. */
static bool plan(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    struct slice word = slice_sub(scan->s, n->from, n->to);
    return word.len == strlen("十四五") && slice_starts(word, S("十")) && slice_ends(word, S("五")) &&
           is(ret, QUANTITY_PERIOD, n->from, n->to);
}

static bool chinese_ordinal(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    static const struct slice after[] = {WORD("、"), WORD("是"), WORD("."), WORD("．")};
    static const struct slice before[] = {WORD("第"), WORD("之"), WORD("其")};
    struct slice s = scan->s;
    size_t word = scan_word_before(s, n->from, before, N(before));
    if (word)
        return is(ret, QUANTITY_ORDINAL, n->from - word, n->to);
    size_t open = scan_word_before(s, n->from, brackets_open, N(brackets_open));
    size_t close = scan_word_after(s, n->to, brackets_close, N(brackets_close));
    if (open && close)
        return is(ret, QUANTITY_ORDINAL, n->from - open, n->to + close);
    size_t sign = scan_word_after(s, n->to, after, N(after));
    return sign && scan_is_edge(scan_before(s, n->from)) && is(ret, QUANTITY_ORDINAL, n->from, n->to + sign);
}

static reader_fn *const chinese_readers[] = {chinese_year, plan, chinese_ordinal};

/* Words that turn a Chinese numeral and its unit into a phrase: 每个, 一个, 四个意识. */
static const struct slice phrase_before[] = {WORD("每"), WORD("各"),   WORD("前"),   WORD("后"), WORD("这"),
                                             WORD("那"), WORD("其余"), WORD("另外"), WORD("头"), WORD("上"),
                                             WORD("下"), WORD("再"),   WORD("几"),   WORD("同"), WORD("另"),
                                             WORD("首"), WORD("其他")};
static const struct slice phrase_after[] = {
    WORD("意识"), WORD("自信"),     WORD("维护"), WORD("确立"), WORD("代表"), WORD("全面"), WORD("务必"),
    WORD("坚持"), WORD("统筹"),     WORD("一百"), WORD("结合"), WORD("规定"), WORD("会议"), WORD("全会"),
    WORD("创业"), WORD("责任"),     WORD("百年"), WORD("文明"), WORD("层面"), WORD("方面"), WORD("阶段"),
    WORD("革命"), WORD("分配"),     WORD("产业"), WORD("行动"), WORD("大局"), WORD("清单"), WORD("一"),
    WORD("能力"), WORD("必由之路"), WORD("优先"), WORD("关键")};

static bool is_phrase(const struct scan *scan, const struct number *n, size_t unit)
{
    bool single = n->digits == 1;
    if (scan_is_opening_quote(scan_before(scan->s, n->from)) || n->from < scan->title_until)
        return true;
    return single && (scan_word_before(scan->s, n->from, phrase_before, N(phrase_before)) ||
                      scan_word_after(scan->s, n->to + unit, phrase_after, N(phrase_after)));
}

bool quantity_other_chinese(const struct scan *scan, const struct number *number, bool is_number,
                            struct quantity *ret)
{
    for (size_t i = 0; i < N(chinese_readers); i++)
        if (chinese_readers[i](scan, number, ret))
            return true;
    if (!is_number || (number->digits == 1 && number->value.units == 1)) /* 一体化, 一个 */
        return is(ret, QUANTITY_NAME, number->from, number->to);
    size_t length = 0;
    const struct unit *unit = unit_match(slice_sub(scan->s, number->to, scan->s.len), &length);
    static const struct slice many[] = {WORD("多"), WORD("余")};
    size_t more = scan_word_after(scan->s, number->to, many, N(many));
    if (more && number->digits > 1)
        unit = unit_match(slice_sub(scan->s, number->to + more, scan->s.len), &length);
    bool counts = unit && unit->dimension >= DIMENSION_MONEY && unit->dimension != DIMENSION_TIME &&
                  unit->dimension != DIMENSION_SCORE && !slice_eq(unit->base, S("期")) &&
                  !slice_eq(unit->base, S("部"));
    if (counts && !is_phrase(scan, number, length))
        return false;
    return is(ret, QUANTITY_NAME, number->from, number->to);
}
