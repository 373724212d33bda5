"""The cells of one printed table that were read, and what its sums and bounds say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from transform.forms import Form, FormCell, cell_key
from transform.forms.model import Table
from transform.models import Cell, CellStatus
from transform.tables.align import Alignment, sum_rules
from transform.tables.damage import breaks_sum
from transform.tables.resolve import SumRule

_PRINTED = frozenset({CellStatus.REPORTED, CellStatus.INFERRED, CellStatus.BLANK, CellStatus.DASH})


@dataclass(frozen=True, slots=True)
class Proof:
    """What the sums and bounds of a table are worth: a table that breaks one proves nothing about rows in doubt.

    ``count`` is the number of rows of certain cells that keep a sum of more than zeros.
    """

    holds: bool
    count: int


class ReadCells:
    """``seen`` has the cells by key, each as often as it is printed."""

    def __init__(self, form: Form, table: Table) -> None:
        self.form, self.table = form, table
        self.seen: dict[str, list[Cell]] = {}
        self._bounded = set(table.row_groups.get(table.row_bound.rows, ())) if table.row_bound else set()
        self._bounded |= set(table.row_bound.also) if table.row_bound else set()

    def add(self, cell: Cell) -> None:
        """Keep one printed cell."""
        self.seen.setdefault(cell.key, []).append(cell)

    def form_cell(self, row: str, column: str) -> FormCell | None:
        """The form's cell in this place; None where the form prints none."""
        return self.form.by_place.get((self.table.code, row, column))

    def has_ambiguous(self) -> bool:
        """Whether a cell printed so far has more than one reading."""
        return any(cells[0].status is CellStatus.AMBIGUOUS for cells in self.seen.values())

    def sums(self, slots: Sequence[tuple[str, str]]) -> list[SumRule]:
        """The sums of the form that the values in these places must keep."""
        return sum_rules(self.table, tuple(slots))

    def weigh_rules(self, waiting: Sequence[Alignment]) -> Proof:
        """The rules hold unless a row whose cells are all certain breaks a sum or a bound: such a table proves nothing.

        Nor does one in which more whole rows that are doubted (``waiting``) break their sum than others keep it.
        """
        proofs = 0
        for row in (row.code for row in self.table.rows):
            slots = [(row, column.code) for column in self.table.columns_of(row)]
            values = [self.value(row, column) for _, column in slots]
            if any(value is None for value in values):
                continue
            if not all(rule.holds(values) for rule in self.sums(slots)):
                return Proof(holds=False, count=proofs)
            if any(exceeds(value, self.upper(row, column)) for (_, column), value in zip(slots, values, strict=True)):
                return Proof(holds=False, count=proofs)
            proofs += bool(self.sums(slots)) and any(values)
        whole = (alignment for alignment in waiting if alignment.cells is not None)
        broken = sum(breaks_sum(alignment, self.sums(alignment.slots)) for alignment in whole)
        return Proof(broken <= proofs, proofs)

    def value(self, row: str, column: str) -> Decimal | None:
        """The value of a cell for a rule: blank and dash count as 0, and so does a cell all of whose readings do."""
        cells = self.seen.get(cell_key(self.table, row, column), [])
        values = {rule_value(cell) for cell in cells}
        return values.pop() if len(values) == 1 else None

    def upper(self, row: str, column: str) -> Decimal | None:
        """The most this cell can be by the rows that bound it; None where none does, or where they are uncertain."""
        bound = self.table.row_bound
        if bound is None or row not in self._bounded:
            return None
        values = [self.value(upper, column) for upper in bound.upper]
        return None if any(value is None for value in values) else sum((v for v in values if v is not None), Decimal(0))

    def is_bounding(self, row: str | None) -> bool:
        """Whether this row bounds others of its column."""
        bound = self.table.row_bound
        return bound is not None and row in bound.upper

    def fitting(self, key: str, cell: Cell) -> tuple[Decimal | None, ...]:
        """The readings that the sums and bounds of its row leave a cell; all where another of the row is uncertain."""
        form_cell = self.form.by_key[key]
        slots = [(form_cell.row, column.code) for column in self.table.columns_of(form_cell.row)]
        rules = self.sums(slots)
        mine = slots.index((form_cell.row, form_cell.column))
        values = [self.value(*slot) for slot in slots]
        if not rules or any(value is None for place, value in enumerate(values) if place != mine):
            return cell.candidates
        upper = self.upper(form_cell.row, form_cell.column)

        def is_fit(candidate: Decimal | None) -> bool:
            tried = [*values[:mine], candidate, *values[mine + 1 :]]
            return all(rule.holds(tried) for rule in rules) and not exceeds(candidate, upper)

        return tuple(candidate for candidate in cell.candidates if is_fit(candidate))


def exceeds(value: Decimal | None, upper: Decimal | None) -> bool:
    """Whether a value is more than its bound, where there are both."""
    return value is not None and upper is not None and value > upper


def rule_value(cell: Cell) -> Decimal | None:
    """A cell as rules count it: blank and dash as 0, and so what can only be 0; None where it is uncertain."""
    if cell.value is not None:
        return cell.value
    readings = {candidate or Decimal(0) for candidate in cell.candidates}
    if cell.status in _PRINTED or readings == {Decimal(0)}:
        return Decimal(0)
    return None
