#include "signature.h"

#include "chars.h"

/* Bytes of a character by its first one. */
static size_t length_of(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* The bit of a character is the low byte of its code point, which its last two bytes hold, or its only one. */
static inline void add(struct signature *s, unsigned high, unsigned low)
{
    s->chars[high & 3] |= UINT64_C(1) << (low & 63);
}

struct signature signature_of(struct slice text)
{
    struct signature s = {0};
    const unsigned char *p = (const unsigned char *)text.at;
    const size_t last = text.len > 2 ? text.len - 2 : 0; /* before it an ideograph is whole */
    for (size_t at = 0; at < text.len;) {
        for (; at < last && chars_is_han(p[at]); at += 3)
            add(&s, p[at + 1], p[at + 2]);
        size_t length = at < text.len ? length_of(p[at]) : SIZE_MAX;
        if (length > text.len - at)
            break;
        at += length;
        add(&s, length > 1 ? p[at - 2] : p[at - 1] >> 6, p[at - 1]);
    }
    s.brief = s.chars[0] | s.chars[1] | s.chars[2] | s.chars[3];
    return s;
}
