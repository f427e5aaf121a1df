#include "answer.h"

#include "../base/mem.h"
#include "../base/utf8.h"
#include "message.h"

#include <stdarg.h>
#include <stdio.h>

struct shape;

/* What a value must be, and what `least` and `most` bound. */
enum kind {
    KIND_TEXT,    /* characters */
    KIND_RULE_ID, /* group.name */
    KIND_HEX,     /* lower-case digits, just `most` of them */
    KIND_NUMBER,  /* a decimal as text */
    KIND_CHOICE,  /* one of `choices` */
    KIND_OUTCOME, /* one that a worker can tell */
    KIND_INTEGER, /* the value */
    KIND_YEAR,    /* 0 where unknown, or within the bounds */
    KIND_BOOLEAN,
    KIND_COUNTS, /* an object of integers; its size */
    KIND_LIST,   /* an array of `items`; its length */
    KIND_OBJECT, /* an object of the shape `items` */
};

struct key {
    const char *name;
    enum kind kind;
    bool required;
    long long least, most;
    const char *const *choices;
    const struct shape *items;
};

struct shape {
    const char *what;
    const struct key *keys;
    size_t n;
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const char *const TYPES[] = {"finding", "rule", "output", "report", NULL};
static const char *const LEVELS[] = {"error", "warning", "notice", NULL};
static const char *const VERDICTS[] = {"exact", "rounded", "truncated", "violated", "unknown", NULL};
static const char *const FAILURES[] = {"error", "memory", "instructions", "matcher", "time", NULL};
static const char *const STATES[] = {"checked", "not_applicable", "short_of_data", "failed", NULL};

/* What a worker may say of a document; the other outcomes are the daemon's to give. */
static const bool TELLABLE[OUTCOME_COUNT] = {
    [OUTCOME_INSPECTED] = true, [OUTCOME_EMPTY] = true,           [OUTCOME_UNSUPPORTED] = true,
    [OUTCOME_BINARY] = true,    [OUTCOME_UNREADABLE_TEXT] = true, [OUTCOME_SCANNED] = true,
    [OUTCOME_ENCRYPTED] = true, [OUTCOME_CORRUPT] = true,         [OUTCOME_LIMIT] = true,
    [OUTCOME_TOO_LARGE] = true, [OUTCOME_UNREADABLE] = true,      [OUTCOME_CHANGED] = true,
};

#define SOME_MAX 1000000000LL /* no count or time of one document comes near */

static const struct key EVIDENCE_KEYS[] = {
    {"role", KIND_TEXT, true, 0, ANSWER_ID_MAX, NULL, NULL},
    {"line", KIND_INTEGER, true, 1, ANSWER_LINE_MAX, NULL, NULL},
    {"column", KIND_INTEGER, true, 1, ANSWER_LINE_MAX, NULL, NULL},
    {"where", KIND_TEXT, true, 0, ANSWER_LABEL_MAX, NULL, NULL},
    {"quote", KIND_TEXT, true, 0, ANSWER_QUOTE_MAX, NULL, NULL},
    {"value", KIND_NUMBER, false, 1, ANSWER_NUMBER_MAX, NULL, NULL},
};
static const struct shape EVIDENCE = {"evidence", EVIDENCE_KEYS, COUNT(EVIDENCE_KEYS)};

static const struct key HYPOTHESIS_KEYS[] = {
    {"kind", KIND_TEXT, true, 1, ANSWER_ID_MAX, NULL, NULL},
    {"text", KIND_TEXT, true, 1, ANSWER_MESSAGE_MAX, NULL, NULL},
    {"value", KIND_NUMBER, true, 1, ANSWER_NUMBER_MAX, NULL, NULL},
    {"unit", KIND_TEXT, false, 0, ANSWER_LABEL_MAX, NULL, NULL},
};
static const struct shape HYPOTHESIS = {"hypothesis", HYPOTHESIS_KEYS, COUNT(HYPOTHESIS_KEYS)};

static const struct key FINDING_KEYS[] = {
    {"type", KIND_CHOICE, true, 0, 0, TYPES, NULL},
    {"rule", KIND_RULE_ID, true, 3, ANSWER_ID_MAX, NULL, NULL},
    {"name", KIND_TEXT, true, 1, ANSWER_LABEL_MAX, NULL, NULL},
    {"version", KIND_TEXT, true, 0, ANSWER_ID_MAX, NULL, NULL},
    {"level", KIND_CHOICE, true, 0, 0, LEVELS, NULL},
    {"message", KIND_TEXT, true, 1, ANSWER_MESSAGE_MAX, NULL, NULL},
    {"fingerprint", KIND_HEX, true, 0, 32, NULL, NULL},
    {"verdict", KIND_CHOICE, false, 0, 0, VERDICTS, NULL},
    {"stated", KIND_NUMBER, false, 1, ANSWER_NUMBER_MAX, NULL, NULL},
    {"computed", KIND_NUMBER, false, 1, ANSWER_NUMBER_MAX, NULL, NULL},
    {"difference", KIND_NUMBER, false, 1, ANSWER_NUMBER_MAX, NULL, NULL},
    {"unit", KIND_TEXT, false, 0, ANSWER_LABEL_MAX, NULL, NULL},
    {"formula", KIND_TEXT, false, 0, ANSWER_MESSAGE_MAX, NULL, NULL},
    {"confidence", KIND_INTEGER, true, 0, 100, NULL, NULL},
    {"explanation", KIND_TEXT, false, 0, ANSWER_MESSAGE_MAX, NULL, NULL},
    {"reasoning", KIND_TEXT, false, 0, ANSWER_MESSAGE_MAX, NULL, NULL},
    {"hypothesis", KIND_OBJECT, false, 0, 0, NULL, &HYPOTHESIS},
    {"evidence", KIND_LIST, true, 0, ANSWER_EVIDENCE_MAX, NULL, &EVIDENCE},
};

static const struct key RULE_KEYS[] = {
    {"type", KIND_CHOICE, true, 0, 0, TYPES, NULL},
    {"rule", KIND_RULE_ID, true, 3, ANSWER_ID_MAX, NULL, NULL},
    {"failure", KIND_CHOICE, true, 0, 0, FAILURES, NULL},
    {"message", KIND_TEXT, true, 0, ANSWER_MESSAGE_MAX, NULL, NULL},
};

static const struct key OUTPUT_KEYS[] = {
    {"type", KIND_CHOICE, true, 0, 0, TYPES, NULL},
    {"text", KIND_TEXT, true, 0, MESSAGE_SIZE_MAX, NULL, NULL},
};

static const struct key STATE_KEYS[] = {
    {"id", KIND_RULE_ID, true, 3, ANSWER_ID_MAX, NULL, NULL},
    {"state", KIND_CHOICE, true, 0, 0, STATES, NULL},
};
static const struct shape STATE = {"rules", STATE_KEYS, COUNT(STATE_KEYS)};

/* Here `required` means: of an inspected document. */
static const struct key REPORT_KEYS[] = {
    {"type", KIND_CHOICE, true, 0, 0, TYPES, NULL},
    {"outcome", KIND_OUTCOME, true, 0, 0, NULL, NULL},
    {"reason", KIND_TEXT, true, 0, ANSWER_MESSAGE_MAX, NULL, NULL},
    {"note", KIND_TEXT, false, 0, ANSWER_MESSAGE_MAX, NULL, NULL},
    {"format", KIND_TEXT, true, 0, ANSWER_ID_MAX, NULL, NULL},
    {"encoding", KIND_TEXT, true, 0, ANSWER_ID_MAX, NULL, NULL},
    {"partial", KIND_BOOLEAN, true, 0, 0, NULL, NULL},
    {"title", KIND_TEXT, true, 0, ANSWER_LABEL_MAX, NULL, NULL},
    {"organization", KIND_TEXT, true, 0, ANSWER_LABEL_MAX, NULL, NULL},
    {"year", KIND_YEAR, true, ANSWER_YEAR_MIN, ANSWER_YEAR_MAX, NULL, NULL},
    {"figures", KIND_INTEGER, true, 0, SOME_MAX, NULL, NULL},
    {"facts", KIND_INTEGER, true, 0, SOME_MAX, NULL, NULL},
    {"claimed", KIND_INTEGER, true, 0, SOME_MAX, NULL, NULL},
    {"claims", KIND_INTEGER, true, 0, SOME_MAX, NULL, NULL},
    {"findings", KIND_INTEGER, true, 0, ANSWER_FINDINGS_MAX, NULL, NULL},
    {"findings_dropped", KIND_INTEGER, true, 0, SOME_MAX, NULL, NULL},
    {"findings_withheld", KIND_INTEGER, false, 0, SOME_MAX, NULL, NULL},
    {"stages_us", KIND_COUNTS, true, 0, 32, NULL, NULL},
    {"rules", KIND_LIST, true, 0, ANSWER_RULES_MAX, NULL, &STATE},
    {"peak_kib", KIND_INTEGER, true, 0, SOME_MAX, NULL, NULL},
    {"extract_kib", KIND_INTEGER, false, 0, SOME_MAX, NULL, NULL},
};

/* Where the cause goes. Nothing of the child's own text gets into it. */
struct reason {
    char *text;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static bool bad(const struct reason *reason, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(reason->text, reason->size, format, args);
    va_end(args);
    return false;
}

static struct slice text_of(const json_t *value)
{
    return (struct slice){json_string_value(value), json_string_length(value)};
}

static bool is_text(const json_t *value, const struct key *key)
{
    struct slice text = text_of(value);
    size_t length = text.len <= (size_t)key->most ? text.len : utf8_count(text);
    return json_is_string(value) && length <= (size_t)key->most && text.len >= (size_t)key->least;
}

static bool is_one_of(struct slice text, const char *characters)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr(characters, text.at[i]))
            return false;
    return text.len > 0;
}

static bool is_rule_id(const json_t *value, const struct key *key)
{
    static const char WORD[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    struct slice name = text_of(value), group = slice_cut(&name, S("."));
    return is_text(value, key) && is_one_of(group, WORD) && is_one_of(name, WORD);
}

static bool is_hex(const json_t *value, const struct key *key)
{
    return json_string_length(value) == (size_t)key->most && is_one_of(text_of(value), "0123456789abcdef");
}

static bool is_number(const json_t *value, const struct key *key)
{
    struct slice cents = text_of(value);
    bool point = slice_find(cents, S("."), 0) >= 0;
    cents = slice_sub(cents, slice_starts(cents, S("-")), cents.len);
    struct slice whole = slice_cut(&cents, S("."));
    return is_text(value, key) && is_one_of(whole, "0123456789") &&
           (!point || is_one_of(cents, "0123456789"));
}

static bool is_choice(const json_t *value, const struct key *key)
{
    struct slice text = text_of(value);
    for (const char *const *choice = key->choices; *choice; choice++)
        if (slice_eq(text, slice_of(*choice)))
            return true;
    return false;
}

static bool is_outcome(const json_t *value, const struct key *key)
{
    (void)key;
    enum outcome outcome;
    return outcome_parse(text_of(value), &outcome) && TELLABLE[outcome];
}

static bool is_integer(const json_t *value, const struct key *key)
{
    json_int_t n = json_integer_value(value);
    return json_is_integer(value) && n >= key->least && n <= key->most;
}

static bool is_year(const json_t *value, const struct key *key)
{
    return is_integer(value, key) || (json_is_integer(value) && json_integer_value(value) == 0);
}

static bool is_boolean(const json_t *value, const struct key *key)
{
    (void)key;
    return json_is_boolean(value);
}

static bool is_counts(const json_t *value, const struct key *key)
{
    static const struct key NAME = {.least = 1, .most = ANSWER_ID_MAX}, COUNTED = {.most = SOME_MAX};
    const char *name;
    json_t *count;
    if (!json_is_object(value) || json_object_size(value) > (size_t)key->most)
        return false;
    json_object_foreach((json_t *)value, name, count)
    {
        struct slice word = slice_of(name);
        if (!is_one_of(word, "abcdefghijklmnopqrstuvwxyz_") || word.len > (size_t)NAME.most ||
            !is_integer(count, &COUNTED))
            return false;
    }
    return true;
}

static bool is_list(const json_t *value, const struct key *key)
{
    return json_is_array(value) && json_array_size(value) <= (size_t)key->most;
}

static bool is_object(const json_t *value, const struct key *key)
{
    (void)key;
    return json_is_object(value);
}

static const struct {
    bool (*holds)(const json_t *value, const struct key *key);
    const char *what;
} KINDS[] = {
    [KIND_TEXT] = {is_text, "text of the length allowed"},
    [KIND_RULE_ID] = {is_rule_id, "a rule id, group.name"},
    [KIND_HEX] = {is_hex, "lower-case hexadecimal of the length asked for"},
    [KIND_NUMBER] = {is_number, "a decimal as text"},
    [KIND_CHOICE] = {is_choice, "one of the words allowed"},
    [KIND_OUTCOME] = {is_outcome, "an outcome that a worker can tell"},
    [KIND_INTEGER] = {is_integer, "an integer within its bounds"},
    [KIND_YEAR] = {is_year, "a year or 0"},
    [KIND_BOOLEAN] = {is_boolean, "true or false"},
    [KIND_COUNTS] = {is_counts, "an object of counts"},
    [KIND_LIST] = {is_list, "an array of the length allowed"},
    [KIND_OBJECT] = {is_object, "an object"},
};

/* One object of known keys whose values hold; what is inside lists and objects is not looked at. */
static bool check_flat(const json_t *object, const struct shape *shape, bool all, const struct reason *reason)
{
    size_t seen = 0;
    if (!json_is_object(object))
        return bad(reason, "%s: not an object", shape->what);
    for (const struct key *key = shape->keys; key < shape->keys + shape->n; key++) {
        const json_t *value = json_object_get(object, key->name);
        seen += value != NULL;
        if (!value && key->required && all)
            return bad(reason, "%s: %s is missing", shape->what, key->name);
        if (value && !KINDS[key->kind].holds(value, key))
            return bad(reason, "%s: %s is not %s", shape->what, key->name, KINDS[key->kind].what);
    }
    return seen == json_object_size(object) || bad(reason, "%s: unknown key", shape->what);
}

static bool check_items(const json_t *list, const struct shape *items, const struct reason *reason)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!check_flat(json_array_get(list, i), items, true, reason))
            return false;
    return true;
}

static bool check(const json_t *object, const struct shape *shape, bool all, const struct reason *reason)
{
    if (!check_flat(object, shape, all, reason))
        return false;
    for (const struct key *key = shape->keys; key < shape->keys + shape->n; key++) {
        const json_t *value = json_object_get(object, key->name);
        bool fine = key->kind == KIND_LIST              ? check_items(value, key->items, reason)
                    : key->kind == KIND_OBJECT && value ? check_flat(value, key->items, true, reason)
                                                        : true;
        if (!fine)
            return false;
    }
    return true;
}

/* What each type of message adds to the answer, after its shape held. */

static bool take_finding(struct answer *answer, json_t *message, const struct reason *reason)
{
    answer->evidence += json_array_size(json_object_get(message, "evidence"));
    if (json_array_size(answer->findings) >= ANSWER_FINDINGS_MAX)
        return bad(reason, "more than %u findings", ANSWER_FINDINGS_MAX);
    if (answer->evidence > ANSWER_EVIDENCE_TOTAL)
        return bad(reason, "more than %u pieces of evidence", ANSWER_EVIDENCE_TOTAL);
    return json_array_append(answer->findings, message) == 0 || bad(reason, "out of memory");
}

static bool take_rule(struct answer *answer, json_t *message, const struct reason *reason)
{
    if (json_array_size(answer->rules) >= ANSWER_RULES_MAX)
        return bad(reason, "more than %u failed rules", ANSWER_RULES_MAX);
    return json_array_append(answer->rules, message) == 0 || bad(reason, "out of memory");
}

static bool grow_output(struct answer *answer, size_t need)
{
    if (need < answer->output_room)
        return true;
    size_t room = need + need / 2 + 1;
    char *wider = mem_realloc(answer->output, room);
    if (!wider)
        return false;
    answer->output = wider;
    answer->output_room = room;
    return true;
}

static bool take_output(struct answer *answer, json_t *message, const struct reason *reason)
{
    struct slice text = text_of(json_object_get(message, "text"));
    size_t length = answer->output_length + text.len;
    if (answer->no_output)
        return bad(reason, "output that was not asked for");
    if (length > ANSWER_OUTPUT_MAX)
        return bad(reason, "more than %u bytes of output", ANSWER_OUTPUT_MAX);
    if (!grow_output(answer, length))
        return bad(reason, "out of memory");
    memcpy(answer->output + answer->output_length, text.at, text.len + 1);
    answer->output_length = length;
    return true;
}

static bool take_report(struct answer *answer, json_t *message, const struct reason *reason)
{
    const json_t *findings = json_object_get(message, "findings");
    if (findings && (size_t)json_integer_value(findings) != json_array_size(answer->findings))
        return bad(reason, "report: findings is not the number that came");
    outcome_parse(text_of(json_object_get(message, "outcome")), &answer->outcome);
    answer->report = json_incref(message);
    answer->state = ANSWER_COMPLETE;
    return true;
}

static const struct {
    struct shape shape;
    bool (*take)(struct answer *answer, json_t *message, const struct reason *reason);
} MESSAGES[] = {
    {{"finding", FINDING_KEYS, COUNT(FINDING_KEYS)}, take_finding},
    {{"rule", RULE_KEYS, COUNT(RULE_KEYS)}, take_rule},
    {{"output", OUTPUT_KEYS, COUNT(OUTPUT_KEYS)}, take_output},
    {{"report", REPORT_KEYS, COUNT(REPORT_KEYS)}, take_report},
};

/* Of a report on a document that was not inspected only outcome and reason are required. */
static bool needs_all(const json_t *message)
{
    const json_t *outcome = json_object_get(message, "outcome");
    return !outcome || slice_eq(text_of(outcome), S("inspected"));
}

static bool check_short(const json_t *message, const struct shape *shape, const struct reason *reason)
{
    if (needs_all(message))
        return check(message, shape, true, reason);
    return json_object_get(message, "reason") ? check(message, shape, false, reason)
                                              : bad(reason, "report: reason is missing");
}

static bool take(struct answer *answer, json_t *message, const struct reason *reason)
{
    struct slice type = text_of(json_object_get(message, "type"));
    for (size_t i = 0; i < COUNT(MESSAGES); i++)
        if (slice_eq(type, slice_of(MESSAGES[i].shape.what)))
            return check_short(message, &MESSAGES[i].shape, reason) &&
                   MESSAGES[i].take(answer, message, reason);
    return bad(reason, "a message of no known type");
}

static bool take_bytes(struct answer *answer, struct slice bytes, const struct reason *reason)
{
    if (answer->state == ANSWER_COMPLETE)
        return bad(reason, "a message after the report");
    json_t *message = message_parse(bytes.at, bytes.len);
    if (!message)
        return bad(reason, "a message that is no JSON object");
    size_t output = answer->output_length;
    bool fine = take(answer, message, reason);
    json_decref(message);
    answer->bytes += answer->output_length == output ? bytes.len : 0;
    return fine && (answer->bytes <= ANSWER_BYTES_MAX || bad(reason, "more than %u bytes", ANSWER_BYTES_MAX));
}

void answer_init(struct answer *answer)
{
    *answer = (struct answer){.state = ANSWER_OPEN, .outcome = OUTCOME_BAD_ANSWER};
    answer->findings = json_array();
    answer->rules = json_array();
}

void answer_done(struct answer *answer)
{
    json_decref(answer->report);
    json_decref(answer->findings);
    json_decref(answer->rules);
    mem_free(answer->output);
    *answer = (struct answer){.state = ANSWER_BAD, .outcome = OUTCOME_BAD_ANSWER};
}

enum answer_state answer_take(struct answer *answer, const char *bytes, size_t length)
{
    const struct reason reason = {answer->error, sizeof answer->error};
    if (answer->state != ANSWER_BAD && !take_bytes(answer, (struct slice){bytes, length}, &reason)) {
        answer->state = ANSWER_BAD;
        answer->outcome = OUTCOME_BAD_ANSWER;
    }
    return answer->state;
}

void answer_fail(struct answer *answer, enum outcome outcome, const char *reason)
{
    struct slice text = slice_of(reason);
    char *kept = mem_strdup(reason); /* it may be the answer's own error */
    answer_done(answer);
    answer_init(answer);
    answer->state = ANSWER_COMPLETE;
    answer->outcome = outcome;
    answer->report = json_pack("{s:s, s:s, s:s%}", "type", "report", "outcome", outcome_text(outcome),
                               "reason", kept ? kept : "", kept ? text.len : 0);
    mem_free(kept);
}
