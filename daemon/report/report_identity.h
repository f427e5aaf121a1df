/* Who reports, on which year, under which title: from the title, else from a form's 部门名称, else from what
 * most of the report's words say. Used by report.c. */
#pragma once

#include "report.h"

/* Sets title, holder and year; needs sentences and quantities. */
void report_identity(struct report *report);
