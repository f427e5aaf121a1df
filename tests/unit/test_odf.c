/* OpenDocument texts and spreadsheets as the odf plugin reads them. Linked with the plugin. */
#include "plugin_read.h"

#define URN "urn:oasis:names:tc:opendocument:xmlns:"

struct parts {
    const char *body;   /* of office:text or office:spreadsheet */
    const char *styles; /* automatic ones of content.xml */
    const char *common; /* all of styles.xml */
    const char *manifest;
    bool sheets;
};

static void add_part(struct zip_write *z, const char *name, const char *root, const char *content)
{
    size_t size = strlen(content) + 1000;
    char *xml = malloc(size);
    snprintf(xml, size,
             "<office:%s xmlns:office=\"" URN "office:1.0\" xmlns:text=\"" URN "text:1.0\" xmlns:table=\"" URN
             "table:1.0\" xmlns:draw=\"" URN "drawing:1.0\" xmlns:style=\"" URN "style:1.0\" xmlns:svg=\"" URN
             "svg-compatible:1.0\" xmlns:xml2=\"x\">%s</office:%s>",
             root, content, root);
    zip_add_text(z, name, xml);
    free(xml);
}

static struct slice make(struct zip_write *z, const struct parts *parts)
{
    const char *kind = parts->sheets ? "spreadsheet" : "text", *styles = parts->styles ? parts->styles : "";
    char mimetype[80];
    size_t size = strlen(parts->body) + strlen(styles) + 300;
    char *content = malloc(size);
    snprintf(mimetype, sizeof mimetype, "application/vnd.oasis.opendocument.%s", kind);
    snprintf(content, size,
             "<office:automatic-styles>%s</office:automatic-styles><office:body><office:%s>%s</office:%s></"
             "office:body>",
             styles, kind, parts->body, kind);
    zip_add(z, "mimetype", mimetype, strlen(mimetype), false);
    add_part(z, "content.xml", "document-content", content);
    if (parts->common)
        add_part(z, "styles.xml", "document-styles", parts->common);
    if (parts->manifest)
        zip_add_text(z, "META-INF/manifest.xml", parts->manifest);
    free(content);
    return zip_finish(z);
}

static void assert_odf(const struct parts *parts, const char *expected)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    struct slice bytes = make(&z, parts);
    assert_int_equal(plugin_read_probe(bytes), TALLYD_CERTAIN);
    plugin_read(r, bytes, "报告.odt");
    assert_reads(r, expected);
    plugin_read_done(r);
    free(r);
    free(z.bytes);
}

static void assert_text(const char *body, const char *expected)
{
    assert_odf(&(struct parts){.body = body}, expected);
}

#define P(text) "<text:p>" text "</text:p>"

static void test_text(void **state)
{
    (void)state;
    assert_text(P("支出358.65万元。") P("") P("a<text:s text:c=\"2\"/>b<text:tab/>c<text:line-break/>d"),
                "支出358.65万元。\na b c d\n");
    assert_text("<text:h text:outline-level=\"1\">概况</text:h>" P("  前\n   <text:span>后</text:span> "),
                "# 概况\n前后\n");
    /* deleted text, a title of a picture, a ruby, a hidden section */
    assert_text(
        "<text:tracked-changes><text:deletion>" P("删") "</text:deletion></text:tracked-changes>" P(
            "留<text:change "
            "text:change-id=\"1\"/><draw:frame><svg:title>题</svg:title></"
            "draw:frame><text:ruby><text:ruby-base>支"
            "</text:ruby-base><text:ruby-text>zhi</text:ruby-text></text:ruby>") "<text:section "
                                                                                 "text:display="
                                                                                 "\"none\">" P(
                                                                                     "隐") "</"
                                                                                           "text:"
                                                                                           "section><"
                                                                                           "text:"
                                                                                           "section"
                                                                                           ">" P("显") "</"
                                                                                                       "text:"
                                                                                                       "secti"
                                                                                                       "on>",
        "留支\n显\n");
    /* a box and a note follow their paragraph, a comment and contents are apart */
    assert_text("<text:table-of-content><text:index-body>" P(
                    "一、概况 1") "</text:index-body></"
                                  "text:table-of-content>" P("甲<draw:frame><draw:text-box>" P(
                                      "框") "</draw:text-box></"
                                            "draw:frame>乙<text:note><"
                                            "text:note-citation>1"
                                            "</"
                                            "text:note-citation><text:"
                                            "note-body>" P("注3.2万元") "</"
                                                                        "text:note-"
                                                                        "body></"
                                                                        "text:note>"
                                                                        "<office:"
                                                                        "annotation"
                                                                        ">" P("批") "</office:annotation>丙")
                                      P("丁"),
                "! 一、概况1\n甲乙丙\n框\n注3.2万元\n丁\n! 批\n");
    assert_odf(
        &(struct parts){
            .styles =
                "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties "
                "text:display=\"none\"/></style:style><style:style style:name=\"T2\" style:family=\"text\" "
                "style:parent-style-name=\"T1\"/>",
            .body = P("显<text:span text:style-name=\"T2\">隐</text:span>"),
            .common = "<office:master-styles><style:master-page><style:header>" P(
                "页眉") "</style:header><style:footer>" P("页脚") "</style:footer></style:master-page>"
                                                                  "</office:master-styles>"},
        "显\n! 页眉\n! 页脚\n");
}

#define TC(text)  "<table:table-cell>" P(text) "</table:table-cell>"
#define TR(cells) "<table:table-row>" cells "</table:table-row>"
#define COVERED   "<table:covered-table-cell/>"

#define FIELD              "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"
#define PARAM(name, value) "<f:param f:name=\"" name "\" f:value=\"" value "\"/>"
#define FORM(type, parameters)                                                                               \
    "<f:fieldmark xmlns:f=\"" FIELD "\" f:type=\"vnd.oasis.opendocument.field." type "\">" parameters        \
    "</f:fieldmark>"
#define LIST PARAM("Dropdown_ListEntry", "优") PARAM("Dropdown_ListEntry", "良")

/* A raised digit is not one of the figure before it; boxes and lists of a form show what they hold. */
static void test_raised_and_forms(void **state)
{
    static const char styles[] =
        "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties "
        "style:text-position=\"super 58%\"/></style:style><style:style style:name=\"T2\" "
        "style:family=\"text\" "
        "style:parent-style-name=\"T1\"/><style:style style:name=\"T3\" style:family=\"text\">"
        "<style:text-properties style:text-position=\"33% 58%\"/></style:style><style:style "
        "style:name=\"T4\" "
        "style:family=\"text\"><style:text-properties style:text-position=\"sub 58%\"/></style:style>";
    (void)state;
    assert_odf(&(struct parts){.styles = styles,
                               .body = P("612.45<text:span text:style-name=\"T1\">1</text:span>2<text:span "
                                         "text:style-name=\"T2\">3</text:span>4<text:span "
                                         "text:style-name=\"T3\">5</text:span>6<text:span "
                                         "text:style-name=\"T4\">7</text:span>")},
               "612.45¹2³4⁵67\n");
    assert_text(P(FORM("FORMCHECKBOX", PARAM("Checkbox_Checked", "true")) FORM("FORMCHECKBOX", "")
                      FORM("FORMDROPDOWN", LIST PARAM("Dropdown_Selected", "1")) FORM("FORMDROPDOWN", LIST)
                          FORM("FORMDROPDOWN", LIST PARAM("Dropdown_Selected", "9")) "完"),
                "☑□良优完\n");
}

static void test_tables(void **state)
{
    (void)state;
    assert_text(
        "<table:table><table:table-header-rows>" TR("<table:table-cell table:number-rows-spanned=\"2\">" P(
            "单位") "</table:table-cell><table:table-cell "
                    "table:number-columns-spanned=\"2\">" P(
                        "金额") "</table:table-cell>" COVERED) "</table:table-header-rows>" TR(COVERED TC("预"
                                                                                                          "算")
                                                                                                   TC("决算"))
            TR(TC("甲") TC("1") TC("2"))
                TR("<table:table-cell table:number-columns-repeated=\"2\"/>" TC("3")) "</table:table>",
        "[{2x1}单位|{1x2}金额]\n[预算|决算]\n[甲|1|2]\n[||3]\n");
    assert_text("<table:table>" TR(TC("外") "<table:table-cell>" P("见下") "<table:table>" TR(
                    TC("里") TC("5")) "</table:table></table:table-cell>") "</table:table>",
                "[外|见下]\n[里|5]\n");
    /* cells in no row, as no program writes them */
    assert_text("<table:table>" TC("甲") TC("1") "</table:table>", "[甲|1]\n");
}

#define LEVEL(i, format, rest)                                                                               \
    "<text:list-level-style-number text:level=\"" #i "\" style:num-format=\"" format "\" " rest "/>"
#define ITEM(text) "<text:list-item>" P(text) "</text:list-item>"

static void test_lists(void **state)
{
    static const char styles[] =
        "<text:list-style style:name=\"L1\">" LEVEL(1, "一, 二, 三, ...", "style:num-suffix=\"、\"")
            LEVEL(2, "一, 二, 三, ...", "style:num-prefix=\"（\" style:num-suffix=\"）\"")
                LEVEL(3, "1", "style:num-suffix=\".\" text:start-value=\"3\"")
                    LEVEL(4, "1", "text:display-levels=\"2\"") "</text:list-style><text:list-style "
                                                               "style:name=\"L2\"><text:list-level-style-"
                                                               "bullet text:level=\"1\"/></text:list-style>";
    (void)state;
    assert_odf(&(struct parts){.styles = styles,
                               .body =
                                   "<text:list text:style-name=\"L1\" xml:id=\"a\"><text:list-item>" P(
                                       "概况") "<text:list>" ITEM("机构")
                                       ITEM("人员") "</text:list></text:list-item></text:list>" P("正文。") "<text:list text:continue-list=\"a\" text:style-name=\"L1\">" ITEM(
                                           "收支") "</text:list>"
                                                   "<text:list text:style-name=\"L1\" "
                                                   "text:continue-numbering=\"true\"><text:list-header>" P(
                                                       "无号") "</"
                                                               "text:list-header><text:list-item><text:"
                                                               "list><text:list-item><text:list><text:list-"
                                                               "item>" P("三级") P(
                                                                   "续") "</text:list-item></text:list></"
                                                                         "text:list-item></text:list></"
                                                                         "text:list-item></text:list>"
                                                                         "<text:list "
                                                                         "text:style-name=\"L1\"><text:"
                                                                         "list-item "
                                                                         "text:start-value=\"7\">" P(
                                                                             "新表") "</text:list-item></"
                                                                                     "text:list><text:"
                                                                                     "list "
                                                                                     "text:style-name="
                                                                                     "\"L2\">" ITEM(
                                                                                         "点") "</"
                                                                                               "text:list>"},
               "# 一、概况\n# （一）机构\n# （二）人员\n正文。\n# 二、收支\n无号\n# 3.三级\n续\n# "
               "七、新表\n点\n");
    /* headings numbered by the outline */
    assert_odf(
        &(struct parts){
            .common = "<office:styles><text:outline-style style:name=\"Outline\"><text:outline-level-style "
                      "text:level=\"1\" style:num-format=\"一, 二, 三, ...\" "
                      "style:num-suffix=\"、\"/></text:outline-style>"
                      "</office:styles>",
            .body = "<text:h text:outline-level=\"1\">概况</text:h><text:h "
                    "text:outline-level=\"1\">收支</text:h>"},
        "# 一、概况\n# 二、收支\n");
}

static void test_sheets(void **state)
{
    (void)state;
    assert_odf(
        &(struct parts){
            .sheets = true,
            .body = "<table:table table:name=\"Sheet1\"><table:table-column "
                    "table:number-columns-repeated=\"3\"/>" TR(
                        TC("单位") "<table:table-cell table:number-columns-spanned=\"2\">" P(
                            "金额") "<office:annotation>" P("批注") "</office:annotation></"
                                                                    "table:table-cell>" COVERED)
                        TR(TC("甲") "<table:table-cell office:value=\"1234.5\">" P(
                            "1,234.50") "</table:table-cell>" TC("2")) "<table:table-row "
                                                                       "table:number-rows-repeated="
                                                                       "\"2\">" TC("乙") "<table:table-cell "
                                                                                         "table:number-"
                                                                                         "columns-repeated="
                                                                                         "\"2\">" P(
                                                                                             "7") "</"
                                                                                                  "table:"
                                                                                                  "table-"
                                                                                                  "cell></"
                                                                                                  "table:"
                                                                                                  "table-"
                                                                                                  "row>"
                                                                                                  "<table:"
                                                                                                  "table-"
                                                                                                  "row "
                                                                                                  "table:"
                                                                                                  "number-"
                                                                                                  "rows-"
                                                                                                  "repeated="
                                                                                                  "\"1048570"
                                                                                                  "\"><"
                                                                                                  "table:"
                                                                                                  "table-"
                                                                                                  "cell "
                                                                                                  "table:"
                                                                                                  "number-"
                                                                                                  "columns-"
                                                                                                  "repeated="
                                                                                                  "\"16384\""
                                                                                                  "/></"
                                                                                                  "table:"
                                                                                                  "table-"
                                                                                                  "row></"
                                                                                                  "table:"
                                                                                                  "table>"},
        "[单位|{1x2}金额]\n[甲|1,234.50|2]\n[乙|7|7]\n[乙|7|7]\n");
}

static void test_hidden_sheets(void **state)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    (void)state;
    plugin_read(
        r,
        make(
            &z,
            &(struct parts){
                .sheets = true,
                .styles = "<style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties "
                          "table:display=\"false\"/></style:style>",
                .body = "<table:table table:name=\"底稿\" table:style-name=\"ta2\">" TR(TC(
                    "不见")) "</table:table><table:table table:name=\"支出表\">" TR(TC("a")
                                                                                        TC("b")) "<table:"
                                                                                                 "table-row "
                                                                                                 "table:"
                                                                                                 "visibility="
                                                                                                 "\"collapse"
                                                                                                 "\">" TC("c") TC(
                                                                                                     "9") "</"
                                                                                                          "ta"
                                                                                                          "bl"
                                                                                                          "e:"
                                                                                                          "ta"
                                                                                                          "bl"
                                                                                                          "e-"
                                                                                                          "ro"
                                                                                                          "w>"
                                                                                                          "</"
                                                                                                          "ta"
                                                                                                          "bl"
                                                                                                          "e:"
                                                                                                          "ta"
                                                                                                          "bl"
                                                                                                          "e"
                                                                                                          ">"}),
        "x.ods");
    assert_reads(r, "# 支出表\n[a|b]\n[c|9]\n");
    assert_slice(r->bridge->note, S("隐藏的工作表未读：底稿"));
    ptrdiff_t at = slice_find(r->doc->reading, S("9"), 0);
    assert_slice(document_where(r->doc, r->arena, (uint32_t)at, true), S("支出表!B2 (hidden)"));
    plugin_read_done(r);
    free(r);
    free(z.bytes);
}

static enum tallyd_result result_of(const struct parts *parts, char **ret_limit)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, make(&z, parts), "x");
    enum tallyd_result result = r->result;
    if (ret_limit)
        *ret_limit = r->limit ? strdup(r->limit) : NULL;
    plugin_read_done(r);
    free(r);
    free(z.bytes);
    return result;
}

static void test_outcomes(void **state)
{
    (void)state;
    assert_int_equal(result_of(&(struct parts){.body = P(" ")}, NULL), TALLYD_EMPTY);
    assert_int_equal(result_of(&(struct parts){.body = "", .sheets = true}, NULL), TALLYD_EMPTY);
    assert_int_equal(result_of(&(struct parts){.body = P("上半") "<text:p>下半"}, NULL), TALLYD_PARTIAL);
    assert_int_equal(result_of(&(struct parts){.body = "<text:p>"}, NULL), TALLYD_CORRUPT);
    assert_int_equal(
        result_of(&(struct parts){.body = "x",
                                  .manifest = "<m:manifest xmlns:m=\"" URN "manifest:1.0\"><m:file-entry>"
                                              "<m:encryption-data/></m:file-entry></m:manifest>"},
                  NULL),
        TALLYD_ENCRYPTED);
    assert_int_equal(tallyd_format.probe("PK\3\4", 4, "x.odt"), TALLYD_NO);
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

static void assert_limit(const struct parts *parts, const char *expected)
{
    char *limit = NULL;
    assert_int_equal(result_of(parts, &limit), TALLYD_LIMIT);
    assert_string_equal(limit, expected);
    free(limit);
}

static void test_limits(void **state)
{
    (void)state;
    char *styles = repeated("<style:style style:name=\"a\"/>", (1u << 16) + 1);
    assert_limit(&(struct parts){.body = P("x"), .styles = styles}, "odf_styles");
    char *lists = repeated("<text:list/>", 1u << 16);
    assert_limit(&(struct parts){.body = lists}, "odf_lists");
    char *cells = repeated(TR("<table:table-cell table:number-columns-repeated=\"1024\"/>"), 4097);
    char *table = malloc(strlen(cells) + 100);
    sprintf(table, "<table:table>%s</table:table>", cells);
    assert_limit(&(struct parts){.body = table}, "odf_cells");
    static const char wide[] =
        "<table:table><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell "
        "table:number-columns-repeated=\"16384\">" P(
            "1") "</table:table-cell></table:table-row></table:table>";
    assert_limit(&(struct parts){.body = wide, .sheets = true}, "sheet_cells");
    free(styles);
    free(lists);
    free(cells);
    free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),     cmocka_unit_test(test_raised_and_forms),
        cmocka_unit_test(test_tables),   cmocka_unit_test(test_lists),
        cmocka_unit_test(test_sheets),   cmocka_unit_test(test_hidden_sheets),
        cmocka_unit_test(test_outcomes), cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
