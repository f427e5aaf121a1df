#include "sandbox_priv.h"

#include "../base/io.h"
#include "../base/mem.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What is looked at besides the call's number. */
enum check { NOTHING, EQUALS, LACKS };

/* A call on the allow list. */
struct allowed {
    int call;
    enum sandbox_rung rung; /* the last rung on which it is still allowed */
    enum check check;
    unsigned argument;
    uint64_t value; /* what the argument must equal, or the bits that it must lack */
};

#define INSPECTOR SANDBOX_RUNG_INSPECTOR
#define CHILD     SANDBOX_RUNG_CHILD
#define ANY       NOTHING, 0, 0

/* What glibc's fork passes: no shared memory, no name spaces. */
#define FORK_FLAGS (CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD)

static const struct allowed list[] = {
    /* descriptors it was given; nothing here takes a path. fstat, but not newfstatat: a filter cannot see
     * whether newfstatat's path is empty, and Landlock does not hide what stat tells */
    {SCMP_SYS(read), CHILD, ANY},
    {SCMP_SYS(pread64), CHILD, ANY},
    {SCMP_SYS(lseek), CHILD, ANY},
    {SCMP_SYS(fstat), CHILD, ANY},
    {SCMP_SYS(write), CHILD, ANY},
    {SCMP_SYS(close), CHILD, ANY},
    {SCMP_SYS(sendmsg), CHILD, ANY},
    {SCMP_SYS(sendmmsg), CHILD, ANY},
    {SCMP_SYS(recvmsg), CHILD, ANY},
    /* memory, never executable */
    {SCMP_SYS(mmap), CHILD, LACKS, 2, PROT_EXEC},
    {SCMP_SYS(mprotect), CHILD, LACKS, 2, PROT_EXEC},
    {SCMP_SYS(munmap), CHILD, ANY},
    {SCMP_SYS(mremap), CHILD, ANY},
    {SCMP_SYS(madvise), CHILD, ANY},
    {SCMP_SYS(brk), CHILD, ANY},
    /* itself: clocks, the timer that stops a rule, waiting, the end */
    {SCMP_SYS(clock_gettime), CHILD, ANY},
    {SCMP_SYS(getrusage), CHILD, ANY},
    {SCMP_SYS(sysinfo), CHILD, ANY}, /* glibc's qsort asks it how much memory there is */
    {SCMP_SYS(timer_create), CHILD, ANY},
    {SCMP_SYS(timer_settime), CHILD, ANY},
    {SCMP_SYS(timer_delete), CHILD, ANY},
    {SCMP_SYS(rt_sigreturn), CHILD, ANY},
    {SCMP_SYS(rt_sigprocmask), CHILD, ANY},
    {SCMP_SYS(futex), CHILD, ANY},
    {SCMP_SYS(restart_syscall), CHILD, ANY},
    {SCMP_SYS(exit), CHILD, ANY},
    {SCMP_SYS(exit_group), CHILD, ANY},
    /* the inspector: children and their sockets */
    {SCMP_SYS(clone), INSPECTOR, EQUALS, 0, FORK_FLAGS},
    {SCMP_SYS(set_robust_list), INSPECTOR, ANY},
    {SCMP_SYS(socketpair), INSPECTOR, EQUALS, 0, AF_UNIX},
    {SCMP_SYS(pidfd_open), INSPECTOR, ANY},
    {SCMP_SYS(wait4), INSPECTOR, ANY},
    {SCMP_SYS(poll), INSPECTOR, ANY},
    {SCMP_SYS(ppoll), INSPECTOR, ANY},
    {SCMP_SYS(getppid), INSPECTOR, ANY},
    /* what sandbox_child still has to do */
    {SCMP_SYS(prctl), INSPECTOR, EQUALS, 0, PR_SET_PDEATHSIG},
    {SCMP_SYS(prlimit64), INSPECTOR, EQUALS, 0, 0},
    {SCMP_SYS(dup2), INSPECTOR, ANY},
    {SCMP_SYS(dup3), INSPECTOR, ANY},
    {SCMP_SYS(close_range), INSPECTOR, ANY},
    {SCMP_SYS(seccomp), INSPECTOR, EQUALS, 0, SECCOMP_SET_MODE_FILTER},
#if SANDBOX_SANITIZED
    /* what a sanitizer's runtime calls of its own accord */
    {SCMP_SYS(sigaltstack), CHILD, ANY},
    {SCMP_SYS(sched_yield), CHILD, ANY},
    {SCMP_SYS(getpid), CHILD, ANY},
    {SCMP_SYS(gettid), CHILD, ANY},
    {SCMP_SYS(rt_sigaction), CHILD, ANY},
#endif
};

static int allow(scmp_filter_ctx filter, const struct allowed *row)
{
    struct scmp_arg_cmp compare = {.arg = row->argument, .op = SCMP_CMP_EQ, .datum_a = row->value};
    if (row->check == LACKS)
        compare =
            (struct scmp_arg_cmp){.arg = row->argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = row->value};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, row->call, row->check != NOTHING, &compare);
}

static int fill(scmp_filter_ctx filter, enum sandbox_rung rung)
{
    int error = 0;
    for (size_t i = 0; !error && i < sizeof list / sizeof *list; i++)
        error = list[i].rung < rung ? 0 : allow(filter, &list[i]);
    /* the binary tree: a call is found in five comparisons, not forty */
    return error ? error : seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
}

/* libseccomp writes a program to a descriptor only. */
static int export(scmp_filter_ctx filter, struct sock_fprog *ret)
{
    io_autoclose int fd = memfd_create("seccomp", MFD_CLOEXEC);
    if (fd < 0)
        return -errno;
    int error = seccomp_export_bpf(filter, fd);
    off_t size = lseek(fd, 0, SEEK_CUR);
    if (error < 0 || size <= 0)
        return error < 0 ? error : -EIO;
    struct sock_filter *code = mem_alloc((size_t)size);
    if (!code)
        return -ENOMEM;
    if (io_pread_all(fd, code, (size_t)size, 0) != size) {
        mem_free(code);
        return -EIO;
    }
    *ret = (struct sock_fprog){.len = (unsigned short)((size_t)size / sizeof *code), .filter = code};
    return 0;
}

static int compile(enum sandbox_rung rung, bool trace, struct sock_fprog *ret)
{
    scmp_filter_ctx filter = seccomp_init(trace ? SCMP_ACT_TRAP : SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return -ENOMEM;
    int error = fill(filter, rung);
    if (error == 0)
        error = export(filter, ret);
    seccomp_release(filter);
    return error;
}

static bool is_same(const struct sock_fprog *a, const struct sock_fprog *b)
{
    return a->filter && b->filter && a->len == b->len &&
           memcmp(a->filter, b->filter, a->len * sizeof *a->filter) == 0;
}

/* libseccomp drops rules that it has no memory for and does not always say so: an inspector without one of its calls would
 * crash on every document. So each filter is compiled twice, and believed when both are the same. */
int sandbox_seccomp_compile(enum sandbox_rung rung, bool trace, struct sock_fprog *ret)
{
    struct sock_fprog first = {0}, second = {0};
    int error = compile(rung, trace, &first);
    if (!error)
        error = compile(rung, trace, &second);
    if (!error && !is_same(&first, &second))
        error = -ENOMEM;
    sandbox_seccomp_free(&second);
    if (error)
        sandbox_seccomp_free(&first);
    else
        *ret = first;
    return error;
}

void sandbox_seccomp_free(struct sock_fprog *program)
{
    mem_free(program->filter);
}

int sandbox_seccomp_install(const struct sock_fprog *program)
{
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program) == 0 ? 0 : -errno;
}

/* Runs with the signal's default restored and unblocked, so that a second forbidden call ends the process by
 * SIGSYS. */
static void on_forbidden(int number, siginfo_t *info, void *context)
{
    (void)context, (void)number;
    char line[128];
    char *name = seccomp_syscall_resolve_num_arch(info->si_arch, info->si_syscall);
    int length = snprintf(line, sizeof line, "tally-inspect[trace]: forbidden system call %s (%d)\n",
                          name ? name : "?", info->si_syscall);
    if (write(STDERR_FILENO, line, (size_t)length) == length)
        syscall(SYS_ptrace, -1, 0, 0, 0);
    syscall(SYS_ptrace, -1, 0, 0, 0);
}

int sandbox_seccomp_trace(void)
{
    struct sigaction action = {.sa_sigaction = on_forbidden,
                               .sa_flags = (int)(SA_SIGINFO | SA_RESETHAND | SA_NODEFER)};
    return sigaction(SIGSYS, &action, NULL) == 0 ? 0 : -errno;
}
