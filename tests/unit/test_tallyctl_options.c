#include "test.h"

#include "../../daemon/tallyctl/verb.h"

#include <string.h>

struct fields {
    bool flag;
    const char *text, *choice;
    unsigned number;
    struct option_list list;
};

static const struct option_spec specs[] = {
    {"--flag", OPTION_FLAG, offsetof(struct fields, flag), NULL, ""},
    {"--text", OPTION_TEXT, offsetof(struct fields, text), "X", ""},
    {"--choice", OPTION_CHOICE, offsetof(struct fields, choice), "one|two", ""},
    {"--number", OPTION_NUMBER, offsetof(struct fields, number), "N", ""},
    {"--list", OPTION_LIST, offsetof(struct fields, list), "X", ""},
    {0},
};
static const struct verb verb = {.name = "verb", .operands = "X…", .summary = "", .options = specs};

struct parsed {
    enum options_result result;
    struct fields fields;
    int operands;
    char *argv[40];
};

static struct parsed parse(const char *line)
{
    static char copy[1024];
    struct parsed p = {.operands = -1};
    int argc = 0;
    strcpy(copy, line);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        p.argv[argc++] = word;
    p.result = options_parse(&verb, argc, p.argv, &p.fields, &p.operands);
    return p;
}

static void every_kind(void **state)
{
    (void)state;
    struct parsed p = parse("verb a --flag --text=x=y --choice two b --number 12 --list l1 --list=l2 -");
    assert_int_equal(p.result, OPTIONS_RUN);
    assert_true(p.fields.flag);
    assert_string_equal(p.fields.text, "x=y");
    assert_string_equal(p.fields.choice, "two");
    assert_int_equal(p.fields.number, 12);
    assert_int_equal(p.fields.list.n, 2);
    assert_string_equal(p.fields.list.items[1], "l2");
    assert_null(p.fields.list.items[2]);
    assert_int_equal(p.operands, 3);
    assert_string_equal(p.argv[1], "a");
    assert_string_equal(p.argv[2], "b");
    assert_string_equal(p.argv[3], "-");
}

static void none_where_none_is_taken(void **state)
{
    (void)state;
    const struct verb bare = {.name = "verb", .operands = "", .summary = "", .options = specs};
    struct fields fields = {0};
    char *one[] = {"verb", "--flag", "a", NULL}, *none[] = {"verb", "--flag", NULL};
    int operands = -1;
    assert_int_equal(options_parse(&bare, 3, one, &fields, &operands), OPTIONS_WRONG);
    assert_int_equal(options_parse(&bare, 2, none, &fields, &operands), OPTIONS_RUN);
    assert_int_equal(operands, 0);
}

static void dashes_end_options(void **state)
{
    (void)state;
    struct parsed p = parse("verb --flag -- --text --help");
    assert_int_equal(p.result, OPTIONS_RUN);
    assert_int_equal(p.operands, 2);
    assert_string_equal(p.argv[1], "--text");
    assert_null(p.fields.text);
}

static void wrong_calls(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "verb --unknown",   "verb --text",     "verb --choice three",
        "verb --choice on", "verb --number x", "verb --number -1",
        "verb --number=",   "verb --flag=yes", "verb --number 99999999999",
        "verb --tex t",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(parse(lines[i]).result, OPTIONS_WRONG);
}

static void list_is_bounded(void **state)
{
    (void)state;
    struct fields fields = {0};
    char *argv[2 * OPTION_LIST_MAX + 4] = {"verb"};
    int operands;
    for (unsigned i = 0; i <= OPTION_LIST_MAX; i++) {
        argv[1 + 2 * i] = "--list";
        argv[2 + 2 * i] = "x";
    }
    assert_int_equal(options_parse(&verb, 1 + 2 * OPTION_LIST_MAX, argv, &fields, &operands), OPTIONS_RUN);
    assert_int_equal(fields.list.n, OPTION_LIST_MAX);
    fields = (struct fields){0};
    for (unsigned i = 0; i <= OPTION_LIST_MAX; i++) {
        argv[1 + 2 * i] = "--list";
        argv[2 + 2 * i] = "x";
    }
    assert_int_equal(options_parse(&verb, 3 + 2 * OPTION_LIST_MAX, argv, &fields, &operands), OPTIONS_WRONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind),         cmocka_unit_test(none_where_none_is_taken),
        cmocka_unit_test(dashes_end_options), cmocka_unit_test(wrong_calls),
        cmocka_unit_test(list_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
