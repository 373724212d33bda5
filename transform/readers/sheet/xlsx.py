"""XLSX → blocks: every visible sheet a grid, section headings and prose in rows of their own taken out.

A formula whose result the file does not hold is no blank: its cell is doubtful, and no number is made of it. Hidden
rows and columns are none; what a cell shows stands in `transform.readers.sheet.shown`.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import redirect_stdout
from dataclasses import replace
from typing import Any

from lxml import etree

from transform.errors import UnreadableDocument
from transform.grids import DocumentContent
from transform.models import Hints
from transform.readers.package import check_package, read_part
from transform.readers.sheet.blocks import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, build_blocks, check_area, check_size
from transform.readers.sheet.grid import Area, Place, read_rows
from transform.readers.sheet.looks import may_hide, read_look, read_runs
from transform.readers.sheet.shown import Look, Text, show_cell

MAX_SHEET_BYTES = 6_000_000
_MERGE = "{*}mergeCell"


def read_xlsx(body: bytes, hints: Hints) -> DocumentContent:
    """Read a workbook. Raises UnreadableDocument where it is damaged, locked, dangerous or beyond the limits."""
    del hints
    archive = check_package(body)
    _check_sheets(archive)
    _check_merges(archive)
    import openpyxl

    has_formulas = _has_formulas(archive)
    try:
        with warnings.catch_warnings(action="ignore"), redirect_stdout(io.StringIO()):  # openpyxl remarks on styles
            values = openpyxl.load_workbook(io.BytesIO(body), data_only=True, keep_links=False, rich_text=True)
            formulas = openpyxl.load_workbook(io.BytesIO(body), keep_links=False) if has_formulas else None
    except Exception as error:  # openpyxl raises KeyError, ValueError, InvalidFileException, ParseError, …
        raise UnreadableDocument("damaged_document", f"the workbook is damaged: {type(error).__name__}") from error
    is_stale = bool(values.calculation is not None and values.calculation.fullCalcOnLoad)
    sheets = [
        (sheet.title, read_rows(_Sheet(sheet, formulas[sheet.title] if formulas else None, is_stale=is_stale)))
        for sheet in values.worksheets[:MAX_SHEETS]
        if sheet.sheet_state == "visible"
    ]
    return DocumentContent(tuple(build_blocks(sheets)), title=values.properties.title or None)


def _check_sheets(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        if part.filename.startswith(("xl/worksheets/", "xl/sharedStrings")) and part.file_size > MAX_SHEET_BYTES:
            raise UnreadableDocument(
                "too_large", f"{part.filename} has {part.file_size} bytes, limit {MAX_SHEET_BYTES}"
            )


def _check_merges(archive: zipfile.ZipFile) -> None:
    """Look at the merged cells before openpyxl does, which visits every place that each covers."""
    from openpyxl.worksheet.cell_range import CellRange

    for part in archive.infolist():
        if not part.filename.startswith("xl/worksheets/sheet"):
            continue
        try:
            merges = etree.iterparse(io.BytesIO(read_part(archive, part)), tag=_MERGE, resolve_entities=False)
            sizes = [CellRange(merge.get("ref")).size for _, merge in merges]
            spans = [(size["rows"], size["columns"]) for size in sizes]
        except (etree.XMLSyntaxError, ValueError, TypeError) as error:
            reason = f"{part.filename} is damaged: {type(error).__name__}"
            raise UnreadableDocument("damaged_document", reason) from error
        check_area(spans)


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    sheets = [part for part in archive.infolist() if part.filename.startswith("xl/worksheets/sheet")]
    return any(b"<f" in read_part(archive, part) for part in sheets)


class _Sheet:
    """A sheet of openpyxl as it is shown.

    ``is_stale``: Excel computes every formula anew when it opens the file, and may show another number than it holds.
    """

    def __init__(self, sheet: Any, formulas: Any, *, is_stale: bool) -> None:
        check_size(sheet.max_row, sheet.max_column)
        self._sheet, self._formulas, self._is_stale = sheet, formulas, is_stale
        self._looks: dict[int, Look] = {}
        self._zeros = all(view.showZeros is not False for view in sheet.views.sheetView)
        self._changing = _changing_places(sheet)
        self.columns = _shown_columns(sheet)
        self.lines = [number for number in range(1, sheet.max_row + 1) if not _is_hidden_row(sheet, number)]
        ranges = sheet.merged_cells.ranges
        self.merges = [Area(merged.min_row, merged.max_row, merged.min_col, merged.max_col) for merged in ranges]

    def address(self, place: Place) -> str:
        return f"sheet {self._sheet.title}, {self._sheet.cell(*place).coordinate}"

    def is_used(self, place: Place) -> bool:
        cell = self._sheet.cell(*place)
        sides = (cell.border.left, cell.border.bottom)  # None where the file leaves the side out
        return cell.value is not None or any(side is not None and side.style for side in sides)

    def show(self, place: Place) -> Text:
        cell = self._sheet.cell(*place)
        if self._is_unknown(cell):
            return Text("", True)
        if cell.value is None:
            return Text("")
        look = self._looks.get(cell.style_id)
        if look is None:
            look = self._looks[cell.style_id] = read_look(cell)
        if isinstance(cell.value, int | float) and cell.value == 0 and not self._zeros:
            return Text("")
        is_rich = isinstance(cell.value, list)  # runs of text set differently
        shown = show_cell(cell.value, read_runs(cell.value, look) if is_rich else None, look)
        return replace(shown, is_doubtful=True) if place in self._changing else shown

    def _is_unknown(self, cell: Any) -> bool:
        """A formula whose result the file does not hold, or holds until it is computed anew."""
        if self._formulas is None or self._formulas.cell(cell.row, cell.column).data_type != "f":
            return False
        return cell.value is None or self._is_stale


def _shown_columns(sheet: Any) -> list[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width == 0:
            hidden.update(range(dimension.min or 0, min(dimension.max or 0, MAX_COLUMNS) + 1))
    return [column for column in range(1, sheet.max_column + 1) if column not in hidden]


def _is_hidden_row(sheet: Any, number: int) -> bool:
    if number not in sheet.row_dimensions:
        return bool(sheet.sheet_format.zeroHeight)
    dimension = sheet.row_dimensions[number]
    return bool(dimension.hidden) or dimension.ht == 0


def _changing_places(sheet: Any) -> set[Place]:
    """Places whose look depends on their value in a way that may hide or change digits."""
    places: set[Place] = set()
    for ranges in sheet.conditional_formatting:
        if not any(_may_hide(rule) for rule in ranges.rules):
            continue
        for cells in ranges.cells.ranges:
            rows = range(cells.min_row, min(cells.max_row, MAX_ROWS) + 1)
            places.update(
                (row, column) for row in rows for column in range(cells.min_col, min(cells.max_col, MAX_COLUMNS) + 1)
            )
    return places


def _may_hide(rule: Any) -> bool:
    drawn = (rule.dataBar, rule.iconSet)
    if any(mark is not None and mark.showValue is False for mark in drawn):
        return True
    look = rule.dxf
    if look is None:
        return False
    return look.numFmt is not None or (look.font is not None and may_hide(look.font))
