"""Values of a printed row of a single-value table (2008-2018) → cells of the form, or indicators of the site's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transform.forms import Form, cell_key
from transform.forms.model import Table
from transform.grids import GridCell
from transform.indicators.columns import ValueColumn
from transform.indicators.rows import PrintedRow, money_unit
from transform.issues import make_issue
from transform.models import Cell, CellStatus, Indicator, Issue
from transform.tables.cells import make_cell
from transform.tables.printings import Printing
from transform.words.numbers import UNREADABLE, read_number


@dataclass(slots=True)
class PrintedTable:
    """One printing of the form, over one or several grids: where it stands, its rows, and what was read there."""

    place: Printing
    rows: set[str] = field(default_factory=set)
    seen: dict[str, list[Cell]] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def take_values(form: Form, rows: Sequence[PrintedRow], into: PrintedTable) -> None:
    """Add what the rows of one grid say to its printing."""
    has_one_figure = all(len(printed.values) <= 1 for printed in rows)
    taker = _ValueTaker(form, into, has_one_figure)
    for printed in rows:
        taker.take(printed)


class _ValueTaker:
    def __init__(self, form: Form, into: PrintedTable, has_one_figure: bool) -> None:
        self.form, self.into = form, into
        self.table: Table = form.tables[0]
        self.has_one_figure = has_one_figure  # no row of the grid shows more

    def take(self, printed: PrintedRow) -> None:
        if not printed.values:
            return
        pairs = self._pair(printed)
        if pairs is None:
            self._take_unplaced(printed)
            return
        is_local = printed.row is None or printed.row.is_header
        if is_local and any(cell.text for _, cell in pairs):
            at = printed.grid.address(printed.label)
            self.into.issues.append(make_issue("local_row", at=at, label=printed.text[:60]))
        for column, cell in pairs:
            if is_local or column.code is None:
                self._add_indicator(printed, column, cell)
            else:
                self._add_cell(printed, column.code, cell)

    def _pair(self, printed: PrintedRow) -> list[tuple[ValueColumn, GridCell]] | None:
        """Each value with its column: by order where the counts agree, else by place where the row fills the grid."""
        columns, values = printed.columns, printed.values
        if not columns:
            main = self.table.columns[0] if len(self.table.columns) == 1 else None
            sole = ValueColumn(main.label if main else "", main.code if main else None, 0, 0, is_named=False)
            return [(sole, values[0])] if len(values) == 1 and main and self.has_one_figure else None
        if len(values) == len(columns) and not printed.is_astray:
            return list(zip(columns, values, strict=True))
        return None

    def _take_unplaced(self, printed: PrintedRow) -> None:
        """The row's values cannot be told apart: every one of them is a candidate for every column of the form."""
        at = printed.grid.address(printed.label)
        expected = max(len(printed.columns), 1)
        found_count = len(printed.values)
        issue = make_issue("alignment_unknown", at=at, label=printed.text, found=found_count, expected=expected)
        self.into.issues.append(issue)
        if printed.row is None or printed.row.is_header:
            return
        for column in self.table.columns:
            key = cell_key(self.table, printed.row.code, column.code)
            readings = [read_number(cell.text, self.form.by_key[key].value_type) for cell in printed.values]
            found = [value for reading in readings for value in reading.values]
            raw = " ".join(cell.text for cell in printed.values)
            cell = Cell(key, CellStatus.AMBIGUOUS, None, raw, None, (*dict.fromkeys(found), None), at)
            self.into.seen.setdefault(key, []).append(cell)

    def _add_cell(self, printed: PrintedRow, column: str, cell: GridCell) -> None:
        assert printed.row is not None
        form_cell = self.form.by_key[cell_key(self.table, printed.row.code, column)]
        reading = UNREADABLE if cell.is_doubtful else read_number(cell.text, form_cell.value_type)
        unit = (reading.unit or money_unit(printed.unit)) if form_cell.value_type == "decimal" else None
        read = make_cell(form_cell.key, reading, cell.text, printed.grid.address(cell), unit)
        if read.status is CellStatus.AMBIGUOUS and len(read.candidates) == 1:
            read = replace(read, status=CellStatus.INFERRED, value=read.candidates[0], candidates=())
        self.into.seen.setdefault(form_cell.key, []).append(read)

    def _add_indicator(self, printed: PrintedRow, column: ValueColumn, cell: GridCell) -> None:
        reading = read_number(cell.text, "decimal")
        if reading.status is CellStatus.UNREADABLE:
            reading = read_number(cell.text, "int")
        read = make_cell("", reading, cell.text, printed.grid.address(cell), None)
        self.into.indicators.append(
            Indicator(
                row=printed.number + 1,
                label=printed.text,
                column=column.label,
                unit=reading.unit or printed.unit,
                value=read.value,
                status=read.status,
                raw=cell.text,
                at=printed.grid.address(cell),
            )
        )
