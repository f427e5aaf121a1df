#include "source.h"

#include "../common/encoding.h"

#include <string.h>
#include <strings.h>

/* A page names its character set within so many bytes: browsers look at 1,024, but pages with long scripts in front
 * of the name were saved by them all the same. */
#define SOURCE_HEAD (64 << 10)
/* Where more than one character in so many is unreadable, the page is. */
#define SOURCE_BAD 100

/* The value behind `name=`, quoted or not. */
static enum charset named_at(const char *at, const char *end)
{
    while (at < end && strchr(" \t\r\n=\"'", *at))
        at++;
    const char *from = at;
    while (at < end && !strchr(" \t\r\n\"';/>?", *at))
        at++;
    return charset_named(from, (size_t)(at - from));
}

/* `<meta charset=…>`, `<meta http-equiv=… content="text/html; charset=…">`, `<?xml encoding=…?>`. */
static enum charset named_in(const char *bytes, size_t size)
{
    static const char *const words[] = {"charset", "encoding"};
    const char *end = bytes + (size < SOURCE_HEAD ? size : SOURCE_HEAD);
    bool in_tag = false;
    for (const char *at = bytes; at < end; at++) {
        if (*at == '<')
            in_tag = end - at > 5 && (strncasecmp(at, "<meta", 5) == 0 || strncasecmp(at, "<?xml", 5) == 0);
        for (size_t i = 0; i < sizeof words / sizeof *words && in_tag; i++) {
            size_t n = strlen(words[i]);
            enum charset set = (size_t)(end - at) > n && strncasecmp(at, words[i], n) == 0
                                   ? named_at(at + n, end)
                                   : CHARSET_NONE;
            if (set != CHARSET_NONE)
                return set;
        }
    }
    return CHARSET_NONE;
}

static bool is_wide_utf8(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return encoding_utf8_prefix(bytes, size) == size;
    return false;
}

/* A set that the bytes may be in: a page that can be read byte by byte is not UTF-16, whatever it says; a Western
 * one says nothing, since every byte is a character of it. */
static bool is_telling(enum charset set)
{
    return set == CHARSET_GB18030 || set == CHARSET_BIG5 || set == CHARSET_1251 || set == CHARSET_UTF8;
}

static bool try_set(struct tallyd_builder *b, enum charset set, const char *bytes, size_t size, size_t most,
                    struct source *ret)
{
    struct charset_text text = charset_decode(b, set, bytes, size);
    if (text.bad > most)
        return false;
    *ret = (struct source){text.at, text.len, charset_name(set), text.bad > 0};
    return true;
}

/* A page without a mark begins with `<`, which shows the zero byte of UTF-16. */
static enum charset set_by_first(const char *bytes, size_t size)
{
    if (size < 2 || (bytes[0] && bytes[1]))
        return CHARSET_NONE;
    return bytes[1] == '<' ? CHARSET_UTF16BE : bytes[0] == '<' ? CHARSET_UTF16LE : CHARSET_NONE;
}

static bool has_mark(const char *bytes, size_t size)
{
    static const char *const marks[] = {"\xFF\xFE", "\xFE\xFF", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (size >= strlen(marks[i]) && memcmp(bytes, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

/* What can be said before a guess. */
static bool read_known(struct tallyd_builder *b, const char *bytes, size_t size, enum charset named,
                       struct source *ret)
{
    if (has_mark(bytes, size))
        return false;
    enum charset wide = set_by_first(bytes, size);
    if (wide != CHARSET_NONE)
        return try_set(b, wide, bytes, size, 0, ret);
    if (memchr(bytes, 0, size))
        return false;
    if (is_wide_utf8(bytes, size))
        return try_set(b, CHARSET_UTF8, bytes, size, 0, ret);
    return is_telling(named) && try_set(b, named, bytes, size, 0, ret);
}

enum tallyd_result source_read(struct tallyd_builder *b, const char *bytes, size_t size, enum charset named,
                               struct source *ret)
{
    struct tallyd_input input = {bytes, size, ""};
    struct decoded decoded = {0};
    enum charset in_page = named_in(bytes, size);
    if (in_page != CHARSET_NONE && !is_telling(named))
        named = in_page;
    if (read_known(b, bytes, size, named, ret))
        return TALLYD_OK;
    if (!has_mark(bytes, size) && memchr(bytes, 0, size))
        return TALLYD_BINARY;
    enum tallyd_result result = encoding_decode(&input, b, &decoded);
    if (result == TALLYD_OK) {
        *ret = (struct source){decoded.at, decoded.len, decoded.encoding, decoded.cut};
        return TALLYD_OK;
    }
    if (result == TALLYD_BINARY)
        return TALLYD_BINARY;
    if (named == CHARSET_NONE || named == CHARSET_UTF16LE || named == CHARSET_UTF16BE)
        return TALLYD_UNREADABLE_TEXT;
    return try_set(b, named, bytes, size, size / SOURCE_BAD, ret) ? TALLYD_OK : TALLYD_UNREADABLE_TEXT;
}
