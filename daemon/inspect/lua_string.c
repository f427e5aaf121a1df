#include "lua_env.h"

#include "lua_budget.h"
#include "lua_match.h"
#include "lua_raise.h"

#include <lauxlib.h>
#include <stdint.h>

/* Patterns of at most this many characters are compiled on the C stack. */
#define SMALL_PATTERN 24

/* Short copies that string.rep makes in the time of one instruction. */
#define COPIES_AN_INSTRUCTION 4

/* A call of find, match, gmatch or gsub: text and compiled pattern. */
struct search {
    lua_State *L;
    struct slice text;
    struct lua_pattern pattern;
    struct lua_match match;
    struct lua_match_item small[SMALL_PATTERN];
};

static struct slice check_slice(lua_State *L, int argument)
{
    struct slice s;
    s.at = luaL_checklstring(L, argument, &s.len);
    return s;
}

/* The items live on the C stack or in a userdata, which is left on the Lua stack when `keep` or when there
 * are many. */
static void compile(struct search *search, struct slice pattern, bool anchor, bool keep)
{
    lua_State *L = search->L;
    struct lua_match_item *items = search->small;
    lua_budget_charge(L, pattern.len);
    if (keep || pattern.len > SMALL_PATTERN)
        items = lua_newuserdatauv(L, (pattern.len + 1) * sizeof *items, 0);
    const char *error = lua_pattern_compile(pattern, anchor, items, &search->pattern);
    if (error)
        lua_raise(L, "%s", error);
}

static bool found(lua_State *L, enum lua_match_result result)
{
    if (result == LUA_MATCH_SPENT)
        lua_budget_stop(L, LUA_SPENT_MATCHER);
    return result == LUA_MATCH_YES;
}

static bool find_from(struct search *search, size_t from)
{
    unsigned long *steps = &lua_budget_of(search->L)->match_steps;
    return found(search->L, lua_match_find(&search->pattern, search->text, from, steps, &search->match));
}

static void push_capture(const struct search *search, uint32_t i)
{
    const struct lua_match *match = &search->match;
    if (i >= match->n) {
        if (i > 0)
            lua_raise(search->L, "invalid capture index %%%d", (int)i + 1);
        lua_pushlstring(search->L, search->text.at + match->from, match->to - match->from);
    } else if (match->captures[i].position) {
        lua_pushinteger(search->L, (lua_Integer)match->captures[i].at + 1);
    } else {
        lua_pushlstring(search->L, search->text.at + match->captures[i].at, match->captures[i].len);
    }
}

/* All captures, or the whole match where there are none and `whole`. */
static int push_captures(const struct search *search, bool whole)
{
    uint32_t n = search->match.n == 0 && whole ? 1 : search->match.n;
    luaL_checkstack(search->L, (int)n, "too many captures");
    for (uint32_t i = 0; i < n; i++)
        push_capture(search, i);
    return (int)n;
}

/* Lua's 1-based position, from the end where negative, as an offset; beyond the end it is SIZE_MAX. */
static size_t start_of(lua_State *L, int argument, size_t length)
{
    lua_Integer at = luaL_optinteger(L, argument, 1);
    if (at > (lua_Integer)length + 1)
        return SIZE_MAX;
    if (at > 0)
        return (size_t)at - 1;
    return at == 0 || at < -(lua_Integer)length ? 0 : length - (size_t)-at;
}

static int push_nothing(lua_State *L)
{
    luaL_pushfail(L);
    return 1;
}

/* Text, no pattern: nearly every find of a rule, so nothing is set up for it. */
static int find_plain(lua_State *L, struct slice text, struct slice needle, size_t from)
{
    struct lua_match match;
    if (!found(L, lua_match_plain(needle, text, from, &lua_budget_of(L)->match_steps, &match)))
        return push_nothing(L);
    lua_pushinteger(L, (lua_Integer)match.from + 1);
    lua_pushinteger(L, (lua_Integer)match.to);
    return 2;
}

static int find_pattern(lua_State *L, struct slice text, struct slice pattern, size_t from)
{
    struct search search;
    search.L = L;
    search.text = text;
    compile(&search, pattern, true, false);
    if (!find_from(&search, from))
        return push_nothing(L);
    lua_pushinteger(L, (lua_Integer)search.match.from + 1);
    lua_pushinteger(L, (lua_Integer)search.match.to);
    return 2 + push_captures(&search, false);
}

static int string_find(lua_State *L)
{
    struct slice text = check_slice(L, 1), pattern = check_slice(L, 2);
    size_t from = start_of(L, 3, text.len);
    if (from == SIZE_MAX)
        return push_nothing(L);
    if (lua_toboolean(L, 4) || lua_pattern_plain(pattern))
        return find_plain(L, text, pattern, from);
    return find_pattern(L, text, pattern, from);
}

static int string_match(lua_State *L)
{
    struct search search;
    search.L = L;
    search.text = check_slice(L, 1);
    struct slice pattern = check_slice(L, 2);
    size_t from = start_of(L, 3, search.text.len);
    if (from == SIZE_MAX)
        return push_nothing(L);
    compile(&search, pattern, true, false);
    return find_from(&search, from) ? push_captures(&search, true) : push_nothing(L);
}

/* What gmatch remembers between calls; the text and the items are upvalues too, so that they stay. */
struct iteration {
    struct search search;
    size_t from, last; /* where the last match ended, SIZE_MAX before the first */
};

static int next_match(lua_State *L)
{
    struct iteration *it = lua_touserdata(L, lua_upvalueindex(2));
    while (it->from <= it->search.text.len && find_from(&it->search, it->from)) {
        bool again = it->search.match.to == it->last;
        it->from = again ? it->search.match.from + 1 : it->search.match.to;
        if (again)
            continue;
        it->last = it->search.match.to;
        return push_captures(&it->search, true);
    }
    it->from = SIZE_MAX;
    return 0;
}

static int string_gmatch(lua_State *L)
{
    struct slice text = check_slice(L, 1), pattern = check_slice(L, 2);
    size_t from = start_of(L, 3, text.len);
    lua_settop(L, 2);
    lua_pushvalue(L, 1);
    struct iteration *it = lua_newuserdatauv(L, sizeof *it, 0);
    it->search.L = L;
    it->search.text = text;
    it->from = from;
    it->last = SIZE_MAX;
    compile(&it->search, pattern, false, true);
    lua_pushcclosure(L, next_match, 3);
    return 1;
}

/* Adds a replacement string with its %0 to %9. */
static void add_string(struct search *search, luaL_Buffer *out)
{
    struct slice with;
    with.at = lua_tolstring(search->L, 3, &with.len);
    for (size_t i = 0; i < with.len; i++) {
        char c = with.at[i];
        if (c != '%') {
            luaL_addchar(out, c);
            continue;
        }
        c = (char)(i + 1 < with.len ? with.at[++i] : '\0');
        if (c == '%') {
            luaL_addchar(out, c);
        } else if (c == '0') {
            luaL_addlstring(out, search->text.at + search->match.from, search->match.to - search->match.from);
        } else if (c >= '1' && c <= '9') {
            push_capture(search, (uint32_t)(c - '1'));
            luaL_tolstring(search->L, -1, NULL);
            lua_remove(search->L, -2);
            luaL_addvalue(out);
        } else {
            lua_raise(search->L, "invalid use of '%%' in replacement string");
        }
    }
}

/* [] -> [what the table or function says instead of the match] */
static void push_replacement(struct search *search, int type)
{
    lua_State *L = search->L;
    if (type == LUA_TTABLE) {
        push_capture(search, 0);
        lua_gettable(L, 3);
        return;
    }
    lua_pushvalue(L, 3);
    lua_call(L, push_captures(search, true), 1);
}

static void add_replacement(struct search *search, luaL_Buffer *out, int type)
{
    lua_State *L = search->L;
    if (type != LUA_TTABLE && type != LUA_TFUNCTION) {
        add_string(search, out);
        return;
    }
    push_replacement(search, type);
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(out, search->text.at + search->match.from, search->match.to - search->match.from);
    } else if (lua_isstring(L, -1)) {
        luaL_addvalue(out);
    } else {
        lua_raise(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    }
}

/* Copies text up to `to` and goes on from there. */
static void add_text(const struct search *search, luaL_Buffer *out, size_t *from, size_t to)
{
    luaL_addlstring(out, search->text.at + *from, to - *from);
    *from = to;
}

static lua_Integer replace(struct search *search, luaL_Buffer *out, int type, lua_Integer most)
{
    const size_t length = search->text.len;
    size_t from = 0, last = SIZE_MAX;
    lua_Integer n = 0;
    while (n < most && from <= length && find_from(search, from)) {
        size_t begin = search->match.from, end = search->match.to;
        bool again = end == last;
        add_text(search, out, &from, begin);
        if (!again) {
            add_replacement(search, out, type);
            from = last = end;
            n++;
        } else if (begin == length) {
            break;
        } else {
            add_text(search, out, &from, begin + 1);
        }
        if (search->pattern.anchored)
            break;
    }
    add_text(search, out, &from, length);
    return n;
}

static int string_gsub(lua_State *L)
{
    struct search search;
    search.L = L;
    search.text = check_slice(L, 1);
    struct slice pattern = check_slice(L, 2);
    int type = lua_type(L, 3);
    if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TTABLE && type != LUA_TFUNCTION)
        luaL_typeerror(L, 3, "string/function/table");
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)search.text.len + 1);
    compile(&search, pattern, true, false);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    lua_Integer n = replace(&search, &out, type, most);
    luaL_pushresult(&out);
    lua_pushinteger(L, n);
    return 2;
}

/* Lua's own would run for ever on n copies of nothing. */
static int string_rep(lua_State *L)
{
    struct slice text = check_slice(L, 1);
    lua_Integer n = luaL_checkinteger(L, 2);
    size_t separator_length;
    const char *separator = luaL_optlstring(L, 3, "", &separator_length);
    if (n <= 0 || text.len + separator_length == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (text.len + separator_length >= (size_t)PTRDIFF_MAX / (size_t)n)
        lua_raise(L, "resulting string too large");
    luaL_Buffer out;
    luaL_buffinitsize(L, &out, (size_t)n * (text.len + separator_length));
    lua_budget_charge(L, (unsigned long)n / COPIES_AN_INSTRUCTION);
    for (lua_Integer i = 0; i < n; i++) {
        luaL_addlstring(&out, text.at, text.len);
        luaL_addlstring(&out, separator, i + 1 < n ? separator_length : 0);
    }
    luaL_pushresult(&out);
    return 1;
}

/* The full-width digits and the full-width dot are the bytes WIDE and one of these; what each is in ASCII, else 0. */
static const char WIDE[] = "\xEF\xBC";
static const char NARROW[256] = {
    [0x8E] = '.', [0x90] = '0', [0x91] = '1', [0x92] = '2', [0x93] = '3', [0x94] = '4',
    [0x95] = '5', [0x96] = '6', [0x97] = '7', [0x98] = '8', [0x99] = '9',
};

/* Where the next of them begins; the text's length where there is none. */
static size_t next_wide(struct slice text, size_t from)
{
    for (size_t at = from; at + 2 < text.len; at++) {
        const char *first = memchr(text.at + at, WIDE[0], text.len - at - 2);
        if (!first)
            break;
        at = (size_t)(first - text.at);
        if (first[1] == WIDE[1] && NARROW[(unsigned char)first[2]])
            return at;
    }
    return text.len;
}

/* string.narrow(text): most texts have nothing to change and are given back. */
static int string_narrow(lua_State *L)
{
    struct slice text = check_slice(L, 1);
    lua_budget_charge(L, text.len / 8);
    size_t from = 0, at = next_wide(text, 0);
    lua_settop(L, 1);
    if (at == text.len)
        return 1;
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    for (; at < text.len; at = next_wide(text, from)) {
        luaL_addlstring(&out, text.at + from, at - from);
        luaL_addchar(&out, NARROW[(unsigned char)text.at[at + 2]]);
        from = at + 3;
    }
    luaL_addlstring(&out, text.at + from, text.len - from);
    luaL_pushresult(&out);
    return 1;
}

void lua_string_set(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch},
        {"gsub", string_gsub}, {"rep", string_rep},     {"narrow", string_narrow},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
