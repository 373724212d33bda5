"""Rows of a form printed beside each other under a header that says everything twice, set below each other.

``信息内容 | 本年处理决定数量 | 信息内容 | 本年处理决定数量`` heads two rows a line. A row with more or fewer cells
than its header has halves nobody can tell, and ends the run.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.grids import Grid, GridCell, RawCell, rebuild_grid
from transform.words.labels import normalise_label
from transform.words.roles import Kind, find_roles


def stack_halves(grid: Grid) -> Grid:
    """The grid itself, or the same cells with the right halves of such rows below the left ones."""
    heads = [number for number, row in enumerate(grid.rows) if len(row) > 3 and _says_twice(row)]
    if grid.is_loose or not heads or any(cell.rowspan > 1 for row in grid.rows for cell in row):
        return grid
    rows: list[list[RawCell]] = []
    number = 0
    while number < len(grid.rows):
        end = _end_of_run(grid.rows, number) if number in heads else number + 1
        run = [[grid.take(cell, colspan=cell.colspan) for cell in row] for row in grid.rows[number:end]]
        half = len(run[0]) // 2
        rows += [row[:half] for row in run] + [row[half:] for row in run] if number in heads else run
        number = end
    return rebuild_grid(grid, rows)


def _says_twice(row: Sequence[GridCell]) -> bool:
    texts = [normalise_label(cell.text) for cell in row]
    half = len(texts) // 2
    is_twice = len(texts) == 2 * half and texts[:half] == texts[half:] and len(set(texts[:half])) == half
    kinds = {role.kind for cell in row[:half] for role in find_roles(cell.text)[0]}
    return is_twice and all(texts) and Kind.CORNER in kinds and Kind.COLUMN in kinds


def _end_of_run(rows: Sequence[Sequence[GridCell]], first: int) -> int:
    end = first + 1
    while end < len(rows) and len(rows[end]) == len(rows[first]) and not _says_twice(rows[end]):
        end += 1
    return end
