/* Pages made of glyphs and lines, and what is pushed of them. */
#include "layout_record.h"

/* A paragraph goes on where its line is full and the next is not indented; a figure broken by the line is whole. */
static void test_paragraphs(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put(&r, 120, 100, "青石县档案馆本年度收入共计人民币三千二百一十万元，其中拨款1,2");
    put(&r, 100, 116, "34.50万元，比上年增加一成，主要原因是新馆开放，观众比上一年更多，");
    put(&r, 100, 132, "开放时间也更长。");
    put(&r, 120, 148, "青石县档案馆本年度支出共计人民币三千二百一十万元，其中人员经费");
    put(&r, 100, 164, "一千万元，公用经费二千万元，其余用于修缮老馆的屋顶与库房的门窗，");
    put(&r, 100, 180, "年末没有结余。");
    finish(&r, TALLYD_OK,
           "P@1 "
           "青石县档案馆本年度收入共计人民币三千二百一十万元，其中拨款1,234."
           "50万元，比上年增加一成，主要原因是新馆开放"
           "，观众比上一年更多，开放时间也更长。\n"
           "P@1 "
           "青石县档案馆本年度支出共计人民币三千二百一十万元，其中人员经费一千万元，公用经费二千万元，其余用"
           "于修缮老馆的屋"
           "顶与库房的门窗，年末没有结余。\n");
}

/* Glyphs come in any order; a copy a hair beside (bold) is one; blanks are where gaps are. */
static void test_lines(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put(&r, 100, 130, "second line");
    put(&r, 100, 100, "云溪");
    put(&r, 100.4f, 100, "云溪");
    put(&r, 160, 100, "99");
    put(&r, 140, 100, "12");
    finish(&r, TALLYD_OK, "P@1 云溪 12 99\nP@1 second line\n");
}

/* A digit that is small and raised is not one of the figure before it; one that is only one of both is. */
static void test_raised(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    float x = put_sized(&r, 100, 100, SIZE, "支出612.45");
    x = put_sized(&r, x, 97, 6, "14");
    x = put_sized(&r, x, 100, SIZE, "万元，占地20m");
    x = put_sized(&r, x, 97, 6, "2");
    x = put_sized(&r, x, 100, SIZE, "，3");
    x = put_sized(&r, x, 100, 6, "5");
    x = put_sized(&r, x, 97, 9, "6");
    put_sized(&r, x, 101, 6, "7");
    finish(&r, TALLYD_OK, "P@1 支出612.45¹⁴万元，占地20m2，3567\n");
}

/* A table of contents is set aside; a line in two parts far apart is two; what stands on the right is no beginning. */
static void test_apart(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put(&r, 100, 80, "一、收入情况…………………………………………3");
    put(&r, 100, 100, "编制单位：云溪县测绘馆");
    put(&r, 430, 100, "单位：万元");
    for (unsigned i = 0; i < 3; i++)
        put(&r, 100, 116 + 16 * (float)i, "青石县档案馆本年度支出共计人民币三千二百一十万元，其中人员经");
    finish(&r, TALLYD_OK,
           "A@1 一、收入情况…………………………………………3\nP@1 编制单位：云溪县测绘馆\nP@1 单位：万元\n"
           "P@1 青石县档案馆本年度支出共计人民币三千二百一十万元，其中人员经"
           "青石县档案馆本年度支出共计人民币三千二百一十万元，其中人员经"
           "青石县档案馆本年度支出共计人民币三千二百一十万元，其中人员经\n");
}

static void test_title(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put_sized(&r, 197, 100, 20, "云溪县测绘馆二〇二三");
    put_sized(&r, 217, 130, 20, "年度绩效自评报告");
    put(&r, 100, 170, "本馆设三个科室，负责全县的测绘成果管理。");
    finish(&r, TALLYD_OK,
           "H1@1 云溪县测绘馆二〇二三年度绩效自评报告\nP@1 本馆设三个科室，负责全县的测绘成果管理。\n");
}

/* Cells merged over columns and over rows: where a line is missing between positions. */
static void test_grid(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (unsigned i = 0; i <= 3; i++)
        level(&r, 100 + 20 * (float)i, i == 2 ? 200 : 100, 400);
    for (unsigned i = 0; i <= 3; i++)
        upright(&r, 100 + 100 * (float)i, i == 2 ? 120 : 100, 160);
    put_cell(&r, 100, 0, 0, "项目");
    put_cell(&r, 100, 0, 1, "预算");
    put_cell(&r, 100, 1, 0, "合计");
    put_cell(&r, 100, 1, 1, "1.00");
    put_cell(&r, 100, 1, 2, "2.00");
    put_cell(&r, 100, 2, 2, "3.00");
    finish(&r, TALLYD_OK, "T@1 3\nR\nC 项目\nC1x2 预算\nR\nC2x1 合计\nC 1.00\nC 2.00\nR\nC \nC 3.00\nE\n");
}

/* A line that is missing where a merged cell lies beside: the cell ends there all the same, and the grid is less sure. */
static void test_missing_line(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    level(&r, 100, 100, 300);
    level(&r, 120, 100, 200);
    level(&r, 140, 100, 300);
    upright(&r, 100, 100, 140);
    upright(&r, 200, 100, 120);
    upright(&r, 300, 100, 140);
    put_cell(&r, 100, 0, 0, "甲");
    put_cell(&r, 100, 0, 1, "丙");
    put_cell(&r, 100, 1, 0, "乙");
    assert_int_equal(layout_finish(r.layout), TALLYD_OK);
    assert_string_equal(r.text, "T@1 2\nR\nC 甲\nC2x1 丙\nR\nC 乙\nE\n");
    assert_in_range(r.confidence, 60, 99);
    arena_free(r.arena);
}

/* The outer sides are not drawn; lines are thin boxes, in pieces; double ones are one. */
static void test_open_grid(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (unsigned i = 0; i <= 2; i++) {
        layout_rule(r.layout, (struct layout_box){100, 100 + 20 * (float)i, 300, 101 + 20 * (float)i});
        layout_rule(r.layout, (struct layout_box){301, 101 + 20 * (float)i, 400, 102 + 20 * (float)i});
    }
    upright(&r, 200, 100, 141);
    upright(&r, 201, 100, 141);
    put_cell(&r, 100, 0, 0, "项目");
    put_cell(&r, 100, 0, 1, "预算");
    put_cell(&r, 100, 1, 0, "合计");
    put_cell(&r, 100, 1, 1, "1.00");
    finish(&r, TALLYD_OK, "T@1 2\nR\nC 项目\nC 预算\nR\nC 合计\nC 1.00\nE\n");
}

/* A cell's lines: one word where the line is full, a break where it is not. */
static void test_wrapped_cell(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    upright(&r, 100, 100, 170);
    upright(&r, 200, 100, 170);
    upright(&r, 300, 100, 170);
    level(&r, 100, 100, 300);
    level(&r, 170, 100, 300);
    put(&r, 105, 115, "一般公共预算财政拨");
    put(&r, 105, 130, "款");
    put(&r, 205, 115, "第一项");
    put(&r, 205, 130, "第二项");
    finish(&r, TALLYD_OK, "T@1 2\nR\nC 一般公共预算财政拨款\nC 第一项\n第二项\nE\n");
}

/* A code that its cell breaks is one; whole figures below each other stay apart, in a cell as narrow. */
static void test_wrapped_code(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    rule_grid(&r, 100, 2, 2);
    put(&r, 105, 109, "XM202304150000310");
    put(&r, 105, 118, "7201");
    put_cell(&r, 100, 0, 1, "测绘");
    put(&r, 105, 129, "12345678901234567");
    put(&r, 105, 138, "7201");
    put_cell(&r, 100, 1, 1, "地图");
    finish(&r, TALLYD_OK,
           "T@1 2\nR\nC XM2023041500003107201\nC 测绘\nR\nC 12345678901234567\n7201\nC 地图\nE\n");
}

/* A frame around text is no table, nor is a drawing. */
static void test_frames(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    layout_frame(r.layout, (struct layout_box){50, 50, 500, 300});
    rule_grid(&r, 120, 5, 3);
    put(&r, 60, 80, "说明");
    put_cell(&r, 120, 2, 1, "图");
    finish(&r, TALLYD_OK, "P@1 说明\nP@1 图\n");
}

/* Columns without any line, and prose that only has blanks in it. */
static void test_unruled(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put(&r, 100, 80, "收入支出总表");
    put_row(&r, 100, "项目", "预算", "决算");
    put_row(&r, 116, "人员经费", "12.00", "11.50");
    put_row(&r, 132, "公用经费", "3.00", "");
    put_row(&r, 148, "合计", "15.00", "14.50");
    put(&r, 100, 200, "填表人：甲");
    put(&r, 250, 200, "日期：一月");
    put(&r, 100, 216, "审核人：乙");
    put(&r, 250, 216, "日期：二月");
    assert_int_equal(layout_finish(r.layout), TALLYD_OK);
    assert_string_equal(r.text,
                        "P@1 收入支出总表\nT@1 3\nR\nC 项目\nC 预算\nC 决算\nR\nC 人员经费\nC 12.00\nC "
                        "11.50\nR\nC 公用经费\nC 3.00\nC \nR\nC 合计\nC 15.00\nC 14.50\nE\n"
                        "P@1 填表人：甲\nP@1 日期：一月\nP@1 审核人：乙\nP@1 日期：二月\n");
    assert_in_range(r.confidence, 40, 59);
    arena_free(r.arena);
}

/* A list in columns is no table of figures: hardly any cell of it is one. */
static void test_list(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (unsigned i = 0; i < 6; i++)
        put_row(&r, 100 + 16 * (float)i, "一科", "负责测绘", i < 4 ? "12" : "若干");
    assert_int_equal(layout_finish(r.layout), TALLYD_OK);
    assert_null(strstr(r.text, "T@1"));
    arena_free(r.arena);
}

static void report_page(struct record *r, const char *number, const char *text)
{
    page(r);
    put(r, 250, 40, "云溪县测绘馆年报");
    put(r, 100, 400, text);
    put(r, 290, 820, number);
}

/* Running heads and page numbers, which differ in their digits only; a unit line on each page is none. */
static void test_margins(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    report_page(&r, "— 1 —", "甲");
    put(&r, 400, 60, "单位：万元");
    report_page(&r, "— 2 —", "乙");
    put(&r, 400, 60, "单位：万元");
    report_page(&r, "— 3 —", "丙");
    put(&r, 400, 60, "单位：万元");
    finish(&r, TALLYD_OK,
           "A@1 云溪县测绘馆年报\nP@1 单位：万元\nP@1 甲\nA@1 — 1 —\nA@2 云溪县测绘馆年报\nP@2 "
           "单位：万元\nP@2 乙\nA@2 — "
           "2 —\nA@3 云溪县测绘馆年报\nP@3 单位：万元\nP@3 丙\nA@3 — 3 —\n");
}

/* Page numbers of one page each, in the forms that they have; a sentence is none. */
static void test_page_numbers(void **state)
{
    static const char *const numbers[] = {"第110页，共116页", "第 3 页 总 20 页", "- 7 -", "Page 3/20",
                                          "共6项"};
    struct record r;
    char expected[400] = "";
    (void)state;
    begin(&r);
    for (unsigned i = 0; i < COUNT(numbers); i++) {
        page(&r);
        put(&r, 100, 400, "正文。");
        put(&r, 250, 820 - 13 * (float)i, numbers[i]);
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "P@%u 正文。\n%s@%u %s\n",
                 i + 1, i + 1 < COUNT(numbers) ? "A" : "P", i + 1, numbers[i]);
    }
    finish(&r, TALLYD_OK, expected);
}

static void table_page(struct record *r, const char *number, const char *first, const char *second)
{
    page(r);
    put(r, 250, 100, "支出表");
    rule_grid(r, 120, 3, 2);
    put_cell(r, 120, 0, 0, "项目");
    put_cell(r, 120, 0, 1, "决算");
    put_cell(r, 120, 1, 0, first);
    put_cell(r, 120, 1, 1, "1");
    put_cell(r, 120, 2, 0, second);
    put_cell(r, 120, 2, 1, "2");
    put(r, 290, 820, number);
}

/* A table over two pages is one; the head, and the name above, come once. */
static void test_pages_joined(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    table_page(&r, "1", "甲", "乙");
    table_page(&r, "2", "丙", "丁");
    finish(&r, TALLYD_OK,
           "P@1 支出表\nT@1 2\nR\nC 项目\nC 决算\nR\nC 甲\nC 1\nR\nC 乙\nC 2\nR\nC 丙\nC 1\nR\nC 丁\nC "
           "2\nE\nA@1 "
           "1\nA@2 支出表\nA@2 2\n");
}

/* Another table of the same columns is another table where it has a name of its own. */
static void test_pages_apart(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    for (unsigned i = 0; i < 2; i++) {
        page(&r);
        put(&r, 100, 100, i ? "收入表" : "支出表");
        rule_grid(&r, 120, 1, 2);
        put_cell(&r, 120, 0, 0, "项目");
        put_cell(&r, 120, 0, 1, "决算");
    }
    finish(&r, TALLYD_OK,
           "P@1 支出表\nT@1 2\nR\nC 项目\nC 决算\nE\nP@2 收入表\nT@2 2\nR\nC 项目\nC 决算\nE\n");
}

/* A merged cell, and then a row, that the page's end cuts in two. */
static void test_cut_by_page(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    level(&r, 700, 100, 300);
    level(&r, 720, 200, 300);
    level(&r, 740, 100, 300);
    for (unsigned i = 0; i <= 2; i++)
        upright(&r, 100 + 100 * (float)i, 700, 740);
    put_cell(&r, 700, 0, 0, "产出");
    put_cell(&r, 700, 0, 1, "甲");
    put_cell(&r, 700, 1, 1, "乙，并且");
    page(&r);
    level(&r, 60, 100, 300);
    level(&r, 80, 200, 300);
    level(&r, 100, 100, 300);
    for (unsigned i = 0; i <= 2; i++)
        upright(&r, 100 + 100 * (float)i, 60, 100);
    put_cell(&r, 60, 0, 1, "还有");
    put_cell(&r, 60, 1, 1, "丙");
    finish(&r, TALLYD_OK, "T@1 2\nR\nC4x1 产出\nC 甲\nR\nC 乙，并且\nR\nC 还有\nR\nC 丙\nE\n");
}

/* A name that is merged over rows stands on the second page only. */
static void test_name_below(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    rule_grid(&r, 700, 2, 3);
    for (unsigned i = 0; i < 3; i++)
        put_cell(&r, 700, 0, i, (const char *[]){"项目", "金额", "时间"}[i]);
    put_cell(&r, 700, 1, 2, "一月");
    page(&r);
    for (unsigned i = 0; i <= 3; i++) {
        upright(&r, 100 + 100 * (float)i, 100, 160);
        level(&r, 100 + 20 * (float)i, i == 1 ? 300 : 100, 400);
    }
    put(&r, 105, 124, "测绘");
    put(&r, 205, 124, "5.00");
    put_cell(&r, 100, 0, 2, "二月");
    put_cell(&r, 100, 1, 2, "三月");
    for (unsigned i = 0; i < 3; i++)
        put_cell(&r, 100, 2, i, (const char *[]){"水电", "2.00", "四月"}[i]);
    finish(&r, TALLYD_OK,
           "T@1 3\nR\nC 项目\nC 金额\nC 时间\nR\nC3x1 测绘\nC3x1 5.00\nC 一月\nR\nC 二月\nR\nC 三月\nR\nC "
           "水电\nC "
           "2.00\nC 四月\nE\n");
}

/* A narrow gap between digits is a blank only where the file has one. */
static void test_blank_in_figures(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put(&r, 100, 300, "12");
    put(&r, 112.5f, 300, "34");
    put(&r, 100, 340, "12");
    put_sized(&r, 110, 340, SIZE / 2, " ");
    put(&r, 112.5f, 340, "34");
    finish(&r, TALLYD_OK, "P@1 1234\nP@1 12 34\n");
}

/* A row that the page's end cuts in two: below it go on the words, and neither name nor figure. */
static void test_row_cut(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    rule_grid(&r, 700, 2, 3);
    put_cell(&r, 700, 0, 0, "项目");
    put_cell(&r, 700, 0, 1, "说明");
    put_cell(&r, 700, 0, 2, "得分");
    put_cell(&r, 700, 1, 0, "甲");
    put_cell(&r, 700, 1, 1, "完成测绘，");
    put_cell(&r, 700, 1, 2, "9");
    page(&r);
    rule_grid(&r, 60, 2, 3);
    put_cell(&r, 60, 0, 1, "编制地图");
    put_cell(&r, 60, 1, 0, "乙");
    put_cell(&r, 60, 1, 1, "未完成");
    put_cell(&r, 60, 1, 2, "1");
    finish(
        &r, TALLYD_OK,
        "T@1 3\nR\nC 项目\nC 说明\nC 得分\nR\nC 甲\nC 完成测绘，编制地图\nC 9\nR\nC 乙\nC 未完成\nC 1\nE\n");
}

/* A word that runs up or down in a cell is read in its own order, a figure as one, beside text that is upright. */
static void test_upright_words(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    layout_frame(r.layout, (struct layout_box){100, 100, 130, 200});
    layout_frame(r.layout, (struct layout_box){130, 100, 160, 200});
    layout_frame(r.layout, (struct layout_box){160, 100, 300, 200});
    for (unsigned k = 0; k < 4; k++)
        layout_glyph(r.layout, &(struct layout_glyph){.x = 120,
                                                      .y = 190 - 10 * (float)k,
                                                      .width = 10,
                                                      .size = 10,
                                                      .code = 0x4E00 + k,
                                                      .turn = LAYOUT_UP});
    for (unsigned k = 0; k < 5; k++)
        layout_glyph(r.layout, &(struct layout_glyph){.x = 140,
                                                      .y = 110 + 5 * (float)k,
                                                      .width = 5,
                                                      .size = 10,
                                                      .code = (unsigned char)"12.50"[k],
                                                      .turn = LAYOUT_DOWN});
    put(&r, 170, 120, "金额");
    put(&r, 170, 140, "已经核对过两次");
    finish(&r, TALLYD_OK, "T@1 3\nR\nC 一丁丂七\nC 12.50\nC 金额\n已经核对过两次\nE\n");
}

/* A page that lies on its side is read upright; a stamp across it stands apart. */
static void test_turned(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (unsigned i = 0; i < 2; i++)
        for (unsigned k = 0; k < 3; k++)
            layout_glyph(r.layout, &(struct layout_glyph){.x = 300 - 20 * (float)i,
                                                          .y = 100 + 10 * (float)k,
                                                          .width = 10,
                                                          .size = 10,
                                                          .code = 'a' + 3 * i + k,
                                                          .turn = LAYOUT_DOWN});
    layout_glyph(r.layout,
                 &(struct layout_glyph){
                     .x = 300, .y = 300, .width = 10, .size = 10, .code = 'Z', .turn = LAYOUT_OBLIQUE});
    finish(&r, TALLYD_OK, "A@1 Z\nP@1 abc\nP@1 def\n");
}

static void test_outcomes(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    finish(&r, TALLYD_EMPTY, "");

    begin(&r);
    page(&r);
    finish(&r, TALLYD_EMPTY, "");

    begin(&r);
    page(&r);
    layout_image(r.layout, (struct layout_box){0, 0, WIDTH, 842});
    put(&r, 400, 830, "某某全能王");
    layout_glyph(r.layout, &(struct layout_glyph){
                               .x = 99, .y = 99, .width = 9, .size = 9, .code = 0x4E00, .hidden = true});
    finish(&r, TALLYD_SCANNED, "");

    begin(&r);
    page(&r);
    layout_image(r.layout, (struct layout_box){0, 0, WIDTH, 842});
    page(&r);
    put(&r, 100, 100, "正文");
    finish(&r, TALLYD_PARTIAL, "P@2 正文\n");

    begin(&r);
    page(&r);
    put(&r, 100, 100, "正文");
    layout_damaged(r.layout);
    finish(&r, TALLYD_PARTIAL, "P@1 正文\n");

    begin(&r);
    page(&r);
    layout_damaged(r.layout);
    finish(&r, TALLYD_CORRUPT, "");

    begin(&r);
    page(&r);
    for (unsigned i = 0; i < 40; i++)
        put(&r, 10 * (float)i, 100, i % 3 ? "\xEF\xBF\xBD" : "文");
    finish(&r, TALLYD_UNREADABLE_TEXT, "");
}

static const char *limit_of(void (*cross)(struct record *))
{
    static struct record r;
    begin(&r);
    page(&r);
    if (!setjmp(r.refused))
        cross(&r);
    arena_free(r.arena);
    return r.limit;
}

static void cross_pages(struct record *r)
{
    for (unsigned i = 0; i < LIMIT_layout_pages; i++)
        page(r);
}

static void cross_glyphs(struct record *r)
{
    for (unsigned i = 0; i <= LIMIT_layout_glyphs; i++) {
        if (i % 100000 == 0)
            page(r);
        put(r, 100, 100, "a");
    }
}

/* A page takes what stays of it, its lines and their texts, and no more, however much the pages before it took. */
static void test_memory(void **state)
{
    struct record r;
    size_t before = 0;
    (void)state;
    begin(&r);
    for (unsigned i = 0; i < 40; i++) {
        before = i == 20 ? arena_used(r.arena) : before;
        page(&r);
        rule_grid(&r, 100, 30, 4);
        for (unsigned row = 0; row < 30; row++)
            for (unsigned column = 0; column < 4; column++)
                put_cell(&r, 100, row, column, "云溪县测绘馆");
    }
    assert_in_range(arena_used(r.arena) - before, 1, 20 * 120 * 100);
    arena_free(r.arena);
}

static void test_limits(void **state)
{
    struct record r;
    (void)state;
    assert_string_equal(limit_of(cross_pages), "layout_pages");
    assert_string_equal(limit_of(cross_glyphs), "layout_glyphs");

    begin(&r);
    page(&r);
    put(&r, 100, 100, "正文");
    for (unsigned i = 0; i <= LIMIT_layout_rules; i++)
        level(&r, 200, 100, 300);
    finish(&r, TALLYD_PARTIAL, "P@1 正文\n");
}

/* Numbers that no page has do no harm. */
static void test_nonsense(void **state)
{
    static const float odd[] = {NAN, INFINITY, -1e30f, 1e30f, 0, -5};
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (size_t i = 0; i < COUNT(odd); i++) {
        for (size_t k = 0; k < COUNT(odd); k++) {
            layout_glyph(r.layout,
                         &(struct layout_glyph){
                             .x = odd[i], .y = odd[k], .width = odd[i], .size = odd[k], .code = 'x'});
            layout_rule(r.layout, (struct layout_box){odd[i], odd[k], odd[k], odd[i]});
            layout_image(r.layout, (struct layout_box){odd[i], odd[k], odd[k], odd[i]});
        }
    }
    layout_page(r.layout, NAN, -1);
    put(&r, 0.5f, 0.5f, "z");
    assert_int_equal(layout_finish(r.layout), TALLYD_OK);
    assert_non_null(strstr(r.text, "z")); /* what makes sense is read all the same */
    arena_free(r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_raised),
        cmocka_unit_test(test_apart),
        cmocka_unit_test(test_title),
        cmocka_unit_test(test_grid),
        cmocka_unit_test(test_open_grid),
        cmocka_unit_test(test_missing_line),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_wrapped_cell),
        cmocka_unit_test(test_wrapped_code),
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_unruled),
        cmocka_unit_test(test_margins),
        cmocka_unit_test(test_page_numbers),
        cmocka_unit_test(test_pages_joined),
        cmocka_unit_test(test_pages_apart),
        cmocka_unit_test(test_cut_by_page),
        cmocka_unit_test(test_row_cut),
        cmocka_unit_test(test_name_below),
        cmocka_unit_test(test_blank_in_figures),
        cmocka_unit_test(test_upright_words),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_nonsense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
