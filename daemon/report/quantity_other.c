/* What looks like a quantity and is none. Each reader below knows one kind, looks at the words around the
 * number and says how far that kind reaches; the tables at the end give their order. To add a kind, write its
 * reader and put it there. */
#include "quantity_priv.h"

#include "chars.h"

#define WORD(literal)                                                                                        \
    {                                                                                                        \
        "" literal, sizeof(literal) - 1                                                                      \
    }
#define N(array) (sizeof(array) / sizeof *(array))

#define YEAR_MIN 1900
#define YEAR_MAX 2100
#define CODE_MIN                                                                                             \
    12 /* digits in a row without unit or separator: more than any amount in 元 that a department has */

typedef bool reader_fn(const struct scan *scan, const struct number *n, struct quantity *ret);

static const struct slice range_signs[] = {WORD("-"),  WORD("—"),  WORD("–"),  WORD("－"),
                                           WORD("−"),  WORD("~"),  WORD("～"), WORD("〜"),
                                           WORD("至"), WORD("到"), WORD("、")};
static const struct slice date_signs[] = {WORD("-"), WORD("/"), WORD("."), WORD("－"), WORD("．")};
static const struct slice day_words[] = {WORD("日"), WORD("号")};
static const struct slice month_tails[] = {WORD("份"),   WORD("初"), WORD("中旬"), WORD("上旬"),
                                           WORD("下旬"), WORD("底"), WORD("末")};
static const struct slice item_words[] = {WORD("附件"), WORD("任务"), WORD("目标"), WORD("事项"),
                                          WORD("附表"), WORD("指标"), WORD("机构"), WORD("专栏"),
                                          WORD("步骤"), WORD("表"),   WORD("图"),   WORD("注")};
static const struct slice brackets_open[] = {WORD("（"), WORD("(")};
static const struct slice brackets_close[] = {WORD("）"), WORD(")")};
static const struct slice year_open[] = {WORD("〔"), WORD("（"), WORD("("), WORD("["),
                                         WORD("［"), WORD("【"), WORD("﹝")};
static const struct slice year_close[] = {WORD("〕"), WORD("）"), WORD(")"), WORD("]"),
                                          WORD("］"), WORD("】"), WORD("﹞")};
static const struct slice list_signs[] = {WORD("."), WORD("．"), WORD("、")};
static const struct slice code_before[] = {WORD("电话"), WORD("手机"),     WORD("传真"),    WORD("热线"),
                                           WORD("编码"), WORD("代码"),     WORD("邮编"),    WORD("账号"),
                                           WORD("证号"), WORD("编号"),     WORD("文号"),    WORD("拨打"),
                                           WORD("账户"), WORD("邮政编码"), WORD("联系方式")};
static const struct slice code_after[] = {WORD("热线"), WORD("平台"), WORD("转接"), WORD("工程"),
                                          WORD("行动"), WORD("专线"), WORD("模式"), WORD("公务"),
                                          WORD("公共"), WORD("系统"), WORD("政务"), WORD("便民")};
static const struct slice chain_signs[] = {WORD("+"), WORD("＋")};
static const struct slice ratio_signs[] = {WORD(":"), WORD("∶")};

static long whole(const struct number *n)
{
    return n->digits <= 9 && !n->point && !n->grouped ? (long)n->value.units : -1;
}

static bool is_whole(const struct number *n, unsigned digits_max)
{
    return !n->point && !n->grouped && n->digits <= digits_max;
}

static bool is(struct quantity *ret, enum quantity_kind kind, size_t from, size_t to)
{
    ret->kind = kind;
    ret->from = from;
    ret->to = to;
    return true;
}

/* A plain whole number at `at` of at most `digits`; its value, or -1. */
static long small_number(struct slice s, size_t at, unsigned digits, size_t *ret_to)
{
    struct number n;
    size_t length;
    if (number_digit(s, at, &length) < 0)
        return -1;
    number_cut(s, at, &n);
    if (!is_whole(&n, digits))
        return -1;
    *ret_to = n.to;
    return whole(&n);
}

/* `word` at most two blanks on: the byte after it, or 0. */
static size_t past(struct slice s, size_t at, struct slice word)
{
    at = scan_blanks(s, at, 2);
    return scan_looking_at(s, at, word) ? at + word.len : 0;
}

static size_t past_any(struct slice s, size_t at, const struct slice *words, size_t n)
{
    at = scan_blanks(s, at, 2);
    size_t length = scan_word_after(s, at, words, n);
    return length ? at + length : 0;
}

static bool too_long(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    (void)scan;
    return n->too_long && is(ret, QUANTITY_CODE, n->from, n->to);
}

static bool is_year(const struct number *n)
{
    long year = whole(n);
    return n->digits == 4 && year >= YEAR_MIN && year <= YEAR_MAX;
}

/* 〔2022〕3号, （2022）第3号 */
static bool document_number(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    struct slice s = scan->s;
    size_t open = scan_word_before(s, n->from, year_open, N(year_open));
    size_t close = scan_word_after(s, n->to, year_close, N(year_close));
    if (!is_year(n) || !open || !close)
        return false;
    ret->year = (int)whole(n);
    size_t at = n->to + close, to = 0, number;
    at = past(s, at, S("第")) ? past(s, at, S("第")) : at;
    at = scan_blanks(s, at, 2);
    if (small_number(s, at, 6, &number) >= 0 && (to = past(s, number, S("号"))))
        return is(ret, QUANTITY_DOCUMENT, n->from - open, to);
    return is(ret, QUANTITY_YEAR, n->from, n->to);
}

static size_t past_day(struct slice s, size_t at)
{
    size_t to = at;
    long day = small_number(s, scan_blanks(s, at, 2), 2, &to);
    size_t end = day >= 1 && day <= 31 ? past_any(s, to, day_words, N(day_words)) : 0;
    return end;
}

/* After `2021年`: month and day, to wherever the date goes; `at` itself where none follows. */
static size_t past_month_and_day(struct slice s, size_t at)
{
    size_t to = at, end;
    long month = small_number(s, scan_blanks(s, at, 2), 2, &to);
    if (month < 1 || month > 12 || !(end = past(s, to, S("月"))))
        return at;
    size_t day = past_day(s, end);
    if (day)
        return day;
    size_t tail = scan_word_after(s, end, month_tails, N(month_tails));
    return end + tail;
}

/* The second year of 2021-2025年 or 2021年至2025年; the end of it, or 0. */
static size_t past_second_year(struct slice s, size_t at)
{
    size_t to = 0, from = past_any(s, at, range_signs, N(range_signs));
    long year = from ? small_number(s, scan_blanks(s, from, 1), 4, &to) : -1;
    if (year < YEAR_MIN || year > YEAR_MAX)
        return 0;
    size_t end = past(s, to, S("年"));
    return end ? end : to;
}

/* 2021-02-22, 2021/2/22, 2021.2.22 */
static size_t past_dashed_date(struct slice s, size_t at)
{
    size_t to = at;
    for (int i = 0; i < 2; i++) {
        size_t sign = scan_word_after(s, to, date_signs, N(date_signs));
        size_t number;
        if (!sign || small_number(s, to + sign, 2, &number) < 1)
            return 0;
        to = number;
    }
    return to;
}

static bool year(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    struct slice s = scan->s;
    if (!is_year(n))
        return false;
    ret->year = (int)whole(n);
    size_t word = past(s, n->to, S("年")), to;
    if (!word && (to = past_dashed_date(s, n->to)))
        return is(ret, QUANTITY_DATE, n->from, to);
    if ((to = past_second_year(s, word ? word : n->to)))
        return is(ret, QUANTITY_PERIOD, n->from, to);
    if (!word)
        return false;
    to = past_month_and_day(s, word);
    if (to > word)
        return is(ret, QUANTITY_DATE, n->from, to);
    to = past(s, word, S("度"));
    return is(ret, QUANTITY_YEAR, n->from, to ? to : word);
}

/* 21年度: two digits and 度 say that it is a year. */
static bool short_year(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    size_t to = is_whole(n, 2) && n->digits == 2 ? past(scan->s, n->to, S("年度")) : 0;
    if (!to)
        return false;
    ret->year = 2000 + (int)whole(n);
    return is(ret, QUANTITY_YEAR, n->from, to);
}

/* 2021部门预算, （2021）: a year without its 年. */
static bool bare_year(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    uint32_t next = scan_after(scan->s, n->to);
    if (!is_year(n) || whole(n) < 1990 || whole(n) > 2050 || !utf8_is_han(next) ||
        number_chinese(next) >= 0 || n->glued)
        return false;
    ret->year = (int)whole(n);
    return is(ret, QUANTITY_YEAR, n->from, n->to);
}

static bool month(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    struct slice s = scan->s;
    size_t to = 0, second = n->to, sign;
    if (!is_whole(n, 2) || whole(n) < 1 || whole(n) > 12)
        return false;
    if ((sign = past_any(s, n->to, range_signs, N(range_signs))) && small_number(s, sign, 2, &to) > 0)
        second = to;
    size_t word = past(s, n->to, S("月"));
    if (!word && !(word = past(s, second, S("月"))))
        return false;
    to = past_day(s, word);
    return is(ret, QUANTITY_DATE, n->from,
              to ? to : word + scan_word_after(s, word, month_tails, N(month_tails)));
}

static bool day(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    size_t to = is_whole(n, 2) && whole(n) <= 31 ? past(scan->s, n->to, S("日")) : 0;
    return to && is(ret, QUANTITY_DATE, n->from, to);
}

static bool ordinal(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    static const struct slice words[] = {WORD("第 "), WORD("第")};
    size_t before = scan_word_before(scan->s, n->from, words, N(words));
    return before && is(ret, QUANTITY_ORDINAL, n->from - before, n->to);
}

/* 3号楼, 1号文件 */
static bool numbered(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    size_t to = is_whole(n, 6) ? past(scan->s, n->to, S("号")) : 0;
    return to && is(ret, QUANTITY_ORDINAL, n->from, to);
}

/* `1.` `2．` `3、` before words. */
static bool list_sign(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    size_t sign = scan_word_after(scan->s, n->to, list_signs, N(list_signs)), length;
    size_t after = n->to + sign;
    bool glued = after < scan->s.len && scan_blanks(scan->s, after, 1) == after;
    bool edge = scan_is_edge(scan_before(scan->s, n->from));
    return sign && is_whole(n, 3) && number_digit(scan->s, after, &length) < 0 && (glued || edge) &&
           after < scan->s.len && is(ret, QUANTITY_ORDINAL, n->from, after);
}

/* （3） (3) 3） before words, not `指标(50)`. */
static bool list_bracket(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    struct slice s = scan->s;
    size_t open = scan_word_before(s, n->from, brackets_open, N(brackets_open));
    size_t close = scan_word_after(s, n->to, brackets_close, N(brackets_close));
    if (!close || !is_whole(n, 2))
        return false;
    uint32_t before = scan_before(s, n->from - open);
    bool words_follow =
        utf8_is_han(scan_after(s, n->to + close)) || scan_is_opening_quote(scan_after(s, n->to + close));
    bool is_list = scan_is_edge(before) || (open && words_follow && n->digits == 1);
    return is_list && n->to + close < s.len && is(ret, QUANTITY_ORDINAL, n->from - open, n->to + close);
}

/* 附件2, 任务1：, 表3 */
static bool item(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    if (n->near || !is_whole(n, 2) || !scan_word_before(scan->s, n->from, item_words, N(item_words)))
        return false;
    return is(ret, QUANTITY_ORDINAL, n->from, n->to);
}

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xFF21 && c <= 0xFF3A) ||
           (c >= 0xFF41 && c <= 0xFF5A);
}

/* G240, PM2.5, 5G */
static bool with_letters(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    size_t to = n->to;
    if (is_letter(scan_before(scan->s, n->from)))
        return is(ret, QUANTITY_NAME, n->from, n->to);
    if (n->glued || !is_letter(scan_after(scan->s, n->to)))
        return false;
    while (to - n->to < 16 && is_letter(scan_after(scan->s, to)))
        char_next(scan->s, &to);
    return is(ret, QUANTITY_NAME, n->from, to);
}

/* 0731-58583423 and 13800000000; whoever writes either means a telephone. */
static bool telephone(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    size_t to = n->to;
    bool mobile = n->digits == 11 && is_whole(n, 11) && n->value.units / 10000000000LL == 1 &&
                  n->value.units / 1000000000 >= 13;
    bool area = n->padded && (n->digits == 3 || n->digits == 4);
    size_t sign = area ? past_any(scan->s, n->to, range_signs, N(range_signs)) : 0;
    bool fixed = sign && small_number(scan->s, sign, 8, &to) >= 1000000;
    return (mobile || fixed) && is(ret, QUANTITY_CODE, n->from, fixed ? to : n->to);
}

static bool named_code(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    size_t at = n->from;
    uint32_t before = scan_before(scan->s, at);
    if (n->grouped || n->point || n->digits < 2)
        return false;
    if (before == ':' || before == 0xFF1A || utf8_is_space(before))
        utf8_previous(scan->s, &at);
    bool called =
        n->digits >= 3 && !n->glued && scan_word_before(scan->s, at, code_before, N(code_before)) > 0;
    bool calls =
        n->digits >= 3 && n->digits <= 6 && scan_word_after(scan->s, n->to, code_after, N(code_after)) > 0;
    bool bare = !n->glued && (n->digits >= CODE_MIN || n->padded);
    return (called || calls || bare) && is(ret, QUANTITY_CODE, n->from, n->to);
}

/* 2010301 行政运行: an account code before its name. */
static bool account(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    bool shaped = (n->digits == 5 || n->digits == 7) && is_whole(n, 7) && !n->near;
    long class = shaped ? whole(n) / (n->digits == 5 ? 100 : 10000) : 0;
    return class >= 201 && class <= 239 && utf8_is_han(scan_after(scan->s, scan_blanks(scan->s, n->to, 2))) &&
           is(ret, QUANTITY_CODE, n->from, n->to);
}

/* A chain of numbers with one sign between: 1+3+10, 2:1, 1.2.3. Its end, or `at` where nothing is chained. */
static size_t past_chain(struct slice s, size_t at, const struct slice *signs, size_t n_signs)
{
    struct number n;
    size_t sign, length;
    while ((sign = scan_word_after(s, at, signs, n_signs)) && number_digit(s, at + sign, &length) >= 0) {
        number_cut(s, at + sign, &n);
        at = n.to;
    }
    return at;
}

static bool chain(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    size_t to = past_chain(scan->s, n->to, chain_signs, N(chain_signs));
    if (to == n->to && is_whole(n, 3))
        to = past_chain(scan->s, n->to, ratio_signs, N(ratio_signs));
    if (to > n->to)
        return is(ret, QUANTITY_NAME, n->from, to);
    to = n->point ? past_chain(scan->s, n->to, list_signs, 2) : n->to;
    return to > n->to && is(ret, QUANTITY_CODE, n->from, to);
}

/* A name in quotation marks: “832”, “五个100”, “2.27”; and anything in a title 《》. */
static bool quoted(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    bool quote = scan_is_opening_quote(scan_before(scan->s, n->from)) ||
                 scan_is_closing_quote(scan_after(scan->s, n->to));
    bool named = n->digits >= 3 && is_whole(n, 6) && scan_is_opening_quote(scan_after(scan->s, n->to));
    return (((quote || named) && !n->glued) || n->from < scan->title_until) &&
           is(ret, QUANTITY_NAME, n->from, n->to);
}

/* 5月, 2022年 and the like inside titles count as what they are, so these come before `quoted`. */
static reader_fn *const readers[] = {too_long, document_number, year,         short_year, month,
                                     day,      ordinal,         numbered,     list_sign,  list_bracket,
                                     item,     chain,           with_letters, telephone,  named_code,
                                     account,  quoted,          bare_year};

bool quantity_other(const struct scan *scan, const struct number *number, struct quantity *ret)
{
    for (size_t i = 0; i < N(readers); i++)
        if (readers[i](scan, number, ret))
            return true;
    return false;
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
