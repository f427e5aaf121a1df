/* A table as the readers of claims see it: at each grid position the fact whose figure stands there, for each
 * row its label and what kind of row it is. Used by the readers of claims. */
#pragma once

#include "claims_priv.h"

enum row_kind {
    ROW_EMPTY, /* no figure */
    ROW_PLAIN,
    ROW_TOTAL,    /* 合计, 总计, 总分 */
    ROW_SUBTOTAL, /* 小计 */
};

struct sheet_row {
    enum row_kind kind;
    struct slice label;
    struct span label_span;
    unsigned
        level; /* of its numbering, 1 the outermost (一、 （一） 1. （1）, a code of account), or of its indent;
                       0: none */
    unsigned indent; /* columns of blanks before the label's own words, 其中： not counted among them */
    bool coded;      /* the level is that of a code of account */
    bool begins;     /* its label begins with 其中 */
    bool inside;     /* it or a row above it that it goes on from begins with 其中 */
    uint32_t part;   /* rows under one head have one number */
    /* Of the first of them, for each column of theirs: what the heads name; NULL until it is asked for. */
    enum row_kind *total_heads;
};

struct sheet {
    struct report *report;
    const struct table *table;
    uint32_t first_fact, end_fact; /* the table's facts, those of its cells' sentences too */
    uint32_t *facts;               /* rows · columns; FACT_NONE */
    bool *rates; /* columns of which a head names a rate: what stands under it is never added up */
    const enum row_kind
        *total_heads; /* of the part being read: ROW_TOTAL or ROW_SUBTOTAL where a column's head names
                                         one, else ROW_EMPTY */
    struct sheet_row *rows;
    bool indented;    /* levels are of indents */
    bool levels;      /* weights stand in a column for each level of the indicators */
    uint32_t counted; /* the first row that the total being read counts */
};

/* Calls `read` for each table that has facts, in order. */
typedef void sheet_read_fn(struct sheet *sheet);
void claims_sheets(struct report *report, sheet_read_fn *read);

uint32_t claims_sheet_at(const struct sheet *sheet, uint32_t row, uint32_t column);
/* The nearest fact to the left of `column` in its row, at most SHEET_REACH columns away, that has this
 * version. */
#define SHEET_REACH 12
uint32_t claims_sheet_left(const struct sheet *sheet, uint32_t row, uint32_t column, enum version version);
/* The first fact of the row that has this version. */
uint32_t claims_sheet_find(const struct sheet *sheet, uint32_t row, enum version version);
/* Whether a column's figures are rates, as far as this row's own head tells. */
bool claims_sheet_rate(const struct sheet *sheet, uint32_t row, uint32_t column);
/* The lowest head over a column, for a row; an empty slice where there is none. */
struct slice claims_sheet_head(const struct sheet *sheet, uint32_t row, uint32_t column);
/* The level of the numbering of the label nearest to the left of `column`: a table of two halves has two
 * labels in a row. */
unsigned claims_sheet_level(const struct sheet *sheet, uint32_t row, uint32_t column);
/* The end of the rows that stand under the same head as `row`; sets `total_heads` for them. */
uint32_t claims_sheet_part(struct sheet *sheet, uint32_t row);

/* The readers of one table. */
void claims_table_read(struct sheet *sheet);
void claims_across_read(struct sheet *sheet);
void claims_columns_read(struct sheet *sheet);
void claims_portion_rows(struct sheet *sheet);
void claims_outline_rows(struct sheet *sheet);
void claims_form_read(struct sheet *sheet);
/* The score of the row's execution. */
void claims_earned_row(const struct sheet *sheet, uint32_t row);
void claims_budget_rows(struct sheet *sheet);
void claims_balance_rows(struct sheet *sheet);
void claims_lineage_rows(struct sheet *sheet);
void claims_stock_rows(struct sheet *sheet);
void claims_priced_rows(struct sheet *sheet);
