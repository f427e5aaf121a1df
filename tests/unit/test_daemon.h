/* The daemon's parts on a loop of their own, over a real store in a temporary folder, with a pool that
 * inspects nothing: it holds what is submitted until the test lets it answer. For test_intake.c and
 * test_watch.c. */
#pragma once

#include "test.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/tallyd/intake.h"
#include "../../daemon/tallyd/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#define POOL_MAX 64u

struct pool {
    unsigned workers, busy, submitted;
    bool hold; /* until test_release */
    enum outcome outcome;
    struct {
        pool_answer_fn *answer;
        void *context;
    } held[POOL_MAX];
    char last[PATH_MAX]; /* what the last submitted descriptor is */
    uv_idle_t idle;
};

struct fixture {
    uv_loop_t loop;
    char folder[64], drop[80];
    struct config_watch settings;
    struct config config;
    struct store *store;
    struct pool pool;
    struct intake *intake;
    struct watch *watch;
    struct root *root;
    unsigned rooms, says;
    char said[1000]; /* the last words of the watch */
    int failed;
    bool watch_closed, intake_closed;
};

/* The pool's contract (wire/pool.h), as far as intake uses it. */
unsigned pool_room(const struct pool *pool)
{
    return pool->workers - pool->busy;
}

int pool_submit(struct pool *pool, const json_t *request, int fd, pool_answer_fn *answer, void *context)
{
    char link[64];
    assert_string_equal(json_string_value(json_object_get(request, "op")), "inspect");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, pool->last, sizeof pool->last - 1);
    pool->last[n > 0 ? n : 0] = '\0';
    pool->held[pool->busy].answer = answer;
    pool->held[pool->busy++].context = context;
    pool->submitted++;
    return 0;
}

static void test_answer_one(struct pool *pool)
{
    struct answer answer;
    answer_init(&answer);
    answer_fail(&answer, pool->outcome, "");
    pool->busy--;
    pool->held[pool->busy].answer(pool->held[pool->busy].context, &answer, 0.001);
    answer_done(&answer);
}

static void on_pool_idle(uv_idle_t *idle)
{
    struct pool *pool = idle->data;
    while (pool->busy && !pool->hold)
        test_answer_one(pool);
}

static void on_test_room(void *context)
{
    struct fixture *f = context;
    f->rooms++;
    if (f->watch)
        watch_resume(f->watch);
}

static void on_test_failed(void *context, int error)
{
    ((struct fixture *)context)->failed = error;
}

static int test_begin(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    static char *ignore[] = {"*.tmp", "~$*", NULL};
    char path[128], error[300] = "";
    signal(SIGIO, SIG_IGN);
    strcpy(f->folder, "/tmp/tallyd-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->drop, sizeof f->drop, "%s/drop", f->folder);
    assert_int_equal(mkdir(f->drop, 0755), 0);
    snprintf(path, sizeof path, "%s/tallyd.db", f->folder);
    if (store_open(path, &f->store, error, sizeof error))
        fail_msg("%s", error);
    uv_loop_init(&f->loop);
    f->settings = (struct config_watch){.name = "t",
                                        .path = f->drop,
                                        .recursive = true,
                                        .settle_ms = 30,
                                        .rescan_s = 3600,
                                        .ignore = ignore,
                                        .max_size = 1000};
    f->config = (struct config){.watches = &f->settings, .n_watches = 1};
    f->pool = (struct pool){.workers = 4, .outcome = OUTCOME_INSPECTED};
    uv_idle_init(&f->loop, &f->pool.idle);
    f->pool.idle.data = &f->pool;
    uv_idle_start(&f->pool.idle, on_pool_idle);
    struct intake_options options = {.loop = &f->loop,
                                     .store = f->store,
                                     .queue = 16,
                                     .open_max = 8,
                                     .context = f,
                                     .room = on_test_room,
                                     .failed = on_test_failed};
    assert_int_equal(intake_new(&options, &f->intake), 0);
    intake_use_pool(f->intake, &f->pool);
    intake_set_ruleset(f->intake, "one");
    intake_set_language(f->intake, "zh");
    assert_int_equal(root_open(&f->settings, &f->root), 0);
    *state = f;
    return 0;
}

static void on_test_watch_closed(void *context)
{
    ((struct fixture *)context)->watch_closed = true;
}

static void on_test_intake_closed(void *context)
{
    ((struct fixture *)context)->intake_closed = true;
}

static int test_remove_one(const char *path, const struct stat *status, int type, struct FTW *at)
{
    (void)status, (void)type, (void)at;
    return remove(path);
}

static int test_end(void **state)
{
    struct fixture *f = *state;
    f->pool.hold = false;
    if (f->watch)
        watch_close(f->watch, on_test_watch_closed, f);
    root_unref(f->root);
    intake_stop(f->intake);
    on_pool_idle(&f->pool.idle);
    uv_close((uv_handle_t *)&f->pool.idle, NULL);
    intake_close(f->intake, on_test_intake_closed, f);
    uv_run(&f->loop, UV_RUN_DEFAULT);
    assert_true(f->intake_closed && (!f->watch || f->watch_closed));
    assert_int_equal(uv_loop_close(&f->loop), 0);
    assert_int_equal(store_commit(f->store), f->failed ? -1 : 0);
    store_close(f->store);
    nftw(f->folder, test_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(f);
    return 0;
}

static void test_run(struct fixture *f, unsigned ms)
{
    uint64_t end = uv_hrtime() + ms * (uint64_t)1000000;
    do {
        intake_pump(f->intake);
        uv_run(&f->loop, UV_RUN_NOWAIT);
    } while (uv_hrtime() < end);
}

static char *test_path(const struct fixture *f, const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", f->drop, name);
    return path;
}

static void test_write(const struct fixture *f, const char *name, const char *text)
{
    FILE *file = fopen(test_path(f, name), "w");
    assert_non_null(file);
    (void)fputs(text, file);
    (void)fclose(file);
}

/* "inspected", "seen" …: the outcome, or else the state; "" when the ledger does not know the file. */
static inline const char *test_ledger(const struct fixture *f, const char *name)
{
    static const char *const states[] = {"seen", "settled", "inspecting"};
    struct file_record record;
    if (store_find(f->store, test_path(f, name), &record))
        return "";
    return record.state == FILE_DONE ? outcome_text(record.outcome) : states[record.state];
}

/* Waits for that, at most five seconds. */
static inline void test_until(struct fixture *f, const char *name, const char *outcome)
{
    for (int i = 0; i < 5000 && strcmp(test_ledger(f, name), outcome) != 0; i++)
        test_run(f, 1);
    if (strcmp(test_ledger(f, name), outcome) != 0)
        fail_msg("%s is \"%s\", not \"%s\"", name, test_ledger(f, name), outcome);
}

static inline unsigned test_events(const struct fixture *f)
{
    return (unsigned)store_outbox_last(f->store);
}
