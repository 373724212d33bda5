"""The same report as a file, for organs that publish an attachment instead of a page."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from .grids import Grid, place_slots
from .narrative import Paragraph, write_report
from .pdf import write_pdf
from .reports import Report

DOCUMENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""Media type of every delivery that is a file."""
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_document(report: Report) -> bytes:
    """The report as the file its delivery names."""
    return write_pdf(report) if report.delivery == "pdf" else write_docx(report)


def write_docx(report: Report) -> bytes:
    """The report as Word writes it: merged cells, no styles. The same bytes on every start."""
    from docx import Document

    document = Document()
    document.add_heading(report.title, level=1)
    for block in write_report(report).blocks:
        if isinstance(block, Paragraph):
            document.add_paragraph(block.text)
        else:
            _add_table(document, block)
    raw = io.BytesIO()
    document.save(raw)
    return _without_dates(raw.getvalue())


def _add_table(document: Any, grid: Grid) -> None:
    """One table; spans become merged cells, which python-docx later reports once per grid position."""
    places = place_slots(grid)
    width = max(column + slot.colspan for (_, column), slot in places.items())
    table = document.add_table(rows=len(grid), cols=width)
    table.style = "Table Grid"
    cells = [list(row.cells) for row in table.rows]
    for (row, column), slot in places.items():
        corner = cells[row][column]
        if slot.rowspan > 1 or slot.colspan > 1:
            corner = corner.merge(cells[row + slot.rowspan - 1][column + slot.colspan - 1])
        corner.text = slot.text


def _without_dates(raw: bytes) -> bytes:
    """The same archive with one date on all members, so that two starts give equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
