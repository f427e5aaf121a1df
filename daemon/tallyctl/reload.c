#include "control.h"
#include "verb.h"

static int run(int argc, char **argv)
{
    return control_run(&verb_reload, argc, argv);
}

static const struct option_spec specs[] = {CONTROL_OPTION_SPECS, {0}};

const struct verb verb_reload = {
    .name = "reload",
    .operands = "",
    .summary = "Makes the daemon read configuration and rules anew.\nBad ones leave the old at work, and the "
               "reason is printed.",
    .options = specs,
    .run = run,
};
