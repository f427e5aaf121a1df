#!/usr/bin/env python3
"""Writes a report (README.md says in which notation) in every format. Usage: make_formats.py REPORT FOLDER"""
import html
import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parent))
from paged import as_ofd, as_pdf  # noqa: E402

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
TYPES = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
URN = "urn:oasis:names:tc:opendocument:xmlns:"
# Numbers before paragraphs: pattern, level, OOXML's name and text, ODF's sample and what stands around it.
NUMBERS = [
    (r"[一二三四五六七八九十]+、", 0, "chineseCountingThousand", "%1、", "一, 二, 三, ...", "", "、"),
    (r"（[一二三四五六七八九十]+）", 1, "chineseCountingThousand", "（%2）", "一, 二, 三, ...", "（", "）"),
]
# Numbers that a spreadsheet keeps as numbers: what it looks like, its format, how it is divided.
CELL_FORMATS = [(r"-?\d+\.\d\d", "0.00", 1), (r"-?\d+\.\d", "0.0", 1), (r"-?\d+", "0", 1), (r"-?\d+\.\d\d%", "0.00%", 100),
                (r"-?\d+%", "0%", 100)]


class Cell:
    def __init__(self, text):
        self.text, self.rows, self.columns = text, 1, 1


def grid_of(rows):
    """Rows of texts with `<` and `^` to rows of cells; a covered position has the cell that covers it."""
    grid = []
    for r, row in enumerate(rows):
        grid.append([])
        for c, text in enumerate(row):
            if text == "<":
                cell = grid[r][c - 1]
                if r == 0 or grid[r - 1][c] is not cell:
                    cell.columns = max(cell.columns, c - next(i for i, x in enumerate(grid[r]) if x is cell) + 1)
            elif text == "^":
                cell = grid[r - 1][c]
                if c == 0 or grid[r][c - 1] is not cell:
                    cell.rows += 1
            else:
                cell = Cell(text)
            grid[r].append(cell)
    return grid


def is_origin(grid, r, c):
    return (r == 0 or grid[r - 1][c] is not grid[r][c]) and (c == 0 or grid[r][c - 1] is not grid[r][c])


def read(path):
    """Blocks: ("title", text), ("text", text), ("table", grid); the formats that are left out; the rules that find something."""
    blocks, rows, without, finds = [], [], set(), set()
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            blocks.append(("table", grid_of(rows)))
            rows = []
        if line.startswith("# without: "):
            without.update(line.split()[2:])
        elif line.startswith("# finds: "):
            finds.update(line.split()[2:])
        elif line.startswith("# "):
            blocks.append(("title", line[2:]))
        elif line.strip():
            blocks.append(("text", line.strip()))
    return blocks, without, finds - {"none"}


def numbered(text):
    """The level of an automatic number and what follows it, or (None, text)."""
    for pattern, level, *_ in NUMBERS:
        match = re.match(pattern, text)
        if match and len(text) < 40:
            return level, text[match.end():]
    return None, text


def write_zip(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), content, packing)


def relations(*targets):
    rows = "".join(f'<Relationship Id="r{i}" Type="{OFFICE}{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1))
    return f"<Relationships {RELATIONS}>{rows}</Relationships>"


def docx_paragraph(text):
    level, rest = numbered(text)
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>' if level is not None else ""
    half = len(rest) // 2
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (rest[:half], rest[half:]) if part)
    return f"<w:p>{properties}{runs}</w:p>"


def docx_table(grid):
    rows, wide = [], min(1200, 9600 // len(grid[0]))
    for r, row in enumerate(grid):
        cells = []
        for c, cell in enumerate(row):
            if c and row[c - 1] is cell:
                continue
            span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            merge = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if is_origin(grid, r, c) else "<w:vMerge/>"
            text = cell.text if is_origin(grid, r, c) else ""
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{wide * cell.columns}" w:type="dxa"/>{span}{merge}</w:tcPr>{docx_paragraph(text)}</w:tc>')
        rows.append(f'<w:tr>{"".join(cells)}</w:tr>')
    columns = f'<w:gridCol w:w="{wide}"/>' * len(grid[0])
    edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f'<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'


def write_docx(path, blocks):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(docx_table(block) + "<w:p/>" if kind == "table" else docx_paragraph(block) for kind, block in blocks)
    levels = "".join(f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{name}"/><w:suff w:val="nothing"/>'
                     f'<w:lvlText w:val="{text}"/></w:lvl>' for _, level, name, text, *_ in NUMBERS)
    write_zip(path, {
        "[Content_Types].xml": f'<Types {TYPES}><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                               'wordprocessingml.document.main+xml"/><Override PartName="/word/numbering.xml" ContentType='
                               '"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {w}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(("numbering", "numbering.xml")),
        "word/numbering.xml": f'<w:numbering {w}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
                              '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    })


def sheet_rows(blocks):
    """Rows of a sheet: (text across all columns), or a row of a grid; a blank one before and behind each table but for its name."""
    for kind, block in blocks:
        if kind == "table":
            yield from ((block, r) for r in range(len(block)))
            yield None
        else:
            yield block


def cell_value(text):
    """The number that a spreadsheet keeps, with its format's index; (None, 0) for text."""
    for i, (pattern, _, divided) in enumerate(CELL_FORMATS, 1):
        if re.fullmatch(pattern, text):
            value = float(text.strip("%")) / divided
            return repr(value), i
    return None, 0


def column_name(c):
    return chr(ord("A") + c)


def xlsx_cell(text, r, c):
    value, style = cell_value(text)
    at = f"{column_name(c)}{r}"
    if value is not None:
        return f'<c r="{at}" s="{style}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def xlsx_sheet(blocks):
    width = max((len(block[0]) for kind, block in blocks if kind == "table"), default=1)
    rows, merges = [], []
    for number, row in enumerate(sheet_rows(blocks), 1):
        cells = []
        if isinstance(row, str):
            cells.append(xlsx_cell(row, number, 0))
            merges.append(f"A{number}:{column_name(width - 1)}{number}")
        elif row:
            grid, r = row
            for c, cell in enumerate(grid[r]):
                if not is_origin(grid, r, c):
                    continue
                if cell.text:
                    cells.append(xlsx_cell(cell.text, number, c))
                if cell.rows > 1 or cell.columns > 1:
                    merges.append(f"{column_name(c)}{number}:{column_name(c + cell.columns - 1)}{number + cell.rows - 1}")
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in merges)
    return f'<sheetData>{"".join(rows)}</sheetData><mergeCells>{merged}</mergeCells>'


def write_xlsx(path, blocks):
    x = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    codes = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>' for i, (_, code, _) in enumerate(CELL_FORMATS, 1))
    formats = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{200 + i}" applyNumberFormat="1"/>' for i in range(1, len(CELL_FORMATS) + 1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    write_zip(path, {
        "[Content_Types].xml": f'<Types {TYPES}><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/><Override PartName='
                               f'"/xl/worksheets/sheet1.xml" ContentType="{kind}worksheet+xml"/><Override PartName="/xl/styles.xml" '
                               f'ContentType="{kind}styles+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {x} xmlns:r="{OFFICE[:-1]}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        "xl/styles.xml": f'<styleSheet {x}><numFmts count="{len(CELL_FORMATS)}">{codes}</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
                         f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs>{formats}</cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f"<worksheet {x}>{xlsx_sheet(blocks)}</worksheet>",
    })


def odf_parts(kind, styles, body):
    names = " ".join(f'xmlns:{name}="{URN}{uri}:1.0"' for name, uri in
                     (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")))
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return {
        "mimetype": mimetype,
        "content.xml": f'<office:document-content {names} office:version="1.2"><office:automatic-styles>{styles}</office:automatic-styles>'
                       f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{URN}manifest:1.0" manifest:version="1.2"><manifest:file-entry '
                                 f'manifest:full-path="/" manifest:media-type="{mimetype}"/><manifest:file-entry manifest:full-path='
                                 '"content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    }


def odf_cell(cell, grid, r, c):
    if not is_origin(grid, r, c):
        return "<table:covered-table-cell/>"
    spans = f' table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"' \
        if cell.rows > 1 or cell.columns > 1 else ""
    return f"<table:table-cell{spans}><text:p>{escape(cell.text)}</text:p></table:table-cell>"


def odf_row(grid, r):
    return "<table:table-row>" + "".join(odf_cell(cell, grid, r, c) for c, cell in enumerate(grid[r])) + "</table:table-row>"


def odt_block(kind, block):
    if kind == "table":
        rows = "".join(odf_row(block, r) for r in range(len(block)))
        return f'<table:table><table:table-column table:number-columns-repeated="{len(block[0])}"/>{rows}</table:table><text:p/>'
    level, rest = numbered(block)
    item = f"<text:p>{escape(rest)}</text:p>"
    if level is None:
        return item
    for depth in range(level + 1):
        inner = f"<text:list-item>{item}</text:list-item>"
        item = f'<text:list text:style-name="L1" text:continue-numbering="true">{inner}</text:list>' if depth == level else \
            f"<text:list>{inner}</text:list>"
    return item


def write_odt(path, blocks):
    levels = "".join(f'<text:list-level-style-number text:level="{level + 1}" style:num-format="{sample}" style:num-prefix="{before}" '
                     f'style:num-suffix="{behind}"/>' for _, level, _, _, sample, before, behind in NUMBERS)
    styles = f'<text:list-style style:name="L1">{levels}</text:list-style>'
    write_zip(path, odf_parts("text", styles, "".join(odt_block(kind, block) for kind, block in blocks)))


def write_ods(path, blocks):
    width = max((len(block[0]) for kind, block in blocks if kind == "table"), default=1)
    rows = []
    for row in sheet_rows(blocks):
        if isinstance(row, str):
            rows.append(f'<table:table-row><table:table-cell table:number-columns-spanned="{width}" table:number-rows-spanned="1">'
                        f'<text:p>{escape(row)}</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="{width - 1}"/>'
                        "</table:table-row>")
        else:
            rows.append(odf_row(*row) if row else "<table:table-row><table:table-cell/></table:table-row>")
    write_zip(path, odf_parts("spreadsheet", "", f'<table:table table:name="Sheet1">{"".join(rows)}</table:table>'))


def html_block(kind, block):
    if kind != "table":
        return f"<p>{html.escape(block)}</p>"
    rows = []
    for r, row in enumerate(block):
        cells = [f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{html.escape(cell.text)}</td>'
                 for c, cell in enumerate(row) if is_origin(block, r, c)]
        rows.append(f'<tr>{"".join(cells)}</tr>')
    return f'<table border="1">{"".join(rows)}</table>'


def write_html(path, blocks):
    body = "\n".join(html_block(kind, block) for kind, block in blocks)
    path.write_text(f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title></title></head><body>\n{body}\n</body></html>\n', encoding="utf-8")


def txt_table(grid):
    """As converters flatten it: a cell and a bar a line, covered cells left out, bars that pad the row to the table's width."""
    lines, width = [], len(grid[0])
    for r, row in enumerate(grid):
        cells = [cell.text for c, cell in enumerate(row) if is_origin(grid, r, c)]
        lines += [f"{text} |" if text else "|" for text in cells]
        lines += ["|" * (width - len(cells))] if len(cells) < width else []
    return "\n".join(lines)


def write_txt(path, blocks):
    path.write_text("\n".join(txt_table(block) + "\n" if kind == "table" else block for kind, block in blocks) + "\n", encoding="utf-8")


def rtf_text(text):
    return "".join(c if " " <= c < "\x7f" and c not in "\\{}" else f"\\u{ord(c) - 65536 * (ord(c) > 32767)}?" for c in text)


def rtf_paragraph(text):
    """An automatic number stands there for readers that do not count."""
    level, rest = numbered(text)
    label = "" if level is None else "{\\listtext\\pard\\plain " + rtf_text(text[:len(text) - len(rest)]) + "\\tab}"
    return f"\\pard\\plain {label}{rtf_text(rest)}\\par\n"


def rtf_table(grid):
    """A row describes its cells by their right edges; cells merged across have one edge, those merged downwards are there and empty."""
    rows = []
    for r, row in enumerate(grid):
        edges, cells = "", ""
        for c, cell in enumerate(row):
            if c and row[c - 1] is cell:
                continue
            down = "" if cell.rows == 1 else "\\clvmgf" if is_origin(grid, r, c) else "\\clvmrg"
            edges += f"{down}\\cellx{1200 * (c + sum(x is cell for x in row))}"
            cells += f"\\pard\\intbl {rtf_text(cell.text) if is_origin(grid, r, c) else ''}\\cell\n"
        rows.append(f"\\trowd\\trleft0{edges}\n{cells}\\row\n")
    return "".join(rows)


def write_rtf(path, blocks):
    body = "".join(rtf_table(block) + "\\pard\\par\n" if kind == "table" else rtf_paragraph(block) for kind, block in blocks)
    path.write_text("{\\rtf1\\ansi\\ansicpg936\\deff0\\uc1{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\n" + body + "}\n", encoding="ascii")


def write_ofd(path, blocks):
    path.write_bytes(as_ofd(blocks, is_origin))


def write_pdf(path, blocks):
    path.write_bytes(as_pdf(blocks, is_origin))


WRITERS = {"ofd": write_ofd, "drawn.pdf": write_pdf, "rtf": write_rtf, "docx": write_docx, "xlsx": write_xlsx, "odt": write_odt, "ods": write_ods, "html": write_html, "txt": write_txt}


def make(source, folder):
    """Writes all formats; gives the files, the formats left out, and the rules that find something."""
    blocks, without, finds = read(Path(source))
    files = []
    for suffix, write in WRITERS.items():
        if suffix not in without:
            files.append(Path(folder) / f"{Path(source).stem}.{suffix}")
            write(files[-1], blocks)
    return files, without, finds


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2])
