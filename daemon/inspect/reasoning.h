/* How a claim was judged, in words and figures: each member with the values that its printed digits stand
 * for, what was held against what, and the slips that would explain it. Shown by `show --claims` and, with
 * --explain, under a finding. Used by tally-inspect. */
#pragma once

#include "../report/report.h"

/* Lines without the last line end. */
struct slice reasoning_text(const struct report *report, const struct claim *claim, bool english);
