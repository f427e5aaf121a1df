/* Going through valid UTF-8 fast: the builder lets no other text into a document, and Han characters are
 * three bytes long. Used by the readers of this folder that look at every character. */
#pragma once

#include "../base/utf8.h"

/* Whether a character that begins with this byte is an ideograph of three bytes (U+4000 to U+9FFF). */
static inline bool chars_is_han(unsigned char first)
{
    return (unsigned)(first - 0xE4) < 6;
}

/* From byte `at` on, over ideographs (U+4000 to U+9FFF): who looks for marks need not decode them. */
static inline size_t chars_skip_han(struct slice s, size_t at)
{
    while (at < s.len && chars_is_han((unsigned char)s.at[at]))
        at += 3;
    return at < s.len ? at : s.len;
}

/* The ideograph at byte `at`, of which there are three, as a number that no code point has. */
static inline uint32_t chars_han(struct slice s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.at + at;
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

/* utf8_next without its checks for the two commonest lengths; never reads past the end, whatever the bytes.
 */
static inline uint32_t char_next(struct slice s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.at + *at;
    if (p[0] < 0x80) {
        ++*at;
        return p[0];
    }
    if ((p[0] & 0xF0) != 0xE0 || s.len - *at < 3) {
        size_t rare = *at; /* so that the caller's own stays in a register */
        uint32_t c = utf8_next_any(s, &rare);
        *at = rare;
        return c;
    }
    *at += 3;
    return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
}
