#include "config.h"

#include "config_parse.h"
#include "config_trust.h"
#include "config_table.h"
#include "config_value.h"
#include "config_watches.h"

#include "../base/io.h"
#include "../base/mem.h"
#include "../wire/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail_file(struct config_parse *parse, const char *path, int error)
{
    parse->file = path;
    config_parse_error(parse, 0, "cannot be read: %s", strerror(-error));
}

static int read_file(const char *path, char **ret, size_t *ret_length)
{
    io_autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    char *bytes = mem_alloc(CONFIG_FILE_MAX + 1);
    if (!bytes)
        return -ENOMEM;
    ssize_t n = io_pread_all(fd, bytes, CONFIG_FILE_MAX + 1, 0);
    int error = n < 0 ? (int)n : n > (ssize_t)CONFIG_FILE_MAX ? -EFBIG : 0;
    if (error) {
        mem_free(bytes);
        return error;
    }
    *ret = bytes;
    *ret_length = (size_t)n;
    return 0;
}

static void load_file(struct config_parse *parse, const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    int error = read_file(path, &bytes, &length);
    if (error)
        return fail_file(parse, path, error);
    config_trust(parse, path);
    config_parse_text(parse, path, (struct slice){bytes, length});
    mem_free(bytes);
}

static int is_drop_in(const struct dirent *entry)
{
    return *entry->d_name != '.' && fnmatch("*.conf", entry->d_name, 0) == 0;
}

static void load_drop_in(struct config_parse *parse, const char *folder, const char *name)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
        load_file(parse, path);
    else
        fail_file(parse, folder, -ENAMETOOLONG);
}

/* FILE.d/ *.conf, in the order of their names. */
static void load_drop_ins(struct config_parse *parse, const char *path)
{
    char folder[PATH_MAX];
    struct dirent **entries = NULL;
    snprintf(folder, sizeof folder, "%s.d", path);
    int n = scandir(folder, &entries, is_drop_in, alphasort);
    if (n >= 0)
        config_trust(parse, folder);
    if (n < 0 && errno != ENOENT)
        fail_file(parse, folder, -errno);
    if (n > (int)CONFIG_FILES_MAX)
        fail_file(parse, folder, -E2BIG);
    for (int i = 0; i < n; i++) {
        if (i < (int)CONFIG_FILES_MAX)
            load_drop_in(parse, folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

static int set_folder(char ***field, const char *section, const char *path, struct config_parse *parse)
{
    char error[400];
    if (*field)
        return 0;
    int failed = config_value_read(config_table_key(section, "path"), path, field, error, sizeof error);
    if (failed)
        config_parse_error(parse, 0, "[%s] %s", section, error);
    return failed;
}

/* What the configuration leaves to the installation. */
static void set_installed(struct config_parse *parse, struct paths *paths)
{
    struct config *config = parse->config;
    set_folder(&config->rules, "rules", paths->rules, parse);
    set_folder(&config->plugins, "plugins", paths->plugins, parse);
    set_folder(&config->lexicon, "lexicon", paths->lexicon, parse);
    if (!config->inspector) {
        config->inspector = paths->inspector;
        paths->inspector = NULL;
    }
    if (access(config->inspector, X_OK))
        config_parse_error(parse, 0, "%s cannot be run: %s; is the installation complete?", config->inspector,
                           strerror(errno));
}

static void check_trust(struct config_parse *parse)
{
    char **const lists[] = {parse->config->rules, parse->config->plugins, parse->config->lexicon};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (char **folder = lists[i]; folder && *folder; folder++)
            config_trust(parse, *folder);
}

static int load_all(struct config_parse *parse, const char *path)
{
    struct paths paths = {0};
    int error = paths_find(&paths);
    if (!error)
        error = config_parse_defaults(CONFIG_HOME_MAIN, parse->config);
    if (!error) {
        const char *file = path ? path : paths.config;
        load_file(parse, file);
        load_drop_ins(parse, file);
        parse->file = file;
        config_check_watches(parse);
        set_installed(parse, &paths);
        check_trust(parse);
    }
    paths_done(&paths);
    return error ? error : parse->no_memory ? -ENOMEM : parse->n_errors ? -EINVAL : 0;
}

int config_load(const char *path, struct config **ret, char **errors)
{
    struct config *config = mem_calloc(1, sizeof *config);
    struct config_parse parse = {.config = config};
    int error = -ENOMEM;
    if (config && (config->rule = json_object()))
        error = load_all(&parse, path);
    if (!error)
        *ret = config;
    else {
        config_free(config);
        *errors = parse.errors ? parse.errors : mem_strdup("out of memory\n");
    }
    return error;
}

void config_free(struct config *config)
{
    if (!config)
        return;
    config_parse_clear(CONFIG_HOME_MAIN, config);
    for (unsigned i = 0; i < config->n_watches; i++) {
        config_parse_clear(CONFIG_HOME_WATCH, &config->watches[i]);
        mem_free(config->watches[i].name);
    }
    mem_free(config->watches);
    json_decref(config->rule);
    mem_free(config);
}

static json_t *string_list(char *const *list)
{
    json_t *array = json_array();
    for (; *list; list++)
        json_array_append_new(array, json_string(*list));
    return array;
}

json_t *config_setup(const struct config *config)
{
    const struct config_limits *limits = &config->limits;
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:O, s:{s:I, s:I, s:I, s:I, s:I}, s:b, s:i}", "op", "setup",
                     "language", config->language, "rules", string_list(config->rules), "plugins",
                     string_list(config->plugins), "lexicon", string_list(config->lexicon), "rule",
                     config->rule, "limits", "memory", (json_int_t)limits->memory, "cpu_s",
                     (json_int_t)limits->cpu_s, "rule_memory", (json_int_t)limits->rule_memory,
                     "rule_instructions", (json_int_t)limits->rule_instructions, "match_steps",
                     (json_int_t)limits->match_steps, "trace", 0, "strictness", (int)config->strictness);
}

const struct config_watch *config_watch_of(const struct config *config, const char *path)
{
    for (unsigned i = 0; i < config->n_watches; i++) {
        size_t n = strlen(config->watches[i].path);
        if (strncmp(config->watches[i].path, path, n) == 0 && path[n] == '/')
            return &config->watches[i];
    }
    return NULL;
}

bool config_same_watch(const struct config_watch *a, const struct config_watch *b)
{
    for (unsigned i = 0; i < config_n_keys; i++) {
        const struct config_key *key = &config_keys[i];
        if (strcmp(key->section, "watch") == 0 &&
            !config_value_equal(key, (const char *)a + key->offset, (const char *)b + key->offset))
            return false;
    }
    return strcmp(a->name, b->name) == 0;
}

bool config_same_targets(const struct config *a, const struct config *b)
{
    bool same = a->n_watches == b->n_watches;
    for (unsigned i = 0; same && i < a->n_watches; i++) {
        const char *one = a->watches[i].after_move ? a->watches[i].move_to : "";
        same = strcmp(one, b->watches[i].after_move ? b->watches[i].move_to : "") == 0;
    }
    return same;
}

const char *config_restart_needed(const struct config *old, const struct config *new)
{
    for (unsigned i = 0; i < config_n_keys; i++) {
        const struct config_key *key = &config_keys[i];
        if (!key->reloadable &&
            !config_value_equal(key, (const char *)old + key->offset, (const char *)new + key->offset))
            return key->name;
    }
    return NULL;
}
