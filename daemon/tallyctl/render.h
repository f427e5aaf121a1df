/* Findings as a reviewer reads them. Used by tallyctl. */
#pragma once

#include "buffer.h"

#include "../wire/answer.h"

struct render {
    bool english, colour, explain, verbose;
    unsigned columns; /* of the terminal, 0: lines are not broken */
};

/* What a run came to. */
struct render_count {
    size_t files, inspected, clean; /* clean: inspected, no finding */
    size_t errors, warnings, notices, failed_rules;
};

/* One document: its name, its findings by severity, what could not be examined. */
void render_answer(const struct render *render, const char *path, const struct answer *answer,
                   struct buffer *ret);
/* Adds an answer to the counts. */
void render_tally(struct render_count *count, const struct answer *answer);
void render_summary(const struct render *render, const struct render_count *count, struct buffer *ret);
