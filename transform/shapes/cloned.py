"""Tables whose columns of labels are drawn a second time over themselves, so that they stay while the rest is scrolled.

Components of web pages (Element, Ant Design) hide the labels in the table itself: its figures then stand without, and
the clone's labels without figures. They are one table where each label of the clone has a blank cell of its own place
and size in the other, and every row of the other has figures there and nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from transform.grids import DocumentContent, Grid, GridCell
from transform.words.numbers import looks_like_value

_FEWEST_ROWS = 4
_NEAR = 3  # tables between them: the header's, and its clone


def join_clones(content: DocumentContent) -> DocumentContent:
    """The document with such tables as one, the clones left out."""
    grids = content.grids
    sizes = [len(grid.rows) for grid in grids]
    joined: dict[int, Grid | None] = {}  # by the table's place among the tables
    for number, grid in enumerate(grids):
        near = range(max(0, number - _NEAR), min(len(grids), number + _NEAR + 1))
        like = [n for n in near if n != number and sizes[n] == sizes[number] >= _FEWEST_ROWS and n not in joined]
        for other in like if number not in joined and _lacks_labels(grid) else ():
            whole = _fill(grid, grids[other])
            if whole is not None:
                joined |= {number: whole, other: None}
                break
    return content.with_grids({id(grids[number]): grid for number, grid in joined.items()})


def _lacks_labels(grid: Grid) -> bool:
    """Nothing but figures, and a blank cell at the head of every row."""
    if grid.is_loose or any(not row or (row[0].text and row[0].col == 0) for row in grid.rows):
        return False
    texts = [cell.text for row in grid.rows for cell in row if cell.text]
    return bool(texts) and all(map(looks_like_value, texts))


def _fill(grid: Grid, clone: Grid) -> Grid | None:
    """The table with the labels of its clone; None where they are no such pair."""
    labels = {_place(cell): cell for row in clone.rows for cell in row if cell.text}
    blanks = {_place(cell) for row in grid.rows for cell in row if not cell.text}
    if not labels or not labels.keys() <= blanks or any(looks_like_value(cell.text) for cell in labels.values()):
        return None
    if {row for row, *_ in labels} != set(range(len(grid.rows))):
        return None
    return replace(grid, rows=tuple(tuple(_label(clone, labels, cell) for cell in row) for row in grid.rows))


def _place(cell: GridCell) -> tuple[int, int, int, int]:
    return cell.row, cell.col, cell.rowspan, cell.colspan


def _label(clone: Grid, labels: dict[tuple[int, int, int, int], GridCell], cell: GridCell) -> GridCell:
    found = labels.get(_place(cell))
    return cell if found is None else found._replace(at=clone.address(found), order=cell.order)
