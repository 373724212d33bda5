"""Workbooks of Excel before 2007 made to cost time or memory, written record by record."""

from __future__ import annotations

import io
import struct

from xlwt.CompoundDoc import XlsDoc

from extract import media
from tests.fuzz.bombs.kinds import bomb

_GLOBALS = struct.pack("<HHIII", 0x0600, 0x0005, 0x07CC0DBB, 0x41, 0x06)
_SHEET = struct.pack("<HHIII", 0x0600, 0x0010, 0x07CC0DBB, 0x41, 0x06)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _workbook(rows: bytes, *, styles: bytes = b"", sheets: int = 1) -> bytes:
    """The styles, then ``rows`` as every sheet of so many."""
    font = struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A"
    styles = _record(0x0031, font) * 5 + _record(0x00E0, bytes(20)) * 16 + styles
    size = sheets * (4 + 8 + 6)
    start = len(_record(0x0809, _GLOBALS)) + len(styles) + size + 4
    names = b"".join(
        _record(0x0085, struct.pack("<iBBBB", start, 0, 0, 6, 0) + f"{number:06d}".encode()) for number in range(sheets)
    )
    assert len(names) == size
    head = _record(0x0809, _GLOBALS) + styles + names + _record(0x000A)
    document = io.BytesIO()
    XlsDoc().save(document, head + _record(0x0809, _SHEET) + rows + _record(0x000A))
    return document.getvalue()


def _number(row: int, column: int) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, 15, row + column))


@bomb(media.XLS, "refused: too_large")
def old_sheet_of_one_far_cell() -> bytes:
    """One cell at the far corner."""
    return _workbook(_number(65_535, 255))


@bomb(media.XLS, "refused: too_large")
def old_sheet_of_blanks() -> bytes:
    """Five million blank cells."""
    row = struct.pack("<HH", 0, 0) + struct.pack("<H", 15) * 250 + struct.pack("<H", 249)
    return _workbook(_record(0x00BE, row) * 18_000)


@bomb(media.XLS, "refused: too_large")
def old_sheet_of_many_numbers() -> bytes:
    """The same three rows a hundred thousand times."""
    return _workbook(b"".join(_number(n % 3, n % 7) for n in range(400_000)))


@bomb(media.XLS, "no report", "refused: too_large", "refused: damaged_document")
def old_sheets_at_one_place() -> bytes:
    """Ten thousand sheets that are one."""
    return _workbook(b"".join(_number(n % 1_000, n % 40) for n in range(40_000)), sheets=9_000)


@bomb(media.XLS, "refused: too_large")
def old_texts_without_end() -> bytes:
    """Three million texts of one character."""
    strings = struct.pack("<II", 3_000_000, 3_000_000)
    parts = [
        _record(0x00FC, strings),
        *(_record(0x003C, struct.pack("<HBc", 1, 0, b"7") * 2_000) for _ in range(1_000)),
    ]
    return _workbook(_number(0, 0), styles=b"".join(parts))


@bomb(media.XLS, "refused: too_large")
def old_styles_without_end() -> bytes:
    """A hundred thousand number formats."""
    form = struct.pack("<HHB", 200, 200, 0) + b"0" * 40 + b"y" * 160
    return _workbook(_number(0, 0), styles=_record(0x041E, form) * 40_000)


@bomb(media.XLS, "no report", "refused: damaged_document", "refused: too_large")
def old_rules_for_looks() -> bytes:
    """Ten thousand rules for the look of one area each, and each of them over and over."""
    area = struct.pack("<4H", 0, 1_000, 0, 50)
    rule = _record(0x01B0, struct.pack("<HH", 1, 0) + area + struct.pack("<H", 100) + area * 100)
    look = _record(0x01B1, struct.pack("<BBHHIH", 1, 5, 0, 0, 1 << 25, 0))
    return _workbook(_number(0, 0) + (rule + look) * 10_000)


@bomb(media.XLS, "no report", "refused: too_large", "refused: damaged_document")
def old_merged_cells() -> bytes:
    """The whole sheet as one merged cell, ten thousand times."""
    merged = _record(0x00E5, struct.pack("<H", 1_000) + struct.pack("<4H", 0, 65_535, 0, 255) * 1_000)
    return _workbook(_number(0, 0) + merged * 1_000)
