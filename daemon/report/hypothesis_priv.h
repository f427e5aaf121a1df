/* What the files of hypotheses share. Used by the worker. */
#pragma once

#include "claims_priv.h"
#include "hypothesis.h"

/* What the members of one violated claim would have to be. */
struct wanted {
    const struct report *report;
    const struct claim *claim;
    struct decimal off;      /* stated − computed, in base units */
    struct decimal coarsest; /* half a unit of the last place of its coarsest figure, in base units */
};

/* False where the claim is of a kind that cannot be solved for its members. */
bool hypothesis_wanted_of(const struct report *report, const struct claim *claim, struct wanted *ret);
/* In base units, the values of one member under which the claim holds, the others being as printed: for sums
 * the one value but for what coarser figures leave open. False where there is none. */
bool hypothesis_wanted(const struct wanted *wanted, uint32_t member, struct interval *ret);
