/* A report out of a few lines of text, for tests of what is understood of one: lines are paragraphs; a line
 * that begins with
 * `|` is a row of a table, its cells between bars. The lexicon is the project's own. */
#pragma once

#include "test.h"

#include "../../daemon/report/builder.h"
#include "../../daemon/report/report.h"

struct reading {
    struct arena *arena;
    struct lexicon *lexicon;
    struct report *report;
};

static void reading_over(void *context, enum limit limit)
{
    (void)context;
    fail_msg("limit %s", limit_name(limit));
}

static void reading_row(struct builder *b, struct slice line)
{
    builder_row(b);
    struct slice rest = slice_sub(line, 1, line.len);
    while (rest.len > 0)
        builder_cell(b, slice_trim(slice_cut(&rest, S("|"))), 1, 1, NULL);
}

static void reading_push(struct builder *b, struct slice text)
{
    bool table = false;
    while (text.len > 0) {
        struct slice line = slice_cut(&text, S("\n"));
        bool row = slice_starts(line, S("|"));
        if (row && !table)
            builder_table_begin(b, false, 0, NULL);
        if (!row && table)
            builder_table_end(b);
        table = row;
        if (row)
            reading_row(b, line);
        else if (!slice_blank(line))
            builder_paragraph(b, line, NULL);
    }
    if (table)
        builder_table_end(b);
}

static struct reading reading_of(const char *text)
{
    static const char *const FOLDERS[] = {"config/lexicon", NULL};
    char error[256];
    struct reading r = {.arena = arena_new((size_t)1 << 30, NULL, NULL)};
    if (lexicon_load(FOLDERS, &r.lexicon, error, sizeof error) != 0)
        fail_msg("%s", error);
    struct builder *b = builder_new(r.arena, S("test.txt"), reading_over, NULL);
    builder_source(b, slice_of(text));
    reading_push(b, slice_of(text));
    r.report = report_read(r.arena, builder_finish(b), r.lexicon);
    return r;
}

static void reading_done(struct reading *r)
{
    lexicon_free(r->lexicon);
    arena_free(r->arena);
}
