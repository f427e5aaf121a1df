#include "event.h"

#include "../base/hash.h"
#include "../base/mem.h"
#include "../base/must.h"
#include "../base/utf8.h"
#include "json_line.h"
#include "unexamined.h"

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
static const char *const FINDING_MEMBERS[] = {"fingerprint", "verdict",   "stated",     "computed",
                                              "difference",  "unit",      "formula",    "confidence",
                                              "explanation", "reasoning", "hypothesis", "evidence"};
static const char *const REPORT_MEMBERS[] = {
    "outcome",   "note",  "reason",   "format",     "encoding", "partial",          "title",
    "figures",   "facts", "claimed",  "claims",     "findings", "findings_dropped", "findings_withheld",
    "stages_us", "rules", "peak_kib", "extract_kib"};

static struct slice text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return (struct slice){json_string_value(value), json_string_length(value)};
}

/* What makes events: what all events of one answer share, and whether memory ran out on the way. */
struct maker {
    const struct event_context *context;
    const json_t *report;
    json_t *time, *ecs, *organization, *file, *ruleset, *id;
    bool failed;
};

/* Takes the value over; NULL is memory that ran out. */
static void put(struct maker *m, json_t *object, const char *name, json_t *value)
{
    m->failed |= json_object_set_new_nocheck(object, name, value) != 0;
}

static void put_text(struct maker *m, json_t *object, const char *name, struct slice text)
{
    put(m, object, name, json_stringn(text.at ? text.at : "", text.len));
}

static void put_shared(struct maker *m, json_t *object, const char *name, const json_t *value)
{
    if (value)
        put(m, object, name, json_incref((json_t *)value));
}

static void put_members(struct maker *m, json_t *object, const json_t *from, const char *const *names,
                        size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_shared(m, object, names[i], json_object_get(from, names[i]));
}

/* An object with one member. */
static json_t *one(struct maker *m, const char *name, struct slice text)
{
    json_t *object = json_object();
    put_text(m, object, name, text);
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

static json_t *file_field(struct maker *m, const struct event_file *file)
{
    json_t *field = json_object();
    struct slice path = slice_of(file->path);
    ptrdiff_t slash = slice_rfind(path, S("/"));
    put(m, field, "path", path_text(path));
    put(m, field, "name", path_text(slice_sub(path, (size_t)(slash + 1), path.len)));
    put(m, field, "size", json_integer((json_int_t)file->size));
    if (file->sha256 && *file->sha256)
        put(m, field, "hash", one(m, "sha256", slice_of(file->sha256)));
    return field;
}

static json_t *report_id(const struct event_file *file)
{
    char id[ID_SIZE];
    const struct slice fields[] = {slice_of(file->sha256), slice_of(file->path)};
    identify(fields, COUNT(fields), id);
    return json_string(id);
}

static void maker_init(struct maker *m, const struct event_context *context, const json_t *report)
{
    struct slice organization = text_of(report, "organization");
    *m = (struct maker){.context = context, .report = report};
    m->time = timestamp(context->time_ms);
    m->ecs = one(m, "version", S(ECS_VERSION));
    m->organization = organization.len > 0 ? one(m, "name", organization) : NULL;
    m->file = file_field(m, &context->file);
    m->ruleset = json_string(context->ruleset);
    m->id = report_id(&context->file);
    m->failed |= !m->time || !m->file || !m->ruleset || !m->id;
}

static void maker_done(struct maker *m)
{
    json_decref(m->time);
    json_decref(m->ecs);
    json_decref(m->organization);
    json_decref(m->file);
    json_decref(m->ruleset);
    json_decref(m->id);
}

/* The result, or NULL where memory ran out: a part is no event. */
static json_t *whole(const struct maker *m, json_t *made)
{
    if (made && !m->failed)
        return made;
    json_decref(made);
    return NULL;
}

/* An event so far: the envelope, with `event` as the ECS field of that name. */
static json_t *envelope(struct maker *m, json_t *event, struct slice level, struct slice message)
{
    json_t *root = json_object();
    put_shared(m, root, "@timestamp", m->time);
    put_shared(m, root, "ecs", m->ecs);
    put(m, root, "event", event);
    put(m, root, "log", one(m, "level", level));
    put_text(m, root, "message", message);
    put_shared(m, root, "organization", m->organization);
    put_shared(m, root, "file", m->file);
    return root;
}

static json_t *event_field(struct maker *m, const char *kind, const char *dataset, const char *id)
{
    json_t *event = one(m, "kind", slice_of(kind));
    put_text(m, event, "dataset", slice_of(dataset));
    put_text(m, event, "id", slice_of(id));
    return event;
}

/* The head of the `tallyd` field: which report, of which watch and year. */
static json_t *own_field(struct maker *m)
{
    json_t *field = json_object(), *year = json_object_get(m->report, "year");
    put_shared(m, field, "report_id", m->id);
    if (m->context->file.watch)
        put_text(m, field, "watch", slice_of(m->context->file.watch));
    if (json_integer_value(year) > 0)
        put_shared(m, field, "year", year);
    return field;
}

static json_t *rule_field(struct maker *m, const json_t *message)
{
    json_t *field = json_object();
    put_shared(m, field, "id", json_object_get(message, "rule"));
    put_shared(m, field, "name", json_object_get(message, "name"));
    put_shared(m, field, "version", json_object_get(message, "version"));
    put_shared(m, field, "ruleset", m->ruleset);
    return field;
}

static json_t *make_finding(struct maker *m, const json_t *finding, unsigned ordinal)
{
    char id[ID_SIZE], number[16];
    snprintf(number, sizeof number, "%u", ordinal);
    const struct slice fields[] = {slice_of(m->context->file.sha256), slice_of(m->context->file.path),
                                   slice_of(m->context->ruleset),     text_of(finding, "rule"),
                                   text_of(finding, "fingerprint"),   slice_of(number)};
    identify(fields, COUNT(fields), id);
    json_t *root = envelope(m, event_field(m, "alert", "tallyd.finding", id), text_of(finding, "level"),
                            text_of(finding, "message"));
    json_t *own = own_field(m);
    put_members(m, own, finding, FINDING_MEMBERS, COUNT(FINDING_MEMBERS));
    put(m, root, "rule", rule_field(m, finding));
    put(m, root, "tallyd", own);
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

/* Part of the file could not be read, or a limit left part of it unexamined. */
static bool is_partial(const json_t *report)
{
    return json_is_true(json_object_get(report, "partial"));
}

/* The sentence for the reviewer: what was done with the file, or why it was not. */
static void report_message(const struct event_context *context, const struct answer *answer,
                           char ret[ANSWER_MESSAGE_MAX])
{
    const json_t *report = answer->report;
    bool zh = in_chinese(context);
    if (answer->outcome == OUTCOME_INSPECTED)
        snprintf(ret, ANSWER_MESSAGE_MAX,
                 zh ? "%s：发现%lld处问题；识别数据%lld个，其中%lld个参与核对"
                    : "%s: %lld findings; %lld figures understood, %lld of them checked",
                 is_partial(report) ? (zh ? "未检查完" : "not fully examined")
                                    : (zh ? "已检查" : "inspected"),
                 count_of(report, "findings") + count_of(report, "findings_dropped"),
                 count_of(report, "facts"), count_of(report, "claimed"));
    else
        unexamined_text(answer->outcome, text_of(report, "reason").at, !zh, ret, ANSWER_MESSAGE_MAX);
}

/* Something about the file itself that people should know: its name says another format, a sheet is hidden. */
static bool has_note(const json_t *report)
{
    return json_string_length(json_object_get(report, "note")) > 0;
}

static void append_note(const struct event_context *context, const json_t *report,
                        char message[ANSWER_MESSAGE_MAX])
{
    size_t used = strlen(message);
    if (has_note(report))
        snprintf(message + used, ANSWER_MESSAGE_MAX - used, in_chinese(context) ? "；%s" : "; %s",
                 json_string_value(json_object_get(report, "note")));
}

/* A file that was passed over by its name, or is gone, as temporaries are, is nobody's alarm. */
static const char *report_level(const struct answer *answer)
{
    if (answer->outcome == OUTCOME_INSPECTED && (is_partial(answer->report) || has_note(answer->report)))
        return "notice";
    if (answer->outcome == OUTCOME_INSPECTED || answer->outcome == OUTCOME_IGNORED)
        return "info";
    return answer->outcome == OUTCOME_VANISHED ? "notice" : "warning";
}

/* Of none, all: a report without figures is not badly understood. */
static json_int_t percent(long long part, long long whole)
{
    return whole <= 0 ? 100 : part >= whole ? 100 : (json_int_t)(part * 100 / whole);
}

/* For dashboards: what share was understood and checked, and how many rules came to what. */
static void put_coverage(struct maker *m, json_t *own, const json_t *report)
{
    long long figures = count_of(report, "figures"), facts = count_of(report, "facts");
    json_t *states = json_object(), *rule;
    size_t i;
    put(m, own, "understood_percent", json_integer(percent(facts, figures)));
    put(m, own, "claimed_percent", json_integer(percent(count_of(report, "claimed"), facts)));
    json_array_foreach(json_object_get(report, "rules"), i, rule)
    {
        const char *state = text_of(rule, "state").at;
        put(m, states, state, json_integer(count_of(states, state) + 1));
    }
    put(m, own, "rule_states", states);
}

static json_t *make_report(struct maker *m, const struct answer *answer)
{
    char id[ID_SIZE], message[ANSWER_MESSAGE_MAX];
    const struct slice fields[] = {slice_of(m->context->file.sha256), slice_of(m->context->file.path),
                                   slice_of(m->context->ruleset), S("report"),
                                   slice_of(outcome_text(answer->outcome))};
    identify(fields, COUNT(fields), id);
    report_message(m->context, answer, message);
    append_note(m->context, answer->report, message);
    json_t *event = event_field(m, "event", "tallyd.report", id);
    put_text(m, event, "outcome", answer->outcome == OUTCOME_INSPECTED ? S("success") : S("failure"));
    struct slice text = slice_of(message);
    json_t *root =
        envelope(m, event, slice_of(report_level(answer)), slice_sub(text, 0, utf8_valid_prefix(text)));
    json_t *own = own_field(m);
    put_members(m, own, answer->report, REPORT_MEMBERS, COUNT(REPORT_MEMBERS));
    if (answer->outcome == OUTCOME_INSPECTED)
        put_coverage(m, own, answer->report);
    put(m, root, "rule", rule_field(m, NULL));
    put(m, root, "tallyd", own);
    return root;
}

static json_t *make_rule(struct maker *m, const json_t *rule)
{
    char id[ID_SIZE];
    const struct slice fields[] = {slice_of(m->context->file.sha256), slice_of(m->context->file.path),
                                   slice_of(m->context->ruleset),     text_of(rule, "rule"),
                                   text_of(rule, "failure"),          text_of(rule, "message")};
    identify(fields, COUNT(fields), id);
    json_t *event = event_field(m, "event", "tallyd.rule", id);
    put_text(m, event, "action", S("rule.failed"));
    json_t *root = envelope(m, event, S("error"), text_of(rule, "message"));
    json_t *own = own_field(m);
    put_shared(m, own, "failure", json_object_get(rule, "failure"));
    put(m, root, "rule", rule_field(m, rule));
    put(m, root, "tallyd", own);
    return root;
}

/* Its evidence is of the content before: the file's name and the finding's own fields stay, hash and size go. */
json_t *event_absent(const struct event_context *context, const json_t *finding, unsigned ordinal)
{
    char id[ID_SIZE], number[16], message[ANSWER_MESSAGE_MAX];
    struct maker m;
    const json_t *rule = json_object_get(finding, "rule"), *was = json_object_get(finding, "tallyd");
    maker_init(&m, context, NULL);
    (void)snprintf(number, sizeof number, "%u", ordinal);
    const struct slice fields[] = {slice_of(context->file.sha256),
                                   slice_of(context->file.path),
                                   slice_of(context->ruleset),
                                   text_of(rule, "id"),
                                   text_of(was, "fingerprint"),
                                   S("absent"),
                                   slice_of(number)};
    identify(fields, COUNT(fields), id);
    (void)snprintf(
        message, sizeof message, "%s%s",
        in_chinese(context) ? "已不再出现：" : "no longer found: ", text_of(finding, "message").at);
    struct slice text = slice_of(message);
    json_t *root = envelope(&m, event_field(&m, "event", "tallyd.finding", id), S("info"),
                            slice_sub(text, 0, utf8_valid_prefix(text)));
    put_shared(&m, root, "organization", json_object_get(finding, "organization"));
    json_t *own = own_field(&m), *named = json_copy((json_t *)rule);
    put_shared(&m, own, "year", json_object_get(was, "year"));
    put_members(&m, own, was, FINDING_MEMBERS, COUNT(FINDING_MEMBERS));
    put_text(&m, own, "baseline", S("absent"));
    put_shared(&m, named, "ruleset", m.ruleset);
    put(&m, root, "rule", named);
    put(&m, root, "tallyd", own);
    maker_done(&m);
    return whole(&m, root);
}

json_t *event_service(int64_t time_ms, const char *action, const char *level, const char *message)
{
    char id[ID_SIZE], time[24];
    snprintf(time, sizeof time, "%lld", (long long)time_ms);
    const struct slice fields[] = {slice_of(time), slice_of(action), slice_of(message)};
    struct maker m = {.time = timestamp(time_ms)};
    identify(fields, COUNT(fields), id);
    m.ecs = one(&m, "version", S(ECS_VERSION));
    m.failed |= !m.time;
    json_t *event = event_field(&m, "event", "tallyd.service", id);
    put_text(&m, event, "action", slice_of(action));
    json_t *root = envelope(&m, event, slice_of(level), S(""));
    put(&m, root, "message", path_text(slice_of(message)));
    json_t *service = one(&m, "name", S("tallyd"));
    put_text(&m, service, "version", S(TALLYD_VERSION));
    put(&m, root, "service", service);
    maker_done(&m);
    return whole(&m, root);
}

/* How many findings before this one have its rule and fingerprint; `seen` counts them. */
static unsigned ordinal_of(struct maker *m, json_t *seen, const json_t *finding)
{
    char key[ANSWER_ID_MAX + ID_SIZE + 1];
    snprintf(key, sizeof key, "%s %s", text_of(finding, "rule").at, text_of(finding, "fingerprint").at);
    json_int_t n = json_integer_value(json_object_get(seen, key));
    put(m, seen, key, json_integer(n + 1));
    return (unsigned)n;
}

static void add(struct maker *m, json_t *all, json_t *event)
{
    m->failed |= json_array_append_new(all, event) != 0;
}

json_t *event_all(const struct event_context *context, const struct answer *answer)
{
    struct maker m;
    json_t *all = json_array(), *seen = json_object(), *message;
    size_t i;
    maker_init(&m, context, answer->report);
    json_array_foreach(answer->findings, i, message)
        add(&m, all, make_finding(&m, message, ordinal_of(&m, seen, message)));
    json_array_foreach(answer->rules, i, message) add(&m, all, make_rule(&m, message));
    add(&m, all, make_report(&m, answer));
    json_decref(seen);
    maker_done(&m);
    return whole(&m, all);
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
