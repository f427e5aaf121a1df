/* The environment of rules: an allow list of Lua's functions, nothing else. Every rule gets a table of its own for its
 * globals, the tables of functions in it are shared and read-only: no rule can change what another sees, not even by way
 * of the strings' metatable. Used by tally-inspect. */
#pragma once

#include <lua.h>

/* Once for a state. Raises without memory. */
void lua_env_open(lua_State *L);
/* Adds a function or table that all rules see; takes the value off the stack. */
void lua_env_share(lua_State *L, const char *name);
/* Pushes a fresh table of globals. */
void lua_env_push(lua_State *L);

/* string.find, match, gmatch, gsub, rep under the rule's budget (lua_string.c); the functions of table whose
 * work does not show in instructions, charged by their size (lua_table.c). Each sets them in the table on top
 * of the stack. */
void lua_string_set(lua_State *L);
void lua_table_set(lua_State *L);
