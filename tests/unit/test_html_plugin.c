/* Pages as the html plugin reads them. Linked with the plugin. */
#include "plugin_read.h"

static void read_page(struct plugin_read *r, struct slice bytes, const char *name)
{
    plugin_read(r, bytes, name);
}

static void assert_page(const char *page, const char *expected)
{
    struct plugin_read *r = malloc(sizeof *r);
    read_page(r, slice_of(page), "报告.html");
    assert_reads(r, expected);
    plugin_read_done(r);
    free(r);
}

static void test_text(void **state)
{
    (void)state;
    assert_page(
        "<!doctype html><title>不是正文</title><h1>云岭市\n 档案馆</h1><p>一、概况<p>支出&nbsp;5\n万元&amp;"
        "&#x4E07;<br>第二行<div>块<span>内</span><b>粗</b></div><pre>甲\n乙</pre>",
        "# 云岭市档案馆\n# 一、概况\n支出"
        "5万元&万\n第二行\n块内粗\n甲\n乙\n");
    assert_page(
        "<p>见<script>var a='<p>x';</script><style>p{}</style><span style='display : none'>藏</span><i "
        "hidden>藏"
        "</i><span "
        "style='color:red;visibility:hidden'>藏</span><del>删</del><template>藏</template>得<!--注-->到",
        "见得到\n");
    assert_page("<ol><li>收集<li>整理<ul><li>卷</ul></ol><ol start=3 type=a><li>丙</ol>",
                "1.收集\n2.整理\n卷\nc.丙\n");
    assert_page("<ol start=66666666666666666666><li>丙<li>丁</ol>",
                "9223372036854775807.丙\n9223372036854775807.丁\n");
    assert_page("<p><input type=checkbox checked>是<input type=radio>否<input value=x>", "☑是□否\n");
}

static void test_tables(void **state)
{
    (void)state;
    assert_page(
        "<p>收支表<table><caption>单位：万元</caption><thead><tr><th rowspan=2>项目<th colspan=2>预算</thead>"
        "<tr><td>x<td>y<td>z<tbody><tr><td>合计<td>1<td>2<tr style='display:none'><td>藏<td>9</table>后",
        "收支表\n单位：万元\n[项目|{1x2}预算]\n[x|y|z]\n[合计|1|2]\n后\n");
    /* extents that reach out of the table, or are none */
    assert_page("<table><tr><td rowspan=99>甲<td rowspan=0>乙<td colspan=x>丙<tr><td>丁</table>",
                "[{2x1}甲|{2x1}乙|丙]\n[丁]\n");
    /* text where none may be comes before the table, as browsers show it */
    assert_page("<table><tr>漏<td>1<td>2<tr><td>3<td><p>4</p><p>5</p></table>", "漏\n[1|2]\n[3|4 5]\n");
    /* a table that holds another one only lays out; one of a single column is no table */
    assert_page("<table><tr><td>菜单<td><p>一、概况<table><tr><td>a<td>b<tr><td>c<td>d</table></table>",
                "菜单\n# 一、概况\n[a|b]\n[c|d]\n");
    assert_page("<table><tr><td>第一段<tr><td>第二段</table>", "第一段\n第二段\n");
    /* so does one in which one cell has text, in a table too */
    assert_page("<table><tr><td height=2><td><tr><td><td>框内</table>", "框内\n");
    assert_page("<table><tr><td>甲<td>1<tr><td>乙<td><table><tr><td><td><tr><td><td>2</table></table>",
                "[甲|1]\n[乙|2]\n");
    /* a raised digit is not one of the figure before it */
    assert_page("<p>支出612.45<sup>1</sup>万元，占地120m<sup>2</sup>，见<sup>[3]</sup>",
                "支出612.45¹万元，占地120m2，见[3]\n");
}

#define SHEET(head, rows) "<html><head>" head "</head><table><tr><td>项目<td>数" rows "</table></html>"
#define HIDDEN_ROW        "<tr height=0 style='display:none'><td>甲<td>1"
#define WIDTHS            "<tr height=0 style='display:none'><td width=9><td width=9>"

/* Hidden rows count in a workbook; rows that only have the columns' widths are none anywhere. */
static void test_hidden_rows(void **state)
{
    (void)state;
    assert_page(SHEET("<meta name=ProgId content=Excel.Sheet>", HIDDEN_ROW "<tr><td>合计<td>1" WIDTHS),
                "[项目|数]\n[甲|1]\n[合计|1]\n");
    assert_page(SHEET("<meta name=ProgId content=Word.Document>", HIDDEN_ROW "<tr><td>合计<td>1" WIDTHS),
                "[项目|数]\n[合计|1]\n");
    assert_page(SHEET("", "<tr height=0><td><td><tr height=9><td><td><tr height=0><td>乙<td>2"),
                "[项目|数]\n[|]\n[乙|2]\n");
}

/* What Word writes: conditional comments, numbers of lists as text, bullets of a symbol font, running heads. */
static void test_word(void **state)
{
    (void)state;
    assert_page(
        "<html xmlns:o='urn:x'><!--[if gte mso 9]><xml><w:p>无</w:p></xml><![endif]--><body>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
        "style='mso-list:Ignore'>（一）<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; "
        "</span></span>"
        "<![endif]>机构情况<o:p></o:p></p><p><![if !supportLists]><span "
        "style='mso-list:Ignore'>Ø<span>&nbsp; "
        "</span></span><![endif]>条目<o:p>&nbsp;</o:p></p><p>旧<span style='mso-hide:all'>藏</span>文</p>"
        "<div style='mso-element:footer'><p>第1页</p></div>",
        "# （一）机构情况\n条目\n旧文\n! 第1页\n");
}

#define LINKS                                                                                                \
    "<a href=1>首页</a><a href=2>政务公开</a><a href=3>办事服务</a><a href=4>互动</a><a href=5>数据</a>"

/* Around a report the site has its own; a report without a site has none of this set aside. */
static void test_site(void **state)
{
    (void)state;
    assert_page(
        "<body><div class='top'>" LINKS "</div><div id=nav>" LINKS "</div><div class=crumb>当前位置：" LINKS
        "</div><p>登录<div class=main><div "
        "class='art-title'>云岭市2023年度报告</div><p>发布时间：2024-03-01</p><div "
        "class=c><p>本年支出合计358.65万元，其中基本支出212.40万元，项目支出146.25万元。</"
        "p><p>资金来源：财政拨款。</p>"
        "<p><a href=x>附件</a></div></div><footer>版权所有 云岭市</footer>",
        "! 首页政务公开办事服务互动数据\n! 首页政务公开办事服务互动数据\n! "
        "当前位置：首页政务公开办事服务互动数据\n"
        "! 登录\n# 云岭市2023年度报告\n! 发布时间：2024-03-01\n"
        "本年支出合计358.65万元，其中基本支出212.40万元，项目支出146.25万元。\n资金来源：财政拨款。\n# 附件\n"
        "! 版权所有云岭市\n");
    assert_page("<p>报告封面<p>来源：财政拨款<div class=x>正文正文正文正文正文正文正文正文正文正文</div>",
                "报告封面\n来源：财政拨款\n正文正文正文正文正文正文正文正文正文正文\n");
}

#define BYTES(literal)                                                                                       \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

static void test_charsets(void **state)
{
    (void)state;
    static const struct {
        struct slice bytes;
        enum tallyd_result result;
        const char *encoding, *text;
    } cases[] = {
        {BYTES("<p>支出"), TALLYD_OK, "utf-8", "支出\n"},
        {BYTES("<meta charset=gb2312><p>支出"), TALLYD_OK, "utf-8", "支出\n"}, /* it says so, and is not */
        {BYTES("<meta charset='gbk'><p>\xD6\xA7\xB3\xF6"), TALLYD_OK, "gb18030", "支出\n"},
        {BYTES("<meta http-equiv=Content-Type content=\"text/html; charset=big5\"><p>\xA4\xE4\xA5\x58"),
         TALLYD_OK, "big5", "支出\n"},
        {BYTES("<?xml version='1.0' encoding='gb18030'?><html><p>\xD6\xA7\xB3\xF6"), TALLYD_OK, "gb18030",
         "支出\n"},
        {BYTES("<p>\xD6\xA7\xB3\xF6"), TALLYD_OK, "gb18030", "支出\n"},
        {BYTES("<meta charset=iso-8859-1><p>\xD6\xA7\xB3\xF6"), TALLYD_OK, "gb18030", "支出\n"},
        {BYTES("\xFF\xFE<\0p\0>\0\x2F\x65\xFA\x51"), TALLYD_OK, "utf-16le", "支出\n"},
        {BYTES("\0<\0p\0>\x65\x2F\x51\xFA\x01\x00"), TALLYD_OK, "utf-16be", "支出Ā\n"},
        {BYTES("<meta charset=utf-16le><p>abc"), TALLYD_OK, "utf-8", "abc\n"},
        {BYTES("<meta charset=windows-1251><p>\xC1\xEB\xEE\xEA"), TALLYD_OK, "windows-1251", "Блок\n"},
        {BYTES("<meta charset=gbk><title>one character of this page is broken; the others are as they should "
               "be</title>"
               "<!-- ................................................................... "
               "--><p>\xD6\xA7\xB3\xF6\xFF"),
         TALLYD_PARTIAL, "gb18030", "支出\xEF\xBF\xBD\n"},
        {BYTES("<p>abc\xC0\xAF\x80 def"), TALLYD_UNREADABLE_TEXT, NULL, NULL},
        {BYTES("<p>abc\0def"), TALLYD_BINARY, NULL, NULL},
        {BYTES("<html><body> </body></html>"), TALLYD_EMPTY, NULL, NULL},
    };
    struct plugin_read *r = malloc(sizeof *r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        read_page(r, cases[i].bytes, "a.html");
        if (r->result != cases[i].result)
            fail_msg("case %zu: %d", i, (int)r->result);
        if (r->doc) {
            assert_string_equal(r->bridge->encoding, cases[i].encoding);
            assert_string_equal(dump_document(&r->dump, r->doc), cases[i].text);
        }
        plugin_read_done(r);
    }
    free(r);
}

#define MESSAGE(charset, encoding, body)                                                                     \
    "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"==x\"\r\n\r\n前言\r\n--==x\r\n" \
    "Content-Type: text/html; charset=" charset "\r\nContent-Transfer-Encoding: " encoding "\r\n\r\n" body   \
    "\r\n--==x\r\nContent-Type: image/png\r\n\r\nxx\r\n--==x--\r\n"

static void test_messages(void **state)
{
    (void)state;
    assert_page(MESSAGE("\"utf-8\"", "quoted-printable", "<p>=E6=94=AF=\r\n=E5=87=BA =3D 5"), "支出= 5\n");
    assert_page(MESSAGE("gb2312", "base64", "PHA+1qez\r\n9jw="), "支出<\n");
    assert_page(MESSAGE("utf-8", "8bit", "<p>支出</p>"), "支出\n");
    /* a workbook: a page of frames, then the pages of its sheets */
    assert_page(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
        "<html><frameset><frame src=1></frameset></html>\n--b\nContent-Type: multipart/mixed; boundary=c\n\n"
        "--c\nContent-Type: text/html\n\n<table><tr><td>甲<td>1<tr><td>乙<td>2</table>\n--c--\n--b\n"
        "Content-Type: text/html\n\n<p>第二张\n--b--\n",
        "[甲|1]\n[乙|2]\n第二张\n");
    struct plugin_read *r = malloc(sizeof *r);
    read_page(
        r,
        S("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
          "<p>断在"),
        "a.mht");
    assert_int_equal(r->result, TALLYD_PARTIAL);
    plugin_read_done(r);
    read_page(r, S("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n没有"), "a.mht");
    assert_int_equal(r->result, TALLYD_CORRUPT);
    plugin_read_done(r);
    free(r);
}

/* A page whose end is gone is read in part; one that leaves its ends to be understood is whole. */
static void test_broken_off(void **state)
{
    (void)state;
    static const struct {
        const char *page;
        enum tallyd_result result;
    } cases[] = {
        {"<html><body><p>一</p><table><tr><td>甲</td><td>5</td></tr><tr><td>乙</td><td>7", TALLYD_PARTIAL},
        {"<!doctype html><html><body><p>一</p><p>二", TALLYD_PARTIAL},
        {"<body><div><p>一</p></div><div>二", TALLYD_PARTIAL},
        {"<p>一</p><p>二", TALLYD_OK},
        {"<html><body><p>一<p>二", TALLYD_OK},
        {"<html><body><div><p>一</p><p>二</p>", TALLYD_OK},
        {"<html><body><p>一</p><p>二</body>", TALLYD_OK},
        {"<html><p>一</p><p>二</html>", TALLYD_OK},
    };
    struct plugin_read *r = malloc(sizeof *r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        read_page(r, slice_of(cases[i].page), "a.html");
        if (r->result != cases[i].result)
            fail_msg("%s: %d", cases[i].page, (int)r->result);
        plugin_read_done(r);
    }
    free(r);
}

static void test_probe(void **state)
{
    (void)state;
    static const struct {
        struct slice head;
        const char *name;
        int score;
    } cases[] = {
        {BYTES("\xEF\xBB\xBF \r\n<!DOCTYPE html>"), "a.html", TALLYD_CERTAIN},
        {BYTES("<?xml version='1.0'?>\n<!-- x -->\n<HTML>"), "a.doc", TALLYD_CERTAIN},
        {BYTES("\xFF\xFE<\0h\0t\0m\0l\0"), "a.xls", TALLYD_CERTAIN},
        {BYTES("<table border=1>"), "a.xls", TALLYD_LIKELY + 1},
        {BYTES("<div>"), "a.xls", TALLYD_LIKELY + 1},
        {BYTES("<div>"), "a.md", TALLYD_LIKELY},
        {BYTES("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"), "a.doc",
         TALLYD_CERTAIN},
        {BYTES("From: 甲\nContent-Type: text/plain\n\n"), "a.txt", TALLYD_NO},
        {BYTES("<?xml version='1.0'?><Workbook>"), "a.xml", TALLYD_NO},
        {BYTES("支出<html>"), "a.txt", TALLYD_NO},
        {BYTES("<!-- 没完"), "a.html", TALLYD_NO},
        {BYTES(""), "a.html", TALLYD_NO},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (tallyd_format.probe(cases[i].head.at, cases[i].head.len, cases[i].name) != cases[i].score)
            fail_msg("case %zu", i);
}

static char *repeated(const char *what, size_t n, const char *before)
{
    size_t length = strlen(what), start = strlen(before);
    char *text = malloc(start + n * length + 1);
    memcpy(text, before, start + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(text + start + i * length, what, length + 1);
    return text;
}

static void test_limits(void **state)
{
    (void)state;
    static const struct {
        const char *before, *what, *limit;
        size_t n;
    } cases[] = {
        {"", "<div>", "html_depth", 1025},
        {"", "<p><font color=1>", "html_unclosed", 513},
        {"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b", "\n\n\n--b", "mime_parts",
         4096},
    };
    struct plugin_read *r = malloc(sizeof *r);
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t less = 0; less < 2; less++) {
            char *text = repeated(cases[i].what, cases[i].n - less * 2, cases[i].before);
            read_page(r, slice_of(text), "a.html");
            if ((r->result == TALLYD_LIMIT) != (less == 0))
                fail_msg("%s: %s", cases[i].limit, r->limit ? r->limit : "none");
            if (!less)
                assert_string_equal(r->limit, cases[i].limit);
            plugin_read_done(r);
            free(text);
        }
    free(r);
}

/* Tags and entities changed at random: always an outcome, never a crash. */
static void test_damage(void **state)
{
    (void)state;
    static const char *const parts[] = {"<table>",
                                        "</table>",
                                        "<tr>",
                                        "<td rowspan=3>",
                                        "<td colspan=2>",
                                        "</td>",
                                        "<p>",
                                        "</p>",
                                        "<ol>",
                                        "<li>",
                                        "</ol>",
                                        "<b>",
                                        "</b>",
                                        "<a href=x>",
                                        "</a>",
                                        "<div class=nav>",
                                        "</div>",
                                        "<h1>",
                                        "</h1>",
                                        "<br>",
                                        "支出5万元",
                                        "&nbsp;",
                                        "&#x5;",
                                        "<!--",
                                        "-->",
                                        "<select>",
                                        "<svg>",
                                        "<style>",
                                        "</style>",
                                        "<body>",
                                        "<frameset>",
                                        "<pre>",
                                        "<caption>",
                                        "<input type=checkbox>",
                                        "<![if x]>",
                                        "<span style='mso-list:Ignore'>",
                                        "</span>",
                                        "<p hidden>",
                                        "<math>",
                                        "<"};
    struct plugin_read *r = malloc(sizeof *r);
    uint64_t seed = 5;
    for (int i = 0; i < 3000; i++) {
        char page[2000] = "";
        for (size_t n = test_random(&seed) % 60; n > 0; n--)
            strcat(page, parts[test_random(&seed) % COUNT(parts)]);
        read_page(r, slice_of(page), "a.html");
        plugin_read_done(r);
    }
    free(r);
}

static int setup(void **state)
{
    (void)state;
    return tallyd_format.init();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_hidden_rows), cmocka_unit_test(test_word),
        cmocka_unit_test(test_site),        cmocka_unit_test(test_charsets),
        cmocka_unit_test(test_messages),    cmocka_unit_test(test_broken_off),
        cmocka_unit_test(test_probe),       cmocka_unit_test(test_limits),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
