#include "bind.h"

#include "lua_raise.h"
#include "masking.h"

void bind_report_push(lua_State *L)
{
    bind_push(L, &bind_report, bind_report_of(L));
}

const struct report *bind_self(lua_State *L)
{
    const struct bind_object *object = bind_object_at(L, 1);
    if (!object || object->type != &bind_report)
        lua_raise(L, "call report:claims with a colon, and the report's other methods too");
    return object->item;
}

static const struct report *of(const struct bind_object *object)
{
    return object->item;
}

static void push_title(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->title);
}

static void push_holder(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->holder);
}

static void push_year(lua_State *L, const struct bind_object *o)
{
    if (of(o)->year)
        lua_pushinteger(L, of(o)->year);
    else
        lua_pushnil(L);
}

static void push_name(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->document->name);
}

static void push_format(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, of(o)->document->format);
}

static void push_partial(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->document->partial || of(o)->crossed);
}

static const struct bind_field fields[] = {
    {"title", push_title},   {"holder", push_holder},   {"year", push_year}, {"name", push_name},
    {"format", push_format}, {"partial", push_partial}, {NULL, NULL},
};

static void set_measure(lua_State *L, const char *key, const struct measure *measure)
{
    bind_push_word(L, measure ? measure->name : (struct slice){0});
    lua_setfield(L, -2, key);
}

/* report:measure(name) */
static int measure(lua_State *L)
{
    struct slice name;
    name.at = luaL_checklstring(L, 2, &name.len);
    const struct measure *m = lexicon_measure(bind_self(L)->lexicon, name);
    if (!m) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 0, 4);
    set_measure(L, "name", m);
    set_measure(L, "parent", m->parent);
    bind_push_word(L, m->en);
    lua_setfield(L, -2, "en");
    lua_createtable(L, (int)m->n_parts, 0);
    for (uint32_t i = 0; i < m->n_parts; i++) {
        bind_push_text(L, m->parts[i]->name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "parts");
    return 1;
}

/* report:words(class, text) */
static int words(lua_State *L)
{
    const struct report *report = bind_self(L);
    const char *class = luaL_checkstring(L, 2);
    struct slice text;
    size_t from, to;
    text.at = luaL_checklstring(L, 3, &text.len);
    if (lexicon_class(report->lexicon, class) == UINT32_MAX)
        lua_raise(L, "the lexicon has no class of words \"%s\"", class);
    lua_budget_charge(L, text.len);
    bool found = lexicon_find_word(report->lexicon, class, text, &from, &to);
    bind_push_word(L, found ? slice_sub(text, from, to) : (struct slice){0});
    return 1;
}

/* report:masked(text) */
static int masked(lua_State *L)
{
    const struct report *report = bind_self(L);
    struct slice text;
    text.at = luaL_checklstring(L, 2, &text.len);
    lua_budget_charge(L, text.len);
    bind_push_text(L, masking_text(report->arena, text));
    return 1;
}

/* report:applicable(boolean) */
static int applicable(lua_State *L)
{
    (void)bind_self(L);
    luaL_checktype(L, 2, LUA_TBOOLEAN);
    lua_host_of(L)->state = lua_toboolean(L, 2) ? RULE_CHECKED : RULE_NOT_APPLICABLE;
    return 0;
}

/* report:short(what): `what` is for the reader of the rule */
static int short_of(lua_State *L)
{
    (void)bind_self(L);
    luaL_checkstring(L, 2);
    lua_host_of(L)->state = RULE_SHORT_OF_DATA;
    return 0;
}

static const luaL_Reg methods[] = {
    {"claims", bind_claims},
    {"has_claims", bind_has_claims},
    {"facts", bind_facts},
    {"copies", bind_copies},
    {"tables", bind_tables},
    {"sections", bind_sections},
    {"sentences", bind_sentences},
    {"mentions", bind_mentions},
    {"identifiers", bind_identifiers},
    {"indicators", bind_indicators},
    {"forms", bind_forms},
    {"alike", bind_alike},
    {"find", bind_find},
    {"flaws", bind_flaws},
    {"flag", bind_flag},
    {"measure", measure},
    {"words", words},
    {"masked", masked},
    {"applicable", applicable},
    {"short", short_of},
    {NULL, NULL},
};

const struct bind_type bind_report = {
    .name = "report", .number = BIND_REPORT, .fields = fields, .methods = methods};
