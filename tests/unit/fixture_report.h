/* A small report made by hand: no format, no reader, just what the bindings show. The department is invented.
 */
#pragma once

#include "../../daemon/report/builder.h"
#include "../../daemon/report/report.h"

#include "test.h"

static const char fixture_text[] = "云溪县测绘档案馆2021年度部门整体支出绩效自评报告\n"
                                   "一、支出情况\n"
                                   "2021年支出合计30.60万元，其中：基本支出20.10万元、项目支出10.00万元。\n"
                                   "（一）执行情况\n"
                                   "年初预算25.00万元，执行率122.40%。\n";

struct fixture {
    struct arena *arena;
    struct report report;
    struct lexicon *lexicon;
    struct quantity quantities[5];
    struct figure_cell figure_cells[1];
    struct fact facts[5];
    struct member members[3], other[3];
    struct claim claims[2];
    struct copy copies[1];
    struct sentence sentences[2];
    struct indicator indicators[4]; /* two of a form, two of another */
    struct table other_form;
};

static void fixture_over(void *context, enum limit limit)
{
    (void)context;
    fail_msg("limit %s", limit_name(limit));
    abort();
}

static struct document *fixture_document(struct arena *arena)
{
    struct builder *b = builder_new(arena, S("自评报告.txt"), fixture_over, NULL);
    struct slice rest = {fixture_text, sizeof fixture_text - 1};
    builder_source(b, rest);
    while (rest.len) {
        struct slice line = slice_cut(&rest, S("\n"));
        builder_paragraph(b, line, NULL);
    }
    builder_table_begin(b, false, 2, NULL);
    for (int row = 0; row < 2; row++) {
        builder_row(b);
        builder_cell(b, row ? S("30.60") : S("一级指标"), 1, 1, NULL);
        builder_cell(b, row ? S("") : S("得分"), 1, 1, NULL);
    }
    builder_table_end(b);
    builder_set_format(b, "text", "utf-8");
    return builder_finish(b);
}

static struct span fixture_span(const struct fixture *f, const char *words)
{
    ptrdiff_t at = slice_find(f->report.document->reading, slice_of(words), 0);
    assert_true(at >= 0);
    return (struct span){(uint32_t)at, (uint32_t)((size_t)at + strlen(words))};
}

static void fixture_fact(struct fixture *f, int i, const char *quote, const char *value, const char *unit)
{
    struct quantity *q = &f->quantities[i];
    assert_true(decimal_parse(slice_of(value), &q->value));
    q->unit = unit_by_name(slice_of(unit));
    assert_non_null(q->unit);
    f->facts[i] = (struct fact){.quantity = q,
                                .label = slice_of("支出合计"),
                                .version = VERSION_ACTUAL,
                                .year = 2021,
                                .topic = UINT32_MAX,
                                .confidence = 90,
                                .quote = fixture_span(f, quote),
                                .span = fixture_span(f, quote),
                                .section = f->report.document->n_sections - 1};
}

static void fixture_claims(struct fixture *f)
{
    struct claim *sum = &f->claims[0], *execution = &f->claims[1];
    for (int i = 0; i < 3; i++)
        f->members[i] = (struct member){i ? ROLE_PART : ROLE_TOTAL, 1, (uint32_t)i};
    f->other[0] = (struct member){ROLE_RATE, 1, 4};
    f->other[1] = (struct member){ROLE_ACTUAL, 1, 0};
    f->other[2] = (struct member){ROLE_BASE, 1, 3};
    *sum = (struct claim){.kind = CLAIM_SUM,
                          .exhaustive = true,
                          .members = f->members,
                          .n = 3,
                          .lenient = VERDICT_VIOLATED,
                          .strict = VERDICT_VIOLATED,
                          .confidence = 90,
                          .blocked_by = -1,
                          .unit = f->quantities[0].unit,
                          .words = fixture_span(f, "其中")};
    decimal_parse(S("30.60"), &sum->stated);
    decimal_parse(S("30.10"), &sum->computed);
    decimal_parse(S("0.50"), &sum->difference);
    *execution = (struct claim){.kind = CLAIM_EXECUTION,
                                .members = f->other,
                                .n = 3,
                                .lenient = VERDICT_EXACT,
                                .strict = VERDICT_VIOLATED,
                                .confidence = 50,
                                .blocked_by = 0,
                                .words = fixture_span(f, "执行率")};
}

/* `weight` and `score` are indexes of facts; UINT32_MAX for none. */
static void fixture_indicator(struct fixture *f, int i, const struct table *table, uint32_t weight,
                              uint32_t score)
{
    struct indicator *item = &f->indicators[i];
    *item =
        (struct indicator){.table = table, .row = (uint32_t)i, .kind = i ? INDICATOR_ROW : INDICATOR_FUNDS};
    for (int column = 0; column < INDICATOR_COLUMN_COUNT; column++)
        item->facts[column] = UINT32_MAX;
    item->facts[INDICATOR_WEIGHT] = weight;
    item->facts[INDICATOR_SCORE] = score;
}

static void fixture_indicators(struct fixture *f)
{
    const struct table *form = f->report.document->tables[0];
    fixture_indicator(f, 0, form, 0, 0);
    fixture_indicator(f, 1, form, 1, 2);
    fixture_indicator(f, 2, &f->other_form, 2, 3);
    fixture_indicator(f, 3, &f->other_form, UINT32_MAX, 3);
    f->report.indicators = (struct indicators){f->indicators, 4, 4};
}

static void fixture_init(struct fixture *f)
{
    static const char *const folders[] = {"config/lexicon", NULL};
    char error[300] = "";
    *f = (struct fixture){.arena = arena_new(64u << 20, NULL, NULL)};
    if (lexicon_load(folders, &f->lexicon, error, sizeof error) != 0)
        fail_msg("%s", error);
    f->report = (struct report){.arena = f->arena,
                                .document = fixture_document(f->arena),
                                .lexicon = f->lexicon,
                                .mentions = arena_alloc(f->arena, sizeof(struct mentions)),
                                .title = S("云溪县测绘档案馆2021年度部门整体支出绩效自评报告"),
                                .holder = S("云溪县测绘档案馆"),
                                .year = 2021};
    fixture_fact(f, 0, "支出合计30.60万元", "30.60", "万元");
    fixture_fact(f, 1, "基本支出20.10万元", "20.10", "万元");
    fixture_fact(f, 2, "项目支出10.00万元", "10.00", "万元");
    fixture_fact(f, 3, "年初预算25.00万元", "25.00", "万元");
    fixture_fact(f, 4, "执行率122.40%", "122.40", "%");
    f->facts[3].version = VERSION_INITIAL;
    f->facts[4].table = f->report.document->tables[0];
    f->facts[4].cell = &f->facts[4].table->cells[2];
    f->facts[0].measure = lexicon_measure(f->lexicon, S("支出合计"));
    f->figure_cells[0] = (struct figure_cell){.cell = f->facts[4].cell, .block = 0};
    while (f->report.document->blocks[f->figure_cells[0].block].table != f->facts[4].table)
        f->figure_cells[0].block++;
    fixture_claims(f);
    fixture_indicators(f);
    f->copies[0] = (struct copy){.chars = 20};
    f->copies[0].first.span = fixture_span(f, "一、支出情况");
    f->copies[0].first.role = PASSAGE_DUTIES;
    f->copies[0].second.span = fixture_span(f, "（一）执行情况");
    f->copies[0].second.role = PASSAGE_GOAL;
    for (int i = 0; i < 2; i++) {
        struct span span =
            fixture_span(f, i ? "年初预算25.00万元，执行率122.40%。" : "2021年支出合计30.60万元");
        f->sentences[i].text = (struct text){document_quote(f->report.document, span), span.from, NULL};
    }
    f->report.quantities = (struct quantities){f->quantities, 5, 5};
    f->report.figure_cells = (struct figure_cells){f->figure_cells, 1, 1};
    f->report.facts = (struct facts){f->facts, 5, 5};
    f->report.claims = (struct claims){f->claims, 2, 2};
    f->report.copies = (struct copies){f->copies, 1, 1};
    f->report.sentences = (struct sentences){f->sentences, 2, 2};
}

static void fixture_done(struct fixture *f)
{
    lexicon_free(f->lexicon);
    arena_free(f->arena);
}
