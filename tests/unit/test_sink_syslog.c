#include "test_sink.h"

#include <regex.h>
#include <signal.h>
#include <sys/wait.h>

#define RSYSLOGD "/usr/sbin/rsyslogd"

struct wire {
    struct scene *scene;
    struct config config;
    char path[128];
    int fd;
    struct sink *sink;
};

static void wire_open(struct wire *wire, struct scene *scene, const char *facility, bool rfc5424)
{
    *wire = (struct wire){.scene = scene, .fd = -1};
    (void)snprintf(wire->path, sizeof wire->path, "%s", scene_file(scene, "log"));
    wire->config = (struct config){.syslog_enabled = true,
                                   .syslog_socket = wire->path,
                                   .syslog_facility = (char *)facility,
                                   .syslog_rfc5424 = rfc5424};
    assert_int_equal(sink_syslog.open(&wire->config, &wire->sink, scene->error, sizeof scene->error), 0);
}

static void wire_close(struct wire *wire)
{
    sink_syslog.close(wire->sink);
    if (wire->fd >= 0)
        close(wire->fd);
}

static int send_event(struct wire *wire, json_t *event)
{
    struct sink_line line = sink_line_of_event(event);
    int given = sink_syslog.deliver(wire->sink, &line, 1);
    mem_free((char *)line.text);
    return given;
}

static json_t *finding(void)
{
    json_t *events = scene_events("/drop/a \"]\\.txt", 1);
    json_t *event = json_incref(json_array_get(events, 0));
    json_decref(events);
    return event;
}

static void assert_matches(const char *text, const char *pattern)
{
    regex_t regex;
    assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
    int result = regexec(&regex, text, 0, NULL, 0);
    regfree(&regex);
    if (result)
        fail_msg("\"%s\" does not match %s", text, pattern);
}

static void sends_the_local_form(void **state)
{
    struct wire wire;
    wire_open(&wire, *state, "local3", false);
    wire.fd = sink_socket(wire.path);
    assert_int_equal(send_event(&wire, finding()), 1);
    const char *text = sink_received(wire.fd);
    assert_matches(text,
                   "^<155>[A-Z][a-z]{2} [ 1-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} tallyd\\[[0-9]+\\]: .*不符");
    wire_close(&wire);
}

static void sends_rfc5424(void **state)
{
    struct wire wire;
    wire_open(&wire, *state, "daemon", true);
    wire.fd = sink_socket(wire.path);
    assert_int_equal(send_event(&wire, finding()), 1);
    const char *text = sink_received(wire.fd);
    assert_matches(text,
                   "^<27>1 [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2}) [^ ]+ tallyd [0-9]+ "
                   "tallyd\\.finding \\[tallyd@32473 id=\"[^\"]+\" rule=\"sum.mismatch\" level=\"error\" "
                   "fingerprint=\"[0-9a-f]+\" .*\\] 支出合计.*不符$");
    assert_non_null(strstr(text, "file=\"/drop/a \\\"\\]\\\\.txt\""));
    wire_close(&wire);
}

/* Parameters that would fill the message are left out whole. */
static void leaves_room_for_the_text(void **state)
{
    struct wire wire;
    char quotes[400] = "";
    memset(quotes, '"', sizeof quotes - 1);
    wire_open(&wire, *state, "daemon", true);
    wire.fd = sink_socket(wire.path);
    json_t *event = finding();
    assert_int_equal(json_object_set_new(event, "organization", json_pack("{s:s}", "name", quotes)), 0);
    assert_int_equal(json_object_set_new(event, "file", json_pack("{s:s}", "path", quotes)), 0);
    assert_int_equal(send_event(&wire, event), 1);
    const char *text = sink_received(wire.fd);
    assert_matches(text, "department=.*\\] 支出合计.*不符$");
    assert_null(strstr(text, " file="));
    wire_close(&wire);
}

static json_t *long_event(const char *character, unsigned n)
{
    size_t size = strlen(character);
    char *text = calloc(n + 1, size);
    for (unsigned i = 0; i < n; i++)
        for (size_t j = 0; j < size; j++)
            text[i * size + j] = character[j];
    json_t *event = event_service(1600000000123, "start", "warning", text);
    free(text);
    return event;
}

static void cuts_on_a_character(void **state)
{
    static const char *const characters[] = {"预", "a", "\x01", "é", "𠀀"};
    for (unsigned form = 0; form < 2; form++)
        for (size_t i = 0; i < COUNT(characters); i++) {
            struct wire wire;
            wire_open(&wire, *state, "daemon", form);
            wire.fd = sink_socket(wire.path);
            assert_int_equal(send_event(&wire, long_event(characters[i], 2000)), 1);
            const char *text = sink_received(wire.fd);
            assert_in_range(strlen(text), EVENT_SYSLOG_MAX - 12, EVENT_SYSLOG_MAX);
            json_t *valid = json_string(text); /* NULL where it is no UTF-8 */
            assert_non_null(valid);
            json_decref(valid);
            assert_null(strchr(text, 1));
            wire_close(&wire);
            assert_int_equal(unlink(wire.path), 0);
        }
}

static void leaves_out_inspected_files_only(void **state)
{
    struct wire wire;
    wire_open(&wire, *state, "daemon", false);
    wire.fd = sink_socket(wire.path);
    struct sink_line lines[] = {
        sink_line_of("{\"@timestamp\":\"2026-08-20T09:00:00.123+08:00\",\"event\":{\"dataset\":\"tallyd."
                     "report\",\"id\":\"1\"},"
                     "\"log\":{\"level\":\"info\"},\"message\":\"inspected\"}\n"),
        sink_line_of("{\"@timestamp\":\"2026-08-20T09:00:00.123+08:00\",\"event\":{\"dataset\":\"tallyd."
                     "report\",\"id\":\"2\"},"
                     "\"log\":{\"level\":\"warning\"},\"message\":\"corrupt\"}\n"),
        sink_line_of("{\"@timestamp\":\"2026-08-20T09:00:00.123+08:00\",\"event\":{\"dataset\":\"tallyd."
                     "service\",\"id\":\"3\"},"
                     "\"log\":{\"level\":\"info\"},\"message\":\"reloaded\"}\n"),
    };
    assert_int_equal(sink_syslog.deliver(wire.sink, lines, 3), 3);
    assert_matches(sink_received(wire.fd), "^<28>Aug 20 09:00:00 tallyd.*corrupt");
    assert_matches(sink_received(wire.fd), "^<30>.*reloaded");
    assert_string_equal(sink_received(wire.fd), "");
    wire_close(&wire);
}

static void lives_with_its_reader(void **state)
{
    struct wire wire;
    wire_open(&wire, *state, "daemon", false);
    assert_int_equal(send_event(&wire, finding()), -ENOENT);
    assert_non_null(strstr(wire.sink->error, "nobody listens"));
    wire.fd = sink_socket(wire.path);
    assert_int_equal(send_event(&wire, finding()), 1);
    close(wire.fd); /* stopped, its socket left behind */
    assert_int_equal(send_event(&wire, finding()), -ECONNREFUSED);
    assert_int_equal(unlink(wire.path), 0);
    wire.fd = sink_socket(wire.path); /* started again */
    assert_int_equal(send_event(&wire, finding()), 1);
    close(wire.fd);
    assert_int_equal(unlink(wire.path), 0);
    wire.fd = sink_socket(wire.path); /* the same between two messages: noticed within the call */
    assert_int_equal(send_event(&wire, finding()), 1);
    wire_close(&wire);
}

static void counts_what_a_full_socket_took(void **state)
{
    struct wire wire;
    struct sink_line lines[200];
    wire_open(&wire, *state, "daemon", false);
    wire.fd = sink_socket(wire.path);
    for (size_t i = 0; i < COUNT(lines); i++)
        lines[i] = sink_line_of_event(finding());
    int took = sink_syslog.deliver(wire.sink, lines, COUNT(lines));
    assert_in_range(took, 1, COUNT(lines) - 1);
    assert_int_equal(sink_syslog.deliver(wire.sink, lines, COUNT(lines)), -EAGAIN);
    for (int i = 0; i < took; i++)
        assert_true(sink_received(wire.fd)[0] == '<');
    assert_string_equal(sink_received(wire.fd), "");
    for (size_t i = 0; i < COUNT(lines); i++)
        mem_free((char *)lines[i].text);
    wire_close(&wire);
}

static void refuses_what_no_socket_can_be(void **state)
{
    struct scene *scene = *state;
    struct sink *sink = NULL;
    char path[300];
    memset(path, 'x', sizeof path);
    path[sizeof path - 1] = '\0';
    struct config config = {.syslog_socket = path, .syslog_facility = (char *)"daemon"};
    assert_int_equal(sink_syslog.open(&config, &sink, scene->error, sizeof scene->error), -ENAMETOOLONG);
    config.syslog_socket = (char *)"/dev/log";
    config.syslog_facility = (char *)"local8";
    assert_int_equal(sink_syslog.open(&config, &sink, scene->error, sizeof scene->error), -EINVAL);
    assert_non_null(strstr(scene->error, "local8"));
}

static pid_t start_rsyslogd(struct scene *scene, const char *socket)
{
    const char *config = scene_file(scene, "rsyslog.conf");
    const char *pid_file = scene_file(scene, "rsyslog.pid");
    const char *out = scene_file(scene, "out");
    FILE *file = fopen(config, "w");
    (void)fprintf(
        file,
        "global(workDirectory=\"%s\")\nmodule(load=\"imuxsock\" SysSock.Use=\"off\")\n"
        "input(type=\"imuxsock\" Socket=\"%s\" RateLimit.Interval=\"0\")\n"
        "template(name=\"t\" type=\"string\" string=\"%%syslogfacility-text%%|%%syslogseverity-text%%|"
        "%%programname%%|%%procid%%|%%timereported:::date-rfc3339%%|%%msg%%\\n\")\n"
        "action(type=\"omfile\" file=\"%s\" template=\"t\")\n",
        scene->folder, socket, out);
    (void)fclose(file);
    pid_t pid = fork();
    if (pid == 0) {
        (void)execl(RSYSLOGD, RSYSLOGD, "-n", "-f", config, "-i", pid_file, "-C", (char *)NULL);
        _exit(127);
    }
    return pid;
}

/* Waits up to ten seconds. */
static bool read_line(const char *path, char *ret, int size)
{
    for (unsigned i = 0; i < 1000; i++, usleep(10000)) {
        FILE *file = fopen(path, "r");
        bool whole = file && fgets(ret, size, file) && strchr(ret, '\n');
        if (file)
            (void)fclose(file);
        if (whole)
            return true;
    }
    return false;
}

static void rsyslogd_takes_it_apart(void **state)
{
    if (access(RSYSLOGD, X_OK) != 0) {
        print_message("rsyslogd is not installed: skipped\n");
        skip();
    }
    struct wire wire;
    char line[4096] = "", want[80];
    wire_open(&wire, *state, "local5", false);
    pid_t pid = start_rsyslogd(*state, wire.path);
    int given = -ENOENT;
    for (unsigned i = 0; i < 1000 && given < 0; i++, usleep(10000))
        given = send_event(&wire, finding());
    const char *out = scene_file(*state, "out");
    bool came = read_line(out, line, sizeof line);
    (void)kill(pid, SIGTERM);
    (void)waitpid(pid, NULL, 0);
    assert_int_equal(given, 1);
    assert_true(came);
    (void)snprintf(want, sizeof want, "local5|err|tallyd|%d|", (int)getpid());
    assert_memory_equal(line, want, strlen(want));
    assert_non_null(strstr(line, "支出合计100.00万元与分项之和99.00万元不符"));
    assert_null(strstr(line, "#033"));
    wire_close(&wire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(sends_the_local_form),
        SCENE(sends_rfc5424),
        SCENE(leaves_room_for_the_text),
        SCENE(cuts_on_a_character),
        SCENE(leaves_out_inspected_files_only),
        SCENE(lives_with_its_reader),
        SCENE(counts_what_a_full_socket_took),
        SCENE(refuses_what_no_socket_can_be),
        SCENE(rsyslogd_takes_it_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
