/* What the targets of the formats that are zip and XML share. An input that begins with PK or <?xml is a file as it is; any
 * other is text of marks (fuzz_marks.h), so that what is mutated is the XML and not its packing. A part that declares no
 * namespace has those that its name calls for put in, so that it is not the namespaces either. */
#pragma once

#include "fuzz_marks.h"
#include "fuzz_pages.h"

#include <zlib.h>

#define LOCAL_HEAD 30u
#define PARTS_ROOM (48u << 10) /* for heads and namespaces; what does not fit any more is left out */

/* The namespaces of parts whose names end like this; the last `ends` of a table is "". */
struct part_spaces {
    const char *ends, *declared;
};

static struct slice spaces_of(const struct part_spaces *spaces, const struct mark_entry *entry)
{
    if (!slice_starts(entry->content, S("<")) || slice_find(entry->content, S("xmlns"), 0) >= 0)
        return S("");
    while (!slice_ends(entry->name, slice_of(spaces->ends)))
        spaces++;
    return slice_of(spaces->declared);
}

/* The offset behind the name of the element that a part begins with. */
static size_t name_end(struct slice content)
{
    size_t at = 0;
    while (at < content.len && !strchr(" />\n", content.at[at]))
        at++;
    return at;
}

static void put_content(struct mark_file *zip, const struct part_spaces *spaces,
                        const struct mark_entry *entry)
{
    size_t end = name_end(entry->content);
    mark_put(zip, slice_sub(entry->content, 0, end));
    mark_put(zip, spaces_of(spaces, entry));
    mark_put(zip, slice_sub(entry->content, end, entry->content.len));
}

/* A stored entry; a directory is not written, so that entries are found by their own heads. */
static void put_entry(struct mark_file *zip, const struct part_spaces *spaces, const struct mark_entry *entry)
{
    struct slice name = slice_sub(entry->name, 0, UINT16_MAX);
    struct mark_file head = {zip->bytes, zip->size, zip->cap};
    if (LOCAL_HEAD + name.len > zip->cap - zip->size)
        return;
    zip->size += LOCAL_HEAD;
    mark_put(zip, name);
    size_t from = zip->size;
    put_content(zip, spaces, entry);
    size_t size = zip->size - from;
    mark_number(&head, 0x04034b50, 4);
    mark_number(&head, 20, 2);
    mark_number(&head, 0, 8);
    mark_number(&head, crc32(0, zip->bytes + from, (unsigned)size), 4);
    mark_number(&head, size, 4);
    mark_number(&head, size, 4);
    mark_number(&head, name.len, 2);
    mark_number(&head, 0, 2);
}

static int fuzz_parts(const uint8_t *data, size_t size, const char *name, const struct part_spaces *spaces)
{
    struct slice text = {(const char *)data, size};
    if (slice_starts(text, S("PK")) || slice_starts(text, S("<?xml")))
        return fuzz_pages(data, size, name);
    struct mark_file zip = mark_file_new(size + PARTS_ROOM);
    for (struct mark_entry entry; mark_next(&text, &entry);)
        put_entry(&zip, spaces, &entry);
    fuzz_pages(zip.bytes, zip.size, name);
    free(zip.bytes);
    return 0;
}
