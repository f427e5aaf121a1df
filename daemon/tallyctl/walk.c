#include "walk.h"

#include "../base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *const walk_ignored_names[] = {"~$*",          ".~*",       "*.tmp",     "*.part", "*.filepart",
                                          "*.crdownload", ".DS_Store", "Thumbs.db", NULL};

static int add_path(struct walk *walk, char *path)
{
    if (!path)
        return -ENOMEM;
    if (walk->n == walk->cap) {
        size_t cap = walk->cap ? walk->cap * 2 : 64;
        char **paths = mem_realloc(walk->paths, cap * sizeof *paths);
        if (!paths) {
            mem_free(path);
            return -ENOMEM;
        }
        walk->paths = paths;
        walk->cap = cap;
    }
    walk->paths[walk->n++] = path;
    return 0;
}

static bool is_ignored(const char *name)
{
    for (const char *const *pattern = walk_ignored_names; *pattern; pattern++)
        if (fnmatch(*pattern, name, 0) == 0)
            return true;
    return false;
}

static char *joined(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    char *path = mem_alloc(length + strlen(name) + 2);
    if (path)
        sprintf(path, "%.*s%s%s", (int)length, folder, folder[length - 1] == '/' ? "" : "/", name);
    return path;
}

static int is_entry(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int walk_folder(struct walk *walk, const char *folder, unsigned depth)
{
    struct dirent **entries;
    int n = depth > WALK_DEPTH_MAX ? -1 : scandir(folder, &entries, is_entry, by_name), error = 0;
    if (n < 0)
        return add_path(walk, mem_strdup(folder));
    for (int i = 0; i < n; free(entries[i++])) {
        if (is_ignored(entries[i]->d_name)) {
            walk->ignored++;
            continue;
        }
        char *path = joined(folder, entries[i]->d_name);
        if (!path || !is_folder(path)) {
            error = error ? error : add_path(walk, path);
            continue;
        }
        error = error ? error : walk_folder(walk, path, depth + 1);
        mem_free(path);
    }
    free(entries);
    return error;
}

int walk_add(struct walk *walk, const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return walk_folder(walk, path, 0);
    return add_path(walk, mem_strdup(path));
}

void walk_done(struct walk *walk)
{
    for (size_t i = 0; i < walk->n; i++)
        mem_free(walk->paths[i]);
    mem_free(walk->paths);
    *walk = (struct walk){0};
}
