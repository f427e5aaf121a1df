#include "buffer.h"
#include "control.h"
#include "verb.h"
#include "width.h"

#include "../base/fault.h"

#include <stdio.h>

#define LEDGER_MAX 1000u /* rows unless --max says otherwise: a screenful many times over */

struct ledger_options {
    struct control_options control; /* first: CONTROL_OPTION_SPECS */
    unsigned max;
};

enum { STATE_WIDTH = 12, OUTCOME_WIDTH = 18 };

static struct slice text_of(const json_t *row, const char *key)
{
    return slice_of(json_string_value(json_object_get(row, key)));
}

static void print_row(const json_t *row)
{
    struct buffer line = {0};
    struct slice reason = text_of(row, "reason");
    width_pad(&line, text_of(row, "state"), STATE_WIDTH);
    width_pad(&line, text_of(row, "outcome"), OUTCOME_WIDTH);
    buffer_safe_line(&line, text_of(row, "path"));
    if (reason.len) {
        buffer_add(&line, S("  "));
        buffer_safe_line(&line, reason);
    }
    printf("%.*s\n", SLICE_ARG(buffer_slice(&line)));
    buffer_done(&line);
}

static void print_rows(const json_t *rows)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row) print_row(row);
}

static int run(int argc, char **argv)
{
    struct ledger_options options = {.max = LEDGER_MAX};
    int operands;
    enum options_result parsed = options_parse(&verb_ledger, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    json_t *request = json_pack("{s:s, s:i, s:s*}", "verb", "ledger", "max", (int)options.max, "path",
                                operands ? argv[1] : NULL);
    if (operands > 1 || !request) {
        fputs("tallyctl ledger: give at most one part of a path, in UTF-8\n", stderr);
        json_decref(request);
        return EXIT_FAILED;
    }
    json_t *answer = control_ask(&options.control, request);
    if (!answer)
        return EXIT_FAILED;
    json_t *rows = json_object_get(answer, "files");
    if (options.control.json)
        json_dumpf(rows, stdout, JSON_INDENT(2)), putchar('\n');
    else
        print_rows(rows);
    json_decref(answer);
    return EXIT_CLEAN;
}

static const struct option_spec specs[] = {
    {"--max", OPTION_NUMBER, offsetof(struct ledger_options, max), "N", "at most N files, the newest (1000)"},
    CONTROL_OPTION_SPECS,
    {0},
};

const struct verb verb_ledger = {
    .name = "ledger",
    .operands = "[PATH]",
    .summary = "Every file the daemon has seen and what came of it; with PATH those whose path contains it.",
    .options = specs,
    .run = run,
};
