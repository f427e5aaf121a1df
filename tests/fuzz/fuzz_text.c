/* Any bytes through the text plugin, the builder, the grids and the outline: they end in a document in which
 * every character has its place, or in a named reason why not. */

#include "../../daemon/inspect/plugin_ops.h"
#include "../unit/document_check.h"
#include "fuzz.h"

/* As much as a worker may give a document, in small. */
#define FUZZ_ARENA (512u << 20)

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

static void extract(const struct plugin_job *job)
{
    struct plugin_bridge *bridge = arena_alloc(job->arena, sizeof *bridge);
    struct tallyd_input input = {job->bytes.at, job->bytes.len, "fuzz.txt"};
    plugin_ops_init(bridge, job);
    if (setjmp(bridge->refused))
        must_fail("the plugin pushed nonsense", __FILE__, __LINE__);
    size_t head = input.size < TALLYD_HEAD_SIZE ? input.size : TALLYD_HEAD_SIZE;
    must(tallyd_format.probe(input.bytes, head, input.name) <= TALLYD_CERTAIN);
    enum tallyd_result result = tallyd_format.extract(&input, &bridge->handle);
    must(result <= TALLYD_UNREADABLE_TEXT);
    if (result == TALLYD_OK || result == TALLYD_PARTIAL)
        check_document(builder_finish(bridge->builder));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    if (!ready)
        must(tallyd_format.init() == 0);
    ready = true;

    struct arena *arena = arena_new(FUZZ_ARENA, on_full, NULL);
    must(arena);
    struct plugin_job job = {arena, {(const char *)data, size}, S("fuzz.txt"), on_limit, NULL};
    if (!setjmp(fuzz_limit))
        extract(&job);
    arena_free(arena);
    return 0;
}
