/* Format plugins: loads them (dlopen, before lock-down), asks which fits a document, runs its extract against
 * the builder (daemon/report/builder.h) behind the operations of plugins/plugin.h. Used by tally-inspect. */
#pragma once

#include "../report/builder.h"

#include "../../plugins/plugin.h"

struct plugin_host;

/* Loads every *.so of the folders; a later one of the same name replaces an earlier one. 0 or a negative
 * errno with the cause in `error`; a plugin of another ABI or whose init fails is left out with a warning. */
int plugin_host_new(const char *const *folders, struct plugin_host **ret, char *error, size_t size);
unsigned plugin_host_count(const struct plugin_host *host);
const struct tallyd_format *plugin_host_format(const struct plugin_host *host, unsigned i);

/* The document, or NULL with the outcome and a reason in `ret_reason` (arena or static). Crossed limits leave
 * through `over` and the arena's way out. */
struct document *plugin_host_extract(const struct plugin_host *host, struct arena *arena, struct slice bytes,
                                     struct slice name, builder_limit_fn *over, void *context,
                                     enum outcome *ret_outcome, struct slice *ret_reason);
