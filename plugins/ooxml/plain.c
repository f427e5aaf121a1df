#include "plain.h"

#include "../common/charset.h"
#include "../common/encoding.h"

#include <string.h>

/* Bytes in which a declaration ends. */
#define DECLARATION_MAX 200

/* Roots, and a name space that only they have. */
static const struct {
    enum plain_kind kind;
    const char *root, *space;
} kinds[] = {
    {PLAIN_FLAT, "<pkg:package", "http://schemas.microsoft.com/office/2006/xmlPackage"},
    {PLAIN_DOCUMENT_2003, "<w:wordDocument", "http://schemas.microsoft.com/office/word/2003/wordml"},
    {PLAIN_WORKBOOK_2003, "<Workbook", "urn:schemas-microsoft-com:office:spreadsheet"},
};

static const char *find(const char *at, const char *end, const char *what)
{
    return at && at < end ? memmem(at, (size_t)(end - at), what, strlen(what)) : NULL;
}

enum plain_kind plain_kind(const char *head, size_t size)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (find(find(head, head + size, kinds[i].root), head + size, kinds[i].space))
            return kinds[i].kind;
    return PLAIN_NONE;
}

/* What the declaration says, and where it ends; NULL where there is none. */
static const char *read_declaration(const char *text, const char *end, enum charset *ret_set)
{
    const char *stop = find(text, text + DECLARATION_MAX < end ? text + DECLARATION_MAX : end, "?>");
    const char *name = find(find(text, stop, "<?xml"), stop, "encoding=");
    if (!name)
        return NULL;
    name += strlen("encoding=") + 1;
    const char *close = name < stop ? memchr(name, name[-1], (size_t)(stop - name)) : NULL;
    *ret_set = close ? charset_named(name, (size_t)(close - name)) : CHARSET_NONE;
    return stop + strlen("?>");
}

/* A parser reads these by itself. */
static bool is_unicode(enum charset set)
{
    return set == CHARSET_NONE || set == CHARSET_UTF8 || set == CHARSET_UTF16LE || set == CHARSET_UTF16BE;
}

struct plain_text plain_text(struct tallyd_builder *b, const char *bytes, size_t size)
{
    enum charset set = CHARSET_NONE;
    const char *end = bytes + size, *behind = read_declaration(bytes, end, &set);
    if (!behind || is_unicode(set))
        return (struct plain_text){.at = bytes, .len = size};
    size_t left = (size_t)(end - behind);
    if (encoding_utf8_prefix(behind, left) == left) /* whatever it says */
        return (struct plain_text){.at = behind, .len = left};
    struct charset_text text = charset_decode(b, set, behind, left);
    b->ops->encoding(b, charset_name(set));
    return (struct plain_text){text.at, text.len, text.bad > 0};
}

/* The value of an attribute of the tag that ends at `end`; NULL where it has none. */
static const char *get(struct tallyd_builder *b, const char *tag, const char *end, const char *name)
{
    const char *value = find(tag, end, name);
    if (!value)
        return NULL;
    value += strlen(name) + 1;
    const char *stop = value < end ? memchr(value, value[-1], (size_t)(end - value)) : NULL; /* the quote */
    if (!stop)
        return NULL;
    char *copy = b->ops->alloc(b, (size_t)(stop - value) + 1);
    memcpy(copy, value, (size_t)(stop - value));
    return copy;
}

/* A part at `at`; returns where to look on. Pictures and the like are named, and have nothing in them. */
static const char *add_part(struct tallyd_builder *b, struct zip *zip, const struct plain_text *text,
                            const char *at)
{
    const char *end = text->at + text->len, *close = memchr(at, '>', (size_t)(end - at));
    const char *name = close ? get(b, at, close, "pkg:name=") : NULL;
    const char *stop = find(close, end, "</pkg:part>");
    const char *data = find(close, stop ? stop : end, "<pkg:xmlData");
    const char *from = data ? memchr(data, '>', (size_t)(end - data)) : NULL;
    const char *to = from ? find(from, stop ? stop : end, "</pkg:xmlData>") : NULL;
    if (!name)
        return end;
    to = to ? to : end; /* it breaks off there */
    if (from)
        zip_part(zip, name, (size_t)(from + 1 - text->at), (size_t)(to - from - 1));
    else
        zip_part(zip, name, 0, 0);
    return stop ? stop : end;
}

struct zip *plain_package(struct tallyd_builder *b, const struct plain_text *text)
{
    const char *end = text->at + text->len;
    struct zip *zip = zip_new(b, text->at, text->len);
    for (const char *at = text->at; (at = find(at, end, "<pkg:part ")); at++)
        at = add_part(b, zip, text, at) - 1;
    zip_ready(zip, text->damaged);
    return zip_count(zip) ? zip : NULL;
}

struct zip *plain_single(struct tallyd_builder *b, const struct plain_text *text, const char *name)
{
    struct zip *zip = zip_new(b, text->at, text->len);
    zip_part(zip, name, 0, text->len);
    zip_ready(zip, text->damaged);
    return zip;
}
