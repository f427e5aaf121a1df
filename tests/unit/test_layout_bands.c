/* Rows that a ruled table has no lines between. */
#include "layout_record.h"

/* Two columns of 100 points, lines below a head and around one frame. */
static void rule_frame(struct record *r, float top, float head, float bottom)
{
    for (unsigned i = 0; i <= 2; i++) {
        level(r, (float[]){top, head, bottom}[i], 100, 300);
        upright(r, 100 + 100 * (float)i, top, bottom);
    }
}

/* Rows without rules between them are rows where figures stand beside each other. */
static void test_bands(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    rule_frame(&r, 100, 120, 190);
    put_cell(&r, 100, 0, 0, "项目");
    put_cell(&r, 100, 0, 1, "决算");
    put(&r, 105, 135, "办公费");
    put(&r, 205, 135, "1.00");
    put(&r, 105, 155, "其中：");
    put(&r, 105, 175, "水费");
    put(&r, 205, 175, "0.50");
    assert_int_equal(layout_finish(r.layout), TALLYD_OK);
    assert_string_equal(r.text,
                        "T@1 2\nR\nC 项目\nC 决算\nR\nC 办公费\nC 1.00\nR\nC 其中：\nC \nR\nC 水费\nC "
                        "0.50\nE\n");
    assert_in_range(r.confidence, 60, 90);
    arena_free(r.arena);
}

/* A name that goes on in the next line is of one row; where figures would be cut, the cell is one. */
static void test_wrapped_bands(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    rule_frame(&r, 100, 180, 220);
    put(&r, 105, 112, "办公设备与家具的购");
    put(&r, 205, 119, "1.00");
    put(&r, 105, 126, "置");
    put(&r, 105, 150, "水费");
    put(&r, 205, 150, "0.50");
    put(&r, 105, 195, "县志的测绘与地图编");
    put(&r, 205, 195, "1,234,567,890,123,");
    put(&r, 105, 210, "制");
    put(&r, 205, 210, "456");
    finish(&r, TALLYD_OK,
           "T@1 2\nR\nC 办公设备与家具的购置\nC 1.00\nR\nC 水费\nC 0.50\nR\nC 县志的测绘与地图编制\nC "
           "1,234,567,890,123,456\nE\n");
}

/* Rows in one frame under a head. A name as wide as its cell goes on in a line without figures, never in one with its
 * own, and a row may have no figures; figures stand beside the middle of a name of two lines that are not full. */
static void test_names(void **state)
{
    static const struct {
        struct {
            float x, y;
            const char *text;
        } words[8];
        const char *rows;
    } cases[] = {
        {{{105, 135, "云溪县"},
          {250, 135, "30.00"},
          {115, 153, "云溪县城关街道本"},
          {250, 153, "10.00"},
          {115, 171, "龙泉镇"},
          {250, 171, "20.00"},
          {115, 189, "待分配"}},
         "R\nC 云溪县\nC 30.00\nR\nC 云溪县城关街道本\nC 10.00\nR\nC 龙泉镇\nC 20.00\nR\nC 待分配\nC \n"},
        {{{105, 132, "云溪县城关街道本级"},
          {250, 132, "10.00"},
          {105, 145, "龙泉镇"},
          {250, 145, "20.00"},
          {105, 160, "青溪乡"},
          {250, 166.5f, "30.00"},
          {105, 173, "双桥乡"}},
         "R\nC 云溪县城关街道本级\nC 10.00\nR\nC 龙泉镇\nC 20.00\nR\nC 青溪乡\n双桥乡\nC 30.00\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct record r;
        char expected[400];
        begin(&r);
        page(&r);
        rule_frame(&r, 100, 120, 200);
        put_cell(&r, 100, 0, 0, "地区");
        put_cell(&r, 100, 0, 1, "余额");
        for (size_t k = 0; k < COUNT(cases[i].words) && cases[i].words[k].text; k++)
            put(&r, cases[i].words[k].x, cases[i].words[k].y, cases[i].words[k].text);
        (void)snprintf(expected, sizeof expected, "T@1 2\nR\nC 地区\nC 余额\n%sE\n", cases[i].rows);
        finish(&r, TALLYD_OK, expected);
    }
}

/* Words in the middle beside several figures are of all of them, and so is a cell that reaches over such a row. */
static void test_middle(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (unsigned i = 0; i <= 2; i++)
        level(&r, (float[]){100, 120, 180}[i], i == 1 ? 200 : 100, 500);
    for (unsigned i = 0; i <= 4; i++)
        upright(&r, 100 + 100 * (float)i, 100, 180);
    put(&r, 105, 145, "二月");
    put_cell(&r, 100, 0, 1, "办公费");
    put_cell(&r, 100, 0, 2, "1");
    put_cell(&r, 100, 0, 3, "1.00");
    put(&r, 205, 152, "水电费");
    for (unsigned i = 0; i < 3; i++) {
        put(&r, 305, 134 + 18 * (float)i, (const char *[]){"2", "3", "4"}[i]);
        put(&r, 405, 134 + 18 * (float)i, (const char *[]){"0.20", "0.30", "0.40"}[i]);
    }
    finish(
        &r, TALLYD_OK,
        "T@1 4\nR\nC4x1 二月\nC 办公费\nC 1\nC 1.00\nR\nC3x1 水电费\nC 2\nC 0.20\nR\nC 3\nC 0.30\nR\nC 4\nC "
        "0.40\nE\n");
}

/* Lines of words beside each other are the text of their cells, and so is a figure among words. */
static void test_not_rows(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    rule_frame(&r, 100, 120, 200);
    put_cell(&r, 100, 0, 0, "目标");
    put_cell(&r, 100, 0, 1, "完成");
    put(&r, 105, 135, "测绘地图");
    put(&r, 205, 135, "已测绘");
    put(&r, 105, 153, "接待查询");
    put(&r, 205, 153, "30");
    put(&r, 205, 171, "98%");
    finish(&r, TALLYD_OK, "T@1 2\nR\nC 目标\nC 完成\nR\nC 测绘地图\n接待查询\nC 已测绘\n30\n98%\nE\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bands),  cmocka_unit_test(test_wrapped_bands), cmocka_unit_test(test_names),
        cmocka_unit_test(test_middle), cmocka_unit_test(test_not_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
