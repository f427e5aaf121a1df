#include "control.h"
#include "verb.h"

#include <stdio.h>

static int run(int argc, char **argv)
{
    struct control_options options = {0};
    int operands;
    enum options_result parsed = options_parse(&verb_status, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    json_t *answer = control_ask(&options, json_pack("{s:s}", "verb", "status"));
    if (!answer)
        return EXIT_FAILED;
    json_object_del(answer, "ok");
    if (options.json)
        json_dumpf(answer, stdout, JSON_INDENT(2)), putchar('\n');
    else
        control_print(answer);
    json_decref(answer);
    return EXIT_CLEAN;
}

static const struct option_spec specs[] = {CONTROL_OPTION_SPECS, {0}};

const struct verb verb_status = {
    .name = "status",
    .operands = "",
    .summary = "What the daemon is doing: queue, workers, sinks, rules.",
    .options = specs,
    .run = run,
};
