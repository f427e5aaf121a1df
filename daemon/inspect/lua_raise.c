#include "lua_raise.h"

#include <lauxlib.h>
#include <stdarg.h>

_Noreturn void lua_raise(lua_State *L, const char *format, ...)
{
    va_list arguments;
    luaL_where(L, 1);
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_concat(L, 2);
    lua_error(L);
    __builtin_unreachable();
}
