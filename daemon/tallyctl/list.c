#include "list.h"

#include "batch.h"
#include "verb.h"

#include <stdio.h>

struct list {
    const struct setup *setup;
    const char *key;
    list_print_fn *print;
    bool json;
};

static bool on_ready(void *context, const json_t *info)
{
    const struct list *list = context;
    const json_t *array = json_object_get(info, list->key);
    if (!list->json) {
        list->print(array, list->setup);
        return true;
    }
    json_dumpf(array, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    fputc('\n', stdout);
    return true;
}

int list_run(const struct verb *verb, int argc, char **argv, const char *key, list_print_fn *print)
{
    struct list_options options = {0};
    int operands;
    enum options_result parsed = options_parse(verb, argc, argv, &options, &operands);
    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? EXIT_CLEAN : EXIT_FAILED;
    struct setup setup;
    if (!setup_init(&options.setup, &setup))
        return EXIT_FAILED;
    struct list list = {.setup = &setup, .key = key, .print = print, .json = options.json};
    struct batch_client client = {.context = &list, .ready = on_ready};
    int error = batch_run(&setup, &client);
    setup_done(&setup);
    return error || fflush(stdout) != 0 ? EXIT_FAILED : EXIT_CLEAN;
}
