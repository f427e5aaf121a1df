#include "folder.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/must.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>

#define SLOTS_MIN 64u

/* IN_CREATE: folders, and what no writer ever closes (links, pipes); IN_DELETE: a file that was still to be
 * read. */
#define EVENTS                                                                                               \
    (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF |  \
     IN_ONLYDIR | IN_EXCL_UNLINK)

static struct folder **slot_of(const struct folders *folders, int wd)
{
    return &folders->table[(unsigned)wd % folders->slots];
}

static void link_slot(struct folders *folders, struct folder *folder)
{
    struct folder **at = slot_of(folders, folder->wd);
    folder->next_same_slot = *at;
    *at = folder;
}

static void unlink_slot(struct folders *folders, struct folder *folder)
{
    struct folder **at = slot_of(folders, folder->wd);
    while (*at != folder)
        at = &(*at)->next_same_slot;
    *at = folder->next_same_slot;
}

static int grow(struct folders *folders)
{
    struct folders old = *folders;
    unsigned slots = old.slots ? 2 * old.slots : SLOTS_MIN;
    struct folder **table = mem_calloc(slots, sizeof(struct folder *));
    if (!table)
        return -ENOMEM;
    folders->table = table;
    folders->slots = slots;
    for (unsigned i = 0; i < old.slots; i++)
        for (struct folder *each = old.table[i], *next; each; each = next) {
            next = each->next_same_slot;
            link_slot(folders, each);
        }
    mem_free(old.table);
    return 0;
}

int folders_init(struct folders *folders, int inotify)
{
    *folders = (struct folders){.inotify = inotify};
    folders->end_dirty = &folders->first_dirty;
    return grow(folders);
}

void folders_done(struct folders *folders)
{
    must(folders->count == 0);
    mem_free(folders->table);
}

struct folder *folders_find(const struct folders *folders, int wd)
{
    struct folder *folder = wd < 0 ? NULL : *slot_of(folders, wd);
    while (folder && folder->wd != wd)
        folder = folder->next_same_slot;
    return folder;
}

static void attach(struct folder *folder, struct folder *parent)
{
    folder->parent = parent;
    folder->previous = NULL;
    folder->next = parent ? parent->first : NULL;
    if (folder->next)
        folder->next->previous = folder;
    if (parent)
        parent->first = folder;
}

static void detach(struct folder *folder)
{
    if (folder->next)
        folder->next->previous = folder->previous;
    if (folder->previous)
        folder->previous->next = folder->next;
    else if (folder->parent)
        folder->parent->first = folder->next;
}

void folders_mark(struct folders *folders, struct folder *folder, bool deep)
{
    folder->deep |= deep;
    if (folder->dirty)
        return;
    folder->dirty = true;
    folder->next_dirty = NULL;
    folder->at_dirty = folders->end_dirty;
    *folders->end_dirty = folder;
    folders->end_dirty = &folder->next_dirty;
}

static void unmark(struct folders *folders, struct folder *folder)
{
    *folder->at_dirty = folder->next_dirty;
    if (folder->next_dirty)
        folder->next_dirty->at_dirty = folder->at_dirty;
    else
        folders->end_dirty = folder->at_dirty;
    folder->dirty = false;
}

struct folder *folders_take_dirty(struct folders *folders)
{
    struct folder *folder = folders->first_dirty;
    if (folder)
        unmark(folders, folder);
    return folder;
}

static void remove_one(struct folders *folders, struct folder *folder)
{
    detach(folder);
    if (folder->dirty)
        unmark(folders, folder);
    if (folder->wd >= 0) {
        unlink_slot(folders, folder);
        inotify_rm_watch(folders->inotify, folder->wd); /* gone already where the kernel ended it */
    }
    if (folders->scanning == folder)
        folders->scanning = NULL;
    root_unref(folder->root);
    folders->count--;
    mem_free(folder);
}

void folders_remove(struct folders *folders, struct folder *folder)
{
    struct folder *each = folder;
    for (;;) { /* leaves first, without recursion: a path may be 2,000 folders deep */
        while (each->first)
            each = each->first;
        struct folder *parent = each->parent;
        bool last = each == folder;
        remove_one(folders, each);
        if (last)
            return;
        each = parent;
    }
}

void folders_remove_unwatched(struct folders *folders, struct folder *folder)
{
    for (struct folder *each = folder->first, *next; each; each = next) {
        next = each->next;
        if (each->wd < 0)
            folders_remove(folders, each);
    }
}

unsigned folder_count(const struct folder *folder)
{
    unsigned n = 1;
    for (const struct folder *each = folder->first; each; each = each->next)
        n += folder_count(each);
    return n;
}

bool folder_path(const struct folder *folder, const char *name, char *ret, size_t size)
{
    char path[PATH_MAX];
    size_t at = sizeof path - 1;
    path[at] = '\0';
    for (const char *part = name ? name : folder->name; *part; part = folder->name) {
        size_t n = strlen(part);
        if (n + 1 > at)
            return false;
        at -= n;
        memcpy(path + at, part, n);
        if (part != name && !(folder = folder->parent))
            break;
        if (*folder->name)
            path[--at] = '/';
    }
    return snprintf(ret, size, "%s", path + at) < (int)size;
}

bool folder_in_place(const struct folder *folder)
{
    char path[PATH_MAX];
    struct stat status;
    if (!folder_path(folder, NULL, path, sizeof path))
        return false;
    int error = *folder->name ? root_stat(folder->root, path, &status)
                              : (stat(folder->root->settings.path, &status) ? -errno : 0);
    return !error && status.st_dev == folder->device && status.st_ino == folder->inode;
}

static struct folder *new_folder(struct folders *folders, struct root *root, const char *name)
{
    if (folders->count >= folders->slots && grow(folders))
        return NULL;
    size_t size = strlen(name) + 1;
    struct folder *folder = mem_calloc(1, sizeof *folder + size);
    if (!folder)
        return NULL;
    folder->root = root_ref(root);
    folder->wd = -1;
    memcpy(folder->name, name, size);
    folders->count++;
    return folder;
}

/* By its descriptor, so that it is the folder that was opened, whatever the path says by now. */
static int add_kernel_watch(const struct folders *folders, int fd)
{
    char path[sizeof "/proc/self/fd/" + 3 * sizeof fd];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int wd = inotify_add_watch(folders->inotify, path, EVENTS);
    return wd < 0 ? -errno : wd;
}

static int open_folder(struct root *root, struct folder *parent, const char *name)
{
    char path[PATH_MAX] = "";
    if (parent && !folder_path(parent, name, path, sizeof path))
        return -ENAMETOOLONG;
    return root_open_file(root, path, O_PATH | O_DIRECTORY);
}

static bool same_place(const struct folder *folder, const struct root *root, const struct folder *parent,
                       const char *name)
{
    return folder->root == root && folder->parent == parent && strcmp(folder->name, name) == 0;
}

/* The kernel gives one watch to one folder: an old one elsewhere in the tree has moved, and takes its folders
 * along. */
static void take_over(struct folders *folders, struct folder *old, struct folder *folder)
{
    for (struct folder *child; (child = old->first);) {
        detach(child);
        attach(child, folder);
    }
    unlink_slot(folders, old);
    old->wd = -1;
    folders_remove(folders, old);
}

static bool holds(const struct folder *outer, const struct folder *inner)
{
    while (inner && inner != outer)
        inner = inner->parent;
    return inner != NULL;
}

static int insert(struct folders *folders, struct folder *parent, struct folder *folder, int wd)
{
    struct folder *old = folders_find(folders, wd);
    attach(folder, parent);
    if (old)
        take_over(folders, old, folder);
    if (wd >= 0) {
        folder->wd = wd;
        link_slot(folders, folder);
    }
    return wd < 0 ? wd : 0;
}

int folders_add(struct folders *folders, struct root *root, struct folder *parent, const char *name,
                struct folder **ret)
{
    io_autoclose int fd = open_folder(root, parent, name);
    struct stat status;
    if (fd < 0 || fstat(fd, &status))
        return fd < 0 ? fd : -errno;
    int wd = root->polled ? -1 : add_kernel_watch(folders, fd);
    struct folder *folder = folders_find(folders, wd);
    int error = 0;
    if (folder && holds(folder, parent))
        return -ELOOP;
    if (!folder || !same_place(folder, root, parent, name)) {
        folder = new_folder(folders, root, name);
        if (!folder)
            return -ENOMEM;
        error = insert(folders, parent, folder, wd);
        if (root->polled)
            error = 0;
    }
    folder->device = status.st_dev;
    folder->inode = status.st_ino;
    folders_mark(folders, folder, true);
    *ret = folder;
    return error;
}
