/* Web pages saved in one file (MHTML, RFC 2557): a MIME message whose first part is the page, the others what
 * belongs to it. */
#pragma once

#include "../common/charset.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define MIME_LIMITS(X) X(mime_parts, 4096u, "parts of a saved page: one for each picture and sheet")

struct mime_page {
    const char *at;
    size_t len;
    enum charset set; /* as its head says, or CHARSET_NONE */
};

struct mime_pages {
    struct mime_page *items;
    uint32_t n, cap;
    bool cut; /* the message breaks off */
};

/* For probes and before mime_read: whether a file begins like such a message. */
bool mime_is(const char *head, size_t size);
/* The message's pages (parts that are HTML), decoded, in order. */
struct mime_pages mime_read(struct tallyd_builder *b, const char *bytes, size_t size);
