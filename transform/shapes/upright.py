"""Tables that lie on their side, the form's rows side by side and its columns below each other, set upright again.

Table 3 with 自然人 … as rows, Table 4 with 结果维持 … as rows. Every cell keeps the address it is printed at. A cell
lost or doubled would shift the rest of its row into other lines of the form: only a table without any gap is turned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transform.grids import Grid, GridCell
from transform.shapes.label_side import put_labels_first
from transform.shapes.side_by_side import stack_halves
from transform.shapes.spacers import drop_spacers
from transform.words.numbers import looks_like_value
from transform.words.roles import Kind, find_roles

_FEWEST_HEADS, _FEWEST_STUBS = 2, 3
"""So many rows of the form side by side, and of its columns below each other, make a table lie on its side."""
_HEADER_LINES = 4
_WIDEST = 60


def make_upright(grid: Grid) -> Grid:
    """The grid itself, or, where it lies on its side, the same cells with rows and columns exchanged.

    A table with its labels last has them first, blank columns between others are left out, and
    two rows of the form beside each other stand below each other.
    """
    grid = put_labels_first(drop_spacers(stack_halves(grid)))
    if grid.is_loose or grid.width > _WIDEST:
        return grid
    places = _value_places(grid)
    if not places or not _lies(grid, places):
        return grid
    lines: dict[int, list[GridCell]] = {}
    for row in grid.rows:
        for cell in row:
            lines.setdefault(cell.col, []).append(cell)
    rows = tuple(_turn(grid, lines.get(number, [])) for number in range(grid.width))
    return replace(grid, rows=rows, width=len(grid.rows))


def _value_places(grid: Grid) -> tuple[int, ...]:
    """The columns of values: the same in every row with a number, one value in each, a label over each; else none."""
    valued = [row for row in grid.rows if any(cell.text.isdigit() for cell in row)]
    values = [[cell for cell in row if looks_like_value(cell.text)] for row in valued]
    places = {tuple(cell.col for cell in row) for row in values}
    heads = {cell.col for row in grid.rows[:_HEADER_LINES] for cell in row if not looks_like_value(cell.text)}
    is_plain = all(cell.colspan == cell.rowspan == 1 for row in values for cell in row)
    if not is_plain or len(places) != 1:
        return ()
    (found,) = places
    return found if _stand_over(heads, found) else ()


def _stand_over(heads: set[int], places: tuple[int, ...]) -> bool:
    return bool(places) and {head for head in heads if head >= places[0]} == set(places)


def _turn(grid: Grid, cells: Sequence[GridCell]) -> tuple[GridCell, ...]:
    ordered = sorted(cells, key=lambda cell: cell.row)
    return tuple(
        cell._replace(
            row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan, order=n, at=grid.address(cell)
        )
        for n, cell in enumerate(ordered, start=1)
    )


def _lies(grid: Grid, places: Sequence[int]) -> bool:
    lowest: dict[int, GridCell] = {}
    for row in grid.rows[:_HEADER_LINES]:
        lowest.update({cell.col: cell for cell in row if cell.col in places and not looks_like_value(cell.text)})
    heads = _tables(list(lowest.values()), Kind.ROW, Kind.COLUMN)
    beside = [[cell for cell in row if cell.col < places[0]] for row in grid.rows]
    stubs = _tables([_stub(row) for row in beside if row], Kind.COLUMN, Kind.ROW)
    return any(heads[table] >= _FEWEST_HEADS and stubs[table] >= _FEWEST_STUBS for table in heads)


def _stub(row: Sequence[GridCell]) -> GridCell:
    """The row's last label."""
    labels = [cell for cell in row if cell.text and not looks_like_value(cell.text)]
    return labels[-1] if labels else row[0]


def _tables(cells: Sequence[GridCell], kind: Kind, other: Kind) -> Counter[str]:
    """How many of the cells can be ``kind`` and not ``other``, by table."""
    counts: Counter[str] = Counter()
    for cell in cells:
        roles = find_roles(cell.text)[0]
        counts.update({role.table for role in roles if role.kind is kind} - {r.table for r in roles if r.kind is other})
    return counts
