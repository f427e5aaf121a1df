/* Facts read out of a few lines: for each text what must be among them, as
 * `measure|label|version|year|value unit|more`, a `-` where there is no measure; `more` holds what is set of:
 * P (prior year), +1 -1 (direction), >VERSION and >prior (compared with), h=HOLDER, s=SCOPE. */
#include "reading.h"

#define FACTS_MAX 8

struct expectation {
    const char *text;
    const char *facts[FACTS_MAX];
};

#define TITLE "2021年度青石县道路养护中心部门整体支出绩效自评报告\n"

static const struct expectation PROSE[] = {
    {TITLE "年初预算为10.5万元，支出决算为9万元，完成年初预算的85.71%。\n",
     {"-||initial|2021|10.5万元|", "-||actual|2021|9万元|"}},
    {TITLE "一、基本支出。年初预算为10.5万元，支出决算为9万元，完成年初预算的85.71%。\n",
     {"基本支出|基本支出|initial|2021|10.5万元|", "基本支出|基本支出|actual|2021|9万元|",
      "基本支出|基本支出|rate|2021|85.71%|>initial"}},
    {TITLE "2021年支出总额864.53万元，为年初预算205.40万元的420.90%。其中基本支出262.18万元，占30.3%。\n",
     {"支出合计|支出总额|actual|2021|864.53万元|", "支出合计|支出总额|initial|2021|205.40万元|",
      "支出合计|支出总额|rate|2021|420.90%|>initial", "基本支出|基本支出|actual|2021|262.18万元|",
      "基本支出|基本支出|share|2021|30.3%|"}},
    {TITLE "2021年“三公”经费预算为4.26万元，主要是公务用车运行费3.12万元，公务接待费1.14万元。\n",
     {"三公经费|“三公”经费|budget|2021|4.26万元|", "公务用车运行维护费|公务用车运行费|budget|2021|3.12万元|",
      "公务接待费|公务接待费|budget|2021|1.14万元|"}},
    {TITLE "公务接待费决算14.2万元，比上年减少7.63万元，下降34.95%。\n",
     {"公务接待费|公务接待费|actual|2021|14.2万元|", "公务接待费|公务接待费|change|2021|7.63万元|-1>prior",
      "公务接待费|公务接待费|growth|2021|34.95%|-1>prior"}},
    {TITLE "项目支出120万元，与2020年项目支出100万元相比增加20万元。\n",
     {"项目支出|项目支出|unknown|2020|100万元|P", "项目支出|项目支出|change|2021|20万元|+1"}},
    {TITLE
     "批复部门预算支出243.75万元，其中：基本支出183.75万元(含工资福利支出141.20万元，商品服务支出31.2万元);"
     "项目支出60万元。\n",
     {"基本支出|基本支出|initial|2021|183.75万元|", "商品和服务支出|商品服务支出|initial|2021|31.2万元|",
      "项目支出|项目支出|initial|2021|60万元|"}},
    {TITLE "上年结转152.36万元，年中追加预算31.60万元，调剂调减预算6.45万元，年末结余3万元。\n",
     {"上年结转资金|上年结转|carried_in|2021|152.36万元|", "-||supplement|2021|31.60万元|",
      "-||cut|2021|6.45万元|", "年末结转和结余|年末结余|balance|2021|3万元|"}},
    {TITLE "全县重点项目完成投资108亿元，金融机构存款余额206.4亿元。\n",
     {"-|全县重点项目完成投资|unknown|2021|108亿元|", "-|金融机构存款余额|unknown|2021|206.4亿元|"}},
    {TITLE "项目支出中桥梁检测92.4万元，市本级基本支出20万元。\n",
     {"-|项目支出中桥梁检测|unknown|2021|92.4万元|", "基本支出|市本级基本支出|unknown|2021|20万元|s=市本级"}},
    {TITLE "在职人员26人，内设股室5个，资金100万，满意度达到98%。\n",
     {"在职人数|在职人员|unknown|2021|26人|", "-|内设股室|unknown|2021|5个|",
      "满意度|满意度|unknown|2021|98%|"}},
    {TITLE "财政拨款收入480.5万元，上年460.5万元，事业收入32.3万元。\n",
     {"财政拨款收入|财政拨款收入|unknown|2021|480.5万元|",
      "财政拨款收入|财政拨款收入|unknown|2020|460.5万元|P", "事业收入|事业收入|unknown|2021|32.3万元|"}},
    {TITLE "公用经费。\n年初预算为10.5万元。\n另有说明。\n年初预算为7.5万元。\n",
     {"公用经费|公用经费|initial|2021|10.5万元|", "-||initial|2021|7.5万元|"}},
    {TITLE "产出指标(50分)，结余资金7万。\n",
     {"产出指标|产出指标|weight|2021|50分|", "结余资金|结余资金|balance|2021|7万元|"}},
    {TITLE "自评总得分95分，其中产出指标（50分）得48分，效益指标满分30分，自评得分28.5分，合理性20分。\n",
     {"总分|自评总得分|score|2021|95分|", "产出指标|产出指标|weight|2021|50分|",
      "产出指标|产出指标|score|2021|48分|", "效益指标|效益指标|weight|2021|30分|",
      "效益指标|效益指标|score|2021|28.5分|", "-|合理性|unknown|2021|20分|"}},
};

static const struct expectation TABLES[] = {
    {TITLE "三公经费与上年对比表（单位：万元）\n"
           "| 费用项目 | 2020年决算数 | 2021年决算数 | 增减额 | 增减率% |\n"
           "| 公务接待费 | 21.83 | 14.2 | 减7.63 | 减34.95 |\n| 合计 | 21.83 | 14.2 | -7.63 | — |\n",
     {"公务接待费|公务接待费|actual|2020|21.83万元|P", "公务接待费|公务接待费|actual|2021|14.2万元|",
      "公务接待费|公务接待费|change|2021|-7.63万元|-1", "公务接待费|公务接待费|growth|2021|-34.95%|-1",
      "合计|合计|change|2021|-7.63万元|-1"}},
    {TITLE "绩效自评表\n"
           "| 年度预算申请（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
           "| 年度资金总额 | 517.64 | 1246.90 | 1246.90 | 10 | 100% | 10 |\n",
     {"年度资金总额|年度资金总额|initial|2021|517.64万元|",
      "年度资金总额|年度资金总额|adjusted|2021|1246.90万元|", "年度资金总额|年度资金总额|weight|2021|10分|",
      "年度资金总额|年度资金总额|rate|2021|100%|", "年度资金总额|年度资金总额|score|2021|10分|"}},
    {TITLE "绩效自评表\n"
           "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
           "| 产出指标 | 数量指标 | 养护里程 | 36公里 | 35 | 10 | 9 |\n"
           "| 产出指标 | 质量指标 | 验收合格率 | ≥95% | 达到98% | 10 | 10 |\n| 总分 | | | | | 100 | 97 |\n",
     {"-|养护里程|target|2021|36公里|h=养护里程", "-|养护里程|achieved|2021|35公里|h=养护里程",
      "-|养护里程|weight|2021|10分|h=养护里程", "-|养护里程|score|2021|9分|h=养护里程",
      "总分|总分|weight|2021|100分|", "总分|总分|score|2021|97分|"}},
    {TITLE "财政拨款支出决算表（单位：万元）\n"
           "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n"
           "| 2010301 | 行政运行 | 120.5 | 100.5 | 20 |\n| 2140106 | 公路养护 | 300 | | 300 |\n",
     {"行政运行|行政运行|actual|2021|120.5万元|", "行政运行|行政运行|actual|2021|100.5万元|s=基本支出",
      "项目支出|公路养护|actual|2021|300万元|h=公路养护"}},
    {TITLE "收支决算总表（单位：万元）\n"
           "| 收入 | 金额 | 支出 | 金额 |\n| 财政拨款收入 | 80 | 基本支出 | 50 |\n| 其他收入 | 5 | 项目支出 "
           "| 35 |\n",
     {"财政拨款收入|财政拨款收入|actual|2021|80万元|", "基本支出|基本支出|actual|2021|50万元|",
      "其他收入|其他收入|actual|2021|5万元|", "项目支出|项目支出|actual|2021|35万元|"}},
    {TITLE "基础数据表\n"
           "| 人员编制 | 72 | 实有人数 | 70 |\n| 其中：一般公共预算：96.5 | 其中：基本支出：16.4 | | |\n",
     {"编制数|人员编制|approved|2021|72人|", "在职人数|实有人数|unknown|2021|70人|",
      "一般公共预算财政拨款|一般公共预算|unknown|2021|96.5|", "基本支出|基本支出|unknown|2021|16.4|"}},
    {TITLE "项目支出绩效自评表\n"
           "| 项目名称 | 隧道照明改造 | | | |\n"
           "| 项目资金（万元） | 年初预算数 | 全年执行数 | 分值 | 得分 |\n| 年度资金总额 | 13.5 | 14.2 | 10 "
           "| 9.9 |\n",
     {"年度资金总额|年度资金总额|initial|2021|13.5万元|h=隧道照明改造",
      "年度资金总额|年度资金总额|actual|2021|14.2万元|h=隧道照明改造"}},
    {TITLE
     "项目绩效自评表\n" /* the row of the name is told as a head, for its words and as the head below goes on */
     "| 项目名称 | 道路统筹项目 | 主管部门 | 云溪县公路站 | 实施单位 | 云溪县公路站 |\n"
     "| 项目资金 | 年初预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
     "| 年度资金总额 | 13.5 | 13.5 | 10 | 100% | 10 |\n| 其中：当年财政拨款 | 13.5 | 13.5 | — | 100% | — |\n",
     {"年度资金总额|年度资金总额|initial|2021|13.5|h=道路统筹项目"}},
};

static size_t put(char *at, size_t size, const char *sign, struct slice text)
{
    return text.len ? (size_t)snprintf(at, size, "%s" SLICE_FMT, sign, SLICE_ARG(text)) : 0;
}

static void print(const struct fact *f, char *ret, size_t size)
{
    char value[DECIMAL_TEXT_SIZE];
    decimal_format(f->quantity->value, value);
    struct slice unit = f->quantity->unit ? f->quantity->unit->name : S("");
    struct slice measure = f->measure ? f->measure->name : S("-");
    size_t at =
        (size_t)snprintf(ret, size, SLICE_FMT "|" SLICE_FMT "|%s|%d|%s" SLICE_FMT "|", SLICE_ARG(measure),
                         SLICE_ARG(f->label), version_name(f->version), f->year, value, SLICE_ARG(unit));
    if (f->direction)
        at += (size_t)snprintf(ret + at, size - at, "%+d", f->direction);
    if (f->prior)
        at += (size_t)snprintf(ret + at, size - at, "P");
    if (f->against)
        at += (size_t)snprintf(ret + at, size - at, ">%s", version_name(f->against));
    if (f->against_prior)
        at += (size_t)snprintf(ret + at, size - at, ">prior");
    at += put(ret + at, size - at, "h=", f->holder);
    put(ret + at, size - at, "s=", f->scope);
}

/* A label may be what follows the figure where nothing stands before it; such expectations leave it out. */
static bool is_expected(const char *printed, const char *expected)
{
    const char *open = strstr(expected, "-||");
    if (open != expected)
        return strcmp(printed, expected) == 0;
    const char *rest = strchr(printed + 2, '|');
    return strncmp(printed, "-|", 2) == 0 && rest && strcmp(rest, expected + 2) == 0;
}

static void look_for(const struct report *report, const char *expected)
{
    char printed[1024], all[16384] = "";
    for (uint32_t i = 0; i < report->facts.n; i++) {
        print(&report->facts.items[i], printed, sizeof printed);
        if (is_expected(printed, expected))
            return;
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "\n  %s", printed);
    }
    fail_msg("no fact\n  %s\namong%s", expected, all);
}

static void check(const struct expectation *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct reading r = reading_of(cases[i].text);
        for (size_t f = 0; f < FACTS_MAX && cases[i].facts[f]; f++)
            look_for(r.report, cases[i].facts[f]);
        reading_done(&r);
    }
}

static void reads_prose(void **state)
{
    (void)state;
    check(PROSE, COUNT(PROSE));
}

static void reads_tables(void **state)
{
    (void)state;
    check(TABLES, COUNT(TABLES));
}

/* A blank, a dash and a bound make no fact; a code column makes codes. */
static void makes_no_facts_of_blanks(void **state)
{
    (void)state;
    struct reading r =
        reading_of(TITLE "支出表（单位：万元）\n| 科目编码 | 项目 | 预算数 |\n| 2010301 | 甲项目 | — |\n"
                         "| 2010302 | 乙项目 | |\n| 2010303 | 丙项目 | 无 |\n");
    assert_int_equal(r.report->facts.n, 0);
    reading_done(&r);
    r = reading_of(TITLE "满意度达到95%以上，走访3-5次。\n");
    assert_int_equal(r.report->facts.n, 0);
    reading_done(&r);
}

/* Quotes and spans are the document's own characters, topics stand before those who speak of them. */
static void places_hold(void **state)
{
    (void)state;
    struct reading r = reading_of(TITLE "支出总额 864.53 万元，为年初预算205.40万元的420.90%。\n");
    const struct report *report = r.report;
    assert_int_equal(report->facts.n, 3);
    assert_slice(document_quote(report->document, report->facts.items[0].quote), S("支出总额 864.53 万元"));
    assert_slice(document_quote(report->document, report->facts.items[1].quote), S("为年初预算205.40万元"));
    assert_slice(document_quote(report->document, report->facts.items[2].quote),
                 S("为年初预算205.40万元的420.90%"));
    assert_int_equal(report->facts.items[1].topic, 0);
    assert_int_equal(report->facts.items[2].topic, 0);
    reading_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_prose),
        cmocka_unit_test(reads_tables),
        cmocka_unit_test(makes_no_facts_of_blanks),
        cmocka_unit_test(places_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
