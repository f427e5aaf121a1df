/* The baseline: what a file's findings are against those of its last inspection (SARIF's baselineState). A
 * finding is `new`, `unchanged`, or `updated` (known, but its message or level is another now); one that is gone is
 * told once more, as `absent`. Used by tallyd. */
#pragma once

#include "store.h"

#include "../wire/event.h"

/* Marks the findings among `events` and puts those that are gone before the report, which is the last. Only
 * for a file that was inspected whole: what was not looked at is not gone. 0 or a negative errno. */
int baseline_mark(struct store *store, int64_t file, const struct event_context *context,
                  const struct answer *answer, json_t *events);
