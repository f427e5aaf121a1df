#include "list.h"

#include "batch.h"
#include "verb.h"

#include "../base/nearest.h"

#include <stdio.h>

struct list {
    const struct setup *setup;
    const struct list_kind *kind;
    char **wanted; /* from 1 */
    int n_wanted;
    bool json;
};

static const char *id_of(const json_t *item)
{
    const char *id = json_string_value(json_object_get(item, "id"));
    return id ? id : "";
}

static bool no_such(const json_t *array, const char *wanted)
{
    struct nearest nearest;
    char hint[NEAREST_HINT_SIZE];
    size_t i;
    json_t *item;
    nearest_init(&nearest, slice_of(wanted));
    json_array_foreach(array, i, item) nearest_offer(&nearest, slice_of(id_of(item)));
    fprintf(stderr, "tallyctl rules: %s: no such rule or group%s\n", wanted,
            nearest_hint(&nearest, "", hint));
    return false;
}

/* Appends those that an operand names. */
static bool choose(const json_t *array, const char *wanted, json_t *ret)
{
    size_t i, had = json_array_size(ret);
    json_t *item;
    json_array_foreach(array, i, item) if (setup_rule_named(wanted, id_of(item)))
        json_array_append(ret, item);
    return json_array_size(ret) > had || no_such(array, wanted);
}

static void print(const struct list *list, const json_t *array)
{
    if (list->json) {
        json_dumpf(array, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
        fputc('\n', stdout);
    } else {
        (list->n_wanted ? list->kind->details : list->kind->print)(array, list->setup);
    }
}

static bool on_ready(void *context, const json_t *info)
{
    const struct list *list = context;
    const json_t *all = json_object_get(info, list->kind->key);
    json_t *chosen = json_array();
    bool found = true;
    for (int i = 1; found && i <= list->n_wanted; i++)
        found = choose(all, list->wanted[i], chosen);
    if (found)
        print(list, list->n_wanted ? chosen : all);
    json_decref(chosen);
    return found;
}

int list_run(const struct verb *verb, int argc, char **argv, const struct list_kind *kind)
{
    struct list_options options = {0};
    int operands;
    enum options_result parsed = options_parse(verb, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    struct setup setup;
    if (!setup_init(&options.setup, &setup))
        return EXIT_FAILED;
    struct list list = {
        .setup = &setup, .kind = kind, .wanted = argv, .n_wanted = operands, .json = options.json};
    struct batch_client client = {.context = &list, .ready = on_ready};
    int error = batch_run(&setup, &client);
    setup_done(&setup);
    return error || fflush(stdout) != 0 ? EXIT_FAILED : EXIT_CLEAN;
}
