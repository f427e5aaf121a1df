#include "document_push.h"

/* The one table of a document. */
static const struct table *align(struct bench *bench, const char *rows)
{
    bench_begin(bench);
    push_table(bench, true, rows);
    struct document *doc = bench_finish(bench);
    assert_int_equal(doc->n_tables, 1);
    return doc->tables[0];
}

static void full_rows(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t =
        align(&bench, "费用项目|2021年决算数|2022年决算数|\n接待费|20|14.2|\n合计|20|14.2|\n");
    assert_int_equal(t->confidence, 100);
    assert_int_equal(t->source, GRID_ALIGNED);
    assert_true(t->row[0].head && !t->row[1].head && !t->row[2].head);
    assert_int_equal(t->row[2].head_from, 0);
    assert_int_equal(t->row[2].head_to, 1);
    assert_slice(at(t, 2, 2), S("14.2"));
    arena_free(bench.arena);
}

/* A head known only by the figures under it. */
static void plain_head(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "县区|甲|乙|\n云溪|3|4|\n");
    assert_true(t->row[0].head && !t->row[1].head);
    arena_free(bench.arena);
}

/* The funds row of a self-evaluation form: the score is left out, the group's name stands over the row labels. */
static void funds_row(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t =
        align(&bench, "项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分|\n"
                      "年度资金总额|80|90|60|10|67%|\n"
                      "其中：当年财政拨款|80|90|60|\n"
                      "上年结转资金|\n");
    assert_int_equal(t->columns, 7);
    assert_slice(at(t, 1, 3), S("60"));
    assert_slice(at(t, 1, 4), S("10"));
    assert_slice(at(t, 1, 5), S("67%"));
    assert_slice(at(t, 1, 6), S("(none)"));
    assert_slice(at(t, 2, 3), S("60"));
    assert_slice(at(t, 2, 4), S("(none)"));
    assert_slice(at(t, 3, 0), S("上年结转资金"));
    assert_int_equal(t->row[0].confidence, 100);
    assert_true(t->row[1].confidence < 100 && t->confidence < 100);
    arena_free(bench.arena);
}

/* The goals of a form, under their merged heads, are no second row of the head, and the indicators' heads below begin anew. */
static void goals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned rows, columns;
    } cells[] = {
        {"年度总体目标", 2, 1}, {"预期目标", 1, 2}, {"实际完成情况", 1, 2}, {NULL, 0, 0},
        {"培训五场", 1, 2},     {"已经完成", 1, 2}, {NULL, 0, 0},           {"一级指标", 1, 1},
        {"三级指标", 1, 1},     {"指标值", 1, 1},   {"实际完成值", 1, 1},   {"分值", 1, 1},
        {NULL, 0, 0},           {"产出指标", 1, 1}, {"培训场次", 1, 1},     {"5场", 1, 1},
        {"6场", 1, 1},          {"20", 1, 1},       {NULL, 0, 0},
    };
    struct bench bench;
    bench_begin(&bench);
    builder_table_begin(bench.b, false, 5, NULL);
    builder_row(bench.b);
    for (size_t i = 0; i + 1 < sizeof cells / sizeof *cells; i++)
        if (cells[i].text)
            builder_cell(bench.b, slice_of(cells[i].text), cells[i].rows, cells[i].columns, NULL);
        else
            builder_row(bench.b);
    builder_table_end(bench.b);
    const struct table *t = bench_finish(&bench)->tables[0];
    assert_true(t->row[0].head && !t->row[1].head && t->row[2].head);
    assert_int_equal(t->row[3].head_from, 2);
    arena_free(bench.arena);
}

/* A lone bar behind a row is a blank last cell or pads a row that lacks its first one: what its cells then stand under tells. A row that
 * could be either is read as the one above it. */
static void lacking_or_blank(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t =
        align(&bench, "项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分|\n"
                      "年度资金总额|80|90|60|10|67%|6.7||\n"
                      "其中：财政拨款|80|90|60|||||\n"
                      "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因|\n"
                      "产出指标|数量指标|培训场次|5场|5场|20|20||\n"
                      "质量指标|合格率|100%|100%|10|9|||\n"
                      "效益指标|社会效益指标|知晓率|100%|100%|30|30||\n");
    assert_slice(at(t, 1, 0), S("项目资金（万元）"));
    assert_slice(at(t, 1, 1), S("年度资金总额"));
    assert_slice(at(t, 1, 3), S("90"));
    assert_slice(at(t, 1, 7), S("6.7"));
    assert_slice(at(t, 2, 4), S("60"));
    assert_slice(at(t, 4, 2), S("培训场次"));
    assert_slice(at(t, 5, 0), S("产出指标"));
    assert_slice(at(t, 5, 5), S("10"));
    assert_slice(at(t, 6, 6), S("30"));
    assert_int_equal(t->row[4].confidence, 100);
    assert_true(t->row[5].confidence < 100);
    arena_free(bench.arena);
}

/* Indicators: group cells stand once, blank cells are lost. */
static void indicators(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(
        &bench, "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因及改进措施|\n"
                "产出指标（50分）|数量指标|培训场次|5场|5场|20|20|\n"
                "编印资料|300册|280册|20|18|未印完|\n"
                "质量指标|合格率|100%|100%|10|10|\n"
                "效益指标（30分）|社会效益指标|知晓率提高|30|30|\n"
                "……|\n"
                "总分|100|98|\n"
                "总分|100|\n");
    assert_slice(at(t, 1, 0), S("绩效指标"));
    assert_slice(at(t, 6, 8), S("(none)"));
    assert_slice(at(t, 1, 1), S("产出指标（50分）"));
    assert_slice(at(t, 2, 1), S("产出指标（50分）"));
    assert_slice(at(t, 2, 2), S("数量指标"));
    assert_slice(at(t, 2, 7), S("18"));
    assert_slice(at(t, 2, 8), S("未印完"));
    assert_slice(at(t, 3, 1), S("产出指标（50分）"));
    assert_slice(at(t, 3, 2), S("质量指标"));
    assert_slice(at(t, 4, 3), S("知晓率提高"));
    assert_slice(at(t, 4, 4), S("(none)"));
    assert_slice(at(t, 4, 6), S("30"));
    assert_slice(at(t, 4, 7), S("30"));
    assert_slice(at(t, 5, 3), S("……"));
    assert_slice(at(t, 6, 0), S("总分"));
    assert_slice(at(t, 6, 6), S("100"));
    assert_slice(at(t, 6, 7), S("98"));
    assert_slice(at(t, 7, 6), S("100"));
    assert_slice(at(t, 7, 7), S("(none)"));
    assert_true(t->row[7].confidence < 100);
    arena_free(bench.arena);
}

/* Where covered cells are kept as empty ones, groups reach down over them and labels do not. */
static void kept_empty_cells(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "绩效指标|一级指标|二级指标|三级指标|指标值|分值|得分|\n"
                                          "|产出指标|数量指标|培训|5场|10|10|\n"
                                          "|||编印|5册|10|10|\n"
                                          "||质量指标|合格率|99%|10||\n"
                                          "总分|100|97|\n"
                                          "填表人：|\n");
    assert_slice(at(t, 2, 0), S("绩效指标"));
    assert_slice(at(t, 2, 1), S("产出指标"));
    assert_slice(at(t, 2, 2), S("数量指标"));
    assert_slice(at(t, 3, 1), S("产出指标"));
    assert_slice(at(t, 3, 2), S("质量指标"));
    assert_slice(at(t, 3, 6), S(""));
    assert_slice(at(t, 4, 0), S("总分"));
    assert_slice(at(t, 4, 4), S("总分"));
    assert_slice(at(t, 4, 5), S("100"));
    assert_slice(at(t, 4, 6), S("97"));
    assert_slice(at(t, 5, 0), S("填表人："));
    assert_int_equal(table_cell(t, 1, 1)->rows, 3);
    arena_free(bench.arena);
}

/* 其中： stands over the columns that the next head row names, twice over. */
static void of_which(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "机构名称|支出合计|其中：|结余|\n"
                                          "基本支出|其中：|项目支出|\n"
                                          "人员支出|公用支出|\n"
                                          "云溪县测绘档案馆|30|20|15|5|10|0|\n"
                                          "分馆|||||||\n");
    assert_int_equal(t->columns, 7);
    assert_slice(at(t, 0, 5), S("其中："));
    assert_slice(at(t, 1, 0), S("机构名称"));
    assert_slice(at(t, 2, 2), S("基本支出"));
    assert_slice(at(t, 1, 3), S("其中："));
    assert_slice(at(t, 2, 3), S("人员支出"));
    assert_slice(at(t, 2, 4), S("公用支出"));
    assert_slice(at(t, 2, 5), S("项目支出"));
    assert_slice(at(t, 2, 6), S("结余"));
    assert_int_equal(t->row[3].head_from, 0);
    assert_int_equal(t->row[3].head_to, 3);
    assert_slice(at(t, 4, 1), S(""));
    arena_free(bench.arena);
}

/* Two head rows without 其中：: how many cells of the first have parts follows from the counts. */
static void two_row_head(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t =
        align(&bench, "项目|年初预算数|决算数|比上年增减|\n金额|比例|\n接待费|3|2|-1|-33%|\n");
    assert_slice(at(t, 0, 4), S("比上年增减"));
    assert_slice(at(t, 1, 3), S("金额"));
    assert_slice(at(t, 1, 2), S("决算数"));
    assert_slice(at(t, 1, 4), S("比例"));
    arena_free(bench.arena);
}

/* One table with several heads: each names the rows up to the next. */
/* Which head stands over the second row its words tell: labels under the first, 支出 under 支出. */
static void heads_told_by_words(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "项目|年初结转|本年收入|本年支出|年末结转|\n"
                                          "科目编码|科目名称|小计|基本支出|项目支出|\n"
                                          "212|城乡社区支出|36|128|126|0|126|38|\n"
                                          "229|其他支出|0|20|19|0|19|1|\n");
    assert_slice(at(t, 0, 1), S("项目"));
    assert_slice(at(t, 1, 1), S("科目名称"));
    assert_slice(at(t, 1, 2), S("年初结转"));
    assert_slice(at(t, 0, 6), S("本年支出"));
    assert_slice(at(t, 1, 4), S("小计"));
    assert_slice(at(t, 1, 7), S("年末结转"));
    arena_free(bench.arena);
}

/* 基本支出 stands over 人员经费 and 公用经费, whatever follows it. */
static void heads_over_their_parts(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "科目编码|科目名称|本年支出合计|基本支出|项目支出|\n"
                                          "小计|人员经费|公用经费|\n"
                                          "205|教育支出|9|6|4|2|3|\n"
                                          "208|其他支出|5|5|5|0|0|\n");
    assert_slice(at(t, 0, 5), S("基本支出"));
    assert_slice(at(t, 1, 3), S("小计"));
    assert_slice(at(t, 1, 5), S("公用经费"));
    assert_slice(at(t, 1, 6), S("项目支出"));
    arena_free(bench.arena);
}

/* Two halves with the same heads, of one row of figures without a label. */
static void heads_in_halves(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "预算数|决算数|\n"
                                          "合计|车辆购置费|接待费|合计|车辆购置费|接待费|\n"
                                          "9|6|3|8|6|2|\n");
    assert_slice(at(t, 0, 2), S("预算数"));
    assert_slice(at(t, 0, 3), S("决算数"));
    assert_true(t->row[1].head && !t->row[2].head);
    arena_free(bench.arena);
}

/* Copied out of a spreadsheet: what a head covers is empty. */
static void heads_with_empty_cells(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "项目|预算数|||决算数|\n"
                                          "|合计|购置费|运行费||\n"
                                          "本级|9|6|3|8|\n"
                                          "备注|已定稿||无|无|\n");
    assert_true(t->row[1].head && !t->row[2].head && !t->row[3].head);
    assert_slice(at(t, 0, 3), S("预算数"));
    assert_slice(at(t, 1, 0), S("项目"));
    assert_slice(at(t, 1, 4), S("决算数"));
    assert_int_equal(table_cell(t, 0, 1)->columns, 3);
    assert_slice(at(t, 3, 2), S(""));
    arena_free(bench.arena);
}

/* A covered cell that is made up for by an empty one at the row's end. */
/* What the head above covers stays under it as empty cells, that head's own spans are lost. */
static void heads_over_kept_cells(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "评价指标|分值|评分标准|自评得分|扣分原因|\n"
                                          "一级|二级|三级|||||\n"
                                          "履职|办理|办结率|20|按期得满分|19|超期1件|\n"
                                          "|服务|满意率|10|达标得满分|10||\n");
    assert_true(t->row[1].head && !t->row[2].head);
    assert_slice(at(t, 0, 2), S("评价指标"));
    assert_slice(at(t, 1, 2), S("三级"));
    assert_slice(at(t, 0, 3), S("分值"));
    assert_slice(at(t, 0, 5), S("自评得分"));
    arena_free(bench.arena);
    t = align(&bench, "序号|名称|资金来源|全年预算数|全年执行数|评分|\n||中央|市级||||\n1|甲|3|4|7|6|90|\n");
    assert_slice(at(t, 0, 3), S("资金来源"));
    assert_slice(at(t, 0, 4), S("全年预算数"));
    assert_slice(at(t, 0, 6), S("评分"));
    arena_free(bench.arena);
}

/* Heads over the ranks of the indicators, and over what a monitoring form asks why; spans and covered cells are lost. */
static void heads_of_forms(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "评价指标|分值|评分标准|自评得分|扣分原因|\n"
                                          "一级|二级|三级|\n"
                                          "履职|办理|办结率|20|按期得满分|19|超期1件|\n"
                                          "服务|满意率|10|达标得满分|10|\n");
    assert_slice(at(t, 0, 2), S("评价指标"));
    assert_slice(at(t, 1, 1), S("二级"));
    assert_slice(at(t, 0, 5), S("自评得分"));
    assert_slice(at(t, 3, 3), S("10"));
    arena_free(bench.arena);
    t = align(&bench, "一级指标|三级指标|年度指标值|1-7月执行情况|偏差原因分析|完成目标可能性|备注|\n"
                      "制度保障|原因说明|\n"
                      "产出指标|种草面积|8万亩|5万亩|||确定能||\n");
    assert_slice(at(t, 0, 5), S("偏差原因分析"));
    assert_slice(at(t, 1, 5), S("原因说明"));
    assert_slice(at(t, 0, 6), S("完成目标可能性"));
    arena_free(bench.arena);
}

/* Weights in percent: 合计 | 100% | 98 has a weight and a score. */
static void weights_in_percent(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "一级指标|三级指标|指标值|完成值|权重|得分|\n"
                                          "产出指标|面积|62公顷|62公顷|60%|60|\n"
                                          "效益指标|人数|980人|990人|40%|38|\n"
                                          "合计|100%|98|\n");
    assert_slice(at(t, 3, 4), S("100%"));
    assert_slice(at(t, 3, 5), S("98"));
    arena_free(bench.arena);
}

/* The group of the funds is told by its name; its rows begin in the next column. */
static void funds_group(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t =
        align(&bench, "预算执行情况（万元）||年初预算数|全年预算数|全年执行数|分值|得分|\n"
                      "年度资金总额|1186.40|1302.65|1270.21|10|9.75||\n"
                      "基本支出|826.40|872.65|868.21||||\n");
    assert_slice(at(t, 1, 2), S("1186.40"));
    assert_slice(at(t, 1, 5), S("10"));
    assert_slice(at(t, 1, 6), S("9.75"));
    arena_free(bench.arena);
}

static void padded_rows(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "项目资金（万元）||年初预算数|全年执行数|分值|执行率|得分|\n"
                                          "年度资金总额|80|60|10|75%|7.5||\n"
                                          "其中：财政拨款|80|60|—||||\n");
    assert_slice(at(t, 1, 0), S("项目资金（万元）"));
    assert_slice(at(t, 1, 1), S("年度资金总额"));
    assert_slice(at(t, 1, 5), S("75%"));
    assert_slice(at(t, 1, 6), S("7.5"));
    assert_slice(at(t, 2, 3), S("60"));
    arena_free(bench.arena);
}

static void several_heads(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "供养人员情况（人）|编制数|在职人数|控制率|\n2|2|100%|\n"
                                          "经费控制情况（万元）|2023年决算数|2024年预算数|2024年决算数|\n"
                                          "接待费|1|2|3|\n");
    assert_slice(at(t, 1, 0), S("供养人员情况（人）"));
    assert_slice(at(t, 1, 1), S("2"));
    assert_slice(at(t, 1, 3), S("100%"));
    assert_int_equal(t->row[1].head_from, 0);
    assert_int_equal(t->row[3].head_from, 2);
    arena_free(bench.arena);
}

/* Two readings that cost the same leave a low confidence. */
static void ties(void **state)
{
    (void)state;
    struct bench bench;
    const struct table *t = align(&bench, "项目|预算数|决算数|\n接待费|5|6|\n会议费|7|\n");
    assert_true(t->row[2].confidence < 60);
    assert_int_equal(t->row[1].confidence, 100);
    arena_free(bench.arena);
}

/* A part too wide to weigh is laid from the left, and says so. */
static void too_wide(void **state)
{
    (void)state;
    char rows[1024] = "";
    for (int i = 0; i < 70; i++)
        strcat(rows, "1|");
    strcat(rows, "\n1|2|\n");
    struct bench bench;
    const struct table *t = align(&bench, rows);
    assert_int_equal(t->columns, 70);
    assert_slice(at(t, 1, 1), S("2"));
    assert_true(t->row[1].confidence <= 20);
    arena_free(bench.arena);
}

static void true_spans(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    builder_table_begin(bench.b, false, 0, NULL);
    builder_row(bench.b);
    builder_cell(bench.b, S("项目"), 2, 1, NULL);
    builder_cell(bench.b, S("预算数"), 1, 2, NULL);
    builder_row(bench.b);
    builder_cell(bench.b, S("甲"), 1, 1, NULL);
    builder_cell(bench.b, S("乙"), 1, 1, NULL);
    builder_row(bench.b);
    builder_cell(bench.b, S("接待费"), 9, 1, NULL); /* reaches beyond the table */
    builder_cell(bench.b, S("1"), 1, 1, NULL);
    builder_cell(bench.b, S("2"), 1, 1, NULL);
    builder_table_end(bench.b);
    const struct table *t = bench_finish(&bench)->tables[0];
    assert_int_equal(t->source, GRID_TRUE);
    assert_int_equal(t->columns, 3);
    assert_slice(at(t, 1, 0), S("项目"));
    assert_slice(at(t, 1, 2), S("乙"));
    assert_slice(at(t, 0, 2), S("预算数"));
    assert_true(t->row[0].head && t->row[1].head && !t->row[2].head);
    arena_free(bench.arena);
}

/* A head told by its spans alone: `units` cells of words over two columns each, beside a cell `tall` rows high, and figures
 * under them. */
static bool has_laid_head(unsigned units, unsigned tall)
{
    struct bench bench;
    bench_begin(&bench);
    builder_table_begin(bench.b, false, 0, NULL);
    builder_row(bench.b);
    builder_cell(bench.b, S("县区"), tall, 1, NULL);
    for (unsigned i = 0; i < units; i++)
        builder_cell(bench.b, S("甲乡"), 1, 2, NULL);
    for (unsigned r = 1; r <= tall; r++) {
        builder_row(bench.b);
        for (unsigned i = r < tall; i < 1 + 2 * units; i++)
            builder_cell(bench.b, r < tall || i == 0 ? S("云溪") : S("3"), 1, 1, NULL);
    }
    builder_table_end(bench.b);
    const struct table *t = bench_finish(&bench)->tables[0];
    assert_int_equal(t->source, GRID_TRUE);
    bool head = t->row[0].head;
    arena_free(bench.arena);
    return head;
}

/* Of three cells at least, and six rows at most. */
static void laid_head(void **state)
{
    (void)state;
    assert_true(has_laid_head(2, 2));
    assert_false(has_laid_head(1, 2));
    assert_true(has_laid_head(2, 6));
    assert_false(has_laid_head(2, 7));
}

/* A grid that was inferred keeps the confidence that it came with, in every row. */
static void inferred(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    builder_table_begin(bench.b, false, 0, NULL);
    builder_table_confidence(bench.b, 55);
    builder_row(bench.b);
    builder_cell(bench.b, S("接待费"), 1, 1, NULL);
    builder_cell(bench.b, S("1"), 1, 1, NULL);
    builder_table_end(bench.b);
    const struct table *t = bench_finish(&bench)->tables[0];
    assert_int_equal(t->confidence, 55);
    assert_int_equal(t->row[0].confidence, 55);
    arena_free(bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_told_by_words),
        cmocka_unit_test(heads_over_their_parts),
        cmocka_unit_test(heads_in_halves),
        cmocka_unit_test(heads_with_empty_cells),
        cmocka_unit_test(heads_over_kept_cells),
        cmocka_unit_test(funds_group),
        cmocka_unit_test(heads_of_forms),
        cmocka_unit_test(weights_in_percent),
        cmocka_unit_test(padded_rows),
        cmocka_unit_test(full_rows),
        cmocka_unit_test(plain_head),
        cmocka_unit_test(funds_row),
        cmocka_unit_test(indicators),
        cmocka_unit_test(kept_empty_cells),
        cmocka_unit_test(of_which),
        cmocka_unit_test(two_row_head),
        cmocka_unit_test(several_heads),
        cmocka_unit_test(ties),
        cmocka_unit_test(too_wide),
        cmocka_unit_test(true_spans),
        cmocka_unit_test(laid_head),
        cmocka_unit_test(inferred),
        cmocka_unit_test(lacking_or_blank),
        cmocka_unit_test(goals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
