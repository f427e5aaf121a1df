/* Which inspector, plugins, rules and lexicon a verb works with: those of the build tree or the installation
 * that tallyctl belongs to (wire/paths.h), unless options say otherwise. Used by tallyctl. */
#pragma once

#include "options.h"

#include "../wire/paths.h"

#include <jansson.h>

/* The first field of the struct of every verb that starts an inspector. */
struct setup_options {
    struct option_list rules, plugins, lexicon, set;
    const char *inspector, *language;
    const char *strictness; /* NULL: the usual one */
    unsigned workers, deadline_s;
    bool trace;
};

#define SETUP_OPTION_SPECS                                                                                   \
    {"--rules", OPTION_LIST, offsetof(struct setup_options, rules), "DIR",                                   \
     "rules from DIR instead (again for more)"},                                                             \
        {"--plugins", OPTION_LIST, offsetof(struct setup_options, plugins), "DIR",                           \
         "format plugins from DIR instead"},                                                                 \
        {"--lexicon", OPTION_LIST, offsetof(struct setup_options, lexicon), "DIR",                           \
         "lexicon from DIR instead"},                                                                        \
        {"--set", OPTION_LIST, offsetof(struct setup_options, set), "RULE:KEY=VALUE",                        \
         "a rule's setting, as in tallyd.conf"},                                                             \
        {"--strictness", OPTION_CHOICE, offsetof(struct setup_options, strictness), "1|2|3|4",               \
         "1 tells only what is certain, 4 everything (2)"},                                                  \
        {"--inspector", OPTION_TEXT, offsetof(struct setup_options, inspector), "FILE",                      \
         "tally-inspect to start"},                                                                          \
        {"--language", OPTION_CHOICE, offsetof(struct setup_options, language), "zh|en",                     \
         "language of the findings"},                                                                        \
        {"--trace", OPTION_FLAG, offsetof(struct setup_options, trace), NULL,                                \
         "name a system call that the sandbox forbids"},                                                     \
        {"--workers", OPTION_NUMBER, offsetof(struct setup_options, workers), "N",                           \
         "documents at once (a processor each)"},                                                            \
    {                                                                                                        \
        "--deadline", OPTION_NUMBER, offsetof(struct setup_options, deadline_s), "SECONDS",                  \
            "for one document (30)"                                                                          \
    }

#define SETUP_DEADLINE_S       30u /* a report takes milliseconds; ten thousand times that is a defect */
#define SETUP_START_DEADLINE_S 20u

struct setup {
    struct paths paths;
    const struct setup_options *options;
    const char *inspector, *language;
    json_t *message; /* the wire's setup message */
};

/* False after saying what is wrong. */
bool setup_init(const struct setup_options *options, struct setup *ret);
void setup_done(struct setup *setup);
/* Whether `wanted` is the rule's id, or its group. */
bool setup_rule_named(const char *wanted, const char *rule);
/* The folders that rules come from, NULL-terminated. */
void setup_rule_folders(const struct setup *setup, const char **ret, unsigned max);
