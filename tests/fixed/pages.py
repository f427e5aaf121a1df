"""Fixed-layout test documents from one description: pages of texts, lines and pictures, in points from the upper left corner.

    page = Page(595, 842).text(100, 80, 12, "标题").line(100, 100, 400, 100)
    pdf([page]), ofd([page])     the bytes of a file
"""
import hashlib
import io
import zipfile
import zlib


class Page:
    def __init__(self, width=595, height=842):
        self.width, self.height = width, height
        self.texts, self.lines, self.images = [], [], []
        self.bare = False  # of a PDF: its font has no table of codes
        self.raw = b""  # of a PDF only: drawn first

    def text(self, x, y, size, string):
        self.texts.append((x, y, size, string))
        return self

    def line(self, x0, y0, x1, y1):
        self.lines.append((x0, y0, x1, y1))
        return self

    def image(self, x0, y0, x1, y1):
        self.images.append((x0, y0, x1, y1))
        return self

    def grid(self, xs, ys, cells, size=10):
        """Cells (row, column, rows, columns, lines of text) on edges xs and ys; only their borders are drawn."""
        for row, column, rows, columns, *lines in cells:
            x0, x1, y0, y1 = xs[column], xs[column + columns], ys[row], ys[row + rows]
            self.line(x0, y0, x1, y0).line(x0, y1, x1, y1).line(x0, y0, x0, y1).line(x1, y0, x1, y1)
            for n, line in enumerate(lines):
                self.text(x0 + 4, y0 + 14 + n * size * 1.4, size, line)
        return self


def width(char, size):
    return size if ord(char) >= 0x2E80 else size / 2


# PDF

def rc4(key, data):
    s, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + s[i] + key[i % len(key)]) % 256
        s[i], s[j] = s[j], s[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + s[i]) % 256
        s[i], s[j] = s[j], s[i]
        out.append(byte ^ s[(s[i] + s[j]) % 256])
    return bytes(out)


PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
FILE_ID = b"0123456789abcdef"


class Cipher:
    """The standard security handler, revision 2 (ISO 32000-1, 7.6.3)."""

    def __init__(self, password):
        padded = (password.encode() + PAD)[:32]
        self.owner = rc4(hashlib.md5((b"owner" + PAD)[:32]).digest()[:5], padded)
        self.key = hashlib.md5(padded + self.owner + b"\xfc\xff\xff\xff" + FILE_ID).digest()[:5]
        self.user = rc4(self.key, PAD)

    def stream(self, number, data):
        salt = number.to_bytes(3, "little") + b"\0\0"
        return rc4(hashlib.md5(self.key + salt).digest()[:10], data)

    def dictionary(self):
        return b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (self.owner.hex().encode(), self.user.hex().encode())


def hexed(string, codes):
    return "".join(f"{codes(char):04X}" for char in string).encode()


def content(page, codes, mode):
    out = [page.raw]
    for x, y, size, string in page.texts:
        out.append(b"BT %d Tr /F %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET" % (mode, size, x, page.height - y, hexed(string, codes)))
    for x0, y0, x1, y1 in page.lines:
        out.append(b"%g %g m %g %g l S" % (x0, page.height - y0, x1, page.height - y1))
    for x0, y0, x1, y1 in page.images:
        out.append(b"q %g 0 0 %g %g %g cm /I Do Q" % (x1 - x0, y1 - y0, x0, page.height - y1))
    return b"\n".join(out)


def to_unicode(used, font):
    """The table of codes: font code to Unicode. One that lies gives codes that no text has; one that shifts, other characters."""
    told = {"lies": lambda code: 0xE000 + code % 0x1000, "shifts": lambda code: code + 37 if code >= 0x4E00 else code}.get(font, lambda code: code)
    rows = b"\n".join(b"<%04X> <%04X>" % (code, told(code)) for code in sorted(used))
    return (b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap end end" % (len(used), rows))


def utf16(string):
    """A text string of a PDF."""
    return b"<FEFF%s>" % string.encode("utf-16-be").hex().encode()


def annotation(page, kind, x0, y0, x1, y1, more=b"", shown=None):
    """An annotation of a page, to be given to pdf(); `shown` is the text of its appearance."""
    box = b"<</Type/Annot/Subtype/%s/Rect[%g %g %g %g]%s" % (kind, x0, page.height - y1, x1, page.height - y0, more)
    return box, b"" if shown is None else b"BT /F 10 Tf 1 0 0 1 2 %g Tm <%s> Tj ET" % ((y1 - y0) / 2 - 4, hexed(shown, ord)), (x1 - x0, y1 - y0)


def pdf(pages, font="predefined", password=None, deflate=False, mode=0, rotate=0, annotations=(), attached=()):
    """font: `predefined` (a font that is not in the file, with a CMap of Adobe's), `table` (codes of its own, with a table),
    `lies`, `shifts` (with a false one), `none` (without one). A page that is `bare` has
    the last in any case. mode 3 draws text invisibly. `annotations` are of the first page, `attached` names of files inside."""
    used = {ord(char) for page in pages for _, _, _, string in page.texts for char in string}
    objects, cipher = [], Cipher(password) if password is not None else None

    def add(body):
        objects.append(body)
        return len(objects)

    def stream(data, extra=b""):
        number = len(objects) + 1
        if deflate:
            data, extra = zlib.compress(data), extra + b"/Filter/FlateDecode"
        if cipher:
            data = cipher.stream(number, data)
        return add(b"<<%s/Length %d>>stream\n%s\nendstream" % (extra, len(data), data))

    # Half-width Latin: CIDs 1 to 95 of Adobe-GB1 are the ASCII characters; with codes of our own they are their codes.
    narrow = b"/DW 1000/W[1 95 500]" if font == "predefined" else b"/DW 1000/W[32 126 500]"
    descriptor = add(b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
                     b"/Descent -120/CapHeight 700/StemV 80>>")
    descendant = add(b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)"
                     b"/Supplement 0>>%s/FontDescriptor %d 0 R>>" % (b"GB1" if font == "predefined" else b"Identity", narrow, descriptor))
    if font == "predefined":
        top = add(b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[%d 0 R]>>" % descendant)
    else:
        table = stream(to_unicode(used, font))
        told = b"" if font == "none" else b"/ToUnicode %d 0 R" % table
        top = add(b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/Identity-H/DescendantFonts[%d 0 R]%s>>"
                  % (descendant, told))
    bare = add(b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/Identity-H/DescendantFonts[%d 0 R]>>" % descendant)
    image = stream(b"\x55" * 8, b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 1/ColorSpace/DeviceGray")
    bodies = [stream(content(page, ord, mode)) for page in pages]
    notes = []
    for body, shown, (wide, high) in annotations:
        if shown:
            form = stream(shown, b"/Type/XObject/Subtype/Form/BBox[0 0 %g %g]/Resources<</Font<</F %d 0 R>>>>" % (wide, high, top))
            body += b"/AP<</N %d 0 R>>" % form
        notes.append(add(body + b">>"))
    files = b"".join(b"%s<</Type/Filespec/F(a)/UF%s>>" % (utf16(name), utf16(name)) for name in attached)
    listed = b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % files if attached else b""
    refs = b" ".join(b"%d 0 R" % note for note in notes)
    listed += b"/AcroForm<</Fields[%s]>>" % refs if any(b"/FT" in body for body, *_ in annotations) else b""
    parent = len(objects) + len(pages) + 1
    kids = [add(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %g %g]/Rotate %d/Contents %d 0 R"
                b"/Resources<</Font<</F %d 0 R>>/XObject<</I %d 0 R>>>>%s>>" % (parent, page.width, page.height, rotate, body, bare if page.bare else top, image,
                                                                          b"/Annots[%s]" % refs if n == 0 and notes else b""))
            for n, (page, body) in enumerate(zip(pages, bodies))]
    add(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)))
    root = add(b"<</Type/Catalog/Pages %d 0 R%s>>" % (parent, listed))

    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root %d 0 R/ID[<%s><%s>]" % (len(objects) + 1, root, FILE_ID.hex().encode(), FILE_ID.hex().encode()))
    out.write(b"/Encrypt %s" % cipher.dictionary() if cipher else b"")
    out.write(b">>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


# OFD (GB/T 33190)

MM = 25.4 / 72
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def escaped(string):
    return string.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def ofd_objects(page):
    out, number = [], 100
    for x, y, size, string in page.texts:
        number += 1
        deltas = " ".join(f"{width(char, size) * MM:.4f}" for char in string[:-1])
        out.append(f'<ofd:TextObject ID="{number}" Boundary="{x * MM:.4f} {(y - size) * MM:.4f} 200 {size * MM * 1.3:.4f}" Font="1" '
                   f'Size="{size * MM:.4f}"><ofd:TextCode X="0" Y="{size * MM:.4f}" DeltaX="{deltas}">{escaped(string)}'
                   f'</ofd:TextCode></ofd:TextObject>')
    for x0, y0, x1, y1 in page.lines:
        number += 1
        out.append(f'<ofd:PathObject ID="{number}" Boundary="{x0 * MM:.4f} {y0 * MM:.4f} {(x1 - x0) * MM + 1:.4f} {(y1 - y0) * MM + 1:.4f}" '
                   f'LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L {(x1 - x0) * MM:.4f} {(y1 - y0) * MM:.4f}</ofd:AbbreviatedData></ofd:PathObject>')
    for x0, y0, x1, y1 in page.images:
        number += 1
        out.append(f'<ofd:ImageObject ID="{number}" Boundary="{x0 * MM:.4f} {y0 * MM:.4f} {(x1 - x0) * MM:.4f} {(y1 - y0) * MM:.4f}" ResourceID="9"/>')
    return "".join(out)


def ofd_page(page, template=""):
    return (f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {SPACE}><ofd:Area><ofd:PhysicalBox>0 0 {page.width * MM:.4f} {page.height * MM:.4f}'
            f'</ofd:PhysicalBox></ofd:Area>{template}<ofd:Content><ofd:Layer ID="2">{ofd_objects(page)}</ofd:Layer></ofd:Content></ofd:Page>')


def ofd_part(root, inner):
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} {SPACE}>{inner}</ofd:{root}>'


def ofd_text(x, y, size, string, more=""):
    """A text object with `more` attributes, its distances as run lengths."""
    deltas = " ".join(f"g 1 {width(char, size) * MM:.3f}" for char in string[:-1])
    return (f'<ofd:TextObject ID="9" Boundary="{x * MM:.3f} {y * MM:.3f} 180 6" Font="1" Size="{size * MM:.3f}" {more}>'
            f'<ofd:TextCode X="0" Y="{size * MM:.3f}" DeltaX="{deltas}">{string}</ofd:TextCode></ofd:TextObject>')


def ofd_units(**units):
    """A resource file of composite units: {name: objects}; a name ends with its ID."""
    inner = "".join(f'<ofd:CompositeGraphicUnit ID="{name.strip("unit_")}" Width="200" Height="100"><ofd:Content>{objects}</ofd:Content>'
                    '</ofd:CompositeGraphicUnit>' for name, objects in units.items())
    return ofd_part("Res", f"<ofd:CompositeGraphicUnits>{inner}</ofd:CompositeGraphicUnits>")


def ofd_annotation(kind, objects, x=0, y=0, more="", remark=""):
    note = f"<ofd:Remark>{remark}</ofd:Remark>" if remark else ""
    return (f'<ofd:Annot ID="7" Type="{kind}" {more}>{note}<ofd:Appearance Boundary="{x * MM:.3f} {y * MM:.3f} 200 50">{objects}'
            '</ofd:Appearance></ofd:Annot>')


def ofd(pages, template=None, extra=(), parts=None, document="", raw=""):
    """`template`: a page that the first is drawn on. `extra`: names of more entries, with a few bytes each; `parts`: more entries with their
    text. `document`: more elements of the document's own file, in its CommonData where they name resources. `raw`: objects of the first page."""
    common = document if "Res>" in document else ""
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    below = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    files = {
        "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {SPACE} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo/>'
                   '<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297'
                              f'</ofd:PhysicalBox></ofd:PageArea>{below}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{"" if common else document}</ofd:Document>',
    }
    if template:
        files["Doc_0/Tpls/Tpl_0/Content.xml"] = ofd_page(template)
    for n, page in enumerate(pages):
        use = '<ofd:Template TemplateID="5"/>' if template and n == 0 else ""
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = ofd_page(page, use).replace("</ofd:Layer>", (raw if n == 0 else "") + "</ofd:Layer>")
    files.update({name: "x" * 20 for name in extra})
    files.update(parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in files.items():
            container.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
