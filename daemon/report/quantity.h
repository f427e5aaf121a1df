/* Figures: cut out of the text exactly as printed, with unit and kind; and what looks like a figure and is
 * none.
 *
 *   quantity  a number that says how much: 612.45万元, 95%, 5个, 减7.63, 十五个
 *   not one   years, dates, heading numbers, document numbers 〔2022〕3号, plan periods 2021-2025年,
 * telephone numbers, codes, ordinals 第一, counting words in idioms; found too, so that nothing else mistakes
 * them unit      from the text, else from the cell's column head, row head, the table's unit line or its
 * caption
 *
 * To add a unit, start with the table in quantity_units.c. Used by the worker. */
#pragma once

#include "text.h"

#include "../base/decimal.h"
#include "../base/interval.h"

/* What is counted; figures of different dimension are never compared. */
enum dimension {
    DIMENSION_NONE,    /* a bare number, unit unknown */
    DIMENSION_MONEY,   /* base 元 */
    DIMENSION_PERCENT, /* base %; ‰ is a tenth of it */
    DIMENSION_POINTS,  /* percentage points 个百分点 */
    DIMENSION_SCORE,   /* 分 */
    DIMENSION_PERSON,  /* 人 名 */
    DIMENSION_COUNT, /* 个 件 项 次 家 …: `unit.base` tells which, and unlike names are not compared */
    DIMENSION_AREA,  /* base ㎡ */
    DIMENSION_LENGTH, /* base m */
    DIMENSION_TIME,   /* 天 小时 年 (a duration) */
    DIMENSION_OTHER,  /* anything else that has a unit */
};

struct unit {
    struct slice name; /* as the domain writes it: 万元 */
    struct slice base; /* the same without its multiplier: 元, 人次; counts compare by it */
    enum dimension dimension;
    int power;  /* 10^power base units: 万元 4, 亿元 8, 元 0 */
    bool exact; /* counts: printed digits are all there are */
};

/* The unit that text begins with, and its length in bytes; NULL where it is none. */
const struct unit *unit_match(struct slice text, size_t *ret_length);
/* The unit in a head, unit line or caption: （万元）, 单位：万元, 金额（元）, 占比%. NULL where there is
 * none. */
const struct unit *unit_in_head(struct slice text);
const struct unit *unit_by_name(struct slice name);

enum quantity_kind {
    QUANTITY_VALUE,
    QUANTITY_BOUND,    /* 95%以上, 不超过5万元, 近1000亩, 20多处: no value */
    QUANTITY_RANGE,    /* 3-5个 */
    QUANTITY_FRACTION, /* 3/4, 四分之三 */
    /* from here on: not quantities */
    QUANTITY_YEAR,
    QUANTITY_DATE,
    QUANTITY_PERIOD,   /* 2021-2025年, 十四五 */
    QUANTITY_ORDINAL,  /* 第一, heading and list numbers */
    QUANTITY_DOCUMENT, /* 〔2022〕3号 */
    QUANTITY_CODE,     /* account codes, telephone numbers, identity numbers, 12345热线 */
    QUANTITY_NAME,     /* part of a name or an idiom: 三公, 一网通办, “1+3+10” */
};

enum unit_source {
    UNIT_FROM_TEXT,
    UNIT_FROM_CELL_HEAD,
    UNIT_FROM_ROW_HEAD,
    UNIT_FROM_UNIT_LINE,
    UNIT_FROM_CAPTION,
    UNIT_UNKNOWN
};

struct quantity {
    enum quantity_kind kind;
    struct decimal
        value; /* as printed, in `unit`; a word of decrease (减7.63) or parentheses make it negative */
    const struct unit *unit; /* NULL: none */
    enum unit_source unit_source;
    bool percent_sign; /* printed with % itself, not by its head */
    bool chinese; /* written in Chinese numerals (四个股室): counts things, seldom worth a comparison */
    int year;     /* QUANTITY_YEAR, _DATE and the first of _PERIOD, else 0 */
    size_t from, to;               /* bytes in the text it was found in: number, sign and unit */
    size_t number_from, number_to; /* the digits alone */
    struct span span;              /* [from, to) in the reading text */
};

struct quantities {
    struct quantity *items;
    uint32_t n, cap;
};

/* All of a text, in order, quantities and others. Appends to `ret`. Linear in the length of the text. */
void quantity_scan(struct arena *arena, const struct text *text, struct quantities *ret);
/* A whole cell as one figure: `　15`, `1,234.50`, `(12.3)`, `10分`, `95万`, `减34.95`. False for words,
 * blanks and dashes. */
bool quantity_of_cell(struct arena *arena, const struct text *cell, struct quantity *ret);
/* The value in the dimension's base unit (元, %, ㎡ …), digits and precision kept. */
struct decimal quantity_base(const struct quantity *q);
/* What the printed figure stands for in base units; counts and `exact` units are exact. */
bool quantity_interval(const struct quantity *q, struct interval *ret);
