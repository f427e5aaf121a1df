#include "options.h"

#include "verb.h"

#include "../base/nearest.h"

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

/* These three give NULL, or what is wrong with the value. */
static const char *set_number(unsigned *field, const char *value)
{
    char *end;
    errno = 0;
    unsigned long n = strtoul(value, &end, 10);
    if (errno || *end || end == value || *value == '-' || n > 1000000000)
        return "expected a number";
    *field = (unsigned)n;
    return NULL;
}

static const char *set_list(struct option_list *list, const char *value)
{
    if (list->n == OPTION_LIST_MAX)
        return "given too often";
    list->items[list->n++] = value;
    list->items[list->n] = NULL;
    return NULL;
}

static const char *set_field(const struct option_spec *spec, void *field, const char *value)
{
    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return NULL;
    case OPTION_NUMBER:
        return set_number(field, value);
    case OPTION_LIST:
        return set_list(field, value);
    case OPTION_CHOICE:
        if (!is_choice(spec->value, value))
            return "expected one of ";
        __attribute__((fallthrough));
    case OPTION_TEXT:
        *(const char **)field = value;
    }
    return NULL;
}

static const struct option_spec *find_option(const struct option_spec *specs, const char *arg, size_t length)
{
    for (; specs->name; specs++)
        if (strlen(specs->name) == length && memcmp(specs->name, arg, length) == 0)
            return specs;
    return NULL;
}

static bool wrong(const struct parse *p, const char *arg, const char *what, const char *more)
{
    fprintf(stderr, "tallyctl %s: %s: %s%s (see tallyctl help %s)\n", p->verb->name, arg, what, more,
            p->verb->name);
    return false;
}

static bool no_such_option(const struct parse *p, const char *arg, size_t length)
{
    struct nearest nearest;
    char hint[NEAREST_HINT_SIZE];
    nearest_init(&nearest, (struct slice){arg, length});
    for (const struct option_spec *o = p->verb->options; o->name; o++)
        nearest_offer(&nearest, slice_of(o->name));
    return wrong(p, arg, "no such option", nearest_hint(&nearest, "", hint));
}

static bool wrong_value(const struct parse *p, const struct option_spec *spec, const char *value,
                        const char *fault)
{
    char option[300];
    bool choice = spec->kind == OPTION_CHOICE;
    (void)snprintf(option, sizeof option, "%s %s", spec->name, value);
    return wrong(p, option, fault, choice ? spec->value : "");
}

static bool take_option(struct parse *p, const char *arg)
{
    size_t length = strcspn(arg, "=");
    const struct option_spec *spec = find_option(p->verb->options, arg, length);
    if (!spec)
        return no_such_option(p, arg, length);
    const char *value = arg[length] ? arg + length + 1 : NULL;
    if (spec->kind == OPTION_FLAG && value)
        return wrong(p, arg, "takes no value", "");
    if (spec->kind != OPTION_FLAG && !value) {
        if (p->next == p->argc)
            return wrong(p, arg, "needs a value: ", spec->value);
        value = p->argv[p->next++];
    }
    const char *fault = set_field(spec, p->fields + spec->at, value);
    return !fault || wrong_value(p, spec, value, fault);
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
        } else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            options_usage(verb);
            return OPTIONS_HELP;
        } else if (!take_option(&p, arg)) {
            return OPTIONS_WRONG;
        }
    }
    if (operands && !*verb->operands) {
        wrong(&p, argv[1], "takes no operand", "");
        return OPTIONS_WRONG;
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
