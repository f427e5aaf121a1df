#include "../../daemon/report/text.h"

#include "test.h"

struct mending {
    const char *raw, *mended;
};

static const struct mending mendings[] = {
    {"１５６ ２３ 20", "１５６ ２３ 20"}, /* numbers of full-width digits stay apart */
    {"规模控制 率", "规模控制率"},
    {"年初\n预算数", "年初预算数"},
    {"全年  预算数", "全年预算数"},
    {"合       计", "合计"},
    {"占     比%", "占比%"},
    {"\t 517.64 \r\n", "517.64"},
    {"\xE3\x80\x80"
     "15\xC2\xA0",
     "15"},
    {"支出 141.20 万元", "支出141.20万元"},
    {"减少34.95  %。", "减少34.95%。"},
    {"( 一)基本支出", "(一)基本支出"},
    {"增加\xE2\x80\x8B收入", "增加收入"},
    /* numbers that a separator shows to be one */
    {"234, 558", "234,558"},
    {"234 ,558元", "234,558元"},
    {"合计514. 52万元", "合计514.52万元"},
    {"合计1509 .76", "合计1509.76"},
    /* and those that are two */
    {"234 558", "234 558"},
    {"12, 34", "12, 34"},
    {"1. 50台", "1. 50台"},
    {"1. 76", "1. 76"},
    {"1,234   5,678", "1,234 5,678"},
    {"2345, 678", "2345, 678"},
    /* words of Latin letters stay apart */
    {"Word  Excel", "Word Excel"},
    {"GDP\n5", "GDP 5"},
    {"ＧＤＰ", "ＧＤＰ"},
    {"   ", ""},
    {"", ""},
};

static void mends(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    for (size_t i = 0; i < COUNT(mendings); i++) {
        struct text text = text_mend(arena, slice_of(mendings[i].raw), 0);
        assert_slice(text.s, slice_of(mendings[i].mended));
        for (size_t k = 0; k < text.s.len; k++)
            assert_true(mendings[i].raw[text_offset(&text, k)] == text.s.at[k] || text.s.at[k] == ' ');
    }
    arena_free(arena);
}

static void keeps_places(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1u << 20, NULL, NULL);
    struct text plain = text_mend(arena, S("  合计"), 100);
    assert_null(plain.map);
    assert_int_equal(plain.from, 102);
    assert_int_equal(text_offset(&plain, plain.s.len), 108);

    struct text text = text_mend(arena, S(" 预 算 12"), 10); /* 预 at 11, 算 at 15, 1 at 19 */
    assert_slice(text.s, S("预算12"));
    assert_int_equal(text_offset(&text, 0), 11);
    assert_int_equal(text_offset(&text, 3), 15);
    assert_int_equal(text_offset(&text, 6), 19);
    assert_int_equal(text_offset(&text, text.s.len), 21);
    struct span span = text_span(&text, 3, 7);
    assert_int_equal(span.from, 15);
    assert_int_equal(span.to, 20);
    span = text_span(&text, 3, 3);
    assert_int_equal(span.to, span.from);

    struct text sub = text_sub(&text, 3, 8);
    assert_slice(sub.s, S("算12"));
    assert_int_equal(sub.from, 15);
    assert_int_equal(text_offset(&sub, 3), 19);
    assert_int_equal(text_offset(&sub, sub.s.len), 21);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mends), cmocka_unit_test(keeps_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
