#include "list.h"
#include "style.h"
#include "verb.h"
#include "width.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARAMS_SHOWN = 64 };
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

static struct slice text_of(const json_t *object, const char *key)
{
    return slice_of(json_string_value(json_object_get(object, key)));
}

/* A paragraph, broken where the terminal ends; nothing of nothing. */
static void print_paragraph(const char *label, struct slice text)
{
    struct buffer line = {0}, safe = {0};
    if (!text.len)
        return;
    buffer_safe_line(&safe, text);
    buffer_print(&line, "  %s", label);
    width_wrap(&line, buffer_slice(&safe), 2 + width_of(slice_of(label)), style_columns(stdout));
    printf("%.*s\n", SLICE_ARG(buffer_slice(&line)));
    buffer_done(&line);
    buffer_done(&safe);
}

/* The comment that the file begins with says what the rule looks for. */
static void print_comment(const char *path)
{
    struct buffer text = {0};
    char *line = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "re");
    for (ssize_t n; file && (n = getline(&line, &size, file)) > 2 && memcmp(line, "--", 2) == 0;)
        buffer_add(&text, (struct slice){line + 2, (size_t)n - 2});
    if (file)
        (void)fclose(file);
    free(line);
    print_paragraph("", slice_trim(buffer_slice(&text)));
    buffer_done(&text);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void print_params(const json_t *params)
{
    struct buffer text = {0};
    const char *names[PARAMS_SHOWN], *name;
    size_t n = 0;
    json_t *value;
    json_object_foreach((json_t *)params, name, value) if (n < PARAMS_SHOWN) names[n++] = name;
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++)
        buffer_print(&text, "%s%s = %s", i ? ", " : "", names[i],
                     json_string_value(json_object_get(params, names[i])));
    print_paragraph("params: ", buffer_slice(&text));
    buffer_done(&text);
}

static void print_details_of(const json_t *rule, const char *language)
{
    const char *path = json_string_value(json_object_get(rule, "file"));
    print_rule(rule, language);
    print_comment(path ? path : "");
    print_params(json_object_get(rule, "params"));
    print_paragraph("basis: ", text_of(rule, "basis"));
    print_paragraph("file: ", text_of(rule, "file"));
}

static void print_details(const json_t *rules, const struct setup *setup)
{
    size_t i;
    json_t *rule;
    json_array_foreach(rules, i, rule) print_details_of(rule, setup->language);
}

static int run(int argc, char **argv)
{
    static const struct list_kind kind = {.key = "rules", .print = print, .details = print_details};
    return list_run(&verb_rules, argc, argv, &kind);
}

static const struct option_spec specs[] = {LIST_OPTION_SPECS, {0}};

const struct verb verb_rules = {
    .name = "rules",
    .operands = "[RULE…]",
    .summary =
        "Lists the rules: id, level, maturity, whether on, title.\nWith RULE, an id or the name of a group: "
        "what it looks for, its parameters,\nits basis and its file.",
    .options = specs,
    .run = run,
};
