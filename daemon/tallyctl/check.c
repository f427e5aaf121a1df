#include "batch.h"
#include "file.h"
#include "render.h"
#include "style.h"
#include "verb.h"
#include "walk.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../base/nearest.h"
#include "../wire/event.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A run shorter than this shows no progress line. */
#define PROGRESS_AFTER_NS 1000000000ull

struct check_options {
    struct setup_options setup; /* first: SETUP_OPTION_SPECS */
    const char *format, *only, *colour;
    bool explain, verbose;
};

struct check {
    const struct check_options *options;
    struct walk walk;
    struct file *files;
    struct render render;
    struct render_count count;
    char *ruleset;
    const char *language;
    uint64_t started_ns;
    bool jsonl, progress_shown;
};

/* Whether --only names one of the rules; false after saying which it may have meant. */
static bool knows_only(const char *only, const json_t *rules)
{
    struct nearest nearest;
    char hint[NEAREST_HINT_SIZE];
    size_t i;
    json_t *rule;
    nearest_init(&nearest, slice_of(only));
    json_array_foreach(rules, i, rule)
    {
        const char *id = json_string_value(json_object_get(rule, "id"));
        if (strcmp(id, only) == 0)
            return true;
        nearest_offer(&nearest, slice_of(id));
    }
    fprintf(stderr, "tallyctl check: --only %s: no such rule%s\n", only,
            nearest_hint(&nearest, "; tallyctl rules lists them", hint));
    return false;
}

static bool on_ready(void *context, const json_t *info)
{
    struct check *c = context;
    const char *ruleset = json_string_value(json_object_get(info, "ruleset")), *only = c->options->only;
    c->ruleset = mem_strdup(ruleset ? ruleset : "");
    return !only || knows_only(only, json_object_get(info, "rules"));
}

static json_t *check_request(const struct check *c, const char *path)
{
    json_t *request = json_object();
    json_object_set_new(request, "op", json_string("inspect"));
    json_object_set_new(request, "name", file_json(file_name(path)));
    json_object_set_new(request, "explain", json_boolean(c->options->explain));
    if (c->options->only)
        json_object_set_new(request, "only", json_string(c->options->only));
    return request;
}

static void on_open(void *context, size_t i, struct batch_document *ret)
{
    struct check *c = context;
    c->files[i].path = c->walk.paths[i];
    if (file_open(&c->files[i], c->jsonl, ret) >= 0)
        ret->request = check_request(c, c->walk.paths[i]);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void print_events(const struct check *c, const struct file *file, const struct answer *answer,
                         struct buffer *ret)
{
    struct event_context event = {
        .time_ms = now_ms(),
        .ruleset = c->ruleset ? c->ruleset : "",
        .language = c->language,
        .file = {.path = file->path, .sha256 = file->sha256, .size = file->size},
    };
    json_t *events = event_all(&event, answer), *one;
    size_t i, length;
    json_array_foreach(events, i, one)
    {
        char *line = event_line(one, &length);
        if (line)
            buffer_add(ret, (struct slice){line, length});
        mem_free(line);
    }
    json_decref(events);
}

static void on_answer(void *context, size_t i, const struct answer *answer, struct buffer *ret)
{
    struct check *c = context;
    render_tally(&c->count, answer);
    if (c->jsonl)
        print_events(c, &c->files[i], answer, ret);
    else
        render_answer(&c->render, c->walk.paths[i], answer, ret);
}

static void clear_progress(struct check *c)
{
    if (c->progress_shown)
        fputs("\r\033[K", stderr);
    c->progress_shown = false;
}

static void on_progress(void *context, size_t done)
{
    struct check *c = context;
    fflush(stdout);
    if (io_now_ns() - c->started_ns < PROGRESS_AFTER_NS)
        return;
    fprintf(stderr, c->render.english ? "\r\033[K%zu of %zu examined" : "\r\033[K已检查 %zu / %zu", done,
            c->walk.n);
    c->progress_shown = true;
}

static bool gather(struct check *c, char **operands, int n)
{
    for (int i = 1; i <= n; i++) {
        int error = walk_add(&c->walk, operands[i]);
        if (error) {
            fprintf(stderr, "tallyctl: %s: %s\n", operands[i], strerror(-error));
            return false;
        }
    }
    c->files = mem_calloc(c->walk.n + 1, sizeof *c->files);
    return c->files != NULL;
}

static int check_exit(const struct check *c)
{
    if (c->count.inspected < c->walk.n || c->count.failed_rules)
        return EXIT_FAILED;
    return c->count.errors + c->count.warnings ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int check_run(struct check *c, const struct setup *setup)
{
    /* Progress would tear a report that goes to the same terminal. */
    bool progress = isatty(STDERR_FILENO) && (c->jsonl || !isatty(STDOUT_FILENO));
    struct batch_client client = {
        .context = c,
        .documents = c->walk.n,
        .ready = on_ready,
        .open = on_open,
        .answer = on_answer,
        .progress = progress ? on_progress : NULL,
    };
    int error = batch_run(setup, &client);
    clear_progress(c);
    if (error == -EINTR)
        fputs(c->render.english ? "interrupted\n" : "已中断\n", stderr);
    if (!error && !c->jsonl) {
        struct buffer text = {0};
        render_summary(&c->render, &c->count, &text);
        fwrite(text.at, 1, text.len, stdout);
        buffer_done(&text);
    }
    return error || fflush(stdout) != 0 ? EXIT_FAILED : check_exit(c);
}

static int check_files(const struct check_options *options, struct check *c)
{
    struct setup setup;
    if (!setup_init(&options->setup, &setup))
        return EXIT_FAILED;
    c->language = setup.language;
    c->render = (struct render){
        .english = strcmp(setup.language, "en") == 0,
        .explain = options->explain,
        .verbose = options->verbose,
        .colour = style_wanted(options->colour, stdout),
        .columns = style_columns(stdout),
    };
    int code = check_run(c, &setup);
    setup_done(&setup);
    return code;
}

static int run(int argc, char **argv)
{
    struct check_options options = {0};
    struct check c = {.options = &options, .started_ns = io_now_ns()};
    int operands, code = EXIT_FAILED;
    enum options_result parsed = options_parse(&verb_check, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    c.jsonl = options.format && strcmp(options.format, "jsonl") == 0;
    if (operands == 0)
        fputs("tallyctl check: no file given (see tallyctl check --help)\n", stderr);
    else if (gather(&c, argv, operands))
        code = check_files(&options, &c);
    walk_done(&c.walk);
    mem_free(c.files);
    mem_free(c.ruleset);
    return code;
}

static const struct option_spec specs[] = {
    {"--format", OPTION_CHOICE, offsetof(struct check_options, format), "text|jsonl",
     "for people or for programs"},
    {"--only", OPTION_TEXT, offsetof(struct check_options, only), "RULE", "run one rule"},
    {"--explain", OPTION_FLAG, offsetof(struct check_options, explain), NULL,
     "the reasoning under each finding"},
    {"-v", OPTION_FLAG, offsetof(struct check_options, verbose), NULL,
     "name the rules that examined each file"},
    {"--color", OPTION_CHOICE, offsetof(struct check_options, colour), "auto|always|never",
     "default: on a terminal"},
    SETUP_OPTION_SPECS,
    {0},
};

const struct verb verb_check = {
    .name = "check",
    .operands = "FILE|FOLDER…",
    .summary = "Examines reports and prints what does not tally.\nExit code 0: nothing of level warning or "
               "above; 1: something;\n2: a file could not be examined, a rule failed, or the call was wrong.",
    .options = specs,
    .run = run,
};
