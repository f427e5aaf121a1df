#include "hash.h"

#include "io.h"

#include <endian.h>

#define READ_SIZE (64u << 10) /* more gains nothing over the page cache */

void hash_init(struct hash *hash)
{
    sha256_init(&hash->context);
}

void hash_add(struct hash *hash, struct slice bytes)
{
    sha256_update(&hash->context, bytes.len, (const uint8_t *)bytes.at);
}

void hash_field(struct hash *hash, struct slice bytes)
{
    uint64_t length = htole64(bytes.len);
    hash_add(hash, (struct slice){(const char *)&length, sizeof length});
    hash_add(hash, bytes);
}

void hash_hex(struct hash *hash, char ret[HASH_HEX_SIZE])
{
    static const char DIGITS[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&hash->context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        ret[2 * i] = DIGITS[digest[i] >> 4];
        ret[2 * i + 1] = DIGITS[digest[i] & 15];
    }
    ret[HASH_HEX_SIZE - 1] = '\0';
}

int hash_file(int fd, char ret[HASH_HEX_SIZE], uint64_t *ret_size)
{
    struct hash hash;
    char bytes[READ_SIZE];
    uint64_t size = 0;
    ssize_t got;
    hash_init(&hash);
    while ((got = io_pread_all(fd, bytes, sizeof bytes, (off_t)size)) > 0) {
        hash_add(&hash, (struct slice){bytes, (size_t)got});
        size += (uint64_t)got;
    }
    if (got < 0)
        return (int)got;
    hash_hex(&hash, ret);
    *ret_size = size;
    return 0;
}

uint64_t hash_fnv(struct slice bytes)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < bytes.len; i++)
        h = (h ^ (unsigned char)bytes.at[i]) * 0x100000001b3u;
    return h;
}
