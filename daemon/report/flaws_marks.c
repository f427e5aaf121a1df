#include "flaws_priv.h"

#include "chars.h"
#include "quantity_priv.h"

#include <stdlib.h>

/* Brackets and quotation marks that lack their other half or have one of another width; marks that cannot stand
 * together. What is open at the end of a paragraph may be closed a few paragraphs on: a bracket can hold several. */

#define DEPTH_MAX  32 /* brackets open at once in one text: deeper is no prose */
#define REACH      12 /* texts that a pair may span, wrapped lines of a converter included */
#define LABEL_BACK 3  /* characters of a list's number before its bracket: 12) */

enum family { ROUND, SQUARE, QUOTE, SINGLE, TITLE, CORNER, LENS, TORTOISE, FAMILIES };

static const struct mark_form {
    uint32_t open, close;
    uint8_t family;
} forms[] = {
    {0xFF08, 0xFF09, ROUND}, {'(', ')', ROUND},          {'[', ']', SQUARE},      {0xFF3B, 0xFF3D, SQUARE},
    {0x201C, 0x201D, QUOTE}, {0x2018, 0x2019, SINGLE},   {0x300A, 0x300B, TITLE}, {0x300C, 0x300D, CORNER},
    {0x3010, 0x3011, LENS},  {0x3014, 0x3015, TORTOISE},
};

enum { FORMS = sizeof forms / sizeof *forms };

/* Straight quotes close what is open, and open where nothing is. */
#define STRAIGHT '"'

struct half {
    uint32_t character;
    uint32_t text; /* index of the text */
    size_t from, to;
    uint8_t family;
    bool opens, matched;
};

struct halves {
    struct half *items;
    uint32_t n, cap;
};

struct pairing {
    struct flaws_reader *reader;
    struct halves left; /* halves that their own text does not complete */
    struct half stack[DEPTH_MAX];
    unsigned depth;
};

/* Most characters are none, and are told by their number. */
static bool may_be_half(uint32_t c)
{
    if (c < 0x80)
        return c == STRAIGHT || c == '(' || c == ')' || c == '[' || c == ']';
    return (c >= 0x2018 && c <= 0x201D) || (c >= 0x300A && c <= 0x3015) || (c >= 0xFF08 && c <= 0xFF3D);
}

static bool follows_digit(struct slice s, size_t at)
{
    size_t length;
    if (at == 0)
        return false;
    utf8_previous(s, &at);
    return number_digit(s, at, &length) >= 0;
}

static bool read_half(struct slice s, size_t from, size_t to, uint32_t c, struct half *ret)
{
    for (size_t i = 0; i < FORMS; i++)
        if (forms[i].open == c || forms[i].close == c) {
            *ret = (struct half){c, 0, from, to, forms[i].family, forms[i].open == c, false};
            return true;
        }
    *ret = (struct half){c, 0, from, to, QUOTE, false, false};
    return c == STRAIGHT && !follows_digit(s, from); /* 12" is a length */
}

static bool is_numeral(uint32_t c)
{
    static const struct slice numerals = {"一二三四五六七八九十", 30};
    char bytes[4];
    bool narrow = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool wide = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0x2460 && c <= 0x2473);
    return narrow || wide || slice_find(numerals, (struct slice){bytes, utf8_put(c, bytes)}, 0) >= 0;
}

/* 1)  2）  a)  一）: the number of a list, which has no other half. */
static bool is_list_number(struct slice s, size_t from)
{
    size_t at = from;
    unsigned n = 0;
    uint32_t c = 0;
    while (at > 0 && n <= LABEL_BACK) {
        c = utf8_previous(s, &at);
        if (!is_numeral(c))
            return n > 0 && !utf8_is_han(c);
        n++;
    }
    return at == 0 && n > 0 && n <= LABEL_BACK;
}

/* An apostrophe: it's. */
static bool is_apostrophe(struct slice s, const struct half *half)
{
    return half->character == 0x2019 && half->from > 0 && (s.at[half->from - 1] & 0x80) == 0;
}

static void keep(struct pairing *p, const struct half *half)
{
    *ARENA_PUSH(p->reader->report->arena, &p->left) = *half;
}

static bool same_width(uint32_t open, uint32_t close)
{
    for (size_t i = 0; i < FORMS; i++)
        if (forms[i].open == open)
            return forms[i].close == close;
    return open == close;
}

/* [0,100) is an interval. */
static bool is_interval(struct slice s, const struct half *open, const struct half *close)
{
    if (open->family > SQUARE || close->family > SQUARE || open->family == close->family)
        return false;
    for (size_t i = open->to, length; i < close->from; i += length) {
        length = 1;
        if (number_digit(s, i, &length) < 0 && !strchr(".,% ", s.at[i]))
            return false;
    }
    return true;
}

/* The half that `half` closes, and what was opened inside it and never closed. False where nothing is open. */
static bool close_half(struct pairing *p, const struct flaws_text *t, const struct half *half)
{
    unsigned at = p->depth;
    if (at > 0 && is_interval(t->text->s, &p->stack[at - 1], half)) {
        p->depth--;
        return true;
    }
    while (at > 0 && p->stack[at - 1].family != half->family)
        at--;
    if (at == 0)
        return false;
    while (p->depth > at)
        keep(p, &p->stack[--p->depth]);
    const struct half *open = &p->stack[--p->depth];
    if (!same_width(open->character, half->character))
        flaws_add(p->reader, FLAW_MIXED, t, open->from, half->to);
    return true;
}

static void take_half(struct pairing *p, const struct flaws_text *t, const struct half *half)
{
    struct slice s = t->text->s;
    if (is_apostrophe(s, half) || (!half->opens && close_half(p, t, half)))
        return;
    if (half->opens || half->character == STRAIGHT) {
        if (p->depth < DEPTH_MAX)
            p->stack[p->depth++] = *half;
        return;
    }
    if (half->family != ROUND || !is_list_number(s, half->from))
        keep(p, half);
}

/* 。。 and ，、: none of these stands right after another. Three dots in a row are an ellipsis. */
static bool is_stop(uint32_t c)
{
    return c == 0xFF0C || c == 0x3002 || c == 0x3001 || c == 0xFF1B || c == 0xFF1A || c == ',' || c == ';';
}

/* Whether two stops stand beside each other goes to `ret_stops`: few texts need be looked through for them. */
static void pair_in(struct pairing *p, uint32_t number, bool *ret_stops)
{
    const struct flaws_text *t = &p->reader->items[number];
    struct slice s = t->text->s;
    struct half half;
    size_t stop = s.len; /* where the last one ends */
    p->depth = 0;
    *ret_stops = false;
    for (size_t at = 0, from; (from = at = chars_skip_han(s, at)) < s.len;) {
        uint32_t c = char_next(s, &at);
        if (is_stop(c)) {
            *ret_stops |= from == stop;
            stop = at;
            continue;
        }
        if (!may_be_half(c) || !read_half(s, from, at, c, &half))
            continue;
        half.text = number;
        take_half(p, t, &half);
    }
    for (unsigned i = 0; i < p->depth; i++)
        keep(p, &p->stack[i]);
}

/* Halves in reading order: those that a text nearby completes are matched. */
static void match_across(struct halves *left)
{
    uint32_t last[FAMILIES]; /* the last open one of each family, 1-based */
    memset(last, 0, sizeof last);
    for (uint32_t i = 0; i < left->n; i++) {
        struct half *half = &left->items[i],
                    *open = last[half->family] ? &left->items[last[half->family] - 1] : NULL;
        bool closes = !half->opens && open && half->text != open->text && half->text - open->text <= REACH;
        if (closes)
            half->matched = open->matched = true;
        last[half->family] = closes                                       ? 0
                             : half->opens || half->character == STRAIGHT ? i + 1
                                                                          : last[half->family];
    }
}

static int by_place(const void *a, const void *b)
{
    const struct half *x = a, *y = b;
    return x->text != y->text ? (x->text < y->text ? -1 : 1) : (x->from > y->from) - (x->from < y->from);
}

static void find_stops(struct flaws_reader *r, const struct flaws_text *t)
{
    struct slice s = t->text->s;
    size_t start = 0; /* of the run of stops */
    unsigned run = 0;
    for (size_t at = 0, from = 0; from <= s.len && t->prose; from = at) {
        uint32_t c = at < s.len ? char_next(s, &at) : 0;
        if (is_stop(c)) {
            start = run++ ? start : from;
            continue;
        }
        if (run == 2)
            flaws_add(r, FLAW_MARKS, t, start, from);
        run = 0;
        at = chars_skip_han(s, at);
        if (from == s.len)
            break;
    }
}

void flaws_find_marks(struct flaws_reader *r)
{
    struct pairing p = {.reader = r};
    for (uint32_t i = 0; i < r->n; i++) {
        bool stops;
        pair_in(&p, i, &stops);
        if (stops)
            find_stops(r, &r->items[i]);
    }
    if (p.left.n)
        qsort(p.left.items, p.left.n, sizeof *p.left.items, by_place);
    match_across(&p.left);
    for (uint32_t i = 0; i < p.left.n; i++) {
        const struct half *half = &p.left.items[i];
        if (!half->matched)
            flaws_add(r, FLAW_UNPAIRED, &r->items[half->text], half->from, half->to);
    }
}
