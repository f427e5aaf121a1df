/* What goes on over pages: tables with what stands between their parts, rows that a page's end cuts, running heads. */
#include "layout_record.h"

/* A table of three columns under a head of two rows: 项目, and 决算 over two. */
static void put_head(struct record *r, float top)
{
    for (unsigned i = 0; i <= 3; i++)
        upright(r, 100 + 100 * (float)i, i == 2 ? top + 20 : top, top + 40);
    level(r, top, 100, 400);
    level(r, top + 20, 200, 400);
    level(r, top + 40, 100, 400);
    put(r, 105, top + 24, "项目");
    put_cell(r, top, 0, 1, "决算");
    put_cell(r, top, 1, 1, "本年");
    put_cell(r, top, 1, 2, "上年");
}

static void put_rows(struct record *r, float top, const char *const (*rows)[3], unsigned n)
{
    rule_grid(r, top, n, 3);
    for (unsigned i = 0; i < n; i++)
        for (unsigned k = 0; k < 3; k++)
            put_cell(r, top, i, k, rows[i][k]);
}

/* A head of two rows is dropped on further pages, whatever names the table there, and so is what stands between: page numbers, running
 * heads, the table's name with 续. */
static void test_named_again(void **state)
{
    static const char *const rows[3][2][3] = {{{"测绘", "1.00", "2.00"}, {"水电", "3.00", "4.00"}},
                                              {{"邮电", "5.00", "6.00"}, {"差旅", "7.00", "8.00"}},
                                              {{"会议", "9.00", "0.50"}, {"合计", "25.00", "20.50"}}};
    static const char *const names[] = {"表3 支出决算表", "续表3", "表3 支出决算表（续）"};
    struct record r;
    (void)state;
    begin(&r);
    for (unsigned i = 0; i < 3; i++) {
        page(&r);
        put(&r, 250, 40, "云溪县测绘馆决算");
        put(&r, 200, 100, names[i]);
        put(&r, 380, 116, "单位：万元");
        put_head(&r, 130);
        put_rows(&r, 170, rows[i], 2);
        put(&r, 260, 815, (const char *[]){"第1页 共3页", "第2页 共3页", "第3页 共3页"}[i]);
    }
    finish(&r, TALLYD_OK,
           "A@1 云溪县测绘馆决算\nP@1 表3 支出决算表\nP@1 单位：万元\nT@1 3\nR\nC2x1 项目\nC1x2 决算\nR\nC "
           "本年\nC 上年\n"
           "R\nC 测绘\nC 1.00\nC 2.00\nR\nC 水电\nC 3.00\nC 4.00\nR\nC 邮电\nC 5.00\nC 6.00\nR\nC 差旅\nC "
           "7.00\nC 8.00\n"
           "R\nC 会议\nC 9.00\nC 0.50\nR\nC 合计\nC 25.00\nC 20.50\nE\nA@1 第1页 共3页\n"
           "A@2 云溪县测绘馆决算\nA@2 续表3\nA@2 单位：万元\nA@2 第2页 共3页\nA@3 云溪县测绘馆决算\nA@3 表3 "
           "支出决算表（续）\n"
           "A@3 单位：万元\nA@3 第3页 共3页\n");
}

/* Two pages with a running head and a foot of words: the table between goes on. */
static void test_two_pages(void **state)
{
    static const char *const rows[2][2][3] = {{{"测绘", "1.00", "2.00"}, {"水电", "3.00", "4.00"}},
                                              {{"邮电", "5.00", "6.00"}, {"合计", "9.00", "12.00"}}};
    struct record r;
    (void)state;
    begin(&r);
    for (unsigned i = 0; i < 2; i++) {
        page(&r);
        put(&r, 250, 45, "云溪县测绘馆决算");
        if (!i)
            put(&r, 150, 100, "现将本年度的支出决算列在下面。");
        put_rows(&r, 170, rows[i], 2);
        put(&r, 260, 815, "云溪县测绘馆财务室制");
    }
    finish(&r, TALLYD_OK,
           "A@1 云溪县测绘馆决算\nP@1 现将本年度的支出决算列在下面。\nT@1 3\nR\nC 测绘\nC 1.00\nC 2.00\nR\nC "
           "水电\nC 3.00\nC 4.00\n"
           "R\nC 邮电\nC 5.00\nC 6.00\nR\nC 合计\nC 9.00\nC 12.00\nE\nA@1 云溪县测绘馆财务室制\nA@2 "
           "云溪县测绘馆决算\n"
           "A@2 云溪县测绘馆财务室制\n");
}

/* The same name on two pages is no running head where titles stand. */
static void test_two_titles(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    for (unsigned i = 0; i < 2; i++) {
        page(&r);
        put(&r, 250, 90, "云溪县测绘馆决算");
        put(&r, 100, 300, i ? "第二页的话。" : "第一页的话。");
    }
    finish(&r, TALLYD_OK, "P@1 云溪县测绘馆决算\nP@1 第一页的话。\nP@2 云溪县测绘馆决算\nP@2 第二页的话。\n");
}

/* A row that the page's end cuts, its name too: all that stands below goes on with lines that are full. A row of words of its own does
 * not. */
static void test_cut_name(void **state)
{
    static const char *const above[2][3] = {{"指标", "说明", "得分"},
                                            {"服务对象对测绘成果", "全年走访用户一百余", "10"}};
    static const char *const below[3][3] = {
        {"满意度指标", "家", ""}, {"测绘数量", "一百幅", "9"}, {"其他", "没有", ""}};
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put_rows(&r, 700, above, 2);
    page(&r);
    put_rows(&r, 60, below, 2);
    page(&r);
    put_rows(&r, 60, below + 2, 1);
    finish(
        &r, TALLYD_OK,
        "T@1 3\nR\nC 指标\nC 说明\nC 得分\nR\nC 服务对象对测绘成果满意度指标\nC 全年走访用户一百余家\nC 10\n"
        "R\nC 测绘数量\nC 一百幅\nC 9\nR\nC 其他\nC 没有\nC \nE\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_named_again),
        cmocka_unit_test(test_two_pages),
        cmocka_unit_test(test_two_titles),
        cmocka_unit_test(test_cut_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
