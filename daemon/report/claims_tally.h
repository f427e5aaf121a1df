/* How a reading of a table's sums is weighed: a sum that does not hold under it is a violation only where others
 * prove the reading, or where a slip of the pen explains it. Used by the readers of total rows and total columns. */
#pragma once

#include "claims_sheet.h"

/* Of a total's columns or rows how many hold and say something, and how many do not. */
struct tally {
    uint32_t holding, off;
    uint32_t single;       /* one part that is the whole */
    struct decimal off_by; /* of the last that does not */
    bool unlike;           /* those that do not are off by several amounts */
    bool headed;           /* 其中 stands over the parts: all the rest is blank */
};

/* How many slips make so many sums fail: a figure and its row's total, changed together, are off in two columns by the
 * same. */
uint32_t claims_tally_slips(struct tally tally);
void claims_tally_count(struct tally *tally, struct draft *draft);
/* Too far off for a wrong figure: other rows or columns are added up here. */
bool claims_tally_far(const struct claim *claim);
/* Files a sum that holds, or that is violated with evidence that the reading is right (`meant`: the caller has some);
 * a single part only if it is more than the whole. */
void claims_tally_file(const struct sheet *sheet, struct draft *draft, struct tally tally, bool meant);
