/* The configuration: tallyd.conf and tallyd.conf.d/ *.conf (INI, by inih), read once, checked whole, then
 * constant. One table (config_table.h) has each key's section, name, type, limits, default and manual text;
 * the parser, `tallyd
 * --print-config` and tallyd.conf(5) come from it. Used by tallyd. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct config_watch {
    char *name, *path;
    bool recursive;
    bool settle_after_close; /* wait `settle_ms` even after the writer has closed the file */
    char *mode;              /* auto, inotify or poll; NULL is auto */
    unsigned settle_ms, rescan_s, poll_s;
    char **ignore; /* fnmatch(3) patterns on the file name, NULL-terminated */
    uint64_t max_size;
    bool after_move; /* inspected files leave, for `move_to`, which is then not NULL */
    char *move_to;
};

/* What one document and one rule may use; docs/wire.md, "limits". */
struct config_limits {
    uint64_t memory, rule_memory;
    unsigned cpu_s, rule_instructions, match_steps;
};

struct config {
    /* [daemon] */
    char *state_dir, *run_dir, *user, *language, *log_level;
    unsigned workers, deadline_ms, start_deadline_ms, stop_s, queue;
    /* [store]: 0 is for ever */
    unsigned history_s, ledger_s;
    uint64_t reserve; /* bytes; 0: none */
    /* [watch NAME] */
    struct config_watch *watches;
    unsigned n_watches;
    /* [rules], [plugins], [lexicon]: folders, NULL-terminated */
    char **rules, **plugins, **lexicon;
    unsigned strictness;
    /* [rule ID]: { id: { "enabled": bool, "severity": str, "params": { name: str } } } */
    json_t *rule;
    struct config_limits limits;
    /* [sink …] */
    bool jsonl_enabled, syslog_enabled, journal_enabled;
    char *jsonl_path;
    char *syslog_socket, *syslog_facility;
    bool syslog_rfc5424;
    /* where tally-inspect is */
    char *inspector;
};

#define CONFIG_FILE_MAX                                                                                      \
    (1u << 20) /* bytes of one file: a configuration with a section for each of 10,000 rules fits */
#define CONFIG_FILES_MAX   256u /* drop-ins */
#define CONFIG_WATCHES_MAX 256u /* each has a timer and a tree of folders */
#define CONFIG_ERRORS_MAX  50u  /* messages for one load: more help nobody */

/* Reads `path` (NULL: where this installation has it) and its drop-in folder. 0, or a negative errno
 * after writing every error found, with file and line, one a line, to `errors` (a new string, mem_free).
 */
int config_load(const char *path, struct config **ret, char **errors);
void config_free(struct config *config);
/* The whole table as a commented tallyd.conf, and as the manual page tallyd.conf(5), to standard output. */
void config_print(void);
void config_print_manual(void);
/* The setup message for tally-inspect. A new reference, NULL without memory. */
json_t *config_setup(const struct config *config);
/* The watch in whose folder the path lies, or NULL. */
const struct config_watch *config_watch_of(const struct config *config, const char *path);
bool config_same_watch(const struct config_watch *a, const struct config_watch *b);
/* Whether files are moved to where they were before. */
bool config_same_targets(const struct config *a, const struct config *b);
/* The name of the first key (static, "[section] key") that differs and needs a restart, or NULL. */
const char *config_restart_needed(const struct config *old, const struct config *new);
