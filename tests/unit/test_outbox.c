#include "test_store.h"

#include "../../daemon/tallyd/config.h"
#include "../../daemon/tallyd/outbox.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

/* A store, a loop, an outbox to a file and, where wanted, a syslog socket. */
struct post {
    struct scene *scene;
    uv_loop_t loop;
    struct config config;
    struct outbox *outbox;
    char file[128], socket[128];
};

static void post_set_up(struct post *post, struct scene *scene)
{
    *post = (struct post){.scene = scene};
    (void)snprintf(post->file, sizeof post->file, "%s/alerts.jsonl", scene->folder);
    (void)snprintf(post->socket, sizeof post->socket, "%s/log", scene->folder);
    post->config = (struct config){.jsonl_enabled = true,
                                   .jsonl_path = post->file,
                                   .syslog_socket = post->socket,
                                   .syslog_facility = (char *)"daemon"};
}

static void post_open(struct post *post)
{
    assert_int_equal(uv_loop_init(&post->loop), 0);
    assert_int_equal(outbox_new(&post->loop, &post->config, post->scene->store, &post->outbox,
                                post->scene->error, sizeof post->scene->error),
                     0);
}

static void on_closed(void *context)
{
    *(bool *)context = true;
}

static void post_close(struct post *post)
{
    bool closed = false;
    outbox_close(post->outbox, on_closed, &closed);
    (void)uv_run(&post->loop, UV_RUN_DEFAULT);
    assert_true(closed);
    assert_int_equal(uv_loop_close(&post->loop), 0);
}

static void add_events(struct post *post, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        char text[40];
        (void)snprintf(text, sizeof text, "第%u件", i);
        json_t *event = event_service(1600000000123 + i, "start", "notice", text);
        assert_int_equal(store_event(post->scene->store, event), 0);
        json_decref(event);
    }
}

static void run(struct post *post, unsigned turns)
{
    outbox_wake(post->outbox);
    for (unsigned i = 0; i < turns; i++)
        (void)uv_run(&post->loop, UV_RUN_NOWAIT);
}

static void run_until_idle(struct post *post)
{
    run(post, 1);
    for (unsigned i = 0; i < 5000 && !outbox_idle(post->outbox); i++) {
        (void)uv_run(&post->loop, UV_RUN_NOWAIT);
        (void)usleep(1000);
    }
    assert_true(outbox_idle(post->outbox));
    (void)uv_run(&post->loop, UV_RUN_NOWAIT);
}

/* Every line of the file is whole and says its number, 0 to n - 1 in order. */
static void assert_file_holds(const char *path, unsigned n)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    assert_non_null(file);
    for (unsigned i = 0; i < n; i++) {
        char want[40];
        (void)snprintf(want, sizeof want, "\"第%u件\"", i);
        if (getline(&line, &size, file) < 0 || !strstr(line, want) || line[strlen(line) - 1] != '\n')
            fail_msg("line %u is \"%s\"", i, line);
    }
    assert_int_equal(getline(&line, &size, file), -1);
    free(line);
    (void)fclose(file);
}

static int64_t left(struct post *post)
{
    json_t *counts = store_counts(post->scene->store);
    int64_t n = json_integer_value(json_object_get(counts, "outbox"));
    json_decref(counts);
    return n;
}

static int bind_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_in_range(snprintf(address.sun_path, sizeof address.sun_path, "%s", path), 1,
                    sizeof address.sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static unsigned received(int fd)
{
    char bytes[2048];
    unsigned n = 0;
    while (recv(fd, bytes, sizeof bytes, 0) > 0)
        n++;
    return n;
}

static void delivers_in_order(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    post_open(&post);
    add_events(&post, 1000);
    run_until_idle(&post);
    assert_file_holds(post.file, 1000);
    assert_int_equal(left(&post), 0);
    post_close(&post);
    post_open(&post);
    run(&post, 3);
    assert_file_holds(post.file, 1000);
    post_close(&post);
}

/* The child is killed after its first batch reached the file, before that batch's cursor was committed. */
static void repeats_nothing_after_a_kill(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    add_events(&post, 1000);
    assert_int_equal(store_set_cursor(post.scene->store, "jsonl", 0), 0);
    assert_int_equal(store_commit(post.scene->store), 0);
    store_close(post.scene->store);
    pid_t pid = fork();
    if (pid == 0) {
        if (scene_open(post.scene))
            _exit(1);
        post_open(&post);
        run(&post, 1);
        (void)raise(SIGKILL);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    struct stat stat_;
    assert_int_equal(stat(post.file, &stat_), 0);
    assert_true(stat_.st_size > 0);
    int64_t cursor = 0;
    assert_int_equal(scene_open(post.scene), 0);
    assert_int_equal(store_cursor(post.scene->store, "jsonl", &cursor), 0);
    assert_int_equal(cursor, 0);
    post_open(&post);
    run_until_idle(&post);
    assert_file_holds(post.file, 1000);
    post_close(&post);
}

static void change_mark(struct scene *scene, off_t at)
{
    char path[128], byte;
    (void)snprintf(path, sizeof path, "%s/syslog.mark", scene->folder);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    if (at >= 0) {
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte ^= 1;
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    }
    close(fd);
}

/* How many messages came meanwhile. */
static unsigned receive_until_idle(struct post *post, int fd)
{
    unsigned got = 0;
    run(post, 1);
    for (unsigned i = 0; i < 5000 && !outbox_idle(post->outbox); i++) {
        got += received(fd);
        (void)uv_run(&post->loop, UV_RUN_NOWAIT);
        (void)usleep(1000);
    }
    assert_true(outbox_idle(post->outbox));
    return got + received(fd);
}

/* By syslog, too, which cannot be asked: but not after another boot, and not where the lines are others. */
static void repeats_nothing_by_syslog_after_a_kill(void **state)
{
    static const off_t changed[] = {-1, 0, 48}; /* byte of the mark: none, of the boot, of the content */
    struct post post;
    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++) {
        post_set_up(&post, *state);
        post.config.jsonl_enabled = false;
        post.config.syslog_enabled = true;
        post.config.state_dir = (char *)post.scene->folder;
        int fd = bind_socket(post.socket);
        add_events(&post, 200);
        assert_int_equal(
            store_set_cursor(post.scene->store, "syslog", store_outbox_last(post.scene->store) - 200), 0);
        assert_int_equal(store_commit(post.scene->store), 0);
        store_close(post.scene->store);
        pid_t pid = fork();
        if (pid == 0) {
            if (scene_open(post.scene))
                _exit(1);
            post_open(&post);
            run(&post, 1); /* what the socket's queue has room for */
            (void)raise(SIGKILL);
        }
        int status = 0;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        unsigned before = received(fd);
        assert_in_range(before, 1, 199);
        change_mark(post.scene, changed[i]);
        assert_int_equal(scene_open(post.scene), 0);
        post_open(&post);
        unsigned after = receive_until_idle(&post, fd);
        assert_int_equal(before + after, changed[i] < 0 ? 200 : 200 + before);
        close(fd);
        assert_int_equal(unlink(post.socket), 0);
        post_close(&post);
    }
}

/* As above, and the next line was half written. */
static void takes_half_a_line_back(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    post_open(&post);
    add_events(&post, 3);
    run_until_idle(&post);
    post_close(&post);
    int fd = open(post.file, O_WRONLY | O_APPEND);
    assert_int_equal(write(fd, "{\"@timestamp\":\"2026-", 20), 20);
    close(fd);
    post_open(&post);
    run(&post, 1);
    post_close(&post);
    assert_file_holds(post.file, 3);
}

static void a_dead_sink_delays_only_itself(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    post.config.syslog_enabled = true;
    post_open(&post);
    add_events(&post, 8);
    run(&post, 3);
    assert_file_holds(post.file, 8);
    assert_false(outbox_idle(post.outbox));
    assert_int_equal(left(&post), 8);
    json_t *status = outbox_status(post.outbox);
    json_t *dead = json_array_get(status, 1);
    assert_string_equal(json_string_value(json_object_get(dead, "name")), "syslog");
    assert_int_equal(json_integer_value(json_object_get(dead, "backlog")), 8);
    assert_non_null(json_object_get(dead, "oldest_s"));
    assert_non_null(strstr(json_string_value(json_object_get(dead, "error")), post.socket));
    assert_int_equal(json_integer_value(json_object_get(json_array_get(status, 0), "backlog")), 0);
    json_decref(status);
    int fd = bind_socket(post.socket);
    outbox_reopen(post.outbox);
    run(&post, 3);
    assert_true(outbox_idle(post.outbox));
    assert_int_equal(received(fd), 8);
    assert_int_equal(left(&post), 0);
    close(fd);
    post_close(&post);
}

static json_int_t retry_ms(struct post *post)
{
    json_t *status = outbox_status(post->outbox);
    json_int_t delay = json_integer_value(json_object_get(json_array_get(status, 1), "retry_ms"));
    json_decref(status);
    return delay;
}

static void waits_longer_each_time(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    post.config.syslog_enabled = true;
    post_open(&post);
    add_events(&post, 1);
    run(&post, 1);
    json_int_t first = retry_ms(&post);
    run(&post, 5); /* woken for other reasons: not tried before its time */
    assert_int_equal(retry_ms(&post), first);
    for (unsigned i = 0; i < 300 && retry_ms(&post) == first; i++) {
        (void)uv_run(&post.loop, UV_RUN_NOWAIT);
        (void)usleep(2000);
    }
    assert_int_equal(retry_ms(&post), 2 * first);
    post_close(&post);
}

static void a_full_socket_is_tried_again_soon(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    post.config.syslog_enabled = true;
    int fd = bind_socket(post.socket);
    post_open(&post);
    add_events(&post, 200);
    run(&post, 4);
    assert_false(outbox_idle(post.outbox));
    unsigned got = 0;
    for (unsigned i = 0; i < 2000 && !outbox_idle(post.outbox); i++) {
        got += received(fd);
        (void)uv_run(&post.loop, UV_RUN_NOWAIT);
        (void)usleep(1000);
    }
    assert_int_equal(got + received(fd), 200);
    close(fd);
    post_close(&post);
}

static void a_new_sink_starts_at_the_present_end(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    int fd = bind_socket(post.socket);
    post_open(&post);
    add_events(&post, 5);
    run_until_idle(&post);
    post.config.syslog_enabled = true;
    assert_int_equal(outbox_configure(post.outbox, &post.config, post.scene->error, 100), 0);
    add_events(&post, 2);
    run_until_idle(&post);
    assert_int_equal(received(fd), 2);
    post.config.syslog_enabled = false;
    assert_int_equal(outbox_configure(post.outbox, &post.config, post.scene->error, 100), 0);
    add_events(&post, 3);
    run_until_idle(&post);
    assert_int_equal(left(&post), 0); /* a disabled sink holds nothing back */
    post.config.syslog_enabled = true;
    assert_int_equal(outbox_configure(post.outbox, &post.config, post.scene->error, 100), 0);
    run(&post, 3);
    assert_int_equal(received(fd), 0);
    close(fd);
    post_close(&post);
}

static void keeps_the_old_sinks_when_the_new_are_wrong(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    post_open(&post);
    struct config wrong = post.config;
    wrong.syslog_enabled = true;
    wrong.syslog_facility = (char *)"local9";
    assert_int_equal(outbox_configure(post.outbox, &wrong, post.scene->error, sizeof post.scene->error),
                     -EINVAL);
    assert_non_null(strstr(post.scene->error, "local9"));
    add_events(&post, 2);
    run_until_idle(&post);
    assert_file_holds(post.file, 2);
    post_close(&post);
}

static int on_commit(void *context)
{
    (void)context;
    return 1; /* SQLite rolls back */
}

static void announces_nothing_that_is_not_durable(void **state)
{
    struct post post;
    post_set_up(&post, *state);
    post_open(&post);
    run(&post, 2);
    (void)sqlite3_commit_hook(post.scene->store->db, on_commit, NULL);
    add_events(&post, 2);
    run(&post, 3);
    assert_file_holds(post.file, 0);
    assert_int_not_equal(store_commit(post.scene->store), 0);
    post_close(&post);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(delivers_in_order),
        SCENE(repeats_nothing_after_a_kill),
        SCENE(repeats_nothing_by_syslog_after_a_kill),
        SCENE(takes_half_a_line_back),
        SCENE(a_dead_sink_delays_only_itself),
        SCENE(waits_longer_each_time),
        SCENE(a_full_socket_is_tried_again_soon),
        SCENE(a_new_sink_starts_at_the_present_end),
        SCENE(keeps_the_old_sinks_when_the_new_are_wrong),
        SCENE(announces_nothing_that_is_not_durable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
