"""Rows of a form stacked in one row of the page: labels below each other in a cell, their values in the cells beside.

``规章<br>行政规范性文件 | 3<br>12 | 0<br>1`` are two rows. Believed only where every line of the label cell is a row
of the form and every cell beside it has exactly as many lines, or none at all: a line lost would shift the others.
Where lines are empty, one lost and one too many would not be seen: then every row must add up as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transform.grids import Grid, GridCell, RawCell, rebuild_grid
from transform.models import CellStatus
from transform.words.numbers import looks_like_value, read_number
from transform.words.roles import Kind, find_roles

_EMPTY = (CellStatus.BLANK, CellStatus.DASH)


def unstack_rows(grid: Grid) -> Grid:
    """The grid itself, or the same cells with every stacked row as rows of its own. Addresses name row and line."""
    if not any("\n" in cell.text for row in grid.rows for cell in row):
        return grid
    stacked = {number: lines for number, row in enumerate(grid.rows) if (lines := _split_row(row))}
    if not stacked or grid.is_loose:
        return grid
    rows = [part for number, row in enumerate(grid.rows) for part in _write_rows(grid, row, stacked.get(number))]
    return rebuild_grid(grid, rows)


def _split_row(row: Sequence[GridCell]) -> list[list[str]] | None:
    """The lines of each cell, equally many; None where the row is no stack."""
    counts = {cell.text.count("\n") + 1 for cell in row if cell.text}
    if len(counts) != 1 or counts == {1} or any(cell.rowspan > 1 for cell in row):
        return None
    (count,) = counts
    lines = [cell.text.split("\n") if cell.text else [""] * count for cell in row]
    labels = [part for part in lines if not all(map(looks_like_value, part))]
    if len(labels) != 1 or labels[0] is not lines[0] or len(lines) < 2 or not all(map(_is_row, labels[0])):
        return None
    if len({*labels[0]}) != count:
        return None
    values = [part for part in lines if part is not labels[0]]
    has_gaps = any(not all(part) and any(part) for part in values)
    return lines if not has_gaps or all(map(_adds_up, zip(*values, strict=True))) else None


def _adds_up(texts: Sequence[str]) -> bool:
    """One of the row's numbers is the sum of the others; a blank or a dash counts as nothing."""
    numbers = [read_number(text, "int") for text in texts]
    found = [reading.value or 0 for reading in numbers]
    is_plain = all(reading.value is not None or reading.status in _EMPTY for reading in numbers)
    return is_plain and len(found) > 2 and 2 * max(found) == sum(found)


def _is_row(label: str) -> bool:
    return any(role.kind is Kind.ROW for role in find_roles(label)[0])


def _write_rows(grid: Grid, row: Sequence[GridCell], lines: list[list[str]] | None) -> Iterator[list[RawCell]]:
    if lines is None:
        yield [_copy(cell, cell.text, grid.address(cell)) for cell in row]
        return
    for number, texts in enumerate(zip(*lines, strict=True), start=1):
        pairs = zip(row, texts, strict=True)
        yield [_copy(cell, text, f"{grid.address(cell)}, line {number}") for cell, text in pairs]


def _copy(cell: GridCell, text: str, at: str) -> RawCell:
    return RawCell(text, cell.rowspan, cell.colspan, at, cell.is_doubtful)
