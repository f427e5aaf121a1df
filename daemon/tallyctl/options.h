/* Command-line options, as a table: from it come the parser and the text of --help. Options and operands may
 * be mixed;
 * `--` ends the options; `--name value` and `--name=value` are the same. Used by tallyctl. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_CHOICE, /* const char *, one of the words in `value`, separated by '|' */
    OPTION_NUMBER, /* unsigned */
    OPTION_LIST,   /* struct option_list, may be given several times */
};

#define OPTION_LIST_MAX 32u /* folders given on one command line: more is a mistake */

/* Ends with a NULL item, so that it can be handed on as an argument vector. */
struct option_list {
    const char *items[OPTION_LIST_MAX + 1];
    unsigned n;
};

struct option_spec {
    const char *name; /* with its dashes */
    enum option_kind kind;
    size_t at;         /* offset of the field in the verb's struct */
    const char *value; /* what --help shows after the name */
    const char *help;
};

struct verb;

enum options_result { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_WRONG };

/* Fills the fields of `ret` that options name and leaves the operands in argv[1 .. *ret_operands]. On
 * OPTIONS_HELP the usage, on OPTIONS_WRONG the error has been printed: an operand, too, where the verb takes none. */
enum options_result options_parse(const struct verb *verb, int argc, char **argv, void *ret,
                                  int *ret_operands);
void options_usage(const struct verb *verb);
