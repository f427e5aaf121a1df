/* Office Open XML (ISO/IEC 29500), transitional and strict: Word documents and Excel workbooks, whatever their file
 * is called. Reading order: opc.c (the package), docx.c and docx_story.c (documents), xlsx.c and xlsx_sheet.c
 * (workbooks), this file (which of them it is). */
#include "docx.h"
#include "xlsx.h"
#include "xml2003.h"

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

/* Word's documents as one XML text, of 2003 and of later ones: told by name, so that the department knows what to do. */
static bool is_word_text(const char *head, size_t size)
{
    static const char *const uris[] = {"http://schemas.microsoft.com/office/word/2003/wordml",
                                       "http://schemas.microsoft.com/office/2006/xmlPackage"};
    bool found = false;
    for (size_t i = 0; i < sizeof uris / sizeof *uris && !found; i++)
        found = memmem(head, size, uris[i], strlen(uris[i])) != NULL;
    return found && memmem(head, size, "<?xml", strlen("<?xml"));
}

static int probe(const char *head, size_t size, const char *name)
{
    (void)name;
    if (xml2003_is(head, size) || (!zip_is_zip(head, size) && is_word_text(head, size)))
        return TALLYD_CERTAIN;
    if (!zip_is_zip(head, size))
        return TALLYD_NO;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (zip_head_names(head, size, kinds[i].folder))
            return TALLYD_CERTAIN;
    for (size_t i = 0; i < sizeof packaging / sizeof *packaging; i++)
        if (zip_head_names(head, size, packaging[i]))
            return TALLYD_LIKELY;
    return TALLYD_MAYBE;
}

static bool is_named(const char *name, const char *suffix)
{
    size_t length = strlen(name), tail = strlen(suffix);
    return length >= tail && strcasecmp(name + length - tail, suffix) == 0;
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

/* A container in which nothing of a document is found: one of another format, or one that was cut off. */
static enum tallyd_result without_main(struct zip *zip)
{
    bool is_package = zip_find(zip, packaging[0]) || zip_find(zip, packaging[1]);
    if (zip_encrypted(zip))
        return TALLYD_ENCRYPTED;
    return is_package && zip_damaged(zip) ? TALLYD_CORRUPT : TALLYD_UNSUPPORTED;
}

static enum tallyd_result extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct zip *zip;
    size_t head = input->size < TALLYD_HEAD_SIZE ? input->size : TALLYD_HEAD_SIZE;
    if (!zip_is_zip(input->bytes, input->size) && is_word_text(input->bytes, head)) {
        b->ops->note(b, "Word 的 XML 文档，请另存为 .docx 后重新报送");
        return TALLYD_UNSUPPORTED;
    }
    if (!zip_is_zip(input->bytes, input->size)) {
        b->ops->kind(b, ".xml");
        return xml2003_extract(input->bytes, input->size, b);
    }
    enum tallyd_result result = zip_open(b, input->bytes, input->size, &zip);
    if (result != TALLYD_OK)
        return result;
    const struct zip_entry *main = find_main(zip);
    for (size_t i = 0; main && i < sizeof kinds / sizeof *kinds; i++)
        if (strncasecmp(main->name, kinds[i].folder, strlen(kinds[i].folder)) == 0) {
            b->ops->kind(b, kind_of(&kinds[i], input->name));
            return kinds[i].extract(zip, main);
        }
    return without_main(zip);
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "ooxml",
    .title_zh = "Word、Excel 文档",
    .title_en = "Word and Excel (OOXML)",
    .version = "1 (expat " TEXT_OF(XML_MAJOR_VERSION) "." TEXT_OF(XML_MINOR_VERSION) "." TEXT_OF(
        XML_MICRO_VERSION) ", zlib " ZLIB_VERSION ")",
    .suffixes = suffixes,
    .probe = probe,
    .extract = extract,
    .limits = limits,
};
