#include "docx_styles.h"
#include "docx_spaces.h"

#include "../common/memory.h"

#include <stdlib.h>
#include <string.h>

/* Steps from a style to what it is based on that are followed. */
#define BASES_MAX 16

enum { OTHER, STYLE, NAME, BASED_ON, LIST, LEVEL, OUTLINE, VANISH, LIST_2003, TAGS };

static const char *const tags[TAGS] = {
    [STYLE] = "w:style", [NAME] = "w:name",          [BASED_ON] = "w:basedOn", [LIST] = "w:numId",
    [LEVEL] = "w:ilvl",  [OUTLINE] = "w:outlineLvl", [VANISH] = "w:vanish",    [LIST_2003] = "w:ilfo"};

struct reading {
    struct tallyd_builder *b;
    struct docx_styles styles;
    bool inside; /* of a style */
};

static void add(struct reading *r, const char *id)
{
    struct docx_styles *s = &r->styles;
    if (s->n == LIMIT_docx_styles)
        r->b->ops->limit(r->b, "docx_styles");
    if (s->n == s->cap) {
        unsigned cap = s->cap ? s->cap * 2 : 64;
        s->items = memory_resize(r->b, s->items, s->n * sizeof *s->items, cap * sizeof *s->items);
        s->cap = cap;
    }
    s->items[s->n++] = (struct docx_style){.id = str_keep(r->b, id, strlen(id)),
                                           .name = "",
                                           .list = DOCX_UNSET,
                                           .level = DOCX_UNSET,
                                           .outline = DOCX_UNSET};
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct reading *r = context;
    const char *value = xml_get(a, tag == STYLE ? "styleId" : "val");
    if (tag == STYLE) {
        add(r, value ? value : "");
        r->inside = true;
    }
    if (!r->inside)
        return;
    struct docx_style *style = &r->styles.items[r->styles.n - 1];
    if (tag == NAME && value)
        style->name = str_keep(r->b, value, strlen(value));
    else if (tag == BASED_ON && value)
        style->based_on = str_keep(r->b, value, strlen(value));
    else if (tag == LIST || tag == LIST_2003)
        style->list = xml_number(a, "val", 0, INT32_MAX, DOCX_UNSET);
    else if (tag == LEVEL)
        style->level = xml_number(a, "val", 0, 8, DOCX_UNSET);
    else if (tag == OUTLINE)
        style->outline = xml_number(a, "val", 0, 9, DOCX_UNSET);
    else if (tag == VANISH) {
        style->hidden = xml_truth(a, "val", true);
        style->hidden_set = true;
    }
}

static void on_end(void *context, unsigned tag)
{
    struct reading *r = context;
    r->inside &= tag != STYLE;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct docx_style *)a)->id, ((const struct docx_style *)b)->id);
}

/* What a style does not say itself, from what it is based on. */
static void inherit(const struct docx_styles *styles, struct docx_style *style)
{
    const struct docx_style *base = docx_styles_find(styles, style->based_on);
    for (int step = 0; base && step < BASES_MAX; step++) {
        if (style->list == DOCX_UNSET && base->list != DOCX_UNSET) {
            style->list = base->list;
            style->level = style->level == DOCX_UNSET ? base->level : style->level;
        }
        if (style->outline == DOCX_UNSET)
            style->outline = base->outline;
        if (!style->hidden_set && base->hidden_set) {
            style->hidden = base->hidden;
            style->hidden_set = true;
        }
        base = docx_styles_find(styles, base->based_on);
    }
}

struct docx_styles docx_styles_read(struct zip *zip, const struct zip_entry *entry)
{
    static const struct xml_reader reader = {docx_spaces, tags, TAGS, on_start, on_end, NULL};
    struct reading r = {.b = zip_builder(zip)};
    if (entry)
        xml_read(zip, entry, &reader, &r);
    if (r.styles.n)
        qsort(r.styles.items, r.styles.n, sizeof *r.styles.items, compare);
    for (unsigned i = 0; i < r.styles.n; i++)
        inherit(&r.styles, &r.styles.items[i]);
    return r.styles;
}

const struct docx_style *docx_styles_find(const struct docx_styles *styles, const char *id)
{
    struct docx_style key = {.id = id};
    if (!id || !styles->n)
        return NULL;
    return bsearch(&key, styles->items, styles->n, sizeof *styles->items, compare);
}
