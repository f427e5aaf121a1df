#include "priv.h"

/* Points that the edges of two pages' parts of one table may differ by, once they begin at the same place. */
#define SAME_EDGES 6.0f
/* A head that is repeated has at most so many rows. */
#define HEAD_ROWS 8u
/* Lines above a table that name it, at most. */
#define NAMING_LINES 4u

static bool same_text(struct layout_text a, struct layout_text b)
{
    return a.len == b.len && (!a.len || memcmp(a.at, b.at, a.len) == 0);
}

static bool same_columns(const struct layout_table *a, const struct layout_table *b)
{
    if (a->columns != b->columns)
        return false;
    float shift = b->edges[0] - a->edges[0];
    for (uint32_t i = 1; i <= a->columns; i++)
        if (fabsf(b->edges[i] - a->edges[i] - shift) > SAME_EDGES)
            return false;
    return true;
}

/* The item before or after on its page that is not set aside; UINT32_MAX for none. */
static uint32_t last_shown(const struct layout *l, const struct layout_sheet *page)
{
    for (uint32_t i = page->end; i > page->first; i--)
        if (l->items.items[i - 1].kind != LAYOUT_ASIDE)
            return i - 1;
    return UINT32_MAX;
}

static uint32_t first_table(const struct layout *l, const struct layout_sheet *page)
{
    for (uint32_t i = page->first; i < page->end; i++)
        if (l->items.items[i].kind == LAYOUT_TABLE)
            return i;
    return UINT32_MAX;
}

static bool is_continued(struct layout_text text)
{
    return memmem(text.at, text.len, "续", strlen("续")) && text.len <= 60;
}

/* Whether a line stands above the table at `table`, on its page. */
static bool names(const struct layout *l, uint32_t table, struct layout_text text)
{
    const struct layout_item *items = l->items.items;
    for (uint32_t n = 0, i = table; i > 0 && n < NAMING_LINES && items[i - 1].page == items[table].page;
         i--) {
        n += items[i - 1].kind == LAYOUT_LINE;
        if (items[i - 1].kind == LAYOUT_LINE && same_text(items[i - 1].line.text, text))
            return true;
    }
    return false;
}

/* What stands above a table on its page only repeats what stood above its beginning. */
static bool only_repeats(const struct layout *l, const struct layout_sheet *page, uint32_t table,
                         uint32_t begun)
{
    for (uint32_t i = page->first; i < table; i++) {
        const struct layout_item *item = &l->items.items[i];
        if (item->kind == LAYOUT_LINE && !names(l, begun, item->line.text) && !is_continued(item->line.text))
            return false;
    }
    return true;
}

static bool same_cell(const struct layout_cell *a, const struct layout_cell *b)
{
    return a->row == b->row && a->column == b->column && a->rows == b->rows && a->columns == b->columns &&
           same_text(a->text, b->text);
}

/* Rows at the top of `next` that repeat the first ones of `table`: whole rows, through which no cell reaches. */
static uint32_t repeated_rows(const struct layout_table *table, const struct layout_table *next)
{
    uint32_t n = table->cells.n < next->cells.n ? table->cells.n : next->cells.n;
    uint32_t same = 0, reach = 0, rows = 0;
    bool text = false;
    while (same < n && same_cell(&table->cells.items[same], &next->cells.items[same])) {
        const struct layout_cell *cell = &next->cells.items[same++];
        reach = cell->row + cell->rows > reach ? cell->row + cell->rows : reach;
        text = text || cell->text.len;
        bool row_ends = same == next->cells.n || next->cells.items[same].row > cell->row;
        if (row_ends && reach == cell->row + 1 && text && reach <= HEAD_ROWS)
            rows = reach;
    }
    return rows;
}

static struct layout_table *last_part(struct layout_table *t)
{
    return t->last ? t->last : t;
}

/* The last cell of a table that covers a column of its last row. */
static struct layout_cell *bottom_cell(struct layout_table *t, uint32_t column)
{
    for (struct layout_table *part = last_part(t); part; part = part->before) {
        for (uint32_t i = part->cells.n; i > part->begin; i--) {
            struct layout_cell *cell = &part->cells.items[i - 1];
            if (cell->column <= column && column < cell->column + cell->columns &&
                cell->row + cell->rows == t->rows)
                return cell;
        }
    }
    return NULL;
}

/* A cell merged over rows that a page's end cuts in two: its second part is empty; or, where its row goes on too (`row`),
 * its first part is, or both parts have its text. */
static bool goes_on(const struct layout_cell *above, const struct layout_cell *cell, bool row)
{
    bool parts = above->column == cell->column && above->columns == cell->columns &&
                 (above->rows > 1 || cell->rows > 1);
    if (!parts)
        return false;
    if (above->text.len && !cell->text.len)
        return true;
    return row && cell->rows > 1 && (!above->text.len || same_text(above->text, cell->text));
}

static void take_in(struct layout_cell *above, struct layout_cell *cell)
{
    above->rows += cell->rows;
    above->text = above->text.len ? above->text : cell->text;
    cell->rows = 0;
}

/* Whether the last row above and the first one below are of one name that is merged over rows: it stands below only, or
 * in both. */
static bool is_one_row(struct layout_table *t, const struct layout_table *next, uint32_t begin)
{
    if (begin >= next->cells.n || next->cells.items[begin].column > 0)
        return false;
    const struct layout_cell *name = &next->cells.items[begin], *above = bottom_cell(t, 0);
    return name->rows > 1 && name->text.len && above &&
           (!above->text.len || same_text(above->text, name->text));
}

/* A row that a page's end cuts in two: the part below has words in some cells and no figures. It has no name, which stands in the first
 * cell that is not merged over rows, unless all that it has goes on with cells above that have filled their lines. */
static bool is_rest_of_row(struct layout_table *t, const struct layout_table *next, uint32_t first,
                           uint32_t begin)
{
    bool text = false, first_seen = false, named = false, full = true;
    for (uint32_t i = begin; i < next->cells.n && next->cells.items[i].row == first; i++) {
        const struct layout_cell *cell = &next->cells.items[i];
        const struct layout_cell *above = bottom_cell(t, cell->column);
        bool is_name = !first_seen && cell->rows == 1;
        first_seen = first_seen || is_name;
        if (!cell->text.len)
            continue;
        if (cell->rows > 1 || lines_is_figure(cell->text) || !above || !above->text.len ||
            above->columns != cell->columns || above->column != cell->column)
            return false;
        text = true;
        named = named || is_name;
        full = full && above->full;
    }
    return text && (!named || full);
}

static uint32_t first_cell_of(const struct layout_table *t, uint32_t row)
{
    uint32_t i = 0;
    while (i < t->cells.n && t->cells.items[i].row < row)
        i++;
    return i;
}

/* Adds what the first row below has to the last row above. */
static void add_rest(struct layout *l, struct layout_table *t, const struct layout_table *next,
                     uint32_t first, uint32_t begin)
{
    for (uint32_t i = begin; i < next->cells.n && next->cells.items[i].row == first; i++) {
        const struct layout_cell *cell = &next->cells.items[i];
        struct layout_cell *above = bottom_cell(t, cell->column);
        if (cell->text.len)
            above->text = lines_concat(l, above->text, lines_joint(above->text, cell->text), cell->text);
    }
}

/* The cells of a further part count their rows from the table's first; those that go on with one above are taken in. */
static void append(struct layout *l, struct layout_table *t, struct layout_table *next)
{
    uint32_t skip = repeated_rows(t, next), begin = first_cell_of(next, skip);
    if (is_rest_of_row(t, next, skip, begin)) {
        add_rest(l, t, next, skip, begin);
        begin = first_cell_of(next, ++skip);
    }
    const uint32_t above = t->rows;
    const bool row = is_one_row(t, next, begin);
    for (uint32_t i = begin; i < next->cells.n; i++) {
        struct layout_cell *cell = &next->cells.items[i];
        struct layout_cell *over = cell->row == skip ? bottom_cell(t, cell->column) : NULL;
        if (over && goes_on(over, cell, row))
            take_in(over, cell);
        cell->row = cell->row - skip + above;
    }
    next->begin = begin;
    next->before = last_part(t);
    next->before->next = next;
    t->last = next;
    t->rows = above + next->rows - skip;
    t->confidence = next->confidence < t->confidence ? next->confidence : t->confidence;
}

/* Tries to go on with the table that begins at item `begun` on another page. */
static bool continue_table(struct layout *l, const struct layout_sheet *page, uint32_t begun)
{
    uint32_t table = first_table(l, page);
    if (table == UINT32_MAX || !only_repeats(l, page, table, begun))
        return false;
    struct layout_item *items = l->items.items;
    if (!same_columns(items[begun].table, items[table].table))
        return false;
    append(l, items[begun].table, items[table].table);
    items[table].kind = LAYOUT_GONE;
    for (uint32_t i = page->first; i < table; i++)
        items[i].kind = LAYOUT_ASIDE;
    return true;
}

void join_tables(struct layout *l)
{
    uint32_t begun = UINT32_MAX; /* the table that the page before ended with */
    for (uint32_t i = 0; i < l->pages.n; i++) {
        const struct layout_sheet *page = &l->pages.items[i];
        uint32_t table = first_table(l, page), last = last_shown(l, page);
        bool joined = begun != UINT32_MAX && continue_table(l, page, begun);
        if (joined && last == table)
            continue;
        begun = last != UINT32_MAX && l->items.items[last].kind == LAYOUT_TABLE ? last : UINT32_MAX;
    }
}
