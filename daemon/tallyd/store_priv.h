/* What the files of the store share: the connection, its prepared statements, and the few calls that use
 * them.
 *
 *   store.c          opening, groups, running statements
 *   store_schema.c   the tables, version by version
 *   store_ledger.c   files and their findings
 *   store_outbox.c   lines and cursors
 *   store_sweep.c    retention
 *   store_aside.c    a damaged store is moved out of the way
 *
 * Used by tallyd. */
#pragma once

#include "store.h"

#include <sqlite3.h>

/* X(name, does it write?, SQL). All are prepared when the store opens, so a schema that does not fit is found
 * then. */
#define STATEMENTS(X)                                                                                        \
    X(BEGIN, false, "BEGIN IMMEDIATE")                                                                       \
    X(COMMIT, false, "COMMIT")                                                                               \
    X(SAVE, true, "SAVEPOINT one")                                                                           \
    X(RELEASE, false, "RELEASE one")                                                                         \
    X(UNDO, false, "ROLLBACK TO one")                                                                        \
    X(FIND, false,                                                                                           \
      "SELECT id, path, state, outcome, device, inode, size, changed_ns, sha256, ruleset, attempts,"         \
      " leaving > 0 OR moved IS NOT NULL"                                                                    \
      " FROM file WHERE path = ?")                                                                           \
    X(UNFINISHED, false,                                                                                     \
      "SELECT id, path, state, outcome, device, inode, size, changed_ns, sha256, ruleset, attempts,"         \
      " leaving > 0 OR moved IS NOT NULL"                                                                    \
      " FROM file WHERE state <> 'done' AND id > ? ORDER BY id LIMIT 1")                                     \
    X(SEEN, true,                                                                                            \
      "INSERT INTO file(path, watch, device, inode, size, changed_ns, seen_ms, state)"                       \
      " VALUES(?, ?, ?, ?, ?, ?, ?, 'seen')"                                                                 \
      " ON CONFLICT(path) DO UPDATE SET"                                                                     \
      "  attempts = CASE WHEN device = excluded.device AND inode = excluded.inode AND size = excluded.size"  \
      "   AND changed_ns = excluded.changed_ns THEN attempts ELSE 0 END,"                                    \
      "  watch = excluded.watch, device = excluded.device, inode = excluded.inode, size = excluded.size,"    \
      "  changed_ns = excluded.changed_ns, seen_ms = excluded.seen_ms, state = 'seen',"                      \
      "  sha256 = '', ruleset = '', settled_ms = NULL, begun_ms = NULL, done_ms = NULL, outcome = NULL, "    \
      "reason = '', leaving = 0, moved = NULL"                                                               \
      " RETURNING id")                                                                                       \
    X(RETRY, true,                                                                                           \
      "UPDATE file SET state = 'seen', attempts = 0, leaving = 0 WHERE state = 'done' AND instr(path, ?)"    \
      " AND moved IS NULL AND outcome <> 'vanished' AND (? OR outcome NOT IN ('inspected', 'ignored', "      \
      "'empty'))")                                                                                           \
    X(SETTLED, true, "UPDATE file SET state = 'settled', settled_ms = ? WHERE id = ?")                       \
    X(INSPECTING, true,                                                                                      \
      "UPDATE file SET state = 'inspecting', begun_ms = ?, sha256 = ?, ruleset = ?, attempts = attempts + 1" \
      " WHERE id = ?")                                                                                       \
    X(DONE, true,                                                                                            \
      "UPDATE file SET state = 'done', done_ms = ?, outcome = ?, reason = ?, errors = ?, warnings = ?,"      \
      " notices = ? WHERE id = ?")                                                                           \
    X(LEAVE, true, "UPDATE file SET leaving = ? WHERE id = ?")                                               \
    X(LEAVING, false,                                                                                        \
      "SELECT id, path, state, outcome, device, inode, size, changed_ns, sha256, ruleset, attempts,"         \
      " leaving > 0 OR moved IS NOT NULL"                                                                    \
      " FROM file WHERE leaving > 0 AND leaving <= ? AND id > ? ORDER BY id LIMIT 1")                        \
    X(MOVED, true, "UPDATE file SET leaving = 0, moved = ? WHERE id = ?")                                    \
    X(STAMP, true, "UPDATE file SET device = ?, inode = ?, size = ?, changed_ns = ? WHERE id = ?")           \
    X(REPORT, true,                                                                                          \
      "INSERT INTO report(file, size, sha256, ruleset, attempts, seen_ms, settled_ms, begun_ms, done_ms,"    \
      " outcome, reason, first_event, last_event)"                                                           \
      " SELECT id, size, sha256, ruleset, attempts, seen_ms, settled_ms, begun_ms, done_ms, outcome, "       \
      "reason,"                                                                                              \
      " ?, ? FROM file WHERE id = ?")                                                                        \
    X(EVENT, true,                                                                                           \
      "INSERT INTO event(seq, added_ms, dataset, id, level, rule, fingerprint, line)"                        \
      " VALUES(?, ?, ?, ?, ?, ?, ?, ?)")                                                                     \
    X(LINES, false, "SELECT seq, line FROM event WHERE seq > ? ORDER BY seq LIMIT ?")                        \
    X(LAST_FINDINGS, false,                                                                                  \
      "SELECT seq, line FROM (SELECT first_event, last_event FROM report WHERE file = ?"                     \
      " AND outcome = 'inspected' ORDER BY id DESC LIMIT 1) JOIN event ON seq BETWEEN first_event AND "      \
      "last_event"                                                                                           \
      " WHERE dataset = 'tallyd.finding' AND level <> 'info' ORDER BY seq")                                  \
    X(LAST, false,                                                                                           \
      "SELECT max(coalesce((SELECT max(seq) FROM event), 0), coalesce((SELECT max(seq) FROM sink), 0))")     \
    X(OLDEST, false, "SELECT added_ms FROM event WHERE seq > ? ORDER BY seq LIMIT 1")                        \
    X(CURSOR, false, "SELECT seq FROM sink WHERE name = ?")                                                  \
    X(SET_CURSOR, true,                                                                                      \
      "INSERT INTO sink(name, seq) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET seq = excluded.seq")         \
    X(DROP_CURSOR, true, "DELETE FROM sink WHERE name = ?")                                                  \
    X(LAST_FILE, false, "SELECT max(id) FROM file")                                                          \
    X(LAST_ROUND, false, "SELECT max(id) FROM report")                                                       \
    X(LAST_EVENT, false, "SELECT max(seq) FROM event")                                                       \
    X(OLD_FILES, false,                                                                                      \
      "SELECT id, path FROM file WHERE id BETWEEN ? AND ? AND state = 'done' AND done_ms < ? ORDER BY id")   \
    X(FORGET_ROUNDS, true, "DELETE FROM report WHERE file = ?")                                              \
    X(FORGET_FILE, true, "DELETE FROM file WHERE id = ?")                                                    \
    X(SWEEP_ROUNDS, true,                                                                                    \
      "DELETE FROM report WHERE id BETWEEN ? AND ? AND done_ms < ? AND EXISTS (SELECT 1 FROM report AS "     \
      "later"                                                                                                \
      " WHERE later.file = report.file AND later.id > report.id AND later.outcome = 'inspected')")           \
    X(SWEEP_EVENTS, true,                                                                                    \
      "DELETE FROM event WHERE seq BETWEEN ? AND ? AND added_ms < ?"                                         \
      " AND seq <= (SELECT coalesce(min(seq), event.seq) FROM sink) AND coalesce((SELECT last_event FROM "   \
      "report"                                                                                               \
      " WHERE first_event <= event.seq ORDER BY first_event DESC LIMIT 1), 0) < seq")                        \
    X(COUNT_STATES, false, "SELECT state, count(*) FROM file GROUP BY state")                                \
    X(COUNT_OUTCOMES, false,                                                                                 \
      "SELECT outcome, count(*) FROM file WHERE outcome IS NOT NULL GROUP BY outcome")                       \
    X(COUNT_FINDINGS, false, "SELECT total(errors), total(warnings), total(notices) FROM file")              \
    X(COUNT_OUTBOX, false, "SELECT min(seq) FROM sink")                                                      \
    X(LEDGER, false,                                                                                         \
      "SELECT path, watch, state, outcome, reason, size, sha256, ruleset, attempts, seen_ms, settled_ms, "   \
      "begun_ms,"                                                                                            \
      " done_ms, errors, warnings, notices, moved FROM file WHERE instr(path, ?) ORDER BY seen_ms DESC, id " \
      "DESC "                                                                                                \
      "LIMIT ?")

enum statement {
#define X(name, writes, sql) STATEMENT_##name,
    STATEMENTS(X)
#undef X
        STATEMENT_COUNT
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENT_COUNT];
    int lock;           /* held for as long as the store is open */
    bool grouped;       /* a transaction is open */
    bool durable;       /* see store_set_durable */
    bool full;          /* what SQLite was told of it */
    int failed;         /* a group was lost: what every call gives from then on */
    int64_t last;       /* highest sequence of an event */
    char damaged[4096]; /* where a damaged one was moved when this was opened; else empty */
};

/* A negative errno for a SQLite result; 0 for OK, ROW and DONE. */
int store_errno(const struct store *store, int result);
/* Binds and opens a group where the statement writes; NULL on failure, with the errno in `ret_error`. One
 * letter for each argument: i int64_t, s C string (NULL is NULL), b struct slice as bytes, t struct slice as
 * text. Arguments are not copied. */
sqlite3_stmt *store_bind(struct store *store, enum statement which, int *ret_error, const char *types, ...);
/* One row: 1; none: 0; or a negative errno. */
int store_step(struct store *store, sqlite3_stmt *statement);
/* Makes the statement ready for its next use. */
void store_reset(sqlite3_stmt *statement);
#define store_autoreset __attribute__((cleanup(store_reset_at)))
void store_reset_at(sqlite3_stmt **statement);
/* Binds, runs to the end, resets. 0 or a negative errno. */
int store_run(struct store *store, enum statement which, const char *types, ...);
/* A savepoint, so that a call of several writes leaves all or nothing: 0 keeps them, an error undoes them and
 * is given back. */
int store_begin_one(struct store *store);
int store_end_one(struct store *store, int error);
/* An event to the end of the outbox. */
int store_add_event(struct store *store, const json_t *event);
/* The string at two keys, or "". */
const char *store_event_text(const json_t *event, const char *outer, const char *inner);
/* Unix time in milliseconds. */
int64_t store_now_ms(void);

/* Moves the file and its companions to a name that says when, which `ret_name` gets. 0 or a negative errno. */
int store_set_aside(const char *path, char *ret_name, size_t size);
/* Damage was met at work: the next start reads the whole file, whatever its size, until store_trust. */
void store_suspect(const char *path);
bool store_is_suspect(const char *path);
void store_trust(const char *path);

/* Creates or migrates the tables. 0 or a negative errno with the cause in `error`. */
int store_schema(sqlite3 *db, char *error, size_t size);
