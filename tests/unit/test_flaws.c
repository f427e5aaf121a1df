#include "reading.h"

#include <stdio.h>

static uint32_t count(const struct report *report, enum flaw_kind kind)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < report->flaws.n; i++)
        n += report->flaws.items[i].kind == kind;
    return n;
}

static const struct flaw *first(const struct report *report, enum flaw_kind kind)
{
    for (uint32_t i = 0; i < report->flaws.n; i++)
        if (report->flaws.items[i].kind == kind)
            return &report->flaws.items[i];
    fail_msg("no flaw of kind %s", flaw_kind_text(kind));
    return NULL;
}

static void assert_none(const char *text)
{
    struct reading r = reading_of(text);
    if (r.report->flaws.n)
        fail_msg("%s at " SLICE_FMT, flaw_kind_text(r.report->flaws.items[0].kind),
                 SLICE_ARG(r.report->flaws.items[0].around.s));
    reading_done(&r);
}

/* `unit` twice, in a sentence. */
static uint32_t doubled(const char *unit)
{
    char text[2048];
    snprintf(text, sizeof text, "今年以来，本馆已经%s%s，各项任务完成。\n", unit, unit);
    struct reading r = reading_of(text);
    uint32_t n = count(r.report, FLAW_DOUBLED);
    reading_done(&r);
    return n;
}

/* A clause of six characters and more may stand twice with its mark; what a text says over is none. */
static void doubled_clauses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t n;
    } texts[] = {
        {"本馆加快进度，力争年底完工，力争年底完工。\n", 1},
        {"本馆加快进度，力争6月底前完工，力争6月底前完工；各项任务完成。\n", 1},
        {"本馆加快进度，办结一件，办结一件。\n", 0},
        {"本馆加快进度，力争完工、力争达产，力争完工、力争达产。\n", 0},
        {"全力争取年底完工，取年底完工后验收。\n", 0},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading r = reading_of(texts[i].text);
        assert_int_equal(count(r.report, FLAW_DOUBLED), texts[i].n);
        reading_done(&r);
    }
}

static void doubled_words_have_two_to_forty_characters(void **state)
{
    (void)state;
    char unit[256] = "";
    static const char MANY[] =
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往";
    assert_int_equal(doubled("好"), 0);
    assert_int_equal(doubled("核对"), 1);
    assert_int_equal(doubled("好好"), 0); /* one character four times */
    snprintf(unit, sizeof unit, "%.*s", 40 * 3, MANY);
    assert_int_equal(doubled(unit), 1);
    snprintf(unit, sizeof unit, "%.*s", 41 * 3, MANY);
    assert_int_equal(doubled(unit), 0);
    assert_int_equal(doubled("1,200元"), 0);
}

static void a_doubling_has_its_place_and_its_words(void **state)
{
    (void)state;
    struct reading r = reading_of("第一段没有问题，一切正常。\n本馆按时完成按时完成了任务。\n");
    const struct flaw *flaw = first(r.report, FLAW_DOUBLED);
    assert_slice(flaw->text.s, S("按时完成按时完成"));
    assert_slice(flaw->right, S("按时完成"));
    assert_int_equal(document_position(r.report->document, flaw->text.from).line, 2);
    assert_int_equal(document_position(r.report->document, flaw->text.from).column, 3);
    assert_slice(flaw->around.s, S("本馆按时完成按时完成了任务。"));
    reading_done(&r);
}

static void pairs_may_reach_over_twelve_texts(void **state)
{
    (void)state;
    char text[1024] = "主要职责是：（贯彻执行有关法律法规，拟订规划；\n";
    struct reading r;
    for (int i = 0; i < 11; i++)
        strcat(text, "组织实施专项工作，并且负责监督；\n");
    strcat(text, "承担交办的其他事项，完毕）。\n");
    assert_none(text);
    char *end = strstr(text, "承担");
    strcpy(end, "组织实施专项工作，并且负责监督；\n承担交办的其他事项，完毕）。\n");
    r = reading_of(text);
    assert_int_equal(count(r.report, FLAW_UNPAIRED), 2);
    reading_done(&r);
}

static void tells_halves_widths_and_stops(void **state)
{
    (void)state;
    struct reading r = reading_of("支出86万元（其中基本支出60万元)，，其余为”项目支出”，结束。\n");
    assert_int_equal(count(r.report, FLAW_MIXED), 1);
    assert_int_equal(count(r.report, FLAW_MARKS), 1);
    assert_int_equal(count(r.report, FLAW_UNPAIRED), 2);
    assert_slice(first(r.report, FLAW_MARKS)->text.s, S("，，"));
    reading_done(&r);
    assert_none(
        "一共三项：1)普查，2)建库，3)培训；满意度[90,100)以内，12\"屏幕两块，说“好”，（甲（乙）丙）。\n");
}

static void brackets_nest_to_thirty_two(void **state)
{
    (void)state;
    char text[1024] = "今年完成了各项任务，";
    for (int i = 0; i < 40; i++)
        strcat(text, "（");
    struct reading r = reading_of(text);
    assert_int_equal(count(r.report, FLAW_UNPAIRED), 32);
    reading_done(&r);
}

static void numbers_skip_repeat_and_lack(void **state)
{
    (void)state;
    struct reading r = reading_of("一、概况\n编制12人，在职11人。\n二、支出\n全年支出86万元，结余4万元。\n"
                                  "四、问题\n编制不细，执行偏慢。\n");
    assert_slice(first(r.report, FLAW_SKIPPED)->right, S("三、"));
    reading_done(&r);
    r = reading_of("做法：（1）成立专班，分工；（2）培训，两期；（2）督查，六次；（3）总结，成文。\n");
    assert_slice(first(r.report, FLAW_REPEATED)->right, S("（3）"));
    reading_done(&r);
    r = reading_of("一、概况\n编制12人，在职11人。\n二、支出\n全年支出86万元，结余4万元。\n存在问题及原因\n"
                   "编制不细，执行偏慢。\n四、下一步措施\n细化预算，加快执行。\n");
    assert_slice(first(r.report, FLAW_UNNUMBERED)->right, S("三、"));
    assert_int_equal(count(r.report, FLAW_SKIPPED), 0);
    reading_done(&r);
}

static void other_lists_are_no_skips(void **state)
{
    (void)state;
    assert_none("一、概况\n编制12人，在职11人，另有二、支出一节并入本节。\n三、问题\n编制不细，执行偏慢。\n");
    assert_none("一是领导，到位；二是培训：一是集中，二是跟班；三是督查，六次。\n");
    assert_none("一、支出\n全年支出，86万元。\n四、国防支出\n二、问题\n编制不细，执行偏慢。\n");
    assert_none("目标一：普查，完成。绩效一、二季度，完成。目标二：建库，完成。\n");
}

static void words_are_excused_by_what_stands_around(void **state)
{
    (void)state;
    struct reading r = reading_of("既使经费紧张也要保障，按市里布署按装设备，宏观调。\n");
    assert_int_equal(count(r.report, FLAW_TYPO), 3);
    assert_slice(first(r.report, FLAW_TYPO)->right, S("即使"));
    assert_slice(first(r.report, FLAW_CUT)->right, S("宏观调控"));
    reading_done(&r);
    assert_none("既使企业受益，又使群众方便；按装机容量补助，宏观调节和调控，进一步聚焦主业。\n");
    assert_none("发布 署名文章三篇，获得好评。\n");
}

static void alternatives_need_a_figure(void **state)
{
    (void)state;
    struct reading r = reading_of("会议费比上年增加(减少) 0.3万元，培训费比上年下降（增长）为１２％。\n");
    assert_int_equal(count(r.report, FLAW_RESIDUE), 2);
    reading_done(&r);
    assert_none("会议费比上年增加（减少）的原因是批次变化，共12批。\n");
}

static void unfinished_only_where_nothing_goes_on(void **state)
{
    (void)state;
    static const char OPEN[] = "全年支出86万元，其中基本支出60万元，项目支出用于档案数字化加工和库房改造，\n";
    char text[512];
    snprintf(text, sizeof text, "一、收支情况\n%s二、存在问题\n编制不细，执行偏慢。\n", OPEN);
    struct reading r = reading_of(text);
    assert_int_equal(count(r.report, FLAW_UNFINISHED), 1);
    reading_done(&r);
    snprintf(text, sizeof text, "一、收支情况\n%s并按合同支付了尾款。\n", OPEN);
    assert_none(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubled_clauses),
        cmocka_unit_test(doubled_words_have_two_to_forty_characters),
        cmocka_unit_test(a_doubling_has_its_place_and_its_words),
        cmocka_unit_test(pairs_may_reach_over_twelve_texts),
        cmocka_unit_test(tells_halves_widths_and_stops),
        cmocka_unit_test(brackets_nest_to_thirty_two),
        cmocka_unit_test(numbers_skip_repeat_and_lack),
        cmocka_unit_test(other_lists_are_no_skips),
        cmocka_unit_test(words_are_excused_by_what_stands_around),
        cmocka_unit_test(alternatives_need_a_figure),
        cmocka_unit_test(unfinished_only_where_nothing_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
