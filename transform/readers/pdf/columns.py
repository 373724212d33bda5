"""Pages of a PDF set in two columns, as the parts in which they are read: the left column, then the right one.

Only lines of prose show that a page has columns: labels and figures of a table without rules are as far apart. The gap
is in the middle of the page. What goes over both columns (a title, a wide table, the page's number) parts what stands
above it from what stands below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

_FEWEST_LINES = 5  # of prose in either column of a page
_FEWEST_CHARACTERS = 10  # of a line of prose
_FEWEST_RULES = 2  # upright ones: a table
_NARROWEST, _WIDEST = 8.0, 60.0  # points between the columns
_ABOUT = 2.0  # points
_SAME_LINE = 3.0
_LOOSE = 1.5  # character widths: further apart two characters are no part of one run

PageObject = dict[str, Any]


class Gutter(NamedTuple):
    """The gap between the columns of all pages; ``shift`` is from the left column's edge to the right one's."""

    left: float
    right: float
    shift: float

    @property
    def middle(self) -> float:
        """Where a thing must not stand to be in one of the columns."""
        return (self.left + self.right) / 2


class Part(NamedTuple):
    """What of a page is read together; ``shift`` puts the right column in the place of the left one."""

    page: Any
    shift: float = 0.0


class _Run(NamedTuple):
    """Characters of a line with no gap between them."""

    left: float
    right: float
    top: float
    is_prose: bool


def find_gutter(pages: Sequence[Any]) -> Gutter | None:
    """The gap between the columns, None where no page has two of them."""
    found = [sides for page in pages if (sides := _find_sides(page))]
    if not found:
        return None
    left, right = max(left for left, _ in found), min(right for _, right in found)
    if not _NARROWEST <= right - left <= _WIDEST:
        return None
    pages = [page for page in pages if _find_sides(page)]
    starts = [[item["x0"] for page in pages for item in page.chars if _is_beside(item, left, right, n)] for n in (0, 1)]
    return Gutter(left, right, min(starts[1], default=right) - min(starts[0], default=left))


def split_columns(page: Any, gutter: Gutter | None) -> Iterator[Part]:
    """The parts of a page from top to bottom, of columns the left one first; the page itself where it has none."""
    if gutter is None:
        yield Part(page)
        return
    levels = [0.0, *(level for pair in _find_crossings(page, gutter) for level in pair), float(page.height)]
    bands = [(top, bottom, number % 2 == 0) for number, (top, bottom) in enumerate(pairwise(levels))]
    split = [(top, bottom) for top, bottom, is_open in bands if is_open and _has_columns(page, gutter, top, bottom)]
    start = 0.0
    for top, bottom in split:
        yield from _part(page, start, top)
        for side, shift in enumerate((0.0, gutter.shift)):
            yield Part(
                page.filter(lambda x, t=top, b=bottom, n=side: _is_within(x, t, b) and _is_in(x, gutter, n)), shift
            )
        start = bottom
    yield from _part(page, start, float(page.height)) if split else [Part(page)]


def _part(page: Any, top: float, bottom: float) -> Iterator[Part]:
    part = page.filter(lambda item: _is_within(item, top, bottom))
    if part.chars or part.edges:
        yield Part(part)


def _is_within(item: PageObject, top: float, bottom: float) -> bool:
    return bool(top <= (item["top"] + item["bottom"]) / 2 < bottom)


def _is_in(item: PageObject, gutter: Gutter, side: int) -> bool:
    """Whether something stands left (0) or right (1) of the middle of the gap."""
    return bool((item["x0"] + item["x1"] < 2 * gutter.middle) == (side == 0))


def _is_beside(item: PageObject, left: float, right: float, side: int) -> bool:
    """Whether something stands in a column, and not over the gap."""
    return bool(item["x1"] <= left if side == 0 else item["x0"] >= right)


def _find_sides(page: Any) -> tuple[float, float] | None:
    """The end of the left column and the beginning of the right one, where a page has lines of prose in both, or in one
    of them beside a ruled table; outside of what goes over the middle of the page."""
    middle = float(page.width) / 2
    over = _find_crossings(page, Gutter(middle, middle, 0.0))
    rules = [_Run(e["x0"], e["x1"], e["top"], is_prose=False) for e in page.edges if e["orientation"] == "v"]
    runs = [run for run in (*_runs(page.chars), *rules) if run.is_prose or run.left == run.right]
    runs = [run for run in runs if not any(top <= run.top <= bottom for top, bottom in over)]
    sides = [[run for run in runs if run.right < middle], [run for run in runs if run.left > middle]]
    prose = [[run for run in side if run.is_prose] for side in sides]
    if not any(len(lines) >= _FEWEST_LINES for lines in prose):
        return None
    left, right = (
        lines if len(lines) >= _FEWEST_LINES else [run for run in side if not run.is_prose]
        for side, lines in zip(sides, prose, strict=True)
    )
    if min(len(left), len(right)) < _FEWEST_RULES:
        return None
    return max(run.right for run in left), min(run.left for run in right)


def _runs(characters: Sequence[PageObject]) -> Iterator[_Run]:
    """Characters one behind the other, line by line."""
    printed = [item for item in characters if not item["text"].isspace()]
    lines: list[list[PageObject]] = []
    for item in sorted(printed, key=lambda item: float(item["top"])):
        if lines and item["top"] - lines[-1][0]["top"] < _SAME_LINE:
            lines[-1].append(item)
        else:
            lines.append([item])
    for line in lines:
        line.sort(key=lambda item: float(item["x0"]))
        starts = [0, *(n for n, (a, b) in enumerate(pairwise(line), 1) if b["x0"] - a["x1"] > _LOOSE * a["size"])]
        for start, end in pairwise([*starts, len(line)]):
            part = line[start:end]
            words = sum(not item["text"].isdigit() for item in part)
            is_prose = words >= _FEWEST_CHARACTERS and words * 2 > len(part)
            yield _Run(part[0]["x0"], part[-1]["x1"], part[0]["top"], is_prose)


def _find_crossings(page: Any, gutter: Gutter) -> list[tuple[float, float]]:
    """Heights at which characters or level rules go over the gap; those of a table as one."""
    over = [item for item in page.chars if not item["text"].isspace() and _is_over(item, gutter)]
    over += [edge for edge in page.edges if edge["orientation"] == "h" and _is_over(edge, gutter)]
    uprights = list(_join_uprights(page.edges))
    crossings: list[tuple[float, float]] = []
    for item in sorted(over, key=lambda item: float(item["top"])):
        top, bottom = float(item["top"]) - 0.5, float(item["bottom"]) + 0.5
        if crossings and (top <= crossings[-1][1] or _is_joined(uprights, gutter, crossings[-1][1], top)):
            crossings[-1] = (crossings[-1][0], max(bottom, crossings[-1][1]))
        else:
            crossings.append((top, bottom))
    return crossings


def _is_over(item: PageObject, gutter: Gutter) -> bool:
    """About the middle of the gap, or within it; a table may stand out of its column a little."""
    is_within = item["x0"] > gutter.left + 1 and item["x1"] < gutter.right - 1
    return bool(is_within or item["x0"] - _ABOUT < gutter.middle < item["x1"] + _ABOUT)


def _join_uprights(edges: Sequence[PageObject]) -> Iterator[tuple[float, float, float]]:
    """The place and the ends of each upright rule, those of a table's rows as one."""
    places: dict[int, list[tuple[float, float]]] = {}
    for edge in edges:
        if edge["orientation"] == "v":
            places.setdefault(round(edge["x0"]), []).append((float(edge["top"]), float(edge["bottom"])))
    for place, spans in places.items():
        start, end = min(spans)
        for top, bottom in sorted(spans):
            if top > end + 1:
                yield place, start, end
                start, end = top, bottom
            end = max(end, bottom)
        yield place, start, end


def _is_joined(uprights: Sequence[tuple[float, float, float]], gutter: Gutter, top: float, bottom: float) -> bool:
    """Upright rules run from one height to the other on both sides: both are rules of one table."""
    through = [place for place, start, end in uprights if start <= top + 1 and end >= bottom - 1]
    return any(place < gutter.middle for place in through) and any(place > gutter.middle for place in through)


def _has_columns(page: Any, gutter: Gutter, top: float, bottom: float) -> bool:
    """Prose or a ruled table on both sides of the gap."""
    return all(_is_filled(page, gutter, top, bottom, side) for side in (0, 1))


def _is_filled(page: Any, gutter: Gutter, top: float, bottom: float, side: int) -> bool:
    def is_here(item: PageObject) -> bool:
        return _is_within(item, top, bottom) and _is_in(item, gutter, side)

    if sum(1 for edge in page.edges if edge["orientation"] == "v" and is_here(edge)) >= _FEWEST_RULES:
        return True
    return any(run.is_prose for run in _runs([item for item in page.chars if is_here(item)]))
