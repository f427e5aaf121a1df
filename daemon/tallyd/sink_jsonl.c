/* The JSON lines file. Nobody else writes it, and it holds whole lines only: what a full disk cut short is
 * taken back, and so is half a line that a killed process or a power cut left at the end. logrotate may
 * rename the file at any time: each batch goes to the file that has the name, with or without a signal. */
#include "sink.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* Holds any line: a message from the worker is at most 128 KiB, and escaping makes at most six bytes of one.
 */
#define TAIL_BYTES (1u << 20)

/* How each of our lines begins (event.h); a file that ends otherwise is not cut. */
#define LINE_START "{\"@timestamp\":\""

struct jsonl {
    struct sink sink;
    char *path;
    int fd;            /* -1: to be opened */
    bool ragged;       /* ends in half a line that could not be taken back yet, */
    off_t whole;       /* and this is where it begins */
    struct slice last; /* the last whole line found at open, for `holds`; owned */
};

static int fail(struct jsonl *jsonl, int code, const char *cure)
{
    (void)snprintf(jsonl->sink.error, sizeof jsonl->sink.error, "%s: %s%s", jsonl->path, strerror(code),
                   cure);
    return -code;
}

static const char *cure_of(int code)
{
    static const struct {
        int code;
        const char *cure;
    } cures[] = {
        {ENOENT, ": make its folder, for the user that tallyd runs as"},
        {EACCES, ": let the user that tallyd runs as write there (LogsDirectory= in the unit)"},
        {EROFS, ": let tallyd write there (LogsDirectory= or ReadWritePaths= in the unit)"},
        {ENOSPC, ": free some space"},
        {EINVAL, ": name a regular file in [sink jsonl] path"},
    };
    for (size_t i = 0; i < sizeof cures / sizeof cures[0]; i++)
        if (cures[i].code == code)
            return cures[i].cure;
    return "";
}

/* What a write that did not end leaves: the beginning of a line of ours, or after a power cut nothing but
 * zeros. */
static bool is_half_line(struct slice s)
{
    struct slice start = S(LINE_START);
    size_t zeros = 0;
    while (zeros < s.len && s.at[zeros] == '\0')
        zeros++;
    return zeros == s.len || slice_starts(s, slice_sub(start, 0, s.len));
}

static void keep_last(struct jsonl *jsonl, struct slice lines)
{
    ptrdiff_t before = lines.len ? slice_rfind(slice_sub(lines, 0, lines.len - 1), S("\n")) : -1;
    struct slice line = slice_sub(lines, (size_t)(before + 1), lines.len);
    char *copy = mem_realloc((char *)jsonl->last.at, line.len + 1);
    if (!copy)
        return;
    memcpy(copy, line.at, line.len);
    jsonl->last = (struct slice){copy, line.len};
}

/* Leaves the file at the end of a line. */
static int mend_tail(struct jsonl *jsonl, off_t size, struct slice tail)
{
    ptrdiff_t newline = slice_rfind(tail, S("\n"));
    struct slice half = slice_sub(tail, (size_t)(newline + 1), tail.len);
    keep_last(jsonl, slice_sub(tail, 0, (size_t)(newline + 1)));
    if (half.len == 0)
        return 0;
    if (!is_half_line(half))
        return io_write_all(jsonl->fd, S("\n"));
    return ftruncate(jsonl->fd, size - (off_t)half.len) == 0 ? 0 : -errno;
}

static int read_tail(struct jsonl *jsonl, off_t size)
{
    size_t length = size < (off_t)TAIL_BYTES ? (size_t)size : TAIL_BYTES;
    if (length == 0)
        return 0;
    char *bytes = mem_alloc(length);
    if (!bytes)
        return -ENOMEM;
    ssize_t got = io_pread_all(jsonl->fd, bytes, length, size - (off_t)length);
    int error = got < 0 ? (int)got : mend_tail(jsonl, size, (struct slice){bytes, (size_t)got});
    mem_free(bytes);
    return error;
}

static int take_file(struct jsonl *jsonl)
{
    struct stat stat;
    if (fstat(jsonl->fd, &stat) < 0)
        return -errno;
    return S_ISREG(stat.st_mode) ? read_tail(jsonl, stat.st_size) : -EINVAL;
}

/* Read, too, for the tail. O_NONBLOCK: a FIFO in the file's place must not hold up the loop. */
static int open_file(struct jsonl *jsonl)
{
    jsonl->ragged = false;
    jsonl->fd = open(jsonl->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0640);
    int error = jsonl->fd < 0 ? -errno : take_file(jsonl);
    if (!error)
        return 0;
    io_close(&jsonl->fd);
    return fail(jsonl, -error, cure_of(-error));
}

/* Whether the name still leads to the open file; also gives its size. */
static bool is_current(const struct jsonl *jsonl, off_t *ret_size)
{
    struct stat named, open;
    if (jsonl->fd < 0 || fstat(jsonl->fd, &open) < 0 || stat(jsonl->path, &named) < 0)
        return false;
    *ret_size = open.st_size;
    return named.st_dev == open.st_dev && named.st_ino == open.st_ino;
}

/* Makes the file ready to append to, and gives its size. */
static int make_ready(struct jsonl *jsonl, off_t *ret_size)
{
    if (jsonl->ragged && jsonl->fd >= 0 && ftruncate(jsonl->fd, jsonl->whole) < 0)
        return fail(jsonl, errno, cure_of(errno));
    jsonl->ragged = false;
    if (is_current(jsonl, ret_size))
        return 0;
    io_close(&jsonl->fd);
    int error = open_file(jsonl);
    if (error)
        return error;
    return is_current(jsonl, ret_size) ? 0 : fail(jsonl, EAGAIN, ""); /* renamed again in between */
}

/* Of `written` bytes, how many lines are whole; the rest is taken back. */
static int count_whole(struct jsonl *jsonl, const struct sink_line *lines, size_t written, off_t before)
{
    int n = 0;
    while (written >= lines[n].length) {
        written -= lines[n].length;
        before += (off_t)lines[n++].length;
    }
    if (written && ftruncate(jsonl->fd, before) < 0) {
        jsonl->ragged = true;
        jsonl->whole = before;
    }
    return n ? n : fail(jsonl, ENOSPC, cure_of(ENOSPC));
}

static int jsonl_deliver(struct sink *sink, const struct sink_line *lines, unsigned n)
{
    struct jsonl *jsonl = (struct jsonl *)sink;
    struct iovec parts[IOV_MAX];
    off_t before = 0;
    size_t all = 0;
    int error = make_ready(jsonl, &before);
    if (error)
        return error;
    n = n < IOV_MAX ? n : IOV_MAX;
    for (unsigned i = 0; i < n; all += lines[i++].length)
        parts[i] = (struct iovec){(char *)lines[i].text, lines[i].length};
    ssize_t written = writev(jsonl->fd, parts, (int)n);
    if (written < 0)
        return fail(jsonl, errno, cure_of(errno));
    return (size_t)written == all ? (int)n : count_whole(jsonl, lines, (size_t)written, before);
}

static bool jsonl_holds(struct sink *sink, const struct sink_line *line)
{
    return slice_eq(((struct jsonl *)sink)->last, (struct slice){line->text, line->length});
}

static void jsonl_reopen(struct sink *sink)
{
    struct jsonl *jsonl = (struct jsonl *)sink;
    off_t size = 0;
    (void)make_ready(jsonl, &size); /* takes half a line back while the old file is at hand */
    io_close(&jsonl->fd);
}

static void jsonl_close(struct sink *sink)
{
    struct jsonl *jsonl = (struct jsonl *)sink;
    io_close(&jsonl->fd);
    mem_free((char *)jsonl->last.at);
    mem_free(jsonl->path);
    mem_free(jsonl);
}

static bool jsonl_enabled(const struct config *config)
{
    return config->jsonl_enabled;
}

static int jsonl_open(const struct config *config, struct sink **ret, char *error, size_t size)
{
    struct jsonl *jsonl = mem_calloc(1, sizeof *jsonl);
    char *path = mem_strdup(config->jsonl_path);
    if (!jsonl || !path) {
        mem_free(jsonl);
        mem_free(path);
        (void)snprintf(error, size, "sink jsonl: out of memory");
        return -ENOMEM;
    }
    jsonl->path = path;
    (void)open_file(jsonl); /* where it fails, deliver tries again and tells */
    *ret = &jsonl->sink;
    return 0;
}

const struct sink_class sink_jsonl = {
    .name = "jsonl",
    .enabled = jsonl_enabled,
    .open = jsonl_open,
    .deliver = jsonl_deliver,
    .holds = jsonl_holds,
    .reopen = jsonl_reopen,
    .close = jsonl_close,
};
