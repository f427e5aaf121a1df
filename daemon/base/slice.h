/* A slice: bytes that somebody else owns. Never NUL-terminated by contract, never freed through. All text in
 * the project is UTF-8 slices; an empty one may have a NULL `at`. Used by every process. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *at;
    size_t len;
};

/* S("literal"); slice_of for a C string; SLICE_FMT/SLICE_ARG for printf: printf("%.*s", SLICE_ARG(s)). */
#define S(literal)   ((struct slice){"" literal, sizeof(literal) - 1})
#define SLICE_FMT    "%.*s"
#define SLICE_ARG(s) (int)(s).len, (s).at

static inline struct slice slice_of(const char *text)
{
    return (struct slice){text, text ? strlen(text) : 0};
}

/* The part [from, to); both are cut to the slice. */
static inline struct slice slice_sub(struct slice s, size_t from, size_t to)
{
    to = to < s.len ? to : s.len;
    from = from < to ? from : to;
    return from == 0 ? (struct slice){s.at, to} : (struct slice){s.at + from, to - from};
}

/* These three are asked of lists of words, most of which differ in the byte looked at first. */
static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.len) == 0));
}

static inline bool slice_starts(struct slice s, struct slice prefix)
{
    return s.len >= prefix.len && slice_eq(slice_sub(s, 0, prefix.len), prefix);
}

static inline bool slice_ends(struct slice s, struct slice suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || (s.at[s.len - 1] == suffix.at[suffix.len - 1] &&
                                memcmp(s.at + s.len - suffix.len, suffix.at, suffix.len) == 0));
}

int slice_cmp(struct slice a, struct slice b);
/* Byte offset of the first occurrence at or after `from`, or -1. */
ptrdiff_t slice_find(struct slice s, struct slice needle, size_t from);
/* Byte offset of the last occurrence, or -1. */
ptrdiff_t slice_rfind(struct slice s, struct slice needle);
/* Without white space at either end: ASCII blanks, U+00A0, U+2000 to U+200A, U+3000, U+FEFF and zero-width
 * characters. */
struct slice slice_trim(struct slice s);
bool slice_blank(struct slice s);
/* Cuts at the first `separator`: gives what stands before it and leaves in `rest` what stands after (all and
 * empty where there is none). */
struct slice slice_cut(struct slice *rest, struct slice separator);
