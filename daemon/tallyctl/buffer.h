/* A growing text, for output that is put together before it is written. Running out of memory ends the
 * program: the command line has nothing to save. Used by tallyctl. */
#pragma once

#include "../base/slice.h"

struct buffer {
    char *at;
    size_t len, cap;
};

void buffer_done(struct buffer *b);
void buffer_clear(struct buffer *b);
void buffer_add(struct buffer *b, struct slice bytes);
void buffer_print(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Text that came out of a document or a file name: unsafe characters escaped, so that it cannot drive a
 * terminal. */
void buffer_safe(struct buffer *b, struct slice text);
/* The same with every run of white space as one blank, for a quote on one line. */
void buffer_safe_line(struct buffer *b, struct slice text);
struct slice buffer_slice(const struct buffer *b);
