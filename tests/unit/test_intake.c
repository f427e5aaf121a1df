/* The way of a file through intake: every end it can come to, and that it comes to each once. */
#include "test_daemon.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

static unsigned open_descriptors(void)
{
    unsigned n = 0;
    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static void run_until_busy(struct fixture *f)
{
    for (int i = 0; i < 5000 && !f->pool.busy; i++)
        test_run(f, 1);
    assert_int_equal(f->pool.busy, 1);
}

static void a_complete_file_is_inspected(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    assert_true(intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED));
    test_until(f, "a.txt", "inspected");
    assert_int_equal(f->pool.submitted, 1);
    assert_string_equal(f->pool.last, test_path(f, "a.txt"));
    assert_int_equal(test_events(f), 1);
    struct file_record record;
    assert_int_equal(store_find(f->store, test_path(f, "a.txt"), &record), 0);
    assert_string_equal(record.sha256, "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1");
    assert_string_equal(record.ruleset, "one");
    assert_int_equal(record.attempts, 1);
}

static void what_is_as_it_was_is_passed_over(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_MOVED);
    test_until(f, "a.txt", "inspected");
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_run(f, 60);
    test_write(f, "a.txt", "text"); /* a new stamp on the same content */
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_run(f, 60);
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    test_run(f, 60);
    assert_int_equal(f->pool.submitted, 1);
    assert_int_equal(test_events(f), 1);
    assert_string_equal(test_ledger(f, "a.txt"), "inspected");
}

static void run_until_submitted(struct fixture *f, unsigned n)
{
    for (int i = 0; i < 5000 && f->pool.submitted < n; i++)
        test_run(f, 1);
    test_run(f, 60);
    assert_int_equal(f->pool.submitted, n);
}

static void new_content_or_new_rules_are_inspected_again(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_submitted(f, 1);
    test_write(f, "a.txt", "TEXT");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_submitted(f, 2);
    intake_set_ruleset(f->intake, "two");
    test_write(f, "a.txt", "TEXT");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_submitted(f, 3);
}

static void an_open_writer_is_waited_for(void **state)
{
    struct fixture *f = *state;
    int fd = open(test_path(f, "slow.txt"), O_CREAT | O_WRONLY, 0644);
    assert_int_equal(write(fd, "half", 4), 4);
    intake_see(f->intake, f->root, "slow.txt", SIGHT_FOUND);
    test_run(f, 100);
    assert_int_equal(f->pool.submitted, 0);
    assert_string_equal(test_ledger(f, "slow.txt"), "seen");
    assert_int_equal(intake_busy(f->intake), 0);
    assert_int_equal(write(fd, "half", 4), 4);
    close(fd);
    intake_see(f->intake, f->root, "slow.txt", SIGHT_CLOSED);
    test_until(f, "slow.txt", "inspected");
    assert_int_equal(f->pool.submitted, 1);
}

/* The kernel tells of the close first and counts the writer out then. */
static void a_writer_that_is_just_leaving_is_waited_for(void **state)
{
    struct fixture *f = *state;
    int fd = open(test_path(f, "a.txt"), O_CREAT | O_WRONLY, 0644);
    assert_int_equal(write(fd, "text", 4), 4);
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_run(f, 10);
    assert_int_equal(f->pool.submitted, 0);
    close(fd); /* nobody tells of it a second time */
    test_until(f, "a.txt", "inspected");
    assert_int_equal(f->pool.submitted, 1);
}

static void another_writer_is_not_waited_for_in_memory(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    int fd = open(test_path(f, "a.txt"), O_WRONLY);
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    for (int i = 0; i < 5000 && intake_busy(f->intake); i++)
        test_run(f, 1);
    assert_int_equal(intake_busy(f->intake), 0);
    assert_string_equal(test_ledger(f, "a.txt"), "seen");
    close(fd);
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_until(f, "a.txt", "inspected");
}

static void empty_files_wait_for_content(void **state)
{
    struct fixture *f = *state;
    f->root->settings.settle_ms = 500;
    test_write(f, "empty.txt", "");
    test_write(f, "filled.txt", "");
    intake_see(f->intake, f->root, "empty.txt", SIGHT_CLOSED);
    intake_see(f->intake, f->root, "filled.txt", SIGHT_CLOSED);
    test_run(f, 10);
    assert_string_equal(test_ledger(f, "empty.txt"), "seen");
    test_write(f, "filled.txt", "text");
    intake_see(f->intake, f->root, "filled.txt", SIGHT_CLOSED);
    test_until(f, "filled.txt", "inspected");
    test_until(f, "empty.txt", "empty");
    test_write(f, "empty.txt", "");
    intake_see(f->intake, f->root, "empty.txt", SIGHT_CLOSED);
    test_run(f, 700);
    assert_int_equal(test_events(f), 2); /* that it is empty is said once */
    test_write(f, "empty.txt", "text");
    intake_see(f->intake, f->root, "empty.txt", SIGHT_CLOSED);
    test_until(f, "empty.txt", "inspected");
    assert_int_equal(f->pool.submitted, 2);
}

static void after_close_may_settle(void **state)
{
    struct fixture *f = *state;
    f->root->settings.settle_after_close = true;
    f->root->settings.settle_ms = 500;
    for (int i = 0; i < 4; i++) {
        test_write(f, "a.txt", i % 2 ? "one" : "another");
        intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
        test_run(f, 20);
    }
    assert_int_equal(f->pool.submitted, 0);
    test_until(f, "a.txt", "inspected");
    assert_int_equal(f->pool.submitted, 1);
}

static void make_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%.100s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    close(fd);
}

static void what_is_no_report_is_rejected_once(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *name, *outcome;
    } cases[] = {
        {"pipe", "not_regular"},     {"socket", "not_regular"},  {"link", "not_regular"},
        {"dangling", "not_regular"}, {"loop", "not_regular"},    {"device", "not_regular"},
        {"folder", "not_regular"},   {"large.txt", "too_large"}, {"a.tmp", "ignored"},
        {"~$report.doc", "ignored"}, {"gone.txt", "vanished"},
    };
    char large[1002];
    memset(large, 'x', 1001);
    large[1001] = '\0';
    test_write(f, "large.txt", large);
    test_write(f, "a.tmp", "text");
    test_write(f, "~$report.doc", "text");
    assert_int_equal(mkfifo(test_path(f, "pipe"), 0644), 0);
    make_socket(test_path(f, "socket"));
    assert_int_equal(symlink("/etc/passwd", test_path(f, "link")), 0);
    assert_int_equal(symlink("nowhere", test_path(f, "dangling")), 0);
    assert_int_equal(symlink("loop", test_path(f, "loop")), 0);
    assert_int_equal(mkdir(test_path(f, "folder"), 0755), 0);
    bool device = mknod(test_path(f, "device"), S_IFCHR | 0644, makedev(1, 3)) == 0;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < COUNT(cases); i++)
            if (device || strcmp(cases[i].name, "device") != 0)
                assert_true(intake_see(f->intake, f->root, cases[i].name, SIGHT_FOUND) || round);
    test_run(f, 20);
    for (size_t i = 0; i < COUNT(cases); i++)
        if (device || strcmp(cases[i].name, "device") != 0)
            assert_string_equal(test_ledger(f, cases[i].name), cases[i].outcome);
    assert_int_equal(f->pool.submitted, 0);
    assert_int_equal(test_events(f), COUNT(cases) - !device + 1); /* what is gone twice, is so twice */
}

static void a_folder_on_the_way_may_not_be_a_link(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(symlink("/etc", test_path(f, "in")), 0);
    intake_see(f->intake, f->root, "in/passwd", SIGHT_CLOSED);
    intake_see(f->intake, f->root, "../tallyd.db", SIGHT_CLOSED);
    test_run(f, 50);
    assert_int_equal(f->pool.submitted, 0);
    assert_string_equal(test_ledger(f, "in/passwd"), "not_regular");
    assert_string_equal(test_ledger(f, "../tallyd.db"), "unreadable");
}

static void a_file_may_vanish_at_any_step(void **state)
{
    struct fixture *f = *state;
    test_write(f, "line.txt", "text");
    test_write(f, "settling.txt", "");
    test_write(f, "inspected.txt", "text");
    f->pool.hold = true;
    f->root->settings.settle_ms = 60000;
    intake_see(f->intake, f->root, "inspected.txt", SIGHT_CLOSED);
    intake_see(f->intake, f->root, "settling.txt", SIGHT_CLOSED);
    run_until_busy(f);
    intake_see(f->intake, f->root, "line.txt", SIGHT_CLOSED);
    const char *names[] = {"line.txt", "settling.txt", "inspected.txt"};
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(unlink(test_path(f, names[i])), 0);
        intake_see(f->intake, f->root, names[i], SIGHT_GONE);
    }
    f->pool.hold = false;
    test_until(f, "line.txt", "vanished");
    test_until(f, "settling.txt", "vanished");
    test_until(f, "inspected.txt", "inspected"); /* what was open was read to its end */
    assert_int_equal(test_events(f), 3);
    test_write(f, "line.txt", "text"); /* and it may come back */
    intake_see(f->intake, f->root, "line.txt", SIGHT_FOUND);
    test_until(f, "line.txt", "inspected");
}

/* What was still to be told of a file when it was moved is told of nothing. */
static void a_file_that_left_did_not_vanish(void **state)
{
    struct fixture *f = *state;
    struct file_record record;
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_until(f, "a.txt", "inspected");
    assert_int_equal(store_find(f->store, test_path(f, "a.txt"), &record), 0);
    assert_int_equal(store_moved(f->store, record.id, "/elsewhere/a.txt"), 0);
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED); /* is there, and gone before it is opened */
    assert_int_equal(unlink(test_path(f, "a.txt")), 0);
    test_run(f, 60);
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED); /* is gone */
    test_run(f, 60);
    assert_string_equal(test_ledger(f, "a.txt"), "inspected");
    assert_int_equal(test_events(f), 1);
    test_write(f, "a.txt", "other"); /* another of that name */
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_submitted(f, 2);
}

static void new_content_may_vanish_unread(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_until(f, "a.txt", "inspected");
    test_write(f, "a.txt", "other");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    assert_int_equal(unlink(test_path(f, "a.txt")), 0);
    test_until(f, "a.txt", "vanished");
}

static void a_change_while_at_work_is_seen(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    f->pool.hold = true;
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_busy(f);
    test_write(f, "a.txt", "other");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    f->pool.hold = false;
    test_run(f, 2 * INTAKE_RETRY_MS + 100);
    test_until(f, "a.txt", "inspected");
    assert_int_equal(f->pool.submitted, 2);
    assert_int_equal(test_events(f), 1); /* what was said of the half-changed file counts for nothing */
    struct file_record record;
    assert_int_equal(store_find(f->store, test_path(f, "a.txt"), &record), 0);
    assert_int_equal(record.stamp.size, 5);
}

/* The C library's, but that no time goes by for files while the clock stands: as for two writes within one tick. */
static bool clock_stands;

int fstat(int fd, struct stat *status)
{
    long failed = syscall(SYS_newfstatat, fd, "", status, AT_EMPTY_PATH);
    if (!failed && clock_stands)
        status->st_ctim = status->st_mtim = (struct timespec){1, 0};
    return (int)failed;
}

static void no_stamp_is_needed_to_see_a_change(void **state)
{
    struct fixture *f = *state;
    clock_stands = true;
    test_write(f, "a.txt", "some");
    f->pool.hold = true;
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_busy(f);
    test_write(f, "a.txt", "text"); /* of the same size, and no event came */
    f->pool.hold = false;
    test_until(f, "a.txt", "inspected");
    clock_stands = false;
    assert_int_equal(f->pool.submitted, 2);
    assert_int_equal(test_events(f), 1);
    struct file_record record;
    assert_int_equal(store_find(f->store, test_path(f, "a.txt"), &record), 0);
    assert_string_equal(record.sha256, "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1");
}

static void a_new_stamp_is_no_change(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    f->pool.hold = true;
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_busy(f);
    test_run(f, 20);
    assert_int_equal(chmod(test_path(f, "a.txt"), 0600), 0);
    f->pool.hold = false;
    test_until(f, "a.txt", "inspected");
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    test_run(f, 60);
    assert_int_equal(f->pool.submitted, 1);
    assert_int_equal(test_events(f), 1);
}

static void what_is_being_written_again_waits_for_its_writer(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    f->pool.hold = true;
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_busy(f);
    int fd = open(test_path(f, "a.txt"), O_WRONLY);
    f->pool.hold = false;
    test_run(f, 60);
    assert_int_equal(test_events(f), 0);
    assert_string_equal(test_ledger(f, "a.txt"), "seen");
    close(fd);
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_until(f, "a.txt", "inspected");
    assert_int_equal(test_events(f), 1);
}

static void a_polled_files_stamp_is_believed_the_second_time(void **state)
{
    struct fixture *f = *state;
    f->root->polled = true;
    clock_stands = true;
    test_write(f, "a.txt", "some");
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    test_until(f, "a.txt", "inspected");
    test_write(f, "a.txt", "text"); /* of the same size in the same tick */
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    test_run(f, 100);
    assert_int_equal(f->pool.submitted, 2);
    for (int i = 0; i < 2; i++) {
        intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
        test_run(f, 60);
    }
    clock_stands = false;
    assert_int_equal(f->pool.submitted, 2);
    json_t *status = intake_status(f->intake);
    assert_int_equal(json_integer_value(json_object_get(status, "unchanged")), 1);
    json_decref(status);
}

static void what_looks_corrupt_is_given_time(void **state)
{
    struct fixture *f = *state;
    f->root->settings.settle_ms = 300;
    f->pool.outcome = OUTCOME_CORRUPT;
    test_write(f, "half.docx", "half");
    test_write(f, "broken.docx", "broken");
    intake_see(f->intake, f->root, "half.docx", SIGHT_CLOSED);
    intake_see(f->intake, f->root, "broken.docx", SIGHT_CLOSED);
    test_run(f, 100);
    assert_int_equal(f->pool.submitted, 2);
    assert_int_equal(test_events(f), 0);
    test_write(f, "half.docx", "whole");
    f->pool.outcome = OUTCOME_INSPECTED;
    intake_see(f->intake, f->root, "half.docx", SIGHT_CLOSED);
    test_until(f, "half.docx", "inspected");
    test_until(f, "broken.docx", "corrupt");
    assert_int_equal(f->pool.submitted, 3);
    assert_int_equal(test_events(f), 2);
}

static void a_job_lets_go_of_a_folder_that_is_away(void **state)
{
    struct fixture *f = *state;
    char away[100];
    snprintf(away, sizeof away, "%s/away", f->folder);
    test_write(f, "a.txt", "text");
    test_write(f, "empty.txt", "");
    intake_see(f->intake, f->root, "empty.txt", SIGHT_CLOSED);
    test_run(f, 5);
    assert_int_equal(rename(f->drop, away), 0);
    assert_true(intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND));
    test_run(f, 100);
    assert_int_equal(test_events(f), 0); /* nothing is said of what may be there as it was */
    assert_int_equal(intake_resume(f->intake, &f->config), 0);
    assert_string_equal(test_ledger(f, "empty.txt"), "seen");
    assert_int_equal(rename(away, f->drop), 0);
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    intake_see(f->intake, f->root, "empty.txt", SIGHT_FOUND);
    test_until(f, "a.txt", "inspected");
    test_until(f, "empty.txt", "empty");
}

static void another_crash_of_other_content_is_its_first(void **state)
{
    struct fixture *f = *state;
    f->pool.outcome = OUTCOME_CRASHED;
    f->pool.hold = true;
    test_write(f, "a.txt", "some");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    run_until_busy(f);
    test_answer_one(&f->pool);
    test_write(f, "a.txt", "text"); /* before it is tried again */
    run_until_busy(f);
    f->pool.hold = false;
    test_until(f, "a.txt", "crashed");
    assert_int_equal(f->pool.submitted, 3);
}

static void attempts_are_bounded(void **state)
{
    struct fixture *f = *state;
    f->pool.outcome = OUTCOME_CHANGED; /* an outcome that a further try may change */
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    for (int i = 0; i < 20000 && strcmp(test_ledger(f, "a.txt"), "changed") != 0; i++)
        test_run(f, 1);
    assert_string_equal(test_ledger(f, "a.txt"), "changed");
    assert_int_equal(f->pool.submitted, INTAKE_TRIES_MAX + 1);
    assert_int_equal(test_events(f), 1);
}

static void a_crash_is_tried_once_more(void **state)
{
    struct fixture *f = *state;
    f->pool.outcome = OUTCOME_CRASHED;
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_until(f, "a.txt", "crashed");
    assert_int_equal(f->pool.submitted, 2);
    assert_int_equal(test_events(f), 1);
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_run(f, 60);
    assert_int_equal(f->pool.submitted, 2); /* set aside: the same content is not tried again */
}

static void what_was_set_aside_is_tried_again_on_request(void **state)
{
    struct fixture *f = *state;
    int64_t n = 0;
    f->pool.outcome = OUTCOME_CRASHED;
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_until(f, "a.txt", "crashed");
    f->pool.outcome = OUTCOME_INSPECTED;
    assert_int_equal(store_retry(f->store, "b.txt", false, &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(store_retry(f->store, NULL, false, &n), 0);
    assert_int_equal(n, 1);
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    test_until(f, "a.txt", "inspected");
    assert_int_equal(store_retry(f->store, NULL, false, &n), 0);
    assert_int_equal(n, 0); /* what was inspected stays, but on request */
    assert_int_equal(store_retry(f->store, "a.txt", true, &n), 0);
    assert_int_equal(n, 1);
}

static void what_was_killed_is_tried_again(void **state)
{
    struct fixture *f = *state;
    f->pool.outcome = OUTCOME_KILLED;
    test_write(f, "a.txt", "text");
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    for (int i = 0; i < 5000 && f->pool.submitted < 2; i++)
        test_run(f, 1);
    f->pool.outcome = OUTCOME_INSPECTED;
    test_until(f, "a.txt", "inspected");
}

static void a_held_intake_takes_nothing(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    intake_hold(f->intake, true);
    assert_false(intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED));
    assert_int_equal(f->rooms, 0);
    intake_hold(f->intake, false);
    assert_int_equal(f->rooms, 1);
    assert_true(intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED));
    test_until(f, "a.txt", "inspected");
}

static void a_full_queue_says_so(void **state)
{
    struct fixture *f = *state;
    char name[32];
    unsigned refused = 0;
    f->pool.hold = true;
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "%d.txt", i);
        test_write(f, name, name);
        refused += !intake_see(f->intake, f->root, name, i % 2 ? SIGHT_FOUND : SIGHT_CLOSED);
    }
    assert_int_equal(refused, 40 - 16);
    assert_true(intake_full(f->intake));
    unsigned before = open_descriptors();
    test_run(f, 50);
    assert_true(open_descriptors() <= before + 8); /* open_max */
    assert_int_equal(f->pool.busy, 4);
    assert_int_equal(f->rooms, 0);
    f->pool.hold = false;
    test_run(f, 100);
    assert_int_equal(f->rooms, 1);
    assert_int_equal(f->pool.submitted, 16);
}

/* Root reads everything, so the test goes without its rights for a while. */
static void an_unreadable_file_is_looked_at_again(void **state)
{
    struct fixture *f = *state;
    if (geteuid() != 0)
        skip();
    test_write(f, "a.txt", "text");
    assert_int_equal(chmod(test_path(f, "a.txt"), 0) || chmod(f->folder, 0755), 0);
    assert_int_equal(seteuid(65534), 0);
    intake_see(f->intake, f->root, "a.txt", SIGHT_CLOSED);
    test_run(f, 30);
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    test_run(f, 30);
    assert_int_equal(seteuid(0), 0);
    assert_string_equal(test_ledger(f, "a.txt"), "unreadable");
    assert_int_equal(test_events(f), 1);
    intake_see(f->intake, f->root, "a.txt", SIGHT_FOUND);
    test_until(f, "a.txt", "inspected");
}

static void what_a_former_run_began_gets_its_end(void **state)
{
    struct fixture *f = *state;
    struct file_stamp stamp = {.size = 1};
    int64_t id;
    test_write(f, "here.txt", "text");
    assert_int_equal(store_seen(f->store, "t", test_path(f, "gone.txt"), &stamp, &id), 0);
    assert_int_equal(store_seen(f->store, "t", test_path(f, "here.txt"), &stamp, &id), 0);
    assert_int_equal(store_inspecting(f->store, id, "", "one"), 0);
    assert_int_equal(store_seen(f->store, "old", "/elsewhere/a.txt", &stamp, &id), 0);
    assert_int_equal(intake_resume(f->intake, &f->config), 0);
    assert_string_equal(test_ledger(f, "gone.txt"), "vanished");
    assert_string_equal(test_ledger(f, "here.txt"), "inspecting"); /* the scan finds it */
    struct file_record record;
    assert_int_equal(store_find(f->store, "/elsewhere/a.txt", &record), 0);
    assert_int_equal(record.outcome, OUTCOME_IGNORED);
    intake_see(f->intake, f->root, "here.txt", SIGHT_FOUND);
    test_until(f, "here.txt", "inspected");
}

static void closing_lets_go_of_every_state(void **state)
{
    struct fixture *f = *state;
    char name[32];
    f->pool.hold = true;
    test_write(f, "empty.txt", "");
    intake_see(f->intake, f->root, "empty.txt", SIGHT_CLOSED);
    for (int i = 0; i < 12; i++) {
        snprintf(name, sizeof name, "%d.txt", i);
        test_write(f, name, name);
        intake_see(f->intake, f->root, name, SIGHT_CLOSED);
    }
    test_run(f, 5);
    intake_see(f->intake, f->root, "0.txt", SIGHT_CLOSED);
    intake_abandon(f->intake);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, test_begin, test_end)
    const struct CMUnitTest tests[] = {
        CASE(a_complete_file_is_inspected),
        CASE(what_is_as_it_was_is_passed_over),
        CASE(new_content_or_new_rules_are_inspected_again),
        CASE(an_open_writer_is_waited_for),
        CASE(a_writer_that_is_just_leaving_is_waited_for),
        CASE(another_writer_is_not_waited_for_in_memory),
        CASE(empty_files_wait_for_content),
        CASE(after_close_may_settle),
        CASE(what_is_no_report_is_rejected_once),
        CASE(a_folder_on_the_way_may_not_be_a_link),
        CASE(a_file_may_vanish_at_any_step),
        CASE(a_file_that_left_did_not_vanish),
        CASE(new_content_may_vanish_unread),
        CASE(a_change_while_at_work_is_seen),
        CASE(no_stamp_is_needed_to_see_a_change),
        CASE(a_new_stamp_is_no_change),
        CASE(what_is_being_written_again_waits_for_its_writer),
        CASE(a_polled_files_stamp_is_believed_the_second_time),
        CASE(attempts_are_bounded),
        CASE(a_crash_is_tried_once_more),
        CASE(what_looks_corrupt_is_given_time),
        CASE(a_job_lets_go_of_a_folder_that_is_away),
        CASE(another_crash_of_other_content_is_its_first),
        CASE(what_was_set_aside_is_tried_again_on_request),
        CASE(what_was_killed_is_tried_again),
        CASE(a_held_intake_takes_nothing),
        CASE(a_full_queue_says_so),
        CASE(an_unreadable_file_is_looked_at_again),
        CASE(what_a_former_run_began_gets_its_end),
        CASE(closing_lets_go_of_every_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
