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
static const struct slice code_before[] = {
    WORD("电话"),     WORD("手机"), WORD("传真"), WORD("热线"), WORD("编码"),  WORD("代码"), WORD("邮编"),
    WORD("账号"),     WORD("证号"), WORD("编号"), WORD("文号"), WORD("拨打"),  WORD("账户"), WORD("邮政编码"),
    WORD("联系方式"), WORD("QQ"),   WORD("微信"), WORD("号码"), WORD("GB/T "), WORD("GB/T"), WORD("ISO ")};
static const struct slice code_after[] = {
    WORD("热线"), WORD("平台"), WORD("转接"), WORD("工程"), WORD("行动"), WORD("专线"),
    WORD("模式"), WORD("公务"), WORD("公共"), WORD("系统"), WORD("政务"), WORD("便民"),
    WORD("报警"), WORD("急救"), WORD("指挥"), WORD("投诉"), WORD("举报"), WORD("服务热")};
static const struct slice chain_signs[] = {WORD("+"), WORD("＋"), WORD("×"), WORD("✕")};
static const struct slice ratio_signs[] = {WORD(":"), WORD("∶"), WORD("：")};

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
    if (!is_year(n))
        return false;
    size_t open = scan_word_before(s, n->from, year_open, N(year_open));
    size_t close = scan_word_after(s, n->to, year_close, N(year_close));
    if (!open || !close)
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

/* 20211231 */
static bool compact_date(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    (void)scan;
    long date = n->digits == 8 ? whole(n) : 0, month = date / 100 % 100, day = date % 100;
    if (n->glued || date / 10000 < 1990 || date / 10000 > 2050 || month < 1 || month > 12 || day < 1 ||
        day > 31)
        return false;
    ret->year = (int)(date / 10000);
    return is(ret, QUANTITY_DATE, n->from, n->to);
}

/* 2021/22年度 */
static bool school_year(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    static const struct slice slash[] = {WORD("/"), WORD("／")};
    size_t to = 0, sign = is_year(n) ? past_any(scan->s, n->to, slash, N(slash)) : 0;
    if (!sign || small_number(scan->s, sign, 2, &to) < 0 || !(to = past(scan->s, to, S("年"))))
        return false;
    ret->year = (int)whole(n);
    return is(ret, QUANTITY_PERIOD, n->from, to);
}

/* 9时30分, 上午9点: a time of the day. */
static bool clock(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    static const struct slice halves[] = {WORD("上午"), WORD("下午"), WORD("晚上"),
                                          WORD("中午"), WORD("凌晨"), WORD("晚")};
    static const struct slice hours[] = {WORD("时"), WORD("点")};
    size_t to = is_whole(n, 2) && whole(n) <= 24 ? past_any(scan->s, n->to, hours, N(hours)) : 0, minute;
    bool half = to && scan_word_before(scan->s, n->from, halves, N(halves)) > 0;
    if (!to || (small_number(scan->s, to, 2, &minute) < 0 && !half))
        return false;
    size_t end = small_number(scan->s, to, 2, &minute) >= 0 ? past(scan->s, minute, S("分")) : 0;
    if (!end && !half)
        return false;
    return is(ret, QUANTITY_NAME, n->from, end ? end : to);
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
    size_t before = scan_word_before(scan->s, n->from, words, N(words)), to = n->to, end;
    size_t sign = before ? past_any(scan->s, n->to, range_signs, N(range_signs) - 1) : 0; /* 第5-8名 */
    if (sign && small_number(scan->s, sign, 3, &end) >= 0)
        to = end;
    return before && is(ret, QUANTITY_ORDINAL, n->from - before, to);
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
    size_t sign = is_whole(n, 3) ? scan_word_after(scan->s, n->to, list_signs, N(list_signs)) : 0, length;
    size_t after = n->to + sign;
    if (!sign || after >= scan->s.len || number_digit(scan->s, after, &length) >= 0)
        return false;
    bool glued = scan_blanks(scan->s, after, 1) == after;
    bool edge = scan_is_edge(scan_before(scan->s, n->from));
    return (glued || edge) && is(ret, QUANTITY_ORDINAL, n->from, after);
}

/* （3） (3) 3） before words, not `指标(50)`. */
static bool list_bracket(const struct scan *scan, const struct number *n, struct quantity *ret)
{
    struct slice s = scan->s;
    size_t close = is_whole(n, 2) ? scan_word_after(s, n->to, brackets_close, N(brackets_close)) : 0;
    if (!close)
        return false;
    size_t open = scan_word_before(s, n->from, brackets_open, N(brackets_open));
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
    size_t half = to, rest = to; /* 0731-8858 1234 */
    if (sign && !fixed && small_number(scan->s, sign, 4, &half) >= 100 &&
        small_number(scan->s, scan_blanks(scan->s, half, 1), 4, &rest) >= 0) {
        fixed = true;
        to = rest;
    }
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
    size_t sign = to == n->to ? scan_word_after(scan->s, to, chain_signs, N(chain_signs)) : 0;
    if (sign && is_letter(scan_after(scan->s, to + sign))) /* 1+N */
        to += sign + 1;
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
static reader_fn *const readers[] = {
    too_long, document_number, compact_date, school_year, year,      short_year,   month,
    day,      clock,           ordinal,      numbered,    list_sign, list_bracket, item,
    chain,    with_letters,    telephone,    named_code,  account,   quoted,       bare_year};

bool quantity_other(const struct scan *scan, const struct number *number, struct quantity *ret)
{
    for (size_t i = 0; i < N(readers); i++)
        if (readers[i](scan, number, ret))
            return true;
    return false;
}
