/* The form of Office 2007 ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9): SHA-1, and each block by itself. */
#include "package_priv.h"

#include <nettle/sha1.h>

enum {
    MINOR = 2,
    FLAG_AES = 0x20,
    ROUNDS = 50000,
    HEAD_AT = 12, /* of the head; its length stands before it */
    KEY_BITS_AT = HEAD_AT + 16,
    SALT_SIZE = 16,
    PAD_SIZE = 64,
};

/* 2.3.4.7: two digests of the last one, each over a row of one byte. */
static void make_key(struct bytes salt, uint8_t ret[2 * SHA1_DIGEST_SIZE])
{
    static const uint8_t block[4], pads[] = {0x36, 0x5C};
    struct package_digest last = package_hash_password(&nettle_sha1, salt, ROUNDS);
    last = package_hash(&nettle_sha1, (struct bytes){last.at, SHA1_DIGEST_SIZE},
                        (struct bytes){block, sizeof block});
    for (size_t i = 0; i < sizeof pads; i++) {
        uint8_t row[PAD_SIZE];
        memset(row, pads[i], sizeof row);
        for (size_t k = 0; k < SHA1_DIGEST_SIZE; k++)
            row[k] ^= last.at[k];
        struct package_digest digest =
            package_hash(&nettle_sha1, (struct bytes){row, sizeof row}, (struct bytes){0});
        memcpy(ret + i * SHA1_DIGEST_SIZE, digest.at, SHA1_DIGEST_SIZE);
    }
}

bool package_open_standard(struct tallyd_builder *b, struct bytes info, struct bytes from, struct bytes *ret)
{
    uint8_t key[2 * SHA1_DIGEST_SIZE], number[16], said[32];
    size_t key_size = bytes_u32(info, KEY_BITS_AT) / 8;
    struct bytes verifier = bytes_from(info, HEAD_AT + (size_t)bytes_u32(info, 8));
    struct bytes salt = bytes_part(verifier, 4, SALT_SIZE), rest = bytes_from(verifier, 20);
    if (bytes_u16(info, 2) != MINOR || !(bytes_u32(info, 4) & FLAG_AES) || !package_aes(key_size) ||
        !bytes_has(rest, 0, sizeof number + 4 + sizeof said))
        return false;
    make_key(salt, key);
    package_decrypt(key, key_size, NULL, bytes_part(rest, 0, sizeof number), number);
    package_decrypt(key, key_size, NULL, bytes_part(rest, sizeof number + 4, sizeof said), said);
    struct package_digest digest =
        package_hash(&nettle_sha1, (struct bytes){number, sizeof number}, (struct bytes){0});
    if (memcmp(said, digest.at, SHA1_DIGEST_SIZE) != 0)
        return false;
    uint8_t *plain = b->ops->alloc(b, from.len + 1);
    *ret = (struct bytes){plain, package_decrypt(key, key_size, NULL, from, plain)};
    return true;
}
