/* Events: what the sinks write and `tallyctl check --format jsonl` prints, one JSON object a line, in the Elastic Common
 * Schema with identity and lifecycle after SARIF. docs/events.md describes every field; tests/schema/ has a JSON Schema
 * that the tests validate against. Used by tallyd and tallyctl. */
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

/* Each gives a new reference. The ids are functions of content and rule alone, so a replay can be told. */
json_t *event_finding(const struct event_context *context, const json_t *report, const json_t *finding);
json_t *event_report(const struct event_context *context, const struct answer *answer);
json_t *event_rule(const struct event_context *context, const json_t *report, const json_t *rule);
/* `action` is start, ready, reload, stale, overflow, limit, stop …; `level` error, warning, notice or info. */
json_t *event_service(int64_t time_ms, const char *action, const char *level, const char *message);

/* All events of an answer in their order: findings, failed rules, the report. A new array. */
json_t *event_all(const struct event_context *context, const struct answer *answer);

/* The event on one line with its newline, Chinese unescaped, unsafe characters escaped as \uXXXX; free with mem_free. */
char *event_line(const json_t *event, size_t *ret_length);

/* The text of its syslog twin, without header: at most `size` bytes, cut on a character, NUL-terminated, no control
 * characters. Gives its length. */
#define EVENT_SYSLOG_MAX 1024u
size_t event_syslog(const json_t *event, char *ret, size_t size);
/* Syslog severity 0 to 7 of an event's level. */
int event_severity(const json_t *event);
