#include "report.h"

#include "report_identity.h"
#include "table_kind.h"

#include "../base/io.h"
#include "../base/must.h"
#include "chars.h"

#define LABEL_CHARS 20 /* a longer cell is a sentence, not a label */

static const char *const stages[STAGE_COUNT] = {
    [STAGE_READ] = "read",   [STAGE_EXTRACT] = "extract", [STAGE_FIGURES] = "figures",
    [STAGE_FACTS] = "facts", [STAGE_CLAIMS] = "claims",   [STAGE_PASSAGES] = "passages",
    [STAGE_RULES] = "rules",
};

const char *stage_text(enum stage stage)
{
    must(stage < STAGE_COUNT);
    return stages[stage];
}

static bool ends_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B || c == ';' || c == '!' || c == '?';
}

static bool is_closing(uint32_t c)
{
    return c == 0x201D || c == 0x2019 || c == 0xFF09 || c == ')' || c == 0x300D || c == 0x300F;
}

/* Going through the document; `mark` is the next heading inside a paragraph, where a sentence ends. */
struct reading {
    struct report *report;
    uint32_t mark;
};

/* The byte of `text` after `from` where a heading inside it begins, or its end. */
static size_t next_mark(struct reading *r, const struct text *text, size_t from)
{
    const struct document *doc = r->report->document;
    uint32_t start = text_offset(text, from);
    while (r->mark < doc->n_marks && doc->marks[r->mark].extent.from <= start)
        r->mark++;
    if (r->mark == doc->n_marks || doc->marks[r->mark].extent.from >= text_offset(text, text->s.len))
        return text->s.len;
    size_t low = from, high = text->s.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_offset(text, middle) < doc->marks[r->mark].extent.from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first bytes of the marks that end a sentence; all others are passed over unread. */
static bool may_end(unsigned char c)
{
    return c == 0xE3 || c == 0xEF || c == ';' || c == '!' || c == '?';
}

/* End of the sentence that starts at `from`: after its mark and the quotation marks that close with it. */
static size_t sentence_end(struct reading *r, const struct text *text, size_t from)
{
    struct slice s = slice_sub(text->s, 0, next_mark(r, text, from));
    bool ended = false;
    while (!ended && (from = chars_skip_han(s, from)) < s.len) {
        if (may_end((unsigned char)s.at[from]))
            ended = ends_sentence(char_next(s, &from));
        else
            from++;
    }
    for (size_t next = from; ended && from < s.len; from = next)
        if (!is_closing(char_next(s, &next)))
            break;
    return from;
}

static void add_sentence(struct report *report, const struct text *text, uint32_t block,
                         const struct cell *cell)
{
    if (report_full(report, LIMIT_QUANTITIES, report->quantities.n))
        return;
    struct sentence *s = ARENA_PUSH(report->arena, &report->sentences);
    *s = (struct sentence){
        .text = *text, .block = block, .cell = cell, .first_quantity = report->quantities.n};
    quantity_scan(report->arena, text, &report->quantities);
    s->quantities = report->quantities.n - s->first_quantity;
}

static void add_text(struct reading *r, const struct text *text, uint32_t block, const struct cell *cell)
{
    for (size_t from = 0, to; from < text->s.len; from = to) {
        to = sentence_end(r, text, from);
        struct text part = text_sub(text, from, to);
        if (!slice_blank(part.s))
            add_sentence(r->report, &part, block, cell);
    }
}

static bool is_label(struct slice s)
{
    size_t chars = 0;
    for (size_t at = 0; at < s.len; chars++)
        if (ends_sentence(char_next(s, &at)) || chars > LABEL_CHARS)
            return false;
    return true;
}

static bool any_figure(const struct report *report, uint32_t from)
{
    for (uint32_t i = from; i < report->quantities.n; i++)
        if (report->quantities.items[i].kind <= QUANTITY_FRACTION)
            return true;
    return false;
}

/* A label leaves no sentence behind, unless there is a figure among its words. */
static void add_words(struct reading *r, const struct cell *cell, uint32_t block)
{
    struct report *report = r->report;
    uint32_t sentences = report->sentences.n, quantities = report->quantities.n;
    add_text(r, &cell->text, block, cell);
    if (!is_label(cell->text.s) || any_figure(report, quantities))
        return;
    report->sentences.n = sentences;
    report->quantities.n = quantities;
}

static void add_cell(struct reading *r, const struct cell *cell, uint32_t block)
{
    struct report *report = r->report;
    struct quantity q;
    if (cell->text.s.len == 0 || report_full(report, LIMIT_QUANTITIES, report->quantities.n))
        return;
    if (!quantity_of_cell(report->arena, &cell->text, &q)) {
        add_words(r, cell, block);
        return;
    }
    *ARENA_PUSH(report->arena, &report->figure_cells) =
        (struct figure_cell){cell, block, report->quantities.n, q.unit};
    *ARENA_PUSH(report->arena, &report->quantities) = q;
}

static void read_figures(struct report *report)
{
    const struct document *doc = report->document;
    struct reading r = {report, 0};
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        const struct block *block = &doc->blocks[b];
        if (block->kind == BLOCK_TABLE)
            for (uint32_t i = 0; i < block->table->n_cells; i++)
                add_cell(&r, &block->table->cells[i], b);
        else if (block->kind != BLOCK_ASIDE)
            add_text(&r, &block->text, b, NULL);
    }
    tables_judge(&report->scans, doc);
    report_identity(report);
}

static const struct {
    enum stage stage;
    void (*run)(struct report *report);
} pipeline[] = {
    {STAGE_FIGURES, read_figures},   {STAGE_FACTS, facts_read},    {STAGE_FACTS, indicators_read},
    {STAGE_PASSAGES, passages_read}, /* before the claims: figures of two copies are the same facts */
    {STAGE_CLAIMS, claims_read},     {STAGE_PASSAGES, flaws_read},
};

struct report *report_read(struct arena *arena, const struct document *document,
                           const struct lexicon *lexicon)
{
    struct report *report = arena_alloc(arena, sizeof *report);
    report->arena = arena;
    report->document = document;
    report->lexicon = lexicon;
    scans_init(&report->scans, arena, lexicon);
    report->mentions = arena_alloc(arena, sizeof *report->mentions);
    uint64_t before = io_spent_ns();
    for (size_t i = 0; i < sizeof pipeline / sizeof *pipeline; i++) {
        pipeline[i].run(report);
        uint64_t now = io_spent_ns();
        report->stage_ns[pipeline[i].stage] += now - before;
        before = now;
    }
    return report;
}

/* Reading order: by block, and of a table's cells as they stand in it. */
const struct figure_cell *report_figure(const struct report *report, const struct cell *cell)
{
    const struct document *doc = report->document;
    const struct block *at = cell->text.s.len ? document_block_at(doc, text_offset(&cell->text, 0)) : NULL;
    const struct figure_cell *low = report->figure_cells.items, *high = low + report->figure_cells.n;
    const struct figure_cell *end = high;
    uint32_t block = at ? (uint32_t)(at - doc->blocks) : 0;
    while (at && low < high) {
        const struct figure_cell *middle = low + (high - low) / 2;
        if (middle->block < block || (middle->block == block && middle->cell < cell))
            low = middle + 1;
        else
            high = middle;
    }
    return at && low < end && low->cell == cell ? low : NULL;
}

bool report_full(struct report *report, enum limit limit, size_t n)
{
    if (n < limit_value(limit))
        return false;
    report->crossed |= 1u << limit;
    return true;
}

struct slice report_crossed(const struct report *report)
{
    struct slice names = S("");
    for (unsigned i = 0; i < LIMIT_COUNT; i++)
        if (report->crossed >> i & 1)
            names = arena_printf(report->arena, SLICE_FMT " %s", SLICE_ARG(names), limit_name((enum limit)i));
    return names.len ? arena_printf(report->arena, "not fully examined:" SLICE_FMT, SLICE_ARG(names)) : names;
}

/* Something is known of the figure besides its value. */
static bool is_understood(const struct fact *fact)
{
    return fact->measure || fact->label.len || fact->claimed;
}

void report_coverage(const struct report *report, uint32_t *ret_figures, uint32_t *ret_facts,
                     uint32_t *ret_claimed)
{
    uint32_t figures = 0, facts = 0, claimed = 0;
    for (uint32_t i = 0; i < report->quantities.n; i++)
        figures += report->quantities.items[i].kind == QUANTITY_VALUE;
    for (uint32_t i = 0; i < report->facts.n; i++) {
        facts += is_understood(&report->facts.items[i]);
        claimed += report->facts.items[i].claimed;
    }
    *ret_figures = figures;
    *ret_facts = facts;
    *ret_claimed = claimed;
}
