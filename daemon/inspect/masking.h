/* What identifies a person, made unreadable: an alert goes into logs that more people read than the report.
 * Used by tally-inspect. */
#pragma once

#include "../base/arena.h"
#include "../base/slice.h"

#define MASKING_MAX 64 /* texts that one finding may ask to mask */

struct masking {
    struct slice texts[MASKING_MAX];
    unsigned n;
};

/* A name keeps its first character (陈××). A number keeps its first three and last four (138****8000), one of
 * fifteen characters and more its first four (4303****1234); what is shorter than eight is treated as a name.
 * In `arena`; whole characters. */
struct slice masking_text(struct arena *arena, struct slice text);
/* `quote` with every occurrence of the texts masked; `quote` itself where there is none. */
struct slice masking_quote(struct arena *arena, const struct masking *masking, struct slice quote);
