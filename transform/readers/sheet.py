"""XLSX and XLS → blocks: every visible sheet a grid, section headings and prose in rows of their own taken out.

A formula whose result the file does not hold is no blank: its cell is doubtful, and no number is made of it.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from lxml import etree

from transform.errors import UnreadableDocument
from transform.grids import Block, DocumentContent, Paragraph, RawCell, build_grid
from transform.labels import compact_text
from transform.models import Hints
from transform.readers.package import check_package, read_part
from transform.sections import section_of
from transform.titles import is_whole_title

MAX_SHEETS = 30
MAX_ROWS = 2_000
MAX_COLUMNS = 120
MAX_SHEET_BYTES = 6_000_000
MAX_XLS_BYTES = 10_000_000
_LONGEST_LABEL = 60
_MERGE = "{*}mergeCell"

Span = tuple[int, int]  # rows, columns
Sheet = tuple[str, list[list[RawCell]]]


def read_xlsx(body: bytes, hints: Hints) -> DocumentContent:
    """Read a workbook. Raises UnreadableDocument where it is damaged, locked, dangerous or beyond the limits."""
    del hints
    archive = check_package(body)
    _check_sheets(archive)
    _check_merges(archive)
    import openpyxl

    has_formulas = _has_formulas(archive)
    try:
        with warnings.catch_warnings(action="ignore"):  # openpyxl remarks on every style it does not know
            values = openpyxl.load_workbook(io.BytesIO(body), data_only=True, keep_links=False)
            formulas = openpyxl.load_workbook(io.BytesIO(body), keep_links=False) if has_formulas else None
    except Exception as error:  # openpyxl raises KeyError, ValueError, InvalidFileException, ParseError, …
        raise UnreadableDocument("damaged_document", f"the workbook is damaged: {type(error).__name__}") from error
    sheets = [
        (sheet.title, _read_sheet(sheet, formulas[sheet.title] if formulas else None))
        for sheet in values.worksheets[:MAX_SHEETS]
        if sheet.sheet_state == "visible"
    ]
    return DocumentContent(tuple(_build_blocks(sheets)), title=values.properties.title or None)


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
        _check_area(spans)


def _check_area(spans: Sequence[Span]) -> None:
    """Refuse merged cells that cover more places than a sheet may have: they would overlap."""
    area = sum(rows * columns for rows, columns in spans)
    if area > MAX_ROWS * MAX_COLUMNS:
        raise UnreadableDocument("too_large", f"the merged cells of a sheet cover {area} places")


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    sheets = [part for part in archive.infolist() if part.filename.startswith("xl/worksheets/sheet")]
    return any(b"<f" in read_part(archive, part) for part in sheets)


def _read_sheet(sheet: Any, formulas: Any) -> list[list[RawCell]]:
    """Rows of a sheet with spans. A row without text counts where its cells have borders: a table left blank."""
    _check_size(sheet.max_row, sheet.max_column)
    spans, covered = _read_merges(sheet.merged_cells.ranges)
    rows: list[list[RawCell]] = []
    for line in sheet.iter_rows():
        if not any(_is_used(cell) or (cell.row, cell.column) in covered for cell in line):
            continue
        row = []
        for cell in line:
            place = (cell.row, cell.column)
            if place in covered:
                continue
            is_unknown = cell.value is None and formulas is not None and formulas.cell(*place).data_type == "f"
            text = "?" if is_unknown else write_value(cell.value)
            tall, wide = spans.get(place, (1, 1))
            row.append(RawCell(text, tall, wide, at=f"sheet {sheet.title}, {cell.coordinate}", is_doubtful=is_unknown))
        rows.append(row)
    return rows


def _is_used(cell: Any) -> bool:
    sides = (cell.border.left, cell.border.bottom)  # None where the file leaves the side out
    return cell.value is not None or any(side is not None and side.style for side in sides)


def _check_size(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise UnreadableDocument("too_large", f"a sheet of {rows} rows and {columns} columns")


def _read_merges(ranges: Any) -> tuple[dict[Span, Span], set[Span]]:
    """Spans by the place of their first cell, and the places they cover."""
    spans: dict[Span, Span] = {}
    covered: set[Span] = set()
    for merged in ranges:
        first = (merged.min_row, merged.min_col)
        spans[first] = (merged.max_row - merged.min_row + 1, merged.max_col - merged.min_col + 1)
        places = {(r, c) for r in range(first[0], merged.max_row + 1) for c in range(first[1], merged.max_col + 1)}
        covered |= places - {first}
    return spans, covered


def read_xls(body: bytes, hints: Hints) -> DocumentContent:
    """Read a workbook of Excel before 2007, in a process of its own: rows are laid out before they are counted."""
    del hints
    if len(body) > MAX_XLS_BYTES:
        raise UnreadableDocument("too_large", f"the workbook has {len(body)} bytes, limit {MAX_XLS_BYTES}")
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body))
        names = [
            meta.name for meta in workbook.sheets_metadata if meta.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        sheets = [(name, _read_old_sheet(workbook.get_sheet_by_name(name))) for name in names[:MAX_SHEETS]]
    except UnreadableDocument:
        raise
    except BaseException as error:
        if not _is_of_calamine(error):
            raise
        code = "locked_document" if "assword" in str(error) else "damaged_document"
        raise UnreadableDocument(code, f"the workbook cannot be read: {type(error).__name__}") from error
    return DocumentContent(tuple(_build_blocks(sheets)))


def _is_of_calamine(error: BaseException) -> bool:
    """Its own errors, and the panics of its Rust code, which are no `Exception`."""
    is_own = isinstance(error, Exception) and not isinstance(error, MemoryError)
    return is_own or type(error).__name__ == "PanicException"


def _read_old_sheet(sheet: Any) -> list[list[RawCell]]:
    _check_size(sheet.total_height, sheet.total_width)
    spans: dict[Span, Span] = {}
    covered: set[Span] = set()
    merges = sheet.merged_cell_ranges or ()
    _check_area([(bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in merges])
    for (top, left), (bottom, right) in merges:
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    rows: list[list[RawCell]] = []
    for number, line in enumerate(sheet.to_python(skip_empty_area=False)):
        if all(value == "" and (number, column) not in covered for column, value in enumerate(line)):
            continue
        rows.append(
            [
                RawCell(write_value(value), *spans.get((number, column), (1, 1)), at=f"sheet {sheet.name}, {place}")
                for column, value in enumerate(line)
                if (number, column) not in covered
                for place in [f"row {number + 1}, column {column + 1}"]
            ]
        )
    return rows


def write_value(value: object) -> str:
    """A stored value as a page would print it: 12.0 → 12, 7730.28 → 7730.28, a day → 2024-01-17."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f")
    return str(value)


def _build_blocks(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """Grids between the section headings of each sheet."""
    index = 0
    for _, rows in sheets:
        table: list[list[RawCell]] = []
        for row in rows:
            sole = _sole_text(row)
            if sole is None or not _is_outside(sole.text):
                table.append(row)
                continue
            if table:
                index += 1
                yield build_grid(table, index=index)
                table = []
            yield Paragraph(sole.text, sole.at or "")
        if table:
            index += 1
            yield build_grid(table, index=index)


def _sole_text(row: list[RawCell]) -> RawCell | None:
    texts = [cell for cell in row if compact_text(cell.text)]
    return texts[0] if len(texts) == 1 else None


def _is_outside(text: str) -> bool:
    """A heading of a section, a title or prose: no row of a table."""
    return section_of(text) is not None or is_whole_title(text) or len(compact_text(text)) > _LONGEST_LABEL
