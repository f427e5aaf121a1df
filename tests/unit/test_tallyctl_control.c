/* tallyctl's side of the control socket, against a server of our own. */
#include "test.h"

#include "../../daemon/tallyctl/control.h"

#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct server {
    char path[64];
    int fd;
    const char *answer;
    char request[256];
    pthread_t thread;
};

static void *serve_one(void *argument)
{
    struct server *server = argument;
    int fd = accept(server->fd, NULL, NULL);
    ssize_t n = read(fd, server->request, sizeof server->request - 1);
    server->request[n > 0 ? n : 0] = '\0';
    for (const char *c = server->answer; *c; c++)
        if (write(fd, c, 1) != 1)
            break;
    close(fd);
    return NULL;
}

static json_t *ask(struct server *server, const char *answer)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct control_options options = {.socket = server->path};
    server->answer = answer;
    snprintf(server->path, sizeof server->path, "/tmp/tallyctl-control-%d", (int)getpid());
    strcpy(address.sun_path, server->path);
    server->fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(server->fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(server->fd, 1), 0);
    assert_int_equal(pthread_create(&server->thread, NULL, serve_one, server), 0);
    json_t *got = control_ask(&options, json_pack("{s:s}", "verb", "status"));
    pthread_join(server->thread, NULL);
    close(server->fd);
    unlink(server->path);
    return got;
}

static void one_line_each_way(void **state)
{
    (void)state;
    struct server server;
    json_t *answer = ask(&server, "{\"ok\":true,\"state\":\"ready\"}\n");
    assert_string_equal(server.request, "{\"verb\":\"status\"}\n");
    assert_string_equal(json_string_value(json_object_get(answer, "state")), "ready");
    json_decref(answer);
}

static void refusals_and_nonsense_are_no_answer(void **state)
{
    (void)state;
    static const char *const answers[] = {"{\"ok\":false,\"error\":\"is\\u001bstopping\"}\n", "nonsense\n",
                                          "", "{}\n", "{\"ok\":true"};
    for (size_t i = 0; i < COUNT(answers); i++) {
        struct server server;
        assert_null(ask(&server, answers[i]));
    }
}

static void no_daemon_and_bad_paths(void **state)
{
    (void)state;
    char long_path[200];
    memset(long_path, 'x', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = '\0';
    const char *const paths[] = {"/nonexistent/control", long_path};
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct control_options options = {.socket = paths[i]};
        assert_null(control_ask(&options, json_pack("{s:s}", "verb", "status")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_each_way),
        cmocka_unit_test(refusals_and_nonsense_are_no_answer),
        cmocka_unit_test(no_daemon_and_bad_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
