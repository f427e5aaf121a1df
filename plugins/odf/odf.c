/* OpenDocument: text documents and spreadsheets (odf.h). Reading order: odf_styles.c, odf_lists.c and odf_text.c
 * (documents), odf_sheet.c (spreadsheets), this file (which of them it is). */
#include "odf.h"
#include "odf_sheet.h"
#include "odf_text.h"

#include <expat.h>
#include <string.h>
#include <zlib.h>

#define TEXT_OF(x)  TEXT_OF_(x)
#define TEXT_OF_(x) #x

#define MIMETYPE "application/vnd.oasis.opendocument."

static const char *const suffixes[] = {".odt", ".ods", ".ott", ".ots", NULL};

static const struct tallyd_limit limits[] = {
#define X(name, value, why) {#name, value, why},
    ZIP_LIMITS(X) XML_LIMITS(X) FLOW_LIMITS(X) SHEET_LIMITS(X) ODF_LIMITS(X)
#undef X
        {0}};

/* What `mimetype` says after MIMETYPE; templates go on with `-template`. */
struct kind {
    const char *word;
    const char *suffix, *template;
    bool sheets;
};

static const struct kind kinds[] = {{"text", ".odt", ".ott", false}, {"spreadsheet", ".ods", ".ots", true}};

static const struct kind *kind_of(const char *mimetype, size_t size)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i].word);
        if (size >= length && memcmp(mimetype, kinds[i].word, length) == 0)
            return &kinds[i];
    }
    return NULL;
}

/* The first entry is `mimetype`, stored, so that its text stands in the file's head. */
static int probe(const char *head, size_t size, const char *name)
{
    (void)name;
    const char *found = zip_is_zip(head, size) ? memmem(head, size, MIMETYPE, strlen(MIMETYPE)) : NULL;
    const char *word = found ? found + strlen(MIMETYPE) : NULL;
    if (found && kind_of(word, size - (size_t)(word - head)))
        return TALLYD_CERTAIN;
    return TALLYD_NO;
}

/* The manifest says which entries are encrypted; the container itself says nothing. */
static void on_manifest(void *context, unsigned tag, const struct xml_attributes *a)
{
    (void)a;
    *(bool *)context |= tag != 0;
}

static bool is_encrypted(struct zip *zip)
{
    static const char *const tags[] = {NULL, "manifest:encryption-data"};
    static const struct xml_reader reader = {odf_spaces, tags, 2, on_manifest, NULL, NULL};
    const struct zip_entry *entry = zip_find(zip, "META-INF/manifest.xml");
    bool encrypted = false;
    if (entry)
        encrypted = xml_read(zip, entry, &reader, &encrypted) == TALLYD_ENCRYPTED || encrypted;
    return encrypted;
}

static void push_asides(struct tallyd_builder *b, const struct flow *asides)
{
    uint32_t paragraphs = 0;
    flow_push(asides, b, &paragraphs);
}

static enum tallyd_result read_text(struct zip *zip, const struct zip_entry *content,
                                    const struct odf_styles *styles, bool *ret_text)
{
    struct tallyd_builder *b = zip_builder(zip);
    struct flow *body = flow_new(b), *asides = flow_new(b);
    uint32_t paragraphs = 0;
    const struct zip_entry *heads = zip_find(zip, "styles.xml");
    enum tallyd_result result = odf_text_read(zip, content, styles, body, asides);
    if (heads)
        odf_text_read_heads(zip, heads, styles, asides);
    *ret_text = flow_has_text(body);
    flow_push(body, b, &paragraphs);
    push_asides(b, asides);
    return result;
}

static enum tallyd_result read_sheets(struct zip *zip, const struct zip_entry *content,
                                      const struct odf_styles *styles, bool *ret_text)
{
    struct tallyd_builder *b = zip_builder(zip);
    struct odf_sheets sheets = {.hidden = {.b = b}};
    enum tallyd_result result = odf_sheet_read(zip, content, styles, &sheets);
    struct str note = {.b = b};
    if (sheets.hidden.len) {
        str_puts(&note, "隐藏的工作表未读：");
        str_puts(&note, sheets.hidden.at);
        b->ops->note(b, note.at);
    }
    *ret_text = sheets.text;
    return result;
}

static enum tallyd_result read_content(struct zip *zip, const struct zip_entry *content,
                                       const struct kind *kind)
{
    struct tallyd_builder *b = zip_builder(zip);
    struct odf_styles styles = {.b = b};
    const struct zip_entry *common = zip_find(zip, "styles.xml");
    bool text = false;
    if (common)
        odf_styles_add(zip, common, &styles);
    odf_styles_add(zip, content, &styles);
    odf_styles_finish(&styles);
    enum tallyd_result result = (kind->sheets ? read_sheets : read_text)(zip, content, &styles, &text);
    bool partial = result != TALLYD_OK || zip_damaged(zip);
    if (!text)
        return result == TALLYD_OK ? TALLYD_EMPTY : result;
    if (partial)
        b->ops->note(b, "文件不完整，只读出了一部分");
    return partial ? TALLYD_PARTIAL : TALLYD_OK;
}

static enum tallyd_result extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct zip *zip;
    const char *mimetype = "";
    size_t size = 0, skip = strlen(MIMETYPE);
    enum tallyd_result result = zip_open(b, input->bytes, input->size, &zip);
    if (result != TALLYD_OK)
        return result;
    const struct zip_entry *entry = zip_find(zip, "mimetype"), *content = zip_find(zip, "content.xml");
    if (entry)
        zip_read_all(zip, entry, &mimetype, &size);
    const struct kind *kind = size > skip ? kind_of(mimetype + skip, size - skip) : NULL;
    if (!kind)
        return TALLYD_UNSUPPORTED;
    b->ops->kind(b, memmem(mimetype, size, "template", 8) ? kind->template : kind->suffix);
    if (is_encrypted(zip))
        return TALLYD_ENCRYPTED;
    return content ? read_content(zip, content, kind) : TALLYD_CORRUPT;
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "odf",
    .title_zh = "OpenDocument",
    .title_en = "OpenDocument",
    .version = "1 (expat " TEXT_OF(XML_MAJOR_VERSION) "." TEXT_OF(XML_MINOR_VERSION) "." TEXT_OF(
        XML_MICRO_VERSION) ", zlib " ZLIB_VERSION ")",
    .suffixes = suffixes,
    .probe = probe,
    .extract = extract,
    .limits = limits,
};
