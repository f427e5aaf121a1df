#include "test.h"

#include "../../daemon/base/mem.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fails_when_told), cmocka_unit_test(counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
