#include "answer_samples.h"
#include "test.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/base/utf8.h"
#include "../../daemon/wire/event.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SET "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static const struct event_context CONTEXT = {
    .time_ms = 1787187600123, /* 2026-08-20T01:00:00.123Z */
    .ruleset = SET,
    .language = "zh",
    .file = {.path = "/投递/事务中心/自评.txt", .sha256 = SHA, .size = 20070, .watch = "drop"},
};

static void take(struct answer *answer, const char *text)
{
    assert_int_not_equal(answer_take(answer, text, strlen(text)), ANSWER_BAD);
}

static void make_answer(struct answer *answer)
{
    answer_init(answer);
    take(answer, FINDING);
    take(answer, RULE);
    take(answer, REPORT);
}

/* Event number `i` of an answer, a new reference. */
static json_t *event_of(const struct event_context *context, const struct answer *answer, size_t i)
{
    json_t *all = event_all(context, answer);
    json_t *event = json_incref(json_array_get(all, i));
    assert_non_null(event);
    json_decref(all);
    return event;
}

static const char *text_of(const json_t *event, const char *outer, const char *inner)
{
    const char *text = json_string_value(json_object_get(json_object_get(event, outer), inner));
    return text ? text : "";
}

static void assert_line(const json_t *event, const char *expected)
{
    size_t length;
    char *line = event_line(event, &length);
    assert_int_equal(length, strlen(line));
    assert_string_equal(line, expected);
    mem_free(line);
}

static void a_finding_reads_as_designed(void **state)
{
    (void)state;
    struct answer answer;
    make_answer(&answer);
    json_t *event = event_of(&CONTEXT, &answer, 0);
    assert_line(
        event,
        "{\"@timestamp\":\"2026-08-20T09:00:00.123+08:00\",\"ecs\":{\"version\":\"8.11.0\"},"
        "\"event\":{\"kind\":\"alert\",\"dataset\":\"tallyd.finding\",\"id\":"
        "\"54c3a58a7bf179d65088d68af74d7080\"},"
        "\"log\":{\"level\":\"error\"},\"message\":\"不符\",\"organization\":{\"name\":\"事务中心\"},"
        "\"file\":{\"path\":\"/投递/事务中心/"
        "自评.txt\",\"name\":\"自评.txt\",\"size\":20070,\"hash\":{\"sha256\":\"" SHA "\"}},"
        "\"rule\":{\"id\":\"sum.mismatch\",\"name\":\"合计与分项不符\",\"version\":\"1\",\"ruleset\":\"" SET
        "\"},"
        "\"tallyd\":{\"report_id\":\"bd8a1e371d76c0caeb77aec92cdc237e\",\"watch\":\"drop\",\"year\":2021,"
        "\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"verdict\":\"violated\",\"stated\":\"612.45\","
        "\"computed\":\"-0.60\","
        "\"difference\":\"0\",\"unit\":\"万元\",\"formula\":\"1+2=3\",\"confidence\":100,\"explanation\":"
        "\"因为\","
        "\"evidence\":[{\"role\":\"total\",\"line\":15,\"column\":870,\"where\":\"第15行\",\"quote\":"
        "\"支出为612.45万元\",\"value\":\"612.45\"}]}}\n");
    json_decref(event);
    answer_done(&answer);
}

static void id_with(const struct event_context *context, const char *key, const char *value, char ret[64])
{
    struct answer answer;
    make_answer(&answer);
    if (key)
        json_object_set_new(json_array_get(answer.findings, 0), key, json_string(value));
    json_t *event = event_of(context, &answer, 0);
    snprintf(ret, 64, "%s", text_of(event, "event", "id"));
    assert_int_equal(strlen(ret), 32);
    json_decref(event);
    answer_done(&answer);
}

static void ids_are_of_content_and_rule(void **state)
{
    (void)state;
    struct event_context other[4] = {CONTEXT, CONTEXT, CONTEXT, CONTEXT};
    char id[64], same[64], different[64];
    other[0].time_ms++;
    other[1].file.path = "/投递/自评.txt";
    other[2].file.sha256 = SET;
    other[3].ruleset = SHA;
    id_with(&CONTEXT, NULL, NULL, id);
    id_with(&other[0], "message", "改过", same);
    assert_string_equal(id, same);
    for (int i = 1; i < 4; i++) {
        id_with(&other[i], NULL, NULL, different);
        assert_string_not_equal(id, different);
    }
    id_with(&CONTEXT, "rule", "sum.other", different);
    assert_string_not_equal(id, different);
    id_with(&CONTEXT, "fingerprint", "ff112233445566778899aabbccddeeff", different);
    assert_string_not_equal(id, different);
}

static void equal_findings_have_ids_of_their_own(void **state)
{
    (void)state;
    struct answer answer;
    answer_init(&answer);
    take(&answer, FINDING);
    take(&answer, FINDING);
    take(&answer, "{\"type\":\"report\",\"outcome\":\"limit\",\"reason\":\"cells\"}");
    json_t *all = event_all(&CONTEXT, &answer);
    assert_int_equal(json_array_size(all), 3);
    assert_string_not_equal(text_of(json_array_get(all, 0), "event", "id"),
                            text_of(json_array_get(all, 1), "event", "id"));
    json_decref(all);
    answer_done(&answer);
}

static void all_come_in_order(void **state)
{
    (void)state;
    static const char *const DATASETS[] = {"tallyd.finding", "tallyd.rule", "tallyd.report"};
    struct answer answer;
    make_answer(&answer);
    json_t *all = event_all(&CONTEXT, &answer);
    assert_int_equal(json_array_size(all), COUNT(DATASETS));
    for (size_t i = 0; i < COUNT(DATASETS); i++)
        assert_string_equal(text_of(json_array_get(all, i), "event", "dataset"), DATASETS[i]);
    assert_string_equal(json_string_value(json_object_get(json_array_get(all, 2), "message")),
                        "已检查：发现1处问题；识别数据80个，其中61个参与核对");
    json_decref(all);
    answer_done(&answer);
}

static void odd_paths_are_escaped(void **state)
{
    (void)state;
    struct answer answer;
    struct event_context context = CONTEXT;
    answer_init(&answer);
    answer_fail(&answer, OUTCOME_CRASHED, "signal 11 (SIGSEGV)");
    context.language = "en";
    context.file = (struct event_file){.path = "/a\xff/b\xe4\n", .sha256 = "", .size = 1};
    json_t *event = event_of(&context, &answer, 0);
    assert_string_equal(text_of(event, "file", "path"), "/a\\x{FF}/b\\x{E4}\\u{000A}");
    assert_string_equal(text_of(event, "file", "name"), "b\\x{E4}\\u{000A}");
    assert_string_equal(json_string_value(json_object_get(event, "message")),
                        "the worker crashed (signal 11 (SIGSEGV)); examine it by hand and report the defect");
    json_decref(event);
    answer_done(&answer);
}

static json_t *long_event(const char *message)
{
    struct answer answer;
    make_answer(&answer);
    json_t *finding = json_array_get(answer.findings, 0);
    json_object_set_new(finding, "message", json_string(message));
    json_object_set_new(answer.report, "organization", json_string(message));
    struct event_context context = CONTEXT;
    context.file.path = message;
    json_t *event = event_of(&context, &answer, 0);
    answer_done(&answer);
    return event;
}

static void the_syslog_twin_always_fits(void **state)
{
    (void)state;
    char message[3000] = "", text[EVENT_SYSLOG_MAX];
    while (strlen(message) < sizeof message - 32)
        strcat(message, "支出\n合计\"😀\u202e");
    json_t *event = long_event(message);
    for (size_t size = EVENT_SYSLOG_MIN; size <= EVENT_SYSLOG_MAX; size++) {
        size_t length = event_syslog(event, text, size);
        assert_true(length == strlen(text) && length < size && length > size - 16);
        json_t *twin = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
        const char *cut = json_string_value(json_object_get(twin, "message"));
        assert_true(twin && strlen(cut) > 50 && strncmp(cut, message, strlen(cut)) == 0);
        for (size_t at = 0; at < length;)
            assert_false(utf8_is_unsafe(utf8_next((struct slice){text, length}, &at)));
        json_decref(twin);
    }
    json_decref(event);
}

static void the_syslog_twin_carries_what_joins_them(void **state)
{
    (void)state;
    char text[EVENT_SYSLOG_MAX], expected[EVENT_SYSLOG_MAX];
    struct answer answer;
    make_answer(&answer);
    json_t *event = event_of(&CONTEXT, &answer, 0);
    event_syslog(event, text, sizeof text);
    snprintf(expected, sizeof expected,
             "{\"id\":\"%s\",\"dataset\":\"tallyd.finding\",\"rule\":\"sum.mismatch\",\"level\":\"error\","
             "\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"organization\":\"事务中心\",\"file\":"
             "\"自评.txt\",\"message\":\"不符\"}",
             text_of(event, "event", "id"));
    assert_string_equal(text, expected);
    json_decref(event);
    answer_done(&answer);
}

static void levels_are_severities(void **state)
{
    (void)state;
    static const struct {
        const char *level;
        int severity;
    } CASES[] = {{"error", 3}, {"warning", 4}, {"notice", 5}, {"info", 6}, {"other", 6}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        json_t *event = event_service(0, "start", CASES[i].level, "x");
        assert_int_equal(event_severity(event), CASES[i].severity);
        json_decref(event);
    }
}

static void write_events(FILE *out, const struct event_context *context, const struct answer *answer)
{
    json_t *all = event_all(context, answer), *event;
    size_t i, length;
    json_array_foreach(all, i, event)
    {
        char *line = event_line(event, &length);
        fwrite(line, 1, length, out);
        mem_free(line);
    }
    json_decref(all);
}

/* The exit status of the validator over the file's lines, which it closes. */
static int validate(FILE *lines, int out)
{
    char *const arguments[] = {(char *)"python3", (char *)"tests/schema/validate.py", NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status = -1;
    rewind(lines);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, fileno(lines), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    assert_int_equal(posix_spawnp(&pid, "python3", &actions, NULL, arguments, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    (void)fclose(lines);
    return status;
}

/* Whole answers, and every outcome with nothing but a reason. */
static void events_hold_their_schemas(void **state)
{
    (void)state;
    FILE *out = tmpfile();
    struct answer answer;
    struct event_context bare = CONTEXT;
    bare.file.watch = NULL;
    make_answer(&answer);
    write_events(out, &CONTEXT, &answer);
    write_events(out, &bare, &answer);
    bare.file.sha256 = bare.ruleset = "";
    for (unsigned i = 0; i < OUTCOME_COUNT; i++) {
        answer_fail(&answer, (enum outcome)i, "reason");
        write_events(out, &bare, &answer);
    }
    size_t length;
    json_t *event = event_service(1, "start", "info", "tallyd \xff starts");
    char *line = event_line(event, &length);
    fwrite(line, 1, length, out);
    assert_int_equal(validate(out, STDERR_FILENO), 0);
    mem_free(line);
    json_decref(event);
    answer_done(&answer);
}

static void a_broken_event_does_not_hold(void **state)
{
    (void)state;
    static const char *const BAD[] = {"", "{}", "{\"event\":{\"dataset\":\"tallyd.finding\"}}",
                                      "{\"event\":{\"dataset\":\"common\"}}x"};
    for (size_t i = 0; i < COUNT(BAD); i++) {
        FILE *out = tmpfile();
        fputs(BAD[i], out);
        assert_int_not_equal(validate(out, open("/dev/null", O_WRONLY | O_CLOEXEC)), 0);
    }
}

/* Without memory there is no event or line rather than a part of one. */
static void no_memory_is_no_event(void **state)
{
    (void)state;
    struct answer answer;
    json_set_alloc_funcs(mem_alloc, mem_free);
    make_answer(&answer);
    json_t *whole = event_all(&CONTEXT, &answer), *all = NULL;
    for (unsigned long n = 1; !all && n < 5000; n++) {
        mem_fail_at(n, 0);
        all = event_all(&CONTEXT, &answer);
        mem_fail_at(0, 0);
    }
    assert_true(json_equal(all, whole));
    json_decref(all);
    json_decref(whole);
    answer_done(&answer);
    mem_fail_at(1, 1);
    assert_null(event_service(1, "start", "info", "x"));
    size_t length;
    assert_null(event_line(json_true(), &length));
    mem_fail_at(0, 0);
}

static int set_zone(void **state)
{
    (void)state;
    setenv("TZ", "CST-8", 1);
    tzset();
    return 0;
}

/* Shares and counts that a dashboard need not work out; of a file that was not inspected there are none. */
static void a_report_tells_its_coverage(void **state)
{
    (void)state;
    struct answer answer;
    answer_init(&answer);
    take(&answer, FINDING);
    take(&answer, REPORT);
    json_t *events = event_all(&CONTEXT, &answer);
    const json_t *own = json_object_get(json_array_get(events, 1), "tallyd");
    assert_int_equal(json_integer_value(json_object_get(own, "understood_percent")), 86); /* 80 of 93 */
    assert_int_equal(json_integer_value(json_object_get(own, "claimed_percent")), 76);    /* 61 of 80 */
    assert_int_equal(json_integer_value(json_object_get(json_object_get(own, "rule_states"), "checked")), 1);
    json_decref(events);
    answer_done(&answer);
    answer_init(&answer);
    take(&answer, "{\"type\":\"report\",\"outcome\":\"limit\",\"reason\":\"cells\"}");
    events = event_all(&CONTEXT, &answer);
    assert_null(json_object_get(json_object_get(json_array_get(events, 0), "tallyd"), "claimed_percent"));
    json_decref(events);
    answer_done(&answer);
}

/* What is odd about the file itself is a notice. */
static void a_note_is_told(void **state)
{
    (void)state;
    struct answer answer;
    json_t *report = json_loads(REPORT, 0, NULL);
    json_object_set_new(report, "note", json_string("文件后缀是.xls，内容却是.xlsx"));
    char *text = json_dumps(report, 0);
    answer_init(&answer);
    take(&answer, FINDING);
    take(&answer, text);
    json_t *events = event_all(&CONTEXT, &answer), *event = json_array_get(events, 1);
    const char *message = json_string_value(json_object_get(event, "message"));
    assert_non_null(strstr(message, "；文件后缀是.xls，内容却是.xlsx"));
    assert_string_equal(json_string_value(json_object_get(json_object_get(event, "log"), "level")), "notice");
    assert_non_null(json_object_get(json_object_get(event, "tallyd"), "note"));
    json_decref(events);
    answer_done(&answer);
    json_decref(report);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_reads_as_designed),
        cmocka_unit_test(ids_are_of_content_and_rule),
        cmocka_unit_test(equal_findings_have_ids_of_their_own),
        cmocka_unit_test(all_come_in_order),
        cmocka_unit_test(odd_paths_are_escaped),
        cmocka_unit_test(the_syslog_twin_always_fits),
        cmocka_unit_test(the_syslog_twin_carries_what_joins_them),
        cmocka_unit_test(levels_are_severities),
        cmocka_unit_test(events_hold_their_schemas),
        cmocka_unit_test(a_broken_event_does_not_hold),
        cmocka_unit_test(no_memory_is_no_event),
        cmocka_unit_test(a_report_tells_its_coverage),
        cmocka_unit_test(a_note_is_told),
    };
    return cmocka_run_group_tests(tests, set_zone, NULL);
}
