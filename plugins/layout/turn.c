#include "priv.h"

/* In sizes of the type: how far the characters of a word that runs up or down may stand out of their line, and how far apart they
 * may be in it. */
#define SAME_WORD 0.3f
#define WORD_GAP  1.5f

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

/* Whether b follows a in a word that runs down or up. */
static bool is_next(const struct layout_glyph *a, const struct layout_glyph *b)
{
    float step = a->turn == LAYOUT_DOWN ? b->y - a->y : a->y - b->y;
    return b->turn == a->turn && fabsf(b->x - a->x) < SAME_WORD * a->size && step > 0 &&
           step < a->width + WORD_GAP * a->size;
}

/* A word that runs down or up is laid level in the middle of its place, so small that it is no longer than it was high: in a
 * narrow cell it stays in its cell, and it reads in its own order. */
static void lay_level(struct layout_glyph *at, uint32_t n)
{
    const struct layout_glyph first = at[0], last = at[n - 1];
    const float sign = first.turn == LAYOUT_DOWN ? 1 : -1, length = sign * (last.y - first.y) + last.width;
    const float middle_x = first.x + sign * first.size / 2, middle_y = first.y + sign * length / 2;
    const float small = length > first.size ? first.size / length : 1;
    for (uint32_t i = 0; i < n; i++) {
        at[i].x = middle_x + (sign * (at[i].y - first.y) - length / 2) * small;
        at[i].y = middle_y + at[i].size * small * 0.35f;
        at[i].size *= small;
        at[i].width *= small;
        at[i].turn = LAYOUT_UPRIGHT;
    }
}

/* Glyphs [0, n), in the order in which they were drawn. */
static void lay_words(struct layout_glyph *at, uint32_t n)
{
    for (uint32_t from = 0, to; from < n; from = to) {
        to = from + 1;
        if (at[from].turn == LAYOUT_OVER)
            at[from].turn = LAYOUT_UPRIGHT;
        if (at[from].turn == LAYOUT_UPRIGHT)
            continue;
        while (to < n && is_next(&at[to - 1], &at[to]))
            to++;
        lay_level(at + from, to - from);
    }
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
    lay_words(l->glyphs.items, upright);
}
