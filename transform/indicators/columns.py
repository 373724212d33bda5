"""Which printed columns of a single-value table (2008-2018) are figures, and which of them is this year's.

Also tables set in two halves side by side, to save paper: each half is a table of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from transform.forms.model import Column, Table
from transform.grids import Grid, GridCell, end_of, usual_end
from transform.models import ReportInfo
from transform.words.dates import find_years
from transform.words.labels import compact_text, normalise_label
from transform.words.numbers import looks_like_value

_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A printed column of figures: its label, the form's column it is (None: another measure), its grid columns."""

    label: str
    code: str | None
    start: int
    end: int
    is_named: bool


class ColumnFinder:
    """The columns of figures in an indicator table, by their labels."""

    def __init__(self, table: Table, info: ReportInfo) -> None:
        self.table, self.info = table, info
        self.others = {normalise_label(label) for label in table.other_columns}
        self.corners = {normalise_label(label) for label in (*table.corner_labels, *table.unit_labels)}
        self.numbers = {normalise_label(label) for label in table.number_labels}
        self.units = {normalise_label(label) for label in table.unit_labels}

    def find(self, grid: Grid, first: int = 0) -> tuple[ValueColumn, ...]:
        """The figure columns in printed order; none where the table has no header.

        ``first`` is the row of the first indicator: a sheet may have much above it.
        """
        header = self._header(grid, first)
        return tuple(self._columns(header)) if header else ()

    def numbering(self, grid: Grid, first: int = 0) -> list[tuple[int, int]]:
        """Grid columns that only number the rows (序号, 代码)."""
        return self._columns_of(self._header(grid, first), self.numbers)

    def _header(self, grid: Grid, first: int) -> Sequence[GridCell]:
        above = grid.rows[: max(first, _HEADER_ROWS)]
        return next((row for row in above if self._is_header(row)), ())

    def head_row(self, grid: Grid, first: int) -> int:
        """The row of the header over the first indicator, and that of the indicator where there is none."""
        header = self._header(grid, first)
        return min(first, header[0].row) if header else first

    def is_header_word(self, text: str) -> bool:
        """A word that stands in the header of such tables and is no label of a row."""
        label = normalise_label(text)
        return label in self.corners | self.others | self.numbers or self._code(label) is not None

    def is_corner(self, text: str) -> bool:
        """A word over the labels of the rows, with which a header begins."""
        return normalise_label(text) in self.corners | self.numbers

    def is_number_word(self, text: str) -> bool:
        """A word over the numbers of the rows: 序号, 代码."""
        return normalise_label(text) in self.numbers

    def is_unit_astray(self, grid: Grid, unit: GridCell) -> bool:
        """A unit that stands beside the column of units: the cells of its row have changed places."""
        columns = self._columns_of(self._header(grid, 0), self.units)
        return bool(columns) and not any(start <= unit.col < end for start, end in columns)

    def _columns_of(self, header: Sequence[GridCell], labels: set[str]) -> list[tuple[int, int]]:
        return [(cell.col, cell.col + cell.colspan) for cell in header if normalise_label(cell.text) in labels]

    def _is_header(self, row: Sequence[GridCell]) -> bool:
        texts = [normalise_label(cell.text) for cell in row if cell.text]
        known = [text for text in texts if text in self.corners | self.others | self.numbers or self._code(text)]
        return len(texts) > 1 and len(known) >= min(2, len(texts) - 1) and not all(map(looks_like_value, texts))

    def _columns(self, row: Sequence[GridCell]) -> Iterator[ValueColumn]:
        printed = [cell for cell in row if not self._is_beside(cell)]
        codes = [self._code(normalise_label(cell.text)) for cell in printed]
        if len(printed) == 1 and len(self.table.columns) == 1 and not self._is_other(printed[0].text):
            codes = [self.table.columns[0].code]
        repeated = {code for code in codes if code and codes.count(code) > 1}
        for cell, code in zip(printed, codes, strict=True):
            kept = None if code in repeated else code
            label = compact_text(cell.text)
            yield ValueColumn(label, kept, cell.col, cell.col + cell.colspan, code is not None)

    def _is_beside(self, cell: GridCell) -> bool:
        """Not a column of figures: the corner, the unit, the row number, or the first column without a label."""
        text = normalise_label(cell.text)
        return text in self.corners | self.numbers or (not text and cell.col == 0)

    def _is_other(self, text: str) -> bool:
        label = normalise_label(text)
        return label in self.others or bool(find_years(text) and self.info.year not in find_years(text))

    def _code(self, label: str) -> str | None:
        """The form's column that a label names: by its words, or by the statistics year (2014年度)."""
        if label in self.others:
            return None
        for column in self.table.columns:
            if label in _column_labels(column):
                return column.code
        years = find_years(label)
        if len(self.table.columns) == 1 and years and set(years) == {self.info.year}:
            rest = "".join(character for character in label if not character.isdigit())
            return self.table.columns[0].code if rest in {"", "年", "年度", "年数", "年度数", "年统计数"} else None
        return None


@cache
def _column_labels(column: Column) -> frozenset[str]:
    return frozenset(normalise_label(label) for label in column.labels)


def drop_blank_columns(grid: Grid) -> Grid:
    """The grid without columns in which nothing is printed: a sheet is as wide as the title above its table.

    A row that ends before the others lost a cell: the blank ones at its end are those of the columns behind the table.
    """
    filled = [row for row in grid.rows if sum(bool(cell.text) for cell in row) > 1]
    shown = Counter(n for row in filled for cell in row if cell.text for n in _columns_of(cell))
    used = set(shown)
    there = Counter(n for row in filled for cell in row for n in _columns_of(cell))
    used |= {
        n for n, count in there.items() if count * 2 < len(filled)
    }  # of a single row that is too long: left as it is
    if len(used) >= grid.width:
        return grid
    end = usual_end(filled)
    behind = end - 1 - max((n for n, count in shown.items() if count > 1), default=0)  # a row may be too long
    return replace(grid, rows=tuple(_keep_used(grid, row, used, behind * (end_of(row) < end)) for row in grid.rows))


def _keep_used(grid: Grid, row: Sequence[GridCell], used: set[int], behind: int) -> tuple[GridCell, ...]:
    """The cells of used columns, without the last blank ones of so many columns ``behind`` the table."""
    blanks = next((n for n, cell in enumerate(reversed(row)) if cell.text), len(row))
    row = row[: len(row) - min(max(0, behind), blanks)]
    return tuple(cell._replace(at=grid.address(cell)) for cell in row if cell.text or used & _columns_of(cell))


def _columns_of(cell: GridCell) -> set[int]:
    return set(range(cell.col, cell.col + cell.colspan))


def split_halves(grid: Grid) -> tuple[Grid, ...]:
    """The halves of a grid whose header says everything twice (指标 | 单位 | 数 | 指标 | 单位 | 数), else the grid."""
    for number, row in enumerate(grid.rows[:_HEADER_ROWS]):
        texts = [normalise_label(cell.text) for cell in row]
        half = len(texts) // 2
        is_plain = all(cell.colspan == 1 for cell in row)
        if (
            is_plain
            and half > 1
            and len(texts) == 2 * half
            and texts[:half] == texts[half:]
            and len(set(texts[:half])) == half
        ):
            return _cut_grid(grid, row[half].col, number)
    return (grid,)


def _cut_grid(grid: Grid, column: int, first: int) -> tuple[Grid, ...]:
    """The grid left and right of a column; what stands above the header stays left. Every cell keeps its address.

    A row with more or fewer cells than the header has halves nobody can tell: it is in neither.
    """
    above, rows = grid.rows[:first], grid.rows[first:]
    size = len(rows[0])
    whole = [row if len(row) == size and all(cell.colspan == cell.rowspan == 1 for cell in row) else () for row in rows]
    left = tuple(_keep(grid, row, lambda cell: cell.col < column, 0) for row in whole)
    right = tuple(_keep(grid, row, lambda cell: cell.col >= column, column) for row in whole)
    blank = tuple(() for _ in above)
    return replace(grid, rows=(*above, *left), width=column), replace(grid, rows=(*blank, *right), width=grid.width)


def _keep(grid: Grid, row: Sequence[GridCell], is_kept: Callable[[GridCell], bool], shift: int) -> tuple[GridCell, ...]:
    return tuple(cell._replace(col=cell.col - shift, at=grid.address(cell)) for cell in row if is_kept(cell))
