/* Loaded before the C library (LD_PRELOAD), makes the n-th of some calls of one program fail, or kills it there.
 *
 *     TORTURE_FAULT=CALL:N:ERROR     the N-th CALL gives that error (a number); CALL is a name below, or `any` but malloc
 *     TORTURE_FAULT=CALL:N:kill      the program is killed there instead
 *     TORTURE_PLACE=HASH             only calls from this place count: one of those that the tally of a run before names
 *     TORTURE_PROGRAM=tallyd         only in this one
 *     TORTURE_TALLY=FILE             of a struct tally, zeroed: what is counted, and which call it came to
 *
 * The count is shared by all processes of the program that are given the same file, one behind the other or forked from
 * each other: there is one N-th call.
 *
 * A place is a stack of calls: all return addresses, each by its distance from the start of what it was loaded from, and
 * each once, so that a recursion is one place whatever its depth. It is the same in every run of the same build. `any`
 * leaves allocations out, since what is killed there leaves the world as what is killed at the call behind it. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

#define PLACES_MAX 8192 /* twice what the daemon has; torture.py says when they were too few */
#define FRAMES_MAX 64

struct place {
    atomic_ulong hash; /* 0: free */
    atomic_long count;
};

/* In the file, so that it outlives the process. */
struct tally {
    atomic_long count;
    char call[16];   /* what the fault came to; empty: it has not come yet */
    char stack[512]; /* the libraries' functions on the way there, innermost first, a line each */
    struct place places[PLACES_MAX]; /* those that were come to before the fault */
};

static struct {
    bool set, kill;
    char call[16];
    long at;
    unsigned long place; /* 0: any */
    int error;
    struct tally *tally;
} fault;

static bool map_tally(const char *path)
{
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    fault.tally = mmap(NULL, sizeof *fault.tally, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return fault.tally != MAP_FAILED;
}

__attribute__((constructor)) static void read_fault(void)
{
    const char *text = getenv("TORTURE_FAULT"), *program = getenv("TORTURE_PROGRAM"),
               *place = getenv("TORTURE_PLACE");
    char what[16];
    if (!text || !program || strcmp(program_invocation_short_name, program) != 0 ||
        sscanf(text, "%15[^:]:%ld:%15s", fault.call, &fault.at, what) != 3)
        return;
    fault.kill = strcmp(what, "kill") == 0;
    fault.error = atoi(what);
    if (place)
        fault.place = strtoul(place, NULL, 16);
    fault.set = map_tally(getenv("TORTURE_TALLY"));
}

struct frames {
    unsigned n;
    unsigned long at[FRAMES_MAX];
};

static void *code_of(struct _Unwind_Context *context)
{
    unsigned long at = _Unwind_GetIP(context);
    void *code;
    memcpy(&code, &at, sizeof code);
    return code;
}

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *data)
{
    struct frames *frames = data;
    struct dl_find_object object;
    void *code = code_of(context);
    if (!code || _dl_find_object(code, &object) != 0)
        return _URC_END_OF_STACK;
    unsigned long at = (unsigned long)code - (unsigned long)object.dlfo_map_start;
    for (unsigned i = 0; i < frames->n; i++)
        if (frames->at[i] == at)
            return _URC_NO_REASON;
    frames->at[frames->n++] = at;
    return frames->n < FRAMES_MAX ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static unsigned long hash_place(void)
{
    struct frames frames = {0};
    _Unwind_Backtrace(add_frame, &frames);
    unsigned long hash = 14695981039346656037UL; /* FNV-1a, by words */
    for (unsigned i = 0; i < frames.n; i++)
        hash = (hash ^ frames.at[i]) * 1099511628211UL;
    return hash ? hash : 1;
}

/* Only what a library offers has a name to be found. */
static _Unwind_Reason_Code add_name(struct _Unwind_Context *context, void *data)
{
    char *stack = data;
    Dl_info info;
    size_t used = strlen(stack), left = sizeof fault.tally->stack - used;
    void *code = code_of(context);
    if (!code || !dladdr(code, &info))
        return _URC_END_OF_STACK;
    if (info.dli_sname && strlen(info.dli_sname) + 2 <= left)
        snprintf(stack + used, left, "%s\n", info.dli_sname);
    return _URC_NO_REASON;
}

/* How often this place was come to, this time included. 0 if there is no room for it. */
static long count_place(unsigned long hash)
{
    for (unsigned i = 0; i < PLACES_MAX; i++) {
        struct place *place = &fault.tally->places[(hash + i) % PLACES_MAX];
        unsigned long free = 0;
        if (atomic_compare_exchange_strong(&place->hash, &free, hash) || free == hash)
            return atomic_fetch_add(&place->count, 1) + 1;
    }
    return 0;
}

static bool counts(const char *call)
{
    return fault.set && !fault.tally->call[0] &&
           (strcmp(fault.call, "any") == 0 ? strcmp(call, "malloc") != 0 : strcmp(fault.call, call) == 0);
}

/* Whether this call is the one. */
static bool now(const char *call)
{
    if (!counts(call))
        return false;
    unsigned long hash = hash_place();
    long of_place = count_place(hash), of_all = atomic_fetch_add(&fault.tally->count, 1) + 1;
    if (fault.place ? hash != fault.place || of_place != fault.at : of_all != fault.at)
        return false;
    _Unwind_Backtrace(add_name, fault.tally->stack);
    snprintf(fault.tally->call, sizeof fault.tally->call, "%s", call);
    if (fault.kill)
        kill(getpid(), SIGKILL);
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
WRAP(DIR *, opendir, (const char *path), (path), "open", NULL)
WRAP(int, inotify_init1, (int flags), (flags), "open", -1)
WRAP(int, inotify_add_watch, (int fd, const char *path, uint32_t mask), (fd, path, mask), "watch", -1)
WRAP_FILE(ssize_t, read, (int fd, void *at, size_t n), (fd, at, n), "read")
WRAP_FILE(ssize_t, pread, (int fd, void *at, size_t n, off_t from), (fd, at, n, from), "read")
WRAP_FILE(ssize_t, pread64, (int fd, void *at, size_t n, off64_t from), (fd, at, n, from), "read")
WRAP_FILE(ssize_t, write, (int fd, const void *at, size_t n), (fd, at, n), "write")
WRAP_FILE(ssize_t, pwrite64, (int fd, const void *at, size_t n, off64_t to), (fd, at, n, to), "write")
WRAP_FILE(ssize_t, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n), "write")
WRAP_FILE(int, fsync, (int fd), (fd), "fsync")
WRAP_FILE(int, fdatasync, (int fd), (fd), "fsync")
WRAP_FILE(int, ftruncate, (int fd, off_t size), (fd, size), "ftruncate")
WRAP_FILE(int, ftruncate64, (int fd, off64_t size), (fd, size), "ftruncate")
WRAP(int, fstat, (int fd, struct stat *at), (fd, at), "stat", -1)
WRAP(int, fstat64, (int fd, struct stat64 *at), (fd, at), "stat", -1)
WRAP(int, stat, (const char *path, struct stat *at), (path, at), "stat", -1)
WRAP(int, lstat, (const char *path, struct stat *at), (path, at), "stat", -1)
WRAP(int, renameat2, (int from, const char *old, int to, const char *new, unsigned flags),
     (from, old, to, new, flags), "rename", -1)
WRAP(void *, mmap, (void *at, size_t n, int protection, int flags, int fd, off_t from),
     (at, n, protection, flags, fd, from), "mmap", MAP_FAILED)
WRAP(void *, mmap64, (void *at, size_t n, int protection, int flags, int fd, off64_t from),
     (at, n, protection, flags, fd, from), "mmap", MAP_FAILED)
WRAP(pid_t, fork, (void), (), "fork", -1)
WRAP(int, posix_spawn,
     (pid_t * pid, const char *path, const posix_spawn_file_actions_t *actions,
      const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment),
     (pid, path, actions, attributes, arguments, environment), "fork", fault.error)
WRAP(int, socket, (int domain, int type, int protocol), (domain, type, protocol), "socket", -1)
WRAP(int, socketpair, (int domain, int type, int protocol, int pair[2]), (domain, type, protocol, pair),
     "socket", -1)
WRAP(int, listen, (int fd, int backlog), (fd, backlog), "socket", -1)
WRAP(int, connect, (int fd, const struct sockaddr *to, socklen_t n), (fd, to, n), "connect", -1)
WRAP(ssize_t, send, (int fd, const void *at, size_t n, int flags), (fd, at, n, flags), "send", -1)
WRAP(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags), "send", -1)
WRAP(int, sendmmsg, (int fd, struct mmsghdr *messages, unsigned n, int flags), (fd, messages, n, flags),
     "send", -1)
WRAP(ssize_t, recvmsg, (int fd, struct msghdr *message, int flags), (fd, message, flags), "recv", -1)
/* openat2 has no function of its own: documents are opened with it. */
long syscall(long number, ...)
{
    NEXT(syscall);
    long a[6];
    va_list args;
    va_start(args, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(args, long);
    va_end(args);
    return number == SYS_openat2 && now("open") ? -1 : next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* SQLite calls these itself, and goes by what a statement came to, not by what the call said: only the program's own fail. */
static _Thread_local unsigned within;

int sqlite3_step(sqlite3_stmt *statement)
{
    NEXT(sqlite3_step);
    if (!within && now("sqlite"))
        return fault.error;
    within++;
    int result = next(statement);
    within--;
    return result;
}

int sqlite3_exec(sqlite3 *db, const char *sql, int (*each)(void *, int, char **, char **), void *context,
                 char **error)
{
    NEXT(sqlite3_exec);
    if (!within && now("sqlite"))
        return fault.error;
    within++;
    int result = next(db, sql, each, context, error);
    within--;
    return result;
}

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
