#include "test.h"

#include "../../daemon/base/nearest.h"

static const char *const names[] = {"check", "show",   "rules",  "formats",
                                    "test",  "status", "ledger", "budget.overrun"};

static struct slice nearest_to(const char *word)
{
    struct nearest nearest;
    nearest_init(&nearest, slice_of(word));
    for (size_t i = 0; i < COUNT(names); i++)
        nearest_offer(&nearest, slice_of(names[i]));
    return nearest.name;
}

static void the_nearest_is_told(void **state)
{
    (void)state;
    static const char *const words[][2] = {
        {"chek", "check"},    {"checks", "check"},  {"hcekc", ""},
        {"statsu", "status"}, {"lodger", "ledger"}, {"bugdet.overun", "budget.overrun"},
        {"tes", "test"},      {"shwo", "show"},     {"rule", "rules"},
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        struct slice name = nearest_to(words[i][0]);
        assert_int_equal(name.len, strlen(words[i][1]));
        assert_memory_equal(name.at ? name.at : "", words[i][1], name.len);
    }
}

static void what_is_like_nothing_is_left_alone(void **state)
{
    (void)state;
    char longer[NEAREST_WORD_MAX + 2];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    const char *const words[] = {"", "x", "zzzz", "outbox", longer};
    for (size_t i = 0; i < COUNT(words); i++)
        assert_int_equal(nearest_to(words[i]).len, 0);
}

static void of_two_alike_the_first(void **state)
{
    (void)state;
    struct nearest nearest;
    nearest_init(&nearest, S("post"));
    nearest_offer(&nearest, S("port"));
    nearest_offer(&nearest, S("most"));
    assert_memory_equal(nearest.name.at, "port", 4);
    nearest_offer(&nearest, S("post"));
    assert_memory_equal(nearest.name.at, "post", 4);
}

static void the_longest_words_fit(void **state)
{
    (void)state;
    char a[NEAREST_WORD_MAX], b[NEAREST_WORD_MAX];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    b[0] = 'b';
    struct nearest nearest;
    nearest_init(&nearest, (struct slice){a, sizeof a});
    nearest_offer(&nearest, (struct slice){b, sizeof b});
    assert_int_equal(nearest.distance, 1);
    char hint[NEAREST_HINT_SIZE];
    assert_string_equal(nearest_hint(&nearest, "", hint) + strlen("; did you mean ") + NEAREST_WORD_MAX, "?");
    nearest_init(&nearest, S("zzzz"));
    assert_string_equal(nearest_hint(&nearest, "; ask", hint), "; ask");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_is_told),
        cmocka_unit_test(what_is_like_nothing_is_left_alone),
        cmocka_unit_test(of_two_alike_the_first),
        cmocka_unit_test(the_longest_words_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
