/* Text in a character set that a file names, turned into UTF-8. The converters are opened before the sandbox
 * closes: later they could not be loaded. Linked into each plugin that uses it; runs in the worker.
 * encoding.h is for text that names none. */
#pragma once

#include "../plugin.h"

enum charset {
    CHARSET_NONE,
    CHARSET_UTF8,
    CHARSET_GB18030, /* also what is called GBK and GB 2312 */
    CHARSET_BIG5,
    CHARSET_1252, /* also what is called Latin 1 or ASCII */
    CHARSET_1251,
    CHARSET_UTF16LE,
    CHARSET_UTF16BE,
    CHARSETS
};

struct charset_text {
    const char *at; /* UTF-8; a character that could not be read is U+FFFD */
    size_t len;
    size_t bad; /* how many could not */
};

int charset_init(void);
/* By a name as files have it, in any case; CHARSET_NONE where it is none of these. */
enum charset charset_named(const char *name, size_t length);
/* By a Windows code page's number. */
enum charset charset_of_page(unsigned page);
const char *charset_name(enum charset set);
struct charset_text charset_decode(struct tallyd_builder *b, enum charset set, const char *at, size_t size);
/* Whether bytes are Chinese text in GB 2312: two characters of it at least, and nothing above 0x7F besides. For text that
 * should be in another set, as some converters leave it. */
bool charset_is_gb2312(const char *at, size_t size);
