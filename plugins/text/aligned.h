/* Tables whose columns are held apart by blanks alone, as programs write them that print a page as text. The
 * columns are the stretches of a line that are never blank in the rows with figures; whatever stands above the
 * first of these rows heads the columns below it. All of it is a guess, which the grid's confidence tells. */
#pragma once

#include "lines.h"

/* More columns, or lines of one table on one page, than print has. */
#define ALIGNED_COLUMNS 64
#define ALIGNED_WIDTH   512
#define ALIGNED_ROWS    2048
/* Display columns of a label; what is wider is a sentence, and its line no part of a table. */
#define ALIGNED_LABEL_MAX 48

/* What stands between gaps of a line, and where: display columns, a wide character taking two. */
struct aligned_field {
    struct piece text;
    unsigned from, to;
    bool figure;
};

struct aligned_line {
    const char *start; /* of the line, blanks included */
    size_t first, n;   /* fields */
    unsigned figures;  /* how many of them are figures */
    bool spaced;       /* blank lines before it */
};

struct aligned_lines {
    struct tallyd_builder *b;
    struct aligned_field *fields;
    size_t n_fields, cap_fields;
    struct aligned_line *items;
    size_t n, cap;
};

/* Cuts a line into fields, up to one that is a sentence, and adds it. */
void aligned_cut(struct aligned_lines *lines, struct piece line, bool spaced);

/* Reads a table from a line of LOOK_PROSE on, pushes it and leaves `lines` behind it. False where there is none; then
 * none begins before `*ret_until` either. `scratch` begins as zeroes and serves again. */
bool aligned_read(struct lines *lines, struct aligned_lines *scratch, const char **ret_until);

/* Where the columns are in rows that have a field in each. */
struct aligned_columns {
    unsigned from[ALIGNED_COLUMNS], to[ALIGNED_COLUMNS];
    bool figures[ALIGNED_COLUMNS]; /* of figures, not of words */
    unsigned n;
};

/* The column of each of a row's `n` fields, at most as many as columns, in order and as near as can be. */
void aligned_fit(const struct aligned_columns *columns, const struct aligned_field *fields, size_t n,
                 unsigned ret_columns[ALIGNED_COLUMNS]);
/* Whether every cell begins where its column does, heads and labels too; sets `from` and `n` alone. */
bool aligned_flush(const struct aligned_lines *lines, struct aligned_columns *ret);
/* Pushes the rows of such a table, blank cells too. */
void aligned_push_flush(const struct aligned_lines *lines, const struct aligned_columns *columns);
/* Pushes the lines before `body` as heads. False where it is not sure which head is which column's. */
bool aligned_heads(const struct aligned_lines *lines, size_t body, const struct aligned_columns *columns);
/* Pushes heads up to `body`, and rows. False where there are no heads, or they are not sure. */
bool aligned_push(const struct aligned_lines *lines, size_t body, const struct aligned_columns *columns);
