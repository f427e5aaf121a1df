#include "../../daemon/report/signature.h"

#include "../../daemon/base/utf8.h"
#include "test.h"

static const char TEXT[] = "2021年年初预算25.00万元，全年执行数“30.60万元”，执行率122.40％；é、𠮷各一处。ab";

/* Bytes of the text's characters from the `from`-th to before the `to`-th. */
static struct slice part(size_t from, size_t to)
{
    struct slice s = slice_of(TEXT);
    size_t at = 0, begin = 0;
    for (size_t i = 0; i < to && at < s.len; i++) {
        if (i == from)
            begin = at;
        utf8_next(s, &at);
    }
    return slice_sub(s, begin, at);
}

static void every_part_may_stand_in_its_text(void **state)
{
    struct signature whole = signature_of(slice_of(TEXT));
    size_t n = utf8_count(slice_of(TEXT));
    (void)state;
    for (size_t from = 0; from < n; from++)
        for (size_t to = from + 1; to <= n; to++) {
            struct signature word = signature_of(part(from, to));
            if (!signature_has(&whole, &word))
                fail_msg("%.*s", SLICE_ARG(part(from, to)));
        }
}

/* It need not, but without that it is of no use. */
static void most_other_words_may_not(void **state)
{
    static const char *const words[] = {"追加", "调增", "超支", "结余", "上年",
                                        "扣分", "等次", "良",   "月",   "已"};
    struct signature whole = signature_of(slice_of(TEXT));
    unsigned n = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        struct signature word = signature_of(slice_of(words[i]));
        n += signature_has(&whole, &word);
    }
    assert_true(n <= 2);
}

static void cut_characters_are_no_harm(void **state)
{
    struct signature none = signature_of(S("")), cut = signature_of(S("\xE9\xA2"));
    struct signature text = signature_of(S("a"));
    (void)state;
    assert_true(signature_has(&text, &none) && signature_has(&text, &cut));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_may_stand_in_its_text),
        cmocka_unit_test(most_other_words_may_not),
        cmocka_unit_test(cut_characters_are_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
