/* The numbers that head the parts of a report, and what rank each has:
 *
 *     1  第一部分  第二章  附件2        2  一、  目标一：
 *     3  （一）  (二)                    4  1、  1.  1．  第一条
 *     5  （1）  (2)  1）                 6  ①
 *
 * To add a form, start with the table in numbering.c. Used by the worker. */
#pragma once

#include "../base/slice.h"

#include <stdint.h>

#define NUMBERING_LEVELS 6

struct numbering {
    uint8_t level;
    uint32_t number; /* 1 is the first; 0 where the form has none (附件) */
    size_t length;   /* bytes of the label, without blanks after it */
};

/* The number that `text` begins with; a blank inside the brackets or before the dot is let pass. False where
 * there is none: 1.5亿元, 2022年, (2022) are none. */
bool numbering_read(struct slice text, struct numbering *ret);
