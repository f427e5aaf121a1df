#include "quantity_priv.h"

#include "chars.h"

/* X(multiplier, its power, name, dimension, power): every unit; of two that begin alike the longer one first.
 * To add one, put it here. A unit whose size is no power of ten of its dimension's base (亩, 公斤) is OTHER
 * and compares by name. */
/* clang-format off */
#define UNITS(X, M, P) \
    X(M, P, "元", MONEY, 0) X(M, P, "万", NONE, 4) X(M, P, "亿", NONE, 8) X(M, P, "人民币", MONEY, 0) X(M, P, "美元", OTHER, 0) \
    X(M, P, "港元", OTHER, 0) X(M, P, "欧元", OTHER, 0) X(M, P, "个百分点", POINTS, 0) \
    X(M, P, "百分点", POINTS, 0) X(M, P, "％", PERCENT, 0) X(M, P, "﹪", PERCENT, 0) \
    X(M, P, "%", PERCENT, 0) X(M, P, "‰", PERCENT, -1) X(M, P, "分钟", TIME, 0) \
    X(M, P, "分贝", OTHER, 0) X(M, P, "分", SCORE, 0) X(M, P, "人次", COUNT, 0) \
    X(M, P, "人天", COUNT, 0) X(M, P, "人份", COUNT, 0) X(M, P, "人", PERSON, 0) \
    X(M, P, "名", PERSON, 0) X(M, P, "位", PERSON, 0) X(M, P, "个子项", COUNT, 0) \
    X(M, P, "个百", OTHER, 0) X(M, P, "个月", TIME, 0) X(M, P, "个小时", TIME, 0) \
    X(M, P, "个工作日", TIME, 0) X(M, P, "个", COUNT, 0) X(M, P, "件次", COUNT, 0) \
    X(M, P, "件套", COUNT, 0) X(M, P, "件", COUNT, 0) X(M, P, "大项", COUNT, 0) \
    X(M, P, "子项", COUNT, 0) X(M, P, "项次", COUNT, 0) X(M, P, "项", COUNT, 0) X(M, P, "次", COUNT, 0) \
    X(M, P, "家次", COUNT, 0) X(M, P, "家", COUNT, 0) X(M, P, "户次", COUNT, 0) X(M, P, "户", COUNT, 0) \
    X(M, P, "栋", COUNT, 0) X(M, P, "幢", COUNT, 0) X(M, P, "套", COUNT, 0) X(M, P, "台套", COUNT, 0) \
    X(M, P, "台次", COUNT, 0) X(M, P, "台", COUNT, 0) X(M, P, "辆次", COUNT, 0) X(M, P, "辆", COUNT, 0) \
    X(M, P, "艘", COUNT, 0) X(M, P, "架", COUNT, 0) X(M, P, "条", COUNT, 0) X(M, P, "份", COUNT, 0) \
    X(M, P, "起", COUNT, 0) X(M, P, "宗", COUNT, 0) X(M, P, "例", COUNT, 0) X(M, P, "篇", COUNT, 0) \
    X(M, P, "册", COUNT, 0) X(M, P, "卷", COUNT, 0) X(M, P, "本", COUNT, 0) X(M, P, "批次", COUNT, 0) X(M, P, "批", COUNT, 0) \
    X(M, P, "场次", COUNT, 0) X(M, P, "场", COUNT, 0) X(M, P, "期", COUNT, 0) X(M, P, "处", COUNT, 0) \
    X(M, P, "所", COUNT, 0) X(M, P, "座", COUNT, 0) X(M, P, "间", COUNT, 0) X(M, P, "块", COUNT, 0) \
    X(M, P, "片", COUNT, 0) X(M, P, "棵", COUNT, 0) X(M, P, "株", COUNT, 0) X(M, P, "头", COUNT, 0) \
    X(M, P, "只", COUNT, 0) X(M, P, "羽", COUNT, 0) X(M, P, "支", COUNT, 0) X(M, P, "张", COUNT, 0) \
    X(M, P, "枚", COUNT, 0) X(M, P, "部", COUNT, 0) X(M, P, "门", COUNT, 0) X(M, P, "类", COUNT, 0) \
    X(M, P, "种", COUNT, 0) X(M, P, "组", COUNT, 0) X(M, P, "班次", COUNT, 0) X(M, P, "班", COUNT, 0) \
    X(M, P, "轮次", COUNT, 0) X(M, P, "轮", COUNT, 0) X(M, P, "笔", COUNT, 0) X(M, P, "封", COUNT, 0) \
    X(M, P, "则", COUNT, 0) X(M, P, "幅", COUNT, 0) X(M, P, "面", COUNT, 0) X(M, P, "盏", COUNT, 0) \
    X(M, P, "根", COUNT, 0) X(M, P, "孔", COUNT, 0) X(M, P, "口", COUNT, 0) X(M, P, "眼", COUNT, 0) \
    X(M, P, "趟", COUNT, 0) X(M, P, "站次", COUNT, 0) X(M, P, "床", COUNT, 0) X(M, P, "标段", COUNT, 0) \
    X(M, P, "道", COUNT, 0) X(M, P, "村", COUNT, 0) X(M, P, "页", COUNT, 0) X(M, P, "字", COUNT, 0) \
    X(M, P, "倍", OTHER, 0) X(M, P, "平方公里", AREA, 6) X(M, P, "平方千米", AREA, 6) \
    X(M, P, "平方米", AREA, 0) X(M, P, "平米", AREA, 0) X(M, P, "平方", AREA, 0) X(M, P, "㎡", AREA, 0) \
    X(M, P, "m²", AREA, 0) X(M, P, "m2", AREA, 0) X(M, P, "亩", OTHER, 0) X(M, P, "公顷", AREA, 4) \
    X(M, P, "公里", LENGTH, 3) X(M, P, "千米", LENGTH, 3) X(M, P, "米", LENGTH, 0) \
    X(M, P, "km", LENGTH, 3) X(M, P, "立方米", OTHER, 0) X(M, P, "m³", OTHER, 0) X(M, P, "方", OTHER, 0) \
    X(M, P, "吨", OTHER, 0) X(M, P, "公斤", OTHER, 0) X(M, P, "千克", OTHER, 0) \
    X(M, P, "蒸吨", OTHER, 0) X(M, P, "千瓦时", OTHER, 0) X(M, P, "千瓦", OTHER, 0) X(M, P, "瓦", OTHER, 0) \
    X(M, P, "度", OTHER, 0) X(M, P, "升", OTHER, 0) X(M, P, "斤", OTHER, 0) X(M, P, "kg", OTHER, 0) \
    X(M, P, "mm", OTHER, 0) X(M, P, "℃", OTHER, 0) X(M, P, "毫克", OTHER, 0) X(M, P, "微克", OTHER, 0) \
    X(M, P, "兆", OTHER, 0) X(M, P, "小时", TIME, 0) X(M, P, "工作日", TIME, 0) X(M, P, "周年", TIME, 0) \
    X(M, P, "周", TIME, 0) X(M, P, "天", TIME, 0) X(M, P, "年", TIME, 0) X(M, P, "岁", TIME, 0) \
    X(M, P, "秒", TIME, 0) X(M, P, "节", COUNT, 0) \
    X(M, P, "千", NONE, 3) X(M, P, "百", NONE, 2)

/* What tells units apart at a glance: ten bits of the first character, of which these are the bytes. */
#define BYTE(c)      ((unsigned)(unsigned char)(c))
#define KEY(a, b, c) (BYTE(a) < 0x80 ? BYTE(a) : (BYTE(b) & 0xF) << 6 | (BYTE(c) & 0x3F))
#define LITERAL_KEY(text)                                                                                    \
    KEY((text)[0], (text)[sizeof(text) > 3 ? 1 : 0], (text)[sizeof(text) > 3 ? 2 : 0])

/* Y(multiplier, power): these may stand before a unit; the longer one first. */
#define MULTIPLIERS(Y) \
    Y("", 0) Y("万亿", 12) Y("千亿", 11) Y("百亿", 10) Y("十亿", 9) Y("亿", 8) Y("千万", 7) Y("百万", 6) Y("十万", 5) \
    Y("万", 4) Y("千", 3) Y("百", 2)
/* clang-format on */

#define IS_EXACT(P, dimension)                                                                               \
    ((P) == 0 && ((dimension) == DIMENSION_COUNT || (dimension) == DIMENSION_PERSON))
#define BYTES(literal)                                                                                       \
    {                                                                                                        \
        "" literal, sizeof(literal) - 1                                                                      \
    }
#define UNIT(M, P, text, kind, power)                                                                        \
    {BYTES(M text), BYTES(text), DIMENSION_##kind, (P) + (power), IS_EXACT(P, DIMENSION_##kind)},
#define ROW(M, P) {UNITS(UNIT, M, P)},

#define COUNT_ONE(M, P, text, kind, power) +1
enum { N_UNITS = 0 UNITS(COUNT_ONE, "", 0) };

static const struct unit units[][N_UNITS] = {MULTIPLIERS(ROW)};

/* Of each unit the low byte, and all keys together: most characters start none. */
#define KEY_OF(M, P, text, kind, power) LITERAL_KEY(text) & 0xFF,
static const unsigned char keys[] = {UNITS(KEY_OF, "", 0)};

/* A set of keys, by a macro that gives its W-th word. */
#define KEY_SET(WORD)                                                                                        \
    {                                                                                                        \
        WORD(0), WORD(1), WORD(2), WORD(3), WORD(4), WORD(5), WORD(6), WORD(7), WORD(8), WORD(9), WORD(10),  \
            WORD(11), WORD(12), WORD(13), WORD(14), WORD(15)                                                 \
    }
#define START_OF(text, W)                 | (LITERAL_KEY(text) / 64 == (W) ? UINT64_C(1) << LITERAL_KEY(text) % 64 : 0)
#define START_IN(M, W, text, kind, power) START_OF(text, W)
#define STARTS(W)                         0 UNITS(START_IN, "", W)
static const uint64_t starts[] = KEY_SET(STARTS);

#define N_MULTIPLIERS (sizeof units / sizeof *units)

#define NAME_AND_POWER(M, P) {BYTES(M), P},
static const struct {
    struct slice name;
    int power;
} multipliers[] = {MULTIPLIERS(NAME_AND_POWER)};

/* A price: 元/亩, 元／人·天. What it is per is not kept; such figures compare with nothing. */
static const struct unit unit_per = {BYTES("元/…"), BYTES("元/…"), DIMENSION_OTHER, 0, false};

/* Words that begin like a unit and are none: 分别, 支出; X(word, W). */
/* clang-format off */
#define NOT_UNITS(X, W) \
    X("分别", W) X("分为", W) X("分之", W) X("分类", W) X("分管", W) X("分析", W) X("分局", W) \
    X("分中心", W) X("部门", W) X("部分", W) X("支出", W) X("支付", W) X("支持", W) X("支撑", W) \
    X("本年", W) X("本单位", W) X("本部门", W) X("本级", W) X("本市", W) X("本县", W) X("本区", W) \
    X("面积", W) X("面向", W) X("方面", W) X("方式", W) X("方案", W) X("期间", W) X("期末", W) \
    X("名称", W) X("家庭", W) X("处理", W) X("处置", W) X("口径", W) X("节约", W) X("节能", W) \
    X("位于", W) X("道路", W) X("例如", W) X("条件", W) X("种植", W) X("组织", W) X("根据", W) \
    X("起草", W) X("只有", W) X("所属", W) X("所有", W) X("度假", W) X("人民", W) X("人员", W) \
    X("人均", W) X("项目", W) X("件套", W) X("户籍", W) X("班子", W) X("则为", W) X("头部", W) \
    X("千方百计", W) X("百姓", W) X("万众", W) X("天然", W) X("年龄", W) X("张贴", W) X("站在", W) \
    X("字样", W)
/* clang-format on */

#define NOT_UNIT(text, W) BYTES(text),
static const struct slice not_units[] = {NOT_UNITS(NOT_UNIT, 0)};

/* Of the last byte of its second character, which is Han in all of them. */
#define NOT_UNIT_SECOND(text, W) (text)[5],
static const char not_unit_seconds[] = {NOT_UNITS(NOT_UNIT_SECOND, 0)};

#define NOT_STARTS(W) 0 NOT_UNITS(START_OF, W)
static const uint64_t not_starts[] = KEY_SET(NOT_STARTS);

/* Marks around the unit of a head. */
static const struct slice unit_labels[] = {BYTES("金额单位"), BYTES("计量单位"), BYTES("货币单位"),
                                           BYTES("单位")};
static const struct slice opening[] = {BYTES("（"), BYTES("("), BYTES("["), BYTES("〔"), BYTES("【")};
static const struct slice closing[] = {BYTES("）"), BYTES(")"), BYTES("]"), BYTES("〕"), BYTES("】")};

#define N(array) (sizeof(array) / sizeof *(array))

/* The key of the character at `at`; 0, which no unit has, where the text ends in its midst. */
static unsigned key_at(struct slice s, size_t at)
{
    const char *p = s.at + at;
    return (unsigned char)p[0] < 0x80 || s.len - at >= 3 ? KEY(p[0], p[1], p[2]) : 0;
}

static bool has_key(const uint64_t *set, unsigned key)
{
    return set[key / 64] >> key % 64 & 1;
}

/* Its second character is Han, too, which few units are followed by. */
static bool is_other_word(struct slice s, size_t at, unsigned key)
{
    struct slice two = slice_sub(s, at, at + 6);
    if (!has_key(not_starts, key) || two.len < 6 || !chars_is_han((unsigned char)two.at[3]))
        return false;
    const char *next = not_unit_seconds, *end = next + N(not_units);
    for (; (next = memchr(next, two.at[5], (size_t)(end - next))); next++)
        if (scan_looking_at(s, at, not_units[next - not_unit_seconds]))
            return true;
    return false;
}

static const struct unit *match_base(struct slice s, size_t at, size_t multiplier)
{
    const struct unit *row = units[multiplier];
    unsigned key = at < s.len ? key_at(s, at) : 0;
    const unsigned char *next = has_key(starts, key) ? keys : NULL;
    for (; next && (next = memchr(next, (int)(key & 0xFF), (size_t)(keys + N_UNITS - next))); next++)
        if (scan_looking_at(s, at, row[next - keys].base))
            return is_other_word(s, at, key) ? NULL : &row[next - keys];
    return NULL;
}

/* Length of `/人`, `/亩·年` after 元: one or two divisors. */
static size_t divisors(struct slice s, size_t at)
{
    static const struct slice signs[] = {BYTES("/"), BYTES("／"), BYTES("·")};
    size_t end = at, sign;
    while (end - at < 32 && (sign = scan_word_after(s, end, signs, N(signs)))) {
        const struct unit *unit = match_base(s, end + sign, 0);
        if (!unit && !scan_looking_at(s, end + sign, S("月")) && !scan_looking_at(s, end + sign, S("日")))
            break;
        end += sign + (unit ? unit->base.len : strlen("月"));
    }
    return end - at;
}

/* Whether a multiplier begins so. */
static bool is_multiplier(unsigned key)
{
    return key == LITERAL_KEY("万") || key == LITERAL_KEY("千") || key == LITERAL_KEY("百") ||
           key == LITERAL_KEY("十") || key == LITERAL_KEY("亿");
}

static bool is_counted(const struct unit *unit)
{
    return unit->dimension == DIMENSION_COUNT || unit->dimension == DIMENSION_PERSON;
}

/* Bytes of another name for what is counted: `台（套）`, `人（次）`; 0 where none is. */
static size_t alternative(struct slice text, size_t at)
{
    size_t bracket = scan_word_after(text, at, opening, N(opening)), end = at + bracket;
    const struct unit *unit = bracket ? match_base(text, end, 0) : NULL;
    if (!unit || !is_counted(unit))
        return 0;
    end += unit->base.len;
    size_t close = scan_word_after(text, end, closing, N(closing));
    return close ? end + close - at : 0;
}

const struct unit *unit_match(struct slice text, size_t *ret_length)
{
    const struct unit *found = NULL;
    size_t length = 0, n = is_multiplier(text.len ? key_at(text, 0) : 0) ? N_MULTIPLIERS : 1;
    for (size_t m = 0; m < n; m++) {
        size_t skip = multipliers[m].name.len;
        if (!scan_looking_at(text, 0, multipliers[m].name))
            continue;
        const struct unit *unit = match_base(text, skip, m);
        if (!unit || skip + unit->base.len <= length || (m && unit->dimension == DIMENSION_NONE))
            continue;
        found = unit;
        length = skip + unit->base.len;
    }
    size_t per = found && found->dimension == DIMENSION_MONEY ? divisors(text, length) : 0;
    size_t other = found && is_counted(found) ? alternative(text, length) : 0;
    if (found)
        *ret_length = length + per + other;
    return per ? &unit_per : found;
}

const struct unit *unit_by_name(struct slice name)
{
    size_t length = 0;
    const struct unit *unit = unit_match(name, &length);
    return unit && length == name.len ? unit : NULL;
}

const struct unit *unit_scaled(const struct unit *multiplier, const struct unit *base)
{
    int power = multiplier->power;
    for (size_t m = 0; m < N_MULTIPLIERS; m++)
        if (multipliers[m].power == power)
            return match_base(base->base, 0, m);
    return NULL;
}

/* A unit that stands alone between marks, at `at`. */
static const struct unit *unit_alone(struct slice head, size_t at)
{
    size_t length = 0;
    at = scan_blanks(head, at, 2);
    const struct unit *unit = unit_match(slice_sub(head, at, head.len), &length);
    if (!unit)
        return NULL;
    size_t end = scan_blanks(head, at + length, 2);
    uint32_t next = scan_after(head, end);
    bool ends = end == head.len || scan_word_after(head, end, closing, N(closing)) || next == '/' ||
                next == ',' || next == 0xFF0C || next == 0x3001 || next == 0xFF1B || next == ';' ||
                next == 0xFF0F;
    return ends ? unit : NULL;
}

static const struct unit *unit_after_label(struct slice head)
{
    if (slice_find(head, S("单位"), 0) < 0) /* all of them end so */
        return NULL;
    for (size_t i = 0; i < N(unit_labels); i++) {
        ptrdiff_t at = slice_find(head, unit_labels[i], 0);
        if (at < 0)
            continue;
        size_t end = scan_blanks(head, (size_t)at + unit_labels[i].len, 2);
        uint32_t colon = scan_after(head, end);
        if (colon == ':' || colon == 0xFF1A)
            return unit_alone(head, end + (colon == ':' ? 1 : strlen("：")));
    }
    return NULL;
}

/* 可网办率达100%: a figure, not a head of figures. */
static bool ends_in_figure(struct slice head)
{
    size_t at = head.len, length;
    if (at > 0)
        utf8_previous(head, &at);
    size_t digit = at;
    if (digit > 0)
        utf8_previous(head, &digit);
    return digit < at && number_digit(head, digit, &length) >= 0;
}

#define HEAD_BYTES 180 /* a longer cell is a text, not a head */

/* 类 款 项 over columns are the digits of the classification's codes, not units. */
static bool is_code_head(struct slice head)
{
    return slice_eq(head, S("类")) || slice_eq(head, S("款")) || slice_eq(head, S("项"));
}

const struct unit *unit_in_head(struct slice head)
{
    if (head.len > HEAD_BYTES)
        return NULL;
    const struct unit *unit = unit_after_label(head);
    for (size_t at = 0; at < head.len && !unit; at++) {
        at = chars_skip_han(head, at);
        if (at == head.len)
            break;
        size_t bracket = scan_word_after(head, at, opening, N(opening));
        if (bracket)
            unit = unit_alone(head, at + bracket);
    }
    if (unit)
        return unit;
    struct slice trimmed = slice_trim(head);
    if (ends_in_figure(trimmed))
        return NULL;
    if (slice_ends(trimmed, S("%")) || slice_ends(trimmed, S("％")))
        return unit_by_name(S("%"));
    return is_code_head(trimmed) ? NULL : unit_by_name(trimmed);
}
