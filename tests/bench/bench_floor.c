/* The bounds that the bench's figures stand beside, measured on the same files in the same minute: reading a
 * file and checking that it is UTF-8, and forking a process that does nothing. Prints one figure a line.
 *
 *     bench_floor FILE… */
#include "../../daemon/base/io.h"
#include "../../daemon/base/utf8.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define FORKS 500u

static char bytes[16 << 20];

static double us_since(uint64_t start, unsigned n)
{
    return (double)(io_now_ns() - start) / 1e3 / (n ? n : 1);
}

static size_t read_and_check(const char *path)
{
    io_autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : io_pread_all(fd, bytes, sizeof bytes, 0);
    struct slice text = {bytes, length > 0 ? (size_t)length : 0};
    if (length < 0 || utf8_valid_prefix(text) != text.len) {
        (void)fprintf(stderr, "bench_floor: %s: cannot be read, or is no UTF-8\n", path);
        exit(2);
    }
    return text.len;
}

static void fork_and_wait(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    (void)waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    size_t all = 0;
    unsigned n = (unsigned)(argc - 1);
    uint64_t start = io_now_ns();
    for (int i = 1; i < argc; i++)
        all += read_and_check(argv[i]);
    (void)printf("read_us %.1f\nbytes %zu\n", us_since(start, n), n ? all / n : 0);
    start = io_now_ns();
    for (unsigned i = 0; i < FORKS; i++)
        fork_and_wait();
    (void)printf("fork_us %.1f\n", us_since(start, FORKS));
    return 0;
}
