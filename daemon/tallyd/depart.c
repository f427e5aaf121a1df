#include "depart.h"

#include "../base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FOLDER_MODE 0770 /* and the umask */

static const bool leaves[OUTCOME_COUNT] = {
    [OUTCOME_INSPECTED] = true, [OUTCOME_UNSUPPORTED] = true, [OUTCOME_BINARY] = true,
    [OUTCOME_CORRUPT] = true,   [OUTCOME_ENCRYPTED] = true,   [OUTCOME_UNREADABLE_TEXT] = true,
    [OUTCOME_SCANNED] = true,   [OUTCOME_LIMIT] = true,       [OUTCOME_TOO_LARGE] = true,
};

/* A file between its two folders. */
struct move {
    int source, from, to; /* the file itself; the folders, as O_PATH */
    const char *name;     /* in `from` */
    bool leased;
    char taken[NAME_MAX + 1]; /* in `to` */
};

bool depart_outcome(enum outcome outcome)
{
    return leaves[outcome];
}

static const char *last_part(const char *relative)
{
    const char *slash = strrchr(relative, '/');
    return slash ? slash + 1 : relative;
}

/* The folder NAME beneath `at`, made where it is missing. Takes over `at`. */
static int enter(int at, const char *name)
{
    io_autoclose int above = at;
    if (above < 0)
        return above;
    if (mkdirat(above, name, FOLDER_MODE) && errno != EEXIST)
        return -errno;
    int fd = openat(above, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

static int enter_target(const char *path)
{
    if (mkdir(path, FOLDER_MODE) && errno != EEXIST)
        return -errno;
    int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/* move_to/OUTCOME/… as far as the file's own folder. */
static int open_to(const struct departure *departure)
{
    const char *part = departure->relative, *name = last_part(part);
    int fd = enter(enter_target(departure->root->settings.move_to), outcome_text(departure->outcome));
    char folder[NAME_MAX + 1];
    while (part < name) {
        size_t n = strcspn(part, "/");
        snprintf(folder, sizeof folder, "%.*s", (int)n, part);
        fd = enter(fd, folder);
        part += n + 1;
    }
    return fd;
}

static int open_from(const struct departure *departure)
{
    char folder[PATH_MAX];
    size_t n = (size_t)(last_part(departure->relative) - departure->relative);
    snprintf(folder, sizeof folder, "%.*s", n ? (int)n - 1 : 0, departure->relative);
    return root_open_file(departure->root, folder, O_PATH | O_DIRECTORY);
}

/* The n-th name: "a.txt", "a-2.txt", "a-3.txt" …, its stem cut on a character where it would grow too long. */
static void nth_name(const char *name, unsigned n, char ret[NAME_MAX + 1])
{
    const char *point = strrchr(name, '.');
    const char *suffix = point && point > name ? point : name + strlen(name);
    size_t stem = (size_t)(suffix - name);
    char number[16] = "";
    if (n > 1)
        snprintf(number, sizeof number, "-%u", n);
    size_t over = strlen(name) + strlen(number);
    over = over > NAME_MAX ? over - NAME_MAX : 0;
    stem = over < stem ? stem - over : 0;
    while (stem && over && (name[stem] & 0xC0) == 0x80)
        stem--;
    snprintf(ret, NAME_MAX + 1, "%.*s%s%s", (int)stem, name, number, suffix);
}

static bool same_file(int folder, const char *name, const struct stat *file)
{
    struct stat status;
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_dev == file->st_dev &&
           status.st_ino == file->st_ino;
}

/* File systems without RENAME_NOREPLACE (NFS) know that a link never replaces. */
static int link_over(struct move *move)
{
    if (linkat(move->from, move->name, move->to, move->taken, 0))
        return -errno;
    return unlinkat(move->from, move->name, 0) ? -errno : 0;
}

static int rename_once(struct move *move)
{
    if (renameat2(move->from, move->name, move->to, move->taken, RENAME_NOREPLACE) == 0)
        return 0;
    return errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP ? link_over(move) : -errno;
}

static int rename_free(struct move *move)
{
    int error = -EEXIST;
    for (unsigned n = 1; n <= DEPART_NAMES_MAX && error == -EEXIST; n++) {
        nth_name(move->name, n, move->taken);
        error = rename_once(move);
    }
    return error;
}

/* Between the look at the file and its rename another may have taken its name, or a writer may have opened it,
 * which the lease tells: it goes back. */
static int check_moved(struct move *move, const struct stat *file)
{
    bool written = move->leased && fcntl(move->source, F_GETLEASE) != F_RDLCK;
    if (!written && same_file(move->to, move->taken, file))
        return 0;
    (void)renameat2(move->to, move->taken, move->from, move->name, RENAME_NOREPLACE);
    return -EBUSY;
}

static int move_open(struct move *move, const struct departure *departure)
{
    struct stat file;
    if (fcntl(move->source, F_SETLEASE, F_RDLCK) == 0)
        move->leased = true;
    else if (errno == EAGAIN)
        return -EBUSY;
    if (fstat(move->source, &file))
        return -errno;
    struct file_stamp stamp = root_stamp(&file);
    if (!root_same_stamp(&stamp, &departure->stamp))
        return -ESTALE;
    int error = rename_free(move);
    return error ? error : check_moved(move, &file);
}

/* Where a daemon that was killed after the rename left it; or after the first half of link_over. */
static int find_moved(struct move *move, const struct departure *departure)
{
    struct stat file = {.st_dev = departure->stamp.device, .st_ino = departure->stamp.inode}, status;
    for (unsigned n = 1; n <= DEPART_NAMES_MAX; n++) {
        nth_name(move->name, n, move->taken);
        if (same_file(move->to, move->taken, &file))
            return 0;
        if (fstatat(move->to, move->taken, &status, AT_SYMLINK_NOFOLLOW))
            return -ENOENT;
    }
    return -ENOENT;
}

static int finish_link(struct move *move, const struct departure *departure)
{
    struct stat file = {.st_dev = departure->stamp.device, .st_ino = departure->stamp.inode};
    struct stat status;
    bool linked = fstat(move->source, &status) == 0 && status.st_nlink > 1 &&
                  same_file(move->from, move->name, &file) && find_moved(move, departure) == 0;
    return linked ? (unlinkat(move->from, move->name, 0) ? -errno : 0) : -ENOENT;
}

static int move_or_find(struct move *move, const struct departure *departure)
{
    if (move->source < 0)
        return move->source == -ENOENT ? find_moved(move, departure) : move->source;
    int error = move_open(move, departure);
    if (move->leased)
        (void)fcntl(move->source, F_SETLEASE, F_UNLCK);
    if (error == -ESTALE && (error = finish_link(move, departure)) == -ENOENT)
        error = find_moved(move, departure) ? -ESTALE : 0;
    return error;
}

static void new_path(const struct departure *departure, const struct move *move, char *ret, size_t size)
{
    size_t folder = (size_t)(last_part(departure->relative) - departure->relative);
    snprintf(ret, size, "%s/%s/%.*s%s", departure->root->settings.move_to, outcome_text(departure->outcome),
             (int)folder, departure->relative, move->taken);
}

int depart_move(const struct departure *departure, char *ret_to, size_t size)
{
    struct move move = {.name = last_part(departure->relative),
                        .source = root_open_file(departure->root, departure->relative, O_RDONLY),
                        .from = open_from(departure),
                        .to = open_to(departure)};
    int error = move.to < 0 ? move.to : move.from < 0 && move.source >= 0 ? move.from : 0;
    if (!error)
        error = move_or_find(&move, departure);
    if (!error)
        new_path(departure, &move, ret_to, size);
    io_close(&move.source);
    io_close(&move.from);
    io_close(&move.to);
    return error;
}

bool depart_is_target(const struct config *config, const struct root *root, const char *relative)
{
    struct stat folder, target;
    bool looked = false;
    for (unsigned i = 0; i < config->n_watches; i++) {
        const struct config_watch *watch = &config->watches[i];
        if (!watch->after_move || stat(watch->move_to, &target))
            continue;
        if (!looked && root_stat(root, relative, &folder))
            return false;
        looked = true;
        if (folder.st_dev == target.st_dev && folder.st_ino == target.st_ino)
            return true;
    }
    return false;
}
