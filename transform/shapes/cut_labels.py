"""Labels of running text that a line break cut (本年新 / 制作数量), put together where only so they mean anything.

Believed only where the parts make a label of the form exactly, and not every part is one by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transform.grids import Grid, GridCell, RawCell, rebuild_grid
from transform.words.labels import MAX_LABEL
from transform.words.numbers import looks_like_value
from transform.words.roles import is_label

_MOST_PARTS = 8


def join_cut_labels(grid: Grid) -> Grid:
    """The grid itself, or, where running text cut labels of the form, the same rows with those labels whole."""
    if not grid.is_loose:
        return grid
    rows = list(_join(grid.rows))
    if len(rows) == len(grid.rows):
        return grid
    return rebuild_grid(grid, rows)


def _join(rows: Sequence[Sequence[GridCell]]) -> Iterator[list[RawCell]]:
    number = 0
    while number < len(rows):
        count = _count_parts(rows[number : number + _MOST_PARTS])
        label = "".join(row[0].text for row in rows[number : number + count] if row)
        *_, last = rows[number : number + count]
        yield [_raw(cell, label if count > 1 and place == 0 else cell.text) for place, cell in enumerate(last)]
        number += count


def _count_parts(rows: Sequence[Sequence[GridCell]]) -> int:
    """Over how many rows the label that begins in the first of them goes; the values stand in the last."""
    label, are_known = "", []
    for count, row in enumerate(rows, start=1):
        if not row or not row[0].text or looks_like_value(row[0].text):
            return 1
        label += row[0].text
        are_known.append(is_label(row[0].text))
        if count > 1 and len(label) <= MAX_LABEL and not all(are_known) and is_label(label):
            return count
        if len(row) > 1 or are_known[0]:
            return 1
    return 1


def _raw(cell: GridCell, text: str) -> RawCell:
    return RawCell(text, cell.rowspan, cell.colspan, cell.at, cell.is_doubtful)
