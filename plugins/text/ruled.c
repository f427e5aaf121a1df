/* Tables that are drawn: +----+ and bars, or the box characters ┌──┐ and │. A rule goes across the whole table, or across
 * some columns while cells of the others go on. Where rules part the rows, a row has as many lines as its longest cell. */
#include "lines.h"

#include <string.h>

/* Cells of a line. */
#define RULED_COLUMNS 64
/* Dashes that make a rule; fewer are a cell of a dash. Drawn ones are never text. */
#define RULED_DASHES 3
/* Rules inside a table from which on they part rows, not only head and total from the rest. */
#define RULED_INNER 2

enum ruled_mark { RULED_TEXT, RULED_DASH, RULED_BAR, RULED_JOINT };

/* Between two marks of a line; columns are those of the screen. */
struct ruled_cell {
    struct piece text;
    unsigned from, to;
    bool rule;
};

struct ruled_line {
    struct piece text;
    size_t first; /* of its cells */
    unsigned n, rules;
};

struct ruled_table {
    struct tallyd_builder *b;
    struct ruled_line *lines;
    size_t n, cap;
    struct ruled_cell *cells;
    size_t n_cells, cap_cells;
    unsigned columns[RULED_COLUMNS], n_columns; /* where cells begin */
    bool figures_below; /* a row's figures stand under another's without a rule between */
};

/* ------------------------------------------------------------------ characters */

static size_t ruled_length(const char *at, const char *end)
{
    size_t length = 1;
    while (at + length < end && ((unsigned char)at[length] & 0xC0) == 0x80)
        length++;
    return length;
}

/* What the character at `at` draws. A plus sign is a joint only beside a dash. */
static enum ruled_mark ruled_mark(struct piece line, const char *at)
{
    static const unsigned char dashes[] = {0x80, 0x81, 0x84, 0x85, 0x88, 0x89},
                               bars[] = {0x82, 0x83, 0x86, 0x87, 0x8A, 0x8B};
    const char *end = line.at + line.len;
    if (*at == '|')
        return RULED_BAR;
    if (*at == '-' || *at == '=')
        return RULED_DASH;
    if (*at == '+')
        return (at + 1 < end && strchr("-=", at[1])) || (at > line.at && strchr("-=", at[-1])) ? RULED_JOINT
                                                                                               : RULED_TEXT;
    if (end - at < 3 || (unsigned char)at[0] != 0xE2 || (unsigned char)at[1] < 0x94 ||
        (unsigned char)at[1] > 0x95)
        return RULED_TEXT;
    unsigned char last = (unsigned char)at[2];
    if ((unsigned char)at[1] == 0x95) /* U+2550 to U+256C are double; U+2571 on are none */
        return last == 0x90 ? RULED_DASH : last == 0x91 ? RULED_BAR : last < 0xB0 ? RULED_JOINT : RULED_TEXT;
    for (size_t i = 0; i < sizeof dashes; i++)
        if (last == dashes[i] || last == bars[i])
            return last == dashes[i] ? RULED_DASH : RULED_BAR;
    return RULED_JOINT;
}

static bool ruled_is_edge(enum ruled_mark mark)
{
    return mark == RULED_BAR || mark == RULED_JOINT;
}

/* Columns of the screen that it takes; of signs that are neither Latin nor Chinese `sign`. */
static unsigned ruled_width(const char *at, unsigned sign)
{
    unsigned char first = (unsigned char)*at;
    return first < 0x80 ? 1 : first < 0xE0 || first == 0xE2 ? sign : 2;
}

/* ------------------------------------------------------------------ lines */

static void ruled_add_cell(struct ruled_table *t, const char *at, const char *end, unsigned dashes)
{
    struct ruled_line *line = &t->lines[t->n];
    size_t len = (size_t)(end - at);
    t->cells = lines_grow(t->b, t->cells, t->n_cells, &t->cap_cells, sizeof *t->cells);
    t->cells[t->n_cells++] = (struct ruled_cell){.text = {at, len}, .rule = dashes >= RULED_DASHES};
    line->n++;
    line->rules += dashes >= RULED_DASHES;
}

/* Cuts a line at its bars and joints; false where it is no line of a table. */
static bool ruled_add_line(struct ruled_table *t, struct piece text)
{
    const char *end = text.at + text.len, *from = NULL;
    unsigned dashes = 0;
    bool edge = false;
    t->lines = lines_grow(t->b, t->lines, t->n, &t->cap, sizeof *t->lines);
    t->lines[t->n] = (struct ruled_line){.text = text, .first = t->n_cells};
    for (const char *at = text.at; at < end; at += ruled_length(at, end)) {
        enum ruled_mark mark = ruled_mark(text, at);
        edge = ruled_is_edge(mark);
        if (!from && !edge)
            return false;
        bool only = mark == RULED_DASH && (at == from || dashes);
        if (edge && from)
            ruled_add_cell(t, from, at, dashes);
        from = edge ? at + ruled_length(at, end) : from;
        dashes = edge || !only ? 0 : dashes + (*at == '-' || *at == '=' ? 1 : RULED_DASHES);
    }
    bool fits = edge && t->lines[t->n].n && t->lines[t->n].n <= RULED_COLUMNS;
    t->n += fits;
    return fits;
}

static bool ruled_across(const struct ruled_line *line)
{
    return line->rules == line->n;
}

static struct ruled_cell *ruled_cell(const struct ruled_table *t, size_t line, unsigned cell)
{
    return &t->cells[t->lines[line].first + cell];
}

/* ------------------------------------------------------------------ columns */

/* Where a line's cells begin and end, by width of signs; the line's whole width. */
static unsigned ruled_measure(struct ruled_table *t, size_t line, unsigned sign)
{
    const struct ruled_line *l = &t->lines[line];
    const char *end = l->text.at + l->text.len;
    unsigned at = 0, cell = 0;
    for (const char *c = l->text.at; c < end; c += ruled_length(c, end)) {
        if (cell < l->n && c == ruled_cell(t, line, cell)->text.at)
            ruled_cell(t, line, cell)->from = at;
        if (cell < l->n && c == ruled_cell(t, line, cell)->text.at + ruled_cell(t, line, cell)->text.len)
            ruled_cell(t, line, cell++)->to = at;
        at += ruled_width(c, sign);
    }
    return at;
}

/* Two bars side by side: a cell that is drawn nowhere. */
static bool ruled_hides_cell(const struct ruled_table *t, size_t line)
{
    for (unsigned c = 0; c < t->lines[line].n; c++)
        if (!ruled_cell(t, line, c)->text.len)
            return true;
    return false;
}

/* Whether all lines are as wide: then a cell's columns are where it is drawn. */
static bool ruled_aligns(struct ruled_table *t, unsigned sign)
{
    unsigned width = ruled_measure(t, 0, sign);
    for (size_t i = 0; i < t->n; i++)
        if (ruled_measure(t, i, sign) != width || ruled_hides_cell(t, i))
            return false;
    return true;
}

/* A cell's column is then its number in the line. */
static void ruled_number(struct ruled_table *t)
{
    for (size_t i = 0; i < t->n; i++)
        for (unsigned c = 0; c < t->lines[i].n; c++) {
            ruled_cell(t, i, c)->from = c;
            ruled_cell(t, i, c)->to = c + 1;
        }
}

static unsigned ruled_columns_before(const struct ruled_table *t, unsigned place)
{
    unsigned n = 0;
    while (n < t->n_columns && t->columns[n] < place)
        n++;
    return n;
}

/* False where there are more than RULED_COLUMNS. */
static bool ruled_add_column(struct ruled_table *t, unsigned place)
{
    unsigned at = ruled_columns_before(t, place);
    if (at < t->n_columns && t->columns[at] == place)
        return true;
    if (t->n_columns == RULED_COLUMNS)
        return false;
    memmove(&t->columns[at + 1], &t->columns[at], (t->n_columns - at) * sizeof *t->columns);
    t->columns[at] = place;
    t->n_columns++;
    return true;
}

static bool ruled_find_columns(struct ruled_table *t)
{
    for (size_t i = 0; i < t->n; i++)
        for (unsigned c = 0; c < t->lines[i].n; c++)
            if (!ruled_add_column(t, ruled_cell(t, i, c)->from))
                return false;
    return true;
}

/* The cell of a line that begins in that column, or NULL. */
static const struct ruled_cell *ruled_at(const struct ruled_table *t, size_t line, unsigned from)
{
    for (unsigned c = 0; c < t->lines[line].n; c++)
        if (ruled_cell(t, line, c)->from == from)
            return ruled_cell(t, line, c);
    return NULL;
}

/* ------------------------------------------------------------------ rows */

static bool ruled_is_figure(struct piece text)
{
    text = lines_trim(text);
    const char *end = text.at + text.len;
    return text.len && lines_digit(text.at, end) && strchr("0123456789%", end[-1]);
}

/* Whether two lines have words first and figures behind, one under the other. */
static bool ruled_figures_stack(const struct ruled_table *t, size_t line)
{
    unsigned figures = 0;
    for (unsigned c = 0; c < t->lines[line].n; c++) {
        const struct ruled_cell *cell = ruled_cell(t, line, c), *below = ruled_at(t, line + 1, cell->from);
        if (!below || (c == 0 && (lines_is_blank(cell->text) || lines_is_blank(below->text))))
            return false;
        figures += ruled_is_figure(cell->text) && ruled_is_figure(below->text);
    }
    return figures > 1;
}

static bool ruled_any_stack(const struct ruled_table *t, size_t from, size_t end)
{
    for (size_t i = from; i + 1 < end; i++)
        if (!t->lines[i].rules && !t->lines[i + 1].rules && ruled_figures_stack(t, i))
            return true;
    return false;
}

/* The first line from `line` on, up to `end`, that has a rule; `end` where none has. */
static size_t ruled_next(const struct ruled_table *t, size_t line, size_t end)
{
    while (line < end && !t->lines[line].rules)
        line++;
    return line;
}

/* A cell whose first line is `line`: its text down to a rule below it, and the rows that it takes. */
static void ruled_push_cell(const struct ruled_table *t, size_t line, size_t end,
                            const struct ruled_cell *cell)
{
    unsigned columns = ruled_columns_before(t, cell->to) - ruled_columns_before(t, cell->from), rows = 1;
    size_t last = line;
    for (; last < end; last++) {
        const struct ruled_cell *part = ruled_at(t, last, cell->from);
        if (part && part->rule)
            break;
        rows += t->lines[last].rules > 0;
    }
    bool pushed = false;
    for (size_t i = line; i < last; i++) {
        const struct ruled_cell *part = ruled_at(t, i, cell->from);
        struct piece text = part ? lines_trim(part->text) : (struct piece){0};
        if (text.len && pushed)
            t->b->ops->more(t->b, text.at, text.len);
        else if (text.len)
            t->b->ops->cell(t->b, text.at, text.len, rows, columns, NULL);
        pushed = pushed || text.len;
    }
    if (!pushed)
        t->b->ops->cell(t->b, "", 0, rows, columns, NULL);
}

/* The row whose first line is `line`, of a part between two rules across. A cell that no rule parts from the row above
 * stands there. */
static void ruled_push_row(const struct ruled_table *t, size_t line, size_t end, bool parted)
{
    t->b->ops->row(t->b);
    for (unsigned c = 0; c < t->lines[line].n; c++) {
        const struct ruled_cell *cell = ruled_cell(t, line, c);
        const struct ruled_cell *above = parted ? ruled_at(t, line - 1, cell->from) : NULL;
        if (!parted || (above && above->rule))
            ruled_push_cell(t, line, end, cell);
    }
}

/* What stands between two rules across: rows parted by rules across some columns, or, where nothing parts them, a row a
 * line. */
static void ruled_push_part(const struct ruled_table *t, size_t from, size_t end, bool one_row)
{
    bool parted = false;
    for (size_t line = from, next; line < end; line = next) {
        size_t rule = ruled_next(t, line, end);
        next = one_row || rule < end || parted ? rule + (rule < end) : line + 1;
        ruled_push_row(t, line, one_row || rule < end || parted ? end : next, parted);
        parted = rule < end;
    }
}

static void ruled_push(const struct ruled_table *t, bool aligned)
{
    unsigned inner = 0;
    for (size_t i = 1; i + 1 < t->n; i++)
        inner += t->lines[i].rules > 0;
    t->b->ops->table_begin(t->b, !aligned, aligned ? t->n_columns : 0, NULL);
    for (size_t from = 0, end; from < t->n; from = end + 1) {
        for (end = from; end < t->n && !ruled_across(&t->lines[end]);)
            end++;
        bool head = from == 1 && inner;
        bool one_row =
            (head || (inner >= RULED_INNER && !t->figures_below)) && !ruled_any_stack(t, from, end);
        ruled_push_part(t, from, end, one_row);
    }
    t->b->ops->table_end(t->b);
}

/* ------------------------------------------------------------------ reading */

/* Takes the lines of a table, the first a rule across it with joints, one at least no rule; `ret` is behind them. */
static bool ruled_collect(struct ruled_table *t, struct lines lines, struct lines *ret)
{
    struct text_line line;
    size_t rows = 0;
    while (lines_next(&lines, &line) && ruled_add_line(t, lines_trim(line.text))) {
        rows += !ruled_across(&t->lines[t->n - 1]);
        if (rows == t->n || (t->n == 1 && ruled_mark(t->lines[0].text, t->lines[0].text.at) != RULED_JOINT))
            return false;
        *ret = lines;
    }
    return rows > 0;
}

bool ruled_read(struct lines *lines)
{
    struct text_line line;
    struct lines behind;
    struct piece text = lines_peek(lines, &line) ? lines_trim(line.text) : (struct piece){0};
    struct ruled_table table = {.b = lines->b};
    if (!text.len || ruled_mark(text, text.at) != RULED_JOINT || !ruled_collect(&table, *lines, &behind))
        return false;
    bool aligned = ruled_aligns(&table, 1) || ruled_aligns(&table, 2);
    if (!aligned)
        ruled_number(&table);
    if (!ruled_find_columns(&table))
        return false;
    table.figures_below = ruled_any_stack(&table, 0, table.n);
    ruled_push(&table, aligned);
    *lines = behind;
    return true;
}
