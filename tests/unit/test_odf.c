/* OpenDocument texts and spreadsheets as the odf plugin reads them. Linked with the plugin. */
#include "plugin_read.h"

/* The prefixes are not those that programs write: only what they stand for counts. */
#define URN "urn:oasis:names:tc:opendocument:xmlns:"
#define NAMESPACES                                                                                           \
    "xmlns:o='" URN "office:1.0' xmlns:t='" URN "text:1.0' xmlns:b='" URN "table:1.0' xmlns:d='" URN         \
    "drawing:1.0' xmlns:s='" URN "style:1.0' xmlns:v='" URN "svg-compatible:1.0'"

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
    snprintf(xml, size, "<o:%s " NAMESPACES ">%s</o:%s>", root, content, root);
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
    snprintf(content, size, "<o:automatic-styles>%s</o:automatic-styles><o:body><o:%s>%s</o:%s></o:body>",
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
    assert_file_reads(make(&z, parts), "报告.odt", expected);
    free(z.bytes);
}

static void assert_text(const char *body, const char *expected)
{
    assert_odf(&(struct parts){.body = body}, expected);
}

static void test_text(void **state)
{
    (void)state;
    assert_text("<t:p>支出358.65万元。</t:p><t:p></t:p><t:p>a<t:s t:c='2'/>b<t:tab/>c<t:line-break/>d</t:p>",
                "支出358.65万元。\na b c d\n");
    assert_text("<t:h t:outline-level='1'>概况</t:h><t:p>  前\n   <t:span>后</t:span> </t:p>",
                "# 概况\n前后\n");
    /* deleted text, a title of a picture, a ruby, a hidden section */
    assert_text("<t:tracked-changes><t:deletion><t:p>删</t:p></t:deletion></t:tracked-changes>"
                "<t:p>留<t:change t:change-id='1'/><d:frame><v:title>题</v:title></d:frame>"
                "<t:ruby><t:ruby-base>支</t:ruby-base><t:ruby-text>zhi</t:ruby-text></t:ruby></t:p>"
                "<t:section t:display='none'><t:p>隐</t:p></t:section>"
                "<t:section><t:p>显</t:p></t:section>",
                "留支\n显\n");
    /* a box and a note follow their paragraph, a comment and contents are apart */
    assert_text(
        "<t:table-of-content><t:index-body><t:p>一、概况 1</t:p></t:index-body></t:table-of-content>"
        "<t:p>甲<d:frame><d:text-box><t:p>框</t:p></d:text-box></d:frame>"
        "乙<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>注3.2万元</t:p></t:note-body>"
        "</t:note><o:annotation><t:p>批</t:p></o:annotation>丙</t:p><t:p>丁</t:p>",
        "! 一、概况1\n甲乙丙\n框\n注3.2万元\n丁\n! 批\n");
    assert_odf(&(struct parts){.styles = "<s:style s:name='T1' s:family='text'>"
                                         "<s:text-properties t:display='none'/></s:style>"
                                         "<s:style s:name='T2' s:family='text' s:parent-style-name='T1'/>",
                               .body = "<t:p>显<t:span t:style-name='T2'>隐</t:span></t:p>",
                               .common = "<o:master-styles><s:master-page>"
                                         "<s:header><t:p>页眉</t:p></s:header>"
                                         "<s:footer><t:p>页脚</t:p></s:footer>"
                                         "</s:master-page></o:master-styles>"},
               "显\n! 页眉\n! 页脚\n");
}

#define FIELD_URN "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"

/* A raised digit is not one of the figure before it; boxes and lists of a form show what they hold. */
static void test_raised_and_forms(void **state)
{
    static const char styles[] = "<s:style s:name='T1' s:family='text'>"
                                 "<s:text-properties s:text-position='super 58%'/></s:style>"
                                 "<s:style s:name='T2' s:family='text' s:parent-style-name='T1'/>"
                                 "<s:style s:name='T3' s:family='text'>"
                                 "<s:text-properties s:text-position='33% 58%'/></s:style>"
                                 "<s:style s:name='T4' s:family='text'>"
                                 "<s:text-properties s:text-position='sub 58%'/></s:style>";
    (void)state;
    assert_odf(&(struct parts){.styles = styles,
                               .body = "<t:p>612.45<t:span t:style-name='T1'>1</t:span>"
                                       "2<t:span t:style-name='T2'>3</t:span>"
                                       "4<t:span t:style-name='T3'>5</t:span>"
                                       "6<t:span t:style-name='T4'>7</t:span></t:p>"},
               "612.45¹2³4⁵67\n");
    assert_text("<t:p xmlns:f='" FIELD_URN "'>"
                "<f:fieldmark f:type='vnd.oasis.opendocument.field.FORMCHECKBOX'>"
                "<f:param f:name='Checkbox_Checked' f:value='true'/></f:fieldmark>"
                "<f:fieldmark f:type='vnd.oasis.opendocument.field.FORMCHECKBOX'/>"
                "<f:fieldmark f:type='vnd.oasis.opendocument.field.FORMDROPDOWN'>"
                "<f:param f:name='Dropdown_ListEntry' f:value='优'/>"
                "<f:param f:name='Dropdown_ListEntry' f:value='良'/>"
                "<f:param f:name='Dropdown_Selected' f:value='1'/></f:fieldmark>"
                "<f:fieldmark f:type='vnd.oasis.opendocument.field.FORMDROPDOWN'>"
                "<f:param f:name='Dropdown_ListEntry' f:value='优'/></f:fieldmark>"
                "<f:fieldmark f:type='vnd.oasis.opendocument.field.FORMDROPDOWN'>"
                "<f:param f:name='Dropdown_ListEntry' f:value='优'/>"
                "<f:param f:name='Dropdown_Selected' f:value='9'/></f:fieldmark>完</t:p>",
                "☑□良优完\n");
}

static void test_tables(void **state)
{
    (void)state;
    assert_text("<b:table><b:table-header-rows><b:table-row>"
                "<b:table-cell b:number-rows-spanned='2'><t:p>单位</t:p></b:table-cell>"
                "<b:table-cell b:number-columns-spanned='2'><t:p>金额</t:p></b:table-cell>"
                "<b:covered-table-cell/></b:table-row></b:table-header-rows>"
                "<b:table-row><b:covered-table-cell/><b:table-cell><t:p>预算</t:p></b:table-cell>"
                "<b:table-cell><t:p>决算</t:p></b:table-cell></b:table-row>"
                "<b:table-row><b:table-cell><t:p>甲</t:p></b:table-cell>"
                "<b:table-cell><t:p>1</t:p></b:table-cell><b:table-cell><t:p>2</t:p></b:table-cell>"
                "</b:table-row><b:table-row><b:table-cell b:number-columns-repeated='2'/>"
                "<b:table-cell><t:p>3</t:p></b:table-cell></b:table-row></b:table>",
                "[{2x1}单位|{1x2}金额]\n[预算|决算]\n[甲|1|2]\n[||3]\n");
    assert_text("<b:table><b:table-row><b:table-cell><t:p>外</t:p></b:table-cell>"
                "<b:table-cell><t:p>见下</t:p><b:table><b:table-row>"
                "<b:table-cell><t:p>里</t:p></b:table-cell><b:table-cell><t:p>5</t:p></b:table-cell>"
                "</b:table-row></b:table></b:table-cell></b:table-row></b:table>",
                "[外|见下]\n[里|5]\n");
    /* cells in no row, as no program writes them */
    assert_text("<b:table><b:table-cell><t:p>甲</t:p></b:table-cell>"
                "<b:table-cell><t:p>1</t:p></b:table-cell></b:table>",
                "[甲|1]\n");
}

static void test_lists(void **state)
{
    static const char styles[] =
        "<t:list-style s:name='L1'>"
        "<t:list-level-style-number t:level='1' s:num-format='一, 二, 三, ...' s:num-suffix='、'/>"
        "<t:list-level-style-number t:level='2' s:num-format='一, 二, 三, ...' s:num-prefix='（'"
        " s:num-suffix='）'/>"
        "<t:list-level-style-number t:level='3' s:num-format='1' s:num-suffix='.' t:start-value='3'/>"
        "<t:list-level-style-number t:level='4' s:num-format='1' t:display-levels='2'/></t:list-style>"
        "<t:list-style s:name='L2'><t:list-level-style-bullet t:level='1'/></t:list-style>";
    static const char body[] =
        "<t:list t:style-name='L1' xml:id='a'><t:list-item><t:p>概况</t:p>"
        "<t:list><t:list-item><t:p>机构</t:p></t:list-item><t:list-item><t:p>人员</t:p></t:list-item></"
        "t:list>"
        "</t:list-item></t:list><t:p>正文。</t:p>"
        "<t:list t:style-name='L1' t:continue-list='a'><t:list-item><t:p>收支</t:p></t:list-item></t:list>"
        "<t:list t:style-name='L1' t:continue-numbering='true'><t:list-header><t:p>无号</t:p></t:list-header>"
        "<t:list-item><t:list><t:list-item><t:list><t:list-item><t:p>三级</t:p><t:p>续</t:p></t:list-item>"
        "</t:list></t:list-item></t:list></t:list-item></t:list>"
        "<t:list t:style-name='L1'><t:list-item t:start-value='7'><t:p>新表</t:p></t:list-item></t:list>"
        "<t:list t:style-name='L2'><t:list-item><t:p>点</t:p></t:list-item></t:list>";
    (void)state;
    assert_odf(&(struct parts){.styles = styles, .body = body},
               "# 一、概况\n# （一）机构\n# （二）人员\n正文。\n# 二、收支\n无号\n# 3.三级\n续\n# "
               "七、新表\n点\n");
    /* headings numbered by the outline */
    assert_odf(&(struct parts){.common = "<o:styles><t:outline-style s:name='Outline'>"
                                         "<t:outline-level-style t:level='1' s:num-format='一, 二, 三, ...'"
                                         " s:num-suffix='、'/></t:outline-style></o:styles>",
                               .body = "<t:h t:outline-level='1'>概况</t:h>"
                                       "<t:h t:outline-level='1'>收支</t:h>"},
               "# 一、概况\n# 二、收支\n");
}

static void test_sheets(void **state)
{
    static const char body[] =
        "<b:table b:name='Sheet1'><b:table-column b:number-columns-repeated='3'/>"
        "<b:table-row><b:table-cell><t:p>单位</t:p></b:table-cell>"
        "<b:table-cell b:number-columns-spanned='2'><t:p>金额</t:p>"
        "<o:annotation><t:p>批注</t:p></o:annotation></b:table-cell><b:covered-table-cell/></b:table-row>"
        "<b:table-row><b:table-cell><t:p>甲</t:p></b:table-cell>"
        "<b:table-cell o:value='1234.5'><t:p>1,234.50</t:p></b:table-cell>"
        "<b:table-cell><t:p>2</t:p></b:table-cell></b:table-row>"
        "<b:table-row b:number-rows-repeated='2'><b:table-cell><t:p>乙</t:p></b:table-cell>"
        "<b:table-cell b:number-columns-repeated='2'><t:p>7</t:p></b:table-cell></b:table-row>"
        "<b:table-row b:number-rows-repeated='1048570'><b:table-cell b:number-columns-repeated='16384'/>"
        "</b:table-row></b:table>";
    (void)state;
    assert_odf(&(struct parts){.sheets = true, .body = body},
               "[单位|{1x2}金额]\n[甲|1,234.50|2]\n[乙|7|7]\n[乙|7|7]\n");
}

static void test_hidden_sheets(void **state)
{
    static const struct parts parts = {
        .sheets = true,
        .styles = "<s:style s:name='ta2' s:family='table'><s:table-properties b:display='false'/></s:style>",
        .body = "<b:table b:name='底稿' b:style-name='ta2'>"
                "<b:table-row><b:table-cell><t:p>不见</t:p></b:table-cell></b:table-row></b:table>"
                "<b:table b:name='支出表'><b:table-row><b:table-cell><t:p>a</t:p></b:table-cell>"
                "<b:table-cell><t:p>b</t:p></b:table-cell></b:table-row>"
                "<b:table-row b:visibility='collapse'><b:table-cell><t:p>c</t:p></b:table-cell>"
                "<b:table-cell><t:p>9</t:p></b:table-cell></b:table-row></b:table>"};
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    (void)state;
    plugin_read(r, make(&z, &parts), "x.ods");
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
    assert_int_equal(result_of(&(struct parts){.body = "<t:p> </t:p>"}, NULL), TALLYD_EMPTY);
    assert_int_equal(result_of(&(struct parts){.body = "", .sheets = true}, NULL), TALLYD_EMPTY);
    assert_int_equal(result_of(&(struct parts){.body = "<t:p>上半</t:p><t:p>下半"}, NULL), TALLYD_PARTIAL);
    assert_int_equal(result_of(&(struct parts){.body = "<t:p>"}, NULL), TALLYD_CORRUPT);
    assert_int_equal(
        result_of(&(struct parts){.body = "x",
                                  .manifest = "<m:manifest xmlns:m='" URN "manifest:1.0'><m:file-entry>"
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
    char *styles = repeated("<s:style s:name='a'/>", (1u << 16) + 1);
    assert_limit(&(struct parts){.body = "<t:p>x</t:p>", .styles = styles}, "odf_styles");
    char *lists = repeated("<t:list/>", 1u << 16);
    assert_limit(&(struct parts){.body = lists}, "odf_lists");
    char *cells =
        repeated("<b:table-row><b:table-cell b:number-columns-repeated='1024'/></b:table-row>", 4097);
    char *table = malloc(strlen(cells) + 100);
    sprintf(table, "<b:table>%s</b:table>", cells);
    assert_limit(&(struct parts){.body = table}, "odf_cells");
    static const char wide[] = "<b:table><b:table-row b:number-rows-repeated='1000000'>"
                               "<b:table-cell b:number-columns-repeated='16384'><t:p>1</t:p></b:table-cell>"
                               "</b:table-row></b:table>";
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
