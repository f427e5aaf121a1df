#include "root.h"

#include "../base/io.h"
#include "../base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <linux/magic.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static char **copied_list(char *const *list)
{
    size_t n = 0;
    while (list[n])
        n++;
    char **copy = mem_calloc(n + 1, sizeof *copy);
    for (size_t i = 0; copy && i < n; i++)
        if (!(copy[i] = mem_strdup(list[i])))
            return copy; /* found short by the caller */
    return copy;
}

static void free_settings(struct config_watch *settings)
{
    for (char **each = settings->ignore; each && *each; each++)
        mem_free(*each);
    mem_free(settings->ignore);
    mem_free(settings->name);
    mem_free(settings->path);
    mem_free(settings->move_to);
}

static bool same_length(char *const *a, char *const *b)
{
    while (*a && *b)
        a++, b++;
    return !*a && !*b;
}

static bool copy_settings(const struct config_watch *from, struct config_watch *ret)
{
    *ret = *from;
    ret->name = mem_strdup(from->name);
    ret->path = mem_strdup(from->path);
    ret->ignore = copied_list(from->ignore);
    ret->move_to = from->move_to ? mem_strdup(from->move_to) : NULL;
    ret->mode = NULL; /* done with once it is open */
    return ret->name && ret->path && ret->ignore && same_length(ret->ignore, from->ignore) &&
           (ret->move_to || !from->move_to);
}

/* File systems that other machines, or programs, change without a word to this kernel. */
static const unsigned long remote[] = {
    NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, SMB2_SUPER_MAGIC, CIFS_SUPER_MAGIC, FUSE_SUPER_MAGIC,
    CEPH_SUPER_MAGIC, V9FS_MAGIC,      AFS_SUPER_MAGIC,  CODA_SUPER_MAGIC, NCP_SUPER_MAGIC,
};

static bool is_remote(int fd)
{
    struct statfs system;
    bool found = false;
    for (size_t i = 0; fstatfs(fd, &system) == 0 && i < sizeof remote / sizeof *remote && !found; i++)
        found = (unsigned long)system.f_type == remote[i];
    return found;
}

static bool is_automatic(const struct config_watch *settings)
{
    return !settings->mode || strcmp(settings->mode, "auto") == 0;
}

static bool is_polled(const struct config_watch *settings, int fd)
{
    return is_automatic(settings) ? is_remote(fd) : strcmp(settings->mode, "poll") == 0;
}

int root_open(const struct config_watch *settings, struct root **ret)
{
    struct root *root = mem_calloc(1, sizeof *root);
    struct stat status = {0};
    if (!root)
        return -ENOMEM;
    root->references = 1;
    io_autoclose int fd = open(settings->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = fd < 0 || fstat(fd, &status) ? -errno : 0;
    if (!error && !copy_settings(settings, &root->settings))
        error = -ENOMEM;
    if (error) {
        root_unref(root);
        return error;
    }
    root->device = status.st_dev;
    root->inode = status.st_ino;
    root->automatic = is_automatic(settings);
    root->polled = is_polled(settings, fd);
    *ret = root;
    return 0;
}

void root_test(struct root *root)
{
    if (root->polled || !root->automatic)
        return;
    io_autoclose int fd = root_open_file(root, "", O_PATH | O_DIRECTORY);
    root->tested = fd < 0 ? COOKIE_UNKNOWN : cookie_ask(fd);
    root->polled = root->tested == COOKIE_SILENT;
}

struct root *root_ref(struct root *root)
{
    root->references++;
    return root;
}

void root_unref(struct root *root)
{
    if (!root || --root->references)
        return;
    free_settings(&root->settings);
    mem_free(root);
}

/* Itself, if it is still the one that was opened. */
static int open_root(const struct root *root)
{
    struct stat status;
    int fd = open(root->settings.path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &status) == 0 && status.st_dev == root->device && status.st_ino == root->inode)
        return fd;
    int error = fd < 0 && errno == EACCES ? -EACCES : -ENOTCONN;
    io_close(&fd);
    return error;
}

int root_open_file(const struct root *root, const char *relative, int flags)
{
    struct open_how how = {
        .flags = (unsigned)(flags | O_NOFOLLOW | O_CLOEXEC) | (flags & O_PATH ? 0 : O_NONBLOCK | O_NOCTTY),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    io_autoclose int above = open_root(root);
    if (above < 0)
        return above;
    long fd = syscall(SYS_openat2, above, *relative ? relative : ".", &how, sizeof how);
    return fd < 0 ? -errno : (int)fd;
}

int root_stat(const struct root *root, const char *relative, struct stat *ret)
{
    io_autoclose int fd = root_open_file(root, relative, O_PATH);
    if (fd < 0)
        return fd;
    return fstat(fd, ret) ? -errno : 0;
}

static const char *last_part(const char *relative)
{
    const char *slash = strrchr(relative, '/');
    return slash ? slash + 1 : relative;
}

const char *root_ignores(const struct root *root, const char *relative)
{
    for (char **each = root->settings.ignore; *each; each++)
        if (fnmatch(*each, last_part(relative), 0) == 0)
            return *each;
    return NULL;
}

char *root_path(const struct root *root, const char *relative)
{
    size_t size = strlen(root->settings.path) + strlen(relative) + 2;
    char *path = mem_alloc(size);
    if (path)
        snprintf(path, size, "%s%s%s", root->settings.path, *relative ? "/" : "", relative);
    return path;
}

struct file_stamp root_stamp(const struct stat *status)
{
    return (struct file_stamp){
        .device = status->st_dev,
        .inode = status->st_ino,
        .size = (uint64_t)status->st_size,
        .changed_ns = (int64_t)status->st_ctim.tv_sec * 1000000000 + status->st_ctim.tv_nsec,
    };
}

bool root_same_stamp(const struct file_stamp *a, const struct file_stamp *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->changed_ns == b->changed_ns;
}
