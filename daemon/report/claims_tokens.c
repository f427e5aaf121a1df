#include "claims_tokens.h"

#include "chars.h"

#include <stdlib.h>

/* Bytes of 按采购组织形式划分 and the like. */
#define SPLIT_BYTES 45

static const char *const CLASSES[TOKEN_KIND_COUNT] = {
#define X(name, class) class,
    TOKENS(X)
#undef X
};

/* By their narrow forms; TOKEN_FACT: none. */
static const uint8_t PUNCTUATION[0x80] = {['('] = TOKEN_OPEN,
                                          [')'] = TOKEN_CLOSE,
                                          [','] = TOKEN_COMMA,
                                          [':'] = TOKEN_COLON,
                                          [';'] = TOKEN_SEMICOLON};

struct maker {
    struct report *report;
    struct tokens *tokens;
    uint32_t *first;                  /* of each sentence its first fact, or FACT_NONE */
    uint32_t *next;                   /* of each fact the next of its sentence */
    uint8_t kind_of[LEXICON_CLASSES]; /* what a class of the lexicon, by its number, is; TOKEN_FACT: none */
    struct tokens marks;              /* punctuation and words of one sentence; spans in its own bytes */
};

/* Facts by sentence, in order. */
static void index_facts(struct maker *m)
{
    struct report *report = m->report;
    m->first = arena_array(report->arena, report->sentences.n + 1u, sizeof *m->first);
    m->next = arena_array(report->arena, report->facts.n + 1u, sizeof *m->next);
    for (uint32_t s = 0; s < report->sentences.n; s++)
        m->first[s] = FACT_NONE;
    for (uint32_t f = report->facts.n; f-- > 0;) {
        uint32_t s = report->facts.items[f].sentence;
        if (s == UINT32_MAX)
            continue;
        m->next[f] = m->first[s];
        m->first[s] = f;
    }
}

static void mark(struct maker *m, enum token_kind kind, uint32_t fact, size_t from, size_t to)
{
    *ARENA_PUSH(m->report->arena, &m->marks) =
        (struct token){.kind = kind, .fact = fact, .span = {(uint32_t)from, (uint32_t)to}};
}

static void mark_words(struct maker *m, struct slice text)
{
    struct hits hits = scans_of(&m->report->scans, text);
    for (uint32_t i = 0; i < hits.n; i++) {
        const struct hit *hit = &hits.items[i];
        enum token_kind kind = hit->kind == HIT_WORD ? (enum token_kind)m->kind_of[hit->id] : TOKEN_FACT;
        if (kind != TOKEN_FACT)
            mark(m, kind, FACT_NONE, hit->from, hit->to);
    }
}

/* `按采购对象划分：`, `分县区看，`: a piece between marks that begins and ends so splits the total of before. */
static void mark_split(struct maker *m, struct slice text, size_t from, size_t to)
{
    struct slice piece = slice_sub(text, from, to);
    size_t lead, end;
    if (piece.len > SPLIT_BYTES || !lexicon_begins(m->report->lexicon, "split-lead", piece, &end) ||
        !lexicon_find_word(m->report->lexicon, "split-lead", piece, &lead, &end) || lead != 0)
        return;
    for (size_t at = end; at < piece.len; at += 3) {
        struct slice rest = slice_sub(piece, at, piece.len);
        if (lexicon_is(m->report->lexicon, "split-tail", rest)) {
            mark(m, TOKEN_CUT, FACT_NONE, from, to);
            return;
        }
    }
}

static uint32_t narrow_form(uint32_t c)
{
    return c == 0x3001 ? ',' : c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

/* Marks, and the pieces between them. */
static void mark_punctuation(struct maker *m, struct slice text)
{
    size_t piece = 0;
    for (size_t at = 0, from; (from = at = chars_skip_han(text, at)) < text.len;) {
        uint32_t c = char_next(text, &at), narrow = narrow_form(c);
        if (narrow < 0x80 && PUNCTUATION[narrow])
            mark(m, (enum token_kind)PUNCTUATION[narrow], FACT_NONE, from, at);
        bool opens = narrow == ':' || (narrow == ',' && c != 0x3001);
        if (opens && from > piece)
            mark_split(m, text, piece, from);
        if (opens || c == 0x3002 || narrow == ';' || c == ' ')
            piece = at;
    }
}

static void mark_facts(struct maker *m, uint32_t sentence)
{
    for (uint32_t f = m->first[sentence]; f != FACT_NONE; f = m->next[f]) {
        const struct quantity *q = claims_fact(m->report, f)->quantity;
        mark(m, TOKEN_FACT, f, q->from, q->to);
    }
}

static void mark_items(struct maker *m, const struct sentence *sentence)
{
    for (uint32_t i = 0; i < sentence->quantities; i++) {
        const struct quantity *q = &m->report->quantities.items[sentence->first_quantity + i];
        if (q->kind == QUANTITY_ORDINAL)
            mark(m, TOKEN_ITEM, FACT_NONE, q->from, q->to);
    }
}

static int by_place(const void *a, const void *b)
{
    const struct token *x = a, *y = b;
    if (x->span.from != y->span.from)
        return x->span.from < y->span.from ? -1 : 1;
    return x->span.to > y->span.to ? -1 : x->span.to < y->span.to;
}

static void push(struct maker *m, enum token_kind kind, uint32_t fact, uint32_t sentence, struct span span)
{
    *ARENA_PUSH(m->report->arena, m->tokens) =
        (struct token){.kind = kind, .fact = fact, .sentence = sentence, .span = span};
}

static void set_number(struct maker *m, const struct text *text, const struct token *t)
{
    struct token *item = &m->tokens->items[m->tokens->n - 1];
    if (t->kind == TOKEN_ITEM &&
        !numbering_read(slice_sub(text->s, t->span.from, text->s.len), &item->number))
        item->number = (struct numbering){0};
}

/* In order, without what lies inside another token: the brackets of （1）, the dots of 1.5. */
static void flush(struct maker *m, uint32_t sentence)
{
    const struct text *text = &m->report->sentences.items[sentence].text;
    uint32_t end = 0;
    if (m->marks.n)
        qsort(m->marks.items, m->marks.n, sizeof *m->marks.items, by_place);
    for (uint32_t i = 0; i < m->marks.n; i++) {
        const struct token *t = &m->marks.items[i];
        if (t->span.from < end)
            continue;
        push(m, t->kind, t->fact, sentence, text_span(text, t->span.from, t->span.to));
        set_number(m, text, t);
        end = t->span.to;
    }
}

static void take_sentence(struct maker *m, uint32_t index)
{
    const struct sentence *sentence = &m->report->sentences.items[index];
    m->marks.n = 0;
    mark_facts(m, index);
    mark_items(m, sentence);
    mark_words(m, sentence->text.s);
    mark_punctuation(m, sentence->text.s);
    flush(m, index);
}

/* The next sentence belongs to the same run of text: the same cell, or prose with no table between. */
static bool runs_on(const struct report *report, uint32_t a, uint32_t b)
{
    const struct sentence *x = &report->sentences.items[a], *y = &report->sentences.items[b];
    if (x->cell || y->cell)
        return x->cell == y->cell && x->block == y->block;
    for (uint32_t block = x->block; block <= y->block; block++)
        if (report->document->blocks[block].kind == BLOCK_TABLE)
            return false;
    return true;
}

/* `明细如下：` stands in a sentence of its own before the one with the figures. */
static bool worth_reading(const struct maker *m, uint32_t s)
{
    if (m->first[s] != FACT_NONE)
        return true;
    struct slice text = slice_trim(m->report->sentences.items[s].text.s);
    bool announces = slice_ends(text, S("：")) || slice_ends(text, S(":"));
    return announces && s + 1 < m->report->sentences.n && m->first[s + 1] != FACT_NONE &&
           runs_on(m->report, s, s + 1);
}

static bool starts_with_semicolon(struct slice text)
{
    return slice_starts(text, S("；")) || slice_starts(text, S(";"));
}

/* What ends a sentence stands in it or right after it. */
static enum token_kind ending(const struct report *report, uint32_t s)
{
    const struct text *text = &report->sentences.items[s].text;
    struct slice trimmed = slice_trim(text->s), reading = report->document->reading;
    struct slice after = slice_sub(reading, text_offset(text, text->s.len), reading.len);
    bool semicolon =
        slice_ends(trimmed, S("；")) || slice_ends(trimmed, S(";")) || starts_with_semicolon(after);
    return s + 1 == report->sentences.n || !runs_on(report, s, s + 1) ? TOKEN_END
           : semicolon                                                ? TOKEN_SEMICOLON
                                                                      : TOKEN_STOP;
}

void claims_tokens(struct report *report, struct tokens *ret)
{
    struct maker m = {.report = report, .tokens = ret};
    for (int kind = 0; kind < TOKEN_KIND_COUNT; kind++) {
        uint32_t class = CLASSES[kind] ? lexicon_class(report->lexicon, CLASSES[kind]) : UINT32_MAX;
        if (class != UINT32_MAX)
            m.kind_of[class] = (uint8_t)kind;
    }
    index_facts(&m);
    for (uint32_t s = 0; s < report->sentences.n; s++) {
        if (worth_reading(&m, s))
            take_sentence(&m, s);
        const struct text *text = &report->sentences.items[s].text;
        struct span end = text_span(text, text->s.len, text->s.len);
        push(&m, ending(report, s), FACT_NONE, s, end);
    }
}
