/* An error from C to Lua, with the place in the rule: luaL_error, but the compiler knows that it does not
 * return. Used by tally-inspect. */
#pragma once

#include <lua.h>

/* Formats as lua_pushfstring does: %s %d %f %p %c %U %% and no widths. */
_Noreturn void lua_raise(lua_State *L, const char *format, ...);
