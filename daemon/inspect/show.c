#include "show.h"

#include "show_out.h"

#include "../report/table_kind.h"

#include <string.h>

static void put_caption(struct show_out *out, const struct table *table)
{
    show_printf(out, out->target->english ? "Table %u" : "表%u", table->number);
    show_puts(out, table->caption.s.len ? S(" ") : S(""));
    show_text(out, table->caption.s);
    if (table->unit_line.s.len) {
        show_puts(out, S(" · "));
        show_text(out, table->unit_line.s);
    }
    show_printf(
        out, out->target->english ? " · %u rows, %u columns, grid %u%% sure" : " · %u行%u列，网格可信度%u%%",
        table->rows, table->columns, table->confidence);
    show_printf(out, " · %s\n", table_kind_name((enum table_kind)table->kind));
    show_table(out, table);
}

static void put_block(struct show_out *out, const struct block *block)
{
    static const char marks[] = "######";
    struct position position = document_position(out->report->document, text_offset(&block->text, 0));
    show_printf(out, "%5u  ", position.line);
    if (block->kind == BLOCK_TABLE) {
        put_caption(out, block->table);
        return;
    }
    if (block->kind == BLOCK_HEADING) {
        size_t level = block->level < 1 ? 1 : block->level;
        show_puts(out, (struct slice){marks, level < sizeof marks ? level : sizeof marks - 1});
        show_puts(out, S(" "));
    } else if (block->kind == BLOCK_ASIDE) {
        show_puts(out, S("> "));
    }
    show_text(out, block->text.s);
    show_puts(out, S("\n"));
}

/* Every block with the line of the reading text on which it begins. */
static void show_reading(struct show_out *out)
{
    for (uint32_t i = 0; i < out->report->document->n_blocks; i++)
        put_block(out, &out->report->document->blocks[i]);
}

static void show_tables(struct show_out *out)
{
    for (uint32_t i = 0; i < out->report->document->n_tables; i++)
        put_caption(out, out->report->document->tables[i]);
}

static const struct {
    const char *name;
    void (*show)(struct show_out *out);
} views[SHOW_COUNT] = {
    [SHOW_TEXT] = {"text", show_reading}, [SHOW_TABLES] = {"tables", show_tables},
    [SHOW_FACTS] = {"facts", show_facts}, [SHOW_CLAIMS] = {"claims", show_claims},
    [SHOW_JSON] = {"json", show_json},
};

bool show_parse(const char *text, enum show_what *ret)
{
    for (int i = 0; text && i < SHOW_COUNT; i++) {
        if (strcmp(views[i].name, text) == 0) {
            *ret = (enum show_what)i;
            return true;
        }
    }
    return false;
}

void show_report(const struct report *report, enum show_what what, const struct show_target *target)
{
    struct show_out out = {.target = target, .report = report};
    views[what].show(&out);
    show_flush(&out);
}
