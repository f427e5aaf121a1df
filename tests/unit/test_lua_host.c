/* The host: which rules load, and what hostile ones come to. tests/hostile-rules has one file for each thing
 * that a rule could try; its parameter `fails` says what it must come to. */
#include "../../daemon/inspect/lua_host.h"

#include "../../daemon/wire/message.h"

#include "fixture_report.h"
#include "rule_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TIME_MS 800

static const struct lua_limits limits = {8u << 20, 2000000, 2000000, TIME_MS};

/* What came out of a run. */
struct seen {
    json_t *messages;
    struct timespec last;
    double slowest_ms; /* between two messages: no rule takes longer */
};

static double cpu_ms(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) * 1e3 + (double)(to->tv_nsec - from->tv_nsec) / 1e6;
}

static void on_message(void *context, struct slice message)
{
    struct seen *seen = context;
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    double ms = cpu_ms(&seen->last, &now);
    if (ms > seen->slowest_ms)
        seen->slowest_ms = ms;
    seen->last = now;
    json_array_append_new(seen->messages, message_parse(message.at, message.len));
}

static struct lua_host *opened(const char *folder, const json_t *settings)
{
    const char *const folders[] = {folder, NULL};
    struct lua_host_options options = {folders, settings, "zh", limits, STRICTNESS_MAX};
    struct lua_host *host = NULL;
    char error[600] = "";
    if (lua_host_new(&options, &host, error, sizeof error) != 0)
        fail_msg("%s", error);
    return host;
}

static struct seen run(struct lua_host *host, const struct fixture *f, struct lua_host_run *ret)
{
    struct seen seen = {.messages = json_array()};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &seen.last);
    ret->report = &f->report;
    ret->emit = on_message;
    ret->context = &seen;
    ret->states = json_array();
    lua_host_run(host, ret);
    return seen;
}

static const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static const char *failure_of(const json_t *messages, const char *rule)
{
    size_t i;
    json_t *message;
    json_array_foreach(messages, i, message) if (strcmp(text_at(message, "rule"), rule) == 0 &&
                                                 strcmp(text_at(message, "type"), "rule") ==
                                                     0) return text_at(message, "failure");
    return "";
}

static void test_hostile_rules_are_stopped(void **state)
{
    struct fixture f;
    struct lua_host_run result = {0};
    struct lua_host *host = opened("tests/hostile-rules", NULL);
    (void)state;
    fixture_init(&f);
    struct seen seen = run(host, &f, &result);
    json_t *rules = lua_host_rules(host), *rule;
    size_t i;
    assert_true(json_array_size(rules) > 40);
    json_array_foreach(rules, i, rule)
    {
        const char *id = text_at(rule, "id"), *expected = text_at(json_object_get(rule, "params"), "fails");
        if (strcmp(failure_of(seen.messages, id), expected) != 0)
            fail_msg("%s: \"%s\", expected \"%s\"", id, failure_of(seen.messages, id), expected);
    }
    assert_int_equal(json_array_size(result.states), json_array_size(rules));
    assert_int_equal(result.findings, 2); /* of the first and of the last rule, which are as they should be */
    assert_string_equal(text_at(json_array_get(rules, 0), "id"), "fine.before");
    assert_string_equal(text_at(json_array_get(rules, json_array_size(rules) - 1), "id"), "unharmed.after");
    if (seen.slowest_ms > 1.5 * TIME_MS)
        fail_msg("a rule took %.0f ms of %d", seen.slowest_ms, TIME_MS);
    json_decref(rules);
    json_decref(seen.messages);
    json_decref(result.states);
    lua_host_free(host);
    fixture_done(&f);
}

static void test_failures_name_file_and_line(void **state)
{
    struct fixture f;
    struct lua_host_run result = {.only = "hostile.loop"};
    struct lua_host *host = opened("tests/hostile-rules", NULL);
    (void)state;
    fixture_init(&f);
    struct seen seen = run(host, &f, &result);
    const char *message = text_at(json_array_get(seen.messages, 0), "message");
    if (strncmp(message, "hostile-rules/hostile/loop.lua:10: ", 35) != 0)
        fail_msg("%s", message);
    assert_string_equal(text_at(json_array_get(result.states, 0), "state"), "failed");
    json_decref(seen.messages);
    json_decref(result.states);
    lua_host_free(host);
    fixture_done(&f);
}

/* Loads the one rule; its error, "" where it loads. */
static void load(const char *text, const json_t *settings, char *error, size_t size)
{
    char folder[RULE_FOLDER_SIZE];
    const char *const folders[] = {folder, NULL};
    struct lua_host_options options = {folders, settings, "zh", limits, STRICTNESS_MAX};
    struct lua_host *host = NULL;
    rule_file_make(folder, "%s", text);
    if (lua_host_new(&options, &host, error, size) == 0)
        error[0] = '\0';
    lua_host_free(host);
    rule_file_remove(folder);
}

#define RULE(fields)                                                                                         \
    "return {\n  id = \"x.y\", title = { zh = \"甲\", en = \"A\" },\n  severity = \"error\", maturity = "   \
    "\"stable\", "                                                                                           \
    "version = \"1\",\n" fields "}\n"
#define CHECK "  check = function() end,\n"

static void test_faulty_rules_are_refused(void **state)
{
    static const struct {
        const char *text, *error; /* what the error must contain; "" where the rule is fine */
    } cases[] = {
        {RULE(CHECK), ""},
        {RULE(CHECK "  params = { limit = \"1\" },\n"), ""},
        {RULE(""), "check is missing"},
        {RULE(CHECK "  chek = 1,\n"), "y.lua:5: unknown key chek"},
        {RULE(CHECK "  params = { limit = 1 },\n"), "y.lua:5: params must be strings"},
        {RULE("  check = 1,\n"), "y.lua:4: check must be a function"},
        {"return { id = \"a.b\", title = { zh = \"甲\", en = \"A\" }, severity = \"error\", maturity = "
         "\"stable\",\n"
         "version = \"1\", check = function() end }",
         "y.lua:1: id must be \"x.y\""},
        {"return { id = \"x.y\", title = { zh = \"甲\" }, severity = \"error\", maturity = \"stable\",\n"
         "version = \"1\", check = function() end }",
         "title must have zh and en"},
        {"return { id = \"x.y\", title = { zh = \"甲\", en = \"A\" }, severity = \"bad\", maturity = "
         "\"stable\",\n"
         "version = \"1\", check = function() end }",
         "severity must be notice, warning or error"},
        {"return { id = \"x.y\", title = { zh = \"甲\", en = \"A\" }, severity = \"error\", maturity = "
         "\"old\",\n"
         "version = \"1\", check = function() end }",
         "maturity must be stable, experimental or deprecated"},
        {"return 1", "must return one table"},
        {"", "must return one table"},
        {"return {", "y.lua:1: "},
        {"\033Lua", "y.lua: compiled Lua is not loaded"},
        {"while true do end", "y.lua:1: the rule's instructions are used up"},
        {"local a = string.rep('x', 1000000) local b = a .. 'y' a = a .. 'z' while true do local _ = a < b "
         "end",
         "y.lua:1: the rule's time is used up"},
        {"error('on load')", "y.lua:1: on load"},
        {"require 'none'", "there is no rules/lib/none.lua"},
        {"x = io.open('/etc/passwd')", "y.lua:1: "},
    };
    char error[600];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        load(cases[i].text, NULL, error, sizeof error);
        if (!strstr(error, cases[i].error) || (!cases[i].error[0] && error[0]))
            fail_msg("%s\n  gave \"%s\", expected \"%s\"", cases[i].text, error, cases[i].error);
    }
}

static void test_settings(void **state)
{
    static const struct {
        const char *settings, *error;
    } cases[] = {
        {"{\"x.y\":{\"enabled\":false,\"severity\":\"notice\",\"params\":{\"limit\":\"2\"}}}", ""},
        {"{\"x.z\":{}}", "[rule x.z]: there is no such rule"},
        {"{\"x.y\":{\"severty\":\"notice\"}}", "[rule x.y] severty: unknown"},
        {"{\"x.y\":{\"severity\":\"loud\"}}", "[rule x.y] severity: must be"},
        {"{\"x.y\":{\"params\":{\"limt\":\"2\"}}}",
         "[rule x.y] limt: the rule has no such parameter; it has limit"},
        {"{\"x.y\":{\"params\":{\"limit\":2}}}", "[rule x.y] limit: must be a string"},
    };
    char error[600];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *settings = json_loads(cases[i].settings, 0, NULL);
        load(RULE(CHECK "  params = { limit = \"1\" },\n"), settings, error, sizeof error);
        if (!strstr(error, cases[i].error) || (!cases[i].error[0] && error[0]))
            fail_msg("%s gave \"%s\", expected \"%s\"", cases[i].settings, error, cases[i].error);
        json_decref(settings);
    }
}

static void test_places_of_rules(void **state)
{
    char folder[32], path[64], error[600] = "";
    const char *const folders[] = {folder, NULL};
    struct lua_host_options options = {folders, NULL, "zh", limits, STRICTNESS_MAX};
    struct lua_host *host = NULL;
    (void)state;
    rule_file_make(folder, "%s", RULE(CHECK));
    snprintf(path, sizeof path, "%s/stray.lua", folder);
    close(open(path, O_CREAT | O_WRONLY, 0600));
    assert_int_not_equal(lua_host_new(&options, &host, error, sizeof error), 0);
    assert_non_null(strstr(error, "stray.lua: a rule stands in the folder of its group"));
    unlink(path);
    rule_file_remove(folder);
    assert_int_not_equal(lua_host_new(&options, &host, error, sizeof error), 0);
    assert_non_null(strstr(error, folder));
}

/* The hash tells rulesets apart and is the same for the same one. */
static void test_ruleset_hash(void **state)
{
    json_t *settings = json_loads("{\"hostile.loop\":{\"enabled\":false}}", 0, NULL);
    struct lua_host *a = opened("tests/hostile-rules", NULL), *b = opened("tests/hostile-rules", NULL),
                    *c = opened("tests/hostile-rules", settings);
    (void)state;
    assert_int_equal(strlen(lua_host_ruleset(a)), 64);
    assert_string_equal(lua_host_ruleset(a), lua_host_ruleset(b));
    assert_string_not_equal(lua_host_ruleset(a), lua_host_ruleset(c));
    lua_host_free(a);
    lua_host_free(b);
    lua_host_free(c);
    json_decref(settings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile_rules_are_stopped), cmocka_unit_test(test_failures_name_file_and_line),
        cmocka_unit_test(test_faulty_rules_are_refused),  cmocka_unit_test(test_settings),
        cmocka_unit_test(test_places_of_rules),           cmocka_unit_test(test_ruleset_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
