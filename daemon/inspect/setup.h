/* The first message of the client, {"op":"setup", …} (docs/wire.md), checked. Used by tally-inspect. */
#pragma once

#include "lua_budget.h"
#include "sandbox.h"

#include <jansson.h>

struct setup {
    json_t *message; /* owns every string below */
    const char *language;
    const char **rules, **plugins, **lexicon; /* folders, NULL-terminated */
    const json_t *rule;                       /* settings of rules, or NULL */
    unsigned strictness;
    struct lua_limits rule_limits;
    struct sandbox_limits sandbox;
};

/* Waits for the message on the socket. 0 or a negative errno; -ENOTCONN when the client went away; `error`
 * says what is wrong. */
int setup_receive(int socket, struct setup *ret, char *error, size_t size);
void setup_done(struct setup *setup);
