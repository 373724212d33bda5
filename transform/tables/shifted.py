"""Rows of the right length that moved within themselves: one cell stands twice and another is gone.

What a publisher mistyped breaks the sum of its row and that of its column. A row that moved breaks those of every
column between the cell that stands twice and the one that is lost, and one shift mends them all: only then it is
doubted.
A cell doubled over its neighbour is one wrong number like any other, and stays what was printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from transform.forms import Form
from transform.forms.model import Table
from transform.models import CellStatus
from transform.tables.align import Alignment, Slots, sum_rules
from transform.tables.resolve import SumRule
from transform.tables.torn import LEAVES, TOTAL_ROW
from transform.words.numbers import read_number

_FEWEST_COLUMNS, _FEWEST_BLOCKS = 2, 2
_FEWEST_PADDED = 1
_FEWEST_CELLS, _LONG = 3, 12
_SHOWN = frozenset({CellStatus.REPORTED, CellStatus.BLANK, CellStatus.DASH})

Place = tuple[str, str]
Numbers = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class _ColumnSum:
    """A sum down the column of a place of the row: what the other rows lack or have too much in it."""

    place: int
    sign: int
    rest: Decimal

    def holds(self, numbers: Numbers) -> bool:
        return self.rest + self.sign * numbers[self.place] == 0


def may_be_shifted(alignment: Alignment, find_sums: Callable[[Slots], Sequence[SumRule]]) -> bool:
    """Whether a line breaks a sum, and two neighbours of it read alike or its last cell is blank.

    Most lines show plain digits and end in their sum: they are told at once.
    """
    texts = [cell.text for cell in alignment.cells or () if cell is not None]
    if len(texts) < _FEWEST_CELLS or (texts[-1] and not any(one == other for one, other in pairwise(texts))):
        return False
    if all(text.isascii() and text.isdigit() and len(text) < _LONG for text in texts if text):
        *parts, total = (int(text or 0) for text in texts)
        if total == sum(parts):
            return False
    numbers = _read(alignment)
    return numbers is not None and not all(rule.holds(numbers) for rule in find_sums(alignment.slots))


class ShiftedRows:
    """Tells shifted rows by the sums of a document's tables, whose aligned lines it is given."""

    def __init__(self, form: Form, lines: Iterable[Alignment]) -> None:
        self._tables = {table.code: table for table in form.tables}
        self._numbers: dict[Place, Decimal | None] = {}
        for alignment in lines:
            for slot, number in zip(alignment.slots, _read(alignment) or (), strict=False):
                is_other = self._numbers.setdefault(slot, number) != number  # printed twice, and not alike
                self._numbers[slot] = None if is_other else number

    def is_shifted(self, alignment: Alignment) -> bool:
        """Whether one shift mends all that is broken of the row's own sums and those of its columns."""
        table, printed = self._tables[alignment.line.table], _read(alignment)
        rules = sum_rules(table, alignment.slots)
        if printed is None or not rules or all(rule.holds(printed) for rule in rules):
            return False
        columns = self._columns_of(table, alignment)
        broken = _broken(printed, rules, columns)
        if columns and len(broken.difference(rules)) < _FEWEST_COLUMNS:
            return False
        for surplus, fewest in _surplus(alignment, printed):
            for reading in _readings(printed, rules, surplus):
                if _broken(reading.numbers, rules, columns):
                    continue
                if columns or _count_told(alignment, rules, broken, reading) >= fewest:
                    return True
        return False

    def _columns_of(self, table: Table, alignment: Alignment) -> list[_ColumnSum]:
        """The sums that a matrix keeps down its columns, as far as they ask for this row: what came in and is left, and
        what was done with it."""
        bound, leaves = table.row_bound, table.row_groups.get(LEAVES, ())
        if bound is None:
            return []
        for whole in (row for row in table.rows if row.is_header and row.can_hold_values):
            if any((whole.code, column.code) in self._numbers for column in table.columns):
                leaves = (
                    *(row.code for row in table.rows if row.code in leaves and row.parent != whole.code),
                    whole.code,
                )
        sides = [(bound.upper, bound.also), (leaves, (TOTAL_ROW,))]
        sums = (
            self._column_sum(place, slot, parts, total)
            for parts, total in sides
            for place, slot in enumerate(alignment.slots)
        )
        return [column for column in sums if column is not None]

    def _column_sum(self, place: int, slot: Place, parts: Sequence[str], total: Sequence[str]) -> _ColumnSum | None:
        """None where the row has no part in it, or a number of another is not known."""
        own, column = slot
        if own not in (*parts, *total):
            return None
        rest = Decimal(0)
        for rows, sign in ((parts, 1), (total, -1)):
            for row in rows:
                number = Decimal(0) if row == own else self._numbers.get((row, column))
                if number is None:
                    return None
                rest += sign * number
        return _ColumnSum(place, 1 if own in parts else -1, rest)


def _broken(numbers: Numbers, rules: Sequence[SumRule], columns: Sequence[_ColumnSum]) -> set[SumRule | int]:
    """The row's own sums, and the places of the columns, that do not hold with these numbers."""
    own: set[SumRule | int] = {rule for rule in rules if not rule.holds(numbers)}
    return own | {column.place for column in columns if not column.holds(numbers)}


def _read(alignment: Alignment) -> Numbers | None:
    """The numbers of a whole line, 0 for a blank; None where one is no number."""
    if alignment.cells is None or any(cell is None or cell.is_doubtful for cell in alignment.cells):
        return None
    readings = [read_number(cell.text, "int") for cell in alignment.cells if cell is not None]
    is_plain = all(reading.status in _SHOWN for reading in readings)
    return tuple(reading.value or Decimal(0) for reading in readings) if is_plain else None


def _surplus(alignment: Alignment, printed: Numbers) -> Iterator[tuple[int, int]]:
    """Places of cells that may be too many, and how many blocks of a strip have to tell of it: the second of two equal
    neighbours, and a blank cell at the end, where one is enough in a table whose lines a program filled up."""
    for place, (one, other) in enumerate(pairwise(printed)):
        if one == other:
            yield place, _FEWEST_BLOCKS
    last = (alignment.cells or (None,))[-1]
    if last is not None and not last.text:
        yield len(printed) - 1, _FEWEST_PADDED if alignment.line.grid.is_padded else _FEWEST_BLOCKS


@dataclass(frozen=True, slots=True)
class _Reading:
    """``fitted`` is the number put in for the lost one, so that ``settled`` holds."""

    numbers: Numbers
    settled: SumRule
    fitted: Decimal


def _readings(printed: Numbers, rules: Sequence[SumRule], surplus: int) -> Iterator[_Reading]:
    """The row without one of its cells, and with what a sum lacks at every other place."""
    rest = (*printed[:surplus], *printed[surplus + 1 :])
    for lost in range(len(printed)):
        filled = (*rest[:lost], Decimal(0), *rest[lost:])
        for rule in (rule for rule in rules if lost in (rule.total, *rule.parts)):
            gap = filled[rule.total] - sum(filled[part] for part in rule.parts)
            number = -gap if lost == rule.total else gap
            if number >= 0:
                yield _Reading((*filled[:lost], number, *filled[lost + 1 :]), rule, number)


def _count_told(alignment: Alignment, rules: Sequence[SumRule], broken: set[SumRule | int], reading: _Reading) -> int:
    """How many blocks of a strip that broke their sums tell that the line moved.

    A total left blank says nothing where others are left blank or a number was put in to make its block fit; nor does a
    block of zeros.
    """
    shown = {place for place, cell in enumerate(alignment.cells or ()) if cell is not None and cell.text}
    settled, numbers = reading.settled, reading.numbers
    others = {rule.total for rule in rules if rule is not settled and any(numbers[part] for part in rule.parts)}
    is_settled_told = settled.total in shown or not reading.fitted or (bool(others) and others <= shown)
    told = (is_settled_told if rule is settled else rule.total in others for rule in rules if rule in broken)
    return sum(told)
