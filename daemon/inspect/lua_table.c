#include "lua_env.h"

#include "lua_budget.h"

#include <lauxlib.h>

/* A function of Lua's table library and what it costs beyond the call: an upper bound of the items that it
 * touches. */
struct charged {
    const char *name;
    unsigned long (*cost)(lua_State *L);
};

static unsigned long items(lua_State *L)
{
    return lua_istable(L, 1) ? (unsigned long)lua_rawlen(L, 1) : 0;
}

/* Numbers from argument `from` up to argument `to`, which default to 1 and the table's length. */
static unsigned long range(lua_State *L, int from, int to)
{
    lua_Integer first = luaL_optinteger(L, from, 1), last = luaL_optinteger(L, to, (lua_Integer)items(L));
    return last < first ? 0 : (unsigned long)last - (unsigned long)first + 1;
}

/* Appending and taking from the end move nothing. */
static unsigned long cost_insert(lua_State *L)
{
    return lua_gettop(L) <= 2 ? 0 : items(L);
}

static unsigned long cost_remove(lua_State *L)
{
    return lua_gettop(L) <= 1 ? 0 : items(L);
}

static unsigned long cost_concat(lua_State *L)
{
    return range(L, 3, 4);
}

static unsigned long cost_move(lua_State *L)
{
    return range(L, 2, 3);
}

static unsigned long cost_unpack(lua_State *L)
{
    return range(L, 2, 3);
}

/* A comparison in C takes about four instructions' time; n log2 n of them, and the worst of quicksort is
 * stopped by the rule's time. */
static unsigned long cost_sort(lua_State *L)
{
    unsigned long n = items(L), depth = 1;
    while (n >> depth)
        depth++;
    return 4 * n * depth;
}

static const struct charged functions[] = {
    {"concat", cost_concat}, {"insert", cost_insert}, {"move", cost_move},
    {"remove", cost_remove}, {"sort", cost_sort},     {"unpack", cost_unpack},
};

static int call(lua_State *L)
{
    const struct charged *function = lua_touserdata(L, lua_upvalueindex(2));
    lua_budget_charge(L, function->cost(L));
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

void lua_table_set(lua_State *L)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(L, -1, "table");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_getfield(L, -1, functions[i].name);
        lua_pushlightuserdata(L, (void *)&functions[i]);
        lua_pushcclosure(L, call, 2);
        lua_setfield(L, -4, functions[i].name);
    }
    lua_pop(L, 2);
}
