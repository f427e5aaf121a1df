/* The dial `[rules] strictness`: how much of what the rules find is told. One number for a bureau that wants only
 * what cannot be disputed, or everything that could be looked at.
 *
 *     strictness   levels            at least so sure   rules
 *     1            error, warning    80                 stable
 *     2            all               40                 stable
 *     3            all               20                 stable, experimental
 *     4            all                0                 stable, experimental
 *
 * A rule that [rule …] enables or disables is not asked for its maturity. What is held back is counted, never silent.
 * Used by tally-inspect. */
#pragma once

#include <stdbool.h>

enum rule_level { RULE_NOTICE, RULE_WARNING, RULE_ERROR };

#define STRICTNESS_MIN   1u
#define STRICTNESS_USUAL 2u
#define STRICTNESS_MAX   4u

struct strictness {
    enum rule_level least; /* level of what is told */
    unsigned confidence;   /* 0 to 100: what is less sure is not told */
    bool experimental;     /* whether rules run that are not yet proven */
};

const struct strictness *strictness_of(unsigned dial);
/* Whether a finding of this level and confidence is told. */
bool strictness_tells(const struct strictness *s, enum rule_level level, unsigned confidence);
