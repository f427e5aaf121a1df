/* The rules' home: one Lua 5.4 state with every rule loaded, each in a fresh environment from an allow list, run one after
 * the other over a read-only report, each with caps on memory, instructions, matcher steps and time. What a rule may call
 * is in bind_*.c; docs/rules.md is the reference.
 *
 *   lua_source   the files                              lua_budget   the caps
 *   lua_rule     one rule, checked                      lua_env      the allow list
 *   bind_*       the report                             lua_match, lua_string, lua_table, lua_words   what is charged
 *
 * To add something that rules can call, start with bind.h. Used by tally-inspect. */
#pragma once

#include "lua_budget.h"
#include "strictness.h"

#include "../report/report.h"

#include <jansson.h>

struct lua_host;

/* What came of a rule on a report: "no finding" must be told from "not looked at". */
enum rule_state { RULE_CHECKED, RULE_NOT_APPLICABLE, RULE_SHORT_OF_DATA, RULE_FAILED };

struct lua_host_options {
    const char *const *folders; /* NULL-terminated */
    const json_t *settings;     /* the "rule" object of the setup message, or NULL */
    const char *language;       /* "zh" or "en" */
    struct lua_limits limits;
    unsigned strictness; /* strictness.h */
};

/* Finds, compiles and checks every rule. 0 or a negative errno; `error` has file, line and cause of the first
 * bad one. */
int lua_host_new(const struct lua_host_options *options, struct lua_host **ret, char *error, size_t size);
void lua_host_free(struct lua_host *host);
/* The ruleset's hash (SHA-256, hex) over every rule's text, settings, and lib/; and the list for the ready
 * message, a new reference. */
const char *lua_host_ruleset(const struct lua_host *host);
json_t *lua_host_rules(const struct lua_host *host);

/* Receives findings and rule failures as they come, as JSON in the form of the answer (daemon/wire/answer.h), there
 * during the call. Empty: there was no memory for it. */
typedef void lua_emit_fn(void *context, struct slice message);

/* Of ANSWER_BYTES_MAX this is the findings' part; failures of rules and the report have the rest. */
#define LUA_HOST_BYTES_MAX (5u << 20)

struct lua_host_run {
    const struct report *report;
    const char *only; /* the one rule to run, even a disabled one; NULL: all enabled ones */
    bool explain;     /* findings come with the reasoning behind them */
    lua_emit_fn *emit;
    void *context;
    /* results */
    json_t *states;             /* array of {id, state}, borrowed from the caller */
    uint32_t findings, dropped; /* dropped: over LIMIT_FINDINGS or the answer's limits */
    uint32_t withheld;          /* by the strictness */
    uint32_t evidence;
    size_t bytes;
};

void lua_host_run(struct lua_host *host, struct lua_host_run *run);
