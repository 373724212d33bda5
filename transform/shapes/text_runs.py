"""Texts of a page in their order, of which some make a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transform.grids import RawCell


@dataclass(frozen=True, slots=True)
class TextRun:
    """The places of its first and last text, and the table that they make."""

    first: int
    last: int
    rows: list[list[RawCell]]


def find_figures(texts: Sequence[RawCell], gap: Sequence[int]) -> list[int]:
    """The places in a gap between labels where something stands; a blank box is in the gap as well."""
    return [place for place in gap if texts[place].text or texts[place].is_doubtful]


def find_sole(texts: Sequence[RawCell], gap: Sequence[int]) -> int | None:
    """The place of the one figure in a gap, or of the blank box for it; None where there are none or several."""
    figures = find_figures(texts, gap)
    return figures[0] if len(figures) == 1 else gap[0] if gap and not figures else None
