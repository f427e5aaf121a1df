#include "bind.h"

#include "../base/utf8.h"
#include "../report/table_kind.h"

#include <ctype.h>

static const struct table *of(const struct bind_object *object)
{
    return object->item;
}

static void push_number(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->number);
}

static void push_caption(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->caption.s);
}

static void push_unit(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->unit_line.s);
}

static void push_rows(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->rows);
}

static void push_columns(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->columns);
}

static void push_confidence(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->confidence);
}

static void push_kind(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, table_kind_name((enum table_kind)of(o)->kind));
}

static void push_form(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, table_form_name((enum table_form)of(o)->form));
}

static void push_project(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->project);
}

static const struct bind_field table_fields[] = {
    {"number", push_number},   {"caption", push_caption},
    {"unit", push_unit},       {"rows", push_rows},
    {"columns", push_columns}, {"confidence", push_confidence},
    {"kind", push_kind},       {"form", push_form},
    {"project", push_project}, {NULL, NULL},
};

/* table:cell(row, column): nil outside the table and where no cell is */
static int cell_at(lua_State *L)
{
    const struct table *table = of(bind_check(L, 1, &bind_table));
    lua_Integer row = luaL_checkinteger(L, 2), column = luaL_checkinteger(L, 3);
    bool inside = row >= 1 && row <= table->rows && column >= 1 && column <= table->columns;
    bind_push(L, &bind_cell, inside ? table_cell(table, (uint32_t)row - 1, (uint32_t)column - 1) : NULL);
    return 1;
}

/* table:head(row): whether the row names the columns of those under it */
static int is_head(lua_State *L)
{
    const struct table *table = of(bind_check(L, 1, &bind_table));
    lua_Integer row = luaL_checkinteger(L, 2);
    lua_pushboolean(L, row >= 1 && row <= table->rows && table->row && table->row[row - 1].head);
    return 1;
}

/* table:beside(row, cell): the next cell of the row to the right of a cell, nil where none is */
static int beside(lua_State *L)
{
    const struct table *table = of(bind_check(L, 1, &bind_table));
    lua_Integer row = luaL_checkinteger(L, 2);
    const struct cell *cell = bind_check(L, 3, &bind_cell)->item, *found = NULL;
    uint32_t end = row >= 1 && row <= table->rows ? table->columns : 0;
    for (uint32_t c = cell->column + cell->columns; !found && c < end; c++)
        found = table_cell(table, (uint32_t)row - 1, c);
    bind_push(L, &bind_cell, found);
    return 1;
}

static const luaL_Reg table_methods[] = {
    {"cell", cell_at}, {"head", is_head}, {"beside", beside}, {"gaps", bind_gaps}, {NULL, NULL}};

const struct bind_type bind_table = {
    .name = "table of the report", .number = BIND_TABLE, .fields = table_fields, .methods = table_methods};

static const struct cell *cell_of(const struct bind_object *object)
{
    return object->item;
}

static struct span span_of(const struct cell *cell)
{
    return text_span(&cell->text, 0, cell->text.s.len);
}

static void push_cell_text(lua_State *L, const struct bind_object *o)
{
    bind_push_text(L, cell_of(o)->text.s);
}

static void push_cell_row(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, cell_of(o)->row + 1);
}

static void push_cell_column(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, cell_of(o)->column + 1);
}

static void push_cell_rows(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, cell_of(o)->rows);
}

static void push_cell_columns(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, cell_of(o)->columns);
}

static void push_cell_line(lua_State *L, const struct bind_object *o)
{
    bind_push_line(L, span_of(cell_of(o)));
}

static void push_cell_where(lua_State *L, const struct bind_object *o)
{
    bind_push_where(L, span_of(cell_of(o)));
}

/* What a form leaves to be written on: blanks, a line, the 年 月 日 of a date. */
static bool is_to_be_filled(uint32_t c)
{
    return c == '_' || c == 0xFF3F || c == 0x2014 || c == 0x3000 || (c < 0x80 && isspace((int)c)) ||
           c == 0x5E74 || c == 0x6708 || c == 0x65E5;
}

bool bind_cell_is_blank(const struct cell *cell)
{
    struct slice s = cell->text.s;
    bool blank = true;
    for (size_t at = 0; blank && at < s.len;)
        blank = is_to_be_filled(utf8_next(s, &at));
    return blank;
}

static void push_cell_blank(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, bind_cell_is_blank(cell_of(o)));
}

/* A cell that is one figure: its value as printed. */
static void push_cell_value(lua_State *L, const struct bind_object *o)
{
    const struct report *report = bind_report_of(L);
    const struct figure_cell *figure = report_figure(report, cell_of(o));
    if (figure)
        bind_push_decimal(L, report->quantities.items[figure->quantity].value);
    else
        lua_pushnil(L);
}

/* The unit that such a cell prints itself. */
static void push_cell_unit(lua_State *L, const struct bind_object *o)
{
    const struct figure_cell *figure = report_figure(bind_report_of(L), cell_of(o));
    bind_push_word(L, figure && figure->unit ? figure->unit->name : (struct slice){0});
}

static const struct bind_field cell_fields[] = {
    {"text", push_cell_text},
    {"row", push_cell_row},
    {"column", push_cell_column},
    {"rows", push_cell_rows},
    {"columns", push_cell_columns},
    {"line", push_cell_line},
    {"where", push_cell_where},
    {"value", push_cell_value},
    {"unit", push_cell_unit},
    {"blank", push_cell_blank},
    {NULL, NULL},
};

static void cell_evidence(const struct report *report, const struct bind_object *o,
                          struct bind_evidences *ret)
{
    (void)report;
    bind_add_evidence(ret, "cell", span_of(cell_of(o)), NULL);
}

const struct bind_type bind_cell = {
    .name = "cell", .number = BIND_CELL, .fields = cell_fields, .evidence = cell_evidence};

/* report:tables{} */
static const char *kind_word(int kind)
{
    return table_kind_name((enum table_kind)kind);
}

static void read_kind(lua_State *L, int index, void *filter)
{
    *(int *)filter = bind_check_word(L, index, kind_word, TABLE_KIND_COUNT);
}

static const struct bind_filter filters[] = {{"kind", read_kind}, {NULL, NULL}};

int bind_tables(lua_State *L)
{
    struct bind_list list;
    int kind = -1;
    const struct report *report = bind_self(L);
    bind_read_filters(L, filters, &kind);
    bind_list(&list, L, &bind_table);
    for (uint32_t i = 0; i < report->document->n_tables; i++) {
        const struct table *table = report->document->tables[i];
        if (kind >= 0 && !(table->kinds >> kind & 1))
            continue;
        bind_list_add(&list, table);
    }
    return bind_list_push(&list);
}
