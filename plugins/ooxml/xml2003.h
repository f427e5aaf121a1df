/* Workbooks as one XML text, which Excel 2003 wrote and many a system still exports under the name .xls (Microsoft's "XML
 * Spreadsheet Reference"). */
#pragma once

#include "../common/sheet.h"

/* Whether the head of a file is one's. */
bool xml2003_is(const char *head, size_t size);
enum tallyd_result xml2003_extract(const char *bytes, size_t size, struct tallyd_builder *b);
