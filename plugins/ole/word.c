#include "word_priv.h"

#include "word_old.h"

#define FIB_OLD_IDENT 0xA5DC
#define FIB_IDENT     0xA5EC
#define FIB_FLAGS     0x0A
#define FIB_LENGTHS   0x4C /* in characters, of each story */
#define FIB_PARTS     0x9A
#define FIB_97        0xC1 /* nFib from which on a document is of this format */

#define FLAG_ENCRYPTED 0x0100
#define FLAG_TABLE_1   0x0200

bool word_is(const struct cfb *cfb)
{
    return cfb_has(cfb, "WordDocument");
}

struct bytes word_part(const struct word *w, enum word_part part)
{
    size_t at = FIB_PARTS + (size_t)part * 8;
    return bytes_part(w->table, bytes_u32(w->main, at), bytes_u32(w->main, at + 4));
}

/* The stories stand one behind the other. */
static void read_stories(struct word *w)
{
    static const bool is_aside[WORD_STORIES] = {
        [WORD_HEADERS] = true, [WORD_COMMENTS] = true, [WORD_HEADER_BOXES] = true};
    struct flow *flow = flow_new(w->b);
    uint32_t from = 0, paragraphs = 0;
    for (int story = 0; story < WORD_STORIES; story++) {
        uint32_t size = w->ccp[story], to = size < UINT32_MAX - from ? from + size : UINT32_MAX;
        if (story != WORD_MACROS)
            word_story(w, flow, from, to, is_aside[story]);
        from = to;
    }
    flow_push(flow, w->b, &paragraphs);
    w->cut = w->cut || w->pieces[w->n_pieces - 1].to < from;
}

static enum tallyd_result read_97(struct word *w)
{
    for (int story = 0; story < WORD_STORIES; story++)
        w->ccp[story] = bytes_u32(w->main, FIB_LENGTHS + (size_t)story * 4);
    word_read_styles(w);
    if (!word_read_pieces(w)) {
        w->b->ops->note(w->b, "文件已损坏：找不到正文");
        return TALLYD_CORRUPT;
    }
    word_read_runs(w);
    word_read_paragraphs(w);
    word_read_lists(w);
    read_stories(w);
    if (!w->any && !w->cut)
        return TALLYD_EMPTY;
    if (!w->cut)
        return TALLYD_OK;
    w->b->ops->note(w->b, "文件不完整或已损坏，只读出一部分");
    return TALLYD_PARTIAL;
}

enum tallyd_result word_read(struct cfb *cfb, struct tallyd_builder *b)
{
    struct word w = {.b = b};
    w.main = cfb_read(cfb, "WordDocument", &w.cut);
    uint16_t ident = bytes_u16(w.main, 0), flags = bytes_u16(w.main, FIB_FLAGS);
    if (ident != FIB_IDENT && ident != FIB_OLD_IDENT)
        return TALLYD_CORRUPT;
    if (flags & FLAG_ENCRYPTED)
        return TALLYD_ENCRYPTED;
    if (bytes_u16(w.main, 2) < FIB_97)
        return word_old_read(b, w.main, w.cut);
    w.table = cfb_read(cfb, flags & FLAG_TABLE_1 ? "1Table" : "0Table", &w.cut);
    w.data = cfb_read(cfb, "Data", &w.cut);
    return read_97(&w);
}
