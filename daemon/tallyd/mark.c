#include "mark.h"

#include "../base/hash.h"
#include "../base/io.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BOOT_ID      "/proc/sys/kernel/random/boot_id"
#define BOOT_ID_SIZE 36

/* As it is in the file. */
struct note {
    char boot[MARK_BOOT_SIZE];
    int64_t sequence;
    uint64_t content; /* a store that was put back may have other lines under these numbers */
};

static bool read_boot(char ret[MARK_BOOT_SIZE])
{
    io_autoclose int fd = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
    memset(ret, 0, MARK_BOOT_SIZE);
    return fd >= 0 && io_pread_all(fd, ret, BOOT_ID_SIZE, 0) == BOOT_ID_SIZE;
}

void mark_open(struct mark *mark, const char *state_dir, const char *name)
{
    char path[PATH_MAX];
    mark->fd = -1;
    int length = snprintf(path, sizeof path, "%s/%s.mark", state_dir ? state_dir : "", name);
    if (state_dir && length < (int)sizeof path && read_boot(mark->boot))
        mark->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

void mark_close(struct mark *mark)
{
    io_close(&mark->fd);
}

static struct note note_of(const struct mark *mark, const struct sink_line *line)
{
    struct note note = {.sequence = line->sequence,
                        .content = hash_fnv((struct slice){line->text, line->length})};
    memcpy(note.boot, mark->boot, sizeof note.boot);
    return note;
}

/* Not through to the disk: the page outlives the process. What fails costs a repetition. */
void mark_set(const struct mark *mark, const struct sink_line *line)
{
    struct note note = note_of(mark, line);
    if (mark->fd >= 0 && pwrite(mark->fd, &note, sizeof note, 0) < 0)
        return;
}

bool mark_holds(const struct mark *mark, const struct sink_line *line)
{
    struct note note = note_of(mark, line), there;
    return mark->fd >= 0 && io_pread_all(mark->fd, &there, sizeof there, 0) == sizeof there &&
           memcmp(&there, &note, sizeof note) == 0;
}
