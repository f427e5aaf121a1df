#include "test_store.h"

#include "../../daemon/tallyd/baseline.h"

static const struct file_stamp stamp = {.size = 7};
static const struct event_context context = {.time_ms = 1600000000123,
                                             .ruleset = "r",
                                             .language = "en",
                                             .file = {.path = "/drop/a.txt", .sha256 = "cd"}};

static json_t *finding(const char *fingerprint, const char *message)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:[]}", "rule", "sum.mismatch", "name", "n",
                     "version", "1", "level", "error", "message", message, "fingerprint", fingerprint,
                     "verdict", "violated", "confidence", 100, "evidence");
}

/* One inspection of the file with these findings; gives its events, marked and stored. */
static json_t *inspect(struct scene *scene, json_t *findings, json_t *report, enum outcome outcome)
{
    int64_t id;
    struct answer answer = {.state = ANSWER_COMPLETE,
                            .outcome = outcome,
                            .findings = findings,
                            .rules = json_array(),
                            .report = report};
    json_t *events = event_all(&context, &answer);
    assert_int_equal(store_seen(scene->store, "drop", "/drop/a.txt", &stamp, &id), 0);
    assert_int_equal(baseline_mark(scene->store, id, &context, &answer, events), 0);
    assert_int_equal(store_done(scene->store, id, &stamp, outcome, "", events), 0);
    json_decref(findings);
    json_decref(answer.rules);
    json_decref(report);
    return events;
}

static const char *text_at(const json_t *events, size_t i, const char *outer, const char *inner)
{
    return store_event_text(json_array_get(events, i), outer, inner);
}

/* Frees `events`; `states` has NULL after the last finding. */
static void expect(json_t *events, const char *const *states)
{
    size_t n = 0;
    for (; states[n]; n++)
        assert_string_equal(text_at(events, n, "tallyd", "baseline"), states[n]);
    assert_int_equal(json_array_size(events), n + 1);
    assert_string_equal(text_at(events, n, "event", "dataset"), "tallyd.report");
    json_decref(events);
}

#define EXPECT(events, ...) expect(events, (const char *const[]){__VA_ARGS__, NULL})
#define WHOLE               json_pack("{s:s, s:b}", "outcome", "inspected", "partial", 0)

static void tells_what_changed(void **state)
{
    struct scene *scene = *state;
    EXPECT(inspect(scene, json_pack("[o, o]", finding("1a", "first"), finding("2b", "second")), WHOLE,
                   OUTCOME_INSPECTED),
           "new", "new");
    EXPECT(inspect(scene, json_pack("[o, o]", finding("2b", "second, reworded"), finding("3c", "third")),
                   WHOLE, OUTCOME_INSPECTED),
           "updated", "new", "absent");
    EXPECT(inspect(scene, json_pack("[o, o]", finding("2b", "second, reworded"), finding("3c", "third")),
                   WHOLE, OUTCOME_INSPECTED),
           "unchanged", "unchanged");
}

static void tells_one_name_apart_by_number(void **state)
{
    struct scene *scene = *state;
    EXPECT(
        inspect(scene, json_pack("[o, o]", finding("1a", "x"), finding("1a", "x")), WHOLE, OUTCOME_INSPECTED),
        "new", "new");
    EXPECT(inspect(scene, json_pack("[o]", finding("1a", "x")), WHOLE, OUTCOME_INSPECTED), "unchanged",
           "absent");
}

static void what_was_not_looked_at_is_not_gone(void **state)
{
    struct scene *scene = *state;
    EXPECT(inspect(scene, json_pack("[o]", finding("1a", "x")), WHOLE, OUTCOME_INSPECTED), "new");
    json_decref(inspect(scene, json_array(), json_pack("{s:s}", "outcome", "corrupt"), OUTCOME_CORRUPT));
    json_t *partial = json_pack("{s:s, s:b}", "outcome", "inspected", "partial", 1);
    json_t *events = inspect(scene, json_array(), partial, OUTCOME_INSPECTED);
    assert_int_equal(json_array_size(events), 1);
    json_decref(events);
}

static void an_absent_finding_is_an_event_of_its_own(void **state)
{
    struct scene *scene = *state;
    json_decref(inspect(scene, json_pack("[o]", finding("1a", "x")), WHOLE, OUTCOME_INSPECTED));
    json_t *events = inspect(scene, json_array(), WHOLE, OUTCOME_INSPECTED);
    const json_t *absent = json_array_get(events, 0);
    assert_string_equal(store_event_text(absent, "event", "kind"), "event");
    assert_string_equal(store_event_text(absent, "log", "level"), "info");
    assert_string_equal(json_string_value(json_object_get(absent, "message")), "no longer found: x");
    assert_int_equal(strlen(store_event_text(absent, "event", "id")), 32);
    json_decref(events);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(tells_what_changed),
        SCENE(tells_one_name_apart_by_number),
        SCENE(what_was_not_looked_at_is_not_gone),
        SCENE(an_absent_finding_is_an_event_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
