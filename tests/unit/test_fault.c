#include "test.h"

#include "../../daemon/base/fault.h"

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (unsigned i = 0; i < OUTCOME_COUNT; i++) {
        enum outcome outcome = OUTCOME_COUNT;
        assert_true(outcome_parse(slice_of(outcome_text((enum outcome)i)), &outcome));
        assert_int_equal(outcome, i);
        assert_true(*outcome_zh(outcome) && *outcome_en(outcome));
    }
    enum outcome untouched = OUTCOME_BINARY;
    assert_false(outcome_parse(S("nonsense"), &untouched) || outcome_parse(S(""), &untouched));
    assert_int_equal(untouched, OUTCOME_BINARY);
    assert_true(outcome_retry(OUTCOME_UNREADABLE) && !outcome_retry(OUTCOME_CRASHED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_go_there_and_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
