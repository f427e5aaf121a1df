/* The verbs of tallyctl. To add one: a file NAME.c that exports a `struct verb`, a line in the list below, a
 * paragraph in docs/man/tallyctl.1. Used by tallyctl. */
#pragma once

#include "options.h"

/* Exit codes of every verb. */
enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_FAILED = 2 };

struct verb {
    const char *name;
    const char *operands;              /* as the usage line shows them: "FILE…" */
    const char *summary;               /* its first line stands in the list of verbs */
    const struct option_spec *options; /* ends with a NULL name */
    int (*run)(int argc, char **argv); /* argv[0] is the verb; gives the exit code */
};

extern const struct verb verb_check, verb_show, verb_rules, verb_formats, verb_test, verb_status, verb_ledger,
    verb_retry, verb_reload;
