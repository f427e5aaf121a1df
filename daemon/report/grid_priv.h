/* What the parts of grid.c share. */
#pragma once

#include "grid.h"
#include "limits.h"

/* Wider parts of a table are not weighed but laid from the left: forms have under 30 columns. */
#define GRID_FIT_MAX 64

/* What a cell looks like: its `type`. */
enum grid_type { GRID_EMPTY, GRID_DASH, GRID_FIGURE, GRID_PERCENT, GRID_WORDS, GRID_TYPE_COUNT };

/* What a head says of its column: its `want`. */
enum grid_want {
    GRID_UNKNOWN,
    GRID_ANY,      /* figures or words: 指标值 */
    GRID_AMOUNT,   /* figures: 年初预算数 */
    GRID_RATE,     /* percentages: 执行率 */
    GRID_WEIGHT,   /* 分值: always given */
    GRID_SCORE,    /* 得分: may be left blank */
    GRID_LABEL,    /* words: 项目, 三级指标 */
    GRID_RANK,     /* a column of groups: 一级指标, 二级指标 */
    GRID_GROUP,    /* the name of a part of a form, beside its heads: 绩效指标, 年度总体目标 */
    GRID_REMARK,   /* words, mostly blank: 备注 */
    GRID_OF_WHICH, /* 其中： over a block of columns */
    GRID_WANT_COUNT
};

struct grid_row {
    uint32_t first, n; /* cells [first, first + n) */
};

/* 合计, 总分 … */
bool grid_is_total(struct slice cell);
/* Whether a head stands over another for what it is: 基本支出 over 人员经费. */
bool grid_is_part(struct slice head, struct slice part);
/* 1 for 产出指标 and its like, 2 for 数量指标 and its like or their heads 一级指标 and 二级指标, else 0. */
unsigned grid_rank(struct slice cell);

/* The rows of a table: table->rows of them. */
struct grid_row *grid_rows(struct arena *arena, const struct table *table);
/* Sets `row`: which are heads and whom they name. Works before and after the cells are laid. */
void grid_find_heads(struct arena *arena, struct table *table, const struct grid_row *rows);

/* A row of `n` cells to be laid on `width` columns in order, and what each choice costs. */
struct grid_fit {
    uint32_t n, width;
    int cost[GRID_FIT_MAX][GRID_FIT_MAX]; /* of cell i in column j */
    int lead[GRID_FIT_MAX];               /* of no cell in column j, before the first cell, */
    int gap[GRID_FIT_MAX];                /* between cells, */
    int trail[GRID_FIT_MAX];              /* behind the last */
    int percent[GRID_FIT_MAX];            /* share of the gap cost that counts right after cell i */
};

/* The cheapest reading, and in `ret_margin` by how much the next best one is dearer. O(n · width). */
void grid_fit_best(const struct grid_fit *fit, uint32_t ret_columns[GRID_FIT_MAX], int *ret_margin);
/* What a reading costs. */
int grid_fit_cost(const struct grid_fit *fit, const uint32_t columns[GRID_FIT_MAX]);

/* Lays a head and its body: sets columns and extents of their cells and the confidence of
 * their rows; an empty cell
 * that a group covers gets no rows. */
void grid_lay_part(struct table *table, const struct grid_row *rows, struct grid_form extent, bool anchored);
/* Whether covered cells stand in the table as empty ones: a full row begins with one. */
bool grid_is_anchored(const struct table *table, const struct grid_row *rows);
