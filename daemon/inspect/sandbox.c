#include "sandbox.h"

#include "sandbox_priv.h"

#include "../base/mem.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

struct sandbox {
    struct sandbox_limits limits;
    struct sock_fprog inspector, child;
    pid_t pid; /* of the inspector, from sandbox_enter on */
};

/* A rung: what it does and its name for the administrator. */
struct step {
    const char *name;
    int (*run)(const struct sandbox *sandbox);
};

static int result(int returned)
{
    return returned == 0 ? 0 : -errno;
}

static int no_new_privileges(const struct sandbox *sandbox)
{
    (void)sandbox;
    return result(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

static int limit(int resource, rlim_t soft, rlim_t hard)
{
    return result(setrlimit((__rlimit_resource_t)resource, &(struct rlimit){soft, hard}));
}

static int no_core(const struct sandbox *sandbox)
{
    (void)sandbox;
    int error = limit(RLIMIT_CORE, 0, 0);
    return error ? error : result(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

static int landlock(const struct sandbox *sandbox)
{
    (void)sandbox;
    return sandbox_landlock_enter();
}

static int trace_handler(const struct sandbox *sandbox)
{
    return sandbox->limits.trace ? sandbox_seccomp_trace() : 0;
}

static int inspector_filter(const struct sandbox *sandbox)
{
    return sandbox_seccomp_install(&sandbox->inspector);
}

static const struct step enter_steps[] = {
    {"no_new_privs", no_new_privileges},
    {"no core dumps", no_core},
    {"Landlock (needs Linux 5.13 or later with landlock in its lsm= list, and a service manager or container "
     "that lets landlock_create_ruleset and landlock_restrict_self through)",
     landlock},
    {"SIGSYS handler", trace_handler},
    {"seccomp (needs a kernel with CONFIG_SECCOMP_FILTER, and a service manager or container that lets "
     "seccomp through)",
     inspector_filter},
};

/* A child must not outlive its inspector, not even one that died before this line. */
static int die_with_inspector(const struct sandbox *sandbox)
{
    int error = result(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
    if (!error && getppid() != sandbox->pid)
        error = -ESRCH;
    return error;
}

static int child_limits(const struct sandbox *sandbox)
{
    const struct sandbox_limits *l = &sandbox->limits;
    const rlim_t memory = SANDBOX_SANITIZED ? RLIM_INFINITY : l->memory;
    const rlim_t output = l->trace ? RLIM_INFINITY : 0; /* the trace may go to a file */
    const struct {
        int resource;
        rlim_t soft, hard;
    } limits[] = {
        {RLIMIT_AS, memory, memory},
        {RLIMIT_CPU, l->cpu_s, l->cpu_s + 1},
        {RLIMIT_NOFILE, SANDBOX_FDS_MAX, SANDBOX_FDS_MAX},
        {RLIMIT_FSIZE, output, output},
        {RLIMIT_NPROC, 0, 0},
    };
    int error = 0;
    for (size_t i = 0; !error && i < sizeof limits / sizeof *limits; i++)
        error = limit(limits[i].resource, limits[i].soft, limits[i].hard);
    return error;
}

static int child_filter(const struct sandbox *sandbox)
{
    return sandbox_seccomp_install(&sandbox->child);
}

static const struct step child_steps[] = {
    {"parent death signal", die_with_inspector},
    {"resource limits", child_limits},
    {"seccomp of the child", child_filter},
};

static int run(const struct step *steps, size_t n, const struct sandbox *sandbox, char *error, size_t size)
{
    for (size_t i = 0; i < n; i++) {
        int failed = steps[i].run(sandbox);
        if (failed) {
            snprintf(error, size, "sandbox: %s: %s", steps[i].name, strerror(-failed));
            return failed;
        }
    }
    return 0;
}

int sandbox_new(const struct sandbox_limits *limits, struct sandbox **ret, char *error, size_t size)
{
    struct sandbox *sandbox = mem_calloc(1, sizeof *sandbox);
    if (!sandbox)
        return -ENOMEM;
    sandbox->limits = *limits;
    int failed = sandbox_seccomp_compile(SANDBOX_RUNG_INSPECTOR, limits->trace, &sandbox->inspector);
    if (!failed)
        failed = sandbox_seccomp_compile(SANDBOX_RUNG_CHILD, limits->trace, &sandbox->child);
    if (failed) {
        snprintf(error, size, "sandbox: compiling the seccomp filters: %s", strerror(-failed));
        sandbox_free(sandbox);
        return failed;
    }
    *ret = sandbox;
    return 0;
}

void sandbox_free(struct sandbox *sandbox)
{
    if (!sandbox)
        return;
    sandbox_seccomp_free(&sandbox->inspector);
    sandbox_seccomp_free(&sandbox->child);
    mem_free(sandbox);
}

int sandbox_enter(struct sandbox *sandbox, char *error, size_t size)
{
    sandbox->pid = getpid();
    return run(enter_steps, sizeof enter_steps / sizeof *enter_steps, sandbox, error, size);
}

/* Leaves 0, 1, 2 and the socket. */
static int close_others(const struct sandbox *sandbox, int socket)
{
    if (socket != SANDBOX_SOCKET && dup2(socket, SANDBOX_SOCKET) < 0)
        return -errno;
    if (!sandbox->limits.trace && dup2(STDIN_FILENO, STDERR_FILENO) < 0)
        return -errno;
    return result(close_range(SANDBOX_SOCKET + 1, ~0u, 0));
}

int sandbox_child(const struct sandbox *sandbox, int socket, char *error, size_t size)
{
    int failed = close_others(sandbox, socket);
    if (failed) {
        snprintf(error, size, "sandbox: closing descriptors: %s", strerror(-failed));
        return failed;
    }
    return run(child_steps, sizeof child_steps / sizeof *child_steps, sandbox, error, size);
}
