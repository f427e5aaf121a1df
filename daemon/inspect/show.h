/* What a report looks like to a rule, as text: for rule authors and reviewers (`tallyctl show`). Characters
 * that would disturb a terminal are escaped. Used by tally-inspect. */
#pragma once

#include "../report/report.h"

#include <jansson.h>

enum show_what { SHOW_TEXT, SHOW_TABLES, SHOW_FACTS, SHOW_CLAIMS, SHOW_JSON, SHOW_COUNT };

struct show_target {
    void (*emit)(void *context, json_t *message); /* takes the reference: an "output" message */
    void *context;
    bool english;
};

/* False where `text` is NULL or names none. */
bool show_parse(const char *text, enum show_what *ret);
void show_report(const struct report *report, enum show_what what, const struct show_target *target);
