#include "config_watches.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool beneath(const char *outer, const char *inner)
{
    size_t n = strlen(outer);
    return strncmp(outer, inner, n) == 0 && (inner[n] == '\0' || inner[n] == '/' || n == 1);
}

static bool inside(const struct config_watch *outer, const struct config_watch *inner)
{
    return outer->recursive ? beneath(outer->path, inner->path) : strcmp(outer->path, inner->path) == 0;
}

static void check_pair(struct config_parse *parse, unsigned i, unsigned k)
{
    const struct config_watch *a = &parse->config->watches[i], *b = &parse->config->watches[k];
    if (i != k && inside(a, b) && !(inside(b, a) && i > k))
        config_parse_error(parse, 0, "[watch %s] lies in [watch %s]; its files would be inspected twice",
                           b->name, a->name);
    if (a->after_move && a->move_to && beneath(a->move_to, b->path))
        config_parse_error(parse, 0,
                           "[watch %s] lies in move_to of [watch %s]; its files would be inspected again",
                           b->name, a->name);
}

static int look(const char *path, struct statx *ret)
{
    return statx(AT_FDCWD, path, 0, STATX_BASIC_STATS | STATX_MNT_ID, ret);
}

/* A folder that is still to be made will be where the one above it is. */
static int look_at_target(const char *path, struct statx *ret)
{
    char above[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (look(path, ret) == 0)
        return 0;
    snprintf(above, sizeof above, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    return look(above, ret);
}

/* rename(2) reaches no other file system, nor another mount of the same: and a copy would not be atomic. */
static void check_target(struct config_parse *parse, const struct config_watch *watch)
{
    struct statx from, to;
    if (!watch->move_to)
        return config_parse_error(parse, 0, "[watch %s] after = move needs move_to", watch->name);
    if (look(watch->path, &from) || look_at_target(watch->move_to, &to))
        return; /* what is missing may come */
    if (from.stx_dev_major != to.stx_dev_major || from.stx_dev_minor != to.stx_dev_minor)
        config_parse_error(
            parse, 0,
            "[watch %s] move_to = %s lies on another file system than its path: files are moved by "
            "renaming; name a folder on the same one",
            watch->name, watch->move_to);
    else if (from.stx_mnt_id != to.stx_mnt_id)
        config_parse_error(
            parse, 0,
            "[watch %s] move_to = %s lies on another mount than its path: under systemd, name a "
            "folder above both in ReadWritePaths=",
            watch->name, watch->move_to);
}

void config_check_watches(struct config_parse *parse)
{
    const struct config *config = parse->config;
    unsigned without = 0;
    if (!config->n_watches && !parse->n_errors) /* else that may be why */
        config_parse_error(parse, 0, "nothing is watched; add a section [watch NAME] with a path");
    for (unsigned i = 0; i < config->n_watches; i++)
        if (!config->watches[i].path) {
            config_parse_error(parse, 0, "[watch %s] has no path", config->watches[i].name);
            without++;
        }
    for (unsigned i = 0; !without && i < config->n_watches; i++)
        for (unsigned k = 0; k < config->n_watches; k++)
            check_pair(parse, i, k);
    for (unsigned i = 0; !without && i < config->n_watches; i++)
        if (config->watches[i].after_move)
            check_target(parse, &config->watches[i]);
}
