#include "reading.h"

#define SURE 40 /* what the usual strictness tells */

/* Claims of a kind that fail, or are above 100 %: sure enough to be told, and doubted. */
struct told {
    unsigned sure, doubted;
};

static bool fails(const struct claim *claim)
{
    struct decimal whole = {.units = 100};
    return claim->lenient == VERDICT_VIOLATED ||
           (claim->kind == CLAIM_EXECUTION && decimal_cmp(claim->computed, whole) > 0);
}

static struct told told(const char *text, enum claim_kind kind)
{
    struct told t = {0, 0};
    struct reading r = reading_of(text);
    for (uint32_t i = 0; i < r.report->claims.n; i++) {
        const struct claim *claim = &r.report->claims.items[i];
        if (claim->kind == kind && fails(claim))
            (*(claim->confidence >= SURE ? &t.sure : &t.doubted))++;
    }
    reading_done(&r);
    return t;
}

static void assert_told(const char *text, enum claim_kind kind, unsigned sure, unsigned doubted)
{
    struct told t = told(text, kind);
    assert_int_equal(t.sure, sure);
    assert_int_equal(t.doubted, doubted);
}

#define HEAD "单位：万元\n|项目|2022年预算数|2022年决算数|\n"

static void one_slip_is_told(void **state)
{
    (void)state;
    assert_told(HEAD "|基本支出|60.50|58.20|\n|项目支出|26.30|30.10|\n|合计|86.80|88.90|\n", CLAIM_SUM, 1, 0);
}

/* The second row is what stands under it. */
static void a_part_may_have_its_own_parts_under_it(void **state)
{
    (void)state;
    assert_told(
        "单位：万元\n|项目|预算数|\n|债务收入|462810|\n|转移性收入|22211|\n|补助收入|3188|\n|上解收入|7843|\n"
        "|上年结余收入|11180|\n|收入总计|492918|\n",
        CLAIM_SUM, 0, 1);
}

/* Only the first column says what the second row is: 其中. */
static void a_row_of_which_is_no_part_of_the_total(void **state)
{
    (void)state;
    assert_told(HEAD "|甲基金|2477|2908|\n|乙基金|5711|8069|\n|其中：保险费||2466|\n|丙基金|2948|1276|\n"
                     "|合计|11136|12253|\n",
                CLAIM_SUM, 0, 1);
}

static void of_which_may_open_the_list(void **state)
{
    (void)state;
    assert_told("|项目|年初预算数|全年预算数|全年执行数|\n|年度资金总额|412.60|430.00|408.50|\n"
                "|其中：基本支出|300.00|310.00|305.20|\n|项目支出|112.60|120.00|103.20|\n",
                CLAIM_SUM, 1, 0);
}

/* 其他收入 is no part of 非税收入 in the lexicon; in this table it is. */
static void what_the_lexicon_leaves_out_may_stand_in_the_table(void **state)
{
    (void)state;
    static const char ROWS[] =
        "|专项收入|1400|1136|\n|行政事业性收费收入|25800|29406|\n|罚没收入|32400|29248|\n"
        "|国有资本经营收入|10200|9723|\n|政府住房基金收入|40300|27868|\n";
    char text[1024];
    snprintf(text, sizeof text, HEAD "|非税收入|110200|97386|\n%s|甲类别的收入|100|5|\n", ROWS);
    assert_told(text, CLAIM_SUM, 0, 2);
    snprintf(text, sizeof text, HEAD "|非税收入|110900|97881|\n%s|甲类别的收入|200|5|\n", ROWS);
    assert_told(text, CLAIM_SUM, 2, 0);
}

/* Two groups of budget, adjusted budget and actual in one row: each is measured by its own. */
static void spending_is_measured_by_its_own_groups_budget(void **state)
{
    (void)state;
    assert_told("单位：亿元\n|地区|全年预算数|决算数|全年预算数|决算数|\n|云溪县|69.14|69.14|17.30|17.30|\n"
                "|松河县|51.84|51.84|10.35|10.35|\n",
                CLAIM_EXECUTION, 0, 2);
    assert_told("单位：亿元\n|地区|全年预算数|决算数|\n|云溪县|69.14|71.20|\n|松河县|51.84|51.84|\n",
                CLAIM_EXECUTION, 1, 0);
}

/* A column of growth under a head that was lost, beside rates that are a digit or a point off. */
static void a_rate_far_from_its_quotient_is_another_columns(void **state)
{
    (void)state;
#define RATES                                                                                                \
    "单位：万元\n|项目|全年预算数|决算数|执行率|\n|教育支出|2000|1900|95.0%|\n|国防支出|100|90|90.0%|\n"
    assert_told(RATES "|农林水支出|11388|10345|1.9%|\n", CLAIM_RATIO, 0, 1);
    assert_told(RATES "|农林水支出|11388|10345|-26.5%|\n", CLAIM_RATIO, 0, 1);
    assert_told(RATES "|农林水支出|11388|10345|80.8%|\n", CLAIM_RATIO, 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_slip_is_told),
        cmocka_unit_test(a_part_may_have_its_own_parts_under_it),
        cmocka_unit_test(a_row_of_which_is_no_part_of_the_total),
        cmocka_unit_test(of_which_may_open_the_list),
        cmocka_unit_test(what_the_lexicon_leaves_out_may_stand_in_the_table),
        cmocka_unit_test(a_rate_far_from_its_quotient_is_another_columns),
        cmocka_unit_test(spending_is_measured_by_its_own_groups_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
