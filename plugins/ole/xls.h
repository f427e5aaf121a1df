/* Excel 5 to 2003 and WPS Spreadsheets, binary ([MS-XLS], BIFF5 and BIFF8): of each sheet that is not hidden the
 * cells with the text that they show, merged ranges, hidden rows and columns.
 *
 * Encrypted files are `encrypted`, but for those with the password that Excel itself tries, VelvetSweatshop, by
 * which it marks files as read-only (xls_crypt.h). */
#pragma once

#include "../common/sheet.h"
#include "cfb.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define XLS_LIMITS(X) X(xls_records, 4u << 20, "records of a workbook: two for each of 2 million cells")

bool xls_is(const struct cfb *cfb);
enum tallyd_result xls_read(struct cfb *cfb, struct tallyd_builder *b);
