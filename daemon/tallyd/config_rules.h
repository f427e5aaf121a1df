/* Whether rules, lexicon and plugins load under a configuration: a tally-inspect is started with it, as the daemon
 * would, and ended. For `tallyd --check-config`; used by tallyd. */
#pragma once

#include "config.h"

/* 0, or a negative errno after saying on standard error what is wrong. */
int config_check_rules(const struct config *config);
