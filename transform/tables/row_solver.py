"""Rows whose cells order alone does not place → cells, as far as the sums and bounds of their table settle them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from transform.forms import FormCell
from transform.models import Cell, CellStatus
from transform.tables.align import Alignment, is_subsequence
from transform.tables.aligned_lines import HeaderBook
from transform.tables.cells import LONGEST_RAW, in_order, money_unit, tokens_of, whole_values
from transform.tables.equal_neighbours import may_be_doubled
from transform.tables.headers import Header
from transform.tables.lines import ValueLine
from transform.tables.read_cells import Proof, ReadCells, rule_value
from transform.tables.resolve import Slot, Solution, SumRule, Token, is_settled, shown_readings, solve_row
from transform.words.dates import find_years

_MANY_ROWS = 10
_TELLING = 10  # two equal numbers below it say little
_FEW_SLOTS = 3  # more columns than that have no sole reading without a sum


class NoteIssue(Protocol):
    """Takes an issue: its code, the key of the cell, and what its message tells."""

    def __call__(self, code: str, cell: str | None = None, **params: object) -> None: ...


class RowSolver:
    """Solves the rows in doubt of one table one after the other, and adds their cells to those read.

    ``proof`` is what its other rows say for the rules; ``row_count`` how many rows the table prints; ``shows_order``
    whether rows under no header keep their sums in the form's own order of columns.
    """

    def __init__(
        self, read: ReadCells, headers: HeaderBook, proof: Proof, note: NoteIssue, *, row_count: int, shows_order: bool
    ) -> None:
        self._read, self._headers, self._proof, self._note = read, headers, proof, note
        self._row_count, self._shows_order = row_count, shows_order
        self._headless = 0  # rows under no header that were solved

    def solve(self, alignment: Alignment) -> None:
        """Add the cells of one row: inferred where a single reading is left, ambiguous with its readings otherwise."""
        form_cells = [self._read.form_cell(row, column) for row, column in alignment.slots]
        known = [cell for cell in form_cells if cell is not None]
        if not known or len(known) < len(form_cells):
            return
        printed = alignment.line.values[_leading_blanks(alignment) :]
        printed = printed[: len(printed) - _trailing_blanks(alignment)]
        tokens = [token for value in printed for token in tokens_of(value, known)]
        rules = self._rules(alignment, len(tokens))
        may_settle = self._may_settle(alignment, tokens, rules)
        solutions = self._solutions(alignment, known, tokens, rules, may_settle=may_settle)
        cells = [
            self._solved_cell(alignment, form_cell, place, tokens, solutions, may_settle)
            for place, form_cell in enumerate(known)
        ]
        self._report(alignment, cells, len(tokens))
        for cell in cells:
            self._read.add(cell)

    def _rules(self, alignment: Alignment, found: int) -> Sequence[SumRule]:
        """The sums that may settle the row; cells of a ruled table do not vanish, unless its other rows prove it."""
        is_proven = alignment.line.grid.is_loose or self._proof.count > 0 or found >= len(alignment.slots)
        return self._read.sums(alignment.slots) if self._proof.holds and is_proven else []

    def _may_settle(self, alignment: Alignment, tokens: Sequence[Token], rules: Sequence[SumRule]) -> bool:
        is_alike = len(set(tokens)) == 1 and not may_be_doubled(alignment)
        is_tested = bool(rules) or len(tokens) < len(alignment.slots) or is_alike  # one too many fits by chance
        if not is_tested or alignment.header is not None:
            return is_tested
        return self._is_complete(alignment.line, rules, tokens, alignment.slots)

    def _solutions(
        self, alignment: Alignment, form_cells: Sequence[FormCell], tokens: Sequence[Token], rules: Sequence[SumRule],
        *, may_settle: bool,
    ) -> Sequence[Solution] | None:  # fmt: skip
        """All readings of the row; None where they are too many to look at."""
        limits = [self._read.upper(*slot) if self._proof.holds else None for slot in alignment.slots]
        wanted = [Slot(cell.value_type, limit) for cell, limit in zip(form_cells, limits, strict=True)]
        is_hopeless = not rules and len(wanted) > _FEW_SLOTS and len(set(tokens)) > 1
        may_tear = alignment.line.grid.is_loose or not rules
        solutions = None if is_hopeless else solve_row(tokens, wanted, rules, may_tear=may_tear)
        if solutions and not alignment.line.grid.is_loose and len(tokens) < len(wanted):
            solutions = (*solutions, *_with_lost_total(tokens, wanted, rules, solutions))
        if alignment.header is not None or not may_settle:
            return solutions
        if not solutions and self._headless >= _MANY_ROWS and _lacks_only_totals(tokens, rules):
            solutions = solve_row(tokens, wanted, [], may_tear=False)
        self._headless += bool(solutions)
        return solutions

    def _is_complete(
        self, line: ValueLine, rules: Sequence[SumRule], tokens: Sequence[Token],
        slots: Sequence[tuple[str, str]],
    ) -> bool:  # fmt: skip
        """Without readable column labels a line still has one reading: all its values are there, in a table of many
        rows or a whole strip, their sums hold, and no label says that the columns are something else (years)."""
        header = self._headers.get(line.header)
        unknown = [marked.cell.text for marked in header.unknown] if header else []
        is_whole = self._row_count >= _MANY_ROWS or (line.row is None and len(slots) >= _MANY_ROWS)
        is_other = any(find_years(text) for text in unknown) or (
            header is not None and bool(header.known) and not _may_be_standard(header, slots)
        )
        return bool(rules) and is_whole and len(tokens) == len(slots) and not is_other and self._shows_order

    def _report(self, alignment: Alignment, cells: Sequence[Cell], found: int) -> None:
        """Say what the row lacks, and whether that leaves anything open."""
        key, at = cells[0].key, alignment.line.at
        label = "".join(alignment.line.label.text.split()) if alignment.line.label else self._read.table.title
        if alignment.problem == "header_missing":
            self._note("header_missing", key, at=at, label=label)
        elif all(cell.status is not CellStatus.AMBIGUOUS for cell in cells):
            self._note("cell_inferred", key, raw=cells[0].raw)
        elif all(rule_value(cell) is not None for cell in cells):
            self._note("blank_lost", key, at=at, label=label, found=found, expected=len(cells))
        else:
            self._note("alignment_unknown", key, at=at, label=label, found=found, expected=len(cells))

    def _solved_cell(
        self, alignment: Alignment, form_cell: FormCell, place: int, tokens: Sequence[Token],
        solutions: Sequence[Solution] | None, may_settle: bool,
    ) -> Cell:  # fmt: skip
        line = alignment.line
        raw = " ".join(value.text for value in line.values)[:LONGEST_RAW]
        cell = Cell(form_cell.key, CellStatus.AMBIGUOUS, None, raw, None, (), line.at)
        if solutions and may_settle and is_settled(solutions, place):
            value = solutions[0].values[place]
            unit = money_unit(form_cell, None, alignment.header)
            status = CellStatus.BLANK if value is None else CellStatus.INFERRED
            return replace(cell, status=status, value=value, unit=unit)
        shown = shown_readings(solutions)[place] if solutions else in_order(tokens, place, len(alignment.slots))
        if len(shown) == 1:  # the number is there, and yet nobody can say that it is this cell's
            shown = (*shown, None)
        if not may_settle:
            shown = tuple(dict.fromkeys(value for token in tokens for value in whole_values(token)))
        return replace(cell, candidates=tuple(sorted(shown, key=lambda value: value is None)))


def _trailing_blanks(alignment: Alignment) -> int:
    """Blank cells at the end that the line's header has too. Others may be the last cells of a line that is shifted.

    A blank cell in the header's last line may also stand below a label (总计, whose rowspan was undone).
    """
    values, header = alignment.line.values, alignment.header
    if header is None or not header.spans:
        return 0
    end = 0 if alignment.line.grid.is_loose else max(end for _, end in header.spans)
    count = 0
    while count < min(header.trailing, len(values)) and not values[-1 - count].text and values[-1 - count].col >= end:
        count += 1
    return count


def _leading_blanks(alignment: Alignment) -> int:
    """Blank cells that end before the first column begins: they fill up the labels' room."""
    line, header = alignment.line, alignment.header
    if header is None or not header.spans or line.grid.is_loose:
        return 0
    start = min(start for start, _ in header.spans)
    return next((n for n, cell in enumerate(line.values) if cell.text or cell.col + cell.colspan > start), 0)


def _with_lost_total(
    tokens: Sequence[Token], slots: Sequence[Slot], rules: Sequence[SumRule], solutions: Sequence[Solution]
) -> list[Solution]:
    """Readings in which a total is the cell that was lost, where its sum is small enough to be met by chance.

    1 0 0 0 0 1 is a row that lost a 0, or one whose total of 2 was cut off.
    """
    found: list[Solution] = []
    for rule in rules:
        if any((solution.values[rule.total] or 0) >= _TELLING for solution in solutions):
            continue
        others = solve_row(tokens, slots, [other for other in rules if other is not rule], may_tear=False) or ()
        found += [solution for solution in others if solution.values[rule.total] is None]
    return found


def _lacks_only_totals(tokens: Sequence[Token], rules: Sequence[SumRule]) -> bool:
    """A complete line whose total was left blank: no sum to test, but the lines around it have shown the order."""
    return bool(rules) and all(rule.total < len(tokens) and tokens[rule.total] == "" for rule in rules)


def _may_be_standard(header: Header, slots: Sequence[tuple[str, str]]) -> bool:
    """The known labels of a half-read header stand where the form has them."""
    columns = [column for _, column in slots]
    if len(header.codes) != len(columns):
        return is_subsequence([code for code in header.codes if code], columns)
    return all(code is None or code == column for code, column in zip(header.codes, columns, strict=True))
