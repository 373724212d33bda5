"""The generator's pages in other containers: the same tree of tables as Word, Excel, PDF, Markdown and text dumps."""

from __future__ import annotations

import fcntl
import io
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.transform.generator.page import C, Page, T
from tests.transform.pdf_writer import HEIGHT, WIDTH, PdfPage, write_pdf
from transform.grids import DocumentContent, Paragraph
from transform.models import Hints
from transform.readers.word.doc import convert_to_docx

Writer = Callable[[Page], bytes]
MARGIN, LINE, ROW = 40.0, 14.0, 20.0
_TABLE_WIDTH = 8_600  # twentieths of a point, between the margins of a page


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_BORDERS = f"<w:tblBorders>{_BORDERS}</w:tblBorders>"


def prose(page: Page) -> tuple[list[str], list[str]]:
    """The lines before and after the tables."""
    first = [page.title, f"本报告所列数据的统计期限为{page.year}年1月1日至{page.year}年12月31日。", "一、总体情况"]
    last = ["五、存在的主要问题及改进情况", "仍需改进。", "六、其他需要报告的事项", "无。"]
    return [*first, "本机关依法做好各项公开工作。"], last


def place(table: T) -> tuple[list[list[C | None]], dict[int, tuple[int, int]]]:
    """The cell that covers each place of a full grid, and where each cell begins."""
    rows: list[list[C | None]] = [[] for _ in table.rows]
    starts: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while column < len(rows[number]) and rows[number][column] is not None:
                column += 1
            starts[id(cell)] = (number, column)
            for down in range(number, min(number + cell.rowspan, len(rows))):
                rows[down] += [None] * (column + cell.colspan - len(rows[down]))
                rows[down][column : column + cell.colspan] = [cell] * cell.colspan
            column += cell.colspan
    width = max(map(len, rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows], starts


def as_run(cell: C) -> str:
    """The text of a cell as one run of a Word paragraph."""
    return f"<w:r><w:t>{escape(cell.text)}</w:t></w:r>"


def write_docx(page: Page, inside: Callable[[C], str] = as_run) -> bytes:
    """Word tables with merged cells, written as Word does: widths, gridSpan and vMerge; Word 97 has widths only.

    ``inside`` writes what stands in the paragraph of a cell.
    """
    document = docx.Document()
    first, last = prose(page)
    for text in first:
        document.add_paragraph(text)
    for table in page.tables:
        for text in table.above:
            document.add_paragraph(text)
        grid, starts = place(table)
        width = _TABLE_WIDTH // len(grid[0])
        columns = f'<w:gridCol w:w="{width}"/>' * len(grid[0])
        rows = "".join(_docx_row(row, number, starts, width, inside) for number, row in enumerate(grid))
        properties = f'<w:tblPr><w:tblW w:w="{width * len(grid[0])}" w:type="dxa"/>{_BORDERS}</w:tblPr>'
        table_xml = f"<w:tbl {nsdecls('w', 'm')}>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        document.element.body.sectPr.addprevious(parse_xml(table_xml))  # behind it nothing is part of the body
        document.add_paragraph()
    for text in last:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _docx_row(
    row: list[C | None], number: int, starts: dict[int, tuple[int, int]], width: int, inside: Callable[[C], str]
) -> str:
    cells = ""
    for cell in {id(cell): cell for cell in row}.values():
        if cell is None:
            cells += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
            continue
        top, _ = starts[id(cell)]
        merge = '<w:vMerge w:val="restart"/>' if top == number else "<w:vMerge/>"
        span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
        runs = inside(cell) if top == number else ""
        wide = f'<w:tcW w:w="{width * cell.colspan}" w:type="dxa"/>'
        properties = f"<w:tcPr>{wide}{span}{merge if cell.rowspan > 1 else ''}</w:tcPr>"
        cells += f"<w:tc>{properties}<w:p>{runs}</w:p></w:tc>"
    return f"<w:tr>{cells}</w:tr>"


def write_xlsx(page: Page, dress: Callable[[Any, C], None] = lambda place, cell: None) -> bytes:
    """One sheet; whole numbers as numbers, everything else as text. ``dress`` may change the cell that was written."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    first, last = prose(page)
    for text in first:
        sheet.append([text])
    for table in page.tables:
        for text in table.above:
            sheet.append([text])
        start, starts = sheet.max_row + 1, place(table)[1]
        for cell in table.cells():
            top, left = starts[id(cell)]
            value = int(cell.text) if cell.key and cell.text.isdigit() else cell.text or None
            dress(sheet.cell(start + top, left + 1, value), cell)
            if cell.rowspan * cell.colspan > 1:
                ends = {"end_row": start + top + cell.rowspan - 1, "end_column": left + cell.colspan}
                sheet.merge_cells(start_row=start + top, start_column=left + 1, **ends)
    for text in last:
        sheet.append([text])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_markdown(page: Page) -> bytes:
    """Pipe tables; a covered place repeats nothing."""
    first, last = prose(page)
    lines = [f"# {first[0]}", *first[1:]]
    for table in page.tables:
        lines += [f"## {text}" for text in table.above]
        grid, starts = place(table)
        for number, row in enumerate(grid):
            texts = [_own_text(cell, starts, number, column) for column, cell in enumerate(row)]
            lines.append(f"| {' | '.join(texts)} |")
            lines += ["|" + "---|" * len(row)] if number == 0 else []
        lines.append("")
    return "\n\n".join([*_joined(lines), *last]).encode()


def _own_text(cell: C | None, starts: dict[int, tuple[int, int]], row: int, column: int) -> str:
    return cell.text if cell is not None and starts[id(cell)] == (row, column) else ""


def _joined(lines: list[str]) -> Iterator[str]:
    """Rows of a table stay together, everything else stands apart."""
    table: list[str] = []
    for line in lines:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            yield "\n".join(table)
            table = []
        if line:
            yield line
    if table:
        yield "\n".join(table)


def write_lines(page: Page) -> bytes:
    """A text dump with every cell on a line of its own; blank ones vanish."""
    first, last = prose(page)
    lines = list(first)
    for table in page.tables:
        lines += [*table.above, *(cell.text for row in table.rows for cell in row)]
    return "\n\n".join(text for text in [*lines, *last] if text).encode()


Dress = Callable[[PdfPage, C, float, float, float], None]
"""Draws more over a cell: the page, the cell, where its text begins and its size."""


def write_pdf_ruled(page: Page, dress: Dress = lambda *_: None) -> bytes:
    """Ruled tables; a table that does not fit goes on on the next page."""
    pages, top = [PdfPage()], MARGIN
    first, last = prose(page)

    def write(text: str) -> None:
        nonlocal top
        if top > HEIGHT - 80:
            pages.append(PdfPage())
            top = MARGIN
        pages[-1].write(MARGIN, top, text, 9)
        top += LINE

    for text in first:
        write(text)
    for table in page.tables:
        for text in table.above:
            write(text)
        grid, starts = place(table)
        widths = _widths(grid)
        done = 0
        while done < len(grid):
            room = max(1, int((HEIGHT - 60 - top) // ROW))
            part = grid[done : done + room]
            _draw(pages[-1], part, starts, done, widths, top, dress)
            top += ROW * len(part) + LINE
            done += len(part)
            if done < len(grid):
                pages[-1].write(290, HEIGHT - 30, f"- {len(pages)} -")
                pages.append(PdfPage())
                top = MARGIN
    for text in last:
        write(text)
    return write_pdf(pages)


def write_pdf_spaced(page: Page) -> bytes:
    """Tables without rules: figures in columns, each label on a line."""
    pages, top, right = [PdfPage()], MARGIN, 0.0
    first, last = prose(page)

    def write(texts: list[tuple[float, str]], size: float) -> None:
        nonlocal top, right
        if top > HEIGHT - 60:
            pages.append(PdfPage())
            top = MARGIN
        for x, text in texts:
            pages[-1].write(x, top, text, size)
            right = max(right, x + len(text) * size)
        top += LINE

    for text in first:
        write([(MARGIN, text)], 9)
    for table in page.tables:
        for text in table.above:
            write([(MARGIN, text)], 9)
        grid, starts = place(table)
        for number, row in enumerate(grid):
            texts = [_own_text(cell, starts, number, column) for column, cell in enumerate(row)]
            write([(x, text) for x, text in zip(_columns(grid), texts, strict=True) if text], 4.5)
    for text in last:
        write([(MARGIN, text)], 9)
    return write_pdf(pages, max(WIDTH, right + 20))


def _columns(grid: list[list[C | None]]) -> list[float]:
    """Where each column begins: as far apart as its longest text needs."""
    widths = [max(len(row[n].text) if row[n] else 0 for row in grid if row[n]) for n in range(len(grid[0]))]  # type: ignore[union-attr]
    return [20 + sum(4.5 * width + 8 for width in widths[:n]) for n in range(len(widths))]


def _widths(grid: list[list[C | None]]) -> list[float]:
    """A wide column where labels stand, narrow ones for numbers."""
    columns = len(grid[0])
    is_label = [any(row[n] is not None and len(row[n].text) > 8 for row in grid) for n in range(columns)]  # type: ignore[union-attr]
    unit = 515 / sum(3 if wide else 1 for wide in is_label)
    return [unit * (3 if wide else 1) for wide in is_label]


def _draw(
    page: PdfPage,
    part: list[list[C | None]],
    starts: dict[int, tuple[int, int]],
    first: int,
    widths: list[float],
    top: float,
    dress: Dress,
) -> None:
    edges = [MARGIN + sum(widths[:n]) for n in range(len(widths) + 1)]
    for number, row in enumerate(part):
        y = top + ROW * number
        for column, cell in enumerate(row):
            above = part[number - 1][column] if number else None
            before = row[column - 1] if column else None
            if number == 0 or cell is None or cell is not above:
                page.rule(edges[column], y, edges[column + 1], y)
            if column == 0 or cell is None or cell is not before:
                page.rule(edges[column], y, edges[column], y + ROW)
            if cell is not None and starts[id(cell)] == (first + number, column):
                wide = edges[min(column + cell.colspan, len(widths))] - edges[column]
                dress(page, cell, edges[column] + 1, y + 1, _write_in(page, cell.text, edges[column] + 1, y + 1, wide))
        page.rule(edges[-1], y, edges[-1], y + ROW)
    bottom = top + ROW * len(part)
    page.rule(edges[0], bottom, edges[-1], bottom)


def _write_in(page: PdfPage, text: str, x: float, y: float, wide: float) -> float:
    """Text in at most four lines, as small as it takes; returns its size."""
    for size in (6.0, 5.0, 4.0, 3.0):
        per_line = max(1, int(wide // size) - 1)
        lines = [text[n : n + per_line] for n in range(0, len(text), per_line)]
        if len(lines) * size <= ROW - 2:
            break
    for number, line in enumerate(lines):
        page.write(x, y + number * size, line, size)
    return size


CONTAINERS: dict[str, Writer] = {
    "docx": write_docx,
    "xlsx": write_xlsx,
    "ruled pdf": write_pdf_ruled,
    "pdf without rules": write_pdf_spaced,
    "markdown": write_markdown,
    "one cell a line": write_lines,
}


def read_for_ever(body: bytes, hints: Hints) -> NoReturn:
    """A reader that never ends; while it lives it holds the lock on the file named by ``body``."""
    with Path(os.fsdecode(body)).open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        while True:
            pass


def read_late(body: bytes, hints: Hints) -> DocumentContent:
    """A reader that waits for its turn longer than it may work, as on a machine busy with other things."""
    time.sleep(4)
    return DocumentContent((Paragraph(body.decode(), "line 1"),))


def convert_for_ever(body: bytes, hints: Hints) -> NoReturn:
    """A reader that asks a program which never ends; ``body`` names it."""
    convert_to_docx(os.fsdecode(body), b"{\\rtf1}", seconds=600)
    raise AssertionError("it ended")
