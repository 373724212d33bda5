"""What the tests of the readers share: a grid as texts, a refusal as its code, documents as bytes."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from transform.errors import UnreadableDocument
from transform.grids import Grid
from transform.issues import load_issue_wordings
from transform.models import Hints
from transform.readers.registry import read_document


def texts(grid: Grid) -> list[list[str]]:
    return [["".join(cell.text.split()) for cell in row] for row in grid.rows]


def refusal(body: bytes, media_type: str) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(body, media_type, Hints())
    assert caught.value.code in load_issue_wordings()
    assert "\n" not in str(caught.value)
    return caught.value.code


def fill(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def write_book(rows: list[list[object]], merges: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for merged in merges:
        sheet.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repack(body: bytes, name: str, content: bytes) -> bytes:
    """The package with one part put in or replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()
