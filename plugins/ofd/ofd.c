#include "ofd.h"

#include <expat.h>
#include <zlib.h>

#define TEXT_OF(x)  TEXT_OF_(x)
#define TEXT_OF_(x) #x

static const char *const suffixes[] = {".ofd", NULL};

static const struct tallyd_limit limits[] = {
#define X(name, value, why) {#name, (value), why},
    OFD_LIMITS(X) LAYOUT_LIMITS(X) ZIP_LIMITS(X) XML_LIMITS(X)
#undef X
        {0},
};

static int ofd_probe(const char *head, size_t size, const char *name)
{
    (void)name;
    if (!zip_is_zip(head, size))
        return TALLYD_NO;
    if (zip_head_names(head, size, "OFD.xml"))
        return TALLYD_CERTAIN;
    return zip_head_names(head, size, "Doc_0/") ? TALLYD_LIKELY + 1 : TALLYD_MAYBE;
}

/* A protected document keeps how it is enciphered beside OFD.xml, and its parts under other names. */
static bool is_encrypted(const struct ofd *ofd)
{
    return ofd->encrypted || zip_find(ofd->zip, "Encryptions.xml") ||
           zip_find(ofd->zip, "/Encryptions.xml") || zip_encrypted(ofd->zip);
}

static enum tallyd_result ofd_extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    struct ofd ofd = {.b = b};
    if (zip_open(b, input->bytes, input->size, &ofd.zip) != TALLYD_OK)
        return TALLYD_CORRUPT;
    ofd.layout = layout_new(b);
    enum tallyd_result result = package_read(&ofd);
    if (result == TALLYD_OK)
        result = layout_finish(ofd.layout);
    bool nothing = result == TALLYD_CORRUPT || result == TALLYD_EMPTY || result == TALLYD_UNSUPPORTED;
    if (nothing && is_encrypted(&ofd))
        return TALLYD_ENCRYPTED;
    if (zip_damaged(ofd.zip) && (result == TALLYD_OK || result == TALLYD_EMPTY)) {
        layout_note(ofd.layout, "文件容器有损坏，可能没有读全");
        return result == TALLYD_OK ? TALLYD_PARTIAL : TALLYD_CORRUPT;
    }
    return result;
}

__attribute__((visibility("default"))) const struct tallyd_format tallyd_format = {
    .abi = TALLYD_PLUGIN_ABI,
    .name = "ofd",
    .title_zh = "OFD 版式文档",
    .title_en = "OFD (GB/T 33190)",
    .version = "1 (expat " TEXT_OF(XML_MAJOR_VERSION) "." TEXT_OF(XML_MINOR_VERSION) "." TEXT_OF(
        XML_MICRO_VERSION) ", zlib " ZLIB_VERSION ")",
    .suffixes = suffixes,
    .probe = ofd_probe,
    .extract = ofd_extract,
    .limits = limits,
};
