/* From glyphs and drawn lines to headings, paragraphs and tables: what the fixed-layout formats (pdf, ofd)
 * share. A format hands over each page's glyphs, lines and images; at the end everything is pushed into the
 * builder in reading order.
 *
 *   glyph    a character with its origin on the baseline, advance width and size
 *   rule     a horizontal or vertical line, or a bar as thin as one
 *   line     glyphs on one baseline
 *   grid     rules that meet, and the cells between them
 *   margin   running heads and page numbers
 *
 * Units are points (1/72 inch), x to the right, y down, the origin in the page's upper left corner. All
 * memory is the builder's. Reading order: layout.c (the public functions), turn.c, lines.c, rules.c, grid.c,
 * columns.c (a page's parts), margin.c and join.c (what needs all pages), push.c. */
#pragma once

#include "../plugin.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits. Crossing one ends the reading with
 * the outcome `limit`, but for layout_rules: a page with more is read without its tables, as partly read. */
#define LAYOUT_LIMITS(X)                                                                                     \
    X(layout_pages, 3000u, "pages: a report has 150, a province's book of accounts 500")                     \
    X(layout_glyphs, 4u << 20, "characters: two thousand full pages")                                        \
    X(layout_rules, 100000u, "drawn lines of one page: a full table has 2,000, a map a million")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    LAYOUT_LIMITS(X)
#undef X
};

struct layout;

/* Which way a glyph's text runs, in quarter turns clockwise. */
enum layout_turn { LAYOUT_UPRIGHT, LAYOUT_DOWN, LAYOUT_OVER, LAYOUT_UP, LAYOUT_OBLIQUE };

/* A character that has no known code. */
#define LAYOUT_UNKNOWN 0xFFFDu

struct layout_glyph {
    float x, y;        /* the origin */
    float width, size; /* the advance and the height of the em, along and across the text's direction */
    uint32_t code;     /* Unicode, or LAYOUT_UNKNOWN */
    enum layout_turn turn;
    bool hidden; /* drawn invisibly: the text layer that recognition puts behind a scanned page */
    bool apart;  /* of a stamp or a watermark, which lies over the page */
};

struct layout_box {
    float x0, y0, x1, y1;
};

struct layout *layout_new(struct tallyd_builder *b);
/* Begins the next page. */
void layout_page(struct layout *l, float width, float height);
void layout_glyph(struct layout *l, const struct layout_glyph *glyph);
/* A drawn line or a filled or stroked box; one that is neither level nor upright is ignored. */
void layout_rule(struct layout *l, struct layout_box box);
/* The four sides of a stroked box. */
void layout_frame(struct layout *l, struct layout_box box);
/* A picture. Its contents are not looked at. */
void layout_image(struct layout *l, struct layout_box box);
/* Something of the current page could not be read. */
void layout_damaged(struct layout *l);
/* A remark that belongs to the current page and is no part of the text. */
void layout_aside(struct layout *l, const char *text, size_t length);
/* A file inside the document, which is not read: the reviewer is told. `suffix` may be NULL, or is added to the name. */
void layout_attached(struct layout *l, const char *name, const char *suffix);
/* One thing more that the reviewer is told of the file. */
void layout_note(struct layout *l, const char *text);

/* Pushes everything. OK; PARTIAL (a damaged or scanned page among others; a note says which); EMPTY; CORRUPT (no text, and a damaged page);
 * SCANNED (pictures, and no text or only hidden text); UNREADABLE_TEXT (most characters have no code, or one
 * that no text has). In the last three cases nothing is pushed. */
enum tallyd_result layout_finish(struct layout *l);
