#include "bind.h"

#include "../base/utf8.h"

/* Forty Han characters. */
#define OPENING_BYTES 120

static const struct copy *of(const struct bind_object *object)
{
    return object->item;
}

static const struct passage *side_of(const struct bind_object *object)
{
    return object->item;
}

static void push_first(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_side, &of(o)->first);
}

static void push_second(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_side, &of(o)->second);
}

static void push_chars(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, of(o)->chars);
}

/* The next character that is no blank; 0 at the end. */
static uint32_t next_solid(struct slice s, size_t *at)
{
    while (*at < s.len) {
        uint32_t c = utf8_next(s, at);
        if (!utf8_is_space(c) && c > ' ')
            return c;
    }
    return 0;
}

/* Past the characters that both texts go on with. */
static void skip_alike(struct slice a, size_t *i, struct slice b, size_t *j)
{
    size_t n = 0;
    while (*i + n < a.len && *j + n < b.len && a.at[*i + n] == b.at[*j + n])
        n++;
    while (n > 0 && *i + n < a.len && ((unsigned char)a.at[*i + n] & 0xC0) == 0x80)
        n--;
    *i += n;
    *j += n;
}

static void push_same(lua_State *L, const struct bind_object *o)
{
    const struct document *document = bind_report_of(L)->document;
    struct slice a = document_quote(document, of(o)->first.span),
                 b = document_quote(document, of(o)->second.span);
    size_t i = 0, j = 0;
    uint32_t c, d;
    lua_budget_charge(L, a.len / 8);
    do {
        skip_alike(a, &i, b, &j);
        c = next_solid(a, &i);
        d = next_solid(b, &j);
    } while (c && c == d);
    lua_pushboolean(L, c == d);
}

static const struct bind_field copy_fields[] = {
    {"first", push_first}, {"second", push_second}, {"chars", push_chars}, {"same", push_same}, {NULL, NULL},
};

static void add_side(const struct passage *side, struct bind_evidences *ret)
{
    bind_add_evidence(ret, passage_role_text(side->role), side->span, NULL);
}

static void copy_evidence(const struct report *report, const struct bind_object *o,
                          struct bind_evidences *ret)
{
    (void)report;
    add_side(&of(o)->first, ret);
    add_side(&of(o)->second, ret);
}

const struct bind_type bind_copy = {
    .name = "copy", .number = BIND_COPY, .fields = copy_fields, .evidence = copy_evidence};

static void push_role(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, passage_role_text(side_of(o)->role));
}

static void push_text(lua_State *L, const struct bind_object *o)
{
    bind_push_quote(L, side_of(o)->span);
}

static void push_line(lua_State *L, const struct bind_object *o)
{
    bind_push_line(L, side_of(o)->span);
}

static void push_column(lua_State *L, const struct bind_object *o)
{
    bind_push_column(L, side_of(o)->span);
}

static void push_where(lua_State *L, const struct bind_object *o)
{
    bind_push_where(L, side_of(o)->span);
}

static void push_cell_chars(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, side_of(o)->cell_chars);
}

static void push_cell(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_cell, side_of(o)->cell);
}

static void push_table(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_table, bind_report_of(L)->document->blocks[side_of(o)->block].table);
}

static void push_section(lua_State *L, const struct bind_object *o)
{
    const struct document *document = bind_report_of(L)->document;
    bind_push(L, &bind_section, &document->sections[document->blocks[side_of(o)->block].section]);
}

/* Its first characters: what a finding quotes where the rest does not matter. */
static void push_opening(lua_State *L, const struct bind_object *o)
{
    struct span span = side_of(o)->span;
    struct slice text = document_quote(bind_report_of(L)->document, span);
    bind_push_place(L, (struct span){span.from, span.from + (uint32_t)utf8_head(text, OPENING_BYTES).len});
}

static const struct bind_field side_fields[] = {
    {"role", push_role},       {"text", push_text},        {"line", push_line}, {"column", push_column},
    {"where", push_where},     {"chars", push_cell_chars}, {"cell", push_cell}, {"table", push_table},
    {"section", push_section}, {"opening", push_opening},  {NULL, NULL},
};

static void side_evidence(const struct report *report, const struct bind_object *o,
                          struct bind_evidences *ret)
{
    (void)report;
    add_side(side_of(o), ret);
}

const struct bind_type bind_side = {
    .name = "side of a copy", .number = BIND_SIDE, .fields = side_fields, .evidence = side_evidence};

/* report:copies{} */
struct filter {
    int first, second; /* roles, -1: any */
    lua_Integer min;
};

static const char *role_word(int role)
{
    return passage_role_text((enum passage_role)role);
}

static void read_first(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->first = bind_check_word(L, index, role_word, PASSAGE_REASON + 1);
}

static void read_second(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->second = bind_check_word(L, index, role_word, PASSAGE_REASON + 1);
}

static void read_min(lua_State *L, int index, void *filter)
{
    ((struct filter *)filter)->min = luaL_checkinteger(L, index);
}

static const struct bind_filter filters[] = {
    {"first", read_first}, {"second", read_second}, {"min", read_min}, {NULL, NULL}};

static bool passes(const struct filter *f, const struct copy *copy)
{
    return (f->first < 0 || (int)copy->first.role == f->first) &&
           (f->second < 0 || (int)copy->second.role == f->second) && copy->chars >= f->min;
}

int bind_copies(lua_State *L)
{
    struct bind_list list;
    struct filter filter = {.first = -1, .second = -1};
    const struct copies *copies = &bind_self(L)->copies;
    bind_read_filters(L, filters, &filter);
    bind_list(&list, L, &bind_copy);
    lua_budget_charge(L, copies->n / 8);
    for (uint32_t i = 0; i < copies->n; i++) {
        if (passes(&filter, &copies->items[i]))
            bind_list_add(&list, &copies->items[i]);
    }
    return bind_list_push(&list);
}
