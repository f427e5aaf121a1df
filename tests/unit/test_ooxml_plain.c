/* Documents and workbooks of Office as one XML text. Linked with the plugin. */
#include "plugin_read.h"

#include <iconv.h>

#define WORD_2003                                                                                            \
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><?mso-application progid='Word.Document'?>"      \
    "<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'"                         \
    " xmlns:wx='http://schemas.microsoft.com/office/word/2003/auxHint'"                                      \
    " xmlns:aml='http://schemas.microsoft.com/aml/2001/core' xmlns:v='urn:schemas-microsoft-com:vml'>"
#define END_2003 "</w:wordDocument>"

static void read_text(struct plugin_read *r, const char *text, const char *name)
{
    assert_int_equal(plugin_read_probe(slice_of(text)), TALLYD_CERTAIN);
    plugin_read(r, slice_of(text), name);
}

static void assert_text(const char *text, const char *expected)
{
    struct plugin_read *r = malloc(sizeof *r);
    read_text(r, text, "附件.doc");
    assert_reads(r, expected);
    assert_true(slice_eq(r->bridge->kind, S(".xml")));
    plugin_read_done(r);
    free(r);
}

static void assert_result(const char *text, enum tallyd_result result)
{
    struct plugin_read *r = malloc(sizeof *r);
    read_text(r, text, "附件.doc");
    assert_int_equal(r->result, result);
    plugin_read_done(r);
    free(r);
}

static void test_text_2003(void **state)
{
    (void)state;
    assert_text(WORD_2003
                "<w:styles><w:style w:styleId='1'><w:name w:val='heading 1'/>"
                "<w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>"
                "<w:style w:styleId='h'><w:name w:val='h'/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
                "<w:body><wx:sect><w:p><w:pPr><w:pStyle w:val='1'/></w:pPr>"
                "<w:r><w:t>一、收支情况</w:t></w:r></w:p>"
                "<wx:sub-section><w:p><w:r><w:t>支出</w:t></w:r>"
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
                "<w:r><w:rPr><w:rStyle w:val='h'/></w:rPr><w:t>藏</w:t></w:r>"
                "<w:r><w:t>12.00万元。</w:t></w:r></w:p></wx:sub-section></wx:sect></w:body>" END_2003,
                "# 一、收支情况\n支出12.00万元。\n");
}

static void test_changes_2003(void **state)
{
    (void)state;
    assert_text(WORD_2003
                "<w:body><w:p><w:r><w:t>支出</w:t></w:r>"
                "<aml:annotation aml:id='1' w:type='Word.Deletion'><aml:content>"
                "<w:r><w:delText>10.00</w:delText></w:r></aml:content></aml:annotation>"
                "<aml:annotation aml:id='2' w:type='Word.Insertion'><aml:content>"
                "<w:r><w:t>12.00</w:t></w:r></aml:content></aml:annotation>"
                "<w:r><w:t>万元。</w:t></w:r></w:p>"
                "<w:p><w:pPr><w:rPr><aml:annotation aml:id='3' w:type='Word.Deletion'/></w:rPr></w:pPr>"
                "<w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半。</w:t></w:r></w:p>"
                "<w:p><aml:annotation aml:id='4' w:type='Word.Comment'><aml:content>"
                "<w:p><w:r><w:t>批注</w:t></w:r></w:p></aml:content></aml:annotation>"
                "<w:r><w:t>末段。</w:t></w:r></w:p></w:body>" END_2003,
                "支出12.00万元。\n前半后半。\n末段。\n");
}

#define P(text)             "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define C(properties, text) "<w:tc><w:tcPr>" properties "</w:tcPr>" P(text) "</w:tc>"
#define HEAD_1              C("<w:vmerge w:val='restart'/>", "项目") C("<w:gridSpan w:val='2'/>", "金额")
#define HEAD_2              C("<w:vmerge/>", "") C("", "预算") C("", "决算")
#define HEAD                "<w:tr>" HEAD_1 "</w:tr><w:tr>" HEAD_2 "</w:tr>"
#define CHANGED(how)        "<w:trPr><aml:annotation w:type='" how "'/></w:trPr>"
#define DELETED             CHANGED("Word.Deletion") C("", "删去") C("", "1") C("", "2")
#define INSERTED            CHANGED("Word.Insertion") C("", "合计") C("", "8.00") C("", "7.00")

static void test_tables_2003(void **state)
{
    (void)state;
    assert_text(WORD_2003 "<w:body><w:tbl>" HEAD "<w:tr>" DELETED "</w:tr><w:tr>" INSERTED
                          "</w:tr></w:tbl></w:body>" END_2003,
                "[{2x1}项目|{1x2}金额]\n[预算|决算]\n[合计|8.00|7.00]\n");
}

#define ITEM(list, level, shown, text)                                                                       \
    "<w:p><w:pPr><w:listPr><w:ilvl w:val='" level "'/><w:ilfo w:val='" list "'/><wx:t wx:val='" shown        \
    "'/></w:listPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define ITEMS                                                                                                \
    ITEM("1", "0", "一、", "甲")                                                                             \
    ITEM("1", "0", "一、", "乙") ITEM("1", "1", "1.", "丙") ITEM("9", "0", "（三）", "丁")

/* Numbers are counted where the list is there: a program that filled a template repeats what was shown once. */
static void test_lists_2003(void **state)
{
    (void)state;
    assert_text(
        WORD_2003
        "<w:lists><w:listDef w:listDefId='0'>"
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:nfc w:val='37'/><w:suff w:val='Nothing'/>"
        "<w:lvlText w:val='%1、'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:suff w:val='Nothing'/><w:lvlText w:val='%2.'/></w:lvl>"
        "</w:listDef><w:list w:ilfo='1'><w:ilst w:val='0'/></w:list></w:lists>"
        "<w:body>" ITEMS "</w:body>" END_2003,
        "# 一、甲\n# 二、乙\n# 1.丙\n# （三）丁\n");
}

static void test_beside_2003(void **state)
{
    (void)state;
    assert_text(
        WORD_2003
        "<w:body><wx:sect><w:p><w:r><w:t>支出12.00万元</w:t></w:r>"
        "<w:r><w:footnote><w:p><w:r><w:t>含结转。</w:t></w:r></w:p></w:footnote></w:r>"
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>框内。</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>。</w:t></w:r></w:p>"
        "<w:sectPr><w:hdr w:type='odd'><w:p><w:r><w:t>水务局年度报告</w:t></w:r></w:p></w:hdr>"
        "<w:ftr><w:p><w:r><w:t>第1页</w:t></w:r></w:p></w:ftr></w:sectPr></wx:sect></w:body>" END_2003,
        "支出12.00万元。\n含结转。\n框内。\n! 水务局年度报告第1页\n");
}

#define OPEN_URI "http://schemas.openxmlformats.org/"
#define FLAT                                                                                                 \
    "<?xml version='1.0' standalone='yes'?><?mso-application progid='Word.Document'?>"                       \
    "<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>"                          \
    "<pkg:part pkg:name='/_rels/.rels' pkg:padding='512'><pkg:xmlData>"                                      \
    "<Relationships xmlns='" OPEN_URI "package/2006/relationships'><Relationship Id='r1' Type='" OPEN_URI    \
    "officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>"         \
    "</pkg:xmlData></pkg:part>"                                                                              \
    "<pkg:part pkg:name='/word/media/image1.png'><pkg:binaryData>iVBORw0K</pkg:binaryData></pkg:part>"       \
    "<pkg:part pkg:name='/word/document.xml'><pkg:xmlData>"                                                  \
    "<w:document xmlns:w='" OPEN_URI "wordprocessingml/2006/main'><w:body>"
#define END_FLAT "</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"

static void test_flat(void **state)
{
    (void)state;
    assert_text(FLAT "<w:p><w:r><w:t>支出12.00万元。</w:t></w:r></w:p>"
                     "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>合计</w:t></w:r></w:p></w:tc>"
                     "<w:tc><w:p><w:r><w:t>8.00</w:t></w:r></w:p></w:tc></w:tr></w:tbl>" END_FLAT,
                "支出12.00万元。\n[合计|8.00]\n");
    assert_result(FLAT END_FLAT, TALLYD_SCANNED);
    assert_result(FLAT P("支出12.00万元。"), TALLYD_PARTIAL);
    assert_result("<?xml version='1.0'?>"
                  "<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'/>",
                  TALLYD_CORRUPT);
}

static void test_results_2003(void **state)
{
    (void)state;
    assert_int_equal(plugin_read_probe(S("<?xml version=\"1.0\"?><a/>")), TALLYD_NO);
    assert_result(WORD_2003 "<w:body/>" END_2003, TALLYD_EMPTY);
    assert_result(
        WORD_2003
        "<w:body><w:p><w:r><w:pict><w:binData w:name=\"a.png\">iVBORw0K</w:binData></w:pict></w:r></w:p>"
        "</w:body>" END_2003,
        TALLYD_SCANNED);
    assert_result(WORD_2003 "<w:body>" P("支出12.00万元。") "<w:p>", TALLYD_PARTIAL);
    assert_result(WORD_2003 "<w:body><w:p", TALLYD_CORRUPT);
}

/* UTF-8 as another set; what stays is the caller's. */
static char *in_set(const char *set, const char *text, size_t *ret_size)
{
    iconv_t to = iconv_open(set, "UTF-8");
    size_t left = strlen(text), room = left * 2;
    char *bytes = calloc(1, room + 1), *at = bytes, *copy = strdup(text), *from = copy;
    assert_int_not_equal((intptr_t)to, -1);
    assert_int_equal(iconv(to, &from, &left, &at, &room), 0);
    iconv_close(to);
    free(copy);
    *ret_size = (size_t)(at - bytes);
    return bytes;
}

#define BOOK(declared)                                                                                        \
    "<?xml version='1.0' encoding='" declared "'?>"                                                           \
    "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'"                                          \
    " xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet ss:Name='收支'><Table>"            \
    "<Row><Cell><Data ss:Type='String'>项目</Data></Cell><Cell><Data ss:Type='String'>金额</Data></Cell>" \
    "</Row><Row><Cell><Data ss:Type='String'>合计</Data></Cell>"                                            \
    "<Cell><Data ss:Type='Number'>12.5</Data></Cell></Row></Table></Worksheet></Workbook>"

static void test_charsets(void **state)
{
    (void)state;
    static const struct {
        const char *set, *text, *encoding;
    } cases[] = {
        {"GB2312", BOOK("gb2312"), "gb18030"},   {"GBK", BOOK("GBK"), "gb18030"},
        {"GB18030", BOOK("GB18030"), "gb18030"}, {"UTF-8", BOOK("GB2312"), NULL}, /* says what it is not */
        {"UTF-8", BOOK("utf-8"), NULL},
    };
    assert_int_equal(tallyd_format.init(), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t size;
        char *bytes = in_set(cases[i].set, cases[i].text, &size);
        struct plugin_read *r = malloc(sizeof *r);
        assert_int_equal(plugin_read_probe((struct slice){bytes, size}), TALLYD_CERTAIN);
        plugin_read(r, (struct slice){bytes, size}, "收支.xls");
        assert_reads(r, "# 收支\n[项目|金额]\n[合计|12.5]\n");
        if (cases[i].encoding)
            assert_string_equal(r->bridge->encoding, cases[i].encoding);
        else
            assert_null(r->bridge->encoding);
        plugin_read_done(r);
        free(r);
        free(bytes);
    }
}

/* Bytes that the named set does not have: the rest is read. */
static void test_bad_bytes(void **state)
{
    (void)state;
    size_t size;
    char *bytes =
        in_set("GB18030", WORD_2003 "<w:body>" P("支出12.00万元。") P("末段x") "</w:body>" END_2003, &size);
    struct plugin_read r;
    char *named = memmem(bytes, size, "UTF-8", 5);
    for (size_t i = 0; i < 6; i++)
        named[i] = "GBK'  "[i];
    *(char *)memmem(bytes, size, "x<", 2) = (char)0xFF;
    plugin_read(&r, (struct slice){bytes, size}, "a.doc");
    assert_int_equal(r.result, TALLYD_PARTIAL);
    plugin_read_done(&r);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_2003),    cmocka_unit_test(test_changes_2003),
        cmocka_unit_test(test_tables_2003),  cmocka_unit_test(test_lists_2003),
        cmocka_unit_test(test_beside_2003),  cmocka_unit_test(test_flat),
        cmocka_unit_test(test_results_2003), cmocka_unit_test(test_charsets),
        cmocka_unit_test(test_bad_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
