"""Tables that print other years, or shares, beside the numbers of the year: only its own columns and rows are left.

A line of the header that names nothing but years (本年 | 上年 | 本年 | 上年, or 2023年 over seven columns), or numbers
and shares (数量 | 占比), tells whose column is whose. With a cell too few or too many in any row the table is left as
it is, and as no header fits it, its figures stay ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extract.yaml_file import read_rules
from transform.grids import DocumentContent, Grid, GridCell, RawCell, rebuild_grid
from transform.words.dates import find_years
from transform.words.labels import normalise_bare_label

_HEADER_LINES = 4
_TELLING_TWIN = 10  # equal neighbours below it are common
_BARE_YEAR = re.compile(r"20\d\d年?(?:度|份|数)?")


class YearWords(BaseModel):
    """transform/shapes/other_years.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    own: tuple[str, ...]
    other: tuple[str, ...]
    counts: tuple[str, ...]
    shares: tuple[str, ...]


@cache
def load_year_words() -> YearWords:
    """Read transform/shapes/other_years.yaml once."""
    return read_rules(Path(__file__).parent / "other_years.yaml", YearWords)


def is_own_year(text: str, year: int | None) -> bool:
    """本年 or the statistics year itself, and nothing else."""
    label = normalise_bare_label(text)
    return label in load_year_words().own or (_is_bare_year(label) and year in find_years(label))


def is_other_year(text: str, year: int | None) -> bool:
    """上年, 同比, or another year than the statistics year, and nothing else."""
    label = normalise_bare_label(text)
    is_named = _is_bare_year(label) and year is not None and year not in find_years(label)
    return label in load_year_words().other or is_named


def _is_own(text: str, year: int | None) -> bool:
    """Heads what stays: figures of the year, and of them the numbers."""
    return is_own_year(text, year) or normalise_bare_label(text) in load_year_words().counts


def _is_beside(text: str, year: int | None) -> bool:
    """Heads what goes: figures of another year, or shares."""
    return is_other_year(text, year) or normalise_bare_label(text) in load_year_words().shares


def _is_bare_year(label: str) -> bool:
    return _BARE_YEAR.fullmatch(label) is not None


def names_years(text: str) -> bool:
    """A label that is about a year of its own, this one or another."""
    return bool(find_years(text)) or is_own_year(text, None) or is_other_year(text, None)


def keep_own_year(content: DocumentContent, year: int | None) -> DocumentContent:
    """The document with the columns and rows of other years taken out of its tables, where they are told apart."""
    blocks = tuple(_keep_own(block, year) if isinstance(block, Grid) else block for block in content.blocks)
    return replace(content, blocks=blocks)


def _keep_own(grid: Grid, year: int | None) -> Grid:
    if grid.is_loose or len(grid.rows) < 2:
        return grid
    line = next((n for n, row in enumerate(grid.rows[:_HEADER_LINES]) if _is_line_of_years(row, year)), None)
    if line is not None:
        return _drop_columns(grid, line, year)
    return _drop_rows(grid, year)


def _is_line_of_years(row: Sequence[GridCell], year: int | None) -> bool:
    texts = [cell.text for cell in row if cell.text]
    own = sum(_is_own(text, year) for text in texts)
    return 0 < own < len(texts) and own + sum(_is_beside(text, year) for text in texts) == len(texts)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Which grid columns go, the header line that says so, and in which column the years begin."""

    columns: frozenset[int]
    line: int
    first: int


def _drop_columns(grid: Grid, line: int, year: int | None) -> Grid:
    years = [cell for cell in grid.rows[line] if cell.text]
    gone = frozenset(n for cell in years if _is_beside(cell.text, year) for n in _columns(cell))
    cut = _Cut(gone, line, min(cell.col for cell in years))
    is_over_all = [n for cell in years for n in _columns(cell)] == list(range(cut.first, grid.width))
    if not is_over_all or not all(_is_full(grid, row, cut) for row in grid.rows[line + 1 :] if _has_digits(row)):
        return grid
    return rebuild_grid(grid, [list(_cut_row(grid, row, cut)) for n, row in enumerate(grid.rows) if n != line])


def _columns(cell: GridCell) -> range:
    return range(cell.col, cell.col + cell.colspan)


def _has_digits(row: Sequence[GridCell]) -> bool:
    return any(character.isdigit() for cell in row for character in cell.text)


def _is_full(grid: Grid, row: Sequence[GridCell], cut: _Cut) -> bool:
    """Every column of figures has a cell of its own in this row."""
    return [cell.col for cell in row if cell.col >= cut.first] == list(range(cut.first, grid.width))


def _cut_row(grid: Grid, row: Sequence[GridCell], cut: _Cut) -> Iterator[RawCell]:
    is_doubtful = _has_twins([cell for cell in row if cell.col >= cut.first])
    for cell in row:
        if left := len(set(_columns(cell)) - cut.columns):
            rowspan = cell.rowspan - (cell.row < cut.line < cell.row + cell.rowspan)
            kept = grid.take(cell, rowspan=rowspan, colspan=left)
            yield kept._replace(is_doubtful=kept.is_doubtful or (is_doubtful and cell.col >= cut.first))


def _has_twins(values: Sequence[GridCell]) -> bool:
    """Equal neighbours: one cell may be doubled and another lost, so that this year's stand where last year's were."""
    pairs = pairwise([cell.text for cell in values])
    return any(one == other and one.isdigit() and int(one) >= _TELLING_TWIN for one, other in pairs)


def _drop_rows(grid: Grid, year: int | None) -> Grid:
    """Without the rows led by another year, where one is led by the statistics year and nothing spans them."""
    led = {n: cell for n, row in enumerate(grid.rows) if len(row) > 1 and (cell := row[0]).text}
    others = {n for n, cell in led.items() if is_other_year(cell.text, year) and cell.rowspan == 1}
    if not others or not any(is_own_year(cell.text, year) for cell in led.values()):
        return grid
    if any(cell.row < n < cell.row + cell.rowspan for row in grid.rows for cell in row for n in others):
        return grid
    rows = [[grid.take(cell, rowspan=cell.rowspan, colspan=cell.colspan) for cell in row] for row in grid.rows]
    return rebuild_grid(grid, [row for n, row in enumerate(rows) if n not in others])
