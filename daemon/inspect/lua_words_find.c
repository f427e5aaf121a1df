#include "lua_words_priv.h"

static bool spend(unsigned long *steps, unsigned long n)
{
    bool left = *steps >= n;
    *steps = left ? *steps - n : 0;
    return left;
}

/* The longest word of a chain that `rest` starts with, if it is longer than `longest`. */
static size_t longest_of(const struct lua_words *words, unsigned i, struct slice rest, size_t longest,
                         unsigned long *used)
{
    while (i) {
        const struct word *w = &words->words[i - 1];
        *used += 1 + w->length / 16;
        if (w->length > longest && w->length <= rest.len &&
            memcmp(words->text + w->at, rest.at, w->length) == 0)
            longest = w->length;
        i = w->next;
    }
    return longest;
}

static size_t word_at(const struct lua_words *words, struct slice rest, unsigned long *used)
{
    unsigned starts = words->starts[(unsigned char)rest.at[0]];
    size_t longest = 0;
    if (starts & STARTS_WORD && rest.len >= KEY_BYTES)
        longest = longest_of(words, words->slots[lua_words_slot(rest.at)], rest, 0, used);
    return starts & STARTS_SHORT ? longest_of(words, words->shorts, rest, longest, used) : longest;
}

enum lua_match_result lua_words_find(const struct lua_words *words, struct slice text, size_t from,
                                     unsigned long *steps, struct slice *ret)
{
    unsigned long used = 1;
    for (size_t at = from; at < text.len; at++) {
        if (!words->starts[(unsigned char)text.at[at]])
            continue;
        size_t length = word_at(words, slice_sub(text, at, text.len), &used);
        if (length) {
            *ret = slice_sub(text, at, at + length);
            return spend(steps, used + (at - from) / 16) ? LUA_MATCH_YES : LUA_MATCH_SPENT;
        }
        if (used > *steps)
            break;
    }
    return spend(steps, used + (text.len - from) / 16) ? LUA_MATCH_NO : LUA_MATCH_SPENT;
}
