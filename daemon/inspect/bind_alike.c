#include "bind.h"

#include "../base/utf8.h"
#include "../report/chars.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Rows that say the same in a column: report:alike(column), form:alike(column). They are sorted by what they say, so
 * that its cost grows no faster than n log n, whatever the rows are. */

struct said {
    struct slice letters; /* of the cell, without blanks and marks */
    const struct indicator *row;
};

/* Rows of one text, in the order of the report. */
struct run {
    const struct said *first;
    uint32_t n;
};

/* Charged for each row: what sorting it takes. */
#define ROW_COST 8

/* Marks that one writer sets and another leaves out, beside the blanks and those of ASCII. */
static bool is_mark(uint32_t c)
{
    static const uint32_t marks[] = {0x2018, 0x2019, 0x201C, 0x201D, 0x3000, 0x3001,
                                     0x3002, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B};
    if (c < 0x80)
        return isspace((int)c) || ispunct((int)c);
    if (utf8_is_han(c))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i] == c)
            return true;
    return false;
}

/* What stands between the marks goes in whole. */
static struct slice letters_of(struct arena *arena, struct slice s)
{
    char *letters = arena_alloc(arena, s.len + 1);
    size_t n = 0, run = 0;
    for (size_t at = 0, from; (from = chars_skip_han(s, at)) < s.len;) {
        at = from;
        if (!is_mark(utf8_next(s, &at)))
            continue;
        memcpy(letters + n, s.at + run, from - run);
        n += from - run;
        run = at;
    }
    memcpy(letters + n, s.at + run, s.len - run);
    return (struct slice){letters, n + s.len - run};
}

static int compare(struct slice a, struct slice b)
{
    int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_text(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    int order = compare(x->letters, y->letters);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_first(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    return (x->first->row > y->first->row) - (x->first->row < y->first->row);
}

/* What the rows from `first` up to `end` say, sorted; their number. */
static uint32_t read_said(struct arena *arena, const struct indicator *first, const struct indicator *end,
                          enum indicator_column column, struct said *ret)
{
    uint32_t n = 0;
    for (const struct indicator *row = first; row < end; row++) {
        const struct cell *cell = row->cells[column];
        if (row->kind != INDICATOR_ROW || !indicator_has_values(row) || !cell)
            continue;
        ret[n] = (struct said){letters_of(arena, cell->text.s), row};
        n += ret[n].letters.len > 0;
    }
    qsort(ret, n, sizeof *ret, by_text);
    return n;
}

/* Those of two rows and more, in the order of their first ones. */
static uint32_t read_runs(const struct said *said, uint32_t n, struct run *ret)
{
    uint32_t n_runs = 0;
    for (uint32_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && slice_eq(said[i].letters, said[to].letters);)
            to++;
        if (to - i > 1)
            ret[n_runs++] = (struct run){&said[i], to - i};
    }
    qsort(ret, n_runs, sizeof *ret, by_first);
    return n_runs;
}

/* [column at argument 2] -> [array of arrays of the rows from `first` up to `end`] */
static int push_alike(lua_State *L, const struct indicator *first, const struct indicator *end)
{
    enum indicator_column column = bind_check_column(L, 2);
    size_t most = (size_t)(end - first);
    lua_budget_charge(L, most * ROW_COST);
    struct said *said = lua_newuserdatauv(L, most * sizeof *said, 0);
    uint32_t n = read_said(bind_report_of(L)->arena, first, end, column, said);
    struct run *runs = lua_newuserdatauv(L, n * sizeof *runs, 0);
    uint32_t n_runs = read_runs(said, n, runs);
    lua_createtable(L, (int)n_runs, 0);
    for (uint32_t i = 0; i < n_runs; i++) {
        lua_createtable(L, (int)runs[i].n, 0);
        for (uint32_t k = 0; k < runs[i].n; k++) {
            bind_push(L, &bind_indicator, runs[i].first[k].row);
            lua_rawseti(L, -2, (lua_Integer)k + 1);
        }
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int bind_alike(lua_State *L)
{
    const struct indicators *all = &bind_self(L)->indicators;
    return push_alike(L, all->items, all->items + all->n);
}

int bind_form_alike(lua_State *L)
{
    const struct indicator *first = bind_check(L, 1, &bind_form)->item, *end = first;
    const struct indicators *all = &bind_report_of(L)->indicators;
    while (end < all->items + all->n && end->table == first->table)
        end++;
    return push_alike(L, first, end);
}
