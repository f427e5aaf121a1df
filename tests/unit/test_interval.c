#include "test.h"

#include "../../daemon/base/interval.h"

static struct decimal at(long long units, int scale)
{
    return (struct decimal){.units = units, .scale = scale};
}

/* Every value with two more digits that prints as v lies inside, and the ones just beyond do not. */
static void holds_what_prints_so(void **state)
{
    (void)state;
    for (long long v = -3; v <= 3; v++) {
        struct interval rounded = {0};
        assert_true(interval_rounded(at(v, 1), 1, &rounded));
        for (long long fine = -500; fine <= 500; fine++) {
            struct decimal d = at(fine, 3), r = {0};
            assert_true(decimal_round(d, 1, &r));
            if (decimal_cmp(r, at(v, 1)) == 0)
                assert_true(interval_holds(rounded, d));
            assert_int_equal(interval_holds(rounded, d), fine >= v * 100 - 50 && fine <= v * 100 + 50);
        }
    }
}

/* A stated sum meets the computed one just where some choice of the printed figures' values adds up: brute
 * force over every twentieth of a unit of two parts and a total. */
static bool some_choice_adds_up(long long a, long long b, long long total)
{
    for (long long x = a * 20 - 10; x <= a * 20 + 10; x++)
        for (long long y = b * 20 - 10; y <= b * 20 + 10; y++)
            if (x + y >= total * 20 - 10 && x + y <= total * 20 + 10)
                return true;
    return false;
}

static void sums_meet_where_a_choice_adds_up(void **state)
{
    (void)state;
    for (long long a = -3; a <= 3; a++)
        for (long long b = -3; b <= 3; b++)
            for (long long total = -9; total <= 9; total++) {
                struct interval x = {0}, y = {0}, sum = {0}, stated = {0};
                assert_true(interval_rounded(at(a, 2), 2, &x) && interval_rounded(at(b, 2), 2, &y));
                assert_true(interval_rounded(at(total, 2), 2, &stated) && interval_add(x, y, &sum));
                assert_int_equal(interval_meet(sum, stated), some_choice_adds_up(a, b, total));
            }
}

static void operations_hold_every_result(void **state)
{
    (void)state;
    uint64_t random = 9;
    for (int i = 0; i < 20000; i++) {
        struct interval a = {0}, b = {0}, sum = {0}, difference = {0}, product = {0};
        long long v = (long long)(test_random(&random) % 41) - 20,
                  w = (long long)(test_random(&random) % 41) - 20;
        long long dv = (long long)(test_random(&random) % 101) - 50,
                  dw = (long long)(test_random(&random) % 101) - 50;
        struct decimal x = at(v * 100 + dv, 3), y = at(w * 100 + dw, 3), r = {0};
        assert_true(interval_rounded(at(v, 1), 1, &a) && interval_rounded(at(w, 1), 1, &b));
        assert_true(interval_add(a, b, &sum) && interval_sub(a, b, &difference) &&
                    interval_mul(a, b, &product));
        assert_true(decimal_add(x, y, &r) && interval_holds(sum, r));
        assert_true(decimal_sub(x, y, &r) && interval_holds(difference, r));
        assert_true(decimal_mul(x, y, &r) && interval_holds(product, r));
        assert_true(decimal_cmp(product.low, product.high) <= 0);
    }
}

static void products_are_tight(void **state)
{
    (void)state;
    struct interval r = {0};
    assert_true(
        interval_mul((struct interval){at(-2, 0), at(3, 0)}, (struct interval){at(-5, 0), at(4, 0)}, &r));
    assert_int_equal(decimal_cmp(r.low, at(-15, 0)), 0);
    assert_int_equal(decimal_cmp(r.high, at(12, 0)), 0);
    struct interval percent = interval_shift(interval_exact(at(37639, 2)), -2);
    assert_int_equal(decimal_cmp(percent.low, at(37639, 4)), 0);
}

static void overflow_is_told(void **state)
{
    (void)state;
    struct decimal most = {.units = (decimal_units)(~(unsigned __int128)0 >> 1)};
    struct interval r = {0}, all = interval_exact(most);
    assert_false(interval_rounded(most, 0, &r));
    assert_false(interval_add(all, all, &r) || interval_mul(all, all, &r));
    assert_false(interval_rounded(at(1, 0), DECIMAL_SCALE_LIMIT, &r));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_prints_so),
        cmocka_unit_test(sums_meet_where_a_choice_adds_up),
        cmocka_unit_test(operations_hold_every_result),
        cmocka_unit_test(products_are_tight),
        cmocka_unit_test(overflow_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
