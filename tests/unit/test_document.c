#include "../../daemon/report/document_lines.h"

#include "document_push.h"

static void positions(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    static const char text[] = "一、概况\r\nab基本\r\n\rx\n";
    const struct line_index *lines = line_index_new(arena, S("一、概况\r\nab基本\r\n\rx\n"));
    static const struct {
        const char *before;
        uint32_t line, column;
    } cases[] = {{"", 1, 1},
                 {"一、", 1, 3},
                 {"一、概况\r\n", 2, 1},
                 {"一、概况\r\nab基", 2, 4},
                 {"一、概况\r\nab基本\r\n", 3, 1},
                 {"一、概况\r\nab基本\r\n\r", 4, 1},
                 {text, 5, 1}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct position p = line_index_position(lines, (uint32_t)strlen(cases[i].before));
        assert_int_equal(p.line, cases[i].line);
        assert_int_equal(p.column, cases[i].column);
    }
    struct position inside = line_index_position(lines, 1), behind = line_index_position(lines, 99999);
    assert_int_equal(inside.column, 1);
    assert_int_equal(behind.line, 5);
    arena_free(arena);
}

/* Against counting, over every offset of a text with lines of all lengths around a checkpoint. */
static void positions_by_counting(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    static char text[3000];
    size_t n = 0;
    for (unsigned i = 0; n + 4 < sizeof text; i++) {
        const char *next = i % 97 == 96 ? "\n" : i % 3 ? "表" : "x";
        n += (size_t)snprintf(text + n, sizeof text - n, "%s", next);
    }
    struct slice s = {text, n};
    const struct line_index *lines = line_index_new(arena, s);
    uint32_t line = 1, column = 1;
    for (size_t at = 0; at < n;) {
        struct position p = line_index_position(lines, (uint32_t)at);
        assert_int_equal(p.line, line);
        assert_int_equal(p.column, column);
        bool end = utf8_next(s, &at) == '\n';
        line += end;
        column = end ? 1 : column + 1;
    }
    arena_free(arena);
}

/* A million queries on one line of five million characters: counting from its start would take hours. */
static void long_line(void **state)
{
    (void)state;
    size_t n = 15000000;
    struct arena *arena = arena_new(n * 2, NULL, NULL);
    char *text = arena_alloc(arena, n);
    for (size_t i = 0; i < n; i++)
        text[i] = "表"[i % 3];
    const struct line_index *lines = line_index_new(arena, (struct slice){text, n});
    uint64_t seed = 7;
    for (unsigned i = 0; i < 1000000; i++) {
        uint32_t character = (uint32_t)(test_random(&seed) % 5000000);
        assert_int_equal(line_index_position(lines, character * 3).column, character + 1);
    }
    arena_free(arena);
}

static void wheres(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    struct place paragraph = {.page = 5, .paragraph = 3}, page = {.page = 2};
    struct place cell = {.row = 7, .column = 52, .sheet = S("三公")};
    struct place drawn = {.page = 9, .table = 4, .row = 2, .column = 3};
    builder_paragraph(bench.b, S("甲"), &paragraph);
    builder_paragraph(bench.b, S("乙"), &page);
    builder_table_begin(bench.b, false, 0, NULL);
    builder_row(bench.b);
    builder_cell(bench.b, S("丙"), 1, 1, &cell);
    builder_cell(bench.b, S("丁"), 1, 1, NULL);
    builder_cell(bench.b, S("己"), 1, 1, &drawn);
    builder_table_end(bench.b);
    builder_paragraph(bench.b, S("戊"), NULL);
    struct document *doc = bench_finish(&bench);
    static const char *const expected[][3] = {{"甲", "第5页第3段", "page 5 paragraph 3"},
                                              {"乙", "第2页", "page 2"},
                                              {"丙", "三公!AZ7", "三公!AZ7"},
                                              {"丁", "表1第1行第2列", "table 1 row 1 column 2"},
                                              {"己", "第9页表4第2行第3列", "page 9 table 4 row 2 column 3"},
                                              {"戊", "第4段", "paragraph 4"}};
    for (size_t i = 0; i < COUNT(expected); i++) {
        uint32_t offset = (uint32_t)slice_find(doc->reading, slice_of(expected[i][0]), 0);
        assert_slice(document_where(doc, bench.arena, offset, false), slice_of(expected[i][1]));
        assert_slice(document_where(doc, bench.arena, offset, true), slice_of(expected[i][2]));
        assert_non_null(document_block_at(doc, offset));
    }
    assert_slice(document_quote(doc, (struct span){0, 3}), S("甲"));
    assert_null(table_cell(doc->tables[0], 1, 0));
    arena_free(bench.arena);
}

static void wheres_in_a_text(void **state)
{
    (void)state;
    struct bench bench;
    bench_begin(&bench);
    static const char text[] = "甲\n\n乙\n";
    builder_source(bench.b, S("甲\n\n乙\n"));
    struct document *doc = bench_finish(&bench);
    assert_slice(document_where(doc, bench.arena, 5, false), S("第3行"));
    assert_slice(document_where(doc, bench.arena, 0, true), S("line 1"));
    assert_null(document_block_at(doc, 0));
    assert_slice(doc->reading, slice_of(text));
    arena_free(bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions), cmocka_unit_test(positions_by_counting), cmocka_unit_test(long_line),
        cmocka_unit_test(wheres),    cmocka_unit_test(wheres_in_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
