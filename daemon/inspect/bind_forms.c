#include "bind.h"

#include "lua_words.h"

/* Tables of indicators, with their rows: report:forms(). */

/* A form is its first row; those after it of the same table are its own. */
static const struct indicator *of(const struct bind_object *object)
{
    return object->item;
}

static bool is_row(const struct indicator *item)
{
    return item->kind == INDICATOR_ROW && indicator_has_values(item);
}

/* The next row of the form; NULL at its end. */
static const struct indicator *next_row(const struct indicators *all, const struct indicator *row)
{
    const struct indicator *next = row + 1, *end = all->items + all->n;
    while (next < end && next->table == row->table && !is_row(next))
        next++;
    return next < end && next->table == row->table ? next : NULL;
}

static void push_table(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_table, of(o)->table);
}

typedef bool accept_fn(lua_State *L, const struct indicator *row, const void *context);

/* [] -> [array of the form's rows that `accept` takes] */
static void push_rows_if(lua_State *L, const struct indicator *first, accept_fn *accept, const void *context)
{
    const struct indicators *all = &bind_report_of(L)->indicators;
    struct bind_list list;
    bind_list(&list, L, &bind_indicator);
    for (const struct indicator *row = first; row; row = next_row(all, row)) {
        lua_budget_charge(L, 1);
        if (accept(L, row, context))
            bind_list_add(&list, row);
    }
    bind_list_push(&list);
}

static bool is_any(lua_State *L, const struct indicator *row, const void *context)
{
    (void)L, (void)row, (void)context;
    return true;
}

static bool is_named(lua_State *L, const struct indicator *row, const void *context)
{
    (void)L, (void)context;
    return row->named;
}

static void push_rows(lua_State *L, const struct bind_object *o)
{
    push_rows_if(L, of(o), is_named, NULL);
}

static void push_all(lua_State *L, const struct bind_object *o)
{
    push_rows_if(L, of(o), is_any, NULL);
}

/* Whether the form has the column. */
#define X(name, text)                                                                                        \
    static void push_##name(lua_State *L, const struct bind_object *o)                                       \
    {                                                                                                        \
        lua_pushboolean(L, of(o)->columns[INDICATOR_##name] != 0);                                           \
    }
INDICATOR_COLUMNS(X)
#undef X

static const struct bind_field fields[] = {{"table", push_table},
                                           {"rows", push_rows},
                                           {"all", push_all},
#define X(name, text) {text, push_##name},
                                           INDICATOR_COLUMNS(X)
#undef X
                                               {NULL, NULL}};

/* The columns that the arguments from `from` up to `to` name, a bit each. */
static unsigned columns_of(lua_State *L, int from, int to)
{
    unsigned set = 0;
    for (int i = from; i < to; i++)
        set |= 1U << bind_check_column(L, i);
    luaL_argcheck(L, set != 0, from, "a column");
    return set;
}

static bool is_blank(lua_State *L, const struct indicator *row, const void *context)
{
    const unsigned *set = context;
    (void)L;
    for (unsigned i = 0; i < INDICATOR_COLUMN_COUNT; i++)
        if (*set >> i & 1 && row->cells[i] && !bind_cell_is_blank(row->cells[i]))
            return false;
    return true;
}

/* form:blank(column …): its rows with nothing in any of these */
static int blank(lua_State *L)
{
    const struct indicator *first = of(bind_check(L, 1, &bind_form));
    unsigned set = columns_of(L, 2, lua_gettop(L) + 1);
    push_rows_if(L, first, is_blank, &set);
    return 1;
}

/* What form:with and form:without look for. */
struct wanted {
    unsigned columns; /* a bit each */
    const struct lua_words *words;
    bool has;
};

static bool is_wanted(lua_State *L, const struct indicator *row, const void *context)
{
    const struct wanted *wanted = context;
    bool any = false;
    for (unsigned i = 0; i < INDICATOR_COLUMN_COUNT; i++) {
        if (!(wanted->columns >> i & 1) || !row->cells[i])
            continue;
        any = true;
        if (lua_words_has(L, wanted->words, row->cells[i]->text.s))
            return wanted->has;
    }
    return any && !wanted->has;
}

static int push_wanted(lua_State *L, bool has)
{
    const struct indicator *first = of(bind_check(L, 1, &bind_form));
    const int last = lua_gettop(L);
    struct wanted wanted = {.words = lua_words_at(L, last), .has = has};
    if (!wanted.words)
        luaL_typeerror(L, last, "wordlist");
    wanted.columns = columns_of(L, 2, last);
    push_rows_if(L, first, is_wanted, &wanted);
    return 1;
}

/* form:with(column …, list): its rows of which a cell there has one of the words */
static int with(lua_State *L)
{
    return push_wanted(L, true);
}

/* form:without(column …, list): its rows that have a cell there, and none with one of the words */
static int without(lua_State *L)
{
    return push_wanted(L, false);
}

static const luaL_Reg methods[] = {
    {"blank", blank}, {"with", with}, {"without", without}, {"alike", bind_form_alike}, {NULL, NULL}};

const struct bind_type bind_form = {
    .name = "form", .number = BIND_FORM, .fields = fields, .methods = methods};

/* report:forms() */
int bind_forms(lua_State *L)
{
    struct bind_list list;
    const struct indicators *all = &bind_self(L)->indicators;
    const struct table *last = NULL;
    lua_budget_charge(L, all->n / 8);
    bind_list(&list, L, &bind_form);
    for (uint32_t i = 0; i < all->n; i++) {
        const struct indicator *item = &all->items[i];
        if (item->table == last || !is_row(item))
            continue;
        last = item->table;
        bind_list_add(&list, item);
    }
    return bind_list_push(&list);
}
