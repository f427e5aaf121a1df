/* The rules' home: one Lua 5.4 state with every rule loaded, each in a fresh environment from an allow list, run one
 * after the other over a read-only report, each with caps on memory, instructions, matcher steps and time. What a rule
 * may call is in bind_*.c; docs/rules.md is the reference. Used by tally-inspect. */
#pragma once

#include "../report/report.h"

#include <jansson.h>

struct lua_host;

struct lua_limits {
    size_t memory;              /* bytes that one rule may add to the state */
    unsigned long instructions; /* of one rule on one report */
    unsigned long match_steps;  /* of all its find, match, gmatch, gsub on one report */
};

/* What came of a rule on a report: "no finding" must be told from "not looked at". */
enum rule_state { RULE_CHECKED, RULE_NOT_APPLICABLE, RULE_SHORT_OF_DATA, RULE_FAILED };

/* Finds every *.lua under the folders (lib/ and *.test left out), compiles and checks them. `settings` is the "rule" object
 * of the setup message. 0 or a negative errno; `error` has file, line and cause of the first bad one. */
int lua_host_new(const char *const *folders, const json_t *settings, const char *language, const struct lua_limits *limits,
                 struct lua_host **ret, char *error, size_t size);
void lua_host_free(struct lua_host *host);
/* The ruleset's hash (SHA-256, hex) over every rule's text, settings, and lib/; and the list for the ready message. */
const char *lua_host_ruleset(const struct lua_host *host);
json_t *lua_host_rules(const struct lua_host *host);

/* Receives findings and rule failures as they come, in the form of the answer (daemon/wire/answer.h). */
typedef void lua_emit_fn(void *context, json_t *message);

/* Runs all enabled rules. Adds to `ret_states` an object per rule {id, state}. */
void lua_host_run(struct lua_host *host, const struct report *report, lua_emit_fn *emit, void *context, json_t *ret_states);
