"""Borders drawn as rows of dots or short strokes → one rule each.

A dash pattern is a single stroke to the PDF and needs nothing; some printers draw every dash of it by itself. What lies
in one line with gaps no wider than a letter is one rule; a gap as wide as a cell ends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

_LONGEST, _THICKEST = 10.0, 1.5  # points, of a dash
_WIDEST_GAP = 6.5
_FEWEST = 4  # dashes
_IN_LINE = 0.5
_MOST_CROSSINGS = 40_000  # of such rules; a table of 12 columns has 700
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
    rules = [_make_rule(chain) for chain in chains]
    level, upright = ([r for r in rules if (r["width"] > 0) == is_level] for is_level in (True, False))
    is_simple = len(level) * len(upright) <= _MOST_CROSSINGS
    page.objects.setdefault("line", []).extend(_meet(level, upright) if is_simple else rules)


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
    """A line along all of them: level or upright, whichever way they go."""
    x0, x1 = min(mark["x0"] for mark in chain), max(mark["x1"] for mark in chain)
    top, bottom = min(mark["top"] for mark in chain), max(mark["bottom"] for mark in chain)
    if x1 - x0 > bottom - top:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return _set_places({**chain[0], "object_type": "line"}, x0, top, x1, bottom)


def _set_places(rule: PageObject, x0: float, top: float, x1: float, bottom: float) -> PageObject:
    low = rule["bottom"] + rule["y0"]  # of the page: distances from its upper end and from its lower one
    above = rule["doctop"] - rule["top"]
    places = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "y0": low - bottom, "y1": low - top}
    sizes = {"width": x1 - x0, "height": bottom - top, "doctop": above + top, "pts": [(x0, top), (x1, bottom)]}
    return {**rule, **places, **sizes}


def _meet(level: Sequence[PageObject], upright: Sequence[PageObject]) -> Iterator[PageObject]:
    """The rules, each end that falls into a gap led on to a rule that it would cross there."""
    for rule in level:
        near = [o["x0"] for o in upright if o["top"] - _WIDEST_GAP <= rule["top"] <= o["bottom"] + _WIDEST_GAP]
        yield _set_places(rule, _reach(rule["x0"], near, min), rule["top"], _reach(rule["x1"], near, max), rule["top"])
    for rule in upright:
        near = [o["top"] for o in level if o["x0"] - _WIDEST_GAP <= rule["x0"] <= o["x1"] + _WIDEST_GAP]
        yield _set_places(
            rule, rule["x0"], _reach(rule["top"], near, min), rule["x0"], _reach(rule["bottom"], near, max)
        )


def _reach(end: float, near: Iterable[float], choose: Callable[..., float]) -> float:
    """The end itself, or the place beyond it that is no farther than a gap."""
    return choose([end, *(place for place in near if abs(place - end) <= _WIDEST_GAP)])
