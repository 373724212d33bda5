"""The records of an old workbook, before xlrd lays them out: how many there are, and what xlrd passes over in them.

It passes over results that are computed anew, and over looks that hang on the value. A record is its kind and its
length (two bytes each) and so many bytes; [MS-XLS] 2.4 describes those named here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from transform.errors import UnreadableDocument
from transform.readers.sheet.blocks import MAX_COLUMNS, MAX_ROWS
from transform.readers.sheet.grid import Place
from transform.readers.sheet.shown import PAPER, Ink, is_same_ink

_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF = 0x000A
_FORMULA = frozenset({0x0006, 0x0206, 0x0406})
_UNCALCED = 0x005E  # the program that wrote the sheet did not compute it
_CONDFMT, _CF = 0x01B0, 0x01B1
_EMPTY_TEXT, _NO_NUMBER = 3, b"\xff\xff"  # what stands for a result that is none, or was never computed
_COMPUTED_ANEW = 0x0003  # of a formula's flags: always, or when the file is opened
_HAS_NUMBER, _HAS_FONT = 1 << 25, 1 << 26
_FONT_SIZE, _STRUCK = 118, 0x80
_SST, _MULRK, _MULBLANK = 0x00FC, 0x00BD, 0x00BE
MAX_RECORDS, MAX_STYLES, MAX_STRINGS = 150_000, 20_000, 100_000
MAX_PLACES = MAX_ROWS * MAX_COLUMNS


def check_styles(stream: bytes) -> None:
    """Refuse more styles and texts than a workbook has, which xlrd would read before anything else."""
    for count, (kind, data) in enumerate(_records(stream, 0), start=1):
        strings = struct.unpack_from("<I", data, 4)[0] if kind == _SST and len(data) >= 8 else 0
        if count > MAX_STYLES or strings > MAX_STRINGS:
            raise UnreadableDocument("too_large", f"the workbook has {count} styles and {strings} texts, or more")


@dataclass(slots=True)
class Budget:
    """What is left of the records and cells that all sheets of a workbook may have together."""

    records: int = MAX_RECORDS
    cells: int = MAX_PLACES

    def take(self, kind: int, size: int) -> None:
        """Count a record. Raises UnreadableDocument where there are too many."""
        self.records -= 1
        if kind in (_MULRK, _MULBLANK):
            self.cells -= max(0, size - 6) // (6 if kind == _MULRK else 2)
        if self.records < 0 or self.cells < 0:
            raise UnreadableDocument("too_large", f"the sheets have more than {MAX_RECORDS} records")


@dataclass(slots=True)
class Passed:
    """Places (row and column, 1-based) of formulas without a lasting result, and of looks that may hide digits."""

    stale: set[Place] = field(default_factory=set)
    changing: set[Place] = field(default_factory=set)


def read_passed(stream: bytes, start: int, palette: Mapping[int, Ink | None], budget: Budget) -> Passed:
    """The records of one sheet, from its BOF on. ``palette``: the colours of the workbook by number."""
    found, formulas = Passed(), set()
    is_uncalced, ranges, left = False, [], MAX_PLACES
    for kind, data in _records(stream, start):
        budget.take(kind, len(data))
        if kind in _FORMULA and len(data) >= 16:
            row, column, flags = *struct.unpack_from("<HH", data), *struct.unpack_from("<H", data, 14)
            formulas.add((row + 1, column + 1))
            is_empty = data[6] == _EMPTY_TEXT and data[12:14] == _NO_NUMBER
            if flags & _COMPUTED_ANEW or is_empty:
                found.stale.add((row + 1, column + 1))
        elif kind == _UNCALCED:
            is_uncalced = True
        elif kind == _CONDFMT:
            ranges = list(_ranges(data))
        elif kind == _CF and _may_hide(data, palette):
            places = list(_places(ranges, left))
            found.changing.update(places)
            left -= len(places)  # counted as often as they are named
    if is_uncalced:
        found.stale = formulas
    return found


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of a sheet up to its end; those of a chart inside are left out."""
    depth, place = 0, start
    while 0 <= place <= len(stream) - 4:
        kind, size = struct.unpack_from("<HH", stream, place)
        depth += (kind in _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _ranges(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """First and last row, first and last column of every range of a CONDFMT."""
    count = struct.unpack_from("<H", data, 12)[0] if len(data) >= 14 else 0
    for number in range(min(count, (len(data) - 14) // 8)):
        yield struct.unpack_from("<4H", data, 14 + 8 * number)


def _places(ranges: list[tuple[int, int, int, int]], most: int) -> Iterator[Place]:
    for top, bottom, left, right in ranges:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                most -= 1
                if most < 0:
                    return
                yield row + 1, column + 1


def _may_hide(data: bytes, palette: Mapping[int, Ink | None]) -> bool:
    """Whether a CF sets numbers in another format, or digits struck or white."""
    if len(data) < 12:
        return False
    (flags,) = struct.unpack_from("<I", data, 6)
    if flags & _HAS_NUMBER:
        return True
    if not flags & _HAS_FONT or len(data) < 12 + _FONT_SIZE:
        return False
    style, ink, unset = (struct.unpack_from("<I", data, 12 + at)[0] for at in (68, 80, 88))
    is_struck = bool(style & _STRUCK) and not unset & _STRUCK
    return is_struck or is_same_ink(palette.get(ink) or "", PAPER)
