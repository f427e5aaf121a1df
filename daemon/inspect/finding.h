/* A finding as it goes over the wire (docs/wire.md): what report:flag gathered, written as JSON that fits a
 * message and the limits of daemon/wire/answer.h. Knows no Lua. Used by tally-inspect. */
#pragma once

#include "bind.h"
#include "masking.h"

#define FINDING_FINGERPRINT_SIZE 33 /* 32 hexadecimal digits and a NUL */

struct finding {
    const struct report *report;
    bool english;
    const char *rule, *name, *version, *level;
    struct slice message;
    struct slice key; /* what besides the quotes identifies it */
    /* empty: left out */
    struct slice verdict, stated, computed, difference, unit, formula, explanation, reasoning;
    struct {
        struct slice kind, text, value, unit; /* `kind` empty: none is clear */
    } hypothesis;
    unsigned confidence;
    struct bind_evidences evidence;
    struct masking masking; /* of its quotes */
};

/* Rule, holder, year, and of each piece of evidence what it measures and its quote without blanks; no
 * positions, so it stays the same when lines are added above. The second finding of a report with all of
 * these alike has `again` 1. */
void finding_fingerprint(const struct finding *finding, unsigned again, char ret[FINDING_FINGERPRINT_SIZE]);
/* A message, its `at` for mem_free; empty without memory. Long quotes are cut on a character. */
struct slice finding_json(const struct finding *finding, const char *fingerprint);
/* At most `characters` of a text as a JSON string; what is no UTF-8, or has a NUL, is escaped. */
json_t *finding_text(struct slice text, size_t characters);
