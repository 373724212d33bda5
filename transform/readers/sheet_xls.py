"""XLS, the workbook of Excel before 2007 → blocks."""

from __future__ import annotations

import io
from typing import Any

from transform.errors import UnreadableDocument
from transform.grids import DocumentContent, RawCell
from transform.models import Hints
from transform.readers.sheet_blocks import MAX_SHEETS, Span, build_blocks, check_area, check_size
from transform.readers.sheet_shown import write_value

MAX_XLS_BYTES = 10_000_000


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
    return DocumentContent(tuple(build_blocks(sheets)))


def _is_of_calamine(error: BaseException) -> bool:
    """Its own errors, and the panics of its Rust code, which are no `Exception`."""
    is_own = isinstance(error, Exception) and not isinstance(error, MemoryError)
    return is_own or type(error).__name__ == "PanicException"


def _read_old_sheet(sheet: Any) -> list[list[RawCell]]:
    check_size(sheet.total_height, sheet.total_width)
    spans: dict[Span, Span] = {}
    covered: set[Span] = set()
    merges = sheet.merged_cell_ranges or ()
    check_area([(bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in merges])
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
