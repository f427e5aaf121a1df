#include "setup.h"

#include "../base/must.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static json_t *folders(const struct option_list *given, const char *usual)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < given->n; i++)
        json_array_append_new(list, json_string(given->items[i]));
    if (given->n == 0)
        json_array_append_new(list, json_string(usual));
    return list;
}

static bool folders_exist(const json_t *list)
{
    size_t i;
    json_t *folder;
    json_array_foreach(list, i, folder)
    {
        if (!json_is_string(folder)) {
            fputs("tallyctl: a folder's name is not valid UTF-8\n", stderr);
            return false;
        }
        if (access(json_string_value(folder), R_OK | X_OK) != 0) {
            fprintf(stderr, "tallyctl: %s: %s\n", json_string_value(folder), strerror(errno));
            return false;
        }
    }
    return true;
}

/* The value of `enabled`, as in tallyd.conf; of anything else, the inspector says what it may be. */
static json_t *setting_value(const char *key, const char *value)
{
    if (strcmp(key, "enabled") != 0)
        return json_string(value);
    if (strcmp(value, "yes") == 0 || strcmp(value, "true") == 0)
        return json_true();
    return strcmp(value, "no") == 0 || strcmp(value, "false") == 0 ? json_false() : NULL;
}

/* The member of that name, made where there is none. */
static json_t *object_in(json_t *object, const char *name)
{
    json_t *inner = json_object_get(object, name);
    if (!inner && json_object_set_new(object, name, json_object()) == 0)
        inner = json_object_get(object, name);
    return inner;
}

/* budget.overrun:limit=105 */
static bool add_setting(json_t *rules, const char *text)
{
    char rule[128], key[64], value[256];
    if (sscanf(text, "%127[^:=]:%63[^=]=%255[^\n]", rule, key, value) != 3) {
        fprintf(stderr, "tallyctl: --set %s: not of the form RULE:KEY=VALUE\n", text);
        return false;
    }
    json_t *settings = object_in(rules, rule), *given = setting_value(key, value);
    if (!given) {
        fprintf(stderr, "tallyctl: --set %s: expected %s\n", text,
                strcmp(key, "enabled") == 0 ? "yes or no" : "UTF-8");
        return false;
    }
    if (strcmp(key, "enabled") != 0 && strcmp(key, "severity") != 0)
        settings = object_in(settings, "params");
    return json_object_set_new(settings, key, given) == 0;
}

static bool add_settings(json_t *message, const struct option_list *set)
{
    json_t *rules = json_object();
    json_object_set_new(message, "rule", rules);
    for (unsigned i = 0; i < set->n; i++)
        if (!add_setting(rules, set->items[i]))
            return false;
    return true;
}

static json_t *setup_message(const struct setup *s)
{
    json_t *message = json_object();
    json_object_set_new(message, "op", json_string("setup"));
    json_object_set_new(message, "trace", json_boolean(s->options->trace));
    json_object_set_new(message, "language", json_string(s->language));
    if (s->options->strictness)
        json_object_set_new(message, "strictness", json_integer(s->options->strictness[0] - '0'));
    json_object_set_new(message, "rules", folders(&s->options->rules, s->paths.rules));
    json_object_set_new(message, "plugins", folders(&s->options->plugins, s->paths.plugins));
    json_object_set_new(message, "lexicon", folders(&s->options->lexicon, s->paths.lexicon));
    return message;
}

static bool setup_checked(const struct setup *s)
{
    if (access(s->inspector, X_OK) != 0) {
        fprintf(stderr,
                "tallyctl: %s: %s (the inspector; build or install it, or name it with --inspector)\n",
                s->inspector, strerror(errno));
        return false;
    }
    return folders_exist(json_object_get(s->message, "rules")) &&
           folders_exist(json_object_get(s->message, "plugins")) &&
           folders_exist(json_object_get(s->message, "lexicon")) &&
           add_settings(s->message, &s->options->set);
}

bool setup_init(const struct setup_options *options, struct setup *ret)
{
    struct setup s = {.options = options, .language = options->language ? options->language : "zh"};
    int error = paths_find(&s.paths);
    if (error) {
        fprintf(stderr, "tallyctl: cannot tell where it is installed: %s\n", strerror(-error));
        return false;
    }
    s.inspector = options->inspector ? options->inspector : s.paths.inspector;
    s.message = setup_message(&s);
    if (!setup_checked(&s)) {
        setup_done(&s);
        return false;
    }
    *ret = s;
    return true;
}

void setup_done(struct setup *setup)
{
    paths_done(&setup->paths);
    json_decref(setup->message);
    setup->message = NULL;
}

bool setup_rule_named(const char *wanted, const char *rule)
{
    size_t n = strlen(wanted);
    return n > 0 && strncmp(rule, wanted, n) == 0 && (rule[n] == '\0' || rule[n] == '.');
}

void setup_rule_folders(const struct setup *setup, const char **ret, unsigned max)
{
    const struct option_list *given = &setup->options->rules;
    must(max > OPTION_LIST_MAX);
    memcpy(ret, given->items, (given->n + 1) * sizeof *ret);
    if (given->n == 0) {
        ret[0] = setup->paths.rules;
        ret[1] = NULL;
    }
}
