/* What both forms of encryption share. */
#pragma once

#include "package.h"

#include <nettle/nettle-meta.h>

#define PACKAGE_BLOCK      16 /* of AES */
#define PACKAGE_DIGEST_MAX 64 /* of SHA-512 */

struct package_digest {
    uint8_t at[PACKAGE_DIGEST_MAX];
};

/* The digest of one text behind the other. */
struct package_digest package_hash(const struct nettle_hash *hash, struct bytes first, struct bytes second);
/* The digest of the salt and VelvetSweatshop, and then so many times that of the round's number and the last one. */
struct package_digest package_hash_password(const struct nettle_hash *hash, struct bytes salt,
                                            uint32_t rounds);
/* AES with a key of `size` bytes; NULL where there is none of that size. */
const struct nettle_cipher *package_aes(size_t size);
/* Decrypts the whole blocks of `from`, in a chain from `start` on, or each by itself where that is NULL. Returns how many
 * bytes these are. */
size_t package_decrypt(const uint8_t *key, size_t key_size, const uint8_t *start, struct bytes from,
                       uint8_t *to);
/* False where the password is another, or the form not known. */
bool package_open_agile(struct tallyd_builder *b, struct bytes info, struct bytes from, struct bytes *ret);
bool package_open_standard(struct tallyd_builder *b, struct bytes info, struct bytes from, struct bytes *ret);
