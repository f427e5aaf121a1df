#include "plugin_ops.h"

#include "../base/utf8.h"

#define LEVEL_MAX 6
/* No name of an encoding, a limit or a kind is longer; of a note one line is kept. */
#define NAME_LENGTH 32
#define NOTE_MAX    500

static struct plugin_bridge *bridge_of(struct tallyd_builder *b)
{
    return (struct plugin_bridge *)(void *)b;
}

static _Noreturn void refuse(struct plugin_bridge *bridge, const char *fault)
{
    bridge->fault = fault;
    longjmp(bridge->refused, PLUGIN_OPS_NONSENSE);
}

static void check(struct plugin_bridge *bridge, bool fine, const char *fault)
{
    if (!fine)
        refuse(bridge, fault);
}

static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

/* Whether a text is characters of the source, which has been checked. */
static bool is_of_source(const struct plugin_bridge *bridge, struct slice s)
{
    if (!s.len || !bridge->source.len)
        return false;
    const char *end = bridge->source.at + bridge->source.len;
    return s.at >= bridge->source.at && s.at < end && s.len <= (size_t)(end - s.at) &&
           begins_character(s.at[0]) && (s.at + s.len == end || begins_character(s.at[s.len]));
}

static struct slice checked_text(struct plugin_bridge *bridge, const char *text, size_t length)
{
    struct slice s = {text, length};
    check(bridge, text || length == 0, "text without an address");
    check(bridge, is_of_source(bridge, s) || utf8_valid_prefix(s) == length, "text that is not valid UTF-8");
    return s;
}

static struct slice checked_sheet(struct plugin_bridge *bridge, const char *sheet)
{
    return sheet ? checked_text(bridge, sheet, strlen(sheet)) : (struct slice){0};
}

/* The plugin's place, or NULL where it gives none. */
static const struct place *checked_place(struct plugin_bridge *bridge, const struct tallyd_place *from,
                                         struct place *to)
{
    if (!from)
        return NULL;
    *to = (struct place){from->page,  from->paragraph, from->table,
                         from->row,   from->column,    checked_sheet(bridge, from->sheet),
                         from->hidden};
    if (to->sheet.len)
        to->sheet = arena_copy(bridge->job->arena, to->sheet);
    return to;
}

static void *on_alloc(struct tallyd_builder *b, size_t size)
{
    return arena_alloc(bridge_of(b)->job->arena, size);
}

static void on_source(struct tallyd_builder *b, const char *text, size_t length)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, !bridge->pushed, "the source after another push");
    bridge->pushed = true;
    bridge->source = checked_text(bridge, text, length);
    builder_source(bridge->builder, bridge->source);
}

static void begin_block(struct plugin_bridge *bridge)
{
    check(bridge, !bridge->in_table, "a block inside a table");
    bridge->pushed = true;
}

static void on_heading(struct tallyd_builder *b, unsigned level, const char *text, size_t length,
                       const struct tallyd_place *place)
{
    struct plugin_bridge *bridge = bridge_of(b);
    struct place to;
    begin_block(bridge);
    check(bridge, level <= LEVEL_MAX, "a heading of a level above 6");
    builder_heading(bridge->builder, level, checked_text(bridge, text, length),
                    checked_place(bridge, place, &to));
}

static void on_paragraph(struct tallyd_builder *b, const char *text, size_t length,
                         const struct tallyd_place *place)
{
    struct plugin_bridge *bridge = bridge_of(b);
    struct place to;
    begin_block(bridge);
    builder_paragraph(bridge->builder, checked_text(bridge, text, length), checked_place(bridge, place, &to));
}

static void on_aside(struct tallyd_builder *b, const char *text, size_t length,
                     const struct tallyd_place *place)
{
    struct plugin_bridge *bridge = bridge_of(b);
    struct place to;
    begin_block(bridge);
    builder_aside(bridge->builder, checked_text(bridge, text, length), checked_place(bridge, place, &to));
}

static void on_table_begin(struct tallyd_builder *b, bool ragged, unsigned columns,
                           const struct tallyd_place *place)
{
    struct plugin_bridge *bridge = bridge_of(b);
    struct place to;
    begin_block(bridge);
    bridge->in_table = true;
    bridge->in_row = bridge->in_cell = false;
    builder_table_begin(bridge->builder, ragged, columns, checked_place(bridge, place, &to));
}

static void on_row(struct tallyd_builder *b)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, bridge->in_table, "a row outside a table");
    bridge->in_row = true;
    bridge->in_cell = false;
    builder_row(bridge->builder);
}

static void on_cell(struct tallyd_builder *b, const char *text, size_t length, unsigned rows,
                    unsigned columns, const struct tallyd_place *place)
{
    struct plugin_bridge *bridge = bridge_of(b);
    struct place to;
    check(bridge, bridge->in_row, "a cell outside a row");
    check(bridge, rows > 0 && columns > 0, "a cell of no extent");
    bridge->in_cell = true;
    builder_cell(bridge->builder, checked_text(bridge, text, length), rows, columns,
                 checked_place(bridge, place, &to));
}

static void on_more(struct tallyd_builder *b, const char *text, size_t length)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, bridge->in_cell, "more of a cell that was not begun");
    builder_cell_more(bridge->builder, checked_text(bridge, text, length));
}

static void on_table_end(struct tallyd_builder *b)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, bridge->in_table, "the end of a table that was not begun");
    bridge->in_table = bridge->in_row = bridge->in_cell = false;
    builder_table_end(bridge->builder);
}

static void on_encoding(struct tallyd_builder *b, const char *name)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, name && strnlen(name, NAME_LENGTH + 1) <= NAME_LENGTH, "an encoding without a name");
    checked_text(bridge, name, strlen(name));
    bridge->encoding = name;
}

static void on_note(struct tallyd_builder *b, const char *text)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, text != NULL, "a note without text");
    struct slice note = checked_text(bridge, text, strlen(text));
    bridge->note = arena_copy(bridge->job->arena, utf8_head(note, NOTE_MAX));
}

static bool is_name(const char *name)
{
    return name && *name && strnlen(name, NAME_LENGTH + 1) <= NAME_LENGTH;
}

static void on_limit(struct tallyd_builder *b, const char *name)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, is_name(name), "a limit without a name");
    bridge->note = arena_copy(bridge->job->arena, checked_text(bridge, name, strlen(name)));
    longjmp(bridge->refused, PLUGIN_OPS_LIMIT);
}

static void on_kind(struct tallyd_builder *b, const char *suffix)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, is_name(suffix) && *suffix == '.', "a kind that is no suffix");
    bridge->kind = arena_copy(bridge->job->arena, checked_text(bridge, suffix, strlen(suffix)));
}

static void on_confidence(struct tallyd_builder *b, unsigned percent)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, bridge->in_table, "a confidence outside a table");
    check(bridge, percent <= 100, "a confidence above 100");
    builder_table_confidence(bridge->builder, percent);
}

static void on_inside(struct tallyd_builder *b, const char *bytes, size_t size)
{
    struct plugin_bridge *bridge = bridge_of(b);
    check(bridge, !bridge->pushed, "what it wraps after a push");
    check(bridge, bytes && size, "nothing for what it wraps");
    bridge->inside = (struct slice){bytes, size};
    longjmp(bridge->refused, PLUGIN_OPS_INSIDE);
}

static void *on_scratch(struct tallyd_builder *b, size_t size)
{
    struct plugin_bridge *bridge = bridge_of(b);
    if (!bridge->scratch)
        bridge->scratch = arena_scratch(bridge->job->arena);
    return arena_alloc(bridge->scratch, size);
}

static void on_scratch_end(struct tallyd_builder *b)
{
    plugin_ops_end_scratch(bridge_of(b));
}

static const struct tallyd_builder_ops operations = {
    .alloc = on_alloc,
    .source = on_source,
    .heading = on_heading,
    .paragraph = on_paragraph,
    .aside = on_aside,
    .table_begin = on_table_begin,
    .row = on_row,
    .cell = on_cell,
    .more = on_more,
    .table_end = on_table_end,
    .encoding = on_encoding,
    .note = on_note,
    .limit = on_limit,
    .kind = on_kind,
    .confidence = on_confidence,
    .inside = on_inside,
    .scratch = on_scratch,
    .scratch_end = on_scratch_end,
};

void plugin_ops_init(struct plugin_bridge *bridge, const struct plugin_job *job)
{
    *bridge = (struct plugin_bridge){.handle = {&operations}, .job = job};
    bridge->builder = builder_new(job->arena, job->name, job->over, job->context);
}

void plugin_ops_end_scratch(struct plugin_bridge *bridge)
{
    arena_free(bridge->scratch);
    bridge->scratch = NULL;
}
