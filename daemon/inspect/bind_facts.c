#include "bind.h"

/* enum dimension */
static const char *const dimensions[] = {
    [DIMENSION_NONE] = "none",     [DIMENSION_MONEY] = "money", [DIMENSION_PERCENT] = "percent",
    [DIMENSION_POINTS] = "points", [DIMENSION_SCORE] = "score", [DIMENSION_PERSON] = "person",
    [DIMENSION_COUNT] = "count",   [DIMENSION_AREA] = "area",   [DIMENSION_LENGTH] = "length",
    [DIMENSION_TIME] = "time",     [DIMENSION_OTHER] = "other",
};

static const struct fact *of(const struct bind_object *object)
{
    return object->item;
}

static void push_measure(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->measure ? of(o)->measure->name : (struct slice){0});
}

static void push_label(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->label);
}

static void push_holder(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->holder);
}

static void push_scope(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->scope);
}

static void push_year(lua_State *L, const struct bind_object *o)
{
    if (of(o)->year)
        lua_pushinteger(L, of(o)->year);
    else
        lua_pushnil(L);
}

static void push_year_stated(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->year_stated);
}

static void push_version_name(lua_State *L, enum version version)
{
    if (version == VERSION_UNKNOWN)
        lua_pushnil(L);
    else
        lua_pushstring(L, version_name(version));
}

static void push_version(lua_State *L, const struct bind_object *o)
{
    push_version_name(L, of(o)->version);
}

static void push_prior(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->prior);
}

static void push_direction(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->direction);
}

static void push_against(lua_State *L, const struct bind_object *o)
{
    push_version_name(L, of(o)->against);
}

static void push_against_prior(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->against_prior);
}

static void push_topic(lua_State *L, const struct bind_object *o)
{
    const struct facts *facts = &bind_report_of(L)->facts;
    bind_push(L, &bind_fact, of(o)->topic < facts->n ? &facts->items[of(o)->topic] : NULL);
}

static void push_value(lua_State *L, const struct bind_object *o)
{
    bind_push_decimal(L, of(o)->quantity->value);
}

static void push_unit(lua_State *L, const struct bind_object *o)
{
    const struct unit *unit = of(o)->quantity->unit;
    bind_push_word(L, unit ? unit->name : (struct slice){0});
}

static void push_base(lua_State *L, const struct bind_object *o)
{
    if (of(o)->quantity->unit)
        bind_push_decimal(L, quantity_base(of(o)->quantity));
    else
        lua_pushnil(L);
}

static enum dimension dimension_of(const struct fact *fact)
{
    const struct unit *unit = fact->quantity->unit;
    return unit ? unit->dimension : DIMENSION_NONE;
}

static void push_dimension(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, dimensions[dimension_of(of(o))]);
}

static void push_quote(lua_State *L, const struct bind_object *o)
{
    bind_push_quote(L, of(o)->quote);
}

static void push_text(lua_State *L, const struct bind_object *o)
{
    bind_push_quote(L, of(o)->span);
}

static void push_line(lua_State *L, const struct bind_object *o)
{
    bind_push_line(L, of(o)->quote);
}

static void push_column(lua_State *L, const struct bind_object *o)
{
    bind_push_column(L, of(o)->quote);
}

static void push_where(lua_State *L, const struct bind_object *o)
{
    bind_push_where(L, of(o)->quote);
}

static void push_section(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_section, &bind_report_of(L)->document->sections[of(o)->section]);
}

static void push_table(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_table, of(o)->table);
}

static void push_cell(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_cell, of(o)->cell);
}

static void push_row(lua_State *L, const struct bind_object *o)
{
    if (of(o)->cell)
        lua_pushinteger(L, of(o)->cell->row + 1);
    else
        lua_pushnil(L);
}

static void push_column_index(lua_State *L, const struct bind_object *o)
{
    if (of(o)->cell)
        lua_pushinteger(L, of(o)->cell->column + 1);
    else
        lua_pushnil(L);
}

static void push_confidence(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->confidence);
}

static void push_printed_percent(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->quantity->percent_sign);
}

static const struct bind_field fields[] = {
    {"measure", push_measure},
    {"label", push_label},
    {"holder", push_holder},
    {"scope", push_scope},
    {"year", push_year},
    {"year_stated", push_year_stated},
    {"version", push_version},
    {"prior", push_prior},
    {"direction", push_direction},
    {"against", push_against},
    {"against_prior", push_against_prior},
    {"topic", push_topic},
    {"value", push_value},
    {"unit", push_unit},
    {"base", push_base},
    {"dimension", push_dimension},
    {"quote", push_quote},
    {"text", push_text},
    {"line", push_line},
    {"column", push_column},
    {"where", push_where},
    {"section", push_section},
    {"table", push_table},
    {"cell", push_cell},
    {"row", push_row},
    {"column_index", push_column_index},
    {"confidence", push_confidence},
    {"printed_percent", push_printed_percent},
    {NULL, NULL},
};

static void add_evidence(const struct report *report, const struct bind_object *o, struct bind_evidences *ret)
{
    (void)report;
    bind_add_evidence(ret, "figure", of(o)->quote, of(o));
}

const struct bind_type bind_fact = {
    .name = "fact", .number = BIND_FACT, .fields = fields, .evidence = add_evidence};

/* report:facts{} */
struct filter {
    struct slice measure;
    int version, prior; /* -1: any */
    lua_Integer year;   /* -1: any */
    int dimension;      /* -1: any */
    const struct table *table;
    lua_Integer number; /* of a table, 0: any */
    lua_Integer row;    /* 0: any */
    int in_table;       /* -1: any */
    struct slice unit;
    struct decimal above; /* where `compared` */
    bool compared;
};

static void read_measure(lua_State *L, int index, void *filter)
{
    struct slice *measure = &((struct filter *)filter)->measure;
    measure->at = luaL_checklstring(L, index, &measure->len);
}

static const char *version_word(int version)
{
    return version_name((enum version)version);
}

static void read_version(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->version = bind_check_word(L, index, version_word, VERSION_COUNT);
}

static void read_prior(lua_State *L, int index, void *filter)
{
    luaL_checktype(L, index, LUA_TBOOLEAN);
    ((struct filter *)filter)->prior = lua_toboolean(L, index);
}

static void read_year(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->year = luaL_checkinteger(L, index);
}

static const char *dimension_word(int dimension)
{
    return dimensions[dimension];
}

static void read_dimension(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->dimension =
        bind_check_word(L, index, dimension_word, sizeof dimensions / sizeof *dimensions);
}

static void read_table(lua_State *L, int index, void *filter)
{
    struct filter *f = filter;
    if (lua_isinteger(L, index))
        f->number = lua_tointeger(L, index);
    else
        f->table = bind_check(L, index, &bind_table)->item;
}

static void read_row(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->row = luaL_checkinteger(L, index);
}

static void read_in_table(lua_State *L, int index, void *filter)
{
    luaL_checktype(L, index, LUA_TBOOLEAN);
    ((struct filter *)filter)->in_table = lua_toboolean(L, index);
}

static void read_unit(lua_State *L, int index, void *filter)
{
    struct slice *unit = &((struct filter *)filter)->unit;
    unit->at = luaL_checklstring(L, index, &unit->len);
}

static void read_above(lua_State *L, int index, void *filter)
{
    struct filter *f = filter;
    f->compared = bind_to_decimal(L, index, &f->above);
    luaL_argcheck(L, f->compared, 2, "above is no decimal");
}

static const struct bind_filter filters[] = {
    {"measure", read_measure},
    {"version", read_version},
    {"year", read_year},
    {"prior", read_prior},
    {"table", read_table},
    {"dimension", read_dimension},
    {"row", read_row},
    {"in_table", read_in_table},
    {"unit", read_unit},
    {"above", read_above},
    {NULL, NULL},
};

static bool has_unit(const struct fact *fact, struct slice name)
{
    const struct unit *unit = fact->quantity->unit;
    return unit && slice_eq(unit->name, name);
}

static bool passes(const struct filter *f, const struct fact *fact)
{
    return (!f->measure.at || (fact->measure && slice_eq(fact->measure->name, f->measure))) &&
           (f->version < 0 || (int)fact->version == f->version) &&
           (f->dimension < 0 || (int)dimension_of(fact) == f->dimension) &&
           (f->in_table < 0 || (fact->table != NULL) == f->in_table) &&
           (f->prior < 0 || fact->prior == f->prior) && (f->year < 0 || fact->year == f->year) &&
           (!f->table || fact->table == f->table) &&
           (!f->row || (fact->cell && fact->cell->row + 1 == f->row)) &&
           (!f->number || (fact->table && fact->table->number == f->number)) &&
           (!f->unit.at || has_unit(fact, f->unit)) &&
           (!f->compared || decimal_cmp(fact->quantity->value, f->above) > 0);
}

/* Facts stand in reading order: the first one of the table's block or after it. */
static uint32_t first_of(const struct report *report, const struct table *table)
{
    const struct document *doc = report->document;
    uint32_t low = 0, high = report->facts.n, at = 0, cell = 0;
    while (cell < table->n_cells && table->cells[cell].text.s.len == 0)
        cell++;
    if (cell < table->n_cells)
        at = (uint32_t)(document_block_at(doc, text_offset(&table->cells[cell].text, 0)) - doc->blocks);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (report->facts.items[middle].block < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int bind_facts(lua_State *L)
{
    struct bind_list list;
    struct filter filter = {.version = -1, .prior = -1, .year = -1, .dimension = -1, .in_table = -1};
    const struct report *report = bind_self(L);
    bind_read_filters(L, filters, &filter);
    bind_list(&list, L, &bind_fact);
    uint32_t from = filter.table ? first_of(report, filter.table) : 0;
    lua_budget_charge(L, filter.table ? 1 : report->facts.n / 8);
    for (uint32_t i = from; i < report->facts.n; i++) {
        if (filter.table && report->facts.items[i].block > report->facts.items[from].block)
            break;
        if (passes(&filter, &report->facts.items[i]))
            bind_list_add(&list, &report->facts.items[i]);
    }
    return bind_list_push(&list);
}
