/* Rich text (RTF 1.9.1): what its readers share.
 *
 *   group        { … }: what is set in it ends with it
 *   destination  a group whose text is not that of the document: fonts, a picture, a footnote
 *   story        a text with paragraphs of its own: the body, a running head, a note, a box
 *   fallback     what stands behind \u for readers that know no Unicode */
#pragma once

#include "tokens.h"

#include "../common/charset.h"
#include "../common/edges.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define RTF_LIMITS(X)                                                                                        \
    X(rtf_depth, 256u, "groups inside each other: Word's take 20")                                           \
    X(rtf_groups, 4u << 20, "groups of a document: a report of 150 pages has 50,000")                        \
    X(rtf_fonts, 1u << 14, "fonts of a document: pasted ones pile up to hundreds")                           \
    X(rtf_styles, 1u << 14, "styles of a document: pasted ones pile up to thousands")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    RTF_LIMITS(X)
#undef X
};

/* Where the text of a group goes. */
enum rtf_into {
    RTF_TEXT,
    RTF_SKIP, /* nowhere, and nothing in it counts */
    RTF_DROP, /* nowhere, but what is in it counts: a drawing around a box of text */
    RTF_FONTS,
    RTF_STYLES, /* names of styles */
    RTF_CODE,   /* a field's instruction */
    RTF_LABEL,  /* the number before a paragraph */
    RTF_CHOICE, /* what was chosen of a list */
};

/* What is to be done where a group ends. */
enum rtf_end { RTF_END_NONE, RTF_END_BESIDE, RTF_END_ASIDE, RTF_END_BOX };

struct rtf_font {
    int number, charset;
};

struct rtf_style {
    int number;
    bool contents; /* of a table of contents */
};

struct rtf_story {
    struct flow *flow;
    struct edges *tables;
    struct flow
        *beside; /* notes and boxes that hang on the paragraph, or on the table, and are read after it */
    struct str text, label;
    bool in_row; /* a row's description was read, and not its end */
    bool aside;
};

struct rtf_group {
    enum rtf_into into;
    enum rtf_into around; /* of what \upr has twice: where the second goes */
    enum rtf_end end;
    struct rtf_story *story;
    /* characters */
    int fallback;     /* \uc */
    enum charset set; /* of the font; CHARSET_NONE: it does not tell */
    bool symbols;     /* of the font: it has no letters */
    bool hidden, deleted, raised;
    /* paragraphs */
    bool in_table, nested;
    int depth, outline;
    bool contents;
};

struct rtf_row {
    int left;
    struct edges_cell cells[EDGES_CELLS_MAX], next;
    uint32_t n;
};

/* A check box of an old form, or a list to choose from. */
struct rtf_box {
    int type, result, standard;
    int choices; /* read so far */
};

struct rtf {
    struct tallyd_builder *b;
    struct tokens tokens;
    struct rtf_group stack[LIMIT_rtf_depth], *group; /* the open one is the last of them */
    uint32_t n_groups;
    bool starred;     /* \* came right before */
    int skip;         /* characters of the fallback that are left */
    enum charset set; /* of the document */
    int font;         /* that of \plain */
    struct rtf_font *fonts;
    uint32_t n_fonts, cap_fonts;
    struct rtf_style *styles;
    uint32_t n_styles, cap_styles;
    struct str style;       /* the name that is being read */
    struct str bytes;       /* in the font's character set, not yet decoded */
    struct str code;        /* of the last field */
    unsigned high;          /* half of a pair that waits for the other */
    struct rtf_row rows[2]; /* of outer tables, of those in cells */
    struct rtf_box box;
    struct str choice;
    struct flow *asides;
    struct str seen;        /* their texts, each between two line ends */
    size_t characters, bad; /* decoded from bytes; those that could not be */
    unsigned pictures;
    bool any; /* there is text */
    bool cut;
};

/* text.c: text of the open group, wherever that goes. */
void text_bytes(struct rtf *r, const struct token *token);
void text_unicode(struct rtf *r, int code);
void text_put(struct rtf *r, const char *text);
/* Whether its characters may have two bytes. */
bool text_is_paired(const struct rtf *r);
/* What came as bytes is complete: a font, a group or a paragraph ends. */
void text_flush(struct rtf *r);

/* form.c: a box or list of a form, told by words; what it shows, where its group ends. */
void form_begin(struct rtf *r);
void form_choice(struct rtf *r);
void form_end(struct rtf *r);

/* story.c */
struct rtf_story *story_new(struct rtf *r, bool aside);
void story_paragraph(struct rtf *r);
void story_cell(struct rtf *r, int depth);
void story_row(struct rtf *r, int depth);
/* The open group's story is complete, and so are its tables. */
void story_end(struct rtf *r);

/* words.c */
void words_act(struct rtf *r, const struct token *token);
void words_symbol(struct rtf *r, const struct token *token);
/* fonts.c: the tables of fonts and styles, and what is chosen of them once they are read. */
void fonts_add(struct rtf *r, int number);
void fonts_set_charset(struct rtf *r, int charset);
void fonts_use(struct rtf *r, int number);
void fonts_add_style(struct rtf *r, int number);
/* The name of the last style is complete. */
void fonts_end_style(struct rtf *r);
/* A table is complete. */
void fonts_sort(struct rtf *r);
bool fonts_is_contents(const struct rtf *r, int style);
