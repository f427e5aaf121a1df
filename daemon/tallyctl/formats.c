#include "list.h"
#include "verb.h"
#include "width.h"

#include <stdio.h>

enum { NAME_WIDTH = 10, TITLE_WIDTH = 20, VERSION_WIDTH = 12 };

static struct slice text_of(const json_t *object, const char *key)
{
    return slice_of(json_string_value(json_object_get(object, key)));
}

static void print_format(const json_t *format, const char *language)
{
    struct buffer line = {0};
    size_t i;
    json_t *suffix;
    width_pad(&line, text_of(format, "name"), NAME_WIDTH);
    width_pad(&line, text_of(json_object_get(format, "title"), language), TITLE_WIDTH);
    width_pad(&line, text_of(format, "version"), VERSION_WIDTH);
    json_array_foreach(json_object_get(format, "suffixes"), i, suffix)
        buffer_print(&line, "%s%s", i ? " " : "", json_string_value(suffix));
    printf("%.*s\n", SLICE_ARG(buffer_slice(&line)));
    buffer_done(&line);
}

static void print(const json_t *formats, const struct setup *setup)
{
    size_t i;
    json_t *format;
    json_array_foreach(formats, i, format) print_format(format, setup->language);
}

static int run(int argc, char **argv)
{
    return list_run(&verb_formats, argc, argv, "formats", print);
}

static const struct option_spec specs[] = {LIST_OPTION_SPECS, {0}};

const struct verb verb_formats = {
    .name = "formats",
    .operands = "",
    .summary = "Lists the formats that plugins read: name, title, version, suffixes.",
    .options = specs,
    .run = run,
};
