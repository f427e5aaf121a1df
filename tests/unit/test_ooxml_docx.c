/* Word documents as the ooxml plugin reads them. Linked with the plugin. */
#include "plugin_read.h"

#define W_TRANSITIONAL "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define W_STRICT       "http://purl.oclc.org/ooxml/wordprocessingml/main"
#define MC             "http://schemas.openxmlformats.org/markup-compatibility/2006"
#define OFFICE         "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* A part with its root element around it. */
static void add_part(struct zip_write *z, const char *name, const char *root, const char *uri,
                     const char *content)
{
    size_t size = strlen(content) + 400;
    char *xml = malloc(size);
    snprintf(xml, size, "<?xml version=\"1.0\"?><w:%s xmlns:w=\"%s\" xmlns:mc=\"" MC "\">%s</w:%s>", root,
             uri, content, root);
    zip_add_text(z, name, xml);
    free(xml);
}

struct parts {
    const char *body, *styles, *numbering, *footnotes, *header, *comments;
    const char *uri; /* of the namespace; NULL: the transitional one */
};

static struct slice make(struct zip_write *z, const struct parts *parts)
{
    static const char relations[] =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"r1\" Type=\"" OFFICE "styles\" Target=\"styles.xml\"/>"
        "<Relationship Id=\"r2\" Type=\"" OFFICE "numbering\" Target=\"/word/numbering.xml\"/>"
        "<Relationship Id=\"r3\" Type=\"" OFFICE "footnotes\" Target=\"../word/footnotes.xml\"/>"
        "<Relationship Id=\"r4\" Type=\"" OFFICE "header\" Target=\"header1.xml\"/>"
        "<Relationship Id=\"r5\" Type=\"" OFFICE "header\" Target=\"./header1.xml\"/>"
        "<Relationship Id=\"r6\" Type=\"" OFFICE "comments\" Target=\"comments.xml\"/>"
        "<Relationship Id=\"r7\" Type=\"" OFFICE "hyperlink\" Target=\"http://x/\" TargetMode=\"External\"/>"
        "</Relationships>";
    static const char package[] =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"r1\" Type=\"" OFFICE
        "officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    const char *uri = parts->uri ? parts->uri : W_TRANSITIONAL;
    size_t size = strlen(parts->body) + 40;
    char *body = malloc(size);
    snprintf(body, size, "<w:body>%s</w:body>", parts->body);
    zip_add_text(z, "[Content_Types].xml", "<Types/>");
    zip_add_text(z, "_rels/.rels", package);
    add_part(z, "word/document.xml", "document", uri, body);
    zip_add_text(z, "word/_rels/document.xml.rels", relations);
    if (parts->styles)
        add_part(z, "word/styles.xml", "styles", uri, parts->styles);
    if (parts->numbering)
        add_part(z, "word/numbering.xml", "numbering", uri, parts->numbering);
    if (parts->footnotes)
        add_part(z, "word/footnotes.xml", "footnotes", uri, parts->footnotes);
    if (parts->header)
        add_part(z, "word/header1.xml", "hdr", uri, parts->header);
    if (parts->comments)
        add_part(z, "word/comments.xml", "comments", uri, parts->comments);
    free(body);
    return zip_finish(z);
}

static void assert_docx(const struct parts *parts, const char *expected)
{
    struct zip_write z = {0};
    assert_file_reads(make(&z, parts), "报告.docx", expected);
    free(z.bytes);
}

static void assert_body(const char *body, const char *expected)
{
    assert_docx(&(struct parts){.body = body}, expected);
    assert_docx(&(struct parts){.body = body, .uri = W_STRICT}, expected);
}

#define R(text)               "<w:r><w:t>" text "</w:t></w:r>"
#define P(text)               "<w:p>" R(text) "</w:p>"
#define TC(text)              "<w:tc><w:tcPr/>" P(text) "</w:tc>"
#define SPAN(n)               "<w:gridSpan w:val=\"" #n "\"/>"
#define MERGE                 "<w:vMerge w:val=\"restart\"/>"
#define CONTINUES             "<w:vMerge/>"
#define TCP(properties, text) "<w:tc><w:tcPr>" properties "</w:tcPr>" P(text) "</w:tc>"
#define TR(cells)             "<w:tr>" cells "</w:tr>"
#define TBL(rows)             "<w:tbl><w:tblPr/><w:tblGrid/>" rows "</w:tbl>"

static void test_text(void **state)
{
    (void)state;
    assert_body(P("支出358.65万元。") P("") P("收入"), "支出358.65万元。\n收入\n");
    /* pieces of a word, breaks, hyphens, signs */
    assert_body("<w:p><w:r><w:t>支</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>出</w:t><w:tab/><w:t "
                "xml:space=\"preserve\">a b"
                "</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>",
                "支出a b c-d\n");
    assert_body(
        "<w:p><w:r><w:sym w:font=\"Wingdings 2\" w:char=\"F052\"/><w:t>是</w:t><w:sym w:font=\"Wingdings\" "
        "w:char=\"F0A8\"/><w:t>否</w:t><w:sym w:font=\"Arial\" w:char=\"00B7\"/></w:r></w:p>",
        "☑是□否·\n");
    /* a content control, a link, a field's result and not its code, math */
    assert_body("<w:sdt><w:sdtPr><w:placeholder/></w:sdtPr><w:sdtContent>" P(
                    "控件") "</w:sdtContent></w:sdt>"
                            "<w:p><w:hyperlink>" R(
                                "链接") "</w:hyperlink><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>"
                                        "<w:instrText> PAGEREF x </w:instrText></w:r><w:r><w:fldChar "
                                        "w:fldCharType=\"separate\"/></w:r>" R(
                                            "12") "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:fldSimple "
                                                  "w:instr=\"DATE\">" R("后") "</w:fldSimple></w:p>",
                "控件\n链接12后\n");
    assert_body("<w:p><w:ruby><w:rt>" R("zhi") "</w:rt><w:rubyBase>" R("支") "</w:rubyBase></w:ruby></w:p>",
                "支\n");
    assert_body(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default "
        "w:val=\"0\"/><w:checked/>"
        "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r>"
        "<w:fldChar w:fldCharType=\"end\"/></w:r>" R("合格") "</w:p>",
        "☑合格\n");
}

#define RAISED(text) "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>" text "</w:t></w:r>"
#define MATH(content)                                                                                        \
    "<m:oMath xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">" content "</m:oMath>"
#define MR(text) "<m:r><m:t>" text "</m:t></m:r>"

/* A digit that is raised, or stands under a line, is not one of the figure beside it. */
static void test_raised(void **state)
{
    (void)state;
    assert_body("<w:p>" R("支出612.45") RAISED("1") R("万元，占地120m") RAISED("2") R("，5×10") RAISED("1")
                    RAISED("2") R("34") "</w:p>",
                "支出612.45¹万元，占地120m2，5×10¹²34\n");
    assert_body(
        "<w:p>" R("误差") MATH("<m:f><m:num>" MR("12") "</m:num><m:den>" MR(
            "100") "</m:den></m:f>"
                   "<m:sSup><m:e>" MR("3") "</m:e><m:sup>" MR("2") "</m:sup></m:sSup>" MR("9")) "</w:p>",
        "误差12/1003²9\n");
}

#define LIST(chosen)                                                                                           \
    "<w:p>" R(                                                                                                 \
        "等级：") "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList>" chosen                        \
                  "<w:listEntry w:val=\"优\"/><w:listEntry w:val=\"良\"/></w:ddList></w:ffData></w:fldChar>" \
                  "</w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r>"                              \
                  "<w:fldChar w:fldCharType=\"end\"/></w:r>" R("。") "</w:p>"

static void test_lists_to_choose_from(void **state)
{
    (void)state;
    assert_body(LIST("<w:result w:val=\"1\"/>"), "等级：良。\n");
    assert_body(LIST("<w:default w:val=\"1\"/>"), "等级：良。\n");
    assert_body(LIST("<w:result w:val=\"0\"/><w:default w:val=\"1\"/>"), "等级：优。\n");
    assert_body(LIST(""), "等级：优。\n");
    assert_body(LIST("<w:result w:val=\"9\"/>"), "等级：。\n");
}

static void test_hidden_and_changed(void **state)
{
    (void)state;
    assert_body(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr>"
        "<w:t>显</w:t></w:r></w:p>",
        "显\n");
    /* inserted in, deleted and moved away out */
    assert_body("<w:p>" R("原") "<w:ins>" R("增") "</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></"
                                                  "w:del><w:moveFrom>" R("旧") "</w:moveFrom><w:moveTo>" R(
                                                      "新") "</w:moveTo></w:p>",
                "原增新\n");
    /* the end of a paragraph was deleted */
    assert_body("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R("上半") "</w:p>" P("下半"), "上半下半\n");
    assert_body("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" R("上半") "</w:p>" P("下半"), "上半下半\n");
    /* but not that of a cell */
    assert_body(TBL(TR("<w:tc><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R("甲") "</w:p></w:tc>" TC("1"))),
                "[甲|1]\n");
    /* a row was deleted, another is hidden */
    assert_body(TBL(TR(TC("甲") TC("1")) "<w:tr><w:trPr><w:del/></w:trPr>" TC("删")
                        TC("2") "</w:tr>"
                                "<w:tr><w:trPr><w:hidden/></w:trPr>" TC("隐")
                                    TC("3") "</w:tr>" TR(TC("乙") TC("4"))),
                "[甲|1]\n[乙|4]\n");
    /* the properties that a change replaced say nothing */
    assert_body("<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange></w:pPr>" R(
                    "正文，") "</w:p>",
                "正文，\n");
    assert_docx(
        &(struct parts){
            .body = "<w:p><w:r><w:rPr><w:rStyle w:val=\"H\"/></w:rPr><w:t>隐</w:t></w:r>" R("显") "</w:p>",
            .styles = "<w:style w:styleId=\"B\"><w:rPr><w:vanish/></w:rPr></w:style>"
                      "<w:style w:styleId=\"H\"><w:basedOn w:val=\"B\"/></w:style>"},
        "显\n");
}

static void test_boxes(void **state)
{
    (void)state;
    /* once, although it is there twice, and behind its paragraph */
    assert_body(
        "<w:p>" R("前") "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" P(
            "框内") "</w:txbxContent></mc:Choice><mc:Fallback>"
                    "<w:txbxContent>" P(
                        "框内") "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>" R("后") "</w:p>",
        "前后\n框内\n");
    /* in a cell: the cell's own text */
    assert_body(TBL(TR("<w:tc><w:p>" R("格") "<w:r><w:txbxContent>" P(
                    "框") "</w:txbxContent></w:r></w:p></w:tc>" TC("2"))),
                "[格框|2]\n");
    assert_docx(&(struct parts){.body = "<w:p>" R("含结转") "<w:r><w:footnoteReference w:id=\"2\"/></w:r>" R(
                                    "。") "</w:p>" P("下段"),
                                .footnotes = "<w:footnote w:id=\"0\" w:type=\"separator\">" P(
                                    "线") "</w:footnote><w:footnote "
                                          "w:id=\"2\">" P("上年结转3.2万元。") "</w:footnote>",
                                .header = P("页眉"),
                                .comments = "<w:comment w:id=\"1\">" P("批注") "</w:comment>"},
                "含结转。\n上年结转3.2万元。\n下段\n! 页眉\n! 批注\n");
    /* a note of a cell is no part of it */
    assert_docx(
        &(struct parts){.body = TBL(TR(TC("甲") "<w:tc><w:p>" R(
                            "5") "<w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p></w:tc>")) P("后"),
                        .footnotes = "<w:footnote w:id=\"2\">" P("含上年。") "</w:footnote>"},
        "[甲|5]\n含上年。\n后\n");
}

static void test_tables(void **state)
{
    (void)state;
    assert_body(TBL(TR(TCP(MERGE, "单位") TCP(SPAN(2), "金额")) TR(TCP(CONTINUES, "") TC("预算") TC("决算"))
                        TR(TC("甲") TC("1.00") TC("2.00"))),
                "[{2x1}单位|{1x2}金额]\n[预算|决算]\n[甲|1.00|2.00]\n");
    /* three rows down and two across; one that continues nothing stands for itself */
    assert_body(TBL(TR(TCP(SPAN(2) MERGE, "角") TC("a")) TR(TCP(SPAN(2) CONTINUES, "") TC("b"))
                        TR(TCP(SPAN(2) CONTINUES, "") TCP(CONTINUES SPAN(2), "c"))),
                "[{3x2}角|a]\n[b]\n[{1x2}c]\n");
    assert_body(TBL(TR(TC("一") TC("二") TC("三")) "<w:tr><w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>" TC(
                    "右") "</w:tr>"
                          "<w:tr><w:trPr><w:gridAfter w:val=\"2\"/></w:trPr>" TC("左") "</w:tr>"),
                "[一|二|三]\n[{1x2}|右]\n[左]\n");
    /* a table in a cell follows the one around it; a table of one cell is a frame */
    assert_body(TBL(TR(TC("外") "<w:tc>" P("内见下") TBL(TR(TC("里") TC("5"))) P("") "</w:tc>")),
                "[外|内见下]\n[里|5]\n");
    assert_body(TBL(TR("<w:tc>" P("框中文字。") TBL(TR(TC("里") TC("5"))) "</w:tc>")),
                "框中文字。\n[里|5]\n");
    assert_body(TBL(TR("<w:tc>" P("甲") P("乙") "</w:tc>" TC("1"))), "[甲乙|1]\n");
    assert_body(TBL("") P("空表后"), "空表后\n");
    /* merged across as Word 97 did; content that the merge hides stays */
    assert_body(TBL(TR(TCP("<w:hMerge w:val=\"restart\"/>", "跨") TCP("<w:hMerge/>", "") TC("1"))
                        TR(TCP("<w:hMerge/>", "二") TC("三") TC("2"))),
                "[{1x2}跨|1]\n[二|三|2]\n");
}

#define LEVEL(i, format, text)                                                                               \
    "<w:lvl w:ilvl=\"" #i "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format                               \
    "\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"
#define NUMBERED(list, level, text)                                                                          \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" #level "\"/><w:numId w:val=\"" #list                             \
    "\"/></w:numPr></w:pPr>" R(text) "</w:p>"

static void test_numbers(void **state)
{
    static const char numbering[] = "<w:abstractNum w:abstractNumId=\"7\">" LEVEL(
        0, "chineseCountingThousand", "%1、") LEVEL(1, "chineseCounting", "（%2）") LEVEL(2, "decimal", "%3.")
        LEVEL(3, "decimal",
              "%1.%4)") "</w:abstractNum>"
                        "<w:abstractNum w:abstractNumId=\"8\">" LEVEL(0, "bullet", "\xEF\x82\xB7")
                            LEVEL(1, "decimalEnclosedCircleChinese",
                                  "%2") "</w:abstractNum>"
                                        "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>"
                                        "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num>"
                                        "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride "
                                        "w:ilvl=\"0\"><w:startOverride w:val=\"5\"/>"
                                        "</w:lvlOverride></w:num>";
    (void)state;
    assert_docx(&(struct parts){.numbering = numbering,
                                .body = NUMBERED(1, 0, "概况") NUMBERED(1, 1, "机构设置")
                                    NUMBERED(1, 1, "人员情况") NUMBERED(1, 2, "5万元") NUMBERED(1, 2, "六项")
                                        NUMBERED(1, 0, "收支") NUMBERED(1, 1, "收入") NUMBERED(2, 0, "点")
                                            NUMBERED(2, 1, "圈") NUMBERED(2, 1, "圈") NUMBERED(3, 0, "新起")
                                                NUMBERED(3, 0, "再来") NUMBERED(0, 0, "无号")
                                                    NUMBERED(9, 0, "无表")},
                "# 一、概况\n# （一）机构设置\n# （二）人员情况\n1. 5万元\n2.六项\n# 二、收支\n# "
                "（一）收入\n点\n①圈\n②圈\n# 五、新起\n"
                "# 六、再来\n无号\n无表\n");
    /* a number that stands alone: a row's in its cell; outside it counts, and is not shown */
    assert_docx(&(struct parts){.numbering = numbering,
                                .body = TBL(TR("<w:tc>" NUMBERED(1, 0, "") "</w:tc>" TC("甲"))
                                                TR("<w:tc>" NUMBERED(1, 0, "") "</w:tc>" TC("乙")))
                                    NUMBERED(1, 0, "") NUMBERED(1, 0, "后")},
                "[一、|甲]\n[二、|乙]\n# 四、后\n");
    /* through a style, whose level the list names */
    assert_docx(
        &(struct parts){
            .styles =
                "<w:style w:styleId=\"A\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
                "<w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style>",
            .numbering = "<w:abstractNum w:abstractNumId=\"1\">" LEVEL(
                0, "chineseCounting",
                "第%1章 ") "<w:lvl w:ilvl=\"1\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/><w:pStyle "
                           "w:val=\"B\"/><w:isLgl/><w:lvlText w:val=\"%1.%2\"/></w:lvl></w:abstractNum>"
                           "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>",
            .body = "<w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr>" R(
                "总则") "</w:p>"
                        "<w:p><w:pPr><w:pStyle w:val=\"B\"/></w:pPr>" R("目的") "</w:p>"},
        "# 第一章总则\n1.3目的\n");
}

static void test_headings_and_contents(void **state)
{
    (void)state;
    assert_docx(
        &(struct parts){
            .styles =
                "<w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/>"
                "</w:pPr></w:style><w:style w:styleId=\"T\"><w:name w:val=\"toc 1\"/></w:style>",
            .body = "<w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr>" R(
                "一、概况 1") "</w:p>"
                              "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>" R(
                                  "概况") "</w:p>"
                                          "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>" R(
                                              "这是正文。") "</w:p>"},
        "! 一、概况1\n# 概况\n这是正文。\n");
    assert_body(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText> TOC \\o </w:instrText><w:fldChar "
        "w:fldCharType=\"separate\"/></w:r>" R("一、概况 1") "</w:p><w:p>" R(
            "二、收支 2") "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>" P("正文"),
        "! 一、概况1\n! 二、收支2\n正文\n");
}

/* Where a finding says that something stands. */
static void test_places(void **state)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    (void)state;
    plugin_read(r,
                make(&z, &(struct parts){.body = P("一") P("") P("二")
                                             TBL(TR(TC("甲") TC("1")) TR(TC("乙") TC("99")))}),
                "x.docx");
    assert_reads(r, "一\n二\n[甲|1]\n[乙|99]\n");
    ptrdiff_t at = slice_find(r->doc->reading, S("99"), 0);
    assert_slice(document_where(r->doc, r->arena, (uint32_t)at, false), S("表1第2行第2列"));
    at = slice_find(r->doc->reading, S("二"), 0);
    assert_slice(document_where(r->doc, r->arena, (uint32_t)at, false), S("第3段"));
    plugin_read_done(r);
    free(r);
    free(z.bytes);
}

static enum tallyd_result result_of(struct slice bytes, const char *name)
{
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, bytes, name);
    enum tallyd_result result = r->result;
    plugin_read_done(r);
    free(r);
    return result;
}

#define OBJECT(program, aspect)                                                                              \
    P("文")                                                                                                  \
    "<w:p><w:r><w:object><o:OLEObject xmlns:o=\"urn:schemas-microsoft-com:office:office\" ProgID=\"" program \
    "\" DrawAspect=\"" aspect "\"/></w:object></w:r></w:p>"

static void test_outcomes(void **state)
{
    struct zip_write z = {0}, empty = {0}, scanned = {0}, other = {0}, embedded = {0}, broken = {0},
                     secret = {0};
    (void)state;
    make(&z, &(struct parts){.body = P("第一段。") P("第二段。")});
    assert_int_equal(result_of((struct slice){(char *)z.bytes, z.size}, "x"), TALLYD_OK);
    assert_int_equal(result_of(make(&empty, &(struct parts){.body = P(" ")}), "x"), TALLYD_EMPTY);
    zip_add_text(&scanned, "word/media/image1.png", "x");
    assert_int_equal(result_of(make(&scanned, &(struct parts){.body = "<w:p/>"}), "x"), TALLYD_SCANNED);
    zip_add_text(&other, "readme.txt", "x");
    assert_int_equal(result_of(zip_finish(&other), "x.docx"), TALLYD_UNSUPPORTED);
    assert_int_equal(result_of(make(&embedded, &(struct parts){.body = P("文") "<w:altChunk/>"}), "x"),
                     TALLYD_PARTIAL);
    assert_int_equal(result_of(make(&broken, &(struct parts){.body = P("文") "<w:p>"}), "x"), TALLYD_PARTIAL);
    secret.flags = 1;
    zip_add_text(&secret, "readme.txt", "x");
    assert_int_equal(result_of(zip_finish(&secret), "x.docx"), TALLYD_ENCRYPTED);
    assert_int_equal(result_of(S("PK\3\4"), "x.docx"), TALLYD_CORRUPT);
    static const struct {
        const char *object;
        enum tallyd_result result;
    } objects[] = {{OBJECT("Excel.Sheet.12", "Content"), TALLYD_PARTIAL},
                   {OBJECT("ET.Xlsx.6", "Content"), TALLYD_PARTIAL},
                   {OBJECT("Excel.Sheet.12", "Icon"), TALLYD_OK},
                   {OBJECT("Equation.3", "Content"), TALLYD_OK}};
    for (size_t i = 0; i < COUNT(objects); i++) {
        struct zip_write with = {0};
        assert_int_equal(result_of(make(&with, &(struct parts){.body = objects[i].object}), "x"),
                         objects[i].result);
        free(with.bytes);
    }
    struct zip_write *all[] = {&z, &empty, &scanned, &other, &embedded, &broken, &secret};
    for (size_t i = 0; i < COUNT(all); i++)
        free(all[i]->bytes);
}

/* Cut anywhere, it is read in part, or corrupt: never whole, and never something else. */
static void test_cut(void **state)
{
    struct zip_write z = {0};
    (void)state;
    char body[8000] = "";
    for (int i = 0; i < 60; i++)
        snprintf(body + strlen(body), sizeof body - strlen(body), P("第%d段，支出%d.%02d万元。"), i, i * 37,
                 i);
    struct slice whole = make(&z, &(struct parts){.body = body});
    for (size_t cut = 0; cut < whole.len; cut += 7) {
        char *copy = malloc(cut + 1);
        memcpy(copy, whole.at, cut);
        enum tallyd_result result = result_of((struct slice){copy, cut}, "x.docx");
        if (result != TALLYD_CORRUPT && result != TALLYD_PARTIAL && result != TALLYD_UNSUPPORTED)
            fail_msg("cut at %zu: %d", cut, (int)result);
        free(copy);
    }
    free(z.bytes);
}

static void assert_limit(char *body, const char *limit)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, make(&z, &(struct parts){.body = body}), "x.docx");
    assert_int_equal(r->result, TALLYD_LIMIT);
    assert_string_equal(r->limit, limit);
    plugin_read_done(r);
    free(r);
    free(z.bytes);
    free(body);
}

static char *repeated(const char *piece, size_t times)
{
    size_t length = strlen(piece);
    char *text = malloc(length * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * length, piece, length);
    text[length * times] = '\0';
    return text;
}

static void test_limits(void **state)
{
    (void)state;
    assert_limit(repeated("<w:tbl><w:tr>" TC("a") "<w:tc>", 20), "table_depth");
    assert_limit(repeated("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>", 65), "docx_fields");
    assert_limit(repeated("<w:x>", 500), "xml_depth");
}

static void test_many_relations(void **state)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    (void)state;
    char *relations = repeated("<Relationship Id=\"a\" Type=\"b\" Target=\"c\"/>", 8193);
    char *part = malloc(strlen(relations) + 200);
    sprintf(part,
            "<Relationships "
            "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">%s</Relationships>",
            relations);
    zip_add_text(&z, "word/_rels/document.xml.rels", part);
    zip_add_text(&z, "word/document.xml", "<w:document xmlns:w=\"" W_TRANSITIONAL "\"/>");
    plugin_read(r, zip_finish(&z), "x.docx");
    assert_int_equal(r->result, TALLYD_LIMIT);
    assert_string_equal(r->limit, "opc_parts");
    plugin_read_done(r);
    free(r);
    free(z.bytes);
    free(relations);
    free(part);
}

static void test_many_of_a_kind(void **state)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    (void)state;
    char *styles = repeated("<w:style w:styleId=\"a\"/>", (1u << 16) + 1);
    plugin_read(r, make(&z, &(struct parts){.body = P("a"), .styles = styles}), "x.docx");
    assert_string_equal(r->limit, "docx_styles");
    plugin_read_done(r);
    free(z.bytes);
    free(styles);
    z = (struct zip_write){0};
    char *lists = repeated("<w:num w:numId=\"1\"/>", (1u << 13) + 1);
    plugin_read(r, make(&z, &(struct parts){.body = P("a"), .numbering = lists}), "x.docx");
    assert_string_equal(r->limit, "docx_lists");
    plugin_read_done(r);
    free(r);
    free(z.bytes);
    free(lists);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_raised),
        cmocka_unit_test(test_lists_to_choose_from),
        cmocka_unit_test(test_hidden_and_changed),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_headings_and_contents),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_many_relations),
        cmocka_unit_test(test_many_of_a_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
