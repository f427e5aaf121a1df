#include "bind.h"

#include "lua_env.h"
#include "lua_raise.h"

#include <stdlib.h>

/* A userdata holds the decimal's bytes: Lua aligns to 8, a 128-bit integer wants 16. */
struct boxed {
    unsigned char bytes[sizeof(struct decimal)];
};

#define SCALE_MAX 12 /* digits that a rule may ask for */

void bind_push_decimal(lua_State *L, struct decimal d)
{
    struct boxed *box = lua_newuserdatauv(L, sizeof *box, 0);
    memcpy(box->bytes, &d, sizeof d);
    lua_rawgeti(L, LUA_REGISTRYINDEX, lua_host_of(L)->decimals);
    lua_setmetatable(L, -2);
}

static bool unbox(lua_State *L, int index, struct decimal *ret)
{
    const struct boxed *box = lua_touserdata(L, index);
    if (!box || lua_islightuserdata(L, index) || !lua_getmetatable(L, index))
        return false;
    lua_rawgeti(L, LUA_REGISTRYINDEX, lua_host_of(L)->decimals);
    bool ours = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    if (ours)
        memcpy(ret, box->bytes, sizeof *ret);
    return ours;
}

bool bind_to_decimal(lua_State *L, int index, struct decimal *ret)
{
    struct slice text;
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        if (!lua_isinteger(L, index))
            return false;
        *ret = decimal_int(lua_tointeger(L, index));
        return true;
    case LUA_TSTRING:
        text.at = lua_tolstring(L, index, &text.len);
        return decimal_parse(text, ret);
    default:
        return unbox(L, index, ret);
    }
}

static struct decimal check(lua_State *L, int index)
{
    struct decimal d = {0};
    if (!bind_to_decimal(L, index, &d))
        luaL_argerror(L, index, "not a decimal; give \"1.5\", an integer or a decimal, no float");
    return d;
}

static int result(lua_State *L, bool fine, struct decimal d)
{
    if (!fine)
        lua_raise(L, "a decimal overflows, or a division is by zero");
    bind_push_decimal(L, d);
    return 1;
}

static int decimal_new(lua_State *L)
{
    bind_push_decimal(L, check(L, 1));
    return 1;
}

static int arithmetic(lua_State *L, bool (*operation)(struct decimal, struct decimal, struct decimal *))
{
    struct decimal d = {0};
    bool fine = operation(check(L, 1), check(L, 2), &d);
    return result(L, fine, d);
}

static int add(lua_State *L)
{
    return arithmetic(L, decimal_add);
}

static int subtract(lua_State *L)
{
    return arithmetic(L, decimal_sub);
}

static int multiply(lua_State *L)
{
    return arithmetic(L, decimal_mul);
}

static int no_division(lua_State *L)
{
    lua_raise(L, "decimals have no /; use a:div(b, scale), which says how many decimals the quotient gets");
}

static int negate(lua_State *L)
{
    return result(L, true, decimal_negate(check(L, 1)));
}

static int absolute(lua_State *L)
{
    return result(L, true, decimal_abs(check(L, 1)));
}

static int check_scale(lua_State *L, int index)
{
    lua_Integer scale = luaL_checkinteger(L, index);
    luaL_argcheck(L, scale >= 0 && scale <= SCALE_MAX, index, "0 to 12 decimals");
    return (int)scale;
}

static int divide(lua_State *L)
{
    struct decimal d = {0};
    bool fine = decimal_div(check(L, 1), check(L, 2), check_scale(L, 3), &d);
    return result(L, fine, d);
}

static int round_off(lua_State *L)
{
    struct decimal d = {0};
    bool fine = decimal_round(check(L, 1), check_scale(L, 2), &d);
    return result(L, fine, d);
}

static int number(lua_State *L)
{
    char text[DECIMAL_TEXT_SIZE];
    decimal_format(check(L, 1), text);
    lua_pushnumber(L, strtod(text, NULL));
    return 1;
}

static int text(lua_State *L)
{
    char buffer[DECIMAL_TEXT_SIZE];
    size_t length = decimal_format(check(L, 1), buffer);
    lua_pushlstring(L, buffer, length);
    return 1;
}

static int equal(lua_State *L)
{
    lua_pushboolean(L, decimal_cmp(check(L, 1), check(L, 2)) == 0);
    return 1;
}

static int less(lua_State *L)
{
    lua_pushboolean(L, decimal_cmp(check(L, 1), check(L, 2)) < 0);
    return 1;
}

static int less_or_equal(lua_State *L)
{
    lua_pushboolean(L, decimal_cmp(check(L, 1), check(L, 2)) <= 0);
    return 1;
}

void bind_decimal_open(lua_State *L)
{
    static const luaL_Reg events[] = {
        {"__add", add},       {"__sub", subtract}, {"__mul", multiply}, {"__div", no_division},
        {"__unm", negate},    {"__eq", equal},     {"__lt", less},      {"__le", less_or_equal},
        {"__tostring", text}, {NULL, NULL},
    };
    static const luaL_Reg methods[] = {
        {"abs", absolute}, {"div", divide}, {"number", number}, {"round", round_off}, {NULL, NULL},
    };
    lua_newtable(L);
    luaL_setfuncs(L, events, 0);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "decimal");
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_host_of(L)->decimals = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushcfunction(L, decimal_new);
    lua_env_share(L, "decimal");
}
