#include "bind.h"

#include "lua_raise.h"
#include "lua_words.h"

#include "../base/utf8.h"
#include "../report/signature.h"

/* Sections, sentences, places found by a pattern. */

/* What a sentence can be asked to contain at once. */
#define CONTAINS_MAX 4

static const struct section *section_of(const struct bind_object *object)
{
    return object->item;
}

/* From its heading to where its last block ends. */
static struct span section_span(const struct document *document, const struct section *section)
{
    if (section->first_block >= section->end_block)
        return (struct span){0, 0};
    const struct text *first = &document->blocks[section->first_block].text;
    const struct text *last = &document->blocks[section->end_block - 1].text;
    return (struct span){text_offset(first, 0), text_offset(last, last->s.len)};
}

static void push_label(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, section_of(o)->label.s);
}

static void push_title(lua_State *L, const struct bind_object *o)
{
    bind_push_word(L, section_of(o)->title.s);
}

static void push_level(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, section_of(o)->level);
}

/* The root, which has neither label nor title, has no parent. */
static void push_parent(lua_State *L, const struct bind_object *o)
{
    const struct section *sections = bind_report_of(L)->document->sections;
    bind_push(L, &bind_section, section_of(o) == sections ? NULL : &sections[section_of(o)->parent]);
}

static void push_section_text(lua_State *L, const struct bind_object *o)
{
    bind_push_quote(L, section_span(bind_report_of(L)->document, section_of(o)));
}

static void push_section_line(lua_State *L, const struct bind_object *o)
{
    bind_push_line(L, section_span(bind_report_of(L)->document, section_of(o)));
}

static uint32_t heading_offset(const struct section *section)
{
    return text_offset(section->label.s.len ? &section->label : &section->title, 0);
}

/* Up to where its first part begins. */
static struct span own_span(const struct document *document, const struct section *section)
{
    struct span span = section_span(document, section);
    const struct section *next = section + 1;
    if (next < document->sections + document->n_sections && next->level > section->level)
        span.to = heading_offset(next);
    return span;
}

/* The next character that is no blank, stop or colon, which some put after a heading; 0 at the end. */
static uint32_t next_solid(struct slice s, size_t *at)
{
    while (*at < s.len) {
        uint32_t c = utf8_next(s, at);
        if (!utf8_is_space(c) && c != 0x3002 && c != 0xFF1A && c != ':')
            return c;
    }
    return 0;
}

/* Whether `rest` goes on from `*at` with the words of `text`. */
static bool goes_on_with(struct slice rest, size_t *at, struct slice text)
{
    size_t i = 0;
    for (uint32_t c; (c = next_solid(text, &i));)
        if (next_solid(rest, at) != c)
            return false;
    return true;
}

static bool is_empty(const struct document *document, const struct section *section)
{
    struct slice own = document_quote(document, own_span(document, section));
    size_t at = 0;
    return goes_on_with(own, &at, section->label.s) && goes_on_with(own, &at, section->title.s) &&
           !next_solid(own, &at);
}

static void push_empty(lua_State *L, const struct bind_object *o)
{
    lua_pushboolean(L, is_empty(bind_report_of(L)->document, section_of(o)));
}

static void push_section_number(lua_State *L, const struct bind_object *o)
{
    lua_pushinteger(L, section_of(o) - bind_report_of(L)->document->sections + 1);
}

/* The one after it, where that is a part of it. */
static void push_first_part(lua_State *L, const struct bind_object *o)
{
    const struct document *document = bind_report_of(L)->document;
    const struct section *next = section_of(o) + 1;
    bool is_part = next < document->sections + document->n_sections && next->level > section_of(o)->level;
    bind_push(L, &bind_section, is_part ? next : NULL);
}

static const struct bind_field section_fields[] = {
    {"label", push_label},           {"title", push_title},
    {"level", push_level},           {"parent", push_parent},
    {"number", push_section_number}, {"part", push_first_part},
    {"empty", push_empty},           {"text", push_section_text},
    {"line", push_section_line},     {NULL, NULL},
};

/* A section is quoted by its heading. */
static void section_evidence(const struct report *report, const struct bind_object *o,
                             struct bind_evidences *ret)
{
    const struct section *section = section_of(o);
    if (section->first_block < section->end_block) {
        const struct text *head = &report->document->blocks[section->first_block].text;
        bind_add_evidence(ret, "section", text_span(head, 0, head->s.len), NULL);
    }
}

const struct bind_type bind_section = {
    .name = "section", .number = BIND_SECTION, .fields = section_fields, .evidence = section_evidence};

/* report:sections{ title =, level =, empty = } */
struct section_filter {
    const char *class;             /* of the lexicon; NULL: any title */
    const struct lua_words *words; /* NULL: any title */
    lua_Integer level;             /* 0: any */
    int empty;                     /* -1: either */
};

static void read_title(lua_State *L, int index, void *filter)
{
    struct section_filter *f = filter;
    f->words = lua_words_at(L, index);
    if (f->words)
        return;
    f->class = luaL_checkstring(L, index);
    if (lexicon_class(bind_report_of(L)->lexicon, f->class) == UINT32_MAX)
        lua_raise(L, "the lexicon has no class of words \"%s\"", f->class);
}

static void read_level(lua_State *L, int index, void *filter)
{
    ((struct section_filter *)filter)->level = luaL_checkinteger(L, index);
}

static void read_empty(lua_State *L, int index, void *filter)
{
    luaL_checktype(L, index, LUA_TBOOLEAN);
    ((struct section_filter *)filter)->empty = lua_toboolean(L, index);
}

static const struct bind_filter section_filters[] = {
    {"title", read_title}, {"level", read_level}, {"empty", read_empty}, {NULL, NULL}};

static bool section_passes(lua_State *L, const struct section_filter *f, const struct section *section)
{
    const struct report *report = bind_report_of(L);
    size_t from, to;
    return (!f->level || section->level == f->level) &&
           (f->empty < 0 || is_empty(report->document, section) == f->empty) &&
           (!f->words || lua_words_has(L, f->words, section->title.s)) &&
           (!f->class || lexicon_find_word(report->lexicon, f->class, section->title.s, &from, &to));
}

int bind_sections(lua_State *L)
{
    struct bind_list list;
    const struct document *document = bind_self(L)->document;
    struct section_filter filter = {.empty = -1};
    bind_read_filters(L, section_filters, &filter);
    bind_list(&list, L, &bind_section);
    for (uint32_t i = 0; i < document->n_sections; i++) {
        const struct section *section = &document->sections[i];
        lua_budget_charge(L, 1 + section->title.s.len / 8);
        if (!section_passes(L, &filter, section))
            continue;
        bind_list_add(&list, section);
    }
    return bind_list_push(&list);
}

static const struct sentence *sentence_of(const struct bind_object *object)
{
    return object->item;
}

static struct span sentence_span(const struct sentence *sentence)
{
    return text_span(&sentence->text, 0, sentence->text.s.len);
}

static void push_sentence_text(lua_State *L, const struct bind_object *o)
{
    bind_push_text(L, sentence_of(o)->text.s);
}

static void push_sentence_section(lua_State *L, const struct bind_object *o)
{
    const struct document *document = bind_report_of(L)->document;
    bind_push(L, &bind_section, &document->sections[document->blocks[sentence_of(o)->block].section]);
}

static void push_sentence_line(lua_State *L, const struct bind_object *o)
{
    bind_push_line(L, sentence_span(sentence_of(o)));
}

static void push_sentence_where(lua_State *L, const struct bind_object *o)
{
    bind_push_where(L, sentence_span(sentence_of(o)));
}

static void push_sentence_cell(lua_State *L, const struct bind_object *o)
{
    bind_push(L, &bind_cell, sentence_of(o)->cell);
}

static void push_sentence_place(lua_State *L, const struct bind_object *o)
{
    bind_push_place(L, sentence_span(sentence_of(o)));
}

static const struct bind_field sentence_fields[] = {
    {"text", push_sentence_text},
    {"section", push_sentence_section},
    {"line", push_sentence_line},
    {"where", push_sentence_where},
    {"cell", push_sentence_cell},
    {"evidence", push_sentence_place},
    {NULL, NULL},
};

static void sentence_evidence(const struct report *report, const struct bind_object *o,
                              struct bind_evidences *ret)
{
    (void)report;
    bind_add_evidence(ret, "sentence", sentence_span(sentence_of(o)), NULL);
}

const struct bind_type bind_sentence = {
    .name = "sentence", .number = BIND_SENTENCE, .fields = sentence_fields, .evidence = sentence_evidence};

/* One thing that must stand in a sentence: a word, or one of several. */
struct contains {
    const struct lua_words *words; /* NULL: `word` */
    struct slice word;
    size_t n;
    struct signature *signatures; /* of each */
};

/* report:sentences{ contains =, last = }: with all of these; none: any sentence. */
struct sentence_filter {
    struct contains contains[CONTAINS_MAX];
    uint32_t n;
    size_t words;                       /* of all of them */
    const struct signature *signatures; /* of the sentences, where there is something to look for */
    lua_Integer last;                   /* so many at most, from the end; 0: all */
};

static struct slice word_of(const struct contains *contains, size_t i)
{
    return contains->words ? lua_words_item(contains->words, i) : contains->word;
}

/* Bytes that are no UTF-8 have the signature that stands in every text. */
static void read_words(lua_State *L, int index, struct sentence_filter *filter)
{
    struct contains *contains = &filter->contains[filter->n++];
    contains->words = lua_words_at(L, index);
    if (!contains->words)
        contains->word.at = luaL_checklstring(L, index, &contains->word.len);
    contains->n = contains->words ? lua_words_count(contains->words) : 1;
    contains->signatures = arena_array(bind_report_of(L)->arena, contains->n, sizeof *contains->signatures);
    filter->words += contains->n;
    lua_budget_charge(L, contains->n * 8);
    for (size_t i = 0; i < contains->n; i++) {
        struct slice word = word_of(contains, i);
        if (utf8_valid_prefix(word) == word.len)
            contains->signatures[i] = signature_of(word);
    }
}

/* What an array gives stays in it, and the array in the arguments. */
static void read_contains(lua_State *L, int index, void *filter)
{
    lua_Unsigned n = lua_istable(L, index) ? lua_rawlen(L, index) : 0;
    if (n == 0) {
        read_words(L, index, filter);
        return;
    }
    luaL_argcheck(L, n <= CONTAINS_MAX, 2, "contains has too many words; use a wordlist");
    for (lua_Unsigned i = 1; i <= n; i++) {
        lua_rawgeti(L, index, (lua_Integer)i);
        read_words(L, lua_gettop(L), filter);
        lua_pop(L, 1);
    }
}

static void read_last(lua_State *L, int index, void *filter)
{
    lua_Integer last = luaL_checkinteger(L, index);
    luaL_argcheck(L, last >= 1, 2, "last is a number from 1 on");
    ((struct sentence_filter *)filter)->last = last;
}

static const struct bind_filter filters[] = {{"contains", read_contains}, {"last", read_last}, {NULL, NULL}};

/* Made when a rule first searches the sentences. */
static const struct signature *signatures_of(lua_State *L, const struct report *report)
{
    struct lua_host *host = lua_host_of(L);
    if (host->signatures)
        return host->signatures;
    lua_budget_charge(L, report->document->reading.len / 8);
    struct signature *all = arena_array(report->arena, report->sentences.n + 1, sizeof *all);
    for (uint32_t i = 0; i < report->sentences.n; i++)
        all[i] = signature_of(report->sentences.items[i].text.s);
    return host->signatures = all;
}

/* The first word from `i` on that may stand in the text of this signature; `n` where none may. */
static size_t next_possible(const struct signature *words, size_t n, size_t i, const struct signature *text)
{
    while (i < n && !signature_has(text, &words[i]))
        i++;
    return i;
}

/* Whether a word from `i` on stands in the text of this signature. */
static bool stands_in(lua_State *L, const struct contains *contains, size_t i, struct slice text,
                      const struct signature *signature)
{
    for (; i < contains->n; i = next_possible(contains->signatures, contains->n, i + 1, signature)) {
        lua_budget_charge(L, 1 + text.len / 64);
        if (slice_find(text, word_of(contains, i), 0) >= 0)
            return true;
    }
    return false;
}

static bool sentence_passes(lua_State *L, const struct sentence_filter *filter,
                            const struct sentences *sentences, uint32_t i)
{
    for (uint32_t k = 0; k < filter->n; k++) {
        const struct contains *contains = &filter->contains[k];
        const struct signature *signature = &filter->signatures[i];
        size_t word = next_possible(contains->signatures, contains->n, 0, signature);
        if (word == contains->n || !stands_in(L, contains, word, sentences->items[i].text.s, signature))
            return false;
    }
    return true;
}

/* The first sentence from `i` on in which the first thing may stand, if one is asked for. */
static uint32_t next_candidate(const struct sentence_filter *filter, uint32_t n, uint32_t i)
{
    const struct signature *words = filter->contains[0].signatures;
    const size_t n_words = filter->contains[0].n;
    if (filter->n == 0)
        return i;
    while (i < n && next_possible(words, n_words, 0, &filter->signatures[i]) == n_words)
        i++;
    return i;
}

/* The first of the last ones. */
static uint32_t first_of_last(lua_State *L, const struct sentence_filter *filter,
                              const struct sentences *sentences)
{
    uint32_t i = sentences->n;
    for (lua_Integer n = 0; i > 0 && n < filter->last;)
        n += sentence_passes(L, filter, sentences, --i);
    return i;
}

int bind_sentences(lua_State *L)
{
    struct bind_list list;
    struct sentence_filter filter = {.n = 0};
    const struct report *report = bind_self(L);
    const struct sentences *sentences = &report->sentences;
    bind_read_filters(L, filters, &filter);
    filter.signatures = filter.n ? signatures_of(L, report) : NULL;
    lua_budget_charge(L, sentences->n * (filter.words + 1) / 8);
    bind_list(&list, L, &bind_sentence);
    uint32_t from = filter.last ? first_of_last(L, &filter, sentences) : 0;
    const uint32_t n = sentences->n;
    for (uint32_t i = next_candidate(&filter, n, from); i < n; i = next_candidate(&filter, n, i + 1))
        if (sentence_passes(L, &filter, sentences, i))
            bind_list_add(&list, &sentences->items[i]);
    return bind_list_push(&list);
}

static void push_place_text(lua_State *L, const struct bind_object *o)
{
    bind_push_quote(L, o->span);
}

static void push_place_line(lua_State *L, const struct bind_object *o)
{
    bind_push_line(L, o->span);
}

static void push_place_column(lua_State *L, const struct bind_object *o)
{
    bind_push_column(L, o->span);
}

static void push_place_where(lua_State *L, const struct bind_object *o)
{
    bind_push_where(L, o->span);
}

static const struct bind_field place_fields[] = {
    {"text", push_place_text},
    {"line", push_place_line},
    {"column", push_place_column},
    {"where", push_place_where},
    {NULL, NULL},
};

static void place_evidence(const struct report *report, const struct bind_object *o,
                           struct bind_evidences *ret)
{
    (void)report;
    bind_add_evidence(ret, "text", o->span, NULL);
}

const struct bind_type bind_place = {
    .name = "place", .number = BIND_PLACE, .fields = place_fields, .evidence = place_evidence};

/* [] -> [{ text, line, column, captures, evidence }] */
static void push_found(lua_State *L, struct slice text, const struct lua_match *match)
{
    struct span span = {(uint32_t)match->from, (uint32_t)match->to};
    lua_createtable(L, 0, 5);
    bind_push_quote(L, span);
    lua_setfield(L, -2, "text");
    bind_push_line(L, span);
    lua_setfield(L, -2, "line");
    bind_push_column(L, span);
    lua_setfield(L, -2, "column");
    lua_createtable(L, (int)match->n, 0);
    for (uint32_t i = 0; i < match->n; i++) {
        const struct lua_capture *capture = &match->captures[i];
        bind_push_text(L, slice_sub(text, capture->at, capture->at + capture->len));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "captures");
    bind_push_place(L, span);
    lua_setfield(L, -2, "evidence");
}

/* report:find(pattern [, init]) */
int bind_find(lua_State *L)
{
    struct slice text = bind_self(L)->document->reading, given;
    given.at = luaL_checklstring(L, 2, &given.len);
    lua_Integer init = luaL_optinteger(L, 3, 1);
    luaL_argcheck(L, init >= 1, 3, "an offset from 1 on");
    lua_budget_charge(L, given.len);
    struct lua_pattern pattern;
    struct lua_match_item *items = lua_newuserdatauv(L, (given.len + 1) * sizeof *items, 0);
    const char *error = lua_pattern_compile(given, true, items, &pattern);
    if (error)
        lua_raise(L, "%s", error);
    struct lua_match match;
    enum lua_match_result result = LUA_MATCH_NO;
    if ((size_t)init <= text.len + 1)
        result = lua_match_find(&pattern, text, (size_t)init - 1, &lua_budget_of(L)->match_steps, &match);
    if (result == LUA_MATCH_SPENT)
        lua_budget_stop(L, LUA_SPENT_MATCHER);
    if (result == LUA_MATCH_NO) {
        lua_pushnil(L);
        return 1;
    }
    push_found(L, text, &match);
    lua_pushinteger(L, (lua_Integer)(match.to > match.from ? match.to : match.to + 1) + 1);
    return 2;
}
