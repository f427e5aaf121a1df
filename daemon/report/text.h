/* A run of the document's characters as they are read: line breaks and blanks that a converter put into the
 * middle of a word or a figure are mended, and still every byte knows where it stands. Used by the worker. */
#pragma once

#include "../base/arena.h"
#include "../base/must.h"
#include "../base/slice.h"

/* A place in the reading text, in bytes. */
struct span {
    uint32_t from, to; /* [from, to) */
};

struct text {
    struct slice s;      /* UTF-8; in the reading text itself when `map` is NULL */
    uint32_t from;       /* offset of the first byte in the reading text */
    const uint32_t *map; /* s.len offsets into the reading text, or NULL for from + i */
};

/* Offset in the reading text of byte i; i = s.len gives the end. */
static inline uint32_t text_offset(const struct text *t, size_t i)
{
    must(i <= t->s.len);
    if (!t->map)
        return t->from + (uint32_t)i;
    if (i < t->s.len)
        return t->map[i];
    return i ? t->map[i - 1] + 1 : t->from;
}
/* The bytes [from, to) of t as a place in the reading text. */
struct span text_span(const struct text *t, size_t from, size_t to);
/* Nothing but blanks stands between its bytes in the reading text: not so of a cell whose lines have another cell's between
 * them. */
bool text_is_whole(const struct text *t, struct slice reading);
/* Both runs one behind the other; a blank between words of Latin letters or figures. */
struct text text_join(struct arena *arena, const struct text *first, const struct text *second);
struct text text_sub(const struct text *t, size_t from, size_t to);
/* `s` stands at `from` in the reading text. Drops what a wrapped cell left behind: a line break between two
 * characters that belong together, blanks beside Han characters, a blank inside a number that a separator
 * shows to be one. Never changes widths and never joins two words of Latin letters or two numbers. */
struct text text_mend(struct arena *arena, struct slice s, uint32_t from);
