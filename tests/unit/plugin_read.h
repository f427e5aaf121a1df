/* What a plugin that is linked in makes of a file made in memory. */
#pragma once

#include "../../daemon/inspect/plugin_ops.h"
#include "document_check.h"
#include "document_dump.h"
#include "zip_write.h"

struct plugin_read {
    struct arena *arena;
    struct plugin_job job;
    struct plugin_bridge *bridge;
    enum tallyd_result result;
    const char *limit;    /* the one that was crossed, or NULL */
    struct slice inside;  /* what the file wraps, where that is to be read in its place */
    struct document *doc; /* NULL where the result is not OK or partial */
    struct dump dump;
};

static inline void plugin_read_over(void *context, enum limit limit)
{
    struct plugin_read *r = context;
    r->limit = limit_name(limit);
    longjmp(r->bridge->refused, PLUGIN_OPS_LIMIT);
}

static inline void plugin_read_full(void *context)
{
    struct plugin_read *r = context;
    r->limit = "memory";
    longjmp(r->bridge->refused, PLUGIN_OPS_LIMIT);
}

static inline void plugin_read_extract(struct plugin_read *r, const struct tallyd_input *input)
{
    int left = setjmp(r->bridge->refused);
    if (left == PLUGIN_OPS_NONSENSE)
        fail_msg("%s", r->bridge->fault);
    if (left == PLUGIN_OPS_INSIDE) {
        r->inside = r->bridge->inside;
        return;
    }
    if (left) {
        r->limit = r->limit ? r->limit : r->bridge->note.at;
        r->result = TALLYD_LIMIT;
        return;
    }
    r->result = tallyd_format.extract(input, &r->bridge->handle);
    if (r->result == TALLYD_OK || r->result == TALLYD_PARTIAL) {
        r->doc = builder_finish(r->bridge->builder);
        check_document(r->doc);
    }
}

static inline void plugin_read_start(struct plugin_read *r, struct slice bytes, const char *name)
{
    *r = (struct plugin_read){.arena = arena_new(384ul << 20, plugin_read_full, r)};
    r->bridge = arena_alloc(r->arena, sizeof *r->bridge);
    r->job = (struct plugin_job){r->arena, bytes, slice_of(name), plugin_read_over, r};
    plugin_ops_init(r->bridge, &r->job);
}

static inline void plugin_read(struct plugin_read *r, struct slice bytes, const char *name)
{
    struct tallyd_input input = {bytes.at, bytes.len, name};
    plugin_read_start(r, bytes, name);
    plugin_read_extract(r, &input);
}

static inline void plugin_read_done(struct plugin_read *r)
{
    arena_free(r->arena);
}

static inline int plugin_read_probe(struct slice bytes)
{
    size_t head = bytes.len < TALLYD_HEAD_SIZE ? bytes.len : TALLYD_HEAD_SIZE;
    return tallyd_format.probe(bytes.at, head, "x");
}

/* The document of this kind must be this text. */
#define assert_reads(r, expected)                                                                            \
    do {                                                                                                     \
        if ((r)->result != TALLYD_OK || !(r)->doc)                                                           \
            fail_msg("result %d, limit %s", (int)(r)->result, (r)->limit ? (r)->limit : "none");             \
        else                                                                                                 \
            assert_string_equal(dump_document(&(r)->dump, (r)->doc), expected);                              \
    } while (0)

/* A file that the plugin is sure of, and its text. */
static inline void assert_file_reads(struct slice bytes, const char *name, const char *expected)
{
    struct plugin_read *r = malloc(sizeof *r);
    assert_int_equal(plugin_read_probe(bytes), TALLYD_CERTAIN);
    plugin_read(r, bytes, name);
    assert_reads(r, expected);
    plugin_read_done(r);
    free(r);
}
