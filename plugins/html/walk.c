#include "walk.h"

#include "../common/counting.h"
#include "../common/str.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* HTML's own bounds of a cell's extent. */
#define WALK_COLUMNS 1000
#define WALK_ROWS    65534
/* A title outside of the main part is not longer. */
#define WALK_TITLE_MAX 300

/* A table that is being read. */
struct open_table {
    struct open_table *outer;
    const GumboNode *node;
    struct flow_table *table; /* once it has a row */
    struct flow *flow;        /* around it */
    uint32_t rows_left;       /* of the group of rows */
};

/* A list that is being read. */
struct open_list {
    struct open_list *outer;
    const GumboNode *node;
    enum counting counting;
    long next;
};

struct walk {
    struct tallyd_builder *b;
    struct page page;
    uint32_t next, open; /* numbers of the next element and of the innermost open one */
    struct flow *flow;
    struct str text;  /* of the open paragraph */
    struct str label; /* of an item of a list that has no text yet */
    bool gap;         /* a blank is due before the next word */
    unsigned aside, heading, title, pre, raised;
    const GumboNode *label_from; /* Word's span with an item's number, and where its text begins */
    size_t label_at;
    bool outside;
    struct open_table *tables;
    struct open_list *lists;
};

static bool is_block(GumboTag tag)
{
    static const GumboTag inlines[] = {
        GUMBO_TAG_A,       GUMBO_TAG_ABBR,   GUMBO_TAG_ACRONYM, GUMBO_TAG_B,     GUMBO_TAG_BDI,
        GUMBO_TAG_BDO,     GUMBO_TAG_BIG,    GUMBO_TAG_CITE,    GUMBO_TAG_CODE,  GUMBO_TAG_DFN,
        GUMBO_TAG_EM,      GUMBO_TAG_FONT,   GUMBO_TAG_I,       GUMBO_TAG_IMG,   GUMBO_TAG_INPUT,
        GUMBO_TAG_INS,     GUMBO_TAG_KBD,    GUMBO_TAG_LABEL,   GUMBO_TAG_MARK,  GUMBO_TAG_NOBR,
        GUMBO_TAG_Q,       GUMBO_TAG_S,      GUMBO_TAG_SAMP,    GUMBO_TAG_SMALL, GUMBO_TAG_SPAN,
        GUMBO_TAG_SUB,     GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG,  GUMBO_TAG_SUP,   GUMBO_TAG_TIME,
        GUMBO_TAG_TT,      GUMBO_TAG_U,      GUMBO_TAG_VAR,     GUMBO_TAG_WBR,   GUMBO_TAG_RUBY,
        GUMBO_TAG_UNKNOWN, GUMBO_TAG_LINK,   GUMBO_TAG_META};
    for (size_t i = 0; i < sizeof inlines / sizeof *inlines; i++)
        if (inlines[i] == tag)
            return false;
    return true;
}

static bool is_heading(GumboTag tag)
{
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

/* Blanks at both ends, those of HTML and of Chinese typing. */
static void trim(const char **at, size_t *length)
{
    static const char *const blanks[] = {" ", "\n", "\t", "\xC2\xA0", "\xE3\x80\x80"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks;) {
        size_t n = strlen(blanks[i]);
        if (*length >= n && memcmp(*at, blanks[i], n) == 0)
            *at += n, *length -= n, i = 0;
        else if (*length >= n && memcmp(*at + *length - n, blanks[i], n) == 0)
            *length -= n, i = 0;
        else
            i++;
    }
}

static enum flow_role role_of(const struct walk *w, const char *text, size_t length)
{
    bool in_table = w->tables != NULL;
    bool title = w->title && length <= WALK_TITLE_MAX;
    if (w->aside || (w->outside && !title && !in_table))
        return FLOW_ASIDE;
    if (w->page.site && !in_table && page_is_site_line(text, length))
        return FLOW_ASIDE;
    return w->heading ? FLOW_HEADING : FLOW_TEXT;
}

static void flush(struct walk *w)
{
    const char *text = w->text.at ? w->text.at : "";
    size_t length = w->text.len;
    trim(&text, &length);
    if (length && w->label.len) {
        str_add(&w->label, text, length);
        text = w->label.at;
        length = w->label.len;
    }
    if (length)
        flow_paragraph(w->flow, role_of(w, text, length), text, length);
    if (length)
        str_clear(&w->label);
    str_clear(&w->text);
    w->label_at = 0;
    w->gap = false;
}

/* Blanks in a row are one, as a browser shows them. */
static void put_text(struct walk *w, const char *text)
{
    while (*text) {
        size_t blanks = strspn(text, w->pre ? "\r" : " \t\r\n\f"), n;
        w->gap = w->gap || blanks;
        text += blanks;
        n = strcspn(text, w->pre ? "\r\n" : " \t\r\n\f");
        if (n && w->gap && w->text.len && !w->pre)
            str_puts(&w->text, " ");
        w->gap = w->gap && !n;
        (w->raised ? str_raised : str_add)(&w->text, text, n);
        text += n;
        if (w->pre && *text == '\n') {
            flush(w);
            text++;
        }
    }
}

static unsigned extent(const GumboNode *node, const char *name, unsigned most)
{
    const char *value = tree_get(node, name);
    long n = value ? strtol(value, NULL, 10) : 1;
    return n < 1 ? 1 : n > (long)most ? most : (unsigned)n;
}

static uint32_t count_rows(const GumboNode *group)
{
    uint32_t n = 0;
    for (unsigned i = 0; i < group->v.element.children.length; i++)
        n += tree_tag(group->v.element.children.data[i]) == GUMBO_TAG_TR;
    return n;
}

static void open_table(struct walk *w, const GumboNode *node)
{
    struct open_table *table = w->b->ops->alloc(w->b, sizeof *table);
    *table = (struct open_table){.outer = w->tables, .node = node, .flow = w->flow};
    w->tables = table;
}

static void open_row(struct walk *w)
{
    struct open_table *table = w->tables;
    if (!table->table)
        table->table = flow_table(table->flow);
    flow_row(table->table, 0);
    table->rows_left -= table->rows_left > 0;
}

static void open_cell(struct walk *w, const GumboNode *node)
{
    struct open_table *table = w->tables;
    const char *rows = tree_get(node, "rowspan");
    unsigned span = rows && strcmp(rows, "0") == 0 ? WALK_ROWS : extent(node, "rowspan", WALK_ROWS);
    if (!table->table)
        return;
    span = span <= table->rows_left + 1 ? span : table->rows_left + 1;
    w->flow = flow_cell(table->table, span, extent(node, "colspan", WALK_COLUMNS), false);
}

/* Whether a row or a cell is one of the table that is being read, and not of a layout table in it. */
static bool is_own(const struct walk *w, const GumboNode *node)
{
    while (node && tree_tag(node) != GUMBO_TAG_TABLE)
        node = node->parent;
    return w->tables && node == w->tables->node;
}

/* In a layout table rows and cells are only blocks; what the site has around the report has no tables. */
static void enter_table(struct walk *w, const GumboNode *node, const struct page_part *part)
{
    GumboTag tag = tree_tag(node);
    if (tag == GUMBO_TAG_TABLE && !part->layout && !w->aside && !w->outside)
        open_table(w, node);
    if (!is_own(w, node))
        return;
    if (tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_THEAD || tag == GUMBO_TAG_TFOOT)
        w->tables->rows_left = count_rows(node);
    else if (tag == GUMBO_TAG_TR)
        open_row(w);
    else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH)
        open_cell(w, node);
}

static void open_list(struct walk *w, const GumboNode *node)
{
    static const struct {
        const char *type;
        enum counting counting;
    } types[] = {{"a", COUNTING_LOWER_LETTER},
                 {"A", COUNTING_UPPER_LETTER},
                 {"i", COUNTING_LOWER_ROMAN},
                 {"I", COUNTING_UPPER_ROMAN}};
    struct open_list *list = w->b->ops->alloc(w->b, sizeof *list);
    const char *type = tree_get(node, "type"), *start = tree_get(node, "start");
    *list = (struct open_list){.outer = w->lists, .node = node, .next = start ? strtol(start, NULL, 10) : 1};
    list->counting = tree_tag(node) == GUMBO_TAG_OL ? COUNTING_DECIMAL : COUNTING_NONE;
    for (size_t i = 0; i < sizeof types / sizeof *types && type; i++)
        if (tree_tag(node) == GUMBO_TAG_OL && strcmp(types[i].type, type) == 0)
            list->counting = types[i].counting;
    if (tree_style_is(node, "list-style", "none") || tree_style_is(node, "list-style-type", "none"))
        list->counting = COUNTING_NONE;
    w->lists = list;
}

static void open_item(struct walk *w, const GumboNode *node)
{
    struct open_list *list = w->lists;
    str_clear(&w->label);
    if (!list || list->counting == COUNTING_NONE)
        return;
    const char *value = tree_get(node, "value");
    list->next = value ? strtol(value, NULL, 10) : list->next;
    counting_put(&w->label, list->counting, list->next > 0 ? (unsigned long)list->next : 0);
    str_puts(&w->label, ". ");
    list->next += list->next < LONG_MAX;
}

/* A box to tick. */
static void put_input(struct walk *w, const GumboNode *node)
{
    const char *type = tree_get(node, "type");
    if (type && (strcasecmp(type, "checkbox") == 0 || strcasecmp(type, "radio") == 0))
        str_puts(&w->text, tree_get(node, "checked") ? "☑" : "□");
}

/* What a site sets apart as an article's title, often outside of the article. */
static bool is_title(const GumboNode *node)
{
    if (tree_tag(node) == GUMBO_TAG_H1)
        return true;
    const char *names[] = {tree_get(node, "class"), tree_get(node, "id")};
    for (int i = 0; i < 2; i++)
        if (names[i] && (strcasestr(names[i], "title") || strcasestr(names[i], "biaoti")))
            return true;
    return false;
}

/* What is set while an element is open: +1 where it begins, -1 where it ends. */
static void change_state(struct walk *w, const GumboNode *node, const struct page_part *part, int by)
{
    GumboTag tag = tree_tag(node);
    w->aside += part->aside ? (unsigned)by : 0;
    w->heading += is_heading(tag) ? (unsigned)by : 0;
    w->title += is_title(node) ? (unsigned)by : 0;
    w->pre += tag == GUMBO_TAG_PRE ? (unsigned)by : 0;
    w->raised += tag == GUMBO_TAG_SUP ? (unsigned)by : 0;
}

static void enter(struct walk *w, const GumboNode *node, const struct page_part *part)
{
    GumboTag tag = tree_tag(node);
    if (is_block(tag))
        flush(w);
    w->outside = page_is_outside(&w->page, w->open);
    change_state(w, node, part, 1);
    enter_table(w, node, part);
    if (tag == GUMBO_TAG_OL || tag == GUMBO_TAG_UL)
        open_list(w, node);
    if (tag == GUMBO_TAG_LI)
        open_item(w, node);
    if (tag == GUMBO_TAG_INPUT)
        put_input(w, node);
    if (tree_style_is(node, "mso-list", "Ignore")) {
        w->label_from = node;
        w->label_at = w->text.len;
    }
}

/* Word puts an item's number in a span of its own, with blanks behind it; a bullet is a letter of a symbol font. */
static void end_label(struct walk *w)
{
    w->label_from = NULL;
    if (w->text.len <= w->label_at)
        return;
    const char *label = w->text.at + w->label_at;
    size_t length = w->text.len - w->label_at;
    trim(&label, &length);
    bool bullet = length == 1 || (length == 2 && (unsigned char)*label < 0xE0);
    bool digit = length == 1 && *label >= '0' && *label <= '9';
    w->text.len = bullet && !digit ? w->label_at : (size_t)(label - w->text.at) + length;
    w->gap = false;
}

static void on_leave(void *context, const GumboNode *node)
{
    struct walk *w = context;
    GumboTag tag = tree_tag(node);
    const struct page_part *part = &w->page.parts[w->open];
    w->open = part->parent;
    if (part->hidden)
        return;
    if (is_block(tag))
        flush(w);
    if (w->label_from == node)
        end_label(w);
    if ((tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) && is_own(w, node))
        w->flow = w->tables->flow;
    if (w->tables && w->tables->node == node) {
        w->flow = w->tables->flow;
        w->tables = w->tables->outer;
    }
    if (w->lists && w->lists->node == node)
        w->lists = w->lists->outer;
    change_state(w, node, part, -1);
    w->outside = part->parent != UINT32_MAX && page_is_outside(&w->page, part->parent);
}

void walk_page(struct tallyd_builder *b, const GumboNode *root, struct flow *flow)
{
    struct walk w = {.b = b, .flow = flow, .text = {.b = b}, .label = {.b = b}};
    page_read(b, root, &w.page);
    for (const GumboNode *node = root; node;) {
        bool skip = false;
        if (tree_is_element(node)) {
            w.open = w.next++;
            skip = w.page.parts[w.open].hidden;
            if (!skip)
                enter(&w, node, &w.page.parts[w.open]);
        } else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
                   node->type == GUMBO_NODE_CDATA) {
            put_text(&w, node->v.text.text);
        }
        node = tree_next(node, root, skip, on_leave, &w);
    }
    flush(&w);
}
