/* The control socket: one answer to each request, whoever asks and however; the limits of requests and
 * clients. */
#include "test.h"

#include "../../daemon/tallyd/control.h"

#include <errno.h>
#include <grp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct fixture {
    uv_loop_t loop;
    struct control *control;
    char folder[64], path[80];
    struct control_request *held;
    unsigned asked;
    bool closed;
};

static void on_echo(void *context, const json_t *body, struct control_request *request)
{
    struct fixture *f = context;
    f->asked++;
    control_answer(request, json_pack("{s:O?}", "echo", json_object_get(body, "say")));
}

static void on_hold(void *context, const json_t *body, struct control_request *request)
{
    (void)body;
    ((struct fixture *)context)->held = request;
}

static void on_large(void *context, const json_t *body, struct control_request *request)
{
    (void)context, (void)body;
    char *text = malloc(8 << 20);
    memset(text, 'x', 8 << 20);
    control_answer(request, json_pack("{s:s#}", "text", text, (size_t)(8 << 20)));
    free(text);
}

static const struct control_verb verbs[] = {
    {"echo", false, on_echo}, {"hold", true, on_hold}, {"large", false, on_large}, {NULL, false, NULL}};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    char error[200] = "";
    strcpy(f->folder, "/tmp/tallyd-control-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/control", f->folder);
    uv_loop_init(&f->loop);
    if (control_new(&f->loop, f->folder, verbs, f, &f->control, error, sizeof error))
        fail_msg("%s", error);
    *state = f;
    return 0;
}

static void on_closed(void *context)
{
    ((struct fixture *)context)->closed = true;
}

static void turn(struct fixture *f)
{
    for (int i = 0; i < 20; i++)
        uv_run(&f->loop, UV_RUN_NOWAIT);
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    control_close(f->control, on_closed, f);
    uv_run(&f->loop, UV_RUN_DEFAULT);
    assert_true(f->closed);
    assert_int_equal(uv_loop_close(&f->loop), 0);
    assert_int_equal(access(f->path, F_OK), -1);
    rmdir(f->folder);
    free(f);
    return 0;
}

static int dial(const struct fixture *f)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, f->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void say(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

static const char *hear(struct fixture *f, int fd)
{
    static char buffer[4096];
    turn(f);
    ssize_t n = recv(fd, buffer, sizeof buffer - 1, 0);
    buffer[n > 0 ? n : 0] = '\0';
    return n < 0 ? strerror(errno) : buffer;
}

static void answers_each_line(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    say(fd, "{\"verb\":\"echo\",\"say\":\"一\"}\n");
    assert_string_equal(hear(f, fd), "{\"echo\":\"一\",\"ok\":true}\n");
    say(fd, "{\"verb\":\"echo\",\"say\":1}\n{\"verb\":\"echo\",\"say\":2}\n{\"verb\":");
    assert_string_equal(hear(f, fd), "{\"echo\":1,\"ok\":true}\n{\"echo\":2,\"ok\":true}\n");
    say(fd, "\"echo\",\"say\":3}\n");
    assert_string_equal(hear(f, fd), "{\"echo\":3,\"ok\":true}\n");
    close(fd);
}

static void refuses_what_it_does_not_know(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    static const char *const bad[] = {"\n", "nonsense\n", "[]\n", "{\"verb\":\"echo\",\"verb\":\"echo\"}\n",
                                      "\xFF\n"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        say(fd, bad[i]);
        assert_non_null(strstr(hear(f, fd), "not a JSON object"));
    }
    say(fd, "{\"verb\":\"format\"}\n{\"verb\":7}\n{}\n");
    assert_non_null(strstr(hear(f, fd), "unknown verb"));
    assert_int_equal(f->asked, 0);
    close(fd);
}

static void a_request_has_a_limit(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f), other = dial(f);
    char *long_line = calloc(1, CONTROL_REQUEST_MAX + 2);
    memset(long_line, ' ', CONTROL_REQUEST_MAX - 1);
    static const char request[] = "{\"verb\":\"echo\"}";
    memcpy(long_line, request, sizeof request - 1);
    long_line[CONTROL_REQUEST_MAX - 1] = '\n';
    say(fd, long_line);
    assert_non_null(strstr(hear(f, fd), "\"ok\":true"));
    memset(long_line, 'x', CONTROL_REQUEST_MAX);
    say(fd, long_line);
    assert_string_equal(hear(f, fd), ""); /* closed */
    say(other, "{\"verb\":\"echo\"}\n");
    assert_non_null(strstr(hear(f, other), "\"ok\":true"));
    free(long_line);
    close(fd);
    close(other);
}

static void an_answer_may_come_later_or_too_late(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    say(fd, "{\"verb\":\"hold\"}\n");
    assert_string_equal(hear(f, fd), strerror(EAGAIN));
    control_refuse(f->held, "no");
    assert_string_equal(hear(f, fd), "{\"ok\":false,\"error\":\"no\"}\n");
    say(fd, "{\"verb\":\"hold\"}\n");
    turn(f);
    close(fd);
    turn(f);
    control_answer(f->held, json_object());
}

static void a_slow_client_loses_only_its_own(void **state)
{
    struct fixture *f = *state;
    int slow = dial(f), quick = dial(f);
    for (int i = 0; i < 6; i++)
        say(slow, "{\"verb\":\"large\"}\n");
    turn(f); /* 48 MB for a limit of 32 */
    say(quick, "{\"verb\":\"echo\"}\n");
    assert_non_null(strstr(hear(f, quick), "\"ok\":true"));
    char buffer[65536];
    size_t got = 0;
    for (ssize_t n; (n = recv(slow, buffer, sizeof buffer, 0)) > 0; got += (size_t)n)
        turn(f);
    assert_true(got < 32u << 20);
    close(slow);
    close(quick);
}

static void clients_are_counted(void **state)
{
    struct fixture *f = *state;
    int fds[CONTROL_CLIENTS_MAX + 1];
    for (unsigned i = 0; i <= CONTROL_CLIENTS_MAX; i++) {
        fds[i] = dial(f);
        turn(f);
    }
    assert_string_equal(hear(f, fds[CONTROL_CLIENTS_MAX]), "");
    close(fds[0]);
    turn(f);
    fds[0] = dial(f);
    say(fds[0], "{\"verb\":\"echo\"}\n");
    assert_non_null(strstr(hear(f, fds[0]), "\"ok\":true"));
    for (unsigned i = 0; i <= CONTROL_CLIENTS_MAX; i++)
        close(fds[i]);
}

static void the_socket_is_nobody_elses(void **state)
{
    struct fixture *f = *state;
    struct stat status;
    assert_int_equal(stat(f->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0660);
    struct control *second;
    char error[200];
    assert_int_equal(control_new(&f->loop, f->folder, verbs, f, &second, error, sizeof error), -EADDRINUSE);
    assert_non_null(strstr(error, "another tallyd"));
    int fd = dial(f); /* still there */
    close(fd);
}

static void a_dead_daemons_socket_is_replaced(void **state)
{
    (void)state;
    char folder[] = "/tmp/tallyd-control-XXXXXX", path[80], error[200] = "";
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/control", folder);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    close(fd);
    struct fixture f = {0};
    uv_loop_init(&f.loop);
    assert_int_equal(control_new(&f.loop, folder, verbs, &f, &f.control, error, sizeof error), 0);
    control_close(f.control, on_closed, &f);
    uv_run(&f.loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&f.loop), 0);
    rmdir(folder);
}

/* What a peer of this user and group is told; SO_PEERCRED has the effective ones at connect. */
static const char *hear_as(struct fixture *f, uid_t uid, gid_t gid)
{
    assert_int_equal(chmod(f->path, 0666), 0);
    assert_int_equal(chmod(f->folder, 0755), 0);
    assert_int_equal(setegid(gid), 0);
    assert_int_equal(seteuid(uid), 0);
    int fd = dial(f);
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(setegid(0), 0);
    say(fd, "{\"verb\":\"echo\"}\n{\"verb\":\"hold\"}\n");
    const char *heard = hear(f, fd);
    close(fd);
    return heard;
}

static void the_group_may_ask_but_not_change(void **state)
{
    struct fixture *f = *state;
    if (geteuid() != 0)
        skip();
    const struct group *group = getgrnam(CONTROL_GROUP);
    const char *heard = hear_as(f, 65534, group ? group->gr_gid : 0);
    assert_non_null(strstr(heard, "\"ok\":true"));
    assert_non_null(strstr(heard, "only root and the daemon's user may do that"));
    assert_null(f->held);
}

static void others_may_do_nothing(void **state)
{
    struct fixture *f = *state;
    if (geteuid() != 0)
        skip();
    /* the test's own supplementary groups are not the peer's to have */
    gid_t groups[64];
    int n = getgroups(64, groups);
    assert_int_equal(setgroups(0, NULL), 0);
    const char *heard = hear_as(f, 65534, 65534);
    assert_int_equal(setgroups((size_t)n, groups), 0);
    assert_null(strstr(heard, "\"ok\":true"));
    assert_non_null(strstr(heard, "only root, the daemon's user and its group may ask"));
    assert_int_equal(f->asked, 0);
    assert_null(f->held);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(answers_each_line),
        CASE(refuses_what_it_does_not_know),
        CASE(a_request_has_a_limit),
        CASE(an_answer_may_come_later_or_too_late),
        CASE(a_slow_client_loses_only_its_own),
        CASE(clients_are_counted),
        CASE(the_socket_is_nobody_elses),
        cmocka_unit_test(a_dead_daemons_socket_is_replaced),
        CASE(the_group_may_ask_but_not_change),
        CASE(others_may_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
