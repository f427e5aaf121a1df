/* How long it takes from close(2) of a report in the watched folder to its last line in the JSON lines file.
 * One report at a time: writes it, closes it, waits (inotify, no polling) until its `tallyd.report` event
 * stands in the file. Prints microseconds, one figure a line.
 *
 *     bench_latency DROP-FOLDER JSONL-FILE FILE… */
#include "../../daemon/base/io.h"

#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#define WAIT_MS 10000

struct tail {
    int file, notify;
    char text[1 << 20];
    size_t used;
};

static char bytes[16 << 20];

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(2);
}

static void tail_open(struct tail *tail, const char *path)
{
    tail->file = open(path, O_RDONLY | O_CLOEXEC);
    tail->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (tail->file < 0 || tail->notify < 0 || inotify_add_watch(tail->notify, path, IN_MODIFY) < 0)
        die(path);
    (void)lseek(tail->file, 0, SEEK_END);
}

/* Whether a whole line of what was read since the last one is the report of `name`; forgets lines as it goes.
 */
static bool tail_has(struct tail *tail, const char *name)
{
    bool found = false;
    char *line = tail->text, *end = tail->text + tail->used, *newline;
    while (!found && (newline = memchr(line, '\n', (size_t)(end - line)))) {
        *newline = '\0';
        found = strstr(line, "\"tallyd.report\"") && strstr(line, name);
        line = newline + 1;
    }
    tail->used = (size_t)(end - line);
    memmove(tail->text, line, tail->used);
    return found;
}

static void tail_wait(struct tail *tail, const char *name)
{
    char events[4096];
    for (;;) {
        ssize_t got = read(tail->file, tail->text + tail->used, sizeof tail->text - tail->used);
        tail->used += got > 0 ? (size_t)got : 0;
        if (tail_has(tail, name))
            return;
        struct pollfd wait = {.fd = tail->notify, .events = POLLIN};
        if (poll(&wait, 1, WAIT_MS) <= 0) {
            (void)fprintf(stderr, "bench_latency: no report of %s within %d ms\n", name, WAIT_MS);
            exit(2);
        }
        (void)!read(tail->notify, events, sizeof events);
    }
}

static size_t read_file(const char *path)
{
    io_autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : io_pread_all(fd, bytes, sizeof bytes, 0);
    if (length < 0)
        die(path);
    return (size_t)length;
}

static double measure(struct tail *tail, const char *folder, char *path)
{
    char to[4096], *name = basename(path);
    size_t length = read_file(path);
    (void)snprintf(to, sizeof to, "%s/%s", folder, name);
    int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0 || io_write_all(fd, (struct slice){bytes, length}) < 0)
        die(to);
    uint64_t start = io_now_ns();
    (void)close(fd);
    tail_wait(tail, name);
    return (double)(io_now_ns() - start) / 1e3;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    static struct tail tail;
    if (argc < 4) {
        (void)fprintf(stderr, "usage: bench_latency DROP-FOLDER JSONL-FILE FILE...\n");
        return 2;
    }
    unsigned n = (unsigned)argc - 3;
    double *us = calloc(n, sizeof *us);
    if (!us)
        die("memory");
    tail_open(&tail, argv[2]);
    for (unsigned i = 0; i < n; i++)
        us[i] = measure(&tail, argv[1], argv[3 + i]);
    qsort(us, n, sizeof *us, by_size);
    (void)printf("p50 %.0f\np99 %.0f\nmax %.0f\n", us[n / 2], us[n * 99 / 100], us[n - 1]);
    free(us);
    return 0;
}
