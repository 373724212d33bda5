"""Rules that a page break left out of a PDF's tables, above a page's first one and below its last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

_PAGE_NUMBER = re.compile(
    r"^[-–—─·\s]*+第?\s*+\d{1,3}\s*+页?(?:\s*+(?:/\s*+共?|[,，]?\s*+共)\s*+\d{1,3}\s*+页?)?[-–—─·\s]*+$"
)
_SAME_EDGE = 4.0  # points
_WHOLE = 0.8  # of a table's width: a border with gaps
_MOST_BETWEEN = 0.7  # of a line's height, between two lines of one cell
_MOST_LINES = 12

PageObject = dict[str, Any]


def is_page_number(text: str) -> bool:
    """A line that only numbers its page: 3, - 3 -, 第 3 页 / 共 9 页, 第3页 共9页."""
    return _PAGE_NUMBER.match(text) is not None


def close_borders(page: Any) -> tuple[list[PageObject], list[PageObject]]:
    """Level rules at the upper end of a page's first table and at the lower end of its last, and upright ones.

    A browser cuts a row in two where a page ends: the sides of its cells end with the page, and text higher than the
    part that fits stands below them, without rules. The sides are then lengthened to the end of that text.
    """
    uprights = [edge for edge in page.edges if edge["orientation"] == "v"]
    if len(uprights) < 2:
        return [], []
    top, bottom = min(edge["top"] for edge in uprights), max(edge["bottom"] for edge in uprights)
    first = [edge for edge in uprights if edge["top"] - top < _SAME_EDGE]
    last = [edge for edge in uprights if bottom - edge["bottom"] < _SAME_EDGE]
    end = bottom if _is_closed(page, last, bottom) else _end_of_text(page, last, bottom)
    level = [_make_rule(_left(first), top, _right(first), top), _make_rule(_left(last), end, _right(last), end)]
    if end == bottom:
        return level, []
    return level, [_make_rule(edge["x0"], edge["top"], edge["x1"], end) for edge in last]


def _left(edges: Sequence[PageObject]) -> float:
    return min(float(edge["x0"]) for edge in edges)


def _right(edges: Sequence[PageObject]) -> float:
    return max(float(edge["x1"]) for edge in edges)


def _is_closed(page: Any, last: Sequence[PageObject], bottom: float) -> bool:
    """Whether rules run along the lower end of the table."""
    left, right = _left(last), _right(last)
    edges = [e for e in page.edges if e["orientation"] == "h" and abs(e["bottom"] - bottom) < _SAME_EDGE]
    covered, end = 0.0, left
    for start, stop in sorted((max(edge["x0"], left), min(edge["x1"], right)) for edge in edges):
        covered += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return covered >= _WHOLE * (right - left)


def _end_of_text(page: Any, last: Sequence[PageObject], bottom: float) -> float:
    """The lower end of the lines right below the table, where nothing else follows but the page's number."""
    left, right = _left(last), _right(last)
    below = page.filter(lambda item: item["object_type"] == "char" and item["bottom"] > bottom)
    lines = [line for line in below.extract_text_lines() if not is_page_number(line["text"])]
    if not lines or len(lines) > _MOST_LINES or any(line["x0"] < left or line["x1"] > right for line in lines):
        return bottom
    ends = [bottom, *(float(line["bottom"]) for line in lines)]
    tall = max(float(line["bottom"]) - float(line["top"]) for line in lines)
    is_one_text = all(b - a <= (1 + _MOST_BETWEEN) * tall for a, b in pairwise(ends))
    return ends[-1] if is_one_text else bottom


def _make_rule(left: float, top: float, right: float, bottom: float) -> PageObject:
    sizes = {"width": right - left, "height": bottom - top, "top": top, "bottom": bottom, "doctop": top}
    kind = "h" if top == bottom else "v"
    return {"object_type": "line", "x0": left, "x1": right, "y0": top, "y1": bottom, "orientation": kind, **sizes}
