#include "file.h"

#include "../base/io.h"
#include "../base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static int give_up(int fd, enum outcome outcome, const char *reason, struct batch_document *ret)
{
    io_close(&fd);
    ret->outcome = outcome;
    ret->reason = reason;
    return -1;
}

/* O_NONBLOCK: a FIFO that nobody writes to must not hold us up. */
int file_open(struct file *file, bool hash, struct batch_document *ret)
{
    struct stat st;
    int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return give_up(fd, errno == ENXIO ? OUTCOME_NOT_REGULAR : OUTCOME_UNREADABLE, strerror(errno), ret);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return give_up(fd, OUTCOME_NOT_REGULAR, "", ret);
    file->size = (uint64_t)st.st_size;
    if (file->size > FILE_SIZE_MAX)
        return give_up(fd, OUTCOME_TOO_LARGE, "", ret);
    int error = hash ? hash_file(fd, file->sha256, &file->size) : 0;
    if (error)
        return give_up(fd, OUTCOME_UNREADABLE, strerror(-error), ret);
    ret->fd = fd;
    return fd;
}

const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

json_t *file_json(const char *text)
{
    char escaped[4 * 256 + 4]; /* a file name has at most 255 bytes, each \x{XX} in the worst case: cut on a
                                  character */
    json_t *json = json_string(text);
    if (json)
        return json;
    utf8_escape(slice_of(text), escaped, sizeof escaped);
    return json_string(escaped);
}
