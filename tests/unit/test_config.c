/* tallyd.conf: every kind of value, every kind of mistake with its file and line, all mistakes at once,
 * drop-ins; and the committed configuration and manual page are what the table says. */
#include "test.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/tallyd/config.h"
#include "../../daemon/tallyd/config_table.h"

#include <errno.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    char path[64], config[96];
};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    (void)fclose(file);
}

static int setup(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    strcpy(folder->path, "/tmp/tallyd-config-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    snprintf(folder->config, sizeof folder->config, "%s/tallyd.conf", folder->path);
    *state = folder;
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at)
{
    (void)status, (void)type, (void)at;
    return remove(path);
}

static int teardown(void **state)
{
    struct folder *folder = *state;
    nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
    return 0;
}

/* What the machine of the test does not have, and a watch. */
static void write_config(const struct folder *folder, const char *text)
{
    char whole[8000];
    int n = snprintf(
        whole, sizeof whole,
        "%s\n[watch base]\npath=/srv/base\n[rules]\npath = %s\n[plugins]\npath = %s\n[lexicon]\npath = %s\n",
        text, folder->path, folder->path, folder->path);
    assert_true(n < (int)sizeof whole);
    write_file(folder->config, whole);
}

static void write_drop_in(const struct folder *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s.d", folder->config);
    (void)mkdir(path, 0700); /* the first of them makes it */
    snprintf(path, sizeof path, "%s.d/%s", folder->config, name);
    write_file(path, text);
}

static struct config *load(const struct folder *folder)
{
    struct config *config;
    char *errors = NULL;
    int error = config_load(folder->config, &config, &errors);
    if (error)
        fail_msg("%s", errors);
    return config;
}

static char *load_errors(const struct folder *folder)
{
    struct config *config = NULL;
    char *errors = NULL;
    assert_int_equal(config_load(folder->config, &config, &errors), -EINVAL);
    assert_null(config);
    return errors;
}

#define INSPECTOR "inspector = /bin/true\n"

static void defaults_hold(void **state)
{
    write_config(*state, "[daemon]\n" INSPECTOR);
    struct config *config = load(*state);
    assert_string_equal(config->state_dir, "/var/lib/tallyd");
    assert_string_equal(config->language, "zh");
    assert_int_equal(config->deadline_ms, 30000);
    assert_int_equal(config->stop_s, 20);
    assert_int_equal(config->n_watches, 1);
    assert_true(config->watches[0].recursive && !config->watches[0].settle_after_close);
    assert_int_equal(config->watches[0].settle_ms, 500);
    assert_int_equal(config->watches[0].rescan_s, 300);
    assert_string_equal(config->watches[0].ignore[0], "~$*");
    assert_string_equal(config->watches[0].ignore[7], "Thumbs.db");
    assert_null(config->watches[0].ignore[8]);
    assert_true(config->jsonl_enabled && config->syslog_enabled && !config->journal_enabled &&
                !config->syslog_rfc5424);
    assert_int_equal(config->limits.memory, 512u << 20);
    config_free(config);
}

static void values_of_every_type(void **state)
{
    write_config(
        *state,
        "\xEF\xBB\xBF; a comment\n[daemon]\n" INSPECTOR "language = en ; the rest is a comment\nworkers=3\n"
        "stop = 2m\nstate_dir = /x/y/\n"
        "[watch 甲]\npath = /srv/甲\nrecursive = no\nsettle=1500ms\nafter_close = settle\nmax_size = 2G\n"
        "ignore = *.bak\n  *.old *.tmp\n\n\t~*\n"
        "[limits]\nmemory = 64M\n[sink syslog]\nformat=rfc5424\nfacility = local3\n"
        "[rule a.b]\nenabled = off\nseverity = notice\nlimit = 105\nwords = 一 二\n");
    struct config *config = load(*state);
    assert_string_equal(config->language, "en");
    assert_string_equal(config->state_dir, "/x/y");
    assert_int_equal(config->workers, 3);
    assert_int_equal(config->stop_s, 120);
    const struct config_watch *watch = &config->watches[0];
    assert_string_equal(watch->name, "甲");
    assert_string_equal(watch->path, "/srv/甲");
    assert_true(!watch->recursive && watch->settle_after_close);
    assert_int_equal(watch->settle_ms, 1500);
    assert_int_equal(watch->max_size, 2ull << 30);
    assert_string_equal(watch->ignore[0], "*.bak");
    assert_string_equal(watch->ignore[3], "~*");
    assert_null(watch->ignore[4]);
    assert_int_equal(config->limits.memory, 64u << 20);
    assert_true(config->syslog_rfc5424);
    json_t *expected =
        json_loads("{\"a.b\":{\"enabled\":false,\"severity\":\"notice\",\"params\":{\"limit\":\"105\","
                   "\"words\":\"一 二\"}}}",
                   0, NULL);
    assert_true(json_equal(config->rule, expected));
    json_decref(expected);
    config_free(config);
}

static void an_empty_list_is_empty(void **state)
{
    write_config(*state, "[daemon]\n" INSPECTOR "[watch a]\npath=/srv/a\nignore =\n");
    struct config *config = load(*state);
    assert_non_null(config->watches[0].ignore);
    assert_null(config->watches[0].ignore[0]);
    config_free(config);
}

static void every_mistake_is_named(void **state)
{
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"[daemon]\nworkers = many\n", ":3: workers = many: expected a number"},
        {"[daemon]\nworkers = 257\n", ":3: workers = 257: must be from 0 to 256"},
        {"[daemon]\nworkers = -1\n", "expected a number"},
        {"[daemon]\ndeadline = 30\n", "expected a time with its unit"},
        {"[daemon]\ndeadline = 99999999999999999999h\n", "expected a time"},
        {"[daemon]\ndeadline = 6000000000000000h\n", "expected a time"},
        {"[daemon]\nstop = 1500ms\n", "expected a time in whole seconds"},
        {"[daemon]\nlanguage = fr\n", "expected one of: zh en"},
        {"[daemon]\nstate_dir = here\n", "expected an absolute path"},
        {"[daemon]\ncolour = red\n", ":3: unknown key colour in [daemon]"},
        {"[daemon]\nworkers\n", ":3: expected key = value"},
        {"[demon]\nworkers = 1\n", ":2: unknown section [demon]"},
        {"[deamon]\n", ":2: unknown section [deamon]; did you mean daemon?"},
        {"[wacth drop]\n", ":2: unknown section [wacth drop]; did you mean watch?"},
        {"[sink sislog]\n", ":2: unknown section [sink sislog]; did you mean sink syslog?"},
        {"[letters]\n", ":2: unknown section [letters]; tallyd --print-config lists them"},
        {"[watch a]\nsetle = 1s\n", ":3: unknown key setle in [watch a]; did you mean settle?"},
        {"[daemon]\nzzz = 1s\n", ":3: unknown key zzz in [daemon]; tallyd --print-config lists them"},
        {"[demon]\n", ":2: unknown section [demon]"},
        {"[daemon\nworkers = 1\n", ":2: a section needs its closing bracket"},
        {"[watch]\npath = /x\n", ":2: unknown section [watch]"},
        {"[watch  ]\npath = /x\n", ":2: [watch  ] needs a name"},
        {"[daemon]\nworkers = 1\nworkers = 2\n", ":4: workers was set in line 3 already"},
        {"[daemon]\nlanguage = zh\n  en\n", ":4: language takes one line"},
        {"[limits]\nmemory = 1K\n", ":3: memory = 1K: must be from 16M to 64G"},
        {"[daemon]\ndeadline = 2d\n", ":3: deadline = 2d: must be from 100ms to 1h"},
        {"[daemon]\nstop = 2h\n", ":3: stop = 2h: must be from 1s to 1h"},
        {"[rule x.y]\nseverity = bad\n", "expected one of: error warning notice"},
        {"[sink jsonl]\nenabled = maybe\n", "expected yes or no"},
        {"[watch a]\npath = /srv/base/inner\n", "[watch a] lies in [watch base]"},
        {"[watch a]\npath = /srv/base\n", "would be inspected twice"},
        {"[watch a]\nrecursive = no\n", "[watch a] has no path"},
        {"[watch a]\npath = /srv/a\nafter = move\n", "[watch a] after = move needs move_to"},
        {"[watch a]\npath = /srv/a\nafter = move\nmove_to = /srv\n",
         "[watch base] lies in move_to of [watch a]"},
        {"[watch a]\npath = /srv/a\nafter = move\nmove_to = done\n", "expected an absolute path"},
        {"[watch a]\npath = /tmp\nafter = move\nmove_to = /proc/done\n", "lies on another file system"},
        {"[daemon]\nlanguage = \xFF\n", ":3: not UTF-8 text"},
        {"[rule x.y]\n\u3000# \xFF = 1\n",
         ":3: not UTF-8 text"}, /* no comment: only ASCII blanks are blank */
        {" [rule x.五五五五五五五五五五五五五五五五]\na = 1\n",
         ":2: the section's name is longer than 49 bytes"},
        {"[rule x.y]\n 五五五五五五五五五五五五五五五五五 = 1\n  2\n", ":3: the key is longer than 49 bytes"},
        {"[watch 123456789012345678901234567890123456789012345678]\n", "name is longer than 49 bytes"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[1000];
        snprintf(text, sizeof text, "\n%s", cases[i].text);
        write_config(*state, text);
        char *errors = load_errors(*state);
        if (!strstr(errors, cases[i].error))
            fail_msg("case %zu: \"%s\" is not in \"%s\"", i, cases[i].error, errors);
        mem_free(errors);
    }
}

static void all_mistakes_at_once(void **state)
{
    write_config(*state, "[daemon]\nworkers = x\nqueue = y\n[nothing]\n[limits]\ncpu = 0s\n");
    char *errors = load_errors(*state);
    for (const char *line = ":2:\0:3:\0:4:\0:6:\0"; *line; line += strlen(line) + 1)
        assert_non_null(strstr(errors, line));
    mem_free(errors);
}

static void mistakes_are_counted_not_endless(void **state)
{
    char text[6000] = "[daemon]\n";
    for (int i = 0; i < 3 * (int)CONFIG_ERRORS_MAX; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "no-such-key-%d = 1\n", i);
    write_config(*state, text);
    char *errors = load_errors(*state);
    unsigned lines = 0;
    for (const char *at = errors; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, CONFIG_ERRORS_MAX);
    mem_free(errors);
}

static void long_lines_are_not_cut_in_silence(void **state)
{
    char text[1000] = "[daemon]\n" INSPECTOR "state_dir = /";
    memset(text + strlen(text), 'x', 196 - strlen("state_dir = /"));
    write_config(*state, text);
    struct config *config = load(*state);
    assert_int_equal(strlen(config->state_dir), 196 - strlen("state_dir = "));
    config_free(config);
    strcat(text, "x");
    write_config(*state, text);
    char *errors = load_errors(*state);
    assert_non_null(strstr(errors, ":3: the line is longer than 196 bytes"));
    mem_free(errors);
}

static void drop_ins_override_in_order(void **state)
{
    write_config(*state, "[daemon]\n" INSPECTOR "workers = 1\nqueue = 100\n");
    write_drop_in(*state, "20-b.conf", "[daemon]\nworkers = 3\n[watch base]\nsettle = 0\nignore = b*\n");
    write_drop_in(*state, "10-a.conf", "[daemon]\nworkers = 2\nqueue = 200\n[watch base]\nignore = a*\n");
    write_drop_in(*state, "30-c.txt", "[daemon]\nworkers = 4\n");
    struct config *config = load(*state);
    assert_int_equal(config->workers, 3);
    assert_int_equal(config->queue, 200);
    assert_int_equal(config->n_watches, 1);
    assert_int_equal(config->watches[0].settle_ms, 0);
    assert_string_equal(config->watches[0].ignore[0], "b*");
    assert_null(config->watches[0].ignore[1]);
    config_free(config);
    write_drop_in(*state, "40-d.conf", "[daemon]\n\nworkers = 999\n");
    char *errors = load_errors(*state);
    assert_non_null(strstr(errors, "40-d.conf:3: workers"));
    mem_free(errors);
}

static void unreadable_things_are_errors(void **state)
{
    const struct folder *folder = *state;
    struct config *config;
    char *errors;
    assert_int_equal(config_load(folder->config, &config, &errors), -EINVAL);
    assert_non_null(strstr(errors, "tallyd.conf: cannot be read: No such file"));
    assert_null(strstr(errors, "nothing is watched")); /* that follows from it */
    mem_free(errors);
    write_file(folder->config, "[daemon]\nworkers = 2\n");
    errors = load_errors(folder);
    assert_non_null(strstr(errors, "nothing is watched; add a section [watch NAME] with a path"));
    mem_free(errors);
    write_file(folder->config, "[watch a]\npath=/srv\n[rules]\npath = /nowhere/rules /etc/passwd\n");
    errors = load_errors(folder);
    assert_non_null(strstr(errors, ":4: path = /nowhere/rules: No such file"));
    mem_free(errors);
    write_config(folder, "[daemon]\ninspector = /nowhere/tally-inspect\n");
    errors = load_errors(folder);
    assert_non_null(strstr(errors, "/nowhere/tally-inspect cannot be run"));
    mem_free(errors);
}

static void a_changed_key_may_need_a_restart(void **state)
{
    write_config(*state, "[daemon]\n" INSPECTOR);
    struct config *a = load(*state);
    write_config(*state, "[daemon]\n" INSPECTOR "language = en\nstop = 5s\n[watch x]\npath=/srv/x\n");
    struct config *b = load(*state);
    assert_null(config_restart_needed(a, b));
    write_config(*state, "[daemon]\n" INSPECTOR "queue = 77\n");
    struct config *c = load(*state);
    assert_string_equal(config_restart_needed(a, c), "queue");
    assert_true(config_same_watch(&a->watches[0], &c->watches[0]));
    assert_false(config_same_watch(&a->watches[0], &b->watches[0]));
    config_free(a);
    config_free(b);
    config_free(c);
}

static void the_setup_message_has_all(void **state)
{
    const struct folder *folder = *state;
    write_config(folder, "[daemon]\n" INSPECTOR "[rule a.b]\nenabled=no\n[limits]\ncpu = 7s\n");
    struct config *config = load(folder);
    json_t *setup = config_setup(config);
    assert_string_equal(json_string_value(json_object_get(setup, "op")), "setup");
    assert_string_equal(json_string_value(json_array_get(json_object_get(setup, "rules"), 0)), folder->path);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(setup, "limits"), "cpu_s")), 7);
    assert_true(
        json_is_false(json_object_get(json_object_get(json_object_get(setup, "rule"), "a.b"), "enabled")));
    json_decref(setup);
    config_free(config);
}

/* Wherever memory ends, loading fails cleanly or not at all (AddressSanitizer sees the leaks). */
static void every_allocation_may_fail(void **state)
{
    write_config(*state, "[daemon]\n" INSPECTOR
                         "language = en\n[watch a]\npath=/srv/a\nignore = a\n  b\n[rule x.y]\nz = 1\n");
    int error = -1;
    for (unsigned long n = 1; error; n++) {
        struct config *config = NULL;
        char *errors = NULL;
        mem_fail_at(n, 0);
        error = config_load(((struct folder *)*state)->config, &config, &errors);
        mem_fail_at(0, 0);
        assert_true(n < 2000);
        mem_free(errors);
        if (!error)
            config_free(config);
    }
}

static char *printed(void (*print)(void))
{
    (void)fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    FILE *file = tmpfile();
    dup2(fileno(file), STDOUT_FILENO);
    print();
    (void)fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    long size = ftell(file);
    char *text = calloc(1, (size_t)size + 1);
    assert_true(size == 0 || pread(fileno(file), text, (size_t)size, 0) == size);
    (void)fclose(file);
    return text;
}

static void assert_file_is(const char *path, const char *text)
{
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("%s: %s; `make config` makes it", path, strerror(errno));
    size_t length = strlen(text);
    char *committed = calloc(1, length + 2);
    size_t n = fread(committed, 1, length + 1, file);
    (void)fclose(file);
    if (n != length || memcmp(committed, text, length) != 0)
        fail_msg("%s is not what config_table.c says; `make config` makes it anew", path);
    free(committed);
}

static void committed_files_are_the_tables(void **state)
{
    (void)state;
    char *config = printed(config_print), *manual = printed(config_print_manual);
    assert_file_is("config/tallyd.conf", config);
    assert_file_is("docs/man/tallyd.conf.5", manual);
    for (unsigned i = 0; i < config_n_keys; i++)
        if (!strstr(config, config_keys[i].name))
            fail_msg("%s is not printed", config_keys[i].name);
    free(config);
    free(manual);
}

/* Uncommented, every default is a value that the parser takes. */
static void the_printed_configuration_loads(void **state)
{
    const struct folder *folder = *state;
    char *text = printed(config_print), rest[500];
    snprintf(rest, sizeof rest,
             "[daemon]\n" INSPECTOR "[rules]\npath=%s\n[plugins]\npath=%s\n[lexicon]\npath=%s\n",
             folder->path, folder->path, folder->path);
    write_drop_in(folder, "10-rest.conf", rest);
    FILE *file = fopen(folder->config, "w");
    for (char *line = text; *line; line += strcspn(line, "\n") + 1) {
        size_t n = strcspn(line, "\n");
        bool key = n > 2 && *line == '#' && line[1] != ' ' && line[n - 1] != '=';
        (void)fprintf(file, "%.*s\n", (int)(key ? n - 1 : n), key ? line + 1 : line);
    }
    (void)fclose(file);
    free(text);
    struct config *config = load(folder);
    assert_string_equal(config->watches[0].name, "drop");
    config_free(config);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(defaults_hold),
        CASE(values_of_every_type),
        CASE(an_empty_list_is_empty),
        CASE(every_mistake_is_named),
        CASE(all_mistakes_at_once),
        CASE(mistakes_are_counted_not_endless),
        CASE(long_lines_are_not_cut_in_silence),
        CASE(drop_ins_override_in_order),
        CASE(unreadable_things_are_errors),
        CASE(a_changed_key_may_need_a_restart),
        CASE(the_setup_message_has_all),
        CASE(every_allocation_may_fail),
        CASE(committed_files_are_the_tables),
        CASE(the_printed_configuration_loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
