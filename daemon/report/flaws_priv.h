/* What the finders of flaws share: every text of the document, in reading order. Used by flaws*.c only. */
#pragma once

#include "report.h"

/* A paragraph, a heading or a cell. */
struct flaws_text {
    const struct text *text;
    uint32_t block;
    const struct cell *cell; /* NULL in prose */
    bool prose;              /* has a clause: not a label, not a figure */
};

struct flaws_reader {
    struct report *report;
    struct flaws_text *items;
    uint32_t n, cap;
};

/* A flaw at the bytes [from, to) of a text. */
struct flaw *flaws_add(struct flaws_reader *r, enum flaw_kind kind, const struct flaws_text *t, size_t from,
                       size_t to);

/* One file each. */
void flaws_find_doubled(struct flaws_reader *r);
void flaws_find_marks(struct flaws_reader *r);
void flaws_find_order(struct flaws_reader *r);
void flaws_find_unfinished(struct flaws_reader *r);
void flaws_find_words(struct flaws_reader *r);
