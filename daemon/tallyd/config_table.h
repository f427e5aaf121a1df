/* Every key of tallyd.conf, once: parser, checks, --print-config and manual come from this table.
 *
 * To add a key: a field in config.h, a row in config_table.c, `make config`. Used by tallyd. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum config_type {
    CONFIG_BOOL,    /* bool: yes no true false on off */
    CONFIG_COUNT,   /* unsigned: digits */
    CONFIG_MS,      /* unsigned milliseconds: 500ms 2s 5m 1h */
    CONFIG_SECONDS, /* unsigned seconds, written the same way */
    CONFIG_SIZE,    /* uint64_t bytes: 4096 64K 100M 2G, powers of 1024 */
    CONFIG_PATH,    /* char *: an absolute path */
    CONFIG_WORD,    /* char *: one of `choices`; any word where there are none */
    CONFIG_SWITCH,  /* bool: the first of two `choices` is false, the second true */
    CONFIG_WORDS,   /* char **: separated by blanks, may go on over indented lines */
    CONFIG_FOLDERS, /* char **: absolute paths of readable folders, likewise */
    CONFIG_TYPES
};

/* Where a row's field lives: in struct config, in each struct config_watch, or in the `rule` object. */
enum config_home { CONFIG_HOME_MAIN, CONFIG_HOME_WATCH, CONFIG_HOME_RULE };

struct config_key {
    const char *section; /* as written; of named sections the first word: "watch", "rule" */
    const char *name;
    enum config_type type;
    size_t offset;
    uint64_t min, max;   /* numbers: in the field's unit */
    const char *choices; /* separated by blanks */
    const char *initial; /* as it would be written; NULL: must be given, or comes from the installation */
    bool reloadable;     /* takes effect on SIGHUP; others need a restart */
    const char *manual;
};

struct config_section {
    const char *name;
    enum config_home home;
    const char *argument; /* what follows the name in the header, for people; NULL: nothing */
    const char *example;  /* printed in the commented configuration, uncommented */
    const char *manual;
};

extern const struct config_section config_sections[];
extern const unsigned config_n_sections;
extern const struct config_key config_keys[];
extern const unsigned config_n_keys;

/* NULL where there is none. */
const struct config_key *config_table_key(const char *section, const char *name);
