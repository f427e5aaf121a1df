/* A document as a few lines of text, for tests that say what a file is read as:
 *   # heading · text · ! aside · [ a table's row: cell|cell with extent 2x3 written before its text as {2x3} ] */
#pragma once

#include "../../daemon/report/document.h"
#include "test.h"

#include <stdarg.h>

struct dump {
    char text[20000];
    size_t used;
};

static inline void __attribute__((format(printf, 2, 3))) dump_put(struct dump *d, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(d->text + d->used, sizeof d->text - d->used, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && (size_t)length < sizeof d->text - d->used);
    d->used += (size_t)length;
}

static inline void dump_table(struct dump *d, const struct table *table)
{
    for (uint32_t r = 0; r < table->rows; r++) {
        const char *between = "[";
        for (uint32_t i = 0; i < table->n_cells; i++) {
            const struct cell *cell = &table->cells[i];
            if (cell->row != r)
                continue;
            dump_put(d, "%s", between);
            if (cell->rows > 1 || cell->columns > 1)
                dump_put(d, "{%ux%u}", cell->rows, cell->columns);
            dump_put(d, SLICE_FMT, SLICE_ARG(cell->text.s));
            between = "|";
        }
        dump_put(d, "%s\n", *between == '[' ? "[]" : "]");
    }
}

static inline const char *dump_document(struct dump *d, const struct document *doc)
{
    static const char *const marks[] = {[BLOCK_HEADING] = "# ", [BLOCK_PARAGRAPH] = "", [BLOCK_ASIDE] = "! "};
    d->used = 0;
    d->text[0] = '\0';
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const struct block *block = &doc->blocks[i];
        if (block->table)
            dump_table(d, block->table);
        else
            dump_put(d, "%s" SLICE_FMT "\n", marks[block->kind], SLICE_ARG(block->text.s));
    }
    return d->text;
}
