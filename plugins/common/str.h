/* A text that grows in the document's memory; always followed by a NUL. Linked into each plugin that uses it. */
#pragma once

#include "../plugin.h"

struct str {
    struct tallyd_builder *b;
    char *at; /* NULL while it is empty */
    size_t len, cap;
};

void str_add(struct str *s, const char *text, size_t length);
void str_puts(struct str *s, const char *text);
void str_printf(struct str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A character as UTF-8; one that Unicode does not have is left out. */
void str_char(struct str *s, unsigned long code);
/* Adds what stands raised: digits behind a digit become ¹²³, so that a note's number is no part of a figure, nor 10⁴ a 104. */
void str_raised(struct str *s, const char *text, size_t length);
/* Empties it; the memory is used again, so what was handed out of it must have been copied. */
void str_clear(struct str *s);
/* A copy that stays, followed by a NUL. */
const char *str_keep(struct tallyd_builder *b, const char *text, size_t length);
/* Whether only blanks (ASCII, U+00A0, U+3000) are in it. */
bool str_is_blank(const char *text, size_t length);
