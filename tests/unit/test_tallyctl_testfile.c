#include "test.h"

#include "../../daemon/tallyctl/testfile.h"

#include <errno.h>
#include <stdio.h>

static int parse(const char *text, struct testfile *ret, char error[128])
{
    return testfile_parse(slice_of(text), ret, error, 128);
}

static void documents_byte_for_byte(void **state)
{
    (void)state;
    struct testfile file;
    char error[128];
    assert_int_equal(
        parse("commentary\n#! fires 差五分\n#= 612.45\n#=612.40\n#~ error\n#* 1\n\n\t一 |\n#= text\n|\n"
              "#! quiet  嵌套 \nlast",
              &file, error),
        0);
    assert_int_equal(file.n, 2);
    assert_true(file.documents[0].fires);
    assert_slice(file.documents[0].name, S("差五分"));
    assert_int_equal(file.documents[0].n_contains, 2);
    assert_slice(file.documents[0].contains[1], S("612.40"));
    assert_slice(file.documents[0].level, S("error"));
    assert_int_equal(file.documents[0].findings, 1);
    assert_slice(file.documents[0].text, S("\n\t一 |\n#= text\n|\n"));
    assert_int_equal(file.documents[0].line, 2);
    assert_false(file.documents[1].fires);
    assert_slice(file.documents[1].name, S("嵌套"));
    assert_int_equal(file.documents[1].findings, -1);
    assert_slice(file.documents[1].text, S("last"));
    testfile_done(&file);
}

/* The bytes need not end with a NUL: what stands behind them is not read. */
static void a_number_ends_with_the_bytes(void **state)
{
    (void)state;
    static const char bytes[] = "#! fires a\n#* 12345";
    struct testfile file;
    char error[128];
    assert_int_equal(testfile_parse((struct slice){bytes, sizeof bytes - 4}, &file, error, sizeof error), 0);
    assert_int_equal(file.documents[0].findings, 12);
    testfile_done(&file);
}

static void broken_files_name_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *where;
    } cases[] = {
        {"", "line 0"},
        {"no document\n", "line 1"},
        {"#! maybe x\n", "line 1"},
        {"x\n#! fires a\n#~ fatal\n", "line 3"},
        {"#! fires a\n#* many\n", "line 2"},
        {"#! fires a\n#=\n", "line 2"},
        {"#! quiet a\n#= x\n", "line 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct testfile file;
        char error[128] = "";
        assert_int_equal(parse(cases[i].text, &file, error), -EBADMSG);
        assert_memory_equal(error, cases[i].where, strlen(cases[i].where));
    }
}

static void expectations_are_bounded(void **state)
{
    (void)state;
    char text[512] = "#! fires a\n", error[128];
    struct testfile file;
    for (unsigned i = 0; i < TESTFILE_CONTAINS_MAX; i++)
        strcat(text, "#= x\n");
    assert_int_equal(parse(text, &file, error), 0);
    testfile_done(&file);
    strcat(text, "#= x\n");
    assert_int_equal(parse(text, &file, error), -EBADMSG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_byte_for_byte),
        cmocka_unit_test(a_number_ends_with_the_bytes),
        cmocka_unit_test(broken_files_name_their_line),
        cmocka_unit_test(expectations_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
