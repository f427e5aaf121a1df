/* The store: one SQLite file in the state folder with the ledger (every file ever seen and what came of it),
 * the findings, the outbox (event lines not yet delivered by every sink) and the sinks' cursors. Writes are
 * grouped: they take effect together at store_commit, which the loop calls once a turn; what belongs to one
 * file is always in one group.
 *
 *   ledger states   seen ▶ settled ▶ inspecting ▶ done (with an outcome, see base/fault.h)
 *
 * A call that fails leaves nothing of its own behind. What a failed store_commit means is said there.
 * Used by tallyd on its loop thread only. To change the tables, start at store_schema.c. */
#pragma once

#include "../base/fault.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

struct store;

enum file_state { FILE_SEEN, FILE_SETTLED, FILE_INSPECTING, FILE_DONE };

/* What tells that a file is as it was without reading it: all of it from fstat. mtime decides nothing. */
struct file_stamp {
    uint64_t device, inode, size;
    int64_t changed_ns; /* ctime */
};

struct file_record {
    int64_t id;
    enum file_state state;
    enum outcome outcome; /* when done */
    struct file_stamp stamp;
    char sha256[65]; /* empty until hashed */
    char ruleset[65];
    unsigned attempts;
    bool leaves; /* has been moved out of its folder, or is to be */
};

/* 0 or a negative errno; `error` says what to do about it. Creates or migrates the file; a damaged one is moved
 * aside (store_damaged) and a new one begun. -EBUSY: another process has it; -EBADMSG: not a store of ours, or of a
 * later version. */
int store_open(const char *path, struct store **ret, char *error, size_t size);
/* What is not committed is lost. Accepts NULL. */
void store_close(struct store *store);
/* Where the damaged file was moved whose place this one took, or NULL. */
const char *store_damaged(const struct store *store);
/* What the last failure was, for the log. */
const char *store_error(const struct store *store);

/* The record of a path; -ENOENT where there is none. */
int store_find(struct store *store, const char *path, struct file_record *ret);
/* Notes a file as seen (again): a new record, or the old one put back to FILE_SEEN with the new stamp. The
 * attempts at an unchanged stamp go on counting. */
int store_seen(struct store *store, const char *watch, const char *path, const struct file_stamp *stamp,
               int64_t *ret_id);
/* Puts finished files that have not left and whose path contains `path_part` (NULL: all) back to FILE_SEEN, to be taken up by the next scan as
 * if new: those that could not be inspected, or with `all` the others too. */
int store_retry(struct store *store, const char *path_part, bool all, int64_t *ret_n);
int store_settled(struct store *store, int64_t id);
/* About to be inspected: counts the attempt. */
int store_inspecting(struct store *store, int64_t id, const char *sha256, const char *ruleset);
/* The end of a file: outcome, reason ("" or a few words) and its events, which go into findings and outbox in
 * the same group. `stamp` may be NULL: as it was. */
int store_done(struct store *store, int64_t id, const struct file_stamp *stamp, enum outcome outcome,
               const char *reason, const json_t *events);
/* A finished file is as it was but for its stamp: that is noted, and nothing else. */
int store_same(struct store *store, int64_t id, const struct file_stamp *stamp);
/* Files that leave their folder once their end is durable (depart.h). */
enum file_leaving {
    FILE_STAYS,
    FILE_LEAVES,      /* is to be moved after the commit of this */
    FILE_LEAVES_LATE, /* that failed: is tried again from time to time */
};
int store_leave(struct store *store, int64_t id, enum file_leaving leaving);
/* It has left, for `path`. */
int store_moved(struct store *store, int64_t id, const char *path);
/* The first file with an id after `after` that is FILE_LEAVES, or with `late` FILE_LEAVES_LATE too; its path into
 * `ret_path`. -ENOENT where there is none. */
int store_leaving(struct store *store, int64_t after, bool late, char ret_path[PATH_MAX],
                  struct file_record *ret);
/* From the next group on a commit survives a power cut: for files that are moved, which no later start would find
 * in their folder. Costs a flush of the disk for each commit. */
void store_set_durable(struct store *store, bool durable);
/* An event of the daemon itself into the outbox. */
int store_event(struct store *store, const json_t *event);
/* Makes the group durable as the settings say (WAL, synchronous=NORMAL: all of a killed process, a consistent
 * prefix after power loss; store_set_durable: all). Cheap when there is nothing. -EBUSY: the group is kept, call again. After any
 * other error the group is lost, nothing of it was announced, and every later call gives the same error: end,
 * and go on from store_unfinished when started again. */
int store_commit(struct store *store);

/* Calls `each` for records that are not FILE_DONE (what a killed daemon had begun), oldest first. `each` may
 * change the store; a non-zero return stops and is given back. */
typedef int store_each_fn(void *context, const char *path, const struct file_record *record);
int store_unfinished(struct store *store, store_each_fn *each, void *context);

/* Outbox. Sequence numbers rise for ever. `each` gets lines after `after` in order; a non-zero return stops.
 */
typedef int store_line_fn(void *context, int64_t sequence, const char *line, size_t length);
int store_outbox(struct store *store, int64_t after, unsigned max, store_line_fn *each, void *context);
/* Likewise, the findings of a file's last inspection. */
int store_last_findings(struct store *store, int64_t file, store_line_fn *each, void *context);
/* The highest sequence ever given; 0 in a new store. */
int64_t store_outbox_last(const struct store *store);
/* How long the first line after `after` has waited; -ENOENT where there is none. */
int store_outbox_age(struct store *store, int64_t after, int64_t *ret_ms);
int store_cursor(struct store *store, const char *sink, int64_t *ret_sequence);
int store_set_cursor(struct store *store, const char *sink, int64_t sequence);
/* A sink that is no longer configured: it holds nothing back, and starts at the present end when it comes
 * again. */
int store_drop_cursor(struct store *store, const char *sink);
/* Retention. Superseded rounds, and events that belong to no round any more, go when they are older than
 * `history_ms` (Unix time in milliseconds; 0: never); ledger rows of files that are gone from their folder when they
 * are older than `ledger_ms`. One call does a bounded part: 1, there is more; 0, all is done; or a negative errno. */
struct store_sweep { /* zero: from the start */
    unsigned stage;
    int64_t at;
};
int store_sweep(struct store *store, struct store_sweep *sweep, int64_t history_ms, int64_t ledger_ms);
/* For status: { "files": { "seen": n, "settled": n, "inspecting": n, "done": n }, "outcomes": { "inspected":
 * n, … }, "findings": { "error": n, "warning": n, "notice": n }, "outbox": n }; findings are those of each
 * file's last inspection. */
json_t *store_counts(struct store *store);
/* The newest `max` files whose path contains `path_part` (NULL: all), newest first, an array of { "path",
 * "watch", "state", "outcome", "reason", "size", "sha256", "ruleset", "attempts", "seen_ms", "settled_ms",
 * "begun_ms", "done_ms", "error", "warning", "notice", "moved" }; what is not known yet is left out. Unsafe characters
 * of paths are escaped. */
json_t *store_ledger(struct store *store, const char *path_part, unsigned max);
