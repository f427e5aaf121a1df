#include "bind.h"

#include "lua_raise.h"
#include "lua_words.h"

#include "../base/must.h"
#include "../report/limits.h"

#include <string.h>

static const struct bind_type *const types[BIND_NUMBERS] = {
    [BIND_REPORT] = &bind_report,     [BIND_CLAIM] = &bind_claim,     [BIND_MEMBER] = &bind_member,
    [BIND_FACT] = &bind_fact,         [BIND_COPY] = &bind_copy,       [BIND_SIDE] = &bind_side,
    [BIND_TABLE] = &bind_table,       [BIND_CELL] = &bind_cell,       [BIND_SECTION] = &bind_section,
    [BIND_SENTENCE] = &bind_sentence, [BIND_MENTION] = &bind_mention, [BIND_INDICATOR] = &bind_indicator,
    [BIND_PLACE] = &bind_place,       [BIND_FLAW] = &bind_flaw,       [BIND_FORM] = &bind_form,
};

/* Instructions that making an object takes the time of. */
#define OBJECT_COST 10
/* Instructions that a place in words costs: it is written into the report's arena, which rules must not fill.
 */
#define WHERE_COST 100

/* Each metatable of a type has this, so that a foreign userdata is told from ours. */
#define FAMILY 1
/* And these, for as long as it lives. */
#define NAMES   2
#define STRINGS 3

/* Of longer words Lua makes a string each time (LUAI_MAXSHORTLEN). */
#define NAME_LENGTH_MAX 40

const struct report *bind_report_of(lua_State *L)
{
    const struct lua_host *host = lua_host_of(L);
    if (!host->run)
        lua_raise(L, "the report is there only while a rule's check runs");
    return host->run->report;
}

void bind_add_evidence(struct bind_evidences *list, const char *role, struct span quote,
                       const struct fact *fact)
{
    must(limit_value(LIMIT_EVIDENCE) == BIND_EVIDENCE_MAX);
    if (list->n < BIND_EVIDENCE_MAX)
        list->items[list->n++] = (struct bind_evidence){role, quote, fact};
}

static void refuse_earlier(lua_State *L, const struct bind_object *object)
{
    if (object->generation != lua_host_of(L)->generation)
        lua_raise(L, "this %s is of an earlier report", object->type->name);
}

const struct bind_object *bind_object_at(lua_State *L, int index)
{
    const struct bind_object *object = lua_touserdata(L, index);
    if (!object || lua_islightuserdata(L, index) || !lua_getmetatable(L, index))
        return NULL;
    bool ours = lua_rawgeti(L, -1, FAMILY) == LUA_TBOOLEAN;
    lua_pop(L, 2);
    if (ours)
        refuse_earlier(L, object);
    return ours ? object : NULL;
}

const struct bind_object *bind_check(lua_State *L, int index, const struct bind_type *type)
{
    const struct bind_object *object = bind_object_at(L, index);
    if (!object || object->type != type)
        luaL_typeerror(L, index, type->name);
    return object;
}

static struct bind_object *push_object(lua_State *L, const struct bind_type *type)
{
    const struct lua_host *host = lua_host_of(L);
    lua_budget_charge(L, OBJECT_COST);
    struct bind_object *object = lua_newuserdatauv(L, sizeof *object, 0);
    *object = (struct bind_object){.type = type, .generation = host->generation};
    lua_rawgeti(L, LUA_REGISTRYINDEX, host->metatables[type->number]);
    lua_setmetatable(L, -2);
    return object;
}

void bind_push(lua_State *L, const struct bind_type *type, const void *item)
{
    if (item)
        push_object(L, type)->item = item;
    else
        lua_pushnil(L);
}

void bind_push_place(lua_State *L, struct span span)
{
    push_object(L, &bind_place)->span = span;
}

void bind_list(struct bind_list *list, lua_State *L, const struct bind_type *type)
{
    list->L = L;
    list->type = type;
    list->n = 0;
    list->waiting = 0;
}

int bind_list_push(struct bind_list *list)
{
    if (list->n == 0)
        lua_createtable(list->L, (int)list->waiting, 0);
    for (unsigned i = 0; i < list->waiting; i++) {
        bind_push(list->L, list->type, list->items[i]);
        lua_rawseti(list->L, -2, ++list->n);
    }
    list->waiting = 0;
    return 1;
}

void bind_list_add(struct bind_list *list, const void *item)
{
    if (list->waiting == BIND_LIST_WAITING)
        bind_list_push(list);
    list->items[list->waiting++] = item;
}

void bind_push_word(lua_State *L, struct slice s)
{
    if (s.len)
        lua_pushlstring(L, s.at, s.len);
    else
        lua_pushnil(L);
}

void bind_push_text(lua_State *L, struct slice s)
{
    lua_pushlstring(L, s.len ? s.at : "", s.len);
}

void bind_push_quote(lua_State *L, struct span span)
{
    bind_push_text(L, document_quote(bind_report_of(L)->document, span));
}

void bind_push_line(lua_State *L, struct span span)
{
    lua_pushinteger(L, document_position(bind_report_of(L)->document, span.from).line);
}

void bind_push_column(lua_State *L, struct span span)
{
    lua_pushinteger(L, document_position(bind_report_of(L)->document, span.from).column);
}

void bind_push_where(lua_State *L, struct span span)
{
    const struct report *report = bind_report_of(L);
    lua_budget_charge(L, WHERE_COST);
    bind_push_text(L, document_where(report->document, report->arena, span.from, lua_host_of(L)->english));
}

static _Noreturn void unknown_field(lua_State *L, const struct bind_type *type, const char *name)
{
    luaL_Buffer list;
    luaL_buffinit(L, &list);
    for (const struct bind_field *field = type->fields; field->name; field++) {
        luaL_addchar(&list, ' ');
        luaL_addstring(&list, field->name);
    }
    for (const luaL_Reg *method = type->methods; method && method->name; method++) {
        luaL_addchar(&list, ' ');
        luaL_addstring(&list, method->name);
    }
    luaL_pushresult(&list);
    lua_raise(L, "%s has no %s; it has%s", type->name, name, lua_tostring(L, -1));
}

/* Names of a type. Of a short word Lua has one string, and while the metatable holds that nothing else has its address: a
 * name is known by it. */
#define NAME_SLOTS 128
struct bind_names {
    struct bind_name {
        const char *name;
        bind_push_fn *push;   /* of a field */
        lua_CFunction method; /* of a method */
    } slots[NAME_SLOTS];
};

/* That of the name, or the free one where it would be. */
static struct bind_name *slot_of(struct bind_names *names, const char *name)
{
    size_t at = (uintptr_t)name / 16 % NAME_SLOTS;
    while (names->slots[at].name && names->slots[at].name != name)
        at = (at + 1) % NAME_SLOTS;
    return &names->slots[at];
}

/* The event __index of a type: Lua calls it with an object of that type and a name, and nobody else can, for rules have
 * no way to a metatable. */
static int index_object(lua_State *L)
{
    const struct bind_object *object = lua_touserdata(L, 1);
    const struct bind_type *type = object->type;
    refuse_earlier(L, object);
    const struct bind_name *name = slot_of(lua_host_of(L)->names[type->number], lua_tostring(L, 2));
    if (name->push)
        name->push(L, object);
    else if (name->method)
        lua_pushcfunction(L, name->method);
    else
        unknown_field(L, type, luaL_checkstring(L, 2));
    return 1;
}

/* What `tostring` and an error message show: the type and what it quotes. */
static int object_text(lua_State *L)
{
    const struct bind_object *object = bind_object_at(L, 1);
    struct bind_evidences evidence = {.n = 0};
    if (!object)
        return luaL_typeerror(L, 1, "object of the report");
    if (object->type->evidence)
        object->type->evidence(bind_report_of(L), object, &evidence);
    lua_pushfstring(L, "%s ", object->type->name);
    if (evidence.n)
        bind_push_quote(L, evidence.items[0].quote);
    else
        lua_pushliteral(L, "");
    lua_concat(L, 2);
    return 1;
}

static int equal(lua_State *L)
{
    const struct bind_object *a = bind_object_at(L, 1), *b = bind_object_at(L, 2);
    lua_pushboolean(L, a && b && a->type == b->type && a->item == b->item && a->span.from == b->span.from &&
                           a->span.to == b->span.to);
    return 1;
}

static int refuse_write(lua_State *L)
{
    const struct bind_object *object = bind_object_at(L, 1);
    lua_raise(L, "a %s is read-only", object ? object->type->name : "report");
}

/* [names, strings] -> [names, strings] */
static void add_name(lua_State *L, const char *word, bind_push_fn *push, lua_CFunction method)
{
    struct bind_names *names = lua_touserdata(L, -2);
    const char *name = lua_pushstring(L, word);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    struct bind_name *slot = slot_of(names, name);
    must(strlen(word) <= NAME_LENGTH_MAX && !slot->name);
    *slot = (struct bind_name){name, push, method};
}

/* [metatable] -> [metatable]; which holds the names and their strings */
static struct bind_names *add_names(lua_State *L, const struct bind_type *type)
{
    struct bind_names *names = lua_newuserdatauv(L, sizeof *names, 0);
    size_t n = 0;
    memset(names, 0, sizeof *names);
    lua_newtable(L);
    for (const struct bind_field *f = type->fields; f->name; f++, n++)
        add_name(L, f->name, f->push, NULL);
    for (const luaL_Reg *method = type->methods; method && method->name; method++, n++)
        add_name(L, method->name, NULL, method->func);
    must(n <= NAME_SLOTS / 2);
    lua_rawseti(L, -3, STRINGS);
    lua_rawseti(L, -2, NAMES);
    return names;
}

static void open_type(lua_State *L, const struct bind_type *type)
{
    lua_newtable(L);
    lua_host_of(L)->names[type->number] = add_names(L, type);
    lua_pushcfunction(L, index_object);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, equal);
    lua_setfield(L, -2, "__eq");
    lua_pushcfunction(L, object_text);
    lua_setfield(L, -2, "__tostring");
    lua_pushstring(L, type->name);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushboolean(L, 1);
    lua_rawseti(L, -2, FAMILY);
    lua_host_of(L)->metatables[type->number] = luaL_ref(L, LUA_REGISTRYINDEX);
}

void bind_open(lua_State *L)
{
    for (int i = 0; i < BIND_NUMBERS; i++) {
        must(types[i] && (int)types[i]->number == i);
        open_type(L, types[i]);
    }
    bind_decimal_open(L);
    lua_words_open(L);
}

static _Noreturn void unknown_filter(lua_State *L, const char *name, const struct bind_filter *known)
{
    luaL_Buffer list;
    luaL_buffinit(L, &list);
    for (; known->name; known++) {
        luaL_addchar(&list, ' ');
        luaL_addstring(&list, known->name);
    }
    luaL_pushresult(&list);
    lua_raise(L, "unknown filter %s; known are%s", name, lua_tostring(L, -1));
}

/* Nearly all words are told apart by their first letter. */
static bool is_same(const char *a, const char *b)
{
    return *a == *b && strcmp(a, b) == 0;
}

void bind_read_filters(lua_State *L, const struct bind_filter *known, void *filter)
{
    if (lua_isnoneornil(L, 2))
        return;
    luaL_checktype(L, 2, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        const struct bind_filter *f = known;
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        while (f->name && !is_same(f->name, name))
            f++;
        if (!f->name)
            unknown_filter(L, name, known);
        f->read(L, lua_gettop(L), filter);
    }
}

int bind_check_word(lua_State *L, int index, const char *(*text)(int), int n)
{
    const char *word = luaL_checkstring(L, index);
    for (int i = 0; i < n; i++)
        if (is_same(text(i), word))
            return i;
    luaL_Buffer list;
    luaL_buffinit(L, &list);
    for (int i = 0; i < n; i++) {
        luaL_addchar(&list, ' ');
        luaL_addstring(&list, text(i));
    }
    luaL_pushresult(&list);
    lua_raise(L, "unknown word \"%s\"; known are%s", word, lua_tostring(L, -1));
}
