/* The tables, as a list of steps: a store of version n gets the steps after n, each in its own transaction,
 * so a killed migration goes on where it was. To change a table, append a step; a step that was ever released
 * is never edited. */
#include "store_priv.h"

#include <errno.h>
#include <stdio.h>

/* Tells a store of ours from any other SQLite file: "TLLY". */
#define APPLICATION_ID 0x544c4c59

static const char *const steps[] = {
    /* 1 */
    "CREATE TABLE file(" /* the ledger: one row a path, its last round */
    " id INTEGER PRIMARY KEY,"
    " path BLOB NOT NULL UNIQUE," /* bytes as the file system has them */
    " watch TEXT NOT NULL,"
    " state TEXT NOT NULL," /* seen, settled, inspecting, done */
    " device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL, changed_ns INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL DEFAULT '', ruleset TEXT NOT NULL DEFAULT '',"
    " attempts INTEGER NOT NULL DEFAULT 0,"
    " seen_ms INTEGER NOT NULL, settled_ms INTEGER, begun_ms INTEGER, done_ms INTEGER,"
    " outcome TEXT, reason TEXT NOT NULL DEFAULT '',"
    " errors INTEGER NOT NULL DEFAULT 0, warnings INTEGER NOT NULL DEFAULT 0,"
    " notices INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "CREATE TABLE report(" /* every round that ended: what was read, when, by which rules, what came of it */
    " id INTEGER PRIMARY KEY,"
    " file INTEGER NOT NULL REFERENCES file(id),"
    " size INTEGER NOT NULL, sha256 TEXT NOT NULL, ruleset TEXT NOT NULL, attempts INTEGER NOT NULL,"
    " seen_ms INTEGER NOT NULL, settled_ms INTEGER, begun_ms INTEGER, done_ms INTEGER NOT NULL,"
    " outcome TEXT NOT NULL, reason TEXT NOT NULL,"
    " first_event INTEGER NOT NULL, last_event INTEGER NOT NULL" /* none where the last is below the first */
    ") STRICT;"
    "CREATE INDEX report_file ON report(file);"
    "CREATE TABLE event(" /* findings and all other events, in the order in which the sinks get them */
    " seq INTEGER PRIMARY KEY,"
    " added_ms INTEGER NOT NULL,"
    " dataset TEXT NOT NULL, id TEXT NOT NULL, level TEXT NOT NULL, rule TEXT NOT NULL,"
    " fingerprint TEXT NOT NULL,"
    " line TEXT NOT NULL" /* JSON, as the sinks get it */
    ") STRICT;"
    "CREATE TABLE sink(" /* how far each has come: the outbox is what follows */
    " name TEXT PRIMARY KEY, seq INTEGER NOT NULL"
    ") STRICT;"
    /* for an administrator's sqlite3 */
    "CREATE VIEW ledger AS SELECT id, CAST(path AS TEXT) AS path, watch, state, outcome, reason, size,"
    " sha256, attempts, errors, warnings, notices,"
    " strftime('%Y-%m-%dT%H:%M:%SZ', seen_ms / 1000, 'unixepoch') AS seen,"
    " strftime('%Y-%m-%dT%H:%M:%SZ', done_ms / 1000, 'unixepoch') AS done FROM file;"
    "CREATE VIEW finding AS SELECT event.seq, report.id AS report, CAST(path AS TEXT) AS path, rule, level,"
    " fingerprint,"
    " line ->> 'message' AS message, line FROM report JOIN file ON file.id = report.file"
    " JOIN event ON event.seq BETWEEN first_event AND last_event WHERE dataset = 'tallyd.finding';",
    /* 2: retention asks to which round an event belongs */
    "CREATE INDEX report_first ON report(first_event);",
    /* 3: files leave their folder */
    "ALTER TABLE file ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;" /* enum file_leaving */
    "ALTER TABLE file ADD COLUMN moved BLOB;"                         /* where it is now */
    "CREATE INDEX file_leaving ON file(id) WHERE leaving > 0;"
    "DROP VIEW ledger;"
    "CREATE VIEW ledger AS SELECT id, CAST(path AS TEXT) AS path, watch, state, outcome, reason, size,"
    " sha256, attempts, errors, warnings, notices,"
    " strftime('%Y-%m-%dT%H:%M:%SZ', seen_ms / 1000, 'unixepoch') AS seen,"
    " strftime('%Y-%m-%dT%H:%M:%SZ', done_ms / 1000, 'unixepoch') AS done,"
    " CAST(moved AS TEXT) AS moved FROM file;",
    /* 4: a + keeps SQLite from making an index of all events for one condition, to be looked through for each round */
    "DROP VIEW finding;"
    "CREATE VIEW finding AS SELECT event.seq, report.id AS report, CAST(path AS TEXT) AS path,"
    " +rule AS rule, +level AS level, +fingerprint AS fingerprint,"
    " line ->> 'message' AS message, line FROM report JOIN file ON file.id = report.file"
    " CROSS JOIN event ON event.seq BETWEEN first_event AND last_event WHERE +dataset = 'tallyd.finding';",
};

#define VERSION ((int)(sizeof steps / sizeof steps[0]))

/* Gives -1 where it cannot be read. */
static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static int step(sqlite3 *db, int version)
{
    char finish[120];
    (void)snprintf(finish, sizeof finish, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
                   APPLICATION_ID, version + 1);
    const char *const parts[] = {"BEGIN IMMEDIATE", steps[version], finish};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        int result = sqlite3_exec(db, parts[i], NULL, NULL, NULL);
        if (result != SQLITE_OK)
            return result;
    }
    return SQLITE_OK;
}

/* An empty file is a store to be. */
static bool foreign(sqlite3 *db)
{
    int64_t id = number(db, "PRAGMA application_id");
    return id != APPLICATION_ID && (id != 0 || number(db, "SELECT count(*) FROM sqlite_schema") != 0);
}

int store_schema(sqlite3 *db, char *error, size_t size)
{
    int64_t version = number(db, "PRAGMA user_version");
    if (foreign(db) || version < 0 || version > VERSION) {
        (void)snprintf(error, size,
                       foreign(db) ? "not a store of tallyd: name another state_dir, or move the file away"
                                   : "written by a later tallyd: install that version again");
        return -EBADMSG;
    }
    for (int v = (int)version; v < VERSION; v++) {
        int result = step(db, v);
        if (result == SQLITE_OK)
            continue;
        (void)snprintf(error, size, "cannot bring the tables to version %d: %s", v + 1, sqlite3_errmsg(db));
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
        return store_errno(&(struct store){.db = db}, result);
    }
    return 0;
}
