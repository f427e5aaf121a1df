#include "docx_story.h"

#include <string.h>

/* Aside texts seen, so that the same running head of three sections is read once. */
struct heads {
    struct tallyd_builder *b;
    struct str seen; /* each between two newlines */
};

static enum tallyd_result read_notes(struct zip *zip, const struct opc_relations *relations, const char *type,
                                     struct docx_shared *shared, struct docx_notes *ret)
{
    const struct zip_entry *entry = opc_part(zip, relations, type);
    return entry ? docx_story_read(zip, entry, shared, flow_new(shared->b), ret) : TALLYD_OK;
}

static void push_aside(struct tallyd_builder *b, const struct flow *flow)
{
    struct str text = {.b = b};
    flow_text(flow, &text);
    if (!str_is_blank(text.at, text.len))
        b->ops->aside(b, text.at, text.len, NULL);
}

static void push_head(struct heads *heads, const struct flow *flow)
{
    struct str text = {.b = heads->b};
    str_puts(&text, "\n");
    flow_text(flow, &text);
    str_puts(&text, "\n");
    if (heads->seen.len && memmem(heads->seen.at, heads->seen.len, text.at, text.len))
        return;
    str_add(&heads->seen, text.at, text.len);
    push_aside(heads->b, flow);
}

/* Running heads and feet, then comments: behind the text, so that nothing stands between its paragraphs. */
static void push_asides(struct zip *zip, const struct opc_relations *relations, struct docx_shared *shared)
{
    struct heads heads = {.b = shared->b, .seen = {.b = shared->b}};
    struct docx_notes comments = {0};
    for (unsigned i = 0; i < relations->n; i++) {
        const struct opc_relation *r = &relations->items[i];
        const struct zip_entry *entry =
            strcmp(r->type, "header") == 0 || strcmp(r->type, "footer") == 0 ? zip_find(zip, r->part) : NULL;
        struct flow *flow = entry ? flow_new(shared->b) : NULL;
        if (entry && docx_story_read(zip, entry, shared, flow, NULL) == TALLYD_OK)
            push_head(&heads, flow);
    }
    read_notes(zip, relations, "comments", shared, &comments);
    for (unsigned i = 0; i < comments.n; i++)
        push_aside(shared->b, comments.items[i].flow);
}

/* Pages that are pictures. */
static bool has_pictures(struct zip *zip)
{
    for (unsigned i = 0; i < zip_count(zip); i++)
        if (strncmp(zip_entry(zip, i)->name, "word/media/", strlen("word/media/")) == 0)
            return true;
    return false;
}

static enum tallyd_result verdict(struct zip *zip, const struct docx_shared *shared, enum tallyd_result read)
{
    struct tallyd_builder *b = shared->b;
    if (read != TALLYD_OK || zip_damaged(zip)) {
        b->ops->note(b, "文件不完整，只读出了一部分");
        return TALLYD_PARTIAL;
    }
    if (!shared->embedded)
        return TALLYD_OK;
    b->ops->note(b, "文件中嵌入了另一份文档或表格，这一部分未读");
    return TALLYD_PARTIAL;
}

/* A document that has this text; pushes its body. */
static enum tallyd_result finish(struct zip *zip, const struct docx_shared *shared, const struct flow *body,
                                 enum tallyd_result read)
{
    uint32_t paragraphs = 0;
    if (!flow_has_text(body))
        return read != TALLYD_OK                       ? read
               : shared->pictures || has_pictures(zip) ? TALLYD_SCANNED
                                                       : TALLYD_EMPTY;
    flow_push(body, shared->b, &paragraphs);
    return verdict(zip, shared, read);
}

enum tallyd_result docx_extract(struct zip *zip, const struct zip_entry *main)
{
    struct tallyd_builder *b = zip_builder(zip);
    struct opc_relations relations = opc_relations(zip, main->name);
    struct docx_shared shared = {.b = b,
                                 .styles = docx_styles_read(zip, opc_part(zip, &relations, "styles"))};
    struct flow *body = flow_new(b);
    shared.numbering = docx_numbering_read(zip, opc_part(zip, &relations, "numbering"));
    read_notes(zip, &relations, "footnotes", &shared, &shared.footnotes);
    read_notes(zip, &relations, "endnotes", &shared, &shared.endnotes);
    enum tallyd_result result = finish(zip, &shared, body, docx_story_read(zip, main, &shared, body, NULL));
    if (result == TALLYD_OK || result == TALLYD_PARTIAL)
        push_asides(zip, &relations, &shared);
    return result;
}

enum tallyd_result docx_extract_2003(struct zip *zip)
{
    struct tallyd_builder *b = zip_builder(zip);
    const struct zip_entry *whole = zip_entry(zip, 0);
    struct docx_shared shared = {.b = b, .styles = docx_styles_read(zip, whole), .heads = flow_new(b)};
    struct flow *body = flow_new(b);
    shared.numbering = docx_numbering_read(zip, whole);
    enum tallyd_result result = finish(zip, &shared, body, docx_story_read(zip, whole, &shared, body, NULL));
    if (result == TALLYD_OK || result == TALLYD_PARTIAL)
        push_aside(b, shared.heads);
    return result;
}
