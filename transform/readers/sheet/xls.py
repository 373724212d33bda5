"""XLS, the workbook of Excel before 2007 → blocks, with the looks of its cells as XLSX."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from transform.errors import UnreadableDocument
from transform.grids import DocumentContent
from transform.models import Hints
from transform.readers.sheet.blocks import MAX_SHEETS, build_blocks, check_area, check_size
from transform.readers.sheet.grid import Area, Place, read_rows
from transform.readers.sheet.shown import (
    BLACK,
    PAPER,
    UNKNOWN,
    Ink,
    Look,
    Run,
    Text,
    is_odd_font,
    show_cell,
)
from transform.readers.sheet.xls_records import Budget, Passed, check_styles, read_passed

MAX_XLS_BYTES = 10_000_000
_TWIPS = 20  # in a point
_SOLID, _NO_FILL = 1, 0


def read_xls(body: bytes, hints: Hints) -> DocumentContent:
    """Read a workbook of Excel before 2007, in a process of its own: rows are laid out before they are counted."""
    del hints
    if len(body) > MAX_XLS_BYTES:
        raise UnreadableDocument("too_large", f"the workbook has {len(body)} bytes, limit {MAX_XLS_BYTES}")
    import xlrd

    try:
        stream = _workbook_stream(body)
        check_styles(stream)
        with Path(os.devnull).open("w") as remarks:
            book = xlrd.open_workbook(
                file_contents=stream, logfile=remarks, formatting_info=True, ragged_rows=True, on_demand=True
            )
            sheets = list(_read_sheets(book, stream))
    except (UnreadableDocument, MemoryError, RecursionError):
        raise
    except Exception as error:  # xlrd raises XLRDError, CompDocError, struct.error, IndexError, AssertionError, …
        code = "locked_document" if "ncrypted" in str(error) else "damaged_document"
        raise UnreadableDocument(code, f"the workbook cannot be read: {type(error).__name__}") from error
    return DocumentContent(tuple(build_blocks(sheets)))


def _workbook_stream(body: bytes) -> bytes:
    """The records of the workbook, out of the compound file around them."""
    from xlrd.compdoc import SIGNATURE, CompDoc

    if not body.startswith(SIGNATURE):
        return body
    with Path(os.devnull).open("w") as remarks:
        container = CompDoc(body, logfile=remarks)
        found = (container.locate_named_stream(name) for name in ("Workbook", "Book"))
        memory, start, size = next((stream for stream in found if stream[0]), (b"", 0, 0))
    if not size:
        raise UnreadableDocument("damaged_document", "the compound file holds no workbook")
    return bytes(memory[start : start + size])


def _read_sheets(book: Any, stream: bytes) -> Iterator[tuple[str, list[Any]]]:
    shown = [number for number, is_hidden in enumerate(book._sheet_visibility) if not is_hidden]
    budget = Budget()
    for number in shown[:MAX_SHEETS]:
        passed = read_passed(stream, book._sh_abs_posn[number], book.colour_map, budget)
        sheet = book.sheet_by_index(number)
        yield sheet.name, read_rows(_OldSheet(book, sheet, passed))
        book.unload_sheet(number)


class _OldSheet:
    """A sheet of xlrd as it is shown; its rows and columns count from 0."""

    def __init__(self, book: Any, sheet: Any, passed: Passed) -> None:
        check_size(sheet.nrows, sheet.ncols)
        self._book, self._sheet, self._passed = book, sheet, passed
        self._looks: dict[int, Look] = {}
        self.lines = [row + 1 for row in range(sheet.nrows) if not self._is_hidden_row(row)]
        self.columns = [column + 1 for column in range(sheet.ncols) if not self._is_hidden_column(column)]
        merged = [Area(top + 1, bottom, left + 1, right) for top, bottom, left, right in sheet.merged_cells]
        check_area([area.size for area in merged])
        self.merges = merged

    def address(self, place: Place) -> str:
        from xlrd.formula import colname

        return f"sheet {self._sheet.name}, {colname(place[1] - 1)}{place[0]}"

    def is_used(self, place: Place) -> bool:
        cell = self._cell(place)
        if cell is None:
            return False
        border = self._book.xf_list[cell.xf_index].border
        return bool(cell.value not in ("", None) or border.left_line_style or border.bottom_line_style)

    def show(self, place: Place) -> Text:
        import xlrd

        cell = self._cell(place)
        if cell is None or cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return Text("")
        if place in self._passed.stale:
            return Text("", True)
        look = self._look_of(cell.xf_index)
        value = self._value_of(cell)
        if isinstance(value, float) and value == 0 and not self._sheet.show_zero_values:
            return Text("")
        runs = self._sheet.rich_text_runlist_map.get((place[0] - 1, place[1] - 1))
        shown = show_cell(value, self._read_runs(value, runs, look) if runs else None, look)
        return replace(shown, is_doubtful=True) if place in self._passed.changing else shown

    def _cell(self, place: Place) -> Any:
        row, column = place[0] - 1, place[1] - 1
        is_there = row < self._sheet.nrows and column < self._sheet.row_len(row)
        return self._sheet.cell(row, column) if is_there else None

    def _is_hidden_row(self, row: int) -> bool:
        look = self._sheet.rowinfo_map.get(row)
        if look is None:
            return bool(self._sheet.default_row_hidden)
        return bool(look.hidden) or (look.height == 0 and not look.has_default_height)

    def _is_hidden_column(self, column: int) -> bool:
        look = self._sheet.colinfo_map.get(column)
        return look is not None and (bool(look.hidden) or look.width == 0)

    def _value_of(self, cell: Any) -> object:
        import xlrd

        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#ERROR")
        if cell.ctype == xlrd.XL_CELL_DATE:
            return self._day_of(cell.value)
        return cell.value

    def _day_of(self, value: float) -> datetime:
        import xlrd

        try:
            day: datetime = xlrd.xldate_as_datetime(value, self._book.datemode)
        except (xlrd.XLDateError, OverflowError, ValueError):
            day = datetime.min  # noqa: DTZ901 - a day that no report names: the number stays in doubt
        return day

    def _look_of(self, number: int) -> Look:
        if number not in self._looks:
            form = self._book.xf_list[number]
            ground = self._ground_of(form.background)
            font = self._book.font_list[form.font_index]
            is_odd, points = self._is_odd(font, ground), font.height / _TWIPS
            shape = self._book.format_map[form.format_key].format_str
            self._looks[number] = Look(shape, is_odd, ground, bool(font.escapement), points)
        return self._looks[number]

    def _is_odd(self, font: Any, ground: Ink) -> bool:
        ink = self._book.colour_map.get(font.colour_index) or BLACK
        return is_odd_font(is_struck=bool(font.struck_out), points=font.height / _TWIPS, ink=ink, ground=ground)

    def _ground_of(self, background: Any) -> Ink:
        if background.fill_pattern == _NO_FILL:
            return PAPER
        is_solid = background.fill_pattern == _SOLID
        return (self._book.colour_map.get(background.pattern_colour_index) if is_solid else None) or UNKNOWN

    def _read_runs(self, value: object, runs: Any, look: Look) -> Iterator[Run]:
        """The parts of a text: a run begins at its offset, and what stands before the first is set as the cell."""
        text, starts = str(value), [0, *(offset for offset, _ in runs)]
        fonts = [None, *(self._book.font_list[index] for _, index in runs)]
        for start, end, font in zip(starts, [*starts[1:], len(text)], fonts, strict=True):
            if font is None:
                yield Run(text[start:end], look.is_raised, points=look.points)
            elif start < end:
                yield Run(text[start:end], bool(font.escapement), self._is_odd(font, look.ground), font.height / _TWIPS)
