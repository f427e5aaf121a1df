/* What a text can contain, in a few words of memory: a bit for each of its characters. A word can stand only in texts
 * that have all of its bits, so that most of a report need not be searched for it. Used by the worker. */
#pragma once

#include "../base/slice.h"

#include <stdint.h>

struct signature {
    uint64_t brief; /* of `chars` together: one look tells most words */
    uint64_t chars[4];
};

/* Of valid UTF-8; of other bytes it says nothing. Linear. */
struct signature signature_of(struct slice text);

static inline bool signature_has(const struct signature *text, const struct signature *word)
{
    if (word->brief & ~text->brief)
        return false;
    uint64_t lacking = 0;
    for (int i = 0; i < 4; i++)
        lacking |= word->chars[i] & ~text->chars[i];
    return lacking == 0;
}
