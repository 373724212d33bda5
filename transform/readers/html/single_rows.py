"""A table written as one table a row, so that a long one showed up sooner: put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from transform.grids import Block, Grid, rebuild_grid

_FEWEST, _MOST = 3, 200
"""Two tables of one row may be two; so many right below each other, of one width, are one. No form has so many rows."""


def join_single_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with every run of adjacent one-row tables of equal width as one table; cells keep their addresses."""
    for key, run in groupby(blocks, _key):
        found = list(run)
        grids = [block for block in found if isinstance(block, Grid)]
        if key is not None and _FEWEST <= len(grids) <= _MOST:
            yield _join(grids)
        else:
            yield from found


def _key(block: Block) -> tuple[int, int, bool] | None:
    """What one-row tables of one table share; None for any other block."""
    if not isinstance(block, Grid) or len(block.rows) != 1:
        return None
    return block.width, block.container, block.is_hidden


def _join(grids: list[Grid]) -> Grid:
    rows = [[grid.take(c, colspan=c.colspan) for c in grid.rows[0]] for grid in grids]
    return rebuild_grid(grids[0], rows)
