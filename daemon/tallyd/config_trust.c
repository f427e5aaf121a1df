#include "config_trust.h"

#include <fts.h>
#include <sys/stat.h>

/* Deeper than rules/GROUP/NAME.lua and beside it; what lies further down is never read. */
#define DEPTH_MAX 2

static bool anybody_writes(const FTSENT *entry)
{
    bool known = entry->fts_info == FTS_D || entry->fts_info == FTS_F;
    return known && entry->fts_statp->st_mode & S_IWOTH;
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
    char *const paths[] = {(char *)path, NULL};
    FTS *tree = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    if (!tree) {
        parse->no_memory = true;
        return;
    }
    for (FTSENT *entry; (entry = fts_read(tree));) {
        if (entry->fts_level >= DEPTH_MAX)
            (void)fts_set(tree, entry, FTS_SKIP);
        if (anybody_writes(entry)) {
            complain(parse, entry->fts_path);
            break;
        }
    }
    (void)fts_close(tree);
}
