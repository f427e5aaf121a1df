#include "document.h"

#include "document_lines.h"

#include "../base/must.h"

/* Column letters of a spreadsheet: Z is 26, AA 27; three letters are more than any sheet has. */
#define DOCUMENT_COLUMN_LETTERS 8

static uint32_t block_end(const struct block *block)
{
    return text_offset(&block->text, block->text.s.len);
}

const struct block *document_block_at(const struct document *doc, uint32_t offset)
{
    uint32_t from = 0, to = doc->n_blocks;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (doc->blocks[middle].text.from > offset)
            to = middle;
        else
            from = middle + 1;
    }
    if (!from || block_end(&doc->blocks[from - 1]) < offset)
        return NULL;
    return &doc->blocks[from - 1];
}

const struct mark *document_mark_at(const struct document *doc, uint32_t offset)
{
    uint32_t from = 0, to = doc->n_marks;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (doc->marks[middle].extent.from > offset)
            to = middle;
        else
            from = middle + 1;
    }
    for (uint32_t i = from ? from - 1 : UINT32_MAX; i != UINT32_MAX; i = doc->marks[i].parent)
        if (offset < doc->marks[i].extent.to)
            return &doc->marks[i];
    return NULL;
}

/* The last cell that begins at or before `offset`. */
static const struct cell *table_cell_at(const struct table *table, uint32_t offset)
{
    uint32_t from = 0, to = table->n_cells;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (table->cells[middle].text.from > offset)
            to = middle;
        else
            from = middle + 1;
    }
    return from ? &table->cells[from - 1] : NULL;
}

struct cell *table_cell(const struct table *table, uint32_t row, uint32_t column)
{
    if (row >= table->rows || column >= table->columns)
        return NULL;
    return table->grid[(size_t)row * table->columns + column];
}

struct slice document_quote(const struct document *doc, struct span span)
{
    return slice_sub(doc->reading, span.from, span.to);
}

struct position document_position(const struct document *doc, uint32_t offset)
{
    return line_index_position(doc->lines, offset);
}

static struct slice where_sheet(struct arena *arena, const struct place *place, bool english)
{
    char letters[DOCUMENT_COLUMN_LETTERS];
    size_t n = sizeof letters;
    for (uint32_t column = place->column; column; column = (column - 1) / 26)
        letters[--n] = (char)('A' + (column - 1) % 26);
    struct slice cell = {letters + n, sizeof letters - n};
    const char *hidden = !place->hidden ? "" : english ? " (hidden)" : "（隐藏）";
    return arena_printf(arena, SLICE_FMT "!" SLICE_FMT "%u%s", SLICE_ARG(place->sheet), SLICE_ARG(cell),
                        place->row, hidden);
}

static struct slice where_table(struct arena *arena, const struct place *place, bool english)
{
    const char *format = english ? "table %u row %u column %u" : "表%u第%u行第%u列";
    struct slice where = arena_printf(arena, format, place->table, place->row, place->column);
    if (!place->page)
        return where;
    return arena_printf(arena, english ? "page %u " SLICE_FMT : "第%u页" SLICE_FMT, place->page,
                        SLICE_ARG(where));
}

static struct slice where_paragraph(struct arena *arena, const struct place *place, bool english)
{
    if (!place->page)
        return arena_printf(arena, english ? "paragraph %u" : "第%u段", place->paragraph);
    if (!place->paragraph)
        return arena_printf(arena, english ? "page %u" : "第%u页", place->page);
    return arena_printf(arena, english ? "page %u paragraph %u" : "第%u页第%u段", place->page,
                        place->paragraph);
}

/* Where a plugin gives no numbers of its own, the document's count. */
static struct place place_of_cell(const struct block *block, uint32_t offset)
{
    const struct cell *cell = table_cell_at(block->table, offset);
    struct place place = cell ? cell->place : block->place;
    if (!place.table)
        place.table = block->table->number;
    if (!place.row && cell)
        place.row = cell->row + 1;
    if (!place.column && cell)
        place.column = cell->column + 1;
    return place;
}

struct slice document_where(const struct document *doc, struct arena *arena, uint32_t offset, bool english)
{
    const struct block *block = document_block_at(doc, offset);
    if (doc->places_are_lines || !block)
        return arena_printf(arena, english ? "line %u" : "第%u行", document_position(doc, offset).line);
    if (block->kind != BLOCK_TABLE) {
        struct place place = block->place;
        if (place.sheet.len)
            return where_sheet(arena, &place, english);
        if (!place.paragraph && !place.page)
            place.paragraph = (uint32_t)(block - doc->blocks) + 1;
        return where_paragraph(arena, &place, english);
    }
    struct place place = place_of_cell(block, offset);
    return place.sheet.len ? where_sheet(arena, &place, english) : where_table(arena, &place, english);
}
