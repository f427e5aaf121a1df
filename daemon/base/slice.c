#include "slice.h"

#include "must.h"
#include "utf8.h"

int slice_cmp(struct slice a, struct slice b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Up to so many bytes a needle is looked for by its last byte, of which characters that share their first ones differ;
 * memmem prepares for longer than most of our texts take to search. */
#define NEEDLE_SHORT 32

/* A needle of 1 to NEEDLE_SHORT bytes, not longer than what is left. */
static ptrdiff_t find_short(struct slice s, struct slice needle, size_t from)
{
    size_t ahead = needle.len - 1;
    const char *at = s.at + from + ahead, *end = s.at + s.len;
    for (; (at = memchr(at, needle.at[ahead], (size_t)(end - at))); at++)
        if (memcmp(at - ahead, needle.at, ahead) == 0)
            return at - ahead - s.at;
    return -1;
}

ptrdiff_t slice_find(struct slice s, struct slice needle, size_t from)
{
    if (from > s.len)
        return -1;
    if (needle.len == 0)
        return (ptrdiff_t)from;
    if (needle.len > s.len - from)
        return -1;
    if (needle.len <= NEEDLE_SHORT)
        return find_short(s, needle, from);
    const char *found = memmem(s.at + from, s.len - from, needle.at, needle.len);
    return found ? found - s.at : -1;
}

ptrdiff_t slice_rfind(struct slice s, struct slice needle)
{
    for (size_t end = s.len; end >= needle.len; end--) {
        if (slice_ends(slice_sub(s, 0, end), needle))
            return (ptrdiff_t)(end - needle.len);
        if (end == 0)
            break;
    }
    return -1;
}

/* Nearly all texts begin with printing ASCII or an ideograph, which its first byte tells from a blank. */
static bool begins_plain(struct slice s)
{
    unsigned char c = s.len ? (unsigned char)s.at[0] : ' ';
    return (c > ' ' && c < 0x7F) || (c >= 0xE4 && c <= 0xE9);
}

/* The same of their ends, where three bytes make the ideograph. */
static bool ends_plain(struct slice s)
{
    const unsigned char *last = s.len ? (const unsigned char *)s.at + s.len - 1 : (const unsigned char *)" ";
    if (*last < 0x80)
        return *last > ' ' && *last < 0x7F;
    return s.len >= 3 && last[-2] >= 0xE4 && last[-2] <= 0xE9 && last[-1] < 0xC0 && *last < 0xC0 &&
           last[-1] >= 0x80;
}

static size_t leading_space(struct slice s)
{
    size_t at = 0, next = 0;
    if (begins_plain(s))
        return 0;
    while (next < s.len && utf8_is_space(utf8_next(s, &next)))
        at = next;
    return at;
}

struct slice slice_trim(struct slice s)
{
    s = slice_sub(s, leading_space(s), s.len);
    size_t end = s.len, before = s.len;
    if (ends_plain(s))
        return s;
    while (before > 0 && utf8_is_space(utf8_previous(s, &before)))
        end = before;
    return slice_sub(s, 0, end);
}

bool slice_blank(struct slice s)
{
    return leading_space(s) == s.len;
}

struct slice slice_cut(struct slice *rest, struct slice separator)
{
    must(separator.len > 0);
    struct slice all = *rest;
    ptrdiff_t at = slice_find(all, separator, 0);
    size_t end = at < 0 ? all.len : (size_t)at;
    *rest = slice_sub(all, at < 0 ? all.len : end + separator.len, all.len);
    return slice_sub(all, 0, end);
}
