/* The builder's state, shared by pushing (builder.c) and finishing (builder_finish.c). */
#pragma once

#include "builder.h"

struct builder_bytes {
    char *items;
    uint32_t n, cap;
};

struct builder_blocks {
    struct block *items;
    uint32_t n, cap;
};

struct builder_tables {
    struct table **items;
    uint32_t n, cap;
};

struct builder_cells {
    struct cell *items;
    uint32_t n, cap;
};

/* A further run of a cell's text. */
struct builder_piece {
    const struct table *table;
    uint32_t cell;
    struct text text;
};

struct builder_pieces {
    struct builder_piece *items; /* in the order of their tables, within one of their cells */
    uint32_t n, cap;
};

/* Until it is finished a text has no bytes: `from` and `s.len` say where they will stand in the reading text.
 */
struct builder {
    struct arena *arena;
    struct document *doc;
    builder_limit_fn *over;
    void *context;

    struct slice source;           /* empty where the format has no text of its own */
    struct builder_bytes appended; /* what stands behind it */
    struct builder_blocks pushed;

    struct table *table;        /* the one begun, or NULL */
    struct builder_cells cells; /* its cells */
    struct builder_pieces pieces;
    uint32_t next_piece;  /* when finishing: the first of the tables not yet seen */
    unsigned row_columns; /* grid positions of its last row so far */
    unsigned long n_cells, n_slots;

    struct builder_blocks blocks; /* of the finished document */
    struct builder_tables tables;
};

/* Leaves through `over` where `count` is above the limit. */
void builder_check(struct builder *b, enum limit limit, unsigned long count);
