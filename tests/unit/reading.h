/* A report out of a few lines of text (reading_push.h), for tests of what is understood of one. The lexicon is the
 * project's own. */
#pragma once

#include "test.h"

#include "../../daemon/report/report.h"
#include "reading_push.h"

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

static struct reading reading_of_bytes(struct slice text)
{
    static const char *const FOLDERS[] = {"config/lexicon", NULL};
    char error[256];
    struct reading r = {.arena = arena_new((size_t)1 << 30, NULL, NULL)};
    if (lexicon_load(FOLDERS, &r.lexicon, error, sizeof error) != 0)
        fail_msg("%s", error);
    struct builder *b = builder_new(r.arena, S("test.txt"), reading_over, NULL);
    builder_source(b, text);
    reading_push(b, text);
    r.report = report_read(r.arena, builder_finish(b), r.lexicon);
    return r;
}

static inline struct reading reading_of(const char *text)
{
    return reading_of_bytes(slice_of(text));
}

static void reading_done(struct reading *r)
{
    lexicon_free(r->lexicon);
    arena_free(r->arena);
}
