/* Files: their way through the ledger, and what came of them. */
#include "store_priv.h"

#include <errno.h>
#include <stdio.h>

static const char *const state_texts[] = {
    [FILE_SEEN] = "seen", [FILE_SETTLED] = "settled", [FILE_INSPECTING] = "inspecting", [FILE_DONE] = "done"};

/* The columns of FIND, UNFINISHED and LEAVING. */
enum { ID, PATH, STATE, OUTCOME, DEVICE, INODE, SIZE, CHANGED, SHA256, RULESET, ATTEMPTS, LEAVES };

static const char *text(sqlite3_stmt *row, int column)
{
    const char *value = (const char *)sqlite3_column_text(row, column);
    return value ? value : "";
}

static enum file_state parse_state(const char *name)
{
    for (unsigned i = 0; i < sizeof state_texts / sizeof state_texts[0]; i++)
        if (strcmp(name, state_texts[i]) == 0)
            return (enum file_state)i;
    return FILE_SEEN; /* of a later version: to be looked at again */
}

static void read_record(sqlite3_stmt *row, struct file_record *ret)
{
    *ret = (struct file_record){
        .id = sqlite3_column_int64(row, ID),
        .state = parse_state(text(row, STATE)),
        .stamp = {.device = (uint64_t)sqlite3_column_int64(row, DEVICE),
                  .inode = (uint64_t)sqlite3_column_int64(row, INODE),
                  .size = (uint64_t)sqlite3_column_int64(row, SIZE),
                  .changed_ns = sqlite3_column_int64(row, CHANGED)},
        .attempts = (unsigned)sqlite3_column_int64(row, ATTEMPTS),
        .leaves = sqlite3_column_int(row, LEAVES) != 0,
    };
    (void)outcome_parse(slice_of(text(row, OUTCOME)), &ret->outcome);
    (void)snprintf(ret->sha256, sizeof ret->sha256, "%s", text(row, SHA256));
    (void)snprintf(ret->ruleset, sizeof ret->ruleset, "%s", text(row, RULESET));
}

int store_find(struct store *store, const char *path, struct file_record *ret)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_FIND, &error, "b", slice_of(path));
    int found = row ? store_step(store, row) : error;
    if (found != 1)
        return found ? found : -ENOENT;
    read_record(row, ret);
    return 0;
}

int store_seen(struct store *store, const char *watch, const char *path, const struct file_stamp *stamp,
               int64_t *ret_id)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row =
        store_bind(store, STATEMENT_SEEN, &error, "bsiiiii", slice_of(path), watch, (int64_t)stamp->device,
                   (int64_t)stamp->inode, (int64_t)stamp->size, stamp->changed_ns, store_now_ms());
    int given = row ? store_step(store, row) : error;
    if (given < 0)
        return given;
    *ret_id = sqlite3_column_int64(row, 0);
    return 0;
}

int store_retry(struct store *store, const char *path_part, bool all, int64_t *ret_n)
{
    int error = store_run(store, STATEMENT_RETRY, "bi", slice_of(path_part ? path_part : ""), (int64_t)all);
    if (!error)
        *ret_n = sqlite3_changes64(store->db);
    return error;
}

int store_settled(struct store *store, int64_t id)
{
    return store_run(store, STATEMENT_SETTLED, "ii", store_now_ms(), id);
}

int store_inspecting(struct store *store, int64_t id, const char *sha256, const char *ruleset)
{
    return store_run(store, STATEMENT_INSPECTING, "issi", store_now_ms(), sha256, ruleset, id);
}

static int64_t count_level(const json_t *events, const char *level)
{
    int64_t n = 0;
    size_t i;
    json_t *event;
    json_array_foreach(events, i, event) n +=
        strcmp(store_event_text(event, "event", "dataset"), "tallyd.finding") == 0 &&
        strcmp(store_event_text(event, "log", "level"), level) == 0;
    return n;
}

int store_same(struct store *store, int64_t id, const struct file_stamp *stamp)
{
    return store_run(store, STATEMENT_STAMP, "iiiii", (int64_t)stamp->device, (int64_t)stamp->inode,
                     (int64_t)stamp->size, stamp->changed_ns, id);
}

static int end_file(struct store *store, int64_t id, enum outcome outcome, const char *reason,
                    const json_t *events)
{
    return store_run(store, STATEMENT_DONE, "issiiii", store_now_ms(), outcome_text(outcome), reason,
                     count_level(events, "error"), count_level(events, "warning"),
                     count_level(events, "notice"), id);
}

/* The report's row and its events, which stand one after the other. */
static int add_report(struct store *store, int64_t id, const json_t *events)
{
    int64_t first = store->last + 1;
    int error = 0;
    size_t i;
    json_t *event;
    json_array_foreach(events, i, event) if (!error) error = store_add_event(store, event);
    return error ? error : store_run(store, STATEMENT_REPORT, "iii", first, store->last, id);
}

int store_done(struct store *store, int64_t id, const struct file_stamp *stamp, enum outcome outcome,
               const char *reason, const json_t *events)
{
    int64_t last = store->last;
    int error = store_begin_one(store);
    if (error)
        return error;
    error = stamp ? store_same(store, id, stamp) : 0;
    if (!error)
        error = end_file(store, id, outcome, reason, events);
    if (!error)
        error = add_report(store, id, events);
    error = store_end_one(store, error);
    if (error)
        store->last = last;
    return error;
}

int store_leave(struct store *store, int64_t id, enum file_leaving leaving)
{
    return store_run(store, STATEMENT_LEAVE, "ii", (int64_t)leaving, id);
}

int store_moved(struct store *store, int64_t id, const char *path)
{
    return store_run(store, STATEMENT_MOVED, "bi", slice_of(path), id);
}

int store_leaving(struct store *store, int64_t after, bool late, char ret_path[PATH_MAX],
                  struct file_record *ret)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_LEAVING, &error, "ii",
                                                   (int64_t)(late ? FILE_LEAVES_LATE : FILE_LEAVES), after);
    int found = row ? store_step(store, row) : error;
    if (found != 1)
        return found ? found : -ENOENT;
    read_record(row, ret);
    (void)snprintf(ret_path, PATH_MAX, "%s", text(row, PATH));
    return 0;
}

/* By id, one at a time, so that `each` may write. */
int store_unfinished(struct store *store, store_each_fn *each, void *context)
{
    int64_t after = 0;
    for (;;) {
        int error = 0;
        store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_UNFINISHED, &error, "i", after);
        int found = row ? store_step(store, row) : error;
        if (found != 1)
            return found;
        struct file_record record;
        read_record(row, &record);
        after = record.id;
        int stop = each(context, text(row, PATH), &record);
        if (stop)
            return stop;
    }
}
