/* Rows of a table on a line each, their cells held apart by tabs, as a browser, Excel and Word write what is copied out of
 * them. A cell without a text leaves two tabs side by side; merged cells leave empty ones, or none, so the table is
 * ragged. A line without a tab between such rows is a row of one cell. Numbers of headings and entries of a table of
 * contents have tabs behind or before them too, and are prose. */
#include "lines.h"

#include <string.h>

/* Rows with tabs that make a table; one is a coincidence. */
#define FIELDS_ROWS_MIN 2
/* Bytes of the longest number of a heading: （十二）, and of a page. */
#define FIELDS_NUMBER_MAX 18
#define FIELDS_PAGE_MAX   4
/* Bytes of a line without tabs that may be a row: the name of a part of the form. */
#define FIELDS_ALONE_MAX 120

struct fields_row {
    struct piece text;
    unsigned cells, filled; /* filled: those that are not blank */
};

struct fields_table {
    struct fields_row *rows;
    size_t n, cap;
    size_t tabbed; /* rows with tabs */
    bool runs;     /* of tabs stand for one: they only align */
};

/* The next cell of a row; false behind the last. */
static bool next_cell(struct piece *row, bool runs, struct piece *ret)
{
    if (!row->at)
        return false;
    const char *tab = memchr(row->at, '\t', row->len), *end = row->at + row->len;
    *ret = (struct piece){row->at, (size_t)((tab ? tab : end) - row->at)};
    const char *next = tab;
    while (next && next < end && *next == '\t' && (runs || next == tab))
        next++;
    *row = tab ? (struct piece){next, (size_t)(end - next)} : (struct piece){NULL, 0};
    return true;
}

static void count_cells(struct fields_row *row, bool runs)
{
    struct piece rest = row->text, cell;
    row->cells = row->filled = 0;
    while (next_cell(&rest, runs, &cell)) {
        row->cells++;
        row->filled += !lines_is_blank(cell);
    }
}

/* What cannot be a row of the table before it. */
static bool is_break(struct piece text)
{
    static const char *const ends[] = {"。", "；", "表", "元"};
    text = lines_trim(text);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (lines_ends(text, ends[i]))
            return true;
    return text.len > FIELDS_ALONE_MAX || lines_is_page_number(text);
}

static void add_row(struct lines *lines, struct fields_table *table, struct piece text)
{
    table->rows = lines_grow(lines->b, table->rows, table->n, &table->cap, sizeof *table->rows);
    table->rows[table->n] = (struct fields_row){.text = text};
    count_cells(&table->rows[table->n], false);
    table->tabbed += table->rows[table->n++].cells > 1;
}

/* A line of the look LOOK_TAB without its tab, which begins an empty cell here. */
static struct piece with_tab(const struct text_line *line)
{
    bool tab = line->look == LOOK_TAB;
    return (struct piece){line->text.at - tab, line->text.len + tab};
}

/* Rows up to a blank line or to what is none; lines without a tab only where rows follow. */
static const char *collect(struct lines *lines, struct fields_table *table)
{
    struct lines at = *lines;
    struct text_line line;
    const char *end = lines->at;
    size_t kept = 0;
    while (lines_next(&at, &line)) {
        bool tabbed = line.look == LOOK_FIELDS || line.look == LOOK_TAB;
        if (!tabbed && (line.look != LOOK_PROSE || is_break(line.text)))
            break;
        add_row(lines, table, with_tab(&line));
        if (tabbed) {
            kept = table->n;
            end = at.at;
        }
    }
    table->n = kept;
    return end;
}

/* 一、, （二）, 3., 4）: what a word processor numbers a paragraph with. */
static bool is_number(struct piece text)
{
    static const char *const ends[] = {"、", ".", "．", ")", "）", "章", "条"};
    text = lines_trim(text);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text.len <= FIELDS_NUMBER_MAX && lines_ends(text, ends[i]))
            return true;
    return false;
}

static bool is_page(struct piece text)
{
    text = lines_trim(text);
    bool digits = text.len > 0 && text.len <= FIELDS_PAGE_MAX;
    for (size_t i = 0; i < text.len; i++)
        digits &= text.at[i] >= '0' && text.at[i] <= '9';
    return digits;
}

/* A numbered paragraph, or words alone behind tabs. */
static bool is_paragraph(const struct fields_row *row)
{
    struct piece rest = row->text, cell, first = {0};
    while (!first.len && next_cell(&rest, false, &cell))
        first = lines_trim(cell);
    return row->filled < 2 || (row->filled == 2 && is_number(first));
}

/* `一、部门概况	1`. */
static bool is_entry(const struct fields_row *row)
{
    struct piece rest = row->text, cell, last = {0};
    while (next_cell(&rest, false, &cell))
        last = lines_is_blank(cell) ? last : cell;
    struct piece begin = lines_trim(row->text);
    bool numbered =
        begin.len > FIELDS_NUMBER_MAX && (!memcmp(begin.at, "第", 3) || !memcmp(begin.at, "（", 3) ||
                                          memmem(begin.at, FIELDS_NUMBER_MAX, "、", 3));
    return row->filled == 2 && numbered && is_page(last);
}

static bool is_table(const struct fields_table *table)
{
    size_t rows = 0;
    for (size_t i = 0; i < table->n; i++)
        rows += table->rows[i].cells > 1 && !is_paragraph(&table->rows[i]) && !is_entry(&table->rows[i]);
    return rows >= FIELDS_ROWS_MIN && rows * 2 > table->tabbed;
}

/* Whether all rows with tabs have as many cells. */
static bool is_even(const struct fields_table *table)
{
    unsigned cells = 0;
    for (size_t i = 0; i < table->n; i++) {
        unsigned n = table->rows[i].cells;
        if (n > 1 && cells && n != cells)
            return false;
        cells = n > 1 ? n : cells;
    }
    return true;
}

/* Tabs that only align are as many as it takes: then the rows are even without them, and not with them. */
static void fold_runs(struct fields_table *table)
{
    if (is_even(table))
        return;
    table->runs = true;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < table->n; i++)
            count_cells(&table->rows[i], table->runs);
        if (is_even(table))
            return;
        table->runs = false;
    }
}

static void push(struct tallyd_builder *b, const struct fields_table *table)
{
    b->ops->table_begin(b, true, 0, NULL);
    for (size_t i = 0; i < table->n; i++) {
        struct piece rest = table->rows[i].text, cell;
        b->ops->row(b);
        while (next_cell(&rest, table->runs, &cell))
            b->ops->cell(b, cell.at, cell.len, 1, 1, NULL);
    }
    b->ops->table_end(b);
}

bool fields_read(struct lines *lines, const char **ret_until)
{
    struct fields_table table = {0};
    const char *end = collect(lines, &table);
    *ret_until = end;
    if (!is_table(&table))
        return false;
    fold_runs(&table);
    push(lines->b, &table);
    lines->at = end;
    return true;
}
