/* A store of each earlier version, as that version made it, is brought to the present one with all that is in it. */
#include "test_store.h"

#include <fcntl.h>
#include <sys/stat.h>

/* As released: never edited. */
static const char version_1[] =
    "PRAGMA application_id = 1414286425; PRAGMA user_version = 1;"
    "CREATE TABLE file(id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, watch TEXT NOT NULL, state TEXT "
    "NOT NULL,"
    " device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL, changed_ns INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL DEFAULT '', ruleset TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0,"
    " seen_ms INTEGER NOT NULL, settled_ms INTEGER, begun_ms INTEGER, done_ms INTEGER,"
    " outcome TEXT, reason TEXT NOT NULL DEFAULT '', errors INTEGER NOT NULL DEFAULT 0,"
    " warnings INTEGER NOT NULL DEFAULT 0, notices INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE TABLE report(id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file(id), size INTEGER NOT "
    "NULL,"
    " sha256 TEXT NOT NULL, ruleset TEXT NOT NULL, attempts INTEGER NOT NULL, seen_ms INTEGER NOT NULL,"
    " settled_ms INTEGER, begun_ms INTEGER, done_ms INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT "
    "NULL,"
    " first_event INTEGER NOT NULL, last_event INTEGER NOT NULL) STRICT;"
    "CREATE INDEX report_file ON report(file);"
    "CREATE TABLE event(seq INTEGER PRIMARY KEY, added_ms INTEGER NOT NULL, dataset TEXT NOT NULL, id TEXT "
    "NOT NULL,"
    " level TEXT NOT NULL, rule TEXT NOT NULL, fingerprint TEXT NOT NULL, line TEXT NOT NULL) STRICT;"
    "CREATE TABLE sink(name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;"
    "CREATE VIEW ledger AS SELECT id, CAST(path AS TEXT) AS path, watch, state, outcome, reason, size, "
    "sha256, attempts,"
    " errors, warnings, notices, strftime('%Y-%m-%dT%H:%M:%SZ', seen_ms / 1000, 'unixepoch') AS seen,"
    " strftime('%Y-%m-%dT%H:%M:%SZ', done_ms / 1000, 'unixepoch') AS done FROM file;"
    "CREATE VIEW finding AS SELECT event.seq, report.id AS report, CAST(path AS TEXT) AS path, rule, level, "
    "fingerprint,"
    " line ->> 'message' AS message, line FROM report JOIN file ON file.id = report.file"
    " JOIN event ON event.seq BETWEEN first_event AND last_event WHERE dataset = 'tallyd.finding';";
static const char version_2[] = "PRAGMA user_version = 2; CREATE INDEX report_first ON report(first_event);";

/* A file with a finding, one that was being inspected, and a sink that is one line behind. */
static const char content[] =
    "INSERT INTO file VALUES(7, CAST('/drop/甲.txt' AS BLOB), 'drop', 'done', 1, 2, 3, 4, 'aa', 'rr', 1, "
    "1000, 1001,"
    " 1002, 1003, 'inspected', '', 1, 0, 0);"
    "INSERT INTO file VALUES(9, CAST('/drop/乙.txt' AS BLOB), 'drop', 'inspecting', 1, 5, 6, 7, 'bb', 'rr', "
    "2, 2000, 2001,"
    " 2002, NULL, NULL, '', 0, 0, 0);"
    "INSERT INTO report VALUES(1, 7, 3, 'aa', 'rr', 1, 1000, 1001, 1002, 1003, 'inspected', '', 40, 41);"
    "INSERT INTO event VALUES(40, 1003, 'tallyd.finding', 'e1', 'error', 'sum.mismatch', 'ff',"
    " '{\"message\":\"不符\"}' || char(10));"
    "INSERT INTO event VALUES(41, 1003, 'tallyd.report', 'e2', 'info', '', '', '{\"message\":\"已检查\"}' || "
    "char(10));"
    "INSERT INTO sink VALUES('jsonl', 40);";

static void make(struct scene *scene, const char *more)
{
    sqlite3 *db;
    store_close(scene->store);
    scene->store = NULL;
    assert_int_equal(unlink(scene->path), 0);
    assert_int_equal(sqlite3_open(scene->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, version_1, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, content, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, more, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static char *text_of(struct scene *scene, const char *sql)
{
    static char answer[200];
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = scene->store ? scene->store->db : NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    (void)snprintf(answer, sizeof answer, "%s", text ? text : "NULL");
    sqlite3_finalize(statement);
    return answer;
}

static int on_line(void *context, int64_t sequence, const char *line, size_t length)
{
    (void)line, (void)length;
    *(int64_t *)context += sequence;
    return 0;
}

static void holds_all(struct scene *scene)
{
    struct file_record record;
    int64_t lines = 0, cursor = 0;
    assert_int_equal(scene_open(scene), 0);
    assert_string_equal(text_of(scene, "PRAGMA user_version"), "4");
    assert_string_equal(text_of(scene, "PRAGMA integrity_check"), "ok");
    assert_int_equal(store_find(scene->store, "/drop/甲.txt", &record), 0);
    assert_true(record.id == 7 && record.state == FILE_DONE && record.stamp.changed_ns == 4);
    assert_int_equal(store_find(scene->store, "/drop/乙.txt", &record), 0);
    assert_true(record.id == 9 && record.state == FILE_INSPECTING && record.attempts == 2);
    assert_string_equal(text_of(scene, "SELECT message FROM finding"), "不符");
    assert_string_equal(text_of(scene, "SELECT moved FROM ledger WHERE id = 7"), "NULL");
    assert_string_equal(text_of(scene, "SELECT count(*) FROM file WHERE leaving"), "0");
    assert_int_equal(store_cursor(scene->store, "jsonl", &cursor), 0);
    assert_int_equal(store_outbox(scene->store, cursor, 10, on_line, &lines), 0);
    assert_int_equal(lines, 41);
    assert_int_equal(store_outbox_last(scene->store), 41);
}

/* What an earlier version left can be gone on with. */
static void works_on(struct scene *scene)
{
    struct file_stamp stamp = {1, 5, 6, 7};
    json_t *events = scene_events("/drop/乙.txt", 1);
    int64_t id;
    assert_int_equal(store_seen(scene->store, "drop", "/drop/乙.txt", &stamp, &id), 0);
    assert_int_equal(id, 9);
    assert_int_equal(store_done(scene->store, id, NULL, OUTCOME_INSPECTED, "", events), 0);
    assert_int_equal(store_leave(scene->store, id, FILE_LEAVES), 0);
    assert_int_equal(store_commit(scene->store), 0);
    assert_string_equal(text_of(scene, "SELECT count(*) FROM finding"), "2");
    json_decref(events);
}

static void from_version_1(void **state)
{
    make(*state, "");
    holds_all(*state);
    works_on(*state);
}

static void from_version_2(void **state)
{
    make(*state, version_2);
    holds_all(*state);
    works_on(*state);
}

/* A step that fails leaves the store as it was, for another try. */
static void a_step_that_fails(void **state)
{
    struct scene *scene = *state;
    make(scene, version_2);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(scene->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE file_leaving(x)", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_true(scene_open(scene) < 0);
    assert_non_null(strstr(scene->error, "cannot bring the tables to version 3"));
    assert_int_equal(sqlite3_open(scene->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DROP TABLE file_leaving", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    holds_all(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(from_version_1),
        SCENE(from_version_2),
        SCENE(a_step_that_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
