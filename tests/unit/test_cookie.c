/* The self-test of inotify: told by a file where one can be made, by opening where not, and not fooled by silence. */
#include "test.h"

#include "../../daemon/tallyd/cookie.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The C library's, but that the kernel may take the watch and tell nothing. */
static bool silent;

int inotify_add_watch(int fd, const char *path, uint32_t mask)
{
    return (int)syscall(SYS_inotify_add_watch, fd, path, silent ? IN_DELETE_SELF : mask);
}

struct scene {
    char path[64];
    int fd;
};

static int begin(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    strcpy(scene->path, "/tmp/tallyd-cookie-XXXXXX");
    if (!mkdtemp(scene->path))
        return -1;
    scene->fd = open(scene->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    silent = false;
    *state = scene;
    return 0;
}

static int end(void **state)
{
    struct scene *scene = *state;
    close(scene->fd);
    int error = rmdir(scene->path); /* nothing was left in it */
    free(scene);
    return error;
}

static void a_file_is_told(void **state)
{
    const struct scene *scene = *state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(cookie_ask(scene->fd), COOKIE_WRITTEN);
}

static void what_a_killed_daemon_left_is_taken_away(void **state)
{
    const struct scene *scene = *state;
    assert_int_equal(mknodat(scene->fd, COOKIE_NAME, S_IFREG | 0600, 0), 0);
    assert_int_equal(cookie_ask(scene->fd), COOKIE_WRITTEN); /* and end() finds an empty folder */
}

/* Root may write anywhere: so as another user. */
static void opening_is_told_where_nothing_may_be_written(void **state)
{
    const struct scene *scene = *state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chmod(scene->path, 0555), 0);
    assert_int_equal(seteuid(65534), 0);
    enum cookie_answer answer = cookie_ask(scene->fd);
    silent = true;
    enum cookie_answer other = cookie_ask(scene->fd);
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(answer, COOKIE_OPENED);
    assert_int_equal(other, COOKIE_SILENT);
}

static void silence_is_noticed(void **state)
{
    const struct scene *scene = *state;
    silent = true;
    assert_int_equal(cookie_ask(scene->fd), COOKIE_SILENT);
}

static void what_cannot_be_watched_is_not_tested(void **state)
{
    (void)state;
    int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_int_equal(cookie_ask(file), COOKIE_UNKNOWN);
    assert_int_equal(cookie_ask(-1), COOKIE_UNKNOWN);
    close(file);
}

static void answers_have_names(void **state)
{
    (void)state;
    assert_string_equal(cookie_text(COOKIE_UNKNOWN), "none");
    assert_string_equal(cookie_text(COOKIE_SILENT), "silent");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(a_file_is_told),
        CASE(what_a_killed_daemon_left_is_taken_away),
        CASE(opening_is_told_where_nothing_may_be_written),
        CASE(silence_is_noticed),
        CASE(what_cannot_be_watched_is_not_tested),
        CASE(answers_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
