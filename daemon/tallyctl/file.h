/* A document on the command line: opened so that nothing but a regular file is read, and hashed. Used by
 * tallyctl. */
#pragma once

#include "batch.h"

#include "../base/hash.h"

#include <stdint.h>

#define FILE_SIZE_MAX (256ull << 20) /* as the daemon's default max_size */

struct file {
    const char *path;
    char sha256[HASH_HEX_SIZE]; /* empty where it could not be read */
    uint64_t size;
};

/* Opens `file->path`; hashes it where `hash` says so. A descriptor, or -1 with outcome and reason in `ret`.
 */
int file_open(struct file *file, bool hash, struct batch_document *ret);
/* The file's name without folders. */
const char *file_name(const char *path);
/* A string for a message: as it is, or escaped where it is not valid UTF-8. A new reference. */
json_t *file_json(const char *text);
