/* Office Open XML (ISO/IEC 29500), transitional and strict: Word documents and Excel workbooks, whatever their file
 * is called. Reading order: opc.c (the package), docx.c and docx_story.c (documents), xlsx.c and xlsx_sheet.c
 * (workbooks), this file (which of them it is). */
#include "docx.h"
#include "xlsx.h"
#include "plain.h"
#include "xml2003.h"

#include "../common/charset.h"

#include <expat.h>
#include <string.h>
#include <zlib.h>

#define TEXT_OF(x)  TEXT_OF_(x)
#define TEXT_OF_(x) #x

static const char *const suffixes[] = {".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx",
                                       ".xltm", ".wps",  ".wpt",  ".et",   ".ett",  ".xml",  NULL};

static const struct tallyd_limit limits[] = {
#define X(name, value, why) {#name, value, why},
    ZIP_LIMITS(X) XML_LIMITS(X) OPC_LIMITS(X) FLOW_LIMITS(X) DOCX_LIMITS(X) SHEET_LIMITS(X) XLSX_LIMITS(X)
#undef X
        {0}};

/* Archives, which are told by name, so that the department knows what to do. */
#define ARCHIVE "压缩包，请解压后逐份报送"

static const char *const archives[] = {"Rar!\x1A\x07", "7z\xBC\xAF\x27\x1C"};

/* What a main part is, by the folder that every office program puts it into. */
struct kind {
    const char *folder;
    const char *suffix;          /* NULL: of a macro file or a template as well */
    const char *const *suffixes; /* of the same content */
    enum tallyd_result (*extract)(struct zip *zip, const struct zip_entry *main);
};

static const char *const docx_suffixes[] = {".docm", ".dotx", ".dotm", ".wps", ".wpt", NULL};
static const char *const xlsx_suffixes[] = {".xlsm", ".xltx", ".xltm", ".et", ".ett", NULL};

static const struct kind kinds[] = {
    {"word/", ".docx", docx_suffixes, docx_extract},
    {"xl/", ".xlsx", xlsx_suffixes, xlsx_extract},
};

/* First entries of a package that are no document's own. */
static const char *const packaging[] = {"[Content_Types].xml", "_rels/.rels", "docProps/", "customXml/"};

static bool is_archive(const char *head, size_t size)
{
    for (size_t i = 0; i < sizeof archives / sizeof *archives; i++)
        if (size >= strlen(archives[i]) && memcmp(head, archives[i], strlen(archives[i])) == 0)
            return true;
    return false;
}

static bool is_named(const char *name, const char *suffix)
{
    size_t length = strlen(name), tail = strlen(suffix);
    return length >= tail && strcasecmp(name + length - tail, suffix) == 0;
}

static int probe(const char *head, size_t size, const char *name)
{
    if (is_archive(head, size))
        return TALLYD_MAYBE;
    if (!zip_is_zip(head, size))
        return plain_kind(head, size) ? TALLYD_CERTAIN : TALLYD_NO;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (zip_head_names(head, size, kinds[i].folder))
            return TALLYD_CERTAIN;
    for (size_t i = 0; i < sizeof packaging / sizeof *packaging; i++)
        if (zip_head_names(head, size, packaging[i]))
            return TALLYD_LIKELY;
    return is_named(name, ".zip") ? TALLYD_MAYBE + 1
                                  : TALLYD_MAYBE; /* before others that may have it as well */
}

/* A template, a macro file, one of WPS: named as it should be. */
static const char *kind_of(const struct kind *kind, const char *name)
{
    for (const char *const *suffix = kind->suffixes; *suffix; suffix++)
        if (is_named(name, *suffix))
            return *suffix;
    return kind->suffix;
}

/* The main part: as the package says, else, where that is damaged, by its usual name. */
static const struct zip_entry *find_main(struct zip *zip)
{
    static const char *const usual[] = {"word/document.xml", "xl/workbook.xml"};
    struct opc_relations relations = opc_relations(zip, "");
    const struct zip_entry *main = opc_part(zip, &relations, "officeDocument");
    for (size_t i = 0; !main && i < sizeof usual / sizeof *usual; i++)
        main = zip_find(zip, usual[i]);
    return main;
}

/* Whether it is a document that another plugin would read. */
static bool is_others(const struct zip *zip)
{
    static const char *const parts[] = {"mimetype", "META-INF/manifest.xml", "OFD.xml"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (zip_find(zip, parts[i]))
            return true;
    return false;
}

/* A container in which nothing of a document is found: one of another format, or one that was cut off. */
static enum tallyd_result without_main(struct zip *zip)
{
    struct tallyd_builder *b = zip_builder(zip);
    bool is_package = zip_find(zip, packaging[0]) || zip_find(zip, packaging[1]);
    if (zip_encrypted(zip))
        return TALLYD_ENCRYPTED;
    if (is_package && zip_damaged(zip))
        return TALLYD_CORRUPT;
    if (zip_find(zip, "ppt/presentation.xml"))
        b->ops->note(b, "演示文稿（.pptx）不在检查范围");
    else if (!is_package && !is_others(zip))
        b->ops->note(b, ARCHIVE);
    return TALLYD_UNSUPPORTED;
}

static enum tallyd_result extract_package(struct zip *zip, const char *name)
{
    struct tallyd_builder *b = zip_builder(zip);
    const struct zip_entry *main = find_main(zip);
    if (main && is_named(main->name, ".bin")) {
        b->ops->note(b, "Excel 二进制工作簿（.xlsb），请另存为 .xlsx 后重新报送");
        return TALLYD_UNSUPPORTED;
    }
    for (size_t i = 0; main && i < sizeof kinds / sizeof *kinds; i++)
        if (strncasecmp(main->name, kinds[i].folder, strlen(kinds[i].folder)) == 0) {
            if (name)
                b->ops->kind(b, kind_of(&kinds[i], name));
            return kinds[i].extract(zip, main);
        }
    return without_main(zip);
}

/* All in one XML text. */
static enum tallyd_result extract_plain(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct plain_text text = plain_text(b, input->bytes, input->size);
    enum plain_kind kind =
        plain_kind(input->bytes, input->size < TALLYD_HEAD_SIZE ? input->size : TALLYD_HEAD_SIZE);
    b->ops->kind(b, ".xml");
    if (kind == PLAIN_WORKBOOK_2003)
        return xml2003_extract(b, &text);
    if (kind == PLAIN_DOCUMENT_2003)
        return docx_extract_2003(plain_single(b, &text, "document.xml"));
    struct zip *zip = plain_package(b, &text);
    return zip ? extract_package(zip, NULL) : TALLYD_CORRUPT;
}

static enum tallyd_result extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct zip *zip;
    if (is_archive(input->bytes, input->size)) {
        b->ops->note(b, ARCHIVE);
        return TALLYD_UNSUPPORTED;
    }
    if (!zip_is_zip(input->bytes, input->size))
        return extract_plain(input, b);
    enum tallyd_result result = zip_open(b, input->bytes, input->size, &zip);
    return result == TALLYD_OK ? extract_package(zip, input->name) : result;
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "ooxml",
    .title_zh = "Word、Excel 文档",
    .title_en = "Word and Excel (OOXML)",
    .version = "1 (expat " TEXT_OF(XML_MAJOR_VERSION) "." TEXT_OF(XML_MINOR_VERSION) "." TEXT_OF(
        XML_MICRO_VERSION) ", zlib " ZLIB_VERSION ")",
    .suffixes = suffixes,
    .init = charset_init,
    .probe = probe,
    .extract = extract,
    .limits = limits,
};
