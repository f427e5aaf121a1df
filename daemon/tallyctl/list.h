/* Verbs that only want the inspector's `ready` message. Used by tallyctl. */
#pragma once

#include "setup.h"

struct list_options {
    struct setup_options setup; /* first: SETUP_OPTION_SPECS */
    bool json;
};

typedef void list_print_fn(const json_t *array, const struct setup *setup);

struct list_kind {
    const char *key;      /* of the array in the inspector's message */
    list_print_fn *print; /* a line for each */
    list_print_fn
        *details; /* all there is of those that operands name by id or group; NULL where none are taken */
};

/* Starts an inspector, prints what it lists (with --json as it came), ends it. */
int list_run(const struct verb *verb, int argc, char **argv, const struct list_kind *kind);

#define LIST_OPTION_SPECS                                                                                    \
    {"--json", OPTION_FLAG, offsetof(struct list_options, json), NULL, "for programs"}, SETUP_OPTION_SPECS
