/* Compound files (OLE2): Word and WPS Writer documents, Excel and WPS workbooks, and a name for the others. */
#include "../common/charset.h"
#include "cfb.h"
#include "package.h"
#include "word.h"
#include "xls.h"

#include <strings.h>

#define OLE_MAGIC "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

static const struct tallyd_limit ole_limits[] = {
#define X(name, value, why) {#name, value, why},
    CFB_LIMITS(X) PACKAGE_LIMITS(X) WORD_LIMITS(X) FLOW_LIMITS(X) XLS_LIMITS(X) SHEET_LIMITS(X)
#undef X
        {0},
};

static const char *const ole_suffixes[] = {".doc", ".dot", ".wps", ".wpt", ".xls",
                                           ".xlt", ".et",  ".ett", NULL};

/* What else comes in a compound file, by a stream of it; a protected document has one that can be read, too,
 * which only says so. */
static const struct {
    const char *stream;
    enum tallyd_result result;
    const char *note;
} ole_others[] = {
    {"\tDRMContent", TALLYD_ENCRYPTED, "文件设有权限保护（IRM），请解除后重新报送"},
    {"PowerPoint Document", TALLYD_UNSUPPORTED, "演示文稿（.ppt/.dps）不在检查范围"},
    {"MatOST", TALLYD_UNSUPPORTED, "Microsoft Works 文档，请另存为 .docx 后重新报送"},
    {"CONTENTS", TALLYD_UNSUPPORTED, "Microsoft Works 文档，请另存为 .docx 后重新报送"},
    {"__properties_version1.0", TALLYD_UNSUPPORTED, "电子邮件（.msg），请报送其附件"},
};

/* Names that fit what the file is; the first is told where it has none of them. */
static const char *const ole_documents[] = {".doc", ".dot", ".wps", ".wpt", NULL};
static const char *const ole_workbooks[] = {".xls", ".xlt", ".et", ".ett", NULL};

static void ole_tell_kind(const struct tallyd_input *input, struct tallyd_builder *b, const char *const *fits)
{
    const char *dot = strrchr(input->name, '.');
    for (const char *const *suffix = fits; *suffix; suffix++)
        if (dot && strcasecmp(dot, *suffix) == 0)
            return;
    b->ops->kind(b, fits[0]);
}

/* A workbook of Excel 2 to 4 is no compound file, but begins with the record that it would have in one. */
static bool ole_is_bare(const char *head, size_t size)
{
    struct bytes from = {(const uint8_t *)head, size};
    uint16_t type = bytes_u16(from, 0), length = bytes_u16(from, 2);
    return size > 16 && (type == 0x0009 || type == 0x0209 || type == 0x0409) && length >= 4 && length <= 16;
}

static int ole_probe(const char *head, size_t size, const char *name)
{
    (void)name;
    if (size >= 8 && memcmp(head, OLE_MAGIC, 8) == 0)
        return TALLYD_CERTAIN;
    return ole_is_bare(head, size) ? TALLYD_LIKELY : TALLYD_NO;
}

static enum tallyd_result ole_open(struct cfb *cfb, struct tallyd_builder *b)
{
    struct bytes package;
    enum tallyd_result result = package_open(cfb, b, &package);
    if (result == TALLYD_OK)
        b->ops->inside(b, (const char *)package.at, package.len);
    b->ops->note(b, result == TALLYD_CORRUPT ? "文件不完整：加密的部分里没有内容"
                                             : "Office 文件已加密，请去掉打开密码后重新报送");
    return result;
}

static enum tallyd_result ole_extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct cfb *cfb;
    if (ole_is_bare(input->bytes, input->size)) {
        b->ops->note(b, "Excel 4.0 或更早的格式，请另存为 .xlsx 后重新报送");
        return TALLYD_UNSUPPORTED;
    }
    enum tallyd_result result = cfb_open(b, (struct bytes){(const uint8_t *)input->bytes, input->size}, &cfb);
    if (result != TALLYD_OK)
        return result;
    if (package_is(cfb))
        return ole_open(cfb, b);
    for (size_t i = 0; i < sizeof ole_others / sizeof *ole_others; i++)
        if (cfb_has(cfb, ole_others[i].stream)) {
            b->ops->note(b, ole_others[i].note);
            return ole_others[i].result;
        }
    bool word = word_is(cfb);
    if (!word && !xls_is(cfb))
        return cfb_broken(cfb) ? TALLYD_CORRUPT : TALLYD_UNSUPPORTED;
    ole_tell_kind(input, b, word ? ole_documents : ole_workbooks);
    return word ? word_read(cfb, b) : xls_read(cfb, b);
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "ole",
    .title_zh = "Word/Excel 97-2003、WPS 二进制文件",
    .title_en = "Word and Excel 97-2003, WPS",
    .version = "1 (nettle)",
    .suffixes = ole_suffixes,
    .init = charset_init,
    .probe = ole_probe,
    .extract = ole_extract,
    .limits = ole_limits,
};
