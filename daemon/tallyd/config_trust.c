#include "config_trust.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Deeper than rules/GROUP/NAME.lua and beside it; what lies further down is never read. */
#define DEPTH_MAX 2

enum found { FOUND_NONE, FOUND, FOUND_NO_MEMORY };

static bool anybody_writes(const struct stat *status)
{
    return (S_ISDIR(status->st_mode) || S_ISREG(status->st_mode)) && status->st_mode & S_IWOTH;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Whether anybody may write to it, or to what is in it, which `path` then names. (glibc's fts(3) does not survive
 * want of memory.) */
static enum found find_writable(char path[PATH_MAX], unsigned depth)
{
    struct stat status;
    if (stat(path, &status))
        return FOUND_NONE;
    if (anybody_writes(&status))
        return FOUND;
    errno = 0;
    DIR *folder = S_ISDIR(status.st_mode) && depth < DEPTH_MAX ? opendir(path) : NULL;
    if (!folder)
        return errno == ENOMEM ? FOUND_NO_MEMORY : FOUND_NONE;
    size_t n = strlen(path);
    enum found found = FOUND_NONE;
    for (struct dirent *entry; !found && (entry = readdir(folder));) {
        path[n] = '\0';
        size_t room = PATH_MAX - n;
        if (!is_dots(entry->d_name) && (size_t)snprintf(path + n, room, "/%s", entry->d_name) < room)
            found = find_writable(path, depth + 1);
    }
    (void)closedir(folder);
    return found;
}

static void complain(struct config_parse *parse, const char *path)
{
    const char *reading = parse->file;
    parse->file = path;
    config_parse_error(parse, 0, "anybody may write to it, and with it rule the daemon: chmod o-w");
    parse->file = reading;
}

void config_trust(struct config_parse *parse, const char *path)
{
    char at[PATH_MAX];
    (void)snprintf(at, sizeof at, "%s", path); /* a longer one cannot be opened by anybody */
    enum found found = find_writable(at, 0);
    if (found == FOUND)
        complain(parse, at);
    parse->no_memory |= found == FOUND_NO_MEMORY;
}
