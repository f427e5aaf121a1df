#include "config_parse.h"

#include "config_value.h"

#include "../base/mem.h"
#include "../base/must.h"
#include "../base/nearest.h"
#include "../base/utf8.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* inih as Debian builds it: longer lines would be cut in two, longer names cut off, both silently. */
#define LINE_MAX_BYTES 196
#define NAME_MAX_BYTES 49

#define BLANKS      " \t\r\n"
#define INIH_BLANKS BLANKS "\v\f"
#define LISTS_THEM  "; tallyd --print-config lists them"

void config_parse_error(struct config_parse *parse, unsigned line, const char *format, ...)
{
    if (parse->n_errors++ >= CONFIG_ERRORS_MAX)
        return;
    char place[32] = "", message[500], safe[1000];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    utf8_escape(slice_of(message), safe, sizeof safe);
    if (line)
        snprintf(place, sizeof place, ":%u", line);
    size_t had = parse->errors ? strlen(parse->errors) : 0;
    size_t more = strlen(parse->file) + strlen(place) + strlen(safe) + sizeof ": \n";
    char *grown = mem_realloc(parse->errors, had + more);
    parse->no_memory |= !grown;
    if (!grown)
        return;
    snprintf(grown + had, more, "%s%s: %s\n", parse->file, place, safe);
    parse->errors = grown;
}

static const struct config_section *find_section(const char *name, const char **ret_argument)
{
    for (unsigned i = 0; i < config_n_sections; i++) {
        const struct config_section *section = &config_sections[i];
        size_t n = strlen(section->name);
        if (strncmp(name, section->name, n) != 0 || name[n] != (section->argument ? ' ' : '\0'))
            continue;
        *ret_argument = section->argument ? name + n + strspn(name + n, BLANKS) : "";
        return section;
    }
    return NULL;
}

/* The section whose name is like the first word or two of an unknown one. */
static const char *like_section(const char *text, char ret[NEAREST_HINT_SIZE])
{
    struct nearest nearest;
    size_t word = strcspn(text, BLANKS);
    nearest_init(&nearest, slice_of(text));
    for (unsigned i = 0; i < config_n_sections; i++) {
        nearest.word = config_sections[i].argument ? (struct slice){text, word} : slice_of(text);
        nearest_offer(&nearest, slice_of(config_sections[i].name));
    }
    return nearest_hint(&nearest, LISTS_THEM, ret);
}

static const char *like_key(const char *section, const char *name, char ret[NEAREST_HINT_SIZE])
{
    struct nearest nearest;
    nearest_init(&nearest, slice_of(name));
    for (unsigned i = 0; i < config_n_keys; i++)
        if (strcmp(config_keys[i].section, section) == 0)
            nearest_offer(&nearest, slice_of(config_keys[i].name));
    return nearest_hint(&nearest, LISTS_THEM, ret);
}

static void check_section(struct config_parse *parse, struct slice line)
{
    struct slice rest = slice_sub(line, 1, line.len);
    struct slice name = slice_cut(&rest, S("]"));
    parse->bad_section = true;
    if (slice_find(line, S("]"), 0) < 0)
        return config_parse_error(parse, parse->line, "a section needs its closing bracket: [name]");
    if (name.len > NAME_MAX_BYTES)
        return config_parse_error(parse, parse->line, "the section's name is longer than %d bytes",
                                  NAME_MAX_BYTES);
    char text[NAME_MAX_BYTES + 1], hint[NEAREST_HINT_SIZE];
    snprintf(text, sizeof text, SLICE_FMT, SLICE_ARG(name));
    const char *argument = "";
    const struct config_section *section = find_section(text, &argument);
    if (!section)
        return config_parse_error(parse, parse->line, "unknown section [%s]%s", text,
                                  like_section(text, hint));
    if (section->argument && !*argument)
        return config_parse_error(parse, parse->line, "[%s] needs a name: [%s %s]", text, section->name,
                                  section->argument);
    parse->bad_section = false;
}

static void check_key(struct config_parse *parse, struct slice line)
{
    size_t end = strcspn(line.at, "=:");
    if (end >= line.len)
        return config_parse_error(parse, parse->line, "expected key = value");
    if (slice_trim(slice_sub(line, 0, end)).len > NAME_MAX_BYTES)
        config_parse_error(parse, parse->line, "the key is longer than %d bytes", NAME_MAX_BYTES);
}

static bool is_blank(char c)
{
    return memchr(INIH_BLANKS, c, sizeof INIH_BLANKS - 1) != NULL;
}

/* As inih does it: other blanks are part of the text. */
static struct slice trim(struct slice line)
{
    size_t from = 0, to = line.len;
    while (from < to && is_blank(line.at[from]))
        from++;
    while (from < to && is_blank(line.at[to - 1]))
        to--;
    return slice_sub(line, from, to);
}

/* What inih would pass over in silence. False: the line is to be left out. */
static bool check_line(struct config_parse *parse, struct slice line)
{
    unsigned before = parse->n_errors;
    struct slice text = trim(line);
    bool comment = text.len && strchr(";#", *text.at);
    parse->continued = parse->key_stands && line.len && strchr(" \t", *line.at);
    if (comment || !text.len)
        return true;
    if (line.len > LINE_MAX_BYTES)
        config_parse_error(parse, parse->line,
                           "the line is longer than %d bytes; lists may go on over indented lines",
                           LINE_MAX_BYTES);
    else if (memchr(line.at, '\0', line.len) || utf8_valid_prefix(line) < line.len)
        config_parse_error(parse, parse->line, "not UTF-8 text");
    else if (*text.at == '[' && !parse->continued)
        check_section(parse, text);
    else if (!parse->continued)
        check_key(parse, text);
    if (parse->n_errors == before && !parse->continued)
        parse->key_stands = *text.at != '[';
    return parse->n_errors == before;
}

static struct slice next_line(struct config_parse *parse)
{
    struct slice rest = slice_sub(parse->text, parse->at, parse->text.len);
    struct slice line = slice_cut(&rest, S("\n"));
    parse->at += line.len + 1;
    parse->line++;
    return line;
}

/* fgets over the text, which also counts and checks lines. */
static char *on_line(char *ret, int size, void *context)
{
    struct config_parse *parse = context;
    if (parse->at >= parse->text.len)
        return NULL;
    struct slice line = next_line(parse);
    if (parse->line == 1 && slice_starts(line, S("\xEF\xBB\xBF")))
        line = slice_sub(line, 3, line.len);
    char copy[LINE_MAX_BYTES + 2] = "";
    if (line.len <= LINE_MAX_BYTES)
        memcpy(copy, line.at, line.len);
    struct slice checked = line.len <= LINE_MAX_BYTES ? (struct slice){copy, line.len} : line;
    bool good = check_line(parse, checked) && line.len <= LINE_MAX_BYTES;
    int n = good ? snprintf(ret, (size_t)size, SLICE_FMT "\n", SLICE_ARG(checked))
                 : snprintf(ret, (size_t)size, "\n");
    must(n < size);
    return ret;
}

static struct config_watch *new_watch(struct config_parse *parse, const char *name)
{
    struct config *config = parse->config;
    struct config_watch *grown = NULL, fresh = {.name = mem_strdup(name)};
    if (fresh.name && config_parse_defaults(CONFIG_HOME_WATCH, &fresh) == 0)
        grown = mem_realloc(config->watches, (config->n_watches + 1) * sizeof *grown);
    if (!grown) {
        config_parse_clear(CONFIG_HOME_WATCH, &fresh);
        mem_free(fresh.name);
        parse->no_memory = true;
        return NULL;
    }
    config->watches = grown;
    grown[config->n_watches] = fresh;
    return &grown[config->n_watches++];
}

static struct config_watch *find_watch(struct config_parse *parse, const char *name)
{
    for (unsigned i = 0; i < parse->config->n_watches; i++)
        if (strcmp(parse->config->watches[i].name, name) == 0)
            return &parse->config->watches[i];
    if (parse->config->n_watches < CONFIG_WATCHES_MAX)
        return new_watch(parse, name);
    config_parse_error(parse, parse->line, "more than %u watches", CONFIG_WATCHES_MAX);
    return NULL;
}

static void read_field(struct config_parse *parse, const struct config_key *key, const char *value,
                       void *base)
{
    char error[400];
    void *field = (char *)base + key->offset;
    if (parse->continued && !config_value_is_list(key))
        return config_parse_error(parse, parse->line,
                                  "%s takes one line; only lists go on over indented lines", key->name);
    if (!parse->continued && config_value_is_list(key))
        config_value_clear(key, field);
    if (config_value_read(key, value, field, error, sizeof error))
        config_parse_error(parse, parse->line, "%s", error);
}

static json_t *object_in(json_t *object, const char *name)
{
    json_t *inner = json_object_get(object, name);
    if (!inner && json_object_set_new(object, name, json_object()) == 0)
        inner = json_object_get(object, name);
    return inner;
}

/* A value of [rule ID], checked by a field of its type that is thrown away. */
static json_t *rule_value(struct config_parse *parse, const struct config_key *key, const char *value)
{
    if (!key)
        return json_string(value);
    union {
        bool flag;
        char *word;
    } field = {.word = NULL};
    read_field(parse, key, value, &field);
    json_t *json =
        key->type == CONFIG_BOOL ? json_boolean(field.flag) : json_string(field.word ? field.word : "");
    config_value_clear(key, &field);
    return json;
}

static void read_rule(struct config_parse *parse, const char *id, const char *name, const char *value)
{
    const struct config_key *key = config_table_key("rule", name);
    if (parse->continued)
        return config_parse_error(parse, parse->line, "%s takes one line", name);
    json_t *rule = object_in(parse->config->rule, id);
    json_t *home = key || !rule ? rule : object_in(rule, "params");
    parse->no_memory |= json_object_set_new(home, name, rule_value(parse, key, value)) != 0;
}

/* A second mention of a key in one file is a mistake: which one counts? Files may override each other. */
static bool repeated(struct config_parse *parse, const char *section, const char *name)
{
    char id[2 * NAME_MAX_BYTES + 4];
    snprintf(id, sizeof id, "%s\n%s", section, name);
    json_t *first = json_object_get(parse->seen, id);
    if (first && !parse->continued)
        config_parse_error(parse, parse->line, "%s was set in line %d already", name,
                           (int)json_integer_value(first));
    else if (!first)
        parse->no_memory |= json_object_set_new(parse->seen, id, json_integer(parse->line)) != 0;
    return first && !parse->continued;
}

static void unknown_key(struct config_parse *parse, const char *header, const char *name)
{
    const char *argument = "";
    const struct config_section *section = find_section(header, &argument);
    char hint[NEAREST_HINT_SIZE];
    if (*header)
        config_parse_error(parse, parse->line, "unknown key %s in [%s]%s", name, header,
                           like_key(section ? section->name : "", name, hint));
    else
        config_parse_error(parse, parse->line, "%s stands before the first [section]", name);
}

static int on_value(void *context, const char *header, const char *name, const char *value)
{
    struct config_parse *parse = context;
    const char *argument = "";
    const struct config_section *section = find_section(header, &argument);
    if (parse->bad_section)
        return 1; /* said at its header */
    const struct config_key *key = section ? config_table_key(section->name, name) : NULL;
    bool rule = section && section->home == CONFIG_HOME_RULE;
    if (!section || (section->argument && !*argument) || (!key && !rule) || !*name)
        return unknown_key(parse, header, name), 1;
    if (repeated(parse, header, name))
        return 1;
    if (rule)
        return read_rule(parse, argument, name, value), 1;
    struct config_watch *watch = section->home == CONFIG_HOME_WATCH ? find_watch(parse, argument) : NULL;
    if (watch || section->home == CONFIG_HOME_MAIN)
        read_field(parse, key, value, watch ? (void *)watch : (void *)parse->config);
    return 1;
}

void config_parse_text(struct config_parse *parse, const char *file, struct slice text)
{
    parse->text = text;
    parse->at = 0;
    parse->line = 0;
    parse->file = file;
    parse->bad_section = parse->key_stands = false;
    parse->seen = json_object();
    parse->no_memory |= !parse->seen;
    int failed = ini_parse_stream(on_line, parse, on_value, parse);
    if (failed && !parse->n_errors)
        config_parse_error(parse, failed > 0 ? (unsigned)failed : 0, "expected [section] or key = value");
    json_decref(parse->seen);
    parse->seen = NULL;
}

int config_parse_defaults(enum config_home home, void *base)
{
    char error[200];
    for (unsigned i = 0; i < config_n_sections; i++)
        for (unsigned k = 0; config_sections[i].home == home && k < config_n_keys; k++) {
            const struct config_key *key = &config_keys[k];
            if (strcmp(key->section, config_sections[i].name) != 0 || !key->initial)
                continue;
            int failed =
                config_value_read(key, key->initial, (char *)base + key->offset, error, sizeof error);
            must(failed == 0 || failed == -ENOMEM);
            if (failed)
                return failed;
        }
    return 0;
}

void config_parse_clear(enum config_home home, void *base)
{
    for (unsigned i = 0; i < config_n_sections; i++)
        for (unsigned k = 0; config_sections[i].home == home && k < config_n_keys; k++)
            if (strcmp(config_keys[k].section, config_sections[i].name) == 0)
                config_value_clear(&config_keys[k], (char *)base + config_keys[k].offset);
}
