/* The configuration: tallyd.conf and tallyd.conf.d/ *.conf (INI, by inih), read once, checked whole, then constant.
 * One table (config_table.h) has each key's section, name, type, limits, default and manual text; the parser, `tallyd
 * --print-config` and tallyd.conf(5) come from it. Used by tallyd. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct config_watch {
    char *name, *path;
    bool recursive;
    unsigned settle_ms, rescan_s;
    char **ignore; /* fnmatch(3) patterns on the file name, NULL-terminated */
    uint64_t max_size;
};

struct config {
    /* [daemon] */
    char *state_dir, *run_dir, *language;
    unsigned workers, deadline_ms, stop_s, queue;
    /* [watch NAME] */
    struct config_watch *watches;
    unsigned n_watches;
    /* [rules], [plugins], [lexicon]: folders, NULL-terminated */
    char **rules, **plugins, **lexicon;
    /* [rule ID]: { id: { "enabled": bool, "severity": str, "params": { name: str } } } */
    json_t *rule;
    /* [sink …] */
    bool jsonl_enabled, syslog_enabled, journal_enabled;
    char *jsonl_path;
    char *syslog_socket, *syslog_facility;
    bool syslog_rfc5424;
    /* where tally-inspect is */
    char *inspector;
};

/* Reads `path` and its drop-in folder. 0, or a negative errno after writing every error found, with file and line, one
 * a line, to `errors` (a new string, mem_free). */
int config_load(const char *path, struct config **ret, char **errors);
void config_free(struct config *config);
/* The whole table as a commented tallyd.conf, and as the body of tallyd.conf(5). */
void config_print(void);
void config_print_manual(void);
/* The setup message for tally-inspect. A new reference. */
json_t *config_setup(const struct config *config);
