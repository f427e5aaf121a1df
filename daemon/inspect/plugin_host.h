/* Format plugins: loads them (dlopen, before lock-down), asks which fits a document, runs its extract against
 * the builder (daemon/report/builder.h) behind the operations of plugins/plugin.h. Nothing that a plugin
 * pushes is believed: text that is no UTF-8, a place in memory that it was not given, rows outside a table
 * end the document as `corrupt`, with the plugin named. Used by tally-inspect. */
#pragma once

#include "../report/builder.h"

#include "../../plugins/plugin.h"

struct plugin_host;

/* Loads every *.so of the folders; a later one of the same name replaces an earlier one. 0 or a negative
 * errno with the cause in `error`; a plugin of another ABI or whose init fails is left out with a warning, but for want of
 * memory or descriptors: -ENOMEM, -EMFILE or -ENFILE, and nothing is loaded. */
int plugin_host_new(const char *const *folders, struct plugin_host **ret, char *error, size_t size);
/* The language of what the host itself says of a file; Chinese unless told. */
void plugin_host_set_english(struct plugin_host *host, bool english);
void plugin_host_free(struct plugin_host *host);
unsigned plugin_host_count(const struct plugin_host *host);
const struct tallyd_format *plugin_host_format(const struct plugin_host *host, unsigned i);

/* What to extract, and the way out of a crossed limit. */
struct plugin_job {
    struct arena *arena;
    struct slice bytes; /* of the arena */
    struct slice name;
    builder_limit_fn *over;
    void *context;
};

struct plugin_result {
    struct document *document; /* NULL: see outcome and reason */
    enum outcome outcome;
    struct slice reason;  /* for people, may be empty */
    const char *format;   /* the plugin's name; NULL where none fits */
    const char *encoding; /* as far as the plugin told, or NULL */
};

void plugin_host_extract(const struct plugin_host *host, const struct plugin_job *job,
                         struct plugin_result *ret);
