/* What anybody may write is found wherever it is read from, and what cannot be looked at for want of memory is not
 * taken as found in order. */
#include "test.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/tallyd/config_trust.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The C library's, but that there may be no memory. */
static bool no_memory;

DIR *opendir(const char *path)
{
    static DIR *(*next)(const char *);
    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "opendir");
    errno = ENOMEM;
    return no_memory ? NULL : next(path);
}

struct scene {
    char path[64];
    struct config_parse parse;
};

/* A folder of rules, with one more beneath it than is read. */
static int begin(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    strcpy(scene->path, "/tmp/tallyd-trust-XXXXXX");
    assert_non_null(mkdtemp(scene->path));
    no_memory = false;
    *state = scene;
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at)
{
    (void)status, (void)type, (void)at;
    return remove(path);
}

static int end(void **state)
{
    struct scene *scene = *state;
    nftw(scene->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    mem_free(scene->parse.errors);
    free(scene);
    return 0;
}

static void make(const struct scene *scene, const char *name, mode_t mode)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", scene->path, name);
    assert_int_equal(S_ISDIR(mode) ? mkdir(path, 0700) : mknod(path, S_IFREG | 0600, 0), 0);
    assert_int_equal(chmod(path, mode & 07777), 0);
}

static void make_rules(const struct scene *scene)
{
    make(scene, "sum", S_IFDIR | 0755);
    make(scene, "sum/mismatch.lua", 0664);
    make(scene, "README", 0644);
}

static void what_is_ours_is_trusted(void **state)
{
    struct scene *scene = *state;
    make_rules(scene);
    make(scene, "sum/deeper", S_IFDIR | 0755);
    make(scene, "sum/deeper/read-by-nobody.lua", 0666);
    config_trust(&scene->parse, scene->path);
    assert_null(scene->parse.errors);
    config_trust(&scene->parse, "/nowhere");
    assert_null(scene->parse.errors);
    assert_false(scene->parse.no_memory);
}

static void what_anybody_may_write_is_named(void **state)
{
    static const struct {
        const char *name;
        mode_t mode;
    } bad[] = {{"sum/other.lua", 0666}, {"other", S_IFDIR | 0777}, {"text.so", 0602}};
    struct scene *scene = *state;
    make_rules(scene);
    for (size_t i = 0; i < COUNT(bad); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", scene->path, bad[i].name);
        make(scene, bad[i].name, bad[i].mode);
        config_trust(&scene->parse, scene->path);
        assert_non_null(strstr(scene->parse.errors, path));
        assert_int_equal(scene->parse.n_errors, i + 1);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(chmod(scene->path, 0777), 0);
    config_trust(&scene->parse, scene->path);
    assert_int_equal(scene->parse.n_errors, COUNT(bad) + 1);
}

static void want_of_memory_is_told(void **state)
{
    struct scene *scene = *state;
    make_rules(scene);
    no_memory = true;
    config_trust(&scene->parse, scene->path);
    assert_true(scene->parse.no_memory);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(what_is_ours_is_trusted),
        CASE(what_anybody_may_write_is_named),
        CASE(want_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
