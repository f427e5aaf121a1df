/* SpreadsheetML (ISO/IEC 29500-1, 18), transitional and strict: what each cell shows, formulas by the value that the
 * file keeps of them. Sheets that are hidden are left out, and the report says so. */
#pragma once

#include "opc.h"

#include "../common/sheet.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define XLSX_LIMITS(X)                                                                                       \
    X(xlsx_sheets, 1024u, "sheets of a workbook: a ledger of every unit has 300")                            \
    X(xlsx_strings, 1u << 21, "shared strings")                                                              \
    X(xlsx_styles, 1u << 17, "cell formats: Excel takes 65,490")                                             \
    X(xlsx_codes, 1u << 12, "format codes of a file: Excel takes 250")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    XLSX_LIMITS(X)
#undef X
};

/* What the reviewer is told of formulas without a value, which a program that does not compute has written. */
#define XLSX_UNCOMPUTED "%u个公式没有保存计算结果，未读（请用 Excel 或 WPS 打开并保存后重新报送）"

/* Reads the workbook whose main part this is. */
enum tallyd_result xlsx_extract(struct zip *zip, const struct zip_entry *main);
