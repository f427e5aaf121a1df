#include "bind.h"

#include "../base/utf8.h"

#include <ctype.h>
#include <stdlib.h>

/* Rows of forms that say the same in a column: report:alike(column). They are sorted by what they say, so that its cost
 * grows no faster than n log n, whatever the rows are. */

struct said {
    struct slice text;
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

/* The next character that counts; 0 at the end. */
static uint32_t next_letter(struct slice s, size_t *at)
{
    while (*at < s.len) {
        uint32_t c = utf8_next(s, at);
        if (!is_mark(c))
            return c;
    }
    return 0;
}

static int compare_text(struct slice a, struct slice b)
{
    size_t i = 0, j = 0;
    uint32_t c, d;
    do {
        c = next_letter(a, &i);
        d = next_letter(b, &j);
    } while (c && c == d);
    return (c > d) - (c < d);
}

static int by_text(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    int order = compare_text(x->text, y->text);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_first(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    return (x->first->row > y->first->row) - (x->first->row < y->first->row);
}

/* What the rows say, sorted; their number. */
static uint32_t read_said(const struct indicators *all, enum indicator_column column, struct said *ret)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < all->n; i++) {
        const struct indicator *row = &all->items[i];
        const struct cell *cell = row->cells[column];
        size_t at = 0;
        if (row->kind == INDICATOR_ROW && indicator_has_values(row) && cell && next_letter(cell->text.s, &at))
            ret[n++] = (struct said){cell->text.s, row};
    }
    qsort(ret, n, sizeof *ret, by_text);
    return n;
}

/* Those of two rows and more, in the order of their first ones. */
static uint32_t read_runs(const struct said *said, uint32_t n, struct run *ret)
{
    uint32_t n_runs = 0;
    for (uint32_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && compare_text(said[i].text, said[to].text) == 0;)
            to++;
        if (to - i > 1)
            ret[n_runs++] = (struct run){&said[i], to - i};
    }
    qsort(ret, n_runs, sizeof *ret, by_first);
    return n_runs;
}

int bind_alike(lua_State *L)
{
    const struct report *report = bind_self(L);
    const struct indicators *all = &report->indicators;
    enum indicator_column column = bind_check_column(L, 2);
    lua_budget_charge(L, (unsigned long)all->n * ROW_COST);
    struct said *said = lua_newuserdatauv(L, all->n * sizeof *said, 0);
    uint32_t n = read_said(all, column, said);
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
