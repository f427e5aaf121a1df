#include "cookie.h"

#include "../base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

static const char *const texts[] = {
    [COOKIE_UNKNOWN] = "none",
    [COOKIE_WRITTEN] = "cookie",
    [COOKIE_OPENED] = "opening",
    [COOKIE_SILENT] = "silent",
};

const char *cookie_text(enum cookie_answer answer)
{
    return texts[answer];
}

/* An inotify descriptor that looks at the folder, or a negative errno. */
static int look_at(int folder, uint32_t events)
{
    char path[sizeof "/proc/self/fd/" + 3 * sizeof folder];
    snprintf(path, sizeof path, "/proc/self/fd/%d", folder);
    int inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (inotify < 0 || inotify_add_watch(inotify, path, events | IN_ONLYDIR) >= 0)
        return inotify < 0 ? -errno : inotify;
    int error = -errno;
    close(inotify);
    return error;
}

/* The events that have come. */
static uint32_t read_events(int inotify)
{
    _Alignas(struct inotify_event) char bytes[4096];
    uint32_t told = 0;
    ssize_t n = read(inotify, bytes, sizeof bytes);
    for (ssize_t at = 0; at < n;) {
        const struct inotify_event *event = (const struct inotify_event *)(bytes + at);
        told |= event->mask;
        at += (ssize_t)(sizeof *event + event->len);
    }
    return told;
}

/* Others may be at work in the folder: what they do is told too, and as good. */
static bool is_told(int inotify, uint32_t events)
{
    uint64_t end = io_now_ns() + COOKIE_WAIT_MS * (uint64_t)1000000;
    uint32_t told = 0;
    while ((told & events) != events && io_now_ns() < end) {
        struct pollfd waiting = {.fd = inotify, .events = POLLIN};
        told |= poll(&waiting, 1, COOKIE_WAIT_MS) > 0 ? read_events(inotify) : 0;
    }
    return (told & events) == events;
}

/* Should we be killed before it is gone again, the next start takes it away. */
static int write_file(int folder)
{
    (void)unlinkat(folder, COOKIE_NAME, 0);
    int fd = openat(folder, COOKIE_NAME, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    close(fd);
    return unlinkat(folder, COOKIE_NAME, 0) ? -errno : 0;
}

static enum cookie_answer ask_by_opening(int folder)
{
    io_autoclose int inotify = look_at(folder, IN_OPEN);
    if (inotify < 0)
        return COOKIE_UNKNOWN;
    io_autoclose int opened = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return COOKIE_UNKNOWN;
    return is_told(inotify, IN_OPEN) ? COOKIE_OPENED : COOKIE_SILENT;
}

enum cookie_answer cookie_ask(int folder)
{
    io_autoclose int inotify = look_at(folder, IN_CREATE | IN_CLOSE_WRITE);
    if (inotify < 0)
        return COOKIE_UNKNOWN;
    if (write_file(folder))
        return ask_by_opening(folder);
    return is_told(inotify, IN_CREATE | IN_CLOSE_WRITE) ? COOKIE_WRITTEN : COOKIE_SILENT;
}
