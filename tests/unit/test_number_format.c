/* Numbers as a sheet shows them, and the numbers of lists. */
#include "../../daemon/inspect/plugin_ops.h"
#include "../../plugins/common/counting.h"
#include "../../plugins/common/number_format.h"
#include "test.h"

struct bench {
    struct arena *arena;
    struct plugin_job job;
    struct plugin_bridge bridge;
    struct str text;
};

static void bench_begin(struct bench *b)
{
    *b = (struct bench){.arena = arena_new(1ul << 26, NULL, NULL)};
    b->job = (struct plugin_job){.arena = b->arena, .name = S("x")};
    plugin_ops_init(&b->bridge, &b->job);
    b->text.b = &b->bridge.handle;
}

static const char *text_of(struct bench *b)
{
    return b->text.at ? b->text.at : "";
}

static void test_numbers(void **state)
{
    static const struct {
        const char *code;
        double value;
        const char *shown;
    } cases[] = {
        {NULL, 358.65, "358.65"},
        {"", -7, "-7"},
        {"General", 0.1 + 0.2, "0.3"},
        {"General", 1234567890123, "1234567890123"},
        {"General", 123.456789012345, "123.45678901"},
        {"General", 0, "0"},
        {"General\"元\"", 12, "12元"},
        {"0", 2.5, "3"},
        {"0", -0.4, "0"},
        {"0.00", 1.005, "1.01"},
        {"0.00", 358.65, "358.65"},
        {"0.00", 0.005, "0.01"},
        {"0.00", 0.0049, "0.00"},
        {"0.00", -1.5, "-1.50"},
        {"0.00_ ", 99.999, "100.00"},
        {"#,##0", 1234567, "1,234,567"},
        {"#,##0", 0, "0"},
        {"#,##0.00", 999.995, "1,000.00"},
        {"#,##0.00", -1234.5, "-1,234.50"},
        {"#,##0.00;[Red]\\-#,##0.00", -1234.5, "-1,234.50"},
        {"0.00;(0.00)", -3, "(3.00)"},
        {"0%", 0.155, "16%"},
        {"0.00%", 0.946781, "94.68%"},
        {"0.0#", 5, "5.0"},
        {"0.0#", 5.25, "5.25"},
        {"#.##", 0.5, ".5"},
        {"#", 0, ""},
        {"000", 7, "007"},
        {".00", 12.5, "12.50"},
        {"0,000", 7, "0,007"},
        {"#,##0,", 1234567, "1,235"},
        {"0\\.0,\"万\"", 123456, "12.3万"},
        {"0!.0000", 123456, "12.3456"},
        {"0.00\"万元\"", 3.14159, "3.14万元"},
        {"[>=10000]0!.0,\"万\";0", 123456, "12.3万"},
        {"[>=10000]0!.0,\"万\";0", 99, "99"},
        {"[$¥-804]#,##0.00", 5, "¥5.00"},
        {"_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"?\?_ ;_ @_ ", 0, "-"},
        {"_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"?\?_ ;_ @_ ", -20.5, "-20.50"},
        {"0;-0;;@", 0, ""},
        {";;;", 5, ""},
        {"0.00E+00", 12345, "1.23E+04"},
        {"# ?/?", 0.5, "0.5"},
        {"0.00", 1e300, NULL},
        {"0.00", 1e-300, "0.00"},
    };
    struct bench b;
    (void)state;
    bench_begin(&b);
    for (size_t i = 0; i < COUNT(cases); i++) {
        str_clear(&b.text);
        number_format_put(&b.text, cases[i].code, cases[i].value, false);
        if (cases[i].shown && strcmp(text_of(&b), cases[i].shown) != 0)
            fail_msg("%s of %g: %s, not %s", cases[i].code, cases[i].value, text_of(&b), cases[i].shown);
    }
    arena_free(b.arena);
}

static void test_dates(void **state)
{
    static const struct {
        const char *code;
        double value;
        bool from_1904;
        const char *shown;
    } cases[] = {
        {"yyyy/m/d", 44561, false, "2021/12/31"},
        {"yyyy-mm-dd", 45351, false, "2024-02-29"},
        {"yyyy\"年\"m\"月\"d\"日\"", 45352, false, "2024年3月1日"},
        {"yyyy/m/d", 1, false, "1900/1/1"},
        {"yyyy/m/d", 61, false, "1900/3/1"},
        {"yyyy/m/d", 0, true, "1904/1/1"},
        {"yy.mm", 44561, false, "21.12"},
        {"h:mm", 0.5 + 5.0 / 1440, false, "12:05"},
        {"h:mm AM/PM", 0.75, false, "6:00 下午"},
        {"[h]:mm", 1.5, false, "36:00"},
        {"mm:ss.0", 61.5 / 86400, false, "01:01.5"},
        {"yyyy/m/d h:mm:ss", 44561.999999, false, "2022/1/1 0:00:00"},
        {"aaaa", 44561, false, "星期五"},
        {"mmm d, yyyy", 44561, false, "Dec 31, 2021"},
        {"[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", 44561, false, "二〇二一年十二月三十一日"},
        {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 44561, false, "Friday, December 31, 2021"},
        {"yyyy/m/d", -1, false, "-1"},
        {"yyyy/m/d", 1e9, false, "1000000000"},
    };
    struct bench b;
    (void)state;
    bench_begin(&b);
    for (size_t i = 0; i < COUNT(cases); i++) {
        str_clear(&b.text);
        number_format_put(&b.text, cases[i].code, cases[i].value, cases[i].from_1904);
        if (strcmp(text_of(&b), cases[i].shown) != 0)
            fail_msg("%s of %g: %s, not %s", cases[i].code, cases[i].value, text_of(&b), cases[i].shown);
    }
    arena_free(b.arena);
}

static void test_builtins(void **state)
{
    struct bench b;
    (void)state;
    bench_begin(&b);
    assert_string_equal(number_format_builtin(10), "0.00%");
    assert_null(number_format_builtin(23));
    number_format_put_text(&b.text, "0.00", "文字", 6);
    number_format_put_text(&b.text, ";;;", "看不见", 9);
    number_format_put_text(&b.text, NULL, "。", 3);
    assert_string_equal(text_of(&b), "文字。");
    arena_free(b.arena);
}

static void test_counting(void **state)
{
    static const struct {
        const char *name;
        unsigned long number;
        const char *shown;
    } cases[] = {
        {"decimal", 12, "12"},
        {"decimalZero", 3, "03"},
        {"upperRoman", 1994, "MCMXCIV"},
        {"lowerRoman", 4, "iv"},
        {"upperRoman", 4000, "4000"},
        {"upperLetter", 26, "Z"},
        {"lowerLetter", 28, "bb"},
        {"lowerLetter", 0, "0"},
        {"decimalFullWidth", 10, "１０"},
        {"decimalEnclosedCircleChinese", 20, "⑳"},
        {"decimalEnclosedCircle", 21, "21"},
        {"decimalEnclosedParen", 2, "⑵"},
        {"decimalEnclosedFullstop", 1, "⒈"},
        {"chineseCounting", 3, "三"},
        {"chineseCountingThousand", 10, "十"},
        {"chineseCountingThousand", 12, "十二"},
        {"japaneseCounting", 20, "二十"},
        {"chineseCountingThousand", 35, "三十五"},
        {"chineseCountingThousand", 101, "一百零一"},
        {"chineseCountingThousand", 110, "一百一十"},
        {"chineseCountingThousand", 1001, "一千零一"},
        {"chineseCounting", 0, "○"},
        {"ideographDigital", 12, "一二"},
        {"chineseLegalSimplified", 11, "壹拾壹"},
        {"ideographTraditional", 2, "乙"},
        {"ideographTraditional", 11, "11"},
        {"ideographZodiac", 12, "亥"},
        {"bullet", 1, ""},
        {"something new", 5, "5"},
        {"1", 7, "7"},
        {"i", 2, "ii"},
        {"", 2, ""},
        {"一, 二, 三, ...", 4, "四"},
        {"①, ②, ③, ...", 4, "④"},
    };
    struct bench b;
    (void)state;
    bench_begin(&b);
    for (size_t i = 0; i < COUNT(cases); i++) {
        str_clear(&b.text);
        counting_put(&b.text, counting_of(cases[i].name), cases[i].number);
        if (strcmp(text_of(&b), cases[i].shown) != 0)
            fail_msg("%s of %lu: %s, not %s", cases[i].name, cases[i].number, text_of(&b), cases[i].shown);
    }
    arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_builtins),
        cmocka_unit_test(test_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
