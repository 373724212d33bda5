"""The generator's pages as workbooks of Excel before 2007."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import xlwt

from tests.transform.containers import place, prose
from tests.transform.generator.page import C, Page

Dress = Callable[[object, C], tuple[object, str]]
"""What is written into a cell, and its style in xlwt's words with a number format behind ``|``; a list is a text of
runs, each a text with its font."""


def write_xls(page: Page, dress: Dress = lambda value, cell: (value, "")) -> bytes:
    """One sheet; whole numbers as numbers, everything else as text."""
    book = xlwt.Workbook()
    sheet, row = book.add_sheet("Sheet"), 0
    first, last = prose(page)
    for table in page.tables:
        for text in [*(first if table is page.tables[0] else ()), *table.above]:
            sheet.write(row, 0, text)
            row += 1
        starts = place(table)[1]
        for cell in table.cells():
            top, left = starts[id(cell)]
            value, style = dress(int(cell.text) if cell.key and cell.text.isdigit() else cell.text, cell)
            ends = (row + top, row + top + cell.rowspan - 1, left, left + cell.colspan - 1)
            if cell.rowspan * cell.colspan > 1:
                sheet.merge(*ends)
            _write_old(sheet, ends[0], left, value, style)
        row += len(table.rows)
    for text in last:
        sheet.write(row, 0, text)
        row += 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_old(sheet: Any, row: int, column: int, value: object, style: str) -> None:
    form, _, number = style.partition("|")
    look = _style(form, number or "General")
    if isinstance(value, list):
        sheet.write_rich_text(row, column, [(text, _font(font)) for text, font in value], look)
    elif value != "":
        sheet.write(row, column, value, look)


@cache
def _style(form: str, number: str) -> Any:
    return xlwt.easyxf(form, num_format_str=number)


@cache
def _font(form: str) -> Any:
    return xlwt.easyfont(form)
