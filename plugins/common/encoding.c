#include "encoding.h"

#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

/* A text may have stray control characters from a converter, but not more than one in this many bytes. */
#define ENCODING_CONTROLS 32
/* Of the two-byte characters of a GB text at least half are in GB 2312, where all common ones are. Other
 * double-byte encodings, read as GB18030, spread over the whole plane. */
#define ENCODING_GB2312_SHARE 2
/* Of UTF-16 without zero bytes, so without a line end, nine in ten characters must be Han or their
 * punctuation. */
#define ENCODING_HAN_SHARE 10

/* Opened once, before lock-down; each document's process has its own copy. */
static iconv_t encoding_gb18030;

/* Control characters, but the blanks and what shifts a character set. */
static const bool encoding_is_control[256] = {
    [0x01 ... 0x08] = true, [0x0E ... 0x1A] = true, [0x1C ... 0x1F] = true, [0x7F] = true};

/* Bytes of a UTF-8 character by its first byte, 0 where none begins so. */
static size_t encoding_utf8_size(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
}

/* The second byte's range rules out overlong forms, surrogates and what is above U+10FFFF. */
static bool encoding_utf8_second(unsigned char first, unsigned char second)
{
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high;
}

/* Whether a first byte of three, E0 to EF, rules out no second one. */
static bool encoding_is_free(uint64_t first)
{
    return 0xDFFEu >> (first & 0xF) & 1;
}

/* From `i` on, past ideographs and their punctuation: three bytes each, of which the first rules out nothing. */
static size_t encoding_skip_han(const unsigned char *at, size_t len, size_t i)
{
    for (uint64_t two; len - i >= sizeof two; i += 6) {
        memcpy(&two, at + i, sizeof two);
        two = le64toh(two);
        if ((two & 0xC0C0F0C0C0F0u) != 0x8080E08080E0u || !encoding_is_free(two) ||
            !encoding_is_free(two >> 24))
            break;
    }
    while (len - i >= 3 && (unsigned)(at[i] - 0xE1) < 15 && at[i] != 0xED && (at[i + 1] & 0xC0) == 0x80 &&
           (at[i + 2] & 0xC0) == 0x80)
        i += 3;
    return i;
}

/* The same past ASCII, of which it counts the control characters. */
static size_t encoding_skip_ascii(const unsigned char *at, size_t len, size_t i, size_t *controls)
{
    for (; i < len && at[i] < 0x80; i++)
        *controls += encoding_is_control[at[i]];
    return i;
}

/* The longest valid prefix, and the control characters in it. */
static size_t encoding_walk_utf8(const char *text, size_t len, size_t *ret_controls)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t i = 0, controls = 0;
    while ((i = encoding_skip_han(at, len, encoding_skip_ascii(at, len, i, &controls))) < len) {
        if (at[i] < 0x80)
            continue;
        size_t size = encoding_utf8_size(at[i]);
        if (!size || size > len - i || (size > 1 && !encoding_utf8_second(at[i], at[i + 1])))
            break;
        size_t k = 2;
        while (k < size && (at[i + k] & 0xC0) == 0x80)
            k++;
        if (k < size)
            break;
        i += size;
    }
    *ret_controls = controls;
    return i;
}

size_t encoding_utf8_prefix(const char *text, size_t len)
{
    size_t controls;
    return encoding_walk_utf8(text, len, &controls);
}

/* Whether what follows the valid prefix is the beginning of one character, cut off by the end of the file. */
static bool encoding_utf8_is_cut(const char *text, size_t len, size_t valid)
{
    const unsigned char *at = (const unsigned char *)text + valid;
    size_t left = len - valid, size = left ? encoding_utf8_size(at[0]) : 0;
    if (!left || left >= size || (left > 1 && !encoding_utf8_second(at[0], at[1])))
        return false;
    return left < 3 || (at[2] & 0xC0) == 0x80;
}

static bool encoding_has_wide(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)at[i] >= 0x80)
            return true;
    return false;
}

static bool encoding_try_utf8(const char *at, size_t len, struct decoded *ret, size_t *ret_controls)
{
    size_t valid = encoding_walk_utf8(at, len, ret_controls);
    bool cut = valid < len && encoding_utf8_is_cut(at, len, valid) && encoding_has_wide(at, valid);
    if (valid < len && !cut)
        return false;
    *ret = (struct decoded){.at = at, .len = valid, .encoding = "utf-8", .cut = cut};
    return true;
}

/* Whether the characters are ones that a Chinese text has. The bytes are valid GB18030. */
static bool encoding_gb_is_plausible(const unsigned char *at, size_t len)
{
    size_t pairs = 0, common = 0;
    for (size_t i = 0; i + 1 < len;) {
        if (at[i] < 0x80) {
            i++;
            continue;
        }
        bool four = at[i + 1] >= '0' && at[i + 1] <= '9';
        common += !four && at[i] >= 0xA1 && at[i] <= 0xF7 && at[i + 1] >= 0xA1;
        pairs++;
        i += four ? 4 : 2;
    }
    return common * ENCODING_GB2312_SHARE >= pairs;
}

static bool encoding_try_gb18030(const struct tallyd_input *input, struct tallyd_builder *b,
                                 struct decoded *ret)
{
    /* Two bytes become three at most, four become four. */
    size_t room = input->size / 2 * 3 + 16, left = input->size, free_room = room;
    char *out = b->ops->alloc(b, room), *to = out, *from;
    memcpy(&from, &input->bytes, sizeof from); /* iconv takes no const, and writes nothing there */
    iconv(encoding_gb18030, NULL, NULL, NULL, NULL);
    if (iconv(encoding_gb18030, &from, &left, &to, &free_room) == (size_t)-1 && errno != EINVAL)
        return false;
    if (!encoding_gb_is_plausible((const unsigned char *)input->bytes, input->size - left))
        return false;
    *ret = (struct decoded){.at = out, .len = room - free_room, .encoding = "gb18030", .cut = left > 0};
    return true;
}

static uint32_t encoding_unit(const unsigned char *at, bool big)
{
    return big ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

static size_t encoding_put(uint32_t c, char *to)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = size; i-- > 1; c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3F));
    to[0] = (char)((size == 2 ? 0xC0 : size == 3 ? 0xE0 : 0xF0) | c);
    return size;
}

/* One character of UTF-16 at `*at`, or UINT32_MAX for an unpaired surrogate. */
static uint32_t encoding_utf16_next(const unsigned char *bytes, size_t size, size_t *at, bool big)
{
    uint32_t c = encoding_unit(bytes + *at, big);
    *at += 2;
    if (c < 0xD800 || c > 0xDFFF)
        return c;
    uint32_t low = c < 0xDC00 && *at + 1 < size ? encoding_unit(bytes + *at, big) : 0;
    if (low < 0xDC00 || low > 0xDFFF)
        return UINT32_MAX;
    *at += 2;
    return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

static bool encoding_try_utf16(const struct tallyd_input *input, size_t skip, bool big,
                               struct tallyd_builder *b, struct decoded *ret)
{
    const unsigned char *bytes = (const unsigned char *)input->bytes;
    size_t size = input->size - input->size % 2, n = 0;
    char *out = b->ops->alloc(b, input->size / 2 * 3 + 4);
    for (size_t at = skip; at < size;) {
        uint32_t c = encoding_utf16_next(bytes, size, &at, big);
        if (c == UINT32_MAX || c == 0 || c == 0xFFFE || (c < 0x80 && encoding_is_control[c]))
            return false;
        n += encoding_put(c, out + n);
    }
    *ret = (struct decoded){
        .at = out, .len = n, .encoding = big ? "utf-16be" : "utf-16le", .cut = input->size % 2};
    return true;
}

/* Zero bytes are the high halves of ASCII characters: all at odd places, or all at even ones. */
static bool encoding_guess_utf16(const struct tallyd_input *input, bool *ret_big)
{
    size_t zeros[2] = {0, 0}, han[2] = {0, 0}, units = input->size / 2;
    const unsigned char *at = (const unsigned char *)input->bytes;
    for (size_t i = 0; i + 1 < input->size; i += 2)
        for (unsigned big = 0; big < 2; big++) {
            uint32_t c = encoding_unit(at + i, big);
            zeros[big] += at[i + !big] == 0;
            han[big] += (c >= 0x3000 && c < 0xA000) || (c >= 0xFF00 && c < 0xFFF0);
        }
    bool shown = zeros[0] || zeros[1];
    *ret_big = shown ? zeros[1] > 0 : han[1] > han[0];
    if (shown)
        return !zeros[0] || !zeros[1];
    return units && units - han[*ret_big] <= units / ENCODING_HAN_SHARE;
}

static bool encoding_too_many_controls(const char *at, size_t len)
{
    size_t controls = 0;
    for (size_t i = 0; i < len; i++)
        controls += encoding_is_control[(unsigned char)at[i]];
    return controls > len / ENCODING_CONTROLS;
}

static enum tallyd_result encoding_by_mark(const struct tallyd_input *input, struct tallyd_builder *b,
                                           struct decoded *ret, bool *ret_marked)
{
    const char *at = input->bytes;
    bool little = input->size >= 2 && !memcmp(at, "\xFF\xFE", 2),
         big = input->size >= 2 && !memcmp(at, "\xFE\xFF", 2);
    bool utf8 = input->size >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3);
    size_t controls; /* what is marked as a text is one */
    bool right = utf8              ? encoding_try_utf8(at + 3, input->size - 3, ret, &controls)
                 : (little || big) ? encoding_try_utf16(input, 2, big, b, ret)
                                   : true;
    *ret_marked = utf8 || little || big;
    return right ? TALLYD_OK : TALLYD_UNREADABLE_TEXT;
}

int encoding_open(const char *name, iconv_t *ret)
{
    iconv_t converter = iconv_open("UTF-8", name);
    if ((intptr_t)converter == -1 && errno == EINVAL)
        converter = iconv_open("UTF-8", name);
    if ((intptr_t)converter == -1)
        return -errno;
    *ret = converter;
    return 0;
}

int encoding_init(void)
{
    return encoding_open("GB18030", &encoding_gb18030);
}

enum tallyd_result encoding_decode(const struct tallyd_input *input, struct tallyd_builder *b,
                                   struct decoded *ret)
{
    bool marked, big;
    enum tallyd_result result = encoding_by_mark(input, b, ret, &marked);
    if (marked)
        return result;
    if (input->size && memchr(input->bytes, 0, input->size))
        return encoding_guess_utf16(input, &big) && encoding_try_utf16(input, 0, big, b, ret) ? TALLYD_OK
                                                                                              : TALLYD_BINARY;
    size_t controls;
    if (encoding_try_utf8(input->bytes, input->size, ret, &controls))
        return controls > input->size / ENCODING_CONTROLS ? TALLYD_BINARY : TALLYD_OK;
    if (encoding_too_many_controls(input->bytes, input->size))
        return TALLYD_BINARY;
    if (encoding_try_gb18030(input, b, ret))
        return TALLYD_OK;
    if (encoding_guess_utf16(input, &big) && encoding_try_utf16(input, 0, big, b, ret))
        return TALLYD_OK;
    return TALLYD_UNREADABLE_TEXT;
}
