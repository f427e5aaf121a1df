/* What the daemon runs by, its configuration, rules, plugins and lexicon, is trusted: nobody but its owner and its
 * group may be able to write it. Used by tallyd. */
#pragma once

#include "config_parse.h"

/* An error for the first file or folder at or beneath `path` that anybody may write to. */
void config_trust(struct config_parse *parse, const char *path);
