/* Text whose lines `=== NAME` each begin an entry that runs to the next such line: a container without its packing, so that
 * what is mutated is the content. What the targets of zip, compound files and PDF make their files of. */
#pragma once

#include "../../daemon/base/must.h"
#include "../../daemon/base/slice.h"

#include <stdlib.h>
#include <string.h>

#define MARK "=== "

struct mark_entry {
    struct slice name, content; /* the name is the rest of the mark's line */
};

/* A file being made; what does not fit any more is left out. */
struct mark_file {
    unsigned char *bytes;
    size_t size, cap;
};

/* The offset of the next line that begins an entry, or the text's length. */
static inline size_t mark_at(struct slice text, size_t from)
{
    for (ptrdiff_t at = slice_find(text, S(MARK), from); at >= 0;
         at = slice_find(text, S(MARK), (size_t)at + 1))
        if (at == 0 || text.at[at - 1] == '\n')
            return (size_t)at;
    return text.len;
}

/* Takes the next entry off the front. */
static inline bool mark_next(struct slice *text, struct mark_entry *ret)
{
    size_t at = mark_at(*text, 0);
    if (at == text->len)
        return false;
    size_t end = mark_at(*text, at + 1);
    struct slice part = slice_sub(*text, at + sizeof MARK - 1, end);
    ret->name = slice_cut(&part, S("\n"));
    ret->content = part;
    *text = slice_sub(*text, end, text->len);
    return true;
}

static inline struct mark_file mark_file_new(size_t cap)
{
    struct mark_file file = {calloc(1, cap), 0, cap};
    must(file.bytes);
    return file;
}

static inline void mark_put(struct mark_file *file, struct slice bytes)
{
    if (bytes.len == 0 || bytes.len > file->cap - file->size)
        return;
    memcpy(file->bytes + file->size, bytes.at, bytes.len);
    file->size += bytes.len;
}

/* The lowest byte first. */
static inline void mark_number(struct mark_file *file, unsigned long value, unsigned bytes)
{
    for (; bytes && file->size < file->cap; bytes--, value >>= 8)
        file->bytes[file->size++] = (unsigned char)value;
}
