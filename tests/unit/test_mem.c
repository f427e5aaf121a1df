#include "test.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/base/mem_own.h"

#include <stdalign.h>

static void fails_when_told(void **state)
{
    (void)state;
    mem_fail_at(2, 0);
    char *first = mem_alloc(1), *second = mem_strdup("x"), *third = mem_calloc(2, 2);
    assert_true(first && !second && third);
    mem_fail_at(1, 1);
    assert_null(mem_realloc(first, 10));
    assert_null(mem_alloc(1));
    mem_fail_at(0, 0);
    first = mem_realloc(first, 10);
    assert_non_null(first);
    assert_null(mem_realloc(first, 0));
    mem_free(third);
    mem_free(NULL);
}

static void counts(void **state)
{
    (void)state;
    unsigned long before = mem_calls();
    mem_free(mem_alloc(0));
    mem_free(mem_calloc(0, 0));
    assert_int_equal(mem_calls(), before + 2);
}

/* Pieces of all sizes, small and large, given back and taken again at random, in a block that runs out: none
 * overlaps another, and each keeps what it holds when it grows. */
static void own_memory(void **state)
{
    (void)state;
    enum { PIECES = 400, ROUNDS = 40000, LARGEST = 150000 };
    struct {
        unsigned char *at;
        size_t size;
    } pieces[PIECES] = {0};
    uint64_t random = 1;
    size_t own = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned i = (unsigned)(test_random(&random) % PIECES);
        size_t size = test_random(&random) % (round % 16 ? 700 : LARGEST);
        size_t kept = pieces[i].size < size ? pieces[i].size : size;
        unsigned char *at = mem_realloc(pieces[i].at, size);
        assert_true(at || !size);
        for (size_t k = 0; k < kept; k++)
            assert_int_equal(at[k], i % 251);
        if (size)
            memset(at, (int)(i % 251), size);
        own += mem_own_has(at);
        pieces[i].at = at;
        pieces[i].size = size;
    }
    assert_in_range(own, ROUNDS / 10, ROUNDS / 2); /* and the others are the system's */
    for (unsigned i = 0; i < PIECES; i++)
        mem_free(pieces[i].at);
    const unsigned char *zeroed = mem_calloc(10, 20);
    assert_true(mem_own_has(zeroed));
    for (unsigned i = 0; i < 200; i++)
        assert_int_equal(zeroed[i], 0);
    assert_null(mem_calloc(SIZE_MAX / 2, 4));
}

/* What a process has from before is the system's, and goes back there. */
static void own_memory_begins(void **state)
{
    (void)state;
    char *before = mem_strdup("before");
    assert_null(mem_own_alloc(1));
    mem_own_start(2u << 20);
    mem_own_ready(1u << 16);
    char *kept = mem_own_keep(1u << 20);
    assert_true(mem_own_has(kept));
    assert_int_equal(kept[(1u << 20) - 1], 0);
    mem_free(kept);
    assert_ptr_not_equal(mem_own_keep(100), kept); /* not used again */
    assert_null(mem_own_keep(1u << 20));           /* no room */
    assert_null(mem_own_keep(SIZE_MAX - 1));
    assert_false(mem_own_has(before));
    before = mem_realloc(before, 100);
    assert_string_equal(before, "before");
    assert_false(mem_own_has(before));
    mem_free(before);
    char *after = mem_strdup("after");
    assert_true(mem_own_has(after));
    assert_int_equal((uintptr_t)after % alignof(max_align_t), 0);
    mem_free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fails_when_told), cmocka_unit_test(counts),
                                       cmocka_unit_test(own_memory_begins), cmocka_unit_test(own_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
