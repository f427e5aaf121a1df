/* The form of Office 2010 and later ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15): an XML text tells how. The password opens a key,
 * the key opens the package. */
#include "package_priv.h"

#include "../common/xml.h"

#include <nettle/base64.h>

#define TEXT_AT      8 /* behind versions and flags */
#define SEGMENT_SIZE 4096

enum { OTHER, DATA, KEY, TAGS };

static const struct xml_space spaces[] = {
    {"e", "http://schemas.microsoft.com/office/2006/encryption"},
    {"p", "http://schemas.microsoft.com/office/2006/keyEncryptor/password"},
    {0}};
static const char *const tags[TAGS] = {[DATA] = "e:keyData", [KEY] = "p:encryptedKey"};

/* How something is encrypted; `hash` is NULL where that is not known here. */
struct scheme {
    const struct nettle_hash *hash;
    size_t key_size;
    struct bytes salt;
};

struct reading {
    struct tallyd_builder *b;
    struct scheme data, key;
    uint32_t rounds;
    struct bytes number, said, secret; /* encrypted: a random number, its digest, the package's key */
};

/* What each of the password's keys is for. */
static const uint8_t for_number[] = {0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79};
static const uint8_t for_said[] = {0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E};
static const uint8_t for_secret[] = {0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6};

static const struct nettle_hash *find_hash(const char *name)
{
    static const struct {
        const char *name;
        const struct nettle_hash *hash;
    } hashes[] = {{"SHA1", &nettle_sha1},
                  {"SHA-1", &nettle_sha1},
                  {"SHA256", &nettle_sha256},
                  {"SHA384", &nettle_sha384},
                  {"SHA512", &nettle_sha512}};
    for (size_t i = 0; name && i < sizeof hashes / sizeof *hashes; i++)
        if (strcmp(hashes[i].name, name) == 0)
            return hashes[i].hash;
    return NULL;
}

/* The bytes of an attribute in base64; none where it is not that. */
static struct bytes get_bytes(struct tallyd_builder *b, const struct xml_attributes *a, const char *name)
{
    const char *text = xml_get(a, name);
    size_t length = text ? strlen(text) : 0, size = BASE64_DECODE_LENGTH(length);
    uint8_t *bytes = b->ops->alloc(b, size + 1);
    struct base64_decode_ctx state;
    base64_decode_init(&state);
    bool fine = base64_decode_update(&state, &size, bytes, length, text) && base64_decode_final(&state);
    return fine ? (struct bytes){bytes, size} : (struct bytes){0};
}

static bool is(const struct xml_attributes *a, const char *name, const char *value)
{
    const char *said = xml_get(a, name);
    return said && strcmp(said, value) == 0;
}

static struct scheme read_scheme(struct tallyd_builder *b, const struct xml_attributes *a)
{
    struct scheme scheme = {.hash = find_hash(xml_get(a, "hashAlgorithm")),
                            .key_size = (size_t)xml_number(a, "keyBits", 0, 1024, 0) / 8,
                            .salt = get_bytes(b, a, "saltValue")};
    bool known = is(a, "cipherAlgorithm", "AES") && is(a, "cipherChaining", "ChainingModeCBC");
    if (!known || !package_aes(scheme.key_size) || !scheme.salt.len)
        scheme.hash = NULL;
    return scheme;
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct reading *r = context;
    if (tag == DATA)
        r->data = read_scheme(r->b, a);
    if (tag != KEY)
        return;
    r->key = read_scheme(r->b, a);
    r->rounds = (uint32_t)xml_number(a, "spinCount", 0, INT32_MAX, 0);
    r->number = get_bytes(r->b, a, "encryptedVerifierHashInput");
    r->said = get_bytes(r->b, a, "encryptedVerifierHashValue");
    r->secret = get_bytes(r->b, a, "encryptedKeyValue");
}

/* A digest or a salt as long as a key or a block: cut, or filled up (2.3.4.11, 2.3.4.12). */
static struct package_digest fit(struct bytes from)
{
    struct package_digest fitted;
    memset(fitted.at, 0x36, sizeof fitted.at);
    memcpy(fitted.at, from.at, from.len < sizeof fitted.at ? from.len : sizeof fitted.at);
    return fitted;
}

static struct bytes open_with(const struct reading *r, const struct package_digest *password,
                              const uint8_t purpose[8], struct bytes from)
{
    const struct scheme *scheme = &r->key;
    size_t size = scheme->hash->digest_size;
    struct package_digest digest =
        package_hash(scheme->hash, (struct bytes){password->at, size}, (struct bytes){purpose, 8});
    struct package_digest key = fit((struct bytes){digest.at, size}), start = fit(scheme->salt);
    uint8_t *plain = r->b->ops->alloc(r->b, from.len + 1);
    return (struct bytes){plain, package_decrypt(key.at, scheme->key_size, start.at, from, plain)};
}

/* The key of the package; none where the password is another. */
static struct bytes open_key(const struct reading *r)
{
    size_t size = r->key.hash->digest_size;
    struct package_digest password = package_hash_password(r->key.hash, r->key.salt, r->rounds);
    struct bytes number = open_with(r, &password, for_number, r->number);
    struct bytes said = open_with(r, &password, for_said, r->said);
    struct package_digest digest = package_hash(r->key.hash, number, (struct bytes){0});
    if (said.len < size || memcmp(said.at, digest.at, size) != 0)
        return (struct bytes){0};
    return open_with(r, &password, for_secret, r->secret);
}

/* Each segment begins a chain of its own, at the digest of its number. */
static struct bytes open_package(const struct reading *r, struct bytes key, struct bytes from)
{
    uint8_t *plain = r->b->ops->alloc(r->b, from.len + 1);
    size_t size = 0;
    for (uint32_t i = 0; size < from.len; i++) {
        uint8_t number[] = {(uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16), (uint8_t)(i >> 24)};
        struct package_digest digest =
            package_hash(r->data.hash, r->data.salt, (struct bytes){number, sizeof number});
        struct package_digest start = fit((struct bytes){digest.at, r->data.hash->digest_size});
        size_t got = package_decrypt(key.at, r->data.key_size, start.at, bytes_part(from, size, SEGMENT_SIZE),
                                     plain + size);
        if (!got)
            break; /* the last one breaks off */
        size += got;
    }
    return (struct bytes){plain, size};
}

bool package_open_agile(struct tallyd_builder *b, struct bytes info, struct bytes from, struct bytes *ret)
{
    static const struct xml_reader reader = {spaces, tags, TAGS, on_start, NULL, NULL};
    struct reading r = {.b = b};
    struct bytes text = bytes_from(info, TEXT_AT);
    xml_read_text(b, (const char *)text.at, text.len, &reader, &r);
    if (!r.data.hash || !r.key.hash)
        return false;
    if (r.rounds > LIMIT_package_rounds)
        b->ops->limit(b, "package_rounds");
    struct bytes key = open_key(&r);
    if (key.len < r.data.key_size)
        return false;
    *ret = open_package(&r, key, from);
    return true;
}
