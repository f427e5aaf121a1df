#include "lua_words_priv.h"

#include "lua_budget.h"
#include "lua_env.h"
#include "lua_raise.h"

#include <lauxlib.h>

/* A list is a few dozen words; what is longer is data and belongs into the lexicon. */
#define WORDS_MAX      1000
#define WORD_BYTES_MAX 255

/* The registry's key of their metatable. */
static const char metatable_key = 0;

/* [list] -> [list]; bytes of all its words. Raises where it is no list of words. */
static size_t check_words(lua_State *L, lua_Integer n)
{
    size_t bytes = 0, length;
    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_geti(L, 1, i) != LUA_TSTRING)
            lua_raise(L, "wordlist takes an array of strings; item %d is a %s", (int)i, luaL_typename(L, -1));
        lua_tolstring(L, -1, &length);
        if (length == 0 || length > WORD_BYTES_MAX)
            lua_raise(L, "a word has 1 to %d bytes; item %d has %d", WORD_BYTES_MAX, (int)i, (int)length);
        bytes += length;
        lua_pop(L, 1);
    }
    return bytes;
}

static void add(struct lua_words *words, char *text, size_t *at, struct slice word)
{
    struct word *w = &words->words[words->n++];
    bool is_short = word.len < KEY_BYTES;
    uint16_t *first = is_short ? &words->shorts : &words->slots[lua_words_slot(word.at)];
    *w = (struct word){.at = (uint32_t)*at, .length = (uint16_t)word.len, .next = *first};
    *first = words->n;
    words->starts[(unsigned char)word.at[0]] |= is_short ? STARTS_SHORT : STARTS_WORD;
    memcpy(text + *at, word.at, word.len);
    *at += word.len;
}

/* wordlist{ "…", … } */
static int wordlist(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer n = luaL_len(L, 1);
    if (n < 1 || n > WORDS_MAX)
        lua_raise(L, "a wordlist has 1 to %d words", WORDS_MAX);
    size_t bytes = check_words(L, n), at = 0,
           size = sizeof(struct lua_words) + (size_t)n * sizeof(struct word);
    struct lua_words *words = lua_newuserdatauv(L, size + bytes, 0);
    char *text = (char *)words + size;
    memset(words, 0, size);
    words->text = text;
    for (lua_Integer i = 1; i <= n; i++) {
        struct slice word;
        lua_geti(L, 1, i);
        word.at = lua_tolstring(L, -1, &word.len);
        add(words, text, &at, word);
        lua_pop(L, 1);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_setmetatable(L, -2);
    return 1;
}

const struct lua_words *lua_words_at(lua_State *L, int index)
{
    const struct lua_words *words = lua_touserdata(L, index);
    if (!words || !lua_getmetatable(L, index))
        return NULL;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    bool ours = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return ours ? words : NULL;
}

size_t lua_words_count(const struct lua_words *words)
{
    return words->n;
}

struct slice lua_words_item(const struct lua_words *words, size_t i)
{
    const struct word *w = &words->words[i];
    return (struct slice){words->text + w->at, w->length};
}

/* lua_words_find at the cost of the rule. */
static bool find_at(lua_State *L, const struct lua_words *words, struct slice text, size_t from,
                    struct slice *ret)
{
    enum lua_match_result result = lua_words_find(words, text, from, &lua_budget_of(L)->match_steps, ret);
    if (result == LUA_MATCH_SPENT)
        lua_budget_stop(L, LUA_SPENT_MATCHER);
    return result == LUA_MATCH_YES;
}

bool lua_words_has(lua_State *L, const struct lua_words *words, struct slice text)
{
    struct slice word;
    return find_at(L, words, text, 0, &word);
}

static const struct lua_words *check(lua_State *L)
{
    const struct lua_words *words = lua_words_at(L, 1);
    if (!words)
        luaL_typeerror(L, 1, "wordlist");
    return words;
}

/* From byte `from` of the text at argument 2, which it gives. */
static bool find(lua_State *L, size_t from, struct slice *ret_text, struct slice *ret)
{
    ret_text->at = luaL_checklstring(L, 2, &ret_text->len);
    return find_at(L, check(L), *ret_text, from, ret);
}

/* list:has(text) */
static int has(lua_State *L)
{
    struct slice text, word;
    lua_pushboolean(L, find(L, 0, &text, &word));
    return 1;
}

/* list:find(text [, init]): first and last byte of the first word, and the word; nil where there is none */
static int find_first(lua_State *L)
{
    struct slice text, word;
    lua_Integer init = luaL_optinteger(L, 3, 1);
    luaL_argcheck(L, init >= 1, 3, "an offset from 1 on");
    luaL_checklstring(L, 2, &text.len);
    if ((size_t)init > text.len || !find(L, (size_t)init - 1, &text, &word)) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, word.at - text.at + 1);
    lua_pushinteger(L, word.at - text.at + (lua_Integer)word.len);
    lua_pushlstring(L, word.at, word.len);
    return 3;
}

/* list:remove(text): the text without its words */
static int without(lua_State *L)
{
    struct slice text, word;
    size_t from = 0;
    luaL_Buffer rest;
    if (!find(L, 0, &text, &word)) {
        lua_settop(L, 2);
        return 1;
    }
    luaL_buffinit(L, &rest);
    do {
        size_t at = (size_t)(word.at - text.at);
        luaL_addlstring(&rest, text.at + from, at - from);
        from = at + word.len;
    } while (find(L, from, &text, &word));
    luaL_addlstring(&rest, text.at + from, text.len - from);
    luaL_pushresult(&rest);
    return 1;
}

void lua_words_open(lua_State *L)
{
    static const luaL_Reg methods[] = {{"find", find_first}, {"has", has}, {"remove", without}, {NULL, NULL}};
    lua_newtable(L);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "wordlist");
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_pushcfunction(L, wordlist);
    lua_env_share(L, "wordlist");
}
