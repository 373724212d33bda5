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
