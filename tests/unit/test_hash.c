#include "test.h"

#include "../../daemon/base/hash.h"
#include "../../daemon/base/io.h"

#include <errno.h>
#include <sys/mman.h>

static void assert_sha256(struct slice bytes, const char *expected)
{
    struct hash hash;
    char hex[HASH_HEX_SIZE];
    hash_init(&hash);
    hash_add(&hash, bytes);
    hash_hex(&hash, hex);
    assert_string_equal(hex, expected);
}

static void gives_the_standards_examples(void **state)
{
    (void)state;
    assert_sha256(S(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha256(S("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(hash_fnv(S("")) == 0xcbf29ce484222325u && hash_fnv(S("a")) == 0xaf63dc4c8601ec8cu);
}

static void fields_keep_their_ends(void **state)
{
    (void)state;
    char first[HASH_HEX_SIZE], second[HASH_HEX_SIZE];
    struct hash hash;
    hash_init(&hash);
    hash_field(&hash, S("ab"));
    hash_field(&hash, S("c"));
    hash_hex(&hash, first);
    hash_field(&hash, S("a"));
    hash_field(&hash, S("bc"));
    hash_hex(&hash, second);
    assert_string_not_equal(first, second);
}

static void files(void **state)
{
    (void)state;
    io_autoclose int fd = memfd_create("hash", MFD_CLOEXEC);
    char bytes[200000], hex[HASH_HEX_SIZE];
    uint64_t size = 0;
    memset(bytes, 'a', sizeof bytes);
    assert_int_equal(io_write_all(fd, (struct slice){bytes, sizeof bytes}), 0);
    assert_int_equal(hash_file(fd, hex, &size), 0);
    assert_int_equal(size, sizeof bytes);
    assert_sha256((struct slice){bytes, sizeof bytes}, hex);
    assert_int_equal(hash_file(-1, hex, &size), -EBADF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_standards_examples),
        cmocka_unit_test(fields_keep_their_ends),
        cmocka_unit_test(files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
