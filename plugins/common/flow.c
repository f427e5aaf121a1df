#include "flow.h"

#include <string.h>

#define HEADING_MAX 240 /* bytes of the longest heading */

struct node {
    struct node *next;
    struct flow_table *table; /* NULL: a paragraph */
    uint32_t length;
    uint8_t role; /* enum flow_role */
    char text[];
};

struct flow {
    struct tallyd_builder *b;
    struct node *first, *last;
};

struct cell {
    struct cell *next;
    struct flow content;
    unsigned rows, columns;
    unsigned column;     /* first one, 0-based */
    struct cell *origin; /* the cell that covers this one from above, or itself */
    bool continues;
};

struct row {
    struct row *next;
    struct cell *first, *last;
    unsigned before;
};

struct flow_table {
    struct tallyd_builder *b;
    struct row *first, *last;
    unsigned n_cells;
};

/* A push of a flow: what it carries along. */
struct push {
    struct tallyd_builder *b;
    uint32_t *paragraphs;
    unsigned depth; /* tables around */
};

struct flow *flow_new(struct tallyd_builder *b)
{
    struct flow *flow = b->ops->alloc(b, sizeof *flow);
    flow->b = b;
    return flow;
}

static struct node *add_node(struct flow *flow, size_t length)
{
    struct node *node = flow->b->ops->alloc(flow->b, sizeof *node + length + 1);
    if (flow->last)
        flow->last->next = node;
    else
        flow->first = node;
    return flow->last = node;
}

void flow_paragraph(struct flow *flow, enum flow_role role, const char *text, size_t length)
{
    struct node *node = add_node(flow, length);
    node->role = (uint8_t)role;
    node->length = (uint32_t)length;
    if (length)
        memcpy(node->text, text, length);
}

bool flow_heading_fits(const char *text, size_t length)
{
    static const char stop[] = "。";
    const size_t tail = sizeof stop - 1;
    return length <= HEADING_MAX && !(length >= tail && memcmp(text + length - tail, stop, tail) == 0);
}

void flow_clear(struct flow *flow)
{
    flow->first = flow->last = NULL;
}

void flow_append(struct flow *flow, struct flow *from)
{
    if (!from->first)
        return;
    if (flow->last)
        flow->last->next = from->first;
    else
        flow->first = from->first;
    flow->last = from->last;
    flow_clear(from);
}

struct flow_table *flow_table(struct flow *flow)
{
    struct node *node = add_node(flow, 0);
    node->table = flow->b->ops->alloc(flow->b, sizeof *node->table);
    node->table->b = flow->b;
    return node->table;
}

void flow_row(struct flow_table *table, unsigned before)
{
    struct row *row = table->b->ops->alloc(table->b, sizeof *row);
    row->before = before;
    if (table->last)
        table->last->next = row;
    else
        table->first = row;
    table->last = row;
}

struct flow *flow_cell(struct flow_table *table, unsigned rows, unsigned columns, bool continues)
{
    struct cell *cell = table->b->ops->alloc(table->b, sizeof *cell);
    if (!table->last)
        flow_row(table, 0);
    struct row *row = table->last;
    *cell = (struct cell){.content = {.b = table->b},
                          .rows = rows + !rows,
                          .columns = columns + !columns,
                          .continues = continues};
    cell->origin = cell;
    cell->column = row->last ? row->last->column + row->last->columns : row->before;
    if (row->last)
        row->last->next = cell;
    else
        row->first = cell;
    row->last = cell;
    table->n_cells++;
    return &cell->content;
}

struct flow *flow_widen(struct flow_table *table, unsigned columns)
{
    if (!table->last || !table->last->last)
        return flow_cell(table, 1, columns, false);
    table->last->last->columns += columns;
    return &table->last->last->content;
}

/* Gives the first of cells that continue each other its extent. Two belong together where they have the same
 * columns; one that continues nothing stands for itself. */
static void join_rows(const struct flow_table *table)
{
    const struct row *before = NULL;
    for (const struct row *row = table->first; row; before = row, row = row->next) {
        const struct cell *above = before ? before->first : NULL;
        for (struct cell *cell = row->first; cell; cell = cell->next) {
            while (above && above->column < cell->column)
                above = above->next;
            if (!cell->continues || !above || above->column != cell->column ||
                above->columns != cell->columns)
                continue;
            cell->origin = above->origin;
            cell->origin->rows++;
        }
    }
}

/* The content of a table of one cell, else NULL. */
static const struct flow *framed(const struct flow_table *table)
{
    const struct row *row = table->n_cells == 1 ? table->first : NULL;
    while (row && !row->first)
        row = row->next;
    return row ? &row->first->content : NULL;
}

/* A cell's own text: its paragraphs, and those of frames in it. */
static void cell_text(const struct flow *flow, struct str *to)
{
    for (const struct node *node = flow->first; node; node = node->next) {
        if (node != flow->first)
            str_puts(to, "\n");
        if (!node->table)
            str_add(to, node->text, node->length);
        else if (framed(node->table))
            cell_text(framed(node->table), to);
    }
}

bool flow_has_text(const struct flow *flow)
{
    for (const struct node *node = flow->first; node; node = node->next) {
        if (!node->table && !str_is_blank(node->text, node->length))
            return true;
        for (const struct row *row = node->table ? node->table->first : NULL; row; row = row->next)
            for (const struct cell *cell = row->first; cell; cell = cell->next)
                if (flow_has_text(&cell->content))
                    return true;
    }
    return false;
}

void flow_text(const struct flow *flow, struct str *to)
{
    for (const struct node *node = flow->first; node; node = node->next) {
        if (node != flow->first)
            str_puts(to, "\n");
        if (!node->table)
            str_add(to, node->text, node->length);
        for (const struct row *row = node->table ? node->table->first : NULL; row; row = row->next)
            for (const struct cell *cell = row->first; cell; cell = cell->next) {
                str_puts(to, cell == row->first ? "" : " ");
                flow_text(&cell->content, to);
            }
    }
}

static void push_rows(const struct push *push, const struct flow_table *table)
{
    const struct tallyd_builder_ops *ops = push->b->ops;
    struct str text = {.b = push->b};
    join_rows(table);
    ops->table_begin(push->b, false, 0, NULL);
    for (const struct row *row = table->first; row; row = row->next) {
        ops->row(push->b);
        if (row->before)
            ops->cell(push->b, "", 0, 1, row->before, NULL);
        for (const struct cell *cell = row->first; cell; cell = cell->next) {
            str_clear(&text);
            cell_text(&cell->content, &text);
            if (cell->origin == cell)
                ops->cell(push->b, text.at ? text.at : "", text.len, cell->rows, cell->columns, NULL);
        }
    }
    ops->table_end(push->b);
}

static void push_paragraph(const struct push *push, const struct node *node)
{
    const struct tallyd_builder_ops *ops = push->b->ops;
    struct tallyd_place place = {.paragraph = ++*push->paragraphs};
    if (str_is_blank(node->text, node->length))
        return;
    if (node->role == FLOW_ASIDE)
        ops->aside(push->b, node->text, node->length, &place);
    else if (node->role == FLOW_HEADING)
        ops->heading(push->b, 0, node->text, node->length, &place);
    else
        ops->paragraph(push->b, node->text, node->length, &place);
}

/* `inside`: of a cell, whose paragraphs are pushed already; its tables follow. */
static void push_flow(struct push *push, const struct flow *flow, bool inside)
{
    if (push->depth > LIMIT_table_depth)
        push->b->ops->limit(push->b, "table_depth");
    push->depth++;
    for (const struct node *node = flow->first; node; node = node->next) {
        const struct flow *frame = node->table ? framed(node->table) : NULL;
        if (!node->table && !inside)
            push_paragraph(push, node);
        if (frame)
            push_flow(push, frame, inside);
        if (!node->table || frame || !node->table->n_cells)
            continue;
        push_rows(push, node->table);
        for (const struct row *row = node->table->first; row; row = row->next)
            for (const struct cell *cell = row->first; cell; cell = cell->next)
                push_flow(push, &cell->content, true);
    }
    push->depth--;
}

void flow_push(const struct flow *flow, struct tallyd_builder *b, uint32_t *paragraphs)
{
    struct push push = {.b = b, .paragraphs = paragraphs};
    push_flow(&push, flow, false);
}
