#include "outline_priv.h"

#include "chars.h"

/* Bytes. A shorter cell or paragraph has no parts worth naming. */
#define MARKS_TEXT_MIN  90
#define MARKS_TITLE_MAX 120

struct candidate {
    struct numbering numbering;
    size_t at;
    bool kept; /* one of a series */
};

struct candidates {
    struct candidate *items;
    uint32_t n, cap;
};

struct marks {
    struct mark *items;
    uint32_t n, cap;
};

static bool mark_ends_clause(uint32_t c)
{
    static const uint32_t ends[] = {0x3002, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0xFF09,
                                    0x201D, ';',    ':',    ')',    '!',    '?'};

    if (c >= 0x3400 && c < 0xFF00)
        return false; /* Han, nearly all there is */
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends[i] == c)
            return true;
    return false;
}

/* Numbers where a clause begins. */
static void marks_collect(struct arena *arena, struct slice s, struct candidates *ret)
{
    bool boundary = true;
    for (size_t at = 0; at < s.len;) {
        struct numbering numbering;
        if (boundary && numbering_read(slice_sub(s, at, s.len), &numbering) && numbering.level > 1) {
            struct candidate *candidate = ARENA_PUSH(arena, ret);
            candidate->numbering = numbering;
            candidate->at = at;
            at += numbering.length;
            boundary = false;
            continue;
        }
        uint32_t c = char_next(s, &at);
        boundary = mark_ends_clause(c) || utf8_is_space(c);
        at = boundary ? at : chars_skip_han(s, at);
    }
}

/* Keeps what runs 1, 2, 3 … on its level; a number of a higher rank ends the series below it. */
static void marks_keep_series(struct candidates *candidates)
{
    uint32_t last[NUMBERING_LEVELS + 1]; /* index of the last one of each level */
    for (unsigned level = 0; level <= NUMBERING_LEVELS; level++)
        last[level] = UINT32_MAX;
    for (uint32_t i = 0; i < candidates->n; i++) {
        struct candidate *it = &candidates->items[i];
        uint8_t level = it->numbering.level;
        bool first = it->numbering.number == 1;
        bool next = last[level] != UINT32_MAX &&
                    candidates->items[last[level]].numbering.number + 1 == it->numbering.number;
        if (!first && !next)
            continue;
        if (next)
            it->kept = candidates->items[last[level]].kept = true;
        last[level] = i;
        for (unsigned deeper = level + 1u; deeper <= NUMBERING_LEVELS; deeper++)
            last[deeper] = UINT32_MAX;
    }
}

/* Up to the first stop or blank; where none is near, up to the first comma. */
static size_t mark_title_length(struct slice s)
{
    size_t comma = 0;
    for (size_t at = 0, start = 0; at < s.len && start <= MARKS_TITLE_MAX; start = at) {
        uint32_t c = utf8_next(s, &at);
        if (mark_ends_clause(c) && c != 0xFF09 && c != ')' && c != 0x201D)
            return start;
        if (utf8_is_space(c) && start)
            return start;
        if (!comma && (c == ',' || c == 0xFF0C))
            comma = start;
    }
    return s.len <= MARKS_TITLE_MAX ? s.len : comma;
}

/* The mark that a new one of this level stands in; those that end before it get their end. */
static uint32_t marks_close(struct marks *marks, uint32_t open, uint8_t level, uint32_t end)
{
    while (open != UINT32_MAX && marks->items[open].level >= level) {
        marks->items[open].extent.to = end;
        open = marks->items[open].parent;
    }
    return open;
}

/* `s` stands at `from` in the reading text. */
static void marks_of_text(struct document *doc, struct marks *marks, struct slice s, uint32_t from)
{
    struct candidates candidates = {0};
    marks_collect(doc->arena, s, &candidates);
    marks_keep_series(&candidates);

    uint32_t open = UINT32_MAX;
    for (uint32_t i = 0; i < candidates.n; i++) {
        const struct candidate *it = &candidates.items[i];
        if (!it->kept)
            continue;
        uint32_t start = from + (uint32_t)it->at;
        uint32_t parent = marks_close(marks, open, it->numbering.level, start);
        size_t body = it->at + it->numbering.length;
        struct slice rest = slice_sub(s, body, s.len);
        struct mark *mark = ARENA_PUSH(doc->arena, marks);
        mark->level = it->numbering.level;
        mark->parent = parent;
        mark->label = text_mend(doc->arena, slice_sub(s, it->at, body), start);
        mark->title =
            text_mend(doc->arena, slice_sub(rest, 0, mark_title_length(rest)), from + (uint32_t)body);
        mark->extent = (struct span){start, start};
        open = marks->n - 1;
    }
    marks_close(marks, open, 0, from + (uint32_t)s.len);
}

static void marks_of(struct document *doc, struct marks *marks, const struct text *text)
{
    if (text->s.len < MARKS_TEXT_MIN || !text_is_whole(text, doc->reading))
        return; /* marks lie one behind the other, none in between another's */
    struct span span = text_span(text, 0, text->s.len);
    marks_of_text(doc, marks, document_quote(doc, span), span.from);
}

void outline_marks(struct document *doc)
{
    struct marks marks = {0};
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const struct block *block = &doc->blocks[i];
        if (block->kind == BLOCK_PARAGRAPH)
            marks_of(doc, &marks, &block->text);
        for (uint32_t k = 0; block->table && k < block->table->n_cells; k++)
            marks_of(doc, &marks, &block->table->cells[k].text);
    }
    doc->marks = marks.items;
    doc->n_marks = marks.n;
}
