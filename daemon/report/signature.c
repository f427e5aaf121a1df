#include "signature.h"

#include "chars.h"

#define SPREAD UINT32_C(0x9E3779B1)

struct signature signature_of(struct slice text)
{
    struct signature s = {0};
    uint32_t before = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t spread = char_next(text, &at) * SPREAD;
        s.chars |= UINT64_C(1) << (spread >> 26);
        if (before) {
            uint32_t pair = (before ^ (spread << 7 | spread >> 25)) * SPREAD;
            s.pairs[pair >> 31] |= UINT64_C(1) << (pair >> 25 & 63);
        }
        before = spread;
    }
    return s;
}
