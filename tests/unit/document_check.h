/* What holds of every document, whatever it was made of. Shared by the unit tests and fuzz_text. */
#pragma once

#include "../../daemon/base/must.h"
#include "../../daemon/base/utf8.h"
#include "../../daemon/report/document.h"

/* Every byte of a text stands in the reading text where its map says, blanks aside, and in order. */
static inline void check_text(const struct document *doc, const struct text *text)
{
    uint32_t last = text->from;
    must(utf8_valid_prefix(text->s) == text->s.len);
    for (size_t i = 0; i < text->s.len; i++) {
        uint32_t at = text_offset(text, i);
        must(at >= last && at < doc->reading.len);
        must(doc->reading.at[at] == text->s.at[i] || text->s.at[i] == ' ');
        last = at;
    }
    must(text_offset(text, text->s.len) <= doc->reading.len);
}

static inline void check_table(const struct document *doc, const struct table *table)
{
    must(table->source == GRID_TRUE || table->source == GRID_ALIGNED);
    must(table->confidence <= 100 && table->rows && table->columns);
    size_t covered = 0, laid = 0;
    for (size_t i = 0; i < (size_t)table->rows * table->columns; i++)
        covered += table->grid[i] != NULL;
    for (uint32_t i = 0; i < table->n_cells; i++) {
        struct cell *cell = &table->cells[i];
        check_text(doc, &cell->text);
        must(cell->rows && cell->columns);
        must(cell->row + cell->rows <= table->rows && cell->column + cell->columns <= table->columns);
        must(table_cell(table, cell->row, cell->column) == cell);
        must(table_cell(table, cell->row + cell->rows - 1, cell->column + cell->columns - 1) == cell);
        laid += (size_t)cell->rows * cell->columns;
    }
    must(laid == covered);
    for (uint32_t r = 0; r < table->rows; r++) {
        const struct table_row *row = &table->row[r];
        must(row->confidence <= 100 && row->head_from <= row->head_to && row->head_to <= r);
        for (uint32_t h = row->head_from; h < row->head_to; h++)
            must(table->row[h].head && !row->head);
    }
}

static inline void check_outline(const struct document *doc)
{
    must(doc->n_sections >= 1 && doc->sections[0].parent == 0 && doc->sections[0].end_block == doc->n_blocks);
    for (uint32_t i = 0; i < doc->n_sections; i++) {
        const struct section *section = &doc->sections[i], *parent = &doc->sections[section->parent];
        must(section->first_block <= section->end_block && section->end_block <= doc->n_blocks);
        must(!i || (section->parent < i && parent->level < section->level));
        must(section->first_block >= parent->first_block && section->end_block <= parent->end_block);
    }
    for (uint32_t i = 0; i < doc->n_marks; i++) {
        const struct mark *mark = &doc->marks[i];
        must(mark->extent.from < mark->extent.to && mark->extent.to <= doc->reading.len);
        must(mark->parent == UINT32_MAX ||
             (mark->parent < i && doc->marks[mark->parent].level < mark->level &&
              mark->extent.to <= doc->marks[mark->parent].extent.to));
        must(document_mark_at(doc, mark->extent.from) == mark);
    }
}

static inline void check_document(const struct document *doc)
{
    uint32_t tables = 0;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const struct block *block = &doc->blocks[i];
        check_text(doc, &block->text);
        must(block->section < doc->n_sections && (block->kind == BLOCK_TABLE) == (block->table != NULL));
        must(block->kind != BLOCK_HEADING || (block->level >= 1 && block->level <= 6));
        if (block->table) {
            must(block->table == doc->tables[tables] && block->table->number == tables + 1);
            check_table(doc, block->table);
            tables++;
        }
    }
    must(tables == doc->n_tables);
    check_outline(doc);
    struct position end = document_position(doc, (uint32_t)doc->reading.len);
    must(end.line >= 1 && end.column >= 1);
}
