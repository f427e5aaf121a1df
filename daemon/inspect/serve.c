#include "inspector.h"

#include "../base/io.h"
#include "../base/log.h"
#include "../base/mem.h"
#include "../wire/message.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SORTING_SIZE (100u << 10) /* of the heap, not a mapping of its own */

static bool send_new(int socket, json_t *message, const int *fds, unsigned n)
{
    int failed = message ? message_send(socket, message, fds, n) : -ENOMEM;
    json_decref(message);
    return failed == 0;
}

static bool send_child(const struct inspector *inspector, pid_t pid, int socket)
{
    io_autoclose int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (pidfd < 0)
        return false;
    json_t *message = json_pack("{s:s, s:i}", "op", "child", "pid", (int)pid);
    return send_new(inspector->socket, message, (int[2]){socket, pidfd}, 2);
}

/* The child has the inspector's descriptors only until it locks itself in. */
static bool fork_child(const struct inspector *inspector)
{
    io_autoclose int ours = -1;
    io_autoclose int theirs = -1;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    ours = pair[0];
    theirs = pair[1];
    pid_t pid = fork();
    if (pid == 0)
        child_run(inspector, theirs);
    return pid > 0 && send_child(inspector, pid, ours);
}

static bool tell_exit(const struct inspector *inspector, pid_t pid, int status)
{
    bool killed = WIFSIGNALED(status);
    json_t *message = json_pack("{s:s, s:i, s:i}", "op", "exit", "pid", (int)pid, killed ? "signal" : "code",
                                killed ? WTERMSIG(status) : WEXITSTATUS(status));
    return send_new(inspector->socket, message, NULL, 0);
}

static bool on_signal(const struct inspector *inspector)
{
    struct signalfd_siginfo info;
    if (read(inspector->signals, &info, sizeof info) < 0 && errno != EAGAIN)
        return false;
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        if (!tell_exit(inspector, pid, status))
            return false;
    return true;
}

/* False at the end of the stream, or on what is no request. */
static bool on_request(const struct inspector *inspector)
{
    int fd;
    unsigned n;
    long length = message_receive(inspector->socket, inspector->buffer, &fd, 0, &n);
    json_t *message = length > 0 ? message_parse(inspector->buffer, (size_t)length) : NULL;
    const char *op = json_string_value(json_object_get(message, "op"));
    bool fork_wanted = op && strcmp(op, "fork") == 0;
    json_decref(message);
    return fork_wanted && fork_child(inspector);
}

static void loop(const struct inspector *inspector)
{
    struct pollfd polled[2] = {{inspector->socket, POLLIN, 0}, {inspector->signals, POLLIN, 0}};
    for (bool open = true; open;) {
        if (poll(polled, 2, -1) < 0 && errno != EINTR)
            break;
        if (polled[1].revents)
            open = on_signal(inspector);
        if (open && polled[0].revents)
            open = on_request(inspector);
    }
}

static json_t *suffixes_of(const struct tallyd_format *format)
{
    json_t *list = json_array();
    for (const char *const *suffix = format->suffixes; *suffix; suffix++)
        json_array_append_new(list, json_string(*suffix));
    return list;
}

static json_t *limits_of(const struct tallyd_format *format)
{
    json_t *list = json_array();
    for (const struct tallyd_limit *l = format->limits; l && l->name; l++)
        json_array_append_new(list, json_pack("{s:s, s:I, s:s}", "name", l->name, "value",
                                              (json_int_t)l->value, "why", l->why));
    return list;
}

static json_t *formats_of(const struct plugin_host *plugins)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < plugin_host_count(plugins); i++) {
        const struct tallyd_format *f = plugin_host_format(plugins, i);
        json_array_append_new(list, json_pack("{s:s, s:{s:s, s:s}, s:s, s:o, s:o}", "name", f->name, "title",
                                              "zh", f->title_zh, "en", f->title_en, "version", f->version,
                                              "suffixes", suffixes_of(f), "limits", limits_of(f)));
    }
    return list;
}

static bool send_ready(const struct inspector *inspector)
{
    json_t *message =
        json_pack("{s:s, s:s, s:o, s:o}", "op", "ready", "ruleset", lua_host_ruleset(inspector->rules),
                  "rules", lua_host_rules(inspector->rules), "formats", formats_of(inspector->plugins));
    return send_new(inspector->socket, message, NULL, 0);
}

int serve_open(struct inspector *inspector)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    inspector->buffer = mem_alloc((size_t)MESSAGE_SIZE_MAX);
    if (!inspector->buffer)
        return -ENOMEM;
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return -errno;
    inspector->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return inspector->signals < 0 ? -errno : 0;
}

/* What is resident now is what every fork copies the tables of, and free pieces that are not sorted yet would be
 * sorted by every child, a fault and a copied page for each: so they are merged here, and an allocation that none of
 * them fits sorts them. */
static void tidy_heap(void)
{
    malloc_trim(0);
    mem_free(mem_alloc(SORTING_SIZE));
}

int serve(const struct inspector *inspector)
{
    if (!send_ready(inspector)) {
        log_error("the ready message could not be sent: the client is gone, or the rules are too many for "
                  "one message");
        return 1;
    }
    tidy_heap();
    loop(inspector);
    return 0;
}
