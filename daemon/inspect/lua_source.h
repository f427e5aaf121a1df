/* The rule files: finds and reads every rules/GROUP/NAME.lua and rules/lib/NAME.lua of the configured
 * folders, before lock-down. A file of a later folder replaces the one of the same id before it. Used by
 * tally-inspect. */
#pragma once

#include "../base/slice.h"

/* A rule is a page; what is longer is no rule. */
#define LUA_SOURCE_MAX (1u << 20)

struct lua_source {
    char *id;      /* "sum.mismatch"; of a library its name */
    char *display; /* "rules/sum/mismatch.lua": what messages name, the same on every machine */
    char *file;    /* the path it was read from */
    bool library;
    char *text; /* NULL once it is compiled; a library's stays, for rules may require it at any time */
    size_t length;
};

struct lua_sources {
    struct lua_source *items; /* sorted: libraries and rules by id */
    size_t n;
};

/* 0 or a negative errno; `error` names the file or folder and the cause. */
int lua_sources_read(const char *const *folders, struct lua_sources *ret, char *error, size_t size);
void lua_sources_done(struct lua_sources *sources);
const struct lua_source *lua_sources_library(const struct lua_sources *sources, const char *name);
/* Gives the text back. */
void lua_source_forget(struct lua_source *source);
/* The line on which `key =` stands first, or 1: where to look for what is wrong with it. */
unsigned lua_source_line(const struct lua_source *source, const char *key);
