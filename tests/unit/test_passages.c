#include "reading.h"

static const char TASK[] = "负责全县桥梁养护计划的编制和组织实施，统筹协调跨区域桥梁抢修保障工作";

static struct reading read_lines(const char *format, const char *a, const char *b)
{
    static char text[4096];
    snprintf(text, sizeof text, format, a, b);
    return reading_of(text);
}

static void assert_copy(const struct report *report, uint32_t i, enum passage_role first,
                        enum passage_role second)
{
    assert_true(i < report->copies.n);
    assert_int_equal(report->copies.items[i].first.role, first);
    assert_int_equal(report->copies.items[i].second.role, second);
}

static void finds_goal_copied_from_duties(void **state)
{
    (void)state;
    struct reading r = read_lines(
        "| 部门职责概述 | %s |\n|年度总体目标|预期目标|实际完成情况|\n|  | %s | 已完成 |\n", TASK, TASK);
    assert_int_equal(r.report->copies.n, 1);
    assert_copy(r.report, 0, PASSAGE_DUTIES, PASSAGE_GOAL);
    assert_int_equal(r.report->copies.items[0].chars, 33);
    assert_int_equal(r.report->copies.items[0].second.cell_chars, 33);
    reading_done(&r);
}

static void folds_widths_blanks_and_punctuation(void **state)
{
    (void)state;
    struct reading r = read_lines("%s\n第二段：%s\n", "全年共完成ＡＢ类桥梁检测１２０座，合格率９８％以上。",
                                  "全年 共完成AB类桥梁检测120座；合格率98%以上");
    assert_int_equal(r.report->copies.n, 1);
    assert_int_equal(r.report->copies.items[0].chars, 24);
    reading_done(&r);
}

static void one_pasted_section_is_one_copy(void **state)
{
    (void)state;
    struct reading r = read_lines(
        "%s\n中间另有一段不相干的文字说明情况。\n%s\n",
        "一季度完成桥梁普查并建立台账三十二册，二季度组织专家会审八次形成意见，三季度全面启动加固工程按期推进"
        "。",
        "一季度完成桥梁普查并建立台账三十五册，二季度组织专家会审形成意见，三季度全面启动加固工程按期推进。");
    assert_int_equal(r.report->copies.n, 1);
    struct slice second = document_quote(r.report->document, r.report->copies.items[0].second.span);
    assert_true(slice_starts(second, S("一季度完成")));
    assert_true(slice_ends(second, S("按期推进。")));
    reading_done(&r);
}

static void finds_copies_within_one_cell(void **state)
{
    (void)state;
    struct reading r = read_lines("| 绩效情况 | 绩效一：%s。绩效二：%s。 |\n", TASK, TASK);
    assert_int_equal(r.report->copies.n, 1);
    assert_ptr_equal(r.report->copies.items[0].first.cell, r.report->copies.items[0].second.cell);
    reading_done(&r);
}

static void short_and_heading_runs_are_no_copies(void **state)
{
    (void)state;
    struct reading r = read_lines("%s\n| 产出指标 | 数量指标 |\n| 产出指标 | 数量指标 |\n%s\n",
                                  "桥梁养护资金支出十四个字而已", "桥梁养护资金支出十四个字而已");
    assert_int_equal(r.report->copies.n, 0);
    reading_done(&r);
}

static void runs_do_not_cross_cells(void **state)
{
    (void)state;
    struct reading r = reading_of(
        "| 桥梁养护工程 | 隧道照明改造 | 边坡治理工程 |\n| 桥梁养护工程 | 隧道照明改造 | 边坡治理工程 |\n");
    assert_int_equal(r.report->copies.n, 0);
    reading_done(&r);
}

/* ------------------------------------------------------------------ against brute force */

#define CHARS 300

/* Three letters in a row of a small alphabet, so that long runs repeat by chance and by plan. */
static void make_text(uint64_t *random, char text[CHARS * 3 + 2], unsigned codes[CHARS])
{
    static const char *const ALPHABET[] = {"桥", "路", "水"};
    for (int i = 0; i < CHARS; i++)
        codes[i] = (unsigned)(test_random(random) % 3);
    for (int k = 0; k < 4; k++) {
        unsigned length = 10 + (unsigned)(test_random(random) % 30);
        unsigned from = (unsigned)(test_random(random) % (CHARS - length)),
                 to = (unsigned)(test_random(random) % (CHARS - length));
        memmove(codes + to, codes + from, length * sizeof *codes);
    }
    for (size_t i = 0; i < CHARS; i++)
        memcpy(text + 3 * i, ALPHABET[codes[i]], 3);
    memcpy(text + (size_t)3 * CHARS, "\n", 2);
}

static bool stood_before(const unsigned codes[CHARS], int at)
{
    for (int first = 0; first + PASSAGE_RUN <= at; first++)
        if (memcmp(codes + first, codes + at, PASSAGE_RUN * sizeof *codes) == 0)
            return true;
    return false;
}

static void every_run_is_found(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (int round = 0; round < 60; round++) {
        char text[CHARS * 3 + 2];
        unsigned codes[CHARS];
        bool covered[CHARS] = {false};
        make_text(&random, text, codes);
        struct reading r = reading_of(text);
        for (uint32_t i = 0; i < r.report->copies.n; i++) {
            struct span span = r.report->copies.items[i].second.span;
            for (uint32_t c = span.from / 3; c < span.to / 3; c++)
                covered[c] = true;
        }
        for (int at = 0; at + PASSAGE_RUN <= CHARS; at++)
            for (int c = at; c < at + PASSAGE_RUN && stood_before(codes, at); c++)
                assert_true(covered[c]);
        reading_done(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_goal_copied_from_duties),
        cmocka_unit_test(folds_widths_blanks_and_punctuation),
        cmocka_unit_test(one_pasted_section_is_one_copy),
        cmocka_unit_test(finds_copies_within_one_cell),
        cmocka_unit_test(short_and_heading_runs_are_no_copies),
        cmocka_unit_test(runs_do_not_cross_cells),
        cmocka_unit_test(every_run_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
