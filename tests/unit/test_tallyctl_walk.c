#include "test.h"

#include "../../daemon/tallyctl/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/tallyctl-walk-XXXXXX";

static void put(const char *name)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    (void)fclose(file);
}

static int in_a_folder(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(root));
    return chdir(root);
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static int out_of_it(void **state)
{
    (void)state;
    return chdir("/") != 0 || nftw(root, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0;
}

static void folders_in_order_of_names(void **state)
{
    (void)state;
    static const char *const expected[] = {"d/a.txt", "d/b/c.txt", "d/link", "d/z.txt"};
    struct walk walk = {0};
    assert_int_equal(mkdir("d", 0700) | mkdir("d/b", 0700) | symlink("b", "d/link"), 0);
    put("d/z.txt");
    put("d/a.txt");
    put("d/b/c.txt");
    put("d/~$z.docx");
    put("d/x.part");
    assert_int_equal(walk_add(&walk, "d/"), 0);
    assert_int_equal(walk.n, 4);
    for (size_t i = 0; i < walk.n; i++)
        assert_string_equal(walk.paths[i], expected[i]);
    assert_int_equal(walk.ignored, 2);
    walk_done(&walk);
}

static void files_are_taken_as_named(void **state)
{
    (void)state;
    struct walk walk = {0};
    assert_int_equal(walk_add(&walk, "missing.tmp"), 0);
    assert_int_equal(walk_add(&walk, "d/x.part"), 0);
    assert_int_equal(walk.n, 2);
    assert_string_equal(walk.paths[0], "missing.tmp");
    walk_done(&walk);
}

static void too_deep_is_named_not_lost(void **state)
{
    (void)state;
    struct walk walk = {0};
    char path[4 * WALK_DEPTH_MAX + 16] = "deep";
    for (unsigned i = 0; i < WALK_DEPTH_MAX + 3; i++) {
        assert_int_equal(mkdir(path, 0700), 0);
        strcat(path, "/d");
    }
    put(path);
    assert_int_equal(walk_add(&walk, "deep"), 0);
    assert_int_equal(walk.n, 1);
    walk_done(&walk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_in_order_of_names),
        cmocka_unit_test(files_are_taken_as_named),
        cmocka_unit_test(too_deep_is_named_not_lost),
    };
    return cmocka_run_group_tests(tests, in_a_folder, out_of_it);
}
