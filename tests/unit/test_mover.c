/* Files leave when the ledger says so; what fails is said once, and tried again. */
#include "test_daemon.h"

#include "../../daemon/tallyd/mover.h"

#include <sqlite3.h>

struct scene {
    struct fixture *f;
    struct mover mover;
    char to[100];
    unsigned says;
    char said[2000];
};

static void on_say(void *context, const char *action, const char *level, const char *message)
{
    struct scene *scene = context;
    scene->says++;
    snprintf(scene->said, sizeof scene->said, "%s %s %.1900s", action, level, message);
}

static void on_failed(void *context, int error)
{
    (void)context;
    fail_msg("the store failed: %d", error);
}

static int begin(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    int failed = test_begin((void **)&scene->f);
    struct fixture *f = scene->f;
    snprintf(scene->to, sizeof scene->to, "%s/done", f->folder);
    f->settings.after_move = f->root->settings.after_move = true;
    f->settings.move_to = scene->to;
    mover_init(&scene->mover, &f->loop, f->store);
    scene->mover.context = scene;
    scene->mover.say = on_say;
    scene->mover.failed = on_failed;
    *state = scene;
    return failed;
}

static int end(void **state)
{
    struct scene *scene = *state;
    uv_close((uv_handle_t *)&scene->mover.fresh, NULL);
    uv_close((uv_handle_t *)&scene->mover.late, NULL);
    int failed = test_end((void **)&scene->f);
    free(scene);
    return failed;
}

static int64_t count(const struct scene *scene, const char *state)
{
    json_t *list = store_ledger(scene->f->store, NULL, 1000);
    int64_t n = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        n += json_object_get(json_array_get(list, i), state) != NULL;
    json_decref(list);
    return n;
}

static void inspect(const struct scene *scene, const char *name)
{
    test_write(scene->f, name, name);
    assert_true(intake_see(scene->f->intake, scene->f->root, name, SIGHT_CLOSED));
    test_until(scene->f, name, "inspected");
}

static bool stands(const struct scene *scene, const char *name)
{
    return access(test_path(scene->f, name), F_OK) == 0;
}

static void nothing_leaves_before_it_is_told_to(void **state)
{
    struct scene *scene = *state;
    mover_configure(&scene->mover, &scene->f->config);
    test_run(scene->f, 20);
    inspect(scene, "a.txt");
    test_run(scene->f, 50);
    assert_true(stands(scene, "a.txt"));
    assert_true(intake_take_leaving(scene->f->intake));
    assert_false(intake_take_leaving(scene->f->intake));
    mover_wake(&scene->mover);
    test_run(scene->f, 50);
    assert_false(stands(scene, "a.txt"));
    assert_int_equal(count(scene, "moved"), 1);
    assert_int_equal(scene->says, 0);
}

/* As who starts after a kill finds it: by a connection of its own. */
static int64_t committed(const struct scene *scene)
{
    char path[128];
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    snprintf(path, sizeof path, "%s/tallyd.db", scene->f->folder);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    const char *sql = "SELECT count(*) FROM file WHERE state = 'done'";
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    sqlite3_close(db);
    return n;
}

static void nothing_leaves_before_its_end_is_committed(void **state)
{
    struct scene *scene = *state;
    mover_configure(&scene->mover, &scene->f->config);
    test_run(scene->f, 20);
    inspect(scene, "a.txt");
    assert_int_equal(committed(scene), 0);
    mover_wake(&scene->mover); /* for another's commit */
    test_run(scene->f, 50);
    assert_false(stands(scene, "a.txt"));
    assert_int_equal(committed(scene), 1);
}

static void more_than_one_batch(void **state)
{
    struct scene *scene = *state;
    char name[32];
    enum { N = 3 * MOVER_BATCH + 1 };
    for (int i = 0; i < N; i++) {
        snprintf(name, sizeof name, "%d.txt", i);
        inspect(scene, name);
    }
    mover_configure(&scene->mover, &scene->f->config); /* what a former run left */
    test_run(scene->f, 300);
    assert_int_equal(count(scene, "moved"), N);
}

static void what_fails_is_said_once_and_tried_again(void **state)
{
    struct scene *scene = *state;
    inspect(scene, "a.txt");
    inspect(scene, "b.txt");
    (void)fclose(fopen(scene->to, "w")); /* no folder */
    mover_configure(&scene->mover, &scene->f->config);
    test_run(scene->f, 50);
    inspect(scene, "c.txt");
    mover_wake(&scene->mover);
    test_run(scene->f, 50);
    assert_int_equal(scene->says, 1);
    assert_non_null(strstr(scene->said, "move_failed warning watch t: "));
    assert_non_null(strstr(scene->said, "Not a directory"));
    assert_int_equal(unlink(scene->to), 0);
    uv_timer_start(&scene->mover.late, scene->mover.late.timer_cb, 0, 0); /* a minute is over */
    test_run(scene->f, 50);
    assert_int_equal(count(scene, "moved"), 3);
}

static void what_came_since_does_not_leave(void **state)
{
    struct scene *scene = *state;
    inspect(scene, "a.txt");
    test_write(scene->f, "a.txt", "other content");
    mover_configure(&scene->mover, &scene->f->config);
    test_run(scene->f, 50);
    assert_true(stands(scene, "a.txt"));
    assert_int_equal(count(scene, "moved"), 0);
    intake_see(scene->f->intake, scene->f->root, "a.txt", SIGHT_CLOSED);
    test_run(scene->f, 100);
    mover_wake(&scene->mover);
    test_run(scene->f, 50);
    assert_false(stands(scene, "a.txt"));
    assert_int_equal(scene->f->pool.submitted, 2);
}

static void a_watch_that_keeps_keeps(void **state)
{
    struct scene *scene = *state;
    inspect(scene, "a.txt");
    scene->f->settings.after_move = false; /* a reload */
    mover_configure(&scene->mover, &scene->f->config);
    test_run(scene->f, 50);
    scene->f->settings.after_move = true; /* and another: what is done is done */
    mover_configure(&scene->mover, &scene->f->config);
    test_run(scene->f, 50);
    assert_true(stands(scene, "a.txt"));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(nothing_leaves_before_it_is_told_to),
        CASE(nothing_leaves_before_its_end_is_committed),
        CASE(more_than_one_batch),
        CASE(what_fails_is_said_once_and_tried_again),
        CASE(what_came_since_does_not_leave),
        CASE(a_watch_that_keeps_keeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
