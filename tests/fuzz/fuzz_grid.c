/* Tables of any cells: a line is a row, bars part its cells, an empty line ends a table. A table's first byte, where it is
 * `~`, says that its spans were lost; a cell that begins with two digits has them as its extents. */
#include "../../daemon/report/builder.h"
#include "../unit/document_check.h"
#include "fuzz.h"

#include <setjmp.h>

#define FUZZ_ARENA (256u << 20)

static jmp_buf crossed;

static void on_limit(void *context, enum limit limit)
{
    (void)context;
    must(limit < LIMIT_COUNT);
    longjmp(crossed, 1);
}

static void on_full(void *context)
{
    (void)context;
    longjmp(crossed, 1);
}

/* The digit in front, taken away, or 1. */
static unsigned extent(struct slice *text)
{
    if (text->len == 0 || text->at[0] < '1' || text->at[0] > '9')
        return 1;
    unsigned n = (unsigned)(text->at[0] - '0');
    *text = slice_sub(*text, 1, text->len);
    return n;
}

static void push_row(struct builder *b, struct slice line, bool ragged)
{
    builder_row(b);
    while (line.len > 0) {
        struct slice cell = slice_cut(&line, S("|"));
        unsigned rows = ragged ? 1 : extent(&cell), columns = ragged ? 1 : extent(&cell);
        builder_cell(b, cell, rows, columns, NULL);
    }
}

static void push_table(struct builder *b, struct slice text)
{
    bool ragged = slice_starts(text, S("~"));
    if (ragged)
        text = slice_sub(text, 1, text.len);
    builder_table_begin(b, ragged, 0, NULL);
    while (text.len > 0)
        push_row(b, slice_cut(&text, S("\n")), ragged);
    builder_table_end(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice s = {(const char *)data, size}, text = slice_sub(s, 0, utf8_valid_prefix(s));
    struct arena *arena = arena_new(FUZZ_ARENA, on_full, NULL);
    must(arena);
    if (!setjmp(crossed)) {
        struct builder *b = builder_new(arena, S("fuzz.txt"), on_limit, NULL);
        builder_source(b, text);
        while (text.len > 0)
            push_table(b, slice_cut(&text, S("\n\n")));
        check_document(builder_finish(b));
    }
    arena_free(arena);
    return 0;
}
