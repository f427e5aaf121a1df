/* The limits of the readers of claims, each crossed: a text just within gives the claim, and one just beyond does not. */
#include "reading.h"

/* A list with a total. */
#define VILLAGES                                                                                                                \
    "| 村名 | 户数（户） | 人数（人） |\n| 上坪村 | 86 | 241 |\n| 下坪村 | 197 | 560 |\n| 石桥村 | 137 | " \
    "388 |\n"                                                                                                                   \
    "| 合计 | 420 | 1189 |\n"

/* A text of a head, a filling as often as the limit lets it be, and a tail. */
struct reach {
    const char *head, *filling, *tail;
    int n;             /* so many fillings are within, one more is beyond */
    const char *claim; /* how it begins: `kind verdict formula` */
};

static const struct reach REACHES[] = {
    /* claims_fromto.c: changes after the two figures, bytes between the two and before the first */
    {"服务企业由48家增至57家，", "增幅18.75%，", "净增9家。\n", 2, "difference exact 57-48=9"},
    {"2022年服务企业由2021年的48家", "新", "增至57家。\n", 10, "direction exact 57>48"},
    {"服务企业由", "新", "48家增至57家。\n", 16, "direction exact 57>48"},
    {"接待费5万元，比", "新", "预算8万元少3万元。\n", 17, "difference exact 5-8=-3"},
    {"接待费5万元，比预算8万元", "新", "少3万元。\n", 5, "difference exact 5-8=-3"},
    /* claims_beside.c: figures before a rate of adjustment and before a share; bytes of 的, and of a bracket */
    {"年初预算800万元，年中追加200万元，", "检查3次，", "预算调整率25%。\n", 10, "ratio exact 200÷800"},
    {"检查企业312家，", "走访3次，", "查处48家，占15.38%。\n", 5, "ratio rounded 48÷312"},
    {"新认定24家，占申报数32家的", "总", "75%。\n", 4, "ratio exact 24÷32"},
    {"新建农田24亩，完成任务的120%（任务", "新", "20亩）。\n", 7, "ratio exact 24÷20"},
    /* claims_quarters.c: figures before the parts, and bytes before the first of four */
    {"全年完成投资100万元。", "检查3次，", "上半年60万元，下半年40万元。\n", 5, "sum exact 60+40=100"},
    {"全年投资100万元，一至四季度", "新", "分别完成10万元、20万元、30万元、40万元。\n", 11,
     "sum exact 10+20+30+40=100"},
    /* claims_deducted.c: deductions of a heading, and paragraphs under it */
    {"（一）决策（15分，得15分）\n制度不全，扣0分", "；流程不清，扣0分", "。\n", 11, "sum exact 15+0+0"},
    {"（一）决策（15分，得13分）\n", "制度还有待完善。\n", "流程不清，扣2分。\n", 7, "sum exact 13+2=15"},
    /* claims_base.c: how far off the base is, and the part; how many are tried */
    {"采购总额200万元。\n", "检查3次。\n", "办公设备采购50万元，占采购总额的25%。\n", 399,
     "ratio exact 50÷200"},
    {"采购总额2160万元。\n", "检查3次。\n", "办公设备采购720万元，占采购总额的12.5%。\n", 59,
     "ratio violated "},
    {"采购总额200万元。\n办公设备采购50万元，", "质检率99%，", "占采购总额的25%。\n", 2,
     "ratio exact 50÷200"},
    {"项目预算200万元。\n", "其他资金300万元。\n", "累计支出50万元，执行率25%。\n", 3, "ratio exact 50÷200"},
    /* claims_common.c: how far off the base of all is, and the bases of the same names */
    {"资金4000万元。\n", "检查3次。\n",
     "断面整治1440万元，占36%；仪器更新1080万元，占27%；站房维修720万元，占19%。\n", 39,
     "ratio violated 720÷4000"},
    {"中央补助资金100万元，省级补助资金200万元，市级补助资金50万元。\n", "检查3次。\n",
     "中央补助资金支出98万元，执行率98%；省级补助资金支出190万元，执行率95%"
     "；市级补助资金支出45万元，执行率94%。\n",
     155, "ratio violated 45÷50"},
    /* claims_left.c: how far off the two are in the paragraph, and the whole in one before; how many are tried */
    {"到位资金100万元，", "检查3次，", "支出60万元，结余40万元。\n", 6, "identity exact 100-60=40"},
    {"下达资金312.68万元。\n", "检查3次。\n", "支付200.31万元，未支付资金112.37万元。\n", 23,
     "identity exact 312.68-200.31=112.37"},
    {"下达资金312.68万元。\n", "安排资金500.55万元。\n", "支付200.31万元，未支付资金112.37万元。\n", 3,
     "identity exact 312.68-200.31=112.37"},
    /* claims_points.c */
    {"2021年质检率92.1%，", "检查3次，", "2022年质检率95.2%，提高3.1个百分点。\n", 8,
     "difference exact 95.2-92.1=3.1"},
    /* claims_whole.c: statements of the whole's score, and scores of parts */
    {"", "自评得分95.5分。\n", "综合得分95.8分。\n", 11, "same violated 95.5≠95.8"},
    {"自评得分98分。\n", "机动（0分）得0分。\n", "产出（50分）得48分。\n效益（50分）得50分。\n", 38,
     "sum exact 0+0+0"},
    /* claims_joined.c: bytes between the word and the total, with the word, and parts */
    {"东山县12户，西岭县15户，南浦区20户，合计", "改", "47户。\n", 3, "sum exact 12+15+20=47"},
    {"东山县12万元，西岭县15万元，南浦区20万元，", "新", "合计47万元。\n", 3, "sum exact 12+15+20=47"},
    {"东山县12万元，西岭县15万元，南浦区20万元，甲乙三级资金合计", "改", "47万元。\n", 2,
     "sum exact 12+15+20=47"},
    {"东山县12户，西岭县15户，", "东平县0户，", "合计27户。\n", 22, "sum exact 12+15+0"},
    /* claims_spoken.c: paragraphs and figures between a table and what is told of its total */
    {"全镇共发放402户。\n", "宣传到位。\n", VILLAGES, 4, "same violated 420≠402"},
    {"全镇共发放402户，", "检查3次，", "完成发放。\n" VILLAGES, 23, "same violated 420≠402"},
    /* claims_table.c: rows under 其中 that are tried */
    {"| 项目 | 2021年决算数 | 2022年决算数 |\n| 公用经费 | 30.00 | 40.00 |\n| 其中：办公经费 | 10.00 | 15.00 "
     "|\n",
     "| 水费 | 0.00 | 0.00 |\n", "| 差旅费 | 20.00 | 25.00 |\n| 政府采购金额 | 48.60 | 50.75 |\n", 9,
     "sum exact 10.00+0.00"},
    /* claims_staff.c: how far off the head counts of a rate are; kinds of staff */
    {"编制数42名，", "检查3次，", "在职人数39人，人员控制率96.82%。\n", 6, "ratio violated 39÷42"},
    {"在职人数39人，", "管理人员0人，", "事业人员39人。\n", 11, "sum exact 0+0+0"},
};

/* The goals of a form, and an indicator of its own. */
#define FORM(goal, result, name)                                                                             \
    "2023年度项目支出绩效自评表\n| 年度总体目标 | 预期目标 | 实际完成情况 |\n| | " goal                      \
    "，效果良好。 | " result                                                                                 \
    "，效果良好。 |\n| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n| 产出指标 | " name    \
    " | ≥80口 | 91口 | 50 | 50 |\n"

/* A table of accounts by code, in which one class is not what stands under it. */
#define CODES(more)                                                                                                              \
    "2022年决算表\n单位：万元\n| 科目编码 | 科目名称 | 决算数 |\n| 205 | 教育支出 | 30.20 |\n| 20501 | " \
    "教育管理事务 | 30.20 |\n"                                                                                             \
    "| 208 | 社会保障和就业支出 | 162.40 |\n| 20805 | 行政事业单位养老支出 | 126.40 |\n| 210 | "              \
    "卫生健康支出 | 12.50 |\n"                                                                                             \
    "| 21011 | 行政事业单位医疗 | 12.50 |\n" more "| 229 | 其他支出 | 3.00 |\n"

/* Texts of their own for what no filling makes longer. */
static const struct {
    const char *within, *beyond;
    const char *claim;
} PAIRS[] = {
    /* claims_base.c: bytes of the base's name */
    {"采购总额200万元。\n办公设备采购50万元，占采购总额的25%。\n",
     "采购总额200万元。\n办公设备采购50万元，占购总额的25%。\n", "ratio "},
    /* claims_base.c: digits of a rate of what no word names */
    {"农房1250户。移交138户，复核率10.14%。\n", "农房1250户。移交123户，复核率9.48%。\n", "ratio violated "},
    /* claims_outline.c: codes that must be the sum of those under them */
    {CODES("| 221 | 住房保障支出 | 61.20 |\n| 22102 | 住房改革支出 | 61.20 |\n"), CODES(""),
     "sum violated 126.40"},
    /* claims_entry.c: bytes of an indicator's name */
    {FORM("修水井80口", "修水井81口", "修水井"), FORM("水井80口", "水井81口", "水井"), "same violated 81≠91"},
    /* claims_kinds.c: kinds in one list */
    {"车辆12辆，其中领导用车1辆、其他用车1辆、机要用车1辆、应急用车1辆、执勤用车1辆、特种用车1辆、老干部用车1"
     "辆、"
     "业务用车1辆、特种车1辆、执法车1辆、保障用车1辆、其他车辆2辆。\n",
     "车辆13辆，其中领导用车1辆、其他用车1辆、机要用车1辆、应急用车1辆、执勤用车1辆、特种用车1辆、老干部用车1"
     "辆、"
     "业务用车1辆、特种车1辆、执法车1辆、其他车辆1辆、保障用车1辆、执法用车2辆。\n",
     "sum violated "},
    /* claims_left.c: digits of what is left, and of the two */
    {"到位资金3326万元，支出3203万元，结余133万元。\n", "到位资金3326万元，支出3263万元，结余73万元。\n",
     "identity violated "},
    {"到位资金1826万元，支出1203万元，结余633万元。\n", "到位资金926万元，支出603万元，结余333万元。\n",
     "identity violated "},
    /* claims_left.c: bytes after it, as long as the longest word */
    {"应到位3126万元，到位2003万元，1123万元尚未支出。\n",
     "应到位3126万元，到位2003万元，1123万元今年尚未支出。\n", "identity exact 3126-2003=1123"},
    /* claims_mend.c: digits of the figure with the slip, the fewest and the most, and of the rate */
    {"采购总额800万元。\n办公设备采购235万元，占采购总额的31.63%。\n",
     "采购总额81万元。\n办公设备采购52万元，占采购总额的30.9%。\n", "ratio violated "},
    {"采购总额81万元。\n办公设备采购52万元，占采购总额的30.86%。\n",
     "采购总额8万元。\n办公设备采购2万元，占采购总额的62.50%。\n", "ratio violated "},
    {"采购总额900000000000元。\n办公设备采购500000000000元，占采购总额的33.33%。\n",
     "采购总额9000000000000元。\n办公设备采购5000000000000元，占采购总额的33.33%。\n", "ratio violated "},
    {"采购总额2160万元。\n办公设备采购720万元，占采购总额的12.5%。\n",
     "采购总额360万元。\n办公设备采购207万元，占采购总额的75%。\n", "ratio violated "},
    /* claims_staff.c: bytes of a kind's name that more words may follow */
    {"在职人数39人，公务员岗21人、管理人员18人。\n", "在职人数39人，行政岗21人、管理人员18人。\n",
     "sum exact 21+18=39"},
};

static bool gives(struct slice text, const char *claim)
{
    struct reading r = reading_of_bytes(text);
    bool found = false;
    for (uint32_t i = 0; i < r.report->claims.n && !found; i++) {
        const struct claim *c = &r.report->claims.items[i];
        found = slice_starts(arena_printf(r.arena, "%s %s " SLICE_FMT, claim_kind_text(c->kind),
                                          verdict_text(c->lenient), SLICE_ARG(claim_formula(r.report, c))),
                             slice_of(claim));
    }
    reading_done(&r);
    return found;
}

static bool filled_gives(const struct reach *reach, int n)
{
    char text[8192];
    size_t length = 0;
    for (int i = -1; i <= n; i++) {
        struct slice part = slice_of(i < 0 ? reach->head : i < n ? reach->filling : reach->tail);
        assert_true(length + part.len <= sizeof text);
        memcpy(text + length, part.at, part.len);
        length += part.len;
    }
    return gives((struct slice){text, length}, reach->claim);
}

static void reaches_so_far(void **state)
{
    (void)state;
    unsigned bad = 0;
    for (size_t i = 0; i < COUNT(REACHES); i++) {
        const struct reach *reach = &REACHES[i];
        if (!filled_gives(reach, reach->n) && ++bad)
            print_error("%d× %s in %s gives no %s\n", reach->n, reach->filling, reach->head, reach->claim);
        if (filled_gives(reach, reach->n + 1) && ++bad)
            print_error("%d× %s in %s gives %s\n", reach->n + 1, reach->filling, reach->head, reach->claim);
    }
    assert_int_equal(bad, 0);
}

/* claims.c: so many violated claims are held against the figures beside them */
static void reads_so_many_again(void **state)
{
    (void)state;
    static const char MISREAD[] = "新建3680户、整改1245户，占目标4900户的100.51%。\n";
    static char text[201 * sizeof MISREAD];
    for (size_t n = 200; n <= 201; n++) {
        for (size_t i = 0; i < n; i++)
            memcpy(text + i * (sizeof MISREAD - 1), MISREAD, sizeof MISREAD - 1);
        assert_int_equal(gives((struct slice){text, n * (sizeof MISREAD - 1)}, "ratio violated 1245÷4900"),
                         n > 200);
    }
}

static void tells_enough(void **state)
{
    (void)state;
    unsigned bad = 0;
    for (size_t i = 0; i < COUNT(PAIRS); i++) {
        if (!gives(slice_of(PAIRS[i].within), PAIRS[i].claim) && ++bad)
            print_error("no %s in %s\n", PAIRS[i].claim, PAIRS[i].within);
        if (gives(slice_of(PAIRS[i].beyond), PAIRS[i].claim) && ++bad)
            print_error("%s in %s\n", PAIRS[i].claim, PAIRS[i].beyond);
    }
    assert_int_equal(bad, 0);
}

/* claims_entry.c: an indicator told again is never so sure as what is told to those who ask for the surest alone. */
static void is_never_sure(void **state)
{
    (void)state;
    struct reading r = reading_of(FORM("修水井80口", "修水井81口", "修水井"));
    unsigned told = 0;
    for (uint32_t i = 0; i < r.report->claims.n; i++)
        if (r.report->claims.items[i].kind == CLAIM_SAME && ++told)
            assert_int_equal(r.report->claims.items[i].confidence, 70);
    assert_int_equal(told, 1);
    reading_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reaches_so_far),
                                       cmocka_unit_test(reads_so_many_again), cmocka_unit_test(tells_enough),
                                       cmocka_unit_test(is_never_sure)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
