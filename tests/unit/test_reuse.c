#include "../../plugins/common/reuse.h"
#include "plugin_read.h"

const struct tallyd_format tallyd_format = {.abi = TALLYD_PLUGIN_ABI, .name = "none"};

static void test_used_again(void **state)
{
    (void)state;
    struct plugin_read r;
    plugin_read_start(&r, S(""), "x");
    struct reuse *reuse = reuse_new(&r.bridge->handle);
    static const size_t sizes[] = {0, 1, 8, 9, 1000, 1016, 1017, 32768, 32769, 1u << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *piece = reuse_alloc(reuse, sizes[i]);
        memset(piece, 'x', sizes[i]);
        size_t taken = arena_used(r.arena);
        for (int n = 0; n < 1000; n++) {
            reuse_free(reuse, piece);
            assert_ptr_equal(reuse_alloc(reuse, sizes[i]), piece);
        }
        assert_int_equal(arena_used(r.arena), taken);
    }
    plugin_read_done(&r);
}

static void test_apart(void **state)
{
    (void)state;
    struct plugin_read r;
    plugin_read_start(&r, S(""), "x");
    struct reuse *reuse = reuse_new(&r.bridge->handle);
    char *pieces[200];
    for (size_t size = 1; size < 3000; size += 7) {
        for (size_t i = 0; i < 200; i++)
            memset(pieces[i] = reuse_alloc(reuse, size), (int)i, size);
        for (size_t i = 0; i < 200; i++) {
            assert_int_equal((unsigned char)pieces[i][0], i);
            assert_int_equal((unsigned char)pieces[i][size - 1], i);
            reuse_free(reuse, pieces[i]);
        }
    }
    plugin_read_done(&r);
}

/* Small pieces stand side by side, each where it may hold a pointer. */
static void test_close(void **state)
{
    static const size_t sizes[] = {2, 8, 104, 128, 1024};
    enum { PIECES = 20000 };
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct plugin_read r;
        plugin_read_start(&r, S(""), "x");
        struct reuse *reuse = reuse_new(&r.bridge->handle);
        size_t before = arena_used(r.arena), whole = (sizes[i] + 7) / 8 * 8 * PIECES;
        for (int n = 0; n < PIECES; n++)
            assert_int_equal((uintptr_t)reuse_alloc(reuse, sizes[i]) % sizeof(void *), 0);
        /* a region that was just begun, and the ends of slabs */
        assert_in_range(arena_used(r.arena) - before, whole, whole / 10 * 11 + (1u << 20));
        plugin_read_done(&r);
    }
}

static void test_resized(void **state)
{
    (void)state;
    struct plugin_read r;
    plugin_read_start(&r, S(""), "x");
    struct reuse *reuse = reuse_new(&r.bridge->handle);
    char *text = NULL;
    for (size_t size = 1; size < 200000; size = size * 3 / 2 + 1) {
        size_t had = text ? strlen(text) : 0;
        text = reuse_resize(reuse, text, size + 1);
        for (size_t i = 0; i < had; i++)
            assert_int_equal(text[i], 'a');
        memset(text, 'a', size);
        text[size] = '\0';
    }
    assert_ptr_equal(reuse_resize(reuse, text, 10), text);
    reuse_free(reuse, NULL);
    plugin_read_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_used_again),
        cmocka_unit_test(test_apart),
        cmocka_unit_test(test_close),
        cmocka_unit_test(test_resized),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
