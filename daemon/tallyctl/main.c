/* tallyctl: examines reports from the command line with the daemon's own inspector and sandbox (check, show,
 * test, rules, formats), and speaks to the daemon (status, ledger, reload). */
#include "verb.h"

#include "../base/nearest.h"

#include <stdio.h>
#include <string.h>

static const struct verb *const verbs[] = {&verb_check,  &verb_show,   &verb_rules, &verb_formats, &verb_test,
                                           &verb_status, &verb_ledger, &verb_retry, &verb_reload};
enum { VERBS = sizeof verbs / sizeof *verbs };

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < VERBS; i++)
        if (strcmp(verbs[i]->name, name) == 0)
            return verbs[i];
    return NULL;
}

static void print_usage(FILE *stream)
{
    fputs("usage: tallyctl VERB [options] [operands]\n\n", stream);
    for (size_t i = 0; i < VERBS; i++)
        fprintf(stream, "  %-9s %.*s\n", verbs[i]->name, (int)strcspn(verbs[i]->summary, "\n"),
                verbs[i]->summary);
    fputs("\n  tallyctl help VERB     the verb's options\n  tallyctl --version\n", stream);
}

static int print_version(void)
{
    puts("tallyctl " TALLYD_VERSION);
    return EXIT_CLEAN;
}

static int print_help(void)
{
    print_usage(stdout);
    return EXIT_CLEAN;
}

static int no_such_verb(const char *name)
{
    struct nearest nearest;
    char hint[NEAREST_HINT_SIZE];
    nearest_init(&nearest, slice_of(name));
    for (size_t i = 0; i < VERBS; i++)
        nearest_offer(&nearest, slice_of(verbs[i]->name));
    fprintf(stderr, "tallyctl: %s: no such verb%s\n", name,
            nearest_hint(&nearest, "; tallyctl help lists them", hint));
    return EXIT_FAILED;
}

/* tallyctl help, tallyctl help VERB */
static int help(const char *name)
{
    const struct verb *verb = name ? find_verb(name) : NULL;
    if (name && !verb)
        return no_such_verb(name);
    if (!verb)
        return print_help();
    options_usage(verb);
    return EXIT_CLEAN;
}

static bool is_one_of(const char *name, const char *a, const char *b)
{
    return strcmp(name, a) == 0 || strcmp(name, b) == 0;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (is_one_of(name, "--version", "-V"))
        return print_version();
    if (is_one_of(name, "--help", "-h"))
        return print_help();
    if (strcmp(name, "help") == 0)
        return help(argv[2]);
    const struct verb *verb = find_verb(name);
    if (verb)
        return verb->run(argc - 1, argv + 1);
    if (*name)
        return no_such_verb(name);
    print_usage(stderr);
    return EXIT_FAILED;
}
