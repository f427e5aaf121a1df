#include "page.h"

#include "../common/str.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* A page with fewer links is a document. */
#define PAGE_SITE_LINKS 15
/* A list of links: at least so many, with at least so many parts in ten of its text. */
#define PAGE_LIST_LINKS 3
#define PAGE_LIST_SHARE 8
/* The main part has so many parts in four of a page's text. */
#define PAGE_MAIN_SHARE 3
/* It reaches outwards as long as that adds no more links than this: its title, not the site's navigation. */
#define PAGE_MAIN_LINKS 2
/* A line that tells of the page is short. */
#define PAGE_LINE_MAX 240

struct reader {
    struct page page;
    uint32_t open; /* number of the innermost open element, UINT32_MAX for none */
    unsigned in_link;
    bool workbook; /* saved by Excel, or by WPS as one */
};

#define NONE UINT32_MAX

static bool is_tag(const GumboNode *node, const GumboTag *tags, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tree_tag(node) == tags[i])
            return true;
    return false;
}
#define IS_TAG(node, tags) is_tag(node, tags, sizeof(tags) / sizeof *(tags))

static bool is_hidden(const GumboNode *node)
{
    static const GumboTag tags[] = {
        GUMBO_TAG_HEAD,     GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,  GUMBO_TAG_TEMPLATE,
        GUMBO_TAG_NOSCRIPT, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_SELECT,
        GUMBO_TAG_TEXTAREA, GUMBO_TAG_BUTTON, GUMBO_TAG_DEL,    GUMBO_TAG_SVG,
        GUMBO_TAG_MATH,     GUMBO_TAG_AUDIO,  GUMBO_TAG_VIDEO,  GUMBO_TAG_CANVAS};
    return IS_TAG(node, tags) || tree_get(node, "hidden") || tree_style_is(node, "display", "none") ||
           tree_style_is(node, "visibility", "hidden") || tree_style_is(node, "mso-hide", "all");
}

static bool has_text(const GumboNode *root)
{
    for (const GumboNode *node = root; node; node = tree_next(node, root, false, NULL, NULL))
        if (node->type == GUMBO_NODE_TEXT && !str_is_blank(node->v.text.text, strlen(node->v.text.text)))
            return true;
    return false;
}

/* Hidden rows of a workbook hold parts of its totals. Rows without height have only the columns' widths, for browsers. */
static bool is_left_out(const struct reader *r, const GumboNode *node)
{
    const char *height = tree_get(node, "height");
    bool row = tree_tag(node) == GUMBO_TAG_TR, hidden = is_hidden(node);
    if (row && height && strcmp(height, "0") == 0)
        return !has_text(node) || (hidden && !r->workbook);
    return hidden && !(row && r->workbook && has_text(node));
}

static bool is_workbook(const GumboNode *root)
{
    for (const GumboNode *node = root; node && tree_tag(node) != GUMBO_TAG_BODY;
         node = tree_next(node, root, false, NULL, NULL)) {
        const char *name = tree_tag(node) == GUMBO_TAG_META ? tree_get(node, "name") : NULL;
        const char *content = name && strcasecmp(name, "ProgId") == 0 ? tree_get(node, "content") : NULL;
        if (content)
            return strncasecmp(content, "Excel.", strlen("Excel.")) == 0;
    }
    return false;
}

/* Whether one of the words of an element's class or id names what sites have around their articles. */
static bool has_site_word(const char *names)
{
    static const char *const words[] = {
        "nav",       "navbar",          "navigation", "menu",       "footer",
        "foot",      "crumb",           "crumbs",     "breadcrumb", "share",
        "copyright", "sidebar",         "search",     "searchbox",  "friendlink",
        "login",     "toolbar",         "pager",      "related",    "currentpath",
        "banner",    "bdsharebuttonbox"};
    for (const char *at = names; at && *at;) {
        size_t n = 0;
        while (isalnum((unsigned char)at[n]))
            n++;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strlen(words[i]) == n && strncasecmp(words[i], at, n) == 0)
                return true;
        at += n ? n : 1;
    }
    return false;
}

static bool is_site_part(const GumboNode *node)
{
    static const GumboTag tags[] = {GUMBO_TAG_NAV, GUMBO_TAG_FOOTER, GUMBO_TAG_ASIDE};
    static const GumboTag never[] = {GUMBO_TAG_HTML, GUMBO_TAG_BODY, GUMBO_TAG_FORM, GUMBO_TAG_MAIN,
                                     GUMBO_TAG_ARTICLE};
    if (IS_TAG(node, never))
        return false;
    return IS_TAG(node, tags) || has_site_word(tree_get(node, "class")) ||
           has_site_word(tree_get(node, "id"));
}

/* Word's running heads, and notes of who changed what. */
static bool is_running(const GumboNode *node)
{
    return tree_style_is(node, "mso-element", "header") || tree_style_is(node, "mso-element", "footer") ||
           tree_style_is(node, "mso-element", "comment");
}

static uint32_t weight_of(const char *text)
{
    uint32_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80 && !isspace((unsigned char)*text);
    return n;
}

static void open_part(struct reader *r, const GumboNode *node)
{
    struct page *page = &r->page;
    page->parts[page->n] =
        (struct page_part){.node = node, .parent = r->open, .hidden = is_left_out(r, node)};
    r->open = page->n++;
    r->in_link += tree_tag(node) == GUMBO_TAG_A;
}

/* The table around a row or a cell. */
static struct page_part *table_around(const struct reader *r, uint32_t part)
{
    while (part != NONE && tree_tag(r->page.parts[part].node) != GUMBO_TAG_TABLE)
        part = r->page.parts[part].parent;
    return part == NONE ? NULL : &r->page.parts[part];
}

static void close_table(const struct reader *r, struct page_part *table)
{
    bool around = table->grid; /* so far set by a table inside */
    bool own = table->rows > 1 && table->cells > table->rows && table->filled > 1;
    const char *role = tree_get(table->node, "role");
    table->layout = around || table->cells <= table->rows || table->filled <= 1 ||
                    (role && strcasecmp(role, "presentation") == 0);
    table->grid = around || own;
    struct page_part *outer = table_around(r, table->parent);
    if (outer && table->grid)
        outer->grid = true;
}

static void on_leave(void *context, const GumboNode *node)
{
    struct reader *r = context;
    struct page_part *part = &r->page.parts[r->open], *up = NULL;
    GumboTag tag = tree_tag(node);
    part->end = r->page.n;
    r->open = part->parent;
    if (r->open != NONE)
        up = &r->page.parts[r->open];
    r->in_link -= tag == GUMBO_TAG_A;
    part->links += tag == GUMBO_TAG_A && tree_get(node, "href") != NULL;
    if (tag == GUMBO_TAG_TABLE && !part->hidden)
        close_table(r, part);
    struct page_part *table = tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH
                                  ? table_around(r, part->parent)
                                  : NULL;
    if (table && !part->hidden) {
        table->rows += tag == GUMBO_TAG_TR;
        table->cells += tag != GUMBO_TAG_TR;
        table->filled += tag != GUMBO_TAG_TR && part->weight;
    }
    if (up) {
        up->weight += part->weight;
        up->linked += part->linked;
        up->links += part->links;
    }
}

static void count_text(struct reader *r, const GumboNode *node)
{
    uint32_t weight = weight_of(node->v.text.text);
    if (r->open == NONE)
        return;
    r->page.parts[r->open].weight += weight;
    r->page.parts[r->open].linked += r->in_link ? weight : 0;
}

static uint32_t plain(const struct page_part *part)
{
    return part->weight - part->linked;
}

static bool is_link_list(const struct page_part *part)
{
    static const GumboTag tags[] = {GUMBO_TAG_DIV, GUMBO_TAG_UL,    GUMBO_TAG_OL,     GUMBO_TAG_DL,
                                    GUMBO_TAG_P,   GUMBO_TAG_TABLE, GUMBO_TAG_SECTION};
    return IS_TAG(part->node, tags) && part->links >= PAGE_LIST_LINKS &&
           part->linked * 10ul >= part->weight * (unsigned long)PAGE_LIST_SHARE;
}

/* Parts of the site, as long as they are not most of the page. */
static void mark_asides(struct page *page)
{
    uint32_t all = page->parts[0].weight;
    for (uint32_t i = 0; i < page->n; i++) {
        struct page_part *part = &page->parts[i];
        bool site = is_site_part(part->node) || is_link_list(part);
        part->aside = is_running(part->node) || (site && part->weight <= all / 2);
        page->site = page->site || (site && part->aside && part->weight);
    }
}

static bool is_container(const GumboNode *node)
{
    static const GumboTag tags[] = {GUMBO_TAG_HTML,    GUMBO_TAG_BODY,    GUMBO_TAG_DIV,  GUMBO_TAG_MAIN,
                                    GUMBO_TAG_ARTICLE, GUMBO_TAG_SECTION, GUMBO_TAG_FORM, GUMBO_TAG_CENTER,
                                    GUMBO_TAG_TD,      GUMBO_TAG_UNKNOWN};
    return IS_TAG(node, tags);
}

/* The innermost container with most of the text; tables of figures are not gone into. */
static uint32_t innermost(const struct page *page)
{
    uint32_t main = 0, all = plain(&page->parts[0]);
    for (uint32_t i = 1; i < page->n;) {
        const struct page_part *part = &page->parts[i];
        bool heavy = plain(part) * 4ul >= all * (unsigned long)PAGE_MAIN_SHARE;
        bool grid = tree_tag(part->node) == GUMBO_TAG_TABLE && !part->layout;
        if (heavy && is_container(part->node))
            main = i;
        i = !heavy || part->hidden || grid ? part->end : i + 1;
    }
    return main;
}

static void find_main(struct page *page)
{
    if (page->parts[0].links < PAGE_SITE_LINKS)
        return;
    page->site = true;
    uint32_t main = innermost(page);
    while (main && page->parts[main].parent != NONE &&
           page->parts[page->parts[main].parent].links <= page->parts[main].links + PAGE_MAIN_LINKS)
        main = page->parts[main].parent;
    page->main = main;
}

static size_t count_elements(const GumboNode *root)
{
    size_t n = 0;
    for (const GumboNode *node = root; node; node = tree_next(node, root, false, NULL, NULL))
        n += tree_is_element(node);
    return n;
}

void page_read(struct tallyd_builder *b, const GumboNode *root, struct page *ret)
{
    struct reader r = {.open = NONE, .workbook = is_workbook(root)};
    r.page.parts = b->ops->scratch(b, count_elements(root) * sizeof *r.page.parts);
    for (const GumboNode *node = root; node;) {
        bool element = tree_is_element(node);
        if (element)
            open_part(&r, node);
        if (node->type == GUMBO_NODE_TEXT)
            count_text(&r, node);
        bool skip = element && r.page.parts[r.open].hidden;
        node = tree_next(node, root, skip, on_leave, &r);
    }
    if (r.page.n) {
        mark_asides(&r.page);
        find_main(&r.page);
    }
    *ret = r.page;
}

bool page_is_outside(const struct page *page, uint32_t part)
{
    return page->main && (part < page->main || part >= page->parts[page->main].end);
}

static bool has_mark(const char *text, size_t length, const char *const *marks, size_t n, bool first)
{
    for (size_t i = 0; i < n; i++) {
        size_t size = strlen(marks[i]);
        if (first ? length >= size && memcmp(text, marks[i], size) == 0
                  : memmem(text, length, marks[i], size) != NULL)
            return true;
    }
    return false;
}
#define HAS_MARK(text, length, marks, first)                                                                 \
    has_mark(text, length, marks, sizeof(marks) / sizeof *(marks), first)

bool page_is_site_line(const char *text, size_t length)
{
    static const char *const begin[] = {
        "当前位置", "您所在的位置", "您的位置", "浏览次数", "浏览量",   "点击数",     "点击量",   "访问量",
        "打印",     "【打印",       "分享",     "字体",     "字号",     "【字体",     "上一篇",   "下一篇",
        "来源：",   "信息来源：",   "文章来源", "发布时间", "发布日期", "发布机构：", "发文日期", "扫一扫"};
    static const char *const hold[] = {"版权所有", "ICP备",    "公网安备", "网站标识码",
                                       "关闭窗口", "打印本页", "责任编辑", "浏览次数"};
    if (length > PAGE_LINE_MAX || memmem(text, length, "。", strlen("。")))
        return false;
    return HAS_MARK(text, length, begin, true) || HAS_MARK(text, length, hold, false);
}
