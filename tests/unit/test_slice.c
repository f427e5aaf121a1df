#include "test.h"

static void finds(void **state)
{
    (void)state;
    assert_int_equal(slice_find(S("一二三二"), S("二"), 0), 3);
    assert_int_equal(slice_find(S("一二三二"), S("二"), 4), 9);
    assert_int_equal(slice_find(S("abc"), S("abcd"), 0), -1);
    assert_int_equal(slice_find(S("abc"), S(""), 3), 3);
    assert_int_equal(slice_find(S("abc"), S("a"), 4), -1);
    assert_int_equal(slice_rfind(S("一二三二"), S("二")), 9);
    assert_int_equal(slice_rfind(S("abc"), S("x")), -1);
    assert_int_equal(slice_rfind(S("abc"), S("")), 3);
    assert_int_equal(slice_rfind(S(""), S("")), 0);
}

/* Needles of every length on both sides of the longest that is looked for by its last byte, at each end and among
 * bytes like it. */
static void finds_needles_of_every_length(void **state)
{
    (void)state;
    char text[200];
    for (size_t n = 1; n <= 40; n++) {
        memset(text, 'a', sizeof text);
        struct slice all = {text, sizeof text}, needle = {text + sizeof text - n, n};
        assert_int_equal(slice_find(all, needle, 3), 3);
        text[sizeof text - n] = 'b';
        assert_int_equal(slice_find(all, needle, 0), (ptrdiff_t)(sizeof text - n));
        assert_int_equal(slice_find(slice_sub(all, 0, sizeof text - 1), needle, 0), -1);
        assert_int_equal(slice_find(all, needle, sizeof text - n + 1), -1);
    }
}

static void compares(void **state)
{
    (void)state;
    struct slice none = {NULL, 0};
    assert_true(slice_eq(none, S("")));
    assert_true(slice_cmp(S("a"), S("ab")) < 0 && slice_cmp(S("b"), S("ab")) > 0);
    assert_int_equal(slice_cmp(none, S("")), 0);
    assert_true(slice_starts(S("支出合计"), S("支出")) && !slice_starts(S("支"), S("支出")));
    assert_true(slice_ends(S("支出合计"), S("合计")) && !slice_ends(S("计"), S("合计")));
    assert_slice(slice_sub(S("abcdef"), 2, 4), S("cd"));
    assert_slice(slice_sub(S("abc"), 2, 99), S("c"));
    assert_slice(slice_sub(S("abc"), 9, 1), S(""));
    assert_null(slice_sub(none, 1, 2).at);
}

static void trims(void **state)
{
    (void)state;
    static const char *const SPACES[] = {" ", "\t", "\r\n", "\u00a0", "\u3000", "\ufeff", "\u200b", "\u2009"};
    for (size_t i = 0; i < COUNT(SPACES); i++) {
        char text[64];
        snprintf(text, sizeof text, "%s%s甲 乙%s", SPACES[i], SPACES[i], SPACES[i]);
        assert_slice(slice_trim(slice_of(text)), S("甲 乙"));
        assert_true(slice_blank(slice_of(SPACES[i])));
    }
    assert_slice(slice_trim(S("　 \n")), S(""));
    assert_true(slice_blank(S("")) && !slice_blank(S(" x")));
    assert_slice(slice_trim(S(" \xff ")), S("\xff"));
}

static void cuts(void **state)
{
    (void)state;
    struct slice rest = S("甲、乙、");
    assert_slice(slice_cut(&rest, S("、")), S("甲"));
    assert_slice(slice_cut(&rest, S("、")), S("乙"));
    assert_slice(rest, S(""));
    rest = S("甲");
    assert_slice(slice_cut(&rest, S("、")), S("甲"));
    assert_int_equal(rest.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds),    cmocka_unit_test(finds_needles_of_every_length),
        cmocka_unit_test(compares), cmocka_unit_test(trims),
        cmocka_unit_test(cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
