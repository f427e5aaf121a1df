#include "baseline.h"

#include "../wire/message.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define KEY_SIZE (ANSWER_ID_MAX + 34u) /* rule, blank, 32 hexadecimal digits */

static const char *text_at(const json_t *event, const char *outer, const char *inner)
{
    const char *text = json_string_value(json_object_get(json_object_get(event, outer), inner));
    return text ? text : "";
}

/* What names a finding across inspections; several of one name are told apart by their order. */
static void make_key(const json_t *event, char ret[KEY_SIZE])
{
    (void)snprintf(ret, KEY_SIZE, "%s %s", text_at(event, "rule", "id"),
                   text_at(event, "tallyd", "fingerprint"));
}

/* Into { key: [findings, oldest first] }. */
static int on_finding(void *context, int64_t sequence, const char *line, size_t length)
{
    (void)sequence;
    json_t *past = context, *event = message_parse(line, length - 1);
    char key[KEY_SIZE];
    make_key(event, key);
    json_t *same = json_object_get(past, key);
    if (!same) {
        same = json_array();
        if (json_object_set_new(past, key, same))
            same = NULL;
    }
    return event && json_array_append_new(same, event) == 0 ? 0 : -ENOMEM;
}

static bool is_finding(const json_t *event)
{
    return strcmp(text_at(event, "event", "dataset"), "tallyd.finding") == 0;
}

static bool says_the_same(const json_t *a, const json_t *b)
{
    return strcmp(json_string_value(json_object_get(a, "message")),
                  json_string_value(json_object_get(b, "message"))) == 0 &&
           strcmp(text_at(a, "log", "level"), text_at(b, "log", "level")) == 0;
}

/* Against the first of its name that no finding has taken yet. */
static int mark(const json_t *past, const json_t *event)
{
    char key[KEY_SIZE];
    make_key(event, key);
    json_t *same = json_object_get(past, key), *old = json_array_get(same, 0);
    const char *state = !old ? "new" : says_the_same(old, event) ? "unchanged" : "updated";
    (void)json_array_remove(same, 0);
    return json_object_set_new(json_object_get(event, "tallyd"), "baseline", json_string(state));
}

static int mark_all(const json_t *past, const json_t *events)
{
    size_t i;
    json_t *event;
    int error = 0;
    json_array_foreach(events, i, event) if (is_finding(event)) error |= mark(past, event);
    return error;
}

/* What no finding has taken is gone. */
static int add_absent(json_t *past, const struct event_context *context, json_t *events)
{
    const char *key;
    json_t *same, *old;
    size_t i;
    int error = 0;
    json_object_foreach(past, key, same) json_array_foreach(same, i, old)
    {
        json_t *absent = event_absent(context, old, (unsigned)i);
        error |= json_array_insert_new(events, json_array_size(events) - 1, absent);
    }
    return error;
}

static bool whole(const struct answer *answer)
{
    return answer->outcome == OUTCOME_INSPECTED &&
           !json_is_true(json_object_get(answer->report, "partial")) &&
           !json_integer_value(json_object_get(answer->report, "findings_dropped"));
}

int baseline_mark(struct store *store, int64_t file, const struct event_context *context,
                  const struct answer *answer, json_t *events)
{
    json_t *past = json_object();
    int error = past ? store_last_findings(store, file, on_finding, past) : -ENOMEM;
    if (!error && mark_all(past, events))
        error = -ENOMEM;
    if (!error && whole(answer) && add_absent(past, context, events))
        error = -ENOMEM;
    json_decref(past);
    return error;
}
