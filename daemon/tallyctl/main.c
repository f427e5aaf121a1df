/* tallyctl: examines reports from the command line with the daemon's own inspector and sandbox (check, show,
 * test, rules, formats), and speaks to the daemon (status, ledger, reload). */
#include "verb.h"

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
    fputs("\n  tallyctl VERB --help   the verb's options\n  tallyctl --version\n", stream);
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

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--version") == 0)
        return print_version();
    if (strcmp(name, "--help") == 0)
        return print_help();
    const struct verb *verb = find_verb(name);
    if (verb)
        return verb->run(argc - 1, argv + 1);
    if (*name)
        fprintf(stderr, "tallyctl: %s: no such verb\n", name);
    print_usage(stderr);
    return EXIT_FAILED;
}
