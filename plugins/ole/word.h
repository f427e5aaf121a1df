/* Word 97 to 2003 and WPS Writer, binary ([MS-DOC]). */
#pragma once

#include "../common/flow.h"
#include "cfb.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define WORD_LIMITS(X)                                                                                       \
    X(word_sprms, 256u << 20, "bytes of paragraph properties read: a report of 150 pages has 1 MB")

/* Whether the compound file is such a document. */
bool word_is(const struct cfb *cfb);
enum tallyd_result word_read(struct cfb *cfb, struct tallyd_builder *b);
