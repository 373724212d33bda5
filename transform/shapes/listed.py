"""Tables with one figure a row (行政复议 | 结果维持 | 3) → the form's own rows, each with all its columns.

Believed only where the list is complete: every label with each of its columns once, and nothing unexplained between. A
row lost, doubled or moved leaves the list as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transform.forms.model import Table
from transform.grids import Grid, GridCell, expand_grid, rebuild_grid
from transform.shapes.named_rows import NamedRow, write_rows
from transform.shapes.other_years import names_years
from transform.words.numbers import is_count_unit, looks_like_value
from transform.words.roles import Kind, find_roles, unified_forms

_FEWEST = 3
_WIDEST, _LONGEST = 8, 400


@dataclass(frozen=True, slots=True)
class _Figure:
    """A listed value with the row and the column that its labels name, and those labels."""

    row: str
    column: str
    row_label: GridCell
    column_label: GridCell
    value: GridCell


def gather_list(grid: Grid) -> Grid:
    """The grid itself, or, where it is a complete list of one table's figures, the same cells as rows and columns."""
    if grid.is_loose or not 2 < grid.width <= _WIDEST or not _FEWEST < len(grid.rows) <= _LONGEST:
        return grid
    lines = [_distinct(line) for line in expand_grid(grid)]
    for table in {table.code: table for form in unified_forms() for table in form.tables}:
        figures = _read_figures(lines, table)
        if figures and any(_is_complete(figures, form.table(table)) for form in unified_forms()):
            rows = list(write_rows(_rows(grid, figures)))
            return replace(rebuild_grid(grid, rows), is_padded=False)  # every figure had labels of its own
    return grid


def _distinct(line: Sequence[GridCell | None]) -> list[GridCell]:
    """The cells that cover a row, each once."""
    return list({id(cell): cell for cell in line if cell is not None}.values())


def _read_figures(lines: Sequence[Sequence[GridCell]], table: str) -> list[_Figure]:
    """The figures of all rows behind the header; none at all where a row is neither figure nor text."""
    figures: list[_Figure] = []
    for line in lines:
        values = [cell for cell in line if looks_like_value(cell.text)]
        if not values and not figures and not any(names_years(cell.text) for cell in line):
            continue  # the header
        if not values and not any(_codes(cell, Kind.ROW, table) for cell in line):
            continue  # a note
        figure = _read_figure(line, table) if len(values) == 1 and values[0] is line[-1] else None
        if figure is None:
            return []
        figures.append(figure)
    return figures


def _read_figure(line: Sequence[GridCell], table: str) -> _Figure | None:
    labels = [cell for cell in line[:-1] if not is_count_unit(cell.text)]
    if len(labels) < 2:
        return None
    *heads, last = labels
    rows = {code for cell in heads for code in _codes(cell, Kind.ROW, table)}
    columns = _codes(last, Kind.COLUMN, table)
    if len(rows) != 1 or len(columns) != 1 or not all(find_roles(cell.text)[0] for cell in heads):
        return None
    named = next(cell for cell in reversed(heads) if _codes(cell, Kind.ROW, table))
    return _Figure(rows.pop(), columns.pop(), named, last, line[-1])


def _codes(cell: GridCell, kind: Kind, table: str) -> set[str]:
    return {role.code for role in find_roles(cell.text)[0] if role.kind is kind and role.table == table}


def _is_complete(figures: Sequence[_Figure], table: Table) -> bool:
    """Every row that is named has all its columns, each once, and is printed in one piece."""
    found = [(figure.row, figure.column) for figure in figures]
    wanted = {(row, column.code) for row, _ in found for column in table.columns_of(row)}
    turns = [row for number, (row, _) in enumerate(found) if not number or found[number - 1][0] != row]
    return len(found) == len(set(found)) >= _FEWEST and set(found) == wanted and len(turns) == len(set(turns))


def _rows(grid: Grid, figures: Sequence[_Figure]) -> Iterator[NamedRow]:
    for row in dict.fromkeys(figure.row for figure in figures):
        own = [figure for figure in figures if figure.row == row]
        labels = tuple(grid.take(figure.column_label) for figure in own)
        yield NamedRow(grid.take(own[0].row_label), labels, tuple(grid.take(figure.value) for figure in own))
