/* A child's answer, believed only after every message of it passed the checks here: known type, known keys and no
 * others, each of its type and within its limits, valid UTF-8, evidence with sane places, one `report` and nothing
 * after it. The child may be in the hands of a hostile document, so anything else is OUTCOME_BAD_ANSWER, and its findings
 * are dropped. Used by tallyd and tallyctl; fuzzed by tests/fuzz/fuzz_answer.c. */
#pragma once

#include "../base/fault.h"

#include <jansson.h>

#define ANSWER_BYTES_MAX    (64u << 20) /* all messages of one answer */
#define ANSWER_FINDINGS_MAX 2000u       /* as many as the worker reports (LIMIT_FINDINGS) */
#define ANSWER_RULES_MAX    1000u       /* rule events */
#define ANSWER_QUOTE_MAX    2000u       /* characters of one quote */
#define ANSWER_MESSAGE_MAX  4000u       /* characters of one message to the reviewer */

enum answer_state { ANSWER_OPEN, ANSWER_COMPLETE, ANSWER_BAD };

struct answer {
    enum answer_state state;
    enum outcome outcome;
    json_t *report;   /* the last message; NULL until complete */
    json_t *findings; /* array */
    json_t *rules;    /* array: rules that failed */
    char *output;     /* what `show` printed, NUL-terminated; NULL when none */
    size_t output_length, bytes;
    char error[200]; /* why it is bad */
};

void answer_init(struct answer *answer);
void answer_done(struct answer *answer);
/* Takes one message. The new state; once bad, always bad. */
enum answer_state answer_take(struct answer *answer, const char *bytes, size_t length);
/* An answer made here, for a child that gave none: outcome and reason, no findings. */
void answer_fail(struct answer *answer, enum outcome outcome, const char *reason);
