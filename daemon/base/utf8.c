#include "utf8.h"

#include "must.h"

#include <endian.h>
#include <stdio.h>

struct range {
    uint32_t first, last;
};

static const struct range HAN[] = {
    {0x2E80, 0x2FDF}, /* radicals, which some PDF files have in place of ideographs */
    {0x3005, 0x3005}, {0x3007, 0x3007},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xF900, 0xFAFF}, {0x20000, 0x2FA1F}, {0x30000, 0x323AF},
};

static const struct range SPACE[] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0xA0, 0xA0},     {0x2000, 0x200D}, {0x2028, 0x2029},
    {0x202F, 0x202F}, {0x205F, 0x2060}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

static const struct range UNSAFE[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x061C, 0x061C},
    {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFDD0, 0xFDEF},
    {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The ranges rise. */
static bool within(uint32_t code_point, const struct range *ranges, size_t n)
{
    while (n > 1) {
        const struct range *middle = ranges + n / 2;
        ranges = middle->first <= code_point ? middle : ranges;
        n -= n / 2;
    }
    return code_point >= ranges->first && code_point <= ranges->last;
}

static bool is_tail(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* What a first byte announces: bytes after it and the least code point they may encode; 0 bytes for none. */
static size_t tails_of(unsigned char first, uint32_t *ret_least)
{
    size_t tails = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    *ret_least = tails == 3 ? 0x10000 : tails == 2 ? 0x800 : 0x80;
    return first < 0xC2 || first > 0xF4 ? 0 : tails;
}

/* The length of the character at `at` (which is not the end) and the character, or 0. */
static size_t decode(struct slice s, size_t at, uint32_t *ret)
{
    unsigned char first = (unsigned char)s.at[at];
    *ret = first;
    if (first < 0x80)
        return 1;
    uint32_t least;
    size_t tails = tails_of(first, &least);
    if (tails == 0 || tails > s.len - at - 1)
        return 0;
    uint32_t c = first & (0x3Fu >> tails);
    for (size_t i = 1; i <= tails; i++) {
        if (!is_tail(s.at[at + i]))
            return 0;
        c = c << 6 | ((unsigned char)s.at[at + i] & 0x3F);
    }
    *ret = c;
    return c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? 0 : tails + 1;
}

uint32_t utf8_next_any(struct slice s, size_t *at)
{
    must(*at < s.len);
    uint32_t c;
    size_t length = decode(s, *at, &c);
    *at += length ? length : 1;
    return length ? c : UTF8_BAD;
}

uint32_t utf8_previous_any(struct slice s, size_t *at)
{
    must(*at > 0 && *at <= s.len);
    size_t start = *at - 1;
    while (start > 0 && *at - start < 4 && is_tail(s.at[start]))
        start--;
    uint32_t c;
    bool whole = decode(slice_sub(s, 0, *at), start, &c) == *at - start;
    *at = whole ? start : *at - 1;
    return whole ? c : UTF8_BAD;
}

size_t utf8_put(uint32_t code_point, char ret[4])
{
    must(code_point <= 0x10FFFF);
    if (code_point < 0x80) {
        ret[0] = (char)code_point;
        return 1;
    }
    size_t tails = code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
    for (size_t i = tails; i > 0; i--, code_point >>= 6)
        ret[i] = (char)(0x80 | (code_point & 0x3F));
    ret[0] = (char)((0xFF00u >> (tails + 1) & 0xFF) | code_point);
    return tails + 1;
}

static uint64_t word_at(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return le64toh(word);
}

/* From `at` on, skips ASCII: whole words, then bytes. */
static size_t skip_ascii(struct slice s, size_t at)
{
    while (s.len - at >= 8 && (word_at(s.at + at) & 0x8080808080808080u) == 0)
        at += 8;
    while (at < s.len && (unsigned char)s.at[at] < 0x80)
        at++;
    return at;
}

/* Whether the low half of a word is a character of three bytes; those that begin with E0 and ED need a second
 * look. */
static bool is_triple(uint64_t word)
{
    unsigned first = word & 0xF;
    return (word & 0xC0C0F0u) == 0x8080E0u && first != 0 && first != 0xD;
}

/* From `at` on, skips characters of three bytes, which is what Chinese text is made of, two to a word. */
static size_t skip_triples(struct slice s, size_t at)
{
    while (s.len - at >= 8) {
        uint64_t word = word_at(s.at + at);
        bool one = is_triple(word), two = one && is_triple(word >> 24);
        at += two ? 6 : one ? 3 : 0;
        if (!two)
            break;
    }
    return at;
}

size_t utf8_valid_prefix(struct slice s)
{
    size_t at = 0, length = 1;
    uint32_t c;
    while (at < s.len && length > 0) {
        at = skip_triples(s, skip_ascii(s, at));
        length = at < s.len ? decode(s, at, &c) : 0;
        at += length;
    }
    return at;
}

/* The tails among eight bytes: bit 7 set and bit 6 not. */
static size_t tails_in(uint64_t word)
{
    word = (word & ~(word << 1)) >> 7 & 0x0101010101010101u;
    return (size_t)(word * 0x0101010101010101u >> 56);
}

size_t utf8_count(struct slice s)
{
    size_t tails = 0, i = 0;
    for (; s.len - i >= 8; i += 8)
        tails += tails_in(word_at(s.at + i));
    for (; i < s.len; i++)
        tails += is_tail(s.at[i]);
    return s.len - tails;
}

struct slice utf8_head(struct slice s, size_t bytes)
{
    if (bytes >= s.len)
        return s;
    while (bytes > 0 && is_tail(s.at[bytes]))
        bytes--;
    return slice_sub(s, 0, bytes);
}

bool utf8_is_rare_han(uint32_t code_point)
{
    return within(code_point, HAN, COUNT(HAN));
}

bool utf8_is_wide_space(uint32_t code_point)
{
    return within(code_point, SPACE, COUNT(SPACE));
}

bool utf8_is_unsafe(uint32_t code_point)
{
    return within(code_point, UNSAFE, COUNT(UNSAFE)) || (code_point & 0xFFFE) == 0xFFFE;
}

/* The next character of `s` as utf8_escape writes it. */
static struct slice escaped(struct slice s, size_t *at, char buffer[16])
{
    size_t start = *at;
    uint32_t c = utf8_next(s, at);
    if (c != UTF8_BAD && !utf8_is_unsafe(c))
        return slice_sub(s, start, *at);
    const char *format = c == UTF8_BAD ? "\\x{%02X}" : "\\u{%04X}";
    unsigned value = c == UTF8_BAD ? (unsigned char)s.at[start] : c;
    int length = snprintf(buffer, 16, format, value);
    return (struct slice){buffer, (size_t)length};
}

size_t utf8_escape(struct slice s, char *ret, size_t size)
{
    size_t need = 0, used = 0;
    bool room = size > 0;
    for (size_t at = 0; at < s.len;) {
        char buffer[16];
        struct slice piece = escaped(s, &at, buffer);
        need += piece.len;
        room = room && used + piece.len < size;
        if (room) {
            memcpy(ret + used, piece.at, piece.len);
            used += piece.len;
        }
    }
    if (size > 0)
        ret[used] = '\0';
    return need;
}
