#include "rtf.h"

#include <string.h>

struct rtf_story *story_new(struct rtf *r, bool aside)
{
    struct rtf_story *story = r->b->ops->alloc(r->b, sizeof *story);
    story->flow = flow_new(r->b);
    story->tables = edges_new(r->b, story->flow);
    story->beside = flow_new(r->b);
    story->text.b = story->label.b = r->b;
    story->aside = aside;
    return story;
}

/* Whether a number begins here: 3 B 一 ① ㈠ Ⅳ ５. */
static bool is_counting(const char *at)
{
    static const char *const signs[] = {"\xE2\x85", "\xE2\x91", "\xE2\x92",
                                        "\xE3\x88", "\xE3\x8A", "\xEF\xBC"};
    unsigned char c = (unsigned char)*at;
    bool found =
        (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= 0xE4 && c <= 0xE9);
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !found; i++)
        found = strncmp(at, signs[i], 2) == 0;
    return found;
}

/* A dot or an arrow says nothing, and so does the letter that Word takes for a small circle. */
static bool is_bullet(const struct str *label)
{
    for (const char *at = label->at; *at; at++)
        if (is_counting(at))
            return strcmp(label->at, "o") == 0;
    return true;
}

/* The number that the file has for readers that do not count: without the tab behind it. */
static void put_label(struct rtf_story *story, struct str *to)
{
    struct str *label = &story->label;
    while (label->len && strchr(" \t", label->at[label->len - 1]))
        label->at[--label->len] = '\0';
    if (label->len && !is_bullet(label)) {
        bool ascii = (unsigned char)label->at[label->len - 1] < 0x80;
        str_add(to, label->at, label->len);
        str_puts(to, ascii && story->text.len ? " " : "");
    }
    str_clear(label);
}

static int table_depth(const struct rtf_group *g)
{
    if (g->depth > 1 && g->in_table)
        return g->depth;
    return g->in_table || g->depth == 1 || g->story->in_row;
}

/* The open text, with its label, as a paragraph of a cell or outside of tables. */
static void push(struct rtf *r, int depth)
{
    struct rtf_group *g = r->group;
    struct rtf_story *story = g->story;
    struct str text = {.b = r->b};
    if (depth || !str_is_blank(story->text.at, story->text.len))
        put_label(story, &text);
    str_clear(&story->label);
    str_add(&text, story->text.at, story->text.len);
    str_clear(&story->text);
    r->any = r->any || (!story->aside && !str_is_blank(text.at, text.len));
    if (depth) {
        edges_text(story->tables, (unsigned)depth, text.at, text.len);
        return;
    }
    bool heading = g->outline >= 0 && g->outline < 9 && flow_heading_fits(text.at, text.len);
    edges_end(story->tables, 0);
    flow_paragraph(story->flow,
                   g->contents ? FLOW_ASIDE
                   : heading   ? FLOW_HEADING
                               : FLOW_TEXT,
                   text.at, text.len);
    flow_append(story->flow, story->beside);
}

/* The end of a paragraph that is deleted or hidden goes with it: the next one goes on with what is left. */
void story_paragraph(struct rtf *r)
{
    int depth = table_depth(r->group);
    text_flush(r);
    if (depth || !(r->group->deleted || r->group->hidden))
        push(r, depth);
}

void story_cell(struct rtf *r, int depth)
{
    text_flush(r);
    push(r, depth);
    edges_cell_end(r->group->story->tables, (unsigned)depth);
}

void story_row(struct rtf *r, int depth)
{
    struct rtf_story *story = r->group->story;
    const struct rtf_row *row = &r->rows[depth > 1];
    text_flush(r);
    if (!str_is_blank(story->text.at, story->text.len))
        story_cell(r, depth);
    edges_row_end(story->tables, (unsigned)depth, row->cells, row->n, row->n > 0);
    story->in_row = depth > 1;
}

void story_end(struct rtf *r)
{
    struct rtf_story *story = r->group->story;
    text_flush(r);
    if (!str_is_blank(story->text.at, story->text.len))
        push(r, table_depth(r->group));
    edges_end(story->tables, 0);
    flow_append(story->flow, story->beside);
    r->cut = r->cut || edges_cut(story->tables);
}
