#include "answer_samples.h"
#include "test.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/wire/answer.h"
#include "../../daemon/wire/message.h"

/* One change to a message that is fine: a value (JSON) for a key, of its evidence or rules where `nested`;
 * NULL removes. */
struct change {
    const char *key, *value;
    const char *nested;
};

static json_t *parse(const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    if (!value)
        fail_msg("no JSON: %s", text);
    return value;
}

static enum answer_state take_object(struct answer *answer, const json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT);
    enum answer_state after = answer_take(answer, text, strlen(text));
    free(text);
    return after;
}

static enum answer_state take(struct answer *answer, const char *text)
{
    return answer_take(answer, text, strlen(text));
}

static json_t *changed(const char *text, const struct change *change)
{
    json_t *object = parse(text);
    json_t *target = change->nested ? json_array_get(json_object_get(object, change->nested), 0) : object;
    if (change->value)
        json_object_set_new(target, change->key, parse(change->value));
    else
        assert_int_equal(json_object_del(target, change->key), 0);
    return object;
}

/* The state after a changed message, a finding first where it is a report that counts one. */
static enum answer_state state_after(const char *text, const struct change *change)
{
    struct answer answer;
    answer_init(&answer);
    if (text == REPORT)
        take(&answer, FINDING);
    json_t *object = changed(text, change);
    enum answer_state after = take_object(&answer, object);
    assert_true((after == ANSWER_BAD) == (*answer.error != '\0'));
    assert_true(after != ANSWER_BAD || answer.outcome == OUTCOME_BAD_ANSWER);
    json_decref(object);
    answer_done(&answer);
    return after;
}

static void takes_a_whole_answer(void **state)
{
    (void)state;
    struct answer answer;
    answer_init(&answer);
    assert_int_equal(take(&answer, FINDING), ANSWER_OPEN);
    assert_int_equal(take(&answer, RULE), ANSWER_OPEN);
    assert_int_equal(take(&answer, OUTPUT), ANSWER_OPEN);
    assert_int_equal(take(&answer, OUTPUT), ANSWER_OPEN);
    assert_int_equal(take(&answer, REPORT), ANSWER_COMPLETE);
    assert_int_equal(answer.outcome, OUTCOME_INSPECTED);
    assert_int_equal(json_array_size(answer.findings), 1);
    assert_int_equal(json_array_size(answer.rules), 1);
    assert_string_equal(answer.output, "正文正文");
    assert_int_equal(answer.output_length, 12);
    assert_int_equal(take(&answer, FINDING), ANSWER_BAD);
    assert_int_equal(take(&answer, REPORT), ANSWER_BAD);
    answer_done(&answer);
}

static void every_key_is_needed_unless_told(void **state)
{
    (void)state;
    static const char *const OPTIONAL[] = {"verdict",    "stated",  "computed",    "difference",
                                           "unit",       "formula", "explanation", "reasoning",
                                           "hypothesis", "value",   "extract_kib"};
    static const char *const MESSAGES[] = {FINDING, RULE, OUTPUT, REPORT};
    for (size_t i = 0; i < COUNT(MESSAGES); i++) {
        json_t *object = parse(MESSAGES[i]), *value;
        const char *key;
        json_object_foreach(object, key, value)
        {
            bool optional = false;
            for (size_t k = 0; k < COUNT(OPTIONAL); k++)
                optional |= strcmp(key, OPTIONAL[k]) == 0;
            enum answer_state after = state_after(MESSAGES[i], &(struct change){key, NULL, NULL});
            if ((after == ANSWER_BAD) == optional)
                fail_msg("without %s: %d", key, (int)after);
        }
        json_decref(object);
    }
    assert_int_equal(state_after(FINDING, &(struct change){"value", NULL, "evidence"}), ANSWER_OPEN);
    assert_int_equal(state_after(FINDING, &(struct change){"quote", NULL, "evidence"}), ANSWER_BAD);
    assert_int_equal(state_after(REPORT, &(struct change){"state", NULL, "rules"}), ANSWER_BAD);
}

static void no_key_may_be_of_another_type_or_unknown(void **state)
{
    (void)state;
    static const char *const MESSAGES[] = {FINDING, RULE, OUTPUT, REPORT};
    static const char *const OTHERS[] = {"null", "1.5", "\"\\u0001\\u0001\"", "-1",
                                         "true", "[1]", "{\"a\":\"b\"}"};
    for (size_t i = 0; i < COUNT(MESSAGES); i++) {
        json_t *object = parse(MESSAGES[i]), *value;
        const char *key;
        json_object_foreach(object, key, value)
        {
            for (size_t k = 0; k < COUNT(OTHERS); k++) {
                json_t *other = parse(OTHERS[k]);
                bool same = json_typeof(other) == json_typeof(value) ||
                            (json_is_boolean(other) && json_is_boolean(value));
                json_decref(other);
                if (!same && state_after(MESSAGES[i], &(struct change){key, OTHERS[k], NULL}) != ANSWER_BAD)
                    fail_msg("%s: %s", key, OTHERS[k]);
            }
        }
        assert_int_equal(state_after(MESSAGES[i], &(struct change){"extra", "1", NULL}), ANSWER_BAD);
        json_decref(object);
    }
    assert_int_equal(state_after(FINDING, &(struct change){"extra", "1", "evidence"}), ANSWER_BAD);
    assert_int_equal(state_after(REPORT, &(struct change){"extra", "1", "rules"}), ANSWER_BAD);
}

static void values_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *message;
        struct change change;
    } BAD[] = {
        {FINDING, {"level", "\"fatal\"", NULL}},
        {FINDING, {"level", "\"info\"", NULL}},
        {FINDING, {"verdict", "\"wrong\"", NULL}},
        {FINDING, {"rule", "\"sum\"", NULL}},
        {FINDING, {"rule", "\"sum.\"", NULL}},
        {FINDING, {"rule", "\".mismatch\"", NULL}},
        {FINDING, {"rule", "\"a.b.c\"", NULL}},
        {FINDING, {"rule", "\"Sum.x\"", NULL}},
        {FINDING, {"rule", "\"../x.y\"", NULL}},
        {FINDING, {"stated", "\"1e5\"", NULL}},
        {FINDING, {"stated", "\"\"", NULL}},
        {FINDING, {"stated", "\"-\"", NULL}},
        {FINDING, {"stated", "\"1.\"", NULL}},
        {FINDING, {"stated", "\".5\"", NULL}},
        {FINDING, {"stated", "\"+1\"", NULL}},
        {FINDING, {"stated", "\"1.2.3\"", NULL}},
        {FINDING, {"stated", "\"NaN\"", NULL}},
        {FINDING, {"stated", "\"１\"", NULL}},
        {FINDING, {"fingerprint", "\"0011\"", NULL}},
        {FINDING, {"fingerprint", "\"00112233445566778899AABBCCDDEEFF\"", NULL}},
        {FINDING, {"confidence", "101", NULL}},
        {FINDING, {"confidence", "-1", NULL}},
        {FINDING, {"message", "\"\"", NULL}},
        {FINDING, {"line", "0", "evidence"}},
        {FINDING, {"line", "99999999", "evidence"}},
        {FINDING, {"column", "0", "evidence"}},
        {FINDING, {"value", "\"x\"", "evidence"}},
        {RULE, {"failure", "\"boredom\"", NULL}},
        {REPORT, {"outcome", "\"fine\"", NULL}},
        {REPORT, {"outcome", "\"crashed\"", NULL}},
        {REPORT, {"outcome", "\"ignored\"", NULL}},
        {REPORT, {"year", "1900", NULL}},
        {REPORT, {"year", "20211", NULL}},
        {REPORT, {"year", "-1", NULL}},
        {REPORT, {"findings", "0", NULL}},
        {REPORT, {"findings", "2", NULL}},
        {REPORT, {"figures", "-1", NULL}},
        {REPORT, {"stages_us", "{\"READ\":1}", NULL}},
        {REPORT, {"stages_us", "{\"read\":-1}", NULL}},
        {REPORT, {"stages_us", "{\"read\":\"1\"}", NULL}},
        {REPORT, {"stages_us", "{\"\":1}", NULL}},
        {REPORT, {"state", "\"bored\"", "rules"}},
        {REPORT, {"id", "\"sum\"", "rules"}},
        {OUTPUT, {"type", "\"put\"", NULL}},
    };
    for (size_t i = 0; i < COUNT(BAD); i++)
        if (state_after(BAD[i].message, &BAD[i].change) != ANSWER_BAD)
            fail_msg("%s: %s is taken", BAD[i].change.key, BAD[i].change.value);
    assert_int_equal(state_after(REPORT, &(struct change){"year", "0", NULL}), ANSWER_COMPLETE);
    assert_int_equal(state_after(FINDING, &(struct change){"evidence", "[]", NULL}), ANSWER_OPEN);
}

/* A string value of `n` characters of three bytes. */
static char *long_text(size_t n)
{
    char *text = malloc(3 * n + 3), *at = text;
    *at++ = '"';
    for (size_t i = 0; i < n; i++, at += 3)
        memcpy(at, "支", 3);
    strcpy(at, "\"");
    return text;
}

static void lengths_are_characters(void **state)
{
    (void)state;
    static const struct {
        const char *message, *key, *nested;
        size_t most;
    } CASES[] = {
        {FINDING, "quote", "evidence", ANSWER_QUOTE_MAX}, {FINDING, "where", "evidence", ANSWER_LABEL_MAX},
        {FINDING, "role", "evidence", ANSWER_ID_MAX},     {FINDING, "message", NULL, ANSWER_MESSAGE_MAX},
        {FINDING, "name", NULL, ANSWER_LABEL_MAX},        {FINDING, "formula", NULL, ANSWER_MESSAGE_MAX},
        {RULE, "message", NULL, ANSWER_MESSAGE_MAX},      {REPORT, "organization", NULL, ANSWER_LABEL_MAX},
        {REPORT, "title", NULL, ANSWER_LABEL_MAX},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char *fits = long_text(CASES[i].most), *over = long_text(CASES[i].most + 1);
        assert_int_not_equal(
            state_after(CASES[i].message, &(struct change){CASES[i].key, fits, CASES[i].nested}), ANSWER_BAD);
        assert_int_equal(state_after(CASES[i].message, &(struct change){CASES[i].key, over, CASES[i].nested}),
                         ANSWER_BAD);
        free(fits);
        free(over);
    }
}

/* How many of one message are taken before the answer is bad. */
static size_t taken(const json_t *message, size_t most)
{
    struct answer answer;
    answer_init(&answer);
    size_t n = 0;
    while (n < most && take_object(&answer, message) == ANSWER_OPEN)
        n++;
    answer_done(&answer);
    return n;
}

static void floods_are_dammed(void **state)
{
    (void)state;
    json_t *finding = parse(FINDING), *rule = parse(RULE), *evidence = json_object_get(finding, "evidence");
    assert_int_equal(taken(finding, 5000), ANSWER_FINDINGS_MAX);
    assert_int_equal(taken(rule, 5000), ANSWER_RULES_MAX);
    while (json_array_size(evidence) < ANSWER_EVIDENCE_MAX)
        json_array_append(evidence, json_array_get(evidence, 0));
    assert_int_equal(taken(finding, 5000), ANSWER_EVIDENCE_TOTAL / ANSWER_EVIDENCE_MAX);
    json_array_append(evidence, json_array_get(evidence, 0));
    assert_int_equal(taken(finding, 5000), 0);
    json_decref(finding);
    json_decref(rule);
}

static void bytes_are_counted(void **state)
{
    (void)state;
    char *text = long_text(MESSAGE_SIZE_MAX / 3 - 100), *quote = long_text(ANSWER_MESSAGE_MAX);
    json_t *output = changed(OUTPUT, &(struct change){"text", text, NULL});
    size_t length = strlen(text) - 2;
    assert_int_equal(taken(output, 5000), ANSWER_OUTPUT_MAX / length);
    json_t *rule = changed(FINDING, &(struct change){"formula", quote, NULL});
    json_object_set(rule, "explanation", json_object_get(rule, "formula"));
    json_object_set(rule, "message", json_object_get(rule, "formula"));
    size_t n = taken(rule, 5000);
    assert_true(n < ANSWER_BYTES_MAX / (9 * ANSWER_MESSAGE_MAX) &&
                n > ANSWER_BYTES_MAX / (9 * ANSWER_MESSAGE_MAX) - 10);
    json_decref(output);
    json_decref(rule);
    free(text);
    free(quote);
}

static void output_that_was_not_asked_for_is_bad(void **state)
{
    (void)state;
    struct answer answer;
    answer_init(&answer);
    answer.no_output = true;
    assert_int_equal(take(&answer, OUTPUT), ANSWER_BAD);
    answer_done(&answer);
}

static void a_document_not_inspected_needs_a_reason_only(void **state)
{
    (void)state;
    struct answer answer;
    answer_init(&answer);
    assert_int_equal(take(&answer, "{\"type\":\"report\",\"outcome\":\"binary\",\"reason\":\"\"}"),
                     ANSWER_COMPLETE);
    assert_int_equal(answer.outcome, OUTCOME_BINARY);
    answer_done(&answer);
    answer_init(&answer);
    assert_int_equal(take(&answer, "{\"type\":\"report\",\"outcome\":\"limit\"}"), ANSWER_BAD);
    answer_done(&answer);
    answer_init(&answer);
    assert_int_equal(
        take(&answer, "{\"type\":\"report\",\"outcome\":\"limit\",\"reason\":\"cells\",\"partial\":1}"),
        ANSWER_BAD);
    answer_done(&answer);
    answer_init(&answer);
    assert_int_equal(take(&answer, "{\"type\":\"finding\",\"outcome\":\"limit\",\"reason\":\"\"}"),
                     ANSWER_BAD);
    answer_done(&answer);
}

static void failing_is_an_answer(void **state)
{
    (void)state;
    struct answer answer;
    answer_init(&answer);
    take(&answer, FINDING);
    take(&answer, "{}");
    answer_fail(&answer, OUTCOME_BAD_ANSWER, answer.error);
    assert_int_equal(answer.state, ANSWER_COMPLETE);
    assert_int_equal(answer.outcome, OUTCOME_BAD_ANSWER);
    assert_int_equal(json_array_size(answer.findings), 0);
    assert_string_equal(json_string_value(json_object_get(answer.report, "reason")),
                        "a message of no known type");
    answer_done(&answer);
    answer_done(&answer);
}

/* Without memory an answer is bad or fine, never a crash. */
static void no_memory_is_no_crash(void **state)
{
    (void)state;
    json_set_alloc_funcs(mem_alloc, mem_free);
    static const char *const ALL[] = {FINDING, RULE, OUTPUT, REPORT};
    enum answer_state last = ANSWER_OPEN;
    for (unsigned long n = 1; last != ANSWER_COMPLETE && n < 5000; n++) {
        struct answer answer;
        mem_fail_at(n, 0);
        answer_init(&answer);
        for (size_t i = 0; i < COUNT(ALL); i++)
            last = take(&answer, ALL[i]);
        answer_done(&answer);
        mem_fail_at(0, 0);
    }
    assert_int_equal(last, ANSWER_COMPLETE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_whole_answer),
        cmocka_unit_test(every_key_is_needed_unless_told),
        cmocka_unit_test(no_key_may_be_of_another_type_or_unknown),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(lengths_are_characters),
        cmocka_unit_test(floods_are_dammed),
        cmocka_unit_test(bytes_are_counted),
        cmocka_unit_test(output_that_was_not_asked_for_is_bad),
        cmocka_unit_test(a_document_not_inspected_needs_a_reason_only),
        cmocka_unit_test(failing_is_an_answer),
        cmocka_unit_test(no_memory_is_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
