#include "sheet.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* Blank rows that part two tables, whatever stands below them; fewer part them where a name follows. */
#define GAP_ROWS 3
/* Rows without text that are kept where merged cells hold a table together over them; the rest say nothing, and where they end
 * is only a number in the file. */
#define BLANK_ROWS 20
/* A row above a table's head with at most this many texts can tell who made it and in which unit. */
#define ABOVE_TEXTS 3
/* Bytes of a text alone in the last rows from which it is a remark and no label. */
#define REMARK_MIN 40

struct area {
    uint32_t row, column, rows, columns;
};

struct item {
    const char *text;
    uint32_t length;
    uint32_t row, column;
    uint32_t rows, columns; /* 1 but for merged ones */
    uint32_t line;          /* of its table: the row there, without the blank ones that are left out */
};

struct sheet {
    struct tallyd_builder *b;
    const char *name;
    struct item *items;
    uint32_t n, cap;
    uint32_t width; /* columns, up to the last text */
    struct area *merges;
    uint32_t n_merges, cap_merges;
    uint64_t merged;       /* columns that they cover */
    uint32_t *hidden_rows; /* as they come */
    uint32_t n_hidden, cap_hidden;
    bool *hidden_columns; /* SHEET_COLUMNS of them, NULL: none */
    bool unsorted;
    bool named; /* its name was told */
};

/* Items [from, to), which stand in rows that follow each other. */
struct band {
    struct sheet *sheet;
    uint32_t from, to;
    uint32_t *columns; /* of the table, where each column of the sheet goes; from `left` on */
    uint32_t left, right, width;
};

struct sheet *sheet_new(struct tallyd_builder *b, const char *name)
{
    struct sheet *sheet = b->ops->alloc(b, sizeof *sheet);
    sheet->b = b;
    sheet->name = name;
    return sheet;
}

static void *grown(struct tallyd_builder *b, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    uint32_t wider = *cap ? *cap * 2 : 64;
    items = memory_resize(b, items, n * size, wider * size);
    *cap = wider;
    return items;
}

void sheet_cell(struct sheet *s, uint32_t row, uint32_t column, const char *text, size_t length)
{
    if (row >= SHEET_ROWS || column >= SHEET_COLUMNS || str_is_blank(text, length))
        return;
    if (s->n == LIMIT_sheet_cells)
        s->b->ops->limit(s->b, "sheet_cells");
    const struct item *last = s->n ? &s->items[s->n - 1] : NULL;
    s->unsorted |= last && (last->row > row || (last->row == row && last->column >= column));
    s->width = column < s->width ? s->width : column + 1;
    s->items = grown(s->b, s->items, s->n, &s->cap, sizeof *s->items);
    s->items[s->n++] = (struct item){str_keep(s->b, text, length), (uint32_t)length, row, column, 1, 1, 0};
}

void sheet_merge(struct sheet *s, uint32_t row, uint32_t column, uint32_t rows, uint32_t columns)
{
    if (row >= SHEET_ROWS || column >= SHEET_COLUMNS || !rows || !columns || (rows == 1 && columns == 1))
        return;
    s->merged += columns;
    if (s->merged > LIMIT_sheet_merges)
        s->b->ops->limit(s->b, "sheet_merges");
    s->merges = grown(s->b, s->merges, s->n_merges, &s->cap_merges, sizeof *s->merges);
    rows = rows < SHEET_ROWS - row ? rows : SHEET_ROWS - row;
    columns = columns < SHEET_COLUMNS - column ? columns : SHEET_COLUMNS - column;
    s->merges[s->n_merges++] = (struct area){row, column, rows, columns};
}

void sheet_hide_row(struct sheet *s, uint32_t row)
{
    s->hidden_rows = grown(s->b, s->hidden_rows, s->n_hidden, &s->cap_hidden, sizeof *s->hidden_rows);
    s->hidden_rows[s->n_hidden++] = row;
}

void sheet_hide_columns(struct sheet *s, uint32_t from, uint32_t to)
{
    if (!s->hidden_columns)
        s->hidden_columns = s->b->ops->alloc(s->b, SHEET_COLUMNS * sizeof *s->hidden_columns);
    for (; from < to && from < SHEET_COLUMNS; from++)
        s->hidden_columns[from] = true;
}

bool sheet_has_text(const struct sheet *sheet)
{
    return sheet->n > 0;
}

static int compare_places(uint32_t row_a, uint32_t column_a, uint32_t row_b, uint32_t column_b)
{
    if (row_a != row_b)
        return row_a < row_b ? -1 : 1;
    return (column_a > column_b) - (column_a < column_b);
}

static int compare_items(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    return compare_places(x->row, x->column, y->row, y->column);
}

static int compare_areas(const void *a, const void *b)
{
    const struct area *x = a, *y = b;
    return compare_places(x->row, x->column, y->row, y->column);
}

static int compare_rows(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool is_hidden_column(const struct sheet *s, uint32_t column)
{
    return s->hidden_columns && s->hidden_columns[column];
}

static bool is_hidden_row(const struct sheet *s, uint32_t row)
{
    return s->n_hidden && bsearch(&row, s->hidden_rows, s->n_hidden, sizeof row, compare_rows);
}

static bool is_hidden(const struct sheet *s, const struct item *item)
{
    return is_hidden_column(s, item->column) || is_hidden_row(s, item->row);
}

static void sort(struct sheet *s)
{
    if (s->unsorted)
        qsort(s->items, s->n, sizeof *s->items, compare_items);
    if (s->n_merges)
        qsort(s->merges, s->n_merges, sizeof *s->merges, compare_areas);
    if (s->n_hidden)
        qsort(s->hidden_rows, s->n_hidden, sizeof *s->hidden_rows, compare_rows);
}

/* Programs that fill sheets keep their own marks in hidden rows above the first one that is seen, and in hidden columns
 * left of it. Those go; others hold parts of a total, and stay. */
static void drop_marks(struct sheet *s)
{
    uint32_t row = SHEET_ROWS, column = SHEET_COLUMNS, kept = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const struct item *item = &s->items[i];
        if (item->row < row && !is_hidden_row(s, item->row))
            row = item->row;
        if (item->column < column && !is_hidden_column(s, item->column))
            column = item->column;
    }
    for (uint32_t i = 0; i < s->n; i++)
        if (s->items[i].row >= row && s->items[i].column >= column)
            s->items[kept++] = s->items[i];
    s->n = kept;
}

/* The merged areas that begin at or before an item, which are all that can cover it, as far as they are not told yet:
 * `until` has for each column the first row that none of them reaches. True where one begins at the item itself. */
static bool open_merges(struct sheet *s, uint32_t *next, struct item *item, uint32_t *until)
{
    bool own = false;
    for (; *next < s->n_merges; ++*next) {
        const struct area *a = &s->merges[*next];
        int order = compare_places(a->row, a->column, item->row, item->column);
        if (order > 0)
            break;
        for (uint32_t c = a->column; c < a->column + a->columns && c < s->width; c++)
            until[c] = a->row + a->rows > until[c] ? a->row + a->rows : until[c];
        if (order == 0) {
            own = true;
            item->rows = a->rows;
            item->columns = a->columns;
        }
    }
    return own;
}

/* Gives merged cells their extent and drops what they cover. */
static void apply_merges(struct sheet *s)
{
    if (!s->n_merges)
        return;
    uint32_t *until = s->b->ops->alloc(s->b, s->width * sizeof *until);
    uint32_t next = 0, kept = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        struct item item = s->items[i];
        if (open_merges(s, &next, &item, until) || until[item.column] <= item.row)
            s->items[kept++] = item;
    }
    s->n = kept;
}

/* The item behind the last one of the row that `i` stands in. */
static uint32_t row_end(const struct sheet *s, uint32_t i, uint32_t to)
{
    uint32_t row = s->items[i].row;
    while (i < to && s->items[i].row == row)
        i++;
    return i;
}

/* Where the band ends that begins at `from`. */
static uint32_t band_end(const struct sheet *s, uint32_t from)
{
    uint32_t below = 0; /* the first row that nothing so far reaches into */
    for (uint32_t i = from; i < s->n;) {
        const struct item *first = &s->items[i];
        uint32_t end = row_end(s, i, s->n), gap = i > from && first->row > below ? first->row - below : 0;
        if (gap >= GAP_ROWS || (gap && end - i == 1 && end < s->n))
            return i;
        for (; i < end; i++) {
            uint32_t bottom = s->items[i].row + s->items[i].rows;
            below = bottom > below ? bottom : below;
        }
    }
    return s->n;
}

static struct tallyd_place place_of(const struct sheet *s, const struct item *item)
{
    return (struct tallyd_place){
        .row = item->row + 1, .column = item->column + 1, .sheet = s->name, .hidden = is_hidden(s, item)};
}

static void push_paragraph(struct sheet *s, const struct item *item)
{
    struct tallyd_place place = place_of(s, item);
    s->b->ops->paragraph(s->b, item->text, item->length, &place);
}

/* Names that programs give: `Sheet1`, `工作表 2`. They say nothing. */
static bool is_given_name(const char *name)
{
    static const char *const givens[] = {"Sheet", "工作表", "Table", "表格"};
    for (size_t i = 0; i < sizeof givens / sizeof *givens; i++) {
        size_t length = strlen(givens[i]);
        if (strncasecmp(name, givens[i], length) == 0 &&
            !name[length + strspn(name + length, " 0123456789()")])
            return true;
    }
    return !*name;
}

/* The sheet's name over a table that has none of its own. */
static void push_name(struct sheet *s, const struct item *item)
{
    struct tallyd_place place = place_of(s, item);
    if (!s->named && !is_given_name(s->name))
        s->b->ops->heading(s->b, 0, s->name, strlen(s->name), &place);
    s->named = true;
}

static bool has_colon(const struct item *item)
{
    return memmem(item->text, item->length, "：", 3) || memchr(item->text, ':', item->length);
}

/* Whether the row [i, end) stands above the table and is no part of it: a text alone, or a few with a colon each
 * (`编制单位：`), or with one over a row of more. */
static bool is_above(const struct band *band, uint32_t i, uint32_t end)
{
    const struct sheet *s = band->sheet;
    if (end >= band->to)
        return false;
    if (end - i ==
        1) /* over several rows it may be a title, and the name of a group where others stand beside it */
        return s->items[end].row >= s->items[i].row + s->items[i].rows;
    uint32_t next = row_end(s, end, band->to) - end;
    uint32_t colons = 0;
    for (uint32_t k = i; k < end; k++)
        colons += has_colon(&s->items[k]);
    return end - i <= ABOVE_TEXTS && (colons == end - i || (colons && next > end - i));
}

/* What stands above goes first; the band is then what is left. */
static void push_above(struct band *band)
{
    struct sheet *s = band->sheet;
    bool any = false;
    while (band->from < band->to) {
        uint32_t end = row_end(s, band->from, band->to);
        if (!is_above(band, band->from, end))
            break;
        for (; band->from < end; band->from++)
            push_paragraph(s, &s->items[band->from]);
        s->named = any = true;
    }
    if (!any)
        push_name(s, &s->items[band->from]);
}

/* Where the remarks below the table begin: long texts alone in their rows. */
static uint32_t remarks_from(const struct band *band)
{
    const struct item *items = band->sheet->items;
    uint32_t i = band->to;
    while (i > band->from + 1 && items[i - 2].row != items[i - 1].row && items[i - 1].length >= REMARK_MIN &&
           items[i - 1].rows == 1)
        i--;
    return i;
}

/* Numbers the columns that have a text; an item's extent counts those it covers. */
static void number_columns(struct band *band)
{
    struct sheet *s = band->sheet;
    band->left = SHEET_COLUMNS;
    for (uint32_t i = band->from; i < band->to; i++) {
        band->left = s->items[i].column < band->left ? s->items[i].column : band->left;
        band->right = s->items[i].column > band->right ? s->items[i].column : band->right;
    }
    band->columns = s->b->ops->alloc(s->b, (band->right - band->left + 2) * sizeof *band->columns);
    for (uint32_t i = band->from; i < band->to; i++)
        band->columns[s->items[i].column - band->left + 1] = 1;
    for (uint32_t c = 1; c <= band->right - band->left + 1; c++)
        band->columns[c] += band->columns[c - 1];
    band->width = band->columns[band->right - band->left + 1];
}

/* The column of the table at which a column of the sheet stands, or would. */
static uint32_t column_of(const struct band *band, uint32_t column)
{
    return column > band->right ? band->width : band->columns[column - band->left];
}

static void number_lines(struct band *band)
{
    struct item *items = band->sheet->items;
    items[band->from].line = 0;
    for (uint32_t i = band->from + 1; i < band->to; i++) {
        uint32_t down = items[i].row - items[i - 1].row;
        items[i].line = items[i - 1].line + (down <= BLANK_ROWS ? down : BLANK_ROWS + 1);
    }
}

/* The line of the table at which a row of the sheet stands; of one left out, the last above it. */
static uint32_t line_of(const struct band *band, uint32_t row)
{
    const struct item *items = band->sheet->items;
    uint32_t above = band->from, beyond = band->to; /* items that stand in the row or above, and below */
    while (beyond - above > 1) {
        uint32_t middle = above + (beyond - above) / 2;
        *(items[middle].row <= row ? &above : &beyond) = middle;
    }
    uint32_t down = beyond < band->to ? row - items[above].row : 0;
    return items[above].line + (down <= BLANK_ROWS ? down : BLANK_ROWS);
}

/* A cell of the line that begins at a column of the table; how many of these it covers. */
static uint32_t push_cell(const struct band *band, const struct item *item, uint32_t *until)
{
    const struct sheet *s = band->sheet;
    uint32_t from = column_of(band, item->column), to = column_of(band, item->column + item->columns);
    uint32_t rows = item->rows > 1 ? line_of(band, item->row + item->rows - 1) - item->line + 1 : 1;
    struct tallyd_place place = place_of(s, item);
    s->b->ops->cell(s->b, item->text, item->length, rows, to - from, &place);
    for (uint32_t c = from; c < to; c++)
        until[c] = item->line + rows;
    return to - from;
}

/* A line of the table: its texts from item `i` on, and a blank cell wherever nothing stands and nothing reaches. `until`
 * has for each column the first line that nothing above reaches. Returns the item behind the line. */
static uint32_t push_line(const struct band *band, uint32_t line, uint32_t i, uint32_t *until)
{
    const struct sheet *s = band->sheet;
    s->b->ops->row(s->b);
    for (uint32_t c = 0; c < band->width;) {
        bool has = i < band->to && s->items[i].line == line && column_of(band, s->items[i].column) == c;
        if (has) {
            c += push_cell(band, &s->items[i++], until);
            continue;
        }
        if (until[c] <= line)
            s->b->ops->cell(s->b, "", 0, 1, 1, NULL);
        c++;
    }
    return i;
}

static void push_table(struct band *band)
{
    struct sheet *s = band->sheet;
    number_columns(band);
    number_lines(band);
    uint32_t *until = s->b->ops->alloc(s->b, band->width * sizeof *until);
    struct tallyd_place place = place_of(s, &s->items[band->from]);
    s->b->ops->table_begin(s->b, false, band->width, &place);
    uint32_t i = band->from, last = s->items[band->to - 1].line;
    for (uint32_t line = 0; line <= last; line++)
        i = push_line(band, line, i, until);
    s->b->ops->table_end(s->b);
}

/* A band: names above, the table, remarks below. One of a single column or row is no table. */
static void push_band(struct sheet *s, uint32_t from, uint32_t to)
{
    struct band band = {.sheet = s, .from = from, .to = to};
    push_above(&band);
    uint32_t remarks = remarks_from(&band);
    band.to = remarks;
    if (band.to - band.from > 1)
        push_table(&band);
    else
        remarks = band.from;
    for (uint32_t i = remarks; i < to; i++)
        push_paragraph(s, &s->items[i]);
}

void sheet_push(struct sheet *s)
{
    sort(s);
    if (s->n_hidden || s->hidden_columns)
        drop_marks(s);
    apply_merges(s);
    for (uint32_t from = 0, to; from < s->n; from = to) {
        to = band_end(s, from);
        push_band(s, from, to);
    }
}
