/* Claims read out of text: for each text the claims that must be found, as `kind verdict formula`, and words
 * of formulas that must not turn up as violated. */
#include "reading.h"

#include <sys/mman.h>
#include <unistd.h>

#define CLAIMS_MAX 8

struct expectation {
    const char *text;
    const char *claims[CLAIMS_MAX]; /* each must be there */
    bool clean;                     /* nothing else may be violated */
};

static const struct expectation PROSE[] = {
    {"2021年本单位支出合计158.65万元，其中：人员经费73.02万元，公用经费38.38万元，项目支出47.20万元。\n",
     {"sum violated 73.02+38.38+47.20=158.60≠158.65"},
     true},
    {"本年支出合计96.5万元，其中：基本支出16.4万元，占17.0%；项目支出80.1万元，占83.0%。\n",
     {"sum exact 16.4+80.1=96.5", "ratio rounded 16.4÷96.5=16.99%≈17.0%",
      "ratio rounded 80.1÷96.5=83.01%≈83.0%"},
     true},
    {"年初部门预算243.75万元。其中：基本支出183.75万元(含工资福利支出141.20万元，商品服务支出35."
     "49万元，对个人和家庭补助支出"
     "7.06万元)；项目支出60万元(含运转类专项60万元、特定类专项0万元)。\n",
     {"sum exact 141.20+35.49+7.06=183.75", "sum exact 183.75+60=243.75", "sum exact 60+0=60"},
     true},
    {"共完成养护任务246个，总投资139.6亿元，其中新建51个，投资21.9亿元；改建53个，投资49."
     "8亿元；加固111个，投资67.2亿元；检测"
     "31个，投资6679万元。\n",
     {"sum exact 51+53+111+31=246", "sum rounded 21.9+49.8+67.2+0.6679=139.5679≈139.6"},
     true},
    {"共完成养护任务246个，总投资139.6亿元，其中新建51个，投资21.9亿元；改建53个，投资49."
     "8亿元；加固111个，投资67.2亿元；检测"
     "31个，投资6679元。\n",
     {"sum exact 51+53+111+31=246", "sum violated 21.9+49.8+67.2+0.00006679=138.90006679≠139.6"},
     true},
    {"全中心在册人员52人，其中在职人员31人，退休人员21人。在职人员31人，其中副科4人、科员14人和其他13人。\n",
     {"sum exact 31+21=52", "sum exact 4+14+13=31"},
     true},
    {"本单位共有人员48人，其中在职人员27人，退休人员19人。\n", {"sum violated 27+19=46≠48"}, true},
    {"项目支出655.18万元，主要是：1.桥梁检测补贴151.37万元；2.前期经费45万元，3.环境治理384.6万元，4.调查74."
     "21万元。\n",
     {"sum exact 151.37+45+384.6+74.21=655.18"},
     true},
    {"支出100万元，其中办公费20万元、差旅费10万元等。\n", {"sum exact 20+10=30≤100"}, true},
    {"支出合计100万元，其中：基本支出60万元，其中人员经费50万元，公用经费10万元，项目支出40万元。\n",
     {"sum exact 50+10=60", "sum exact 60+40=100"},
     true},
    {"2022年支出总额864.53万元，为年初预算205.40万元的420.90%。其中基本支出262.18万元，为年初预算125."
     "40万元的209.08%；项目支出"
     "602.35万元，为年初预算80万元的752.94%。\n",
     {"ratio rounded 864.53÷205.40=420.90%≈420.90%", "sum exact 262.18+602.35=864.53",
      "sum exact 125.40+80=205.40", "execution exact 864.53÷205.40=420.90%"},
     true},
    {"2022年三公经费支出14.2万元，比上年减少7.63万元，下降34.95%。\n",
     {"growth rounded -7.63÷21.83=-34.95%≈-34.95%"},
     true},
    {"年末实有193人，其中在职193人；另有离休2人、退休61人。\n", {0}, true},
    {"2024年“三公”经费预算13.50万元，其中公务用车运行维护费12.00万元、公务接待费1.50万元，较2023年的15."
     "00万元下降10%。\n",
     {"sum exact 12.00+1.50=13.50", "growth exact (13.50-15.00)÷15.00=-10.00%"},
     true},
    {"教师满意度96.8%（发放500份，收回492份，满意476份），家长满意度94.2%。\n", {0}, true},
    {"教师满意度95%（发放500份，收回500份，满意476份，满意率93.2%）。\n",
     {"ratio violated 476÷500=95.20%≠93.2%"},
     false},
    {"2023年“三公”经费支出9.36万元。其中公务用车运行维护费7.86万元、公务接待费1.50万元。与上年10."
     "40万元相比减少1."
     "04万元，下降10.00%。\n",
     {"sum exact 7.86+1.50=9.36", "difference exact 9.36-10.40=-1.04"},
     true},
    {"2023年“三公”经费支出9.36万元。其中公务用车运行维护费7.86万元、公务接待费1.50万元。与上年10."
     "40万元相比减少1."
     "40万元。\n",
     {"sum exact 7.86+1.50=9.36", "difference violated 9.36-10.40=-1.04≠-1.40"},
     true},
    {"2021年年初预算数517.64万元，与上年对比（2020年度预算458.31万元）增加59.33万元。\n",
     {"difference exact 517.64-458.31=59.33"},
     true},
    {"内设股室4个，分别为：办公室、养护管理股、“四好”道路（桥隧）建设股、财务股。\n",
     {"count exact 4"},
     true},
    {"内设股室5个，分别为：办公室、养护管理股、建设股、财务股。\n", {"count violated 4≠5"}, true},
    {"内设股室4个，分别为：办公室、养护股、规划和建设股。\n", {"count exact 4"}, true},
    {"全县完成投资108亿元，完成率118.4%，其中，省、市重点项目分别完成投资58.30亿元、79.64亿元。\n",
     {NULL},
     true},
    {"全年走访59户，改造10户、救助6户、帮扶13户，其中16户已经脱贫。\n", {NULL}, true},
    {"2022年年初预算410.00万元，年中追加105.00万元，调减8.00万元，上年结转20.00万元，全年预算527.00万元。\n",
     {"identity exact 410.00+105.00-8.00+20.00=527.00"},
     true},
    {"2022年年初预算410.00万元，年中追加105.00万元，调减8.00万元，全年预算517.00万元。\n",
     {"identity violated 410.00+105.00-8.00=507.00≠517.00"},
     true},
    {"核定编制20人，实有在职人数21人，控制率105%。\n", {"ratio exact 21÷20=105.00%"}, true},
    {"实有在职人员26人，其中行政人员6人、事业人员18人、工勤人员1人，退休人员9人。\n",
     {"sum violated 6+18+1=25≠26"},
     true},
    {"2022年支出合计决算数为410.00万元。\n2022年项目支出决算数为510.00万元。\n",
     {"sum violated 510.00>410.00"},
     true},
    {"自评得分95.5分，其中产出指标（50分）得48分，效益指标（30分）得28.5分，满意度指标（20分）得19分。\n",
     {"cap exact 48≤50", "cap exact 19≤20", "sum exact 48+28.5+19=95.5"},
     true},
    {"产出指标（50分）得58分。\n", {"cap violated 58>50"}, true},
};

/* Relations of income, spending and what is left; words of direction; lists that go by another. */
static const struct expectation RELATIONS[] = {
    {"2023年本年收入合计500.00万元，年初结转和结余20.00万元，本年支出合计480.00万元，年末结转和结余40."
     "00万元。\n",
     {"identity exact 20.00+500.00-480.00=40.00"},
     true},
    {"2023年收入总计520.00万元，年初结转和结余20.00万元，支出合计480.00万元，年末结转和结余40.00万元。\n",
     {"identity exact 520.00-480.00=40.00"},
     true},
    {"行政运行年初预算为100.00万元，支出决算为90.00万元。决算数大于年初预算数的主要原因是人员调入。\n",
     {"direction violated 90.00<100.00"},
     true},
    {"行政运行年初预算为100.00万元，支出决算为90.00万元，决算数大于年初预算数",
     {"direction violated 90.00<100.00"},
     true},
    {"机关服务年初预算为0万元，支出决算为5.00万元，完成年初预算的100%。\n", {"ratio unknown "}, true},
    {"2022年“三公”经费预算为8.24万元，主要是公务用车运行维护费4.10万元，公务接待费1.15万元。"
     "2022年“三公”经费实际支出为4.62万元，其中：公务用车运行维护费4.05万元，公务接待费0.57万元。\n",
     {"sum violated 4.10+1.15=5.25≠8.24", "sum exact 4.05+0.57=4.62"},
     true},
    /* a reason is no list */
    {"节能环保支出3.55亿元，下降57.23%，主要是上级补助减少；城乡社区支出7.15亿元，下降42.54%；农林水支出6."
     "4亿元。\n",
     {NULL},
     true},
    {"社会保险基金收入101.62万元，较上年增长8%，主要是医疗保险补助人均提高30元。\n", {NULL}, true},
    {"收入支出决算总表（单位：万元）\n| 收入 | 决算数 | 支出 | 决算数 |\n| 财政拨款收入 | 480.00 | "
     "农林水支出 | 400.00 |\n"
     "| 其他收入 | 20.00 | 住房保障支出 | 80.00 |\n| 本年收入合计 | 500.00 | 本年支出合计 | 480.00 |\n"
     "| 年初结转和结余 | 20.00 | 年末结转和结余 | 40.00 |\n| 总计 | 520.00 | 总计 | 520.00 |\n",
     {"sum exact 500.00+20.00=520.00", "sum exact 480.00+40.00=520.00", "identity exact 520.00=520.00"},
     true},
    /* the items of the whole and of a part of it: nothing agrees, so nothing conflicts */
    {"全省支出表（单位：万元）\n| 项目 | 决算数 |\n| 教育支出 | 2710 |\n| 农林水支出 | 1205 |\n| "
     "住房保障支出 | 850 |\n"
     "下表为另一部分。\n支出明细表（单位：万元）\n| 项目 | 决算数 |\n| 教育支出 | 367 |\n| 农林水支出 | 98 "
     "|\n"
     "| 住房保障支出 | 91 |\n",
     {NULL},
     true},
};

static const struct expectation TABLES[] = {
    {"2022年基本支出预算执行情况表（单位：万元）\n"
     "| 预算项目 | 年初预算 | 决算金额 | 占比% |\n| 工资福利支出 | 176.30 | 311.25 | 176.53 |\n"
     "| 商品和服务支出 | 41.20 | 150.64 | 365.63 |\n| 合计 | 217.50 | 461.89 | 212.36 |\n",
     {"sum exact 176.30+41.20=217.50", "sum exact 311.25+150.64=461.89",
      "ratio violated 311.25÷176.30=176.55%≠176.53%", "execution exact 461.89÷217.50=212.36%"},
     true},
    {"2022年基本支出预算执行情况表（单位：万元）\n"
     "| 预算项目 | 年初预算 | 决算金额 |\n| 工资福利支出 | 176.30 | 311.25 |\n"
     "| 商品和服务支出 | 41.20 | 150.64 |\n| 合计 | 217.50 | 416.89 |\n",
     {"sum exact 176.30+41.20=217.50", "sum violated 311.25+150.64=461.89≠416.89"},
     true},
    {"三公经费与上年对比情况（单位：万元）\n"
     "| 费用项目 | 2021年决算数 | 2022年决算数 | 增减额 | 增减率% |\n| 公务接待费 | 21.83 | 14.2 | 减7.63 | "
     "减34.95 |\n"
     "| 因公出国费用 | 0 | 0 | 0 | 0 |\n| 合计 | 21.83 | 14.2 | 减7.63 | 减34.95 |\n",
     {"difference exact 14.2-21.83=-7.63", "growth rounded (14.2-21.83)÷21.83=-34.95%≈-34.95%"},
     true},
    {"2022年度项目支出绩效自评表\n"
     "| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
     "| 年度资金总额 | 13.5 | 14.5 | 13.5 | 10 | 93.1% | 100 |\n",
     {"cap violated 100>10", "ratio rounded 13.5÷14.5=93.10%≈93.1%"},
     false},
    {"| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n| 产出指标(50分) | 检测桥梁数量 | "
     "40座 | 40座 | 20 | 20 |\n"
     "|  | 养护里程 | 10公里 | 10公里 | 20 | 20 |\n| 效益指标(60分) | 通行效率 | 提升 | 提升 | 60 | 55 |\n"
     "| 总分 |  |  |  | 100 | 95 |\n",
     {"weights violated 20+20=40≠50", "weights exact 60=60", "weights exact 20+20+60=100",
      "scores exact 20+20+55=95"},
     true},
    {"项目支出绩效自评表\n"
     "| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
     "| 年度资金总额 | 40.00 | 40.00 | 41.60 | 10 | 104% | 9.5 |\n",
     {"identity violated 10×104%，以分值为限=10≠9.5"},
     false},
    {"基础数据表（单位：万元）\n"
     "| 经费 | 2022年决算数 | 2023年预算数 | 2023年决算数 |\n"
     "| 公用经费 | 96.40 | 102.00 | 99.80 |\n"
     "| 其中：办公经费 | 22.10 | 24.00 | 23.60 |\n"
     "| 水电差旅费 | 31.50 | 33.00 | 32.10 |\n"
     "| 会议培训费 | 12.80 | 13.00 | 11.90 |\n",
     {0},
     true},
    {"基础数据表（单位：万元）\n"
     "| 经费 | 2022年决算数 | 2023年预算数 | 2023年决算数 |\n"
     "| 公用经费 | 96.40 | 70.00 | 67.60 |\n"
     "| 其中：办公经费 | 22.10 | 24.00 | 23.60 |\n"
     "| 水电差旅费 | 31.50 | 33.00 | 32.10 |\n"
     "| 会议培训费 | 12.80 | 13.00 | 11.90 |\n",
     {"sum violated 22.10+31.50+12.80=66.40≠96.40"},
     true},
    {"债券表（单位：万元）\n"
     "| 项目 | 一般债券 | 专项债券 |\n"
     "| 新增债券 | 4751 | 4590 |\n"
     "| 再融资债券 | 3402 | 764 |\n"
     "| 合计8,154,640 5,354,131 | 8153 | 5334 |\n",
     {"sum exact 4751+3402=8153"},
     true},
    {"评分表\n| 一级指标 | 权重 | 二级指标 | 分值 | 得分 |\n"
     "| 投入（20分） | 20 | 预算执行率 | 10 | 3 |\n"
     "| | | 资金管理 | 10 | 8 |\n"
     "| 产出（80分） | 80 | 演练次数 | 40 | 20 |\n"
     "| | | 培训人次 | 40 | 40 |\n"
     "| 总分 | | | 100 | 71 |\n",
     {"weights exact 10+10=20", "weights exact 40+40=80"},
     true},
    {"预算情况表（单位：万元）\n"
     "| 项目 | 预算数 | | | 执行数 |\n"
     "| | 年初预算 | 调整数 | 全年预算 | |\n"
     "| 防火 | 240.00 | 60.00 | 300.00 | 288.00 |\n"
     "| 培训 | 35.00 | -5.00 | 30.00 | 21.60 |\n",
     {"execution exact 288.00÷300.00=96.00%", "identity exact 240.00+60.00=300.00"},
     true},
    {"项目支出绩效自评表\n（2022年度）\n"
     "| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值、执行率 | 得分 |\n"
     "| | 年度资金总额 | 100.00 | 100.00 | 100.00 | 10，100% | 10 |\n"
     "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
     "| 产出指标 | 数量指标 | 检测桥梁 | 20座 | 20座 | 50 | 50 |\n"
     "| 效益指标 | 社会效益 | 畅通率 | 95% | 96% | 30 | 30 |\n"
     "| 满意度指标 | 满意度 | 群众满意度 | 90% | 95% | 10 | 10 |\n"
     "| 总分 | | | | | 100 | 100 |\n",
     {0},
     true},
    {"表1 分年度执行情况（单位：万元）\n"
     "| 年度 | 预算数 | 执行数 | 结转下年 |\n"
     "| 2021年 | 2000 | 1760 | 240 |\n"
     "| 2022年 | 2800 | 2846 | 194 |\n"
     "| 2023年 | 3000 | 2750 | 444 |\n"
     "| 合计 | 7800 | 7356 | 444 |\n",
     {"sum exact 2000+2800+3000=7800", "sum exact 1760+2846+2750=7356"},
     true},
    {"项目支出绩效自评表\n| 项目资金 | 年度资金总额：100.00万元 | 其中：基本支出：60.00；项目支出：40.00 |\n",
     {"sum exact 60.00+40.00=100.00"},
     true},
    {"执行情况表（单位：万元）\n"
     "| 项目 | 年初预算数 | 上年结转 | 年中追加 | 调减 | 全年预算数 | 执行数 |\n"
     "| 基本支出 | 260.00 | 0 | 20.00 | 0 | 280.00 | 278.00 |\n"
     "| 项目支出 | 150.00 | 20.00 | 95.00 | 8.00 | 247.00 | 223.30 |\n",
     {"identity exact 260.00+0+20.00-0=280.00", "identity violated 150.00+20.00+95.00-8.00=257.00≠247.00"},
     true},
};

static struct slice describe(const struct report *report, const struct claim *claim)
{
    return arena_printf(report->arena, "%s %s " SLICE_FMT, claim_kind_text(claim->kind),
                        verdict_text(claim->lenient), SLICE_ARG(claim_formula(report, claim)));
}

static bool expected(const struct expectation *e, struct slice claim)
{
    for (int i = 0; i < CLAIMS_MAX && e->claims[i]; i++)
        if (slice_eq(slice_of(e->claims[i]), claim))
            return true;
    return false;
}

static bool found(struct reading *r, const char *wanted)
{
    for (uint32_t i = 0; i < r->report->claims.n; i++)
        if (slice_eq(describe(r->report, &r->report->claims.items[i]), slice_of(wanted)))
            return true;
    return false;
}

static unsigned check(const struct expectation *e)
{
    struct reading r = reading_of(e->text);
    unsigned bad = 0;
    for (int i = 0; i < CLAIMS_MAX && e->claims[i]; i++)
        if (!found(&r, e->claims[i]) && ++bad)
            print_error("missing: %s\n", e->claims[i]);
    for (uint32_t i = 0; i < r.report->claims.n; i++) {
        struct slice claim = describe(r.report, &r.report->claims.items[i]);
        if (e->clean && r.report->claims.items[i].lenient == VERDICT_VIOLATED && !expected(e, claim) && ++bad)
            print_error("unwanted: " SLICE_FMT "\n", SLICE_ARG(claim));
    }
    for (uint32_t i = 0; bad && i < r.report->claims.n; i++)
        print_error("  has " SLICE_FMT "\n", SLICE_ARG(describe(r.report, &r.report->claims.items[i])));
    if (bad)
        print_error("in %s\n", e->text);
    reading_done(&r);
    return bad;
}

/* Each text ends where the memory does, as a file's does whose length is whole pages. */
static void reads_nothing_behind_the_text(void **state)
{
    (void)state;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(pages, MAP_FAILED);
    assert_int_equal(mprotect(pages + page, page, PROT_NONE), 0);
    for (size_t i = 0; i < COUNT(RELATIONS); i++) {
        struct slice text = slice_trim(slice_of(RELATIONS[i].text));
        assert_true(text.len <= page);
        char *at = pages + page - text.len;
        memcpy(at, text.at, text.len);
        struct reading r = reading_of_bytes((struct slice){at, text.len});
        reading_done(&r);
    }
    munmap(pages, 2 * page);
}

/* From one figure to another, and so much for each. */
static const struct expectation MOVES[] = {
    {"2022年森林覆盖率由上年的51.35%提高到51.87%，提高0.25个百分点。\n",
     {"difference violated 51.87-51.35=0.52≠0.25"},
     true},
    {"2022年服务企业由2021年的48家增至57家，净增9家，增幅18.75%。\n",
     {"direction exact 57>48", "difference exact 57-48=9", "growth exact 9÷48=18.75%"},
     true},
    {"2022年服务企业由2021年的48家增至47家，净增9家。\n",
     {"direction violated 47<48", "difference violated 47-48=-1≠9"},
     true},
    {"平均办理时间由15天压缩至9天，压缩8天。\n", {"difference violated 9-15=-6≠-8"}, true},
    /* 年均 is of something else, 比2020年 of another year, and a rate's own 3.2% may be either */
    {"全市公园由2017年的120个增加到150个，年均增长5%。\n", {"direction exact 150>120"}, true},
    {"全市公园由2017年的120个增加到150个，比2021年增加4个。\n", {"direction exact 150>120"}, true},
    {"漏损率由14.2%下降到11.0%，降低3.2%。\n", {"direction exact 11.0<14.2"}, true},
    {"从5个方面提出12条意见，整改率达到100%。\n", {NULL}, true},
    {"青石县测绘中心2022年度绩效自评报告\n2022年“三公”经费预算12.50万元，实际支出9.86万元；上年度为11."
     "24万元，同比下降21.28%。\n",
     {"growth violated (9.86-11.24)÷11.24=-12.28%≠-21.28%"},
     true},
    {"开展培训18期，参训1260人次，平均每期70人次。\n", {"each exact 1260÷18=70"}, true},
    {"开展培训18期，参训1260人次，平均每期90人次。\n", {"each violated 1260÷18=70≠90"}, true},
    {"发放补贴189.6万元，惠及农户6320户，户均300元。\n", {"each exact 1896000÷6320=300"}, true},
    {"发放补贴189.6万元，惠及农户6320户，户均350元。\n", {"each violated 1896000÷6320=300≠350"}, true},
    {"发放补贴189.6万元，惠及脱贫户820户，惠及农户6320户，户均480元。\n", {NULL}, true},
    {"集体收入50万元，农民120人，人均可支配收入2.1万元。\n", {NULL}, true},
    {"集体收入50万元，农民120人，人均2.1元。\n", {NULL}, true}, /* too far off */
    {"举办活动63场，其中线上12场、线下24场。\n", {"sum violated 12+24=36≠63"}, true},
    {"举办活动63场，其中广场12场、社区24场。\n", {"sum exact 12+24=36≤63"}, true},
    {"核定编制42名，在职人数39人，其中行政人员21人、事业人员16人、工勤人员2人，人员控制率96.82%。\n",
     {"ratio violated 39÷42=92.86%≠96.82%"},
     true},
};

/* Lists without a word that opens them, totals further back, rates of what a semicolon parts, forms against their text. */
static const struct expectation WHOLES[] = {
    {"实际支出291.6万元：器材92.4万元，伙食108.2万元，差旅61.5万元，培训25.9万元。\n",
     {"sum violated 92.4+108.2+61.5+25.9=288.0≠291.6"},
     true},
    {"实际支出291.6万元：器材92.4万元，伙食108.2万元。\n", {"sum exact 92.4+108.2=200.6≤291.6"}, true},
    {"获得奖牌51枚（金牌17枚、银牌15枚、铜牌16枚）。\n", {"sum violated 17+15+16=48≠51"}, true},
    {"获得奖牌51枚（省级17枚、市级15枚以上、其他16枚）。\n", {NULL}, true},
    {"计划改造农房3200户。涉及6个县，其中：石屏县820户、云阳县460户、平坝县560户、安州市500户、龙泉县380户、"
     "白水县300户。\n",
     {"sum violated 820+460+560+500+380+300=3020≠3200"},
     true},
    {"计划改造农房3200户。涉及6个县，其中：石屏县820户、云阳县460户。\n", {NULL}, true},
    {"年末职工31人，其中在职14人、退休19人。\n", {"sum violated 14+19=33≠31"}, true},
    {"当年结余13.82万元，连同上年结余46.15万元，滚存结余64.47万元。\n",
     {"sum violated 13.82+46.15=59.97≠64.47"},
     true},
    {"全年开工3200户，开工率100%；竣工3104户，竣工率99%。\n", {"ratio violated 3104÷3200=97.00%≠99%"}, true},
    {"发放问卷400份，收回386份；满意367份，满意度95.08%。\n", {"ratio rounded 367÷386=95.08%≈95.08%"}, true},
    {"全年开工3200户。本季竣工104户，竣工率99%。\n", {NULL}, true},
    {"抽查的310户中有24户档案不全，占7.47%。\n", {"ratio violated 24÷310=7.74%≠7.47%"}, true},
    {"计划改造3200户，下达补助资金7680万元，户均补助2.8万元。\n", {"each violated 7680÷3200=2.4≠2.8"}, true},
    {"东山县竣工120户，竣工率100%；西岭县竣工100户，竣工率90%。\n", {NULL}, true},
    {"受理投诉486件；按期办结472件。与2022年的621件相比，投诉量减少135件。\n", {NULL}, true},
    {"2023年度部门整体支出绩效自评表\n| 预算执行（10分） | | 预算数（A） | 执行数（B） | 执行率（B/A） | "
     "得分 |\n"
     "| | 资金总额 | 512.40 | 496.52 | 96.90% | 9.69 |\n"
     "| 一级指标 | 二级指标 | 三级指标 | 分值 | 目标值 | 完成值 | 得分 | 未完成原因 |\n"
     "| 产出指标 | 数量指标 | 出版年鉴 | 50 | 1部 | 1部 | 50 | |\n"
     "| 效益指标 | 社会效益 | 接待查档 | 40 | 3000人次 | 3215人次 | 40 | |\n| 总分 | | | 100 | | | 99.69 | "
     "|\n",
     {NULL},
     true},
    /* of all the money, and of 财政拨款 alone */
    {"青石县测绘中心2023年度部门决算\n收入支出决算总表（单位：万元）\n| 项目 | 决算数 |\n| 教育支出 | 646.20 "
     "|\n"
     "2023年财政拨款支出决算按功能分类：教育支出568.95万元。\n",
     {NULL},
     true},
    {"2023年度项目支出绩效自评表\n| 年度总体目标 | 预期目标 | 实际完成情况 |\n"
     "| | 争取奖牌45枚，更换水表120只，效果良好。 | 获得奖牌51枚，更换水表151只，效果良好。 |\n"
     "| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
     "| 产出指标 | 获得奖牌数 | ≥45枚 | 61枚 | 50 | 50 |\n| | 更换水表数量 | ≥120只 | 151只 | 50 | 50 |\n",
     {"same violated 51≠61"},
     true},
};

static void reads_wholes(void **state)
{
    (void)state;
    unsigned bad = 0;
    for (size_t i = 0; i < COUNT(WHOLES); i++)
        bad += check(&WHOLES[i]);
    assert_int_equal(bad, 0);
}

static void reads_moves(void **state)
{
    (void)state;
    unsigned bad = 0;
    for (size_t i = 0; i < COUNT(MOVES); i++)
        bad += check(&MOVES[i]);
    assert_int_equal(bad, 0);
}

static void reads_prose(void **state)
{
    (void)state;
    unsigned bad = 0;
    for (size_t i = 0; i < COUNT(PROSE); i++)
        bad += check(&PROSE[i]);
    assert_int_equal(bad, 0);
}

static void reads_tables_and_forms(void **state)
{
    (void)state;
    unsigned bad = 0;
    for (size_t i = 0; i < COUNT(TABLES); i++)
        bad += check(&TABLES[i]);
    assert_int_equal(bad, 0);
}

static void reads_relations(void **state)
{
    (void)state;
    unsigned bad = 0;
    for (size_t i = 0; i < COUNT(RELATIONS); i++)
        bad += check(&RELATIONS[i]);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_moves),     cmocka_unit_test(reads_wholes),
        cmocka_unit_test(reads_prose),     cmocka_unit_test(reads_tables_and_forms),
        cmocka_unit_test(reads_relations), cmocka_unit_test(reads_nothing_behind_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
