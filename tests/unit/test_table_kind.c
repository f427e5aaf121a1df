/* What a table is, by its caption and its words. */
#include "reading.h"

#include "../../daemon/report/table_kind.h"

static const struct {
    const char *text;
    enum table_kind kind;
    const char *form;
} CASES[] = {
    {"| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 备注 |\n| 产出指标 | 数量指标 | 巡查次数 | 12次 | |\n",
     TABLE_INDICATORS, "goal"},
    {"| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
     "| 产出指标 | 数量指标 | 巡查次数 | 12次 | 12次 | 10 | 10 |\n",
     TABLE_INDICATORS, "evaluation"},
    {"| 年度资金总额 | 年初预算数 | 全年预算数 | 全年执行数 |\n| 其他资金 | 1 | 2 | 2 |\n", TABLE_FUNDS,
     NULL},
    {"| 编制数 | 实际在职人数 | 控制率 |\n| 20 | 19 | 95% |\n", TABLE_STAFF, NULL},
    {"“三公”经费支出决算表\n| 项目 | 金额 |\n| 甲 | 1.2 |\n", TABLE_THREE_PUBLIC, NULL},
    {"收入支出决算总表\n| 项目 | 金额 | 项目 | 金额 |\n| 甲 | 1.2 | 乙 | 1.2 |\n", TABLE_BALANCE, NULL},
    {"收入决算表\n| 项目 | 合计 |\n| 甲 | 1.2 |\n", TABLE_INCOME, NULL},
    {"支出决算表\n| 项目 | 合计 |\n| 甲 | 1.2 |\n", TABLE_EXPENDITURE, NULL},
    {"| 项目 | 预算数 | 决算数 |\n| 道路养护 | 1.2 | 1.1 |\n", TABLE_EXECUTION, NULL},
    {"| 资产 | 数量 |\n| 固定资产 | 3 |\n| 无形资产 | 2 |\n", TABLE_ASSETS, NULL},
    {"| 姓名 | 职务职称 | 签字 |\n| 某甲 | 主任 | |\n", TABLE_SIGNATURE, NULL},
    {"政府采购情况表\n| 类别 | 金额 |\n| 甲 | 1.2 |\n", TABLE_PROCUREMENT, NULL},
    {"| 科目编码 | 科目名称 | 金额 |\n| 20101 | 某事务 | 1.2 |\n", TABLE_DISCLOSURE, NULL},
    /* one word alone, or words that are no heads, make no kind */
    {"| 河流 | 长度 |\n| 青石河 | 12 |\n", TABLE_OTHER, NULL},
    {"| 项目 | 说明 |\n| 甲 | 编制数、在职人数、控制率见附表 |\n", TABLE_OTHER, NULL},
};

static void tells_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct reading r = reading_of(CASES[i].text);
        const struct table *table = r.report->document->tables[0];
        const char *form = table_form_name((enum table_form)table->form);
        if (table->kind != CASES[i].kind || !(table->kinds >> CASES[i].kind & 1) || !form != !CASES[i].form ||
            (form && strcmp(form, CASES[i].form) != 0))
            fail_msg("%s is %s, form %s", CASES[i].text, table_kind_name((enum table_kind)table->kind),
                     form ? form : "-");
        reading_done(&r);
    }
}

/* A form that has both is found as either. */
static void finds_several_kinds(void **state)
{
    (void)state;
    struct reading r = reading_of("| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 得分 |\n"
                                  "| 年度资金总额 | 1 | 2 | 2 | 10 |\n"
                                  "| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |\n"
                                  "| 产出指标 | 巡查次数 | 12次 | 12次 | 10 |\n");
    uint32_t kinds = r.report->document->tables[0]->kinds;
    assert_true(kinds >> TABLE_FUNDS & 1 && kinds >> TABLE_INDICATORS & 1 && !(kinds >> TABLE_OTHER & 1));
    reading_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_kinds), cmocka_unit_test(finds_several_kinds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
