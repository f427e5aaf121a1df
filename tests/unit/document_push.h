/* Documents from a few lines of C, for the tests of builder, outline and grid. */
#pragma once

#include "../../daemon/report/builder.h"
#include "document_check.h"
#include "test.h"

struct bench {
    struct arena *arena;
    struct builder *b;
    jmp_buf crossed;
    enum limit limit;
};

static void bench_over(void *context, enum limit limit)
{
    struct bench *bench = context;
    bench->limit = limit;
    longjmp(bench->crossed, 1);
}

static inline void bench_begin(struct bench *bench)
{
    bench->arena = arena_new(1ul << 30, NULL, NULL);
    bench->b = builder_new(bench->arena, S("报告.txt"), bench_over, bench);
}

static inline void push_paragraph(struct bench *bench, const char *text)
{
    builder_paragraph(bench->b, slice_of(text), NULL);
}

/* Rows end in '\n', cells in '|': "项目|金额|\n办公费|12|\n". */
static inline void push_table(struct bench *bench, bool ragged, const char *rows)
{
    builder_table_begin(bench->b, ragged, 0, NULL);
    builder_row(bench->b);
    for (const char *at = rows; *at;) {
        size_t len = strcspn(at, "|\n");
        if (at[len] == '|')
            builder_cell(bench->b, (struct slice){at, len}, 1, 1, NULL);
        else if (at[len] && at[len + 1])
            builder_row(bench->b);
        at += len + (at[len] != 0);
    }
    builder_table_end(bench->b);
}

static inline struct document *bench_finish(struct bench *bench)
{
    struct document *doc = builder_finish(bench->b);
    check_document(doc);
    return doc;
}

static inline struct slice at(const struct table *table, uint32_t row, uint32_t column)
{
    const struct cell *cell = table_cell(table, row, column);
    return cell ? cell->text.s : S("(none)");
}
