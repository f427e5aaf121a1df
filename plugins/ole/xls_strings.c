#include "xls_priv.h"

#define FLAG_WIDE     1
#define FLAG_PHONETIC 4
#define FLAG_RICH     8

/* A string of BIFF8 on its way over records. */
struct reader {
    struct xls *x;
    struct bytes data; /* of the record */
    size_t at;
    bool end; /* no record follows */
};

struct text xls_string(struct xls *x, struct bytes data, size_t at, size_t length)
{
    bool wide = x->wide && bytes_u8(data, at) & FLAG_WIDE;
    struct bytes raw = bytes_part(data, at + x->wide, wide ? length * 2 : length);
    /* A narrow string of BIFF8 is the low halves of UTF-16: Latin 1, so never above two bytes. */
    enum charset set = wide ? CHARSET_UTF16LE : x->wide ? CHARSET_1252 : x->set;
    struct charset_text text = charset_decode(x->b, set, (const char *)raw.at, raw.len);
    return (struct text){text.at, text.len};
}

/* Goes on to the CONTINUE record that follows, if this one is used up. */
static bool more(struct reader *r)
{
    struct record record;
    size_t before = r->x->next;
    if (r->at < r->data.len)
        return true;
    if (r->end || !xls_next(r->x, &record))
        return false;
    if (record.type != XLS_CONTINUE) {
        r->x->next = before;
        r->end = true;
        return false;
    }
    r->data = record.data;
    r->at = 0;
    return record.data.len > 0;
}

static uint32_t take(struct reader *r, unsigned size)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < size && more(r); i++)
        number |= (uint32_t)bytes_u8(r->data, r->at++) << 8 * i;
    return number;
}

static void skip(struct reader *r, size_t size)
{
    while (size && more(r)) {
        size_t step = r->data.len - r->at < size ? r->data.len - r->at : size;
        r->at += step;
        size -= step;
    }
}

/* Characters as they stand in this record; those that follow in the next have a flag of their own in front. */
static void put_part(struct reader *r, bool wide, size_t *left, struct str *to)
{
    size_t width = wide ? 2 : 1, here = (r->data.len - r->at) / width, n = here < *left ? here : *left;
    struct bytes raw = bytes_part(r->data, r->at, n * width);
    struct charset_text text =
        charset_decode(r->x->b, wide ? CHARSET_UTF16LE : CHARSET_1252, (const char *)raw.at, raw.len);
    str_add(to, text.at, text.len);
    r->at += n * width;
    *left -= n;
    if (*left)
        r->at = r->data.len;
}

static bool read_string(struct reader *r, struct str *to)
{
    if (!more(r))
        return false;
    size_t left = take(r, 2);
    uint32_t flags = take(r, 1);
    size_t runs = flags & FLAG_RICH ? take(r, 2) : 0, phonetic = flags & FLAG_PHONETIC ? take(r, 4) : 0;
    bool wide = flags & FLAG_WIDE, whole = true;
    while (left && whole) {
        bool fresh = r->at >= r->data.len;
        whole = more(r);
        if (whole && fresh)
            wide = take(r, 1) & FLAG_WIDE;
        if (whole)
            put_part(r, wide, &left, to);
    }
    skip(r, runs * 4 + phonetic);
    return whole;
}

void xls_read_strings(struct xls *x, const struct record *sst)
{
    struct reader r = {.x = x, .data = sst->data, .at = 8};
    uint32_t n = bytes_u32(sst->data, 4), most = (uint32_t)(x->stream.len / 3);
    n = n < most ? n : most;
    x->strings = x->b->ops->alloc(x->b, (n + 1ul) * sizeof *x->strings);
    for (x->n_strings = 0; x->n_strings < n; x->n_strings++) {
        struct str text = {.b = x->b};
        bool whole = read_string(&r, &text);
        x->strings[x->n_strings] = (struct text){text.at ? text.at : "", text.len};
        if (!whole && !text.len)
            break;
    }
    x->cut = x->cut || x->n_strings < n;
}
