#include "priv.h"

/* Lines in these shares of a page, from above and below, may be running heads; at most so many of a page. */
#define MARGIN_SHARE 0.12f
#define MARGIN_LINES 3u
/* Repeated on this share of the pages with text, and at least so often, at the same height. */
#define REPEAT_PERCENT  30u
#define REPEAT_LEAST    3u
#define SAME_HEIGHT     12.0f
#define PAGE_NUMBER_MAX 40u
/* Of a document of two pages: repeated on both, at the very same height, in these shares of them. */
#define PAIR_SHARE  0.075f
#define PAIR_HEIGHT 2.0f

/* A line near an edge of its page, with a key that is the same for lines that differ in their digits only. */
struct candidate {
    uint64_t key;
    uint32_t item, page;
    float height;
    bool outer; /* within PAIR_SHARE of the edge */
};

struct candidates {
    struct candidate *items;
    uint32_t n, cap;
};

static bool is_one_of(uint32_t c, const char *set)
{
    struct layout_text s = {set, strlen(set)};
    size_t bytes;
    for (size_t at = 0; at < s.len; at += bytes)
        if (lines_code(s, at, &bytes) == c)
            return true;
    return false;
}

/* `— 12 —`, `第 3 页，共 20 页`, `3/20`, `iv` stands alone: digits and what stands around them. */
static bool is_page_number(struct layout_text text)
{
    size_t digits = 0, bytes;
    if (!text.len || text.len > PAGE_NUMBER_MAX)
        return false;
    for (size_t at = 0; at < text.len; at += bytes) {
        uint32_t c = lines_code(text, at, &bytes);
        bool digit = (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
        if (!digit && !is_one_of(c, " -—–－―─·•~～/|，,第页共总PpAaGgEeOoFf"))
            return false;
        digits += digit;
    }
    return digits > 0 && digits <= 8;
}

static uint64_t key_of(struct layout_text text)
{
    uint64_t key = 14695981039346656037u;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool digit = c >= '0' && c <= '9';
        if (c == ' ' || (digit && i && text.at[i - 1] >= '0' && text.at[i - 1] <= '9'))
            continue;
        key = (key ^ (digit ? '#' : c)) * 1099511628211u;
    }
    return key;
}

static bool has(struct layout_text text, const char *word)
{
    return memmem(text.at, text.len, word, strlen(word)) != NULL;
}

/* Lines that name a table stand at the top of every page of it and belong to it. */
static bool names_a_table(struct layout_text text)
{
    static const char *const words[] = {"单位：", "单位:", "金额单位", "表", "附件", "附 件", "续"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has(text, words[i]))
            return true;
    return false;
}

static bool in_margin(const struct layout_sheet *page, const struct layout_item *item, bool top)
{
    float y = item->line.base / page->height;
    return item->kind == LAYOUT_LINE && (top ? y < MARGIN_SHARE : y > 1 - MARGIN_SHARE);
}

static void consider(struct layout *l, uint32_t index, struct candidates *to)
{
    struct layout_item *item = &l->items.items[index];
    const float y = item->line.base / l->pages.items[item->page - 1].height;
    if (is_page_number(item->line.text))
        item->kind = LAYOUT_ASIDE;
    else if (!names_a_table(item->line.text))
        *SCRATCH_PUSH(l, to) = (struct candidate){key_of(item->line.text), index, item->page, item->line.base,
                                                  y < PAIR_SHARE || y > 1 - PAIR_SHARE};
}

/* The outermost lines of a page, above and below. */
static void collect(struct layout *l, const struct layout_sheet *page, struct candidates *to)
{
    uint32_t above = page->first, below = page->end;
    for (uint32_t n = 0; above < page->end && n < MARGIN_LINES; above++) {
        n += l->items.items[above].kind != LAYOUT_ASIDE;
        if (in_margin(page, &l->items.items[above], true))
            consider(l, above, to);
        else if (l->items.items[above].kind != LAYOUT_ASIDE)
            break;
    }
    for (uint32_t n = 0; below > above && n < MARGIN_LINES; below--, n++)
        if (in_margin(page, &l->items.items[below - 1], false))
            consider(l, below - 1, to);
        else
            break;
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->height < y->height || x->height > y->height)
        return x->height < y->height ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static uint32_t pages_with_text(const struct layout *l)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->pages.n; i++)
        n += l->pages.items[i].glyphs > 0;
    return n;
}

/* Whether candidates [from, to), which are alike, are of enough pages to be running heads. */
static bool are_repeated(const struct candidate *from, const struct candidate *to, uint32_t pages)
{
    if (pages == 2)
        return to - from == 2 && from->page != from[1].page && from->outer && from[1].outer &&
               from[1].height - from->height < PAIR_HEIGHT;
    return to - from >= REPEAT_LEAST && (uint32_t)(to - from) >= pages * REPEAT_PERCENT / 100;
}

void margin_find(struct layout *l)
{
    struct candidates all = {0};
    for (uint32_t i = 0; i < l->pages.n; i++)
        collect(l, &l->pages.items[i], &all);
    if (all.n)
        qsort(all.items, all.n, sizeof *all.items, compare_candidates);
    const uint32_t pages = pages_with_text(l);
    for (uint32_t from = 0, to; from < all.n; from = to) {
        for (to = from + 1; to < all.n && all.items[to].key == all.items[from].key &&
                            all.items[to].height - all.items[from].height < SAME_HEIGHT;)
            to++;
        bool repeated = are_repeated(&all.items[from], &all.items[to], pages);
        for (uint32_t i = from; repeated && i < to; i++)
            l->items.items[all.items[i].item].kind = LAYOUT_ASIDE;
    }
}
