#include "bind.h"

/* Rows of indicator forms: report:indicators{ kind =, table = }. */

static const struct indicator *of(const struct bind_object *object)
{
    return object->item;
}

static void push_kind(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, indicator_kind_text(of(o)->kind));
}

static void push_table(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_table, of(o)->table);
}

static void push_row(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->row + 1);
}

static void push_has_name(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->has_name);
}

static void push_named(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->named);
}

static void push_cell(lua_State *L, const struct bind_object *o, enum indicator_column column)
{
    bind_push(L, &bind_cell, of(o)->cells[column]);
}

static void push_column(lua_State *L, const struct bind_object *o, enum indicator_column column)
{
    if (of(o)->columns[column])
        lua_pushinteger(L, of(o)->columns[column]);
    else
        lua_pushnil(L);
}

static void push_figure(lua_State *L, const struct bind_object *o, enum indicator_column column)
{
    const struct facts *facts = &bind_report_of(L)->facts;
    uint32_t fact = of(o)->facts[column];
    bind_push(L, &bind_fact, fact < facts->n ? &facts->items[fact] : NULL);
}

static const struct decimal *figure_of(const struct report *report, const struct indicator *row,
                                       enum indicator_column column)
{
    uint32_t fact = row->facts[column];
    return fact < report->facts.n ? &report->facts.items[fact].quantity->value : NULL;
}

/* How the score stands to the weight. */
static void push_marks(lua_State *L, const struct bind_object *o)
{
    static const char *const words[] = {"some", "full", "over"};
    const struct report *report = bind_report_of(L);
    const struct decimal *score = figure_of(report, of(o), INDICATOR_SCORE);
    const struct decimal *weight = figure_of(report, of(o), INDICATOR_WEIGHT);
    if (score && weight)
        lua_pushstring(L, words[1 + decimal_cmp(*score, *weight)]);
    else
        lua_pushnil(L);
}

/* Of each column: its cell, its place in the form, the fact in the cell. */
#define X(name, text)                                                                                        \
    static void push_##name(lua_State *L, const struct bind_object *o)                                       \
    {                                                                                                        \
        push_cell(L, o, INDICATOR_##name);                                                                   \
    }                                                                                                        \
    static void push_column_##name(lua_State *L, const struct bind_object *o)                                \
    {                                                                                                        \
        push_column(L, o, INDICATOR_##name);                                                                 \
    }                                                                                                        \
    static void push_figure_##name(lua_State *L, const struct bind_object *o)                                \
    {                                                                                                        \
        push_figure(L, o, INDICATOR_##name);                                                                 \
    }
INDICATOR_COLUMNS(X)
#undef X

static const struct bind_field fields[] = {{"kind", push_kind},
                                           {"table", push_table},
                                           {"row", push_row},
                                           {"has_name", push_has_name},
                                           {"marks", push_marks},
                                           {"named", push_named},
#define X(name, text)                                                                                        \
    {text, push_##name}, {text "_column", push_column_##name}, {text "_figure", push_figure_##name},
                                           INDICATOR_COLUMNS(X)
#undef X
                                               {NULL, NULL}};

static const char *const columns[] = {
#define X(name, text) [INDICATOR_##name] = text,
    INDICATOR_COLUMNS(X)
#undef X
};

static const char *column_word(int column)
{
    return columns[column];
}

enum indicator_column bind_check_column(lua_State *L, int index)
{
    return (enum indicator_column)bind_check_word(L, index, column_word, INDICATOR_COLUMN_COUNT);
}

static bool is_shown(const struct cell *cell)
{
    return cell && cell->text.s.len > 0;
}

/* All of the row that is not blank, figures with their values. */
static void add_evidence(const struct report *report, const struct bind_object *o, struct bind_evidences *ret)
{
    for (int i = INDICATOR_NAME; i < INDICATOR_COLUMN_COUNT; i++) {
        const struct cell *cell = of(o)->cells[i];
        if (!is_shown(cell))
            continue;
        uint32_t fact = of(o)->facts[i];
        bind_add_evidence(ret, columns[i], text_span(&cell->text, 0, cell->text.s.len),
                          fact < report->facts.n ? &report->facts.items[fact] : NULL);
    }
}

const struct bind_type bind_indicator = {
    .name = "indicator", .number = BIND_INDICATOR, .fields = fields, .evidence = add_evidence};

/* Where the rows of the form end that begins at `i`. */
static uint32_t end_of_form(const struct indicators *all, uint32_t i)
{
    const struct table *table = all->items[i].table;
    while (i < all->n && all->items[i].table == table)
        i++;
    return i;
}

/* report:indicators{} */
struct filter {
    int kind; /* -1: any */
    const struct table *table;
    bool by_form;
};

static const char *kind_word(int kind)
{
    return indicator_kind_text((enum indicator_kind)kind);
}

static void read_kind(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->kind = bind_check_word(L, index, kind_word, INDICATOR_KIND_COUNT);
}

static void read_table(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->table = bind_check(L, index, &bind_table)->item;
}

static void read_by_form(lua_State *L, int index, void *filter)
{
    luaL_checktype(L, index, LUA_TBOOLEAN);
    ((struct filter *)filter)->by_form = lua_toboolean(L, index);
}

static const struct bind_filter filters[] = {
    {"kind", read_kind}, {"table", read_table}, {"by_form", read_by_form}, {NULL, NULL}};

/* The next that passes from `i` on; the number of all where none does. */
static uint32_t next_wanted(const struct indicators *all, const struct filter *filter, uint32_t i)
{
    for (; i < all->n; i++) {
        const struct indicator *item = &all->items[i];
        if ((filter->kind < 0 || (int)item->kind == filter->kind) &&
            (!filter->table || item->table == filter->table))
            break;
    }
    return i;
}

/* [] -> [array of those from the `*i`-th on, which it advances; of one form where they are asked for by form] */
static void push_rows(lua_State *L, const struct indicators *all, const struct filter *filter, uint32_t *i)
{
    uint32_t end = filter->by_form ? end_of_form(all, *i) : all->n;
    struct bind_list list;
    bind_list(&list, L, &bind_indicator);
    for (; *i < end; *i = next_wanted(all, filter, *i + 1))
        bind_list_add(&list, &all->items[*i]);
    bind_list_push(&list);
}

int bind_indicators(lua_State *L)
{
    struct filter filter = {.kind = -1};
    const struct indicators *all = &bind_self(L)->indicators;
    bind_read_filters(L, filters, &filter);
    lua_budget_charge(L, all->n / 8);
    uint32_t i = next_wanted(all, &filter, 0);
    if (!filter.by_form) {
        push_rows(L, all, &filter, &i);
        return 1;
    }
    lua_newtable(L);
    for (lua_Integer n = 0; i < all->n;) {
        push_rows(L, all, &filter, &i);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}
