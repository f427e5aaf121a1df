#include "../../daemon/report/identifiers.h"

#include "reading.h"

static uint32_t count(const char *text, enum identifier identifier, struct slice *ret_first)
{
    struct reading r = reading_of(text);
    struct mentions found[IDENTIFIER_COUNT] = {0};
    static char first[64];
    identifiers_read(r.report, found);
    if (found[identifier].n) {
        const struct mention *m = &found[identifier].items[0];
        struct slice s = slice_sub(m->text->s, m->from, m->to);
        assert_true(s.len < sizeof first);
        memcpy(first, s.at, s.len);
        *ret_first = (struct slice){first, s.len};
    }
    uint32_t n = found[identifier].n;
    reading_done(&r);
    return n;
}

static void only(const char *text, enum identifier identifier, const char *expected)
{
    struct slice first = {NULL, 0};
    assert_int_equal(count(text, identifier, &first), 1);
    assert_true(slice_eq(first, slice_of(expected)));
}

static void none(const char *text, enum identifier identifier)
{
    struct slice first;
    if (count(text, identifier, &first) != 0)
        fail_msg("%s: %.*s", text, SLICE_ARG(first));
}

static void finds_mobile_numbers(void **state)
{
    (void)state;
    only("联系人陈远，电话13900001234。\n", IDENTIFIER_MOBILE, "13900001234");
    only("电话：139 0000 1234\n", IDENTIFIER_MOBILE, "139 0000 1234");
    only("电话：139-0000-1234\n", IDENTIFIER_MOBILE, "139-0000-1234");
    only("电话１３９００００１２３４\n", IDENTIFIER_MOBILE, "１３９００００１２３４");
    only("| 电话 | 13900001234 |\n", IDENTIFIER_MOBILE, "13900001234");
    none("139****1234，12900001234，139000012345，1390000123\n", IDENTIFIER_MOBILE);
    none("合计 139000 01234 3 90，1390 0001 234，139 00001 234，2 139 0000 1234\n", IDENTIFIER_MOBILE);
    only("13900001234，请拨打\n13,13900001234\n| 1.13900001234 |\n", IDENTIFIER_MOBILE, "13900001234");
    none("编码A13900001234，金额13900001234.50元，1,3900001234\n", IDENTIFIER_MOBILE);
}

/* Texts are looked at only here and there before they are searched. */
static void finds_them_wherever_they_begin(void **state)
{
    static const char *const numbers[] = {"13900001234", "139-0000-1234", "１３９００００１２３４"};
    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (int before = 0; before < 40; before++) {
            char text[128];
            snprintf(text, sizeof text, "%.*s%s\n", before, "........................................",
                     numbers[i]);
            only(text, IDENTIFIER_MOBILE, numbers[i]);
        }
}

/* The numbers are made up; their check digits are right, or off by one. */
static void verifies_identity_numbers(void **state)
{
    (void)state;
    only("身份证号11010119900307109X。\n", IDENTIFIER_IDENTITY, "11010119900307109X");
    only("号码110101199003071217\n", IDENTIFIER_IDENTITY, "110101199003071217");
    none("号码110101199003071214\n", IDENTIFIER_IDENTITY);                     /* check digit */
    none("号码110101199013071213，990101199003071213\n", IDENTIFIER_IDENTITY); /* month, province */
    none("号码11010119900307121，1101011990030712130\n", IDENTIFIER_IDENTITY); /* length */
}

static void verifies_card_numbers(void **state)
{
    (void)state;
    only("卡号6222020000000000000\n", IDENTIFIER_CARD, "6222020000000000000");
    only("卡号6222 0200 0000 0000 000\n", IDENTIFIER_CARD, "6222 0200 0000 0000 000");
    none("卡号6222020000000000001，5222020000000000000\n", IDENTIFIER_CARD);
    none("账号622202000000007\n", IDENTIFIER_CARD);
}

static void names_are_stable(void **state)
{
    (void)state;
    assert_string_equal(identifier_text(IDENTIFIER_MOBILE), "mobile");
    assert_string_equal(identifier_text(IDENTIFIER_IDENTITY), "identity");
    assert_string_equal(identifier_text(IDENTIFIER_CARD), "card");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_mobile_numbers),      cmocka_unit_test(finds_them_wherever_they_begin),
        cmocka_unit_test(verifies_identity_numbers), cmocka_unit_test(verifies_card_numbers),
        cmocka_unit_test(names_are_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
