/* A document out of a few lines of text: lines are paragraphs; a line that begins with `|` is a row of a table, its
 * cells between bars. Shared by the unit tests and fuzz_claims. */
#pragma once

#include "../../daemon/report/builder.h"

static inline void reading_row(struct builder *b, struct slice line)
{
    builder_row(b);
    struct slice rest = slice_sub(line, 1, line.len);
    while (rest.len > 0)
        builder_cell(b, slice_trim(slice_cut(&rest, S("|"))), 1, 1, NULL);
}

static inline void reading_push(struct builder *b, struct slice text)
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
