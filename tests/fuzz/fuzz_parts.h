/* What the targets of the formats that are zip and XML share. An input that begins with PK or <?xml is a file as it is; any
 * other is text whose lines `=== NAME` begin an entry, so that what is mutated is the XML and not its packing. */
#pragma once

#include "fuzz_pages.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define FUZZ_MARK "=== "

struct fuzz_zip {
    unsigned char *bytes;
    size_t size;
};

static void fuzz_put(struct fuzz_zip *zip, unsigned long value, unsigned bytes)
{
    for (; bytes; bytes--, value >>= 8)
        zip->bytes[zip->size++] = (unsigned char)value;
}

/* A stored entry; a directory is not written, so that entries are found by their own heads. */
static void fuzz_entry(struct fuzz_zip *zip, struct slice name, struct slice content)
{
    fuzz_put(zip, 0x04034b50, 4);
    fuzz_put(zip, 20, 2);
    fuzz_put(zip, 0, 8);
    fuzz_put(zip, crc32(0, (const unsigned char *)content.at, (unsigned)content.len), 4);
    fuzz_put(zip, content.len, 4);
    fuzz_put(zip, content.len, 4);
    fuzz_put(zip, name.len, 2);
    fuzz_put(zip, 0, 2);
    memcpy(zip->bytes + zip->size, name.at, name.len);
    zip->size += name.len;
    if (content.len)
        memcpy(zip->bytes + zip->size, content.at, content.len);
    zip->size += content.len;
}

/* The offset of the next line that begins an entry, or the text's length. */
static size_t fuzz_next_mark(struct slice text, size_t from)
{
    for (ptrdiff_t at = slice_find(text, S(FUZZ_MARK), from); at >= 0;
         at = slice_find(text, S(FUZZ_MARK), (size_t)at + 1))
        if (at == 0 || text.at[at - 1] == '\n')
            return (size_t)at;
    return text.len;
}

static struct fuzz_zip fuzz_pack(struct slice text)
{
    struct fuzz_zip zip = {malloc(text.len * 12 + 64), 0};
    must(zip.bytes);
    for (size_t at = fuzz_next_mark(text, 0), end; at < text.len; at = end) {
        end = fuzz_next_mark(text, at + 1);
        struct slice part = slice_sub(text, at + sizeof FUZZ_MARK - 1, end);
        ptrdiff_t line = slice_find(part, S("\n"), 0);
        size_t name = line < 0 ? part.len : (size_t)line;
        fuzz_entry(&zip, slice_sub(part, 0, name < UINT16_MAX ? name : UINT16_MAX),
                   slice_sub(part, name + (line >= 0), part.len));
    }
    return zip;
}

static int fuzz_parts(const uint8_t *data, size_t size, const char *name)
{
    struct slice text = {(const char *)data, size};
    if (slice_starts(text, S("PK")) || slice_starts(text, S("<?xml")))
        return fuzz_pages(data, size, name);
    struct fuzz_zip zip = fuzz_pack(text);
    fuzz_pages(zip.bytes, zip.size, name);
    free(zip.bytes);
    return 0;
}
