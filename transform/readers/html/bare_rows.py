"""Rows of a page without any cell: ``<tr><tr>``, which a browser counts where a cell spans rows and its author did not.

They are left out where without them every cell finds its place, and with them some do not.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.grids import Grid, RawCell, rebuild_grid

_LONGEST = 1_000  # rows; no form has so many


def drop_bare_rows(rows: Sequence[Sequence[RawCell]], grid: Grid) -> Grid:
    """The grid of the rows, without those that are bare where only so it is whole; cells keep their addresses."""
    if all(rows) or not any(rows) or len(rows) > _LONGEST:
        return grid
    addressed = [
        [raw._replace(at=grid.address(cell)) for raw, cell in zip(row, cells, strict=True)]
        for row, cells in zip(rows, grid.rows, strict=True)
    ]
    kept = rebuild_grid(grid, [row for row in addressed if row])
    is_whole = all(kept.filled_rows) and _gaps(grid) > 0
    return kept if is_whole else grid


def _gaps(grid: Grid) -> int:
    """Rows with cells that do not fill the grid."""
    return sum(bool(row) and not is_filled for row, is_filled in zip(grid.rows, grid.filled_rows, strict=True))
