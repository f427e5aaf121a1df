/* Web pages, saved pages (MHTML), and the documents and workbooks that are HTML inside. */
#include "../common/encoding.h"
#include "mime.h"
#include "source.h"
#include "walk.h"

#include <string.h>
#include <strings.h>

static const struct tallyd_limit html_limits[] = {
#define X(name, value, why) {#name, value, why},
    TREE_LIMITS(X) MIME_LIMITS(X) FLOW_LIMITS(X)
#undef X
        {0},
};

static const char *const html_suffixes[] = {".html", ".htm", ".xhtml", ".mht", ".mhtml", NULL};

static const char *const html_pages[] = {".html", ".htm", ".xhtml", NULL};
static const char *const html_messages[] = {".mht", ".mhtml", NULL};

/* Files that are named for what they were made with, and are HTML for ease of making. */
static const char *const html_named_so[] = {".doc", ".xls", ".wps", ".et", NULL};

/* How a page begins, and how sure it is one. */
static const struct {
    const char *text;
    int score;
} html_begins[] = {
    {"<!doctype html", TALLYD_CERTAIN}, {"<html", TALLYD_CERTAIN},  {"<head", TALLYD_CERTAIN},
    {"<body", TALLYD_CERTAIN},          {"<meta ", TALLYD_CERTAIN}, {"<title>", TALLYD_CERTAIN},
    {"<table", TALLYD_LIKELY + 1},      {"<div", TALLYD_LIKELY},    {"<p>", TALLYD_LIKELY},
    {"<style", TALLYD_LIKELY + 1},      {"<script", TALLYD_LIKELY},
};

static bool has_suffix(const char *name, const char *const *suffixes)
{
    const char *dot = name ? strrchr(name, '.') : NULL;
    for (; dot && *suffixes; suffixes++)
        if (strcasecmp(dot, *suffixes) == 0)
            return true;
    return false;
}

/* Behind the byte-order mark, blanks, comments and declarations. */
static const char *skip_prologue(const char *at, const char *end)
{
    if (end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    for (;;) {
        while (at < end && strchr(" \t\r\n", *at))
            at++;
        const char *close = NULL;
        if (end - at >= 4 && memcmp(at, "<!--", 4) == 0)
            close = memmem(at, (size_t)(end - at), "-->", 3);
        else if (end - at >= 5 && memcmp(at, "<?xml", 5) == 0)
            close = memmem(at, (size_t)(end - at), "?>", 2);
        if (!close)
            return at;
        at = strchr(close, '>') + 1;
    }
}

static int probe_text(const char *head, size_t size)
{
    const char *end = head + size, *at = skip_prologue(head, end);
    for (size_t i = 0; i < sizeof html_begins / sizeof *html_begins; i++) {
        size_t n = strlen(html_begins[i].text);
        if ((size_t)(end - at) >= n && strncasecmp(at, html_begins[i].text, n) == 0)
            return html_begins[i].score;
    }
    return TALLYD_NO;
}

/* UTF-16 looks like ASCII with zeros between, which are left out here. */
static int html_probe(const char *head, size_t size, const char *name)
{
    char text[TALLYD_HEAD_SIZE + 1];
    size_t n = 0;
    if (mime_is(head, size < TALLYD_HEAD_SIZE ? size : TALLYD_HEAD_SIZE))
        return TALLYD_CERTAIN;
    if (!memchr(head, '<', size))
        return TALLYD_NO;
    for (size_t i = 0; i < size && i < TALLYD_HEAD_SIZE; i++)
        if (head[i] && head[i] != '\xFF' && head[i] != '\xFE')
            text[n++] = head[i];
    text[n] = '\0';
    int score = probe_text(text, n);
    bool named = has_suffix(name, html_suffixes) || has_suffix(name, html_named_so);
    return score == TALLYD_LIKELY && named ? TALLYD_LIKELY + 1 : score;
}

/* A page of frames has its text in the pages that it shows. */
static bool has_frames(const GumboNode *root)
{
    for (const GumboNode *node = root; node; node = tree_next(node, root, false, NULL, NULL))
        if (tree_tag(node) == GUMBO_TAG_FRAMESET)
            return true;
    return false;
}

struct html_reading {
    struct tallyd_builder *b;
    struct flow *flow;
    bool cut, frames;
};

static enum tallyd_result read_page(struct html_reading *r, const char *bytes, size_t size,
                                    enum charset named)
{
    struct source source;
    enum tallyd_result result = source_read(r->b, bytes, size, named, &source);
    if (result != TALLYD_OK)
        return result;
    r->b->ops->encoding(r->b, source.encoding);
    const GumboNode *root = tree_parse(r->b, source.at, source.len);
    r->cut = r->cut || source.cut || tree_breaks_off(root);
    r->frames = has_frames(root);
    walk_page(r->b, root, r->flow);
    r->b->ops->scratch_end(r->b); /* the tree is several times the page */
    return TALLYD_OK;
}

/* The first page, or what a first page of frames shows. */
static enum tallyd_result read_message(struct html_reading *r, const struct tallyd_input *input)
{
    struct mime_pages pages = mime_read(r->b, input->bytes, input->size);
    enum tallyd_result result = TALLYD_CORRUPT;
    r->cut = pages.cut;
    for (uint32_t i = 0; i < pages.n; i++) {
        bool frames = r->frames;
        result = read_page(r, pages.items[i].at, pages.items[i].len, pages.items[i].set);
        r->frames = r->frames || frames;
        if (result != TALLYD_OK || !r->frames)
            break;
    }
    return result;
}

static enum tallyd_result html_extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct html_reading r = {.b = b, .flow = flow_new(b)};
    bool message = mime_is(input->bytes, input->size < TALLYD_HEAD_SIZE ? input->size : TALLYD_HEAD_SIZE);
    uint32_t paragraphs = 0;
    if (!has_suffix(input->name, message ? html_messages : html_pages))
        b->ops->kind(b, message ? ".mht" : ".html");
    enum tallyd_result result =
        message ? read_message(&r, input) : read_page(&r, input->bytes, input->size, CHARSET_NONE);
    if (result != TALLYD_OK)
        return result;
    if (!flow_has_text(r.flow))
        return TALLYD_EMPTY;
    flow_push(r.flow, b, &paragraphs);
    if (!r.cut)
        return TALLYD_OK;
    b->ops->note(b, "文件不完整，或有无法识别的字符，只读出一部分");
    return TALLYD_PARTIAL;
}

static int html_init(void)
{
    int failed = charset_init();
    return failed ? failed : encoding_init();
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "html",
    .title_zh = "网页",
    .title_en = "web page",
    .version = "1 (gumbo 0.10.1)",
    .suffixes = html_suffixes,
    .init = html_init,
    .probe = html_probe,
    .extract = html_extract,
    .limits = html_limits,
};
