/* The ends of a file: what decides them before any inspection, and how they are written into the ledger with
 * their events. Used by tallyd. */
#pragma once

#include "root.h"

#include "../wire/answer.h"

/* An end that needs no inspection. */
struct verdict {
    enum outcome outcome;
    const char *reason;
};

/* What the events say beside the file. */
struct ending_terms {
    const char *ruleset, *language;
};

struct ending {
    const char *path, *watch, *sha256;
    int64_t id;
    struct file_stamp stamp;
};

/* What the kind and size of a file alone decide; false when it must be opened. */
bool ending_by_stat(const struct root *root, const struct stat *status, struct verdict *ret);
/* Why it could not be opened or read. True when a further try may succeed. */
bool ending_by_errno(int error, struct verdict *ret);

/* Outcome, report and events, in one group. 0 or a negative errno of the store. */
int ending_record(struct store *store, const struct ending_terms *terms, const struct ending *ending,
                  const struct answer *answer);
int ending_record_verdict(struct store *store, const struct ending_terms *terms, const struct ending *ending,
                          struct verdict verdict);
/* Unix time in nanoseconds. */
int64_t ending_now_ns(void);
