#include "cfb_write.h"
#include "plugin_read.h"

#include <nettle/aes.h>
#include <nettle/base64.h>
#include <nettle/cbc.h>
#include <nettle/nettle-meta.h>

static const char OWN[] = "VelvetSweatshop";

/* Two segments of the package, the last one with a broken block. */
static struct slice contents(void)
{
    static char text[4096 + 1000 + 5];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i < 4 ? "PK\3\4"[i] : 'a' + (int)(i % 26));
    return (struct slice){text, sizeof text};
}

struct digest {
    uint8_t at[64];
};

static struct digest hash_of(const struct nettle_hash *hash, const void *a, size_t n_a, const void *b,
                             size_t n_b)
{
    struct digest d;
    max_align_t state[32];
    assert_true(hash->context_size <= sizeof state);
    hash->init(state);
    hash->update(state, n_a, a);
    hash->update(state, n_b, b);
    hash->digest(state, hash->digest_size, d.at);
    return d;
}

static struct digest hash_password(const struct nettle_hash *hash, const char *password, unsigned rounds)
{
    struct bytes_write text = {0};
    put_utf16(&text, password);
    struct digest d = hash_of(hash, "saltsaltsaltsalt", 16, text.at, text.len);
    for (uint32_t i = 0; i < rounds; i++)
        d = hash_of(hash, &i, 4, d.at, hash->digest_size);
    free(text.at);
    return d;
}

static void encrypt(const struct nettle_cipher *aes, const uint8_t *key, const uint8_t *start, size_t size,
                    void *bytes)
{
    max_align_t state[64];
    uint8_t chain[16];
    assert_true(aes->context_size <= sizeof state);
    aes->set_encrypt_key(state, key);
    if (start)
        cbc_encrypt(state, aes->encrypt, 16, memcpy(chain, start, 16), size, bytes, bytes);
    else
        aes->encrypt(state, size, bytes, bytes);
}

/* The package's size, and it in whole blocks. */
static void put_package(struct bytes_write *to)
{
    put_number(to, contents().len, 8);
    put_bytes(to, contents().at, contents().len);
    pad_to(to, 16); /* 8 more than needed */
    put_zeros(to, 8);
}

struct form {
    const char *password;
    const struct nettle_hash *hash;
    const struct nettle_cipher *aes;
    const char *hash_name, *cipher_name, *chain_name;
    unsigned rounds;
};

static const char *in_base64(const void *bytes, size_t size, char *to)
{
    base64_encode_raw(to, size, bytes);
    to[BASE64_ENCODE_RAW_LENGTH(size)] = '\0';
    return to;
}

/* As many bytes as whole blocks of the cipher are. */
static size_t rounded(size_t n)
{
    return (n + 15) / 16 * 16;
}

/* `bytes` under the password's key for a purpose. */
static const char *seal(const struct form *f, const struct digest *password, const char *purpose, void *bytes,
                        size_t size, char *to)
{
    struct digest key = hash_of(f->hash, password->at, f->hash->digest_size, purpose, 8);
    if (f->aes->key_size > f->hash->digest_size)
        memset(key.at + f->hash->digest_size, 0x36, f->aes->key_size - f->hash->digest_size);
    encrypt(f->aes, key.at, (const uint8_t *)"saltsaltsaltsalt", size, bytes);
    return in_base64(bytes, size, to);
}

static void write_agile(const struct form *f, struct cfb_write *c)
{
    char text[4096], number[200], said[200], secret[200];
    uint8_t key[32] = "the package's own key 0123456789", random[16] = "a random number", sealed[64] = {0},
            own[32];
    struct digest password = hash_password(f->hash, f->password, f->rounds);
    struct digest digest = hash_of(f->hash, random, sizeof random, NULL, 0);
    size_t said_size = rounded(f->hash->digest_size);
    memcpy(sealed, digest.at, f->hash->digest_size);
    memcpy(own, key, sizeof own);
    seal(f, &password, "\xFE\xA7\xD2\x76\x3B\x4B\x9E\x79", random, sizeof random, number);
    seal(f, &password, "\xD7\xAA\x0F\x6D\x30\x61\x34\x4E", sealed, said_size, said);
    seal(f, &password, "\x14\x6E\x0B\xE7\xAB\xAC\xD0\xD6", own, rounded(f->aes->key_size), secret);
    snprintf(
        text, sizeof text,
        "<?xml version=\"1.0\"?><encryption xmlns=\"http://schemas.microsoft.com/office/2006/encryption\" "
        "xmlns:p=\"http://schemas.microsoft.com/office/2006/keyEncryptor/password\"><keyData keyBits=\"%u\" "
        "cipherAlgorithm=\"%s\" cipherChaining=\"%s\" hashAlgorithm=\"%s\" "
        "saltValue=\"ZGF0YWRhdGFkYXRhZGF0YQ==\"/>"
        "<keyEncryptors><keyEncryptor><p:encryptedKey spinCount=\"%u\" keyBits=\"%u\" "
        "cipherAlgorithm=\"AES\" "
        "cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"%s\" saltValue=\"c2FsdHNhbHRzYWx0c2FsdA==\" "
        "encryptedVerifierHashInput=\"%s\" encryptedVerifierHashValue=\"%s\" encryptedKeyValue=\"%s\"/>"
        "</keyEncryptor></keyEncryptors></encryption>",
        f->aes->key_size * 8, f->cipher_name, f->chain_name, f->hash_name, f->rounds, f->aes->key_size * 8,
        f->hash_name, number, said, secret);
    struct bytes_write *info = cfb_stream(c, "EncryptionInfo"), *package = cfb_stream(c, "EncryptedPackage");
    put_u16(info, 4), put_u16(info, 4), put_u32(info, 0x40);
    put_bytes(info, text, strlen(text));
    put_package(package);
    for (uint32_t i = 0; 8 + i * 4096 < package->len; i++) {
        size_t from = 8 + i * 4096, left = package->len - from;
        struct digest start = hash_of(f->hash, "datadatadatadata", 16, &i, 4);
        encrypt(f->aes, key, start.at, left < 4096 ? left : 4096, package->at + from);
    }
}

static void write_standard(const struct form *f, struct cfb_write *c)
{
    uint8_t key[40], pad[64], random[16] = "a random number", said[32] = {0};
    struct digest d = hash_password(f->hash, f->password, 50000);
    d = hash_of(f->hash, d.at, 20, "\0\0\0", 4);
    for (size_t k = 0; k < 2; k++) {
        memset(pad, k ? 0x5C : 0x36, sizeof pad);
        for (size_t i = 0; i < 20; i++)
            pad[i] ^= d.at[i];
        struct digest half = hash_of(f->hash, pad, sizeof pad, NULL, 0);
        memcpy(key + 20 * k, half.at, 20);
    }
    struct digest digest = hash_of(f->hash, random, sizeof random, NULL, 0);
    memcpy(said, digest.at, 20);
    encrypt(f->aes, key, NULL, sizeof random, random);
    encrypt(f->aes, key, NULL, sizeof said, said);
    struct bytes_write *info = cfb_stream(c, "EncryptionInfo"), *package = cfb_stream(c, "EncryptedPackage");
    put_u16(info, 3), put_u16(info, 2), put_u32(info, 0x24);
    put_u32(info, 40), put_u32(info, 0x24), put_u32(info, 0), put_u32(info, 0x660E), put_u32(info, 0x8004);
    put_u32(info, (uint32_t)f->aes->key_size * 8), put_zeros(info, 20);
    put_u32(info, 16), put_bytes(info, "saltsaltsaltsalt", 16);
    put_bytes(info, random, sizeof random);
    put_u32(info, 20), put_bytes(info, said, sizeof said);
    put_package(package);
    encrypt(f->aes, key, NULL, package->len - 8, package->at + 8);
}

/* What the plugin makes of the file, of which `cut` bytes at its end are gone. */
static void read_cut(struct plugin_read *r, struct cfb_write *c, size_t cut)
{
    struct bytes_write file = cfb_finish(c, true);
    plugin_read(r, (struct slice){(const char *)file.at, file.len - cut}, "收支表.xlsx");
    free(file.at);
}

static void assert_opens(struct cfb_write *c)
{
    struct plugin_read r;
    read_cut(&r, c, 0);
    assert_true(slice_eq(r.inside, contents()));
    plugin_read_done(&r);
}

static void assert_result(struct cfb_write *c, enum tallyd_result result)
{
    struct plugin_read r;
    read_cut(&r, c, 0);
    assert_int_equal(r.inside.len, 0);
    assert_int_equal(r.result, result);
    plugin_read_done(&r);
}

/* As Excel does it where nothing else is said. */
static void add_agile(struct cfb_write *c, struct form f)
{
    f.password = f.password ? f.password : OWN;
    f.hash = f.hash ? f.hash : &nettle_sha512;
    f.aes = f.aes ? f.aes : &nettle_aes256;
    f.hash_name = f.hash_name ? f.hash_name : "SHA512";
    f.cipher_name = f.cipher_name ? f.cipher_name : "AES";
    f.chain_name = f.chain_name ? f.chain_name : "ChainingModeCBC";
    f.rounds = f.rounds ? f.rounds : 1000;
    write_agile(&f, c);
}

static void test_agile(void **state)
{
    (void)state;
    const struct form forms[] = {
        {.rounds = 100000},
        {.hash = &nettle_sha1, .hash_name = "SHA1", .aes = &nettle_aes128},
        {.hash = &nettle_sha1, .hash_name = "SHA-1"}, /* a digest shorter than the key */
        {.hash = &nettle_sha256, .hash_name = "SHA256", .aes = &nettle_aes192},
        {.hash = &nettle_sha384, .hash_name = "SHA384", .aes = &nettle_aes128},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct cfb_write c = {0};
        add_agile(&c, forms[i]);
        assert_opens(&c);
    }
}

static void test_standard(void **state)
{
    (void)state;
    const struct nettle_cipher *sizes[] = {&nettle_aes128, &nettle_aes192, &nettle_aes256};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct cfb_write c = {0};
        write_standard(&(struct form){.password = OWN, .hash = &nettle_sha1, .aes = sizes[i]}, &c);
        assert_opens(&c);
    }
}

static void test_another_password(void **state)
{
    (void)state;
    static const char *const passwords[] = {"", "velvetsweatshop", "VelvetSweatshop1", "密码"};
    for (size_t i = 0; i < sizeof passwords / sizeof *passwords; i++) {
        struct cfb_write agile = {0}, standard = {0};
        add_agile(&agile, (struct form){.password = passwords[i]});
        assert_result(&agile, TALLYD_ENCRYPTED);
        write_standard(&(struct form){.password = passwords[i], .hash = &nettle_sha1, .aes = &nettle_aes128},
                       &standard);
        assert_result(&standard, TALLYD_ENCRYPTED);
    }
}

static void test_unknown_forms(void **state)
{
    (void)state;
    const struct form forms[] = {
        {.cipher_name = "DES"}, {.chain_name = "ChainingModeCFB"}, {.hash_name = "WHIRLPOOL"}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct cfb_write c = {0};
        add_agile(&c, forms[i]);
        assert_result(&c, TALLYD_ENCRYPTED);
    }
    for (size_t version = 0; version < 5; version++) {
        struct cfb_write c = {0};
        struct bytes_write *info = cfb_stream(&c, "EncryptionInfo");
        put_u16(info, 4), put_u16(info, (unsigned)version), put_zeros(info, version * 8);
        put_zeros(cfb_stream(&c, "EncryptedPackage"), 100);
        assert_result(&c, TALLYD_ENCRYPTED);
    }
}

/* What is left of a file that was cut short is read. */
static void test_cut(void **state)
{
    (void)state;
    struct cfb_write c = {0};
    struct plugin_read r;
    add_agile(&c, (struct form){0});
    read_cut(&r, &c, 600);
    assert_in_range(r.inside.len, 4096, contents().len - 500);
    assert_memory_equal(r.inside.at, contents().at, r.inside.len);
    plugin_read_done(&r);
}

/* It says that it is empty, or ends before the package begins. */
static void test_nothing_inside(void **state)
{
    (void)state;
    struct cfb_write says = {0}, ends = {0};
    add_agile(&says, (struct form){0});
    memset(says.streams[1].bytes.at, 0, 8);
    assert_result(&says, TALLYD_CORRUPT);
    add_agile(&ends, (struct form){0});
    ends.streams[1].bytes.len = 8;
    assert_result(&ends, TALLYD_CORRUPT);
}

static void test_limits(void **state)
{
    (void)state;
    struct cfb_write most = {0}, more = {0};
    struct plugin_read r;
    add_agile(&most, (struct form){.password = "other", .rounds = 1048576});
    assert_result(&most, TALLYD_ENCRYPTED);
    add_agile(&more, (struct form){.rounds = 1048577});
    read_cut(&r, &more, 0);
    assert_int_equal(r.result, TALLYD_LIMIT);
    assert_string_equal(r.limit, "package_rounds");
    plugin_read_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agile),
        cmocka_unit_test(test_standard),
        cmocka_unit_test(test_another_password),
        cmocka_unit_test(test_unknown_forms),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_nothing_inside),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
