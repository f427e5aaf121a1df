/* A strict JSON reader (RFC 8259) into jansson's objects: valid UTF-8, no member twice, no NUL, integers of
 * 64 bits, finite reals, bounded nesting. It takes nothing that json_loadb with JSON_REJECT_DUPLICATES
 * refuses and reads the same (tests/fuzz/fuzz_json.c), in a fifth of the time. It stands between a hostile
 * child and the daemon: keep it small. Used by every process through message_parse. */
#pragma once

#include "../base/slice.h"

#include <jansson.h>

#define JSON_READ_DEPTH 32u /* our messages have five levels; each costs a stack frame */

/* A new reference, or NULL. */
json_t *json_read(struct slice text);
