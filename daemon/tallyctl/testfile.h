/* NAME.test: the documents beside a rule on which it must speak and on which it must be silent.
 *
 *     #! fires 合计差五分          opens a document; the words after the verdict are for people
 *     #= 612.45                    a finding's message or evidence must contain this (any number of lines)
 *     #~ error                     a finding must be of this level
 *     #* 1                         there must be exactly so many findings
 *     …                            the document, byte for byte, up to the next `#!`
 *     #! quiet 嵌套分项
 *     …
 *
 * The expectations stand right under the opening line. What precedes the first document is commentary. Used
 * by tallyctl. */
#pragma once

#include "../base/slice.h"

#include <stdint.h>

#define TESTFILE_CONTAINS_MAX 16u /* `#=` lines of one document */

struct testfile_document {
    struct slice name; /* after the verdict */
    bool fires;
    struct slice contains[TESTFILE_CONTAINS_MAX];
    unsigned n_contains;
    struct slice level; /* empty: any */
    int findings;       /* exactly so many, or -1 */
    struct slice text;
    unsigned line; /* of its opening line */
};

struct testfile {
    struct slice bytes;
    struct testfile_document *documents;
    size_t n, cap;
};

/* 0 or a negative errno; of a file that breaks the form -EBADMSG with line and cause in `error`. */
int testfile_read(const char *path, struct testfile *ret, char *error, size_t size);
/* The same of bytes in memory, which stay the caller's. */
int testfile_parse(struct slice bytes, struct testfile *ret, char *error, size_t size);
/* Frees the documents, and the bytes where testfile_read read them. */
void testfile_done(struct testfile *file);
