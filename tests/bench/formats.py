#!/usr/bin/env python3
"""Reading documents, beside the tools that people use for it: prints a Markdown table. The documents are invented, of the size of long
reports. Ours is the stage `extract` of `tallyctl check`, in the sandbox, the least over copies; theirs is the processor time of
the process less that of the same process on a document of one line, so that neither pays for its start. Memory is the peak of the
largest process, start and all, ours when the document has been read; and behind a stroke when it was checked too, which theirs do not.

    B=build tests/bench/formats.py [COPIES]        20 copies unless told otherwise
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path[:0] = [str(ROOT / "tests/formats"), str(ROOT / "tests/fixed")]
from make_formats import grid_of, write_docx, write_html, write_xlsx  # noqa: E402
from pages import Page, pdf  # noqa: E402

TALLYCTL = Path(os.environ.get("B", ROOT / "build")) / "tallyctl"
RUNS = 5
EDGES = [60, 200, 290, 380, 470, 540]
# Tools by format; those that are not installed are left out.
OTHERS = {
    "docx": [["docx2txt", "{}", "-"], ["pandoc", "-f", "docx", "-t", "plain", "{}"]],
    "xlsx": [["xlsx2csv", "-a", "{}"]],
    "html": [["w3m", "-dump", "-T", "text/html", "{}"], ["pandoc", "-f", "html", "-t", "plain", "{}"]],
    "pdf": [["pdftotext", "-layout", "{}", "-"], ["mutool", "draw", "-q", "-F", "txt", "{}"]],
}


def table_rows(first, count):
    head = [["科目编码", "科目名称", "年初预算数", "全年预算数", "决算数"]]
    return head + [[str(2010000 + n), f"第{n}项支出", f"{n}.00", f"{n + 7}.50", f"{n + 3}.25"] for n in range(first, first + count)]


def blocks(size):
    """As make_formats has them: paragraphs and tables, `size` of each."""
    out = [("title", "青禾县水务局2022年度部门决算公开")]
    for n in range(size):
        out += [("text", f"（{n}）2022年度支出{n}.45万元，比上年增加{n}.10万元，主要是河道管护、水源保护和供水设施的维修。" * 3),
                ("table", grid_of(table_rows(n * 40, 40)))]
    return out


def pages(size):
    made = []
    for n in range(size):
        page = Page().text(80, 60, 12, f"{n}、2022年度支出{n}.45万元，比上年增加{n}.10万元，主要是河道管护。")
        rows = table_rows(n * 40, 28)
        cells = [(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
        made.append(page.grid(EDGES, [80 + 22 * r for r in range(len(rows) + 1)], cells, 9))
    return made


def write(path, size):
    writers = {".docx": write_docx, ".xlsx": write_xlsx, ".html": write_html}
    if path.suffix == ".pdf":
        path.write_bytes(pdf(pages(size) if size else [Page().text(80, 80, 12, "一行")]))
    else:
        writers[path.suffix](path, blocks(size) if size else [("text", "一行")])


def measure(command):
    """Seconds of processor time and MiB of a process, the least and the most of some runs. GNU time starts it: a process that Python
    forks has had Python's memory."""
    took, peak = [], 0
    for _ in range(RUNS):
        done = subprocess.run(["time", "-f", "%U %S %M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        user, system, most = done.stderr.split()[-3:]
        took.append(float(user) + float(system))
        peak = max(peak, int(most) / 1024)
    return min(took), peak


def ours(document, folder, copies):
    """Milliseconds of the stage, least of all, and MiB of the child when it had read the document, and when it had done all the rest too."""
    for n in range(copies):
        shutil.copy(document, folder / f"{n}{document.suffix}")
    lines = subprocess.run([TALLYCTL, "check", "--workers", "1", "--format", "jsonl", folder], capture_output=True, text=True, check=False).stdout.splitlines()
    reports = [event["tallyd"] for event in map(json.loads, lines) if event["event"]["dataset"] == "tallyd.report"]
    if len(reports) != copies or any(report["outcome"] != "inspected" for report in reports):
        sys.exit(f"bench: {document.name} was not read")
    return min(r["stages_us"]["extract"] for r in reports) / 1000, *(max(r[key] for r in reports) / 1024 for key in ("extract_kib", "peak_kib"))


def compare(work, suffix, size, copies):
    document, line = work / f"report.{suffix}", work / f"line.{suffix}"
    write(document, size)
    write(line, 0)
    folder = work / suffix
    folder.mkdir()
    ms, read, peak = ours(document, folder, copies)
    print(f"| {suffix}, {document.stat().st_size / 1000:.0f} KB | tallyd | {ms:.1f} ms | {read:.1f} MiB / {peak:.1f} |", flush=True)
    for command in OTHERS[suffix]:
        if not shutil.which(command[0]):
            continue
        took, most = measure([word.replace("{}", str(document)) for word in command])
        start, _ = measure([word.replace("{}", str(line)) for word in command])
        print(f"| | {command[0]} | {(took - start) * 1000:.1f} ms | {most:.1f} MiB |", flush=True)


def main():
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print("| document | read by | a document | peak memory |\n|---|---|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="tallyd-bench-") as work:
        for suffix, size in (("docx", 40), ("xlsx", 40), ("html", 40), ("pdf", 40)):
            compare(Path(work), suffix, size, copies)


main()
