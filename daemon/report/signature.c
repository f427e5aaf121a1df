#include "signature.h"

#include "chars.h"

#include <endian.h>

#define SPREAD UINT32_C(0x9E3779B1)

/* Bytes of a character by its first one. */
static size_t length_of(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static void set_bit(uint64_t *bits, uint32_t i)
{
    bits[i / 64] |= UINT64_C(1) << i % 64;
}

/* The character at byte `at`, as one number, or 0 where the text ends inside it. */
static inline uint32_t number_at(struct slice text, size_t at, size_t *ret_length)
{
    const unsigned char *p = (const unsigned char *)text.at + at;
    uint32_t four;
    if (chars_is_han(p[0]) && text.len - at > 3) {
        memcpy(&four, p, sizeof four);
        *ret_length = 3;
        return le32toh(four) & 0xFFFFFF;
    }
    size_t length = *ret_length = length_of(p[0]);
    if (length > text.len - at)
        return 0;
    return length == 1 ? p[0] : p[0] | (uint32_t)p[length - 2] << 8 | (uint32_t)p[length - 1] << 16;
}

struct signature signature_of(struct slice text)
{
    struct signature s = {0};
    uint32_t c;
    for (size_t at = 0, length; at < text.len && (c = number_at(text, at, &length)); at += length)
        set_bit(s.chars, c * SPREAD >> 24);
    return s;
}
