#include "bind.h"

/* Blank cells among filled ones: table:gaps(). */

/* A column of the rows under one head. */
struct stretch {
    const struct table *table;
    uint32_t first, end, column; /* from 0; up to the next head */
    uint32_t blanks;
};

static bool is_head(const struct table *table, uint32_t row)
{
    return table->row && table->row[row].head;
}

/* The nearest of the heads right over the rows that says something, or NULL. */
static const struct cell *head_over(const struct stretch *s)
{
    for (uint32_t row = s->first; row-- > 0 && is_head(s->table, row);) {
        const struct cell *cell = table_cell(s->table, row, s->column);
        if (cell && cell->text.s.len)
            return cell;
    }
    return NULL;
}

static bool is_blank(const struct stretch *s, uint32_t row)
{
    const struct cell *cell = table_cell(s->table, row, s->column);
    return cell && bind_cell_is_blank(cell);
}

static void set_integer(lua_State *L, const char *key, lua_Integer value)
{
    lua_pushinteger(L, value);
    lua_setfield(L, -2, key);
}

/* [gap] -> [gap]; gap.figures, gap.zeros */
static void count_figures(lua_State *L, const struct stretch *s)
{
    const struct report *report = bind_report_of(L);
    lua_Integer figures = 0, zeros = 0;
    for (uint32_t row = s->first; row < s->end; row++) {
        const struct cell *cell = table_cell(s->table, row, s->column);
        const struct figure_cell *figure = cell ? report_figure(report, cell) : NULL;
        figures += figure != NULL;
        zeros += figure && decimal_sign(report->quantities.items[figure->quantity].value) == 0;
    }
    set_integer(L, "figures", figures);
    set_integer(L, "zeros", zeros);
}

/* [] -> [{ column, head, rows, figures, zeros }] */
static void push_gap(lua_State *L, const struct stretch *s, const struct cell *head)
{
    lua_Integer n = 0;
    lua_createtable(L, 0, 5);
    set_integer(L, "column", s->column + 1);
    bind_push(L, &bind_cell, head);
    lua_setfield(L, -2, "head");
    count_figures(L, s);
    lua_createtable(L, (int)s->blanks, 0);
    for (uint32_t row = s->first; row < s->end; row++) {
        if (!is_blank(s, row))
            continue;
        lua_pushinteger(L, row + 1);
        lua_rawseti(L, -2, ++n);
    }
    lua_setfield(L, -2, "rows");
}

/* [list] -> [list]; the gaps of the columns from the second on are added to its `*n` */
static void add_gaps(lua_State *L, struct stretch s, lua_Integer *n)
{
    for (s.column = 1; s.column < s.table->columns; s.column++) {
        s.blanks = 0;
        for (uint32_t row = s.first; row < s.end; row++)
            s.blanks += is_blank(&s, row);
        const struct cell *head = s.blanks ? head_over(&s) : NULL;
        if (!head)
            continue;
        push_gap(L, &s, head);
        lua_rawseti(L, -2, ++*n);
    }
}

int bind_gaps(lua_State *L)
{
    const struct table *table = bind_check(L, 1, &bind_table)->item;
    lua_Integer n = 0;
    lua_budget_charge(L, (unsigned long)table->rows * table->columns / 4);
    lua_newtable(L);
    for (uint32_t row = 1; row < table->rows; row++) {
        struct stretch s = {.table = table, .first = row, .end = row};
        while (s.end < table->rows && !is_head(table, s.end))
            s.end++;
        if (s.end > row && is_head(table, row - 1))
            add_gaps(L, s, &n);
        row = s.end;
    }
    return 1;
}
