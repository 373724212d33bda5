"""The same table twice beside each other, this year's and another's or two organs', as two tables.

A sheet has room for both. Their rows have the same labels left and right, with blank columns between them or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transform.grids import Block, DocumentContent, Grid, GridCell, RawCell, expand_grid, rebuild_grid
from transform.words.numbers import looks_like_value

_FEWEST_ROWS = 3
_WIDEST = 120  # columns; the widest form has 15


def part_tables(content: DocumentContent) -> DocumentContent:
    """The document with such tables set below each other; what stands over both is over the left one."""
    parted = tuple(part for block in content.blocks for part in _part(block))
    return replace(content, blocks=parted) if len(parted) > len(content.blocks) else content


def _part(block: Block) -> Iterator[Block]:
    cut = _find_cut(block) if isinstance(block, Grid) and not block.is_loose else None
    if cut is None or not isinstance(block, Grid):
        yield block
        return
    rows = _doubt_short_rows(block)
    yield rebuild_grid(block, [list(_cut_row(block, row, 0, cut)) for row in rows])
    yield rebuild_grid(block, [list(_cut_row(block, row, cut, block.width)) for row in rows])


def _doubt_short_rows(grid: Grid) -> list[Sequence[GridCell]]:
    """Rows that end where others do not, in doubt: one that lost a cell has the border between the tables elsewhere."""
    ends = [sum(cell is not None for cell in line) for line in expand_grid(grid)]
    ((usual, _),) = Counter(ends).most_common(1)
    pairs = zip(grid.rows, ends, strict=True)
    return [row if end == usual else [cell._replace(is_doubtful=True) for cell in row] for row, end in pairs]


def _find_cut(grid: Grid) -> int | None:
    """The grid column with which the right table begins."""
    rows = [row for row in grid.rows if sum(bool(cell.text) for cell in row) > 1]
    if len(rows) < _FEWEST_ROWS or grid.width > _WIDEST:
        return None
    taken = {n for row in rows for cell in row if cell.text for n in range(cell.col, cell.col + cell.colspan)}
    behind_gaps = [n for n in sorted(taken) if n and n - 1 not in taken]
    middle = [] if grid.width % 2 else [grid.width // 2]
    return next((cut for cut in (*behind_gaps, *middle) if _says_twice(rows, cut, grid.width)), None)


def _says_twice(rows: Sequence[Sequence[GridCell]], cut: int, width: int) -> bool:
    """Nearly all rows with labels have the same ones on both sides, and nothing stands over the border.

    Labels in front on one side and behind the figures on the other are those of one table, printed at both its ends.
    """
    if any(cell.text and cell.col < cut < cell.col + cell.colspan for row in rows for cell in row):
        return False
    sides = [(_labels(row, 0, cut), _labels(row, cut, width)) for row in rows]
    named = [(left, right) for left, right in sides if left[1] or right[1]]
    twice = sum(left == right for left, right in named)
    return twice >= _FEWEST_ROWS and twice * 3 >= len(named) * 2


def _labels(row: Sequence[GridCell], start: int, end: int) -> tuple[bool, list[str]]:
    """Whether a label is the first text between two columns, and all labels there."""
    texts = [cell.text for cell in row if start <= cell.col < end and cell.text]
    return bool(texts) and not looks_like_value(texts[0]), [text for text in texts if not looks_like_value(text)]


def _cut_row(grid: Grid, row: Sequence[GridCell], start: int, end: int) -> Iterator[RawCell]:
    """The cells of a row between two columns; a title over both tables stays in one piece, on the left."""
    for cell in row:
        first, last = max(cell.col, start), min(cell.col + cell.colspan, end)
        if first < last:
            text = cell.text if first == cell.col else ""
            yield grid.take(cell, rowspan=cell.rowspan, colspan=last - first)._replace(text=text)
