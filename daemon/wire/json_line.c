#include "json_line.h"

#include "../base/mem.h"
#include "../base/utf8.h"

#include <stdint.h>
#include <stdio.h>

/* First bytes of what may have to be escaped; all others may be copied without a closer look. */
static const bool SUSPECT[256] = {
    [0 ... 31] = true, ['"'] = true,  ['\\'] = true, [0x7F] = true,          [0xC2] = true,
    [0xD8] = true,     [0xE2] = true, [0xEF] = true, [0xF0 ... 0xF4] = true,
};

static bool make_room(struct json_line *line, size_t more)
{
    if (line->failed || more <= line->room - line->length)
        return !line->failed;
    size_t room = line->room * 2 + more + 512;
    char *wider = line->fixed ? NULL : mem_realloc(line->at, room);
    line->failed = !wider;
    if (!wider)
        return false;
    line->at = wider;
    line->room = room;
    return true;
}

void json_line_raw(struct json_line *line, struct slice bytes)
{
    if (!make_room(line, bytes.len))
        return;
    if (bytes.len)
        memcpy(line->at + line->length, bytes.at, bytes.len);
    line->length += bytes.len;
}

static size_t write_units(uint32_t c, char *ret, size_t size)
{
    if (c < 0x10000)
        return (size_t)snprintf(ret, size, "\\u%04x", c);
    return (size_t)snprintf(ret, size, "\\u%04x\\u%04x", 0xD7C0 + (c >> 10), 0xDC00 + (c & 0x3FF));
}

/* The character at `*at` as it is written. */
static struct slice written(struct slice text, size_t *at, char buffer[16])
{
    size_t start = *at;
    uint32_t c = utf8_next(text, at);
    if (c == '"' || c == '\\') {
        buffer[0] = '\\';
        buffer[1] = (char)c;
        return (struct slice){buffer, 2};
    }
    if (!utf8_is_unsafe(c))
        return slice_sub(text, start, *at);
    return (struct slice){buffer, write_units(c, buffer, 16)};
}

/* Bytes of a full-width form (U+FF00 to U+FF3F: ， （ ０) at `at`, 0 where none stands there. Half of a text's suspects
 * are such, and none need be escaped. */
static size_t full_width(struct slice text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.at + at;
    return text.len - at >= 3 && p[0] == 0xEF && p[1] == 0xBC && (p[2] & 0xC0) == 0x80 ? 3 : 0;
}

/* The end of the bytes from `at` on that go as they are. */
static size_t plain_run(struct slice text, size_t at)
{
    while (at < text.len) {
        size_t length = SUSPECT[(unsigned char)text.at[at]] ? full_width(text, at) : 1;
        if (!length)
            break;
        at += length;
    }
    return at;
}

static void put(struct json_line *line, struct slice bytes)
{
    memcpy(line->at + line->length, bytes.at, bytes.len);
    line->length += bytes.len;
}

/* A string's inside from its first suspect on. */
static void write_careful(struct json_line *line, struct slice text)
{
    char buffer[16];
    for (size_t at = 0; at < text.len;) {
        json_line_raw(line, written(text, &at, buffer));
        size_t end = plain_run(text, at);
        json_line_raw(line, slice_sub(text, at, end));
        at = end;
    }
}

void json_line_string(struct json_line *line, struct slice text)
{
    size_t plain = plain_run(text, 0);
    if (!make_room(line, plain + 2))
        return;
    line->at[line->length++] = '"';
    if (plain > 0)
        put(line, slice_sub(text, 0, plain));
    if (plain < text.len)
        write_careful(line, slice_sub(text, plain, text.len));
    json_line_raw(line, S("\""));
}

/* Bytes of `text` whose string takes at most `size`. */
static size_t fitting(struct slice text, size_t size)
{
    char buffer[16];
    size_t need = 2, end = 0;
    while (end < text.len && need < size) {
        size_t run = plain_run(text, end) - end, room = size - need, at = end + run;
        if (run > room)
            return end + utf8_head(slice_sub(text, end, text.len), room).len;
        need += run;
        end = at;
        need += at < text.len ? written(text, &at, buffer).len : 0;
        end = need <= size ? at : end;
    }
    return end;
}

void json_line_head(struct json_line *line, struct slice text, size_t size)
{
    json_line_string(line, slice_sub(text, 0, fitting(text, size)));
}

void json_line_integer(struct json_line *line, json_int_t n)
{
    char digits[24], *end = digits + sizeof digits, *at = end;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0)
        *--at = '-';
    json_line_raw(line, (struct slice){at, (size_t)(end - at)});
}

static void write_object(struct json_line *line, const json_t *object)
{
    const char *name;
    json_t *value;
    struct slice before = S("{");
    json_object_foreach((json_t *)object, name, value)
    {
        json_line_raw(line, before);
        json_line_string(line, slice_of(name));
        json_line_raw(line, S(":"));
        json_line_value(line, value);
        before = S(",");
    }
    json_line_raw(line, before.at[0] == '{' ? S("{}") : S("}"));
}

static void write_array(struct json_line *line, const json_t *array)
{
    json_line_raw(line, S("["));
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i > 0)
            json_line_raw(line, S(","));
        json_line_value(line, json_array_get(array, i));
    }
    json_line_raw(line, S("]"));
}

static void write_real(struct json_line *line, double value)
{
    char digits[64];
    int length = snprintf(digits, sizeof digits, "%.17g", value);
    json_line_raw(line, (struct slice){digits, (size_t)length});
}

void json_line_value(struct json_line *line, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return write_object(line, value);
    case JSON_ARRAY:
        return write_array(line, value);
    case JSON_STRING:
        return json_line_string(line, (struct slice){json_string_value(value), json_string_length(value)});
    case JSON_INTEGER:
        return json_line_integer(line, json_integer_value(value));
    case JSON_REAL:
        return write_real(line, json_real_value(value));
    case JSON_TRUE:
        return json_line_raw(line, S("true"));
    case JSON_FALSE:
        return json_line_raw(line, S("false"));
    case JSON_NULL:
        return json_line_raw(line, S("null"));
    }
}
