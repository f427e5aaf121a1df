/* A damaged store is moved out of the way, never written to or deleted: what can be saved of it is for people.
 *
 *   tallyd.db                   ▶ tallyd.db.damaged-20261101T093000, and its -wal and -shm likewise
 *   tallyd.db.suspect             stands while damage was met at work: the next start reads all of the file */
#include "store_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define PATH_SIZE 4096

static const char *const companions[] = {"-wal", "-shm", ""};

static void suspect_name(const char *path, char ret[PATH_SIZE])
{
    (void)snprintf(ret, PATH_SIZE, "%s.suspect", path);
}

void store_suspect(const char *path)
{
    char name[PATH_SIZE];
    suspect_name(path, name);
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0)
        (void)close(fd);
}

bool store_is_suspect(const char *path)
{
    char name[PATH_SIZE];
    suspect_name(path, name);
    return access(name, F_OK) == 0;
}

void store_trust(const char *path)
{
    char name[PATH_SIZE];
    suspect_name(path, name);
    (void)unlink(name);
}

/* The database goes last: until then a killed move begins anew. */
int store_set_aside(const char *path, char *ret_name, size_t size)
{
    time_t now = time(NULL);
    struct tm local;
    char stamp[32], from[PATH_SIZE], to[PATH_SIZE];
    (void)strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%S", localtime_r(&now, &local));
    for (size_t i = 0; i < sizeof companions / sizeof companions[0]; i++) {
        (void)snprintf(from, sizeof from, "%s%s", path, companions[i]);
        (void)snprintf(to, sizeof to, "%s.damaged-%s%s", path, stamp, companions[i]);
        if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) && errno != ENOENT)
            return -errno;
    }
    (void)snprintf(ret_name, size, "%s", to);
    return 0;
}
