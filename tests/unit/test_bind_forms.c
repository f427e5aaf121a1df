/* What rules see of forms, of tables with blank cells and of sections: the rows that C chooses for them. */
#include "../../daemon/inspect/lua_host.h"

#include "../../daemon/wire/message.h"

#include "reading.h"
#include "rule_file.h"

static const char TEXT[] = "云溪县测绘档案馆2022年度部门整体绩效自评报告\n"
                           "一、部门概况\n"
                           "本馆内设股室三个，管理测绘档案。\n"
                           "二、存在的问题\n"
                           "三、下一步改进措施\n"
                           "（一）加强管理\n"
                           "加强档案管理。\n"
                           "2022年度部门整体支出绩效自评表\n"
                           "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
                           "| 产出指标 | 数量指标 | 测绘图幅 | ≥４０幅 | 38幅 | 50 | 48 |\n"
                           "| 产出指标 | 质量指标 | “图幅”合格率 | 100% | | 20 | 20 |\n"
                           "| 产出指标 | 质量指标 | 图幅合格率 | 100% | 100% | 10 | 10 |\n"
                           "| 效益指标 | 社会效益 | | 便利 | | 10 | |\n"
                           "| 效益指标 | 社会效益 | 查阅（便利） | 查阅便利 | 便利 | 10 | 9 |\n"
                           "2022年度收支情况表\n"
                           "| 项目 | 年初预算数 | 决算数 | 说明 |\n"
                           "| 基本支出 | 10.00 | 9.00 | 人员 |\n"
                           "| 项目支出 | 0 | | 公用 |\n"
                           "| 其他支出 | 5.00 | — | 其他 |\n";

#define RULE                                                                                                 \
    "return { id = 'x.y', title = { zh = '规则', en = 'Rule' }, severity = 'error', maturity = 'stable', " \
    "version = '1', check = function(report)\n%s\nend }"

static void on_message(void *context, struct slice message)
{
    json_array_append_new(context, message_parse(message.at, message.len));
}

/* What the rule's failure says; "" where its assertions hold. */
static void check(const char *lua, const char *expected)
{
    char folder[RULE_FOLDER_SIZE], error[600] = "";
    const char *const folders[] = {folder, NULL};
    struct lua_host_options options = {
        folders, NULL, "zh", {32u << 20, 20000000, 20000000, 5000}, STRICTNESS_MAX};
    struct lua_host *host = NULL;
    struct reading r = reading_of(TEXT);
    json_t *messages = json_array(), *states = json_array();
    struct lua_host_run run = {.report = r.report, .emit = on_message, .context = messages, .states = states};
    rule_file_make(folder, RULE, lua);
    if (lua_host_new(&options, &host, error, sizeof error) != 0)
        fail_msg("%s", error);
    lua_host_run(host, &run);
    const char *message = json_string_value(json_object_get(json_array_get(messages, 0), "message"));
    if (!strstr(message ? message : "", expected) || (!*expected && message))
        fail_msg("%s\ngave \"%s\", expected \"%s\"", lua, message ? message : "", expected);
    lua_host_free(host);
    rule_file_remove(folder);
    json_decref(messages);
    json_decref(states);
    reading_done(&r);
}

static void holds(const char *lua)
{
    check(lua, "");
}

#define FORM "local form = report:forms()[1]\n"

static void test_forms(void **state)
{
    (void)state;
    holds(FORM "assert(#report:forms() == 1 and form.table == report:tables()[1])\n"
               "assert(form.target and form.score and not form.reason and not form.table.project)\n"
               "assert(#form.all == 5 and #form.rows == 4 and form.rows[1].named and not form.all[4].named)\n"
               "assert(form.rows[1] == form.all[1] and form.rows[4].name.text == '查阅（便利）')");
    check("return report:forms()[1].none", "form has no none; it has table rows all group");
}

static void test_rows_chosen(void **state)
{
    (void)state;
    holds(FORM "local blank = form:blank('achieved')\n"
               "assert(#blank == 2 and blank[1].row == 3 and blank[2].row == 5)\n"
               "assert(#form:blank('achieved', 'score') == 1 and #form:blank('weight') == 0)\n"
               "assert(#form:blank('reason') == 5) -- no such column, so nothing in it\n");
    holds(
        FORM
        "local list = wordlist{ '100', '４０', '合格' }\n"
        "assert(#form:with('target', list) == 3 and #form:without('target', list) == 2)\n"
        "assert(form:with('name', list)[2].row == 4 and #form:with('reason', list) == 0)\n"
        "assert(#form:without('reason', list) == 0)\n"
        "assert(#form:with('reason', 'target', list) == 3 and #form:without('target', 'reason', list) == 2)\n"
        "list = wordlist{ '社会效益', '合格' }\n"
        "assert(#form:with('class', list) == 2 and #form:with('name', list) == 2)\n"
        "assert(#form:with('class', 'name', list) == 4 and #form:without('class', 'name', list) == 1)");
    check(FORM "form:with(wordlist{ 'x' })", "a column");
    check(FORM "form:blank()", "a column");
    check(FORM "form:blank('colour')", "unknown word \"colour\"; known are group class name");
    check(FORM "form:with('name', '合格')", "wordlist expected");
    check(FORM "form.with(report, 'name')", "form expected");
}

static void test_alike(void **state)
{
    (void)state;
    holds("local same = report:alike('name')\n"
          "assert(#same == 1 and #same[1] == 2 and same[1][1].row == 3 and same[1][2].row == 4)\n"
          "local targets = report:alike('target')\n"
          "assert(#targets == 1 and targets[1][1].target.text == '100%')\n"
          "assert(#report:alike('reason') == 0)\n"
          "local groups = report:alike('group')\n"
          "assert(#groups == 2 and groups[1][1].row == 2 and #groups[1] == 3 and groups[2][1].row == 5)");
    holds(FORM "assert(#form:alike('name') == 1 and form:alike('name')[1][2].row == 4)\n"
               "assert(#form:alike('class') == 2 and #form:alike('reason') == 0)");
    check("report:alike('none')", "unknown word");
}

static void test_gaps(void **state)
{
    (void)state;
    holds("local gaps = report:tables()[2]:gaps()\n"
          "assert(#gaps == 1 and gaps[1].column == 3 and gaps[1].head.text == '决算数')\n"
          "assert(table.concat(gaps[1].rows, ' ') == '3 4' and gaps[1].figures == 1 and gaps[1].zeros == 0)");
    holds("local gaps = report:tables()[1]:gaps()\n"
          "assert(#gaps == 3 and gaps[2].column == 5 and gaps[2].figures == 2 and #gaps[2].rows == 2)");
    check("report:tables()[1].gaps(report)", "table of the report expected");
}

static void test_beside(void **state)
{
    (void)state;
    holds("local t = report:tables()[1]\n"
          "assert(t:beside(2, t:cell(2, 1)) == t:cell(2, 2) and t:beside(3, t:cell(2, 4)) == t:cell(3, 5))\n"
          "assert(t:beside(2, t:cell(2, 7)) == nil and t:beside(0, t:cell(2, 1)) == nil)\n"
          "assert(t:beside(99, t:cell(2, 1)) == nil)");
    check("report:tables()[1]:beside(2, 1)", "cell expected");
}

static void test_sections(void **state)
{
    (void)state;
    holds("local all, empty = report:sections(), report:sections{ empty = true, level = 2 }\n"
          "for i, s in ipairs(all) do assert(s.number == i and s.part == nil or s.part == all[i + 1]) end\n"
          "assert(#empty == 2 and empty[1].title == '存在的问题' and empty[1].part == nil)\n"
          "assert(empty[2].title == '下一步改进措施' and empty[2].part.title == '加强管理')\n"
          "assert(#report:sections{ level = 2 } == 3 and #report:sections{ level = 9 } == 0)\n"
          "assert(#report:sections{ empty = false } + #report:sections{ empty = true } == #all)\n"
          "local problems = report:sections{ title = 'ask-problems-title' }\n"
          "assert(#problems == 1 and problems[1] == empty[1])");
    check("report:sections{ title = 'ask-no-such' }", "no class of words");
    check("report:sections{ empty = 1 }", "boolean expected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms), cmocka_unit_test(test_rows_chosen), cmocka_unit_test(test_alike),
        cmocka_unit_test(test_gaps),  cmocka_unit_test(test_beside),      cmocka_unit_test(test_sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
