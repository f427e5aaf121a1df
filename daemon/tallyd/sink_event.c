#include "sink_event.h"

#include "../wire/event.h"

#include <string.h>
#include <syslog.h>

const char *sink_event_text(const json_t *event, const char *outer, const char *inner)
{
    const json_t *value = json_object_get(event, outer);
    const char *text = json_string_value(inner ? json_object_get(value, inner) : value);
    return text ? text : "";
}

json_t *sink_event(const struct sink_line *line)
{
    json_t *event = json_loadb(line->text, line->length, 0, NULL);
    bool of_inspected = strcmp(sink_event_text(event, "event", "dataset"), "tallyd.report") == 0 &&
                        event_severity(event) >= LOG_INFO;
    if (!of_inspected)
        return event;
    json_decref(event);
    return NULL;
}
