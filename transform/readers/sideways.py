"""Rows of Markdown that keep what spans sideways as blank cells, and leave out what spans downwards.

markdownify and trafilatura write tables so: behind 一、本年新收… stand two blank cells, behind （二）部分公开 one, for
三、本年度办理结果 before it is printed once. So a numbered row is as much shorter than the table as the level of its
number says. In a table where most rows of each level are, one that is not has lost or doubled a cell: it is doubtful.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from transform.grids import RawCell

_LEVELS = tuple(map(re.compile, (r"[一二三四五六七八九十]、", r"[（(][一二三四五六七八九十][）)]", r"\d{1,2}[.．、]")))
_FEWEST_VALUES = 2


def place_labels(rows: list[list[RawCell]]) -> list[list[RawCell]]:
    """The rows, each label over the columns it spans and blank cells for what spans down to it; else as they were."""
    levels = [_level(row) for row in rows]
    widths = [len(row) + level for row, level in zip(rows, levels, strict=True) if level is not None]
    depth = 1 + max((level for level in levels if level is not None), default=0)
    width = Counter(widths).most_common(1)[0][0] if widths else 0
    if depth == 1 or not set(range(depth)) <= set(levels) or width - depth < _FEWEST_VALUES:
        return rows
    fits = [
        level is not None and width - len(row) == level and _has_labels(row, level, depth)
        for row, level in zip(rows, levels, strict=True)
    ]
    for level in range(depth):
        own = [is_fit for is_fit, other in zip(fits, levels, strict=True) if other == level]
        if sum(own) * 2 <= len(own):
            return rows
    return [
        _place(row, level or 0, depth, is_fit=is_fit) if level is not None else row
        for row, level, is_fit in zip(rows, levels, fits, strict=True)
    ]


def _level(row: Sequence[RawCell]) -> int | None:
    """How deep the number at the beginning of a row is, or None where it has none."""
    text = row[0].text.strip() if row else ""
    return next((level for level, mark in enumerate(_LEVELS) if mark.match(text)), None)


def _has_labels(row: Sequence[RawCell], level: int, depth: int) -> bool:
    """Nothing but labels of deeper levels, and blank cells, stands before the columns of figures."""
    labels = row[1 : depth - level]
    return all(not cell.text.strip() or (_level([cell]) or 0) > level for cell in labels)


def _place(row: Sequence[RawCell], level: int, depth: int, *, is_fit: bool) -> list[RawCell]:
    if not is_fit:
        return [cell._replace(is_doubtful=True) for cell in row]
    placed = [RawCell("", at=row[0].at) for _ in range(level)]
    for cell in row[: depth - level]:
        if cell.text.strip():
            placed.append(cell)
        else:
            placed[-1] = placed[-1]._replace(colspan=placed[-1].colspan + 1)
    return [*placed, *row[depth - level :]]
