#include "list.h"
#include "verb.h"
#include "width.h"

#include <stdio.h>
#include <string.h>

enum { ID_WIDTH = 32, LEVEL_WIDTH = 9, MATURITY_WIDTH = 14, STATE_WIDTH = 5 };

static void column(struct buffer *line, const json_t *rule, const char *key, unsigned width)
{
    struct buffer safe = {0};
    const char *text = json_string_value(json_object_get(rule, key));
    buffer_safe_line(&safe, slice_of(text ? text : ""));
    width_pad(line, buffer_slice(&safe), width);
    buffer_done(&safe);
}

static void print_rule(const json_t *rule, const char *language)
{
    struct buffer line = {0};
    column(&line, rule, "id", ID_WIDTH);
    column(&line, rule, "severity", LEVEL_WIDTH);
    column(&line, rule, "maturity", MATURITY_WIDTH);
    width_pad(&line, json_is_true(json_object_get(rule, "enabled")) ? S("on") : S("off"), STATE_WIDTH);
    column(&line, json_object_get(rule, "title"), language, 0);
    printf("%.*s\n", SLICE_ARG(buffer_slice(&line)));
    buffer_done(&line);
}

static void print(const json_t *rules, const struct setup *setup)
{
    size_t i;
    json_t *rule;
    json_array_foreach(rules, i, rule) print_rule(rule, setup->language);
}

static int run(int argc, char **argv)
{
    return list_run(&verb_rules, argc, argv, "rules", print);
}

static const struct option_spec specs[] = {LIST_OPTION_SPECS, {0}};

const struct verb verb_rules = {
    .name = "rules",
    .operands = "",
    .summary = "Lists the rules: id, level, maturity, whether on, title.",
    .options = specs,
    .run = run,
};
