"""The invented documents of tests/fixed/run: {file name: bytes}."""
from pages import MM, Page, ofd, ofd_annotation, ofd_objects, ofd_part, ofd_text, ofd_units, annotation, pdf, utf16

PARAGRAPH = [
    "云溪县测绘档案馆二〇二三年度部门预算共计四百二十万元，其中人员经费",
    "三百万元，公用经费一百二十万元。年内调整一次，增加专项经费三万五千元，",
    "用于县志的测绘与地图的重新编制；全年共编制地图三十幅，接待查询一千二百",
    "人次，其中县外来客三百人次，全年支出3,512,345.67元，占全年预算的98.2%，",
    "年末没有结余。",
]
EDGES = [80, 200, 300, 400, 500]


def head(page, number):
    return page.text(240, 40, 9, "云溪县测绘档案馆自评报告").text(285, 815, 9, f"— {number} —")


def prose():
    page = head(Page(), 1).text(170, 110, 18, "二〇二三年度绩效自评报告")
    page.text(80, 160, 12, "一、预算执行情况")
    for n, line in enumerate(PARAGRAPH):
        page.text(104 if n == 0 else 80, 190 + 20 * n, 12, line)
    return page


def table_rows(first, last):
    """Rows of a table whose head has merged cells, numbered so that each is its own."""
    top = [(0, 0, 2, 1, "项目"), (0, 1, 1, 2, "预算数"), (0, 3, 2, 1, "决算数"), (1, 1, 1, 1, "年初"), (1, 2, 1, 1, "调整")]
    body = []
    for n in range(first, last):
        row = n - first + 2
        body += [(row, 0, 1, 1, f"第{n}项"), (row, 1, 1, 1, f"{n}.00"), (row, 2, 1, 1, f"{n}.50"), (row, 3, 1, 1, f"{n}.25")]
    return top + body


def table(page, top, first, last):
    page.text(80, top - 24, 12, "表1 收入支出决算表").text(420, top - 8, 10, "单位：万元")
    ys = [top + 22 * n for n in range(last - first + 3)]
    return page.grid(EDGES, ys, table_rows(first, last))


def form(page, top):
    """A form with cells merged both ways, a wrapped name and a figure that its cell breaks."""
    cells = [
        (0, 0, 1, 1, "部门名称"), (0, 1, 1, 3, "云溪县测绘档案馆"),
        (1, 0, 2, 1, "预算执行"), (1, 1, 1, 1, "年初预算数"), (1, 2, 1, 1, "全年执行数"), (1, 3, 1, 1, "得分"),
        (2, 1, 1, 1, "420.00"), (2, 2, 1, 1, "412.40"), (2, 3, 1, 1, "9.8"),
        (3, 0, 1, 1, "年度总体目标完", "成情况"), (3, 1, 1, 2, "完成县志测绘", "编制地图三十幅"), (3, 3, 1, 1, "1,234,567,890,123.", "45"),
    ]
    return page.grid(EDGES, [top, top + 24, top + 48, top + 72, top + 110], cells)


def report():
    second = table(head(Page(), 2), 120, 1, 20)
    third = table(head(Page(), 3), 120, 20, 24)
    third.text(80, 330, 12, "二、自评情况")
    return [prose(), second, form(third, 360)]


def plain(text="云溪县测绘档案馆二〇二三年度部门预算共计四百二十万元。"):
    return Page().text(80, 100, 12, text)


def open_rows():
    """Columns are ruled, rows are not; and below, columns without any line."""
    page = Page().text(80, 80, 12, "表1 支出表")
    for y in (100, 122, 220):
        page.line(80, y, 400, y)
    for x in (80, 200, 300, 400):
        page.line(x, 100, x, 220)
    rows = [("项目", "预算", "决算"), ("办公费", "1.00", "0.90"), ("其中：", "", ""), ("水费", "0.50", "0.40"), ("电费", "0.30", "0.30")]
    for n, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                page.text(84 + [0, 120, 220][column], 115 + 22 * n, 10, text)
    page.text(80, 280, 12, "表2 收入表")
    for n, row in enumerate([("项目", "预算", "决算"), ("拨款", "12.00", "11.50"), ("其他收入", "3.00", "2.00"), ("合计", "15.00", "13.50")]):
        for column, text in enumerate(row):
            page.text(80 + 120 * column, 310 + 18 * n, 10, text)
    return page


def scan():
    return Page().image(0, 0, 595, 842)


def half_bare():
    """The second page's font has no table of codes."""
    pages = [prose(), prose(), plain()]
    pages[1].bare = True
    return pdf(pages, font="table")


def drawn(raw):
    page = plain()
    page.raw = raw
    return page


COMPOSITE = '<ofd:CompositeObject ID="8" Boundary="{} {} 200 100" ResourceID="{}" {}/>'


def composite(x, y, unit, more=""):
    return COMPOSITE.format(f"{x * MM:.3f}", f"{y * MM:.3f}", unit, more)


def composites():
    """A form whose lines and words are drawings of their own: one drawn twice, one within another and at half its size, one that is hidden; and
    words that only a pattern has."""
    rows = Page().grid([0, 100, 200], [0, 22, 44], [(0, 0, 1, 1, "项目"), (0, 1, 1, 1, "金额"), (1, 0, 1, 1, "测绘费"), (1, 1, 1, 1, "12.50")])
    units = ofd_units(unit_21=ofd_objects(rows), unit_22=composite(0, 0, 21, 'CTM="0.5 0 0 0.5 0 0"') + ofd_text(0, 30, 10, "缩印件"))
    pattern = f'<ofd:FillColor><ofd:Pattern><ofd:CellContent>{ofd_text(0, 0, 10, "底纹")}</ofd:CellContent></ofd:Pattern></ofd:FillColor>'
    raw = (composite(80, 120, 21) + composite(80, 300, 22) + composite(80, 500, 22, 'Visible="false"')
           + ofd_text(80, 600, 12, "以上为测绘经费，另有十万元尚未拨付。").replace("<ofd:TextCode", pattern + "<ofd:TextCode", 1))
    return ofd([plain()], raw=raw, document="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>", parts={"Doc_0/PublicRes.xml": units})


def circle():
    units = ofd_units(unit_21=composite(0, 0, 22), unit_22=composite(0, 0, 21))
    return ofd([plain()], raw=composite(0, 0, 21), document="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>", parts={"Doc_0/Res.xml": units})


def crowd():
    """A unit of ten in ten in ten …: few bytes, ten million marks."""
    tens = {f"unit_{n}": composite(0, 0, n - 1) * 10 for n in range(2, 9)}
    units = ofd_units(unit_1=ofd_text(0, 0, 10, "云溪"), **tens)
    return ofd([plain()], raw=composite(0, 0, 8), document="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>", parts={"Doc_0/Res.xml": units})


def annotated():
    """Words that were put on a page, a stamp and a watermark over it, a hidden remark and one that shows, attachments."""
    page = Page().grid([80, 230, 400], [120, 142], [(0, 0, 1, 1, "预算数"), (0, 1, 1, 1)])
    annotations = (ofd_annotation("Path", ofd_text(4, 4, 10, "420.00"), 230, 120)
                   + ofd_annotation("Stamp", ofd_text(0, 0, 20, "测绘档案馆章"), 90, 110)
                   + ofd_annotation("Watermark", ofd_text(0, 0, 30, "内部资料"), 90, 400)
                   + ofd_annotation("Highlight", "", remark="金额请再核对一次")
                   + ofd_annotation("Highlight", ofd_text(0, 0, 10, "看不见"), 90, 600, 'Visible="false"', "没有显示"))
    listed = '<ofd:Page PageID="10"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
    attached = ('<ofd:Attachment ID="1" Name="明细表" Format="xlsx"/><ofd:Attachment ID="2" Name="凭证.pdf" Format="pdf"/>'
                '<ofd:Attachment ID="3" Name="索引.dat" Visible="false"/>')
    return ofd([page, plain()], document="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:Attachments>Attachs.xml</ofd:Attachments>",
               parts={"Doc_0/Annots/Annotations.xml": ofd_part("Annotations", listed),
                      "Doc_0/Annots/Page_0/Annotation.xml": ofd_part("PageAnnot", annotations), "Doc_0/Attachs.xml": ofd_part("Attachments", attached)})


def filled():
    """A form to be filled in: a field that shows its value, fields that only have one (of two lines; hidden; too long for its box), a choice; words
    typed over the page, with and without an appearance; a stamp, a remark, attachments of the page and of the document."""
    page = Page().text(80, 100, 14, "测绘经费申请表").grid([80, 200, 420], [120, 150, 180, 210, 240, 290], [
        (n, column, 1, 1, *texts) for n, name in enumerate(["项目", "金额", "年度", "依据", "说明"]) for column, texts in enumerate([[name], []])])
    field = b"/FT/%s/T(f%d)/V%s"
    rows = [(b"Tx", 122, 148, "县志测绘", "县志测绘"), (b"Tx", 152, 178, "1,234,567.89", None), (b"Ch", 182, 208, "2023年度", None),
            (b"Tx", 252, 288, "先测绘\r后编图", None), (b"Tx", 122, 148, "看不见的旧值", None)]
    notes = [annotation(page, b"Widget", 202, y0, 418, y1, field % (kind, n, utf16(value)) + (b"/F 2" if n == 4 else b""), shown)
             for n, (kind, y0, y1, value, shown) in enumerate(rows)]
    notes += [annotation(page, b"FreeText", 202, 212, 320, 238, b"/DA()/Contents" + utf16("旧文字"), "依年初批复"),
              annotation(page, b"FreeText", 330, 212, 410, 238, b"/DA()/Contents" + utf16("二号文")),
              annotation(page, b"Stamp", 300, 120, 420, 180, b"", "测绘档案馆章"),
              annotation(page, b"Text", 500, 100, 520, 120, b"/Contents" + utf16("金额请再核对")),
              annotation(page, b"FileAttachment", 500, 200, 520, 220, b"/FS<</Type/Filespec/F(a)/UF%s>>" % utf16("凭证.pdf"))]
    return pdf([page], annotations=notes, attached=["明细.xlsx"])


def bundle():
    """Two documents in one file, the second with its own units under the same number as the first's."""
    roots = "".join(f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>" for n in range(2))
    parts = {"OFD.xml": ofd_part("OFD", roots)}
    for n, text in enumerate(["第一份材料的说明文字", "第二份材料的说明文字"]):
        parts[f"Doc_{n}/Document.xml"] = ofd_part("Document", "<ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
                                                  '<ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages>')
        parts[f"Doc_{n}/Res.xml"] = ofd_units(unit_21=ofd_text(0, 0, 12, text))
        parts[f"Doc_{n}/Page.xml"] = ofd_part("Page", f'<ofd:Content><ofd:Layer ID="2">{composite(80, 100, 21)}</ofd:Layer></ofd:Content>')
    return ofd([], parts=parts)


def many(what):
    """One document too many in a file, one template too many in a document."""
    roots = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>" * (101 if what == "documents" else 1)
    below = '<ofd:TemplatePage ID="5" BaseLoc="Tpl.xml"/>' * (1001 if what == "templates" else 1)
    return ofd([], parts={"OFD.xml": ofd_part("OFD", roots), "Doc_0/Document.xml": ofd_part("Document", f"<ofd:CommonData>{below}</ofd:CommonData>")})


def written(lost):
    """Characters written out by their codes, and so many lines of glyphs without one."""
    raw = ofd_text(80, 140, 12, "年初预算数").replace("算数", "\\7b97\\6570")
    return ofd([plain()], raw=raw + "".join(ofd_text(80, 170 + 20 * n, 12, "¤" * 20) for n in range(lost)))


def documents():
    whole = pdf(report(), font="table")
    return {
        "report.pdf": whole,
        "report.ofd": ofd(report()),
        "predefined.pdf": pdf(report(), deflate=True),
        "bare.pdf": pdf(report(), font="table", password=""),
        "turned.pdf": pdf(report(), font="table", rotate=90),
        "open-rows.pdf": pdf([open_rows()]),
        "open-rows.ofd": ofd([open_rows()]),
        "template.ofd": ofd([Page().text(206, 136, 10, "420.00")], template=Page().grid(EDGES[:3], [120, 142], [(0, 0, 1, 1, "预算数"), (0, 1, 1, 1)])),
        "encrypted.pdf": pdf(report(), password="secret"),
        "encrypted.ofd": ofd([], extra=["Encryptions.xml", "Doc_0/a.dat"]),
        "lies.pdf": pdf(report(), font="lies"),
        "shifts.pdf": pdf(report(), font="shifts"),
        "no-table.pdf": pdf(report(), font="none"),
        "half-bare.pdf": half_bare(),
        "composites.ofd": composites(),
        "circle.ofd": circle(),
        "documents.ofd": many("documents"),
        "templates.ofd": many("templates"),
        "crowd.ofd": crowd(),
        "no-unit.ofd": ofd([plain()], raw=composite(0, 0, 5)),
        "annotated.ofd": annotated(),
        "bundle.ofd": bundle(),
        "codes.ofd": written(0),
        "placeholders.ofd": written(3),
        "scanned.pdf": pdf([scan(), scan()]),
        "scanned.ofd": ofd([scan()]),
        "recognised.pdf": pdf([scan().text(80, 100, 12, "扫描以后识别出来的文字，可能有错，不当作原文来读。")], mode=3),
        "half-scanned.pdf": pdf([plain(), scan()]),
        "half-scanned.ofd": ofd([plain(), scan()]),
        "empty.pdf": pdf([Page()]),
        "empty.ofd": ofd([Page()]),
        "cut.pdf": whole[:len(whole) * 6 // 10],
        "cut.ofd": ofd(report())[:-400],
        "head-only.pdf": b"%PDF-1.7\n",
        "junk-before.pdf": b"\r\n\0\0junk\r\n" + pdf([plain()]),
        "disguised.doc": pdf([plain()]),
        "steps.pdf": pdf([drawn(b"0 0 m 99 99 l S\n" * (2**20 + 1)), plain()], deflate=True),
        "memory.pdf": pdf([drawn(b"[" + b"1 " * 12_000_000 + b"]TJ")], deflate=True),
        "stamp.pdf": pdf([drawn(b"BT /F 40 Tf .7 .7 -.7 .7 150 300 Tm <516C7AE0> Tj ET")]),
        "filled.pdf": filled(),
        "clipped.pdf": pdf([drawn(b"q 80 700 100 20 re W n BT /F 12 Tf 1 0 0 1 80 600 Tm <7A7A> Tj ET Q")]),
        "missing-page.ofd": ofd([plain()]).replace(b"Pages/Page_0/Content.xml", b"Pages/Page_9/Content.xml"),
    }
