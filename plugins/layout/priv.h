/* What the files of this folder share. A page's glyphs, rules and lines live until its end; items, tables and their
 * texts until the document's. */
#pragma once

#include "layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Distinct rules in one direction on a page, once joined: more are a drawing. */
#define LAYOUT_CROSS_MAX 1500u

/* A filled box as thin as this many points is a line. */
#define LAYOUT_THIN 3.0f

/* UTF-8 in the builder's memory. */
struct layout_text {
    const char *at;
    size_t len;
};

struct layout_glyphs {
    struct layout_glyph *items;
    uint32_t n, cap;
};

struct layout_rules {
    struct layout_box *items;
    uint32_t n, cap;
};

struct layout_line {
    float x0, x1, base, size;
    float lead;        /* width of its first word, which no line's end breaks */
    uint32_t first, n; /* its glyphs, of the page, from left to right */
    struct layout_text text;
};

struct layout_lines {
    struct layout_line *items;
    uint32_t n, cap;
};

/* A part of a line without wide gaps. */
struct layout_segment {
    float x0, x1;
    uint32_t first, end; /* its glyphs */
};

struct layout_segments {
    struct layout_segment *items;
    uint32_t n, cap;
};

/* The page's lines cut into segments: those of line i are [start[i], start[i + 1]). */
struct layout_parts {
    struct layout_segments all;
    uint32_t *start;
};

/* Lines [from, to) of the page in two columns, one on each side of the gutter, with the edges of each. */
struct layout_band {
    uint32_t from, to;
    float gutter, left[2], right[2];
};

struct layout_bands {
    struct layout_band *items;
    uint32_t n, cap;
};

struct layout_cell {
    uint32_t row, column, rows, columns; /* `rows` is 0 where a cell of the part before took it in */
    uint32_t page;
    struct layout_text text;
    bool full; /* its last line has no room for one more character */
};

/* A cell in the making: where it is, and which of its table's lines are its. */
struct layout_slot {
    struct layout_cell cell;
    struct layout_box box;
    uint32_t first_line, lines;
};

struct layout_slots {
    struct layout_slot *items;
    uint32_t n, cap;
};

struct layout_cells {
    struct layout_cell *items;
    uint32_t n, cap;
};

struct layout_table {
    struct layout_box box;
    float *edges; /* columns + 1 positions */
    uint32_t rows, columns;
    struct layout_cells cells; /* by row, then column; every position is covered by one */
    unsigned confidence;       /* 0 to 100 */
    /* Where it goes on over pages: its parts are tables of their own whose rows count from its first one's. */
    struct layout_table *next, *before,
        *last;      /* `last` only in the first part, NULL where it is the only one */
    uint32_t begin; /* cells of a part before this one are those of a repeated head */
};

struct layout_tables {
    struct layout_table **items;
    uint32_t n, cap;
};

enum layout_kind { LAYOUT_LINE, LAYOUT_TABLE, LAYOUT_ASIDE, LAYOUT_GONE };

/* A part of a page. Items of all pages stand in one array, in reading order. */
struct layout_item {
    enum layout_kind kind;
    uint32_t page; /* 1-based */
    struct layout_line line;
    float left, right; /* of the column of prose that the line stands in; both 0: the page's own */
    struct layout_table *table;
};

struct layout_items {
    struct layout_item *items;
    uint32_t n, cap;
};

struct layout_sheet {
    float width, height;
    uint32_t first, end; /* its items */
    float left, right;   /* where its long lines begin and end; right is 0 where too few do */
    uint32_t glyphs, hidden, strange;
    float pictured; /* share of the page that pictures cover */
    bool damaged;
};

struct layout_sheets {
    struct layout_sheet *items;
    uint32_t n, cap;
};

/* What is needed while a page is put in order: a region that is given out anew for each page. */
struct layout_scratch {
    struct layout_block *first, *at; /* `at` is the one in use, NULL before the first */
    size_t used;                     /* of it */
    char *texts;                     /* room for texts that are kept */
    size_t room;
};

/* What the reviewer is told of the file, in one line. */
struct layout_notes {
    const char *text;     /* so far; NULL for nothing */
    const char *attached; /* names of files inside it; NULL for none */
    uint32_t n_attached;
};

struct layout {
    struct tallyd_builder *b;
    struct layout_scratch scratch;
    struct layout_sheets pages;
    struct layout_items items;
    /* the current page's */
    struct layout_glyphs glyphs;
    struct layout_rules rules;
    struct layout_tables tables;
    struct layout_lines lines;
    /* of the document */
    uint64_t total, han, common; /* characters; Chinese ones; commonest ones */
    struct layout_notes notes;
};

/* Room for one more in an array {items, n, cap}; zeroed. */
void *layout_room(struct layout *l, void *items, uint32_t n, uint32_t *cap, size_t size);
#define LAYOUT_PUSH(l, array)                                                                                \
    ((array)->items = layout_room((l), (array)->items, (array)->n, &(array)->cap, sizeof *(array)->items),   \
     &(array)->items[(array)->n++])

/* scratch.c: zeroed memory until the end of the page, or of the document once its pages are through. */
void *scratch_alloc(struct layout *l, size_t size);
void *scratch_room(struct layout *l, void *items, uint32_t n, uint32_t *cap, size_t size);
/* As LAYOUT_PUSH, in such memory. */
#define SCRATCH_PUSH(l, array)                                                                               \
    ((array)->items = scratch_room((l), (array)->items, (array)->n, &(array)->cap, sizeof *(array)->items),  \
     &(array)->items[(array)->n++])
/* Copies that live as long as the document. */
void *scratch_keep(struct layout *l, const void *from, size_t size);
struct layout_text scratch_keep_text(struct layout *l, struct layout_text text);
void scratch_reset(struct layout *l);

/* codes.c: whether a code is outside of what stands in reports: it comes from a font without a true table of codes; whether it is one of the
 * commonest Chinese characters. */
bool codes_is_strange(uint32_t code);
bool codes_is_common(uint32_t code);

/* turn.c: makes the page upright by its majority, and sets other text that is askew apart, as an aside. */
void turn_upright(struct layout *l, struct layout_sheet *page);

/* lines.c, whose texts are scratch: puts glyphs [first, end) of the page in order and appends their lines, top to bottom, with texts. */
void lines_find(struct layout *l, uint32_t first, uint32_t end, struct layout_lines *to);
/* The width of what cannot be broken at the beginning of a line: a Han character, or a word or figure. */
float lines_lead(const struct layout *l, const struct layout_line *line);
/* The text of glyphs [first, end), which stand from left to right. */
struct layout_text lines_text(struct layout *l, uint32_t first, uint32_t end);
/* Lines as one text. Where a line is as long as the room between `left` and `right`, the next goes on in the
 * same word; else a line break stays between them. */
struct layout_text lines_join(struct layout *l, const struct layout_line *lines, uint32_t n, float left,
                              float right);
/* Whether a line has no room for one more character between two edges. */
bool lines_is_full(const struct layout_line *line, float left, float right);
/* Whether line b goes on with the word or figure at the end of line a. */
bool lines_go_on(const struct layout *l, const struct layout_line *a, const struct layout_line *b, float left,
                 float right);
/* Between the last character of one and the first of the other: what joining them needs. "" or " ". */
const char *lines_joint(struct layout_text before, struct layout_text after);
struct layout_text lines_concat(struct layout *l, struct layout_text a, const char *joint,
                                struct layout_text b);
bool lines_is_blank(uint32_t code);
bool lines_is_han(uint32_t code);
/* The character at `at`, and how many bytes it has. */
uint32_t lines_code(struct layout_text text, size_t at, size_t *ret_bytes);
/* What stands for no figure. */
bool lines_is_dash(struct layout_text text);
/* An amount, a share, a count: digits, with separators and a sign. */
bool lines_is_figure(struct layout_text text);

/* rules.c: joins rules that lie on one another or touch; the level ones first in `level`, the others in
 * `upright`, each sorted by position. False: more than a page of tables has. */
bool rules_join(struct layout *l, struct layout_rules *level, struct layout_rules *upright);

/* grid.c: finds ruled tables and takes their glyphs out of the page. */
void grid_find(struct layout *l);

/* bands.c: gives a ruled table its cells, by row, then column, with their texts, from their `lines`. Rows that the
 * table has no rules between, only its lines of figures side by side, become rows of their own. */
void bands_fill(struct layout *l, struct layout_table *table, const struct layout_slots *slots,
                const struct layout_line *lines);

/* columns.c: turns the page's lines and tables into items, in reading order; finds unruled tables among the lines. */
void columns_find(struct layout *l);
/* Appends an item; or segments [from, to) of a line as a line of their own. */
struct layout_item *columns_item(struct layout *l, uint32_t page, enum layout_kind kind);
struct layout_item *columns_line(struct layout *l, const struct layout_line *line,
                                 const struct layout_segment *from, const struct layout_segment *to,
                                 uint32_t page);

/* prose.c: bands of the page that are prose in two columns, from above; and their lines as items, the left column's first, with the
 * ruled tables from the one at `table` on that stand in it, which become NULL. */
struct layout_bands prose_find(struct layout *l, const struct layout_parts *parts);
void prose_push(struct layout *l, const struct layout_parts *parts, const struct layout_band *band,
                uint32_t table);

/* margin.c: running heads and page numbers become asides. */
void margin_find(struct layout *l);

/* join.c: tables that go on over pages become one, without their repeated heads. */
void join_tables(struct layout *l);

/* notes.c: what is attached goes into the note. */
void notes_attached(struct layout *l);

/* push.c */
void push_all(struct layout *l);
