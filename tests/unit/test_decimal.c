#include "test.h"

#include "../../daemon/base/decimal.h"

static struct decimal D(const char *text) {
    struct decimal d;
    if (!decimal_parse(slice_of(text), &d))
        fail_msg("%s is no decimal", text);
    return d;
}

static void
assert_decimal(struct decimal d, const char *expected)
{
    char text[DECIMAL_TEXT_SIZE];
    size_t length = decimal_format(d, text);
    assert_int_equal(length, strlen(text));
    assert_string_equal(text, expected);
}

/* Up to `digits` digits, any sign and scale. */
static struct decimal any(uint64_t *random, unsigned digits)
{
    unsigned n = 1 + (unsigned)(test_random(random) % digits);
    struct decimal d = {0};
    for (unsigned i = 0; i < n; i++)
        d.units = d.units * 10 + (int)(test_random(random) % 10);
    d.units = test_random(random) % 2 ? d.units : -d.units;
    d.scale = (int)(test_random(random) % 9) - 2;
    return d;
}

static void reads_and_writes(void **state)
{
    (void)state;
    static const char *const SAME[] = {"0",       "0.00",
                                       "14.60",   "-3.5",
                                       "1846.35", "0.000000000000000000000001",
                                       "-0.05",   "123456789012345678901234567890"};
    for (size_t i = 0; i < COUNT(SAME); i++)
        assert_decimal(D(SAME[i]), SAME[i]);
    assert_decimal(D("+007.50"), "7.50");
    assert_int_equal(D("14.60").scale, 2);
    assert_decimal(D("-0"), "0");
}

static void refuses_what_is_no_decimal(void **state)
{
    (void)state;
    static const char *const BAD[] = {"",
                                      "-",
                                      ".",
                                      "1.",
                                      ".5",
                                      "1e5",
                                      "1,000",
                                      " 1",
                                      "1 ",
                                      "--1",
                                      "0x1",
                                      "１",
                                      "1.2.3",
                                      "1234567890123456789012345678901",
                                      "0.0000000000000000000000001"};
    struct decimal d = {.units = 42};
    for (size_t i = 0; i < COUNT(BAD); i++)
        assert_false(decimal_parse(slice_of(BAD[i]), &d));
    char digits[2000];
    memset(digits, '9', sizeof digits);
    assert_false(decimal_parse((struct slice){digits, sizeof digits}, &d));
    assert_false(decimal_parse((struct slice){"1\0", 2}, &d));
    assert_int_equal(d.units, 42);
}

static void writes_any_scale(void **state)
{
    (void)state;
    struct decimal most = {.units = (decimal_units)(~(unsigned __int128)0 >> 1)};
    for (int scale = -DECIMAL_SHIFTED_MAX; scale <= DECIMAL_SHIFTED_MAX; scale++) {
        char text[DECIMAL_TEXT_SIZE];
        most.scale = scale;
        size_t length = decimal_format(decimal_negate(most), text);
        assert_int_equal(length, strlen(text));
        assert_int_equal(length, scale <= 0 ? 40 - scale : scale < 39 ? 41 : 3 + scale);
    }
    assert_decimal(decimal_shift(D("1.5"), 8), "150000000");
    assert_decimal(decimal_shift(D("0"), 8), "0");
    assert_decimal(decimal_shift(D("358.85"), -2), "3.5885");
    assert_decimal((struct decimal){.units = 12, .scale = 60},
                   "0.000000000000000000000000000000000000000000000000000000000012");
}

static void texts_come_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64u << 20, NULL, NULL);
    uint64_t random = 3;
    for (int i = 0; i < 20000; i++) {
        struct decimal d = any(&random, DECIMAL_DIGITS_MAX - 2), back = {0};
        assert_true(decimal_parse(decimal_text(arena, d), &back));
        assert_int_equal(decimal_cmp(d, back), 0);
        assert_int_equal(back.scale, d.scale < 0 ? 0 : d.scale);
    }
    arena_free(arena);
}

static void sums(void **state)
{
    (void)state;
    struct decimal r = {0};
    assert_true(decimal_add(D("281.05"), D("74.15"), &r) && decimal_add(r, D("257.20"), &r));
    assert_decimal(r, "612.40");
    assert_true(decimal_sub(D("612.45"), r, &r));
    assert_decimal(r, "0.05");
    assert_true(decimal_mul(D("-1.50"), D("0.2"), &r));
    assert_decimal(r, "-0.300");
}

static void undoes_what_it_did(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int i = 0; i < 50000; i++) {
        struct decimal a = any(&random, 28), b = any(&random, 28), sum = {0}, back = {0}, product = {0},
                       other = {0};
        assert_true(decimal_add(a, b, &sum) && decimal_sub(sum, b, &back));
        assert_int_equal(decimal_cmp(a, back), 0);
        if (decimal_mul(a, b, &product) && decimal_mul(b, a, &other))
            assert_int_equal(decimal_cmp(product, other), 0);
        assert_int_equal(decimal_cmp(a, b), -decimal_cmp(b, a));
        assert_int_equal(decimal_cmp(sum, a), decimal_sign(b));
    }
}

static void divides(void **state)
{
    (void)state;
    static const char *const CASES[][4] = {
        {"1846.35", "514.52", "4", "3.5885"},
        {"1", "3", "2", "0.33"},
        {"2", "3", "2", "0.67"},
        {"-1", "2", "0", "-1"},
        {"1", "2", "0", "1"},
        {"0.05", "1", "1", "0.1"},
        {"-0.04", "1", "1", "0.0"},
        {"150", "1", "-2", "200"},
        {"149", "1", "-2", "100"},
        {"999999999999999999999999999999", "0.000000000000000000000001", "-20",
         "999999999999999999999999999999000000000000000000000000"},
        {"1", "999999999999999999999999999999", "2", "0.00"},
        {"1", "3", "37", "0.3333333333333333333333333333333333333"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct decimal r = {0};
        assert_true(decimal_div(D(CASES[i][0]), D(CASES[i][1]), atoi(CASES[i][2]), &r));
        assert_decimal(r, CASES[i][3]);
    }
    struct decimal r = {.units = 42};
    assert_false(decimal_div(D("1"), D("0.00"), 2, &r));
    assert_false(decimal_div(D("999999999999999999999999999999"), D("0.000000000000000000000001"), 2, &r));
    assert_int_equal(r.units, 42);
}

/* |a − q·b| ≤ |b| · ½·10^-scale, and the half goes away from zero. */
static void quotients_are_nearest(void **state)
{
    (void)state;
    uint64_t random = 11;
    for (int i = 0; i < 50000; i++) {
        struct decimal a = any(&random, 14), b = any(&random, 8), q = {0}, back = {0}, off = {0}, bound = {0};
        int scale = (int)(test_random(&random) % 6);
        if (decimal_sign(b) == 0)
            continue;
        assert_true(decimal_div(a, b, scale, &q));
        assert_int_equal(q.scale, scale);
        assert_true(decimal_mul(q, b, &back) && decimal_sub(a, back, &off));
        assert_true(decimal_mul(b, (struct decimal){.units = 5, .scale = scale + 1}, &bound));
        int order = decimal_cmp(decimal_abs(off), decimal_abs(bound));
        assert_true(order < 0 || (order == 0 && decimal_cmp(decimal_abs(back), decimal_abs(a)) > 0));
    }
}

static void rounds(void **state)
{
    (void)state;
    static const char *const CASES[][4] = {
        /* value, scale, rounded, cut */
        {"0.125", "2", "0.13", "0.12"}, {"-0.125", "2", "-0.13", "-0.12"},
        {"0.124", "2", "0.12", "0.12"}, {"9.99", "1", "10.0", "9.9"},
        {"1.5", "3", "1.500", "1.500"}, {"449", "-2", "400", "400"},
        {"450", "-2", "500", "400"},    {"4", "-38", "0", "0"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct decimal r = {0};
        assert_true(decimal_round(D(CASES[i][0]), atoi(CASES[i][1]), &r));
        assert_decimal(r, CASES[i][2]);
        assert_true(decimal_truncate(D(CASES[i][0]), atoi(CASES[i][1]), &r));
        assert_decimal(r, CASES[i][3]);
    }
    struct decimal r = {.units = 42};
    assert_true(decimal_rescale(D("1.500"), 1, &r));
    assert_decimal(r, "1.5");
    assert_false(decimal_rescale(D("1.55"), 1, &r));
    assert_decimal(decimal_trim(D("10.500")), "10.5");
    assert_decimal(decimal_trim(D("100")), "100");
    assert_decimal(decimal_trim(D("0.00")), "0");
}

static void overflow_is_told(void **state)
{
    (void)state;
    struct decimal most = {.units = (decimal_units)(~(unsigned __int128)0 >> 1)}, r = {.units = 42};
    struct decimal least = decimal_negate(most), one = decimal_int(1);
    assert_false(decimal_add(most, one, &r));
    assert_false(decimal_sub(least, one, &r)); /* −2^127 fits 128 bits but has no negative */
    assert_false(decimal_mul(most, decimal_int(2), &r));
    assert_false(decimal_rescale(most, 1, &r));
    assert_false(decimal_round(most, 1, &r));
    assert_false(decimal_add(most, D("0.1"), &r));
    assert_false(decimal_rescale(one, DECIMAL_SCALE_LIMIT + 1, &r));
    assert_false(decimal_mul((struct decimal){1, 30}, (struct decimal){1, 30}, &r));
    assert_int_equal(r.units, 42);
    assert_true(decimal_add(most, least, &r));
    assert_int_equal(decimal_sign(r), 0);
    assert_true(decimal_div(most, most, 2, &r));
    assert_decimal(r, "1.00");
}

static void compares_any_scales(void **state)
{
    (void)state;
    struct decimal most = {.units = (decimal_units)(~(unsigned __int128)0 >> 1), .scale = -64};
    struct decimal tiny = {.units = 1, .scale = 64}, zero = {.scale = 64};
    assert_int_equal(decimal_cmp(most, tiny), 1);
    assert_int_equal(decimal_cmp(tiny, most), -1);
    assert_int_equal(decimal_cmp(decimal_negate(most), decimal_negate(tiny)), -1);
    assert_int_equal(decimal_cmp(decimal_negate(tiny), decimal_negate(most)), 1);
    assert_int_equal(decimal_cmp(zero, decimal_int(0)), 0);
    assert_int_equal(decimal_cmp(zero, tiny), -1);
    assert_int_equal(decimal_cmp(D("14.6"), D("14.60")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes),
        cmocka_unit_test(refuses_what_is_no_decimal),
        cmocka_unit_test(writes_any_scale),
        cmocka_unit_test(texts_come_back),
        cmocka_unit_test(sums),
        cmocka_unit_test(undoes_what_it_did),
        cmocka_unit_test(divides),
        cmocka_unit_test(quotients_are_nearest),
        cmocka_unit_test(rounds),
        cmocka_unit_test(overflow_is_told),
        cmocka_unit_test(compares_any_scales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
