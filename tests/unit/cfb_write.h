/* Compound files (OLE2) for tests: streams below the root, small ones among the mini sectors. */
#pragma once

#include "test.h"

#include <stdint.h>
#include <stdlib.h>

#define CFB_SECTOR    512
#define CFB_CHAIN_END 0xFFFFFFFEu
#define CFB_FREE      0xFFFFFFFFu
#define CFB_FAT       0xFFFFFFFDu

struct bytes_write {
    uint8_t *at;
    size_t len, cap;
};

static inline void put_bytes(struct bytes_write *w, const void *bytes, size_t n)
{
    if (w->cap - w->len < n) {
        w->cap = (w->cap + n) * 2;
        w->at = realloc(w->at, w->cap);
        assert_non_null(w->at);
    }
    if (n)
        memcpy(w->at + w->len, bytes, n);
    w->len += n;
}

static inline void put_number(struct bytes_write *w, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        put_bytes(w, &(uint8_t){(uint8_t)(number >> 8 * i)}, 1);
}

static inline void put_u8(struct bytes_write *w, unsigned number)
{
    put_number(w, number, 1);
}

static inline void put_u16(struct bytes_write *w, unsigned number)
{
    put_number(w, number, 2);
}

static inline void put_u32(struct bytes_write *w, uint32_t number)
{
    put_number(w, number, 4);
}

static inline void put_zeros(struct bytes_write *w, size_t n)
{
    while (n--)
        put_u8(w, 0);
}

/* Overwrites what is there. */
static inline void set_number(struct bytes_write *w, size_t at, uint64_t number, size_t size)
{
    assert_true(at + size <= w->len);
    for (size_t i = 0; i < size; i++)
        w->at[at + i] = (uint8_t)(number >> 8 * i);
}

static inline void pad_to(struct bytes_write *w, size_t unit)
{
    put_zeros(w, (unit - w->len % unit) % unit);
}

/* UTF-8 as UTF-16, without an end; the number of units. */
static inline size_t put_utf16(struct bytes_write *w, const char *text)
{
    size_t units = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        uint32_t c = *at++;
        unsigned more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
        c = more ? c & (0x3Fu >> more) : c;
        while (more--)
            c = c << 6 | (*at++ & 0x3F);
        if (c >= 0x10000)
            put_u16(w, 0xD800 + ((c - 0x10000) >> 10));
        put_u16(w, c < 0x10000 ? c : 0xDC00 + ((c - 0x10000) & 0x3FF));
        units += c < 0x10000 ? 1 : 2;
    }
    return units;
}

struct cfb_stream {
    const char *name;
    struct bytes_write bytes;
    uint32_t start;
};

struct cfb_write {
    struct cfb_stream streams[8];
    unsigned n;
    uint32_t fat[128];
    uint32_t sectors;
};

static inline struct bytes_write *cfb_stream(struct cfb_write *c, const char *name)
{
    struct cfb_stream *stream = &c->streams[c->n++];
    *stream = (struct cfb_stream){.name = name};
    return &stream->bytes;
}

/* So many sectors in a chain; the first one's number. */
static inline uint32_t cfb_chain(struct cfb_write *c, size_t size)
{
    uint32_t n = (uint32_t)((size + CFB_SECTOR - 1) / CFB_SECTOR), first = c->sectors;
    for (uint32_t i = 0; i < n; i++)
        c->fat[c->sectors++] = i + 1 < n ? first + i + 1 : CFB_CHAIN_END;
    return n ? first : CFB_CHAIN_END;
}

static inline void cfb_entry(struct bytes_write *to, const char *name, unsigned type, uint32_t right,
                             uint32_t child, uint32_t start, size_t size)
{
    struct bytes_write entry = {0};
    size_t units = put_utf16(&entry, name);
    put_zeros(&entry, 64 - entry.len);
    put_u16(&entry, (unsigned)(units + 1) * 2);
    put_u8(&entry, type);
    put_u8(&entry, 1);
    put_u32(&entry, CFB_FREE);
    put_u32(&entry, right);
    put_u32(&entry, child);
    put_zeros(&entry, 36);
    put_u32(&entry, start);
    put_number(&entry, size, 8);
    put_bytes(to, entry.at, entry.len);
    free(entry.at);
}

static inline void cfb_header(struct bytes_write *to, uint32_t fat, uint32_t directory, uint32_t mini,
                              uint32_t n_mini)
{
    put_bytes(to, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    put_zeros(to, 16);
    put_u16(to, 0x3E);
    put_u16(to, 3);
    put_u16(to, 0xFFFE);
    put_u16(to, 9);
    put_u16(to, 6);
    put_zeros(to, 10);
    put_u32(to, 1);
    put_u32(to, directory);
    put_u32(to, 0);
    put_u32(to, 4096);
    put_u32(to, mini);
    put_u32(to, n_mini);
    put_u32(to, CFB_CHAIN_END);
    put_u32(to, 0);
    put_u32(to, fat);
    for (int i = 1; i < 109; i++)
        put_u32(to, CFB_FREE);
}

/* The file; the streams' memory is given back. At most 128 sectors. The last stream's last sector ends with its
 * data where `is_short`, as WPS leaves it. */
static inline struct bytes_write cfb_finish(struct cfb_write *c, bool is_short)
{
    struct bytes_write file = {0}, mini = {0}, mini_fat = {0}, directory = {0};
    memset(c->fat, 0xFF, sizeof c->fat);
    c->fat[c->sectors++] = CFB_FAT;
    for (unsigned i = 0; i < c->n; i++) {
        struct cfb_stream *stream = &c->streams[i];
        uint32_t n = (uint32_t)((stream->bytes.len + 63) / 64);
        if (stream->bytes.len >= 4096)
            continue;
        stream->start = (uint32_t)(mini.len / 64);
        for (uint32_t k = 0; k < n; k++)
            put_u32(&mini_fat, k + 1 < n ? stream->start + k + 1 : CFB_CHAIN_END);
        put_bytes(&mini, stream->bytes.at, stream->bytes.len);
        pad_to(&mini, 64);
    }
    uint32_t at_directory = cfb_chain(c, (c->n + 1ul) * 128), at_fat = cfb_chain(c, mini_fat.len);
    uint32_t at_mini = cfb_chain(c, mini.len);
    for (unsigned i = 0; i < c->n; i++)
        if (c->streams[i].bytes.len >= 4096)
            c->streams[i].start = cfb_chain(c, c->streams[i].bytes.len);
    assert_true(c->sectors <= 128);
    cfb_entry(&directory, "Root Entry", 5, CFB_FREE, 1, at_mini, mini.len);
    for (unsigned i = 0; i < c->n; i++)
        cfb_entry(&directory, c->streams[i].name, 2, i + 1 < c->n ? i + 2 : CFB_FREE, CFB_FREE,
                  c->streams[i].start, c->streams[i].bytes.len);
    cfb_header(&file, 0, at_directory, mini_fat.len ? at_fat : CFB_CHAIN_END,
               (uint32_t)((mini_fat.len + CFB_SECTOR - 1) / CFB_SECTOR));
    put_bytes(&file, c->fat, sizeof c->fat);
    const struct bytes_write *parts[] = {&directory, &mini_fat, &mini};
    for (unsigned i = 0; i < 3 + c->n; i++) {
        const struct bytes_write *part = i < 3 ? parts[i] : &c->streams[i - 3].bytes;
        if (i >= 3 && part->len < 4096)
            continue;
        pad_to(&file, CFB_SECTOR);
        put_bytes(&file, part->at, part->len);
    }
    if (!is_short)
        pad_to(&file, CFB_SECTOR);
    for (unsigned i = 0; i < c->n; i++)
        free(c->streams[i].bytes.at);
    free(mini.at), free(mini_fat.at), free(directory.at);
    return file;
}
