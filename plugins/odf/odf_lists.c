#include "odf_lists.h"

#include <string.h>

/* Lists looked at to find the one that another continues: files write them close to each other. */
#define LOOK_BACK 512

struct odf_list {
    struct odf_list *before;
    const char *style, *id;
    unsigned long counts[ODF_LEVELS];
    bool counted[ODF_LEVELS]; /* since a level above it was counted */
    struct odf_list *counter; /* where it is counted: itself, or the one it continues */
};

static const char *kept(struct tallyd_builder *b, const char *value)
{
    return value ? str_keep(b, value, strlen(value)) : NULL;
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

struct odf_list *odf_lists_begin(struct odf_lists *lists, const char *style, const char *id,
                                 const char *continues, bool goes_on)
{
    struct tallyd_builder *b = lists->styles->b;
    struct odf_list *list = b->ops->alloc(b, sizeof *list), *other = lists->newest;
    if (lists->n++ == LIMIT_odf_lists)
        b->ops->limit(b, "odf_lists");
    for (int i = 0; other && i < LOOK_BACK; i++, other = other->before)
        if ((continues && same(other->id, continues)) || (!continues && goes_on && same(other->style, style)))
            break;
    bool found = other && (continues ? same(other->id, continues) : goes_on && same(other->style, style));
    *list = (struct odf_list){lists->newest, kept(b, style), kept(b, id), {0}, {0}, NULL};
    list->counter = found ? other->counter : list;
    if (!list->style && found)
        list->style = other->style;
    lists->newest = list;
    return list;
}

static void count(struct odf_list *list, const struct odf_level *levels, unsigned level, unsigned long start)
{
    for (unsigned i = 0; i < level; i++)
        if (!list->counted[i]) {
            list->counts[i] = levels[i].start;
            list->counted[i] = true;
        }
    if (start)
        list->counts[level] = start;
    else
        list->counts[level] = list->counted[level] ? list->counts[level] + 1 : levels[level].start;
    list->counted[level] = true;
    for (unsigned i = level + 1; i < ODF_LEVELS; i++)
        list->counted[i] = false;
}

/* `1.` and `5万元` are not 1.5. */
static void put_gap(size_t from, struct str *to)
{
    if (to->len > from && !((unsigned char)to->at[to->len - 1] & 0x80))
        str_puts(to, " ");
}

static void put_label(const struct odf_list *list, const struct odf_level *levels, unsigned level,
                      struct str *to)
{
    const struct odf_level *own = &levels[level];
    size_t from = to->len;
    if (own->counting == COUNTING_NONE)
        return;
    str_puts(to, own->prefix ? own->prefix : "");
    for (unsigned i = own->shown > level ? 0 : level + 1 - own->shown; i <= level; i++) {
        counting_put(to, levels[i].counting, list->counts[i]);
        str_puts(to, i < level && levels[i].counting != COUNTING_NONE ? "." : "");
    }
    str_puts(to, own->suffix ? own->suffix : "");
    put_gap(from, to);
}

void odf_lists_label(struct odf_lists *lists, struct odf_list *list, const char *paragraph_style,
                     unsigned level, unsigned long start, struct str *to)
{
    const struct odf_style *paragraph = odf_styles_find(lists->styles, "paragraph", paragraph_style);
    const char *name = list->style ? list->style : paragraph ? paragraph->list : NULL;
    /* the outline's list has no name */
    const struct odf_style *style = odf_styles_find(lists->styles, name && !*name ? "" : "list", name);
    if (!style || level >= ODF_LEVELS)
        return;
    count(list->counter, style->levels, level, start);
    put_label(list->counter, style->levels, level, to);
}
