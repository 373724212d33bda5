"""Tables with their labels on the right of the figures, set the usual way round. Every cell keeps its address.
In running text nobody can say which side they are on, and the figures are left in doubt.

Believed only where every row that shows a number has a single label, and has it last: a label that was moved there
stands among rows that still begin with theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transform.grids import Grid, GridCell, rebuild_grid
from transform.words.numbers import is_count_unit, is_dash, looks_like_value
from transform.words.roles import Kind, find_roles, heading_rows

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
    rows = [[grid.take(cell, colspan=cell.colspan) for cell in (*row[-1:], *row[:-1])] for row in grid.rows]
    return rebuild_grid(grid, rows)


def doubt_values_before_labels(grid: Grid, following: str) -> Grid:
    """Running text whose labels may stand behind their values, with no value that anybody should believe.

    Every row then begins with the label of the one before: values come before the first label of a row, and the last
    label before a break, or before the text ``following`` the grid, has none behind it.
    """
    valued = [row for row in grid.rows if _shows_values(row)] if grid.is_loose else []
    if len(valued) < _FEWEST_ROWS or _names_row(valued[0][0].text):
        return grid
    last = [following, *(row[0].text for row in grid.rows if not _shows_values(row))]
    if sum(_names_row(row[0].text) for row in valued) * 2 <= len(valued) or not any(map(_names_row_of_values, last)):
        return grid
    rows = tuple((*row[:1], *(cell._replace(is_doubtful=True) for cell in row[1:])) for row in grid.rows)
    return replace(grid, rows=rows)


def _shows_values(row: Sequence[GridCell]) -> bool:
    """Whether a row has numbers behind its first cell, and not only that of the page: - 2 -."""
    is_page = [is_dash(cell.text) for cell in row[1:]] == [True, False, True]
    return any(map(_is_number, row[1:])) and not is_page


def _is_number(cell: GridCell) -> bool:
    return any(map(str.isdigit, cell.text)) and looks_like_value(cell.text)


def _names_row(text: str) -> bool:
    return any(role.kind is Kind.ROW for role in find_roles(text)[0])


def _names_row_of_values(text: str) -> bool:
    """A row's label that is no column's and heads no other rows: one that stands alone lost its values, or never had
    them behind it."""
    roles = find_roles(text)[0]
    is_row = any(role.kind is Kind.ROW for role in roles) and heading_rows().isdisjoint(roles)
    return is_row and not any(role.kind in (Kind.COLUMN, Kind.GROUP, Kind.CORNER) for role in roles)


def _names_column(cell: GridCell) -> bool:
    return any(role.kind is Kind.COLUMN for role in find_roles(cell.text)[0])


def _ends_in_label(row: Sequence[GridCell]) -> bool:
    *values, label = row
    is_label = bool(label.text) and not looks_like_value(label.text) and not is_count_unit(label.text)
    return is_label and bool(values) and all(looks_like_value(cell.text) for cell in values)
