/* The watch over real folders: whatever comes in, however, is inspected exactly once, and nothing that
 * happens to the folders themselves loses a file. */
#include "test_daemon.h"

#include "../../daemon/tallyd/cookie.h"

static void on_say(void *context, const char *action, const char *level, const char *message)
{
    struct fixture *f = context;
    f->says++;
    snprintf(f->said, sizeof f->said, "%s %s %.900s", action, level, message);
}

/* Both beneath the watched folder. */
static void rename_in(const struct fixture *f, const char *from, const char *to)
{
    char old[PATH_MAX];
    strcpy(old, test_path(f, from));
    assert_int_equal(rename(old, test_path(f, to)), 0);
}

static void start(struct fixture *f)
{
    assert_int_equal(watch_new(&f->loop, f->intake, on_say, f, &f->watch), 0);
    assert_int_equal(watch_configure(f->watch, &f->config), 0);
    test_run(f, 5);
}

static void a_file_comes_by_copy_rename_and_link(void **state)
{
    struct fixture *f = *state;
    char from[200];
    start(f);
    test_write(f, "copied.txt", "one");
    snprintf(from, sizeof from, "%s/elsewhere.txt", f->folder);
    FILE *file = fopen(from, "w");
    (void)fputs("two", file);
    (void)fclose(file);
    assert_int_equal(link(from, test_path(f, "linked.txt")), 0);
    assert_int_equal(rename(from, test_path(f, "renamed.txt")), 0);
    test_until(f, "copied.txt", "inspected");
    test_until(f, "linked.txt", "inspected");
    test_until(f, "renamed.txt", "inspected");
    rename_in(f, "linked.txt", "moved.txt");
    test_until(f, "moved.txt", "inspected");
    test_run(f, 60);
    assert_int_equal(f->pool.submitted, 4);
}

static void what_was_there_before_is_found(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "one");
    assert_int_equal(mkdir(test_path(f, "in"), 0755), 0);
    test_write(f, "in/b.txt", "two");
    start(f);
    test_until(f, "a.txt", "inspected");
    test_until(f, "in/b.txt", "inspected");
    assert_int_equal(f->pool.submitted, 2);
}

static void tests_of_inotify_are_passed_over(void **state)
{
    struct fixture *f = *state;
    struct file_record record;
    test_write(f, COOKIE_NAME, "");
    start(f);
    test_write(f, COOKIE_NAME, ""); /* another daemon's */
    test_write(f, "a.txt", "one");
    test_until(f, "a.txt", "inspected");
    assert_int_equal(unlink(test_path(f, COOKIE_NAME)), 0);
    test_run(f, 20);
    assert_int_equal(store_find(f->store, test_path(f, COOKIE_NAME), &record), -ENOENT);
}

static void a_slow_writer_is_inspected_once(void **state)
{
    struct fixture *f = *state;
    start(f);
    int fd = open(test_path(f, "slow.txt"), O_CREAT | O_WRONLY, 0644);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(write(fd, "piece", 5), 5);
        test_run(f, 20);
    }
    assert_int_equal(f->pool.submitted, 0);
    close(fd);
    test_until(f, "slow.txt", "inspected");
    test_run(f, 60);
    assert_int_equal(f->pool.submitted, 1);
}

static void folders_in_folders_are_watched(void **state)
{
    struct fixture *f = *state;
    start(f);
    assert_int_equal(mkdir(test_path(f, "a"), 0755), 0);
    assert_int_equal(mkdir(test_path(f, "a/b"), 0755), 0);
    test_write(f, "a/b/early.txt", "before its folder is watched");
    test_until(f, "a/b/early.txt", "inspected");
    test_write(f, "a/b/late.txt", "after");
    test_until(f, "a/b/late.txt", "inspected");
    rename_in(f, "a", "c");
    test_until(f, "c/b/early.txt", "inspected");
    test_write(f, "c/b/moved.txt", "the folder above it was renamed");
    test_until(f, "c/b/moved.txt", "inspected");
    test_run(f, 60);
    assert_int_equal(f->pool.submitted, 5); /* early and late stand under new names */
}

static void a_folder_that_leaves_is_forgotten(void **state)
{
    struct fixture *f = *state;
    char from[PATH_MAX], to[200];
    assert_int_equal(mkdir(test_path(f, "a"), 0755), 0);
    assert_int_equal(mkdir(test_path(f, "a/b"), 0755), 0);
    start(f);
    snprintf(to, sizeof to, "%s/outside", f->folder);
    assert_int_equal(rename(strcpy(from, test_path(f, "a")), to), 0);
    test_run(f, 20);
    snprintf(to, sizeof to, "%s/outside/b/x.txt", f->folder);
    FILE *file = fopen(to, "w");
    (void)fclose(file);
    test_run(f, 60);
    assert_int_equal(test_events(f), 0);
    json_t *status = watch_status(f->watch);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(status, 0), "folders")), 1);
    json_decref(status);
}

static void links_to_folders_are_not_followed(void **state)
{
    struct fixture *f = *state;
    char to[200];
    snprintf(to, sizeof to, "%s/outside", f->folder);
    assert_int_equal(mkdir(to, 0755), 0);
    start(f);
    assert_int_equal(symlink(to, test_path(f, "link")), 0);
    test_until(f, "link", "not_regular");
    strcat(to, "/x.txt");
    (void)fclose(fopen(to, "w"));
    test_run(f, 60);
    assert_int_equal(test_events(f), 1);
}

static void a_missing_root_is_waited_for(void **state)
{
    struct fixture *f = *state;
    char away[200];
    f->settings.rescan_s = 1;
    assert_int_equal(rmdir(f->drop), 0);
    start(f);
    test_run(f, 1200);
    assert_int_equal(f->says, 1);
    assert_non_null(strstr(f->said, "missing warning"));
    assert_int_equal(mkdir(f->drop, 0755), 0);
    test_write(f, "a.txt", "one");
    test_until(f, "a.txt", "inspected");
    assert_non_null(strstr(f->said, "back notice"));
    snprintf(away, sizeof away, "%s/away", f->folder);
    assert_int_equal(rename(f->drop, away), 0); /* moved away, and another comes */
    test_run(f, 20);
    assert_non_null(strstr(f->said, "missing"));
    assert_int_equal(mkdir(f->drop, 0755), 0);
    test_write(f, "b.txt", "two");
    test_until(f, "b.txt", "inspected");
    unlink(test_path(f, "b.txt"));
    assert_int_equal(rmdir(f->drop), 0); /* removed, and comes back */
    test_run(f, 20);
    assert_int_equal(mkdir(f->drop, 0755), 0);
    test_write(f, "c.txt", "three");
    test_until(f, "c.txt", "inspected");
    assert_int_equal(f->pool.submitted, 3);
}

static void a_full_intake_loses_nothing(void **state)
{
    struct fixture *f = *state;
    enum { N = 500 }; /* for a queue of 16 */
    char name[32];
    start(f);
    f->pool.hold = true;
    for (int i = 0; i < N; i++) {
        snprintf(name, sizeof name, "%d.txt", i);
        test_write(f, name, name);
        if (i % 50 == 0)
            test_run(f, 1);
    }
    test_run(f, 20);
    assert_int_equal(f->pool.submitted, 4);
    f->pool.hold = false;
    for (int i = 0; i < 100 && f->pool.submitted < N; i++)
        test_run(f, 50);
    test_run(f, 50);
    assert_int_equal(f->pool.submitted, N);
    assert_int_equal(test_events(f), N);
}

/* More events than the kernel's queue holds, while nobody reads. */
static void an_overflow_loses_nothing(void **state)
{
    struct fixture *f = *state;
    unsigned limit = 0;
    FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
    if (!file || fscanf(file, "%u", &limit) != 1 || limit > 100000)
        skip();
    (void)fclose(file);
    start(f);
    test_write(f, "last.txt", "one");
    for (unsigned i = 0; i <= limit / 2; i++) {
        rename_in(f, "last.txt", "x.tmp");
        rename_in(f, "x.tmp", "last.txt");
    }
    test_write(f, "unheard.txt", "the kernel's queue is full");
    f->says = 0;
    for (int i = 0; i < 5000 && !(f->says && strstr(f->said, "overflow")); i++)
        test_run(f, 1);
    assert_non_null(strstr(f->said, "overflow warning"));
    test_until(f, "last.txt", "inspected");
    test_until(f, "unheard.txt", "inspected");
}

static void a_rescan_finds_what_no_event_told(void **state)
{
    struct fixture *f = *state;
    f->settings.rescan_s = 1;
    start(f);
    assert_int_equal(mknod(test_path(f, "made.txt"), S_IFREG | 0644, 0), 0); /* nobody closes it */
    test_run(f, 100);
    assert_string_equal(test_ledger(f, "made.txt"), "");
    test_until(f, "made.txt", "empty");
}

static void a_polled_folder_is_read_through(void **state)
{
    struct fixture *f = *state;
    char mode[] = "poll";
    f->settings.mode = mode;
    f->settings.poll_s = 1;
    start(f);
    assert_int_equal(mkdir(test_path(f, "in"), 0755), 0);
    test_write(f, "a.txt", "one");
    test_write(f, "in/b.txt", "two");
    test_run(f, 200);
    assert_int_equal(f->pool.submitted, 0); /* no event told of them */
    test_until(f, "a.txt", "inspected");
    test_until(f, "in/b.txt", "inspected");
    test_write(f, "in/b.txt", "three");
    for (int i = 0; i < 5000 && f->pool.submitted < 3; i++)
        test_run(f, 1);
    assert_int_equal(f->pool.submitted, 3);
}

static void a_reload_keeps_what_stays_the_same(void **state)
{
    struct fixture *f = *state;
    char other[200];
    start(f);
    test_write(f, "a.txt", "one");
    test_until(f, "a.txt", "inspected");
    snprintf(other, sizeof other, "%s/other", f->folder);
    assert_int_equal(mkdir(other, 0755), 0);
    struct config_watch both[] = {f->settings, f->settings};
    both[1].name = "u";
    both[1].path = other;
    struct config config = {.watches = both, .n_watches = 2};
    assert_int_equal(watch_configure(f->watch, &config), 0);
    strcat(other, "/b.txt");
    (void)fclose(fopen(other, "w"));
    test_write(f, "c.txt", "three");
    test_until(f, "c.txt", "inspected");

    struct file_record record;
    for (int i = 0; i < 1000 && store_find(f->store, other, &record); i++)
        test_run(f, 1);
    assert_int_equal(store_find(f->store, other, &record), 0);
    config.n_watches = 1;
    assert_int_equal(watch_configure(f->watch, &config), 0);
    test_run(f, 60);
    assert_int_equal(watch_configure(f->watch, &f->config), 0);
    assert_int_equal(f->pool.submitted, 2);
}

static void closing_in_the_middle_of_a_scan(void **state)
{
    struct fixture *f = *state;
    char name[32];
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "%d.txt", i);
        test_write(f, name, name);
    }
    f->pool.hold = true;
    start(f);
    intake_abandon(f->intake);
}

static void a_folder_may_go_while_it_is_scanned(void **state)
{
    struct fixture *f = *state;
    char name[32], away[200];
    assert_int_equal(mkdir(test_path(f, "in"), 0755), 0);
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "in/%d.txt", i);
        test_write(f, name, name);
    }
    f->pool.hold = true;
    start(f);
    test_run(f, 10);
    snprintf(away, sizeof away, "%s/away", f->folder);
    char from[PATH_MAX];
    assert_int_equal(rename(strcpy(from, test_path(f, "in")), away), 0);
    test_run(f, 10);
    f->pool.hold = false;
    test_run(f, 100);
    assert_int_equal(rename(away, from), 0);
    for (int i = 0; i < 100 && f->pool.submitted < 100; i++)
        test_run(f, 20);
    test_run(f, 50);
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "in/%d.txt", i);
        assert_string_equal(test_ledger(f, name), "inspected");
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, test_begin, test_end)
    const struct CMUnitTest tests[] = {
        CASE(a_file_comes_by_copy_rename_and_link), CASE(what_was_there_before_is_found),
        CASE(tests_of_inotify_are_passed_over),     CASE(a_slow_writer_is_inspected_once),
        CASE(folders_in_folders_are_watched),       CASE(a_folder_that_leaves_is_forgotten),
        CASE(links_to_folders_are_not_followed),    CASE(a_missing_root_is_waited_for),
        CASE(a_full_intake_loses_nothing),          CASE(an_overflow_loses_nothing),
        CASE(a_rescan_finds_what_no_event_told),    CASE(a_polled_folder_is_read_through),
        CASE(a_reload_keeps_what_stays_the_same),   CASE(closing_in_the_middle_of_a_scan),
        CASE(a_folder_may_go_while_it_is_scanned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
