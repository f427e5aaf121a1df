#include "priv.h"

#include <stdio.h>

/* Most characters of a text that a person can read have a code that a report may have. */
#define STRANGE_PERCENT 20
#define STRANGE_LEAST   10
/* Of so many Chinese characters, so many in a hundred are among the commonest: a third are, in any text. */
#define HAN_LEAST      200
#define COMMON_PERCENT 6
/* Pictures that cover this share of a page are the page, if hardly more is written on it than the name of the
 * scanning program. */
#define SCAN_SHARE 0.3f
#define SCAN_CHARS 12u
#define PAGE_LEAST 1.0f

void *layout_room(struct layout *l, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap) {
        memset((char *)items + n * size, 0, size);
        return items;
    }
    uint32_t more = *cap ? *cap * 2 : 16;
    char *grown = l->b->ops->alloc(l->b, more * size);
    if (n)
        memcpy(grown, items, n * size);
    *cap = more;
    return grown;
}

struct layout *layout_new(struct tallyd_builder *b)
{
    struct layout *l = b->ops->alloc(b, sizeof *l);
    l->b = b;
    return l;
}

static struct layout_sheet *current(struct layout *l)
{
    return &l->pages.items[l->pages.n - 1];
}

/* The page is complete: its parts become items. */
static void end_page(struct layout *l)
{
    if (!l->pages.n)
        return;
    struct layout_sheet *page = current(l);
    turn_upright(l, page);
    grid_find(l);
    lines_find(l, 0, l->glyphs.n, &l->lines);
    columns_find(l);
    page->end = l->items.n;
    l->glyphs.n = l->rules.n = l->tables.n = 0;
    l->lines = (struct layout_lines){0};
    scratch_reset(l);
}

void layout_page(struct layout *l, float width, float height)
{
    end_page(l);
    if (l->pages.n >= LIMIT_layout_pages)
        l->b->ops->limit(l->b, "layout_pages");
    struct layout_sheet *page = LAYOUT_PUSH(l, &l->pages);
    page->first = l->items.n;
    page->width = fmaxf(width, PAGE_LEAST);
    page->height = fmaxf(height, PAGE_LEAST);
}

static bool is_sane(float value)
{
    return isfinite(value) && fabsf(value) < 1e6f;
}

static void count_code(struct layout *l, struct layout_sheet *page, uint32_t code)
{
    l->total++;
    page->strange += codes_is_strange(code);
    l->han += code >= 0x4E00 && code <= 0x9FFF;
    l->common += codes_is_common(code);
}

void layout_glyph(struct layout *l, const struct layout_glyph *glyph)
{
    struct layout_sheet *page = current(l);
    bool sane = is_sane(glyph->x) && is_sane(glyph->y) && is_sane(glyph->width) && glyph->size > 0 &&
                is_sane(glyph->size);
    if (!sane || glyph->x < -glyph->size || glyph->y < 0 || glyph->x > page->width ||
        glyph->y > page->height + glyph->size)
        return;
    if (l->total >= LIMIT_layout_glyphs)
        l->b->ops->limit(l->b, "layout_glyphs");
    bool blank = lines_is_blank(glyph->code);
    page->glyphs += !blank;
    page->hidden += !blank && glyph->hidden;
    count_code(l, page, glyph->code);
    *LAYOUT_PUSH(l, &l->glyphs) = *glyph;
    if (l->glyphs.items[l->glyphs.n - 1].width < 0)
        l->glyphs.items[l->glyphs.n - 1].width = 0;
}

void layout_damaged(struct layout *l)
{
    current(l)->damaged = true;
}

void layout_rule(struct layout *l, struct layout_box box)
{
    if (!is_sane(box.x0) || !is_sane(box.y0) || !is_sane(box.x1) || !is_sane(box.y1))
        return;
    if (fabsf(box.x1 - box.x0) > LAYOUT_THIN && fabsf(box.y1 - box.y0) > LAYOUT_THIN)
        return;
    if (l->rules.n >= LIMIT_layout_rules) {
        layout_damaged(l);
        return;
    }
    *LAYOUT_PUSH(l, &l->rules) = (struct layout_box){fminf(box.x0, box.x1), fminf(box.y0, box.y1),
                                                     fmaxf(box.x0, box.x1), fmaxf(box.y0, box.y1)};
}

void layout_frame(struct layout *l, struct layout_box box)
{
    layout_rule(l, (struct layout_box){box.x0, box.y0, box.x1, box.y0});
    layout_rule(l, (struct layout_box){box.x0, box.y1, box.x1, box.y1});
    layout_rule(l, (struct layout_box){box.x0, box.y0, box.x0, box.y1});
    layout_rule(l, (struct layout_box){box.x1, box.y0, box.x1, box.y1});
}

void layout_image(struct layout *l, struct layout_box box)
{
    struct layout_sheet *page = current(l);
    float area = fabsf((box.x1 - box.x0) * (box.y1 - box.y0));
    page->pictured += area / (page->width * page->height);
}

/* A page that is a picture: nothing written on it, or only what recognition guessed. */
static bool is_scan(const struct layout_sheet *page)
{
    return page->pictured >= SCAN_SHARE && page->glyphs - page->hidden <= SCAN_CHARS;
}

/* `第2、3、5页` of the pages that `is` holds for, with what is the matter; at most a few are named. */
static void note_pages(struct layout *l, bool (*is)(const struct layout_sheet *), const char *what)
{
    char note[400];
    int n = 0;
    uint32_t named = 0;
    for (uint32_t i = 0; i < l->pages.n && named < 20; i++)
        if (is(&l->pages.items[i]))
            n += snprintf(note + n, sizeof note - (size_t)n, "%s%u", named++ ? "、" : "第", i + 1);
    snprintf(note + n, sizeof note - (size_t)n, "页%s", what);
    layout_note(l, note);
}

static bool is_damaged(const struct layout_sheet *page)
{
    return page->damaged;
}

/* A page of a font without a true table of codes. */
static bool is_garbled(const struct layout_sheet *page)
{
    return page->strange >= STRANGE_LEAST &&
           page->strange * 100ull >= page->glyphs * (uint64_t)STRANGE_PERCENT;
}

/* Such a page is left out. */
static void drop_garbled(struct layout *l)
{
    for (uint32_t i = 0; i < l->pages.n; i++)
        for (uint32_t k = l->pages.items[i].first;
             k < l->pages.items[i].end && is_garbled(&l->pages.items[i]); k++)
            l->items.items[k].kind = LAYOUT_GONE;
}

/* Whether the document's codes are no text: most of it stands on such pages, or it has characters that make no words. */
static bool is_unreadable(const struct layout *l)
{
    uint64_t all = 0, garbled = 0;
    for (uint32_t i = 0; i < l->pages.n; i++) {
        all += l->pages.items[i].glyphs;
        garbled += is_garbled(&l->pages.items[i]) ? l->pages.items[i].glyphs : 0;
    }
    return garbled * 2 > all || (l->han >= HAN_LEAST && l->common * 100 < l->han * COMMON_PERCENT);
}

static uint32_t count(const struct layout *l, bool (*is)(const struct layout_sheet *))
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->pages.n; i++)
        n += is(&l->pages.items[i]);
    return n;
}

/* What of the document was not read, once its text was. */
static enum tallyd_result completeness(struct layout *l)
{
    const uint32_t scans = count(l, is_scan), damaged = count(l, is_damaged), garbled = count(l, is_garbled);
    if (scans)
        note_pages(l, is_scan, "是扫描图，没有读");
    if (damaged)
        note_pages(l, is_damaged, "有损坏，没有读全");
    if (garbled)
        note_pages(l, is_garbled, "的字符没有可用的编码，没有读");
    return scans || damaged || garbled ? TALLYD_PARTIAL : TALLYD_OK;
}

enum tallyd_result layout_finish(struct layout *l)
{
    uint64_t written = 0;
    end_page(l);
    notes_attached(l);
    for (uint32_t i = 0; i < l->pages.n; i++)
        written += is_scan(&l->pages.items[i]) ? 0 : l->pages.items[i].glyphs;
    if (!written)
        return count(l, is_scan) ? TALLYD_SCANNED : count(l, is_damaged) ? TALLYD_CORRUPT : TALLYD_EMPTY;
    if (is_unreadable(l)) {
        layout_note(l, "多数字符没有可用的编码：文件内的字体缺少或损坏了字符对照表");
        return TALLYD_UNREADABLE_TEXT;
    }
    drop_garbled(l);
    margin_find(l);
    join_tables(l);
    push_all(l);
    return completeness(l);
}
