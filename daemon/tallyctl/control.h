/* Speaking to the daemon: one JSON line each way over its control socket (docs/wire.md). Used by tallyctl. */
#pragma once

#include "options.h"

#include <jansson.h>

struct control_options {
    const char *socket;
    bool json;
};

#define CONTROL_OPTION_SPECS                                                                                 \
    {"--socket", OPTION_TEXT, offsetof(struct control_options, socket), "PATH",                              \
     "the daemon's (/run/tallyd/control)"},                                                                  \
    {                                                                                                        \
        "--json", OPTION_FLAG, offsetof(struct control_options, json), NULL,                                 \
            "the answer as it came, for programs"                                                            \
    }

#define CONTROL_SOCKET   "/run/tallyd/control"
#define CONTROL_WAIT_S   60          /* a reload loads every rule */
#define CONTROL_SIZE_MAX (64u << 20) /* an answer's bytes: a ledger of 100,000 files is a quarter of it */

/* Asks (the request is taken over) and gives the answer, a new reference; NULL after saying what is wrong. */
json_t *control_ask(const struct control_options *options, json_t *request);
/* Prints an object's members, one a line, nested ones by their path: `queue.waiting  12`. */
typedef void control_print_fn(const json_t *answer);
control_print_fn control_print;
/* Prints the answer, which is taken over, as it came or for people; gives the exit code, also of no answer. */
int control_show(const struct control_options *options, json_t *answer, control_print_fn *print);
/* A verb that asks by its own name, without operands, and prints what comes. */
int control_run(const struct verb *verb, int argc, char **argv);
