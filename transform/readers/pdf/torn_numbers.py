"""Numbers over which a border runs: digits that touch each other and stand in two cells.

A column too narrow for its number, or a border that is not where the rules put it. Neither cell holds a number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from transform.readers.pdf.grid import Box

_TOUCHING = 1.0  # points; cells keep their text further from their borders

PageObject = dict[str, Any]


def find_torn(page: Any, rows: Sequence[Sequence[Box]]) -> set[Box]:
    """The cells of a table, row by row, that share such a number."""
    digits = sorted((c for c in page.chars if c["text"].isdigit()), key=lambda c: (round(c["top"]), c["x0"]))
    seams = sorted(_seams(digits))
    heights = [height for height, _, _ in seams]
    torn: set[Box] = set()
    for row in filter(None, rows):
        top, bottom = max(box[1] for box in row), min(box[3] for box in row)  # a label may go on beside further rows
        inside = seams[bisect_left(heights, top) : bisect_right(heights, bottom)]
        torn |= {
            box for left, right in pairwise(row) for _, a, b in inside if a < right[0] <= b for box in (left, right)
        }
    return torn


def _seams(digits: Sequence[PageObject]) -> Iterator[tuple[float, float, float]]:
    """The middles of digits that touch: their height on the page, that of the left one, that of the right one."""
    for one, other in pairwise(digits):
        if abs(one["top"] - other["top"]) < 1 and other["x0"] - one["x1"] < _TOUCHING:
            yield (one["top"] + one["bottom"]) / 2, (one["x0"] + one["x1"]) / 2, (other["x0"] + other["x1"]) / 2
