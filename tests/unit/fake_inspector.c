/* A tally-inspect that speaks the wire and misbehaves on request, for test_pool: what the setup's "fake"
 * names it does itself, what a document's name says its child does. It has no sandbox and reads no document.
 */

#include "../../daemon/wire/message.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONTROL 3

static char buffer[MESSAGE_SIZE_MAX];

struct act {
    const char *name;
    void (*run)(int socket);
};

static void say(int socket, json_t *message)
{
    if (message_send(socket, message, NULL, 0) != 0)
        _exit(9);
    json_decref(message);
}

static void say_report(int socket, int findings)
{
    say(socket,
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:b,s:s,s:s,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:{s:i},s:[],s:i}", "type",
                  "report", "outcome", "inspected", "reason", "", "format", "text", "encoding", "utf-8",
                  "partial", 0, "title", "报告", "organization", "事务中心", "year", 2021, "figures", 9,
                  "facts", 8, "claimed", 7, "claims", 6, "findings", findings, "findings_dropped", 0,
                  "stages_us", "read", 12, "rules", "peak_kib", 2048));
}

static void say_finding(int socket)
{
    say(socket,
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:i,s:[{s:s,s:i,s:i,s:s,s:s}]}", "type", "finding", "rule",
                  "sum.mismatch", "name", "合计与分项不符", "version", "1", "level", "error", "message",
                  "不符", "fingerprint", "00112233445566778899aabbccddeeff", "confidence", 90, "evidence",
                  "role", "total", "line", 1, "column", 2, "where", "第1行", "quote", "支出"));
}

static void act_fine(int socket)
{
    say_finding(socket);
    say_finding(socket);
    say_report(socket, 2);
}

static void act_show(int socket)
{
    say(socket, json_pack("{s:s,s:s}", "type", "output", "text", "正文"));
    say(socket, json_pack("{s:s,s:s}", "type", "output", "text", "二"));
    say_report(socket, 0);
}

static void act_crash(int socket)
{
    (void)socket;
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
}

static void act_exit(int socket)
{
    say_finding(socket);
    _exit(3);
}

static void act_hang(int socket)
{
    (void)socket;
    for (;;)
        pause();
}

static void act_cut(int socket)
{
    shutdown(socket, SHUT_RDWR);
    act_hang(socket);
}

static void act_linger(int socket)
{
    act_fine(socket);
    shutdown(socket, SHUT_WR);
    act_hang(socket);
}

static void act_flood(int socket)
{
    for (;;)
        say_finding(socket);
}

static void act_lie(int socket)
{
    say_finding(socket);
    say_report(socket, 7);
}

static void act_garbage(int socket)
{
    send(socket, "\xff{]", 3, MSG_NOSIGNAL);
    act_hang(socket);
}

static void act_two(int socket)
{
    say_report(socket, 0);
    say_report(socket, 0);
    act_hang(socket);
}

static void act_descriptors(int socket)
{
    json_t *message = json_pack("{s:s,s:s}", "type", "output", "text", "x");
    const int fds[2] = {0, 1};
    message_send(socket, message, fds, 2);
    act_hang(socket);
}

static void act_output(int socket)
{
    act_show(socket);
}

static void act_orphan(int socket)
{
    kill(getppid(), SIGKILL);
    usleep(50000);
    act_fine(socket);
}

static void act_both(int socket)
{
    (void)socket;
    kill(getppid(), SIGKILL);
    _exit(1);
}

static const struct act ACTS[] = {
    {"fine", act_fine},     {"show", act_show},       {"crash", act_crash},
    {"exit", act_exit},     {"hang", act_hang},       {"cut", act_cut},
    {"linger", act_linger}, {"flood", act_flood},     {"lie", act_lie},
    {"two", act_two},       {"garbage", act_garbage}, {"descriptors", act_descriptors},
    {"output", act_output}, {"orphan", act_orphan},   {"both", act_both},
};

static json_t *receive(int socket, unsigned max_fds)
{
    int fds[MESSAGE_FDS_MAX];
    unsigned n = 0;
    long length = message_receive(socket, buffer, fds, max_fds, &n);
    if (length <= 0)
        _exit(0);
    for (unsigned i = 0; i < n; i++)
        close(fds[i]);
    return message_parse(buffer, (size_t)length);
}

static _Noreturn void serve_document(int socket)
{
    json_t *request = receive(socket, 1);
    const char *name = json_string_value(json_object_get(request, "name"));
    for (size_t i = 0; i < sizeof ACTS / sizeof *ACTS; i++)
        if (name && strcmp(name, ACTS[i].name) == 0)
            ACTS[i].run(socket);
    _exit(0);
}

static void give_child(const char *fake)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        _exit(8);
    pid_t pid = fork();
    if (pid == 0) {
        close(CONTROL);
        close(ends[0]);
        if (strcmp(fake, "stillborn") == 0)
            _exit(7);
        serve_document(ends[1]);
    }
    const int fds[2] = {ends[0], (int)syscall(SYS_pidfd_open, pid, 0)};
    json_t *message = json_pack("{s:s,s:i}", "op", "child", "pid", (int)pid);
    message_send(CONTROL, message, fds, 2);
    json_decref(message);
    close(fds[0]);
    close(fds[1]);
    close(ends[1]);
}

static void reap(int signals)
{
    struct signalfd_siginfo ignored;
    siginfo_t info = {0};
    if (read(signals, &ignored, sizeof ignored) < 0)
        return;
    while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) == 0 && info.si_pid != 0) {
        say(CONTROL, json_pack("{s:s,s:i,s:i}", "op", "exit", "pid", (int)info.si_pid,
                               info.si_code == CLD_EXITED ? "code" : "signal", info.si_status));
        info = (siginfo_t){0};
    }
}

static int watch_children(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

static void start_as_told(const char *fake)
{
    if (strcmp(fake, "fail") == 0)
        say(CONTROL, json_pack("{s:s,s:s}", "op", "failed", "error", "rules/x/y.lua:12: no"));
    if (strcmp(fake, "crash") == 0)
        _exit(5);
    if (strcmp(fake, "slow") == 0 || strcmp(fake, "fail") == 0)
        for (;;)
            pause();
    say(CONTROL, json_pack("{s:s,s:s,s:[],s:[]}", "op", "ready", "ruleset", fake, "rules", "formats"));
}

int main(void)
{
    int signals = watch_children();
    json_t *setup = receive(CONTROL, 0);
    const char *fake = json_string_value(json_object_get(setup, "fake"));
    start_as_told(fake);
    for (;;) {
        struct pollfd fds[] = {{CONTROL, POLLIN, 0}, {signals, POLLIN, 0}};
        poll(fds, 2, -1);
        if (fds[1].revents)
            reap(signals);
        if (!fds[0].revents)
            continue;
        json_decref(receive(CONTROL, 0));
        if (strcmp(fake, "deaf") != 0)
            give_child(fake);
    }
}
