#!/usr/bin/env python3
"""Writes plugins/*/cases/*/input.*: invented documents, of which each holds a few things that its format makes easy to read wrongly.
Usage: inputs.py [WORD…]; only cases whose path has one of the words. The .doc and .xls are what LibreOffice makes of the .docx and .xlsx;
they are committed, since each of its versions writes other bytes."""
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/formats"))
from fixed_inputs import FIXED  # noqa: E402
from protected_inputs import protect  # noqa: E402
from make_formats import OFFICE, TYPES, odf_parts, relations, write_zip  # noqa: E402

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


# ---------------------------------------------------------------- .docx

def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"


def paragraph(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def item(level, text):
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def cell(text, span=1, down="", inner=""):
    merge = {"": "", "first": '<w:vMerge w:val="restart"/>', "next": "<w:vMerge/>"}[down]
    return f'<w:tc><w:tcPr><w:tcW w:w="{1200 * span}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{paragraph(text)}{inner}</w:tc>'


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<') else cell(c) for c in cells)}</w:tr>"


def table(columns, *rows):
    edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = '<w:gridCol w:w="1200"/>' * columns
    return f'<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


def docx(path, body):
    levels = "".join(f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
                     for i, (form, text) in enumerate([("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")]))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    parts = {"document.main": "document", "numbering": "numbering", "footnotes": "footnotes", "header": "header1"}
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}{part}+xml"/>' for part, name in parts.items())
    notes = f'<w:footnote w:id="2">{paragraph("含上年结转12.00万元。")}</w:footnote>'
    last = f'<w:sectPr><w:headerReference xmlns:r="{OFFICE[:-1]}" w:type="default" r:id="r3"/></w:sectPr>'
    write_zip(path, {
        "[Content_Types].xml": f'<Types {TYPES}><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}{last}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(("numbering", "numbering.xml"), ("footnotes", "footnotes.xml"), ("header", "header1.xml")),
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
                              '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>',
        "word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraph("临浦区档案馆自评报告")}</w:hdr>',
    })


def text_body(control=True):
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    box = (f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>{paragraph("框中：外包费用14.00万元。")}</w:txbxContent></mc:Choice>'
           f'<mc:Fallback><w:txbxContent>{paragraph("框中：外包费用14.00万元。")}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>')
    last = paragraph("基本支出198.40万元，其中：人员经费171.30万元，公用经费27.20万元。")
    return "".join([
        paragraph("临浦区档案馆2022年度绩效自评报告"),
        item(0, "基本情况"),
        paragraph("编制数12人，年末在职", '<w:ins w:id="1" w:author="a">' + run("人员") + "</w:ins>",
                  '<w:del w:id="2" w:author="a"><w:r><w:delText>干部</w:delText></w:r></w:del>', "11人", run("（初稿）", "<w:vanish/>"), "。"),
        item(0, "预算执行情况"),
        item(1, "收入情况"),
        paragraph("年初预算268.00万元，全年预算280.00万元",
                  '<w:r><w:footnoteReference w:id="2"/></w:r>', "，实际支出270.00万元，执行率", field.format("begin"),
                  "<w:r><w:instrText> =270/280*100 </w:instrText></w:r>", field.format("separate"), "98.43%", field.format("end"), "。", box),
        item(1, "支出情况"),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{last}</w:sdtContent></w:sdt>" if control else last,
    ])


def grid_body():
    inner = table(2, row("其中", "金额"), row("委托", "3.60"))
    return "".join([
        paragraph("临浦区档案馆2022年度支出明细表"), paragraph("单位：万元"),
        table(4,
              row(cell("科目", down="first"), cell("支出", 2), cell("合计", down="first")),
              row(cell("", down="next"), "基本支出", "项目支出", cell("", down="next")),
              row("档案事务", "150.00", "71.60", "221.60"),
              row("社会保障", "30.40", "0.00", "30.40"),
              row("住房保障", "18.00", "0.00", "18.00"),
              row("合计", "198.40", "71.60", "271.00"),
              row("0.00", "0.00", properties='<w:gridBefore w:val="2"/>'),
              row(cell("说明", inner=inner + paragraph("")), cell("按决算口径", 3))),
        paragraph("表后。"),
    ])


# ---------------------------------------------------------------- .xlsx

def sheet_cell(at, value, style=0, kind=None, formula=None):
    f = f"<f>{formula}</f>" if formula else ""
    if kind == "text":
        return f'<c r="{at}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'
    if kind == "shared":
        return f'<c r="{at}" s="{style}" t="s"><v>{value}</v></c>'
    told = f' t="{kind}"' if kind else ""
    return f'<c r="{at}" s="{style}"{told}>{f}<v>{value}</v></c>'


FORMATS = ["0.00", "#,##0.00", "0.0%", 'yyyy"年"m"月"d"日"', '#,##0.00_);[Red]\\(#,##0.00\\)']


def quoted(code):
    return code.replace('"', "&quot;")


def xlsx(path, rows, merges="", columns="", shared=()):
    codes = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>' for i, code in enumerate(map(quoted, FORMATS), 1))
    formats = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{200 + i}" applyNumberFormat="1"/>' for i in range(1, len(FORMATS) + 1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    names = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "styles": "styles", "sharedStrings": "sharedStrings"}
    types = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{kind}{part}+xml"/>' for name, part in names.items())
    strings = "".join(f"<si><t>{text}</t></si>" for text in shared)
    write_zip(path, {
        "[Content_Types].xml": f'<Types {TYPES}><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{OFFICE[:-1]}"><sheets><sheet name="收支" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{S}"><numFmts count="{len(FORMATS)}">{codes}</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
                         f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs>{formats}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{columns}<sheetData>{rows}</sheetData>{merges}</worksheet>',
    })


def sheet(path):
    lines = [
        sheet_cell("A1", "临浦区档案馆2022年度收支明细表", kind="text"),
        sheet_cell("A2", 44926, 4) + sheet_cell("D2", "单位：元", kind="text"),
        sheet_cell("A3", 0, kind="shared") + sheet_cell("B3", 1, kind="shared") + sheet_cell("D3", "执行率", kind="text"),
        sheet_cell("B4", "预算数", kind="text") + sheet_cell("C4", "决算数", kind="text"),
        sheet_cell("A5", "基本支出", kind="text") + sheet_cell("B5", 1984000, 2) + sheet_cell("C5", 1983999.996, 2) + sheet_cell("D5", "1", 3, formula="C5/B5"),
        sheet_cell("A6", "项目支出", kind="text") + sheet_cell("B6", 716000, 2) + sheet_cell("C6", 700000, 2) + sheet_cell("D6", "0.97765363128", 3, formula="C6/B6"),
        sheet_cell("A7", "调剂", kind="text") + sheet_cell("B7", -5000, 5) + sheet_cell("C7", 0, 2) + sheet_cell("D7", "#DIV/0!", 3, "e", "C7/0"),
        sheet_cell("A8", "合计", kind="text") + sheet_cell("B8", 2695000, 2, formula="SUM(B5:B7)") + sheet_cell("C8", 2694000, 2) + sheet_cell("D8", "x", 0, "str", "LOWER(&quot;X&quot;)"),
    ]
    hidden = {7: ' hidden="1"'}
    rows = "".join(f'<row r="{i}"{hidden.get(i, "")}>{cells}</row>' for i, cells in enumerate(lines, 1))
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in ("A1:D1", "A3:A4", "B3:C3", "D3:D4"))
    xlsx(path, rows, f"<mergeCells>{areas}</mergeCells>", '<cols><col min="4" max="4" width="9" hidden="1"/></cols>', ("项目", "金额"))


# ---------------------------------------------------------------- the others

def word_2003(path):
    """As systems make it from a template, with the encoding that they write."""
    def p(text, properties=""):
        return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"

    def tr(*cells):
        return "<w:tr>" + "".join(f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>" for text, properties in cells) + "</w:tr>"
    item = '<w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr>'
    rows = [tr(("项目", '<w:vmerge w:val="restart"/>'), ("金额", '<w:gridSpan w:val="2"/>')), tr(("", "<w:vmerge/>"), ("预算数", ""), ("决算数", "")),
            tr(("基本支出", ""), ("150.00", ""), ("150.00", "")), tr(("项目支出", ""), ("71.60", ""), ("70.00", "")), tr(("合计", ""), ("221.60", ""), ("225.00", ""))]
    deleted = '</w:t></w:r><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>（草稿）</w:delText></w:r></aml:content></aml:annotation><w:r><w:t>'
    body = (p("临浦区档案馆2022年度部门决算说明") + p("收支总体情况", item) + p(f"2022年度支出221.60万元{deleted}，其中：基本支出150.00万元，项目支出71.60万元。")
            + p("支出明细", item) + p("单位：万元") + f"<w:tbl>{''.join(rows)}</w:tbl>")
    lists = ('<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:suff w:val="Nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
             '</w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>')
    path.write_bytes(('<?xml version="1.0" encoding="GB2312"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
                      'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
                      f"{lists}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>").encode("gb2312"))


def odt_text(path):
    styles = ('<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:list-style>'
              '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>')

    def numbered(text):
        return f'<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>{text}</text:p></text:list-item></text:list>'
    deleted = ('<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>删去的话</text:p></text:deletion>'
               "</text:changed-region></text:tracked-changes>")
    note = '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>含上年结转12.00万元。</text:p></text:note-body></text:note>'
    body = (deleted + "<text:p>临浦区档案馆2022年度绩效自评报告</text:p>" + numbered("基本情况") + '<text:p>在职<text:span text:style-name="H">（初稿）</text:span>11'
            '<text:s text:c="1"/>人<text:change text:change-id="c"/>。</text:p>' + numbered("支出情况") +
            f"<text:p>全年预算280.00万元{note}，基本支出198.40万元，其中：人员经费171.30万元，公用经费27.20万元。</text:p>")
    write_zip(path, odf_parts("text", styles, body))


def odf_row(*cells):
    out = ""
    for value in cells:
        text, columns, rows = value if isinstance(value, tuple) else (value, 1, 1)
        covered = "<table:covered-table-cell/>"
        out += covered if text is None else (f'<table:table-cell table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"><text:p>{text}</text:p>'
                                             "</table:table-cell>" + covered * (columns - 1))
    return f"<table:table-row>{out}</table:table-row>"


def odf_table(name="T", extra=""):
    rows = [odf_row(("科目", 1, 2), ("支出", 2, 1), ("合计", 1, 2)), odf_row(None, "基本支出", "项目支出", None), odf_row("档案事务", "150.00", "71.60", "221.60"),
            odf_row("社会保障", "30.40", "0.00", "30.40"), odf_row("合计", "180.40", "71.60", "251.00")]
    return f'<table:table table:name="{name}"><table:table-column table:number-columns-repeated="4"/>{"".join(rows)}{extra}</table:table>'


def odt_grid(path):
    write_zip(path, odf_parts("text", "", "<text:p>临浦区档案馆2022年度支出明细表</text:p><text:p>单位：万元</text:p>" + odf_table() + "<text:p>表后。</text:p>"))


def ods_sheet(path):
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    hidden = '<table:table table:name="底稿" table:style-name="X">' + odf_row("草", "1") + "</table:table>"
    styles = '<style:style style:name="X" style:family="table"><style:table-properties table:display="false"/></style:style>'
    write_zip(path, odf_parts("spreadsheet", styles, odf_table("支出", blank) + hidden))


def rtf(path, text):
    path.write_bytes(("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}{\\f1\\fnil\\fcharset0 Arial;}{\\f2\\fnil\\fcharset2 Wingdings;}}\n"
                      + text + "}\n").encode("gb18030"))


def gbk(text):
    return "".join(c if ord(c) < 128 else "".join(f"\\'{b:02x}" for b in c.encode("gbk")) for c in text)


def unicode(text):
    return "".join(c if ord(c) < 128 else f"\\u{ord(c) - 65536 * (ord(c) > 32767)}?" for c in text)


def rtf_text(path):
    rtf(path, "{\\header " + gbk("临浦区档案馆自评报告") + "\\par}\\pard\\plain " + unicode("临浦区档案馆2022年度绩效自评报告") + "\\par\n{\\listtext\\pard " + gbk("一、") +
        "\\tab}" + gbk("基本情况") + "\\par\n\\pard " + gbk("在职11人{\\v （初稿）}{\\deleted 干部}，编制数12人。{\\footnote 含借调。}") + "{\\f2\\'fe}" + gbk("已公开") +
        "\\par\n{\\listtext\\pard " + gbk("二、") + "\\tab}" + gbk("支出情况") + "\\par\n\\pard\\f1 " +
        gbk("基本支出198.40万元，其中：人员经费171.30万元，公用经费{\\field{\\*\\fldinst =1}{\\fldrslt 27.20}}万元。") + "\\par\n")


def rtf_rows(*rows):
    out = ""
    for cells in rows:
        edges = "".join(f"{flag}\\cellx{right}" for _, right, flag in cells)
        out += f"\\trowd\\trleft0{edges}\\pard\\intbl " + "\\cell ".join(text for text, _, _ in cells) + "\\cell\\row\n"
    return out


def rtf_grid(path, put):
    down, under, across, along = "\\clvmgf", "\\clvmrg", "\\clmgf", "\\clmrg"
    rows = [[("科目", 1200, down), ("支出", 2400, across), ("", 3600, along), ("合计", 4800, down)],
            [("", 1200, under), ("基本支出", 2400, ""), ("项目支出", 3600, ""), ("", 4800, under)],
            *[[(text, 1200 * (i + 1), "") for i, text in enumerate(cells)] for cells in
              (("档案事务", "150.00", "71.60", "221.60"), ("社会保障", "30.40", "0.00", "30.40"), ("合计", "180.40", "71.60", "251.00"))]]
    rtf(path, put("临浦区档案馆2022年度支出明细表") + "\\par\n" + put("单位：万元") + "\\par\n" + put(rtf_rows(*rows)) + "\\pard " + put("表后。") + "\\par\n")


HTML_TABLE = ("<table border=1><tr><td rowspan=2>科目<td colspan=2>支出<td rowspan=2>合计<tr><td>基本支出<td>项目支出<tr><td>档案事务<td>150.00<td>71.60<td>221.60"
              "<tr style='display:none'><td>草稿<td>1<td>1<td>3<tr><td>社会保障<td>30.40<td>0.00<td>30.40<tr><td>合计<td>180.40<td>71.60<td>251.00</table>")


def html_site(path):
    menu = "".join(f"<li><a href='/{i}'>栏目{i}</a></li>" for i in range(18))
    path.write_bytes(("<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'><title>信息公开</title><script>var a='<p>脚本';</script></head><body>"
                      f"<div class=nav><ul>{menu}</ul></div><div id=article><h1>临浦区档案馆2022年度部门决算公开</h1><p>发布时间：2023-08-01</p><p>一、支出情况</p>"
                      f"<p>2022年<span style='display:none'>初稿</span>支出251.00万元。</p><p>单位：万元</p>{HTML_TABLE}</div><div class=footer>主办：临浦区档案馆 <a href=/>首页</a></div>"
                      "</body></html>").encode("gb18030"))


def mht(path):
    import base64
    page = base64.encodebytes(("<html><body><p>临浦区档案馆2022年度支出明细表</p><p>单位：万元</p>" + HTML_TABLE + "</body></html>").encode("gbk")).decode()
    path.write_text("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"=x\"; type=\"text/html\"\n\n--=x\nContent-Type: text/html; charset=\"gb2312\"\n"
                    f"Content-Transfer-Encoding: base64\nContent-Location: file:///a.htm\n\n{page}\n--=x\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lG\n--=x--\n",
                    encoding="ascii", newline="\r\n")


def xls_page(path):
    path.write_text("<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><meta charset=utf-8></head><body><table><tr><td colspan=4>临浦区档案馆2022年度支出明细表</td></tr>"
                    "</table>" + HTML_TABLE + "</body></html>", encoding="utf-8")


CSV = '科目,基本支出,项目支出,合计\n"档案事务","150.00",71.60,221.60\n"社会保障,含退役",30.40,0.00,30.40\n合计,180.40,71.60,251.00\n'


def markdown(path):
    lines = CSV.replace('"社会保障,含退役"', "社会保障").replace('"', "").splitlines()
    rows = ["| " + " | ".join(line.split(",")) + " |" for line in lines]
    path.write_text("# 临浦区档案馆2022年度支出明细表\n\n单位：万元\n\n" + "\n".join([rows[0], "|---|---:|---:|---:|", *rows[1:]]) + "\n\n表后。\n", encoding="utf-8")


CASES = {
    "ooxml/cases/text/input.docx": lambda path: docx(path, text_body()),
    "ooxml/cases/grid/input.docx": lambda path: docx(path, grid_body()),
    "ooxml/cases/sheet/input.xlsx": sheet,
    "ooxml/cases/word-2003/input.doc": word_2003,
    "ole/cases/protected/input.xlsx": lambda path: protect(path, sheet),
    "odf/cases/text/input.odt": odt_text,
    "odf/cases/grid/input.odt": odt_grid,
    "odf/cases/sheet/input.ods": ods_sheet,
    "rtf/cases/text/input.rtf": rtf_text,
    "rtf/cases/grid/input.rtf": lambda path: rtf_grid(path, unicode),
    "rtf/cases/named-doc/input.doc": lambda path: rtf_grid(path, gbk),
    "html/cases/site/input.html": html_site,
    "html/cases/message/input.mht": mht,
    "html/cases/named-xls/input.xls": xls_page,
    "text/cases/separated/input.csv": lambda path: path.write_bytes(CSV.encode("gb18030")),
    "text/cases/tabs/input.tsv": lambda path: path.write_text(CSV.replace('"社会保障,含退役"', "社会保障").replace('"', "").replace(",", "\t"), encoding="utf-16"),
    "text/cases/markdown/input.md": markdown,
    **FIXED,
}
# What LibreOffice makes of what. A content control it repeats once for each run of its text.
CONVERTED = {"ole/cases/text/input.doc": (".docx", lambda path: docx(path, text_body(control=False))),
             "ole/cases/grid/input.doc": (".docx", lambda path: docx(path, grid_body())), "ole/cases/sheet/input.xls": (".xlsx", sheet)}


def convert(target, suffix, write):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"source{suffix}"
        write(source)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target.suffix[1:], "--outdir", folder, source],
                       check=True, capture_output=True, timeout=120)
        target.write_bytes(source.with_suffix(target.suffix).read_bytes())


def main():
    plugins = ROOT / "plugins"
    wanted = [case for case in [*CASES, *CONVERTED] if not sys.argv[1:] or any(word in case for word in sys.argv[1:])]
    for case in wanted:
        path = plugins / case
        path.parent.mkdir(parents=True, exist_ok=True)
        if case in CASES:
            CASES[case](path)
        else:
            convert(path, *CONVERTED[case])


main()
