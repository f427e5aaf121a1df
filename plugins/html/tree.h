/* The tree of a page, by gumbo, which parses as HTML5 says and so mends what pages get wrong as browsers do. Formatting that is never closed is opened anew in each paragraph, and an end tag looks
 * at every open element: before it is parsed, a page's depth is bounded. */
#pragma once

#include "../plugin.h"

#include <gumbo.h>

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define TREE_LIMITS(X)                                                                                       \
    X(html_depth, 1024u, "elements inside each other: pages have 50")                                        \
    X(html_unclosed, 512u, "elements of formatting that are not closed")

/* The root element; the tree is scratch memory. */
const GumboNode *tree_parse(struct tallyd_builder *b, const char *text, size_t length);

/* The next node in the order of the text, with what is in it left out where `skip`. `on_leave` is called for each
 * element that ends on the way. NULL at the end. */
typedef void tree_leave_fn(void *context, const GumboNode *node);
const GumboNode *tree_next(const GumboNode *node, const GumboNode *root, bool skip, tree_leave_fn *on_leave,
                           void *context);

bool tree_is_element(const GumboNode *node);
GumboTag tree_tag(const GumboNode *node); /* GUMBO_TAG_UNKNOWN for what is no element */
/* Whether the page's end is not there: neither it nor its body is closed, and in its last part something is open that the page
 * closes elsewhere. */
bool tree_breaks_off(const GumboNode *root);
/* NULL where it has none. */
const char *tree_get(const GumboNode *node, const char *name);
/* Whether its style says so: tree_style_is(node, "display", "none"). */
bool tree_style_is(const GumboNode *node, const char *property, const char *value);
