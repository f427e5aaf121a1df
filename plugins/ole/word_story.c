#include "word_table.h"

#include "../common/symbol.h"

/* Fields inside each other; deeper ones are taken for text. */
#define FIELDS_MAX 32

#define HEADING_LAST   9 /* built-in styles */
#define CONTENTS_FIRST 19
#define CONTENTS_LAST  27
#define TITLE          62

/* Characters that stand for something. */
enum {
    MARK_FORM = 0x01, /* where its run says so */
    MARK_CELL = 0x07,
    MARK_TAB = 0x09,
    MARK_LINE = 0x0B,
    MARK_PAGE = 0x0C,
    MARK_PARAGRAPH = 0x0D,
    MARK_COLUMN = 0x0E,
    MARK_FIELD = 0x13,
    MARK_RESULT = 0x14,
    MARK_FIELD_END = 0x15,
    MARK_HYPHEN = 0x1E,
    MARK_SOFT_HYPHEN = 0x1F,
};

struct story {
    struct word *w;
    struct flow *flow;
    struct edges *tables;
    bool aside;
    struct str text;    /* of the open paragraph */
    uint16_t high;      /* half of a pair that waits for the other */
    unsigned fields;    /* open ones */
    uint32_t in_result; /* a bit each: its result has begun */
    uint32_t run;       /* index to go on looking from */
    bool raised;        /* the character is */
};

static bool in_instruction(const struct story *s)
{
    return s->in_result != (s->fields ? UINT32_MAX >> (32 - s->fields) : 0);
}

static void on_field(struct story *s, uint16_t c)
{
    uint32_t bit = s->fields ? 1u << (s->fields - 1) : 0;
    if (c == MARK_FIELD && s->fields < FIELDS_MAX) {
        s->fields++;
        s->in_result &= ~(1u << (s->fields - 1));
    } else if (c == MARK_RESULT) {
        s->in_result |= bit;
    } else if (c == MARK_FIELD_END && s->fields) {
        s->fields--;
        s->in_result &= ~bit;
    }
}

static void put_plain(struct story *s, uint16_t c)
{
    char digit = (char)c;
    if (s->raised && c >= '0' && c <= '9')
        str_raised(&s->text, &digit, 1);
    else
        str_char(&s->text, c);
}

/* Anything but an end of a paragraph. */
static void on_character(struct story *s, uint16_t c)
{
    static const uint16_t plain[0x20] = {
        [MARK_TAB] = '\t', [MARK_LINE] = '\n', [MARK_COLUMN] = '\n', [MARK_HYPHEN] = '-'};

    if (c == MARK_FIELD || c == MARK_RESULT || c == MARK_FIELD_END) {
        on_field(s, c);
        return;
    }
    if (in_instruction(s))
        return;
    uint16_t high = s->high;
    s->high = 0;
    if (c >= 0xDC00 && c < 0xE000)
        str_char(&s->text, high ? 0x10000 + ((uint32_t)(high - 0xD800) << 10) + (c - 0xDC00) : 0xFFFD);
    else if (c >= 0xD800 && c < 0xDC00)
        s->high = c;
    else if (c >= 0xE000 && c < 0xF900)
        str_char(&s->text, c >= 0xF000 && c < 0xF100 && symbol_sign(c) ? symbol_sign(c) : c);
    else if (c >= 0x20 || plain[c])
        put_plain(s, c >= 0x20 ? c : plain[c]);
}

/* The number in front of the text, a blank between where both are words. */
static void put_label(struct story *s, const struct word_format *format, struct str *to)
{
    word_label(s->w, format, to);
    if (to->len && (unsigned char)to->at[to->len - 1] < 0x80 && s->text.len)
        str_puts(to, " ");
}

static void push(const struct story *s, const struct word_format *format, const struct str *text)
{
    bool contents = format->builtin >= CONTENTS_FIRST && format->builtin <= CONTENTS_LAST;
    bool heading = (format->builtin && format->builtin <= HEADING_LAST) || format->builtin == TITLE;
    enum flow_role role = s->aside || contents ? FLOW_ASIDE : heading ? FLOW_HEADING : FLOW_TEXT;
    flow_paragraph(s->flow, role, text->at ? text->at : "", text->len);
}

static void clear(struct story *s)
{
    str_clear(&s->text);
    s->high = 0;
    if (in_instruction(s)) /* an instruction does not go over paragraphs: this one has lost its end */
        s->fields = s->in_result = 0;
}

static void end_in_table(struct story *s, const struct word_format *format, const struct str *text,
                         uint16_t mark)
{
    if (format->row_end) {
        struct edges_cell cells[EDGES_CELLS_MAX] = {0};
        bool known;
        uint32_t n = word_row(format->grpprl, cells, &known);
        edges_row_end(s->tables, format->depth, cells, n, known);
        return;
    }
    edges_text(s->tables, format->depth, text->at ? text->at : "", text->len);
    if (format->depth > 1 ? format->cell_end : mark == MARK_CELL)
        edges_cell_end(s->tables, format->depth);
}

/* A paragraph's end, in a piece at an FC. */
static void on_end(struct story *s, const struct word_piece *piece, uint32_t fc, uint16_t mark)
{
    struct word_format format = word_format(s->w, fc, piece);
    struct str text = {.b = s->w->b};
    if (format.hidden)
        str_clear(&s->text);
    if (mark == MARK_CELL && !format.depth)
        format.depth = 1;
    if (!format.row_end && (s->text.len || format.depth))
        put_label(s, &format, &text);
    if (s->text.len)
        str_add(&text, s->text.at, s->text.len);
    s->w->any = s->w->any || !str_is_blank(text.at ? text.at : "", text.len);
    if (format.depth && !s->aside) {
        end_in_table(s, &format, &text, mark);
    } else {
        edges_end(s->tables, 0);
        push(s, &format, &text);
    }
    clear(s);
}

/* The run that holds an FC, or NULL. FCs mostly grow, so the search goes on from the last one. */
static const struct word_run *run_at(struct story *s, uint32_t fc)
{
    const struct word *w = s->w;
    uint32_t low = 0, high = w->n_runs;
    if (s->run < w->n_runs && w->runs[s->run].to > fc && (s->run == 0 || w->runs[s->run - 1].to <= fc))
        low = high = s->run;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (w->runs[middle].to <= fc)
            low = middle + 1;
        else
            high = middle;
    }
    s->run = low;
    return low < w->n_runs && w->runs[low].from <= fc ? &w->runs[low] : NULL;
}

static void on_unit(struct story *s, const struct word_piece *piece, uint32_t fc, uint16_t c)
{
    const struct word_run *run = run_at(s, fc);
    unsigned flags = piece->flags | (run ? run->flags : 0u);
    bool end = c == MARK_CELL || c == MARK_PAGE || c == MARK_PARAGRAPH;
    bool field = c == MARK_FIELD || c == MARK_RESULT || c == MARK_FIELD_END;
    if (c == MARK_FORM && run && run->form && !(flags & (WORD_DELETED | WORD_HIDDEN))) {
        word_form(s->w, run->form - 1, &s->text);
        return;
    }
    s->raised = flags & WORD_RAISED;
    if (flags & (WORD_DELETED | WORD_HIDDEN | WORD_IN_CODE) && c != MARK_CELL && !field) {
        /* The mark of a paragraph that has text left: it goes on with the next. In a table it stays. */
        if (!end || !word_format(s->w, fc, piece).depth)
            return;
    }
    if (end)
        on_end(s, piece, fc, c);
    else if (run && run->symbol && c == 0x28) {
        if (!in_instruction(s) && symbol_sign(run->symbol))
            str_char(&s->text, symbol_sign(run->symbol));
    } else if (!(flags & WORD_SPECIAL) || c >= 0x20 || field) {
        on_character(s, c);
    }
}

/* Windows-1252's own characters; where it has none the byte stands for itself. */
static uint16_t wide_of(uint8_t c)
{
    static const uint16_t high[0x20] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    return c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
}

static uint16_t unit_at(const struct word *w, const struct word_piece *piece, uint32_t i)
{
    if (piece->gbk)
        return piece->gbk[i];
    return piece->narrow ? wide_of(w->main.at[piece->fc + i]) : bytes_u16(w->main, piece->fc + i * 2ul);
}

static void walk_piece(struct story *s, const struct word_piece *piece, uint32_t from, uint32_t to)
{
    from = from > piece->from ? from : piece->from;
    to = to < piece->to ? to : piece->to;
    for (uint32_t i = from - piece->from; from < to; i++, from++)
        on_unit(s, piece, piece->fc + (piece->narrow ? i : i * 2), unit_at(s->w, piece, i));
}

void word_story(struct word *w, struct flow *flow, uint32_t from, uint32_t to, bool aside)
{
    struct story s = {
        .w = w, .flow = flow, .tables = edges_new(w->b, flow), .aside = aside, .text = {.b = w->b}};
    const struct word_format none = {0};
    for (uint32_t i = 0; i < w->n_pieces; i++)
        if (w->pieces[i].from < to && w->pieces[i].to > from)
            walk_piece(&s, &w->pieces[i], from, to);
    edges_end(s.tables, 0);
    w->cut = w->cut || edges_cut(s.tables);
    push(&s, &none, &s.text);
}
