#include "bind.h"

static const struct flaw *of(const struct bind_object *object)
{
    return object->item;
}

static struct span span_of(const struct text *text)
{
    return text_span(text, 0, text->s.len);
}

static void push_kind(lua_State *L, const struct bind_object *o)
{
    lua_pushstring(L, flaw_kind_text(of(o)->kind));
}

static void push_text(lua_State *L, const struct bind_object *o)
{
    bind_push_text(L, of(o)->text.s);
}

static void push_right(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, of(o)->right);
}

static void push_around(lua_State *L, const struct bind_object *o)
{
    bind_push_text(L, of(o)->around.s);
}

static void push_prose(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, of(o)->prose);
}

static void push_line(lua_State *L, const struct bind_object *o)
{
    bind_push_line(L, span_of(&of(o)->text));
}

static void push_column(lua_State *L, const struct bind_object *o)
{
    bind_push_column(L, span_of(&of(o)->text));
}

static void push_where(lua_State *L, const struct bind_object *o)
{
    bind_push_where(L, span_of(&of(o)->text));
}

static void push_cell(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_cell, of(o)->cell);
}

static void push_section(lua_State *L, const struct bind_object *o)
{
    const struct document *document = bind_report_of(L)->document;
    bind_push(L, &bind_section, &document->sections[document->blocks[of(o)->block].section]);
}

static const struct bind_field flaw_fields[] = {
    {"kind", push_kind},       {"text", push_text},   {"right", push_right},
    {"around", push_around},   {"prose", push_prose}, {"line", push_line},
    {"column", push_column},   {"where", push_where}, {"cell", push_cell},
    {"section", push_section}, {NULL, NULL},
};

/* A flaw is quoted with the words around it: a mark alone says nothing. */
static void flaw_evidence(const struct report *report, const struct bind_object *o,
                          struct bind_evidences *ret)
{
    (void)report;
    bind_add_evidence(ret, "text", span_of(&of(o)->around), NULL);
}

const struct bind_type bind_flaw = {
    .name = "flaw", .number = BIND_FLAW, .fields = flaw_fields, .evidence = flaw_evidence};

/* report:flaws{} */
static const char *kind_word(int kind)
{
    return flaw_kind_text((enum flaw_kind)kind);
}

static void read_kind(lua_State *L, int index, void *filter)
{
    *(int *)filter = bind_check_word(L, index, kind_word, FLAW_COUNT);
}

static const struct bind_filter filters[] = {{"kind", read_kind}, {NULL, NULL}};

int bind_flaws(lua_State *L)
{
    struct bind_list list;
    int kind = -1;
    const struct flaws *flaws = &bind_self(L)->flaws;
    bind_read_filters(L, filters, &kind);
    bind_list(&list, L, &bind_flaw);
    lua_budget_charge(L, flaws->n / 8);
    for (uint32_t i = 0; i < flaws->n; i++) {
        if (kind >= 0 && (int)flaws->items[i].kind != kind)
            continue;
        bind_list_add(&list, &flaws->items[i]);
    }
    return bind_list_push(&list);
}
