/* Styles: what of them changes the text that is read. */
#pragma once

#include "odf.h"

#include "../common/counting.h"

#define ODF_LEVELS 10

struct odf_level {
    enum counting counting;
    const char *prefix, *suffix; /* NULL: none */
    unsigned shown;              /* how many levels the label shows, this one last */
    unsigned long start;
};

struct odf_style {
    const char *name;
    const char *family; /* `text`, `paragraph`, `table`; "list" for lists; "" for the outline's */
    const char *parent; /* NULL: none */
    const char
        *list; /* the list style of a paragraph style; NULL: none, "" none although the parent has one */
    bool hidden, hidden_set;
    bool raised, raised_set;
    struct odf_level *levels; /* ODF_LEVELS of them; lists only */
};

struct odf_styles {
    struct tallyd_builder *b;
    struct odf_style *items; /* sorted by family and name, with what they are based on worked in */
    unsigned n, cap;
};

/* Adds the styles of a part: styles.xml first, then content.xml, whose own come on top. As xml_read. */
enum tallyd_result odf_styles_add(struct zip *zip, const struct zip_entry *entry, struct odf_styles *styles);
/* To be called once, when all are there. */
void odf_styles_finish(struct odf_styles *styles);
/* NULL where there is none, or `name` is NULL. */
const struct odf_style *odf_styles_find(const struct odf_styles *styles, const char *family,
                                        const char *name);
