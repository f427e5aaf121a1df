#include "json_read.h"

#include "../base/mem.h"
#include "../base/utf8.h"

#include <math.h>
#include <stdlib.h>

#define NUMBER_MAX 400u /* digits of a real that is no mistake: the longest double takes 327 */

struct reader {
    struct slice text; /* valid UTF-8 */
    size_t at;
    unsigned depth;
};

/* The next byte, or NUL at the end (which no token begins with). */
static char peek(const struct reader *r)
{
    if (r->at >= r->text.len)
        return '\0';
    return r->text.at[r->at];
}

static bool skip(struct reader *r, char expected)
{
    bool is = r->at < r->text.len && r->text.at[r->at] == expected;
    r->at += is;
    return is;
}

static char peek_token(struct reader *r)
{
    char c = peek(r);
    while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        r->at++;
        c = peek(r);
    }
    return c;
}

/* A run of string bytes that stand for themselves. */
static struct slice plain(struct reader *r)
{
    size_t start = r->at, at = start;
    while (at < r->text.len && r->text.at[at] != '"' && r->text.at[at] != '\\' &&
           (unsigned char)r->text.at[at] >= 0x20)
        at++;
    r->at = at;
    return slice_sub(r->text, start, at);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hexadecimal digits, or UTF8_BAD. */
static uint32_t read_unit(struct reader *r)
{
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(peek(r));
        if (digit < 0)
            return UTF8_BAD;
        unit = unit << 4 | (uint32_t)digit;
        r->at++;
    }
    return unit;
}

/* What follows \u: a character other than NUL, of one unit or a surrogate pair. */
static uint32_t read_escaped(struct reader *r)
{
    uint32_t high = read_unit(r), low;
    if (high == 0 || (high >= 0xDC00 && high <= 0xDFFF))
        return UTF8_BAD;
    if (high < 0xD800 || high > 0xDBFF)
        return high;
    if (!skip(r, '\\') || !skip(r, 'u'))
        return UTF8_BAD;
    low = read_unit(r);
    return low < 0xDC00 || low > 0xDFFF ? UTF8_BAD : 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

/* An escape after its backslash, to `ret`: the bytes written, or 0. */
static size_t unescape(struct reader *r, char ret[4])
{
    static const char NAMES[] = "\"\\/bfnrt", MEANINGS[] = "\"\\/\b\f\n\r\t";
    const char *name = peek(r) ? strchr(NAMES, peek(r)) : NULL;
    if (name) {
        r->at++;
        ret[0] = MEANINGS[name - NAMES];
        return 1;
    }
    uint32_t c = skip(r, 'u') ? read_escaped(r) : UTF8_BAD;
    return c == UTF8_BAD ? 0 : utf8_put(c, ret);
}

/* The rest of a string with escapes, `head` standing before the first; no escape is shorter than what it
 * stands for. */
static char *mend(struct reader *r, struct slice head, size_t *ret_length)
{
    size_t used = head.len, got = 1;
    char *buffer = mem_alloc(r->text.len - (size_t)(head.at - r->text.at));
    if (!buffer)
        return NULL;
    memcpy(buffer, head.at, head.len);
    while (got > 0 && skip(r, '\\')) {
        got = unescape(r, buffer + used);
        used += got;
        struct slice run = plain(r);
        memcpy(buffer + used, run.at, run.len);
        used += run.len;
    }
    *ret_length = used;
    if (got > 0 && skip(r, '"'))
        return buffer;
    mem_free(buffer);
    return NULL;
}

/* A string after its opening quote. `ret_mended` is to be freed; NULL where the slice lies in the text. */
static bool read_text(struct reader *r, struct slice *ret, char **ret_mended)
{
    *ret = plain(r);
    *ret_mended = NULL;
    if (skip(r, '"'))
        return true;
    *ret_mended = peek(r) == '\\' ? mend(r, *ret, &ret->len) : NULL;
    ret->at = *ret_mended;
    return *ret_mended != NULL;
}

static json_t *read_string(struct reader *r)
{
    struct slice text;
    char *mended;
    r->at++;
    if (!read_text(r, &text, &mended))
        return NULL;
    json_t *string = json_stringn_nocheck(text.at, text.len);
    mem_free(mended);
    return string;
}

static size_t skip_digits(struct reader *r)
{
    size_t start = r->at;
    while (peek(r) >= '0' && peek(r) <= '9')
        r->at++;
    return r->at - start;
}

/* -?(0|[1-9][0-9]*) */
static bool skip_whole(struct reader *r)
{
    skip(r, '-');
    return skip(r, '0') || skip_digits(r) > 0;
}

/* (.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool skip_fraction(struct reader *r)
{
    if (skip(r, '.') && skip_digits(r) == 0)
        return false;
    if (!skip(r, 'e') && !skip(r, 'E'))
        return true;
    if (!skip(r, '+'))
        skip(r, '-');
    return skip_digits(r) > 0;
}

static json_t *make_integer(struct slice digits)
{
    json_int_t n = 0;
    bool negative = digits.at[0] == '-';
    for (size_t i = negative; i < digits.len; i++) {
        int digit = negative ? '0' - digits.at[i] : digits.at[i] - '0';
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, digit, &n))
            return NULL;
    }
    return json_integer(n);
}

static json_t *make_real(struct slice digits)
{
    char text[NUMBER_MAX + 1];
    if (digits.len > NUMBER_MAX)
        return NULL;
    memcpy(text, digits.at, digits.len);
    text[digits.len] = '\0';
    double value = strtod(text, NULL);
    return isfinite(value) ? json_real(value) : NULL;
}

static json_t *read_number(struct reader *r)
{
    size_t start = r->at;
    if (!skip_whole(r))
        return NULL;
    size_t whole = r->at;
    if (!skip_fraction(r))
        return NULL;
    struct slice digits = slice_sub(r->text, start, r->at);
    return r->at == whole ? make_integer(digits) : make_real(digits);
}

static json_t *read_word(struct reader *r, struct slice word, json_t *value)
{
    if (!slice_starts(slice_sub(r->text, r->at, r->text.len), word))
        return NULL;
    r->at += word.len;
    return value;
}

static json_t *read_scalar(struct reader *r, char first)
{
    if (first == '"')
        return read_string(r);
    if (first == 't')
        return read_word(r, S("true"), json_true());
    if (first == 'f')
        return read_word(r, S("false"), json_false());
    if (first == 'n')
        return read_word(r, S("null"), json_null());
    return read_number(r);
}

/* The values that hold others; they and read_value call each other, so the one is handed to the others. */
typedef json_t *read_fn(struct reader *r);

/* One member: name, colon, value. False too where the name stood before. */
static bool read_member(struct reader *r, json_t *object, read_fn *read_value)
{
    struct slice name;
    char *mended;
    size_t before = json_object_size(object);
    if (peek_token(r) != '"')
        return false;
    r->at++;
    if (!read_text(r, &name, &mended))
        return false;
    json_t *value = peek_token(r) == ':' && skip(r, ':') ? read_value(r) : NULL;
    bool fine = value && json_object_setn_new_nocheck(object, name.at, name.len, value) == 0;
    mem_free(mended);
    return fine && json_object_size(object) > before;
}

static bool read_item(struct reader *r, json_t *array, read_fn *read_value)
{
    json_t *value = read_value(r);
    return value && json_array_append_new(array, value) == 0;
}

typedef bool read_part_fn(struct reader *r, json_t *whole, read_fn *read_value);

/* Parts with commas between them up to `close`, after the opening bracket. */
static bool read_parts(struct reader *r, json_t *whole, char close, read_part_fn *read_part,
                       read_fn *read_value)
{
    if (!whole)
        return false;
    if (peek_token(r) == close)
        return skip(r, close);
    do
        if (!read_part(r, whole, read_value))
            return false;
    while (peek_token(r) == ',' && skip(r, ','));
    return skip(r, close);
}

static json_t *read_value(struct reader *r)
{
    char first = peek_token(r);
    if (first != '{' && first != '[')
        return read_scalar(r, first);
    bool object = first == '{';
    json_t *whole = object ? json_object() : json_array();
    r->at++;
    bool fine = ++r->depth <= JSON_READ_DEPTH &&
                read_parts(r, whole, object ? '}' : ']', object ? read_member : read_item, read_value);
    r->depth--;
    if (fine)
        return whole;
    json_decref(whole);
    return NULL;
}

json_t *json_read(struct slice text)
{
    struct reader r = {.text = text};
    if (utf8_valid_prefix(text) < text.len)
        return NULL;
    json_t *value = read_value(&r);
    if (value && peek_token(&r) == '\0' && r.at == text.len)
        return value;
    json_decref(value);
    return NULL;
}
