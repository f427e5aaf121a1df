/* What the host and the bindings share. */
#pragma once

#include "lua_host.h"
#include "lua_rule.h"

#include "../base/hash.h"

#include <stddef.h>

/* A finding surer than this keeps its level; one that rests on less is a notice. */
#define RULE_CONFIDENCE_MIN 60

/* Findings with the same fingerprint in one report are told apart by a number; a table twice as large as the
 * most findings, so that a place is found at once. */
#define FINGERPRINT_SLOTS 4096

/* The types of objects that rules see (bind.h). */
enum bind_number {
    BIND_REPORT,
    BIND_CLAIM,
    BIND_MEMBER,
    BIND_FACT,
    BIND_COPY,
    BIND_SIDE,
    BIND_TABLE,
    BIND_CELL,
    BIND_SECTION,
    BIND_SENTENCE,
    BIND_MENTION,
    BIND_INDICATOR,
    BIND_PLACE,
    BIND_FLAW,
    BIND_FORM,
    BIND_NUMBERS
};

struct lua_host {
    struct lua_budget budget;
    lua_State *L;
    int metatables[BIND_NUMBERS];           /* of the types, by their references in the registry */
    struct bind_names *names[BIND_NUMBERS]; /* of their fields and methods (bind.c) */
    int decimals;                           /* that of decimals */
    bool english;
    const struct strictness *dial;
    struct lua_sources sources;
    struct lua_rule *rules;
    size_t n_rules;
    char ruleset[HASH_HEX_SIZE];

    /* while it runs */
    struct lua_host_run *run;
    const struct lua_rule *rule;
    enum rule_state state;
    uint32_t generation; /* counts reports: objects of an earlier one are refused */
    /* of the report, made when a rule first asks; NULL before */
    const struct signature *signatures; /* of its sentences */
    const struct mentions *identifiers; /* by enum identifier */
    const struct bind_blocks *blocks;   /* of its claims (bind_claims.c) */
    struct {
        uint64_t key; /* 0: free */
        unsigned n;
    } fingerprints[FINGERPRINT_SLOTS];
};

static inline struct lua_host *lua_host_of(lua_State *L)
{
    return (struct lua_host *)(void *)((char *)lua_budget_of(L) - offsetof(struct lua_host, budget));
}
