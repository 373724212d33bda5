"""Tables drawn in two panes, their labels in a table on the left that stays and their figures in one that is scrolled
(EasyUI), as one table.

The rows of both belong together by their number alone: both must have equally many, every row of the one a label and no
figure, and every row of the other as many cells as the rest, with nothing but figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transform.grids import DocumentContent, Grid, GridCell
from transform.words.numbers import looks_like_value

_FEWEST_ROWS, _FEWEST_FIGURES = 8, 5
_MOST_HEADER = 3
_NEAR = 2  # tables further on: the right pane's header between


def join_panes(content: DocumentContent) -> DocumentContent:
    """The document with such tables as one, in the place of the right one."""
    grids = content.grids
    joined: dict[int, Grid | None] = {}  # by identity of the pane
    for number, left in enumerate(grids):
        if len(left.rows) < _FEWEST_ROWS or not _is_left(left):
            continue
        for right in grids[number + 1 : number + 1 + _NEAR]:
            if len(right.rows) == len(left.rows) and id(right) not in joined and _fit(left, right):
                joined |= {id(left): None, id(right): _join(left, right)}
                break
    return content.with_grids(joined)


def _is_left(grid: Grid) -> bool:
    """Labels only: the first cell tells of nearly every table that it is none."""
    if grid.is_loose or grid.is_padded:
        return False
    return all(cell.text and not looks_like_value(cell.text) for row in grid.rows for cell in row)


def _fit(left: Grid, right: Grid) -> bool:
    """Each row of figures has a label that begins in it; above the first there are headers on both sides."""
    figured = [number for number, row in enumerate(right.rows) if row and all(map(_is_figure, row))]
    sizes = Counter(len(right.rows[number]) for number in figured)
    header = len(right.rows) - len(figured)
    is_whole = figured == list(range(header, len(right.rows))) and header <= _MOST_HEADER
    if not is_whole or len(sizes) != 1 or min(sizes) < _FEWEST_FIGURES:
        return False
    if any(cell.rowspan > 1 for number in figured for cell in right.rows[number]):
        return False
    return all(left.rows[number] for number in figured) and all(
        cell.row + cell.rowspan <= header for row in left.rows[:header] for cell in row
    )


def _is_figure(cell: GridCell) -> bool:
    return looks_like_value(cell.text)


def _join(left: Grid, right: Grid) -> Grid:
    rows = tuple(
        (*_address(left, one, 0), *_address(right, other, left.width))
        for one, other in zip(left.rows, right.rows, strict=True)
    )
    return replace(right, rows=rows, width=left.width + right.width)


def _address(grid: Grid, row: Sequence[GridCell], shift: int) -> list[GridCell]:
    return [cell._replace(col=cell.col + shift, at=grid.address(cell)) for cell in row]
