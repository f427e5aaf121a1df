#include "word_priv.h"

/* Properties are kept on pages of 512 bytes (FKP): FCs, then for each run where on the page its list is. */
#define PAGE_SIZE 512

#define SPRM_DELETED    0x0800
#define SPRM_FIELD_HIDE 0x0802
#define SPRM_HIDDEN     0x083C
#define SPRM_DATA       0x0806
#define SPRM_SPECIAL    0x0855
#define SPRM_RAISED     0x2A48 /* 1: above the line, 2: below */
#define SPRM_STYLE      0x4A30
#define SPRM_LOCATION   0x6A03
#define SPRM_SYMBOL     0x6A09
#define SPRM_TABLE      0xD608
#define SPRM_TABS       0xC615

bool word_sprm(struct bytes *rest, struct sprm *ret)
{
    static const uint8_t sizes[8] = {1, 1, 2, 4, 2, 2, 0, 3};

    if (rest->len < 3)
        return false;
    uint16_t op = bytes_u16(*rest, 0);
    size_t head = 2, size = sizes[op >> 13];
    if (op == SPRM_TABLE) {
        head = 4;
        size = bytes_u16(*rest, 2) ? bytes_u16(*rest, 2) - 1u : 0;
    } else if (!size) {
        head = 3;
        size = bytes_u8(*rest, 2);
        if (op == SPRM_TABS && size == 255) {
            size_t deleted = bytes_u8(*rest, 3), added = bytes_u8(*rest, 4 + deleted * 4);
            size = 2 + deleted * 4 + added * 3;
        }
    }
    *ret = (struct sprm){op, bytes_part(*rest, head, size)};
    *rest = bytes_from(*rest, head + size);
    return true;
}

/* Sets or clears a flag. */
static void flag(struct word_run *run, uint8_t which, bool on)
{
    run->flags = (uint8_t)((run->flags & ~which) | (on ? which : 0));
}

struct word_run word_run_of(const struct word *w, struct bytes grpprl)
{
    struct word_run run = {0};
    uint32_t location = 0;
    bool by_style = false, data = false;
    for (struct sprm sprm; word_sprm(&grpprl, &sprm);) {
        uint8_t value = bytes_u8(sprm.operand, 0);
        bool on = value & 0x80 ? by_style != (value & 1) : value & 1;
        if (sprm.op == SPRM_STYLE) {
            by_style = word_character_hides(w, bytes_u16(sprm.operand, 0));
            flag(&run, WORD_HIDDEN, by_style);
        } else if (sprm.op == SPRM_HIDDEN)
            flag(&run, WORD_HIDDEN, on);
        else if (sprm.op == SPRM_DELETED)
            flag(&run, WORD_DELETED, on);
        else if (sprm.op == SPRM_RAISED)
            flag(&run, WORD_RAISED, value == 1);
        else if (sprm.op == SPRM_FIELD_HIDE && value)
            flag(&run, WORD_IN_CODE, true);
        else if (sprm.op == SPRM_SPECIAL && value)
            flag(&run, WORD_SPECIAL, true);
        else if (sprm.op == SPRM_DATA)
            data = on;
        else if (sprm.op == SPRM_LOCATION)
            location = bytes_u32(sprm.operand, 0);
        else if (sprm.op == SPRM_SYMBOL)
            run.symbol = bytes_u16(sprm.operand, 2);
    }
    run.form = data && location < UINT32_MAX ? location + 1 : 0;
    return run;
}

/* Calls `add` for each run of each page that a list of pages (PlcfBte) names, in the order of the text. */
static void each_run(struct word *w, enum word_part part, unsigned entry,
                     void (*add)(struct word *, struct bytes page, const uint32_t range[2], size_t at))
{
    struct bytes list = word_part(w, part);
    size_t n = list.len < 4 ? 0 : (list.len - 4) / 8;
    if (n > w->main.len / PAGE_SIZE + 1) /* a page is named once */
        n = w->main.len / PAGE_SIZE + 1;
    uint32_t before = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t number = bytes_u32(list, (n + 1) * 4 + i * 4) & 0x3FFFFF;
        struct bytes page = bytes_part(w->main, (size_t)number * PAGE_SIZE, PAGE_SIZE);
        size_t runs = bytes_u8(page, PAGE_SIZE - 1);
        for (size_t r = 0; r < runs; r++) {
            uint32_t range[2] = {bytes_u32(page, r * 4), bytes_u32(page, r * 4 + 4)};
            if (range[0] < before || range[1] <= range[0] || (runs + 1) * 4 + r * entry >= PAGE_SIZE) {
                w->cut = w->cut || range[1] < range[0];
                continue;
            }
            before = range[1];
            add(w, page, range, 2ul * bytes_u8(page, (runs + 1) * 4 + r * entry));
        }
    }
}

static void add_run(struct word *w, struct bytes page, const uint32_t range[2], size_t at)
{
    struct word_run run = {0};
    if (at)
        run = word_run_of(w, bytes_part(page, at + 1, bytes_u8(page, at)));
    run.from = range[0];
    run.to = range[1];
    if (run.flags || run.symbol || run.form)
        w->runs[w->n_runs++] = run;
}

static void add_paragraph(struct word *w, struct bytes page, const uint32_t range[2], size_t at)
{
    struct word_paragraph paragraph = {.from = range[0], .to = range[1]};
    size_t words = bytes_u8(page, at), head = words ? 1 : 2;
    size_t size = words ? words * 2 - 1 : bytes_u8(page, at + 1) * 2ul;
    if (at && size >= 2) {
        paragraph.style = bytes_u16(page, at + head);
        paragraph.grpprl = bytes_part(page, at + head + 2, size - 2);
    }
    w->paragraphs[w->n_paragraphs++] = paragraph;
}

/* Room for every run that the pages of a list can hold. */
static size_t most_runs(const struct word *w, enum word_part part, size_t each)
{
    size_t pages = word_part(w, part).len / 8 + 1, most = w->main.len / PAGE_SIZE + 1;
    return (pages < most ? pages : most) * (PAGE_SIZE / (4 + each));
}

void word_read_runs(struct word *w)
{
    w->runs = w->b->ops->alloc(w->b, most_runs(w, WORD_CHPX, 1) * sizeof *w->runs);
    each_run(w, WORD_CHPX, 1, add_run);
}

void word_read_paragraphs(struct word *w)
{
    w->paragraphs = w->b->ops->alloc(w->b, most_runs(w, WORD_PAPX, 13) * sizeof *w->paragraphs);
    each_run(w, WORD_PAPX, 13, add_paragraph);
}
