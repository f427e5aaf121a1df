/* What outline.c and its parts share. */
#pragma once

#include "numbering.h"
#include "outline.h"

enum line_kind {
    LINE_PROSE,
    LINE_HEADING, /* numbered and short */
    LINE_RUN_IN,  /* a numbered heading with its text in the same paragraph */
    LINE_ITEM,    /* of a numbered list */
    LINE_BARE,    /* a heading without a number */
    LINE_TITLE,   /* of a report or a form */
};

struct line {
    enum line_kind kind;
    struct numbering numbering; /* length 0: none */
    size_t title_end;           /* byte in the block's text where the heading ends */
};

/* What a block looks like by itself. */
struct line outline_judge(const struct block *block);
/* Fills doc->marks. */
void outline_marks(struct document *doc);
