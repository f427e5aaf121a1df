#include "quantity_priv.h"

#include "chars.h"

#define WORD(literal)                                                                                        \
    {                                                                                                        \
        "" literal, sizeof(literal) - 1                                                                      \
    }
#define N(array) (sizeof(array) / sizeof *(array))

#define TITLE_BYTES 300 /* a title in 《》 that does not end by then is a lost bracket */

/* Before a number: it is a bound. Not where the word is the end of another one (节约, 最近). */
static const struct slice bound_before[] = {
    WORD("不超过"),   WORD("不低于"),   WORD("不少于"),   WORD("不高于"),   WORD("不大于"), WORD("不小于"),
    WORD("大于等于"), WORD("小于等于"), WORD("高于等于"), WORD("低于等于"), WORD("不多于"), WORD("超过"),
    WORD("高于"),     WORD("低于"),     WORD("大于"),     WORD("小于"),     WORD("多于"),   WORD("少于"),
    WORD("至少"),     WORD("至多"),     WORD("最多"),     WORD("最少"),     WORD("最低"),   WORD("最高"),
    WORD("突破"),     WORD("将近"),     WORD("接近"),     WORD("大约"),     WORD("约为"),   WORD("不足"),
    WORD("近"),       WORD("约"),       WORD("超"),       WORD("逾"),       WORD("≥"),      WORD("≤"),
    WORD(">="),       WORD("<="),       WORD(">"),        WORD("<"),        WORD("＞"),     WORD("＜"),
    WORD("≧"),        WORD("≦"),        WORD("⩾"),        WORD("⩽")};
static const struct slice bound_not[] = {WORD("节约"), WORD("签约"), WORD("预约"), WORD("合约"),
                                         WORD("公约"), WORD("条约"), WORD("违约"), WORD("制约"),
                                         WORD("最近"), WORD("附近"), WORD("履约")};
static const struct slice bound_after[] = {
    WORD("以上"),       WORD("以下"),       WORD("以内"),     WORD("之内"),       WORD("左右"),
    WORD("上下"),       WORD("不等"),       WORD("多"),       WORD("余"),         WORD("+"),
    WORD("＋"),         WORD("（含）以上"), WORD("(含)以上"), WORD("（含）以下"), WORD("(含)以下"),
    WORD("（含）以内"), WORD("(含)以内"),   WORD("及以上"),   WORD("及以下")};
static const struct slice more_words[] = {WORD("余"), WORD("多"), WORD("来"), WORD("几")};
static const struct slice ranges[] = {WORD("-"), WORD("—"),  WORD("–"),  WORD("－"), WORD("−"),
                                      WORD("~"), WORD("～"), WORD("〜"), WORD("至"), WORD("到")};
static const struct slice minus[] = {WORD("-"), WORD("－"), WORD("−"), WORD("﹣")};
static const struct slice cell_minus[] = {WORD("△"), WORD("▲")}; /* in prose they are marks of a list */
static const struct slice plus[] = {WORD("+"), WORD("＋")};
static const struct slice less_words[] = {WORD("负"), WORD("减"), WORD("降")};
static const struct slice negative_growth[] = {WORD("负增长")};
static const struct slice currency[] = {WORD("￥"), WORD("¥"), WORD("人民币")};
static const struct slice stops[] = {WORD("；"), WORD(";"), WORD("。"), WORD("，"), WORD(",")};
static const struct slice several[] = {WORD("数"), WORD("近"), WORD("约"), WORD("超")};
static const struct slice list_words[] = {WORD("、"), WORD("和"), WORD("及"), WORD("与")};
static const struct slice fewer_words[] = {WORD("减少"), WORD("下降"), WORD("降低"),
                                           WORD("负"),   WORD("减"),   WORD("降")};
static const struct slice more_signs[] = {WORD("增加"), WORD("增长"), WORD("上升"), WORD("增"), WORD("升")};
static const struct slice slashes[] = {WORD("/"), WORD("／")};

static bool may_be_range(const struct number *n)
{
    return !n->chinese;
}

/* What follows the number: 多 or 余, the unit, bounds; moves q->to. */
static void read_unit(const struct scan *scan, struct quantity *q)
{
    struct slice s = scan->s;
    size_t length = 0, at = scan_blanks(s, q->to, 4),
           more = scan_word_after(s, at, more_words, N(more_words));
    const struct unit *unit = unit_match(slice_sub(s, at + more, s.len), &length);
    if (!unit && !more)
        return;
    q->to = at + more + length;
    size_t again =
        unit && unit->dimension == DIMENSION_NONE ? scan_word_after(s, q->to, more_words, N(more_words)) : 0;
    size_t rest = 0;
    const struct unit *base = again ? unit_match(slice_sub(s, q->to + again, s.len), &rest) : NULL;
    if (again)
        q->to += again + rest;
    q->unit = base ? unit_scaled(unit, base) : unit;
    q->percent_sign = q->unit && q->unit->dimension == DIMENSION_PERCENT;
    if (more || again)
        q->kind = QUANTITY_BOUND;
}

/* `比上年4500万元多360万元`: more by the figure that follows, not somewhat more. */
static bool is_difference(struct slice s, size_t at, size_t word)
{
    size_t next = scan_blanks(s, at + word, 1), length;
    return scan_word_after(s, at, more_words, N(more_words)) == word && number_digit(s, next, &length) >= 0;
}

static void read_bounds(const struct scan *scan, struct quantity *q)
{
    struct slice s = scan->s;
    size_t at = scan_blanks(s, q->to, 1);
    size_t after =
        q->unit || q->kind == QUANTITY_BOUND ? scan_word_after(s, at, bound_after, N(bound_after)) : 0;
    if (after && !is_difference(s, at, after)) {
        q->kind = QUANTITY_BOUND;
        q->to = at + after;
    }
    size_t blank = q->from, word;
    if (utf8_is_space(scan_before(s, blank)))
        utf8_previous(s, &blank);
    if ((word = scan_word_before(s, blank, bound_before, N(bound_before))) &&
        !scan_word_before(s, blank, bound_not, N(bound_not))) {
        q->kind = QUANTITY_BOUND;
        q->from = blank - word;
    }
}

/* 3-5个, 10%～20%: the second number with its unit; false where none follows. */
static bool read_range(const struct scan *scan, struct quantity *q)
{
    struct slice s = scan->s;
    size_t length, at = scan_blanks(s, q->to, 1), sign = scan_word_after(s, at, ranges, N(ranges));
    if (!sign)
        return false;
    bool word = scan_looking_at(s, at, S("至")) || scan_looking_at(s, at, S("到"));
    at = scan_blanks(s, at + sign, 1);
    if (number_digit(s, at, &length) < 0)
        return false;
    struct number second;
    number_cut(s, at, &second);
    struct quantity end = {.from = at, .to = second.to};
    read_unit(scan, &end);
    bool scaled = q->unit && q->unit->dimension == DIMENSION_NONE && end.unit; /* 5万～10万元 */
    if (!end.unit || (q->unit && (word || (q->unit != end.unit && !scaled))))
        return false;
    q->kind = QUANTITY_RANGE;
    q->unit = end.unit;
    q->percent_sign = end.percent_sign;
    q->to = end.to;
    return true;
}

static bool read_fraction(const struct scan *scan, struct quantity *q)
{
    size_t length, sign = scan_word_after(scan->s, q->to, slashes, N(slashes));
    if (!sign || number_digit(scan->s, q->to + sign, &length) < 0)
        return false;
    struct number under;
    number_cut(scan->s, q->to + sign, &under);
    q->kind = QUANTITY_FRACTION;
    q->to = under.to;
    return true;
}

static bool stands_free(uint32_t before)
{
    return scan_is_edge(before) || utf8_is_han(before);
}

/* -5.2 after a blank, a bracket or words; 减7.63 only where 减 stands alone. */
static void read_sign(const struct scan *scan, struct quantity *q)
{
    size_t negative = scan_word_before(scan->s, q->from, negative_growth, N(negative_growth));
    if (negative) {
        q->value = decimal_negate(q->value);
        q->from -= negative;
        return;
    }
    size_t sign = scan_word_before(scan->s, q->from, minus, N(minus));
    size_t word = sign ? 0 : scan_word_before(scan->s, q->from, less_words, N(less_words));
    size_t up = sign || word ? 0 : scan_word_before(scan->s, q->from, plus, N(plus));
    size_t length = sign + word + up;
    uint32_t before = length ? scan_before(scan->s, q->from - length) : 0;
    bool alone = sign || up ? stands_free(before) : scan_is_edge(before);
    if (!length || !alone || number_chinese(before) >= 0)
        return;
    if (sign || word)
        q->value = decimal_negate(q->value);
    q->from -= length;
}

static void read_value(const struct scan *scan, const struct number *n, struct quantity *q)
{
    q->kind = QUANTITY_VALUE;
    if (may_be_range(n) && read_fraction(scan, q))
        return;
    read_unit(scan, q);
    if (may_be_range(n) && q->kind == QUANTITY_VALUE && read_range(scan, q))
        return;
    read_sign(scan, q);
    read_bounds(scan, q);
}

/* Sets what is known of every number, whatever it turns out to be. */
static struct quantity begin(const struct number *n)
{
    return (struct quantity){.value = n->value,
                             .unit_source = UNIT_UNKNOWN,
                             .chinese = n->chinese,
                             .from = n->from,
                             .to = n->to,
                             .number_from = n->from,
                             .number_to = n->to};
}

static void finish(struct scan *scan, struct quantity *q)
{
    if (q->unit)
        q->unit_source = UNIT_FROM_TEXT;
    q->span = text_span(scan->text, q->from, q->to);
    *ARENA_PUSH(scan->arena, scan->ret) = *q;
    scan->at = q->to;
}

static void look_ahead(const struct scan *scan, struct number *n)
{
    size_t length, near = scan_blanks(scan->s, n->to, 2);
    n->glued = unit_match(slice_sub(scan->s, n->to, scan->s.len), &length);
    n->near = near == n->to ? n->glued : unit_match(slice_sub(scan->s, near, scan->s.len), &length);
}

static void on_digit(struct scan *scan)
{
    struct number n;
    number_cut(scan->s, scan->at, &n);
    look_ahead(scan, &n);
    struct quantity q = begin(&n);
    if (!quantity_other(scan, &n, &q))
        read_value(scan, &n, &q);
    finish(scan, &q);
}

/* 百分之九十五, 百分之95 */
static bool read_percent_words(struct scan *scan)
{
    size_t length, at = scan->at + strlen("百分之");
    struct number n;
    if (!scan_looking_at(scan->s, scan->at, S("百分之")))
        return false;
    if (scan_looking_at(scan->s, at, S("百")))
        n = (struct number){.from = at, .to = at + strlen("百"), .value = decimal_int(100), .chinese = true};
    else if (number_digit(scan->s, at, &length) >= 0)
        number_cut(scan->s, at, &n);
    else if (!number_cut_chinese(scan->s, at, &n))
        return false;
    struct quantity q = begin(&n);
    q.kind = QUANTITY_VALUE;
    q.from = scan->at;
    q.unit = unit_by_name(S("%"));
    q.percent_sign = true;
    read_bounds(scan, &q);
    finish(scan, &q);
    return true;
}

/* 四分之三 */
static bool read_parts_words(struct scan *scan, const struct number *n)
{
    struct number of;
    if (!scan_looking_at(scan->s, n->to, S("分之")) ||
        !number_cut_chinese(scan->s, n->to + strlen("分之"), &of))
        return false;
    struct quantity q = begin(n);
    q.kind = QUANTITY_FRACTION;
    q.to = of.to;
    finish(scan, &q);
    return true;
}

static void on_chinese(struct scan *scan)
{
    struct number n;
    if (read_percent_words(scan))
        return;
    bool is_number = number_cut_chinese(scan->s, scan->at, &n);
    if (is_number && read_parts_words(scan, &n))
        return;
    struct quantity q = begin(&n);
    if (!quantity_other_chinese(scan, &n, is_number, &q))
        read_value(scan, &n, &q);
    size_t about = scan_word_before(scan->s, n.from, several, N(several));
    if (q.kind == QUANTITY_VALUE && about) {
        q.kind = QUANTITY_BOUND;
        q.from = n.from - about;
    }
    if (q.kind != QUANTITY_NAME)
        finish(scan, &q);
    else
        scan->at = q.to; /* 一体化, 三公: too many to keep, and nothing takes them for figures */
}

/* ① to ⒛ */
static bool is_circled(uint32_t c)
{
    return (c >= 0x2460 && c <= 0x249B) || (c >= 0x2776 && c <= 0x2793);
}

static void on_circled(struct scan *scan)
{
    struct number n = {.from = scan->at, .to = scan->at + strlen("①")};
    struct quantity q = begin(&n);
    q.kind = QUANTITY_ORDINAL;
    finish(scan, &q);
}

static void on_title(struct scan *scan, uint32_t c)
{
    if (c == 0x300A)
        scan->title_until = scan->at + TITLE_BYTES;
    else if (c == 0x300B)
        scan->title_until = 0;
}

/* A character outside ASCII: a numeral of one kind or another, or nothing that matters. */
static void on_wide(struct scan *scan)
{
    size_t length, next = scan->at;
    uint32_t c = char_next(scan->s, &next);
    if (c >= 0xFF10 && c <= 0xFF19 && number_digit(scan->s, scan->at, &length) >= 0) {
        on_digit(scan);
    } else if (number_chinese(c) >= 0) {
        on_chinese(scan);
    } else if (is_circled(c)) {
        on_circled(scan);
    } else {
        on_title(scan, c);
        scan->at = next;
    }
}

/* 12.3、45.6和78.9万元: one unit for all, where their decimals show that they are amounts. */
static void share_units(const struct scan *scan, uint32_t first)
{
    for (uint32_t i = scan->ret->n; i-- > first + 1;) {
        const struct quantity *next = &scan->ret->items[i];
        struct quantity *q = &scan->ret->items[i - 1];
        bool bare = q->kind == QUANTITY_VALUE && !q->unit && q->value.scale > 0;
        bool whole = next->kind == QUANTITY_VALUE && next->unit && next->value.scale > 0;
        size_t sign = scan_word_after(scan->s, q->to, list_words, N(list_words));
        if (bare && whole && sign && q->to + sign == next->from) {
            q->unit = next->unit;
            q->unit_source = UNIT_FROM_TEXT;
        }
    }
}

/* From byte `at` on, over ideographs that cannot be numerals: nearly all of a text. */
static size_t past_words(struct slice s, size_t at)
{
    while (at < s.len && chars_is_han((unsigned char)s.at[at]) && !number_may_be_chinese(s.at + at))
        at += 3;
    return at;
}

void quantity_scan(struct arena *arena, const struct text *text, struct quantities *ret)
{
    struct scan scan = {.arena = arena, .text = text, .s = text->s, .ret = ret};
    uint32_t first = ret->n;
    while ((scan.at = past_words(scan.s, scan.at)) < scan.s.len) {
        unsigned char c = (unsigned char)scan.s.at[scan.at];
        if (c >= 0x80)
            on_wide(&scan);
        else if (c >= '0' && c <= '9')
            on_digit(&scan);
        else
            scan.at++;
    }
    share_units(&scan, first);
}

/* The cell without blanks and, where they are there, without the parentheses that mean a minus. */
static struct slice naked(struct slice cell, bool *ret_negative)
{
    struct slice s = slice_trim(cell);
    size_t mark = scan_word_after(s, 0, currency, N(currency));
    s = slice_trim(slice_sub(s, mark, s.len));
    s = slice_sub(s, 0, s.len - scan_word_before(s, s.len, stops, N(stops)));
    static const struct {
        struct slice open, close;
    } pairs[] = {{WORD("("), WORD(")")}, {WORD("（"), WORD("）")}};
    for (size_t i = 0; i < N(pairs); i++)
        if (slice_starts(s, pairs[i].open) && slice_ends(s, pairs[i].close) &&
            s.len > pairs[i].open.len * 2) {
            *ret_negative = true;
            return slice_trim(slice_sub(s, pairs[i].open.len, s.len - pairs[i].close.len));
        }
    return s;
}

static bool figure_kind(const struct quantity *q)
{
    return q->kind <= QUANTITY_FRACTION;
}

/* A plain number, its unit and nothing else, whatever a sentence would take it for: 2010 in a column of
 * amounts. */
static bool plain_figure(struct scan *scan, struct quantity *ret)
{
    static const struct slice *const signs[] = {minus, cell_minus, fewer_words, plus, more_signs};
    static const size_t counts[] = {N(minus), N(cell_minus), N(fewer_words), N(plus), N(more_signs)};
    size_t sign = 0, length;
    bool negative = false;
    for (size_t i = 0; i < N(signs) && !sign; i++) {
        sign = scan_word_after(scan->s, 0, signs[i], counts[i]);
        negative = sign && i < N(signs) - 2;
    }
    size_t at = scan_blanks(scan->s, sign, 2);
    struct number n;
    if (number_digit(scan->s, at, &length) < 0)
        return false;
    number_cut(scan->s, at, &n);
    struct quantity q = begin(&n);
    q.kind = QUANTITY_VALUE;
    read_unit(scan, &q);
    if (n.too_long || q.to != scan->s.len || q.kind != QUANTITY_VALUE)
        return false;
    q.from = 0;
    if (negative)
        q.value = decimal_negate(q.value);
    *ret = q;
    return true;
}

static bool scanned_figure(struct scan *scan, struct quantity *ret)
{
    struct quantities all = {0};
    quantity_scan(scan->arena, scan->text, &all);
    if (all.n != 1 || !figure_kind(&all.items[0]) || all.items[0].from != 0 || all.items[0].to != scan->s.len)
        return false;
    *ret = all.items[0];
    return true;
}

/* Most cells are labels: no digit, and no Chinese numeral in front. */
static bool may_be_figure(struct slice s)
{
    size_t length;
    for (size_t at = 0; (at = chars_skip_han(s, at)) < s.len; at++)
        if (number_digit(s, at, &length) >= 0)
            return true;
    return number_chinese(scan_after(s, 0)) >= 0;
}

/* Longer cells hold words; this bounds what a scan of each would cost. */
#define CELL_FIGURE_BYTES 96

bool quantity_of_cell(struct arena *arena, const struct text *cell, struct quantity *ret)
{
    bool negative = false;
    struct slice s = naked(cell->s, &negative);
    if (s.len == 0 || s.len > CELL_FIGURE_BYTES || !may_be_figure(s))
        return false;
    size_t skip = (size_t)(s.at - cell->s.at);
    struct text text = text_sub(cell, skip, skip + s.len);
    struct scan scan = {.arena = arena, .text = &text, .s = s};
    struct quantity q;
    bool year = scan_looking_at(s, s.len >= strlen("年") ? s.len - strlen("年") : 0, S("年")) &&
                s.len == strlen("2021年");
    if (year || (!plain_figure(&scan, &q) && !scanned_figure(&scan, &q)))
        return false;
    if (negative)
        q.value = decimal_negate(q.value);
    if (q.unit)
        q.unit_source = UNIT_FROM_TEXT;
    q.from += skip;
    q.to += skip;
    q.number_from += skip;
    q.number_to += skip;
    q.span = text_span(cell, q.from, q.to);
    *ret = q;
    return true;
}

struct decimal quantity_base(const struct quantity *q)
{
    return q->unit ? decimal_shift(q->value, q->unit->power) : q->value;
}

bool quantity_interval(const struct quantity *q, struct interval *ret)
{
    struct decimal base = quantity_base(q);
    if (q->unit && q->unit->exact) {
        *ret = interval_exact(base);
        return true;
    }
    return interval_rounded(base, base.scale, ret);
}
