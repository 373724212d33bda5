"""Pieces of one table that text recognition tore apart, put together again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from transform.grids import Block, Grid, GridCell, Paragraph, RawCell, build_grid
from transform.words.sections import section_of

_FEWEST_TWINS = 3
IsValue = Callable[[str], bool]
"""Whether a token of text is a value: `transform.readers.text.reader.is_value_token`."""


def join_torn_tables(blocks: Sequence[Block], is_value: IsValue) -> Iterator[Block]:
    """Pieces of one table between two section headings, put together.

    Text recognition tears a table at every row whose label it lost (上海市科委 2024), or gives every row a table of its
    own under the same header (沭阳县 2025); alone such a piece says nothing.
    """
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and section_of(block.text):
            yield from _join_part(part, is_value)
            part = []
        part.append(block)
    yield from _join_part(part, is_value)


def _join_part(part: list[Block], is_value: IsValue) -> Iterator[Block]:
    grids = [block for block in part if isinstance(block, Grid) and any(len(row) > 1 for row in block.rows)]
    pieces = _find_pieces([grid for grid in grids if grid.rows[-1][0].at and len(grid.rows[-1]) > 1], is_value)
    if len(pieces) < 2:
        yield from part
        return
    rows = _trim_padding([[_raw(cell) for cell in row] for grid in pieces for row in grid.rows], is_value)
    joined = build_grid(rows, index=pieces[0].index, is_loose=True)
    taken = {piece.index for piece in pieces}
    for block in part:
        if block is pieces[0]:
            yield joined
        elif isinstance(block, Paragraph) or block.index not in taken:
            yield block


def _find_pieces(grids: list[Grid], is_value: IsValue) -> list[Grid]:
    """All tables where one has a row of numbers alone; else those as wide as the header that several of them repeat."""
    if any(has_torn_row(grid.rows, is_value) for grid in grids):
        return grids
    headers = Counter(tuple(cell.text for cell in row) for grid in grids for row in grid.rows[:3] if len(row) > 2)
    header, count = headers.most_common(1)[0] if headers else ((), 0)
    return [grid for grid in grids if grid.width == len(header)] if count >= _FEWEST_TWINS else []


def _raw(cell: GridCell) -> RawCell:
    return RawCell(cell.text, cell.rowspan, cell.colspan, at=cell.at)


def _trim_padding(rows: list[list[RawCell]], is_value: IsValue) -> list[list[RawCell]]:
    """Rows without the blanks that fill them up to their piece's width, beyond what rows usually have."""
    usual = Counter(len(row) for row in rows if any(is_value(cell.text) for cell in row[1:])).most_common(1)[0][0]
    return [_trim_row(row, usual) for row in rows]


def _trim_row(row: list[RawCell], usual: int) -> list[RawCell]:
    while len(row) > usual and not row[-1].text:
        row = row[:-1]
    return row


def has_torn_row(rows: Sequence[Sequence[RawCell]] | Sequence[Sequence[GridCell]], is_value: IsValue) -> bool:
    """A row of numbers alone that has no header of its own length above it."""
    headers: set[int] = set()
    for row in rows:
        has_digit = any(character.isdigit() for cell in row for character in cell.text)
        is_bare = len(row) > 1 and has_digit and all(is_value(cell.text) for cell in row)
        if is_bare and len(row) not in headers:
            return True
        if not has_digit:
            headers.add(len(row))
    return False
