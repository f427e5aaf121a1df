/* Events on their way to the sinks, and how far each sink has come. */
#include "store_priv.h"

#include "../base/mem.h"
#include "../wire/event.h"

#include <errno.h>

const char *store_event_text(const json_t *event, const char *outer, const char *inner)
{
    const char *text = json_string_value(json_object_get(json_object_get(event, outer), inner));
    return text ? text : "";
}

int store_add_event(struct store *store, const json_t *event)
{
    size_t length = 0;
    char *line = event_line(event, &length);
    if (!line)
        return -ENOMEM;
    int error = store_run(store, STATEMENT_EVENT, "iissssst", store->last + 1, store_now_ms(),
                          store_event_text(event, "event", "dataset"), store_event_text(event, "event", "id"),
                          store_event_text(event, "log", "level"), store_event_text(event, "rule", "id"),
                          store_event_text(event, "tallyd", "fingerprint"), (struct slice){line, length});
    mem_free(line);
    store->last += !error;
    return error;
}

int store_event(struct store *store, const json_t *event)
{
    return store_add_event(store, event);
}

int64_t store_outbox_last(const struct store *store)
{
    return store->last;
}

/* `error` is that of binding `row`. */
static int each_line(struct store *store, sqlite3_stmt *row, int error, store_line_fn *each, void *context)
{
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

int store_outbox(struct store *store, int64_t after, unsigned max, store_line_fn *each, void *context)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_LINES, &error, "ii", after, (int64_t)max);
    return each_line(store, row, error, each, context);
}

int store_last_findings(struct store *store, int64_t file, store_line_fn *each, void *context)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_LAST_FINDINGS, &error, "i", file);
    return each_line(store, row, error, each, context);
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
