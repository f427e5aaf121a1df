#include "options.h"

#include "verb.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct parse {
    const struct verb *verb;
    char **argv;
    int argc, next;
    char *fields;
};

static bool is_choice(const char *choices, const char *value)
{
    size_t length = strlen(value);
    for (const char *c = choices; *c; c += strcspn(c, "|"), c += *c == '|')
        if (length == strcspn(c, "|") && memcmp(c, value, length) == 0)
            return true;
    return false;
}

static bool set_number(unsigned *field, const char *value)
{
    char *end;
    errno = 0;
    unsigned long n = strtoul(value, &end, 10);
    if (errno || *end || end == value || *value == '-' || n > 1000000000)
        return false;
    *field = (unsigned)n;
    return true;
}

static bool set_list(struct option_list *list, const char *value)
{
    if (list->n == OPTION_LIST_MAX)
        return false;
    list->items[list->n++] = value;
    list->items[list->n] = NULL;
    return true;
}

static bool set_field(const struct option_spec *spec, void *field, const char *value)
{
    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return true;
    case OPTION_NUMBER:
        return set_number(field, value);
    case OPTION_LIST:
        return set_list(field, value);
    case OPTION_CHOICE:
        if (!is_choice(spec->value, value))
            return false;
        __attribute__((fallthrough));
    case OPTION_TEXT:
        *(const char **)field = value;
        return true;
    }
    return false;
}

static const struct option_spec *find_option(const struct option_spec *specs, const char *arg, size_t length)
{
    for (; specs->name; specs++)
        if (strlen(specs->name) == length && memcmp(specs->name, arg, length) == 0)
            return specs;
    return NULL;
}

static bool wrong(const struct parse *p, const char *what, const char *arg)
{
    fprintf(stderr, "tallyctl %s: %s: %s (see tallyctl %s --help)\n", p->verb->name, arg, what,
            p->verb->name);
    return false;
}

static bool take_option(struct parse *p, const char *arg)
{
    size_t length = strcspn(arg, "=");
    const struct option_spec *spec = find_option(p->verb->options, arg, length);
    if (!spec)
        return wrong(p, "no such option", arg);
    const char *value = arg[length] ? arg + length + 1 : NULL;
    if (spec->kind == OPTION_FLAG && value)
        return wrong(p, "takes no value", arg);
    if (spec->kind != OPTION_FLAG && !value) {
        if (p->next == p->argc)
            return wrong(p, "needs a value", arg);
        value = p->argv[p->next++];
    }
    if (!set_field(spec, p->fields + spec->at, value))
        return wrong(p, spec->kind == OPTION_CHOICE ? spec->value : "bad value, or given too often", arg);
    return true;
}

enum options_result options_parse(const struct verb *verb, int argc, char **argv, void *ret,
                                  int *ret_operands)
{
    struct parse p = {.verb = verb, .argv = argv, .argc = argc, .next = 1, .fields = ret};
    int operands = 0;
    bool only_operands = false;
    while (p.next < argc) {
        char *arg = argv[p.next++];
        if (only_operands || arg[0] != '-' || arg[1] == '\0') {
            argv[++operands] = arg;
        } else if (strcmp(arg, "--") == 0) {
            only_operands = true;
        } else if (strcmp(arg, "--help") == 0) {
            options_usage(verb);
            return OPTIONS_HELP;
        } else if (!take_option(&p, arg)) {
            return OPTIONS_WRONG;
        }
    }
    *ret_operands = operands;
    return OPTIONS_RUN;
}

void options_usage(const struct verb *verb)
{
    printf("usage: tallyctl %s [options]%s%s\n%s\n\n", verb->name, *verb->operands ? " " : "", verb->operands,
           verb->summary);
    for (const struct option_spec *o = verb->options; o->name; o++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s%s", o->name, o->kind == OPTION_FLAG ? "" : " ",
                 o->value ? o->value : "");
        printf("  %-28s %s\n", name, o->help);
    }
    printf("  %-28s %s\n", "--help", "this text");
}
