/* Passages that stand twice in one report. Text is compared without blanks and punctuation, widths folded;
 * any verbatim run of PASSAGE_RUN characters is found, and found runs are extended as far as they go. Used by
 * the worker. */
#pragma once

#include "document.h"

#define PASSAGE_RUN 15 /* characters: shorter runs are set phrases that every department shares */

/* What a passage is in its report, from the section's title, the table's heads and row labels. */
enum passage_role {
    PASSAGE_BODY,
    PASSAGE_DUTIES,
    PASSAGE_GOAL,
    PASSAGE_RESULT,
    PASSAGE_TARGET,
    PASSAGE_ACHIEVED,
    PASSAGE_INDICATOR,
    PASSAGE_REASON
};

struct passage {
    struct span span;
    enum passage_role role;
    uint32_t block;
    const struct cell *cell; /* NULL in prose */
    uint32_t cell_chars;     /* characters of the whole cell or paragraph, compared ones only */
};

/* One text at two places: `first` before `second` in the reading text. */
struct copy {
    struct passage first, second;
    uint32_t chars; /* compared characters that are the same */
};

struct copies {
    struct copy *items;
    uint32_t n, cap;
};

const char *passage_role_text(enum passage_role role);

struct report;

/* Fills report->copies. Near-linear in the length of the text. */
void passages_read(struct report *report);
