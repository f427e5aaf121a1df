/* A format of lines: `memo` on the first one, `# ` before a heading, else a paragraph. */
#include <string.h>
#include <tallyd/plugin.h>

static const char *const suffixes[] = {".memo", NULL};

static int probe(const char *head, size_t size, const char *name)
{
    (void)name;
    return size >= 5 && memcmp(head, "memo\n", 5) == 0 ? TALLYD_CERTAIN : TALLYD_NO;
}

static enum tallyd_result extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    const char *at = input->bytes + 5, *end = input->bytes + input->size;
    b->ops->source(b, input->bytes, input->size);
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((stop ? stop : end) - at);
        if (len > 2 && memcmp(at, "# ", 2) == 0)
            b->ops->heading(b, 2, at + 2, len - 2, NULL);
        else if (len)
            b->ops->paragraph(b, at, len, NULL);
        at += len + 1;
    }
    return TALLYD_OK;
}

const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "memo",
    .title_zh = "备忘录",
    .title_en = "memo",
    .version = "1",
    .suffixes = suffixes,
    .probe = probe,
    .extract = extract,
};
