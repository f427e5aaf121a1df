/* Facts: (holder, measure, year, version) = quantity, each with the place that says so. From tables by their row's and
 * column's heads, from prose by the words before the figure and the topic of its clause. A blank is not zero and makes no
 * fact; where the words do not tell measure or year, the fact says so and takes part in no comparison. Used by the
 * worker. */
#pragma once

#include "document.h"
#include "lexicon.h"
#include "quantity.h"

struct fact {
    const struct quantity *quantity;
    const struct measure *measure; /* NULL: not in the lexicon; `label` still names it */
    struct slice label;            /* the words that name it, mended, without version and year words */
    struct slice holder;           /* whose: a unit's name, an indicator's; empty: the report's own department */
    struct slice scope;            /* heading path, caption and row group that narrow it, for people and for sameness */
    int year;                      /* 0: unknown */
    enum version version;
    bool prior;                    /* of the year before the report's (上年) */
    uint32_t block, section;
    const struct table *table; /* NULL in prose */
    const struct cell *cell;   /* NULL in prose */
    uint32_t sentence;         /* index into report.sentences; UINT32_MAX in tables */
    struct span span;          /* the figure with its unit */
    struct span quote;         /* the figure with the words that name it: what a finding quotes */
    uint8_t confidence;        /* 0 to 100 */
    bool claimed;              /* takes part in a claim */
};

struct facts {
    struct fact *items;
    uint32_t n, cap;
};

struct report;

/* Fills report->facts from its document. */
void facts_read(struct report *report);
