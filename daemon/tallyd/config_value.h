/* Values of tallyd.conf: text into fields and back. Used by tallyd. */
#pragma once

#include "config_table.h"

/* Reads `text` into the field at `field`; a list is added to, anything else is replaced. 0, -EINVAL with what
 * is wrong and what would be right in `error`, or -ENOMEM. */
int config_value_read(const struct config_key *key, const char *text, void *field, char *error, size_t size);
/* Empties the field and frees what it owned. */
void config_value_clear(const struct config_key *key, void *field);
bool config_value_equal(const struct config_key *key, const void *a, const void *b);
bool config_value_is_list(const struct config_key *key);
