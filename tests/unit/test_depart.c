/* Inspected files leave their folder: by a rename that overwrites nothing, takes nothing else along, and is finished
 * after a kill at any of its steps. */
#include "test_daemon.h"

#include "../../daemon/tallyd/depart.h"

#include <sys/syscall.h>

/* The C library's, but that the file system may lack RENAME_NOREPLACE, as NFS does. */
static bool no_rename;
/* Called once, between the look at the file and its rename. */
static void (*meanwhile)(const struct fixture *f);
static const struct fixture *meanwhile_of;

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    void (*once)(const struct fixture *f) = meanwhile;
    meanwhile = NULL;
    if (once)
        once(meanwhile_of);
    if (no_rename) {
        errno = EINVAL;
        return -1;
    }
    return (int)syscall(SYS_renameat2, from, old, to, new, flags);
}

static int begin(void **state)
{
    char to[100];
    int failed = test_begin(state);
    struct fixture *f = *state;
    snprintf(to, sizeof to, "%s/done", f->folder);
    f->root->settings.after_move = true;
    f->root->settings.move_to = mem_strdup(to);
    no_rename = false;
    meanwhile = NULL;
    meanwhile_of = f;
    return failed;
}

static struct departure departure_of(const struct fixture *f, const char *name)
{
    struct stat status;
    assert_int_equal(root_stat(f->root, name, &status), 0);
    return (struct departure){f->root, name, root_stamp(&status), OUTCOME_INSPECTED};
}

/* "done/inspected/…" of the fixture's folder, or the error. */
static const char *moved(const struct fixture *f, const struct departure *departure)
{
    static char to[PATH_MAX];
    int error = depart_move(departure, to, sizeof to);
    return error ? strerror(-error) : to + strlen(f->folder) + 1;
}

static const char *text_at(const struct fixture *f, const char *relative)
{
    static char text[100], path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", f->folder, relative);
    FILE *file = fopen(path, "r");
    size_t n = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[n] = '\0';
    if (file)
        (void)fclose(file);
    return file ? text : "none";
}

static void a_file_goes_beneath_its_outcome(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(mkdir(test_path(f, "2021"), 0755) || mkdir(test_path(f, "2021/财政"), 0755), 0);
    test_write(f, "2021/财政/a.txt", "text");
    struct departure departure = departure_of(f, "2021/财政/a.txt");
    assert_string_equal(moved(f, &departure), "done/inspected/2021/财政/a.txt");
    assert_string_equal(text_at(f, "done/inspected/2021/财政/a.txt"), "text");
    assert_int_equal(access(test_path(f, "2021/财政/a.txt"), F_OK), -1);
    test_write(f, "b.pdf", "text");
    departure = departure_of(f, "b.pdf");
    departure.outcome = OUTCOME_SCANNED;
    assert_string_equal(moved(f, &departure), "done/scanned/b.pdf");
}

static void nothing_is_overwritten(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"done/inspected/a.b.txt", "done/inspected/a.b-2.txt",
                                        "done/inspected/a.b-3.txt"};
    for (size_t i = 0; i < COUNT(names); i++) {
        no_rename = i == 1;
        test_write(f, "a.b.txt", names[i]);
        struct departure departure = departure_of(f, "a.b.txt");
        assert_string_equal(moved(f, &departure), names[i]);
    }
    for (size_t i = 0; i < COUNT(names); i++)
        assert_string_equal(text_at(f, names[i]), names[i]);
}

/* Three bytes a character: what is cut is whole ones. */
static void a_long_name_is_cut_on_a_character(void **state)
{
    struct fixture *f = *state;
    char name[NAME_MAX + 1] = "", to[PATH_MAX];
    for (int i = 0; i < 83; i++)
        strcat(name, "长");
    strcat(name, ".docx"); /* 254 bytes */
    for (int i = 0; i < 2; i++) {
        test_write(f, name, "text");
        struct departure departure = departure_of(f, name);
        assert_int_equal(depart_move(&departure, to, sizeof to), 0);
    }
    const char *last = strrchr(to, '/') + 1;
    assert_int_equal(strlen(last), 82 * strlen("长") + strlen("-2.docx"));
    assert_string_equal(last + 82 * strlen("长"), "-2.docx");
}

static void replace(const struct fixture *f)
{
    test_write(f, "new.tmp", "newer");
    char from[PATH_MAX];
    strcpy(from, test_path(f, "new.tmp"));
    assert_int_equal(rename(from, test_path(f, "a.txt")), 0);
}

static void only_what_was_inspected_leaves(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    struct departure departure = departure_of(f, "a.txt");
    meanwhile = replace;
    assert_string_equal(moved(f, &departure), strerror(EBUSY));
    assert_string_equal(text_at(f, "drop/a.txt"), "newer");
    assert_string_equal(text_at(f, "done/inspected/a.txt"), "none");
    assert_string_equal(moved(f, &departure), strerror(ESTALE));
    assert_string_equal(text_at(f, "drop/a.txt"), "newer");
    assert_int_equal(unlink(test_path(f, "a.txt")), 0);
    assert_string_equal(moved(f, &departure), strerror(ENOENT));
}

static int writer = -1;

static void write_again(const struct fixture *f)
{
    writer = open(test_path(f, "a.txt"), O_WRONLY | O_NONBLOCK);
    assert_true(writer < 0 && errno == EWOULDBLOCK); /* the lease is being broken: it would get the file */
}

static void what_is_being_written_stays(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "text");
    struct departure departure = departure_of(f, "a.txt");
    int fd = open(test_path(f, "a.txt"), O_WRONLY);
    assert_string_equal(moved(f, &departure), strerror(EBUSY));
    close(fd);
    meanwhile = write_again;
    assert_string_equal(moved(f, &departure), strerror(EBUSY));
    assert_string_equal(text_at(f, "drop/a.txt"), "text");
    departure = departure_of(f, "a.txt"); /* there and back is a new stamp */
    assert_string_equal(moved(f, &departure), "done/inspected/a.txt");
}

static void a_killed_move_is_found(void **state)
{
    struct fixture *f = *state;
    test_write(f, "a.txt", "first");
    struct departure departure = departure_of(f, "a.txt");
    assert_string_equal(moved(f, &departure), "done/inspected/a.txt");
    test_write(f, "a.txt", "second");
    departure = departure_of(f, "a.txt");
    assert_string_equal(moved(f, &departure), "done/inspected/a-2.txt");
    assert_string_equal(moved(f, &departure), "done/inspected/a-2.txt"); /* the ledger did not hear of it */
    test_write(f, "a.txt", "third, which came since");
    assert_string_equal(moved(f, &departure), "done/inspected/a-2.txt");
    assert_string_equal(text_at(f, "drop/a.txt"), "third, which came since");
}

static void a_killed_link_is_finished(void **state)
{
    struct fixture *f = *state;
    char to[PATH_MAX];
    test_write(f, "b.txt", "text");
    struct departure departure = departure_of(f, "b.txt");
    assert_string_equal(moved(f, &departure), "done/inspected/b.txt");
    test_write(f, "a.txt", "text");
    departure = departure_of(f, "a.txt");
    snprintf(to, sizeof to, "%s/done/inspected/a.txt", f->folder);
    assert_int_equal(link(test_path(f, "a.txt"), to), 0);
    assert_string_equal(moved(f, &departure), "done/inspected/a.txt");
    assert_int_equal(access(test_path(f, "a.txt"), F_OK), -1);
}

static void links_lead_nowhere(void **state)
{
    struct fixture *f = *state;
    char from[100], to[200];
    test_write(f, "a.txt", "text");
    struct departure departure = departure_of(f, "a.txt");
    snprintf(from, sizeof from, "%s/done", f->folder);
    snprintf(to, sizeof to, "%s/done/inspected", f->folder);
    assert_int_equal(mkdir(from, 0755) || symlink(f->drop, to), 0);
    assert_string_equal(moved(f, &departure), strerror(ENOTDIR));
    assert_int_equal(unlink(to), 0);
    assert_int_equal(mkdir(to, 0755), 0);
    strcat(to, "/a.txt");
    assert_int_equal(symlink("/nowhere", to), 0);
    assert_string_equal(moved(f, &departure), "done/inspected/a-2.txt");
}

static void another_file_system_is_told(void **state)
{
    struct fixture *f = *state;
    struct stat here, there;
    char folder[] = "/dev/shm/tallyd-test-XXXXXX";
    if (stat(f->folder, &here) || stat("/dev/shm", &there) || here.st_dev == there.st_dev || !mkdtemp(folder))
        skip();
    mem_free(f->root->settings.move_to);
    f->root->settings.move_to = mem_strdup(folder);
    test_write(f, "a.txt", "text");
    struct departure departure = departure_of(f, "a.txt");
    assert_string_equal(moved(f, &departure), strerror(EXDEV));
    assert_string_equal(text_at(f, "drop/a.txt"), "text");
    nftw(folder, test_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void the_target_is_known_by_any_name(void **state)
{
    struct fixture *f = *state;
    char alias[100];
    snprintf(alias, sizeof alias, "%s/alias", f->folder);
    assert_int_equal(symlink("drop/done", alias), 0);
    assert_int_equal(mkdir(test_path(f, "done"), 0755) || mkdir(test_path(f, "other"), 0755), 0);
    f->settings.after_move = true;
    f->settings.move_to = alias;
    assert_true(depart_is_target(&f->config, f->root, "done"));
    assert_false(depart_is_target(&f->config, f->root, "other"));
    assert_false(depart_is_target(&f->config, f->root, "missing"));
    f->settings.after_move = false;
    assert_false(depart_is_target(&f->config, f->root, "done"));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, test_end)
    const struct CMUnitTest tests[] = {
        CASE(a_file_goes_beneath_its_outcome),   CASE(nothing_is_overwritten),
        CASE(a_long_name_is_cut_on_a_character), CASE(only_what_was_inspected_leaves),
        CASE(what_is_being_written_stays),       CASE(a_killed_move_is_found),
        CASE(a_killed_link_is_finished),         CASE(links_lead_nowhere),
        CASE(another_file_system_is_told),       CASE(the_target_is_known_by_any_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
