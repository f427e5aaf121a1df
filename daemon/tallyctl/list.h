/* Verbs that only want the inspector's `ready` message. Used by tallyctl. */
#pragma once

#include "setup.h"

struct list_options {
    struct setup_options setup; /* first: SETUP_OPTION_SPECS */
    bool json;
};

/* Starts an inspector, prints what `print` makes of its message (or, with --json, the array `key` of it),
 * ends it. */
typedef void list_print_fn(const json_t *array, const struct setup *setup);
int list_run(const struct verb *verb, int argc, char **argv, const char *key, list_print_fn *print);

#define LIST_OPTION_SPECS                                                                                    \
    {"--json", OPTION_FLAG, offsetof(struct list_options, json), NULL, "for programs"}, SETUP_OPTION_SPECS
