/* What the targets of the formats that are zip and XML share. An input that begins with PK or <?xml is a file as it is; any
 * other is text of marks (fuzz_marks.h), so that what is mutated is the XML and not its packing. */
#pragma once

#include "fuzz_marks.h"
#include "fuzz_pages.h"

#include <zlib.h>

#define LOCAL_HEAD 30
#define MARKS_MIN  4 /* bytes of text that an entry takes at least */

/* A stored entry; a directory is not written, so that entries are found by their own heads. */
static void put_entry(struct mark_file *zip, const struct mark_entry *entry)
{
    struct slice name = slice_sub(entry->name, 0, UINT16_MAX), content = entry->content;
    mark_number(zip, 0x04034b50, 4);
    mark_number(zip, 20, 2);
    mark_number(zip, 0, 8);
    mark_number(zip, crc32(0, (const unsigned char *)content.at, (unsigned)content.len), 4);
    mark_number(zip, content.len, 4);
    mark_number(zip, content.len, 4);
    mark_number(zip, name.len, 2);
    mark_number(zip, 0, 2);
    mark_put(zip, name);
    mark_put(zip, content);
}

static int fuzz_parts(const uint8_t *data, size_t size, const char *name)
{
    struct slice text = {(const char *)data, size};
    if (slice_starts(text, S("PK")) || slice_starts(text, S("<?xml")))
        return fuzz_pages(data, size, name);
    struct mark_file zip = mark_file_new(size + (size / MARKS_MIN + 1) * LOCAL_HEAD);
    for (struct mark_entry entry; mark_next(&text, &entry);)
        put_entry(&zip, &entry);
    fuzz_pages(zip.bytes, zip.size, name);
    free(zip.bytes);
    return 0;
}
