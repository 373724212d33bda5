"""The grid of a single-value table (2008-2018) → its printed rows: label, unit, values, and whether to doubt them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transform.forms import Form
from transform.forms.model import Row, Table
from transform.grids import Grid, GridCell, end_of, usual_end
from transform.indicators.columns import ColumnFinder, ValueColumn
from transform.indicators.missing import find_before_gaps, find_labels, find_lost_sections
from transform.indicators.row_labels import FEWEST_ROWS, row_codes, row_index
from transform.indicators.rows import PrintedRow, find_astray, find_misfits, is_code, is_run_together
from transform.models import ReportInfo
from transform.words.labels import compact_text
from transform.words.numbers import is_count_unit, looks_like_value


class GridReader:
    """Reads the grids of one form one after the other: what a header named holds until the next header."""

    def __init__(self, form: Form, info: ReportInfo) -> None:
        self.table: Table = form.tables[0]
        self.index = row_index(form.edition)
        self.finder = ColumnFinder(self.table, info)
        self.rows = {row.code: row for row in self.table.rows}
        self.columns: tuple[ValueColumn, ...] = ()
        self.numbering: list[tuple[int, int]] = []  # grid columns that only number the rows
        self.is_numbered = False  # the rows' numbers in the form stand behind their labels, under no such heading
        self.width = 0  # of the grid that was read last
        self.usual_end = 0  # the grid column behind the last cell of most rows
        self.is_spilt = False  # a number of the grid stands above it: a row with a blank may have lost it
        self.section: str | None = None
        self.lost: set[str] = set()  # sections that the numbers of the others say are missing

    @property
    def has_no_column(self) -> bool:
        """Whether columns are named and none of them is one of the form's."""
        return bool(self.columns) and all(column.code is None for column in self.columns)

    def read(self, grid: Grid, *, is_spilt: bool) -> list[PrintedRow]:
        """The rows of the next grid, from the first with an indicator of the form on."""
        self.is_spilt = is_spilt
        first = self.first_row(grid)
        named = self.finder.find(grid, first)
        is_new = bool(named) or not self._continues(grid)
        self.columns = named if is_new else self.columns
        self.numbering = self.finder.numbering(grid, first) if is_new else self.numbering
        is_named = bool(self.columns) and self.columns[0].code is None  # a heading of their own: 行次
        self.is_numbered = not self.numbering and not is_named and self._shows_codes(grid)
        self.width = grid.width
        labels = find_labels(self.index, grid)
        self.lost = find_lost_sections(self.table, labels)
        self.usual_end = usual_end(grid.rows[first:])
        found = (self._printed_row(grid, number) for number in range(first, len(grid.rows)))
        rows = [printed for printed in found if printed]
        astray = find_misfits(rows, self.columns) | find_astray(grid, rows, self.columns)
        astray |= find_before_gaps(self.table, labels, rows) if grid.is_loose else set()
        return [replace(printed, is_astray=True) if printed.number in astray else printed for printed in rows]

    def take_header(self, grid: Grid) -> None:
        """A header in a table of its own: its columns hold for the table right behind it, if that has none."""
        self.columns = self.finder.find(grid)
        self.numbering, self.width = self.finder.numbering(grid), grid.width

    def is_label(self, cell: GridCell) -> bool:
        """Whether a cell names a row of the form."""
        return bool(row_codes(self.index, cell))

    def is_section(self, cell: GridCell) -> bool:
        """Whether a cell names rows of the form that only head others."""
        codes = row_codes(self.index, cell)
        return bool(codes) and all(self.rows[code].is_header for code in codes)

    def first_row(self, grid: Grid) -> int:
        """The first row with an indicator of the form."""
        return next((n for n, row in enumerate(grid.rows) if any(row_codes(self.index, cell) for cell in row)), 0)

    def head_row(self, grid: Grid) -> int:
        """The row in which the table begins, its header if it has one: what stands above are its titles."""
        return self.finder.head_row(grid, self.first_row(grid))

    def _continues(self, grid: Grid) -> bool:
        """Columns named in the grid before hold in this one; with a column of codes only where it is as wide."""
        is_as_wide = grid.width == self.width or not self.numbering
        return bool(self.columns) and is_as_wide and max((c.end for c in self.columns), default=0) <= grid.width

    def _shows_codes(self, grid: Grid) -> bool:
        """Most rows have their own number in the form (01 to 35) right behind their label: a column under no 代码."""
        coded = known = 0
        for cells in grid.rows:
            for label, following in pairwise(cells):
                rows = [self.rows[code] for code in row_codes(self.index, label)]
                known += bool(rows)
                coded += len(rows) == 1 and is_code(following.text, rows[0])
        return coded >= FEWEST_ROWS and coded * 4 >= known * 3

    def _printed_row(self, grid: Grid, number: int) -> PrintedRow | None:
        cells = grid.rows[number]
        labels = [
            place
            for place, cell in enumerate(cells)
            if cell.text and (not looks_like_value(cell.text) or self.is_label(cell))  # 02 其中:… is no 2 with a note
        ]
        labels = [place for place in labels if not is_count_unit(cells[place].text)]
        if not labels:
            return None
        known = [place for place in labels if row_codes(self.index, cells[place])]
        at = known[-1] if known else labels[-1]
        self._enter_sections(cells, known)
        row = None if self._is_named_twice(cells, known) else self._choose_row(row_codes(self.index, cells[at]))
        rest = cells[at + 1 :]
        units = [cell for cell in rest if is_count_unit(cell.text)]
        numbering = self.numbering
        values = tuple(
            cell for cell in rest if not is_count_unit(cell.text) and not any(s <= cell.col < e for s, e in numbering)
        )
        is_misnumbered = self.is_numbered and not (row and values and is_code(values[0].text, row))
        values = values[1:] if self.is_numbered and not is_misnumbered else values
        if row is not None and row.is_header and not any(cell.text for cell in values):
            self.section = row.code
            return None
        unit = compact_text(units[0].text) if units else None
        is_astray = is_run_together(cells, at) or end_of(cells) > self.usual_end or is_misnumbered
        is_astray = is_astray or any(self.finder.is_unit_astray(grid, cell) for cell in units)
        is_astray = is_astray or (self.is_spilt and not all(cell.text for cell in values))
        is_astray = is_astray or (grid.is_loose and len(units) > 1)  # lines of another row
        text = compact_text(cells[at].text)
        return PrintedRow(grid, number, cells[at], text, row, unit, values, self.columns, is_astray)

    def _enter_sections(self, cells: Sequence[GridCell], labels: Sequence[int]) -> None:
        """Any label with a single meaning says which section goes on, also in a row that cannot be read."""
        for place in labels:
            codes = row_codes(self.index, cells[place])
            if len(codes) != 1:
                continue
            has_rows = any(other.parent == codes[0] for other in self.table.rows)
            self.section = codes[0] if has_rows else self.rows[codes[0]].parent or self.section

    def _is_named_twice(self, cells: Sequence[GridCell], labels: Sequence[int]) -> bool:
        """Labels of two rows before one set of values name neither, unless one is a heading over the other."""
        for one, other in pairwise(labels):
            over = set(row_codes(self.index, cells[one]))
            under = row_codes(self.index, cells[other])
            is_heading = cells[one].rowspan > 1 or any(self.rows[code].is_header for code in over)
            if not is_heading and not over & {*under, *(self.rows[code].parent for code in under)}:
                return True
        return False

    def _choose_row(self, codes: tuple[str, ...]) -> Row | None:
        """The row a label names. 被依法纠错数 stands under 复议 and under 诉讼: the section printed above decides.

        Where the heading of one was lost, nobody can say.
        """
        rows = [self.rows[code] for code in codes]
        if len(rows) > 1:
            rows = [row for row in rows if row.parent == self.section and self.lost.isdisjoint(_parents(rows))]
        if len(rows) != 1:
            return None
        return rows[0]


def _parents(rows: Sequence[Row]) -> set[str | None]:
    return {row.parent for row in rows}
