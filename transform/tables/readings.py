"""Aligned and unaligned lines of one printed table → form cells with status, value, raw text and address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transform.forms import Form, cell_key
from transform.forms.model import Table
from transform.issues import make_issue
from transform.models import Cell, CellStatus, Issue
from transform.tables.align import Alignment
from transform.tables.aligned_lines import HeaderBook, is_assumed, show_order, without_columns
from transform.tables.cells import cell_content, make_cell, merge_cells, money_unit
from transform.tables.damage import NO_DAMAGE, Damage
from transform.tables.lines import ValueLine
from transform.tables.read_cells import ReadCells
from transform.tables.row_solver import RowSolver
from transform.words.numbers import UNREADABLE, read_number


@dataclass(slots=True)
class TableReading:
    """What one printed table says: cells by key, and the issues met."""

    cells: dict[str, Cell] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def has_number(self) -> bool:
        """True where at least one cell carries a number."""
        return any(cell.value is not None or cell.candidates for cell in self.cells.values())


def read_table(
    form: Form, table: Table, alignments: Sequence[Alignment], headers: HeaderBook, damage: Damage = NO_DAMAGE
) -> TableReading:
    """Read the aligned lines of one printed table by the form's definition.

    Steps: read the cells of aligned lines; then solve the rows in doubt with the sums and bounds that the others keep;
    then merge what is printed twice. ``damage`` is what the document shows to have been cut or moved.
    """
    return _TableReader(form, table, headers, damage).read(alignments)


class _TableReader:
    def __init__(self, form: Form, table: Table, headers: HeaderBook, damage: Damage) -> None:
        self.form, self.table, self.headers, self.damage = form, table, headers, damage
        self.result = TableReading()
        self.printed = ReadCells(form, table)
        self.labels = {row.code: row.label for row in table.rows}

    def read(self, alignments: Sequence[Alignment]) -> TableReading:
        sums = self.printed.sums
        shows_order = show_order(alignments, sums)
        if not shows_order:
            alignments = [
                without_columns(alignment) if is_assumed(alignment) else alignment for alignment in alignments
            ]
        waiting = []
        for alignment in alignments:
            self._note_label(alignment.line)
            if alignment.cells is None or self.damage.touches(alignment, sums):
                waiting.append(alignment)
            else:
                self._read_aligned(alignment)
        if waiting or self.printed.has_ambiguous():
            self._settle(waiting, len(alignments), shows_order=shows_order)
        self._merge()
        return self.result

    def _note_label(self, line: ValueLine) -> None:
        if line.label is not None and not line.is_exact:
            label = self.labels[line.row or ""]
            self._issue("label_misprint", at=line.at, printed=line.label.text, label=label)

    def _issue(self, code: str, cell: str | None = None, **params: object) -> None:
        self.result.issues.append(make_issue(code, cell, **params))

    def _read_aligned(self, alignment: Alignment) -> None:
        line = alignment.line
        for place, ((row, column), cell) in enumerate(zip(alignment.slots, alignment.cells or (), strict=True)):
            form_cell = self.printed.form_cell(row, column)
            if form_cell is None or cell is None:
                continue
            reading = UNREADABLE if cell.is_doubtful else read_number(cell.text, form_cell.value_type)
            unit = money_unit(form_cell, reading, alignment.header)
            read = make_cell(form_cell.key, reading, cell.text, line.grid.address(cell), unit)
            if place in alignment.doubtful and read.value is not None:
                self._issue("merged_value", form_cell.key, at=read.at)
                read = replace(read, status=CellStatus.AMBIGUOUS, value=None, candidates=(read.value, None))
            self.printed.add(read)

    def _settle(self, waiting: Sequence[Alignment], row_count: int, *, shows_order: bool) -> None:
        """Solve what is in doubt by the rules, where the rows that are certain keep them."""
        proof = self.printed.weigh_rules(waiting)
        self._prune_torn(are_tested=proof.holds)
        solver = RowSolver(self.printed, self.headers, proof, self._issue, row_count=row_count, shows_order=shows_order)
        for alignment in sorted(waiting, key=lambda alignment: not self.printed.is_bounding(alignment.line.row)):
            solver.solve(alignment)  # rows that bound others come first

    def _prune_torn(self, *, are_tested: bool) -> None:
        """Several numbers in one cell of a complete row: the row's sum may leave a single reading."""
        for key, cells in self.printed.seen.items():
            cell = cells[0]
            if len(cells) != 1 or cell.status is not CellStatus.AMBIGUOUS or None in cell.candidates:
                continue
            left = self.printed.fitting(key, cell) if are_tested else cell.candidates
            if len(left) == 1:
                cells[0] = replace(cell, status=CellStatus.INFERRED, value=left[0], candidates=())
                self._issue("cell_inferred", key, raw=cell.raw)
            else:
                self._issue("cell_ambiguous", key, raw=cell.raw)

    def _merge(self) -> None:
        """One cell of each that is printed several times."""
        self._drop_false_heading()
        for key, cells in self.printed.seen.items():
            self.result.cells[key] = merge_cells(cells) if len(cells) > 1 else cells[0]
            if len(cells) > 1 and len({cell_content(cell) for cell in cells}) > 1:
                self._issue("row_conflict", key, label=self.form.by_key[key].row_label)

    def _drop_false_heading(self) -> None:
        """（六）其他处理 is one row only where none of its own rows is printed; else a row lost its label."""
        for cell in self.form.optional_cells:
            parts = [row.code for row in self.table.rows if row.parent == cell.row]
            is_split = any(cell_key(self.table, part, cell.column) in self.printed.seen for part in parts)
            if is_split and (lost := self.printed.seen.pop(cell.key, None)):
                self._issue("unlabelled_row", at=lost[0].at)
