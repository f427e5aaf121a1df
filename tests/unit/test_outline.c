#include "../../daemon/report/numbering.h"

#include "document_push.h"

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text, *label;
        unsigned level, number;
    } cases[] = {
        {"第一部分 概况", "第一部分", 1, 1},
        {"附件2", "附件2", 1, 2},
        {"附件：", "附件：", 1, 0},
        {"附件清单", NULL, 0, 0},
        {"一、概况", "一、", 2, 1},
        {"一 、概况", "一 、", 2, 1},
        {"十二、附则", "十二、", 2, 12},
        {"二十一、其他", "二十一、", 2, 21},
        {"目标一：完成", "目标一：", 2, 1},
        {"任务3：完成", "任务3：", 2, 3},
        {"（三）人员", "（三）", 3, 3},
        {"( 一)支出", "( 一)", 3, 1},
        {"(二）支出", "(二）", 3, 2},
        {"1.支出", "1.", 4, 1},
        {"2．支出", "2．", 4, 2},
        {"１２、支出", "１２、", 4, 12},
        {"1.2022年支出", "1.", 4, 1},
        {"（2)支出", "（2)", 5, 2},
        {"3）支出", "3）", 5, 3},
        {"③支出", "③", 6, 3},
        {"1.5亿元", NULL, 0, 0},
        {"2022年", NULL, 0, 0},
        {"（2022）", NULL, 0, 0},
        {"123、", NULL, 0, 0},
        {"一是", NULL, 0, 0},
        {"支出", NULL, 0, 0},
        {"", NULL, 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct numbering numbering;
        struct slice text = slice_of(cases[i].text);
        bool found = numbering_read(text, &numbering);
        assert_int_equal(found, cases[i].label != NULL);
        if (!found)
            continue;
        assert_slice(slice_sub(text, 0, numbering.length), slice_of(cases[i].label));
        assert_int_equal(numbering.level, cases[i].level);
        assert_int_equal(numbering.number, cases[i].number);
    }
}

/* The sections of some paragraphs: level, parent, label and title of each. */
struct expected {
    unsigned level, parent;
    const char *label, *title;
};

static void check_sections(const char *const *lines, size_t n_lines, const struct expected *expected,
                           size_t n)
{
    struct bench bench;
    bench_begin(&bench);
    for (size_t i = 0; i < n_lines; i++)
        push_paragraph(&bench, lines[i]);
    struct document *doc = bench_finish(&bench);
    for (size_t i = 0; i < n && i + 1 < doc->n_sections; i++) {
        const struct section *section = &doc->sections[i + 1];
        assert_slice(section->label.s, slice_of(expected[i].label));
        assert_slice(section->title.s, slice_of(expected[i].title));
        assert_int_equal(section->level, expected[i].level);
        assert_int_equal(section->parent, expected[i].parent);
    }
    assert_int_equal(doc->n_sections, n + 1);
    arena_free(bench.arena);
}

static void sections(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "附件3",
        "部门整体支出绩效自评报告",
        "一、基本情况",
        "（一）机构设置。本馆是县政府直属事业单位，内设三个股室。",
        "本馆有编制12名。",
        "（二）主要职责是：",
        "1、接收测绘成果；保管测绘档案，按规定向社会开放。",
        "2、供人查阅档案。",
        "二、支出情况",
        "2021年支出合计30万元，其中：基本支出20万元。",
    };
    static const struct expected expected[] = {
        {1, 0, "附件3", "部门整体支出绩效自评报告"},
        {2, 1, "一、", "基本情况"},
        {3, 2, "（一）", "机构设置"},
        {3, 2, "（二）", "主要职责是："},
        {2, 1, "二、", "支出情况"},
    };
    check_sections(lines, COUNT(lines), expected, COUNT(expected));
}

/* Where a converter dropped the automatic numbers. */
static void headings_without_number(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "单位基本情况",   "（一）机构设置", "本馆设于2003年。", "资金使用情况",
        "（一）支出情况", "支出30万元。",   "二、绩效情况",     "完成较好。",
        "存在的问题",     "人手不足。",     "四、改进措施",     "增加人手。",
    };
    static const struct expected expected[] = {
        {2, 0, "", "单位基本情况"},   {3, 1, "（一）", "机构设置"}, {2, 0, "", "资金使用情况"},
        {3, 3, "（一）", "支出情况"}, {2, 0, "二、", "绩效情况"},   {2, 0, "", "存在的问题"},
        {2, 0, "四、", "改进措施"},
    };
    check_sections(lines, COUNT(lines), expected, COUNT(expected));
}

/* Lists, a table of contents and sentences are no headings. */
static void not_headings(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "一、概况………………………………1",
        "（一）编制测绘计划。",
        "（二）加强测绘管理", /* its full stop is missing */
        "（三）指导测绘工作。",
        "需要以下附件：",
        "1.基础数据表",
        "2.自评表",
        "3.支出情况",
        "1.本馆共有人员15人，其中在职12人，退休3人。在职12人均在编。",
        "全年完成了支出，没有超支的情况。",
        "支出5万元的情况",
    };
    check_sections(lines, COUNT(lines), NULL, 0);
}

/* The name of a form over its table in the midst of a report is no part of its own, unless the numbers begin anew or more
 * stands between the two. */
static void captions(void **state)
{
    (void)state;
    static const struct {
        unsigned between;
        const char *next;
        bool caption;
    } cases[] = {{0, "二、存在的问题", true},
                 {2, "二、存在的问题", true},
                 {3, "二、存在的问题", false},
                 {0, "一、存在的问题", false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench bench;
        bench_begin(&bench);
        push_paragraph(&bench, "测绘馆2021年部门整体支出绩效自评报告");
        push_paragraph(&bench, "一、绩效情况");
        push_paragraph(&bench, "2021年度部门整体支出绩效自评表");
        for (unsigned n = 0; n < cases[i].between; n++)
            push_paragraph(&bench, "本馆填报，单位为万元。");
        push_table(&bench, true, "指标|得分|\n观测次数|20|\n");
        push_paragraph(&bench, cases[i].next);
        push_paragraph(&bench, "人手不足。");
        struct document *doc = bench_finish(&bench);
        assert_int_equal(doc->n_sections, cases[i].caption ? 4 : 5);
        arena_free(bench.arena);
    }
}

/* A format that knows its headings is believed. */
static void given_headings(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    builder_heading(bench.b, 3, S("本馆的事"), NULL);
    builder_heading(bench.b, 0, S("（一）经费"), NULL);
    builder_heading(bench.b, 0, S("随便什么"), NULL);
    builder_heading(bench.b, 9, S("很深"), NULL);
    builder_heading(bench.b, 0, S("...................................................................."),
                    NULL);
    struct document *doc = bench_finish(&bench);
    assert_int_equal(doc->n_sections, 5);
    assert_int_equal(doc->sections[1].level, 3);
    assert_int_equal(doc->sections[2].level, 3);
    assert_int_equal(doc->sections[3].level, 3);
    assert_int_equal(doc->sections[4].level, 6);
    assert_int_equal(doc->blocks[4].kind, BLOCK_PARAGRAPH); /* it looks like none, and has no depth */
    arena_free(bench.arena);
}

static const char *const marked =
    "目标一：完成测绘任务。 （一）指标完成情况 1、产出指标 "
    "（1）数量指标：完成测绘5次，投入1.5万元。（2）质量指标："
    "合格率100%。 2、效益指标 社会效益：方便群众查询。 "
    "（二）绩效情况。一是制度完善，二是服务改进，全年接待3.5万人。"
    "目标二：保管档案。（4）号库房在建；1、号库房停用。共有档案3、5、8号库房各一间。";

static void marks(void **state)
{
    (void)state;
    static const struct {
        unsigned level;
        int parent;
        const char *label, *title;
    } expected[] = {
        {2, -1, "目标一：", "完成测绘任务"}, {3, 0, "（一）", "指标完成情况"}, {4, 1, "1、", "产出指标"},
        {5, 2, "（1）", "数量指标"},         {5, 2, "（2）", "质量指标"},      {4, 1, "2、", "效益指标"},
        {3, 0, "（二）", "绩效情况"},        {2, -1, "目标二：", "保管档案"},
    };
    struct bench bench;
    bench_begin(&bench);
    push_table(&bench, true, "绩效情况|说明|\n");
    builder_table_begin(bench.b, true, 0, NULL);
    builder_row(bench.b);
    builder_cell(bench.b, S("完成情况"), 1, 1, NULL);
    builder_cell(bench.b, slice_of(marked), 1, 1, NULL);
    builder_table_end(bench.b);
    struct document *doc = bench_finish(&bench);
    assert_int_equal(doc->n_marks, COUNT(expected));
    for (uint32_t i = 0; i < doc->n_marks; i++) {
        const struct mark *mark = &doc->marks[i];
        assert_slice(mark->label.s, slice_of(expected[i].label));
        assert_slice(mark->title.s, slice_of(expected[i].title));
        assert_int_equal(mark->level, expected[i].level);
        assert_int_equal((int)mark->parent, expected[i].parent);
    }
    uint32_t rate = (uint32_t)slice_find(doc->reading, S("100%"), 0);
    assert_slice(document_mark_at(doc, rate)->title.s, S("质量指标"));
    assert_slice(document_mark_at(doc, (uint32_t)slice_find(doc->reading, S("接待"), 0))->title.s,
                 S("绩效情况"));
    assert_null(document_mark_at(doc, 0));
    arena_free(bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(sections),
        cmocka_unit_test(headings_without_number),
        cmocka_unit_test(not_headings),
        cmocka_unit_test(given_headings),
        cmocka_unit_test(captions),
        cmocka_unit_test(marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
