/* Word lists of rules, looked for all at once: `wordlist{ "追加", "调增" }`. One pass over a text finds the first of them,
 * however many they are; a rule makes its lists once, as it is loaded. Used by tally-inspect. */
#pragma once

#include "lua_match.h"

#include <lua.h>

struct lua_words;

/* Once for a state: adds `wordlist` to what rules see. */
void lua_words_open(lua_State *L);
/* The list at `index`, or NULL where something else stands there. */
const struct lua_words *lua_words_at(lua_State *L, int index);
size_t lua_words_count(const struct lua_words *words);
struct slice lua_words_item(const struct lua_words *words, size_t i);
/* The first word at byte `from` or later, the longest of its place. Takes what it used from `steps`, as lua_match_find
 * does. */
enum lua_match_result lua_words_find(const struct lua_words *words, struct slice text, size_t from,
                                     unsigned long *steps, struct slice *ret);
/* Whether a word stands in the text; charges the rule for the search, and stops it where nothing is left. */
bool lua_words_has(lua_State *L, const struct lua_words *words, struct slice text);
