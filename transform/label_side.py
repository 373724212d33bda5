"""Tables with their labels on the right of the figures, set the usual way round. Every cell keeps its address.
In running text nobody can say which side they are on, and the figures are left in doubt.

Believed only where every row that shows a number has a single label, and has it last: a label that was moved there
stands among rows that still begin with theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transform.grids import Grid, GridCell, RawCell, build_grid
from transform.numbers import is_count_unit, looks_like_value
from transform.roles import Kind, find_roles

_FEWEST_ROWS = 3


def put_labels_first(grid: Grid) -> Grid:
    """The grid itself, or, where its labels stand last, the same rows with the last cell as the first."""
    numbered = [row for row in grid.rows if any(cell.text.isdigit() for cell in row)]
    if grid.is_loose or len(numbered) < _FEWEST_ROWS or not all(map(_ends_in_label, numbered)):
        return grid
    usual = Counter(map(len, numbered)).most_common(1)[0][0]
    first = grid.rows.index(numbered[0])
    if any(len(row) != usual or _names_column(row[-1]) for row in grid.rows[:first] if len(row) > 1):
        return grid  # without a cell over the labels nobody can say which column its header begins with
    named = sum(_names_row(row[-1].text) for row in numbered)
    if named * 2 <= len(numbered) or any(cell.rowspan > 1 for row in grid.rows for cell in row):
        return grid
    rows = [[_copy(grid, cell) for cell in (*row[-1:], *row[:-1])] for row in grid.rows]
    turned = build_grid(rows, index=grid.index, heading=grid.heading, page=grid.page, container=grid.container)
    return replace(turned, is_hidden=grid.is_hidden)


def doubt_values_before_labels(grid: Grid, following: str) -> Grid:
    """Running text whose labels may stand behind their values, with no value that anybody should believe.

    Every row then begins with the label of the one before: values come before the first label of a row, and the last
    label (``following`` the grid) has none behind it.
    """
    valued = [row for row in grid.rows if len(row) > 1 and any(cell.text.isdigit() for cell in row[1:])]
    if not grid.is_loose or len(valued) < _FEWEST_ROWS or _names_row(valued[0][0].text) or not _names_row(following):
        return grid
    if sum(_names_row(row[0].text) for row in valued) * 2 <= len(valued):
        return grid
    rows = tuple((*row[:1], *(cell._replace(is_doubtful=True) for cell in row[1:])) for row in grid.rows)
    return replace(grid, rows=rows)


def _names_row(text: str) -> bool:
    return any(role.kind is Kind.ROW for role in find_roles(text)[0])


def _names_column(cell: GridCell) -> bool:
    return any(role.kind is Kind.COLUMN for role in find_roles(cell.text)[0])


def _ends_in_label(row: Sequence[GridCell]) -> bool:
    *values, label = row
    is_label = bool(label.text) and not looks_like_value(label.text) and not is_count_unit(label.text)
    return is_label and bool(values) and all(looks_like_value(cell.text) for cell in values)


def _copy(grid: Grid, cell: GridCell) -> RawCell:
    return RawCell(cell.text, 1, cell.colspan, cell.is_header, grid.address(cell), cell.is_doubtful)
