/* Loaded before the C library (LD_PRELOAD) into tallyd and tally-inspect, for soak.py only: what valgrind does not know
 * (3.19: pidfds, openat2, close_range) is done by other means, and tally-inspect believes that it locked itself in, as
 * valgrind could not work in the sandbox. tests/unit/test_sandbox.c has the sandbox itself.
 *
 *     PIDFDS=FILE     a socket that is sent a pid and answers with its pidfd */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/openat2.h>
#include <seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define NEXT(name)                                                                                           \
    static __typeof__(&name) next;                                                                           \
    if (!next)                                                                                               \
    next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define DESCRIPTORS_MAX 1024

/* --- the sandbox --- */

int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
    (void)resource, (void)limit;
    return 0;
}

int prctl(int option, ...)
{
    NEXT(prctl);
    va_list args;
    va_start(args, option);
    unsigned long value = va_arg(args, unsigned long);
    va_end(args);
    return option == PR_SET_DUMPABLE ? 0 : next(option, value, 0UL, 0UL, 0UL);
}

/* The version that there is, or what can be closed. */
static long landlock_ruleset(void *const *a)
{
    return (uintptr_t)a[2] == LANDLOCK_CREATE_RULESET_VERSION ? 1 : open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static long nothing(void *const *a)
{
    (void)a;
    return 0;
}

/* libseccomp finds no architecture under valgrind: it is left out, and its program is one instruction. */
scmp_filter_ctx seccomp_init(uint32_t action)
{
    static uint32_t only;
    only = action;
    return &only;
}

int seccomp_rule_add_array(scmp_filter_ctx filter, uint32_t action, int number, unsigned n,
                           const struct scmp_arg_cmp *arguments)
{
    (void)filter, (void)action, (void)number, (void)n, (void)arguments;
    return 0;
}

int seccomp_attr_set(scmp_filter_ctx filter, enum scmp_filter_attr attribute, uint32_t value)
{
    (void)filter, (void)attribute, (void)value;
    return 0;
}

int seccomp_export_bpf(const scmp_filter_ctx filter, int fd)
{
    (void)filter;
    return write(fd, &(struct sock_filter){0}, sizeof(struct sock_filter)) < 0 ? -errno : 0;
}

void seccomp_release(scmp_filter_ctx filter)
{
    (void)filter;
}

/* --- what valgrind does not know --- */

static int receive_descriptor(int server)
{
    char byte, space[CMSG_SPACE(sizeof(int))];
    struct iovec part = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    int fd = -1;
    if (recvmsg(server, &message, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&message))
        memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

static long pidfd_open_(void *const *a)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int pid = (int)(intptr_t)a[0], fd = -1;
    snprintf(to.sun_path, sizeof to.sun_path, "%s", getenv("PIDFDS"));
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(server, (struct sockaddr *)&to, sizeof to) == 0 &&
        send(server, &pid, sizeof pid, 0) == sizeof pid)
        fd = receive_descriptor(server);
    close(server);
    errno = ESRCH;
    return fd;
}

static long pidfd_signal(void *const *a)
{
    char path[64], line[100];
    int pid = -1;
    snprintf(path, sizeof path, "/proc/self/fdinfo/%ld", (long)(intptr_t)a[0]);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "Pid: %d", &pid);
    if (file)
        (void)fclose(file);
    errno = ESRCH;
    return pid > 0 ? kill(pid, (int)(intptr_t)a[1]) : -1;
}

static long open_beneath(void *const *a)
{
    const struct open_how *how = a[2];
    return openat((int)(intptr_t)a[0], a[1], (int)how->flags, (mode_t)how->mode);
}

int close_range(unsigned first, unsigned last, int flags)
{
    (void)flags;
    for (unsigned fd = first; fd <= last && fd < DESCRIPTORS_MAX; fd++)
        close((int)fd);
    return 0;
}

static const struct {
    long number;
    long (*call)(void *const *arguments);
} calls[] = {
    {SYS_seccomp, nothing},
    {SYS_landlock_restrict_self, nothing},
    {SYS_landlock_create_ruleset, landlock_ruleset},
    {SYS_pidfd_open, pidfd_open_},
    {SYS_pidfd_send_signal, pidfd_signal},
    {SYS_openat2, open_beneath},
};

long syscall(long number, ...)
{
    NEXT(syscall);
    void *a[6];
    va_list args;
    va_start(args, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(args, void *);
    va_end(args);
    for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++)
        if (calls[i].number == number)
            return calls[i].call(a);
    return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
