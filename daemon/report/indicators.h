/* The rows of forms that set and score indicators, told by the heads of their columns: what is measured, what was
 * to be reached, what was, weight, score, why it fell short. The row of the form's funds and its total row are
 * scored too and stand among them. Used by the worker. */
#pragma once

#include "document.h"

/* X(name, what the column holds) */
#define INDICATOR_COLUMNS(X)                                                                                 \
    X(GROUP, "group")       /* 一级指标: 产出指标（50分） */                                      \
    X(CLASS, "class")       /* 二级指标: 数量指标 */                                                 \
    X(NAME, "name")         /* 三级指标 */                                                               \
    X(TARGET, "target")     /* 年度指标值 */                                                            \
    X(ACHIEVED, "achieved") /* 实际完成值 */                                                            \
    X(WEIGHT, "weight")     /* 分值 */                                                                     \
    X(SCORE, "score")       /* 得分 */                                                                     \
    X(REASON, "reason")     /* 偏差原因分析及改进措施 */

enum indicator_column {
#define X(name, text) INDICATOR_##name,
    INDICATOR_COLUMNS(X)
#undef X
        INDICATOR_COLUMN_COUNT
};

enum indicator_kind {
    INDICATOR_ROW,   /* names an indicator, or has its target, achievement, weight or score */
    INDICATOR_FUNDS, /* 年度资金总额 with its weight or score */
    INDICATOR_TOTAL, /* 总分 */
    INDICATOR_KIND_COUNT
};

struct indicator {
    const struct table *table;
    uint32_t row;
    enum indicator_kind kind;
    /* NULL: the form has no such column, or nothing stands there, or a cell that began in a row above stands for
     * this one too; group, class, name and reason do reach over several rows. */
    const struct cell *cells[INDICATOR_COLUMN_COUNT];
    uint32_t columns[INDICATOR_COLUMN_COUNT]; /* of the form, from 1; 0: it has no such column */
    uint32_t facts[INDICATOR_COLUMN_COUNT];   /* the cell's figure in report->facts; UINT32_MAX: it is none */
    bool has_name; /* what stands in the name's cell could be one: dots, 无, 合计 are none */
    bool
        named; /* it has one of its own, before its values: a line that reaches over them is a total or a remark */
};

struct indicators {
    struct indicator *items; /* in reading order */
    uint32_t n, cap;
};

struct lexicon;
struct report;

const char *indicator_kind_text(enum indicator_kind kind);
/* Whether its form has a column of targets or of results. */
bool indicator_has_values(const struct indicator *indicator);
/* Whether a text could be an indicator's name. */
bool indicator_is_name(const struct lexicon *lexicon, struct slice text);
/* Fills report->indicators from its tables and their facts. */
void indicators_read(struct report *report);
