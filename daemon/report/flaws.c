#include "flaws_priv.h"

#include "../base/must.h"
#include "chars.h"

#define AROUND_CHARS 10 /* quoted on either side of a flaw */
#define FULL_STOP    0x3002
#define COLUMN_GAP   "    " /* no sentence has four blanks in it */
#define PROSE_CHARS  12     /* with a comma or a full stop in them: less is a label */

static const char *const kinds[FLAW_COUNT] = {
    [FLAW_DOUBLED] = "doubled",
    [FLAW_UNPAIRED] = "unpaired",
    [FLAW_MIXED] = "mixed",
    [FLAW_MARKS] = "marks",
    [FLAW_SKIPPED] = "skipped",
    [FLAW_REPEATED] = "repeated",
    [FLAW_UNNUMBERED] = "unnumbered",
    [FLAW_UNFINISHED] = "unfinished",
    [FLAW_CUT] = "cut",
    [FLAW_TYPO] = "typo",
    [FLAW_RESIDUE] = "residue",
};

const char *flaw_kind_text(enum flaw_kind kind)
{
    must(kind < FLAW_COUNT);
    return kinds[kind];
}

static size_t chars_before(struct slice s, size_t at, unsigned chars)
{
    while (at > 0 && chars-- > 0)
        utf8_previous(s, &at);
    return at;
}

static size_t chars_after(struct slice s, size_t at, unsigned chars)
{
    while (at < s.len && chars-- > 0)
        char_next(s, &at);
    return at;
}

struct flaw *flaws_add(struct flaws_reader *r, enum flaw_kind kind, const struct flaws_text *t, size_t from,
                       size_t to)
{
    struct flaw *flaw = ARENA_PUSH(r->report->arena, &r->report->flaws);
    size_t first = chars_before(t->text->s, from, AROUND_CHARS),
           end = chars_after(t->text->s, to, AROUND_CHARS);
    *flaw = (struct flaw){
        .kind = kind,
        .text = text_sub(t->text, from, to),
        .around = text_sub(t->text, first, end),
        .block = t->block,
        .cell = t->cell,
        .prose = t->prose,
    };
    return flaw;
}

static bool is_digit(struct slice s, size_t at)
{
    return at < s.len && s.at[at] >= '0' && s.at[at] <= '9';
}

/* 1,234 has no clause. */
static bool is_clause_mark(struct slice s, size_t from, size_t to, uint32_t c)
{
    if (c == ',' || c == ';')
        return from > 0 && !(is_digit(s, from - 1) && is_digit(s, to));
    return c == 0xFF0C || c == 0xFF1B;
}

static int depth_of(uint32_t c)
{
    return c == 0xFF08 || c == '(' ? 1 : c == 0xFF09 || c == ')' ? -1 : 0;
}

/* A full stop, or a clause outside brackets: names of projects have their particulars inside. */
static bool has_clause(struct slice s)
{
    int depth = 0;
    size_t chars = 0;
    bool marked = false;
    for (size_t at = 0, from; at < s.len && !(marked && chars >= PROSE_CHARS); chars++) {
        from = chars_skip_han(s, at);
        chars += (from - at) / 3;
        at = from;
        if (at == s.len)
            break;
        uint32_t c = char_next(s, &at);
        depth += depth_of(c);
        depth = depth < 0 ? 0 : depth;
        marked = marked || c == FULL_STOP || (depth == 0 && is_clause_mark(s, from, at, c));
    }
    return marked && chars >= PROSE_CHARS;
}

/* A line of columns that a converter set apart by blanks. */
static bool has_columns(const struct document *doc, const struct text *text)
{
    struct slice stands = document_quote(doc, text_span(text, 0, text->s.len));
    return slice_find(slice_trim(stands), S(COLUMN_GAP), 0) >= 0;
}

static bool is_prose(const struct document *doc, const struct text *text)
{
    return has_clause(text->s) && !has_columns(doc, text);
}

static void take(struct flaws_reader *r, const struct text *text, uint32_t block, const struct cell *cell)
{
    if (text->s.len)
        *ARENA_PUSH(r->report->arena, r) =
            (struct flaws_text){text, block, cell, is_prose(r->report->document, text)};
}

static void take_all(struct flaws_reader *r)
{
    const struct document *doc = r->report->document;
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        const struct block *block = &doc->blocks[b];
        if (block->kind == BLOCK_TABLE)
            for (uint32_t i = 0; i < block->table->n_cells; i++)
                take(r, &block->table->cells[i].text, b, &block->table->cells[i]);
        else if (block->kind != BLOCK_ASIDE)
            take(r, &block->text, b, NULL);
    }
}

void flaws_read(struct report *report)
{
    struct flaws_reader reader = {.report = report};
    take_all(&reader);
    flaws_find_doubled(&reader);
    flaws_find_marks(&reader);
    flaws_find_order(&reader);
    flaws_find_unfinished(&reader);
    flaws_find_words(&reader);
}
