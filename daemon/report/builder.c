#include "builder_priv.h"

#include "../base/must.h"

static void builder_append(struct builder *b, struct slice text)
{
    struct builder_bytes *to = &b->appended;
    builder_check(b, LIMIT_READING_BYTES, b->source.len + to->n + text.len + 1);
    while (to->cap - to->n < text.len + 1)
        to->items = arena_grow(b->arena, to->items, to->cap, &to->cap, 1);
    memcpy(to->items + to->n, text.at, text.len);
    to->n += (uint32_t)text.len;
    to->items[to->n++] = '\n';
}

static bool builder_in_source(const struct builder *b, struct slice text)
{
    return b->source.len && text.at >= b->source.at && text.at + text.len <= b->source.at + b->source.len;
}

/* Where a pushed text stands. Text that is not in the source goes behind it, on a line of its own. */
static struct text builder_text(struct builder *b, struct slice text)
{
    if (builder_in_source(b, text))
        return (struct text){.s = {NULL, text.len}, .from = (uint32_t)(text.at - b->source.at)};
    if (text.len && !b->appended.n && b->source.len && b->source.at[b->source.len - 1] != '\n')
        builder_append(b, S(""));
    uint32_t from = (uint32_t)b->source.len + b->appended.n;
    if (text.len)
        builder_append(b, text);
    return (struct text){.s = {NULL, text.len}, .from = from};
}

/* A place that outlives the call: the sheet's name is the plugin's. */
static struct place builder_place(struct builder *b, const struct place *place)
{
    if (!place)
        return (struct place){0};
    struct place copy = *place;
    if (copy.sheet.len)
        copy.sheet = arena_copy(b->arena, copy.sheet);
    return copy;
}

static struct block *builder_push(struct builder *b, enum block_kind kind, struct slice text,
                                  const struct place *place)
{
    must(!b->table);
    builder_check(b, LIMIT_BLOCKS, b->pushed.n + 1ul);
    struct text where = builder_text(b, text);
    struct place copy = builder_place(b, place);
    struct block *block = ARENA_PUSH(b->arena, &b->pushed);
    block->kind = kind;
    block->text = where;
    block->place = copy;
    return block;
}

void builder_check(struct builder *b, enum limit limit, unsigned long count)
{
    if (count <= limit_value(limit))
        return;
    b->over(b->context, limit);
    must(count <= limit_value(limit)); /* `over` must not return */
}

struct builder *builder_new(struct arena *arena, struct slice file_name, builder_limit_fn *over,
                            void *context)
{
    struct builder *b = arena_alloc(arena, sizeof *b);
    b->arena = arena;
    b->over = over;
    b->context = context;
    b->doc = arena_alloc(arena, sizeof *b->doc);
    b->doc->arena = arena;
    b->doc->name = arena_copy(arena, file_name);
    return b;
}

void builder_source(struct builder *b, struct slice text)
{
    must(!b->pushed.n && !b->appended.n && !b->source.at && !b->table);
    builder_check(b, LIMIT_READING_BYTES, text.len);
    b->source = text;
    b->doc->places_are_lines = true;
}

void builder_heading(struct builder *b, unsigned level, struct slice text, const struct place *place)
{
    builder_push(b, BLOCK_HEADING, text, place)->level = (uint8_t)(level < UINT8_MAX ? level : UINT8_MAX);
}

void builder_paragraph(struct builder *b, struct slice text, const struct place *place)
{
    builder_push(b, BLOCK_PARAGRAPH, text, place);
}

void builder_aside(struct builder *b, struct slice text, const struct place *place)
{
    builder_push(b, BLOCK_ASIDE, text, place);
}

void builder_table_begin(struct builder *b, bool ragged, unsigned columns, const struct place *place)
{
    builder_check(b, LIMIT_TABLE_COLUMNS, columns);
    struct block *block = builder_push(b, BLOCK_TABLE, S(""), place);
    b->table = block->table = arena_alloc(b->arena, sizeof *b->table);
    b->table->source = ragged ? GRID_RAGGED : GRID_TRUE;
    b->table->columns = columns;
    b->table->confidence = 100;
    b->cells = (struct builder_cells){0};
}

void builder_row(struct builder *b)
{
    must(b->table);
    builder_check(b, LIMIT_TABLE_ROWS, b->table->rows + 1ul);
    b->table->rows++;
    b->row_columns = 0;
}

void builder_cell(struct builder *b, struct slice text, unsigned rows, unsigned columns,
                  const struct place *place)
{
    must(b->table && b->table->rows && rows && columns);
    builder_check(b, LIMIT_CELLS, ++b->n_cells);
    builder_check(b, LIMIT_TABLE_COLUMNS, (unsigned long)b->row_columns + columns);
    builder_check(b, LIMIT_TABLE_ROWS, rows);
    b->row_columns += columns;
    struct text where = builder_text(b, text);
    struct place copy = builder_place(b, place);
    struct cell *cell = ARENA_PUSH(b->arena, &b->cells);
    cell->text = where;
    cell->row = b->table->rows - 1;
    cell->rows = rows;
    cell->columns = columns;
    cell->place = copy;
}

void builder_table_confidence(struct builder *b, unsigned percent)
{
    must(b->table && percent <= 100);
    b->table->confidence = (uint8_t)percent;
}

void builder_cell_more(struct builder *b, struct slice text)
{
    must(b->table && b->cells.n);
    struct text where = builder_text(b, text);
    *ARENA_PUSH(b->arena, &b->pieces) = (struct builder_piece){b->table, b->cells.n - 1, where};
}

void builder_table_end(struct builder *b)
{
    must(b->table);
    b->table->cells = b->cells.items;
    b->table->n_cells = b->cells.n;
    b->table = NULL;
}

void builder_set_format(struct builder *b, const char *format, const char *encoding)
{
    b->doc->format = format;
    b->doc->encoding = encoding;
}

void builder_set_partial(struct builder *b)
{
    b->doc->partial = true;
}
