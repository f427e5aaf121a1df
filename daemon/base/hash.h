/* SHA-256 (by Nettle, FIPS 180-4) for identities that leave the process, FNV-1a for tables inside it.
 * Used by every process. */
#pragma once

#include "slice.h"

#include <nettle/sha2.h>
#include <stdint.h>

#define HASH_HEX_SIZE (2 * SHA256_DIGEST_SIZE + 1)

struct hash {
    struct sha256_ctx context;
};

void hash_init(struct hash *hash);
void hash_add(struct hash *hash, struct slice bytes);
/* Adds a field and its length, so that ("ab", "c") and ("a", "bc") differ. */
void hash_field(struct hash *hash, struct slice bytes);
/* Lower-case hexadecimal with a NUL; the hash starts anew. */
void hash_hex(struct hash *hash, char ret[HASH_HEX_SIZE]);
/* SHA-256 of all of a descriptor's file, from offset 0 with pread. 0 or a negative errno. */
int hash_file(int fd, char ret[HASH_HEX_SIZE], uint64_t *ret_size);

uint64_t hash_fnv(struct slice bytes);
