#include "test_sink.h"

#include "../../daemon/tallyd/sink_journal.h"

/* The value of a field in an entry of the journal's native protocol; "" where there is none. */
static const char *field(const char *entry, size_t length, const char *name)
{
    static char value[8192];
    const char *at = entry, *end = entry + length;
    value[0] = '\0';
    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at)),
                   *equal = memchr(at, '=', (size_t)(line - at));
        size_t name_length = (size_t)((equal ? equal : line) - at),
               value_length = equal ? (size_t)(line - equal - 1) : 0;
        const char *begin = equal ? equal + 1 : line + 9;
        for (unsigned i = 0; !equal && i < 8; i++)
            value_length |= (size_t)(unsigned char)line[1 + i] << (8 * i);
        if (name_length == strlen(name) && memcmp(at, name, name_length) == 0)
            (void)snprintf(value, sizeof value, "%.*s", (int)value_length, begin);
        at = begin + value_length + 1;
    }
    return value;
}

static void sends_fields(void **state)
{
    char entry[65536];
    const char *path = scene_file(*state, "journal");
    int fd = sink_socket(path);
    struct sink *sink = NULL;
    assert_int_equal(sink_journal_new(path, &sink), 0);
    json_t *events = scene_events("/drop/a.txt", 1);
    struct sink_line lines[2];
    for (size_t i = 0; i < 2; i++)
        lines[i] = sink_line_of_event(json_incref(json_array_get(events, i)));
    assert_int_equal(sink_journal.deliver(sink, lines, 2), 2);
    ssize_t length = recv(fd, entry, sizeof entry, 0);
    assert_true(length > 0);
    static const char *const want[][2] = {
        {"MESSAGE_ID", SINK_JOURNAL_FINDING},
        {"SYSLOG_IDENTIFIER", "tallyd"},
        {"PRIORITY", "3"},
        {"TALLYD_RULE", "sum.mismatch"},
        {"TALLYD_LEVEL", "error"},
        {"TALLYD_DATASET", "tallyd.finding"},
        {"TALLYD_DEPARTMENT", "云岭县虚构事务中心"},
        {"TALLYD_FILE", "/drop/a.txt"},
        {"MESSAGE", "支出合计100.00万元与分项之和99.00万元不符"},
    };
    for (size_t i = 0; i < COUNT(want); i++)
        assert_string_equal(field(entry, (size_t)length, want[i][0]), want[i][1]);
    const char *id = sink_received(fd); /* the report of an inspected file is not sent */
    assert_string_equal(id, "");
    for (size_t i = 0; i < 2; i++)
        mem_free((char *)lines[i].text);
    json_decref(events);
    sink_journal.close(sink);
    close(fd);
}

/* A message that looks like fields stays a message. */
static void cannot_be_talked_into_fields(void **state)
{
    char entry[65536];
    const char *path = scene_file(*state, "journal");
    int fd = sink_socket(path);
    struct sink *sink = NULL;
    assert_int_equal(sink_journal_new(path, &sink), 0);
    struct sink_line line =
        sink_line_of("{\"event\":{\"dataset\":\"tallyd.service\"},\"log\":{\"level\":\"notice\"},"
                     "\"message\":\"a\\nPRIORITY=0\\nTALLYD_RULE=x\"}\n");
    assert_int_equal(sink_journal.deliver(sink, &line, 1), 1);
    ssize_t length = recv(fd, entry, sizeof entry, 0);
    assert_string_equal(field(entry, (size_t)length, "PRIORITY"), "5");
    assert_string_equal(field(entry, (size_t)length, "TALLYD_RULE"), "");
    assert_string_equal(field(entry, (size_t)length, "MESSAGE_ID"), SINK_JOURNAL_SERVICE);
    sink_journal.close(sink);
    close(fd);
}

/* sd_journal_sendv would report success here. */
static void notices_that_there_is_no_journal(void **state)
{
    const char *path = scene_file(*state, "journal");
    struct sink *sink = NULL;
    assert_int_equal(sink_journal_new(path, &sink), 0);
    struct sink_line line = sink_line_of_event(event_service(0, "start", "notice", "x"));
    assert_int_equal(sink_journal.deliver(sink, &line, 1), -ENOENT);
    assert_non_null(strstr(sink->error, path));
    int fd = sink_socket(path);
    assert_int_equal(sink_journal.deliver(sink, &line, 1), 1);
    int given = 1;
    for (unsigned i = 0; i < 100000 && given == 1; i++)
        given = sink_journal.deliver(sink, &line, 1);
    assert_int_equal(given, -EAGAIN); /* a stopped journald does not stop us */
    mem_free((char *)line.text);
    sink_journal.close(sink);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(sends_fields),
        SCENE(cannot_be_talked_into_fields),
        SCENE(notices_that_there_is_no_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
