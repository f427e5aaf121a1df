/* One rule: the table that its file returned, checked strictly, with the administrator's settings applied.
 * Used by tally-inspect. */
#pragma once

#include "lua_source.h"
#include "strictness.h"

#include <jansson.h>
#include <lua.h>

struct lua_rule {
    const struct lua_source *source;
    const struct strictness *dial;
    json_t *info; /* as in the ready message; owned */
    enum rule_level severity;
    bool severity_set; /* by the administrator */
    bool enabled;
    int check;  /* registry references of its function */
    int params; /* and of its parameters, a table of strings */
};

const char *rule_level_text(enum rule_level level);
/* False where it is none. */
bool rule_level_parse(const char *text, enum rule_level *ret);

/* Takes the rule's table from the top of the stack; `settings` may be NULL. `rule->source` and `rule->dial` are
 * there. Raises with file, line, cause and cure. */
void lua_rule_take(lua_State *L, struct lua_rule *rule, const json_t *settings);
void lua_rule_done(struct lua_rule *rule);
/* A text of the rule's table: "id", "version"; "title" in a language. */
const char *lua_rule_text(const struct lua_rule *rule, const char *key);
const char *lua_rule_title(const struct lua_rule *rule, bool english);
