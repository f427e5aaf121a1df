/* One text of tallyd.conf into a struct config; errors are collected, none stops it. Used by tallyd. */
#pragma once

#include "config.h"
#include "config_table.h"

#include "../base/slice.h"

struct config_parse {
    struct config *config;
    struct slice text;
    size_t at;
    const char *file;
    unsigned line;
    bool continued;  /* this line goes on with the key before it */
    bool key_stands; /* in this section, so that an indented line goes on with it */
    bool bad_section;
    json_t *seen; /* "section\nkey" of this file: its line */
    char *errors;
    unsigned n_errors;
    bool no_memory;
};

/* Fields of `config` must hold their defaults already. */
void config_parse_text(struct config_parse *parse, const char *file, struct slice text);
/* Adds "file:line: message"; line 0 is left out. */
void config_parse_error(struct config_parse *parse, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Gives every key of a home its default; `base` is the struct. 0 or -ENOMEM. */
int config_parse_defaults(enum config_home home, void *base);
void config_parse_clear(enum config_home home, void *base);
