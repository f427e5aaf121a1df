/* Objects of the report in Lua. Each is a small userdata that points into the report; its fields are read
 * when a rule asks for them, so a rule that finds nothing builds nothing. All are read-only. A type is a
 * table of fields and methods:
 *
 *   to add a field     add a row to the type's table in its bind_*.c, and a word to docs/rules.md
 *   to add a type      a new bind_*.c with a struct bind_type, a number (lua_host_priv.h), named in the list of bind.c
 *
 * A field that a type does not have is an error, so that a misspelt one is not taken for an absent value.
 * Used by tally-inspect. */
#pragma once

#include "lua_host_priv.h"

#include <lauxlib.h>

struct bind_object {
    const struct bind_type *type;
    uint32_t generation;
    struct span span;
    const void *item; /* in the report; NULL for a place, whose `span` says all */
};

typedef void bind_push_fn(lua_State *L, const struct bind_object *object);

struct bind_field {
    const char *name;
    bind_push_fn *push; /* exactly one value */
};

/* What a finding quotes. */
struct bind_evidence {
    const char *role;
    struct span quote;
    const struct fact *fact; /* its value and confidence; NULL for words */
};

#define BIND_EVIDENCE_MAX 64 /* LIMIT_EVIDENCE of report/limits.h; bind.c asserts it */

struct bind_evidences {
    struct bind_evidence items[BIND_EVIDENCE_MAX];
    uint32_t n;
};

/* Leaves out what is over the most that a finding may have. */
void bind_add_evidence(struct bind_evidences *list, const char *role, struct span quote,
                       const struct fact *fact);

struct bind_type {
    const char *name;
    enum bind_number number;
    const struct bind_field *fields; /* up to a NULL name */
    const luaL_Reg *methods;         /* up to a NULL name, or NULL */
    /* Adds what stands for the object in a finding. NULL: it is no evidence. */
    void (*evidence)(const struct report *report, const struct bind_object *object,
                     struct bind_evidences *ret);
};

extern const struct bind_type bind_report, bind_claim, bind_member, bind_fact, bind_copy, bind_side,
    bind_table, bind_cell, bind_section, bind_sentence, bind_mention, bind_indicator, bind_form, bind_place,
    bind_flaw;

/* Once for a state: metatables, decimal. */
void bind_open(lua_State *L);
/* The report that runs. Raises after its run. */
const struct report *bind_report_of(lua_State *L);
void bind_report_push(lua_State *L);
/* The same for report:method(), which must be called on the report. */
const struct report *bind_self(lua_State *L);

/* Pushes an object; `item` NULL pushes nil. */
void bind_push(lua_State *L, const struct bind_type *type, const void *item);
void bind_push_place(lua_State *L, struct span span);
/* The object at `index`, of any type: NULL where it is none. Raises when it is of an earlier report. */
const struct bind_object *bind_object_at(lua_State *L, int index);
/* The object at argument `index`; raises where it is none of this type. */
const struct bind_object *bind_check(lua_State *L, int index, const struct bind_type *type);

/* An array of objects of one type: begun with bind_list, each item added, then pushed, which gives 1. Items wait, so that
 * the table of a short list is made once and of its size; nothing else may be left on the stack meanwhile. */
#define BIND_LIST_WAITING 32
struct bind_list {
    lua_State *L;
    const struct bind_type *type;
    lua_Integer n; /* in the table, which is on top of the stack; 0: there is none yet */
    unsigned waiting;
    const void *items[BIND_LIST_WAITING];
};
void bind_list(struct bind_list *list, lua_State *L, const struct bind_type *type);
void bind_list_add(struct bind_list *list, const void *item);
int bind_list_push(struct bind_list *list);

/* Values. An empty slice is nil for `word`, "" for `text`. */
void bind_push_word(lua_State *L, struct slice s);
void bind_push_text(lua_State *L, struct slice s);
void bind_push_quote(lua_State *L, struct span span);
void bind_push_line(lua_State *L, struct span span);
void bind_push_column(lua_State *L, struct span span);
void bind_push_where(lua_State *L, struct span span);

/* Exact decimals (bind_decimal.c). */
void bind_decimal_open(lua_State *L);
void bind_push_decimal(lua_State *L, struct decimal d);
/* A decimal, an integer or a string of digits; false where it is none of these. */
bool bind_to_decimal(lua_State *L, int index, struct decimal *ret);

/* report:claims and so on, a file each. */
int bind_claims(lua_State *L);
int bind_has_claims(lua_State *L);
int bind_facts(lua_State *L);
int bind_copies(lua_State *L);
int bind_tables(lua_State *L);
int bind_sections(lua_State *L);
int bind_sentences(lua_State *L);
int bind_mentions(lua_State *L);
int bind_identifiers(lua_State *L);
int bind_indicators(lua_State *L);
int bind_forms(lua_State *L);
int bind_alike(lua_State *L);
int bind_form_alike(lua_State *L); /* of a form */
int bind_gaps(lua_State *L);       /* of a table */
int bind_find(lua_State *L);
int bind_flaws(lua_State *L);
int bind_flag(lua_State *L);

/* What a form leaves to be written on, or nothing: see docs/rules.md, cell.blank. */
bool bind_cell_is_blank(const struct cell *cell);
/* The column of a form that the word at `index` names; raises with the list where it is none. */
enum indicator_column bind_check_column(lua_State *L, int index);

/* Filters: the table at argument 2, each key by its reader; an unknown key raises, naming it. */
struct bind_filter {
    const char *name;
    void (*read)(lua_State *L, int index, void *filter);
};
void bind_read_filters(lua_State *L, const struct bind_filter *known, void *filter);
/* A word of an enum whose texts `text` gives for 0 … n - 1; raises with the list where it is none. */
int bind_check_word(lua_State *L, int index, const char *(*text)(int), int n);
