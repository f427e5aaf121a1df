/* The numbers of lists and headings. A list is what the file says to be one: a text:list, and those that continue it. */
#pragma once

#include "odf_styles.h"

struct odf_list; /* how far a list has been counted */

struct odf_lists {
    const struct odf_styles *styles;
    struct odf_list *newest; /* all, the newest first */
    unsigned n;
};

/* A list begins: of this style, with an id of its own, continuing another one; each may be NULL. `goes_on`: it continues
 * the last one of its style. */
struct odf_list *odf_lists_begin(struct odf_lists *lists, const char *style, const char *id,
                                 const char *continues, bool goes_on);
/* Counts an item of a level (0-based) and appends its label. `start` above 0 is the item's own number. A list without a
 * style of its own has that of its paragraph, which may be NULL. */
void odf_lists_label(struct odf_lists *lists, struct odf_list *list, const char *paragraph_style,
                     unsigned level, unsigned long start, struct str *to);
