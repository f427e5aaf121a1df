/* A format plugin that does what the document says, for test_plugin_host.c: one deed a document, most of them
 * wrong. */
#include "../../../plugins/plugin.h"

#include <string.h>

#ifndef NAME
#define NAME "deeds"
#endif
#ifndef ABI
#define ABI TALLYD_PLUGIN_ABI
#endif
#ifndef PROBE
#define PROBE TALLYD_CERTAIN
#endif
#ifndef INIT
#define INIT 0
#endif
#ifndef SUFFIX
#define SUFFIX ".deed"
#endif

static void paragraph(struct tallyd_builder *b, const char *text)
{
    b->ops->paragraph(b, text, strlen(text), NULL);
}

static void good(struct tallyd_builder *b)
{
    struct tallyd_place place = {.page = 2, .sheet = "Sheet1"};
    b->ops->heading(b, 1, "标题", 6, NULL);
    paragraph(b, "支出10.00万元。");
    b->ops->table_begin(b, false, 2, &place);
    b->ops->row(b);
    b->ops->cell(b, "项目", 6, 1, 1, &place);
    b->ops->cell(b, "", 0, 1, 1, NULL);
    b->ops->table_end(b);
    b->ops->encoding(b, "utf-8");
    b->ops->note(b, "一条说明");
}

static void open_table(struct tallyd_builder *b)
{
    b->ops->table_begin(b, false, 1, NULL);
    b->ops->row(b);
    b->ops->cell(b, "未完", 6, 1, 1, NULL);
}

static void bad_text(struct tallyd_builder *b)
{
    paragraph(b, "\xff");
}

/* The source is checked once; what is cut from it in the midst of a character is no text. */
static void cut_text(struct tallyd_builder *b)
{
    static const char source[] = "支出合计";
    b->ops->source(b, source, sizeof source - 1);
    b->ops->paragraph(b, source, 6, NULL);
    b->ops->paragraph(b, source, 7, NULL);
}

static void cut_front(struct tallyd_builder *b)
{
    static const char source[] = "支出合计";
    b->ops->source(b, source, sizeof source - 1);
    b->ops->paragraph(b, source + 1, 2, NULL);
}

static void no_text(struct tallyd_builder *b)
{
    b->ops->paragraph(b, NULL, 5, NULL);
}

static void late_source(struct tallyd_builder *b)
{
    paragraph(b, "先");
    b->ops->source(b, "后", 3);
}

static void deep_heading(struct tallyd_builder *b)
{
    b->ops->heading(b, 7, "x", 1, NULL);
}

static void stray_row(struct tallyd_builder *b)
{
    b->ops->row(b);
}

static void stray_cell(struct tallyd_builder *b)
{
    b->ops->table_begin(b, false, 1, NULL);
    b->ops->cell(b, "x", 1, 1, 1, NULL);
}

static void stray_end(struct tallyd_builder *b)
{
    b->ops->table_end(b);
}

static void nested(struct tallyd_builder *b)
{
    b->ops->table_begin(b, false, 1, NULL);
    b->ops->table_begin(b, false, 1, NULL);
}

static void flat_cell(struct tallyd_builder *b)
{
    b->ops->table_begin(b, false, 1, NULL);
    b->ops->row(b);
    b->ops->cell(b, "x", 1, 0, 1, NULL);
}

static void bad_sheet(struct tallyd_builder *b)
{
    struct tallyd_place place = {.sheet = "\xc3"};
    b->ops->paragraph(b, "x", 1, &place);
}

static void bad_encoding(struct tallyd_builder *b)
{
    b->ops->encoding(b, NULL);
}

static void bad_note(struct tallyd_builder *b)
{
    b->ops->note(b, NULL);
}

static void own_limit(struct tallyd_builder *b)
{
    b->ops->limit(b, "deeds_done");
}

static void bad_limit(struct tallyd_builder *b)
{
    b->ops->limit(b, "");
}

static void bad_kind(struct tallyd_builder *b)
{
    b->ops->kind(b, "deed");
}

static void kind(struct tallyd_builder *b)
{
    paragraph(b, "支出");
    b->ops->kind(b, ".kind");
}

static void wide_cell(struct tallyd_builder *b)
{
    b->ops->table_begin(b, false, 0, NULL);
    b->ops->row(b);
    b->ops->cell(b, "x", 1, 1, 4000000000u, NULL);
}

static void confident(struct tallyd_builder *b)
{
    b->ops->table_begin(b, false, 1, NULL);
    b->ops->confidence(b, 101);
}

static void stray_confidence(struct tallyd_builder *b)
{
    b->ops->confidence(b, 50);
}

static void wrapped(struct tallyd_builder *b)
{
    b->ops->inside(b, "deed:good", strlen("deed:good"));
}

static void wrapped_twice(struct tallyd_builder *b)
{
    b->ops->inside(b, "deed:wrapped", strlen("deed:wrapped"));
}

static void wrapped_unknown(struct tallyd_builder *b)
{
    b->ops->inside(b, "none of it", strlen("none of it"));
}

static void wrapped_late(struct tallyd_builder *b)
{
    paragraph(b, "先");
    wrapped(b);
}

static void wrapped_nothing(struct tallyd_builder *b)
{
    b->ops->inside(b, "", 0);
}

/* More than half of what the test's arena holds, so twice in turn but not at once. */
static void scratch_left(struct tallyd_builder *b)
{
    const size_t size = 5 << 20;
    char *memory = b->ops->scratch(b, size);
    paragraph(b, memory[0] || memcmp(memory, memory + 1, size - 1) != 0 ? "\xff" : "支出");
    memset(memory, 'x', size);
}

static void scratch(struct tallyd_builder *b)
{
    b->ops->scratch_end(b);
    for (int i = 0; i < 3; i++) {
        scratch_left(b);
        b->ops->scratch_end(b);
        b->ops->scratch_end(b);
    }
}

static void scratch_limit(struct tallyd_builder *b)
{
    scratch_left(b);
    own_limit(b);
}

static void scratch_wrapped(struct tallyd_builder *b)
{
    memset(b->ops->scratch(b, 5 << 20), 'x', 5 << 20);
    b->ops->inside(b, "deed:scratch_left", strlen("deed:scratch_left"));
}

static void scratch_endless(struct tallyd_builder *b)
{
    for (;;)
        b->ops->scratch(b, 1 << 20);
}

static void endless(struct tallyd_builder *b)
{
    for (;;)
        b->ops->alloc(b, 1 << 20);
}

static const struct deed {
    const char *name;
    void (*run)(struct tallyd_builder *b);
    enum tallyd_result result;
} deeds[] = {
    {"good", good, TALLYD_OK},
    {"partial", good, TALLYD_PARTIAL},
    {"open_table", open_table, TALLYD_OK},
    {"scanned", good, TALLYD_SCANNED},
    {"nonsense", good, (enum tallyd_result)99},
    {"bad_text", bad_text, TALLYD_OK},
    {"cut_text", cut_text, TALLYD_OK},
    {"cut_front", cut_front, TALLYD_OK},
    {"no_text", no_text, TALLYD_OK},
    {"late_source", late_source, TALLYD_OK},
    {"deep_heading", deep_heading, TALLYD_OK},
    {"stray_row", stray_row, TALLYD_OK},
    {"stray_cell", stray_cell, TALLYD_OK},
    {"stray_end", stray_end, TALLYD_OK},
    {"nested", nested, TALLYD_OK},
    {"flat_cell", flat_cell, TALLYD_OK},
    {"bad_sheet", bad_sheet, TALLYD_OK},
    {"bad_encoding", bad_encoding, TALLYD_OK},
    {"bad_note", bad_note, TALLYD_OK},
    {"kind", kind, TALLYD_OK},
    {"bad_kind", bad_kind, TALLYD_OK},
    {"bad_limit", bad_limit, TALLYD_OK},
    {"own_limit", own_limit, TALLYD_OK},
    {"limit", good, TALLYD_LIMIT},
    {"wide_cell", wide_cell, TALLYD_OK},
    {"confident", confident, TALLYD_OK},
    {"stray_confidence", stray_confidence, TALLYD_OK},
    {"wrapped", wrapped, TALLYD_CORRUPT},
    {"wrapped_twice", wrapped_twice, TALLYD_CORRUPT},
    {"wrapped_unknown", wrapped_unknown, TALLYD_CORRUPT},
    {"wrapped_late", wrapped_late, TALLYD_OK},
    {"wrapped_nothing", wrapped_nothing, TALLYD_OK},
    {"scratch", scratch, TALLYD_OK},
    {"scratch_left", scratch_left, TALLYD_OK},
    {"scratch_limit", scratch_limit, TALLYD_OK},
    {"scratch_wrapped", scratch_wrapped, TALLYD_OK},
    {"scratch_endless", scratch_endless, TALLYD_OK},
    {"endless", endless, TALLYD_OK},
};

static int probe(const char *head, size_t size, const char *name)
{
    (void)name;
    return size >= 5 && memcmp(head, "deed:", 5) == 0 ? PROBE : TALLYD_NO;
}

static int init(void)
{
    return INIT;
}

static enum tallyd_result extract(const struct tallyd_input *input, struct tallyd_builder *builder)
{
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        if (input->size == strlen(deeds[i].name) + 5 &&
            memcmp(input->bytes + 5, deeds[i].name, input->size - 5) == 0) {
            deeds[i].run(builder);
            return deeds[i].result;
        }
    }
    return TALLYD_CORRUPT;
}

static const char *const suffixes[] = {SUFFIX, NULL};

const struct tallyd_format tallyd_format = {
    .abi = ABI,
    .name = NAME,
    .title_zh = "行为",
    .title_en = "Deeds",
    .version = "1",
    .suffixes = suffixes,
    .init = init,
    .probe = probe,
    .extract = extract,
};
