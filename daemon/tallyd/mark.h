/* The last line that a sink took, noted beside the store at once: a killed process leaves it behind, where the store's
 * cursor comes with the next commit. It counts in the boot in which it was made only, as a power cut may take from
 * a log service what it was given. Used by tallyd. */
#pragma once

#include "sink.h"

#define MARK_BOOT_SIZE 40 /* the kernel's boot_id, with zeros at its end */

struct mark {
    int fd; /* -1: nothing is noted */
    char boot[MARK_BOOT_SIZE];
};

/* state_dir/NAME.mark. Where that cannot be had, nothing is noted, and a killed process repeats its last batch. */
void mark_open(struct mark *mark, const char *state_dir, const char *name);
void mark_close(struct mark *mark);
void mark_set(const struct mark *mark, const struct sink_line *line);
/* Whether this line is the one that was noted. */
bool mark_holds(const struct mark *mark, const struct sink_line *line);
