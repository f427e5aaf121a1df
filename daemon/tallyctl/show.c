#include "batch.h"
#include "file.h"
#include "verb.h"

#include "../base/fault.h"
#include "../base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct show_options {
    struct setup_options setup; /* first: SETUP_OPTION_SPECS */
    bool text, tables, facts, claims, json;
};

struct show {
    const char *what;
    char **paths;
    bool terminal, failed;
};

static const char *chosen(const struct show_options *o)
{
    const struct {
        bool set;
        const char *what;
    } choices[] = {{o->text, "text"},
                   {o->tables, "tables"},
                   {o->facts, "facts"},
                   {o->claims, "claims"},
                   {o->json, "json"}};
    const char *what = NULL;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (choices[i].set && what)
            return NULL;
        what = choices[i].set ? choices[i].what : what;
    }
    return what ? what : "text";
}

static void on_open(void *context, size_t i, struct batch_document *ret)
{
    struct show *s = context;
    struct file file = {.path = s->paths[i]};
    if (file_open(&file, false, ret) < 0)
        return;
    ret->request = json_object();
    json_object_set_new(ret->request, "op", json_string("show"));
    json_object_set_new(ret->request, "name", file_json(file_name(file.path)));
    json_object_set_new(ret->request, "what", json_string(s->what));
}

/* To a terminal line by line with everything unsafe escaped; to a file or a pipe as it is. */
static void add_output(const struct show *s, struct slice output, struct buffer *ret)
{
    if (!s->terminal) {
        buffer_add(ret, output);
        return;
    }
    while (output.len) {
        struct slice line = slice_cut(&output, S("\n"));
        while (line.len) {
            struct slice field = slice_cut(&line, S("\t"));
            buffer_safe(ret, field);
            buffer_add(ret, line.len ? S("\t") : S(""));
        }
        buffer_add(ret, S("\n"));
    }
}

static void on_answer(void *context, size_t i, const struct answer *answer, struct buffer *ret)
{
    struct show *s = context;
    if (answer->output)
        add_output(s, (struct slice){answer->output, answer->output_length}, ret);
    if (answer->outcome == OUTCOME_INSPECTED)
        return;
    const char *reason = json_string_value(json_object_get(answer->report, "reason"));
    struct buffer text = {0};
    buffer_safe(&text, slice_of(s->paths[i]));
    fprintf(stderr, "tallyctl: %.*s: %s%s%s\n", SLICE_ARG(buffer_slice(&text)), outcome_en(answer->outcome),
            reason && *reason ? ": " : "", reason ? reason : "");
    buffer_done(&text);
    s->failed = true;
}

static int run(int argc, char **argv)
{
    struct show_options options = {0};
    int operands;
    enum options_result parsed = options_parse(&verb_show, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    struct show show = {.what = chosen(&options), .paths = argv + 1, .terminal = isatty(STDOUT_FILENO)};
    if (operands == 0 || !show.what) {
        fputs("tallyctl show: give one or more files and one of --text --tables --facts --claims --json\n",
              stderr);
        return EXIT_FAILED;
    }
    struct setup setup;
    if (!setup_init(&options.setup, &setup))
        return EXIT_FAILED;
    struct batch_client client = {
        .context = &show, .documents = (size_t)operands, .open = on_open, .answer = on_answer};
    int error = batch_run(&setup, &client);
    setup_done(&setup);
    return error || show.failed || fflush(stdout) != 0 ? EXIT_FAILED : EXIT_CLEAN;
}

static const struct option_spec specs[] = {
    {"--text", OPTION_FLAG, offsetof(struct show_options, text), NULL,
     "the reading text, where lines count (default)"},
    {"--tables", OPTION_FLAG, offsetof(struct show_options, tables), NULL, "tables on their grids"},
    {"--facts", OPTION_FLAG, offsetof(struct show_options, facts), NULL,
     "each figure: holder, measure, year, version"},
    {"--claims", OPTION_FLAG, offsetof(struct show_options, claims), NULL,
     "what the report asserts, with verdicts"},
    {"--json", OPTION_FLAG, offsetof(struct show_options, json), NULL, "all of it, for programs"},
    SETUP_OPTION_SPECS,
    {0},
};

const struct verb verb_show = {
    .name = "show",
    .operands = "FILE…",
    .summary = "Shows what a rule sees of a report.",
    .options = specs,
    .run = run,
};
