#include "lua_rule.h"

#include "lua_raise.h"

#include <lauxlib.h>
#include <string.h>

/* A key of a rule's table. */
struct key {
    const char *name;
    int type;
    bool required;
};

static const struct key keys[] = {
    {"id", LUA_TSTRING, true},       {"title", LUA_TTABLE, true},    {"severity", LUA_TSTRING, true},
    {"maturity", LUA_TSTRING, true}, {"version", LUA_TSTRING, true}, {"basis", LUA_TSTRING, false},
    {"params", LUA_TTABLE, false},   {"check", LUA_TFUNCTION, true},
};

static const char *const levels[] = {
    [RULE_NOTICE] = "notice", [RULE_WARNING] = "warning", [RULE_ERROR] = "error"};

static const char *const maturities[] = {"stable", "experimental", "deprecated"};

static const char *const languages[] = {"zh", "en"};

/* Bytes of one text of a rule: the list of rules goes in one message. */
#define TEXT_MAX 1000

#define VERSION_MAX 32

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *rule_level_text(enum rule_level level)
{
    return levels[level];
}

bool rule_level_parse(const char *text, enum rule_level *ret)
{
    for (unsigned i = 0; text && i < COUNT(levels); i++) {
        if (strcmp(levels[i], text) == 0) {
            *ret = (enum rule_level)i;
            return true;
        }
    }
    return false;
}

/* file:line: what is wrong at `key`. */
static void refuse(lua_State *L, const struct lua_rule *rule, const char *key, const char *what)
{
    lua_raise(L, "%s:%d: %s", rule->source->display, (int)lua_source_line(rule->source, key), what);
}

static const struct key *find_key(const char *name)
{
    for (size_t i = 0; name && i < COUNT(keys); i++)
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

/* [rule] */
static void check_keys(lua_State *L, const struct lua_rule *rule)
{
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
        const struct key *key = find_key(name);
        if (!key)
            refuse(
                L, rule, name ? name : "return",
                lua_pushfstring(
                    L,
                    "unknown key %s; a rule has id, title, severity, maturity, version, basis, params, check",
                    name ? name : "that is no word"));
        if (lua_type(L, -1) != key->type)
            refuse(L, rule, name, lua_pushfstring(L, "%s must be a %s", name, lua_typename(L, key->type)));
    }
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (lua_getfield(L, -1, keys[i].name) == LUA_TNIL && keys[i].required)
            refuse(L, rule, "return", lua_pushfstring(L, "%s is missing", keys[i].name));
        lua_pop(L, 1);
    }
}

static void set_string(lua_State *L, json_t *object, const char *key, int index)
{
    if (lua_rawlen(L, index) > TEXT_MAX)
        lua_raise(L, "%s is longer than %d bytes", key, TEXT_MAX);
    if (json_object_set_new(object, key, json_string(lua_tostring(L, index))) != 0)
        lua_raise(L, "%s is not valid UTF-8", key);
}

/* [rule]; copies its texts */
static void take_texts(lua_State *L, struct lua_rule *rule)
{
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (keys[i].type == LUA_TSTRING && lua_getfield(L, -1, keys[i].name) == LUA_TSTRING)
            set_string(L, rule->info, keys[i].name, -1);
        lua_settop(L, 1);
    }
    if (strlen(lua_rule_text(rule, "version")) > VERSION_MAX)
        refuse(L, rule, "version", "version is too long");
    if (strcmp(lua_rule_text(rule, "id"), rule->source->id) != 0)
        refuse(L, rule, "id",
               lua_pushfstring(L, "id must be \"%s\", as the file's place says", rule->source->id));
}

static void take_title(lua_State *L, struct lua_rule *rule)
{
    json_t *title = json_object();
    json_object_set_new(rule->info, "title", title);
    lua_getfield(L, 1, "title");
    for (size_t i = 0; i < COUNT(languages); i++) {
        if (lua_getfield(L, -1, languages[i]) != LUA_TSTRING)
            refuse(L, rule, "title", "title must have zh and en, both strings");
        set_string(L, title, languages[i], -1);
        lua_pop(L, 1);
    }
    lua_settop(L, 1);
}

static void check_one_of(lua_State *L, const struct lua_rule *rule, const char *key, const char *const *words,
                         size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], lua_rule_text(rule, key)) == 0)
            return;
    refuse(L, rule, key, lua_pushfstring(L, "%s must be %s, %s or %s", key, words[0], words[1], words[2]));
}

/* params of the file, all strings */
static void take_params(lua_State *L, struct lua_rule *rule)
{
    json_t *params = json_object();
    json_object_set_new(rule->info, "params", params);
    if (lua_getfield(L, 1, "params") == LUA_TTABLE) {
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            if (lua_type(L, -1) != LUA_TSTRING || lua_type(L, -2) != LUA_TSTRING)
                refuse(L, rule, "params", "params must be strings by name; a number too stands in quotes");
            set_string(L, params, lua_tostring(L, -2), -1);
        }
    }
    lua_settop(L, 1);
}

static void setting_refused(lua_State *L, const struct lua_rule *rule, const char *key, const char *what)
{
    lua_raise(L, "[rule %s] %s: %s", rule->source->id, key, what);
}

static void set_severity(lua_State *L, struct lua_rule *rule, const json_t *value)
{
    if (!rule_level_parse(json_string_value(value), &rule->severity))
        setting_refused(L, rule, "severity", "must be error, warning or notice");
    rule->severity_set = true;
    json_object_set_new(rule->info, "severity", json_string(levels[rule->severity]));
}

static void set_enabled(lua_State *L, struct lua_rule *rule, const json_t *value)
{
    if (!json_is_boolean(value))
        setting_refused(L, rule, "enabled", "must be true or false");
    rule->enabled = json_is_true(value);
}

/* "the rule has no such parameter; it has limit share" */
static const char *no_such_parameter(lua_State *L, json_t *params)
{
    const char *name;
    json_t *value;
    luaL_Buffer list;
    luaL_buffinit(L, &list);
    luaL_addstring(&list, "the rule has no such parameter; it has");
    json_object_foreach(params, name, value)
    {
        luaL_addchar(&list, ' ');
        luaL_addstring(&list, name);
    }
    luaL_addstring(&list, json_object_size(params) ? "" : " none");
    luaL_pushresult(&list);
    return lua_tostring(L, -1);
}

static void set_params(lua_State *L, struct lua_rule *rule, const json_t *value)
{
    json_t *params = json_object_get(rule->info, "params"), *given;
    const char *name;
    if (!json_is_object(value))
        setting_refused(L, rule, "params", "must be an object");
    json_object_foreach((json_t *)value, name, given)
    {
        if (!json_object_get(params, name))
            setting_refused(L, rule, name, no_such_parameter(L, params));
        if (!json_is_string(given))
            setting_refused(L, rule, name, "must be a string");
        json_object_set(params, name, given);
    }
}

/* What an administrator can set. */
static const struct {
    const char *name;
    void (*set)(lua_State *L, struct lua_rule *rule, const json_t *value);
} settings_known[] = {{"enabled", set_enabled}, {"severity", set_severity}, {"params", set_params}};

static void apply(lua_State *L, struct lua_rule *rule, const char *name, const json_t *value)
{
    for (size_t i = 0; i < COUNT(settings_known); i++) {
        if (strcmp(settings_known[i].name, name) == 0) {
            settings_known[i].set(L, rule, value);
            return;
        }
    }
    setting_refused(L, rule, name, "unknown; a rule has enabled, severity and params");
}

/* Registry references to the function and to the parameters as they now stand. */
static void keep(lua_State *L, struct lua_rule *rule)
{
    json_t *params = json_object_get(rule->info, "params"), *value;
    const char *name;
    lua_getfield(L, 1, "check");
    rule->check = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_newtable(L);
    json_object_foreach(params, name, value)
    {
        lua_pushstring(L, json_string_value(value));
        lua_setfield(L, -2, name);
    }
    rule->params = luaL_ref(L, LUA_REGISTRYINDEX);
}

/* Unless the administrator says: stable rules, and at a higher strictness experimental ones. */
static bool runs_by_itself(const struct lua_rule *rule)
{
    const char *maturity = lua_rule_text(rule, "maturity");
    return strcmp(maturity, "stable") == 0 ||
           (strcmp(maturity, "experimental") == 0 && rule->dial->experimental);
}

void lua_rule_take(lua_State *L, struct lua_rule *rule, const json_t *settings)
{
    const char *name;
    json_t *value;
    if (!lua_istable(L, 1))
        refuse(L, rule, "return", "the file must return one table, the rule");
    check_keys(L, rule);
    rule->info = json_object();
    take_texts(L, rule);
    take_title(L, rule);
    check_one_of(L, rule, "severity", levels, COUNT(levels));
    check_one_of(L, rule, "maturity", maturities, COUNT(maturities));
    take_params(L, rule);
    rule_level_parse(lua_rule_text(rule, "severity"), &rule->severity);
    rule->enabled = runs_by_itself(rule);
    json_object_foreach((json_t *)settings, name, value) apply(L, rule, name, value);
    json_object_set_new(rule->info, "file", json_string(rule->source->file));
    json_object_set_new(rule->info, "enabled", json_boolean(rule->enabled));
    keep(L, rule);
    lua_settop(L, 0);
}

void lua_rule_done(struct lua_rule *rule)
{
    json_decref(rule->info);
    rule->info = NULL;
}

const char *lua_rule_text(const struct lua_rule *rule, const char *key)
{
    return json_string_value(json_object_get(rule->info, key));
}

const char *lua_rule_title(const struct lua_rule *rule, bool english)
{
    return json_string_value(json_object_get(json_object_get(rule->info, "title"), english ? "en" : "zh"));
}
