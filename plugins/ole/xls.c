#include "xls_priv.h"

#include "../common/memory.h"
#include "../common/number_format.h"
#include "xls_crypt.h"

#include <stdlib.h>

enum {
#define X(name, value, why) LIMIT_##name = (value),
    XLS_LIMITS(X)
#undef X
};

#define BIFF8 0x0600
#define BIFF5 0x0500

bool xls_is(const struct cfb *cfb)
{
    return cfb_has(cfb, "Workbook") || cfb_has(cfb, "Book");
}

bool xls_next(struct xls *x, struct record *ret)
{
    if (!bytes_has(x->stream, x->next, 4))
        return false;
    if (++x->n_records > LIMIT_xls_records)
        x->b->ops->limit(x->b, "xls_records");
    uint16_t size = bytes_u16(x->stream, x->next + 2);
    *ret = (struct record){bytes_u16(x->stream, x->next), bytes_part(x->stream, x->next + 4, size)};
    x->cut = x->cut || ret->data.len < size;
    x->next += 4ul + size;
    return true;
}

static void *room_for_one(struct xls *x, void *items, uint32_t n, uint32_t *cap, size_t each)
{
    if (n < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 32;
    return memory_resize(x->b, items, n * each, *cap * each);
}

static void on_codepage(struct xls *x, const struct record *record)
{
    enum charset set = charset_of_page(bytes_u16(record->data, 0));
    if (!x->wide && set != CHARSET_NONE)
        x->set = set;
}

static void on_dates(struct xls *x, const struct record *record)
{
    x->from_1904 = bytes_u16(record->data, 0);
}

static void on_boundsheet(struct xls *x, const struct record *record)
{
    struct text name = xls_string(x, record->data, 7, bytes_u8(record->data, 6));
    x->bounds = room_for_one(x, x->bounds, x->n_bounds, &x->cap_bounds, sizeof *x->bounds);
    x->bounds[x->n_bounds++] = (struct bound){.at = bytes_u32(record->data, 0),
                                              .hidden = bytes_u8(record->data, 4) & 3,
                                              .cells = bytes_u8(record->data, 5) == 0,
                                              .name = str_keep(x->b, name.at, name.len)};
}

static void on_format(struct xls *x, const struct record *record)
{
    size_t length = x->wide ? bytes_u16(record->data, 2) : bytes_u8(record->data, 2);
    struct text code = xls_string(x, record->data, x->wide ? 4 : 3, length);
    x->formats = room_for_one(x, x->formats, x->n_formats, &x->cap_formats, sizeof *x->formats);
    x->formats[x->n_formats++] =
        (struct format){bytes_u16(record->data, 0), str_keep(x->b, code.at, code.len)};
}

static void on_xf(struct xls *x, const struct record *record)
{
    x->xf_formats = room_for_one(x, x->xf_formats, x->n_xfs, &x->cap_xfs, sizeof *x->xf_formats);
    x->xf_formats[x->n_xfs++] = bytes_u16(record->data, 2);
}

static const struct {
    uint16_t type;
    void (*read)(struct xls *, const struct record *);
} readers[] = {
    {XLS_CODEPAGE, on_codepage}, {XLS_DATES, on_dates}, {XLS_BOUNDSHEET, on_boundsheet},
    {XLS_FORMAT, on_format},     {XLS_XF, on_xf},       {XLS_SST, xls_read_strings},
};

static int compare_formats(const void *a, const void *b)
{
    return (int)((const struct format *)a)->id - (int)((const struct format *)b)->id;
}

/* Formats that the file defines come before the built-in ones of the same number. */
static void resolve_formats(struct xls *x)
{
    if (x->n_formats)
        qsort(x->formats, x->n_formats, sizeof *x->formats, compare_formats);
    x->codes = x->b->ops->alloc(x->b, (x->n_xfs + 1ul) * sizeof *x->codes);
    for (uint32_t i = 0; i < x->n_xfs; i++) {
        struct format key = {.id = x->xf_formats[i]};
        const struct format *own =
            x->n_formats ? bsearch(&key, x->formats, x->n_formats, sizeof key, compare_formats) : NULL;
        const char *code = own ? own->code : number_format_builtin(key.id);
        x->codes[i] = key.id ? code : NULL;
    }
}

/* OK, or why the sheets cannot be read. */
static enum tallyd_result read_globals(struct xls *x)
{
    struct record record;
    if (!xls_next(x, &record) || record.type != XLS_BOF)
        return TALLYD_CORRUPT;
    uint16_t version = bytes_u16(record.data, 0);
    if (version != BIFF8 && version != BIFF5)
        return TALLYD_UNSUPPORTED;
    x->wide = version == BIFF8;
    while (xls_next(x, &record) && record.type != XLS_EOF) {
        if (record.type == XLS_FILEPASS && !xls_decrypt(x, record.data))
            return TALLYD_ENCRYPTED;
        for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
            if (readers[i].type == record.type)
                readers[i].read(x, &record);
    }
    resolve_formats(x);
    return TALLYD_OK;
}

/* A hidden sheet is no part of the report; that there is one is said. */
static void note_hidden(struct xls *x, const struct bound *bound)
{
    struct str text = {.b = x->b};
    str_printf(&text, "（隐藏的工作表：%s）", bound->name);
    x->b->ops->aside(x->b, text.at, text.len, NULL);
}

static bool read_sheets(struct xls *x)
{
    bool any = false;
    for (uint32_t i = 0; i < x->n_bounds; i++) {
        const struct bound *bound = &x->bounds[i];
        if (!bound->cells)
            continue;
        if (bound->hidden) {
            note_hidden(x, bound);
            continue;
        }
        struct sheet *sheet = sheet_new(x->b, bound->name);
        x->next = bound->at;
        x->string_waits = false;
        xls_read_cells(x, sheet);
        any = any || sheet_has_text(sheet);
        sheet_push(sheet);
    }
    return any;
}

enum tallyd_result xls_read(struct cfb *cfb, struct tallyd_builder *b)
{
    struct xls x = {.b = b, .set = CHARSET_1252, .shown = {.b = b}};
    x.stream = cfb_read(cfb, cfb_has(cfb, "Workbook") ? "Workbook" : "Book", &x.cut);
    enum tallyd_result result = read_globals(&x);
    if (result == TALLYD_UNSUPPORTED)
        b->ops->note(b, "Excel 4.0 或更早的格式，请另存为 .xlsx 后重新报送");
    if (result != TALLYD_OK)
        return result;
    bool any = read_sheets(&x);
    if (!x.wide)
        b->ops->encoding(b, charset_name(x.set));
    if (!x.cut)
        return any ? TALLYD_OK : TALLYD_EMPTY;
    b->ops->note(b, "文件不完整或已损坏，只读出一部分");
    return any ? TALLYD_PARTIAL : TALLYD_CORRUPT;
}
