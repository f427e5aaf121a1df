/* Prose: in one column and in two, and what stands beside it. */
#include "layout_record.h"

/* Fifteen characters, a column's width; the second is the line's own. */
static void fill(struct record *r, float x, float y, const char *text)
{
    char line[80];
    snprintf(line, sizeof line, "%s写的是档案馆一年里做的事情，", text);
    put(r, x, y, line);
}

static void expect_order(struct record *r, const char *const *words, size_t n)
{
    const char *at = r->text;
    assert_int_equal(layout_finish(r->layout), TALLYD_OK);
    for (size_t i = 0; i < n; i++) {
        const char *found = strstr(at, words[i]);
        if (!found) {
            print_error("%s is not where it should be in:\n%s", words[i], r->text);
            fail();
            return;
        }
        at = found;
    }
    arena_free(r->arena);
}

/* Two columns of prose are read one after the other. */
static void test_columns_of_prose(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (unsigned i = 0; i < 8; i++) {
        put(&r, 100, 100 + 16 * (float)i,
            i == 7 ? "左栏到这里就全部写完了的意思。" : "左栏写的是档案馆一年里做的事情，");
        put(&r, 320, 100 + 16 * (float)i,
            i == 7 ? "右栏到这里就全部写完了的意思。" : "右栏写的是图书馆一年里做的事情，");
    }
    assert_int_equal(layout_finish(r.layout), TALLYD_OK);
    const char *left = strstr(r.text, "左栏到这里"), *right = strstr(r.text, "右栏写的是");
    assert_true(left && right && left < right);
    assert_null(strstr(right, "左栏"));
    arena_free(r.arena);
}

/* The lines of the two columns need not stand at the same heights; a heading across both parts them, a running head above them is
 * the page's. */
static void test_uneven_columns(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put(&r, 100, 40, "青石县公报");
    for (unsigned i = 0; i < 10; i++) {
        fill(&r, 100, 100 + 16 * (float)i, i ? "甲乙" : "开头");
        fill(&r, 320, 107 + 16 * (float)i, i ? "丙丁" : "右首");
    }
    put(&r, 100, 290, "以下是关于全县测绘工作的几点说明和补充意见与全年安排");
    for (unsigned i = 0; i < 8; i++) {
        fill(&r, 100, 320 + 16 * (float)i, "戊己");
        fill(&r, 320, 325 + 16 * (float)i, "庚辛");
    }
    expect_order(
        &r, (const char *const[]){"青石县公报", "开头", "甲乙", "右首", "丙丁", "以下是", "戊己", "庚辛"}, 8);
}

/* A ruled table within one column is read in it. */
static void test_table_in_column(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (unsigned i = 0; i < 7; i++) {
        fill(&r, 100, 100 + 16 * (float)i, "甲乙");
        fill(&r, 320, 100 + 16 * (float)i, "丙丁");
        fill(&r, 320, 212 + 16 * (float)i, "丙丁");
        fill(&r, 100, 300 + 16 * (float)i, "戊己");
    }
    for (unsigned i = 0; i < 3; i++) {
        level(&r, 230 + 20 * (float)i, 100, 240);
        upright(&r, 100 + 70 * (float)i, 230, 270);
    }
    put(&r, 110, 244, "项目");
    put(&r, 180, 244, "金额");
    put(&r, 110, 264, "水费");
    put(&r, 180, 264, "12.50");
    expect_order(&r, (const char *const[]){"甲乙", "12.50", "戊己", "丙丁"}, 4);
}

/* Names beside figures, and two short lists side by side, are no columns of prose. */
static void test_no_columns(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    for (unsigned i = 0; i < 8; i++) {
        char name[40];
        snprintf(name, sizeof name, "第%u项经费的全部来源和用途", i);
        put(&r, 100, 100 + 16 * (float)i, name);
        put(&r, 320, 100 + 16 * (float)i, i % 2 ? "一万二千元" : "三百元");
    }
    expect_order(&r, (const char *const[]){"第0项", "三百元", "第1项", "一万二千元", "第2项"}, 5);
}

/* The next line's figure had no room at the end of the line above; after a full stop it would be a new paragraph. */
static void test_figure_below(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put(&r, 120, 100, "青石县档案馆本年度收入共计人民币三千二百一十万元，其中拨款的是二，");
    put(&r, 100, 116, "青石县档案馆本年度支出共计人民币三千二百一十万元，用于修缮，占");
    put(&r, 100, 132, "12,345,678.90%；其余用于库房门窗的修理，年末结余共计人民币十万元整，");
    put(&r, 100, 148, "青石县档案馆本年度支出共计人民币三千二百一十万元，用于修缮。");
    put(&r, 100, 164, "12,345,678.90元为上年结转。");
    finish(&r, TALLYD_OK,
           "P@1 "
           "青石县档案馆本年度收入共计人民币三千二百一十万元，其中拨款的是二，青石县档案馆本年度支出共计人民"
           "币三千二百一十万元，用于修缮，占"
           "12,345,678.90%"
           "；其余用于库房门窗的修理，年末结余共计人民币十万元整，青石县档案馆本年度支出共计人民币三千二百一"
           "十万元，用于修缮。\n"
           "P@1 12,345,678.90元为上年结转。\n");
}

/* Entries of a table of contents are asides, whatever their leaders and however their page is written; also a name that fills its line and
 * has its page below. */
static void test_contents(void **state)
{
    struct record r;
    (void)state;
    begin(&r);
    page(&r);
    put(&r, 100, 100, "表一收入表················（1）");
    put(&r, 100, 116, "表二支出表.................(12)");
    put(&r, 100, 132, "表三名称特别长的一张表，名称一直写到了这一行的最后一个字");
    put(&r, 100, 148, "················（13）");
    put(&r, 100, 164, "第四部分……………………5");
    put(&r, 100, 196, "正文从这里开始，（见表一）");
    finish(&r, TALLYD_OK,
           "A@1 表一收入表················（1）\nA@1 表二支出表.................(12)\nA@1 "
           "表三名称特别长的一张表，名称一直写到了这一行的最后一个字\n"
           "A@1 ················（13）\nA@1 第四部分……………………5\nP@1 正文从这里开始，（见表一）\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_of_prose), cmocka_unit_test(test_uneven_columns),
        cmocka_unit_test(test_table_in_column),  cmocka_unit_test(test_no_columns),
        cmocka_unit_test(test_figure_below),     cmocka_unit_test(test_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
