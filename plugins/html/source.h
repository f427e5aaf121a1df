/* The text of a page from its bytes. The character set: by byte-order mark; UTF-8 where the bytes are that; what
 * the page or the message around it names (`meta`, XML declaration), if the bytes are that; a strict guess
 * (../common/encoding.h); last what is named, with the characters that could not be read replaced and the page
 * read in part. */
#pragma once

#include "../common/charset.h"

struct source {
    const char *at; /* UTF-8 */
    size_t len;
    const char *encoding;
    bool cut; /* not every character could be read */
};

/* `named` is the message's word, or CHARSET_NONE. TALLYD_OK, TALLYD_BINARY or TALLYD_UNREADABLE_TEXT. */
enum tallyd_result source_read(struct tallyd_builder *b, const char *bytes, size_t size, enum charset named,
                               struct source *ret);
