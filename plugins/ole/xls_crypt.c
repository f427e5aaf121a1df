#include "xls_crypt.h"

#include <nettle/arcfour.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>

#define BLOCK_SIZE 1024
#define SALT_SIZE  16
#define KEY_MAX    16

#define FORM_RC4 1
#define ROW_SIZE 16

static const char PASSWORD[] = "V\0e\0l\0v\0e\0t\0S\0w\0e\0a\0t\0s\0h\0o\0p"; /* UTF-16, with the last zero */

static const char SHORT_PASSWORD[] = "VelvetSweatshop"; /* what the older form takes of it, which is all */

struct key {
    uint8_t base[SHA1_DIGEST_SIZE];
    size_t base_size;
    size_t size; /* of a block's key */
    bool sha;
};

/* Each block of the stream has a key of its own. */
static void begin_block(const struct key *key, uint32_t block, struct arcfour_ctx *rc4)
{
    uint8_t number[4] = {(uint8_t)block, (uint8_t)(block >> 8), (uint8_t)(block >> 16),
                         (uint8_t)(block >> 24)};
    uint8_t digest[SHA1_DIGEST_SIZE] = {0};
    if (key->sha) {
        struct sha1_ctx sha;
        sha1_init(&sha);
        sha1_update(&sha, key->base_size, key->base);
        sha1_update(&sha, sizeof number, number);
        sha1_digest(&sha, sizeof digest, digest);
        memset(digest + key->size, 0, sizeof digest - key->size);
    } else {
        struct md5_ctx md5;
        md5_init(&md5);
        md5_update(&md5, key->base_size, key->base);
        md5_update(&md5, sizeof number, number);
        md5_digest(&md5, MD5_DIGEST_SIZE, digest);
    }
    arcfour_set_key(rc4, key->size > 5 || !key->sha ? key->size : KEY_MAX, digest);
}

/* 2.3.6.2 */
static void make_md5_key(struct bytes salt, struct key *ret)
{
    uint8_t first[MD5_DIGEST_SIZE], last[MD5_DIGEST_SIZE];
    struct md5_ctx md5;
    md5_init(&md5);
    md5_update(&md5, sizeof PASSWORD, (const uint8_t *)PASSWORD);
    md5_digest(&md5, sizeof first, first);
    for (int i = 0; i < 16; i++) {
        md5_update(&md5, 5, first);
        md5_update(&md5, salt.len, salt.at);
    }
    md5_digest(&md5, sizeof last, last);
    *ret = (struct key){.base_size = 5, .size = KEY_MAX};
    memcpy(ret->base, last, 5);
}

/* 2.3.5.2 */
static void make_sha_key(struct bytes salt, uint32_t bits, struct key *ret)
{
    struct sha1_ctx sha;
    *ret = (struct key){
        .base_size = SHA1_DIGEST_SIZE, .sha = true, .size = bits >= 40 && bits <= 128 ? bits / 8 : 5};
    sha1_init(&sha);
    sha1_update(&sha, salt.len, salt.at);
    sha1_update(&sha, sizeof PASSWORD, (const uint8_t *)PASSWORD);
    sha1_digest(&sha, sizeof ret->base, ret->base);
}

/* The file has a random number and its digest, both encrypted. */
static bool is_key(const struct key *key, struct bytes verifier, struct bytes hash)
{
    uint8_t number[16], said[SHA1_DIGEST_SIZE], digest[SHA1_DIGEST_SIZE];
    struct arcfour_ctx rc4;
    size_t size = key->sha ? SHA1_DIGEST_SIZE : MD5_DIGEST_SIZE;
    if (verifier.len != sizeof number || hash.len < size)
        return false;
    begin_block(key, 0, &rc4);
    arcfour_crypt(&rc4, sizeof number, number, verifier.at);
    arcfour_crypt(&rc4, size, said, hash.at);
    if (key->sha) {
        struct sha1_ctx sha;
        sha1_init(&sha);
        sha1_update(&sha, sizeof number, number);
        sha1_digest(&sha, size, digest);
    } else {
        struct md5_ctx md5;
        md5_init(&md5);
        md5_update(&md5, sizeof number, number);
        md5_digest(&md5, size, digest);
    }
    return memcmp(said, digest, size) == 0;
}

static bool find_key(struct bytes filepass, struct key *ret)
{
    uint16_t major = bytes_u16(filepass, 2);
    if (bytes_u16(filepass, 0) != FORM_RC4)
        return false;
    if (major == 1) {
        make_md5_key(bytes_part(filepass, 6, SALT_SIZE), ret);
        return is_key(ret, bytes_part(filepass, 22, 16), bytes_part(filepass, 38, 16));
    }
    size_t head = 14, verifier = head + bytes_u32(filepass, 10);
    make_sha_key(bytes_part(filepass, verifier + 4, SALT_SIZE), bytes_u32(filepass, head + 16), ret);
    return is_key(ret, bytes_part(filepass, verifier + 20, 16), bytes_part(filepass, verifier + 40, 20));
}

/* The whole stream is a run of key bytes; what is not encrypted has its share of them all the same. */
static void crypt_all(const struct key *key, struct bytes in, uint8_t *out)
{
    struct arcfour_ctx rc4;
    for (size_t at = 0; at < in.len; at += BLOCK_SIZE) {
        size_t n = in.len - at < BLOCK_SIZE ? in.len - at : BLOCK_SIZE;
        begin_block(key, (uint32_t)(at / BLOCK_SIZE), &rc4);
        arcfour_crypt(&rc4, n, out + at, in.at + at);
    }
}

/* Records' heads are plain, some records whole, and of a sheet's entry where it begins. */
static size_t plain_size(uint16_t type, size_t size)
{
    static const uint16_t whole[] = {XLS_BOF, XLS_FILEPASS, 0x00E1, 0x0194, 0x0195, 0x0196, 0x0138};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (whole[i] == type)
            return size;
    return type == XLS_BOUNDSHEET && size >= 4 ? 4 : 0;
}

/* 2.3.7.1: 15 bits that the file has of its password. */
static uint16_t short_digest(void)
{
    size_t length = sizeof SHORT_PASSWORD - 1;
    unsigned digest = 0;
    for (size_t i = length; i-- > 0;)
        digest = ((digest >> 14 & 1) | (digest << 1 & 0x7FFF)) ^ (uint8_t)SHORT_PASSWORD[i];
    digest = (digest >> 14 & 1) | (digest << 1 & 0x7FFF);
    return (uint16_t)(digest ^ length ^ 0xCE4B);
}

static uint8_t turned(unsigned byte, unsigned bits)
{
    return (uint8_t)(byte << bits | byte >> (8 - bits));
}

/* 2.3.7.2; false where the password is another. What is asked stands behind the form, which BIFF5 does not tell. */
static bool make_row(struct bytes asked, uint8_t ret[ROW_SIZE])
{
    if (!bytes_has(asked, 0, 4) || bytes_u16(asked, 2) != short_digest())
        return false;
    memcpy(ret, SHORT_PASSWORD, ROW_SIZE - 1);
    ret[ROW_SIZE - 1] = 0xBB;
    for (size_t i = 0; i < ROW_SIZE; i++)
        ret[i] = turned(ret[i] ^ bytes_u8(asked, i % 2), 2);
    return true;
}

/* 2.3.7.3: where the row begins tells where the record ends. */
static void cross_all(const uint8_t row[ROW_SIZE], struct bytes in, uint8_t *out)
{
    for (size_t at = 0; bytes_has(in, at, 4);) {
        struct bytes data = bytes_part(in, at + 4, bytes_u16(in, at + 2));
        at += 4ul + bytes_u16(in, at + 2);
        for (size_t i = 0; i < data.len; i++)
            out[(size_t)(data.at - in.at) + i] = turned(data.at[i], 3) ^ row[(at + i) % ROW_SIZE];
    }
}

bool xls_decrypt(struct xls *x, struct bytes filepass)
{
    struct key key;
    uint8_t row[ROW_SIZE];
    bool rc4 = x->wide && find_key(filepass, &key);
    bool crossed =
        !rc4 && !(x->wide && bytes_u16(filepass, 0)) && make_row(bytes_from(filepass, x->wide ? 2 : 0), row);
    if (!rc4 && !crossed)
        return false;
    uint8_t *out = x->b->ops->alloc(x->b, x->stream.len + 1);
    if (rc4)
        crypt_all(&key, x->stream, out);
    else
        cross_all(row, x->stream, out);
    for (size_t at = 0; bytes_has(x->stream, at, 4);) {
        uint16_t type = bytes_u16(x->stream, at), size = bytes_u16(x->stream, at + 2);
        struct bytes plain = bytes_part(x->stream, at, 4 + plain_size(type, size));
        memcpy(out + at, plain.at, plain.len);
        at += 4ul + size;
    }
    x->stream.at = out;
    return true;
}
