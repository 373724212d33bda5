"""The parts of a page between which no upright rule runs: each table is looked for with its own rules alone.

pdfplumber puts rules a few points apart in one place, all over a page. Of two tables below each other with columns
nearly alike, one would have its borders in the midst of the other's digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_APART = 4.0  # points

PageObject = dict[str, Any]


def split_bands(
    page: Any, level: Sequence[PageObject], upright: Sequence[PageObject]
) -> Iterator[tuple[Any, Any, Any]]:
    """Each part with what there is of these further rules in it; the page itself where it has a single one."""
    sides = sorted((e["top"], e["bottom"]) for e in [*page.edges, *upright] if e.get("orientation") == "v")
    bands: list[list[float]] = []
    for top, bottom in sides:
        if bands and top - bands[-1][1] < _APART:
            bands[-1][1] = max(bands[-1][1], bottom)
        else:
            bands.append([top, bottom])
    if len(bands) < 2:
        yield page, level, upright
        return
    for top, bottom in bands:
        yield (
            page.filter(lambda item, top=top, bottom=bottom: _touches(item, top, bottom)),
            [rule for rule in level if _touches(rule, top, bottom)],
            [rule for rule in upright if _touches(rule, top, bottom)],
        )


def _touches(item: PageObject, top: float, bottom: float) -> bool:
    return bool(item["top"] < bottom + _APART / 2 and item["bottom"] > top - _APART / 2)
