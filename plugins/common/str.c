#include "str.h"
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define STR_MIN 64

static const char *const raised_digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

static void reserve(struct str *s, size_t more)
{
    if (s->cap - s->len > more)
        return;
    size_t cap = (s->len + more) * 2 < STR_MIN ? STR_MIN : (s->len + more) * 2;
    s->at = memory_resize(s->b, s->at, s->len, cap);
    s->cap = cap;
}

void str_add(struct str *s, const char *text, size_t length)
{
    reserve(s, length);
    if (length)
        memcpy(s->at + s->len, text, length);
    s->len += length;
    s->at[s->len] = '\0';
}

void str_puts(struct str *s, const char *text)
{
    str_add(s, text, strlen(text));
}

void str_printf(struct str *s, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length > 0)
        str_add(s, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

void str_char(struct str *s, unsigned long code)
{
    char bytes[4];
    size_t n = 0;
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return;
    if (code < 0x80) {
        bytes[n++] = (char)code;
    } else if (code < 0x800) {
        bytes[n++] = (char)(0xC0 | code >> 6);
        bytes[n++] = (char)(0x80 | (code & 0x3F));
    } else {
        bytes[n++] = (char)(code < 0x10000 ? 0xE0 | code >> 12 : 0xF0 | code >> 18);
        if (code >= 0x10000)
            bytes[n++] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[n++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[n++] = (char)(0x80 | (code & 0x3F));
    }
    str_add(s, bytes, n);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool ends_with(const struct str *s, const char *text)
{
    size_t length = strlen(text);
    return s->len >= length && memcmp(s->at + s->len - length, text, length) == 0;
}

static bool ends_in_digit(const struct str *s)
{
    bool raised = false;
    for (int i = 0; i < 10 && !raised; i++)
        raised = ends_with(s, raised_digits[i]);
    return raised || (s->len && is_digit(s->at[s->len - 1]));
}

void str_raised(struct str *s, const char *text, size_t length)
{
    bool digits = length && ends_in_digit(s);
    for (size_t i = 0; i < length && digits; i++)
        digits = is_digit(text[i]);
    for (size_t i = 0; i < length && digits; i++)
        str_puts(s, raised_digits[text[i] - '0']);
    if (!digits)
        str_add(s, text, length);
}

void str_clear(struct str *s)
{
    s->len = 0;
    if (s->at)
        s->at[0] = '\0';
}

const char *str_keep(struct tallyd_builder *b, const char *text, size_t length)
{
    return memory_resize(b, text, length, length + 1);
}

bool str_is_blank(const char *text, size_t length)
{
    static const struct {
        const char *bytes;
        size_t length;
    } blanks[] = {{" ", 1}, {"\t", 1}, {"\n", 1}, {"\r", 1}, {"\xC2\xA0", 2}, {"\xE3\x80\x80", 3}};
    for (size_t i = 0; i < length;) {
        size_t skip = 0;
        for (size_t k = 0; k < sizeof blanks / sizeof *blanks && !skip; k++)
            if (length - i >= blanks[k].length && memcmp(text + i, blanks[k].bytes, blanks[k].length) == 0)
                skip = blanks[k].length;
        if (!skip)
            return false;
        i += skip;
    }
    return true;
}
