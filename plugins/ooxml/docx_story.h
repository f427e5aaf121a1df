/* Reads one part with text into a flow. */
#pragma once

#include "docx_numbering.h"
#include "docx_styles.h"

/* A footnote or endnote, or a comment. */
struct docx_note {
    const char *id;
    struct flow *flow; /* NULL: it was referred to already */
};

struct docx_notes {
    struct docx_note *items; /* in the order of the part */
    unsigned n, cap;
    unsigned next; /* behind the one referred to last */
};

/* What all stories of a document share. */
struct docx_shared {
    struct tallyd_builder *b;
    struct docx_styles styles;
    struct docx_numbering *numbering;
    struct docx_notes footnotes, endnotes; /* read before the body, which refers to them */
    struct flow *heads; /* where heads and feet inside the body go; NULL: they are parts of their own */
    bool pictures;      /* some stand in the text */
    bool embedded;      /* a part in another format is embedded, and not read */
};

/* Reads a part: its text goes to `flow`, in the given role; notes and comments in it to `ret_notes`, NULL where the
 * part has none. As xml_read. */
enum tallyd_result docx_story_read(struct zip *zip, const struct zip_entry *entry, struct docx_shared *shared,
                                   struct flow *flow, struct docx_notes *ret_notes);
