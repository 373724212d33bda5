"""Borders drawn as rows of dots or short strokes → one rule each.

A dash pattern is a single stroke to the PDF and needs nothing; some printers draw every dash of it by itself. What lies
in one line with gaps no wider than a letter is one rule; a gap as wide as a cell ends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

_LONGEST, _THICKEST = 10.0, 1.5  # points, of a dash
_WIDEST_GAP = 6.5
_FEWEST = 4  # dashes
_IN_LINE = 0.5
_KINDS = ("line", "rect")

PageObject = dict[str, Any]


def join_dashes(page: Any) -> None:
    """Put one rule in the place of each row of dashes among the objects of the page, before its edges are asked for."""
    marks = [item for kind in _KINDS for item in page.objects.get(kind, []) if _is_mark(item)]
    if len(marks) < _FEWEST:
        return
    chains = [*_chains(marks, "x0", "x1", "top", "bottom"), *_chains(marks, "top", "bottom", "x0", "x1")]
    joined = {id(item) for chain in chains for item in chain}
    for kind in _KINDS if joined else ():
        page.objects[kind] = [item for item in page.objects.get(kind, []) if id(item) not in joined]
    page.objects.setdefault("line", []).extend(map(_make_rule, chains))


def _is_mark(item: PageObject) -> bool:
    short, long = sorted((float(item["width"]), float(item["height"])))
    return short <= _THICKEST and long <= _LONGEST


def _chains(marks: Iterable[PageObject], start: str, end: str, near: str, far: str) -> Iterator[list[PageObject]]:
    """Rows of marks that follow each other from ``start`` to ``end`` in one line. A dot may be of two rows."""
    lines: dict[int, list[PageObject]] = defaultdict(list)
    for mark in marks:
        if mark[far] - mark[near] <= _THICKEST:
            lines[round((mark[near] + mark[far]) / 2 / _IN_LINE)].append(mark)
    for line in lines.values():
        chain: list[PageObject] = []
        for mark in sorted(line, key=lambda mark: float(mark[start])):
            if chain and mark[start] - chain[-1][end] > _WIDEST_GAP:
                if len(chain) >= _FEWEST:
                    yield chain
                chain = []
            chain.append(mark)
        if len(chain) >= _FEWEST:
            yield chain


def _make_rule(chain: Sequence[PageObject]) -> PageObject:
    """A line along all of them: level or upright, whichever way they go. Its ends may fall into gaps, so that it is as
    much longer at both as its widest gap."""
    x0, x1 = min(mark["x0"] for mark in chain), max(mark["x1"] for mark in chain)
    top, bottom = min(mark["top"] for mark in chain), max(mark["bottom"] for mark in chain)
    if x1 - x0 > bottom - top:
        gap = max(0.0, *(after["x0"] - before["x1"] for before, after in pairwise(chain)))
        x0, x1, top, bottom = x0 - gap, x1 + gap, (top + bottom) / 2, (top + bottom) / 2
    else:
        gap = max(0.0, *(after["top"] - before["bottom"] for before, after in pairwise(chain)))
        x0, x1, top, bottom = (x0 + x1) / 2, (x0 + x1) / 2, top - gap, bottom + gap
    first = chain[0]
    low = first["bottom"] + first["y0"]  # of the page: distances from its upper end and from its lower one
    places = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "y0": low - bottom, "y1": low - top}
    doctop = first["doctop"] - first["top"] + top
    pts = [(x0, top), (x1, bottom)]
    sizes = {"width": x1 - x0, "height": bottom - top, "doctop": doctop, "pts": pts}
    return {**first, "object_type": "line", **places, **sizes}
