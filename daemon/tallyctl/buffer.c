#include "buffer.h"

#include "../base/mem.h"
#include "../base/must.h"
#include "../base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static char *reserve(struct buffer *b, size_t more)
{
    if (b->cap - b->len < more) {
        size_t cap = b->cap * 2 > b->len + more ? b->cap * 2 : b->len + more + 256;
        char *at = mem_realloc(b->at, cap);
        if (!at) {
            fputs("tallyctl: out of memory\n", stderr);
            exit(2);
        }
        b->at = at;
        b->cap = cap;
    }
    return b->at + b->len;
}

void buffer_done(struct buffer *b)
{
    mem_free(b->at);
    *b = (struct buffer){0};
}

void buffer_clear(struct buffer *b)
{
    b->len = 0;
}

void buffer_add(struct buffer *b, struct slice bytes)
{
    if (bytes.len == 0)
        return;
    memcpy(reserve(b, bytes.len), bytes.at, bytes.len);
    b->len += bytes.len;
}

void buffer_print(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    must(n >= 0);
    vsnprintf(reserve(b, (size_t)n + 1), (size_t)n + 1, format, again);
    b->len += (size_t)n;
    va_end(again);
    va_end(args);
}

void buffer_safe(struct buffer *b, struct slice text)
{
    size_t need = utf8_escape(text, NULL, 0);
    utf8_escape(text, reserve(b, need + 1), need + 1);
    b->len += need;
}

void buffer_safe_line(struct buffer *b, struct slice text)
{
    struct slice rest = slice_trim(text);
    for (size_t at = 0, from = 0, blank = 0; at <= rest.len; blank = 0) {
        from = at;
        while (at < rest.len && strchr(" \t\r\n", rest.at[at]) == NULL)
            at++;
        buffer_safe(b, slice_sub(rest, from, at));
        while (at < rest.len && strchr(" \t\r\n", rest.at[at]) != NULL)
            at++, blank++;
        if (blank)
            buffer_add(b, S(" "));
        if (at == rest.len)
            break;
    }
}

struct slice buffer_slice(const struct buffer *b)
{
    return (struct slice){b->at, b->len};
}
