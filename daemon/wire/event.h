/* Events: what the sinks write and `tallyctl check --format jsonl` prints, one JSON object a line, in the
 * Elastic Common Schema with identity and lifecycle after SARIF. docs/events.md describes every field;
 * tests/schema/ has a JSON Schema that the tests validate against. Used by tallyd and tallyctl. */
#pragma once

#include "answer.h"

#include <stdint.h>

/* The file that an answer is about. */
struct event_file {
    const char *path; /* bytes as the file system has them; invalid UTF-8 is escaped in the event */
    const char *sha256;
    uint64_t size;
    const char *watch; /* NULL outside the daemon */
};

struct event_context {
    int64_t time_ms; /* Unix time of the event */
    const char *ruleset;
    const char *language; /* "zh" or "en" */
    struct event_file file;
};

/* All events of an answer in their order: findings, failed rules, the report. A new array of events that
 * share parts: not to be changed. The ids are functions of content and rule alone, so a replay can be told.
 * NULL without memory. */
json_t *event_all(const struct event_context *context, const struct answer *answer);
/* A finding of a file's inspection before this one that is not found any more, as a new event, whose level is info:
 * `finding` is as the store has it, `ordinal` its place among the gone ones of its rule and fingerprint. NULL
 * without memory. */
json_t *event_absent(const struct event_context *context, const json_t *finding, unsigned ordinal);
/* `action` is start, ready, reload, stale, overflow, limit, stop …; `level` error, warning, notice or info.
 * A new reference, or NULL without memory. */
json_t *event_service(int64_t time_ms, const char *action, const char *level, const char *message);

/* The event on one line with its newline, Chinese unescaped, unsafe characters escaped as \uXXXX; free with
 * mem_free. NULL without memory. */
char *event_line(const json_t *event, size_t *ret_length);

/* Its syslog twin, without header: one JSON object of at most `size` - 1 bytes and a NUL, whose message, at
 * its end, is cut on a character to fit; no unsafe character. Gives its length. `size` is at least
 * EVENT_SYSLOG_MIN. */
#define EVENT_SYSLOG_MIN 768u
#define EVENT_SYSLOG_MAX 1024u
size_t event_syslog(const json_t *event, char *ret, size_t size);
/* Syslog severity 0 to 7 of an event's level. */
int event_severity(const json_t *event);
