/* A report: a document and what was understood of it. The pipeline, in order:
 *
 *     document ▶ sentences ▶ quantities ▶ holder, year, title ▶ facts ▶ copies ▶ claims with verdicts
 *
 * Everything is owned by the arena; nothing here knows Lua, JSON or libuv. Used by the worker. */
#pragma once

#include "claims.h"
#include "document.h"
#include "facts.h"
#include "indicators.h"
#include "lexicon.h"
#include "limits.h"
#include "mentions.h"
#include "passages.h"
#include "flaws.h"
#include "scans.h"

/* A sentence of a heading, a paragraph or a cell, up to 。！？； or the end. Cells give sentences when they
 * hold prose or a figure among words (其中：基本支出：14.6), not when they are a label or one figure. */
struct sentence {
    struct text text;
    uint32_t block;
    const struct cell *cell;             /* NULL in prose */
    uint32_t first_quantity, quantities; /* its part of report->quantities */
};

struct sentences {
    struct sentence *items;
    uint32_t n, cap;
};

/* A cell that is one figure and nothing else. */
struct figure_cell {
    const struct cell *cell;
    uint32_t block;          /* its table's */
    uint32_t quantity;       /* index into report->quantities */
    const struct unit *unit; /* that it prints itself, whatever the figure's is taken for; NULL: none */
};

struct figure_cells {
    struct figure_cell *items; /* in reading order */
    uint32_t n, cap;
};

/* The stages, for the bench and the `tallyd.report` event. */
enum stage {
    STAGE_READ,
    STAGE_EXTRACT,
    STAGE_FIGURES,
    STAGE_FACTS,
    STAGE_CLAIMS,
    STAGE_PASSAGES,
    STAGE_RULES,
    STAGE_COUNT
};

const char *stage_text(enum stage stage);

struct report {
    struct arena *arena;
    const struct document *document;
    const struct lexicon *lexicon;

    struct slice title;  /* 2022年度…部门整体支出绩效自评报告 */
    struct slice holder; /* the department, empty when unknown */
    int year;            /* the year reported on, 0 when unknown */

    struct sentences sentences;
    struct figure_cells figure_cells;
    struct quantities quantities; /* of all sentences and figure cells */
    struct facts facts;
    struct indicators indicators;
    struct claims claims;
    struct copies copies;
    struct flaws flaws;
    struct scans scans;        /* the words of its texts */
    struct mentions *mentions; /* read when a rule first asks */
    uint32_t crossed;          /* what is not whole: bit per enum limit (limits.h) */
    uint64_t stage_ns[STAGE_COUNT];
};

/* The figure that the cell is and nothing else; NULL where it is none, or one over the limit of figures. */
const struct figure_cell *report_figure(const struct report *report, const struct cell *cell);
/* Whether `n` things are as many as the limit allows; then the report says that it was not fully examined. */
bool report_full(struct report *report, enum limit limit, size_t n);
/* The limits that were crossed, by name: `not fully examined: claims passages`; empty where none was. */
struct slice report_crossed(const struct report *report);

/* Runs the pipeline. Crossed limits leave through the arena's and builder's ways out (arena.h). */
struct report *report_read(struct arena *arena, const struct document *document,
                           const struct lexicon *lexicon);
/* Figures that say how much (not years, codes …), of these how many became facts of which something is known (a measure, words that name them), and of these how many
 * took part in claims.
 */
void report_coverage(const struct report *report, uint32_t *ret_figures, uint32_t *ret_facts,
                     uint32_t *ret_claimed);
