#include "watch_priv.h"

#include "../base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

void watch_scan_end(struct watch *watch)
{
    if (watch->scan)
        closedir(watch->scan);
    watch->scan = NULL;
    mem_free(watch->held);
    watch->held = NULL;
    watch->folders.scanning = NULL;
}

static DIR *open_scan(const struct folder *folder, int *ret_error)
{
    char path[PATH_MAX];
    int fd = folder_path(folder, NULL, path, sizeof path)
                 ? root_open_file(folder->root, path, O_RDONLY | O_DIRECTORY)
                 : -ENAMETOOLONG;
    DIR *scan = fd < 0 ? NULL : fdopendir(fd);
    *ret_error = fd < 0 ? fd : -errno;
    if (!scan && fd >= 0)
        close(fd);
    return scan;
}

static void cannot_scan(struct watch *watch, struct folder *folder, int error)
{
    if (!folder->said && error != -ENOENT && error != -ENOTDIR)
        watch_say(watch, "unreadable", "warning", "watch %s: the folder %s%s%s cannot be read: %s",
                  folder->root->settings.name, folder->root->settings.path, *folder->name ? "/…/" : "",
                  folder->name, strerror(-error));
    folder->said = true;
}

/* False when no folder waits to be scanned. */
static bool begin_scan(struct watch *watch)
{
    struct folder *folder = folders_take_dirty(&watch->folders);
    if (!folder)
        return false;
    int error;
    watch->scan = open_scan(folder, &error);
    watch->scan_deep = folder->deep;
    folder->deep = false;
    if (watch->scan) {
        folder->said = false;
        watch->folders.scanning = folder;
        folders_remove_unwatched(&watch->folders, folder);
    } else
        cannot_scan(watch, folder, error);
    return true;
}

static bool is_folder(const struct folder *folder, const struct dirent *entry)
{
    char path[PATH_MAX];
    struct stat status;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_DIR;
    return folder_path(folder, entry->d_name, path, sizeof path) &&
           root_stat(folder->root, path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool see_found(struct watch *watch, const char *name)
{
    if (watch_see(watch, watch->folders.scanning, name, SIGHT_FOUND))
        return true;
    if (!watch->held && !(watch->held = mem_strdup(name)))
        folders_mark(&watch->folders, watch->folders.scanning, false);
    return false;
}

/* False when intake has no room. */
static bool scan_entry(struct watch *watch, const struct dirent *entry)
{
    struct folder *folder = watch->folders.scanning;
    const char *name = entry->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return true;
    bool inner = is_folder(folder, entry);
    if (inner && watch_is_target(watch, folder, name))
        return true;
    if (!folder->root->settings.recursive || !inner)
        return see_found(watch, name);
    if (watch->scan_deep) /* otherwise only its files are in doubt */
        watch_add_folder(watch, folder, name);
    return true;
}

static bool scan_held(struct watch *watch)
{
    if (!watch->held)
        return true;
    if (!see_found(watch, watch->held))
        return false;
    mem_free(watch->held);
    watch->held = NULL;
    return true;
}

bool watch_scan_step(struct watch *watch)
{
    if (watch->scan && !watch->folders.scanning)
        watch_scan_end(watch); /* the folder is gone */
    if (!watch->scan)
        return begin_scan(watch);
    if (!scan_held(watch))
        return false;
    const struct dirent *entry = readdir(watch->scan);
    if (entry)
        return scan_entry(watch, entry);
    watch_scan_end(watch);
    return true;
}
