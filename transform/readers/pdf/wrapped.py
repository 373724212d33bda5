"""Numbers that a column of a PDF is too narrow for: their last digits stand in a second line, 6789 over 8 for 67898.

Two numbers one over the other look alike. Digits are joined only where several cells of a table show them, every line
but a cell's last fills its cell, and no cell as wide shows a longer number in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from transform.readers.pdf.grid import Box

_WRAPPED = re.compile(r"[0-9.,]+(?:\n[0-9.,]+)+")
_ONE_LINE = re.compile(r"[0-9.,]+")
_FEWEST = 3
_WIDEST_MARGIN = 6.0  # points, left and right of a cell's text: Word leaves 5.4
_AS_WIDE = 1.0
_MOST_LEFT = 1.5  # digits' width that a filled line may leave: some programs keep more room at the right


@dataclass(frozen=True, slots=True)
class _Measured:
    """The room of a cell and what its lines take of it, in points; ``margin`` is the smallest one at the left."""

    room: float
    lines: tuple[float, ...]
    digit: float
    margin: float


def join_wrapped(page: Any, cells: Sequence[tuple[Box, str]]) -> set[Box]:
    """The cells of a table whose lines are one number; none where one of them may be two."""
    wrapped = [(box, text) for box, text in cells if _WRAPPED.fullmatch(text.strip())]
    if len(wrapped) < _FEWEST:
        return set()
    measured = [_measure(page, box) for box, _ in wrapped]
    if not all(cell.lines for cell in measured):
        return set()
    margin = min(_WIDEST_MARGIN, *(cell.margin for cell in measured))
    if not all(_is_filled(cell, margin) for cell in measured):
        return set()
    longest = {box: max(map(len, text.split("\n"))) for box, text in wrapped}
    singles = [(box, len(text.strip())) for box, text in cells if _ONE_LINE.fullmatch(text.strip())]
    if any(
        size > longest[box] and _width(other) < _width(box) + _AS_WIDE for box in longest for other, size in singles
    ):
        return set()
    return set(longest)


def _width(box: Box) -> float:
    return box[2] - box[0]


def _measure(page: Any, box: Box) -> _Measured:
    lines = list(_lines(page, box))
    widths = tuple(float(line["x1"] - line["x0"]) for line in lines)
    digit = max((float(char["x1"] - char["x0"]) for line in lines for char in line["chars"]), default=0.0)
    left = min((float(line["x0"]) for line in lines), default=box[0])
    return _Measured(_width(box), widths, digit, left - box[0])


def _lines(page: Any, box: Box) -> Iterator[dict[str, Any]]:
    left, top, right, bottom = box

    def is_inside(item: dict[str, Any]) -> bool:
        middle_x, middle_y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return bool(item["object_type"] == "char" and left <= middle_x <= right and top <= middle_y <= bottom)

    yield from page.filter(is_inside).extract_text_lines()


def _is_filled(cell: _Measured, margin: float) -> bool:
    """Another digit would not have found room in any line but the last, which is no longer than the others."""
    *full, last = cell.lines
    room = cell.room - 2 * max(margin, 0.0)
    return bool(full) and all(width + _MOST_LEFT * cell.digit > room for width in full) and last <= max(full)
