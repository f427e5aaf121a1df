/* WordprocessingML (ISO/IEC 29500-1, 17), transitional and strict.
 *
 *   story  a part with text: the body, a running head, the footnotes
 *   style  what a paragraph is unless it says otherwise: numbered how, a heading or not, hidden or not
 *   label  the number that Word shows before a paragraph, which no text in the file has */
#pragma once

#include "opc.h"

#include "../common/flow.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define DOCX_LIMITS(X)                                                                                       \
    X(docx_styles, 1u << 16, "styles of a document: pasted ones pile up to thousands")                       \
    X(docx_lists, 1u << 13, "lists of a document: pasted ones pile up to thousands")                         \
    X(docx_fields, 64u, "fields inside each other: contents take 3")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    DOCX_LIMITS(X)
#undef X
};

/* Reads the document whose main part this is. */
enum tallyd_result docx_extract(struct zip *zip, const struct zip_entry *main);
/* Reads a document of Word 2003, whose only entry has all in it. */
enum tallyd_result docx_extract_2003(struct zip *zip);
