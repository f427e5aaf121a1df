#include "control.h"
#include "verb.h"

#include <stdio.h>

struct retry_options {
    struct control_options control; /* first: CONTROL_OPTION_SPECS */
    bool all;
};

static void print(const json_t *answer)
{
    printf("%lld files are inspected again\n",
           (long long)json_integer_value(json_object_get(answer, "files")));
}

static int run(int argc, char **argv)
{
    struct retry_options options = {0};
    int operands;
    enum options_result parsed = options_parse(&verb_retry, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    json_t *request =
        json_pack("{s:s, s:b, s:s*}", "verb", "retry", "all", options.all, "path", operands ? argv[1] : NULL);
    if (operands > 1 || (options.all && !operands) || !request) {
        fputs("tallyctl retry: give at most one part of a path, in UTF-8, and with --all exactly one\n",
              stderr);
        json_decref(request);
        return EXIT_FAILED;
    }
    return control_show(&options.control, control_ask(&options.control, request), print);
}

static const struct option_spec specs[] = {
    {"--all", OPTION_FLAG, offsetof(struct retry_options, all), NULL, "what was inspected, too"},
    CONTROL_OPTION_SPECS,
    {0},
};

const struct verb verb_retry = {
    .name = "retry",
    .operands = "[PATH]",
    .summary =
        "Makes the daemon try again what it could not inspect.\nWith PATH only where the path contains it.",
    .options = specs,
    .run = run,
};
