#include "test.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/base/utf8.h"
#include "../../daemon/wire/json_line.h"

static void assert_line(const char *json, const char *expected)
{
    struct json_line line = {0};
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    json_line_value(&line, value);
    assert_slice(((struct slice){line.at, line.length}), slice_of(expected));
    mem_free(line.at);
    json_decref(value);
}

static void writes_every_type_in_order(void **state)
{
    (void)state;
    assert_line("{\"b\" : [1, -2, true, false, null, \"x\", {}, []], \"a\": {\"支\": 1.5}}",
                "{\"b\":[1,-2,true,false,null,\"x\",{},[]],\"a\":{\"支\":1.5}}");
    assert_line("9223372036854775807", "9223372036854775807");
    assert_line("[-9223372036854775808,0]", "[-9223372036854775808,0]");
}

static void escapes_what_is_unsafe(void **state)
{
    (void)state;
    assert_line(
        "\"\\n\\\"\\\\/\\u007f\\u0085\\u202e\\u200b\\ufeff\\ud83f\\udffe 支出（一），\\ud83d\\ude00\"",
        "\"\\u000a\\\"\\\\/\\u007f\\u0085\\u202e\\u200b\\ufeff\\ud83f\\udffe 支出（一），😀\"");
}

/* Every character but NUL (which no JSON of ours carries) comes back, and nothing unsafe stands in the line.
 */
static void every_character_comes_back(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 || c > 0xFE00 ? 1 : 97) {
        char bytes[4];
        struct slice text = {bytes, utf8_put(c, bytes)};
        struct json_line line = {0};
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        json_line_string(&line, text);
        for (size_t at = 0; at < line.length;)
            assert_false(utf8_is_unsafe(utf8_next((struct slice){line.at, line.length}, &at)));
        json_t *back = json_loadb(line.at, line.length, JSON_DECODE_ANY, NULL);
        assert_slice(((struct slice){json_string_value(back), json_string_length(back)}), text);
        json_decref(back);
        mem_free(line.at);
    }
}

static void heads_fit(void **state)
{
    (void)state;
    for (size_t size = 2; size < 40; size++) {
        char room[40];
        struct json_line line = {.at = room, .room = size, .fixed = true};
        json_line_head(&line, S("a支\n出\"x\\"), size);
        assert_false(line.failed);
        json_t *back = json_loadb(line.at, line.length, JSON_DECODE_ANY, NULL);
        struct slice text = slice_of(json_string_value(back));
        assert_true(back && slice_starts(S("a支\n出\"x\\"), text) && (size < 22 || text.len == 11));
        json_decref(back);
    }
}

static void no_room_is_told(void **state)
{
    (void)state;
    char room[8];
    struct json_line fixed = {.at = room, .room = sizeof room, .fixed = true}, growing = {0};
    json_line_string(&fixed, S("123456"));
    assert_true(!fixed.failed && fixed.length == 8);
    json_line_raw(&fixed, S("x"));
    assert_true(fixed.failed && fixed.length == 8);
    mem_fail_at(1, 1);
    json_line_string(&growing, S("1"));
    mem_fail_at(0, 0);
    assert_true(growing.failed && growing.length == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_every_type_in_order),
        cmocka_unit_test(escapes_what_is_unsafe),
        cmocka_unit_test(every_character_comes_back),
        cmocka_unit_test(heads_fit),
        cmocka_unit_test(no_room_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
