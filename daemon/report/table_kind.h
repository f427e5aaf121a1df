/* What a table is: told by its caption and by the words of its heads, row labels and first column, which are data
 * ([words table-…] in config/lexicon/words.ini). A form may be several things at once: a self-evaluation
 * form has a row of funds and rows of indicators. To add a kind: a line below, and its words. */
#pragma once

#include "document.h"
#include "scans.h"

/* X(name, in the order in which one wins where a table is as much the one as the other) */
#define TABLE_KINDS(X)                                                                                           \
    X(INDICATORS, indicators) /* 一级指标 二级指标 三级指标: goal forms and self-evaluation forms */ \
    X(FUNDS, funds) /* the funds row of a form: 年度资金总额 by 年初预算数 全年执行数 */         \
    X(SIGNATURE, signature)       /* who evaluated, with signatures */                                           \
    X(STAFF, staff)               /* 编制数 在职人数 控制率 */                                         \
    X(THREE_PUBLIC, three_public) /* “三公”经费 */                                                       \
    X(ASSETS, assets)             /* 固定资产, 国有资产 */                                               \
    X(PROCUREMENT, procurement)   /* 政府采购 */                                                             \
    X(BALANCE, balance)           /* income beside expenditure: 收入支出决算总表 */                      \
    X(INCOME, income)             /* 收入决算表 */                                                          \
    X(EXPENDITURE, expenditure)   /* 支出决算表 */                                                          \
    X(EXECUTION, execution)       /* budget and actual beside each other */                                      \
    X(DISCLOSURE, disclosure) /* of a published budget or final account, by function or economic class */        \
    X(OTHER, other)

enum table_kind {
#define X(name, word) TABLE_##name,
    TABLE_KINDS(X)
#undef X
        TABLE_KIND_COUNT
};

/* What an indicator table is for. */
enum table_form {
    TABLE_FORM_NONE,
    TABLE_FORM_GOAL,       /* 绩效目标表: what is to be reached */
    TABLE_FORM_EVALUATION, /* 绩效自评表: what was reached, with scores */
};

const char *table_kind_name(enum table_kind kind); /* stable, for Lua and JSON: "three_public" */
const char *table_form_name(enum table_form form); /* "goal", "evaluation"; NULL for none */

/* Sets each table's kind, kinds and form. */
void tables_judge(struct scans *scans, const struct document *document);
