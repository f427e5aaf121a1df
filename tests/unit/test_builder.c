#include "document_push.h"

/* Text inside the source keeps its place; other text stands behind it, on lines of its own. */
static void places_of_text(void **state)
{
    (void)state;
    struct bench bench;
    static const char text[] = "一、概况\n  本县 设馆。";
    struct slice source = S("一、概况\n  本县 设馆。");
    bench_begin(&bench);
    source.at = text;
    builder_source(bench.b, source);
    builder_paragraph(bench.b, slice_sub(source, 0, 12), NULL);
    builder_paragraph(bench.b, slice_sub(source, 13, source.len), NULL);
    builder_aside(bench.b, S("批注"), NULL);
    struct document *doc = bench_finish(&bench);
    assert_true(doc->places_are_lines);
    assert_int_equal(doc->n_blocks, 3);
    assert_int_equal(doc->blocks[0].kind, BLOCK_HEADING);
    assert_slice(doc->blocks[1].text.s, S("本县设馆。"));
    assert_int_equal(doc->blocks[1].text.from, 15);
    assert_int_equal(doc->blocks[2].kind, BLOCK_ASIDE);
    assert_slice(doc->reading, S("一、概况\n  本县 设馆。\n批注\n"));
    assert_int_equal(document_position(doc, doc->blocks[2].text.from).line, 3);
    arena_free(bench.arena);
}

static void appended_text(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    push_paragraph(&bench, "甲");
    push_table(&bench, false, "项目||\n乙|1|\n");
    push_paragraph(&bench, "");
    push_paragraph(&bench, "丙");
    builder_set_format(bench.b, "docx", NULL);
    builder_set_partial(bench.b);
    struct document *doc = bench_finish(&bench);
    assert_slice(doc->reading, S("甲\n项目\n乙\n1\n丙\n"));
    assert_true(!doc->places_are_lines && doc->partial);
    assert_string_equal(doc->format, "docx");
    assert_int_equal(doc->n_blocks, 3);
    assert_slice(doc->blocks[1].text.s, S("项目\n乙\n1"));
    assert_slice(doc->name, S("报告.txt"));
    arena_free(bench.arena);
}

/* A ragged table of several forms: titles become headings, a head that comes again begins a table. */
static void cuts_forms(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    push_table(&bench, true,
               "|\n2021年度绩效目标表|\n部门名称|云溪县测绘档案馆|\n二、收支情况|\n年度收入情况（万元）|\n"
               "机构名称|收入合计|其中：|\n上年结转|其他收入|\n本馆|3|1|2|\n"
               "机构名称|资产合计|其中：|\n在用|出租|\n本馆|9|8|1|\n备注|\n");
    struct document *doc = bench_finish(&bench);
    assert_int_equal(doc->n_tables, 3);
    assert_int_equal(doc->blocks[0].kind, BLOCK_HEADING);
    assert_slice(doc->blocks[0].text.s, S("2021年度绩效目标表"));
    assert_slice(doc->tables[0]->caption.s, S("2021年度绩效目标表"));
    assert_slice(doc->tables[1]->caption.s, S("年度收入情况（万元）"));
    assert_slice(at(doc->tables[1], 2, 3), S("2"));
    assert_slice(at(doc->tables[2], 0, 1), S("资产合计"));
    assert_slice(at(doc->tables[2], 3, 0), S("备注"));
    assert_slice(doc->sections[2].title.s, S("收支情况"));
    assert_slice(doc->sections[3].title.s, S("年度收入情况（万元）"));
    assert_int_equal(doc->sections[3].parent, 2);
    arena_free(bench.arena);
}

/* A cell across three columns, as a row. */
static void push_banner(struct bench *bench, const char *text)
{
    builder_row(bench->b);
    builder_cell(bench->b, slice_of(text), 1, 3, NULL);
}

static void push_cells(struct bench *bench, const char *const *cells, unsigned rows)
{
    builder_row(bench->b);
    for (int i = 0; i < 3; i++)
        builder_cell(bench->b, slice_of(cells[i]), i ? 1 : rows, 1, NULL);
}

/* Forms in one grid whose spans are known: cut at a name as wide as the table that a head follows. */
static void cuts_stacked_forms(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    builder_table_begin(bench.b, false, 0, NULL);
    push_banner(&bench, "项目甲绩效自评表");
    push_cells(&bench, (const char *const[]){"三级指标", "分值", "得分"}, 1);
    push_cells(&bench, (const char *const[]){"档案整理", "10", "9"}, 1);
    push_banner(&bench, "预算执行情况"); /* a section */
    push_banner(&bench, "见附表");       /* no head below it */
    push_banner(&bench, "说明：无");
    for (int i = 0; i < 6; i++)
        push_cells(&bench, (const char *const[]){"档案修复", "10", "9"}, 1);
    push_banner(&bench, "项目乙绩效自评表（2022年度）");
    push_cells(&bench, (const char *const[]){"三级指标", "分值", "得分"}, 1);
    push_cells(&bench, (const char *const[]){"档案保管", "10", "8"}, 1);
    builder_table_end(bench.b);
    struct document *doc = bench_finish(&bench);
    assert_int_equal(doc->n_tables, 2);
    assert_int_equal(doc->tables[0]->rows, 12);
    assert_slice(at(doc->tables[1], 0, 2), S("项目乙绩效自评表（2022年度）"));
    assert_slice(at(doc->tables[1], 2, 2), S("8"));
    assert_slice(doc->tables[1]->caption.s, S("项目乙绩效自评表（2022年度）"));
    assert_int_equal(doc->tables[1]->confidence, 100);
    arena_free(bench.arena);
}

/* Without names: behind 总分, where a row begins as the form does, and no cell from above reaches. */
static void cuts_behind_totals(void **state)
{
    (void)state;
    for (unsigned reach = 1; reach <= 2; reach++) {
        struct bench bench;
        bench_begin(&bench);
        builder_table_begin(bench.b, false, 0, NULL);
        push_cells(&bench, (const char *const[]){"项目名称", "甲", "—"}, 1);
        push_cells(&bench, (const char *const[]){"项目名称", "又名", "—"}, 1); /* no 总分 yet */
        push_cells(&bench, (const char *const[]){"三级指标", "分值", "得分"}, 1);
        push_cells(&bench, (const char *const[]){"档案整理", "100", "99"}, 1);
        builder_row(bench.b);
        builder_cell(bench.b, S("总分"), 1, 1, NULL);
        builder_cell(bench.b, S("100"), 1, 1, NULL);
        builder_cell(bench.b, S("99"), reach, 1, NULL);
        builder_row(bench.b);
        builder_cell(bench.b, S("项目名称"), 1, 1, NULL);
        builder_cell(bench.b, S("乙"), 1, reach == 1 ? 2 : 1, NULL);
        push_cells(&bench, (const char *const[]){"三级指标", "分值", "得分"}, 1);
        push_cells(&bench, (const char *const[]){"档案保管", "100", "98"}, 1);
        builder_table_end(bench.b);
        struct document *doc = bench_finish(&bench);
        assert_int_equal(doc->n_tables, reach == 1 ? 2 : 1);
        assert_slice(at(doc->tables[0], 4, 1), S("100"));
        arena_free(bench.arena);
    }
}

/* A whole report in one cell is prose. */
static void box_is_prose(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    push_table(&bench, true, "2021年支出30万元。|\n");
    struct document *doc = bench_finish(&bench);
    assert_int_equal(doc->n_tables, 0);
    assert_int_equal(doc->blocks[0].kind, BLOCK_PARAGRAPH);
    arena_free(bench.arena);
}

static void captions(void **state)
{
    (void)state;
    static const struct {
        const char *lines[3], *caption, *unit;
    } cases[] = {
        {{"（1）2022年支出预算执行情况表  （单位：万元）"}, "（1）2022年支出预算执行情况表", "单位：万元"},
        {{"部门整体支出绩效自评表", "（2021年度）"}, "部门整体支出绩效自评表", ""},
        {{"支出明细表", "填报单位：云溪县测绘档案馆    金额单位：元"}, "支出明细表", "单位：元"},
        {{"2021年支出情况", "单位：县财政局"}, "", ""},
        {{"支出决算表", "公开03表", "部门：云溪县测绘档案馆    单位：万元"}, "支出决算表", "单位：万元"},
        {{"2021年收入决算表", "表一-2   单位：万元"}, "2021年收入决算表", "单位：万元"},
        {{"正文到此为止。", "表一 单位：万元"}, "表一", "单位：万元"},
        {{"本馆2021年支出30万元，已公开。"}, "", ""},
        {{"支出明细表", "本馆2021年支出30万元，已公开。"}, "", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench bench;
        bench_begin(&bench);
        for (size_t k = 0; k < 3 && cases[i].lines[k]; k++)
            push_paragraph(&bench, cases[i].lines[k]);
        push_table(&bench, true, "项目|金额|\n接待费|3|\n");
        struct document *doc = bench_finish(&bench);
        assert_slice(doc->tables[0]->caption.s, slice_of(cases[i].caption));
        assert_slice(doc->tables[0]->unit_line.s, slice_of(cases[i].unit));
        arena_free(bench.arena);
    }
}

/* A page break cuts a table in two: the second half has the caption of the first. */
static void caption_goes_on(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    push_paragraph(&bench, "支出明细表");
    push_paragraph(&bench, "单位：万元");
    push_table(&bench, true, "项目|金额|\n接待费|3|\n");
    builder_aside(bench.b, S("— 2 —"), NULL);
    push_table(&bench, true, "办公费|4|\n水费|5|\n");
    push_table(&bench, true, "甲|乙|丙|\n水费|5|6|\n");
    struct document *doc = bench_finish(&bench);
    assert_slice(doc->tables[1]->caption.s, S("支出明细表"));
    assert_slice(doc->tables[1]->unit_line.s, S("单位：万元"));
    assert_true(doc->tables[0]->goes_on && doc->tables[1]->continues);
    assert_false(doc->tables[0]->continues || doc->tables[1]->goes_on || doc->tables[2]->continues);
    assert_int_equal(doc->tables[2]->caption.s.len, 0);
    arena_free(bench.arena);
}

/* Lines of one cell that do not stand next to each other; how its row is indented. */
static void cells_in_pieces(void **state)
{
    (void)state;
    static const char source[] = "　产业  12\n  园区\n GDP  3\ntotal";
    struct bench bench;
    bench_begin(&bench);
    builder_source(bench.b, slice_of(source));
    builder_table_begin(bench.b, false, 0, NULL);
    builder_row(bench.b);
    builder_cell(bench.b, (struct slice){source, 9}, 1, 1, NULL);
    builder_cell_more(bench.b, (struct slice){source + 16, 6});
    builder_cell(bench.b, (struct slice){source + 11, 2}, 1, 1, NULL);
    builder_row(bench.b);
    builder_cell(bench.b, (struct slice){source + 23, 4}, 1, 1, NULL);
    builder_cell_more(bench.b, (struct slice){source + 31, 5});
    builder_cell(bench.b, (struct slice){source + 29, 1}, 1, 1, NULL);
    builder_table_end(bench.b);
    struct document *doc = bench_finish(&bench);
    const struct table *table = doc->tables[0];
    assert_slice(at(table, 0, 0), S("产业园区"));
    assert_slice(at(table, 1, 0), S("GDP total"));
    assert_slice(at(table, 0, 1), S("12"));
    assert_int_equal(table_cell(table, 0, 0)->indent, 2);
    assert_int_equal(table_cell(table, 1, 0)->indent, 1);
    assert_int_equal(text_offset(&table_cell(table, 0, 0)->text, 6), 16);
    arena_free(bench.arena);
}

/* Limits: `cross` pushes so much that it does not return. */

static void cross_reading_bytes(struct bench *bench)
{
    struct slice text = {arena_alloc(bench->arena, 1 << 20), 1 << 20};
    for (unsigned i = 0; i <= limit_value(LIMIT_READING_BYTES) >> 20; i++)
        builder_paragraph(bench->b, text, NULL);
}

static void cross_source(struct bench *bench)
{
    builder_source(bench->b, (struct slice){"", limit_value(LIMIT_READING_BYTES) + 1});
}

static void cross_blocks(struct bench *bench)
{
    for (unsigned long i = 0; i <= limit_value(LIMIT_BLOCKS); i++)
        builder_paragraph(bench->b, S(""), NULL);
}

static void cross_tables(struct bench *bench)
{
    for (unsigned long i = 0; i <= limit_value(LIMIT_TABLES); i++)
        push_table(bench, false, "1|2|\n");
    builder_finish(bench->b);
}

static void cross_table_rows(struct bench *bench)
{
    builder_table_begin(bench->b, false, 0, NULL);
    for (unsigned long i = 0; i <= limit_value(LIMIT_TABLE_ROWS); i++)
        builder_row(bench->b);
}

static void cross_row_extent(struct bench *bench)
{
    builder_table_begin(bench->b, false, 0, NULL);
    builder_row(bench->b);
    builder_cell(bench->b, S(""), UINT32_MAX, 1, NULL);
}

static void cross_table_columns(struct bench *bench)
{
    builder_table_begin(bench->b, false, 0, NULL);
    builder_row(bench->b);
    builder_cell(bench->b, S(""), 1, 1000, NULL);
    builder_cell(bench->b, S(""), 1, 25, NULL);
}

static void cross_declared_columns(struct bench *bench)
{
    builder_table_begin(bench->b, true, 1025, NULL);
}

static void cross_cells(struct bench *bench)
{
    for (unsigned long i = 0; i <= limit_value(LIMIT_CELLS); i++) {
        if (i % 100000 == 0 && i)
            builder_table_end(bench->b);
        if (i % 100000 == 0)
            builder_table_begin(bench->b, true, 0, NULL);
        if (i % 1000 == 0)
            builder_row(bench->b);
        builder_cell(bench->b, S(""), 1, 1, NULL);
    }
}

/* Few cells, but a wide row over many short ones. */
static void cross_grid_slots(struct bench *bench)
{
    builder_table_begin(bench->b, true, 0, NULL);
    for (unsigned r = 0; r < 5000; r++) {
        builder_row(bench->b);
        for (unsigned c = 0; c < (r ? 1 : 1000); c++)
            builder_cell(bench->b, S("1"), 1, 1, NULL);
    }
    builder_table_end(bench->b);
    builder_finish(bench->b);
}

/* Cells that reach down push those below them over the edge. */
static void cross_width_by_spans(struct bench *bench)
{
    builder_table_begin(bench->b, false, 0, NULL);
    for (unsigned r = 0; r < 2; r++) {
        builder_row(bench->b);
        for (unsigned c = 0; c < 600; c++)
            builder_cell(bench->b, S("1"), 2, 1, NULL);
    }
    builder_table_end(bench->b);
    builder_finish(bench->b);
}

/* The limit through which `cross` leaves. */
static enum limit crossed(void (*cross)(struct bench *), const char *name)
{
    struct bench bench;
    bench_begin(&bench);
    if (setjmp(bench.crossed) == 0) {
        cross(&bench);
        fail_msg("%s was not noticed", name);
    }
    enum limit limit = bench.limit;
    arena_free(bench.arena);
    return limit;
}

static void limits(void **state)
{
    (void)state;
    static const struct {
        void (*cross)(struct bench *);
        enum limit limit;
        const char *name;
    } cases[] = {
        {cross_reading_bytes, LIMIT_READING_BYTES, "reading_bytes"},
        {cross_source, LIMIT_READING_BYTES, "reading_bytes"},
        {cross_blocks, LIMIT_BLOCKS, "blocks"},
        {cross_tables, LIMIT_TABLES, "tables"},
        {cross_table_rows, LIMIT_TABLE_ROWS, "table_rows"},
        {cross_row_extent, LIMIT_TABLE_ROWS, "table_rows"},
        {cross_table_columns, LIMIT_TABLE_COLUMNS, "table_columns"},
        {cross_declared_columns, LIMIT_TABLE_COLUMNS, "table_columns"},
        {cross_cells, LIMIT_CELLS, "cells"},
        {cross_grid_slots, LIMIT_GRID_SLOTS, "grid_slots"},
        {cross_width_by_spans, LIMIT_GRID_SLOTS, "grid_slots"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum limit limit = crossed(cases[i].cross, cases[i].name);
        assert_int_equal(limit, cases[i].limit);
        assert_string_equal(limit_name(limit), cases[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_of_text),     cmocka_unit_test(appended_text),
        cmocka_unit_test(cuts_forms),         cmocka_unit_test(box_is_prose),
        cmocka_unit_test(captions),           cmocka_unit_test(caption_goes_on),
        cmocka_unit_test(cells_in_pieces),    cmocka_unit_test(limits),
        cmocka_unit_test(cuts_stacked_forms), cmocka_unit_test(cuts_behind_totals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
