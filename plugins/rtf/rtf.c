/* Rich text (RTF): Word's exchange format, and what many programs call .doc. Reading order: tokens.c (what stands there),
 * this file (groups, and what came of it), words.c (what each control word does), fonts.c and text.c (bytes to text),
 * story.c (text to paragraphs and tables). */
#include "rtf.h"

#include <string.h>

#define CHECK_BOX    1  /* \fftype */
#define RESULT_UNSET 25 /* \ffres */
#define BAD_PER_CENT 1  /* characters that may be unreadable in a text that is read */

static const char *const suffixes[] = {".rtf", NULL};

static const struct tallyd_limit limits[] = {
#define X(name, value, why) {#name, value, why},
    RTF_LIMITS(X) FLOW_LIMITS(X)
#undef X
        {0}};

static int probe(const char *head, size_t size, const char *name)
{
    (void)name;
    return size >= 5 && memcmp(head, "{\\rtf", 5) == 0 ? TALLYD_CERTAIN : TALLYD_NO;
}

static void open_group(struct rtf *r)
{
    struct rtf_group *outer = r->group;
    size_t depth = outer ? (size_t)(outer - r->stack) + 1 : 0;
    if (depth == LIMIT_rtf_depth)
        r->b->ops->limit(r->b, "rtf_depth");
    if (++r->n_groups > LIMIT_rtf_groups)
        r->b->ops->limit(r->b, "rtf_groups");
    r->group = &r->stack[depth];
    if (outer) {
        *r->group = *outer;
        r->group->end = RTF_END_NONE;
        return;
    }
    *r->group =
        (struct rtf_group){.around = RTF_SKIP, .fallback = 1, .outline = -1, .story = story_new(r, false)};
}

/* The same running head of three sections is read once. */
static void keep_aside(struct rtf *r, const struct flow *flow)
{
    struct str text = {.b = r->b};
    str_puts(&text, "\n");
    flow_text(flow, &text);
    str_puts(&text, "\n");
    if (r->seen.len && memmem(r->seen.at, r->seen.len, text.at, text.len))
        return;
    str_add(&r->seen, text.at, text.len);
    flow_paragraph(r->asides, FLOW_ASIDE, text.at + 1, text.len - 2);
}

/* What a table is, is known at its end; a story's text goes where it belongs. */
static void end_group(struct rtf *r, const struct rtf_group *g, struct rtf_group *outer)
{
    if (g->into == RTF_STYLES)
        fonts_end_style(r);
    if ((g->into == RTF_FONTS || g->into == RTF_STYLES) && outer->into != g->into)
        fonts_sort(r);
    if (g->end == RTF_END_BOX)
        form_end(r);
    if (g->end != RTF_END_BESIDE && g->end != RTF_END_ASIDE)
        return;
    story_end(r);
    if (g->end == RTF_END_BESIDE)
        flow_append(outer->story->beside, g->story->flow);
    else
        keep_aside(r, g->story->flow);
}

/* False where none is open but what is around the document. */
static bool close_group(struct rtf *r)
{
    struct rtf_group *g = r->group;
    text_flush(r);
    if (g == r->stack)
        return false;
    end_group(r, g, g - 1);
    r->group = g - 1;
    return true;
}

static void read_token(struct rtf *r, const struct token *token)
{
    static void (*const reads[])(struct rtf * r, const struct token *token) = {
        [TOKEN_WORD] = words_act, [TOKEN_SYMBOL] = words_symbol, [TOKEN_BYTES] = text_bytes};
    if (reads[token->kind]) {
        reads[token->kind](r, token);
        return;
    }
    r->skip = 0;
    text_flush(r);
    if (token->kind == TOKEN_OPEN)
        open_group(r);
    else
        close_group(r);
}

/* True where the document has its end; what stands behind it is no part of it. */
static bool read_groups(struct rtf *r)
{
    struct token token;
    do {
        r->tokens.pairs = text_is_paired(r);
        if (!tokens_next(&r->tokens, &token))
            return false;
        read_token(r, &token);
    } while (r->group != r->stack);
    return true;
}

static enum tallyd_result verdict(const struct rtf *r)
{
    if (!r->any && r->cut)
        return TALLYD_CORRUPT;
    if (!r->any)
        return r->pictures ? TALLYD_SCANNED : TALLYD_EMPTY;
    if (r->bad * 100 > r->characters * BAD_PER_CENT)
        return TALLYD_UNREADABLE_TEXT;
    if (r->cut)
        r->b->ops->note(r->b, "文件不完整，只读出了一部分");
    else if (r->bad)
        r->b->ops->note(r->b, "有些字符无法识别");
    return r->cut || r->bad ? TALLYD_PARTIAL : TALLYD_OK;
}

static enum tallyd_result extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct rtf *r = b->ops->alloc(b, sizeof *r);
    uint32_t paragraphs = 0;
    r->b = r->style.b = r->bytes.b = r->code.b = r->choice.b = r->seen.b = b;
    r->set = CHARSET_1252;
    r->asides = flow_new(b);
    r->tokens = (struct tokens){.at = input->bytes, .end = input->bytes + input->size};
    open_group(r);
    r->cut = !read_groups(r);
    do
        story_end(r); /* a document that breaks off does so in the middle of a paragraph */
    while (close_group(r));
    enum tallyd_result result = verdict(r);
    if (result == TALLYD_OK || result == TALLYD_PARTIAL) {
        flow_push(r->stack[0].story->flow, b, &paragraphs);
        flow_push(r->asides, b, &paragraphs);
    }
    return result;
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "rtf",
    .title_zh = "RTF 文档",
    .title_en = "rich text",
    .version = "1",
    .suffixes = suffixes,
    .init = charset_init,
    .probe = probe,
    .extract = extract,
    .limits = limits,
};
