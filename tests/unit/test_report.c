/* A report as a whole: who reports on what year under which title, sentences, stages, coverage. */
#include "reading.h"

static const struct {
    const char *text, *title, *holder;
    int year;
} IDENTITIES[] = {
    {"2021年度青石县道路养护中心部门整体支出绩效自评报告\n2020年有关情况另行说明。\n",
     "2021年度青石县道路养护中心部门整体支出绩效自评报告", "青石县道路养护中心", 2021},
    {"附件3\n2022年度青石县道路养护中心\n部门整体支出绩效报告\n正文。\n",
     "2022年度青石县道路养护中心部门整体支出绩效报告", "青石县道路养护中心", 2022},
    {"青石县公路局2019年部门决算公开说明\n", "青石县公路局2019年部门决算公开说明", "青石县公路局", 2019},
    {"填报单位：青石县桥隧管理所\n2023年决算。2023年预算。2022年结转。\n", "", "青石县桥隧管理所", 2023},
    {"| 部门名称 | 青石县桥隧管理所 |\n| 年度预算金额 | 12万元 |\n", "", "青石县桥隧管理所", 0},
    {"| 部门名称 | |\n| 年度预算金额 | 12万元 |\n", "", "", 0},
    {"项目支出绩效自评表\n（2022年度）\n实施单位：青石县桥隧管理所\n2023年完成。2023年改进。2023年再看。\n",
     "项目支出绩效自评表", "青石县桥隧管理所", 2022},
    {"青石湖修复项目（2021—2025年）绩效评价报告\n2023年完成。2023年改进。\n",
     "青石湖修复项目（2021—2025年）绩效评价报告", "青石湖修复项目", 2023},
    {"没有年份，也没有名称。\n", "", "", 0},
};

static void knows_who_and_when(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(IDENTITIES); i++) {
        struct reading r = reading_of(IDENTITIES[i].text);
        assert_slice(r.report->title, slice_of(IDENTITIES[i].title));
        assert_slice(r.report->holder, slice_of(IDENTITIES[i].holder));
        assert_int_equal(r.report->year, IDENTITIES[i].year);
        reading_done(&r);
    }
}

static void cuts_sentences(void **state)
{
    (void)state;
    static const char *const SENTENCES[] = {"支出5万元；", "其中甲3万元。", "他说：“好！”", "然后走了。",
                                            "完"};
    struct reading r = reading_of("支出5万元；其中甲3万元。他说：“好！”然后走了。完\n");
    assert_int_equal(r.report->sentences.n, COUNT(SENTENCES));
    for (uint32_t i = 0; i < r.report->sentences.n; i++) {
        const struct sentence *s = &r.report->sentences.items[i];
        assert_slice(s->text.s, slice_of(SENTENCES[i]));
        assert_int_equal(s->quantities, i < 2);
        assert_null(s->cell);
    }
    reading_done(&r);
}

/* Each cell of each table is found as the figure that it is, with the unit that it prints. */
static void figures_are_found(void **state)
{
    (void)state;
    struct reading r =
        reading_of("| 项目 | 金额（万元） | 人数 |\n| 养护 | 12.5 | 3人 |\n| 绿化 | | 4人 |\n正文。\n"
                   "| 项目 | 金额 |\n| 桥隧 | 7万 |\n| 道路 | 8 |\n");
    const struct document *doc = r.report->document;
    uint32_t n = 0;
    for (uint32_t t = 0; t < doc->n_tables; t++)
        for (uint32_t i = 0; i < doc->tables[t]->n_cells; i++) {
            const struct cell *cell = &doc->tables[t]->cells[i];
            const struct figure_cell *found = report_figure(r.report, cell);
            struct quantity q;
            bool is_figure = quantity_of_cell(r.report->arena, &cell->text, &q);
            assert_int_equal(found != NULL, is_figure);
            if (!found)
                continue;
            assert_int_equal(decimal_cmp(r.report->quantities.items[found->quantity].value, q.value), 0);
            assert_ptr_equal(found->unit, q.unit);
            n++;
        }
    assert_int_equal(n, 5);
    reading_done(&r);
}

/* Labels leave no sentence, prose and figures among words do; a cell that is one figure is a figure cell. */
static void cells_are_read(void **state)
{
    (void)state;
    struct reading r = reading_of(
        "| 项目 | 金额 |\n| 养护 | 12.5 |\n| 其中：人工3万元 | 本年完成了养护任务，成效明显。 |\n");
    assert_int_equal(r.report->figure_cells.n, 1);
    assert_int_equal(r.report->sentences.n, 2);
    assert_non_null(r.report->sentences.items[0].cell);
    assert_int_equal(r.report->sentences.items[0].quantities, 1);
    reading_done(&r);
}

static void coverage_adds_up(void **state)
{
    (void)state;
    uint32_t figures, facts, claimed;
    struct reading r =
        reading_of("2021年支出合计10万元，其中基本支出4万元，项目支出6万元，满意度95%以上。\n");
    report_coverage(r.report, &figures, &facts, &claimed);
    assert_int_equal(figures, 3);
    assert_int_equal(facts, 3);
    assert_int_equal(claimed, 3);
    reading_done(&r);
    r = reading_of(
        "2021年支出合计10万元。\n| 12 | 34 |\n| 56 | 78 |\n"); /* nobody says what the cells are of */
    report_coverage(r.report, &figures, &facts, &claimed);
    assert_int_equal(figures, 5);
    assert_int_equal(facts, 1);
    assert_int_equal(claimed, 0);
    reading_done(&r);
}

static void stages_have_names(void **state)
{
    (void)state;
    for (int s = 0; s < STAGE_COUNT; s++)
        assert_true(strlen(stage_text((enum stage)s)) > 0);
}

/* Blocks, sections, sentences and facts point at each other's right places, whatever the text. */
static void everything_is_in_order(void **state)
{
    (void)state;
    struct reading r =
        reading_of("一、收支情况\n2021年支出合计10万元。\n| 项目 | 金额（万元） |\n| 养护 | 12.5 |\n"
                   "二、其他\n没有了。\n");
    const struct report *report = r.report;
    for (uint32_t i = 0; i < report->facts.n; i++) {
        const struct fact *f = &report->facts.items[i];
        assert_true(f->block < report->document->n_blocks);
        assert_int_equal(f->section, report->document->blocks[f->block].section);
        assert_true(f->quote.from <= f->span.from && f->span.to <= f->quote.to);
        assert_true(f->topic == UINT32_MAX || f->topic < i);
        assert_true((f->cell != NULL) == (f->table != NULL));
    }
    assert_int_equal(report->facts.n, 2);
    reading_done(&r);
}

/* What is over a limit is left out, and the report says so. */
static void says_what_it_left_out(void **state)
{
    (void)state;
    unsigned long rows = limit_value(LIMIT_CLAIM_MEMBERS) + 10;
    char *text = test_calloc(rows + 3, 32), *at = text;
    at += sprintf(at, "| 项目 | 金额（万元） |\n");
    for (unsigned long i = 0; i < rows; i++)
        at += sprintf(at, "| 路段%lu | 1.5 |\n", i);
    sprintf(at, "| 合计 | %lu.0 |\n", rows * 3 / 2);
    struct reading r = reading_of(text);
    assert_slice(report_crossed(r.report), S("not fully examined: claim_members"));
    reading_done(&r);
    test_free(text);
    r = reading_of("支出合计3万元。\n");
    assert_int_equal(report_crossed(r.report).len, 0);
    reading_done(&r);
}

static void stops_at_so_many_figures(void **state)
{
    (void)state;
    size_t lines = limit_value(LIMIT_QUANTITIES) / 1000 + 2;
    char *text = test_calloc(lines * 2001 + 1, 1);
    for (size_t i = 0; i < lines * 2001; i++)
        text[i] = "\n 1"[i % 2001 == 2000 ? 0 : i % 2001 % 2 ? 1 : 2];
    struct reading r = reading_of(text);
    assert_true(r.report->quantities.n < limit_value(LIMIT_QUANTITIES) + 1001);
    assert_slice(report_crossed(r.report), S("not fully examined: quantities"));
    reading_done(&r);
    test_free(text);
}

/* Sentences that are unlike each other, each of them twice. */
static void stops_at_so_many_copies(void **state)
{
    static const char *const words[] = {"巡", "查", "河", "堤", "闸", "站", "渠", "泵",
                                        "井", "坝", "湖", "港", "滩", "洲", "溪", "泉"};
    (void)state;
    size_t sentences = limit_value(LIMIT_PASSAGES) + 10, n = COUNT(words);
    char *text = test_calloc(sentences * 2 + 1, 160), *at = text;
    for (size_t i = 0; i < sentences * 2; i++) {
        size_t k = i < sentences ? i : sentences * 2 - 1 - i; /* in the other order: one long copy else */
        at += sprintf(at, "为保障");
        for (size_t part = 0; part < 24; part++)
            at += sprintf(at, "%s", words[(k * 2654435761u >> (part % 8 * 4)) % n]);
        at += sprintf(at, "安全度汛开展工作。\n");
    }
    struct reading r = reading_of(text);
    assert_slice(report_crossed(r.report), S("not fully examined: passages"));
    assert_int_equal(r.report->copies.n, limit_value(LIMIT_PASSAGES));
    reading_done(&r);
    test_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_who_and_when),       cmocka_unit_test(says_what_it_left_out),
        cmocka_unit_test(stops_at_so_many_figures), cmocka_unit_test(stops_at_so_many_copies),
        cmocka_unit_test(cuts_sentences),           cmocka_unit_test(cells_are_read),
        cmocka_unit_test(coverage_adds_up),         cmocka_unit_test(stages_have_names),
        cmocka_unit_test(everything_is_in_order),   cmocka_unit_test(figures_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
