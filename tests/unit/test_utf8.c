#include "test.h"

#include "../../daemon/base/utf8.h"

static bool is_character(uint32_t c)
{
    return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

static void every_character_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        struct slice s = {bytes, utf8_put(c, bytes)};
        size_t at = 0, end = s.len;
        uint32_t expected = is_character(c) ? c : UTF8_BAD;
        assert_true(utf8_next(s, &at) == expected);
        assert_true(utf8_previous(s, &end) == expected);
        assert_int_equal(at, is_character(c) ? s.len : 1);
        assert_int_equal(end, is_character(c) ? 0 : s.len - 1);
        assert_int_equal(utf8_valid_prefix(s), is_character(c) ? s.len : 0);
    }
}

static void refuses_what_is_no_character(void **state)
{
    (void)state;
    static const struct slice BAD[] = {
        S("\x80"),
        S("\xC0\x80"),
        S("\xC1\xBF"),
        S("\xE0\x9F\xBF"),
        S("\xED\xA0\x80"),
        S("\xED\xBF\xBF"),
        S("\xF0\x8F\xBF\xBF"),
        S("\xF4\x90\x80\x80"),
        S("\xF5\x80\x80\x80"),
        S("\xFF"),
        S("\xE4\xB8"),
        S("\xE4"),
        S("\xF0\x9F\x98"),
        S("\xE4\xB8\x41"),
        S("\xC3"),
    };
    for (size_t i = 0; i < COUNT(BAD); i++) {
        size_t at = 0;
        assert_true(utf8_next(BAD[i], &at) == UTF8_BAD);
        assert_int_equal(at, 1);
        assert_int_equal(utf8_valid_prefix(BAD[i]), 0);
    }
    size_t at = 4;
    assert_true(utf8_previous(S("\x80\x80\x80\x80"), &at) == UTF8_BAD);
    assert_int_equal(at, 3);
}

/* The definition, one character after the other. */
static size_t slow_prefix(struct slice s)
{
    size_t at = 0, next = 0;
    while (next < s.len && utf8_next(s, &next) != UTF8_BAD)
        at = next;
    return at;
}

static size_t random_piece(uint64_t *random, char *ret)
{
    static const uint32_t CLASSES[][2] = {{0, 0x7F},        {0x80, 0x7FF},    {0x800, 0xFFF},
                                          {0x4E00, 0x9FFF}, {0xD700, 0xE100}, {0x10000, 0x10FFFF}};
    uint64_t r = test_random(random);
    const uint32_t *class = CLASSES[r % COUNT(CLASSES)];
    if (r >> 56 == 0) {
        *ret = (char)(r >> 8);
        return 1;
    }
    return utf8_put(class[0] + (uint32_t)(r >> 16) % (class[1] - class[0]), ret);
}

static void the_fast_way_agrees_with_the_slow(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (int i = 0; i < 20000; i++) {
        char text[400];
        size_t length = 0;
        while (length < 200 + (unsigned)i % 100)
            length += random_piece(&random, text + length);
        struct slice s = {text, length - (unsigned)i % 4};
        assert_int_equal(utf8_valid_prefix(s), slow_prefix(s));
    }
}

static void counts_and_cuts(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(S("支出a𠀀")), 4);
    assert_slice(utf8_head(S("支出"), 5), S("支"));
    assert_slice(utf8_head(S("支出"), 6), S("支出"));
    assert_slice(utf8_head(S("支出"), 2), S(""));
    assert_slice(utf8_head(S("支"), 0), S(""));
}

static void knows_classes(void **state)
{
    (void)state;
    static const uint32_t HAN[] = {0x4E00, 0x9FFF, 0x3400, 0xF900, 0x20000, 0x3007, 0x30000, 0x2F00};
    static const uint32_t UNSAFE[] = {0,      9,      10,     0x1B,    0x7F,     0x85,
                                      0x200B, 0x200E, 0x202E, 0x2028,  0x2066,   0x2069,
                                      0xFEFF, 0xFFFE, 0xFDD0, 0x1FFFF, 0x10FFFE, 0xE0041};
    for (size_t i = 0; i < COUNT(HAN); i++)
        assert_true(utf8_is_han(HAN[i]) && !utf8_is_unsafe(HAN[i]) && !utf8_is_space(HAN[i]));
    for (size_t i = 0; i < COUNT(UNSAFE); i++)
        assert_true(utf8_is_unsafe(UNSAFE[i]) && !utf8_is_han(UNSAFE[i]));
    assert_false(utf8_is_han('a') || utf8_is_han(0x3002) || utf8_is_han(0xFF08));
    assert_false(utf8_is_unsafe(' ') || utf8_is_unsafe(0x3000) || utf8_is_unsafe(0x1F600) ||
                 utf8_is_unsafe(0xFFFD));
    assert_true(utf8_is_space(0x3000) && utf8_is_space(' ') && !utf8_is_space('x') &&
                !utf8_is_space(UTF8_BAD));
}

static void escapes(void **state)
{
    (void)state;
    char text[64];
    assert_int_equal(utf8_escape(S("甲\n\xff\u202e乙"), text, sizeof text),
                     strlen("甲\\u{000A}\\x{FF}\\u{202E}乙"));
    assert_string_equal(text, "甲\\u{000A}\\x{FF}\\u{202E}乙");
    assert_int_equal(utf8_escape(S("支出"), text, 6), 6);
    assert_string_equal(text, "支");
    assert_int_equal(utf8_escape(S("a\nb"), text, 5), 10);
    assert_string_equal(text, "a");
    assert_int_equal(utf8_escape(S("支出"), NULL, 0), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_goes_there_and_back),
        cmocka_unit_test(refuses_what_is_no_character),
        cmocka_unit_test(the_fast_way_agrees_with_the_slow),
        cmocka_unit_test(counts_and_cuts),
        cmocka_unit_test(knows_classes),
        cmocka_unit_test(escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
