#include "../../daemon/inspect/strictness.h"

#include "../../daemon/inspect/lua_host.h"
#include "../../daemon/wire/message.h"
#include "fixture_report.h"
#include "rule_file.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

static void on_message(void *context, struct slice message)
{
    json_array_append_new(context, message_parse(message.at, message.len));
}

#define RULE                                                                                                 \
    "return { id = 'x.y', title = { zh = '规则', en = 'Rule' }, severity = 'error', maturity = '%s',\n"    \
    "version = '1', check = function(report)\n"                                                              \
    "local claims = report:claims()\n"                                                                       \
    "report:flag{ zh = '甲', en = 'a', claim = claims[1] }\n" /* of confidence 90 */                         \
    "report:flag{ zh = '甲', en = 'a', claim = claims[1], level = 'notice' }\n"                             \
    "report:flag{ zh = '甲', en = 'a', claim = claims[2] }\n" /* of confidence 50: a notice */               \
    "end }"

struct outcome_of {
    uint32_t findings, withheld;
    size_t states; /* rules that ran */
    char ruleset[65];
};

static struct outcome_of run(const char *maturity, const char *settings, unsigned dial)
{
    char folder[RULE_FOLDER_SIZE], error[600] = "";
    const char *const folders[] = {folder, NULL};
    json_t *set = settings ? json_loads(settings, 0, NULL) : NULL, *messages = json_array();
    struct lua_host_options options = {folders, set, "zh", {32u << 20, 20000000, 20000000, 5000}, dial};
    struct lua_host *host = NULL;
    struct fixture fixture;
    struct outcome_of outcome = {0};
    rule_file_make(folder, RULE, maturity);
    if (lua_host_new(&options, &host, error, sizeof error) != 0)
        fail_msg("%s", error);
    fixture_init(&fixture);
    struct lua_host_run told = {
        .report = &fixture.report, .emit = on_message, .context = messages, .states = json_array()};
    lua_host_run(host, &told);
    outcome.findings = told.findings;
    outcome.withheld = told.withheld;
    outcome.states = json_array_size(told.states);
    assert_int_equal(json_array_size(messages), told.findings);
    snprintf(outcome.ruleset, sizeof outcome.ruleset, "%s", lua_host_ruleset(host));
    lua_host_free(host);
    json_decref(told.states);
    json_decref(messages);
    json_decref(set);
    fixture_done(&fixture);
    rule_file_remove(folder);
    return outcome;
}

static void test_what_is_told(void **state)
{
    static const struct {
        unsigned dial;
        enum rule_level level;
        unsigned confidence;
        bool told;
    } cases[] = {
        {1, RULE_ERROR, 80, true},    {1, RULE_WARNING, 80, true}, {1, RULE_ERROR, 79, false},
        {1, RULE_NOTICE, 100, false}, {2, RULE_NOTICE, 40, true},  {2, RULE_NOTICE, 39, false},
        {3, RULE_NOTICE, 20, true},   {3, RULE_NOTICE, 19, false}, {4, RULE_NOTICE, 0, true},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (strictness_tells(strictness_of(cases[i].dial), cases[i].level, cases[i].confidence) !=
            cases[i].told)
            fail_msg("case %zu", i);
}

static void test_what_is_held_back_is_counted(void **state)
{
    (void)state;
    struct outcome_of one = run("stable", NULL, 1), two = run("stable", NULL, 2);
    assert_int_equal(one.findings, 1);
    assert_int_equal(one.withheld, 2);
    assert_int_equal(two.findings, 3);
    assert_int_equal(two.withheld, 0);
    assert_string_not_equal(one.ruleset, two.ruleset);
}

static void test_maturity(void **state)
{
    static const struct {
        const char *maturity, *settings;
        size_t ran[4]; /* at each strictness */
    } cases[] = {
        {"stable", NULL, {1, 1, 1, 1}},
        {"experimental", NULL, {0, 0, 1, 1}},
        {"deprecated", NULL, {0, 0, 0, 0}},
        {"experimental", "{\"x.y\":{\"enabled\":true}}", {1, 1, 1, 1}},
        {"stable", "{\"x.y\":{\"enabled\":false}}", {0, 0, 0, 0}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (unsigned dial = STRICTNESS_MIN; dial <= STRICTNESS_MAX; dial++)
            if (run(cases[i].maturity, cases[i].settings, dial).states != cases[i].ran[dial - 1])
                fail_msg("case %zu at %u", i, dial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_told),
        cmocka_unit_test(test_what_is_held_back_is_counted),
        cmocka_unit_test(test_maturity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
