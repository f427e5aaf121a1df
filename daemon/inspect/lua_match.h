/* Lua 5.4 patterns (reference manual, section 6.4.1) under a step budget: whatever the pattern and the text,
 * matching stops when the budget is spent. A pattern is compiled to a row of items first; as quantifiers hold
 * for single characters only, a match is a walk along that row, each quantified item remembers the one choice
 * it can still change, and neither recursion nor a stack that grows is needed. Faults of a pattern are found
 * when it is compiled, even those that a match would not come to. Used by tally-inspect. */
#pragma once

#include "../base/slice.h"

#include <stdint.h>

#define LUA_MATCH_CAPTURES 32

/* One item of a compiled pattern; lua_match.c's own. */
struct lua_match_item {
    uint8_t kind, quantifier;
    uint8_t a, b;   /* a character; the two of %b; a capture's index */
    int32_t choice; /* the nearest quantified item before this one, or -1 */
    size_t low, at; /* while matching: how far this item can still give back, and where it ends now */
    uint32_t set[256 / 32];
};

struct lua_pattern {
    struct lua_match_item *items;
    uint32_t n;
    uint32_t captures;
    bool anchored;
};

struct lua_capture {
    size_t at, len;
    bool position; /* (): only `at` counts */
};

struct lua_match {
    size_t from, to;
    uint32_t n;
    struct lua_capture captures[LUA_MATCH_CAPTURES];
};

enum lua_match_result { LUA_MATCH_NO, LUA_MATCH_YES, LUA_MATCH_SPENT };

/* `items` has room for pattern.len of them. NULL, or what is wrong with the pattern. `anchor`: a ^ in front
 * holds the match to where it begins (not so in gmatch). */
const char *lua_pattern_compile(struct slice pattern, bool anchor, struct lua_match_item *items,
                                struct lua_pattern *ret);
/* Takes what it used from `steps`; one step is about one character looked at. */
enum lua_match_result lua_match_at(const struct lua_pattern *pattern, struct slice text, size_t at,
                                   unsigned long *steps, struct lua_match *ret);
/* The first match that begins at `from` or later; at `from` only, when the pattern is anchored. */
enum lua_match_result lua_match_find(const struct lua_pattern *pattern, struct slice text, size_t from,
                                     unsigned long *steps, struct lua_match *ret);
/* Whether no character of it is special, so that it can be searched for as it stands. */
bool lua_pattern_plain(struct slice pattern);
enum lua_match_result lua_match_plain(struct slice needle, struct slice text, size_t from,
                                      unsigned long *steps, struct lua_match *ret);
