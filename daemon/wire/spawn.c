#include "pool_priv.h"

#include "../base/io.h"
#include "../base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONTROL_FD 3

/* Its own process group, so that an interrupt from the keyboard is the client's to handle; signals as at
 * login. */
static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setpgroup(attributes, 0);
    return posix_spawnattr_setflags(attributes,
                                    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

static int add_actions(posix_spawn_file_actions_t *actions, int control)
{
    int rc = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    rc = rc ? rc : posix_spawn_file_actions_adddup2(actions, control, CONTROL_FD);
    return rc ? rc : posix_spawn_file_actions_addclosefrom_np(actions, CONTROL_FD + 1);
}

/* Our environment, and that libraries are bound at the start: what the inspector does not bind, each child would bind
 * for itself. NULL where there is no memory. */
static char **environment(void)
{
    size_t n = 0;
    while (environ && environ[n])
        n++;
    char **variables = mem_calloc(n + 2, sizeof *variables);
    if (!variables)
        return NULL;
    if (n)
        memcpy(variables, environ, n * sizeof *variables);
    variables[n] = (char *)"LD_BIND_NOW=1";
    return variables;
}

static int start(const char *program, int control, pid_t *ret_pid)
{
    char *const arguments[] = {(char *)"tally-inspect", NULL};
    char **variables = environment();
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int rc = variables ? add_actions(&actions, control) : ENOMEM;
    rc = rc ? rc : set_attributes(&attributes);
    rc = rc ? rc : posix_spawn(ret_pid, program, &actions, &attributes, arguments, variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    mem_free(variables);
    return -rc;
}

/* Ours and not reaped yet, so the number is still its own. */
static int open_pidfd(pid_t pid)
{
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0), error = errno;
    if (pidfd >= 0)
        return pidfd;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return -error;
}

int spawn_inspector(const char *program, pid_t *ret_pid, int *ret_pidfd, int *ret_control)
{
    int ends[2];
    pid_t pid = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return -errno;
    int rc = start(program, ends[1], &pid);
    int pidfd = rc == 0 ? open_pidfd(pid) : rc;
    io_close(&ends[1]);
    if (pidfd < 0) {
        io_close(&ends[0]);
        return pidfd;
    }
    *ret_pid = pid;
    *ret_pidfd = pidfd;
    *ret_control = ends[0];
    return 0;
}

void spawn_kill(int pidfd)
{
    syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
}

void spawn_stop(int pidfd)
{
    siginfo_t info;
    spawn_kill(pidfd);
    waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED);
}

void spawn_describe(int signal, int code, char *ret, size_t size)
{
    const char *name = signal ? sigabbrev_np(signal) : NULL;
    if (signal)
        snprintf(ret, size, "signal %d (SIG%s)", signal, name ? name : "?");
    else
        snprintf(ret, size, "exit status %d", code);
}

void spawn_reap(int pidfd, char *ret, size_t size)
{
    siginfo_t info = {0};
    if (waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED | WNOHANG) != 0)
        snprintf(ret, size, "ended");
    else if (info.si_code == CLD_EXITED)
        spawn_describe(0, info.si_status, ret, size);
    else
        spawn_describe(info.si_status, 0, ret, size);
}
