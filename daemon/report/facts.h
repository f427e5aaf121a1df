/* Facts: (holder, measure, year, version) = quantity, each with the place that says so. From tables by their
 * row's and column's heads, from prose by the words before the figure and the topic of its clause. A blank is
 * not zero and makes no fact; where the words do not tell measure or year, the fact says so and takes part in
 * no comparison. Used by the worker. */
#pragma once

#include "document.h"
#include "lexicon.h"
#include "quantity.h"

struct fact {
    const struct quantity *quantity; /* of report->quantities, or such a one read again in its form's unit */
    const struct measure *measure;   /* NULL: not in the lexicon; `label` still names it */
    struct slice label;              /* the words that name it, mended, without version and year words */
    struct slice holder; /* whose: a unit's name, an indicator's; empty: the report's own department */
    struct slice scope; /* what narrows it: in prose the words before the measure (`市本级`), in tables the
                           other head that is a measure, or the row group; facts of unlike scope are not the
                           same fact. The heading path is the section's, the caption the table's */
    int year;           /* 0: unknown */
    bool year_stated;   /* the figure's own words or heads say the year; else it is the sentence's or the
                           report's */
    enum version version;
    bool prior;    /* of the year before the report's (上年) */
    int direction; /* of a change or growth: 1 增加, -1 减少, 0 not said; the value itself is as printed
                      (减少7.63 is 7.63 with -1; a cell 减7.63 is -7.63 with -1) */
    enum version against; /* of a rate, share, change or growth: whose figure the words compare it with
                             (为年初预算 的P%: initial); VERSION_UNKNOWN where they do not tell */
    bool against_prior;   /* 比上年, 同比: compared with the year before */
    uint32_t topic; /* index of the fact that this one speaks of (占P% of it, 比上年增加 of it, 年初预算
                       beside it); UINT32_MAX: none. Always a smaller index */
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
