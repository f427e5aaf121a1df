/* Lua's patterns: every feature once, thousands of made-up patterns against Lua's own functions, and patterns
 * that Lua's own would take hours over. */
#include "../../daemon/inspect/lua_match.h"

#include "../../daemon/inspect/lua_budget.h"
#include "../../daemon/inspect/lua_env.h"
#include "test.h"

#include <lauxlib.h>
#include <lualib.h>

#define STEPS 1000000ul

static enum lua_match_result search(const char *pattern, const char *text, struct lua_match *ret)
{
    struct lua_match_item items[256];
    struct lua_pattern compiled;
    unsigned long steps = STEPS;
    const char *error = lua_pattern_compile(slice_of(pattern), true, items, &compiled);
    if (error)
        fail_msg("%s: %s", pattern, error);
    return lua_match_find(&compiled, slice_of(text), 0, &steps, ret);
}

static void test_features(void **state)
{
    static const struct {
        const char *pattern, *text;
        int from, to; /* -1: no match */
    } cases[] = {
        {"b", "abc", 1, 2},
        {"^b", "abc", -1, -1},
        {"c$", "abc", 2, 3},
        {"$c", "a$c", 1, 3},
        {"a*", "aaa", 0, 3},
        {"a-", "aaa", 0, 0},
        {"a-$", "aaa", 0, 3},
        {"a+b", "caab", 1, 4},
        {"ab?c", "xac", 1, 3},
        {"%d+", "n123", 1, 4},
        {"%D+", "12ab", 2, 4},
        {"[%w_]+", "-a_1-", 1, 4},
        {"[^%s]+", "  x y", 2, 3},
        {"[]]", "a]", 1, 2},
        {"[a-]", "-", 0, 1},
        {"[%a-z]", "-", 0, 1},
        {"%b()", "f(a(b)c)d", 1, 8},
        {"%bxx", "axbxc", 1, 4},
        {"%f[%a]%a+%f[%A]", "12 word", 3, 7},
        {"(a)%1", "abaa", 2, 4},
        {"()b()", "abc", 1, 2},
        {".-b.-d", "abcd", 0, 4},
        {"%.", "a.b", 1, 2},
        {"", "abc", 0, 0},
        {"x*$", "abc", 3, 3},
        {"支出.-万元", "支出358万元", 0, 15},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct lua_match match = {0};
        bool found = search(cases[i].pattern, cases[i].text, &match) == LUA_MATCH_YES;
        if (found != (cases[i].from >= 0) ||
            (found && ((int)match.from != cases[i].from || (int)match.to != cases[i].to)))
            fail_msg("%s in %s: %d %zu-%zu", cases[i].pattern, cases[i].text, found, match.from, match.to);
    }
}

static void test_captures(void **state)
{
    struct lua_match match = {0};
    (void)state;
    assert_int_equal(search("(%d+)(%a*)()", "a12bc", &match), LUA_MATCH_YES);
    assert_int_equal(match.n, 3);
    assert_int_equal(match.captures[0].at, 1);
    assert_int_equal(match.captures[0].len, 2);
    assert_int_equal(match.captures[1].at, 3);
    assert_int_equal(match.captures[1].len, 2);
    assert_true(match.captures[2].position);
    assert_int_equal(match.captures[2].at, 5);
}

static void test_faults(void **state)
{
    static const char *const faulty[] = {"%",   "[a", "[^]", "[",  "%b",   "%bx", "%f",
                                         "%fa", "(a", "a)",  "%1", "(%1)", "%0",  "[%"};
    struct lua_match_item items[64];
    struct lua_pattern compiled;
    (void)state;
    for (size_t i = 0; i < COUNT(faulty); i++)
        if (!lua_pattern_compile(slice_of(faulty[i]), true, items, &compiled))
            fail_msg("%s compiled", faulty[i]);
}

static void test_captures_are_limited(void **state)
{
    char pattern[2 * (LUA_MATCH_CAPTURES + 1) + 1] = "";
    struct lua_match_item items[sizeof pattern];
    struct lua_pattern compiled;
    (void)state;
    for (int i = 0; i < LUA_MATCH_CAPTURES; i++)
        strcat(pattern, "()");
    assert_null(lua_pattern_compile(slice_of(pattern), true, items, &compiled));
    strcat(pattern, "()");
    assert_non_null(lua_pattern_compile(slice_of(pattern), true, items, &compiled));
}

/* Whatever the pattern, no more than the steps of the budget: the first is exponential in a naive matcher,
 * the others quadratic and worse. */
static void test_budget(void **state)
{
    static const char *const hostile[] = {
        "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
        "(.-)(.-)(.-)(.-)(.-)(.-)(.-)x",
        "%b()%b()",
        ".-.-.-.-.-.-.-.-.-.-b",
        "[^\n]*\n",
        "%s*([^|]+)%s*|",
        "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a*a*a*a*b",
    };
    static char text[100001];
    (void)state;
    for (size_t i = 0; i < COUNT(hostile); i++) {
        struct lua_match_item items[64];
        struct lua_pattern compiled;
        struct lua_match match;
        unsigned long steps = STEPS;
        memset(text, hostile[i][0] == '%' && hostile[i][1] == 'b' ? '(' : 'a', sizeof text - 1);
        assert_null(lua_pattern_compile(slice_of(hostile[i]), true, items, &compiled));
        assert_int_equal(lua_match_find(&compiled, slice_of(text), 0, &steps, &match), LUA_MATCH_SPENT);
        assert_int_equal(steps, 0);
    }
}

/* A long row of items that match nothing costs its length at every place. */
static void test_long_patterns_cost(void **state)
{
    enum { N = 20000 };
    static struct lua_match_item items[2 * N + 1];
    static char pattern[2 * N + 2];
    struct lua_pattern compiled;
    struct lua_match match;
    unsigned long steps = STEPS;
    (void)state;
    for (size_t i = 0; i < N; i++) {
        pattern[2 * i] = 'b';
        pattern[2 * i + 1] = '?';
    }
    pattern[sizeof pattern - 2] = 'c';
    assert_null(lua_pattern_compile(slice_of(pattern), true, items, &compiled));
    assert_int_equal(lua_match_find(&compiled,
                                    slice_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                                    0, &steps, &match),
                     LUA_MATCH_SPENT);
}

static void test_plain(void **state)
{
    struct lua_match match;
    unsigned long steps = 10;
    (void)state;
    assert_true(lua_pattern_plain(S("支出")));
    assert_false(lua_pattern_plain(S("a.b")));
    assert_int_equal(lua_match_plain(S("bc"), S("abc"), 0, &steps, &match), LUA_MATCH_YES);
    assert_int_equal(match.from, 1);
    assert_int_equal(match.to, 3);
    assert_int_equal(lua_match_plain(S("x"), S("abc"), 0, &steps, &match), LUA_MATCH_NO);
    assert_int_equal(lua_match_plain(S(""), S("abc"), 3, &steps, &match), LUA_MATCH_YES);
    static char text[1000];
    assert_int_equal(lua_match_plain(S("x"), (struct slice){text, sizeof text}, 0, &steps, &match),
                     LUA_MATCH_SPENT);
}

/* The same script in Lua's own library (`theirs`) and in ours; each compares what every function gives. */
static const char compare[] =
    "local theirs, ours, seed = ...\n"
    "local pieces = { 'a', 'b', '.', '%d', '%a', '%s', '[ab]', '[^a]', '[a-c]', '%w', '%%', '1', ' ', '%l', "
    "'[%d_]', '-' }\n"
    "local quantifiers = { '', '', '', '*', '+', '-', '?' }\n"
    "local others = { '()', '%f[%a]', '%b()', '%bab', '^', '$', '(a)', '(.-)', '([ab]*)', '(%d+)', '%f[^b]' "
    "}\n"
    "local letters = { 'a', 'b', 'c', '1', '2', ' ', '(', ')', '_', '-', '%' }\n"
    "local state = seed\n"
    "local function random(n) state = (state * 1103515245 + 12345) % 2147483648; return (state >> 8) % n + 1 "
    "end\n"
    "local function text(n) local t = {} for i = 1, random(n) do t[i] = letters[random(#letters)] end return "
    "table.concat(t) end\n"
    "local function pattern()\n"
    "  local t = {}\n"
    "  for i = 1, random(5) do\n"
    "    if random(4) == 1 then t[i] = others[random(#others)]\n"
    "    else t[i] = pieces[random(#pieces)] .. quantifiers[random(#quantifiers)] end\n"
    "  end\n"
    "  if random(6) == 1 then t[#t + 1] = '%1' end\n"
    "  return table.concat(t)\n"
    "end\n"
    "local function run(f, ...) local r = table.pack(pcall(f, ...)) if not r[1] then return 'error' end\n"
    "  for i = 1, r.n do r[i] = tostring(r[i]) end return table.concat(r, '\\0') end\n"
    "local function all(lib) return function(s, p, init) local t = {} for a, b in lib.gmatch(s, p, init) do\n"
    "  t[#t + 1] = tostring(a) .. '/' .. tostring(b) end return table.concat(t, ';') end end\n"
    "for i = 1, 3000 do\n"
    "  local s, p, init = text(12), pattern(), random(16) - 4\n"
    "  local calls = {\n"
    "    { 'find', s, p }, { 'find', s, p, init }, { 'match', s, p, init }, { 'find', s, p, init, true },\n"
    "    { 'gsub', s, p, '<%0>' }, { 'gsub', s, p, '%1%%', init }, { 'gsub', s, p, function(x) return x ~= "
    "'a' and 'F' end },\n"
    "    { 'gsub', s, p, { a = 'T', b = false } },\n"
    "  }\n"
    "  for _, c in ipairs(calls) do\n"
    "    local x, y = run(theirs[c[1]], c[2], c[3], c[4], c[5]), run(ours[c[1]], c[2], c[3], c[4], c[5])\n"
    "    if x ~= y and y ~= 'error' then error(c[1] .. ' \"' .. s .. '\" \"' .. p .. '\" ' .. tostring(c[4]) "
    ".. ': ' .. x .. ' | ' .. y) end\n"
    "    if x ~= y and not theirs.find(p, '%%1') and not theirs.find(p, '%(') then error('refused: ' .. p) "
    "end\n"
    "  end\n"
    "  local x, y = run(all(theirs), s, p, init), run(all(ours), s, p, init)\n"
    "  if x ~= y and y ~= 'error' then error('gmatch \"' .. s .. '\" \"' .. p .. '\": ' .. x .. ' | ' .. y) "
    "end\n"
    "end\n"
    "local r = ours.rep\n"
    "assert(r('ab', 3) == 'ababab' and r('a', 3, '-') == 'a-a-a' and r('', 1 << 62) == '' and r('x', -1) == "
    "'')\n";

static void test_as_lua(void **state)
{
    static const struct lua_limits limits = {1u << 30, 1000000000, 1000000000, 60000};
    struct lua_budget budget;
    lua_State *L = lua_budget_state(&budget, &limits);
    enum lua_spent spent;
    (void)state;
    luaL_openlibs(L);
    for (int seed = 1; seed <= 5; seed++) {
        assert_int_equal(luaL_loadstring(L, compare), LUA_OK);
        lua_getglobal(L, "string");
        lua_newtable(L);
        lua_string_set(L);
        lua_pushinteger(L, (lua_Integer)seed * 7919);
        if (lua_budget_call(L, 3, 0, &spent) != LUA_OK)
            fail_msg("%s", lua_tostring(L, -1));
    }
    lua_close(L);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_features), cmocka_unit_test(test_captures),
        cmocka_unit_test(test_faults),   cmocka_unit_test(test_captures_are_limited),
        cmocka_unit_test(test_budget),   cmocka_unit_test(test_long_patterns_cost),
        cmocka_unit_test(test_plain),    cmocka_unit_test(test_as_lua),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
