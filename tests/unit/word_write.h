/* Word documents (binary) for tests: text and properties as the test gives them, everything else as little as
 * there may be. */
#pragma once

#include "cfb_write.h"

#define WORD_TEXT 0x800 /* where the text begins */

struct word_range {
    uint32_t from, to; /* FCs */
    uint16_t style;
    uint8_t grpprl[480];
    size_t size;
};

struct word_write {
    struct bytes_write text; /* UTF-16, or 8-bit where `narrow` */
    bool narrow;
    struct word_range paragraphs[64], runs[64];
    unsigned n_paragraphs, n_runs;
    uint32_t stories[8]; /* lengths in characters; all in the first where they are 0 */
    struct bytes_write styles, lists, overrides, data; /* parts as they are, if any */
    size_t lists_size;       /* of the lists' heads: their levels follow behind the part */
    struct bytes_write prcs; /* properties of pieces */
    unsigned prm;            /* of the one piece */
    uint16_t flags;          /* of the FIB, added */
    uint16_t version;        /* nFib, 0: Word 97 */
};

static inline uint32_t word_fc(const struct word_write *w)
{
    return (uint32_t)(WORD_TEXT + w->text.len);
}

static inline void word_raw(struct word_write *w, const char *text)
{
    if (w->narrow)
        put_bytes(&w->text, text, strlen(text));
    else
        put_utf16(&w->text, text);
}

static inline void word_set(struct word_range *range, const void *grpprl, size_t size)
{
    assert_true(size <= sizeof range->grpprl);
    memcpy(range->grpprl, grpprl, size);
    range->size = size; /* NOLINT(clang-analyzer-unix.Malloc): word_streams gives it back */
}

/* A run with character properties. What stands between two is a run without. */
static inline void word_run(struct word_write *w, const char *text, const void *grpprl, size_t size)
{
    uint32_t before = w->n_runs ? w->runs[w->n_runs - 1].to : WORD_TEXT;
    if (before < word_fc(w))
        w->runs[w->n_runs++] = (struct word_range){.from = before, .to = word_fc(w)};
    struct word_range *run = &w->runs[w->n_runs++];
    run->from = word_fc(w);
    word_raw(w, text);
    run->to = word_fc(w);
    word_set(run, grpprl, size);
}

/* The end of a paragraph, which has its mark and properties; the text before it belongs to it. */
static inline void word_end(struct word_write *w, const char *mark, uint16_t style, const void *grpprl,
                            size_t size)
{
    struct word_range *paragraph = &w->paragraphs[w->n_paragraphs];
    paragraph->from = w->n_paragraphs ? w->paragraphs[w->n_paragraphs - 1].to : WORD_TEXT;
    word_raw(w, mark);
    paragraph->to = word_fc(w);
    paragraph->style = style;
    word_set(paragraph, grpprl, size);
    w->n_paragraphs++;
}

static inline void word_plain(struct word_write *w, const char *text)
{
    word_raw(w, text);
    word_end(w, "\r", 0, "", 0);
}

/* A cell of a table, and the end of a row with its cells' edges and flags (TC80). */
#define IN_TABLE "\x16\x24\x01"
static inline void word_cell(struct word_write *w, const char *text)
{
    word_raw(w, text);
    word_end(w, "\a", 0, IN_TABLE, 3);
}

struct word_tc {
    int right; /* edge */
    unsigned flags;
};
enum { ACROSS_FIRST = 1, ACROSS_NEXT = 2, DOWN_NEXT = 1 << 5, DOWN_FIRST = 3 << 5 };

static inline size_t word_row_properties(uint8_t *to, int left, const struct word_tc *cells, unsigned n)
{
    struct bytes_write p = {0};
    put_bytes(&p, IN_TABLE "\x17\x24\x01\x08\xD6", 8);
    put_u16(&p, 1 + 2 * (n + 1) + 20 * n + 1);
    put_u8(&p, n);
    put_u16(&p, (uint16_t)left);
    for (unsigned i = 0; i < n; i++)
        put_u16(&p, (uint16_t)cells[i].right);
    for (unsigned i = 0; i < n; i++) {
        put_u16(&p, cells[i].flags);
        put_zeros(&p, 18);
    }
    size_t size = p.len;
    memcpy(to, p.at, size);
    free(p.at);
    return size;
}

static inline void word_row(struct word_write *w, int left, const struct word_tc *cells, unsigned n)
{
    uint8_t properties[480];
    word_end(w, "\a", 0, properties, word_row_properties(properties, left, cells, n));
}

/* How much of a page a run's list takes. */
static inline size_t word_size(const struct word_range *range, unsigned entry)
{
    return entry == 1 ? range->size + 1 : 4 + range->size + (range->size & 1);
}

/* How many runs fit on a page. */
static inline unsigned word_fit(const struct word_range *ranges, unsigned n, unsigned entry)
{
    size_t used = 6;
    unsigned k = 0;
    while (k < n && used + 4 + entry + word_size(&ranges[k], entry) + 1 <= 510) {
        used += 4 + entry + word_size(&ranges[k], entry) + 1;
        k++;
    }
    assert_true(k > 0 || !n);
    return k;
}

static inline void word_page(struct bytes_write *main, const struct word_range *ranges, unsigned n,
                             unsigned entry)
{
    uint8_t page[512] = {0};
    size_t low = 510;
    for (unsigned r = 0; r < n; r++) {
        const struct word_range *range = &ranges[r];
        low = (low - word_size(range, entry)) & ~(size_t)1;
        memcpy(page + r * 4ul, &range->from, 4);
        memcpy(page + r * 4ul + 4, &range->to, 4);
        page[low] = (uint8_t)(entry == 1 ? range->size : 0);
        if (entry != 1) {
            page[low + 1] = (uint8_t)((2 + range->size + 1) / 2);
            memcpy(page + low + 2, &range->style, 2);
        }
        memcpy(page + low + (entry == 1 ? 1 : 4), range->grpprl, range->size);
        page[(n + 1) * 4ul + r * (size_t)entry] = (uint8_t)(low / 2);
    }
    page[511] = (uint8_t)n;
    pad_to(main, 512);
    put_bytes(main, page, 512);
}

/* Pages of runs (FKP) behind the text; the list of pages goes into the table stream. `entry`: 1 for characters,
 * 13 for paragraphs. */
static inline void word_pages(struct bytes_write *main, const struct word_range *ranges, unsigned n,
                              unsigned entry, struct bytes_write *list)
{
    struct bytes_write numbers = {0};
    for (unsigned i = 0, k; i < n; i += k) {
        k = word_fit(ranges + i, n - i, entry);
        word_page(main, ranges + i, k, entry);
        put_u32(list, ranges[i].from);
        put_u32(&numbers, (uint32_t)(main->len / 512 - 1));
    }
    put_u32(list, n ? ranges[n - 1].to : 0);
    put_bytes(list, numbers.at, numbers.len);
    free(numbers.at);
}

static inline void word_part_at(struct bytes_write *main, unsigned part, size_t at, size_t size)
{
    set_number(main, 0x9A + part * 8ul, at, 4);
    set_number(main, 0x9A + part * 8ul + 4, size, 4);
}

static inline void word_add(struct bytes_write *main, struct bytes_write *table, unsigned part,
                            const struct bytes_write *bytes)
{
    word_part_at(main, part, table->len, bytes->len);
    put_bytes(table, bytes->at, bytes->len);
}

/* One piece that is all of the text. */
static inline void word_clx(const struct word_write *w, struct bytes_write *to)
{
    put_bytes(to, w->prcs.at, w->prcs.len);
    put_u8(to, 2);
    put_u32(to, 16);
    put_u32(to, 0);
    put_u32(to, (uint32_t)(w->text.len / (w->narrow ? 1 : 2)));
    put_u16(to, 0);
    put_u32(to, w->narrow ? (WORD_TEXT * 2) | 0x40000000u : WORD_TEXT);
    put_u16(to, w->prm);
}

/* The streams of the document; what the test gave is given back. */
static inline void word_streams(struct word_write *w, struct cfb_write *c)
{
    struct bytes_write clx = {0}, runs = {0}, paragraphs = {0};
    struct bytes_write *main = cfb_stream(c, "WordDocument"), *table = cfb_stream(c, "1Table");
    put_zeros(main, WORD_TEXT);
    set_number(main, 0, 0xA5EC, 2);
    set_number(main, 2, w->version ? w->version : 0xC1, 2);
    set_number(main, 0x0A, 0x0200u | w->flags, 2);
    if (!w->stories[0])
        w->stories[0] = (uint32_t)(w->text.len / (w->narrow ? 1 : 2));
    for (unsigned i = 0; i < 8; i++)
        set_number(main, 0x4C + i * 4ul, w->stories[i], 4);
    put_bytes(main, w->text.at, w->text.len);
    word_pages(main, w->runs, w->n_runs, 1, &runs);
    word_pages(main, w->paragraphs, w->n_paragraphs, 13, &paragraphs);
    word_clx(w, &clx);
    word_add(main, table, 1, &w->styles);
    word_add(main, table, 12, &runs);
    word_add(main, table, 13, &paragraphs);
    word_add(main, table, 33, &clx);
    word_add(main, table, 73, &w->lists);
    set_number(main, 0x9A + 73 * 8 + 4, w->lists_size, 4);
    word_add(main, table, 74, &w->overrides);
    if (w->data.len)
        put_bytes(cfb_stream(c, "Data"), w->data.at, w->data.len);
    struct bytes_write *all[] = {&clx,      &runs,         &paragraphs, &w->text, &w->styles,
                                 &w->lists, &w->overrides, &w->data,    &w->prcs};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]->at);
}
