/* What the sinks that read events share. Used by tallyd. */
#pragma once

#include "sink.h"

/* A line's event, or NULL where the log services do not get it: the report of a file that was inspected or
 * ignored (level info), one a file, is for the JSON lines and the ledger and would drown the findings. A new
 * reference. */
json_t *sink_event(const struct sink_line *line);
/* The string at one or two keys (`inner` may be NULL), or "". */
const char *sink_event_text(const json_t *event, const char *outer, const char *inner);
