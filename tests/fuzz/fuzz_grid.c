/* Tables of any cells: a line is a row, bars part its cells, an empty line ends a table. A table's first byte, where it is
 * `~`, says that its spans were lost; a cell that begins with two digits has them as its extents. */
#include "../unit/document_check.h"
#include "fuzz_report.h"

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

static void read_tables(struct arena *arena, struct builder *b, struct slice text)
{
    (void)arena;
    while (text.len > 0)
        push_table(b, slice_cut(&text, S("\n\n")));
    check_document(builder_finish(b));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_report(data, size, read_tables);
}
