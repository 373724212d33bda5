"""The same report as a PDF: ruled tables that run over pages, page numbers, a font the reader must bring.

Written by hand, object by object (ISO 32000-1): the county needs no PDF library. Text is in STSong-Light with the
predefined CMap UniGB-UCS2-H, as old office software wrote it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from .grids import Grid, place_slots
from .narrative import Paragraph, write_report
from .reports import Report

WIDTH, HEIGHT, MARGIN = 595, 842, 50
SIZE, LINE, PAD = 8, 11, 2
LABEL_COLUMNS = {10: (44, 64, 132)}
"""Widths of the first columns of Table 3; every other column takes an equal share of the rest."""


@dataclass(slots=True)
class _Canvas:
    """Pages of drawing operators; ``top`` is where the next line goes."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    top: float = HEIGHT - MARGIN

    def need(self, height: float) -> None:
        """Begin a page when ``height`` points no longer fit."""
        if self.top - height < MARGIN:
            self.pages.append([])
            self.top = HEIGHT - MARGIN

    def write(self, x: float, y: float, text: str) -> None:
        code = text.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F1 {SIZE} Tf {x:.1f} {y:.1f} Td <{code}> Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.pages[-1].append(f"{x:.1f} {y:.1f} {width:.1f} {height:.1f} re S")


def write_pdf(report: Report) -> bytes:
    """The report as PDF bytes, the same on every start."""
    canvas = _Canvas()
    _add_paragraph(canvas, report.title)
    for block in write_report(report).blocks:
        if isinstance(block, Paragraph):
            _add_paragraph(canvas, block.text)
        else:
            _add_grid(canvas, block)
    return _assemble([_with_number(page, number) for number, page in enumerate(canvas.pages, 1)])


def _add_paragraph(canvas: _Canvas, text: str) -> None:
    for line in wrap_text(text, WIDTH - 2 * MARGIN):
        canvas.need(LINE)
        canvas.top -= LINE
        canvas.write(MARGIN, canvas.top, line)
    canvas.top -= PAD


def _add_grid(canvas: _Canvas, grid: Grid) -> None:
    """A ruled table. A row that no longer fits begins a new page; a cell that spans rows is cut there."""
    places = place_slots(grid)
    columns = _column_edges(max(column + slot.colspan for (_, column), slot in places.items()))
    heights = _row_heights(grid, columns)
    start = 0
    while start < len(grid):
        canvas.need(heights[start])
        end = start + 1
        while end < len(grid) and canvas.top - sum(heights[start : end + 1]) >= MARGIN:
            end += 1
        _draw_rows(canvas, grid, columns, heights, start, end)
        canvas.top -= sum(heights[start:end])
        start = end
    canvas.top -= LINE


def _draw_rows(canvas: _Canvas, grid: Grid, columns: list[float], heights: list[float], start: int, end: int) -> None:
    for (row, column), slot in place_slots(grid).items():
        first, last = max(row, start), min(row + slot.rowspan, end)
        if first >= last:
            continue
        left, right = columns[column], columns[column + slot.colspan]
        top = canvas.top - sum(heights[start:first])
        height = sum(heights[first:last])
        canvas.box(left, top - height, right - left, height)
        if first == row:
            for number, line in enumerate(wrap_text(slot.text.strip(), right - left - 2 * PAD), 1):
                canvas.write(left + PAD, top - number * LINE + PAD, line)


def _column_edges(count: int) -> list[float]:
    fixed = LABEL_COLUMNS.get(count, ())
    share = (WIDTH - 2 * MARGIN - sum(fixed)) / (count - len(fixed))
    edges = [float(MARGIN)]
    for width in (*fixed, *(share for _ in range(count - len(fixed)))):
        edges.append(edges[-1] + width)
    return edges


def _row_heights(grid: Grid, columns: list[float]) -> list[float]:
    """Height of every row: what its one-row cells need."""
    heights = [float(LINE + 2 * PAD)] * len(grid)
    for (row, column), slot in place_slots(grid).items():
        if slot.rowspan == 1:
            width = columns[column + slot.colspan] - columns[column] - 2 * PAD
            heights[row] = max(heights[row], len(wrap_text(slot.text, width)) * LINE + 2 * PAD)
    return heights


def wrap_text(text: str, width: float) -> list[str]:
    """Lines that fit; a Chinese character is as wide as the type is high, others half of that."""
    lines, used = [""], 0.0
    for mark in text:
        step = SIZE if unicodedata.east_asian_width(mark) in "WFA" else SIZE / 2
        if used + step > width and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += mark
        used += step
    return lines


def _with_number(page: list[str], number: int) -> str:
    code = f"- {number} -".encode("utf-16-be").hex()
    return "\n".join((*page, f"BT /F1 {SIZE} Tf {WIDTH / 2:.1f} 30 Td <{code}> Tj ET"))


def _assemble(contents: list[str]) -> bytes:
    """Objects 1 to 5 are catalogue, page tree and font; then a page and its content in turn."""
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        " /W [1 95 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return _with_table_of_offsets(objects)


def _with_table_of_offsets(objects: list[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    start = len(out)
    rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode("ascii")
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode("ascii")
    return bytes(out)
