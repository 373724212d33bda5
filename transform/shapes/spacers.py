"""Columns in which nothing is printed, between columns that are: room, and no part of the form."""

from __future__ import annotations

from transform.grids import Grid, rebuild_grid
from transform.words.roles import Kind, find_roles

_FEWEST_ROWS, _HEADER = 3, 3


def drop_spacers(grid: Grid) -> Grid:
    """The grid without its blank columns between those that the header names.

    Every row, its header's too, must have a blank cell of its own there.
    """
    if grid.is_loose or len(grid.rows) < _FEWEST_ROWS:
        return grid
    blank: set[int] = set()
    for number, row in enumerate(grid.rows):
        own = {cell.col for cell in row if not cell.text and cell.colspan == cell.rowspan == 1}
        blank = own if number == 0 else blank & own
        if not blank:
            return grid
    if not any(role.kind is Kind.COLUMN for row in grid.rows[:_HEADER] for c in row for role in find_roles(c.text)[0]):
        return grid  # without a header a blank column may be one of the form's
    last = max((cell.col for row in grid.rows[:_HEADER] for cell in row if cell.text), default=-1)
    gone = {column for column in blank if column < last}
    if not gone or any(cell.colspan > 1 or cell.rowspan > 1 for row in grid.rows for cell in row):
        return grid
    rows = [[grid.take(c) for c in row if c.col not in gone] for row in grid.rows]
    return rebuild_grid(grid, rows)
