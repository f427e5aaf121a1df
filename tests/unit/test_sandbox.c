/* What a process in the sandbox tries, and how it is refused: each attempt runs in a child of its own. A
 * death by SIGSYS is the filter's, an errno Landlock's or a resource limit's. */
#include "../../daemon/inspect/sandbox.h"
#include "../../daemon/inspect/sandbox_priv.h"

#include "../../daemon/base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <netinet/in.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define MEMORY (64u << 20)

enum { CALM = 0, REFUSED = 20, ALLOWED = 21, BROKEN = 22 };

/* Gives true when the thing was done. */
typedef bool attempt_fn(void);

struct attempt {
    const char *name;
    attempt_fn *run;
    int signal; /* that ends it; 0: it is refused with an error */
};

static bool try_open(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool try_open_write(void)
{
    return open("/tmp/tallyd-sandbox-test", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool try_open_tree(void)
{
    return syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", &(uint64_t[3]){O_RDONLY}, sizeof(uint64_t[3])) >= 0;
}

/* By the numbers of another system call table, which a filter by number alone would take for others. */
static bool try_other_table(void)
{
    return syscall(0x40000000 | SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY) >= 0;
}

static bool try_handle(void)
{
    return syscall(SYS_open_by_handle_at, AT_FDCWD, NULL, O_RDONLY) >= 0;
}

/* What it does, the kernel does for the process, and no filter sees it. */
static bool try_uring(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL) >= 0;
}

static bool try_stat(void)
{
    struct stat st;
    return stat("/etc/passwd", &st) == 0;
}

static bool try_statx(void)
{
    return syscall(SYS_statx, AT_FDCWD, "/etc/passwd", 0, 0, NULL) == 0;
}

static bool try_access(void)
{
    return access("/etc/passwd", R_OK) == 0;
}

static bool try_readlink(void)
{
    char target[64];
    return readlink("/proc/self/exe", target, sizeof target) > 0;
}

static bool try_list(void)
{
    return opendir("/") != NULL;
}

static bool try_unlink(void)
{
    return unlink("/tmp/tallyd-sandbox-test") == 0;
}

static bool try_mkdir(void)
{
    return mkdir("/tmp/tallyd-sandbox-test", 0700) == 0;
}

static bool try_tcp(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool try_unix(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool try_pair_inet(void)
{
    int fds[2];
    return socketpair(AF_INET, SOCK_STREAM, 0, fds) == 0;
}

static bool try_pair(void)
{
    int fds[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0;
}

static bool try_connect(void)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(80), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return connect(SANDBOX_SOCKET, (struct sockaddr *)&to, sizeof to) == 0;
}

static bool try_execveat(void)
{
    char *argv[] = {"", NULL};
    return syscall(SYS_execveat, STDIN_FILENO, "", argv, argv + 1, AT_EMPTY_PATH) == 0;
}

static bool try_execve(void)
{
    char *argv[] = {"/bin/true", NULL};
    return execve(argv[0], argv, argv + 1) == 0;
}

static bool try_fork(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool try_thread(void)
{
    return syscall(SYS_clone, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD, NULL) >= 0;
}

static bool try_unshare(void)
{
    return unshare(CLONE_NEWUSER) == 0;
}

static bool try_namespace(void)
{
    return syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, 0) >= 0;
}

static bool try_ptrace(void)
{
    return ptrace(PTRACE_ATTACH, 1, NULL, NULL) == 0;
}

static bool try_read_other(void)
{
    char byte;
    return syscall(SYS_process_vm_readv, 1, &byte, 1, &byte, 1, 0) >= 0;
}

static bool try_kill(void)
{
    return kill(1, 0) == 0;
}

static bool try_pidfd(void)
{
    return syscall(SYS_pidfd_send_signal, 0, SIGKILL, NULL, 0) == 0;
}

static bool try_map_exec(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}

static bool try_protect_exec(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool try_memfd(void)
{
    return memfd_create("x", 0) >= 0;
}

static bool try_ioctl(void)
{
    return syscall(SYS_ioctl, 0, 0x5412, "x") == 0;
}

static bool try_dup(void)
{
    return dup(0) >= 0;
}

static bool try_raise_limit(void)
{
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return syscall(SYS_prlimit64, 0, RLIMIT_AS, &limit, NULL) == 0;
}

static bool try_filter(void)
{
    return syscall(SYS_seccomp, 0, 0, NULL) == 0;
}

static bool try_dumpable(void)
{
    return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

static bool try_mount(void)
{
    return syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL) == 0;
}

static bool try_setuid(void)
{
    return setuid(0) == 0;
}

static bool try_memory(void)
{
    /* volatile: clang takes a malloc whose memory is not used to be one that cannot fail */
    void *volatile memory = SANDBOX_SANITIZED ? NULL : malloc(2 * (size_t)MEMORY);
    bool got = memory != NULL;
    free(memory);
    return got;
}

static bool try_processor(void)
{
    for (volatile unsigned long i = 0; i < UINT64_C(1) << 40; i++)
        ;
    return true;
}

/* The test hands every attempt a file opened for reading and writing as descriptor 0. */
static bool try_write(void)
{
    return write(STDIN_FILENO, "x", 1) == 1;
}

static const struct attempt of_child[] = {
    {"open", try_open, SIGSYS},
    {"open for writing", try_open_write, SIGSYS},
    {"openat2", try_open_tree, SIGSYS},
    {"openat of x32", try_other_table, SIGSYS},
    {"open_by_handle_at", try_handle, SIGSYS},
    {"io_uring_setup", try_uring, SIGSYS},
    {"stat of a path", try_stat, SIGSYS},
    {"statx", try_statx, SIGSYS},
    {"access", try_access, SIGSYS},
    {"readlink", try_readlink, SIGSYS},
    {"list a directory", try_list, SIGSYS},
    {"unlink", try_unlink, SIGSYS},
    {"mkdir", try_mkdir, SIGSYS},
    {"socket AF_INET", try_tcp, SIGSYS},
    {"socket AF_UNIX", try_unix, SIGSYS},
    {"socketpair", try_pair, SIGSYS},
    {"connect", try_connect, SIGSYS},
    {"execve", try_execve, SIGSYS},
    {"execveat", try_execveat, SIGSYS},
    {"fork", try_fork, SIGSYS},
    {"thread", try_thread, SIGSYS},
    {"unshare", try_unshare, SIGSYS},
    {"ptrace", try_ptrace, SIGSYS},
    {"process_vm_readv", try_read_other, SIGSYS},
    {"kill", try_kill, SIGSYS},
    {"pidfd_send_signal", try_pidfd, SIGSYS},
    {"mmap executable", try_map_exec, SIGSYS},
    {"mprotect executable", try_protect_exec, SIGSYS},
    {"memfd_create", try_memfd, SIGSYS},
    {"ioctl", try_ioctl, SIGSYS},
    {"dup", try_dup, SIGSYS},
    {"raise a limit", try_raise_limit, SIGSYS},
    {"another filter", try_filter, SIGSYS},
    {"become dumpable", try_dumpable, SIGSYS},
    {"mount", try_mount, SIGSYS},
    {"setuid", try_setuid, SIGSYS},
    {"processor time", try_processor, SIGXCPU},
    {"write to a file", try_write, SIGXFSZ},
    {"memory over the cap", try_memory, 0},
};

static const struct attempt of_inspector[] = {
    {"open", try_open, SIGSYS},
    {"openat of x32", try_other_table, SIGSYS},
    {"io_uring_setup", try_uring, SIGSYS},
    {"stat of a path", try_stat, SIGSYS},
    {"list a directory", try_list, SIGSYS},
    {"socket", try_tcp, SIGSYS},
    {"socketpair of another family", try_pair_inet, SIGSYS},
    {"execve", try_execve, SIGSYS},
    {"thread", try_thread, SIGSYS},
    {"name space", try_namespace, SIGSYS},
    {"ptrace", try_ptrace, SIGSYS},
    {"kill", try_kill, SIGSYS},
    {"mmap executable", try_map_exec, SIGSYS},
    {"mprotect executable", try_protect_exec, SIGSYS},
    {"become dumpable", try_dumpable, SIGSYS},
};

static const struct attempt under_landlock[] = {
    {"open", try_open, 0},
    {"open for writing", try_open_write, 0},
    {"list a directory", try_list, 0},
    {"unlink", try_unlink, 0},
    {"mkdir", try_mkdir, 0},
    {"execve", try_execve, 0},
};

typedef void setting_fn(bool trace);

static void must_succeed(int error, const char *text)
{
    if (error) {
        fprintf(stderr, "%s\n", text);
        _exit(BROKEN);
    }
}

static struct sandbox *prepared(bool trace)
{
    struct sandbox_limits limits = {.memory = MEMORY, .cpu_s = 1, .trace = trace};
    struct sandbox *sandbox = NULL;
    char error[200] = "";
    must_succeed(sandbox_new(&limits, &sandbox, error, sizeof error), error);
    return sandbox;
}

static void in_inspector(bool trace)
{
    char error[200] = "";
    struct sandbox *sandbox = prepared(trace);
    must_succeed(sandbox_enter(sandbox, error, sizeof error), error);
}

/* As the inspector does: lock in, fork, lock the child in; the attempt is the grandchild's, its end the
 * child's. */
static void in_child(bool trace)
{
    char error[200] = "";
    struct sandbox *sandbox = prepared(trace);
    must_succeed(sandbox_enter(sandbox, error, sizeof error), error);
    pid_t pid = fork();
    if (pid == 0) {
        must_succeed(sandbox_child(sandbox, SANDBOX_SOCKET, error, sizeof error), error);
        return;
    }
    int status = 0;
    if (pid < 0 || wait4(pid, &status, 0, NULL) != pid)
        _exit(BROKEN);
    /* no signal may be sent any more, so a death by signal N is told as 100 + N */
    _exit(WIFSIGNALED(status) ? 100 + WTERMSIG(status) : WEXITSTATUS(status));
}

static void in_landlock(bool trace)
{
    (void)trace;
    must_succeed(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
    must_succeed(sandbox_landlock_enter(), "landlock");
}

static int status_of(pid_t pid)
{
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? 100 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int outcome(setting_fn *setting, attempt_fn *attempt, bool trace, int err)
{
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        FILE *file = tmpfile();
        dup2(fileno(file), STDIN_FILENO);
        dup2(err, STDERR_FILENO);
        if (dup2(STDIN_FILENO, SANDBOX_SOCKET) != SANDBOX_SOCKET)
            _exit(BROKEN);
        setting(trace);
        _exit(attempt() ? ALLOWED : REFUSED);
    }
    return status_of(pid);
}

static void all_refused(setting_fn *setting, const struct attempt *attempts, size_t n)
{
    int allowed = 0;
    for (size_t i = 0; i < n; i++) {
        int got = outcome(setting, attempts[i].run, false, STDERR_FILENO);
        int expected = attempts[i].signal ? 100 + attempts[i].signal : REFUSED;
        if (got != expected)
            print_error("%s: %d, expected %d\n", attempts[i].name, got, expected);
        allowed += got != expected;
    }
    assert_int_equal(allowed, 0);
}

static void test_child(void **state)
{
    (void)state;
    all_refused(in_child, of_child, sizeof of_child / sizeof *of_child);
}

static void test_inspector(void **state)
{
    (void)state;
    all_refused(in_inspector, of_inspector, sizeof of_inspector / sizeof *of_inspector);
}

/* The second lock must hold where the first one is not there. */
static void test_landlock_alone(void **state)
{
    (void)state;
    all_refused(in_landlock, under_landlock, sizeof under_landlock / sizeof *under_landlock);
}

/* Signals and abstract sockets are taken away from Landlock's sixth version on. */
static void test_landlock_scopes(void **state)
{
    (void)state;
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 6)
        skip();
    assert_int_equal(outcome(in_landlock, try_kill, false, STDERR_FILENO), REFUSED);
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Long enough that glibc thinks about memory. */
static bool sorts(void)
{
    static int items[100000];
    for (int i = 0; i < 100000; i++)
        items[i] = i * 7919 % 100003;
    qsort(items, 100000, sizeof *items, compare);
    return items[0] <= items[1];
}

static bool work(void)
{
    char *memory = malloc(8u << 20);
    memset(memory, 1, 8u << 20);
    memory = realloc(memory, 16u << 20);
    struct timespec now;
    struct rusage usage;
    bool fine = memory && sorts() && lseek(STDIN_FILENO, 0, SEEK_END) == 0 &&
                clock_gettime(CLOCK_MONOTONIC, &now) == 0 && getrusage(RUSAGE_SELF, &usage) == 0;
    free(memory);
    return fine;
}

static void test_work_is_allowed(void **state)
{
    (void)state;
    assert_int_equal(outcome(in_child, work, false, STDERR_FILENO), ALLOWED);
}

/* Only the socket and the standard descriptors are left, and no more than the document's can be added. */
static bool has_descriptors(void)
{
    for (int fd = SANDBOX_SOCKET + 1; fd < 64; fd++)
        if (lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF)
            return true;
    return lseek(SANDBOX_SOCKET, 0, SEEK_CUR) < 0;
}

static void test_descriptors_are_closed(void **state)
{
    (void)state;
    io_autoclose int extra = open("/dev/null", O_RDONLY);
    io_autoclose int high = fcntl(extra, F_DUPFD, 40);
    assert_true(high >= 40);
    assert_int_equal(outcome(in_child, has_descriptors, false, STDERR_FILENO), REFUSED);
}

static bool takes_two_descriptors(void)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(4 * sizeof(int))];
    } control;
    char byte;
    struct iovec part = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    if (recvmsg(SANDBOX_SOCKET, &message, 0) != 1)
        return true;
    return lseek(SANDBOX_FDS_MAX, 0, SEEK_CUR) >= 0 || lseek(SANDBOX_FDS_MAX - 1, 0, SEEK_CUR) < 0;
}

static void send_descriptors(int socket)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(3 * sizeof(int))];
    } control = {0};
    struct iovec part = {"x", 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    control.head = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(3 * sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    FILE *file = tmpfile();
    int fds[3] = {fileno(file), fileno(file), fileno(file)};
    memcpy(CMSG_DATA(&control.head), fds, sizeof fds);
    assert_int_equal(sendmsg(socket, &message, 0), 1);
    assert_int_equal(fclose(file), 0);
}

static void test_descriptors_are_few(void **state)
{
    (void)state;
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
    send_descriptors(pair[0]);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(pair[1], SANDBOX_SOCKET);
        in_child(false);
        _exit(takes_two_descriptors() ? ALLOWED : REFUSED);
    }
    assert_int_equal(status_of(pid), REFUSED);
    close(pair[0]);
    close(pair[1]);
}

static void test_trace_names_the_call(void **state)
{
    (void)state;
    FILE *err = tmpfile();
    assert_int_equal(outcome(in_child, try_open, true, fileno(err)), 100 + SIGSYS);
    char line[200] = "";
    rewind(err);
    assert_non_null(fgets(line, sizeof line, err));
    assert_non_null(strstr(line, "forbidden system call openat"));
    assert_int_equal(fclose(err), 0);
}

/* The child waits for its document; the inspector for its end. */
static void inspector_with_child(int socket)
{
    struct sandbox *sandbox = prepared(false);
    char error[200];
    must_succeed(sandbox_enter(sandbox, error, sizeof error), error);
    pid_t pid = fork();
    if (pid == 0) {
        must_succeed(sandbox_child(sandbox, socket, error, sizeof error), error);
        struct iovec part = {"x", 1};
        must_succeed(sendmsg(SANDBOX_SOCKET, &(struct msghdr){.msg_iov = &part, .msg_iovlen = 1}, 0) != 1,
                     "send");
    }
    ssize_t got = recvmsg(pid ? socket : SANDBOX_SOCKET, &(struct msghdr){0}, 0);
    _exit(got == 0 ? CALM : BROKEN);
}

/* A child whose inspector is gone ends with it: the last holder of its end of the pair. */
static void test_child_dies_with_inspector(void **state)
{
    (void)state;
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(pair[0]);
        inspector_with_child(pair[1]);
    }
    close(pair[1]);
    char byte;
    assert_int_equal(recv(pair[0], &byte, 1, 0), 1);
    kill(pid, SIGKILL);
    assert_int_equal(status_of(pid), 100 + SIGKILL);
    assert_int_equal(recv(pair[0], &byte, 1, 0), 0);
    close(pair[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_child),
        cmocka_unit_test(test_inspector),
        cmocka_unit_test(test_landlock_alone),
        cmocka_unit_test(test_landlock_scopes),
        cmocka_unit_test(test_work_is_allowed),
        cmocka_unit_test(test_descriptors_are_closed),
        cmocka_unit_test(test_descriptors_are_few),
        cmocka_unit_test(test_trace_names_the_call),
        cmocka_unit_test(test_child_dies_with_inspector),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
