/* What the targets of most plugins share: any bytes through the plugin and the builder end in a document
 * in which every character has its place, or in a named reason why not. */
#pragma once

#include "../../daemon/inspect/plugin_ops.h"
#include "../unit/document_check.h"
#include "fuzz.h"

/* As much as a worker may give a document, in small. */
#define FUZZ_ARENA (256u << 20)

static jmp_buf fuzz_limit;

static void on_limit(void *context, enum limit limit)
{
    (void)context;
    must(limit < LIMIT_COUNT);
    longjmp(fuzz_limit, 1);
}

static void on_full(void *context)
{
    (void)context;
    longjmp(fuzz_limit, 1);
}

static void extract(const struct plugin_job *job, const char *name)
{
    struct plugin_bridge *bridge = arena_alloc(job->arena, sizeof *bridge);
    struct tallyd_input input = {job->bytes.at, job->bytes.len, name};
    plugin_ops_init(bridge, job);
    int refused = setjmp(bridge->refused);
    if (refused) {
        must(refused == PLUGIN_OPS_LIMIT || (refused == PLUGIN_OPS_INSIDE && bridge->inside.len));
        return;
    }
    size_t head = input.size < TALLYD_HEAD_SIZE ? input.size : TALLYD_HEAD_SIZE;
    must(tallyd_format.probe(input.bytes, head, input.name) <= TALLYD_CERTAIN);
    enum tallyd_result result = tallyd_format.extract(&input, &bridge->handle);
    must(result <= TALLYD_LIMIT);
    if (result == TALLYD_OK || result == TALLYD_PARTIAL)
        check_document(builder_finish(bridge->builder));
}

static int fuzz_pages(const uint8_t *data, size_t size, const char *name)
{
    struct arena *arena = arena_new(FUZZ_ARENA, on_full, NULL);
    must(arena);
    struct plugin_job job = {arena, {(const char *)data, size}, S("fuzz"), on_limit, NULL};
    if (!setjmp(fuzz_limit))
        extract(&job, name);
    arena_free(arena);
    return 0;
}
