#include "builder_priv.h"

#include "captions.h"
#include "document_lines.h"
#include "grid.h"
#include "outline.h"

#include "../base/must.h"
#include "../base/utf8.h"

static struct slice builder_reading(struct builder *b)
{
    struct slice appended = {b->appended.items, b->appended.n};
    if (!appended.len || !b->source.len)
        return appended.len ? appended : b->source;
    char *whole = arena_alloc(b->arena, b->source.len + appended.len);
    memcpy(whole, b->source.at, b->source.len);
    memcpy(whole + b->source.len, appended.at, appended.len);
    return (struct slice){whole, b->source.len + appended.len};
}

/* The bytes are in place now: mends what a converter broke. */
static void builder_mend(struct builder *b, struct text *text)
{
    struct slice raw = slice_sub(b->doc->reading, text->from, text->from + text->s.len);
    *text = text_mend(b->arena, raw, text->from);
}

/* Blanks in front of a cell's text, a wide one counting twice: how its row is indented. */
static uint8_t builder_indent(const struct builder *b, const struct text *text)
{
    struct slice raw = slice_sub(b->doc->reading, text->from, text->from + text->s.len);
    unsigned indent = 0;
    for (size_t at = 0; at < raw.len && indent < UINT8_MAX - 2;) {
        uint32_t c = utf8_next(raw, &at);
        if (!utf8_is_space(c) || c == '\n')
            break;
        indent += c == 0x3000 ? 2 : 1;
    }
    return (uint8_t)indent;
}

static void builder_mend_cells(struct builder *b, struct table *table)
{
    for (uint32_t i = 0; i < table->n_cells; i++) {
        struct cell *cell = &table->cells[i];
        cell->indent = builder_indent(b, &cell->text);
        builder_mend(b, &cell->text);
        for (; b->next_piece < b->pieces.n; b->next_piece++) {
            struct builder_piece *piece = &b->pieces.items[b->next_piece];
            if (piece->table != table || piece->cell != i)
                break;
            builder_mend(b, &piece->text);
            cell->text = text_join(b->arena, &cell->text, &piece->text);
        }
        grid_look(cell);
    }
}

static struct block *builder_keep(struct builder *b, const struct block *block)
{
    builder_check(b, LIMIT_BLOCKS, b->blocks.n + 1ul);
    struct block *kept = ARENA_PUSH(b->arena, &b->blocks);
    *kept = *block;
    return kept;
}

static void builder_keep_text(struct builder *b, const struct block *block, enum block_kind kind,
                              struct text text)
{
    if (text.s.len)
        *builder_keep(b, block) =
            (struct block){.kind = kind, .text = text, .level = block->level, .place = block->place};
}

/* A table's extent in the reading text: from its first cell to its last. */
static struct text builder_extent(const struct document *doc, const struct table *table)
{
    uint32_t from = table->n_cells ? table->cells[0].text.from : 0, to = from;
    for (uint32_t i = 0; i < table->n_cells; i++) {
        const struct text *text = &table->cells[i].text;
        uint32_t end = text_offset(text, text->s.len);
        from = text->s.len && text->from < from ? text->from : from;
        to = end > to ? end : to;
    }
    return (struct text){.s = slice_sub(doc->reading, from, to), .from = from};
}

static void builder_keep_table(struct builder *b, const struct block *block, struct table *table)
{
    bool is_box = table->source == GRID_RAGGED && table->n_cells == 1;
    if (is_box || !table->n_cells) {
        builder_keep_text(b, block, BLOCK_PARAGRAPH, is_box ? table->cells[0].text : (struct text){0});
        return;
    }
    size_t slots = limit_value(LIMIT_GRID_SLOTS) - b->n_slots;
    if (!(table->source == GRID_TRUE ? grid_lay : grid_align)(b->arena, table, slots))
        builder_check(b, LIMIT_GRID_SLOTS, limit_value(LIMIT_GRID_SLOTS) + 1);
    b->n_slots += (unsigned long)table->rows * table->columns;
    builder_check(b, LIMIT_TABLES, b->tables.n + 1ul);
    *ARENA_PUSH(b->arena, &b->tables) = table;
    table->number = b->tables.n;
    struct block *kept = builder_keep(b, block);
    kept->table = table;
    kept->text = builder_extent(b->doc, table);
}

static uint32_t builder_row_end(const struct table *table, uint32_t row, uint32_t first)
{
    while (first < table->n_cells && table->cells[first].row <= row)
        first++;
    return first;
}

/* Rows [from, to) of a table as one of their own; `cells` is the first one's index, moved on. */
static struct table *builder_part(struct builder *b, const struct table *whole, uint32_t from, uint32_t to,
                                  uint32_t *cells)
{
    struct table *part = arena_alloc(b->arena, sizeof *part);
    uint32_t end = builder_row_end(whole, to - 1, *cells);
    *part = (struct table){.rows = to - from,
                           .source = whole->source,
                           .confidence = whole->confidence,
                           .cells = whole->cells + *cells};
    part->n_cells = end - *cells;
    for (uint32_t i = 0; i < part->n_cells; i++)
        part->cells[i].row -= from;
    *cells = end;
    return part;
}

/* A table may hold several forms one below the other: each becomes a table, a title between ragged ones a
 * heading. */
static void builder_keep_forms(struct builder *b, const struct block *block, const struct table *table)
{
    struct grid_forms forms =
        (table->source == GRID_RAGGED ? grid_find_forms : grid_find_stacked)(b->arena, table);
    uint32_t cell = 0;
    for (uint32_t i = 0; i < forms.n; i++) {
        const struct grid_form *form = &forms.items[i];
        uint32_t first = cell;
        struct table *part = builder_part(b, table, form->from, form->to, &cell);
        if (form->title)
            builder_keep_text(b, block, BLOCK_HEADING, table->cells[first].text);
        else
            builder_keep_table(b, block, part);
    }
}

static void builder_finish_block(struct builder *b, struct block *block)
{
    if (block->table && !block->table->n_cells)
        return;
    if (!block->table) {
        builder_mend(b, &block->text);
        builder_keep_text(b, block, block->kind, block->text);
        return;
    }
    builder_mend_cells(b, block->table);
    builder_keep_forms(b, block, block->table);
}

struct document *builder_finish(struct builder *b)
{
    must(!b->table);
    struct document *doc = b->doc;
    doc->reading = builder_reading(b);
    doc->lines = line_index_new(b->arena, doc->reading);
    for (uint32_t i = 0; i < b->pushed.n; i++)
        builder_finish_block(b, &b->pushed.items[i]);
    doc->blocks = b->blocks.items;
    doc->n_blocks = b->blocks.n;
    doc->tables = b->tables.items;
    doc->n_tables = b->tables.n;
    outline_read(doc);
    captions_read(doc);
    return doc;
}
