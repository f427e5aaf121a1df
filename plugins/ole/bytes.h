/* Little-endian numbers out of bytes that nobody vouches for: what lies outside reads as 0, a part reaches as
 * far as the bytes do. A reader that must know asks bytes_has. */
#pragma once

#include "../plugin.h"

#include <string.h>

struct bytes {
    const uint8_t *at;
    size_t len;
};

static inline bool bytes_has(struct bytes b, size_t from, size_t size)
{
    return b.at && from <= b.len && size <= b.len - from;
}

static inline struct bytes bytes_part(struct bytes b, size_t from, size_t size)
{
    if (!b.at || from > b.len)
        return (struct bytes){0};
    return (struct bytes){b.at + from, size < b.len - from ? size : b.len - from};
}

static inline struct bytes bytes_from(struct bytes b, size_t from)
{
    return bytes_part(b, from, SIZE_MAX);
}

static inline uint8_t bytes_u8(struct bytes b, size_t at)
{
    return bytes_has(b, at, 1) ? b.at[at] : 0;
}

static inline uint16_t bytes_u16(struct bytes b, size_t at)
{
    return bytes_has(b, at, 2) ? (uint16_t)(b.at[at] | b.at[at + 1] << 8) : 0;
}

static inline int16_t bytes_i16(struct bytes b, size_t at)
{
    return (int16_t)bytes_u16(b, at);
}

static inline uint32_t bytes_u32(struct bytes b, size_t at)
{
    return bytes_has(b, at, 4) ? (uint32_t)bytes_u16(b, at) | (uint32_t)bytes_u16(b, at + 2) << 16 : 0;
}

static inline double bytes_double(struct bytes b, size_t at)
{
    uint64_t bits = bytes_u32(b, at) | (uint64_t)bytes_u32(b, at + 4) << 32;
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
