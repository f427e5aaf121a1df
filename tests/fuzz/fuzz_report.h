/* What the targets share that build a document themselves: any text, in an arena; a limit that is crossed ends the
 * input. */
#pragma once

#include "../../daemon/report/builder.h"
#include "fuzz.h"

#include <setjmp.h>

#define FUZZ_ARENA (512u << 20)

static jmp_buf fuzz_crossed;

static void on_limit(void *context, enum limit limit)
{
    (void)context;
    must(limit < LIMIT_COUNT);
    longjmp(fuzz_crossed, 1);
}

static void on_full(void *context)
{
    (void)context;
    longjmp(fuzz_crossed, 1);
}

/* Calls `read` with a builder whose source is what of the input is UTF-8. */
static int fuzz_report(const uint8_t *data, size_t size,
                       void (*read)(struct arena *arena, struct builder *b, struct slice text))
{
    struct slice s = {(const char *)data, size}, text = slice_sub(s, 0, utf8_valid_prefix(s));
    struct slice name = S("fuzz.txt");
    struct arena *arena = arena_new(FUZZ_ARENA, on_full, NULL);
    must(arena);
    if (!setjmp(fuzz_crossed)) {
        struct builder *b = builder_new(arena, name, on_limit, NULL);
        builder_source(b, text);
        read(arena, b, text);
    }
    arena_free(arena);
    return 0;
}
