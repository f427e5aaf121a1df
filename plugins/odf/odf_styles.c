#include "odf_styles.h"

#include "../common/memory.h"

#include <stdlib.h>
#include <string.h>

/* Steps from a style to what it is based on that are followed. */
#define PARENTS_MAX 16

const struct xml_space odf_spaces[] = {
    {"office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"},
    {"text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"},
    {"table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"},
    {"draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"},
    {"style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"},
    {"svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"},
    {"manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"},
    {"field", "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"},
    {0}};

enum { OTHER, STYLE, TEXT, TABLE, LIST, OUTLINE, NUMBER, BULLET, IMAGE, OUTLINE_NUMBER, TAGS };

static const char *const tags[TAGS] = {
    [STYLE] = "style:style",
    [TEXT] = "style:text-properties",
    [TABLE] = "style:table-properties",
    [LIST] = "text:list-style",
    [OUTLINE] = "text:outline-style",
    [NUMBER] = "text:list-level-style-number",
    [BULLET] = "text:list-level-style-bullet",
    [IMAGE] = "text:list-level-style-image",
    [OUTLINE_NUMBER] = "text:outline-level-style",
};

struct reading {
    struct odf_styles *styles;
    struct odf_style *style; /* the open one, or NULL */
};

static const char *kept(struct tallyd_builder *b, const char *value)
{
    return value ? str_keep(b, value, strlen(value)) : NULL;
}

static void add(struct reading *r, const char *family, const struct xml_attributes *a)
{
    struct odf_styles *s = r->styles;
    const char *name = xml_get(a, "name");
    if (s->n == LIMIT_odf_styles)
        s->b->ops->limit(s->b, "odf_styles");
    if (s->n == s->cap) {
        unsigned cap = s->cap ? s->cap * 2 : 64;
        s->items = memory_resize(s->b, s->items, s->n * sizeof *s->items, cap * sizeof *s->items);
        s->cap = cap;
    }
    r->style = &s->items[s->n++];
    *r->style = (struct odf_style){
        .name = name && *family ? kept(s->b, name) : "",
        .family = kept(s->b, family),
        .parent = kept(s->b, xml_get(a, "parent-style-name")),
        .list = kept(s->b, xml_get(a, "list-style-name")),
    };
}

static void start_list(struct reading *r, const char *family, const struct xml_attributes *a)
{
    add(r, family, a);
    r->style->levels = r->styles->b->ops->alloc(r->styles->b, ODF_LEVELS * sizeof *r->style->levels);
    for (int i = 0; i < ODF_LEVELS; i++)
        r->style->levels[i] = (struct odf_level){.counting = COUNTING_NONE, .shown = 1, .start = 1};
}

static void read_level(struct reading *r, bool counts, const struct xml_attributes *a)
{
    struct tallyd_builder *b = r->styles->b;
    struct odf_level *level = &r->style->levels[xml_number(a, "level", 1, ODF_LEVELS, 1) - 1];
    const char *format = xml_get(a, "num-format");
    if (!counts)
        return;
    level->counting = counting_of(format ? format : "");
    level->prefix = kept(b, xml_get(a, "num-prefix"));
    level->suffix = kept(b, xml_get(a, "num-suffix"));
    level->shown = (unsigned)xml_number(a, "display-levels", 1, ODF_LEVELS, 1);
    level->start = (unsigned long)xml_number(a, "start-value", 0, INT32_MAX, 1);
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct reading *r = context;
    const char *family = xml_get(a, "family"), *display = xml_get(a, "display");
    const char *position = tag == TEXT ? xml_get(a, "text-position") : NULL;
    if (tag == STYLE)
        add(r, family ? family : "?", a);
    else if (tag == LIST)
        start_list(r, "list", a);
    else if (tag == OUTLINE)
        start_list(r, "", a);
    else if (tag >= NUMBER && r->style && r->style->levels)
        read_level(r, tag == NUMBER || tag == OUTLINE_NUMBER, a);
    else if ((tag == TEXT || tag == TABLE) && r->style && display) {
        r->style->hidden = strcmp(display, "none") == 0 || strcmp(display, "false") == 0;
        r->style->hidden_set = true;
    }
    if (tag == TEXT && r->style && position) {
        r->style->raised = strncmp(position, "super", strlen("super")) == 0 || strtol(position, NULL, 10) > 0;
        r->style->raised_set = true;
    }
}

static void on_end(void *context, unsigned tag)
{
    struct reading *r = context;
    if (tag == STYLE || tag == LIST || tag == OUTLINE)
        r->style = NULL;
}

enum tallyd_result odf_styles_add(struct zip *zip, const struct zip_entry *entry, struct odf_styles *styles)
{
    static const struct xml_reader reader = {odf_spaces, tags, TAGS, on_start, on_end, NULL};
    struct reading r = {.styles = styles};
    return xml_read(zip, entry, &reader, &r);
}

static int compare(const void *a, const void *b)
{
    const struct odf_style *x = a, *y = b;
    int order = strcmp(x->family, y->family);
    return order ? order : strcmp(x->name, y->name);
}

static void inherit(const struct odf_styles *styles, struct odf_style *style)
{
    const struct odf_style *parent = odf_styles_find(styles, style->family, style->parent);
    for (int step = 0; parent && step < PARENTS_MAX; step++) {
        if (!style->list)
            style->list = parent->list;
        if (!style->hidden_set && parent->hidden_set) {
            style->hidden = parent->hidden;
            style->hidden_set = true;
        }
        if (!style->raised_set && parent->raised_set) {
            style->raised = parent->raised;
            style->raised_set = true;
        }
        parent = odf_styles_find(styles, style->family, parent->parent);
    }
}

void odf_styles_finish(struct odf_styles *styles)
{
    if (styles->n)
        qsort(styles->items, styles->n, sizeof *styles->items, compare);
    for (unsigned i = 0; i < styles->n; i++)
        inherit(styles, &styles->items[i]);
}

const struct odf_style *odf_styles_find(const struct odf_styles *styles, const char *family, const char *name)
{
    struct odf_style key = {.name = name, .family = family};
    if (!name || !styles->n)
        return NULL;
    return bsearch(&key, styles->items, styles->n, sizeof *styles->items, compare);
}
