#include "event.h"

#include "../base/hash.h"
#include "../base/mem.h"
#include "../base/must.h"
#include "../base/utf8.h"
#include "json_line.h"

#include <stdio.h>
#include <time.h>

#define ECS_VERSION "8.11.0"
#define ID_SIZE     33 /* 128 bits in hexadecimal: no two events of any bureau will share it */

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct {
    const char *level;
    int severity; /* RFC 5424, 6.2.1 */
} LEVELS[] = {{"error", 3}, {"warning", 4}, {"notice", 5}, {"info", 6}};

/* Members of a finding, and of a report, that go into `tallyd` as they came. */
static const char *const FINDING_MEMBERS[] = {"fingerprint", "verdict", "stated",  "computed",
                                              "difference",  "unit",    "formula", "confidence",
                                              "explanation", "evidence"};
static const char *const REPORT_MEMBERS[] = {
    "outcome", "reason", "format",   "encoding",         "partial",   "title", "figures", "facts",
    "claimed", "claims", "findings", "findings_dropped", "stages_us", "rules", "peak_kib"};

static struct slice text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return (struct slice){json_string_value(value), json_string_length(value)};
}

static void put(json_t *object, const char *name, json_t *value)
{
    json_object_set_new_nocheck(object, name, value);
}

static void put_text(json_t *object, const char *name, struct slice text)
{
    put(object, name, json_stringn(text.at ? text.at : "", text.len));
}

static void put_shared(json_t *object, const char *name, const json_t *value)
{
    if (value)
        put(object, name, json_incref((json_t *)value));
}

static void put_members(json_t *object, const json_t *from, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_shared(object, names[i], json_object_get(from, names[i]));
}

/* An object with one member. */
static json_t *one(const char *name, struct slice text)
{
    json_t *object = json_object();
    put_text(object, name, text);
    return object;
}

/* 2026-08-20T09:00:00.123+08:00 (RFC 3339) in local time */
static json_t *timestamp(int64_t time_ms)
{
    time_t seconds = (time_t)(time_ms / 1000);
    struct tm local;
    char text[64], zone[8];
    must(localtime_r(&seconds, &local));
    size_t used = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
    strftime(zone, sizeof zone, "%z", &local);
    int length =
        snprintf(text + used, sizeof text - used, ".%03d%.3s:%s", (int)(time_ms % 1000), zone, zone + 3);
    return json_stringn(text, used + (size_t)length);
}

/* The first 128 bits of the hash of some fields. */
static void identify(const struct slice *fields, size_t n, char ret[ID_SIZE])
{
    struct hash hash;
    char hex[HASH_HEX_SIZE];
    hash_init(&hash);
    for (size_t i = 0; i < n; i++)
        hash_field(&hash, fields[i]);
    hash_hex(&hash, hex);
    memcpy(ret, hex, ID_SIZE - 1);
    ret[ID_SIZE - 1] = '\0';
}

/* What every event begins with; `event` is the ECS field of that name. */
static json_t *envelope(int64_t time_ms, json_t *event, const char *level, struct slice message)
{
    json_t *root = json_object();
    put(root, "@timestamp", timestamp(time_ms));
    put(root, "ecs", one("version", S(ECS_VERSION)));
    put(root, "event", event);
    put(root, "log", one("level", slice_of(level)));
    put_text(root, "message", message);
    return root;
}

static json_t *event_field(const char *kind, const char *dataset, const char *id)
{
    json_t *event = one("kind", slice_of(kind));
    put_text(event, "dataset", slice_of(dataset));
    put_text(event, "id", slice_of(id));
    return event;
}

/* A path as text: as it is where it is UTF-8, else with the odd bytes as \x{XX}. */
static json_t *path_text(struct slice path)
{
    if (utf8_valid_prefix(path) == path.len)
        return json_stringn(path.at, path.len);
    size_t size = utf8_escape(path, NULL, 0) + 1;
    char *escaped = mem_alloc(size);
    if (!escaped)
        return NULL;
    utf8_escape(path, escaped, size);
    json_t *text = json_stringn(escaped, size - 1);
    mem_free(escaped);
    return text;
}

static json_t *file_field(const struct event_file *file)
{
    json_t *field = json_object();
    struct slice path = slice_of(file->path);
    ptrdiff_t slash = slice_rfind(path, S("/"));
    put(field, "path", path_text(path));
    put(field, "name", path_text(slice_sub(path, (size_t)(slash + 1), path.len)));
    put(field, "size", json_integer((json_int_t)file->size));
    if (file->sha256 && *file->sha256)
        put(field, "hash", one("sha256", slice_of(file->sha256)));
    return field;
}

/* Department and file, where they are known. */
static void put_subject(json_t *root, const struct event_context *context, const json_t *report)
{
    struct slice organization = text_of(report, "organization");
    if (organization.len > 0)
        put(root, "organization", one("name", organization));
    put(root, "file", file_field(&context->file));
}

/* The head of the `tallyd` field: which report, of which watch and year. */
static json_t *own_field(const struct event_context *context, const json_t *report)
{
    char id[ID_SIZE];
    const struct slice fields[] = {slice_of(context->file.sha256), slice_of(context->file.path)};
    identify(fields, COUNT(fields), id);
    json_t *field = one("report_id", slice_of(id));
    if (context->file.watch)
        put_text(field, "watch", slice_of(context->file.watch));
    if (json_integer_value(json_object_get(report, "year")) > 0)
        put_shared(field, "year", json_object_get(report, "year"));
    return field;
}

static json_t *rule_field(const struct event_context *context, const json_t *message)
{
    json_t *field = json_object();
    put_shared(field, "id", json_object_get(message, "rule"));
    put_shared(field, "name", json_object_get(message, "name"));
    put_shared(field, "version", json_object_get(message, "version"));
    put_text(field, "ruleset", slice_of(context->ruleset));
    return field;
}

json_t *event_finding(const struct event_context *context, const json_t *report, const json_t *finding,
                      unsigned ordinal)
{
    char id[ID_SIZE], number[16];
    snprintf(number, sizeof number, "%u", ordinal);
    const struct slice fields[] = {slice_of(context->file.sha256),  slice_of(context->file.path),
                                   slice_of(context->ruleset),      text_of(finding, "rule"),
                                   text_of(finding, "fingerprint"), slice_of(number)};
    identify(fields, COUNT(fields), id);
    json_t *root = envelope(context->time_ms, event_field("alert", "tallyd.finding", id),
                            text_of(finding, "level").at, text_of(finding, "message"));
    json_t *own = own_field(context, report);
    put_subject(root, context, report);
    put(root, "rule", rule_field(context, finding));
    put_members(own, finding, FINDING_MEMBERS, COUNT(FINDING_MEMBERS));
    put(root, "tallyd", own);
    return root;
}

static bool in_chinese(const struct event_context *context)
{
    return strcmp(context->language, "en") != 0;
}

static long long count_of(const json_t *report, const char *name)
{
    return (long long)json_integer_value(json_object_get(report, name));
}

/* The sentence for the reviewer: what was done with the file, or why it was not. */
static void report_message(const struct event_context *context, const struct answer *answer,
                           char ret[ANSWER_MESSAGE_MAX])
{
    const json_t *report = answer->report;
    const char *reason = json_string_value(json_object_get(report, "reason"));
    bool zh = in_chinese(context);
    if (answer->outcome == OUTCOME_INSPECTED)
        snprintf(ret, ANSWER_MESSAGE_MAX,
                 zh ? "已检查：发现%lld处问题；识别数据%lld个，其中%lld个参与核对"
                    : "inspected: %lld findings; %lld figures understood, %lld of them checked",
                 count_of(report, "findings") + count_of(report, "findings_dropped"),
                 count_of(report, "facts"), count_of(report, "claimed"));
    else
        snprintf(ret, ANSWER_MESSAGE_MAX, "%s%s%s",
                 zh ? outcome_zh(answer->outcome) : outcome_en(answer->outcome),
                 reason && *reason ? (zh ? "：" : ": ") : "", reason ? reason : "");
}

/* A file that was passed over by its name, or is gone, as temporaries are, is nobody's alarm. */
static const char *report_level(enum outcome outcome)
{
    if (outcome == OUTCOME_INSPECTED || outcome == OUTCOME_IGNORED)
        return "info";
    return outcome == OUTCOME_VANISHED ? "notice" : "warning";
}

json_t *event_report(const struct event_context *context, const struct answer *answer)
{
    bool inspected = answer->outcome == OUTCOME_INSPECTED;
    char id[ID_SIZE], message[ANSWER_MESSAGE_MAX];
    const struct slice fields[] = {slice_of(context->file.sha256), slice_of(context->file.path),
                                   slice_of(context->ruleset), S("report"),
                                   slice_of(outcome_text(answer->outcome))};
    identify(fields, COUNT(fields), id);
    report_message(context, answer, message);
    json_t *event = event_field("event", "tallyd.report", id);
    put_text(event, "outcome", inspected ? S("success") : S("failure"));
    struct slice text = slice_of(message);
    json_t *root = envelope(context->time_ms, event, report_level(answer->outcome),
                            slice_sub(text, 0, utf8_valid_prefix(text)));
    json_t *own = own_field(context, answer->report);
    put_subject(root, context, answer->report);
    put(root, "rule", one("ruleset", slice_of(context->ruleset)));
    put_members(own, answer->report, REPORT_MEMBERS, COUNT(REPORT_MEMBERS));
    put(root, "tallyd", own);
    return root;
}

json_t *event_rule(const struct event_context *context, const json_t *report, const json_t *rule)
{
    char id[ID_SIZE];
    const struct slice fields[] = {slice_of(context->file.sha256), slice_of(context->file.path),
                                   slice_of(context->ruleset),     text_of(rule, "rule"),
                                   text_of(rule, "failure"),       text_of(rule, "message")};
    identify(fields, COUNT(fields), id);
    json_t *event = event_field("event", "tallyd.rule", id);
    put_text(event, "action", S("rule.failed"));
    json_t *root = envelope(context->time_ms, event, "error", text_of(rule, "message"));
    json_t *own = own_field(context, report);
    put_subject(root, context, report);
    put(root, "rule", rule_field(context, rule));
    put_shared(own, "failure", json_object_get(rule, "failure"));
    put(root, "tallyd", own);
    return root;
}

json_t *event_service(int64_t time_ms, const char *action, const char *level, const char *message)
{
    char id[ID_SIZE], time[24];
    snprintf(time, sizeof time, "%lld", (long long)time_ms);
    const struct slice fields[] = {slice_of(time), slice_of(action), slice_of(message)};
    identify(fields, COUNT(fields), id);
    json_t *event = event_field("event", "tallyd.service", id);
    put_text(event, "action", slice_of(action));
    struct slice text = slice_of(message);
    json_t *root = envelope(time_ms, event, level, S(""));
    put(root, "message", path_text(text));
    json_t *service = one("name", S("tallyd"));
    put_text(service, "version", S(TALLYD_VERSION));
    put(root, "service", service);
    return root;
}

/* How many findings before this one have its rule and fingerprint; `seen` counts them. */
static unsigned ordinal_of(json_t *seen, const json_t *finding)
{
    char key[ANSWER_ID_MAX + ID_SIZE + 1];
    snprintf(key, sizeof key, "%s %s", text_of(finding, "rule").at, text_of(finding, "fingerprint").at);
    json_int_t n = json_integer_value(json_object_get(seen, key));
    put(seen, key, json_integer(n + 1));
    return (unsigned)n;
}

json_t *event_all(const struct event_context *context, const struct answer *answer)
{
    json_t *all = json_array(), *seen = json_object(), *message;
    size_t i;
    json_array_foreach(answer->findings, i, message) json_array_append_new(
        all, event_finding(context, answer->report, message, ordinal_of(seen, message)));
    json_array_foreach(answer->rules, i, message)
        json_array_append_new(all, event_rule(context, answer->report, message));
    json_array_append_new(all, event_report(context, answer));
    json_decref(seen);
    return all;
}

char *event_line(const json_t *event, size_t *ret_length)
{
    struct json_line line = {0};
    json_line_value(&line, event);
    json_line_raw(&line, S("\n\0"));
    if (line.failed) {
        mem_free(line.at);
        return NULL;
    }
    *ret_length = line.length - 1;
    return line.at;
}

/* The twin's members in their order: where each stands in the event and the most bytes it may take, so that
 * the message always has room. */
static const struct {
    const char *name, *outer, *inner;
    size_t most;
} TWIN[] = {
    {"id", "event", "id", 40},
    {"dataset", "event", "dataset", 40},
    {"action", "event", "action", 40},
    {"rule", "rule", "id", 70},
    {"level", "log", "level", 16},
    {"outcome", "tallyd", "outcome", 24},
    {"fingerprint", "tallyd", "fingerprint", 40},
    {"organization", "organization", "name", 130},
    {"file", "file", "name", 130},
};

static void put_twin(struct json_line *line, const char *name, struct slice text, size_t most)
{
    if (!text.at)
        return;
    json_line_raw(line, line->length ? S(",") : S("{"));
    json_line_string(line, slice_of(name));
    json_line_raw(line, S(":"));
    json_line_head(line, text, most);
}

size_t event_syslog(const json_t *event, char *ret, size_t size)
{
    must(size >= EVENT_SYSLOG_MIN);
    struct json_line line = {.at = ret, .room = size - 1, .fixed = true};
    for (size_t i = 0; i < COUNT(TWIN); i++)
        put_twin(&line, TWIN[i].name, text_of(json_object_get(event, TWIN[i].outer), TWIN[i].inner),
                 TWIN[i].most);
    size_t around = sizeof ",\"message\":}" - 1;
    put_twin(&line, "message", text_of(event, "message"), line.room - line.length - around);
    json_line_raw(&line, S("}"));
    must(!line.failed);
    ret[line.length] = '\0';
    return line.length;
}

int event_severity(const json_t *event)
{
    struct slice level = text_of(json_object_get(event, "log"), "level");
    for (size_t i = 0; i < COUNT(LEVELS); i++)
        if (slice_eq(level, slice_of(LEVELS[i].level)))
            return LEVELS[i].severity;
    return LEVELS[COUNT(LEVELS) - 1].severity;
}
