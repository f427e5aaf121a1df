#include "list.h"
#include "verb.h"
#include "width.h"

#include <stdio.h>

enum { NAME_WIDTH = 10, TITLE_WIDTH = 36, LIMIT_WIDTH = 18, VALUE_WIDTH = 12 };

static struct slice text_of(const json_t *object, const char *key)
{
    return slice_of(json_string_value(json_object_get(object, key)));
}

/* zip_entries       65536       entries of a container */
static void print_limit(const json_t *limit)
{
    struct buffer line = {0};
    char value[32];
    snprintf(value, sizeof value, "%lld", (long long)json_integer_value(json_object_get(limit, "value")));
    width_pad(&line, slice_of(""), NAME_WIDTH);
    width_pad(&line, text_of(limit, "name"), LIMIT_WIDTH);
    width_pad(&line, slice_of(value), VALUE_WIDTH);
    buffer_add(&line, text_of(limit, "why"));
    printf("%.*s\n", SLICE_ARG(buffer_slice(&line)));
    buffer_done(&line);
}

static void print_format(const json_t *format, const char *language)
{
    struct buffer line = {0};
    size_t i;
    json_t *suffix, *limit;
    width_pad(&line, text_of(format, "name"), NAME_WIDTH);
    width_pad(&line, text_of(json_object_get(format, "title"), language), TITLE_WIDTH);
    json_array_foreach(json_object_get(format, "suffixes"), i, suffix)
        buffer_print(&line, "%s%s", i ? " " : "", json_string_value(suffix));
    buffer_print(&line, "\n%*s%s", NAME_WIDTH, "", json_string_value(json_object_get(format, "version")));
    printf("%.*s\n", SLICE_ARG(buffer_slice(&line)));
    buffer_done(&line);
    json_array_foreach(json_object_get(format, "limits"), i, limit) print_limit(limit);
}

static void print(const json_t *formats, const struct setup *setup)
{
    size_t i;
    json_t *format;
    json_array_foreach(formats, i, format) print_format(format, setup->language);
}

static int run(int argc, char **argv)
{
    static const struct list_kind kind = {.key = "formats", .print = print};
    return list_run(&verb_formats, argc, argv, &kind);
}

static const struct option_spec specs[] = {LIST_OPTION_SPECS, {0}};

const struct verb verb_formats = {
    .name = "formats",
    .operands = "",
    .summary = "Lists the formats that can be read: suffixes, versions, limits.",
    .options = specs,
    .run = run,
};
