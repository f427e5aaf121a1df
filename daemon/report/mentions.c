#include "mentions.h"

#include "report.h"

struct reading {
    const struct report *report;
    struct hits hits;
};

static void read_text(struct reading *r, const struct text *text, uint32_t block, const struct cell *cell)
{
    lexicon_find(r->report->lexicon, r->report->arena, text->s, &r->hits);
    for (uint32_t i = 0; i < r->hits.n; i++) {
        const struct hit *hit = &r->hits.items[i];
        *ARENA_PUSH(r->report->arena, r->report->mentions) = (struct mention){
            .class = hit->id, .block = block, .cell = cell, .text = text, .from = hit->from, .to = hit->to};
    }
}

const struct mentions *mentions_of(const struct report *report)
{
    struct mentions *mentions = report->mentions;
    if (mentions->read)
        return mentions;
    const struct document *doc = report->document;
    struct reading r = {.report = report};
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        const struct block *block = &doc->blocks[b];
        if (block->kind == BLOCK_TABLE)
            for (uint32_t i = 0; i < block->table->n_cells; i++)
                read_text(&r, &block->table->cells[i].text, b, &block->table->cells[i]);
        else if (block->kind != BLOCK_ASIDE)
            read_text(&r, &block->text, b, NULL);
    }
    mentions->read = true;
    return mentions;
}
