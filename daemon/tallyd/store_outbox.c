/* Lines on their way to the sinks, and how far each sink has come. */
#include "store_priv.h"

#include <errno.h>

int store_add_line(struct store *store, int64_t finding, struct slice line)
{
    int error = finding ? store_run(store, STATEMENT_EVENT_OF_FINDING, "ii", store_now_ms(), finding)
                        : store_run(store, STATEMENT_EVENT, "it", store_now_ms(), line);
    if (!error)
        store->last = sqlite3_last_insert_rowid(store->db);
    return error;
}

int64_t store_outbox_last(const struct store *store)
{
    return store->last;
}

int store_outbox(struct store *store, int64_t after, unsigned max, store_line_fn *each, void *context)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_LINES, &error, "ii", after, (int64_t)max);
    int found = row ? store_step(store, row) : error;
    for (; found == 1; found = store_step(store, row)) {
        const char *line = (const char *)sqlite3_column_text(row, 1);
        if (!line)
            return -ENOMEM;
        int stop = each(context, sqlite3_column_int64(row, 0), line, (size_t)sqlite3_column_bytes(row, 1));
        if (stop)
            return stop;
    }
    return found;
}

/* The first column of the first row; -ENOENT where there is none. */
static int one_number(struct store *store, sqlite3_stmt *row, int error, int64_t *ret)
{
    int found = row ? store_step(store, row) : error;
    if (found == 1)
        *ret = sqlite3_column_int64(row, 0);
    return found == 1 ? 0 : found ? found : -ENOENT;
}

int store_outbox_age(struct store *store, int64_t after, int64_t *ret_ms)
{
    int error = 0;
    int64_t added = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_OLDEST, &error, "i", after);
    error = one_number(store, row, error, &added);
    if (!error)
        *ret_ms = store_now_ms() - added;
    return error;
}

int store_cursor(struct store *store, const char *sink, int64_t *ret_sequence)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_CURSOR, &error, "s", sink);
    return one_number(store, row, error, ret_sequence);
}

int store_set_cursor(struct store *store, const char *sink, int64_t sequence)
{
    return store_run(store, STATEMENT_SET_CURSOR, "si", sink, sequence);
}

int store_drop_cursor(struct store *store, const char *sink)
{
    return store_run(store, STATEMENT_DROP_CURSOR, "s", sink);
}

/* A sink without a cursor has delivered nothing. */
int store_trim(struct store *store, const char *const *sinks, unsigned n_sinks)
{
    int64_t all = store->last;
    for (unsigned i = 0; i < n_sinks; i++) {
        int64_t at = 0;
        int error = store_cursor(store, sinks[i], &at);
        if (error && error != -ENOENT)
            return error;
        all = at < all ? at : all;
    }
    return all ? store_run(store, STATEMENT_TRIM, "i", all) : 0;
}
