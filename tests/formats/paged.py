"""A report's blocks (make_formats.read) laid out on pages, as a printer would: for the fixed-layout formats."""
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixed"))
from pages import Page, ofd, pdf, width  # noqa: E402

LEFT, RIGHT, TOP, BOTTOM = 72, 523, 80, 770
SIZE, LINE, PADDING = 10, 15, 4


def wrapped(text, room, size=SIZE):
    """Lines of a text; a figure or a word is not broken while it is shorter than a line."""
    lines, used = [""], 0
    for piece in re.findall(r"[!-~]+|.", text):
        wide = sum(width(char, size) for char in piece)
        for part in [piece] if wide <= room else piece:
            wide = sum(width(char, size) for char in part)
            if used + wide > room and lines[-1]:
                lines.append("")
                used = 0
            lines[-1] += part
            used += wide
    return lines


class Paper:
    def __init__(self):
        self.pages, self.y = [], BOTTOM

    def room(self, height):
        """Where something so high begins: on the next page, where this one has no room."""
        if not self.pages or self.y + height > BOTTOM:
            self.pages.append(Page())
            self.y = TOP
        top = self.y
        self.y += height
        return top

    def text(self, text, size=SIZE, middle=False):
        for line in wrapped(text, RIGHT - LEFT, size):
            y = self.room(size + 5)
            wide = sum(width(char, size) for char in line)
            self.pages[-1].text((LEFT + RIGHT - wide) / 2 if middle else LEFT, y + size, size, line)

    def table(self, grid, is_origin):
        """Rows one under the other; a cell merged over rows that a page's end cuts has its words in its first part."""
        columns = len(grid[0])
        xs = [LEFT + (RIGHT - LEFT) * c / columns for c in range(columns + 1)]
        origins = [(r, c, cell) for r, row in enumerate(grid) for c, cell in enumerate(row) if is_origin(grid, r, c)]
        lines = {(r, c): wrapped(cell.text, xs[c + cell.columns] - xs[c] - 2 * PADDING) for r, c, cell in origins}
        heights = [LINE + 6] * len(grid)
        for r, c, cell in sorted(origins, key=lambda origin: origin[2].rows):
            missing = len(lines[r, c]) * LINE + 6 - sum(heights[r:r + cell.rows])
            heights[r + cell.rows - 1] += max(missing, 0)
        first = 0
        while first < len(grid):
            tops, page = [self.room(heights[first])], len(self.pages)
            while first + len(tops) < len(grid) and self.y + heights[first + len(tops)] <= BOTTOM:
                tops.append(self.room(heights[first + len(tops)]))
            ys, end = [*tops, self.y], first + len(tops)
            for r, c, cell in origins:
                top, bottom = max(r, first), min(r + cell.rows, end)
                if top < bottom:
                    shown = lines[r, c] if r >= first else []
                    self.pages[page - 1].grid(xs, ys, [(top - first, c, bottom - top, cell.columns, *shown)], SIZE)
            first = end
        self.y += LINE


def pages_of(blocks, is_origin):
    paper = Paper()
    for kind, block in blocks:
        if kind == "table":
            paper.table(block, is_origin)
        else:
            paper.text(block, 16 if kind == "title" else SIZE, kind == "title")
    for number, page in enumerate(paper.pages, 1):
        page.text(285, 812, 9, f"— {number} —")
    return paper.pages


def as_pdf(blocks, is_origin):
    return pdf(pages_of(blocks, is_origin), font="table")


def as_ofd(blocks, is_origin):
    return ofd(pages_of(blocks, is_origin))
