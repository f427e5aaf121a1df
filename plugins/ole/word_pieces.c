#include "word_priv.h"

#include "../common/charset.h"

#define CLX_PRC    1
#define CLX_PCDT   2
#define PIECE_SIZE 8
#define FC_NARROW  0x40000000u

/* A piece's own properties: one of a short list by number, or a list that stands before the piece table. */
struct prcs {
    struct bytes *items;
    uint32_t n;
};

/* The short properties that change what is read, by their number in the piece. */
#define PRM_DELETED 0x41
#define PRM_HIDDEN  0x5C

/* GB 2312 has no character beyond three bytes of UTF-8. */
static const uint16_t *read_gbk(const struct word *w, struct bytes text)
{
    struct charset_text utf8 = charset_decode(w->b, CHARSET_GB18030, (const char *)text.at, text.len);
    struct bytes from = {(const uint8_t *)utf8.at, utf8.len};
    uint16_t *to = w->b->ops->alloc(w->b, text.len * sizeof *to);
    for (size_t i = 0, at = 0; i < text.len; i += text.at[i] < 0x80 ? 1 : 2) {
        uint8_t c = bytes_u8(from, at);
        if (c < 0x80)
            to[i] = c;
        else if (c < 0xE0)
            to[i] = (uint16_t)((c & 0x1F) << 6 | (bytes_u8(from, at + 1) & 0x3F));
        else
            to[i] = (uint16_t)((c & 0xF) << 12 | (bytes_u8(from, at + 1) & 0x3F) << 6 |
                               (bytes_u8(from, at + 2) & 0x3F));
        at += c < 0x80 ? 1 : c < 0xE0 ? 2 : 3;
    }
    return to;
}

static void set_prm(const struct word *w, struct word_piece *piece, uint16_t prm, const struct prcs *prcs)
{
    if (prm & 1) {
        if (prm >> 1 < prcs->n)
            piece->grpprl = prcs->items[prm >> 1];
        piece->flags = word_run_of(w, piece->grpprl).flags;
        return;
    }
    unsigned op = (prm >> 1) & 0x7F;
    if (op == PRM_DELETED && prm >> 8)
        piece->flags = WORD_DELETED;
    if (op == PRM_HIDDEN && prm >> 8)
        piece->flags = WORD_HIDDEN;
}

static void add_piece(struct word *w, struct bytes table, uint32_t i, uint32_t n, const struct prcs *prcs)
{
    struct word_piece piece = {.from = bytes_u32(table, (size_t)i * 4),
                               .to = bytes_u32(table, (size_t)i * 4 + 4)};
    size_t at = ((size_t)n + 1) * 4 + (size_t)i * PIECE_SIZE;
    uint32_t fc = bytes_u32(table, at + 2), before = w->n_pieces ? w->pieces[w->n_pieces - 1].to : 0;
    piece.narrow = fc & FC_NARROW;
    piece.fc = piece.narrow ? (fc & ~FC_NARROW) / 2 : fc;
    size_t width = piece.narrow ? 1 : 2, room = piece.fc < w->main.len ? (w->main.len - piece.fc) / width : 0;
    if (piece.from != before || piece.to <= piece.from) {
        w->cut = true;
        return;
    }
    if (piece.to - piece.from > room) {
        w->cut = true;
        piece.to = piece.from + (uint32_t)room;
    }
    if (piece.to == piece.from)
        return;
    struct bytes text = bytes_part(w->main, piece.fc, piece.to - piece.from);
    if (piece.narrow && charset_is_gb2312((const char *)text.at, text.len))
        piece.gbk = read_gbk(w, text);
    set_prm(w, &piece, bytes_u16(table, at + 6), prcs);
    w->pieces[w->n_pieces++] = piece;
}

static void read_table(struct word *w, struct bytes table, const struct prcs *prcs)
{
    uint32_t n = table.len < 4 ? 0 : (uint32_t)((table.len - 4) / (4 + PIECE_SIZE));
    w->pieces = w->b->ops->alloc(w->b, ((size_t)n + 1) * sizeof *w->pieces);
    for (uint32_t i = 0; i < n; i++)
        add_piece(w, table, i, n, prcs);
}

bool word_read_pieces(struct word *w)
{
    struct bytes clx = word_part(w, WORD_CLX);
    struct prcs prcs = {w->b->ops->alloc(w->b, (clx.len / 3 + 1) * sizeof(struct bytes)), 0};
    size_t at = 0;
    while (bytes_u8(clx, at) == CLX_PRC) {
        uint16_t size = bytes_u16(clx, at + 1);
        prcs.items[prcs.n++] = bytes_part(clx, at + 3, size);
        at += 3u + size;
    }
    if (bytes_u8(clx, at) != CLX_PCDT)
        return false;
    uint32_t size = bytes_u32(clx, at + 1);
    w->cut = w->cut || !bytes_has(clx, at + 5, size);
    read_table(w, bytes_part(clx, at + 5, size), &prcs);
    return w->n_pieces > 0;
}
