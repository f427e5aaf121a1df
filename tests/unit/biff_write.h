/* Workbooks (BIFF) for tests: records as the test gives them. */
#pragma once

#include "cfb_write.h"

#define BIFF_ROOM 8224 /* of one record */

static inline void biff_record(struct bytes_write *w, unsigned type, const void *bytes, size_t n)
{
    put_u16(w, type);
    put_u16(w, (unsigned)n);
    put_bytes(w, bytes, n);
}

static inline void biff_take(struct bytes_write *w, unsigned type, struct bytes_write *data)
{
    biff_record(w, type, data->at, data->len);
    free(data->at);
    *data = (struct bytes_write){0};
}

static inline void biff_bof(struct bytes_write *w, unsigned version, unsigned kind)
{
    struct bytes_write data = {0};
    put_u16(&data, version);
    put_u16(&data, kind);
    put_zeros(&data, 12);
    biff_take(w, 0x0809, &data);
}

/* A string of BIFF8 behind its length: 8-bit where it is ASCII. */
static inline void biff_text(struct bytes_write *to, const char *text, size_t size)
{
    struct bytes_write units = {0};
    bool wide = false;
    for (const char *at = text; *at; at++)
        wide = wide || (unsigned char)*at >= 0x80;
    size_t n = wide ? put_utf16(&units, text) : strlen(text);
    if (!wide)
        put_bytes(&units, text, n);
    put_number(to, n, size);
    put_u8(to, wide);
    put_bytes(to, units.at, units.len);
    free(units.at);
}

static inline void biff_at(struct bytes_write *to, unsigned row, unsigned column, unsigned xf)
{
    put_u16(to, row);
    put_u16(to, column);
    put_u16(to, xf);
}

static inline void biff_label(struct bytes_write *w, unsigned row, unsigned column, const char *text)
{
    struct bytes_write data = {0};
    biff_at(&data, row, column, 0);
    biff_text(&data, text, 2);
    biff_take(w, 0x0204, &data);
}

static inline void biff_shared(struct bytes_write *w, unsigned row, unsigned column, uint32_t string)
{
    struct bytes_write data = {0};
    biff_at(&data, row, column, 0);
    put_u32(&data, string);
    biff_take(w, 0x00FD, &data);
}

static inline void biff_number(struct bytes_write *w, unsigned row, unsigned column, unsigned xf,
                               double value)
{
    struct bytes_write data = {0};
    biff_at(&data, row, column, xf);
    put_bytes(&data, &value, 8);
    biff_take(w, 0x0203, &data);
}

static inline void biff_rk(struct bytes_write *w, unsigned row, unsigned column, unsigned xf, uint32_t rk)
{
    struct bytes_write data = {0};
    biff_at(&data, row, column, xf);
    put_u32(&data, rk);
    biff_take(w, 0x027E, &data);
}

static inline void biff_merge(struct bytes_write *w, unsigned top, unsigned bottom, unsigned left,
                              unsigned right)
{
    struct bytes_write data = {0};
    put_u16(&data, 1);
    put_u16(&data, top);
    put_u16(&data, bottom);
    put_u16(&data, left);
    put_u16(&data, right);
    biff_take(w, 0x00E5, &data);
}

/* Formats of XF 0, 1, 2 … */
static inline void biff_xfs(struct bytes_write *w, const unsigned *formats, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        struct bytes_write data = {0};
        put_u16(&data, 0);
        put_u16(&data, formats[i]);
        put_zeros(&data, 16);
        biff_take(w, 0x00E0, &data);
    }
}

static inline void biff_format(struct bytes_write *w, unsigned id, const char *code)
{
    struct bytes_write data = {0};
    put_u16(&data, id);
    biff_text(&data, code, 2);
    biff_take(w, 0x041E, &data);
}

/* Globals and sheets put together: each sheet gets its entry, with where it begins. */
struct biff_book {
    struct bytes_write globals; /* without BOF, entries of sheets and EOF */
    struct bytes_write sheets[4];
    const char *names[4];
    unsigned hidden[4], kinds[4];
    unsigned n;
    unsigned version; /* 0: BIFF8 */
};

static inline struct bytes_write *biff_sheet(struct biff_book *book, const char *name)
{
    book->names[book->n] = name;
    return &book->sheets[book->n++];
}

static inline void biff_stream(struct biff_book *book, struct bytes_write *to)
{
    unsigned version = book->version ? book->version : 0x0600;
    size_t entries[4];
    biff_bof(to, version, 5);
    put_bytes(to, book->globals.at, book->globals.len);
    for (unsigned i = 0; i < book->n; i++) {
        struct bytes_write data = {0};
        put_u32(&data, 0);
        put_u8(&data, book->hidden[i]);
        put_u8(&data, book->kinds[i]);
        if (version == 0x0600) {
            biff_text(&data, book->names[i], 1);
        } else {
            put_u8(&data, (unsigned)strlen(book->names[i]));
            put_bytes(&data, book->names[i], strlen(book->names[i]));
        }
        entries[i] = to->len + 4;
        biff_take(to, 0x0085, &data);
    }
    biff_record(to, 0x000A, "", 0);
    for (unsigned i = 0; i < book->n; i++) {
        set_number(to, entries[i], to->len, 4);
        biff_bof(to, version, 0x10);
        put_bytes(to, book->sheets[i].at, book->sheets[i].len);
        biff_record(to, 0x000A, "", 0);
        free(book->sheets[i].at);
    }
    free(book->globals.at);
}

static inline struct bytes_write biff_file(struct biff_book *book)
{
    struct cfb_write c = {0};
    biff_stream(book, cfb_stream(&c, book->version == 0x0500 ? "Book" : "Workbook"));
    return cfb_finish(&c, true);
}
