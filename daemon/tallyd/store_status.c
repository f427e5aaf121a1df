/* What `tallyctl status` and `tallyctl ledger` show. */
#include "store_priv.h"

#include "../base/utf8.h"

#include <stdio.h>

/* { name: count, … } of a statement's rows. */
static json_t *counts_by_name(struct store *store, enum statement which)
{
    int error = 0;
    json_t *counts = json_object();
    store_autoreset sqlite3_stmt *row = store_bind(store, which, &error, "");
    while (row && store_step(store, row) == 1)
        (void)json_object_set_new(counts, (const char *)sqlite3_column_text(row, 0),
                                  json_integer(sqlite3_column_int64(row, 1)));
    return counts;
}

static json_t *count_findings(struct store *store)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_COUNT_FINDINGS, &error, "");
    if (!row || store_step(store, row) != 1)
        return json_object();
    return json_pack("{s:I, s:I, s:I}", "error", (json_int_t)sqlite3_column_int64(row, 0), "warning",
                     (json_int_t)sqlite3_column_int64(row, 1), "notice",
                     (json_int_t)sqlite3_column_int64(row, 2));
}

/* Events that some sink has not delivered. */
static json_t *count_outbox(struct store *store)
{
    int error = 0;
    store_autoreset sqlite3_stmt *row = store_bind(store, STATEMENT_COUNT_OUTBOX, &error, "");
    bool known = row && store_step(store, row) == 1 && sqlite3_column_type(row, 0) == SQLITE_INTEGER;
    return json_integer(known ? store->last - sqlite3_column_int64(row, 0) : 0);
}

json_t *store_counts(struct store *store)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "files", counts_by_name(store, STATEMENT_COUNT_STATES),
                     "outcomes", counts_by_name(store, STATEMENT_COUNT_OUTCOMES), "findings",
                     count_findings(store), "outbox", count_outbox(store));
}

/* A column of the LEDGER statement as the ledger shows it. */
static json_t *cell(sqlite3_stmt *row, int column)
{
    if (sqlite3_column_type(row, column) == SQLITE_INTEGER)
        return json_integer(sqlite3_column_int64(row, column));
    char text[4 * 4096];
    const char *bytes = sqlite3_column_blob(row, column);
    (void)utf8_escape((struct slice){bytes, (size_t)sqlite3_column_bytes(row, column)}, text, sizeof text);
    return json_string(text);
}

static json_t *entry(sqlite3_stmt *row)
{
    static const char *const names[] = {"path",    "watch",   "state",    "outcome", "reason",     "size",
                                        "sha256",  "ruleset", "attempts", "seen_ms", "settled_ms", "begun_ms",
                                        "done_ms", "error",   "warning",  "notice",  "moved"};
    json_t *object = json_object();
    for (int i = 0; i < (int)(sizeof names / sizeof names[0]); i++)
        if (sqlite3_column_type(row, i) != SQLITE_NULL)
            (void)json_object_set_new(object, names[i], cell(row, i));
    return object;
}

json_t *store_ledger(struct store *store, const char *path_part, unsigned max)
{
    int error = 0;
    json_t *list = json_array();
    store_autoreset sqlite3_stmt *row =
        store_bind(store, STATEMENT_LEDGER, &error, "bi", slice_of(path_part ? path_part : ""), (int64_t)max);
    while (row && store_step(store, row) == 1)
        (void)json_array_append_new(list, entry(row));
    return list;
}
