/* Workbooks as the ooxml plugin reads them. Linked with the plugin. */
#include "plugin_read.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define X      "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"

/* A part with its root element around it. */
static void add_part(struct zip_write *z, const char *name, const char *root, const char *uri,
                     const char *content)
{
    size_t size = strlen(content) + 300;
    char *xml = malloc(size);
    snprintf(xml, size,
             "<?xml version=\"1.0\"?><%s xmlns=\"%s\" "
             "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">%s</%s>",
             root, uri, content, root);
    zip_add_text(z, name, xml);
    free(xml);
}

struct parts {
    const char *sheet, *sheet2, *strings, *styles;
    const char *sheets; /* of the workbook; NULL: one, Sheet1 */
    const char *uri;
};

static struct slice make(struct zip_write *z, const struct parts *parts)
{
    static const char relations[] =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"r1\" Type=\"" OFFICE "worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"r2\" Type=\"" OFFICE "worksheet\" Target=\"worksheets/sheet2.xml\"/>"
        "<Relationship Id=\"r3\" Type=\"" OFFICE "sharedStrings\" Target=\"sharedStrings.xml\"/>"
        "<Relationship Id=\"r4\" Type=\"" OFFICE "styles\" Target=\"styles.xml\"/></Relationships>";
    static const char package[] =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"r1\" Type=\"" OFFICE
        "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    const char *uri = parts->uri ? parts->uri : X;
    zip_add_text(z, "_rels/.rels", package);
    add_part(z, "xl/workbook.xml", "workbook", uri,
             parts->sheets ? parts->sheets
                           : "<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"r1\"/></sheets>");
    zip_add_text(z, "xl/_rels/workbook.xml.rels", relations);
    add_part(z, "xl/worksheets/sheet1.xml", "worksheet", uri, parts->sheet);
    if (parts->sheet2)
        add_part(z, "xl/worksheets/sheet2.xml", "worksheet", uri, parts->sheet2);
    if (parts->strings)
        add_part(z, "xl/sharedStrings.xml", "sst", uri, parts->strings);
    if (parts->styles)
        add_part(z, "xl/styles.xml", "styleSheet", uri, parts->styles);
    return zip_finish(z);
}

static void assert_xlsx(const struct parts *parts, const char *expected)
{
    struct zip_write z = {0};
    assert_file_reads(make(&z, parts), "报表.xlsx", expected);
    free(z.bytes);
}

static void assert_sheet(const char *sheet, const char *expected)
{
    assert_xlsx(&(struct parts){.sheet = sheet}, expected);
    assert_xlsx(&(struct parts){.sheet = sheet, .uri = STRICT}, expected);
}

/* A cell of text, one of a number. */
#define T(at, text)   "<c r=\"" at "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define N(at, value)  "<c r=\"" at "\"><v>" value "</v></c>"
#define ROW(n, cells) "<row r=\"" #n "\">" cells "</row>"
#define DATA(rows)    "<sheetData>" rows "</sheetData>"
#define MERGES(list)  "<mergeCells>" list "</mergeCells>"
#define MERGED(area)  "<mergeCell ref=\"" area "\"/>"

static void test_cells(void **state)
{
    static const char strings[] =
        "<si><t>项目</t></si><si><r><t>决</t></r><r><rPr/><t>算数</t></r><rPh><t>xx</t></rPh></si>"
        "<si><t>一_x000D_\n二_x4E09_三_x</t></si>";
    static const char styles[] =
        "<numFmts><numFmt numFmtId=\"176\" formatCode=\"0.00&quot;万元&quot;\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"4\"/><xf numFmtId=\"10\"/><xf numFmtId=\"176\"/>"
        "<xf numFmtId=\"31\"/></cellXfs>";
    (void)state;
    assert_xlsx(
        &(struct parts){
            .strings = strings,
            .styles = styles,
            .sheet = DATA(
                ROW(1, "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>")
                    ROW(2, "<c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" s=\"1\"><f>SUM(B3:B9)</f>"
                           "<v>1234.5</v></c>") ROW(3, T("A3", "率") "<c r=\"B3\" s=\"2\"><v>0.94678</v></c>")
                        ROW(4, T("A4", "钱") "<c r=\"B4\" s=\"3\"><v>3.14159</v></c>")
                            ROW(5, T("A5", "日") "<c r=\"B5\" s=\"4\"><v>44561</v></c>")
                                ROW(6, T("A6", "错") "<c r=\"B6\" t=\"e\"><v>#REF!</v></c>")
                                    ROW(7, T("A7", "真") "<c r=\"B7\" t=\"b\"><v>1</v></c>")
                                        ROW(8, T("A8", "式") "<c r=\"B8\" t=\"str\"><f>A1</f><v>文</v></c>")
                                            ROW(9, T("A9", "尾") N("B9", "0.30000000000000004")))},
        "[项目|决算数]\n[一二三三_x|1,234.50]\n[率|94.68%]\n[钱|3.14万元]\n[日|2021年12月31日]\n[错|#REF!]\n["
        "真|TRUE]\n[式|文]\n"
        "[尾|0.3]\n");
    /* cells and rows that do not say where they are; a string that is not there */
    assert_sheet(
        DATA("<row><c t=\"inlineStr\"><is><t>甲</t></is></c><c><v>1</v></c></row>"
             "<row><c t=\"inlineStr\"><is><t>乙</t></is></c><c><v>2</v></c><c t=\"s\"><v>7</v></c></row>"),
        "[甲|1]\n[乙|2]\n");
}

static void test_merges(void **state)
{
    (void)state;
    assert_sheet(DATA(ROW(1, T("A1", "单位") T("B1", "金额")) ROW(2, T("B2", "预算") T("C2", "决算")) ROW(
                     3, T("A3", "甲") N("B3", "1") N("C3", "2"))) MERGES(MERGED("A1:A2") MERGED("B1:C1")),
                 "[{2x1}单位|{1x2}金额]\n[预算|决算]\n[甲|1|2]\n");
    /* what a merged area covers is not shown; a column without any text is left out */
    assert_sheet(DATA(ROW(1, T("A1", "甲") T("B1", "盖住") T("E1", "乙")) ROW(2, N("A2", "1") N("E2", "2")))
                     MERGES(MERGED("A1:C1") MERGED("bad") MERGED("Z9:A1")),
                 "[甲|乙]\n[1|2]\n");
    /* blank cells stay blank cells */
    assert_sheet(DATA(ROW(1, T("A1", "a") T("B1", "b") T("C1", "c")) ROW(2, N("A2", "1") N("C2", "3"))
                          ROW(3, N("B3", "2"))),
                 "[a|b|c]\n[1||3]\n[|2|]\n");
}

static void test_tables_of_a_sheet(void **state)
{
    (void)state;
    /* name and unit above, a remark below, another table after a blank row */
    assert_sheet(DATA(ROW(1, T("A1", "收入表")) ROW(2, T("A2", "编制单位：某局") T("C2", "单位：万元"))
                          ROW(3, T("A3", "项目") T("B3", "预算") T("C3", "决算"))
                              ROW(4, T("A4", "合计") N("B4", "1") N("C4", "2"))
                                  ROW(5, T("A5", "注：本表反映的是部门本年度的总收入情况。"))
                                      ROW(7, T("A7", "支出表")) ROW(8, T("A8", "项目") T("B8", "数"))
                                          ROW(9, T("A9", "合计") N("B9", "3"))) MERGES(MERGED("A1:C1")),
                 "收入表\n编制单位：某局\n单位：万元\n[项目|预算|决算]\n[合计|1|2]"
                 "\n注：本表反映的是部门本年度的总收入情况。\n"
                 "支出表\n[项目|数]\n[合计|3]\n");
    /* a blank row inside a table */
    assert_sheet(DATA(ROW(1, T("A1", "a") T("B1", "b")) ROW(3, N("A3", "1") N("B3", "2"))),
                 "[a|b]\n[|]\n[1|2]\n");
    /* the sheet's name over a table that has none, unless it is a program's */
    assert_xlsx(
        &(struct parts){
            .sheets =
                "<sheets><sheet name=\"收支总表\" r:id=\"r1\"/><sheet name=\"Sheet2\" r:id=\"r2\"/></sheets>",
            .sheet = DATA(ROW(1, T("A1", "a") T("B1", "b")) ROW(2, N("A2", "1") N("B2", "2"))),
            .sheet2 = DATA(ROW(1, T("A1", "c") T("B1", "d")) ROW(2, N("A2", "3") N("B2", "4")))},
        "# 收支总表\n[a|b]\n[1|2]\n[c|d]\n[3|4]\n");
    assert_sheet(DATA(ROW(1, T("A1", "只有一格。"))), "只有一格。\n");
}

static void test_hidden(void **state)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    (void)state;
    /* marks of programs go, hidden parts of a total stay and are told */
    plugin_read(r,
                make(&z,
                     &(struct parts){
                         .sheet = "<cols><col min=\"1\" max=\"1\" hidden=\"1\"/><col min=\"4\" max=\"4\" "
                                  "hidden=\"1\"/></cols>" DATA(
                                      "<row r=\"1\" hidden=\"1\">" T("B1", "AD_CODE#") "</row>" ROW(
                                          2, T("A2", "k") T("B2", "项目") T("C2", "数") T("D2", "隐"))
                                          ROW(3, T("A3", "k") T("B3", "甲") N("C3", "1")
                                                     N("D3", "5")) "<row r=\"4\" hidden=\"1\">" T("B4", "乙")
                                              N("C4", "2") "</row>")}),
                "x.xlsx");
    assert_reads(r, "[项目|数|隐]\n[甲|1|5]\n[乙|2|]\n");
    struct cell *shown = table_cell(r->doc->tables[0], 1, 1), *column = table_cell(r->doc->tables[0], 1, 2),
                *row = table_cell(r->doc->tables[0], 2, 1);
    assert_true(!shown->place.hidden && column->place.hidden && row->place.hidden);
    assert_slice(document_where(r->doc, r->arena, shown->text.from, false), S("Sheet1!C3"));
    assert_slice(document_where(r->doc, r->arena, row->text.from, false), S("Sheet1!C4（隐藏）"));
    plugin_read_done(r);
    free(z.bytes);
    z = (struct zip_write){0};
    plugin_read(r,
                make(&z, &(struct parts){.sheets = "<sheets><sheet name=\"底稿\" state=\"hidden\" "
                                                   "r:id=\"r2\"/><sheet name=\"表\" r:id=\"r1\"/>"
                                                   "</sheets>",
                                         .sheet = DATA(ROW(1, T("A1", "见"))),
                                         .sheet2 = DATA(ROW(1, T("A1", "不见")))}),
                "x.xlsx");
    assert_reads(r, "# 表\n见\n");
    assert_slice(r->bridge->note, S("隐藏的工作表未读：底稿"));
    plugin_read_done(r);
    free(r);
    free(z.bytes);
}

static void assert_outcome(const struct parts *parts, enum tallyd_result result, const char *limit)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, make(&z, parts), "x.xlsx");
    assert_int_equal(r->result, result);
    if (limit)
        assert_string_equal(r->limit, limit);
    plugin_read_done(r);
    free(r);
    free(z.bytes);
}

static char *repeated(const char *before, const char *piece, size_t times, const char *after)
{
    size_t length = strlen(piece), first = strlen(before);
    char *text = malloc(first + length * times + strlen(after) + 1);
    strcpy(text, before);
    for (size_t i = 0; i < times * length; i++)
        text[first + i] = piece[i % length];
    strcpy(text + first + length * times, after);
    return text;
}

static void test_outcomes(void **state)
{
    (void)state;
    assert_outcome(&(struct parts){.sheet = ""}, TALLYD_EMPTY, NULL);
    assert_outcome(&(struct parts){.sheet = DATA(ROW(1, N("A1", "1"))) "<open>"}, TALLYD_PARTIAL, NULL);
    assert_outcome(&(struct parts){.sheet = "<open>"}, TALLYD_CORRUPT, NULL);
    assert_outcome(&(struct parts){.sheet = DATA(ROW(1, N("A1", "1"))), .strings = "<si>"}, TALLYD_PARTIAL,
                   NULL);
    assert_outcome(
        &(struct parts){
            .sheets = "<sheets><sheet name=\"a\" r:id=\"gone\"/><sheet name=\"b\" r:id=\"r1\"/></sheets>",
            .sheet = DATA(ROW(1, N("A1", "1")))},
        TALLYD_PARTIAL, NULL);
}

/* Excel's binary form in the same package is named. */
static void test_binary(void **state)
{
    (void)state;
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    zip_add_text(&z, "_rels/.rels",
                 "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                 "<Relationship Id=\"r1\" Type=\"" OFFICE
                 "officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>");
    zip_add_text(&z, "xl/workbook.bin", "\x83\x01");
    plugin_read(r, zip_finish(&z), "报表.xlsb");
    assert_int_equal(r->result, TALLYD_UNSUPPORTED);
    assert_slice(r->bridge->note, S("Excel 二进制工作簿（.xlsb），请另存为 .xlsx 后重新报送"));
    plugin_read_done(r);
    free(r);
    free(z.bytes);
}

static void assert_unsupported(struct slice bytes, const char *note)
{
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, bytes, "x");
    assert_int_equal(r->result, TALLYD_UNSUPPORTED);
    assert_slice(r->bridge->note, slice_of(note));
    plugin_read_done(r);
    free(r);
}

/* Archives and presentations are named; what another plugin would read is not, so that it can be asked for. */
static void test_others(void **state)
{
    static const struct {
        const char *entry, *note;
    } others[] = {{"报送材料/自评报告.docx", "压缩包，请解压后逐份报送"},
                  {"ppt/presentation.xml", "演示文稿（.pptx）不在检查范围"},
                  {"mimetype", ""},
                  {"OFD.xml", ""},
                  {"_rels/.rels", ""}};
    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) {
        struct zip_write z = {0};
        zip_add_text(&z, others[i].entry, "x");
        assert_unsupported(zip_finish(&z), others[i].note);
        free(z.bytes);
    }
    static const char seven[] = "7z\xBC\xAF\x27\x1C\0\4";
    assert_unsupported(S("Rar!\x1A\x07\x01"), others[0].note);
    assert_unsupported((struct slice){seven, sizeof seven}, others[0].note);
    assert_int_equal(plugin_read_probe(S("Rar!\x1A\x07\x01")), TALLYD_MAYBE);
    assert_int_equal(plugin_read_probe(S("Rar!")), TALLYD_NO);
    assert_int_equal(tallyd_format.probe("PK\3\4", 4, "x"), TALLYD_MAYBE);
    assert_true(tallyd_format.probe("PK\3\4", 4, "x.ZIP") > TALLYD_MAYBE);
}

static void test_limits(void **state)
{
    static const struct {
        const char *before, *piece;
        size_t times;
        const char *after, *limit;
    } cases[] = {
        {"<mergeCells>", "<mergeCell ref=\"A1:XFD2\"/>", 1025, "</mergeCells>", "sheet_merges"},
        {"<sheetData>", "<row><c><v>1</v></c><c><v>1</v></c></row>", (1u << 17) + 1, "</sheetData>",
         "table_rows"},
        {"<sheetData><row r=\"1\">", "<c r=\"A1\"><v>1</v></c>", (1u << 21) + 1, "</row></sheetData>",
         "sheet_cells"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *sheet = repeated(cases[i].before, cases[i].piece, cases[i].times, cases[i].after);
        assert_outcome(&(struct parts){.sheet = sheet}, TALLYD_LIMIT, cases[i].limit);
        free(sheet);
    }
    char *sheets = repeated("<sheets>", "<sheet name=\"a\" r:id=\"r1\"/>", 1025, "</sheets>");
    assert_outcome(&(struct parts){.sheet = "", .sheets = sheets}, TALLYD_LIMIT, "xlsx_sheets");
    free(sheets);
    char *styles = repeated("<cellXfs>", "<xf/>", (1u << 17) + 1, "</cellXfs>");
    assert_outcome(&(struct parts){.sheet = "", .styles = styles}, TALLYD_LIMIT, "xlsx_styles");
    free(styles);
    char *codes = repeated("", "<numFmt numFmtId=\"1\" formatCode=\"0\"/>", (1u << 12) + 1, "");
    assert_outcome(&(struct parts){.sheet = "", .styles = codes}, TALLYD_LIMIT, "xlsx_codes");
    free(codes);
    char *strings = repeated("", "<si/>", (1u << 21) + 1, "");
    assert_outcome(&(struct parts){.sheet = "", .strings = strings}, TALLYD_LIMIT, "xlsx_strings");
    free(strings);
}

static void assert_noted(const char *sheet, const char *note)
{
    struct zip_write z = {0};
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, make(&z, &(struct parts){.sheet = sheet}), "x.xlsx");
    assert_int_equal(r->result, note ? TALLYD_PARTIAL : TALLYD_OK);
    assert_int_equal(r->bridge->note.len != 0, note != NULL);
    if (note)
        assert_non_null(strstr(r->bridge->note.at, note));
    plugin_read_done(r);
    free(r);
    free(z.bytes);
}

/* A program that does not compute wrote them: what they would show is not known. */
static void test_formulas_without_value(void **state)
{
    (void)state;
    assert_noted(DATA(ROW(1, T("A1", "甲") N("B1", "1")) ROW(
                     2, T("A2", "合计") "<c r=\"B2\"><f>SUM(B1:B1)</f></c><c r=\"C2\"><f>B2</f><v></v></c>")),
                 "2个公式没有保存计算结果");
    assert_noted(DATA(ROW(1, T("A1", "甲") "<c r=\"B1\"><f>1</f><v>1</v></c>"
                                           "<c r=\"C1\" t=\"str\"><f>IF(B1,\"\",1)</f><v></v></c>")),
                 NULL);
}

#define HEAD_2003                                                                                            \
    "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "               \
    "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" "                                             \
    "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><Styles><Style ss:ID=\"d\"><NumberFormat "           \
    "ss:Format=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></Style><Style ss:ID=\"s\">"         \
    "<NumberFormat ss:Format=\"Short Date\"/></Style></Styles>"
#define DAY(style, day)                                                                                      \
    "<Cell ss:StyleID=\"" style "\"><Data ss:Type=\"DateTime\">" day "T00:00:00.000</Data></Cell>"
#define SHEET_2003(name, rows, more)                                                                         \
    "<Worksheet ss:Name=\"" name "\"><Table>" rows "</Table>" more "</Worksheet>"
#define HIDDEN_2003 "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
#define TEXT_2003   "<Cell><Data ss:Type=\"String\">甲</Data></Cell>"

static void assert_2003(const char *xml, const char *expected, enum tallyd_result result, const char *note)
{
    struct plugin_read *r = malloc(sizeof *r);
    plugin_read(r, slice_of(xml), "x.xls");
    assert_int_equal(r->result, result);
    assert_string_equal(dump_document(&r->dump, r->doc), expected);
    assert_true(note ? r->bridge->note.len && strstr(r->bridge->note.at, note) : !r->bridge->note.len);
    plugin_read_done(r);
    free(r);
}

static void test_2003_shown(void **state)
{
    (void)state;
    assert_2003(HEAD_2003 SHEET_2003("表",
                                     "<Row>" DAY("d", "2024-02-29") DAY("s", "1900-03-01") "</Row><Row>" DAY(
                                         "s", "2000-01-01") DAY("s", "2023-12-31") "</Row>",
                                     "") "</Workbook>",
                "# 表\n[2024年2月29日|1900/3/1]\n[2000/1/1|2023/12/31]\n", TALLYD_OK, NULL);
    assert_2003(
        HEAD_2003 SHEET_2003("表", "<Row>" TEXT_2003 "<Cell ss:Formula=\"=R1C1\"/>" TEXT_2003 "</Row>", "")
            SHEET_2003("密", "<Row>" TEXT_2003 "</Row>", HIDDEN_2003) "</Workbook>",
        "# 表\n[甲|甲]\n", TALLYD_PARTIAL,
        "1个公式没有保存计算结果，未读（请用 Excel 或 WPS 打开并保存后重新报送）；隐藏的工作表未读：密");
}

/* Excel 2003's XML. */
static void test_2003(void **state)
{
    static const char xml[] =
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook "
        "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
        "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
        "<Styles><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"Standard\"/></Style></Styles>"
        "<Worksheet ss:Name=\"支出表\"><Table><Column ss:Index=\"4\" ss:Hidden=\"1\"/><Row><Cell "
        "ss:MergeDown=\"1\"><Data "
        "ss:Type=\"String\">单位</Data></Cell><Cell ss:MergeAcross=\"1\"><Data "
        "ss:Type=\"String\">金额</Data><Comment><Data>批注"
        "</Data></Comment></Cell></Row><Row><Cell ss:Index=\"2\"><Data "
        "ss:Type=\"String\">预算</Data></Cell><Cell><Data "
        "ss:Type=\"String\">日</Data></Cell></Row><Row ss:Index=\"3\"><Cell><Data "
        "ss:Type=\"String\">甲</Data></Cell><Cell "
        "ss:StyleID=\"s1\"><Data ss:Type=\"Number\">1234.5</Data></Cell><Cell><Data "
        "ss:Type=\"DateTime\">2021-12-31T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>";
    struct plugin_read *r = malloc(sizeof *r);
    (void)state;
    assert_int_equal(plugin_read_probe(slice_of(xml)), TALLYD_CERTAIN);
    plugin_read(r, slice_of(xml), "x.xls");
    assert_reads(r, "# 支出表\n[{2x1}单位|{1x2}金额]\n[预算|日]\n[甲|1,234.50|2021-12-31]\n");
    plugin_read_done(r);
    plugin_read(r, (struct slice){xml, sizeof xml - 60}, "x.xls");
    assert_int_equal(r->result, TALLYD_PARTIAL);
    plugin_read_done(r);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_merges),
        cmocka_unit_test(test_tables_of_a_sheet),
        cmocka_unit_test(test_2003),
        cmocka_unit_test(test_2003_shown),
        cmocka_unit_test(test_formulas_without_value),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_binary),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
