/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). Used by every
 * process. */
#pragma once

#include "slice.h"

#include <stdint.h>

#define UTF8_BAD UINT32_MAX

/* The code point at byte `*at`, which it advances; UTF8_BAD, advancing one byte, where the bytes are no
 * character. */
uint32_t utf8_next_any(struct slice s, size_t *at);
/* As above. Nearly all of a report is ASCII and ideographs, whose first bytes allow no overlong form and no surrogate:
 * these are decoded here, in line, because every pass over a document decodes it anew. */
static inline uint32_t utf8_next(struct slice s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.at + *at;
    if (p[0] < 0x80) {
        ++*at;
        return p[0];
    }
    if (p[0] < 0xE1 || p[0] > 0xEC || s.len - *at < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) {
        size_t rare = *at; /* so that the caller's own stays in a register */
        uint32_t c = utf8_next_any(s, &rare);
        *at = rare;
        return c;
    }
    *at += 3;
    return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}
/* The code point that ends just before byte `*at`, which it moves back. */
uint32_t utf8_previous_any(struct slice s, size_t *at);
/* As above, in line for the same characters as utf8_next. */
static inline uint32_t utf8_previous(struct slice s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.at + *at;
    if (*at > 0 && *at <= s.len && p[-1] < 0x80) {
        --*at;
        return p[-1];
    }
    if (*at < 3 || *at > s.len || p[-3] < 0xE1 || p[-3] > 0xEC || (p[-2] & 0xC0) != 0x80 ||
        (p[-1] & 0xC0) != 0x80) {
        size_t rare = *at; /* so that the caller's own stays in a register */
        uint32_t c = utf8_previous_any(s, &rare);
        *at = rare;
        return c;
    }
    *at -= 3;
    return (p[-3] & 0x0Fu) << 12 | (p[-2] & 0x3Fu) << 6 | (p[-1] & 0x3Fu);
}
/* Bytes written to `ret` (1 to 4). */
size_t utf8_put(uint32_t code_point, char ret[4]);
/* Length of the longest valid prefix: s.len where all of it is valid. */
size_t utf8_valid_prefix(struct slice s);
/* Number of code points in valid UTF-8. */
size_t utf8_count(struct slice s);
/* The longest prefix of at most `bytes` bytes that ends on a character. */
struct slice utf8_head(struct slice s, size_t bytes);

bool utf8_is_rare_han(uint32_t code_point);
/* Han ideographs, the compatibility and extension blocks included. Like the next one it is asked of every character,
 * and tells nearly all of a report by one block. */
static inline bool utf8_is_han(uint32_t code_point)
{
    return (code_point >= 0x4E00 && code_point <= 0x9FFF) ||
           (code_point >= 0x2E80 && utf8_is_rare_han(code_point));
}
bool utf8_is_wide_space(uint32_t code_point);
/* White space as slice_trim knows it. */
static inline bool utf8_is_space(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
    return code_point > 0x2060 ? code_point == 0x3000 || code_point == 0xFEFF
                               : utf8_is_wide_space(code_point);
}
/* What a terminal or a log line must not be handed raw: C0 and C1 controls, bidirectional overrides and
 * isolates, zero-width characters, line and paragraph separators, non-characters. */
bool utf8_is_unsafe(uint32_t code_point);
/* Copies `s` with unsafe characters as \u{XXXX} and invalid bytes as \x{XX}, cut on a character when `ret` is
 * full; always NUL-terminated when size > 0. Gives the bytes that the whole would need, without the NUL. */
size_t utf8_escape(struct slice s, char *ret, size_t size);
