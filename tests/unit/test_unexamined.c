#include "test.h"

#include "../../daemon/wire/unexamined.h"

static void what_why_and_what_to_do(void **state)
{
    (void)state;
    static const struct {
        enum outcome outcome;
        const char *reason, *zh, *en;
    } cases[] = {
        {OUTCOME_ENCRYPTED, "", "文件已加密。请去除密码后重新报送",
         "encrypted; ask for it without a password"},
        {OUTCOME_IGNORED, "its name fits *.tmp", "按名称忽略（文件名符合*.tmp）",
         "ignored by pattern (its name fits *.tmp)"},
        {OUTCOME_NOT_REGULAR, "named pipe", "不是普通文件（命名管道）。请报送文件本身",
         "not a regular file (named pipe); ask for the file itself"},
        {OUTCOME_VANISHED, NULL, "文件已消失", "vanished"},
        {OUTCOME_CRASHED, "signal 11 (SIGSEGV)",
         "检查进程崩溃（signal 11 (SIGSEGV)）。请人工审核并报告此缺陷",
         "the worker crashed (signal 11 (SIGSEGV)); examine it by hand and report the defect"},
        {OUTCOME_TIMEOUT, "no answer within 30000 ms",
         "检查超时（限时内没有结果：30000 ms）。请人工审核，或放宽时限（deadline）",
         "took longer than the deadline (no answer within 30000 ms); examine it by hand, or allow more "
         "(deadline)"},
    };
    char text[UNEXAMINED_SIZE];
    for (size_t i = 0; i < COUNT(cases); i++) {
        unexamined_text(cases[i].outcome, cases[i].reason, false, text, sizeof text);
        assert_string_equal(text, cases[i].zh);
        unexamined_text(cases[i].outcome, cases[i].reason, true, text, sizeof text);
        assert_string_equal(text, cases[i].en);
    }
}

static void it_is_cut_on_a_character(void **state)
{
    (void)state;
    char text[UNEXAMINED_SIZE], all[UNEXAMINED_SIZE];
    unexamined_text(OUTCOME_TOO_LARGE, "larger than max_size of its watch", false, all, sizeof all);
    for (size_t size = 1; size <= strlen(all); size++) {
        unexamined_text(OUTCOME_TOO_LARGE, "larger than max_size of its watch", false, text, size);
        assert_true(strlen(text) < size && size - strlen(text) <= 3);
        assert_memory_equal(text, all, strlen(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_why_and_what_to_do),
        cmocka_unit_test(it_is_cut_on_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
