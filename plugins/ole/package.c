#include "package_priv.h"

#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#define INFO    "EncryptionInfo"
#define PACKAGE "EncryptedPackage"

/* Before the package stands its size; it ends with its last block. */
#define SIZE_SIZE 8
/* Versions of the two forms, minor above major. */
#define VERSION_AGILE 0x00040004u

/* UTF-16, without an end */
static const uint8_t PASSWORD[] = {'V', 0,   'e', 0,   'l', 0,   'v', 0,   'e', 0,   't', 0,   'S', 0,   'w',
                                   0,   'e', 0,   'a', 0,   't', 0,   's', 0,   'h', 0,   'o', 0,   'p', 0};

union hash_state {
    struct sha1_ctx sha1;
    struct sha256_ctx sha256;
    struct sha512_ctx sha512;
};

union aes_state {
    struct aes128_ctx aes128;
    struct aes192_ctx aes192;
    struct aes256_ctx aes256;
};

struct package_digest package_hash(const struct nettle_hash *hash, struct bytes first, struct bytes second)
{
    struct package_digest digest;
    union hash_state state;
    hash->init(&state);
    hash->update(&state, first.len, first.at);
    hash->update(&state, second.len, second.at);
    hash->digest(&state, hash->digest_size, digest.at);
    return digest;
}

struct package_digest package_hash_password(const struct nettle_hash *hash, struct bytes salt,
                                            uint32_t rounds)
{
    struct package_digest digest = package_hash(hash, salt, (struct bytes){PASSWORD, sizeof PASSWORD});
    for (uint32_t i = 0; i < rounds; i++) {
        uint8_t number[] = {(uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16), (uint8_t)(i >> 24)};
        digest = package_hash(hash, (struct bytes){number, sizeof number},
                              (struct bytes){digest.at, hash->digest_size});
    }
    return digest;
}

const struct nettle_cipher *package_aes(size_t size)
{
    static const struct nettle_cipher *const ciphers[] = {&nettle_aes128, &nettle_aes192, &nettle_aes256};
    for (size_t i = 0; i < sizeof ciphers / sizeof *ciphers; i++)
        if (ciphers[i]->key_size == size)
            return ciphers[i];
    return NULL;
}

size_t package_decrypt(const uint8_t *key, size_t key_size, const uint8_t *start, struct bytes from,
                       uint8_t *to)
{
    const struct nettle_cipher *aes = package_aes(key_size);
    union aes_state state;
    uint8_t chain[PACKAGE_BLOCK];
    size_t size = from.len / PACKAGE_BLOCK * PACKAGE_BLOCK;
    aes->set_decrypt_key(&state, key);
    if (start) {
        memcpy(chain, start, sizeof chain);
        cbc_decrypt(&state, aes->decrypt, PACKAGE_BLOCK, chain, size, to, from.at);
    } else {
        aes->decrypt(&state, size, to, from.at);
    }
    return size;
}

bool package_is(const struct cfb *cfb)
{
    return cfb_has(cfb, PACKAGE);
}

enum tallyd_result package_open(struct cfb *cfb, struct tallyd_builder *b, struct bytes *ret)
{
    bool cut = false;
    struct bytes info = cfb_read(cfb, INFO, &cut), package = cfb_read(cfb, PACKAGE, &cut);
    struct bytes from = bytes_from(package, SIZE_SIZE), plain;
    bool opened = bytes_u32(info, 0) == VERSION_AGILE ? package_open_agile(b, info, from, &plain)
                                                      : package_open_standard(b, info, from, &plain);
    if (!opened)
        return TALLYD_ENCRYPTED;
    *ret = bytes_part(plain, 0, bytes_u32(package, 4) ? SIZE_MAX : bytes_u32(package, 0));
    return ret->len ? TALLYD_OK : TALLYD_CORRUPT;
}
