#include "word_priv.h"

#define SPRM_IN_TABLE   0x2416
#define SPRM_ROW_END    0x2417
#define SPRM_DEPTH      0x6649
#define SPRM_INNER_CELL 0x244B
#define SPRM_INNER_ROW  0x244C
#define SPRM_LEVEL      0x260A
#define SPRM_OVERRIDE   0x460B
#define SPRM_HUGE       0x6646
#define SPRM_HUGE_OLD   0x6645

enum {
#define X(name, value, why) LIMIT_##name = (value),
    WORD_LIMITS(X)
#undef X
};

#define FORMAT_DEPTH_MAX 8
#define STYLE_DEPTH      16
/* Overrides above this are no lists: 2047 is Word 6's numbering. */
#define OVERRIDE_MAX 2046

static void apply(struct word_format *to, struct bytes grpprl, bool *ret_inner_row)
{
    for (struct sprm sprm; word_sprm(&grpprl, &sprm);) {
        uint8_t value = bytes_u8(sprm.operand, 0);
        if (sprm.op == SPRM_IN_TABLE)
            to->depth = value ? (to->depth ? to->depth : 1) : 0;
        else if (sprm.op == SPRM_DEPTH)
            to->depth = bytes_u32(sprm.operand, 0) < FORMAT_DEPTH_MAX ? value : FORMAT_DEPTH_MAX;
        else if (sprm.op == SPRM_ROW_END)
            to->row_end = value;
        else if (sprm.op == SPRM_INNER_CELL)
            to->cell_end = value;
        else if (sprm.op == SPRM_INNER_ROW)
            *ret_inner_row = value;
        else if (sprm.op == SPRM_LEVEL)
            to->level = value < 9 ? value : 0;
        else if (sprm.op == SPRM_OVERRIDE)
            to->override = bytes_u16(sprm.operand, 0) <= OVERRIDE_MAX ? bytes_u16(sprm.operand, 0) : 0;
    }
}

/* Base styles first. */
static void apply_style(const struct word *w, uint16_t style, struct word_format *to)
{
    uint16_t chain[STYLE_DEPTH];
    unsigned n = 0;
    bool inner_row;
    for (; style < w->n_styles && n < STYLE_DEPTH; style = w->styles[style].base)
        chain[n++] = style;
    while (n-- > 0) {
        apply(to, w->styles[chain[n]].paragraph, &inner_row);
        to->hidden = to->hidden || w->styles[chain[n]].hidden;
    }
    to->listed_by_style = to->override != 0;
}

static const struct word_paragraph *find(const struct word *w, uint32_t fc)
{
    uint32_t low = 0, high = w->n_paragraphs;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (w->paragraphs[middle].to <= fc)
            low = middle + 1;
        else
            high = middle;
    }
    return low < w->n_paragraphs && w->paragraphs[low].from <= fc ? &w->paragraphs[low] : NULL;
}

/* A list too long for its page stands in the data stream, and the page says where. */
static struct bytes own_properties(const struct word *w, const struct word_paragraph *paragraph)
{
    struct bytes rest = paragraph->grpprl;
    for (struct sprm sprm; word_sprm(&rest, &sprm);)
        if (sprm.op == SPRM_HUGE || sprm.op == SPRM_HUGE_OLD) {
            size_t at = bytes_u32(sprm.operand, 0);
            return bytes_part(w->data, at + 2, bytes_u16(w->data, at));
        }
    return paragraph->grpprl;
}

struct word_format word_format(struct word *w, uint32_t fc, const struct word_piece *piece)
{
    struct word_format format = {0};
    const struct word_paragraph *paragraph = find(w, fc);
    bool inner_row = false;
    if (paragraph) {
        format.style = paragraph->style;
        format.grpprl = own_properties(w, paragraph);
    }
    w->sprm_bytes += format.grpprl.len + piece->grpprl.len;
    if (w->sprm_bytes > LIMIT_word_sprms)
        w->b->ops->limit(w->b, "word_sprms");
    if (format.style < w->n_styles)
        format.builtin = w->styles[format.style].builtin;
    apply_style(w, format.style, &format);
    uint16_t of_style = format.override;
    apply(&format, format.grpprl, &inner_row);
    apply(&format, piece->grpprl, &inner_row);
    format.listed_by_style = format.listed_by_style && of_style == format.override;
    format.row_end = format.depth > 1 ? inner_row : format.row_end;
    format.cell_end = format.depth > 1 && format.cell_end && !inner_row;
    return format;
}
