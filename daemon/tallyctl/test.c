#include "batch.h"
#include "testfile.h"
#include "verb.h"
#include "walk.h"

#include "../base/fault.h"
#include "../base/io.h"
#include "../base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct test_options {
    struct setup_options setup; /* first: SETUP_OPTION_SPECS */
};

/* One rule's test file. */
struct suite {
    char rule[128]; /* group.name, from the path */
    const char *path;
    struct testfile file;
};

struct test {
    struct suite *suites;
    size_t n_suites, documents, passed, failed;
};

struct at {
    const struct suite *suite;
    const struct testfile_document *document;
};

/* rules/sum/mismatch.test → sum.mismatch */
static bool rule_of(const char *path, char *ret, size_t size)
{
    size_t length = strlen(path), end = length - strlen(".test"), from = end;
    if (length <= strlen(".test") || strcmp(path + end, ".test") != 0)
        return false;
    for (unsigned slashes = 0; from > 0; from--)
        if (path[from - 1] == '/' && ++slashes == 2)
            break;
    if (end - from >= size)
        return false;
    memcpy(ret, path + from, end - from);
    ret[end - from] = '\0';
    char *slash = strchr(ret, '/');
    if (slash)
        *slash = '.';
    return slash != NULL;
}

static bool is_wanted(const char *rule, char **wanted, int n)
{
    for (int i = 1; i <= n; i++)
        if (setup_rule_named(wanted[i], rule))
            return true;
    return n == 0;
}

static struct at at_document(const struct test *t, size_t i)
{
    const struct suite *suite = t->suites;
    for (; i >= suite->file.n; suite++)
        i -= suite->file.n;
    return (struct at){suite, &suite->file.documents[i]};
}

static int memory_file(struct slice text)
{
    int fd = memfd_create("tallyctl-test", MFD_CLOEXEC);
    int error = fd < 0 ? -errno : io_write_all(fd, text);
    if (error)
        io_close(&fd);
    return fd;
}

static void on_open(void *context, size_t i, struct batch_document *ret)
{
    struct at at = at_document(context, i);
    ret->fd = memory_file(at.document->text);
    ret->outcome = OUTCOME_UNREADABLE;
    ret->reason = "no memory for the document";
    ret->request = json_pack("{s:s, s:s, s:b, s:s}", "op", "inspect", "name", "document.txt", "explain", 0,
                             "only", at.suite->rule);
}

static bool says(const json_t *finding, struct slice text)
{
    size_t i;
    json_t *piece, *evidence = json_object_get(finding, "evidence");
    if (slice_find(slice_of(json_string_value(json_object_get(finding, "message"))), text, 0) >= 0)
        return true;
    json_array_foreach(evidence, i,
                       piece) if (slice_find(slice_of(json_string_value(json_object_get(piece, "quote"))),
                                             text, 0) >= 0) return true;
    return false;
}

static bool is_of_level(const json_t *finding, struct slice level)
{
    return slice_eq(slice_of(json_string_value(json_object_get(finding, "level"))), level);
}

typedef bool finding_test(const json_t *finding, struct slice text);

static bool any_finding(const json_t *findings, finding_test *holds, struct slice text)
{
    size_t i;
    json_t *finding;
    json_array_foreach(findings, i, finding) if (holds(finding, text)) return true;
    return false;
}

static void complain_missing(const struct testfile_document *d, const json_t *findings, struct buffer *ret)
{
    for (unsigned i = 0; i < d->n_contains; i++)
        if (!any_finding(findings, says, d->contains[i]))
            buffer_print(ret, "#   no finding says: " SLICE_FMT "\n", SLICE_ARG(d->contains[i]));
    if (d->level.len && !any_finding(findings, is_of_level, d->level))
        buffer_print(ret, "#   no finding of level " SLICE_FMT "\n", SLICE_ARG(d->level));
}

static void complain_failed(const json_t *rule, struct buffer *ret)
{
    struct slice rest = slice_of(json_string_value(json_object_get(rule, "message")));
    buffer_print(ret, "#   rule failed: %s\n", json_string_value(json_object_get(rule, "failure")));
    while (rest.len) {
        buffer_add(ret, S("#     "));
        buffer_safe_line(ret, slice_cut(&rest, S("\n")));
        buffer_add(ret, S("\n"));
    }
}

/* Appends what is wrong, nothing where all is well. */
static void complain(const struct testfile_document *d, const struct answer *answer, struct buffer *ret)
{
    size_t n = json_array_size(answer->findings), i;
    json_t *rule;
    if (answer->outcome != OUTCOME_INSPECTED)
        buffer_print(ret, "#   not examined: %s %s\n", outcome_text(answer->outcome),
                     json_string_value(json_object_get(answer->report, "reason")));
    json_array_foreach(answer->rules, i, rule) complain_failed(rule, ret);
    if (d->findings >= 0 ? n != (size_t)d->findings : d->fires ? n == 0 : n != 0)
        buffer_print(ret, "#   %zu findings\n", n);
    complain_missing(d, answer->findings, ret);
}

static void list_findings(const json_t *findings, struct buffer *ret)
{
    size_t i;
    json_t *finding;
    json_array_foreach(findings, i, finding)
    {
        buffer_print(ret, "#   found: %s: ", json_string_value(json_object_get(finding, "level")));
        buffer_safe_line(ret, slice_of(json_string_value(json_object_get(finding, "message"))));
        buffer_add(ret, S("\n"));
    }
}

static void on_answer(void *context, size_t i, const struct answer *answer, struct buffer *ret)
{
    struct test *t = context;
    struct at at = at_document(t, i);
    struct buffer wrong = {0};
    complain(at.document, answer, &wrong);
    bool ok = wrong.len == 0;
    t->passed += ok;
    t->failed += !ok;
    buffer_print(ret, "%s %zu - %s %s " SLICE_FMT "\n", ok ? "ok" : "not ok", i + 1, at.suite->rule,
                 at.document->fires ? "fires:" : "quiet:", SLICE_ARG(at.document->name));
    if (!ok) {
        buffer_print(ret, "#   %s:%u\n", at.suite->path, at.document->line);
        buffer_add(ret, buffer_slice(&wrong));
        list_findings(answer->findings, ret);
    }
    buffer_done(&wrong);
}

static bool add_suite(struct test *t, const char *path, const char *rule)
{
    struct suite *suite = &t->suites[t->n_suites];
    char error[256];
    if (testfile_read(path, &suite->file, error, sizeof error) != 0) {
        fprintf(stderr, "tallyctl test: %s: %s\n", path, error);
        return false;
    }
    snprintf(suite->rule, sizeof suite->rule, "%s", rule);
    suite->path = path;
    t->n_suites++;
    t->documents += suite->file.n;
    return true;
}

static bool all_found(const struct test *t, char **wanted, int n)
{
    for (int i = 1; i <= n; i++) {
        size_t k = 0;
        while (k < t->n_suites && !setup_rule_named(wanted[i], t->suites[k].rule))
            k++;
        if (k < t->n_suites)
            continue;
        fprintf(stderr,
                "tallyctl test: %s: no rule or group of that name has a NAME.test file (tallyctl rules lists "
                "the rules)\n",
                wanted[i]);
        return false;
    }
    return true;
}

static bool load_suites(struct test *t, const struct walk *walk, char **wanted, int n_wanted)
{
    char rule[128];
    t->suites = mem_calloc(walk->n + 1, sizeof *t->suites);
    for (size_t i = 0; t->suites && i < walk->n; i++)
        if (rule_of(walk->paths[i], rule, sizeof rule) && is_wanted(rule, wanted, n_wanted) &&
            !add_suite(t, walk->paths[i], rule))
            return false;
    if (!all_found(t, wanted, n_wanted))
        return false;
    if (t->documents == 0)
        fputs("tallyctl test: no NAME.test file in these folders\n", stderr);
    return t->documents > 0;
}

static int test_run(struct test *t, const struct setup *setup)
{
    struct batch_client client = {
        .context = t, .documents = t->documents, .open = on_open, .answer = on_answer};
    printf("1..%zu\n", t->documents);
    if (batch_run(setup, &client) != 0)
        return EXIT_FAILED;
    printf("%zu passed, %zu failed\n", t->passed, t->failed);
    return fflush(stdout) != 0 ? EXIT_FAILED : t->failed ? EXIT_FINDINGS : EXIT_CLEAN;
}

static void test_done(struct test *t)
{
    for (size_t i = 0; i < t->n_suites; i++)
        testfile_done(&t->suites[i].file);
    mem_free(t->suites);
}

static int run(int argc, char **argv)
{
    struct test_options options = {0};
    struct test test = {0};
    struct walk walk = {0};
    struct setup setup;
    const char *folders[OPTION_LIST_MAX + 1];
    int operands, code = EXIT_FAILED;
    enum options_result parsed = options_parse(&verb_test, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    if (!options.setup.strictness)
        options.setup.strictness = "4"; /* what a rule finds, not what is told of it */
    if (!setup_init(&options.setup, &setup))
        return EXIT_FAILED;
    setup_rule_folders(&setup, folders, OPTION_LIST_MAX + 1);
    for (unsigned i = 0; folders[i]; i++)
        walk_add(&walk, folders[i]);
    if (load_suites(&test, &walk, argv, operands))
        code = test_run(&test, &setup);
    test_done(&test);
    walk_done(&walk);
    setup_done(&setup);
    return code;
}

static const struct option_spec specs[] = {SETUP_OPTION_SPECS, {0}};

const struct verb verb_test = {
    .name = "test",
    .operands = "[RULE…]",
    .summary =
        "Runs rules over the documents of their NAME.test files.\nA line for each document (TAP), then how "
        "many passed and failed. RULE is the id\nof a rule or the name of a group; without one all.",
    .options = specs,
    .run = run,
};
