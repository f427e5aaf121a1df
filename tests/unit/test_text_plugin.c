/* The text plugin as the worker has it: bytes in, a document out. Linked with the plugin's own objects. */
#include "../../daemon/inspect/plugin_ops.h"
#include "document_push.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct reading {
    struct bench bench;
    enum tallyd_result result;
    const char *encoding;
    struct document *doc; /* NULL where the result is not OK or partial */
};

static void read_bytes(struct reading *r, struct slice bytes)
{
    bench_begin(&r->bench);
    struct plugin_job job = {r->bench.arena, bytes, S("报告.txt"), bench_over, &r->bench};
    struct plugin_bridge *bridge = arena_alloc(job.arena, sizeof *bridge);
    struct tallyd_input input = {bytes.at, bytes.len, "报告.txt"};
    plugin_ops_init(bridge, &job);
    if (setjmp(bridge->refused))
        fail_msg("%s", bridge->fault);
    r->result = tallyd_format.extract(&input, &bridge->handle);
    r->encoding = bridge->encoding;
    r->doc = NULL;
    if (r->result == TALLYD_OK || r->result == TALLYD_PARTIAL) {
        r->doc = builder_finish(bridge->builder);
        check_document(r->doc);
    }
}

static void read_text(struct reading *r, const char *text)
{
    read_bytes(r, slice_of(text));
    if (r->result != TALLYD_OK || !r->doc)
        abort();
}

static void done(struct reading *r)
{
    arena_free(r->bench.arena);
}

#define BYTES(literal)                                                                                       \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

static void encodings(void **state)
{
    (void)state;
    static const struct {
        struct slice bytes;
        enum tallyd_result result;
        const char *encoding, *first;
    } cases[] = {
        {BYTES("支出\n"), TALLYD_OK, "utf-8", "支出"},
        {BYTES("\xEF\xBB\xBF支出\n"), TALLYD_OK, "utf-8", "支出"},
        {BYTES("\xD6\xA7\xB3\xF6\n"), TALLYD_OK, "gb18030", "支出"},
        {BYTES("\xD6\xA7\xB3\xF6\x81\x30\x84\x36\n"), TALLYD_OK, "gb18030", "支出¥"}, /* four bytes */
        {BYTES("\xFF\xFE\x2F\x65\xFA\x51\n\0"), TALLYD_OK, "utf-16le", "支出"},
        {BYTES("\xFE\xFF\x65\x2F\x51\xFA\0\n"), TALLYD_OK, "utf-16be", "支出"},
        {BYTES("\x2F\x65\xFA\x51\n\0"), TALLYD_OK, "utf-16le", "支出"},
        {BYTES("\x65\x2F\x51\xFA\0\n"), TALLYD_OK, "utf-16be", "支出"},
        {BYTES("\xFF\xFE\x40\xD8\x00\xDC\n\0"), TALLYD_OK, "utf-16le", "𠀀"},
        /* cut off inside the last character */
        {BYTES("支出\xE5\x90"), TALLYD_PARTIAL, "utf-8", "支出"},
        {BYTES("\xD6\xA7\xB3\xF6\xD6"), TALLYD_PARTIAL, "gb18030", "支出"},
        {BYTES("\xFF\xFE\x2F\x65\xFA"), TALLYD_PARTIAL, "utf-16le", "支"},
        /* none */
        {BYTES(""), TALLYD_EMPTY, NULL, NULL},
        {BYTES(" \r\n\t\n"), TALLYD_EMPTY, NULL, NULL},
        {BYTES("\xEF\xBB\xBF"), TALLYD_EMPTY, NULL, NULL},
        {BYTES("a\0\0b"), TALLYD_BINARY, NULL, NULL},
        {BYTES("支出\0"), TALLYD_BINARY, NULL, NULL},
        {BYTES("\1\2\3\4\5"), TALLYD_BINARY, NULL, NULL},
        {BYTES("\xEF\xBB\xBF\xB3\xF6"), TALLYD_UNREADABLE_TEXT, NULL, NULL},
        {BYTES("\xFF\xFE\x00\xD8\n\0"), TALLYD_UNREADABLE_TEXT, NULL, NULL}, /* unpaired surrogates */
        {BYTES("\xFF\xFE\x00\xDC\n\0"), TALLYD_UNREADABLE_TEXT, NULL, NULL},
        {BYTES("\xD6\xA7\xFF\xFF\n"), TALLYD_UNREADABLE_TEXT, NULL, NULL},
        {BYTES("\xA4\x40\xB3\xA1\xA4\x48\xA4\x6A\xAA\x41\xA4\x57\n"), TALLYD_UNREADABLE_TEXT, NULL,
         NULL}, /* Big5 */
        {BYTES("abc\xC0\xAF\x80 def"), TALLYD_UNREADABLE_TEXT, NULL, NULL},
        {BYTES("abc\xED\xA0\x80 def"), TALLYD_UNREADABLE_TEXT, NULL, NULL}, /* a surrogate */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading r;
        read_bytes(&r, cases[i].bytes);
        if (r.result != cases[i].result)
            fail_msg("case %zu: %d", i, (int)r.result);
        if (r.doc) {
            assert_string_equal(r.encoding, cases[i].encoding);
            assert_true(slice_starts(r.doc->reading, slice_of(cases[i].first)));
        }
        done(&r);
    }
}

/* The converter works where no file can be opened any more. */
static void converts_without_files(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_NOFILE, &none);
        struct reading r;
        read_bytes(&r, (struct slice)BYTES("\xD6\xA7\xB3\xF6\n"));
        _exit(r.doc && slice_eq(r.doc->reading, S("支出\n")) ? 0 : 1);
    }
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void probes(void **state)
{
    (void)state;
    assert_int_equal(tallyd_format.probe("支出", 6, "a.txt"), TALLYD_LIKELY);
    assert_int_equal(tallyd_format.probe("\xB3\xF6", 2, "a.txt"), TALLYD_MAYBE);
    assert_int_equal(tallyd_format.probe("", 0, "a.txt"), TALLYD_MAYBE);
    assert_int_equal(tallyd_format.probe("PK\3\4....", 8, "a.txt"), TALLYD_NO);
    assert_int_equal(tallyd_format.probe("%PDF-1.7", 8, "a.txt"), TALLYD_NO);
    assert_int_equal(tallyd_format.probe("\xEF\xBB\xBF  <!DOCTYPE HTML>", 20, "a.txt"), TALLYD_NO);
    assert_int_equal(tallyd_format.probe("<Html>", 6, "a.txt"), TALLYD_NO);
    assert_int_equal(tallyd_format.probe("<支出>", 8, "a.txt"), TALLYD_LIKELY);
}

static void line_ends(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "一、概况\r\n本馆设于2003年。\r二、支出\n\f支出5万元。\n");
    assert_int_equal(r.doc->n_blocks, 4);
    assert_slice(r.doc->blocks[1].text.s, S("本馆设于2003年。"));
    assert_slice(r.doc->blocks[3].text.s, S("支出5万元。"));
    assert_int_equal(document_position(r.doc, r.doc->blocks[3].text.from).line, 4);
    assert_int_equal(r.doc->n_sections, 3);
    done(&r);
}

/* Padded rows; a full row has no padding; a cell over several lines; prose before and after. */
static void bars(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "支出明细表\n"
                  "项目 |\n预算数 |\n决算数 |\n备注 |\n||\n"
                  "接待费 |\n1.20 |\n|\n|\n||\n"
                  "会议费与\n培训费 |\n3 |\n4 |\n|\n||\n"
                  "一 |\n2 |\n3 |\n4 |\n5 |\n六 |\n"
                  "合计 |\n4.20 |\n||||\n"
                  "以上单位为万元。\n");
    assert_int_equal(r.doc->n_tables, 1);
    const struct table *t = r.doc->tables[0];
    assert_int_equal(t->rows, 5);
    assert_slice(t->caption.s, S("支出明细表"));
    assert_slice(at(t, 1, 2), S(""));
    assert_slice(at(t, 2, 0), S("会议费与培训费"));
    assert_slice(at(t, 3, 5), S("六"));
    assert_slice(at(t, 4, 0), S("合计"));
    assert_slice(r.doc->blocks[r.doc->n_blocks - 1].text.s, S("以上单位为万元。"));
    uint32_t offset = text_offset(&table_cell(t, 1, 1)->text, 0);
    assert_int_equal(document_position(r.doc, offset).line, 8);
    done(&r);
}

/* A lone bar begins each row; the width changes where another form follows. */
static void bars_before_rows(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r,
              "|\n供养人员（人） |\n编制数 |\n在职人数 |\n控制率 |\n|||\n"
              "|\n2 |\n2 |\n100% |\n||||\n"
              "|\n馆舍情况 |\n批复规模 |\n实际规模 |\n规模控制率 |\n预算投资 |\n实际投资 |\n投资控制率 |\n"
              "|\n措施 |\n||||||\n"
              "2024年度部门整体支出绩效自评表\n"
              "|\n名称 |\n||\n|\n金额 |\n3 |\n|\n");
    assert_int_equal(r.doc->n_tables, 2);
    const struct table *t = r.doc->tables[0];
    assert_int_equal(t->rows, 4);
    assert_slice(at(t, 1, 1), S("2"));
    assert_slice(at(t, 1, 3), S("100%"));
    assert_slice(at(t, 2, 6), S("投资控制率"));
    assert_slice(r.doc->tables[1]->caption.s, S("2024年度部门整体支出绩效自评表"));
    assert_int_equal(r.doc->tables[1]->rows, 2);
    done(&r);
}

/* Padding of one bar only, and no padding at all. */
static void bars_with_little_padding(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "部门概况 |\n单位名称 |\n测绘馆 |\n年度预算 |\n35万元 |\n|\n主管部门 |\n县政府 "
                  "|\n|\n完成情况 |\n使用情况 |\n良好 |\n");
    assert_int_equal(r.doc->n_tables, 1);
    assert_int_equal(r.doc->tables[0]->rows, 4);
    assert_slice(at(r.doc->tables[0], 1, 2), S("35万元"));
    assert_slice(at(r.doc->tables[0], 2, 0), S("部门概况"));
    done(&r);

    read_text(&r, "项目 |\n预算 |\n决算 |\n接待费 |\n1 |\n2 |\n会议费 |\n3 |\n4 |\n");
    assert_int_equal(r.doc->tables[0]->rows, 3);
    assert_slice(at(r.doc->tables[0], 2, 2), S("4"));
    done(&r);
}

/* A lone bar begins each row: full rows are told by it, whatever the padding of the others has in common. */
static void bars_that_begin_rows(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "|\n项目 |\n预算 |\n决算 |\n|\n接待费 |\n1 |\n2 |\n|\n会议费 |\n|\n4 |\n");
    assert_int_equal(r.doc->tables[0]->rows, 3);
    assert_slice(at(r.doc->tables[0], 2, 1), S(""));
    assert_slice(at(r.doc->tables[0], 2, 2), S("4"));
    done(&r);

    read_text(&r, "|\n单位 |\n甲 |\n乙 |\n丙 |\n丁 |\n|\n合计 |\n||||\n|\n接待费 |\n1 |\n2 |\n3 |\n4 |\n");
    assert_int_equal(r.doc->tables[0]->rows, 3);
    assert_int_equal(r.doc->tables[0]->columns, 5);
    done(&r);
}

/* Full rows, each ended by a lone bar, before another table's name and unit; an empty cell is no end, and what ends all
 * rows is no column. */
static void bars_that_end_rows(void **state)
{
    (void)state;
    struct reading r;
    read_text(
        &r,
        "项目 |\n合计 |\n养老 |\n医疗 |\n失业 |\n|\n收入 |\n88 |\n52 |\n28 |\n8 |\n|\n支出 |\n79 |\n48 |\n26 "
        "|\n5 |\n|\n结余 |\n9 |\n4 |\n2 |\n3 |\n|\n附表2\n债务余额表\n单位：万元\n地区 |\n余额 |\n|\n城东 "
        "|\n8 |\n|\n永宁 |\n9 |\n|\n");
    assert_int_equal(r.doc->n_tables, 2);
    assert_int_equal(r.doc->tables[0]->rows, 4);
    assert_int_equal(r.doc->tables[0]->columns, 5);
    assert_slice(at(r.doc->tables[0], 3, 4), S("3"));
    done(&r);

    read_text(&r, "编码 |\n名称 |\n合计 |\n基本 |\n项目 |\n|\n213 |\n农林水 |\n90 |\n60 |\n30 |\n|\n21303 "
                  "|\n水利 |\n30 "
                  "|\n|\n30 |\n|\n21305 |\n扶贫 |\n60 |\n60 |\n||\n");
    assert_int_equal(r.doc->tables[0]->columns, 5);
    assert_slice(at(r.doc->tables[0], 2, 4), S("30"));
    done(&r);
}

/* A form behind another without a line between, and a row whose bars do not add up. */
static void bars_of_two_widths(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "甲 |\n1 |\n|||\n乙 |\n2 |\n|||\n丙 |\n3 |\n||||\n丁 |\n4 |\n|||\n戊 |\n5 |\n|||\n"
                  "子 |\n|||||||\n丑 |\n|||||||\n寅 |\n|||||||\n");
    assert_int_equal(r.doc->n_tables, 2);
    assert_int_equal(r.doc->tables[0]->rows, 5);
    assert_slice(at(r.doc->tables[0], 3, 1), S("4"));
    assert_int_equal(r.doc->tables[1]->rows, 3);
    done(&r);
}

/* Full rows have nothing that ends them: the kinds of what stands in the columns tell the width. */
/* Rows of different lengths that nothing pads. */
static void bars_of_ragged_rows(void **state)
{
    static const char *const shapes[] = {
        "名称 |\n巡护项目 |\n单位 |\n林场 |\n|\n资金 |\n预算数 |\n执行数 |\n|\n总额 |\n90 |\n80 |\n|\n"
        "备注 |\n|\n|\n结论 |\n良好 |\n|\n",
        "|\n名称 |\n巡护项目 |\n单位 |\n林场 |\n|\n资金 |\n预算数 |\n执行数 |\n|\n总额 |\n90 |\n80 |\n|\n"
        "备注 |\n|\n|\n结论 |\n良好 |\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct reading r;
        read_text(&r, shapes[i]);
        const struct table *t = r.doc->tables[0];
        assert_int_equal(r.doc->n_tables, 1);
        assert_int_equal(t->rows, 5);
        assert_int_equal(t->columns, 4);
        assert_slice(at(t, 0, 3), S("林场"));
        assert_slice(at(t, 2, 2), S("80"));
        assert_slice(at(t, 3, 0), S("备注"));
        assert_slice(at(t, 4, 3), S("良好"));
        done(&r);
    }
}

/* Cells that may still be one row, and one more: a list. */
static void bars_without_rows(void **state)
{
    (void)state;
    for (unsigned cells = 64; cells <= 65; cells++) {
        struct reading r;
        char text[65 * 16 + 1] = "";
        for (unsigned i = 0; i < cells; i++)
            strcat(text, "项目 |\n");
        read_text(&r, text);
        assert_int_equal(r.doc->tables[0]->columns, cells == 64 ? 64 : 1);
        done(&r);
    }
}

static void bars_of_full_rows(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "序号 |\n项目 |\n预算数 |\n等级 |\n1 |\n巡查 |\n3.20 |\n优 |\n2 |\n2021年宣传 |\n|\n良 |\n"
                  "3 |\n检修 |\n4.10 |\n优 |\n合计 |\n7.30 |\n||\n");
    assert_int_equal(r.doc->tables[0]->rows, 5);
    assert_slice(at(r.doc->tables[0], 2, 1), S("2021年宣传"));
    assert_slice(at(r.doc->tables[0], 2, 2), S(""));
    assert_slice(at(r.doc->tables[0], 4, 0), S("合计"));
    done(&r);

    /* a head of two rows, the first of which lacks the cell that the second has more */
    read_text(&r, "科目 |\n支出 |\n小计 |\n|\n基本支出 |\n项目支出 |\n||\n"
                  "巡查 |\n5.00 |\n1.00 |\n6.00 |\n检修 |\n3.00 |\n0.00 |\n3.00 |\n");
    assert_int_equal(r.doc->tables[0]->rows, 4);
    assert_int_equal(r.doc->tables[0]->columns, 4);
    assert_slice(at(r.doc->tables[0], 0, 2), S("支出"));
    assert_slice(at(r.doc->tables[0], 1, 3), S("小计"));
    assert_slice(at(r.doc->tables[0], 3, 3), S("3.00"));
    done(&r);

    /* two halves side by side are no rows one below the other */
    read_text(&r, "收入 |\n行次 |\n金额 |\n支出 |\n行次 |\n金额 |\n拨款 |\n1 |\n6.00 |\n巡查 |\n5 |\n6.00 |\n"
                  "其他 |\n2 |\n3.00 |\n检修 |\n6 |\n3.00 |\n结转 |\n3 |\n1.00 |\n结余 |\n7 |\n1.00 |\n"
                  "合计 |\n4 |\n10.00 |\n|\n||\n");
    assert_int_equal(r.doc->tables[0]->columns, 6);
    assert_int_equal(r.doc->tables[0]->rows, 5);
    done(&r);

    /* nothing but words: one row, as it stands */
    read_text(&r, "单位 |\n测绘馆 |\n主管 |\n县政府 |\n评价 |\n良好 |\n负责 |\n见表 |\n日期 |\n六月 |\n||\n");
    assert_int_equal(r.doc->tables[0]->rows, 1);
    done(&r);
}

/* A report in one cell is prose, with headings inside. */
static void one_cell(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r,
              "测绘馆2021年自评报告 本馆有编制12名。 一、做好窗口测绘接待。每日开馆。 二、更新测绘档案目录。"
              "全年支出30万元，其中基本支出20万元。 |\n");
    assert_int_equal(r.doc->n_tables, 0);
    assert_int_equal(r.doc->blocks[0].kind, BLOCK_PARAGRAPH);
    uint32_t offset = (uint32_t)slice_find(r.doc->reading, S("30万元"), 0);
    assert_slice(document_mark_at(r.doc, offset)->title.s, S("更新测绘档案目录"));
    done(&r);
}

/* `empty` ends a row. */
#define TABS_FORM(empty)                                                                                     \
    "（1）支出执行情况表  （单位：万元）\n" empty "\n"                                                       \
    "\t预 算 项 目\n\t年 初\n预算数\n\t 决 算 金 额\n" empty "\n"                                            \
    "\t接待费\n\t1.20\n\t\n" empty "\n"                                                                      \
    "\t目标\n\t第一段。\n" empty "\n第二段。\n" empty "\n　　\n\t完成\n" empty "\n"                          \
    "\t合       计\n\t1.20\n\t3\n" empty "\n" empty "\n"                                                     \
    "以上单位为万元。\n"

static void tabs(void **state)
{
    static const char *const texts[] = {TABS_FORM(""), TABS_FORM("  ")};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading r;
        read_text(&r, texts[i]);
        assert_int_equal(r.doc->n_tables, 1);
        const struct table *t = r.doc->tables[0];
        assert_int_equal(t->rows, 4);
        assert_slice(t->unit_line.s, S("单位：万元"));
        assert_slice(at(t, 0, 1), S("年初预算数"));
        assert_slice(at(t, 1, 2), S(""));
        assert_slice(at(t, 2, 1), S("第一段。第二段。"));
        assert_slice(at(t, 2, 2), S("完成"));
        assert_slice(at(t, 3, 0), S("合计"));
        assert_slice(r.doc->blocks[r.doc->n_blocks - 1].text.s, S("以上单位为万元。"));
        done(&r);
    }
}

static void indented_paragraphs(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "\t本馆设于2003年。\n\n\t全年支出30万元。\n");
    assert_int_equal(r.doc->n_tables, 0);
    assert_int_equal(r.doc->n_blocks, 2);
    done(&r);
}

static void fields(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r,
              "支出情况表\n单位：万元\n\t预算数\t决算数\n其中：县级\n基本支出\t12.00\t11.50\n项目支出\t\t3\n"
              "以上为本级数。\n");
    assert_int_equal(r.doc->n_tables, 1);
    const struct table *t = r.doc->tables[0];
    assert_int_equal(t->rows, 4);
    assert_slice(at(t, 0, 1), S("预算数"));
    assert_slice(at(t, 1, 0), S("其中：县级"));
    assert_slice(at(t, 3, 1), S(""));
    assert_slice(at(t, 3, 2), S("3"));
    assert_slice(t->unit_line.s, S("单位：万元"));
    assert_slice(r.doc->blocks[r.doc->n_blocks - 1].text.s, S("以上为本级数。"));
    done(&r);
}

/* Two columns, the corner blank: the first row looks like a cell of the tab shape. */
static void fields_under_a_blank_corner(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "\t决算数\n基本支出\t11.50\n项目支出\t3.00\n合计\t14.50\n");
    assert_int_equal(r.doc->n_tables, 1);
    assert_slice(at(r.doc->tables[0], 0, 1), S("决算数"));
    assert_slice(at(r.doc->tables[0], 3, 1), S("14.50"));
    done(&r);
}

static void tabs_that_align(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "项目\t\t预算数\t决算数\n一般公共服务支出\t12.00\t11.50\n教育\t\t\t3.00\t2.00\n");
    assert_int_equal(r.doc->tables[0]->columns, 3);
    assert_slice(at(r.doc->tables[0], 2, 2), S("2.00"));
    done(&r);
}

static void tabs_in_prose(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "一、\t部门概况。\n二、\t收支情况。\n三、\t其他说明。\n",
        "\t1.\t巡查河道。\n\t2.\t整治隐患。\n",
        "联系人：办公室\t电话：见公告\n",
        "第一部分 部门概况\t1\n第二部分 部门决算表\t4\n第三部分 情况说明\t12\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading r;
        read_text(&r, texts[i]);
        assert_int_equal(r.doc->n_tables, 0);
        done(&r);
    }
}

static void pipes(void **state)
{
    (void)state;
    struct reading r;
    read_text(
        &r,
        "| 项目 | 预算数 | 决算数 |\n|------|:---:|---|\n| 接待费 | 3 | 2 |\n| 会议费 |  | 1 |\n说明。\n");
    const struct table *t = r.doc->tables[0];
    assert_int_equal(t->rows, 3);
    assert_slice(at(t, 1, 2), S("2"));
    assert_slice(at(t, 2, 1), S(""));
    assert_true(t->row[0].head);
    done(&r);
}

/* Box characters two columns wide: merged cells either way, cells of several lines. */
static void drawn(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "巡护项目指标表\n"
                  "┌────┬────┬───┬──┐\n"
                  "│一级指标│二级指标│ 三级 │分值│\n"
                  "│        │        │ 指标 │    │\n"
                  "├────┼────┼───┼──┤\n"
                  "│        │数量指标│巡护里│ 20 │\n"
                  "│        │        │程    │    │\n"
                  "│产出指标├────┼───┼──┤\n"
                  "│        │质量指标│成活率│ 30 │\n"
                  "├────┴────┴───┼──┤\n"
                  "│合计                    │ 50 │\n"
                  "└─────────────┴──┘\n"
                  "以上为全部指标。\n");
    assert_int_equal(r.doc->n_tables, 1);
    const struct table *t = r.doc->tables[0];
    assert_int_equal(t->rows, 4);
    assert_int_equal(t->columns, 4);
    assert_slice(t->caption.s, S("巡护项目指标表"));
    assert_slice(at(t, 0, 2), S("三级指标"));
    assert_slice(at(t, 1, 2), S("巡护里程"));
    assert_slice(at(t, 2, 1), S("质量指标"));
    assert_slice(at(t, 2, 3), S("30"));
    assert_ptr_equal(table_cell(t, 1, 0), table_cell(t, 2, 0));
    assert_slice(at(t, 2, 0), S("产出指标"));
    assert_ptr_equal(table_cell(t, 3, 0), table_cell(t, 3, 2));
    assert_slice(at(t, 3, 3), S("50"));
    assert_slice(r.doc->blocks[r.doc->n_blocks - 1].text.s, S("以上为全部指标。"));
    done(&r);
}

/* Dashes and bars; a rule under the head only, so that each line is a row; columns by their number where the lines are
 * not as wide as each other. */
static void drawn_with_dashes(void **state)
{
    static const char *const heads[] = {"| 项目   | 预算   | 执行  |\n", "| 项目 | 预算 | 执行 |\n"};
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct reading r;
        char text[600];
        snprintf(text, sizeof text,
                 "+--------+--------+-------+\n%s+========+========+=======+\n| 接待费 | 3.20   | 3.10  |\n"
                 "| 会议费 | 1.10   | --    |\n| 合计   | 4.30   | 3.10  |\n+--------+--------+-------+\n",
                 heads[i]);
        read_text(&r, text);
        const struct table *t = r.doc->tables[0];
        assert_int_equal(r.doc->n_tables, 1);
        assert_int_equal(t->rows, 4);
        assert_slice(at(t, 0, 1), S("预算"));
        assert_slice(at(t, 2, 0), S("会议费"));
        assert_slice(at(t, 2, 2), S("--"));
        assert_slice(at(t, 3, 1), S("4.30"));
        done(&r);
    }
}

/* A rule under every line, and cells of several lines between. */
static void drawn_rows(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "+------+------+\n| 项目 | 金额 |\n+------+------+\n| 会议 | 1.10 |\n| 费   |      |\n"
                  "+------+------+\n| 水费 | 2.20 |\n+------+------+\n| 电费 | 3.30 |\n+------+------+\n");
    assert_int_equal(r.doc->tables[0]->rows, 4);
    assert_slice(at(r.doc->tables[0], 1, 0), S("会议费"));
    done(&r);
}

/* Two bars side by side hold a cell of no width. */
static void drawn_without_width(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "+------+----+\n| 项目 |金额|\n+------+----+\n||会议费1.10|\n+------+----+\n");
    assert_int_equal(r.doc->n_tables, 1);
    assert_slice(at(r.doc->tables[0], 1, 1), S("会议费1.10"));
    done(&r);
}

/* As many columns as a drawn table can have, and one more; a line of joints without a table. */
static void drawn_limits(void **state)
{
    (void)state;
    for (unsigned columns = 64; columns <= 65; columns++) {
        struct reading r;
        char text[2000] = "┌";
        for (unsigned i = 0; i < columns; i++)
            strcat(text, i + 1 < columns ? "─┬" : "─┐\n");
        for (unsigned i = 0; i < columns; i++)
            strcat(text, "│1");
        strcat(text, "│\n");
        read_text(&r, text);
        assert_int_equal(r.doc->n_tables, columns == 64);
        done(&r);
    }
    struct reading r;
    read_text(&r, "+------+\n+------+\n正文甲。\n");
    assert_int_equal(r.doc->n_tables, 0);
    done(&r);
}

/* The same without outer bars; empty cells at either end; two such lines are none. */
static void open_pipes(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r,
              "附表\n一级指标 | 三级指标 | 分值 | 得分\n产出（20分） | 培训场次 | 10 | 9\n | 合格率 | 10 | \n"
              "合计 | | 20 | 9\n说明。\n");
    assert_int_equal(r.doc->n_tables, 1);
    const struct table *t = r.doc->tables[0];
    assert_int_equal(t->rows, 4);
    assert_int_equal(t->columns, 4);
    assert_slice(at(t, 1, 2), S("10"));
    assert_slice(at(t, 2, 1), S("合格率"));
    assert_slice(at(t, 2, 3), S(""));
    assert_slice(at(t, 3, 3), S("9"));
    assert_true(t->row[0].head);
    done(&r);
    read_text(&r, "首页 | 政务 | 公开\n首页 | 政务 | 决算\n说明。\n");
    assert_int_equal(r.doc->n_tables, 0);
    done(&r);
}

/* Columns held apart by blanks: heads over heads, heads of two lines, one blank between two heads, a blank cell, a
 * wrapped label, indents; sentences and page numbers are no part of it. */
static void aligned(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "2023年青石县支出决算表\n"
                  "                                单位：万元\n"
                  "                        2023年决算数   决算数为预 决算数为上\n"
                  "  项    目      预算数    合计    其中     算数的%     年的%\n"
                  "教育支出        1,200    1,150    400     95.8%      101.2%\n"
                  "  普通教育        700      690    300     98.6%       99.0%\n"
                  "  特殊教育        500      460             92.0%      104.4%\n"
                  "社会保障和就业\n"
                  "                  300      280    100     93.3%       97.0%\n"
                  "支出\n"
                  "合    计        1,500    1,430    500     95.3%       99.7%\n"
                  "— 3 —\n"
                  "全县支出1430万元，其中教育支出1150万元。\n");
    assert_int_equal(r.doc->n_tables, 1);
    const struct table *t = r.doc->tables[0];
    assert_int_equal(t->columns, 6);
    assert_slice(t->caption.s, S("2023年青石县支出决算表"));
    assert_slice(t->unit_line.s, S("单位：万元"));
    assert_slice(at(t, 0, 2), S("2023年决算数"));
    assert_slice(at(t, 1, 1), S("预算数"));
    assert_slice(at(t, 1, 4), S("决算数为预算数的%"));
    assert_slice(at(t, 1, 5), S("决算数为上年的%"));
    assert_slice(at(t, 4, 3), S(""));
    assert_slice(at(t, 4, 4), S("92.0%"));
    assert_slice(at(t, 5, 0), S("社会保障和就业支出"));
    assert_slice(at(t, 5, 1), S("300"));
    assert_slice(at(t, 6, 0), S("合计"));
    assert_int_equal(table_cell(t, 2, 0)->indent, 0);
    assert_int_equal(table_cell(t, 3, 0)->indent, 2);
    assert_true(t->row[1].head && !t->row[2].head && t->confidence >= 60);
    assert_int_equal(r.doc->blocks[r.doc->n_blocks - 1].kind, BLOCK_PARAGRAPH);
    done(&r);
}

/* Eight rows of nine cells and a lone bar: another width would do for as many bars. */
static void bars_that_end_wide_rows(void **state)
{
    (void)state;
    static const char *const HEADS[] = {"项目", "合计", "养老", "居民", "机关",
                                        "医疗", "大病", "工伤", "失业"};
    static const char *const LABELS[] = {"一、收入", "1.保费",   "2.利息",  "3.补贴",
                                         "二、支出", "三、结余", "四、滚存"};
    char text[4096];
    size_t n = 0;
    for (size_t c = 0; c < COUNT(HEADS); c++)
        n += (size_t)sprintf(text + n, "%s |\n", HEADS[c]);
    for (size_t r = 0; r < COUNT(LABELS); r++) {
        n += (size_t)sprintf(text + n, "|\n%s |\n", LABELS[r]);
        for (size_t c = 1; c < COUNT(HEADS); c++)
            n += (size_t)sprintf(text + n, "%zu |\n", 1000 * (r + 1) + 37 * c);
    }
    sprintf(text + n, "|\n");
    struct reading r;
    read_text(&r, text);
    assert_int_equal(r.doc->n_tables, 1);
    assert_int_equal(r.doc->tables[0]->rows, 1 + COUNT(LABELS));
    assert_int_equal(r.doc->tables[0]->columns, COUNT(HEADS));
    assert_slice(at(r.doc->tables[0], 7, 8), S("7296"));
    done(&r);
}

/* Every cell begins where its column does: several heads, rows of labels, cells that were merged, and nothing is a guess. */
static void aligned_flush_left(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "项目名称    绿地养护                            实施单位    绿化站\n"
                  "资金来源    年初预算    全年预算    全年执行数  分值        得分\n"
                  "资金合计    1,640.00    1,480.00    1,312.86    10          8.87\n"
                  "省级资金    1,200.00    1,200.00    1,100.00\n"
                  "一级指标    二级指标    三级指标    指标值      分值        得分\n"
                  "产出指标    数量指标    设施数量    ≥386座     60          60\n"
                  "                        补助金额    600万元     30          30\n"
                  "总分                                            100         98.87\n");
    assert_int_equal(r.doc->n_tables, 1);
    const struct table *t = r.doc->tables[0];
    assert_int_equal(t->columns, 6);
    assert_slice(at(t, 0, 4), S("实施单位"));
    assert_slice(at(t, 1, 3), S("全年执行数"));
    assert_slice(at(t, 2, 5), S("8.87"));
    assert_slice(at(t, 5, 4), S("60"));
    assert_slice(at(t, 6, 2), S("补助金额"));
    assert_slice(at(t, 7, 4), S("100"));
    assert_true(t->row[1].head && t->row[4].head && t->confidence >= 80);
    done(&r);
}

/* Heads that do not say which column is theirs make a doubtful grid; contents, lists and prose make none. */
static void aligned_doubts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned tables;
    } cases[] = {
        {"项目        金额\n甲    1    2    3\n乙    4    5    6\n丙    7    8    9\n", 1},
        {"甲    1    2    3\n乙    4    5    6\n丙    7    8    9\n", 1},
        {"目    录\n一、部门职责    1\n二、机构设置    3\n三、收支情况    4\n四、名词解释    9\n", 0},
        {"甲局    12\n\n乙局    13\n", 0},
        {"支出12万元。    收入13万元。\n支出14万元。    收入15万元。\n支出16万元。    收入17万元。\n", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading r;
        read_text(&r, cases[i].text);
        assert_int_equal(r.doc->n_tables, cases[i].tables);
        if (cases[i].tables)
            assert_true(r.doc->tables[0]->confidence < 60);
        done(&r);
    }
}

/* Lines broken at one width are joined; headings, page numbers and short lines end a paragraph. */
static void wrapped_lines(void **state)
{
    (void)state;
    struct bench scratch;
    bench_begin(&scratch);
    struct slice text = S("一、2025年预算执行情况\n");
    for (int i = 0; i < 12; i++)
        text = arena_printf(scratch.arena,
                            SLICE_FMT "全县一般公共预算收入31.46亿元，为预算的98.6%%，同比增长3.1%%\n"
                                      "，其中税收收入23.02亿元，增长9.0%%；非税收入8.44亿元，降\n"
                                      "10.3%%。\n— %d —\n",
                            SLICE_ARG(text), i + 1);
    struct reading r;
    read_text(&r, text.at);
    assert_int_equal(r.doc->n_blocks, 1 + 2 * 12);
    assert_int_equal(r.doc->blocks[2].kind, BLOCK_ASIDE);
    assert_true(slice_find(r.doc->blocks[1].text.s, S("同比增长3.1%，其中"), 0) > 0);
    done(&r);
    arena_free(scratch.arena);
}

/* A document, or a crossed limit. */
static void read_or_give_up(struct slice bytes)
{
    struct reading r;
    if (setjmp(r.bench.crossed) == 0)
        read_bytes(&r, bytes);
    done(&r);
}

/* What would be quadratic: it takes a second or so, not an hour. */
static void large(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        unsigned times;
    } cases[] = {{"|\n", 1000000},       {"甲 |\n1 |\n||\n", 300000}, {"\t甲\n\n乙\n\n", 200000},
                 {"（一）", 1000000},    {"甲 |\n乙\n", 200000},      {"\t项目\n\t金额\n\n", 60000},
                 {"支出情况\n", 200000}, {"1、甲。", 500000}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t len = strlen(cases[i].unit);
        char *bytes = malloc(len * cases[i].times);
        for (unsigned k = 0; k < cases[i].times; k++)
            memcpy(bytes + k * len, cases[i].unit, len);
        read_or_give_up((struct slice){bytes, len * cases[i].times});
        free(bytes);
    }
}

static int init(void **state)
{
    (void)state;
    return tallyd_format.init();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings),
        cmocka_unit_test(converts_without_files),
        cmocka_unit_test(probes),
        cmocka_unit_test(line_ends),
        cmocka_unit_test(bars),
        cmocka_unit_test(bars_before_rows),
        cmocka_unit_test(bars_with_little_padding),
        cmocka_unit_test(bars_that_begin_rows),
        cmocka_unit_test(bars_that_end_rows),
        cmocka_unit_test(bars_of_two_widths),
        cmocka_unit_test(bars_of_full_rows),
        cmocka_unit_test(bars_of_ragged_rows),
        cmocka_unit_test(bars_without_rows),
        cmocka_unit_test(one_cell),
        cmocka_unit_test(tabs),
        cmocka_unit_test(indented_paragraphs),
        cmocka_unit_test(fields),
        cmocka_unit_test(fields_under_a_blank_corner),
        cmocka_unit_test(tabs_that_align),
        cmocka_unit_test(tabs_in_prose),
        cmocka_unit_test(pipes),
        cmocka_unit_test(drawn),
        cmocka_unit_test(drawn_with_dashes),
        cmocka_unit_test(drawn_rows),
        cmocka_unit_test(drawn_without_width),
        cmocka_unit_test(drawn_limits),
        cmocka_unit_test(open_pipes),
        cmocka_unit_test(aligned),
        cmocka_unit_test(bars_that_end_wide_rows),
        cmocka_unit_test(aligned_flush_left),
        cmocka_unit_test(aligned_doubts),
        cmocka_unit_test(wrapped_lines),
        cmocka_unit_test(large),
    };
    return cmocka_run_group_tests(tests, init, NULL);
}
