/* What the readers of a Word document share ([MS-DOC]).
 *
 *   CP      a character's number in the document's text; FC: where its bytes are in the main stream
 *   piece   a run of CPs whose bytes follow each other
 *   sprm    one property: what it is and its operand; a list of them is a grpprl
 *   story   the main text, the footnotes, the headers …: ranges of CPs one behind the other */
#pragma once

#include "word.h"

#include "../common/str.h"

/* Pairs (FC, length) of the FIB that are used, by their number in it. */
enum word_part {
    WORD_STYLES = 1,
    WORD_CHPX = 12,
    WORD_PAPX = 13,
    WORD_CLX = 33,
    WORD_LISTS = 73,
    WORD_LIST_OVERRIDES = 74,
};

enum word_story_kind {
    WORD_MAIN,
    WORD_FOOTNOTES,
    WORD_HEADERS,
    WORD_MACROS,
    WORD_COMMENTS,
    WORD_ENDNOTES,
    WORD_BOXES,
    WORD_HEADER_BOXES,
    WORD_STORIES
};

/* What is known of a run of characters. */
enum {
    WORD_DELETED = 1, /* struck out in a tracked change */
    WORD_HIDDEN = 2,
    WORD_SPECIAL = 4, /* the character stands for something else: a picture, a note's number */
    WORD_RAISED = 8,
    WORD_IN_CODE = 16, /* of a field's instruction, which is not shown */
};

struct word_piece {
    uint32_t from, to; /* CPs */
    uint32_t fc;       /* bytes, of the first */
    bool narrow;       /* a byte each, Windows-1252 */
    const uint16_t
        *gbk;      /* its characters where the bytes are GBK: at the first byte of each, 0 at the second */
    uint8_t flags; /* WORD_DELETED … of the whole piece */
    struct bytes grpprl;
};

struct word_run {
    uint32_t from, to; /* FCs */
    uint32_t form;     /* where in the data stream a field of a form is, plus one; 0: it is none */
    uint16_t symbol;   /* a character of a symbol font that the run stands for, or 0 */
    uint8_t flags;
};

struct word_paragraph {
    uint32_t from, to; /* FCs */
    uint16_t style;
    struct bytes grpprl;
};

struct word_style {
    uint16_t base;
    uint16_t builtin;                  /* sti: 1 to 9 headings, 19 to 27 tables of contents, 62 title */
    struct bytes paragraph, character; /* grpprls */
    bool hidden;
};

struct word_lists;

struct word {
    struct tallyd_builder *b;
    struct bytes main, table, data;
    uint32_t ccp[WORD_STORIES]; /* lengths in CPs */
    struct word_piece *pieces;
    uint32_t n_pieces;
    struct word_run *runs; /* sorted by FC, as are the paragraphs */
    uint32_t n_runs;
    struct word_paragraph *paragraphs;
    uint32_t n_paragraphs;
    struct word_style *styles;
    uint32_t n_styles;
    struct word_lists *lists;
    size_t sprm_bytes; /* read so far */
    bool cut;          /* something could not be read */
    bool any;          /* there is text */
};

/* The bytes of a part of the table stream. */
struct bytes word_part(const struct word *w, enum word_part part);

struct sprm {
    uint16_t op;
    struct bytes operand;
};

/* The first property of a list, which is taken off it. */
bool word_sprm(struct bytes *rest, struct sprm *ret);

/* word_pieces.c: false where there is no piece table. */
bool word_read_pieces(struct word *w);
/* word_styles.c. Must come before the runs. */
void word_read_styles(struct word *w);
bool word_character_hides(const struct word *w, uint16_t style);
/* word_runs.c */
void word_read_runs(struct word *w);
void word_read_paragraphs(struct word *w);
/* What a list of character properties sets; not where the run stands. */
struct word_run word_run_of(const struct word *w, struct bytes grpprl);

/* What a paragraph is, by its own properties over its style's. */
struct word_format {
    uint16_t style, builtin;
    uint8_t depth;     /* of tables: 0 is outside, 1 in a table, 2 in a table in a table's cell */
    bool row_end;      /* the mark that ends a row, at `depth` */
    bool cell_end;     /* its mark ends a cell of an inner table */
    bool hidden;       /* by its style */
    uint8_t level;     /* of its list */
    uint16_t override; /* number of its list override, 1-based, 0: none */
    bool listed_by_style;
    struct bytes grpprl; /* all of its own */
};

/* word_format.c: of the paragraph whose mark is at this FC in this piece. */
struct word_format word_format(struct word *w, uint32_t fc, const struct word_piece *piece);

/* word_form.c: adds what a field of a form in the data stream shows where it has no result: a box, what was chosen of a list. */
void word_form(const struct word *w, uint32_t at, struct str *to);

/* word_lists.c */
void word_read_lists(struct word *w);
/* Adds the number in front of a paragraph, which it counts; nothing for a bullet. */
void word_label(struct word *w, const struct word_format *format, struct str *to);

/* word_story.c: a story's paragraphs and tables. */
void word_story(struct word *w, struct flow *flow, uint32_t from, uint32_t to, bool aside);
