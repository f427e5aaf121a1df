"""The inputs of plugins/pdf/cases and plugins/ofd/cases, drawn with tests/fixed/pages.py. inputs.py writes them."""
import io
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixed"))
from pages import MM, SPACE, Page, ofd, pdf  # noqa: E402

XS = [80, 230, 310, 390, 470]
HEAD = [(0, 0, 2, 1, "科目"), (0, 1, 1, 2, "支出"), (0, 3, 2, 1, "合计"), (1, 1, 1, 1, "基本支出"), (1, 2, 1, 1, "项目支出")]
# The last row's total is not the sum of those above it.
ROWS = [("测绘事务", "310.00", "66.20", "376.20"), ("地图编制", "120.50", "18.30", "138.80"), ("社会保障", "44.10", "0.00", "44.10"),
        ("住房保障", "25.40", "0.00", "25.40"), ("合计", "500.00", "84.50", "594.50")]


def title(page, text="云溪县测绘档案馆2023年度支出明细表"):
    return page.text(160, 70, 16, text).text(420, 108, 10, "单位：万元")


def ruled():
    """Every border is drawn."""
    cells = HEAD + [(row, column, 1, 1, text) for row, texts in enumerate(ROWS, 2) for column, text in enumerate(texts)]
    return title(Page()).grid(XS, [115 + 22 * n for n in range(8)], cells)


def unruled():
    """The same without one line."""
    page = title(Page())
    for n, texts in enumerate([("科目", "基本支出", "项目支出", "合计"), *ROWS]):
        for column, text in enumerate(texts):
            page.text(XS[column], 130 + 20 * n, 10, text)
    return page


def framed(rows, number):
    """Rows without lines between them in one frame under a head, as far as a page; a name of two lines, words in the middle beside two figures."""
    page = title(Page()).text(290, 815, 9, f"— {number} —")
    page.grid(XS[:4], [115, 137], [(0, 0, 1, 1, "单位"), (0, 1, 1, 1, "年初预算数"), (0, 2, 1, 1, "全年执行数")])
    y = 137
    for name, budget, actual in rows:
        lines = [name[i:i + 14] for i in range(0, len(name), 14)]
        for n, line in enumerate(lines):
            page.text(XS[0] + 3, y + 15 + 13 * n, 10, line)
        for column, figure in ((1, budget), (2, actual)):
            page.text(XS[column] + 30, y + 15 + 6.5 * (len(lines) - 1), 10, figure)
        y += 20 + 13 * (len(lines) - 1)
    page.line(XS[0], 137, XS[0], y).line(XS[3], 137, XS[3], y).line(XS[0], y, XS[3], y)
    return page.line(XS[1], 137, XS[1], y).line(XS[2], 137, XS[2], y)


def book():
    first = [("云溪县测绘档案馆", "600.00", "588.40"), ("云溪县测绘档案馆本级一二三四", "200.00", "198.10"), ("城关站", "90.00", "88.00"), ("龙泉镇、白石镇与青溪乡联合测绘站", "110.00", "107.30")]
    second = [("双桥站", "80.00", "79.00"), ("柳河站", "120.00", "116.00")]
    return [framed(first, 1), framed(second, 2)]


def codes(path):
    """Texts as OFD may write them: distances by `g`, a second text code that begins where the first did, text that is not filled, a stamp
    aslant, a table on a template."""
    def text(x, y, inner, more=""):
        return f'<ofd:TextObject ID="9" Boundary="{x * MM:.3f} {y * MM:.3f} 180 6" Font="1" Size="{12 * MM:.3f}" {more}>{inner}</ofd:TextObject>'

    step = f"{12 * MM:.3f}"
    body = (text(80, 100, f'<ofd:TextCode X="0" Y="4" DeltaX="g 11 {step}">云溪县测绘档案馆自评报告</ofd:TextCode>')
            + text(80, 140, f'<ofd:TextCode X="8" Y="4" DeltaX="g 6 {step} 0">一、预算执行</ofd:TextCode>'
                            f'<ofd:TextCode Y="12" DeltaX="g 9 {step}">全年支出四百二十万元</ofd:TextCode>')
            + text(80, 220, f'<ofd:TextCode X="0" Y="4" DeltaX="g 3 {step}">没有画出</ofd:TextCode>', 'Fill="false"')
            + text(250, 300, f'<ofd:TextCode X="0" Y="4" DeltaX="g 3 {step}">核对章印</ofd:TextCode>', 'CTM="0.7 0.7 -0.7 0.7 0 0"'))
    template = Page().grid(XS[:3], [250, 272], [(0, 0, 1, 1, "预算数"), (0, 1, 1, 1, "420.00")])
    made = zipfile.ZipFile(io.BytesIO(ofd([Page()], template=template)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for entry in made.infolist():
            data = made.read(entry).decode()
            if entry.filename.endswith("Page_0/Content.xml"):
                data = data.replace('<ofd:Layer ID="2">', f'<ofd:Layer ID="2">{body}')
            container.writestr(entry, data.replace(SPACE, SPACE.replace("/2016", "")), zipfile.ZIP_DEFLATED)


FIXED = {
    "pdf/cases/ruled/input.pdf": lambda path: path.write_bytes(pdf([ruled()], deflate=True)),
    "pdf/cases/unruled/input.pdf": lambda path: path.write_bytes(pdf([unruled()], deflate=True)),
    "pdf/cases/frame/input.pdf": lambda path: path.write_bytes(pdf(book(), font="table", deflate=True)),
    "ofd/cases/ruled/input.ofd": lambda path: path.write_bytes(ofd([ruled()])),
    "ofd/cases/frame/input.ofd": lambda path: path.write_bytes(ofd(book())),
    "ofd/cases/codes/input.ofd": codes,
}
