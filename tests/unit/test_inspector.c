/* tally-inspect as its clients see it: the real program, in its sandbox, spoken to over the wire. */
#include "../../daemon/wire/answer.h"
#include "../../daemon/wire/message.h"

#include "../../daemon/base/io.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct inspector {
    pid_t pid;
    int socket;
    json_t *first; /* what it said first */
};

static char buffer[MESSAGE_SIZE_MAX];

/* Beside the folder of this test. */
static const char *program(char path[PATH_MAX], const char *name)
{
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(n > 0);
    self[n] = '\0';
    snprintf(path, PATH_MAX, "%s/../../%s", dirname(self), name);
    return path;
}

static void run_program(int socket, bool quiet)
{
    char path[PATH_MAX];
    int null = open("/dev/null", O_RDWR);
    if (quiet)
        dup2(null, STDERR_FILENO);
    if (socket >= 0)
        dup2(socket, 3);
    else
        close(3);
    close_range(4, ~0u, 0);
    execl(program(path, "tally-inspect"), "tally-inspect", (char *)NULL);
    _exit(127);
}

static json_t *receive(int socket, int *fds, unsigned max, unsigned *n)
{
    unsigned none = 0;
    int unused[MESSAGE_FDS_MAX];
    struct pollfd polled = {socket, POLLIN, 0};
    if (poll(&polled, 1, 20000) != 1)
        fail_msg("the inspector says nothing");
    long length = message_receive(socket, buffer, fds ? fds : unused, max, n ? n : &none);
    return length > 0 ? message_parse(buffer, (size_t)length) : NULL;
}

static struct inspector start(json_t *setup)
{
    struct inspector i = {.socket = -1};
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    i.pid = fork();
    assert_true(i.pid >= 0);
    if (i.pid == 0)
        run_program(pair[1], false);
    close(pair[1]);
    i.socket = pair[0];
    assert_int_equal(message_send(i.socket, setup, NULL, 0), 0);
    json_decref(setup);
    i.first = receive(i.socket, NULL, 0, NULL);
    return i;
}

/* The exit code, after the client went away. */
static int stop(struct inspector *i)
{
    int status = 0;
    json_decref(i->first);
    close(i->socket);
    assert_int_equal(waitpid(i->pid, &status, 0), i->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static json_t *setup(const char *rules)
{
    char path[PATH_MAX];
    return json_pack("{s:s, s:s, s:[s], s:[s], s:[s], s:{s:i}}", "op", "setup", "language", "zh", "rules",
                     rules, "plugins", program(path, "plugins"), "lexicon", "config/lexicon", "limits",
                     "cpu_s", 5);
}

static const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

struct child {
    pid_t pid;
    int socket, pidfd;
};

static struct child fork_child(struct inspector *i)
{
    int fds[2];
    unsigned n = 0;
    json_t *request = json_pack("{s:s}", "op", "fork");
    assert_int_equal(message_send(i->socket, request, NULL, 0), 0);
    json_decref(request);
    json_t *message = receive(i->socket, fds, 2, &n);
    assert_string_equal(text_at(message, "op"), "child");
    assert_int_equal(n, 2);
    struct child child = {(pid_t)json_integer_value(json_object_get(message, "pid")), fds[0], fds[1]};
    json_decref(message);
    return child;
}

static void hand(const struct child *child, json_t *request, const void *bytes, size_t length)
{
    int fd = memfd_create("document", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(io_write_all(fd, (struct slice){bytes, length}), 0);
    assert_int_equal(message_send(child->socket, request, &fd, 1), 0);
    json_decref(request);
    close(fd);
}

static void read_answer(const struct child *child, struct answer *ret)
{
    long length;
    unsigned n;
    int fd;
    answer_init(ret);
    while ((length = message_receive(child->socket, buffer, &fd, 0, &n)) > 0)
        if (answer_take(ret, buffer, (size_t)length) == ANSWER_BAD)
            fail_msg("%s: %.*s", ret->error, (int)length, buffer);
    close(child->socket);
    close(child->pidfd);
}

/* How the inspector says that the child ended: its exit code, or 128 and the signal. */
static int exit_of(struct inspector *i, const struct child *child)
{
    json_t *message = receive(i->socket, NULL, 0, NULL);
    assert_string_equal(text_at(message, "op"), "exit");
    assert_int_equal(json_integer_value(json_object_get(message, "pid")), child->pid);
    json_t *code = json_object_get(message, "code"), *signal = json_object_get(message, "signal");
    int ended = code ? (int)json_integer_value(code) : 128 + (int)json_integer_value(signal);
    json_decref(message);
    return ended;
}

static void ask(struct inspector *i, json_t *request, const void *bytes, size_t length, struct answer *ret)
{
    struct child child = fork_child(i);
    hand(&child, request, bytes, length);
    read_answer(&child, ret);
    assert_int_equal(exit_of(i, &child), 0);
}

static json_t *inspect(void)
{
    return json_pack("{s:s, s:s}", "op", "inspect", "name", "自评报告.txt");
}

static const char report[] = "松坪县气象局2021年度部门整体支出绩效自评报告\n\n一、支出情况\n"
                             "2021年支出合计30.60万元，其中：基本支出20.10万元、项目支出10.00万元。\n";

static void test_inspection(void **state)
{
    struct answer answer;
    struct inspector i = start(setup("rules"));
    (void)state;
    if (strcmp(text_at(i.first, "op"), "ready") != 0)
        fail_msg("%s", text_at(i.first, "error"));
    assert_true(json_array_size(json_object_get(i.first, "rules")) > 0);
    for (int round = 0; round < 3; round++) {
        ask(&i, inspect(), report, sizeof report - 1, &answer);
        assert_int_equal(answer.state, ANSWER_COMPLETE);
        assert_int_equal(answer.outcome, OUTCOME_INSPECTED);
        assert_string_equal(text_at(answer.report, "organization"), "松坪县气象局");
        assert_true(json_array_size(answer.findings) >= 1);
        assert_int_equal(json_array_size(answer.rules), 0);
        answer_done(&answer);
    }
    assert_int_equal(stop(&i), 0);
}

static void test_one_rule(void **state)
{
    struct answer answer;
    struct inspector i = start(setup("rules"));
    json_t *request = inspect();
    (void)state;
    json_object_set_new(request, "only", json_string("sum.mismatch"));
    ask(&i, request, report, sizeof report - 1, &answer);
    json_t *rules = json_object_get(answer.report, "rules");
    assert_int_equal(json_array_size(rules), 1);
    assert_string_equal(text_at(json_array_get(rules, 0), "id"), "sum.mismatch");
    answer_done(&answer);
    assert_int_equal(stop(&i), 0);
}

static void test_show(void **state)
{
    static const char *const views[] = {"text", "tables", "facts", "claims", "json"};
    struct inspector i = start(setup("rules"));
    (void)state;
    for (size_t v = 0; v < COUNT(views); v++) {
        struct answer answer;
        json_t *request = json_pack("{s:s, s:s, s:s}", "op", "show", "name", "x.txt", "what", views[v]);
        ask(&i, request, report, sizeof report - 1, &answer);
        assert_int_equal(answer.state, ANSWER_COMPLETE);
        if (strcmp(views[v], "tables") != 0)
            assert_non_null(strstr(answer.output, strcmp(views[v], "facts") == 0 ? "20.10万元" : "20.10"));
        if (strcmp(views[v], "facts") == 0)
            assert_non_null(strstr(answer.output, "[20.095, 20.105]"));
        if (strcmp(views[v], "json") == 0) {
            json_t *parsed = json_loads(answer.output, JSON_REJECT_DUPLICATES, NULL);
            assert_true(json_array_size(json_object_get(parsed, "facts")) >= 3);
            json_decref(parsed);
        }
        answer_done(&answer);
    }
    assert_int_equal(stop(&i), 0);
}

static void outcome_is(struct inspector *i, const void *bytes, size_t length, enum outcome expected)
{
    struct answer answer;
    ask(i, inspect(), bytes, length, &answer);
    if (answer.outcome != expected)
        fail_msg("%.20s: %s, expected %s", (const char *)bytes, outcome_text(answer.outcome),
                 outcome_text(expected));
    answer_done(&answer);
}

static void test_outcomes(void **state)
{
    static char zeros[5000];
    struct inspector i = start(setup("rules"));
    (void)state;
    outcome_is(&i, "", 0, OUTCOME_EMPTY);
    outcome_is(&i, zeros, sizeof zeros, OUTCOME_BINARY);
    outcome_is(&i, report, sizeof report - 1, OUTCOME_INSPECTED);
    assert_int_equal(stop(&i), 0);
}

/* A finding whose evidence has NUL bytes is told like any other, in an answer that holds. */
static void test_nul(void **state)
{
    static const char bytes[] = "\xEF\xBB\xBF" /* it is UTF-8 then, whatever it holds */
                                "云岭县虚构事务中心2021年度部门整体支出绩效自评报告\n\n一、基本情况\n\n"
                                "本部门\0\0内设股室，，共3个。\n";
    struct inspector i = start(setup("rules"));
    struct answer answer;
    size_t n;
    json_t *finding;
    bool told = false;
    (void)state;
    ask(&i, inspect(), bytes, sizeof bytes - 1, &answer);
    assert_int_equal(answer.outcome, OUTCOME_INSPECTED);
    json_array_foreach(answer.findings, n, finding)
    {
        const json_t *evidence = json_array_get(json_object_get(finding, "evidence"), 0);
        told |= strstr(text_at(evidence, "quote"), "\\u{0000}") != NULL;
    }
    assert_true(told);
    answer_done(&answer);
    assert_int_equal(stop(&i), 0);
}

/* A document larger than its share of the memory, and one that fits but grows in reading. */
static void test_memory(void **state)
{
    size_t length = 20u << 20;
    char *bytes = malloc(length);
    json_t *message = setup("rules");
    (void)state;
    json_object_set_new(json_object_get(message, "limits"), "memory", json_integer(64 << 20));
    struct inspector i = start(message);
    memset(bytes, 'a', length);
    outcome_is(&i, bytes, length, OUTCOME_TOO_LARGE);
    for (size_t at = 0; at < length; at++)
        bytes[at] = "1.5\xe5\x85\x83 \n"[at % 8];
    outcome_is(&i, bytes, 15u << 20, OUTCOME_LIMIT);
    outcome_is(&i, report, sizeof report - 1, OUTCOME_INSPECTED);
    assert_int_equal(stop(&i), 0);
    free(bytes);
}

/* A rule that fails is told of, and the others run. */
static void test_failing_rules(void **state)
{
    struct answer answer;
    json_t *message = setup("tests/hostile-rules");
    (void)state;
    json_object_set_new(json_object_get(message, "limits"), "rule_instructions", json_integer(1000000));
    json_object_set_new(json_object_get(message, "limits"), "match_steps", json_integer(1000000));
    json_object_set_new(json_object_get(message, "limits"), "rule_memory", json_integer(8 << 20));
    json_object_set_new(json_object_get(message, "limits"), "rule_ms", json_integer(300));
    json_object_set_new(json_object_get(message, "limits"), "cpu_s", json_integer(60));
    struct inspector i = start(message);
    if (strcmp(text_at(i.first, "op"), "ready") != 0)
        fail_msg("%s", text_at(i.first, "error"));
    ask(&i, inspect(), report, sizeof report - 1, &answer);
    assert_int_equal(answer.outcome, OUTCOME_INSPECTED);
    assert_int_equal(json_array_size(answer.rules), json_array_size(json_object_get(i.first, "rules")) - 2);
    assert_int_equal(json_array_size(answer.findings), 2);
    answer_done(&answer);
    assert_int_equal(stop(&i), 0);
}

static void test_children_end(void **state)
{
    struct inspector i = start(setup("rules"));
    (void)state;
    struct child idle = fork_child(&i), killed = fork_child(&i), confused = fork_child(&i);
    close(idle.socket);
    assert_int_equal(exit_of(&i, &idle), 0); /* not needed any more */
    assert_int_equal(kill(killed.pid, SIGKILL), 0);
    assert_int_equal(exit_of(&i, &killed), 128 + SIGKILL);
    hand(&confused, json_pack("{s:s}", "op", "dance"), "x", 1);
    assert_int_not_equal(exit_of(&i, &confused), 0);
    close(killed.socket);
    close(confused.socket);
    close(idle.pidfd);
    close(killed.pidfd);
    close(confused.pidfd);
    assert_int_equal(stop(&i), 0);
}

/* A reload is refused with words for the administrator. */
static void test_refusals(void **state)
{
    static const struct {
        const char *key, *value, *error;
    } cases[] = {
        {"rules", "[\"/nonexistent\"]", "/nonexistent: "},
        {"plugins", "[\"/nonexistent\"]", "/nonexistent: "},
        {"lexicon", "[\"/nonexistent\"]", "/nonexistent"},
        {"lexicon", "\"x\"", "lexicon must be an array"},
        {"language", "\"fr\"", "language must be zh or en"},
        {"rule", "{\"no.such\":{}}", "[rule no.such]: there is no such rule"},
        {"limits", "{\"memory\":1}", "limits.memory must be"},
        {"limits", "{\"cpu\":1}", "limits has no key cpu"},
        {"surprise", "1", "unknown key surprise"},
        {"op", "\"fork\"", "the first message must be"},
    };
    (void)state;
    for (size_t c = 0; c < COUNT(cases); c++) {
        json_t *message = setup("rules");
        json_object_set_new(message, cases[c].key, json_loads(cases[c].value, JSON_DECODE_ANY, NULL));
        struct inspector i = start(message);
        if (strcmp(text_at(i.first, "op"), "failed") != 0 ||
            !strstr(text_at(i.first, "error"), cases[c].error))
            fail_msg("%s: \"%s\", expected \"%s\"", cases[c].key, text_at(i.first, "error"), cases[c].error);
        assert_int_equal(stop(&i), 1);
    }
}

static void test_started_by_hand(void **state)
{
    (void)state;
    pid_t pid = fork();
    int status = 0;
    if (pid == 0)
        run_program(-1, true);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inspection),    cmocka_unit_test(test_one_rule),
        cmocka_unit_test(test_show),          cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_nul),           cmocka_unit_test(test_memory),
        cmocka_unit_test(test_failing_rules), cmocka_unit_test(test_children_end),
        cmocka_unit_test(test_refusals),      cmocka_unit_test(test_started_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
