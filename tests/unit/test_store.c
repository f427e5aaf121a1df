#include "test_store.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct file_stamp stamp = {.device = 1, .inode = UINT64_MAX, .size = 20070, .changed_ns = 5};

static int64_t seen(struct scene *scene, const char *path)
{
    int64_t id = 0;
    assert_int_equal(store_seen(scene->store, "default", path, &stamp, &id), 0);
    return id;
}

/* A file's whole way. */
static int64_t inspect(struct scene *scene, const char *path, unsigned findings)
{
    int64_t id = seen(scene, path);
    json_t *events = scene_events(path, findings);
    assert_int_equal(store_settled(scene->store, id), 0);
    assert_int_equal(store_inspecting(scene->store, id, "abcd", "rules-1"), 0);
    assert_int_equal(store_done(scene->store, id, &stamp, OUTCOME_INSPECTED, "", events), 0);
    json_decref(events);
    return id;
}

static int64_t ask(struct scene *scene, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(scene->store->db, sql, -1, &statement, NULL), SQLITE_OK);
    int64_t answer = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return answer;
}

static int on_count(void *context, int64_t sequence, const char *line, size_t length)
{
    int64_t *last = context;
    assert_true(sequence > *last && length > 2 && line[length - 1] == '\n' && line[0] == '{');
    *last = sequence;
    return 0;
}

static void follows_a_file(void **state)
{
    struct scene *scene = *state;
    struct file_record record;
    assert_int_equal(store_find(scene->store, "/drop/a.txt", &record), -ENOENT);
    int64_t id = seen(scene, "/drop/a.txt");
    assert_int_equal(store_find(scene->store, "/drop/a.txt", &record), 0);
    assert_true(record.id == id && record.state == FILE_SEEN && record.attempts == 0);
    assert_memory_equal(&record.stamp, &stamp, sizeof stamp);
    assert_int_equal(store_settled(scene->store, id), 0);
    assert_int_equal(store_inspecting(scene->store, id, "abcd", "rules-1"), 0);
    assert_int_equal(store_find(scene->store, "/drop/a.txt", &record), 0);
    assert_true(record.state == FILE_INSPECTING && record.attempts == 1);
    assert_string_equal(record.sha256, "abcd");
    assert_string_equal(record.ruleset, "rules-1");
    struct file_stamp later = {1, 2, 3, 4};
    assert_int_equal(store_done(scene->store, id, &later, OUTCOME_BINARY, "no text", NULL), 0);
    assert_int_equal(store_find(scene->store, "/drop/a.txt", &record), 0);
    assert_true(record.state == FILE_DONE && record.outcome == OUTCOME_BINARY && record.stamp.inode == 2);
}

static void counts_attempts_at_one_content(void **state)
{
    struct scene *scene = *state;
    struct file_record record;
    int64_t id = seen(scene, "a");
    assert_int_equal(store_inspecting(scene->store, id, "s", "r"), 0);
    assert_int_equal(seen(scene, "a"), id);
    assert_int_equal(store_inspecting(scene->store, id, "s", "r"), 0);
    assert_int_equal(store_find(scene->store, "a", &record), 0);
    assert_int_equal(record.attempts, 2);
    struct file_stamp changed = stamp;
    changed.changed_ns++;
    assert_int_equal(store_seen(scene->store, "default", "a", &changed, &id), 0);
    assert_int_equal(store_find(scene->store, "a", &record), 0);
    assert_int_equal(record.attempts, 0);
    assert_string_equal(record.sha256, "");
}

static void keeps_every_round(void **state)
{
    struct scene *scene = *state;
    inspect(scene, "a", 3);
    inspect(scene, "a", 1);
    assert_int_equal(ask(scene, "SELECT count(*) FROM file"), 1);
    assert_int_equal(ask(scene, "SELECT count(*) FROM report"), 2);
    assert_int_equal(ask(scene, "SELECT count(*) FROM finding"), 4);
    assert_int_equal(ask(scene, "SELECT count(*) FROM event"), 6);
    assert_int_equal(
        ask(scene, "SELECT count(*) FROM finding WHERE level = 'error'"
                   " AND rule = 'sum.mismatch' AND json_valid(line) AND message LIKE '%不符' AND path = 'a'"),
        2);
    assert_int_equal(ask(scene, "SELECT errors * 100 + warnings * 10 + notices FROM file"), 100);
}

/* The view is for whoever asks with sqlite3: each round's events are found by their number, whatever else is asked. */
static void asks_for_findings_without_looking_through_all(void **state)
{
    struct scene *scene = *state;
    static const char *const questions[] = {
        "SELECT rule, count(*) FROM finding GROUP BY rule",
        "SELECT path FROM finding WHERE rule = 'a.b' AND level = 'error'"};
    for (size_t i = 0; i < COUNT(questions); i++) {
        char sql[200];
        sqlite3_stmt *plan = NULL;
        unsigned found = 0;
        (void)snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", questions[i]);
        assert_int_equal(sqlite3_prepare_v2(scene->store->db, sql, -1, &plan, NULL), SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(plan, 3);
            assert_null(strstr(detail, "AUTOMATIC"));
            found += strstr(detail, "SEARCH event USING INTEGER PRIMARY KEY") != NULL;
        }
        sqlite3_finalize(plan);
        assert_int_equal(found, 1);
    }
}

static void loses_nothing_committed(void **state)
{
    struct scene *scene = *state;
    inspect(scene, "a", 2);
    assert_int_equal(store_commit(scene->store), 0);
    store_close(scene->store);
    pid_t pid = fork();
    if (pid == 0) {
        if (scene_open(scene))
            _exit(1);
        inspect(scene, "b", 2);
        store_commit(scene->store);
        inspect(scene, "c", 2);
        (void)raise(SIGKILL);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(scene_open(scene), 0);
    assert_int_equal(ask(scene, "SELECT count(*) FROM file"), 2);
    assert_int_equal(ask(scene, "SELECT count(*) FROM event"), 6);
    assert_int_equal(store_outbox_last(scene->store), 6);
}

static void drops_what_is_not_committed(void **state)
{
    struct scene *scene = *state;
    inspect(scene, "a", 2);
    scene_reopen(scene);
    assert_int_equal(ask(scene, "SELECT count(*) FROM file"), 0);
    assert_int_equal(store_outbox_last(scene->store), 0);
}

static int on_unfinished(void *context, const char *path, const struct file_record *record)
{
    struct scene *scene = context;
    assert_string_equal(path, record->id % 2 ? "a" : "b");
    return store_done(scene->store, record->id, NULL, OUTCOME_VANISHED, "", NULL);
}

static void tells_what_is_unfinished(void **state)
{
    struct scene *scene = *state;
    seen(scene, "a");
    assert_int_equal(store_inspecting(scene->store, seen(scene, "b"), "s", "r"), 0);
    inspect(scene, "c", 1);
    assert_int_equal(store_commit(scene->store), 0);
    scene_reopen(scene);
    assert_int_equal(store_unfinished(scene->store, on_unfinished, scene), 0);
    assert_int_equal(ask(scene, "SELECT count(*) FROM file WHERE state <> 'done'"), 0);
}

static void limit_pages(struct scene *scene, unsigned pages)
{
    char sql[64];
    (void)snprintf(sql, sizeof sql, "PRAGMA max_page_count = %u", pages);
    assert_int_equal(sqlite3_exec(scene->store->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* The disk is full in the middle of a file's findings: SQLite takes the whole group back, and nothing may
 * then go on as if it were there. */
static void stays_failed_after_a_lost_group(void **state)
{
    struct scene *scene = *state;
    struct file_record record;
    inspect(scene, "a", 1);
    assert_int_equal(store_commit(scene->store), 0);
    inspect(scene, "b", 1);
    int64_t id = seen(scene, "c");
    json_t *events = scene_events("c", 500);
    limit_pages(scene, 40);
    assert_int_equal(store_done(scene->store, id, NULL, OUTCOME_INSPECTED, "", events), -ENOSPC);
    assert_int_equal(store_settled(scene->store, id), -ENOSPC);
    assert_int_equal(store_commit(scene->store), -ENOSPC);
    assert_int_equal(store_find(scene->store, "a", &record), -ENOSPC);
    scene_reopen(scene);
    assert_int_equal(store_find(scene->store, "a", &record), 0);
    assert_int_equal(store_find(scene->store, "b", &record), -ENOENT);
    assert_int_equal(store_outbox_last(scene->store), 2);
    assert_int_equal(store_done(scene->store, seen(scene, "c"), NULL, OUTCOME_INSPECTED, "", events), 0);
    assert_int_equal(store_commit(scene->store), 0);
    json_decref(events);
}

/* An error that SQLite survives: the file is as it was, and its neighbour in the group stays. */
static void leaves_no_half_file(void **state)
{
    struct scene *scene = *state;
    inspect(scene, "a", 1);
    int64_t id = seen(scene, "b");
    json_t *events = scene_events("b", 3);
    assert_int_equal(sqlite3_exec(scene->store->db,
                                  "CREATE TEMP TRIGGER stop BEFORE INSERT ON event WHEN NEW.seq = 5"
                                  " BEGIN SELECT raise(FAIL, 'stop'); END",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(store_done(scene->store, id, NULL, OUTCOME_INSPECTED, "", events), -EIO);
    assert_int_equal(store_outbox_last(scene->store), 2);
    assert_int_equal(store_commit(scene->store), 0);
    assert_int_equal(ask(scene, "SELECT count(*) FROM finding"), 1);
    assert_int_equal(ask(scene, "SELECT count(*) FROM file WHERE state = 'seen'"), 1);
    json_decref(events);
}

static void keeps_a_group_while_another_writes(void **state)
{
    struct scene *scene = *state;
    sqlite3 *other = NULL;
    assert_int_equal(sqlite3_open(scene->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    int64_t id = 0;
    assert_int_equal(store_seen(scene->store, "default", "a", &stamp, &id), -EBUSY);
    assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    seen(scene, "a");
    assert_int_equal(store_commit(scene->store), 0);
}

static void numbers_lines_for_ever(void **state)
{
    struct scene *scene = *state;
    int64_t last = 0;
    inspect(scene, "a", 2);
    json_t *event = event_service(1600000000123, "start", "notice", "开始");
    assert_int_equal(store_event(scene->store, event), 0);
    json_decref(event);
    assert_int_equal(store_commit(scene->store), 0);
    assert_int_equal(store_outbox(scene->store, 0, 100, on_count, &last), 0);
    assert_int_equal(last, 4);
    last = 1;
    assert_int_equal(store_outbox(scene->store, 1, 2, on_count, &last), 0);
    assert_int_equal(last, 3);
    assert_int_equal(store_set_cursor(scene->store, "jsonl", 4), 0);
    assert_int_equal(sqlite3_exec(scene->store->db, "DELETE FROM event", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(store_commit(scene->store), 0);
    scene_reopen(scene);
    inspect(scene, "b", 0);
    last = 4;
    assert_int_equal(store_outbox(scene->store, 0, 100, on_count, &last), 0);
    assert_int_equal(last, 5);
}

static void remembers_cursors(void **state)
{
    struct scene *scene = *state;
    int64_t at = 0, age = -1;
    inspect(scene, "a", 5);
    assert_int_equal(store_cursor(scene->store, "jsonl", &at), -ENOENT);
    assert_int_equal(store_set_cursor(scene->store, "jsonl", 4), 0);
    assert_int_equal(store_set_cursor(scene->store, "syslog", 2), 0);
    assert_int_equal(store_commit(scene->store), 0);
    scene_reopen(scene);
    assert_int_equal(store_cursor(scene->store, "jsonl", &at), 0);
    assert_int_equal(at, 4);
    assert_int_equal(store_outbox_age(scene->store, 4, &age), 0);
    assert_in_range(age, 0, 5000);
    assert_int_equal(store_outbox_age(scene->store, 6, &age), -ENOENT);
    assert_int_equal(store_drop_cursor(scene->store, "jsonl"), 0);
    assert_int_equal(store_cursor(scene->store, "jsonl", &at), -ENOENT);
}

static void shows_status_and_ledger(void **state)
{
    struct scene *scene = *state;
    inspect(scene, "/drop/甲.txt", 2);
    inspect(scene, "/drop/\xff\n.txt", 0);
    int64_t id = seen(scene, "/other/b.txt");
    assert_int_equal(store_set_cursor(scene->store, "jsonl", 2), 0);
    json_t *counts = store_counts(scene->store);
    int seen_ = 0, done = 0, inspected = 0, errors = 0, warnings = 0, waiting = 0;
    assert_int_equal(json_unpack(counts, "{s:{s:i, s:i}, s:{s:i}, s:{s:i, s:i}, s:i}", "files", "seen",
                                 &seen_, "done", &done, "outcomes", "inspected", &inspected, "findings",
                                 "error", &errors, "warning", &warnings, "outbox", &waiting),
                     0);
    assert_true(seen_ == 1 && done == 2 && inspected == 2 && errors == 1 && warnings == 1 && waiting == 2);
    json_decref(counts);
    json_t *list = store_ledger(scene->store, "/drop/", 10);
    assert_int_equal(json_array_size(list), 2);
    const char *path = json_string_value(json_object_get(json_array_get(list, 0), "path"));
    assert_string_equal(path, "/drop/\\x{FF}\\u{000A}.txt");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(list, 1), "error")), 1);
    json_decref(list);
    list = store_ledger(scene->store, NULL, 1);
    assert_int_equal(json_array_size(list), 1);
    assert_null(json_object_get(json_array_get(list, 0), "outcome"));
    json_decref(list);
    assert_true(id > 0);
}

static void write_file(const char *path, const char *bytes, size_t length, off_t at)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0 && pwrite(fd, bytes, length, at) == (ssize_t)length);
    close(fd);
}

static void move_to(struct scene *scene, const char *path)
{
    (void)snprintf(scene->path, sizeof scene->path, "%s", path);
}

static void refused(struct scene *scene, int code, const char *word)
{
    assert_int_equal(scene_open(scene), code);
    assert_null(scene->store);
    if (!strstr(scene->error, word) || !strstr(scene->error, scene->path))
        fail_msg("no \"%s\" in \"%s\"", word, scene->error);
}

static void refuses_what_is_no_store(void **state)
{
    struct scene *scene = *state;
    char noise[8192];
    memset(noise, 'x', sizeof noise);
    store_close(scene->store);
    move_to(scene, scene_file(scene, "noise.db"));
    write_file(scene->path, noise, sizeof noise, 0);
    assert_int_equal(scene_open(scene), 0);
    assert_non_null(store_damaged(scene->store));
    store_close(scene->store);
    move_to(scene, scene_file(scene, "foreign.db"));
    sqlite3 *other = NULL;
    assert_int_equal(sqlite3_open(scene->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "CREATE TABLE diary(day)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    refused(scene, -EBADMSG, "not a store of tallyd");
    move_to(scene, scene_file(scene, "none/tallyd.db"));
    refused(scene, -ENOENT, "state_dir must exist");
    move_to(scene, scene_file(scene, "folder.db"));
    assert_int_equal(mkdir(scene->path, 0700), 0);
    assert_int_not_equal(scene_open(scene), 0);
}

static void sets_a_damaged_store_aside(void **state)
{
    struct scene *scene = *state;
    char noise[4 * 4096];
    memset(noise, 'x', sizeof noise);
    for (int i = 0; i < 50; i++)
        inspect(scene, i % 2 ? "a" : "b", 3);
    assert_int_equal(store_commit(scene->store), 0);
    store_close(scene->store);
    write_file(scene->path, noise, sizeof noise, (off_t)12 * 4096);
    assert_int_equal(scene_open(scene), 0);
    assert_int_equal(ask(scene, "SELECT count(*) FROM file"), 0);
    const char *damaged = store_damaged(scene->store);
    assert_non_null(damaged);
    assert_int_equal(access(damaged, F_OK), 0);
    scene_reopen(scene);
    assert_null(store_damaged(scene->store));
}

static void reads_a_suspect_store_whole(void **state)
{
    struct scene *scene = *state;
    scene->store->failed = -EUCLEAN; /* as a broken page met at work leaves it */
    store_close(scene->store);
    assert_true(store_is_suspect(scene->path));
    assert_int_equal(scene_open(scene), 0);
    assert_false(store_is_suspect(scene->path));
}

/* Sweeps to the end; gives how many calls it took. */
static unsigned sweep_all(struct scene *scene, int64_t history_ms, int64_t ledger_ms)
{
    struct store_sweep sweep = {0};
    unsigned calls = 1;
    int more;
    for (; (more = store_sweep(scene->store, &sweep, history_ms, ledger_ms)) == 1; calls++)
        assert_true(calls < 1000);
    assert_int_equal(more, 0);
    return calls;
}

static void keeps_what_is_not_superseded(void **state)
{
    struct scene *scene = *state;
    for (int i = 0; i < 3; i++)
        inspect(scene, "/none/a.txt", 2);
    inspect(scene, "/none/b.txt", 2);
    assert_int_equal(store_commit(scene->store), 0);
    sweep_all(scene, 0, 0);
    assert_int_equal(ask(scene, "SELECT count(*) FROM report"), 4); /* for ever */
    sweep_all(scene, store_now_ms() - 1000000, 0);
    assert_int_equal(ask(scene, "SELECT count(*) FROM report"), 4); /* too young */
    sweep_all(scene, store_now_ms() + 1000, 0);
    assert_int_equal(ask(scene, "SELECT count(*) FROM report"), 2);
    assert_int_equal(ask(scene, "SELECT count(*) FROM event"), 6);
    assert_int_equal(ask(scene, "SELECT count(*) FROM finding"), 4);
    assert_int_equal(ask(scene, "SELECT count(*) FROM file"), 2);
}

static void keeps_what_a_sink_has_not_delivered(void **state)
{
    struct scene *scene = *state;
    for (int i = 0; i < 3; i++)
        inspect(scene, "/none/a.txt", 2);
    assert_int_equal(store_set_cursor(scene->store, "jsonl", 4), 0);
    sweep_all(scene, store_now_ms() + 1000, 0);
    assert_int_equal(ask(scene, "SELECT min(seq) FROM event"), 5);
}

static void forgets_files_that_are_gone(void **state)
{
    struct scene *scene = *state;
    write_file(scene_file(scene, "there.txt"), "x", 1, 0);
    inspect(scene, scene_file(scene, "there.txt"), 1);
    for (int i = 0; i < 2; i++)
        inspect(scene, scene_file(scene, "gone.txt"), 1);
    sweep_all(scene, 0, store_now_ms() + 1000);
    assert_int_equal(ask(scene, "SELECT count(*) FROM file"), 1);
    assert_int_equal(ask(scene, "SELECT count(*) FROM report"), 1);
    sweep_all(scene, store_now_ms() + 1000, 0);
    assert_int_equal(ask(scene, "SELECT count(*) FROM event"), 2);
}

static void sweeps_in_parts(void **state)
{
    struct scene *scene = *state;
    for (int i = 0; i < 1200; i++)
        inspect(scene, "/none/a.txt", 0);
    unsigned calls = sweep_all(scene, store_now_ms() + 1000, 0);
    assert_true(calls >= 6); /* 1,200 rounds and 1,200 events, 500 at a time */
    assert_int_equal(ask(scene, "SELECT count(*) FROM report"), 1);
}

static void refuses_a_later_version(void **state)
{
    struct scene *scene = *state;
    assert_int_equal(sqlite3_exec(scene->store->db, "PRAGMA user_version = 999", NULL, NULL, NULL),
                     SQLITE_OK);
    store_close(scene->store);
    refused(scene, -EBADMSG, "later tallyd");
}

static void belongs_to_one_process(void **state)
{
    struct scene *scene = *state;
    struct store *first = scene->store;
    refused(scene, -EBUSY, "another tallyd");
    scene->store = first;
    struct stat stat_;
    assert_int_equal(stat(scene->path, &stat_), 0);
    assert_int_equal(stat_.st_mode & 0137, 0);
}

/* A child of a killed daemon, not yet what it is to become. */
static void waits_for_a_lock_that_is_about_to_go(void **state)
{
    struct scene *scene = *state;
    char path[200], error[300] = "";
    snprintf(path, sizeof path, "%s.lock", scene->path);
    store_close(scene->store);
    scene->store = NULL;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    pid_t child = fork();
    if (!child) {
        usleep(100000);
        _exit(0);
    }
    close(fd);
    assert_int_equal(store_open(scene->path, &scene->store, error, sizeof error), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(follows_a_file),
        SCENE(counts_attempts_at_one_content),
        SCENE(keeps_every_round),
        SCENE(asks_for_findings_without_looking_through_all),
        SCENE(loses_nothing_committed),
        SCENE(drops_what_is_not_committed),
        SCENE(tells_what_is_unfinished),
        SCENE(leaves_no_half_file),
        SCENE(stays_failed_after_a_lost_group),
        SCENE(keeps_a_group_while_another_writes),
        SCENE(numbers_lines_for_ever),
        SCENE(remembers_cursors),
        SCENE(shows_status_and_ledger),
        SCENE(refuses_what_is_no_store),
        SCENE(sets_a_damaged_store_aside),
        SCENE(reads_a_suspect_store_whole),
        SCENE(keeps_what_is_not_superseded),
        SCENE(keeps_what_a_sink_has_not_delivered),
        SCENE(forgets_files_that_are_gone),
        SCENE(sweeps_in_parts),
        SCENE(refuses_a_later_version),
        SCENE(belongs_to_one_process),
        SCENE(waits_for_a_lock_that_is_about_to_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
