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

static const struct bind_field fields[] = {
    {"kind", push_kind}, {"table", push_table}, {"row", push_row}, {NULL, NULL}};

static const char *const columns[] = {
#define X(name, text) [INDICATOR_##name] = text,
    INDICATOR_COLUMNS(X)
#undef X
};

static void push_column(lua_State *L, uint32_t column)
{
    if (column)
        lua_pushinteger(L, column);
    else
        lua_pushnil(L);
}

/* `name` … `reason` are cells; `weight_figure`, `score_figure` and so on the facts in them; `target_column` and so on
 * where the form has them. */
static bool other(lua_State *L, const struct bind_object *o, const char *name)
{
    for (int i = 0; i < INDICATOR_COLUMN_COUNT; i++) {
        size_t length = strlen(columns[i]);
        if (strncmp(name, columns[i], length) != 0)
            continue;
        if (name[length] == '\0') {
            bind_push(L, &bind_cell, of(o)->cells[i]);
            return true;
        }
        if (strcmp(name + length, "_column") == 0) {
            push_column(L, of(o)->columns[i]);
            return true;
        }
        if (strcmp(name + length, "_figure") == 0) {
            const struct facts *facts = &bind_report_of(L)->facts;
            uint32_t fact = of(o)->facts[i];
            bind_push(L, &bind_fact, fact < facts->n ? &facts->items[fact] : NULL);
            return true;
        }
    }
    return false;
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
    .name = "indicator", .fields = fields, .other = other, .evidence = add_evidence};

/* report:indicators{} */
struct filter {
    int kind; /* -1: any */
    const struct table *table;
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

static const struct bind_filter filters[] = {{"kind", read_kind}, {"table", read_table}, {NULL, NULL}};

int bind_indicators(lua_State *L)
{
    struct filter filter = {.kind = -1};
    const struct report *report = bind_self(L);
    bind_read_filters(L, filters, &filter);
    lua_newtable(L);
    lua_budget_charge(L, report->indicators.n / 8);
    for (uint32_t i = 0, n = 0; i < report->indicators.n; i++) {
        const struct indicator *item = &report->indicators.items[i];
        bool wanted = (filter.kind < 0 || (int)item->kind == filter.kind) &&
                      (!filter.table || item->table == filter.table);
        if (!wanted)
            continue;
        bind_push(L, &bind_indicator, item);
        lua_rawseti(L, -2, (lua_Integer)++n);
    }
    return 1;
}
