/* What the parts of a page are for, told before it is read: which tables are only layout, and what is not the
 * report but the site around it (navigation, footers, links).
 *
 *   weight   characters of a part that are not blank
 *   site     a page with parts or links that only sites have; a report that was saved as HTML has none
 *   main     the part of a site's page that has most of the text outside of links
 *
 * Elements are numbered in the order of the text, and asked for in that order. */
#pragma once

#include "tree.h"

struct page_part {
    const GumboNode *node;
    uint32_t end; /* number of the element behind it and all in it */
    uint32_t parent;
    uint32_t weight, linked, links; /* linked: the weight inside links */
    uint32_t rows, cells, filled;   /* of a table, its own; filled: cells with text */
    bool hidden;
    bool layout; /* a table that only puts things side by side */
    bool aside;
    bool grid; /* a table of rows and columns, or around one */
};

struct page {
    struct page_part *parts;
    uint32_t n;
    bool site;
    uint32_t main; /* number of the element, 0 where the page has few links */
};

/* In scratch memory. */
void page_read(struct tallyd_builder *b, const GumboNode *root, struct page *ret);
/* Whether a part of a site's page lies outside its main part. */
bool page_is_outside(const struct page *page, uint32_t part);
/* Whether a line is one that sites put beside an article: when it was put there, how often it was read. */
bool page_is_site_line(const char *text, size_t length);
