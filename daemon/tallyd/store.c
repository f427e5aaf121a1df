#include "store_priv.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/must.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* Above this size a store is opened without reading all of it: half a second of start-up at most (about 1
 * GB/s from the page cache). Damage is then found where it is met. */
#define CHECK_BYTES_MAX (256 << 20)

#define CHECK_TEXT_SIZE 64

/* WAL: a commit is an append and no fsync; readers (an administrator's sqlite3) and the writer do not wait
 * for each other. The cache stays small, as what is written is seldom read again. A WAL of 16 MiB makes
 * checkpoints rare. */
static const char settings[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -2048; PRAGMA wal_autocheckpoint = 4096;"
    "PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = OFF";

/* How long a commit waits for an administrator's own write before it is put off; the loop stands still
 * meanwhile. */
#define BUSY_MS 100

/* A second for the lock: far longer than a process takes from its fork to its program. */
#define LOCK_TRIES    100u
#define LOCK_PAUSE_NS (10 * 1000000L)

static const struct {
    bool writes;
    const char *sql;
} statements[] = {
#define X(name, writes, sql) [STATEMENT_##name] = {writes, sql},
    STATEMENTS(X)
#undef X
};

static const struct {
    int result, error;
} errors[] = {
    {SQLITE_OK, 0},         {SQLITE_ROW, 0},           {SQLITE_DONE, 0},         {SQLITE_BUSY, EBUSY},
    {SQLITE_LOCKED, EBUSY}, {SQLITE_NOMEM, ENOMEM},    {SQLITE_READONLY, EROFS}, {SQLITE_FULL, ENOSPC},
    {SQLITE_PERM, EACCES},  {SQLITE_CORRUPT, EUCLEAN}, {SQLITE_NOTADB, EUCLEAN}, {SQLITE_TOOBIG, E2BIG},
};

int store_errno(const struct store *store, int result)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (errors[i].result == (result & 0xff))
            return -errors[i].error;
    int system = store->db ? sqlite3_system_errno(store->db) : 0;
    return system > 0 ? -system : -EIO;
}

int64_t store_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void store_reset(sqlite3_stmt *statement)
{
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
}

void store_reset_at(sqlite3_stmt **statement)
{
    if (*statement)
        store_reset(*statement);
}

/* On a full disk or a failed write SQLite may end the transaction by itself: what follows must not become one
 * of its own. */
int store_step(struct store *store, sqlite3_stmt *statement)
{
    int result = sqlite3_step(statement);
    int error = store_errno(store, result);
    if (error && store->grouped && sqlite3_get_autocommit(store->db))
        store->failed = error;
    return result == SQLITE_ROW ? 1 : error;
}

/* Between transactions only. */
static int set_synchronous(struct store *store)
{
    if (store->durable == store->full)
        return 0;
    int result =
        sqlite3_exec(store->db, store->durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                     NULL, NULL, NULL);
    store->full = result == SQLITE_OK ? store->durable : store->full;
    return store_errno(store, result);
}

void store_set_durable(struct store *store, bool durable)
{
    store->durable = durable;
}

/* A group is one transaction, begun by the first write. */
static int group(struct store *store)
{
    if (store->grouped)
        return 0;
    int error = set_synchronous(store);
    if (error)
        return error;
    error = store_step(store, store->statements[STATEMENT_BEGIN]);
    store_reset(store->statements[STATEMENT_BEGIN]);
    store->grouped = error == 0;
    return error;
}

static int bind_slice(sqlite3_stmt *statement, int at, char type, struct slice s)
{
    const char *bytes = s.at ? s.at : "";
    return type == 'b' ? sqlite3_bind_blob64(statement, at, bytes, s.len, SQLITE_STATIC)
                       : sqlite3_bind_text64(statement, at, bytes, s.len, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_all(sqlite3_stmt *statement, const char *types, va_list *values)
{
    int result = SQLITE_OK;
    for (int i = 0; types[i] && result == SQLITE_OK; i++)
        if (types[i] == 'i')
            result = sqlite3_bind_int64(statement, i + 1, va_arg(*values, int64_t));
        else if (types[i] == 's')
            result = sqlite3_bind_text(statement, i + 1, va_arg(*values, const char *), -1, SQLITE_STATIC);
        else
            result = bind_slice(statement, i + 1, types[i], va_arg(*values, struct slice));
    return result;
}

static int prepare(struct store *store, enum statement which, const char *types, va_list *values)
{
    int error = store->failed;
    if (!error && statements[which].writes)
        error = group(store);
    if (error)
        return error;
    int result = bind_all(store->statements[which], types, values);
    must((result & 0xff) != SQLITE_RANGE && (result & 0xff) != SQLITE_MISUSE);
    return store_errno(store, result);
}

sqlite3_stmt *store_bind(struct store *store, enum statement which, int *ret_error, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    int error = prepare(store, which, types, &values);
    va_end(values);
    if (!error)
        return store->statements[which];
    *ret_error = error;
    store_reset(store->statements[which]);
    return NULL;
}

static int run_out(struct store *store, sqlite3_stmt *statement)
{
    int result;
    do
        result = store_step(store, statement);
    while (result == 1);
    return result;
}

int store_run(struct store *store, enum statement which, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    int error = prepare(store, which, types, &values);
    va_end(values);
    if (!error)
        error = run_out(store, store->statements[which]);
    store_reset(store->statements[which]);
    return error;
}

int store_begin_one(struct store *store)
{
    return store_run(store, STATEMENT_SAVE, "");
}

int store_end_one(struct store *store, int error)
{
    if (error)
        (void)store_run(store, STATEMENT_UNDO, "");
    int released = store_run(store, STATEMENT_RELEASE, "");
    return error ? error : released;
}

int store_commit(struct store *store)
{
    if (!store->grouped || store->failed)
        return store->failed;
    int error = store_run(store, STATEMENT_COMMIT, "");
    if (error == -EBUSY)
        return error;
    store->grouped = false;
    return store->failed = error;
}

const char *store_error(const struct store *store)
{
    return sqlite3_errmsg(store->db);
}

/* A daemon that is killed while it starts an inspector leaves a process behind that has the lock, too, until it
 * becomes that inspector. */
static bool get_lock(int fd)
{
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_NS};
    unsigned tries = 0;
    while (flock(fd, LOCK_EX | LOCK_NB) && ++tries < LOCK_TRIES)
        nanosleep(&pause, NULL);
    return tries < LOCK_TRIES;
}

/* SQLite would let two daemons share the file, and each would inspect everything. */
static int take_lock(struct store *store, const char *path, char *error, size_t size)
{
    char name[4096];
    if ((size_t)snprintf(name, sizeof name, "%s.lock", path) >= sizeof name)
        return -ENAMETOOLONG;
    store->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (store->lock < 0) {
        int code = errno;
        (void)snprintf(error, size, "%s: %s: state_dir must exist and belong to the user that tallyd runs as",
                       name, strerror(code));
        return -code;
    }
    if (get_lock(store->lock))
        return 0;
    (void)snprintf(error, size, "%s: another tallyd uses this store: stop it, or name another state_dir",
                   path);
    return -EBUSY;
}

static int refuse(const struct store *store, const char *path, int result, char *error, size_t size)
{
    int code = store_errno(store, result);
    (void)snprintf(error, size, "%s: %s", path, sqlite3_errmsg(store->db));
    return code ? code
                : -ENOMEM; /* without memory SQLite (3.40) may give SQLITE_ROW where there are no rows */
}

static int on_row(void *context, int n, char **values, char **names)
{
    (void)n, (void)names;
    char *text = context;
    (void)snprintf(text, CHECK_TEXT_SIZE, "%s", values[0] ? values[0] : "");
    return 0;
}

/* SQLITE_CORRUPT where the file is damaged, which a broken header already says by itself. */
static int check(struct store *store, const char *path)
{
    char bytes[CHECK_TEXT_SIZE] = "", answer[CHECK_TEXT_SIZE] = "";
    int result =
        sqlite3_exec(store->db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                     on_row, bytes, NULL);
    if (result != SQLITE_OK || (strtoll(bytes, NULL, 10) > CHECK_BYTES_MAX && !store_is_suspect(path)))
        return result;
    result = sqlite3_exec(store->db, "PRAGMA quick_check(1)", on_row, answer, NULL);
    return result == SQLITE_OK && strcmp(answer, "ok") != 0 ? SQLITE_CORRUPT : result;
}

/* Findings quote documents: the file is not for everybody, and SQLite's own files beside it take its mode. */
static int make_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    int result = fd < 0 ? SQLITE_CANTOPEN : SQLITE_OK;
    io_close(&fd);
    return result;
}

static int connect_file(struct store *store, const char *path)
{
    int made = make_private(path);
    int result = sqlite3_open_v2(path, &store->db,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (made != SQLITE_OK || result != SQLITE_OK)
        return made != SQLITE_OK ? made : result;
    (void)sqlite3_extended_result_codes(store->db, 1);
    (void)sqlite3_busy_timeout(store->db, BUSY_MS);
    result = check(store, path);
    return result == SQLITE_OK ? sqlite3_exec(store->db, settings, NULL, NULL, NULL) : result;
}

static int prepare_all(struct store *store)
{
    int result = SQLITE_OK;
    for (unsigned i = 0; i < STATEMENT_COUNT && result == SQLITE_OK; i++)
        result = sqlite3_prepare_v3(store->db, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                    &store->statements[i], NULL);
    return result;
}

static int read_last(struct store *store)
{
    sqlite3_stmt *last = store->statements[STATEMENT_LAST];
    int row = store_step(store, last);
    store->last = row == 1 ? sqlite3_column_int64(last, 0) : 0;
    store_reset(last);
    return row < 0 ? row : 0;
}

static int set_up(struct store *store, const char *path, char *error, size_t size)
{
    int result = connect_file(store, path);
    if (result != SQLITE_OK)
        return refuse(store, path, result, error, size);
    char cause[200] = "";
    int code = store_schema(store->db, cause, sizeof cause);
    if (code) {
        (void)snprintf(error, size, "%s: %s", path, cause);
        return code;
    }
    result = prepare_all(store);
    return result == SQLITE_OK ? read_last(store) : refuse(store, path, result, error, size);
}

static void disconnect(struct store *store)
{
    if (store->failed == -EUCLEAN)
        store_suspect(sqlite3_db_filename(store->db, NULL));
    for (unsigned i = 0; i < STATEMENT_COUNT; i++) {
        (void)sqlite3_finalize(store->statements[i]);
        store->statements[i] = NULL;
    }
    (void)sqlite3_close(store->db);
    store->db = NULL;
}

/* A damaged one makes room for a new one, and `damaged` says where it is. */
static int set_up_anew(struct store *store, const char *path, char *error, size_t size)
{
    disconnect(store);
    int code = store_set_aside(path, store->damaged, sizeof store->damaged);
    if (code) {
        (void)snprintf(error, size,
                       "%s: damaged, and cannot be moved aside: %s: move it and its -wal file away", path,
                       strerror(-code));
        return code;
    }
    return set_up(store, path, error, size);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    disconnect(store);
    io_close(&store->lock);
    mem_free(store);
}

const char *store_damaged(const struct store *store)
{
    return *store->damaged ? store->damaged : NULL;
}

int store_open(const char *path, struct store **ret, char *error, size_t size)
{
    struct store *store = mem_calloc(1, sizeof *store);
    if (!store)
        return -ENOMEM;
    store->lock = -1;
    int code = take_lock(store, path, error, size);
    if (!code)
        code = set_up(store, path, error, size);
    if (code == -EUCLEAN)
        code = set_up_anew(store, path, error, size);
    if (code) {
        store_close(store);
        return code;
    }
    store_trust(path);
    *ret = store;
    return 0;
}
