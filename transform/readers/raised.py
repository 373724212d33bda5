"""Raised numbers in Word documents and workbooks: notes behind a figure, or alone in their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.grids import RawCell

_MARK = re.compile(r"[0-9]{1,2}")
JOINED = re.compile(r"[-+.,，．]?\d")
"""What would go on with the number before it."""


def is_mark(text: str) -> bool:
    """One or two digits: a note, where they are raised."""
    return _MARK.fullmatch(text.strip()) is not None


def doubt_marks(rows: list[list[RawCell]], raised: Sequence[tuple[int, int]]) -> None:
    """Leave a raised number alone in its cell in doubt among more that are not: it is a note mark in a blank cell, or a
    number set badly. Where most are raised the whole table is only set badly. ``raised``: row and position of each."""
    figures = sum(cell.text.strip().isdigit() for row in rows for cell in row) if raised else 0
    if figures > 2 * len(raised):
        for row, position in raised:
            rows[row][position] = rows[row][position]._replace(is_doubtful=True)
