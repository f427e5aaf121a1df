#include "lua_host_priv.h"

#include "bind.h"
#include "finding.h"
#include "lua_env.h"
#include "lua_raise.h"

#include "../base/mem.h"
#include "../base/nearest.h"
#include "../base/must.h"
#include "../wire/answer.h"
#include "../wire/json_line.h"

#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>

/* Garbage of one rule is left lying unless there is more than this: the process ends with the document. */
#define GARBAGE_MAX (4u << 20)
/* Characters of a failed rule's message with its traceback. */
#define FAILURE_MAX 2000

static const char *const state_texts[] = {
    [RULE_CHECKED] = "checked",
    [RULE_NOT_APPLICABLE] = "not_applicable",
    [RULE_SHORT_OF_DATA] = "short_of_data",
    [RULE_FAILED] = "failed",
};

/* [] -> [what the file returns], run with its own globals; raises what went wrong. The globals' table is at
 * `env`. */
static void run_source(lua_State *L, const struct lua_source *source, int env)
{
    const char *name = lua_pushfstring(L, "@%s", source->display);
    if (source->length && source->text[0] == LUA_SIGNATURE[0])
        luaL_error(L, "%s: compiled Lua is not loaded; give its source", source->display);
    if (luaL_loadbufferx(L, source->text, source->length, name, "t") != LUA_OK)
        lua_error(L);
    lua_pushvalue(L, env);
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 1);
    lua_remove(L, -2);
}

/* A library's text with the globals of the rule that requires it for an argument, so that it is compiled once for all
 * of them. */
struct reading {
    const struct lua_source *source;
    unsigned piece;
};

static const char *next_piece(lua_State *L, void *context, size_t *ret_size)
{
    static const char head[] = "local _ENV = ...; ";
    struct reading *r = context;
    (void)L;
    *ret_size = r->piece == 0 ? sizeof head - 1 : r->piece == 1 ? r->source->length : 0;
    return r->piece++ == 0 ? head : r->source->text;
}

/* [] -> [the library's function]; kept in the registry under the address of its source */
static void push_library(lua_State *L, const struct lua_source *source)
{
    struct reading reading = {.source = source};
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, source) == LUA_TFUNCTION)
        return;
    lua_pop(L, 1);
    if (lua_load(L, next_piece, &reading, lua_pushfstring(L, "@%s", source->display), "t") != LUA_OK)
        lua_error(L);
    lua_remove(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, source);
}

/* require "x" of one rule: upvalues are its globals and what it has loaded already. */
static int require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    const struct lua_source *library = lua_sources_library(&lua_host_of(L)->sources, name);
    if (!library)
        lua_raise(L, "there is no rules/lib/%s.lua to require", name);
    if (lua_getfield(L, lua_upvalueindex(2), name) == LUA_TBOOLEAN)
        lua_raise(L, "rules/lib/%s.lua requires itself", name);
    if (!lua_isnil(L, -1))
        return 1;
    lua_pushboolean(L, 1);
    lua_setfield(L, lua_upvalueindex(2), name);
    lua_pop(L, 1);
    push_library(L, library);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_call(L, 1, 1);
    if (!lua_istable(L, -1))
        lua_raise(L, "%s must return a table", library->display);
    lua_pushvalue(L, -1);
    lua_setfield(L, lua_upvalueindex(2), name);
    return 1;
}

/* [] -> [globals of a new rule] */
static void push_globals(lua_State *L)
{
    lua_env_push(L);
    lua_pushvalue(L, -1);
    lua_newtable(L);
    lua_pushcclosure(L, require, 2);
    lua_setfield(L, -2, "require");
}

static int load_file(lua_State *L)
{
    struct lua_rule *rule = lua_touserdata(L, 1);
    push_globals(L);
    run_source(L, rule->source, lua_gettop(L));
    return 1;
}

static int take_rule(lua_State *L)
{
    struct lua_rule *rule = lua_touserdata(L, 1);
    const json_t *settings = lua_touserdata(L, 2);
    lua_remove(L, 2);
    lua_remove(L, 1);
    lua_rule_take(L, rule, settings);
    return 0;
}

static int open_state(lua_State *L)
{
    lua_env_open(L);
    bind_open(L);
    return 0;
}

/* The first line of the message on top of the stack. */
static int failure(lua_State *L, char *error, size_t size)
{
    const char *message = lua_tostring(L, -1);
    struct slice rest = slice_of(message ? message : "out of memory");
    struct slice line = slice_cut(&rest, S("\n"));
    snprintf(error, size, SLICE_FMT, SLICE_ARG(line));
    lua_settop(L, 0);
    return -EINVAL;
}

static int load_rule(struct lua_host *host, struct lua_rule *rule, const json_t *settings, char *error,
                     size_t size)
{
    lua_State *L = host->L;
    enum lua_spent spent;
    lua_pushcfunction(L, load_file);
    lua_pushlightuserdata(L, rule);
    if (lua_budget_call(L, 1, 1, &spent) != LUA_OK)
        return failure(L, error, size);
    lua_pushcfunction(L, take_rule);
    lua_insert(L, 1);
    lua_pushlightuserdata(L, rule);
    lua_insert(L, 2);
    lua_pushlightuserdata(L, (void *)settings);
    lua_insert(L, 3);
    return lua_pcall(L, 3, 0, 0) == LUA_OK ? 0 : failure(L, error, size);
}

static const struct lua_rule *find_rule(const struct lua_host *host, const char *id)
{
    for (size_t i = 0; i < host->n_rules; i++)
        if (strcmp(host->rules[i].source->id, id) == 0)
            return &host->rules[i];
    return NULL;
}

static int check_settings(const struct lua_host *host, const json_t *settings, char *error, size_t size)
{
    const char *id;
    json_t *value;
    json_object_foreach((json_t *)settings, id, value)
    {
        struct nearest nearest;
        char hint[NEAREST_HINT_SIZE];
        if (find_rule(host, id))
            continue;
        nearest_init(&nearest, slice_of(id));
        for (size_t i = 0; i < host->n_rules; i++)
            nearest_offer(&nearest, slice_of(host->rules[i].source->id));
        snprintf(error, size, "[rule %s]: there is no such rule%s", id,
                 nearest_hint(&nearest, "; tallyctl rules lists them", hint));
        return -EINVAL;
    }
    return 0;
}

static int load_rules(struct lua_host *host, const json_t *settings, char *error, size_t size)
{
    host->rules = mem_calloc(host->sources.n, sizeof *host->rules);
    if (!host->rules)
        return -ENOMEM;
    if (host->sources.n > ANSWER_RULES_MAX) {
        snprintf(error, size, "more than %u rules", ANSWER_RULES_MAX);
        return -E2BIG;
    }
    for (size_t i = 0; i < host->sources.n; i++)
        if (!host->sources.items[i].library)
            host->rules[host->n_rules++] =
                (struct lua_rule){.source = &host->sources.items[i], .dial = host->dial};
    int failed = check_settings(host, settings, error, size);
    for (size_t i = 0, rule = 0; !failed && i < host->sources.n; i++) {
        struct lua_source *source = &host->sources.items[i];
        if (source->library)
            continue;
        failed = load_rule(host, &host->rules[rule++], json_object_get(settings, source->id), error, size);
        lua_source_forget(source);
    }
    return failed;
}

static void hash_ruleset(struct lua_host *host, const struct lua_host_options *options)
{
    const json_t *settings = options->settings;
    const char dial[] = {(char)('0' + options->strictness)};
    struct hash hash;
    char *text = settings ? json_dumps(settings, JSON_SORT_KEYS | JSON_COMPACT) : NULL;
    hash_init(&hash);
    for (size_t i = 0; i < host->sources.n; i++) {
        const struct lua_source *source = &host->sources.items[i];
        hash_field(&hash, source->library ? S("lib") : S("rule"));
        hash_field(&hash, slice_of(source->id));
        hash_field(&hash, (struct slice){source->text, source->length});
    }
    hash_field(&hash, slice_of(text));
    hash_field(&hash, (struct slice){dial, sizeof dial});
    hash_hex(&hash, host->ruleset);
    mem_free(text);
}

static int open_host(struct lua_host *host, const struct lua_host_options *options, char *error, size_t size)
{
    host->english = strcmp(options->language, "en") == 0;
    host->dial = strictness_of(options->strictness);
    host->L = lua_budget_state(&host->budget, &options->limits);
    if (!host->L)
        return -ENOMEM;
    lua_budget_open_timer(&host->budget);
    lua_gc(host->L, LUA_GCSTOP);
    lua_pushcfunction(host->L, open_state);
    if (lua_pcall(host->L, 0, 0, 0) != LUA_OK)
        return failure(host->L, error, size);
    int failed = lua_sources_read(options->folders, &host->sources, error, size);
    if (failed)
        return failed;
    hash_ruleset(host, options);
    return load_rules(host, options->settings, error, size);
}

int lua_host_new(const struct lua_host_options *options, struct lua_host **ret, char *error, size_t size)
{
    struct lua_host *host = mem_calloc(1, sizeof *host);
    snprintf(error, size, "out of memory");
    if (!host)
        return -ENOMEM;
    int failed = open_host(host, options, error, size);
    lua_budget_close_timer(&host->budget);
    if (failed) {
        lua_host_free(host);
        return failed;
    }
    lua_gc(host->L, LUA_GCCOLLECT);
    *ret = host;
    return 0;
}

void lua_host_free(struct lua_host *host)
{
    if (!host)
        return;
    if (host->L)
        lua_close(host->L);
    for (size_t i = 0; i < host->n_rules; i++)
        lua_rule_done(&host->rules[i]);
    mem_free(host->rules);
    lua_sources_done(&host->sources);
    mem_free(host);
}

const char *lua_host_ruleset(const struct lua_host *host)
{
    return host->ruleset;
}

json_t *lua_host_rules(const struct lua_host *host)
{
    json_t *list = json_array();
    for (size_t i = 0; i < host->n_rules; i++)
        json_array_append(list, host->rules[i].info);
    return list;
}

static int call_check(lua_State *L)
{
    const struct lua_rule *rule = lua_touserdata(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, rule->check);
    bind_report_push(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, rule->params);
    lua_call(L, 2, 0);
    return 0;
}

static void report_failure(struct lua_host *host, enum lua_spent spent)
{
    const char *message = lua_tostring(host->L, -1);
    json_t *event = json_object();
    json_object_set_new(event, "type", json_string("rule"));
    json_object_set_new(event, "rule", json_string(host->rule->source->id));
    json_object_set_new(event, "failure", json_string(lua_spent_text(spent)));
    json_object_set_new(event, "message", finding_text(slice_of(message ? message : "?"), FAILURE_MAX));
    struct json_line line = {0};
    json_line_value(&line, event);
    host->run->emit(host->run->context, (struct slice){line.at, line.failed ? 0 : line.length});
    mem_free(line.at);
    json_decref(event);
    host->state = RULE_FAILED;
}

/* The words are ASCII: jansson need not check them. */
static void add_state(const struct lua_host *host)
{
    json_t *state = json_object();
    json_object_set_new_nocheck(state, "id", json_string_nocheck(host->rule->source->id));
    json_object_set_new_nocheck(state, "state", json_string_nocheck(state_texts[host->state]));
    json_array_append_new(host->run->states, state);
}

static void run_rule(struct lua_host *host, const struct lua_rule *rule)
{
    lua_State *L = host->L;
    enum lua_spent spent;
    size_t before = host->budget.used;
    host->rule = rule;
    host->state = RULE_CHECKED;
    lua_pushcfunction(L, call_check);
    lua_pushlightuserdata(L, (void *)rule);
    if (lua_budget_call(L, 1, 0, &spent) != LUA_OK)
        report_failure(host, spent);
    add_state(host);
    lua_settop(L, 0);
    if (host->budget.used > before + GARBAGE_MAX)
        lua_gc(L, LUA_GCCOLLECT);
}

void lua_host_run(struct lua_host *host, struct lua_host_run *run)
{
    must(run->report && run->emit && json_is_array(run->states));
    run->findings = run->dropped = run->withheld = run->evidence = 0;
    run->bytes = 0;
    host->run = run;
    host->signatures = NULL;
    host->identifiers = NULL;
    host->blocks = NULL;
    if (host->generation++ > 0) /* a child runs once: it need not touch the pages */
        memset(host->fingerprints, 0, sizeof host->fingerprints);
    lua_budget_open_timer(&host->budget);
    for (size_t i = 0; i < host->n_rules; i++) {
        const struct lua_rule *rule = &host->rules[i];
        if (run->only ? strcmp(run->only, rule->source->id) == 0 : rule->enabled)
            run_rule(host, rule);
    }
    lua_budget_close_timer(&host->budget);
    host->run = NULL;
}
