/* OpenDocument (ISO/IEC 26300, OASIS ODF 1.2 and 1.3): text documents and spreadsheets. Both are in content.xml; styles.xml
 * has styles, heads and feet. */
#pragma once

#include "../common/flow.h"
#include "../common/sheet.h"
#include "../common/xml.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define ODF_LIMITS(X)                                                                                        \
    X(odf_styles, 1u << 16, "styles of a document")                                                          \
    X(odf_lists, 1u << 16, "lists of a document")                                                            \
    X(odf_cells, 1u << 22, "cells that a row says to repeat")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    ODF_LIMITS(X)
#undef X
};

extern const struct xml_space odf_spaces[];

/* Columns that one cell of a text's table may cover: what the builder takes. */
enum { ODF_COLUMNS = 1024 };
