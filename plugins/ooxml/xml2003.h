/* Workbooks as one XML text, which Excel 2003 wrote and many a system still exports under the name .xls (Microsoft's "XML
 * Spreadsheet Reference"). */
#pragma once

#include "plain.h"

#include "../common/sheet.h"

enum tallyd_result xml2003_extract(struct tallyd_builder *b, const struct plain_text *text);
