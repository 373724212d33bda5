"""Pieces of a page that several traps change."""

from __future__ import annotations

from tests.transform.generator.page import C, Rows


def spell_out_rowspans(rows: Rows) -> None:
    """Empty cells in place of every rowspan."""
    width = 15
    pending: list[tuple[int, int, int]] = []  # row, column, colspan
    for number, row in enumerate(rows):
        for _, column, colspan in sorted(p for p in pending if p[0] == number):
            insert_at(row, column, C("", colspan=colspan))
        column = 0
        for cell in row:
            if cell.rowspan > 1:
                pending += [(number + n, column, cell.colspan) for n in range(1, cell.rowspan)]
                cell.rowspan = 1
            column += cell.colspan
        assert column <= width


def insert_at(row: list[C], column: int, cell: C) -> None:
    at = place = 0
    while place < len(row) and at < column:
        at += row[place].colspan
        place += 1
    row.insert(place, cell)


def place_cells(rows: Rows) -> dict[tuple[int, int], C]:
    """The cell at every place of the grid that it covers."""
    filled: dict[tuple[int, int], C] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in filled:
                column += 1
            for down in range(cell.rowspan):
                filled.update({(number + down, column + right): cell for right in range(cell.colspan)})
            column += cell.colspan
    return filled


def flatten(rows: Rows) -> Rows:
    """Rows without spans: a text stands in every cell of the grid that it covered."""
    places = place_cells(rows)
    width = max(column for _, column in places) + 1
    return [
        [C(cell.text, key=cell.key) for column in range(width) if (cell := places.get((number, column)))]
        for number in range(len(rows))
    ]
