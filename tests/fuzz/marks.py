#!/usr/bin/env python3
"""marks.py FROM TO: of every document in the folder FROM an input for the fuzz target of its format, as TO/TARGET/NAME. Packages,
compound files and PDF become text of marks (fuzz_marks.h; fuzz_ole.c and fuzz_pdf.c say what stands in it), others stay as they
are. `make fuzz MORE=TO` begins with these too. What cannot be taken apart is counted and left out."""
import collections
import io
import pathlib
import re
import struct
import sys
import zipfile
import zlib

LONGEST = 16384  # no target takes more
LARGEST = 20 << 20
NONE = 0xFFFFFFFA
FIB_PARTS, PARTS = 0x9A, 0x5D
# The parts that others are found by come first: what is too long is cut at the end.
FIRST = ("mimetype", "OFD.xml", "_rels/.rels", ".xml.rels", "workbook.xml", "Document.xml", "document.xml", "content.xml")
LEFT_OUT = r"\.(png|jpe?g|gif|[ew]mf|ttf|otf|bin|jb2|tiff?|dat)$|theme|docProps|Content_Types|fontTable|[sS]ettings|Thumbnail|manifest"


def of_package(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [part for part in package.infolist() if not part.is_dir() and not re.search(LEFT_OUT, part.filename)]
        if sum(part.file_size for part in parts) > LARGEST:
            raise ValueError("too large")
        parts.sort(key=lambda part: next((i for i, end in enumerate(FIRST) if part.filename.endswith(end)), len(FIRST)))
        text = b""
        for part in parts:
            content = re.sub(rb"^(\xef\xbb\xbf)?\s*<\?xml [^>]*\?>\s*", b"", package.read(part))
            text += b"=== %s\n%s\n" % (part.filename.encode(), content.strip())
        names = package.namelist()
    target = "ofd" if "OFD.xml" in names else "odf" if "content.xml" in names else "ooxml"
    return target, text


def of_pdf(data):
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(?:^|[\r\n])(\d+) 0 obj\s*(.*?)\s*endobj", data, re.S)}
    root = int(re.search(rb"/Root (\d+) 0 R", data)[1])
    order = [root] + [number for number in sorted(objects) if number != root]
    renumbered = {number: i + 1 for i, number in enumerate(order)}
    text = b""
    for number in order:
        head, stream = objects[number], re.search(rb"stream\r?\n(.*?)\r?\n?endstream", objects[number], re.S)
        head = head[:stream.start()] if stream else head
        head = re.sub(rb"/Length \d+( 0 R)?", b"", b" ".join(head.split()))
        head = re.sub(rb"(\d+) 0 R", lambda m: b"%d 0 R" % renumbered.get(int(m[1]), 0), head)
        content = stream[1] if stream else b""
        if stream and b"/FlateDecode" in head:
            content = zlib.decompressobj().decompress(content)
            head = re.sub(rb"/Filter ?/FlateDecode", b"", head)
        text += b"=== " + head + b"\n" + (content + b"\n" if content else b"")
    return "pdf", text


def chain(table, start, read):
    seen = 0
    while start < len(table) and seen < len(table):
        yield read(start)
        start, seen = table[start], seen + 1


def numbers(data):
    return struct.unpack(f"<{len(data) // 4}I", data[:len(data) // 4 * 4])


def streams_of(data):
    """Name to bytes, of a compound file ([MS-CFB])."""
    size = 1 << struct.unpack_from("<H", data, 0x1E)[0]
    n_fat, directory = struct.unpack_from("<II", data, 0x2C)
    cutoff, mini_fat, _, difat, _ = struct.unpack_from("<5I", data, 0x38)

    def sector(number):
        return data[(number + 1) * size:(number + 2) * size].ljust(size, b"\0")

    named = list(numbers(data[0x4C:0x200]))
    while difat < NONE and len(named) < n_fat:
        *more, difat = numbers(sector(difat))
        named += more
    fat = [number for name in named[:n_fat] if name < NONE for number in numbers(sector(name))]
    mini_table = numbers(b"".join(chain(fat, mini_fat, sector)))
    entries, mini, streams = b"".join(chain(fat, directory, sector)), b"", {}
    for at in range(0, len(entries), 128):
        length, kind = struct.unpack_from("<HB", entries, at + 0x40)
        start, total = struct.unpack_from("<II", entries, at + 0x74)
        name = entries[at:at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if kind == 5:
            mini = b"".join(chain(fat, start, sector))
        elif kind == 2:
            short = chain(mini_table, start, lambda i: mini[i * 64:i * 64 + 64]) if total < cutoff else chain(fat, start, sector)
            streams.setdefault(name, b"".join(short)[:total])
    return streams


def is_text(unit):
    return 0x20 <= unit < 0x7F and unit != 0x22 or 0x3001 <= unit < 0x3020 or 0x4E00 <= unit < 0xA000 or 0xFF01 <= unit < 0xFFEF


def wide_end(data, at):
    while at + 1 < len(data) and is_text(data[at] | data[at + 1] << 8):
        at += 2
    return at


def written(data):
    """Bytes as a stream's line has them: what looks like text, wide or narrow, in quotes of its kind."""
    text, at, words = "", 0, re.compile(rb"[ -&(-~]{4,}")
    while at < len(data):
        narrow, wide = words.match(data, at), wide_end(data, at)
        if narrow or wide - at < 6 or words.match(data, at + 1):
            end = narrow.end() if narrow else at + 1
            text += f"'{narrow[0].decode()}'" if narrow else data[at:end].hex()
        else:
            end = wide
            text += '"' + data[at:end].decode("utf-16-le") + '"'
        at = end
    return text


def record_lines(stream):
    at = 0
    while at + 4 <= len(stream) and any(stream[at:at + 4]):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield f"*{kind:04x} {written(stream[at + 4:at + 4 + size])}"
        at += 4 + size


def part_lines(stream, main):
    """Bytes between the parts go to part 0, which nobody reads."""
    parts = [(*struct.unpack_from("<II", main, FIB_PARTS + i * 8), i) for i in range(PARTS) if FIB_PARTS + i * 8 + 8 <= len(main)]
    at = 0
    for start, size, number in sorted(parts) + [(len(stream), 1, None)]:
        if start < at or not size or start + size > len(stream) + (number is None):
            continue
        if any(stream[at:start]):
            yield f"#00 {written(stream[at:start])}"
        if number is not None:
            yield f"#{number:02x} {written(stream[start:start + size])}"
        at = start + size


def place_lines(stream):
    for run in re.finditer(rb"[^\0](?:\0{0,7}[^\0])*", stream):
        yield f"@{run.start():04x} {written(run[0])}"


def main_lines(stream):
    """Where the parts are is put there by the target."""
    return place_lines(stream[:FIB_PARTS] + bytes(PARTS * 8) + stream[FIB_PARTS + PARTS * 8:])


def of_compound(data):
    streams, text = streams_of(data), ""

    def table_lines(stream):
        return part_lines(stream, streams.get("WordDocument", b""))

    makers = {"Workbook": record_lines, "Book": record_lines, "0Table": table_lines, "1Table": table_lines, "WordDocument": main_lines,
              "Data": place_lines, "EncryptionInfo": place_lines, "EncryptedPackage": place_lines}
    for name, lines in makers.items():
        if name in streams:
            text += "\n".join([f"=== {name}", *lines(streams[name])]) + "\n"
    return "ole", text.encode()


def as_it_is(target):
    return lambda data: (target, data)


KINDS = [(rb"PK", of_package), (rb"\xd0\xcf\x11\xe0", of_compound), (rb".{0,1020}%PDF", of_pdf), (rb"\{\\rtf", as_it_is("rtf")),
         (rb"(?i).{0,4096}(<html|<!doctype html|<table|mime-version)", as_it_is("html")), (rb"<\?xml", as_it_is("ooxml"))]


def main(source, to):
    done = collections.Counter()
    for path in sorted(pathlib.Path(source).iterdir()):
        data = path.read_bytes() if path.is_file() else b""
        make = next((make for begins, make in KINDS if re.match(begins, data, re.S)), as_it_is("text"))
        try:
            target, text = make(data)
        except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, UnicodeError, KeyError, TypeError, ValueError):
            target, text = "left out", b""
        done[target] += 1
        for folder in [target] * bool(text) + ["separated"] * (target == "text"):
            (pathlib.Path(to) / folder).mkdir(parents=True, exist_ok=True)
            (pathlib.Path(to) / folder / path.name).write_bytes(text[:LONGEST])
    print(", ".join(f"{target} {count}" for target, count in sorted(done.items())))


if __name__ == "__main__":
    main(*sys.argv[1:])
