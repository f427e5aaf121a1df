/* What Office writes as one XML text instead of a package, and many a system makes from a template and calls .doc or .xls:
 *
 *   flat   a package whose parts stand in one text ("Word XML", Office 2007 and later)
 *   2003   a document or a workbook of Office 2003 */
#pragma once

#include "../common/xml.h"

enum plain_kind {
    PLAIN_NONE,
    PLAIN_FLAT,
    PLAIN_DOCUMENT_2003,
    PLAIN_WORKBOOK_2003,
};

/* UTF-8, without the declaration where that named another encoding. */
struct plain_text {
    const char *at;
    size_t len;
    bool damaged; /* some characters could not be read */
};

/* What the head of a file says that it is. */
enum plain_kind plain_kind(const char *head, size_t size);
/* In what encoding the text's declaration names. */
struct plain_text plain_text(struct tallyd_builder *b, const char *bytes, size_t size);
/* The parts of a flat package as a container; NULL where there are none. */
struct zip *plain_package(struct tallyd_builder *b, const struct plain_text *text);
/* A text as the only entry of a container. */
struct zip *plain_single(struct tallyd_builder *b, const struct plain_text *text, const char *name);
