/* A child's answer, believed only after every message of it passed the checks here: known type, known keys
 * and no others, each of its type and within its limits, valid UTF-8, evidence with sane places, one `report`
 * and nothing after it. The child may be in the hands of a hostile document, so anything else is
 * OUTCOME_BAD_ANSWER, and its findings are dropped. Used by tallyd and tallyctl; fuzzed by
 * tests/fuzz/fuzz_answer.c. */
#pragma once

#include "../base/fault.h"

#include <jansson.h>

/* Limits, all checked here and all held by the worker, which counts or cuts what goes beyond. */
#define ANSWER_BYTES_MAX      (8u << 20) /* all messages but output; findings take ten times that as objects */
#define ANSWER_OUTPUT_MAX     (64u << 20) /* what `show` prints of the longest document */
#define ANSWER_FINDINGS_MAX   2000u       /* as many as the worker reports (LIMIT_FINDINGS) */
#define ANSWER_EVIDENCE_MAX   64u         /* pieces of one finding (LIMIT_EVIDENCE) */
#define ANSWER_EVIDENCE_TOTAL 20000u      /* pieces of all findings: each takes a kilobyte here */
#define ANSWER_RULES_MAX      1000u       /* rule events, and rules listed in the report */
#define ANSWER_QUOTE_MAX      2000u       /* characters of one quote */
#define ANSWER_MESSAGE_MAX    4000u       /* characters of a message, formula, explanation or error */
#define ANSWER_LABEL_MAX      300u        /* characters of a name, title, unit or place */
#define ANSWER_ID_MAX         64u         /* characters of a rule id, version, role, stage */
#define ANSWER_NUMBER_MAX     120u        /* digits, sign and point of a decimal (DECIMAL_TEXT_SIZE) */
#define ANSWER_LINE_MAX       (64u << 20) /* a line or column: bytes of reading text (LIMIT_READING_BYTES) */
#define ANSWER_YEAR_MIN       1949u
#define ANSWER_YEAR_MAX       2199u

enum answer_state { ANSWER_OPEN, ANSWER_COMPLETE, ANSWER_BAD };

struct answer {
    enum answer_state state;
    enum outcome outcome;
    json_t *report;   /* the last message; of a failed answer outcome and reason; NULL until complete */
    json_t *findings; /* array */
    json_t *rules;    /* array: rules that failed */
    char *output;     /* what `show` printed, NUL-terminated; NULL when none */
    size_t output_length, output_room;
    bool no_output;         /* set after answer_init where none was asked for: then one is bad */
    size_t bytes, evidence; /* so far, against the limits */
    char error[200];        /* why it is bad */
};

void answer_init(struct answer *answer);
void answer_done(struct answer *answer);
/* Takes one message. The new state; once bad, always bad. */
enum answer_state answer_take(struct answer *answer, const char *bytes, size_t length);
/* An answer made here, for a child that gave none: outcome and reason, no findings. */
void answer_fail(struct answer *answer, enum outcome outcome, const char *reason);
