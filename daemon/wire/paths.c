#include "paths.h"

#include "../base/mem.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Relative to the folder of the running program, so that an installation may stand anywhere. */
static const struct paths installed = {
    .inspector = "/../lib/tallyd/tally-inspect",
    .plugins = "/../lib/tallyd/plugins",
    .rules = "/../share/tallyd/rules",
    .lexicon = "/../share/tallyd/lexicon",
    .config = "/../etc/tallyd/tallyd.conf",
};

/* A build folder holds them side by side: `make` links rules, lexicon and config there. */
static const struct paths built = {
    .inspector = "/tally-inspect",
    .plugins = "/plugins",
    .rules = "/rules",
    .lexicon = "/lexicon",
    .config = "/tallyd.conf",
};

static int own_folder(char ret[PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", ret, PATH_MAX - 1);
    if (n < 0)
        return -errno;
    ret[n] = '\0';
    *strrchr(ret, '/') = '\0';
    return 0;
}

static char *joined(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 1;
    char *path = mem_alloc(size);
    if (path)
        snprintf(path, size, "%s%s", folder, name);
    return path;
}

static bool in_build_tree(const char *folder)
{
    char *path = joined(folder, built.inspector);
    bool found = path && access(path, X_OK) == 0;
    mem_free(path);
    return found;
}

/* What is installed under /usr is configured under /etc (Filesystem Hierarchy Standard). */
static char *config_path(const char *folder, const struct paths *from)
{
    bool system = strcmp(folder, "/usr/bin") == 0 || strcmp(folder, "/usr/sbin") == 0;
    return system ? mem_strdup("/etc/tallyd/tallyd.conf") : joined(folder, from->config);
}

int paths_find(struct paths *ret)
{
    char folder[PATH_MAX];
    int error = own_folder(folder);
    if (error)
        return error;
    const struct paths *from = in_build_tree(folder) ? &built : &installed;
    struct paths found = {
        .inspector = joined(folder, from->inspector),
        .plugins = joined(folder, from->plugins),
        .rules = joined(folder, from->rules),
        .lexicon = joined(folder, from->lexicon),
        .config = config_path(folder, from),
    };
    if (!found.inspector || !found.plugins || !found.rules || !found.lexicon || !found.config) {
        paths_done(&found);
        return -ENOMEM;
    }
    *ret = found;
    return 0;
}

void paths_done(struct paths *paths)
{
    mem_free(paths->inspector);
    mem_free(paths->plugins);
    mem_free(paths->rules);
    mem_free(paths->lexicon);
    mem_free(paths->config);
    *paths = (struct paths){0};
}
