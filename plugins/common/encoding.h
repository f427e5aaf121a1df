/* Turns a file's bytes into UTF-8: by byte-order mark, else strict UTF-8, else strict GB18030, else UTF-16
 * that its zero bytes or its characters show to be UTF-16. Nothing is ever replaced or left out in silence.
 */
#pragma once

#include "../plugin.h"

#include <iconv.h>

struct decoded {
    const char *at; /* UTF-8 without a byte-order mark: the input itself where that is UTF-8 */
    size_t len;
    const char *encoding;
    bool cut; /* the file ends inside a character, which is left out */
};

/* A converter into UTF-8. 0 or a negative errno. Where memory was short while it was loaded, the C library says that there
 * is no such converter: only when it says so twice is that believed. */
int encoding_open(const char *name, iconv_t *ret);
/* Opens the converter, which must happen before the sandbox closes: later it could not be loaded. */
int encoding_init(void);
/* TALLYD_OK or why not. */
enum tallyd_result encoding_decode(const struct tallyd_input *input, struct tallyd_builder *b,
                                   struct decoded *ret);
/* Length of the longest valid UTF-8 prefix. */
size_t encoding_utf8_prefix(const char *at, size_t len);
