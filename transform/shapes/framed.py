"""What a program made of a table: spans undone, and a row and a column of numbers around it.

A data frame prints a text in each of the columns it spanned, and numbers both its rows and its columns from 0 (pandas:
``to_html``, ``to_markdown``, ``to_csv``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transform.grids import DocumentContent, Grid, GridCell, RawCell, rebuild_grid
from transform.shapes.twins import join_twins
from transform.words.numbers import is_count_unit, looks_like_value

_FEWEST = 3  # numbers in turn: fewer may be figures
_CORNERS = frozenset({"", "Unnamed: 0", "index"})

Rows = Sequence[Sequence[GridCell | RawCell]]


def drop_frames(content: DocumentContent) -> DocumentContent:
    """The document with its tables as they were before a program made frames of them."""
    blocks = tuple(_undo_frame(block) if isinstance(block, Grid) else block for block in content.blocks)
    return replace(content, blocks=blocks) if blocks != content.blocks else content


def find_numbers(rows: Rows) -> tuple[int, int]:
    """How many rows (0 or 1) and columns (0 or 1) at the head of a table number its columns and its rows."""
    headed = int(_is_headed(rows))
    is_cornered = bool(rows and rows[0]) and rows[0][0].text in _CORNERS
    return headed, int(_has_index(rows[1:] if headed or is_cornered else rows))


def _undo_frame(grid: Grid) -> Grid:
    """The grid without these numbers and with its spans. Every cell keeps its address.

    Tables with spans were not written by such a program.
    """
    if any(cell.rowspan > 1 or cell.colspan > 1 for row in grid.rows for cell in row):
        return grid
    above, before = find_numbers(grid.rows)
    if above or before:
        rows = tuple(tuple(_move(grid, cell, above, before) for cell in row[before:]) for row in grid.rows[above:])
        grid = replace(grid, rows=rows, width=grid.width - before)
    return _join_twins(grid) if not grid.is_loose and _has_twins(grid) else grid


def _has_twins(grid: Grid) -> bool:
    """A label twice side by side in a row without figures, in rows of one length. Units side by side are none."""
    if len(set(map(len, grid.rows))) != 1:
        return False
    pairs = (pair for row in grid.rows for pair in pairwise(row) if pair[0].text and pair[0].text == pair[1].text)
    return any(not looks_like_value(one.text) and not is_count_unit(one.text) for one, _ in pairs)


def _join_twins(grid: Grid) -> Grid:
    """The grid with its spans, and without the blank columns at its end: a sheet is as wide as its widest table.

    What undid them made every row as wide as the others.
    """
    width = max((cell.col + 1 for row in grid.rows for cell in row if cell.text), default=0)
    rows = [[grid.take(cell) for cell in row if cell.col < width] for row in grid.rows]
    return replace(rebuild_grid(grid, list(join_twins(rows))), is_padded=True)


def _move(grid: Grid, cell: GridCell, rows: int, columns: int) -> GridCell:
    return cell._replace(at=grid.address(cell), row=cell.row - rows, col=cell.col - columns)


def _is_headed(rows: Rows) -> bool:
    """The first row numbers the columns from 0, behind a corner or not, and words follow."""
    texts = [cell.text for cell in rows[0]] if len(rows) > 1 else []
    texts = texts[1:] if texts and texts[0] in _CORNERS else texts
    return _counts_up(texts, 0) and any(cell.text and not cell.text.isdigit() for cell in rows[1])


def _counts_up(texts: Sequence[str], first: int) -> bool:
    return len(texts) >= _FEWEST and all(text == str(number) for number, text in enumerate(texts, first))


def _has_index(rows: Rows) -> bool:
    """Every row begins with its number, from 0 or 1, and says more."""
    is_numbered = any(_counts_up([row[0].text if row else "" for row in rows], first) for first in (0, 1))
    return is_numbered and all(any(cell.text for cell in row[1:]) for row in rows)
