#include "bind.h"

#include "lua_raise.h"
#include "lua_words.h"

#include "../report/identifiers.h"

#include <ctype.h>

/* Words of a lexicon class wherever they stand, and numbers that identify somebody: report:mentions{ class = "find-…" },
 * report:identifiers{ kind = "mobile" }. */

/* Bytes of the same paragraph or cell that a mention shows on either side: a label's value, a few words. */
#define MENTION_AROUND 240

static const struct mention *of(const struct bind_object *object)
{
    return object->item;
}

static struct span span_of(const struct mention *mention)
{
    return text_span(mention->text, mention->from, mention->to);
}

static bool continues_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static void push_text(lua_State *L, const struct bind_object *o)
{
    bind_push_quote(L, span_of(of(o)));
}

static void push_before(lua_State *L, const struct bind_object *o)
{
    struct slice s = of(o)->text->s;
    size_t to = of(o)->from, from = to > MENTION_AROUND ? to - MENTION_AROUND : 0;
    while (from < to && continues_character(s.at[from]))
        from++;
    bind_push_text(L, slice_sub(s, from, to));
}

static void push_after(lua_State *L, const struct bind_object *o)
{
    struct slice s = of(o)->text->s;
    size_t from = of(o)->to, to = s.len - from > MENTION_AROUND ? from + MENTION_AROUND : s.len;
    while (to > from && to < s.len && continues_character(s.at[to]))
        to--;
    bind_push_text(L, slice_sub(s, from, to));
}

/* Up to the next word of the class in the same text: what a form's label is followed by. */
static void push_value(lua_State *L, const struct bind_object *o)
{
    const struct mention *mention = of(o);
    const struct mentions *all = bind_report_of(L)->mentions;
    size_t to = mention->text->s.len;
    bool listed = mention->class != UINT32_MAX; /* an identifier stands in no such list */
    for (const struct mention *next = mention + 1; listed && next < all->items + all->n; next++) {
        if (next->text != mention->text)
            break;
        if (next->class == mention->class) {
            to = next->from;
            break;
        }
    }
    bind_push_text(L, slice_sub(mention->text->s, mention->to, to));
}

static void push_line(lua_State *L, const struct bind_object *o)
{
    bind_push_line(L, span_of(of(o)));
}

static void push_column(lua_State *L, const struct bind_object *o)
{
    bind_push_column(L, span_of(of(o)));
}

static void push_where(lua_State *L, const struct bind_object *o)
{
    bind_push_where(L, span_of(of(o)));
}

static void push_cell(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_cell, of(o)->cell);
}

static void push_table(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_table, bind_report_of(L)->document->blocks[of(o)->block].table);
}

static void push_section(lua_State *L, const struct bind_object *o)
{
    const struct document *document = bind_report_of(L)->document;
    bind_push(L, &bind_section, &document->sections[document->blocks[of(o)->block].section]);
}

static void skip_blanks(struct slice *s)
{
    while (s->len && isspace((unsigned char)s->at[0]))
        *s = slice_sub(*s, 1, s->len);
}

/* Past the blanks and `mark`, where it comes next; else nothing is passed. */
static void skip_mark(struct slice *s, struct slice mark)
{
    struct slice rest = *s;
    skip_blanks(&rest);
    if (slice_starts(rest, mark))
        *s = slice_sub(rest, mark.len, rest.len);
}

/* Past a remark in brackets. */
static void skip_remark(struct slice *s, struct slice open, struct slice close)
{
    struct slice rest = *s;
    skip_blanks(&rest);
    ptrdiff_t to = slice_starts(rest, open) ? slice_find(rest, close, open.len) : -1;
    if (to >= 0)
        *s = slice_sub(rest, (size_t)to + close.len, rest.len);
}

/* The label of a field and nothing else: blanks before it; behind it the other half of a bracket, a remark, a colon. */
static bool stands_alone(const struct mention *mention)
{
    struct slice before = slice_sub(mention->text->s, 0, mention->from);
    struct slice after = slice_sub(mention->text->s, mention->to, mention->text->s.len);
    skip_blanks(&before);
    if (!mention->cell || before.len)
        return false;
    skip_mark(&after, S(")"));
    skip_mark(&after, S("）"));
    skip_remark(&after, S("("), S(")"));
    skip_remark(&after, S("（"), S("）"));
    skip_mark(&after, S("："));
    while (after.len && (after.at[0] == ':' || isspace((unsigned char)after.at[0])))
        after = slice_sub(after, 1, after.len);
    return after.len == 0;
}

static void push_alone(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, stands_alone(of(o)));
}

static void push_heading(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, bind_report_of(L)->document->blocks[of(o)->block].kind == BLOCK_HEADING);
}

static const struct bind_field mention_fields[] = {
    {"text", push_text},   {"before", push_before},   {"after", push_after},     {"value", push_value},
    {"line", push_line},   {"column", push_column},   {"where", push_where},     {"cell", push_cell},
    {"table", push_table}, {"section", push_section}, {"heading", push_heading}, {"alone", push_alone},
    {NULL, NULL},
};

/* mention:around(before, after): the place with so many bytes more on either side, of the same text at most */
static int around(lua_State *L)
{
    const struct mention *mention = of(bind_check(L, 1, &bind_mention));
    lua_Integer before = luaL_checkinteger(L, 2), after = luaL_checkinteger(L, 3);
    luaL_argcheck(L, before >= 0, 2, "a number of bytes");
    luaL_argcheck(L, after >= 0, 3, "a number of bytes");
    struct slice s = mention->text->s;
    size_t from = (size_t)before < mention->from ? mention->from - (size_t)before : 0;
    size_t to = (size_t)after < s.len - mention->to ? mention->to + (size_t)after : s.len;
    while (from < mention->from && continues_character(s.at[from]))
        from++;
    while (to > mention->to && to < s.len && continues_character(s.at[to]))
        to--;
    bind_push_place(L, text_span(mention->text, from, to));
    return 1;
}

static const luaL_Reg mention_methods[] = {{"around", around}, {NULL, NULL}};

static void mention_evidence(const struct report *report, const struct bind_object *o,
                             struct bind_evidences *ret)
{
    (void)report;
    bind_add_evidence(ret, "text", span_of(of(o)), NULL);
}

const struct bind_type bind_mention = {.name = "mention",
                                       .number = BIND_MENTION,
                                       .fields = mention_fields,
                                       .methods = mention_methods,
                                       .evidence = mention_evidence};

/* report:mentions{} */
struct filter {
    uint32_t class;                 /* UINT32_MAX: any */
    int alone;                      /* -1: either */
    const struct lua_words *behind; /* NULL: whatever stands before it */
};

static void read_class(lua_State *L, int index, void *filter)
{
    const char *class = luaL_checkstring(L, index);
    uint32_t id = lexicon_class(bind_self(L)->lexicon, class);
    if (id == UINT32_MAX || !slice_starts(slice_of(class), S(LEXICON_FIND)))
        lua_raise(
            L, "the lexicon has no class \"%s\" of words to look for; their names begin with " LEXICON_FIND,
            class);
    ((struct filter *)filter)->class = id;
}

static void read_alone(lua_State *L, int index, void *filter)
{
    luaL_checktype(L, index, LUA_TBOOLEAN);
    ((struct filter *)filter)->alone = lua_toboolean(L, index);
}

static void read_behind(lua_State *L, int index, void *filter)
{
    const struct lua_words *words = lua_words_at(L, index);
    if (!words)
        luaL_typeerror(L, index, "wordlist");
    ((struct filter *)filter)->behind = words;
}

static const struct bind_filter filters[] = {
    {"class", read_class}, {"alone", read_alone}, {"behind", read_behind}, {NULL, NULL}};

/* Whether one of the words stands right before the mention. */
static bool stands_behind(lua_State *L, const struct lua_words *words, const struct mention *mention)
{
    struct slice before = slice_sub(mention->text->s, 0, mention->from);
    size_t i = 0, n = lua_words_count(words);
    lua_budget_charge(L, 1 + n / 8);
    while (i < n && !slice_ends(before, lua_words_item(words, i)))
        i++;
    return i < n;
}

static bool passes(lua_State *L, const struct filter *filter, const struct mention *mention)
{
    return (filter->class == UINT32_MAX || mention->class == filter->class) &&
           (filter->alone < 0 || stands_alone(mention) == filter->alone) &&
           (!filter->behind || stands_behind(L, filter->behind, mention));
}

int bind_mentions(lua_State *L)
{
    struct bind_list list;
    struct filter filter = {.class = UINT32_MAX, .alone = -1};
    const struct report *report = bind_self(L);
    bind_read_filters(L, filters, &filter);
    if (!report->mentions->read)
        lua_budget_charge(L, report->document->reading.len / 8);
    const struct mentions *mentions = mentions_of(report);
    lua_budget_charge(L, mentions->n);
    bind_list(&list, L, &bind_mention);
    for (uint32_t i = 0; i < mentions->n; i++) {
        if (!passes(L, &filter, &mentions->items[i]))
            continue;
        bind_list_add(&list, &mentions->items[i]);
    }
    return bind_list_push(&list);
}

static const char *identifier_word(int identifier)
{
    return identifier_text((enum identifier)identifier);
}

static void read_identifier(lua_State *L, int index, void *filter)
{
    *(int *)filter = bind_check_word(L, index, identifier_word, IDENTIFIER_COUNT);
}

static const struct bind_filter identifier_filters[] = {{"kind", read_identifier}, {NULL, NULL}};

/* Read when a rule first asks. */
static const struct mentions *identifiers_of(lua_State *L, const struct report *report)
{
    struct lua_host *host = lua_host_of(L);
    if (host->identifiers)
        return host->identifiers;
    lua_budget_charge(L, report->document->reading.len / 16);
    struct mentions *all = arena_array(report->arena, IDENTIFIER_COUNT, sizeof *all);
    identifiers_read(report, all);
    return host->identifiers = all;
}

int bind_identifiers(lua_State *L)
{
    int kind = -1;
    const struct report *report = bind_self(L);
    bind_read_filters(L, identifier_filters, &kind);
    luaL_argcheck(L, kind >= 0, 2, "kind is missing");
    const struct mentions *found = &identifiers_of(L, report)[kind];
    lua_budget_charge(L, found->n);
    struct bind_list list;
    bind_list(&list, L, &bind_mention);
    for (uint32_t i = 0; i < found->n; i++)
        bind_list_add(&list, &found->items[i]);
    return bind_list_push(&list);
}
