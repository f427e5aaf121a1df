/* Retention: what is old and superseded leaves the store, a window of row ids at a time, so that no turn of the
 * loop waits for it. What a sink has not delivered stays, and so does each file's last inspection: the next one is
 * compared with it. */
#include "store_priv.h"

#include <errno.h>
#include <sys/stat.h>

#define WINDOW 500 /* row ids a call: well under a millisecond */

/* Of files that are gone from their folder. */
static int forget_file(struct store *store, int64_t id)
{
    int error = store_begin_one(store);
    if (error)
        return error;
    error = store_run(store, STATEMENT_FORGET_ROUNDS, "i", id);
    if (!error)
        error = store_run(store, STATEMENT_FORGET_FILE, "i", id);
    return store_end_one(store, error);
}

static bool is_gone(sqlite3_stmt *row)
{
    struct stat status;
    char path[4096];
    const void *bytes = sqlite3_column_blob(row, 1);
    size_t n = (size_t)sqlite3_column_bytes(row, 1);
    if (!bytes || n >= sizeof path)
        return false;
    memcpy(path, bytes, n);
    path[n] = '\0';
    return lstat(path, &status) != 0 && errno == ENOENT;
}

/* The first of the window at or after `from`, -ENOENT where there is none. */
static int next_gone(struct store *store, int64_t from, int64_t to, int64_t before_ms, int64_t *ret_id)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row =
        store_bind(store, STATEMENT_OLD_FILES, &error, "iii", from, to, before_ms);
    int found = row ? store_step(store, row) : error;
    while (found == 1 && !is_gone(row))
        found = store_step(store, row);
    if (found == 1)
        *ret_id = sqlite3_column_int64(row, 0);
    return found == 1 ? 0 : found ? found : -ENOENT;
}

static int sweep_files(struct store *store, int64_t from, int64_t to, int64_t before_ms)
{
    int64_t id = from;
    int error = next_gone(store, id, to, before_ms, &id);
    while (!error) {
        error = forget_file(store, id);
        if (!error)
            error = next_gone(store, id + 1, to, before_ms, &id);
    }
    return error == -ENOENT ? 0 : error;
}

static int sweep_rounds(struct store *store, int64_t from, int64_t to, int64_t before_ms)
{
    return store_run(store, STATEMENT_SWEEP_ROUNDS, "iii", from, to, before_ms);
}

static int sweep_events(struct store *store, int64_t from, int64_t to, int64_t before_ms)
{
    return store_run(store, STATEMENT_SWEEP_EVENTS, "iii", from, to, before_ms);
}

/* In this order: an event goes with the round that it belongs to. */
static const struct stage {
    int (*sweep)(struct store *store, int64_t from, int64_t to, int64_t before_ms);
    enum statement last;
    bool ledger; /* or history */
} stages[] = {
    {sweep_files, STATEMENT_LAST_FILE, true},
    {sweep_rounds, STATEMENT_LAST_ROUND, false},
    {sweep_events, STATEMENT_LAST_EVENT, false},
};

#define STAGES (sizeof stages / sizeof stages[0])

static int last_row(struct store *store, enum statement which, int64_t *ret)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, which, &error, "");
    int found = row ? store_step(store, row) : error;
    if (found == 1)
        *ret = sqlite3_column_int64(row, 0);
    return found < 0 ? found : 0;
}

int store_sweep(struct store *store, struct store_sweep *sweep, int64_t history_ms, int64_t ledger_ms)
{
    const struct stage *stage = &stages[sweep->stage];
    int64_t last = 0, before_ms = stage->ledger ? ledger_ms : history_ms;
    int error = last_row(store, stage->last, &last);
    if (error)
        return error;
    if (before_ms && sweep->at < last)
        error = stage->sweep(store, sweep->at + 1, sweep->at + WINDOW, before_ms);
    sweep->at += WINDOW;
    if (before_ms && sweep->at < last)
        return error ? error : 1;
    *sweep = (struct store_sweep){.stage = sweep->stage + 1};
    if (error || sweep->stage < STAGES)
        return error ? error : 1;
    sweep->stage = 0;
    return 0;
}
