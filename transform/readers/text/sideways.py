"""Rows of Markdown that keep what spans sideways as blank cells, and leave out what spans downwards.

markdownify and trafilatura write tables so: behind 一、本年新收… stand two blank cells, behind （二）部分公开 one, for
三、本年度办理结果 before it is printed once. So a row is as much shorter than the table as the form sets its label in.
In a table where most rows of each level are, one that is not has lost or doubled a cell: it is doubtful.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from transform.grids import RawCell
from transform.words.roles import Kind, find_roles, unified_forms

_FEWEST_VALUES = 2


def place_labels(rows: list[list[RawCell]]) -> list[list[RawCell]]:
    """The rows, each label over the columns it spans and blank cells for what spans down to it; else as they were."""
    levels = [_level(row[0]) if row else None for row in rows]
    labelled = [(row, level) for row, level in zip(rows, levels, strict=True) if level is not None]
    depth = 1 + max((level for _, level in labelled), default=0)
    if depth == 1 or not set(range(depth)) <= set(levels):
        return rows
    width = Counter(len(row) + level for row, level in labelled).most_common(1)[0][0]
    if width - depth < _FEWEST_VALUES or not _most_fit(labelled, width, depth):
        return rows
    return [
        row if level is None else _place(row, level, depth) if _fits(row, level, width, depth) else _doubt(row)
        for row, level in zip(rows, levels, strict=True)
    ]


def _level(cell: RawCell) -> int | None:
    """How far the form sets in the row that a label names; None where it names none, or rows of several levels."""
    roles = find_roles(cell.text)[0] if cell.text.strip() else ()
    levels = {_levels()[role.table, role.code] for role in roles if role.kind is Kind.ROW}
    return levels.pop() if len(levels) == 1 else None


@cache
def _levels() -> Mapping[tuple[str, str], int]:
    return {(t.code, row.code): row.level - 1 for form in unified_forms() for t in form.tables for row in t.rows}


def _most_fit(labelled: Sequence[tuple[Sequence[RawCell], int]], width: int, depth: int) -> bool:
    """More than half of the rows of every level."""
    by_level = ([_fits(row, level, width, depth) for row, level in labelled if level == one] for one in range(depth))
    return all(sum(fits) * 2 > len(fits) for fits in by_level)


def _fits(row: Sequence[RawCell], level: int, width: int, depth: int) -> bool:
    """As long as its level says, and nothing but labels set in deeper, and blank cells, before the figures."""
    labels = row[1 : depth - level]
    return width - len(row) == level and all(not cell.text.strip() or (_level(cell) or 0) > level for cell in labels)


def _place(row: Sequence[RawCell], level: int, depth: int) -> list[RawCell]:
    placed = [RawCell("", at=row[0].at) for _ in range(level)]
    for cell in row[: depth - level]:
        if cell.text.strip():
            placed.append(cell)
        else:
            placed[-1] = placed[-1]._replace(colspan=placed[-1].colspan + 1)
    return [*placed, *row[depth - level :]]


def _doubt(row: Sequence[RawCell]) -> list[RawCell]:
    return [cell._replace(is_doubtful=True) for cell in row]
