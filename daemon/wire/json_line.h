/* JSON on one line for people's terminals and for log tools: compact, members in the order they were set,
 * Chinese as it is, and whatever a terminal or a log line must not be handed raw (utf8_is_unsafe) as \uXXXX.
 * Used by tallyd and tallyctl through event.h, by every process through message.h. */
#pragma once

#include "../base/slice.h"

#include <jansson.h>

struct json_line {
    char *at; /* grows, mem_free; or somebody else's when `fixed` */
    size_t length, room;
    bool fixed, failed; /* no memory, or a fixed one is full: then what came last is left out */
};

void json_line_raw(struct json_line *line, struct slice bytes);
/* A string with its quotes. */
void json_line_string(struct json_line *line, struct slice text);
/* The same cut on a character so that it takes at most `size` bytes, quotes and escapes included (at least
 * 2). */
void json_line_head(struct json_line *line, struct slice text, size_t size);
void json_line_integer(struct json_line *line, json_int_t n);
void json_line_value(struct json_line *line, const json_t *value);
