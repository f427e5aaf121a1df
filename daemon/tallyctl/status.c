#include "control.h"
#include "verb.h"

static int run(int argc, char **argv)
{
    return control_run(&verb_status, argc, argv);
}

static const struct option_spec specs[] = {CONTROL_OPTION_SPECS, {0}};

const struct verb verb_status = {
    .name = "status",
    .operands = "",
    .summary = "What the daemon is doing: queue, workers, sinks, rules.",
    .options = specs,
    .run = run,
};
