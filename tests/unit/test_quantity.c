/* Figures and what looks like figures. Each text lists all that is found in it, in order, as
 * `kind value unit quote`; a `-` stands for no unit. */
#include "test.h"

#include "../../daemon/base/utf8.h"
#include "../../daemon/report/quantity.h"

static const char *const KINDS[] = {"value",  "bound",   "range",    "fraction", "year", "date",
                                    "period", "ordinal", "document", "code",     "name"};

struct example {
    const char *text, *found;
};

static const struct example FIGURES[] = {
    {"支出为612.45万元,其中人员经费281.05 万元",
     "value 612.45 万元 612.45万元|value 281.05 万元 281.05 万元"},
    {"收入１，２３４．５０万元", "value 1234.50 万元 １，２３４．５０万元"},
    {"共234, 558元，1,234,567.89元", "value 234558 元 234, 558元|value 1234567.89 元 1,234,567.89元"},
    {"增长5，100个", "value 5100 个 5，100个"},
    {"资金100万、2千亿元、3亿多元", "value 100 万 100万|value 2 千亿元 2千亿元|bound 3 亿元 3亿多元"},
    {"占15.4%，９５．２％，12‰，提高1.2个百分点",
     "value 15.4 % 15.4%|value 95.2 ％ ９５．２％|value 12 ‰ 12‰|value 1.2 个百分点 1.2个百分点"},
    {"百分之九十五，百分之30", "value 95 % 百分之九十五|value 30 % 百分之30"},
    {"原来的15元/亩提高到50元/亩", "value 15 元/… 15元/亩|value 50 元/… 50元/亩"},
    {"减7.27万元，减少7.27万元，增长-3.1%",
     "value -7.27 万元 减7.27万元|value 7.27 万元 7.27万元|value -3.1 % -3.1%"},
    {"副处3人、正科6人，30批次，650万人次，5.6万平方米",
     "value 3 人 3人|value 6 人 6人|value 30 批次 30批次|value 650 万人次 650万人次|value 5.6 万平方米 "
     "5.6万平方米"},
    {"购置1.73万台（套），培训26人(次)，修3座（含新建），5个（亿元）",
     "value 1.73 万台 1.73万台（套）|value 26 人 26人(次)|value 3 座 3座|value 5 个 5个"},
    {"得分10分别为", "value 10 - 10"},
    {"执行12.3支出", "value 12.3 - 12.3"},
    {"一千二百万元，四个股室，十五个科室",
     "value 12000000 元 一千二百万元|value 4 个 四个|value 15 个 十五个"},
    {"最近3年节约5万元", "value 3 年 3年|value 5 万元 5万元"},
    {"支出12 345万元，收入1 234 567.8元，在职12 345",
     "value 12345 万元 12 345万元|value 1234567.8 元 1 234 567.8元|value 12 - 12|value 345 - 345"},
    {"九点五万元，一点二五亿元，壹佰贰拾叁万元，百分之九十五点五，百分之百",
     "value 9.5 万元 九点五万元|value 1.25 亿元 一点二五亿元|value 1230000 元 壹佰贰拾叁万元|"
     "value 95.5 % 百分之九十五点五|value 100 % 百分之百"},
    {"分别为12.3、45.6和78.9万元，第2、3号和4.5万元",
     "value 12.3 万元 12.3|value 45.6 万元 45.6|value 78.9 万元 78.9万元|ordinal 2 - 第2|ordinal 3 - "
     "3号|value 4.5 万元 "
     "4.5万元"},
    {"利润负增长5.6%，￥1,234.50元，人民币3.5万元整",
     "value -5.6 % 负增长5.6%|value 1234.50 元 1,234.50元|value 3.5 万元 3.5万元"},
};

static const struct example BOUNDS[] = {
    {"95％以上，不超过5万元，近1000亩，≥95%，约30人",
     "bound 95 ％ 95％以上|bound 5 万元 不超过5万元|bound 1000 亩 近1000亩|"
     "bound 95 % ≥95%|bound 30 人 约30人"},
    {"4500万元多３６０万元", "value 4500 万元 4500万元|value 360 万元 ３６０万元"},
    {"4500万元多360万元，余2万元", "value 4500 万元 4500万元|value 360 万元 360万元|value 2 万元 2万元"},
    {"20多处，100余篇，四十多个部门", "bound 20 处 20多处|bound 100 篇 100余篇|bound 40 个 四十多个"},
    {"3-5个，3～5个，10%-20%，5至10天",
     "range 3 个 3-5个|range 3 个 3～5个|range 10 % 10%-20%|range 5 天 5至10天"},
    {"完成1/3，四分之三", "fraction 1 - 1/3|fraction 4 - 四分之三"},
    {"大于等于5万元，10万元（含）以下，数十家，5万～10万元，满5次及以上",
     "bound 5 万元 大于等于5万元|bound 10 万元 10万元（含）以下|bound 10 家 数十家|range 5 万元 5万～10万元|"
     "bound 5 次 5次及以上"},
};

static const struct example OTHERS[] = {
    {"2021年度预算，21年度，2021部门预算", "year 2021 - 2021年度|year 21 - 21年度|year 2021 - 2021"},
    {"2021-2025年，2013年~2020年，（2007-2020）",
     "period 2021 - 2021-2025年|period 2013 - 2013年~2020年|period 2007 - 2007-2020"},
    {"2021年2月22日，2021-02-22，12月31日，8月份，1-6月，15日",
     "date 2021 - 2021年2月22日|date 2021 - 2021-02-22|date 12 - 12月31日|date 8 - 8月份|date 1 - 1-6月|date "
     "15 - 15日"},
    {"“十四五”规划，二〇二一年", "period 15 - 十四五|year 0 - 二〇二一年"},
    {"原因是1.业务增加；2．职能，3、其他（4）项目 (5)追加①甲",
     "ordinal 1 - 1.|ordinal 2 - 2．|ordinal 3 - 3、|ordinal 4 - （4）|ordinal 5 - (5)|ordinal 0 - ①"},
    {"（一）抓好。一是加强，第一季度，第3页，附件2，任务1：优质",
     "ordinal 1 - （一）|ordinal 1 - 一是|ordinal 1 - 第一|"
     "ordinal 3 - 第3|ordinal 2 - 2|ordinal 1 - 1"},
    {"财〔2022〕3号、监（2022）3号文件，3号楼",
     "document 2022 - 〔2022〕3号|document 2022 - （2022）3号|ordinal 3 - 3号"},
    {"12345热线工单1106件，电话：0731-58583423、13800000000",
     "code 12345 - 12345|value 1106 件 1106件|"
     "code 731 - 0731-58583423|code 13800000000 - 13800000000"},
    {"身份证110101190001011234，2010301行政运行12.3",
     "code 110101190001011234 - 110101190001011234|code 2010301 - 2010301|"
     "value 12.3 - 12.3"},
    {"G240国道，“1+3+10”模式，“832”平台，“五个100”，9:30，1.2.3版",
     "name 240 - 240|name 1 - 1+3+10|name 832 - 832|name 100 - 100|name 9 - 9:30|code 1.2 - 1.2.3"},
    {"三公经费，一网通办，两型社会，四个意识，一个中心，党的二十大，其余七个，十九届六中全会", ""},
    {"2021/22年度，报送20211231，9时30分至上午11点，30分",
     "period 2021 - 2021/22年|date 20211231 - 20211231|name 9 - 9时30分|name 11 - 11点|value 30 分 30分"},
    {"0731-8858 1234，QQ：1234567，GB/T 19001，110报警，1+N，7×24小时，第5-8名，50：30：20",
     "code 731 - 0731-8858 1234|code 1234567 - 1234567|code 19001 - 19001|code 110 - 110|name 1 - 1+N|name 7 "
     "- 7×24|"
     "ordinal 5 - 第5-8|name 50 - 50：30：20"},
    {"《五年计划（2021-2025年）》《第3批100项名单》",
     "period 2021 - 2021-2025年|ordinal 3 - 第3|name 100 - 100"},
};

static char *print(const struct quantities *all, struct slice s, char *at, const char *end)
{
    *at = '\0';
    for (uint32_t i = 0; i < all->n; i++) {
        const struct quantity *q = &all->items[i];
        char value[DECIMAL_TEXT_SIZE];
        decimal_format(q->value, value);
        struct slice unit = q->unit ? q->unit->name : S("-");
        at += snprintf(at, (size_t)(end - at), "%s%s %s " SLICE_FMT " " SLICE_FMT, i ? "|" : "",
                       KINDS[q->kind], value, SLICE_ARG(unit), (int)(q->to - q->from), s.at + q->from);
    }
    return at;
}

static void check(const struct example *examples, size_t n)
{
    struct arena *arena = arena_new((size_t)64 << 20, NULL, NULL);
    char found[2048];
    for (size_t i = 0; i < n; i++) {
        struct text text = {slice_of(examples[i].text), 0, NULL};
        struct quantities all = {0};
        quantity_scan(arena, &text, &all);
        print(&all, text.s, found, found + sizeof found);
        assert_string_equal(found, examples[i].found);
    }
    arena_free(arena);
}

static void cuts_figures(void **state)
{
    (void)state;
    check(FIGURES, COUNT(FIGURES));
}

static void tells_bounds_and_ranges(void **state)
{
    (void)state;
    check(BOUNDS, COUNT(BOUNDS));
}

static void knows_what_is_no_figure(void **state)
{
    (void)state;
    check(OTHERS, COUNT(OTHERS));
}

static const struct {
    const char *cell, *value, *unit; /* value NULL: no figure */
} CELLS[] = {
    {"　15", "15", NULL},
    {"1,234.50", "1234.50", NULL},
    {"(12.3)", "-12.3", NULL},
    {"（5）万", NULL, NULL},
    {"10分", "10", "分"},
    {"95万", "95", "万"},
    {"减35.17", "-35.17", NULL},
    {"减少3%", "-3", "%"},
    {"增2.5", "2.5", NULL},
    {"-0.5", "-0.5", NULL},
    {"2021", "2021", NULL},
    {"2083.68", "2083.68", NULL},
    {"0", "0", NULL},
    {"１００％", "100", "％"},
    {"12 345.67", "12345.67", NULL},
    {"1 234 567", "1234567", NULL},
    {"12 345", NULL, NULL},
    {"△7.27", "-7.27", NULL},
    {"▲ 7.27", "-7.27", NULL},
    {"¥12.50", "12.50", NULL},
    {"36个；", "36", "个"},
    {"2021年", NULL, NULL},
    {"—", NULL, NULL},
    {"-", NULL, NULL},
    {"", NULL, NULL},
    {"无", NULL, NULL},
    {"在预算之内", NULL, NULL},
    {"其中：14.6", NULL, NULL},
    {"234, 558", "234558", NULL},
    {"一 -", NULL, NULL},
    {"12月31日", NULL, NULL},
    {"1.", NULL, NULL},
    {"3人和5人", NULL, NULL},
};

static void reads_cells(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)64 << 20, NULL, NULL);
    for (size_t i = 0; i < COUNT(CELLS); i++) {
        struct text cell = {slice_of(CELLS[i].cell), 0, NULL};
        struct quantity q;
        bool is = quantity_of_cell(arena, &cell, &q);
        if (is != (CELLS[i].value != NULL))
            fail_msg("cell \"%s\": %s", CELLS[i].cell, is ? "a figure" : "no figure");
        if (!is)
            continue;
        char value[DECIMAL_TEXT_SIZE];
        decimal_format(q.value, value);
        assert_string_equal(value, CELLS[i].value);
        assert_slice(q.unit ? q.unit->name : S(""), slice_of(CELLS[i].unit ? CELLS[i].unit : ""));
        assert_int_equal(q.span.from, q.from);
    }
    arena_free(arena);
}

static void cells_with_bounds_are_bounds(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)64 << 20, NULL, NULL);
    static const char *const CELLS_OF_BOUNDS[] = {"≥95%", "95%以上", "不超过5万元", "≤10个"};
    for (size_t i = 0; i < COUNT(CELLS_OF_BOUNDS); i++) {
        struct text cell = {slice_of(CELLS_OF_BOUNDS[i]), 0, NULL};
        struct quantity q;
        assert_true(quantity_of_cell(arena, &cell, &q));
        assert_int_equal(q.kind, QUANTITY_BOUND);
    }
    arena_free(arena);
}

static const struct {
    const char *head, *unit;
} HEADS[] = {
    {"金额（万元）", "万元"}, {"单位：万元", "万元"},
    {"单位:人", "人"},        {"（金额单位：元）", "元"},
    {"增减率%", "%"},         {"占比%", "%"},
    {"亿元", "亿元"},         {"面积（㎡）", "㎡"},
    {"年初预算数", NULL},     {"说明（见附件）", NULL},
    {"单位名称", NULL},       {"达到100%", NULL},
    {"财政供养(人)", "人"},   {"", NULL},
    {"数量（个、件）", "个"},
};

static void finds_units_in_heads(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(HEADS); i++) {
        const struct unit *unit = unit_in_head(slice_of(HEADS[i].head));
        assert_slice(unit ? unit->name : S(""), slice_of(HEADS[i].unit ? HEADS[i].unit : ""));
    }
}

static void units_have_sizes(void **state)
{
    (void)state;
    const struct unit *unit = unit_by_name(S("万元"));
    assert_int_equal(unit->power, 4);
    assert_slice(unit->base, S("元"));
    assert_int_equal(unit_by_name(S("千亿元"))->power, 11);
    assert_true(unit_by_name(S("人"))->exact);
    assert_false(unit_by_name(S("万人次"))->exact);
    assert_slice(unit_by_name(S("万人次"))->base, S("人次"));
    assert_null(unit_by_name(S("万元整")));
    size_t length = 0;
    assert_non_null(unit_match(S("千瓦时电"), &length));
    assert_int_equal(length, strlen("千瓦时"));
    assert_null(unit_match(S("支出"), &length));
}

/* Whatever bytes their first characters have; cut in the midst of one they are none. */
static void units_are_told_by_their_first_character(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"元", "％", "%", "‰",  "个百分点", "人次", "㎡", "m²",
                                        "m2", "mm", "℃", "kg", "km",       "秒",   "百", "平方公里"};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        size_t length = 0;
        struct slice name = slice_of(NAMES[i]);
        assert_non_null(unit_by_name(name));
        if ((unsigned char)name.at[0] >= 0x80)
            assert_null(unit_match(slice_sub(name, 0, 2), &length));
    }
}

/* A figure of a mended text knows where its characters stand. */
static void spans_follow_maps(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)64 << 20, NULL, NULL);
    static const char WRAPPED[] = "支出 358.\n65 万元";
    static const char MENDED[] = "支出358.65万元";
    uint32_t map[sizeof MENDED - 1], at = 0;
    for (uint32_t i = 0; i < sizeof map / sizeof *map; i++, at++) {
        while (WRAPPED[at] != MENDED[i])
            at++;
        map[i] = at + 100;
    }
    struct text text = {slice_of(MENDED), 100, map};
    struct quantities all = {0};
    quantity_scan(arena, &text, &all);
    assert_int_equal(all.n, 1);
    assert_int_equal(all.items[0].span.from, 100 + strlen("支出 "));
    assert_int_equal(all.items[0].span.to, 100 + strlen(WRAPPED));
    arena_free(arena);
}

static void long_numbers_are_codes(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)64 << 20, NULL, NULL);
    char digits[2001];
    memset(digits, '7', sizeof digits - 1);
    digits[sizeof digits - 1] = '\0';
    struct text text = {slice_of(digits), 0, NULL};
    struct quantities all = {0};
    struct quantity q;
    quantity_scan(arena, &text, &all);
    assert_int_equal(all.n, 1);
    assert_int_equal(all.items[0].kind, QUANTITY_CODE);
    assert_false(quantity_of_cell(arena, &text, &q));
    arena_free(arena);
}

static void bases_keep_precision(void **state)
{
    (void)state;
    struct quantity q = {.value = {1450, 2}, .unit = unit_by_name(S("万元"))};
    struct interval i;
    assert_int_equal(decimal_cmp(quantity_base(&q), decimal_int(145000)), 0);
    assert_true(quantity_interval(&q, &i));
    assert_int_equal(decimal_cmp(i.low, decimal_int(144950)), 0);
    assert_int_equal(decimal_cmp(i.high, decimal_int(145050)), 0);
    q = (struct quantity){.value = {5, 0}, .unit = unit_by_name(S("个"))};
    assert_true(quantity_interval(&q, &i));
    assert_int_equal(decimal_cmp(i.low, i.high), 0);
}

/* One amount, however it is printed: digits of either width, commas of either width, blanks, wrapped in the middle. */
static void print_digit(char **at, char digit, bool wide)
{
    if (wide)
        *at += sprintf(*at, "\xEF\xBC%c", 0x90 + (digit - '0'));
    else
        *(*at)++ = digit;
}

static void print_amount(char *at, const char *plain, unsigned shape)
{
    static const char *const separators[] = {"", ",", "，", ", ", " "};
    size_t whole = strcspn(plain, ".");
    bool wide = shape & 1;
    for (size_t i = 0; plain[i]; i++) {
        if (i && i < whole && (whole - i) % 3 == 0)
            at += sprintf(at, "%s", separators[shape / 2 % 5]);
        if (plain[i] == '.')
            at += sprintf(at, "%s", wide ? "．" : ".");
        else
            print_digit(&at, plain[i], wide);
    }
    sprintf(at, "%s万元", shape / 10 % 2 ? " " : "");
}

static void every_print_is_the_same_amount(void **state)
{
    (void)state;
    static const char *const amounts[] = {"1234.5", "12345.67", "123456.7", "1234567.89", "999.9", "1000.05"};
    struct arena *arena = arena_new((size_t)64 << 20, NULL, NULL);
    for (size_t i = 0; i < COUNT(amounts); i++)
        for (unsigned shape = 0; shape < 20; shape++) {
            char printed[256], value[DECIMAL_TEXT_SIZE];
            print_amount(printed, amounts[i], shape);
            struct text prose = text_mend(arena, arena_printf(arena, "支出%s，", printed), 0);
            struct text cell = text_mend(arena, slice_of(printed), 0);
            struct quantities all = {0};
            struct quantity q = {0};
            quantity_scan(arena, &prose, &all);
            if (all.n != 1 || !quantity_of_cell(arena, &cell, &q))
                fail_msg("%s: %u figures", printed, all.n);
            decimal_format(all.items[0].value, value);
            assert_string_equal(value, amounts[i]);
            decimal_format(q.value, value);
            assert_string_equal(value, amounts[i]);
            assert_non_null(q.unit);
            if (q.unit)
                assert_slice(q.unit->name, S("万元"));
        }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_figures),
        cmocka_unit_test(every_print_is_the_same_amount),
        cmocka_unit_test(tells_bounds_and_ranges),
        cmocka_unit_test(knows_what_is_no_figure),
        cmocka_unit_test(reads_cells),
        cmocka_unit_test(cells_with_bounds_are_bounds),
        cmocka_unit_test(finds_units_in_heads),
        cmocka_unit_test(units_have_sizes),
        cmocka_unit_test(units_are_told_by_their_first_character),
        cmocka_unit_test(spans_follow_maps),
        cmocka_unit_test(long_numbers_are_codes),
        cmocka_unit_test(bases_keep_precision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
