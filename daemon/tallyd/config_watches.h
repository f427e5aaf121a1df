/* What must hold between the watches of a configuration, and between a watch and the folder that its files
 * leave for. Used by tallyd. */
#pragma once

#include "config_parse.h"

void config_check_watches(struct config_parse *parse);
