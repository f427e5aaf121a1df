/* Styles: what of them changes the text that is read. */
#pragma once

#include "docx.h"

#define DOCX_UNSET (-1L)

struct docx_style {
    const char *id, *name; /* the name is that of Word's own language: `heading 1`, `toc 2` */
    const char *based_on;  /* NULL: on none */
    long list, level;      /* w:numId and w:ilvl; DOCX_UNSET where it says nothing */
    long outline;          /* 0 to 8: a heading of that level; 9: none; DOCX_UNSET where it says nothing */
    bool hidden, hidden_set;
};

struct docx_styles {
    struct docx_style *items; /* sorted by id, with what they are based on worked in */
    unsigned n, cap;
};

struct docx_styles docx_styles_read(struct zip *zip, const struct zip_entry *entry);
/* NULL where there is none of this id, or `id` is NULL. */
const struct docx_style *docx_styles_find(const struct docx_styles *styles, const char *id);
