/* Output of show: text in pieces that fit a message, cut on characters. Used by show*.c. */
#pragma once

#include "show.h"

/* Twice as long as JSON with a quarter of it escaped still fits a message (MESSAGE_SIZE_MAX). */
#define SHOW_PIECE 16384

struct show_out {
    const struct show_target *target;
    const struct report *report;
    char piece[SHOW_PIECE];
    size_t n;
};

/* Text of ours, as it is. */
void show_puts(struct show_out *out, struct slice text);
void show_printf(struct show_out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Text of the document, unsafe characters escaped. */
void show_text(struct show_out *out, struct slice text);
/* The same as a JSON string, quotes included. */
void show_json_string(struct show_out *out, struct slice text);
/* `n` times. */
void show_repeat(struct show_out *out, const char *text, size_t n);
void show_flush(struct show_out *out);

/* Columns that a text takes on a terminal: two for East Asian wide characters (UAX #11). */
size_t show_width(struct slice text);
/* The longest prefix of at most `columns`. */
struct slice show_fit(struct slice text, size_t columns);

/* A table drawn with box characters (show_grid.c); facts and claims one a line (show_list.c); all as JSON
 * (show_json.c). */
void show_table(struct show_out *out, const struct table *table);
void show_facts(struct show_out *out);
void show_claims(struct show_out *out);
void show_json(struct show_out *out);
