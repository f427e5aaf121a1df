#include "charset.h"

#include "encoding.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* Opened once, before lock-down; each document's process has its own copy. */
static iconv_t charset_converters[CHARSETS];

static const char *const charset_names[CHARSETS] = {
    [CHARSET_UTF8] = "utf-8",        [CHARSET_GB18030] = "gb18030",   [CHARSET_BIG5] = "big5",
    [CHARSET_1252] = "windows-1252", [CHARSET_1251] = "windows-1251", [CHARSET_UTF16LE] = "utf-16le",
    [CHARSET_UTF16BE] = "utf-16be",
};

/* Few bytes above 0x7F say little; these many characters of GB 2312 and nothing else do not come by chance. */
#define CHARSET_GB2312_LEAST 2

/* What glibc calls them. HKSCS and CP949 and the like are other sets. */
static const char *const charset_glibc[CHARSETS] = {
    [CHARSET_GB18030] = "GB18030", [CHARSET_BIG5] = "BIG5-HKSCS",  [CHARSET_1252] = "CP1252",
    [CHARSET_1251] = "CP1251",     [CHARSET_UTF16LE] = "UTF-16LE", [CHARSET_UTF16BE] = "UTF-16BE",
};

static const struct {
    const char *name;
    enum charset set;
} charset_aliases[] = {
    {"utf-8", CHARSET_UTF8},         {"utf8", CHARSET_UTF8},        {"unicode-1-1-utf-8", CHARSET_UTF8},
    {"gb18030", CHARSET_GB18030},    {"gbk", CHARSET_GB18030},      {"gb2312", CHARSET_GB18030},
    {"gb_2312-80", CHARSET_GB18030}, {"gb_2312", CHARSET_GB18030},  {"x-gbk", CHARSET_GB18030},
    {"cp936", CHARSET_GB18030},      {"chinese", CHARSET_GB18030},  {"csgb2312", CHARSET_GB18030},
    {"euc-cn", CHARSET_GB18030},     {"big5", CHARSET_BIG5},        {"big5-hkscs", CHARSET_BIG5},
    {"x-x-big5", CHARSET_BIG5},      {"cn-big5", CHARSET_BIG5},     {"iso-8859-1", CHARSET_1252},
    {"latin1", CHARSET_1252},        {"us-ascii", CHARSET_1252},    {"ascii", CHARSET_1252},
    {"windows-1252", CHARSET_1252},  {"cp1252", CHARSET_1252},      {"windows-1251", CHARSET_1251},
    {"utf-16", CHARSET_UTF16LE},     {"utf-16le", CHARSET_UTF16LE}, {"unicode", CHARSET_UTF16LE},
    {"utf-16be", CHARSET_UTF16BE},
};

static const struct {
    unsigned page;
    enum charset set;
} charset_pages[] = {
    {936, CHARSET_GB18030},  {54936, CHARSET_GB18030}, {950, CHARSET_BIG5},  {1252, CHARSET_1252},
    {367, CHARSET_1252},     {32769, CHARSET_1252},    {1251, CHARSET_1251}, {1200, CHARSET_UTF16LE},
    {1201, CHARSET_UTF16BE}, {65001, CHARSET_UTF8},
};

int charset_init(void)
{
    for (int set = 0; set < CHARSETS; set++) {
        if (!charset_glibc[set])
            continue;
        int failed = encoding_open(charset_glibc[set], &charset_converters[set]);
        if (failed)
            return failed;
    }
    return 0;
}

enum charset charset_named(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof charset_aliases / sizeof *charset_aliases; i++) {
        const char *alias = charset_aliases[i].name;
        if (strlen(alias) == length && strncasecmp(alias, name, length) == 0)
            return charset_aliases[i].set;
    }
    return CHARSET_NONE;
}

enum charset charset_of_page(unsigned page)
{
    for (size_t i = 0; i < sizeof charset_pages / sizeof *charset_pages; i++)
        if (charset_pages[i].page == page)
            return charset_pages[i].set;
    return CHARSET_NONE;
}

const char *charset_name(enum charset set)
{
    return charset_names[set];
}

static void charset_put_bad(char **to, struct charset_text *text)
{
    memcpy(*to, "\xEF\xBF\xBD", 3);
    *to += 3;
    text->bad++;
}

/* UTF-8 stays, what is wrong in it apart. */
static void charset_copy(const char *at, size_t size, char *to, struct charset_text *ret)
{
    char *out = to;
    while (size) {
        size_t valid = encoding_utf8_prefix(at, size);
        memcpy(out, at, valid);
        out += valid;
        if (valid < size) {
            charset_put_bad(&out, ret);
            valid++;
        }
        at += valid;
        size -= valid;
    }
    ret->len = (size_t)(out - to);
}

static void charset_convert(iconv_t converter, const char *at, size_t size, char *to, size_t room,
                            struct charset_text *ret)
{
    char *from, *out = to;
    memcpy(&from, &at, sizeof from); /* iconv takes no const, and writes nothing there */
    iconv(converter, NULL, NULL, NULL, NULL);
    while (size && iconv(converter, &from, &size, &out, &room) == (size_t)-1) {
        charset_put_bad(&out, ret);
        room -= 3;
        if (errno == EINVAL) /* cut off at the end */
            break;
        from++;
        size--;
    }
    ret->len = (size_t)(out - to);
}

struct charset_text charset_decode(struct tallyd_builder *b, enum charset set, const char *at, size_t size)
{
    struct charset_text text = {0};
    if (set == CHARSET_UTF8 && encoding_utf8_prefix(at, size) == size)
        return (struct charset_text){.at = at, .len = size};
    size_t room = size * 3 + 16; /* a bad byte becomes three, as a byte of Windows-1252 can */
    char *to = b->ops->alloc(b, room);
    text.at = to;
    if (set == CHARSET_UTF8 || set == CHARSET_NONE)
        charset_copy(at, size, to, &text);
    else
        charset_convert(charset_converters[set], at, size, to, room, &text);
    return text;
}

bool charset_is_gb2312(const char *at, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)at;
    size_t pairs = 0;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] < 0x80)
            continue;
        uint8_t second = i + 1 < size ? bytes[i + 1] : 0;
        if (bytes[i] < 0xA1 || bytes[i] > 0xF7 || second < 0xA1 || second == 0xFF)
            return false;
        pairs++;
        i++;
    }
    return pairs >= CHARSET_GB2312_LEAST;
}
