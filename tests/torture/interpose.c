/* Loaded before the C library (LD_PRELOAD), makes the n-th of some calls of one program fail, or kills it there.
 *
 *     TORTURE_FAULT=CALL:N:ERRNO     the N-th CALL gives that error (a number); CALL is a name below, or `any`
 *     TORTURE_FAULT=CALL:N:kill      the program is killed there instead
 *     TORTURE_PROGRAM=tallyd         only in this one
 *     TORTURE_HIT=FILE               is made when the call has come
 *
 * Counting starts with the process. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static struct {
    bool set, kill;
    char call[16];
    long at;
    int error;
    const char *hit;
    atomic_long count;
} fault;

__attribute__((constructor)) static void read_fault(void)
{
    const char *text = getenv("TORTURE_FAULT"), *program = getenv("TORTURE_PROGRAM");
    char what[16];
    if (!text || !program || strcmp(program_invocation_short_name, program) != 0 ||
        sscanf(text, "%15[^:]:%ld:%15s", fault.call, &fault.at, what) != 3)
        return;
    fault.kill = strcmp(what, "kill") == 0;
    fault.error = atoi(what);
    fault.hit = getenv("TORTURE_HIT");
    fault.set = true;
}

static void mark_hit(void)
{
    long fd = fault.hit ? syscall(SYS_openat, AT_FDCWD, fault.hit, O_CREAT | O_WRONLY, 0644) : -1;
    if (fd >= 0)
        syscall(SYS_close, fd);
}

/* Whether this call is the one. */
static bool now(const char *call)
{
    if (!fault.set || (strcmp(fault.call, "any") != 0 && strcmp(fault.call, call) != 0) ||
        atomic_fetch_add(&fault.count, 1) + 1 != fault.at)
        return false;
    mark_hit();
    if (fault.kill)
        syscall(SYS_kill, getpid(), SIGKILL);
    errno = fault.error;
    return true;
}

/* Disks fail; the pipes and sockets that libuv speaks to itself with do not. */
static bool is_file(int fd)
{
    struct stat status;
    return syscall(SYS_fstat, fd, &status) == 0 && S_ISREG(status.st_mode);
}

static bool file_now(int fd, const char *call)
{
    return fault.set && is_file(fd) && now(call);
}

/* The C library's own, looked up once for each call. */
#define NEXT(name)                                                                                           \
    static __typeof__(&name) next;                                                                           \
    if (!next)                                                                                               \
    next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define WRAP(type, name, parameters, arguments, call, failed)                                                \
    type name parameters                                                                                     \
    {                                                                                                        \
        NEXT(name);                                                                                          \
        return now(call) ? failed : next arguments;                                                          \
    }

#define WRAP_FILE(type, name, parameters, arguments, call)                                                   \
    type name parameters                                                                                     \
    {                                                                                                        \
        NEXT(name);                                                                                          \
        return file_now(fd, call) ? -1 : next arguments;                                                     \
    }

#define WRAP_OPEN(name)                                                                                      \
    int name(const char *path, int flags, ...)                                                               \
    {                                                                                                        \
        NEXT(name);                                                                                          \
        va_list args;                                                                                        \
        va_start(args, flags);                                                                               \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;                              \
        va_end(args);                                                                                        \
        return now("open") ? -1 : next(path, flags, mode);                                                   \
    }

WRAP_OPEN(open)
WRAP_OPEN(open64)
WRAP_FILE(ssize_t, read, (int fd, void *at, size_t n), (fd, at, n), "read")
WRAP_FILE(ssize_t, pread64, (int fd, void *at, size_t n, off64_t from), (fd, at, n, from), "read")
WRAP_FILE(ssize_t, write, (int fd, const void *at, size_t n), (fd, at, n), "write")
WRAP_FILE(ssize_t, pwrite64, (int fd, const void *at, size_t n, off64_t to), (fd, at, n, to), "write")
WRAP_FILE(ssize_t, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n), "write")
WRAP_FILE(int, fsync, (int fd), (fd), "fsync")
WRAP_FILE(int, fdatasync, (int fd), (fd), "fsync")
WRAP_FILE(int, ftruncate64, (int fd, off64_t size), (fd, size), "ftruncate")
WRAP(int, fstat64, (int fd, struct stat64 *at), (fd, at), "stat", -1)
WRAP(void *, mmap64, (void *at, size_t n, int protection, int flags, int fd, off64_t from),
     (at, n, protection, flags, fd, from), "mmap", MAP_FAILED)
WRAP(pid_t, fork, (void), (), "fork", -1)
WRAP(int, socket, (int domain, int type, int protocol), (domain, type, protocol), "socket", -1)
WRAP(int, connect, (int fd, const struct sockaddr *to, socklen_t n), (fd, to, n), "connect", -1)
WRAP(ssize_t, send, (int fd, const void *at, size_t n, int flags), (fd, at, n, flags), "send", -1)
WRAP(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags), "send", -1)
WRAP(ssize_t, recvmsg, (int fd, struct msghdr *message, int flags), (fd, message, flags), "recv", -1)

/* The allocator is asked before dlsym can answer, which itself allocates: glibc's own names are used. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *at, size_t size);

void *malloc(size_t size)
{
    return now("malloc") ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return now("malloc") ? NULL : __libc_calloc(n, size);
}

void *realloc(void *at, size_t size)
{
    return now("malloc") ? NULL : __libc_realloc(at, size);
}
