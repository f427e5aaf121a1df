#include "tree.h"

#include "../common/reuse.h"

#include <string.h>
#include <strings.h>

enum {
#define X(name, value, why) LIMIT_##name = (value),
    TREE_LIMITS(X)
#undef X
};

static bool is_one_of(GumboTag tag, const GumboTag *tags, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tags[i] == tag)
            return true;
    return false;
}
#define IS_ONE_OF(tag, tags) is_one_of(tag, tags, sizeof(tags) / sizeof *(tags))

/* What holds nothing, or ends by itself where the next begins. */
static bool ends_alone(GumboTag tag)
{
    static const GumboTag alone[] = {GUMBO_TAG_AREA,  GUMBO_TAG_BASE,     GUMBO_TAG_BR,     GUMBO_TAG_COL,
                                     GUMBO_TAG_EMBED, GUMBO_TAG_HR,       GUMBO_TAG_IMG,    GUMBO_TAG_INPUT,
                                     GUMBO_TAG_LINK,  GUMBO_TAG_META,     GUMBO_TAG_PARAM,  GUMBO_TAG_SOURCE,
                                     GUMBO_TAG_TRACK, GUMBO_TAG_WBR,      GUMBO_TAG_P,      GUMBO_TAG_LI,
                                     GUMBO_TAG_TD,    GUMBO_TAG_TH,       GUMBO_TAG_TR,     GUMBO_TAG_TBODY,
                                     GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT,    GUMBO_TAG_DD,     GUMBO_TAG_DT,
                                     GUMBO_TAG_A,     GUMBO_TAG_COLGROUP, GUMBO_TAG_OPTION, GUMBO_TAG_HTML,
                                     GUMBO_TAG_BODY,  GUMBO_TAG_HEAD,     GUMBO_TAG_FRAME};
    return IS_ONE_OF(tag, alone);
}

static bool is_formatting(GumboTag tag)
{
    static const GumboTag formatting[] = {GUMBO_TAG_B,     GUMBO_TAG_BIG,    GUMBO_TAG_CODE,   GUMBO_TAG_EM,
                                          GUMBO_TAG_FONT,  GUMBO_TAG_I,      GUMBO_TAG_NOBR,   GUMBO_TAG_S,
                                          GUMBO_TAG_SMALL, GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG, GUMBO_TAG_TT,
                                          GUMBO_TAG_U};
    return IS_ONE_OF(tag, formatting);
}

static const char *find(const char *at, const char *end, const char *what)
{
    const char *found = at < end ? memmem(at, (size_t)(end - at), what, strlen(what)) : NULL;
    return found ? found : end;
}

struct bounds {
    struct tallyd_builder *b;
    unsigned depth, unclosed;
};

/* A tag at `at`; returns where to look on. */
static const char *count_tag(struct bounds *bounds, const char *at, const char *end)
{
    char name[16];
    bool closes = at + 1 < end && at[1] == '/';
    const char *from = at + 1 + closes;
    size_t n = 0;
    while (from + n < end && n < sizeof name - 1 &&
           strchr("abcdefghijklmnopqrstuvwxyz0123456789", from[n] | 0x20))
        name[n] = from[n], n++;
    name[n] = '\0';
    GumboTag tag = gumbo_tag_enum(name);
    if (!n || ends_alone(tag))
        return at + 1;
    if (!closes && (tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE))
        return find(at, end, tag == GUMBO_TAG_SCRIPT ? "</script" : "</style") + 1;
    bounds->depth += closes ? (bounds->depth ? -1u : 0) : 1;
    if (is_formatting(tag))
        bounds->unclosed += closes ? (bounds->unclosed ? -1u : 0) : 1;
    if (bounds->depth > LIMIT_html_depth)
        bounds->b->ops->limit(bounds->b, "html_depth");
    if (bounds->unclosed > LIMIT_html_unclosed)
        bounds->b->ops->limit(bounds->b, "html_unclosed");
    return at + 1;
}

static void check_bounds(struct tallyd_builder *b, const char *text, size_t length)
{
    struct bounds bounds = {.b = b};
    const char *end = text + length;
    for (const char *at = text; (at = memchr(at, '<', (size_t)(end - at)));) {
        if (end - at > 4 && memcmp(at, "<!--", 4) == 0)
            at = find(at, end, "-->");
        else
            at = count_tag(&bounds, at, end);
        if (at >= end)
            break;
    }
}

const GumboNode *tree_parse(struct tallyd_builder *b, const char *text, size_t length)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = reuse_alloc;
    options.deallocator = reuse_free;
    options.userdata = reuse_new(b);
    options.max_errors = 0;
    check_bounds(b, text, length);
    return gumbo_parse_with_options(&options, text, length)->root;
}

bool tree_is_element(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

GumboTag tree_tag(const GumboNode *node)
{
    return tree_is_element(node) ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
}

const GumboNode *tree_next(const GumboNode *node, const GumboNode *root, bool skip, tree_leave_fn *on_leave,
                           void *context)
{
    if (!skip && tree_is_element(node) && node->v.element.children.length)
        return node->v.element.children.data[0];
    for (;;) {
        if (tree_is_element(node) && on_leave)
            on_leave(context, node);
        if (node == root)
            return NULL;
        const GumboVector *siblings = &node->parent->v.element.children;
        if (node->index_within_parent + 1 < siblings->length)
            return siblings->data[node->index_within_parent + 1];
        node = node->parent;
    }
}

static bool is_begun(const GumboNode *node)
{
    return tree_is_element(node) && !(node->parse_flags & GUMBO_INSERTION_BY_PARSER);
}

static bool is_ended(const GumboNode *node)
{
    return !(node->parse_flags & GUMBO_INSERTION_IMPLICIT_END_TAG);
}

static const GumboNode *last_child(const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;
    return children->length ? children->data[children->length - 1] : NULL;
}

/* HTML leaves many ends to be understood; a page that tells those of a kind everywhere but at its own end has lost them. */
bool tree_breaks_off(const GumboNode *root)
{
    bool ended[GUMBO_TAG_LAST + 1] = {0};
    const GumboNode *body = last_child(root);
    if ((!is_begun(root) && !(body && is_begun(body))) || is_ended(root) || (body && is_ended(body)))
        return false;
    for (const GumboNode *node = root; node; node = tree_next(node, root, false, NULL, NULL))
        if (tree_is_element(node) && is_ended(node))
            ended[tree_tag(node)] = true;
    bool open = false;
    for (const GumboNode *node = body; node && tree_is_element(node); node = last_child(node))
        open = open || (is_begun(node) && !is_ended(node) && ended[tree_tag(node)]);
    return open;
}

const char *tree_get(const GumboNode *node, const char *name)
{
    const GumboAttribute *attribute =
        tree_is_element(node) ? gumbo_get_attribute(&node->v.element.attributes, name) : NULL;
    return attribute ? attribute->value : NULL;
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

bool tree_style_is(const GumboNode *node, const char *property, const char *value)
{
    const char *style = tree_get(node, "style");
    for (const char *at = style; at; at = strchr(at, ';')) {
        at = skip_blanks(*at == ';' ? at + 1 : at);
        if (strncasecmp(at, property, strlen(property)) != 0)
            continue;
        at = skip_blanks(at + strlen(property));
        if (*at == ':' && strncasecmp(skip_blanks(at + 1), value, strlen(value)) == 0)
            return true;
    }
    return false;
}
