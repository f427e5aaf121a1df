/* The slip that explains a claim that does not hold: for each text what the clearest one says, or that none is
 * clear. */
#include "reading.h"

struct expectation {
    const char *text;
    const char *formula; /* begins the violated claim's formula */
    const char *zh;      /* NULL: none is clear */
};

static const struct expectation EXPECTATIONS[] = {
    /* a unit */
    {"全年受理项目3批，总投资额148.52亿元，其中一期投资额71.35万元，二期投资额3.27亿元，三期投资额73."
     "9亿元。\n",
     "0.007135", "若“71.35万元”为71.35亿元则合计正好相符（单位之差）"},
    {"2022年支出合计612.40万元，其中：基本支出355.20万元，项目支出2572.0万元。\n", "355.20",
     "若“2572.0万元”为257.20万元则合计正好相符（小数点错位）"},
    {"2022年支出合计612.40万元，其中：基本支出355.20万元，项目支出275.20万元。\n", "355.20",
     "若“275.20万元”为257.20万元则合计正好相符（两位数字颠倒）"},
    {"2022年年初预算数517.64万元，全年执行数459.21万元，完成年初预算的98.71%。\n", "459.21",
     "若“98.71%”为88.71%则比率相符（一位数字之差）"},
    /* any digit would do as well */
    {"2022年支出合计612.45万元，其中：基本支出355.20万元，项目支出257.20万元。\n", "355.20", NULL},
    /* too few digits to tell a slip from chance */
    {"本单位共有人员48人，其中在职人员27人，退休人员19人。\n", "27", NULL},
    {"2022年部门收支情况表（单位：万元）\n| 项目 | 2021年决算数 | 2022年决算数 |\n| 人员经费 | 211.37 | "
     "304.62 |\n"
     "| 公用经费 | 57.18 | 83.55 |\n| 项目支出 | 120.06 | 178.94 |\n| 合计 | 388.61 | 388.61 |\n",
     "304.62", "若“388.61万元”为567.11万元则合计正好相符（疑为另一年度的数）"},
    /* a row that the total leaves out, and one that it counts twice */
    {"2022年支出明细表（单位：万元）\n| 项目 | 预算数 | 决算数 |\n| 办公费 | 20.15 | 31.37 |\n| 差旅费 | "
     "10.05 | 14.62 |\n"
     "| 会议费 | 8.26 | 7.91 |\n| 合计 | 38.46 | 39.28 |\n",
     "31.37", "合计似未计入差旅费14.62万元，除此之外各项之和正好相符"},
    {"2022年支出明细表（单位：万元）\n| 项目 | 预算数 | 决算数 |\n| 办公费 | 20.15 | 31.37 |\n| 差旅费 | "
     "10.05 | 14.62 |\n"
     "| 会议费 | 8.26 | 7.91 |\n| 合计 | 38.46 | 68.52 |\n",
     "31.37", "合计似重复计入差旅费14.62万元，多计一次则正好相符"},
    /* two sums agree on what one figure should be */
    {"2022年支出预算表（单位：万元）\n| 项目 | 合计 | 基本支出 | 项目支出 |\n| 行政运行 | 131.37 | 31.37 | "
     "100.00 |\n"
     "| 事业运行 | 70.62 | 14.62 | 56.00 |\n| 其他支出 | 61.48 | 21.48 | 40.00 |\n| 合计 | 247.90 | 67.47 | "
     "196.00 |\n",
     "131.37", "若“247.90万元”为263.47万元则合计正好相符"},
};

static bool is_it(const struct report *report, const struct claim *claim, const char *formula)
{
    return claim->lenient == VERDICT_VIOLATED &&
           slice_starts(claim_formula(report, claim), slice_of(formula));
}

static void check(const struct expectation *e)
{
    struct reading r = reading_of(e->text);
    const struct claim *violated = NULL;
    for (uint32_t i = 0; i < r.report->claims.n && !violated; i++)
        if (is_it(r.report, &r.report->claims.items[i], e->formula))
            violated = &r.report->claims.items[i];
    if (!violated)
        fail_msg("%s: no violated claim %s", e->text, e->formula);
    const struct hypothesis *h = hypothesis_clear(violated);
    struct slice text = h ? hypothesis_text(r.report, violated, h, false) : S("");
    if (!slice_eq(text, slice_of(e->zh ? e->zh : "")))
        fail_msg("%s: %.*s", e->text, SLICE_ARG(text));
    reading_done(&r);
}

static void test_likeliest_slips(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof EXPECTATIONS / sizeof *EXPECTATIONS; i++)
        check(&EXPECTATIONS[i]);
}

/* A report with more violated claims than are looked into: the first ones are. */
static void test_no_more_than_the_limit(void **state)
{
    (void)state;
    char text[HYPOTHESES_CLAIMS_MAX * 320] = "";
    size_t at = 0;
    for (unsigned i = 0; i < HYPOTHESES_CLAIMS_MAX + 20; i++)
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "2022年支出合计%u.40万元，其中：基本支出355.20万元，项目支出2572.0万元。\n",
                               612 + i);
    assert_true(at < sizeof text);
    struct reading r = reading_of(text);
    unsigned violated = 0, looked_into = 0;
    for (uint32_t c = 0; c < r.report->claims.n; c++) {
        const struct claim *claim = &r.report->claims.items[c];
        bool own = claim->lenient == VERDICT_VIOLATED && claim->blocked_by < 0;
        violated += own;
        looked_into += claim->n_hypotheses > 0;
    }
    assert_true(violated > HYPOTHESES_CLAIMS_MAX);
    assert_true(looked_into > 0 && looked_into <= HYPOTHESES_CLAIMS_MAX);
    reading_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_likeliest_slips),
        cmocka_unit_test(test_no_more_than_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
