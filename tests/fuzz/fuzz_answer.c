/* What a child may say: each line of the input is a message. Whatever comes, the answer is open, complete or
 * bad; a complete one makes events whose lines are JSON again, equal and safe, and whose syslog twins fit. */

#include "../../daemon/base/mem.h"
#include "../../daemon/base/must.h"
#include "../../daemon/base/utf8.h"
#include "../../daemon/wire/event.h"
#include "fuzz.h"

static void check_safe(struct slice line)
{
    for (size_t at = 0; at < line.len;) {
        uint32_t c = utf8_next(line, &at);
        must(c != UTF8_BAD && !utf8_is_unsafe(c));
    }
}

static void check_event(const json_t *event)
{
    char twin[EVENT_SYSLOG_MAX];
    size_t length, twin_length = event_syslog(event, twin, EVENT_SYSLOG_MIN);
    char *line = event_line(event, &length);
    must(line && length == strlen(line) && line[length - 1] == '\n');
    check_safe((struct slice){line, length - 1});
    check_safe((struct slice){twin, twin_length});
    json_t *back = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    json_t *short_back = json_loadb(twin, twin_length, JSON_REJECT_DUPLICATES, NULL);
    must(json_equal(back, event) && json_is_object(short_back) && twin_length < EVENT_SYSLOG_MIN);
    json_decref(back);
    json_decref(short_back);
    mem_free(line);
}

static void check_events(const struct answer *answer)
{
    static const struct event_context CONTEXT = {
        .ruleset = "", .language = "zh", .file = {.path = "/a/\xff", .sha256 = "", .size = 1}};
    json_t *all = event_all(&CONTEXT, answer), *event;
    size_t i;
    must(json_array_size(all) == json_array_size(answer->findings) + json_array_size(answer->rules) + 1);
    json_array_foreach(all, i, event) check_event(event);
    json_decref(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct answer answer;
    struct slice rest = {(const char *)data, size};
    answer_init(&answer);
    while (rest.len > 0) {
        struct slice message = slice_cut(&rest, S("\n"));
        enum answer_state before = answer.state, after = answer_take(&answer, message.at, message.len);
        must(before == ANSWER_OPEN || after == ANSWER_BAD);
        must((after == ANSWER_COMPLETE) == (answer.report && after != ANSWER_BAD));
    }
    if (answer.state == ANSWER_COMPLETE)
        check_events(&answer);
    answer_done(&answer);
    return 0;
}
