#include "priv.h"

/* Where a point goes when a page is turned back by quarter turns. */
static void turn_point(float *x, float *y, unsigned turn, float width, float height)
{
    float from_x = *x, from_y = *y;
    if (turn == LAYOUT_DOWN) {
        *x = from_y;
        *y = width - from_x;
    } else if (turn == LAYOUT_OVER) {
        *x = width - from_x;
        *y = height - from_y;
    } else if (turn == LAYOUT_UP) {
        *x = height - from_y;
        *y = from_x;
    }
}

/* Which way most of the page's text runs. */
static unsigned turn_of_page(const struct layout *l)
{
    uint32_t n[LAYOUT_OBLIQUE + 1] = {0};
    unsigned most = LAYOUT_UPRIGHT;
    for (uint32_t i = 0; i < l->glyphs.n; i++)
        n[l->glyphs.items[i].turn]++;
    for (unsigned turn = LAYOUT_DOWN; turn < LAYOUT_OBLIQUE; turn++)
        most = n[turn] > n[most] ? turn : most;
    return most;
}

static void turn_page(struct layout *l, struct layout_sheet *page, unsigned turn)
{
    const float width = page->width, height = page->height;
    for (uint32_t i = 0; i < l->glyphs.n; i++) {
        struct layout_glyph *g = &l->glyphs.items[i];
        turn_point(&g->x, &g->y, turn, width, height);
        if (g->turn != LAYOUT_OBLIQUE)
            g->turn = (g->turn + 4 - turn) % 4;
    }
    for (uint32_t i = 0; i < l->rules.n; i++) {
        struct layout_box *r = &l->rules.items[i], from;
        turn_point(&r->x0, &r->y0, turn, width, height);
        turn_point(&r->x1, &r->y1, turn, width, height);
        from = *r;
        *r = (struct layout_box){fminf(from.x0, from.x1), fminf(from.y0, from.y1), fmaxf(from.x0, from.x1),
                                 fmaxf(from.y0, from.y1)};
    }
    if (turn == LAYOUT_DOWN || turn == LAYOUT_UP) {
        page->width = height;
        page->height = width;
    }
}

/* A glyph of a word that runs down or up stands upright in its own place: read from above. */
static void turn_glyph(struct layout_glyph *g)
{
    if (g->turn == LAYOUT_DOWN || g->turn == LAYOUT_UP)
        g->y += g->turn == LAYOUT_DOWN ? g->width * 0.8f : 0;
    if (g->turn == LAYOUT_UP)
        g->x -= g->size * 0.8f;
    g->turn = LAYOUT_UPRIGHT;
}

/* Stamps and watermarks, in the order in which they were drawn. */
static void set_askew_apart(struct layout *l, uint32_t from)
{
    struct layout_text text = lines_text(l, from, l->glyphs.n);
    layout_aside(l, text.at, text.len);
}

/* Moves oblique glyphs and those of stamps to the end, and drops invisible ones; gives the number of the others. */
static uint32_t part_glyphs(struct layout *l)
{
    struct layout_glyph *at = l->glyphs.items;
    uint32_t n = 0;
    struct layout_glyphs askew = {0};
    for (uint32_t i = 0; i < l->glyphs.n; i++) {
        if (at[i].turn == LAYOUT_OBLIQUE || at[i].apart)
            *SCRATCH_PUSH(l, &askew) = at[i];
        else if (!at[i].hidden)
            at[n++] = at[i];
    }
    if (askew.n)
        memcpy(at + n, askew.items, askew.n * sizeof *at);
    l->glyphs.n = n + askew.n;
    return n;
}

void turn_upright(struct layout *l, struct layout_sheet *page)
{
    unsigned turn = turn_of_page(l);
    if (turn != LAYOUT_UPRIGHT)
        turn_page(l, page, turn);
    uint32_t upright = part_glyphs(l);
    set_askew_apart(l, upright);
    l->glyphs.n = upright;
    for (uint32_t i = 0; i < upright; i++)
        turn_glyph(&l->glyphs.items[i]);
}
