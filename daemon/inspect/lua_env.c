#include "lua_env.h"

#include "lua_budget.h"
#include "lua_raise.h"

#include <lauxlib.h>
#include <lualib.h>

/* A library of Lua's, what of it is let through, and what replaces some of that. */
struct library {
    const char *name;
    lua_CFunction open;
    const char *const *allowed;
    void (*set)(lua_State *L);
};

static const char *const base[] = {"assert", "error",    "ipairs",   "next", "pairs",
                                   "select", "tonumber", "tostring", "type", NULL};

static const char *const in_math[] = {"abs", "ceil", "exp",        "floor", "fmod", "huge",
                                      "log", "max",  "maxinteger", "min",   "modf", "mininteger",
                                      "pi",  "sqrt", "tointeger",  "type",  "ult",  NULL};

static const char *const in_string[] = {"byte",    "char", "format", "len", "lower",
                                        "reverse", "sub",  "upper",  NULL};

static const char *const in_table[] = {"pack", NULL};

static const char *const in_utf8[] = {"char", "charpattern", "codepoint", "codes", "len", "offset", NULL};

static const struct library libraries[] = {
    {"math", luaopen_math, in_math, NULL},
    {"string", luaopen_string, in_string, lua_string_set},
    {"table", luaopen_table, in_table, lua_table_set},
    {"utf8", luaopen_utf8, in_utf8, NULL},
};

/* Its address is the registry's key of the table of what all rules see. */
static const char shared_key = 0;

static int refuse_write(lua_State *L)
{
    lua_raise(L, "this table is shared by all rules and cannot be changed");
}

/* [from, to] -> [to]; to[name] = from[name] for every name */
static void take(lua_State *L, const char *const *names)
{
    for (; *names; names++) {
        lua_getfield(L, -2, *names);
        lua_setfield(L, -2, *names);
    }
    lua_remove(L, -2);
}

/* [table] -> [proxy]: an empty table through which it can be read */
static void protect(lua_State *L)
{
    lua_newtable(L);
    lua_createtable(L, 0, 3);
    lua_rotate(L, -3, -1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

/* [string library] -> [string library]; methods of strings come from it */
static void set_string_methods(lua_State *L)
{
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

/* [] -> [library as rules may use it] */
static void open_library(lua_State *L, const struct library *library)
{
    luaL_requiref(L, library->name, library->open, 0);
    lua_newtable(L);
    take(L, library->allowed);
    if (library->set)
        library->set(L);
    if (library->set == lua_string_set)
        set_string_methods(L);
}

/* The state's own tables of globals and loaded libraries would be a way around the list. */
static void forget_globals(lua_State *L)
{
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}

void lua_env_open(lua_State *L)
{
    luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
    lua_newtable(L);
    take(L, base);
    lua_pushcfunction(L, lua_budget_pcall);
    lua_setfield(L, -2, "pcall");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &shared_key);
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        open_library(L, &libraries[i]);
        protect(L);
        lua_env_share(L, libraries[i].name);
    }
    forget_globals(L);
}

void lua_env_share(lua_State *L, const char *name)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &shared_key);
    lua_insert(L, -2);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

void lua_env_push(lua_State *L)
{
    lua_newtable(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &shared_key);
    for (lua_pushnil(L); lua_next(L, -2);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -5);
    }
    lua_pop(L, 1);
}
