/* Every limit of reading a document, with its reason. Crossing one of those up to GRID_SLOTS ends the reading with
 * OUTCOME_LIMIT and the limit's name (builder.c); of the others what is over it is left out, and the report says
 * that it was not fully examined (report.h) or how many were dropped. tests/unit/test_builder.c, test_report.c and
 * test_bind.c cross them. Used by the worker. */
#pragma once

/* X(name, value, what it bounds and why) */
#define LIMITS(X)                                                                                            \
    X(READING_BYTES, 64u << 20, "bytes of reading text: a thousand times a long report")                     \
    X(BLOCKS, 1u << 20, "headings, paragraphs and tables")                                                   \
    X(TABLES, 1u << 16, "tables")                                                                            \
    X(TABLE_ROWS, 1u << 17, "rows of one table")                                                             \
    X(TABLE_COLUMNS, 1024u, "columns of one table: a form has under 30, a ledger under 200")                 \
    X(CELLS, 1u << 21, "cells of all tables: 10^6 is a document we must still finish")                       \
    X(GRID_SLOTS, 1u << 22, "grid positions covered by cells and their spans")                               \
    X(QUANTITIES, 1u << 18, "figures, and facts")                                                            \
    X(CLAIMS, 1u << 18, "claims")                                                                            \
    X(CLAIM_MEMBERS, 4096u, "members of one claim")                                                          \
    X(PASSAGES, 4096u, "copied passages")                                                                    \
    X(FINDINGS, 2000u, "findings of one report: nobody reads more; the rest are counted")                    \
    X(EVIDENCE, 64u, "pieces of evidence of one finding")

enum limit {
#define X(name, value, why) LIMIT_##name,
    LIMITS(X)
#undef X
        LIMIT_COUNT
};

unsigned long limit_value(enum limit limit);
const char *limit_name(enum limit limit); /* lower case, as reports of outcome `limit` give it */
