/* Zip containers made in memory, for the tests of what reads them. */
#pragma once

#include "test.h"

#include <string.h>
#include <zlib.h>

struct zip_write {
    unsigned char *bytes;
    size_t size;
    unsigned char directory[4096];
    size_t directory_size;
    unsigned n;
    unsigned flags; /* of every entry that is added */
};

static inline void zip_put(unsigned char **at, unsigned long value, unsigned bytes)
{
    for (; bytes; bytes--, value >>= 8)
        *(*at)++ = (unsigned char)value;
}

static inline size_t zip_pack(const void *data, size_t size, unsigned char **ret)
{
    z_stream stream = {0};
    *ret = malloc(size + size / 100 + 100);
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    stream.next_in = (unsigned char *)(uintptr_t)data;
    stream.avail_in = (uInt)size;
    stream.next_out = *ret;
    stream.avail_out = (uInt)(size + size / 100 + 100);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t packed = stream.total_out;
    deflateEnd(&stream);
    return packed;
}

/* What both of an entry's heads say from the flags on. */
static inline void zip_put_common(unsigned char **at, const struct zip_write *z, unsigned method,
                                  uint32_t crc, size_t packed, size_t size, size_t name)
{
    zip_put(at, z->flags, 2);
    zip_put(at, method, 2);
    zip_put(at, 0, 4);
    zip_put(at, crc, 4);
    zip_put(at, packed, 4);
    zip_put(at, size, 4);
    zip_put(at, name, 2);
    zip_put(at, 0, 2);
}

/* Adds an entry; one that is not deflated is stored. */
static inline void zip_add(struct zip_write *z, const char *name, const void *data, size_t size,
                           bool deflated)
{
    unsigned char *packed = NULL;
    size_t stored = deflated ? zip_pack(data, size, &packed) : size, length = strlen(name);
    uint32_t crc = (uint32_t)crc32(0, data, (uInt)size);
    z->bytes = realloc(z->bytes, z->size + 30 + length + stored + sizeof z->directory + 22);
    unsigned char *at = z->bytes + z->size, *entry = z->directory + z->directory_size;
    assert_true(z->directory_size + 46 + length <= sizeof z->directory);
    zip_put(&entry, 0x02014b50, 4);
    zip_put(&entry, 20, 2);
    zip_put(&entry, 20, 2);
    zip_put_common(&entry, z, deflated ? 8 : 0, crc, stored, size, length);
    zip_put(&entry, 0, 10);
    zip_put(&entry, z->size, 4);
    memcpy(entry, name, length);
    z->directory_size += 46 + length;
    zip_put(&at, 0x04034b50, 4);
    zip_put(&at, 20, 2);
    zip_put_common(&at, z, deflated ? 8 : 0, crc, stored, size, length);
    memcpy(at, name, length);
    memcpy(at + length, packed ? packed : data, stored);
    z->size += 30 + length + stored;
    z->n++;
    free(packed);
}

/* Long repeated texts are stored, so that they are no bombs. */
static inline void zip_add_text(struct zip_write *z, const char *name, const char *text)
{
    zip_add(z, name, text, strlen(text), strlen(text) < 1u << 20);
}

/* Writes the directory; the bytes are the caller's to free. */
static inline struct slice zip_finish(struct zip_write *z)
{
    size_t start = z->size;
    memcpy(z->bytes + z->size, z->directory, z->directory_size);
    unsigned char *at = z->bytes + z->size + z->directory_size;
    zip_put(&at, 0x06054b50, 4);
    zip_put(&at, 0, 4);
    zip_put(&at, z->n, 2);
    zip_put(&at, z->n, 2);
    zip_put(&at, z->directory_size, 4);
    zip_put(&at, start, 4);
    zip_put(&at, 0, 2);
    z->size = (size_t)(at - z->bytes);
    return (struct slice){(char *)z->bytes, z->size};
}
