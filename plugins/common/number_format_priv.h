/* What the parts of number_format share. */
#pragma once

#include "number_format.h"

/* One section of a code, and what it is to show. */
struct number_format_job {
    struct str *to;
    const char *from, *end; /* the section */
    double value;
    bool from_1904;
};

/* How long the token at `at` is: `\x` `_x` `"text"` `[Red]`, else one byte. */
size_t number_format_token(const char *at);
void number_format_put_general(struct str *to, double value);
void number_format_put_number(const struct number_format_job *job);
bool number_format_is_date(const struct number_format_job *job);
void number_format_put_date(const struct number_format_job *job);
/* Appends what a token that stands for itself shows: a quoted or escaped text, a currency sign; nothing of a color. */
void number_format_put_literal(struct str *to, const char *at, size_t length);
