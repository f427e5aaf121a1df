/* What tallyctl puts on a terminal: buffers, widths, findings. */
#include "test.h"

#include "../../daemon/base/utf8.h"
#include "../../daemon/tallyctl/render.h"
#include "../../daemon/tallyctl/width.h"

#include <stdlib.h>
#include <string.h>

static void assert_text(struct buffer *b, const char *expected)
{
    buffer_add(b, (struct slice){"", 1});
    assert_string_equal(b->at, expected);
    buffer_done(b);
}

static void safe_text_cannot_drive_a_terminal(void **state)
{
    (void)state;
    struct buffer b = {0};
    buffer_safe(&b, S("合计\033[31m\xff\xe2\x80\xae"));
    assert_text(&b, "合计\\u{001B}[31m\\x{FF}\\u{202E}");
    buffer_safe_line(&b, S(" \n a\t\tb\r\nc  "));
    assert_text(&b, "a b c");
    buffer_safe_line(&b, S("   "));
    assert_text(&b, "");
}

static void width_counts_columns(void **state)
{
    (void)state;
    assert_int_equal(width_of(S("abc")), 3);
    assert_int_equal(width_of(S("合计 12.5")), 9);
    assert_int_equal(width_of(S("１２，")), 6);
    assert_int_equal(width_of(S("e\xcc\x81")), 1);
    struct buffer b = {0};
    width_pad(&b, S("合计"), 6);
    width_pad(&b, S("toolong"), 3);
    assert_text(&b, "合计  toolong");
}

static void wrap_keeps_figures_and_punctuation(void **state)
{
    (void)state;
    struct buffer b = {0};
    width_wrap(&b, S("支出合计612.45万元，与分项之和612.40万元不符"), 2, 26);
    assert_text(&b, "支出合计612.45万元，与分\n  项之和612.40万元不符");
    width_wrap(&b, S("一二三四五六七八九十一，二三四五六"), 0, 22);
    assert_text(&b, "一二三四五六七八九十\n一，二三四五六");
    width_wrap(&b, S("不换行的一句话"), 8, 0);
    assert_text(&b, "不换行的一句话");
}

static void wrap_cuts_a_word_longer_than_the_line(void **state)
{
    (void)state;
    struct buffer b = {0};
    width_wrap(&b, S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 0, 20);
    assert_text(&b, "aaaaaaaaaaaaaaaaaaaa\naaaaaaaaaaaaaaaaaaaa");
}

static struct answer inspected(const char *findings)
{
    struct answer a = {.state = ANSWER_COMPLETE, .outcome = OUTCOME_INSPECTED};
    a.findings = json_loads(findings, 0, NULL);
    a.rules = json_array();
    a.report = json_loads("{\"organization\":\"青禾县水务局\",\"year\":2022}", 0, NULL);
    assert_non_null(a.findings);
    return a;
}

static const char two_findings[] =
    "[{\"rule\":\"b.c\",\"name\":\"提示类\",\"level\":\"notice\",\"message\":\"看一看\",\"evidence\":[]},"
    "{\"rule\":\"sum.mismatch\",\"name\":\"合计与分项不符\",\"level\":\"error\",\"message\":\"差0.10\","
    "\"formula\":\"1+2=3≠4\",\"evidence\":[{\"role\":\"total\",\"line\":3,\"column\":7,\"where\":\"第3行\","
    "\"quote\":\"支出\\n合计\\u001b4万元\"}]}]";

static void findings_by_severity(void **state)
{
    (void)state;
    struct render render = {0};
    struct answer a = inspected(two_findings);
    struct buffer b = {0};
    render_answer(&render, "dir/a\033.txt", &a, &b);
    assert_text(&b, "dir/a\\u{001B}.txt  青禾县水务局  2022年度\n"
                    "  错误  第3行  合计与分项不符  sum.mismatch\n"
                    "        差0.10\n"
                    "        算式：1+2=3≠4\n"
                    "        · 第3行，第7字，合计“支出 合计\\u{001B}4万元”\n"
                    "  提示  提示类  b.c\n"
                    "        看一看\n"
                    "  数字0个，识别0个，参与核对0个\n\n");
    answer_done(&a);
}

/* What was not looked at shows, and under -v by name. */
static void coverage_ends_a_file(void **state)
{
    (void)state;
    struct render render = {0}, verbose = {.english = true, .verbose = true};
    struct answer a = inspected("[]");
    struct buffer b = {0};
    json_object_update_new(
        a.report, json_loads("{\"figures\":9,\"facts\":8,\"claimed\":5,\"findings_withheld\":2,\"rules\":["
                             "{\"id\":\"a.b\",\"state\":\"checked\"},"
                             "{\"id\":\"c.d\",\"state\":\"short_of_data\"},"
                             "{\"id\":\"e.f\",\"state\":\"checked\"}]}",
                             0, NULL));
    render_answer(&render, "a", &a, &b);
    assert_text(&b, "a  青禾县水务局  2022年度\n  未发现问题\n"
                    "  "
                    "数字9个，识别8个，参与核对5个；规则已核对2条，资料不足1条；另有2条按严格程度未列出（--"
                    "strictness）\n\n");
    b = (struct buffer){0};
    render_answer(&verbose, "a", &a, &b);
    assert_text(
        &b,
        "a  青禾县水务局  2022\n  no findings\n"
        "  9 figures, 8 understood, 5 of them checked; rules checked 2 (a.b, e.f), short of data 1 (c.d); "
        "2 findings more at a higher --strictness\n\n");
    answer_done(&a);
}

static void summary_counts(void **state)
{
    (void)state;
    struct render render = {.english = true};
    struct render_count count = {0};
    struct answer a = inspected(two_findings), clean = inspected("[]"), failed;
    struct buffer b = {0};
    answer_init(&failed);
    answer_fail(&failed, OUTCOME_ENCRYPTED, "");
    render_tally(&count, &a);
    render_tally(&count, &clean);
    render_tally(&count, &failed);
    render_summary(&render, &count, &b);
    assert_text(&b, "3 files: 2 examined, 1 of them without findings; 1 errors, 0 warnings, 1 notices; 1 not "
                    "examined.\n");
    answer_done(&a);
    answer_done(&clean);
    answer_done(&failed);
}

static void not_examined_says_what_to_do(void **state)
{
    (void)state;
    struct render render = {0};
    struct answer failed;
    struct buffer b = {0};
    answer_init(&failed);
    answer_fail(&failed, OUTCOME_ENCRYPTED, "有密码");
    render_answer(&render, "a.doc", &failed, &b);
    assert_text(&b, "a.doc\n  未检查：文件已加密（有密码）。请去除密码后重新报送\n\n");
    answer_done(&failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(safe_text_cannot_drive_a_terminal),
        cmocka_unit_test(width_counts_columns),
        cmocka_unit_test(wrap_keeps_figures_and_punctuation),
        cmocka_unit_test(wrap_cuts_a_word_longer_than_the_line),
        cmocka_unit_test(findings_by_severity),
        cmocka_unit_test(coverage_ends_a_file),
        cmocka_unit_test(summary_counts),
        cmocka_unit_test(not_examined_says_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
