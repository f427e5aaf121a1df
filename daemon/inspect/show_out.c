#include "show_out.h"

#include "../base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

/* East Asian wide and full-width characters (Unicode UAX #11), the blocks that reports have. */
static const struct {
    uint32_t from, to;
} wide[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x20000, 0x3FFFD},
};

static size_t columns_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (c >= wide[i].from && c <= wide[i].to)
            return 2;
    return 1;
}

size_t show_width(struct slice text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.len;)
        width += columns_of(utf8_next(text, &at));
    return width;
}

struct slice show_fit(struct slice text, size_t columns)
{
    size_t at = 0, width = 0;
    while (at < text.len) {
        size_t next = at;
        width += columns_of(utf8_next(text, &next));
        if (width > columns)
            break;
        at = next;
    }
    return slice_sub(text, 0, at);
}

void show_flush(struct show_out *out)
{
    if (out->n == 0)
        return;
    size_t whole = utf8_valid_prefix((struct slice){out->piece, out->n});
    json_t *message = json_object();
    json_object_set_new(message, "type", json_string("output"));
    json_object_set_new(message, "text", json_stringn(out->piece, whole));
    out->target->emit(out->target->context, message);
    memmove(out->piece, out->piece + whole, out->n - whole);
    out->n -= whole;
}

void show_puts(struct show_out *out, struct slice text)
{
    while (text.len) {
        size_t room = sizeof out->piece - out->n;
        size_t n = text.len < room ? text.len : room;
        memcpy(out->piece + out->n, text.at, n);
        out->n += n;
        text = slice_sub(text, n, text.len);
        if (out->n == sizeof out->piece)
            show_flush(out);
    }
}

void show_printf(struct show_out *out, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    size_t length = n < 0 ? 0 : (size_t)n < sizeof line ? (size_t)n : sizeof line - 1;
    show_puts(out, (struct slice){line, length});
}

static void put_character(struct show_out *out, struct slice character, uint32_t c)
{
    char escaped[16];
    if (c != UTF8_BAD && (!utf8_is_unsafe(c) || c == '\n' || c == '\t')) {
        show_puts(out, character);
        return;
    }
    utf8_escape(character, escaped, sizeof escaped);
    show_puts(out, slice_of(escaped));
}

void show_text(struct show_out *out, struct slice text)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        put_character(out, slice_sub(text, from, at), c);
    }
}

void show_json_string(struct show_out *out, struct slice text)
{
    show_puts(out, S("\""));
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (c == '"' || c == '\\')
            show_printf(out, "\\%c", (int)c);
        else if (c == UTF8_BAD)
            show_puts(out, S("\\uFFFD"));
        else if (c <= 0xFFFF && utf8_is_unsafe(c))
            show_printf(out, "\\u%04X", c);
        else
            show_puts(out, slice_sub(text, from, at));
    }
    show_puts(out, S("\""));
}

void show_repeat(struct show_out *out, const char *text, size_t n)
{
    while (n-- > 0)
        show_puts(out, slice_of(text));
}
