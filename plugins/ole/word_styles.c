#include "word_priv.h"

#define STYLE_NONE     0x0FFF
#define STYLE_OF_TEXT  1 /* kinds: of paragraphs, of characters */
#define STYLE_OF_CHARS 2
/* A style is based on another, at most this deep: Word allows 11. */
#define STYLE_DEPTH 16

#define SPRM_HIDDEN 0x083C

/* The properties of one kind that follow a style's name; padded to an even size. */
static struct bytes take_properties(struct bytes *rest)
{
    uint16_t size = bytes_u16(*rest, 0);
    struct bytes own = bytes_part(*rest, 2, size);
    *rest = bytes_from(*rest, 2u + size + (size & 1));
    return own;
}

static void read_style(struct bytes from, size_t base_size, struct word_style *style)
{
    uint16_t kind = bytes_u16(from, 2) & 0xF;
    struct bytes rest = bytes_from(from, base_size);
    style->builtin = bytes_u16(from, 0) & 0xFFF;
    style->base = bytes_u16(from, 2) >> 4;
    rest = bytes_from(rest, 2 + bytes_u16(rest, 0) * 2ul + 2);
    if (kind == STYLE_OF_TEXT)
        style->paragraph = bytes_from(take_properties(&rest), 2);
    if (kind == STYLE_OF_TEXT || kind == STYLE_OF_CHARS)
        style->character = take_properties(&rest);
    struct bytes own = style->character;
    for (struct sprm sprm; word_sprm(&own, &sprm);)
        if (sprm.op == SPRM_HIDDEN)
            style->hidden = bytes_u8(sprm.operand, 0) & 1;
}

bool word_character_hides(const struct word *w, uint16_t style)
{
    for (int depth = 0; style < w->n_styles && depth < STYLE_DEPTH; depth++) {
        if (w->styles[style].hidden)
            return true;
        style = w->styles[style].base;
    }
    return false;
}

void word_read_styles(struct word *w)
{
    struct bytes sheet = word_part(w, WORD_STYLES);
    size_t at = 2ul + bytes_u16(sheet, 0), base_size = bytes_u16(sheet, 4);
    w->n_styles = bytes_u16(sheet, 2);
    w->styles = w->b->ops->alloc(w->b, ((size_t)w->n_styles + 1) * sizeof *w->styles);
    for (uint32_t i = 0; i < w->n_styles; i++) {
        uint16_t size = bytes_u16(sheet, at);
        w->styles[i].base = STYLE_NONE;
        if (size)
            read_style(bytes_part(sheet, at + 2, size), base_size, &w->styles[i]);
        at += 2ul + size + (size & 1);
    }
}
