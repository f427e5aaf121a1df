#include "edges.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

#define TABLES_DEPTH 9 /* index 0 is not used */

/* Edges this near to each other are one: rows drawn by hand are off by a little. Twips. */
#define EDGE_NEAR 40
/* Rows begin and end together unless they are off by more than a cell's margin. */
#define EDGE_OUTER 160
/* A row's edges lie within this; Word's widest page is 31,680 twips. Some files say any number. */
#define EDGE_MOST 1000000

struct row_cell {
    struct flow *content;
    struct edges_cell said;
    uint32_t column, columns;
};

struct row {
    uint32_t first, n;
    bool edges; /* known */
};

struct table {
    struct row_cell *cells;
    uint32_t n_cells, cap_cells, row_start;
    struct row *rows;
    uint32_t n_rows, cap_rows;
    struct flow *open; /* the cell that is being read */
    bool has_text;     /* it does not end with its cell */
};

struct edges {
    struct tallyd_builder *b;
    struct flow *flow;
    struct table *level[TABLES_DEPTH];
    bool cut;
};

static void *room_for_one(struct tallyd_builder *b, void *items, uint32_t n, uint32_t *cap, size_t each)
{
    if (n < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 16;
    return memory_resize(b, items, n * each, *cap * each);
}

struct edges *edges_new(struct tallyd_builder *b, struct flow *flow)
{
    struct edges *tables = b->ops->alloc(b, sizeof *tables);
    tables->b = b;
    tables->flow = flow;
    return tables;
}

static struct table *open_table(struct edges *tables, unsigned depth)
{
    struct table *table = tables->b->ops->alloc(tables->b, sizeof *table);
    table->open = flow_new(tables->b);
    return tables->level[depth] = table;
}

/* Each table around is there too, so that this one has a cell to stand in. */
static struct table *table_at(struct edges *tables, unsigned depth)
{
    depth = depth < TABLES_DEPTH ? depth : TABLES_DEPTH - 1;
    edges_end(tables, depth);
    for (unsigned d = 1; d <= depth; d++)
        if (!tables->level[d])
            open_table(tables, d);
    return tables->level[depth];
}

static void add_cell(struct edges *tables, struct table *table)
{
    struct tallyd_builder *b = tables->b;
    table->cells = room_for_one(b, table->cells, table->n_cells, &table->cap_cells, sizeof *table->cells);
    table->cells[table->n_cells++] = (struct row_cell){.content = table->open, .columns = 1};
    table->open = flow_new(b);
    table->has_text = false;
}

/* Cells merged across become one. */
static uint32_t join_across(struct row_cell *cells, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct row_cell *to = kept ? &cells[kept - 1] : NULL;
        if (cells[i].said.across != EDGES_NEXT || !to || to->said.across == EDGES_NONE) {
            cells[kept++] = cells[i];
            continue;
        }
        to->said.right = cells[i].said.right;
        to->columns++;
    }
    return kept;
}

static int bounded(int edge)
{
    return edge > EDGE_MOST ? EDGE_MOST : edge < -EDGE_MOST ? -EDGE_MOST : edge;
}

static void add_row(struct edges *tables, struct table *table, const struct edges_cell *cells, uint32_t n,
                    bool known)
{
    struct tallyd_builder *b = tables->b;
    struct row row = {.first = table->row_start, .n = table->n_cells - table->row_start};
    if (!row.n)
        return;
    row.edges = known && n >= row.n;
    for (uint32_t i = 0; i < row.n && i < n; i++) {
        struct edges_cell *said = &table->cells[row.first + i].said;
        *said = cells[i];
        said->left = bounded(said->left);
        said->right = bounded(said->right);
    }
    row.n = join_across(table->cells + row.first, row.n);
    table->n_cells = table->row_start = row.first + row.n;
    table->rows = room_for_one(b, table->rows, table->n_rows, &table->cap_rows, sizeof *table->rows);
    table->rows[table->n_rows++] = row;
}

static int compare_edges(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return x < y ? -1 : x > y;
}

/* The edges of all rows, near ones as one, in order. */
static uint32_t collect_edges(struct tallyd_builder *b, const struct table *table, int **ret)
{
    int *edges = b->ops->alloc(b, (table->n_cells * 2ul + 1) * sizeof *edges);
    uint32_t n = 0, kept = 0;
    for (uint32_t r = 0; r < table->n_rows; r++)
        for (uint32_t i = 0; i < table->rows[r].n && table->rows[r].edges; i++) {
            const struct row_cell *cell = &table->cells[table->rows[r].first + i];
            edges[n++] = cell->said.left;
            edges[n++] = cell->said.right;
        }
    qsort(edges, n, sizeof *edges, compare_edges);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || edges[i] > edges[kept - 1] + EDGE_NEAR)
            edges[kept++] = edges[i];
    while (kept > 2 && edges[1] - edges[0] <= EDGE_OUTER)
        memmove(edges + 1, edges + 2, (--kept - 1) * sizeof *edges);
    while (kept > 2 && edges[kept - 1] - edges[kept - 2] <= EDGE_OUTER)
        kept--;
    *ret = edges;
    return kept;
}

/* The number of the last edge that is not behind `at`. */
static uint32_t edge_of(const int *edges, uint32_t n, int at)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (edges[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : 0;
}

static void lay_row(struct table *table, const struct row *row, const int *edges, uint32_t n_edges)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < row->n; i++) {
        struct row_cell *cell = &table->cells[row->first + i];
        uint32_t left = next, right = next + cell->columns;
        if (row->edges) {
            left = edge_of(edges, n_edges, cell->said.left);
            right = edge_of(edges, n_edges, cell->said.right);
        }
        cell->column = left > next ? left : next;
        cell->columns = right > cell->column ? right - cell->column : 1;
        next = cell->column + cell->columns;
    }
}

static void push_row(struct flow_table *to, const struct table *table, const struct row *row)
{
    uint32_t at = table->cells[row->first].column;
    flow_row(to, at);
    for (uint32_t i = 0; i < row->n; i++) {
        const struct row_cell *cell = &table->cells[row->first + i];
        if (cell->column > at)
            flow_cell(to, 1, cell->column - at, false);
        flow_append(flow_cell(to, 1, cell->columns, cell->said.down == EDGES_NEXT), cell->content);
        at = cell->column + cell->columns;
    }
}

static void push_table(struct edges *tables, struct table *table, struct flow *flow)
{
    int *edges;
    uint32_t n_edges = collect_edges(tables->b, table, &edges);
    struct flow_table *to = flow_table(flow);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        lay_row(table, &table->rows[r], edges, n_edges);
        push_row(to, table, &table->rows[r]);
    }
}

/* A row without an end still has its text. */
static void finish_row(struct edges *tables, struct table *table)
{
    if (table->has_text)
        add_cell(tables, table);
    tables->cut = tables->cut || table->n_cells > table->row_start;
    add_row(tables, table, NULL, 0, false);
}

struct flow *edges_open(struct edges *tables, unsigned depth)
{
    return table_at(tables, depth)->open;
}

void edges_text(struct edges *tables, unsigned depth, const char *text, size_t length)
{
    struct table *table = table_at(tables, depth);
    flow_paragraph(table->open, FLOW_TEXT, text, length);
    table->has_text = true;
}

void edges_cell_end(struct edges *tables, unsigned depth)
{
    add_cell(tables, table_at(tables, depth));
}

void edges_row_end(struct edges *tables, unsigned depth, const struct edges_cell *cells, uint32_t n,
                   bool known)
{
    add_row(tables, table_at(tables, depth), cells, n, known);
}

void edges_end(struct edges *tables, unsigned depth)
{
    for (unsigned d = TABLES_DEPTH - 1; d > depth; d--) {
        struct table *table = tables->level[d];
        if (!table)
            continue;
        finish_row(tables, table);
        tables->level[d] = NULL;
        struct flow *flow = d > 1 && tables->level[d - 1] ? tables->level[d - 1]->open : tables->flow;
        if (table->n_rows)
            push_table(tables, table, flow);
    }
}

bool edges_cut(const struct edges *tables)
{
    return tables->cut;
}
