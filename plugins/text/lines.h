/* The lines of a text, and what each looks like. */
#pragma once

#include "../plugin.h"

enum line_look {
    LOOK_BLANK,
    LOOK_BARS,   /* nothing but bars: an empty cell, or the end of a row */
    LOOK_CELL,   /* text and a bar at its end */
    LOOK_PIPES,  /* | a | b |: a row on one line */
    LOOK_TAB,    /* begins with a tab, and has no other before its last word */
    LOOK_FIELDS, /* has tabs between words, or before several */
    LOOK_PROSE,
};

struct piece {
    const char *at;
    size_t len;
};

struct text_line {
    struct piece text; /* without its end; of LOOK_CELL without the bar, of LOOK_TAB without the tab */
    enum line_look look;
    unsigned bars; /* of LOOK_BARS: how many */
};

/* Where reading is in a text. Every reader looks at the same line first, so what lines_peek saw is kept. */
struct lines {
    const char *at, *end;
    struct tallyd_builder *b;
    struct text_line
        seen; /* the line from `seen_from` on, which may be NULL, and where the next one begins */
    const char *seen_from, *seen_next;
};

/* The next line; false at the end. A form feed ends a line too. */
bool lines_next(struct lines *lines, struct text_line *ret);
/* The same without moving on. */
bool lines_peek(struct lines *lines, struct text_line *ret);
/* Doubles `items` (of `size` bytes each) in the builder's memory when `n` has reached `*cap`. */
void *lines_grow(struct tallyd_builder *b, void *items, size_t n, size_t *cap, size_t size);

size_t lines_blank_any(const char *at, const char *end);
/* Length of the blank character (U+3000 and U+00A0 included) at `at`, or 0. Asked of each character several times; the
 * first byte tells nearly all. */
static inline size_t lines_blank(const char *at, const char *end)
{
    unsigned char first = at < end ? (unsigned char)*at : 'x';
    bool may_be = first <= ' ' || first == 0xC2 || first == 0xE2 || first == 0xE3 || first == 0xEF;
    return may_be ? lines_blank_any(at, end) : 0;
}
/* Length of the digit of either width at `at`, or 0. */
size_t lines_digit(const char *at, const char *end);
bool lines_is_blank(struct piece text);
bool lines_ends(struct piece text, const char *ending);
struct piece lines_trim(struct piece text);
/* — 2 —, - 3 -, 第 1 页. */
bool lines_is_page_number(struct piece text);

/* Each reads one or more tables from a line of its look on, pushes them, and leaves `lines` behind them. */
void bars_read(struct lines *lines);
void pipes_read(struct lines *lines);
void tabs_read(struct lines *lines);
/* The same from rows of which bars only stand between the cells: a | b | c. False where too few are alike. */
bool pipes_open_read(struct lines *lines);
/* The same from a rule with joints on: +----+ or ┌──┐. False where no table is drawn. */
bool ruled_read(struct lines *lines);
/* The same from a line with tabs on. False where it is prose: then none begins before `*ret_until` either. */
bool fields_read(struct lines *lines, const char **ret_until);
