/* Numbers of headings and list items as office programs write them: 一、 （三） 2. ④ Ⅳ. The names are those of
 * OOXML (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat); ODF's are samples of what they give (`一, 二, 三, ...`). Linked
 * into each plugin that uses it. */
#pragma once

#include "str.h"

enum counting {
    COUNTING_DECIMAL, /* also for what is not known */
    COUNTING_NONE,    /* nothing: bullets, `none` */
    COUNTING_ZERO,    /* 01 */
    COUNTING_UPPER_ROMAN,
    COUNTING_LOWER_ROMAN,
    COUNTING_UPPER_LETTER,
    COUNTING_LOWER_LETTER,
    COUNTING_FULL_WIDTH,
    COUNTING_CIRCLE,
    COUNTING_PAREN,
    COUNTING_FULLSTOP,
    COUNTING_CHINESE,  /* 十一, 一百零二 */
    COUNTING_DIGITAL,  /* 一一, 一〇二 */
    COUNTING_LEGAL,    /* 壹拾壹 */
    COUNTING_STEMS,    /* 甲乙丙 */
    COUNTING_BRANCHES, /* 子丑寅 */
};

/* By its number in binary files and in those of Word 2003 ([MS-OSHARED] MSONFC). */
enum counting counting_of_number(unsigned long number);
/* By its name in OOXML or its sample in ODF. */
enum counting counting_of(const char *name);
void counting_put(struct str *to, enum counting counting, unsigned long number);
