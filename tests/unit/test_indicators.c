#include "reading.h"

static const char FORM[] =
    "云溪县测绘档案馆项目支出绩效自评表\n"
    "| 年度资金总额 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | |\n"
    "| 年度资金总额 | 20.00 | 20.00 | 18.00 | 10 | 90% | 9 | |\n"
    "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |\n"
    "| 产出指标 | 数量指标 | 测绘图幅 | ≥40幅 | 38幅 | 50 | 48 | |\n"
    "| | | | | | | | |\n"
    "| 效益指标 | 社会效益 | 查阅便利 | 便利 | 便利 | 40 | | 正在改进 |\n"
    "| 总分 | | | | | 100 | 57 | |\n";

static const struct indicator *nth(const struct reading *r, enum indicator_kind kind, uint32_t n)
{
    for (uint32_t i = 0; i < r->report->indicators.n; i++)
        if (r->report->indicators.items[i].kind == kind && n-- == 0)
            return &r->report->indicators.items[i];
    return NULL;
}

static bool holds(const struct indicator *item, enum indicator_column column, const char *text)
{
    return item->cells[column] && slice_eq(item->cells[column]->text.s, slice_of(text));
}

static void reads_the_rows_of_a_form(void **state)
{
    (void)state;
    struct reading r = reading_of(FORM);
    const struct indicator *first = nth(&r, INDICATOR_ROW, 0), *second = nth(&r, INDICATOR_ROW, 1);
    assert_non_null(first);
    assert_non_null(second);
    assert_null(nth(&r, INDICATOR_ROW, 2)); /* the blank row is none */
    assert_true(holds(first, INDICATOR_NAME, "测绘图幅"));
    assert_true(holds(first, INDICATOR_TARGET, "≥40幅"));
    assert_true(holds(first, INDICATOR_ACHIEVED, "38幅"));
    assert_true(first->facts[INDICATOR_SCORE] < r.report->facts.n);
    assert_true(holds(first, INDICATOR_REASON, ""));
    assert_true(holds(second, INDICATOR_SCORE, ""));
    assert_int_equal(second->facts[INDICATOR_SCORE], UINT32_MAX);
    assert_true(holds(second, INDICATOR_REASON, "正在改进"));
    reading_done(&r);
}

static void tells_funds_and_total_apart(void **state)
{
    (void)state;
    struct reading r = reading_of(FORM);
    const struct indicator *funds = nth(&r, INDICATOR_FUNDS, 0), *total = nth(&r, INDICATOR_TOTAL, 0);
    assert_non_null(funds);
    assert_non_null(total);
    assert_true(holds(funds, INDICATOR_NAME, "年度资金总额"));
    assert_true(holds(funds, INDICATOR_SCORE, "9"));
    assert_true(holds(total, INDICATOR_WEIGHT, "100"));
    assert_true(holds(total, INDICATOR_SCORE, "57"));
    reading_done(&r);
}

/* 合计 of the sources is a row of the funds; a head's bracket tells how its column is worked out. */
static void reads_funds_called_a_total(void **state)
{
    (void)state;
    struct reading r =
        reading_of("云溪县测绘档案馆绩效自评表\n"
                   "| 资金来源 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分（执行率×分值） |\n"
                   "| 上级资金 | 12.00 | 10.00 | — | 83.33% | — |\n"
                   "| 合计 | 20.00 | 18.00 | 10 | 90% | 9 |\n"
                   "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 分值 | 得分 |\n"
                   "| 产出指标 | 数量指标 | 测绘图幅 | ≥40幅 | 90 | 88 |\n"
                   "| 小计 | | | | 90 | 88 |\n"
                   "| 总分 | | | | 100 | 97 |\n");
    const struct indicator *funds = nth(&r, INDICATOR_FUNDS, 1);
    assert_true(funds && holds(funds, INDICATOR_NAME, "合计") && holds(funds, INDICATOR_SCORE, "9"));
    assert_true(holds(nth(&r, INDICATOR_TOTAL, 0), INDICATOR_SCORE, "88"));
    assert_true(holds(nth(&r, INDICATOR_TOTAL, 1), INDICATOR_SCORE, "97"));
    reading_done(&r);
}

/* What stands before the names belongs to them, whatever its head says. */
static void takes_columns_after_the_name_only(void **state)
{
    (void)state;
    struct reading r = reading_of("云溪县测绘档案馆绩效自评表\n"
                                  "| 绩效目标及完成情况 | 绩效内容 | 绩效目标值 | 完成情况 |\n"
                                  "| 产出目标 | 测绘图幅 | 40幅 | 41幅 |\n"
                                  "| 效益目标 | 查阅人次 | 300人次 | 310人次 |\n");
    const struct indicator *item = nth(&r, INDICATOR_ROW, 0);
    assert_non_null(item);
    assert_true(holds(item, INDICATOR_NAME, "测绘图幅"));
    assert_true(holds(item, INDICATOR_ACHIEVED, "41幅"));
    reading_done(&r);
}

static bool is_name(const struct reading *r, const char *text)
{
    return indicator_is_name(r->report->lexicon, slice_of(text));
}

static void tells_names_from_what_stands_for_them(void **state)
{
    (void)state;
    struct reading r =
        reading_of("云溪县测绘档案馆绩效自评表\n"
                   "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
                   "| 产出指标 | 数量指标 | 测绘图幅 | 40幅 | 38幅 | 50 | 48 |\n"
                   "| 产出指标 | 数量指标 | …… | 1 | 1 | 5 | 5 |\n"
                   "| 产出指标 | 数量指标 | 填表人：陈远 | 1 | 1 | 5 | 5 |\n");
    assert_int_equal(r.report->indicators.n, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_true(indicator_has_values(&r.report->indicators.items[i]));
        assert_int_equal(r.report->indicators.items[i].named, i == 0);
    }
    assert_true(is_name(&r, "图幅") && is_name(&r, "1. 暂无人图幅"));
    assert_false(is_name(&r, "……") || is_name(&r, "……...") || is_name(&r, "暂 无") || is_name(&r, "1.合计"));
    assert_false(is_name(&r, "无") || is_name(&r, "100") || is_name(&r, ""));
    reading_done(&r);
}

static void other_tables_have_none(void **state)
{
    (void)state;
    struct reading r = reading_of("| 项目 | 年初预算数 | 决算数 |\n| 基本支出 | 20.00 | 21.00 |\n"
                                  "| 项目支出 | 30.00 | 31.00 |\n");
    assert_int_equal(r.report->indicators.n, 0);
    reading_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_rows_of_a_form),
        cmocka_unit_test(tells_funds_and_total_apart),
        cmocka_unit_test(reads_funds_called_a_total),
        cmocka_unit_test(takes_columns_after_the_name_only),
        cmocka_unit_test(tells_names_from_what_stands_for_them),
        cmocka_unit_test(other_tables_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
