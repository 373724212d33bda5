"""Aligned and unaligned lines of one printed table → form cells with status, value, raw text and address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from transform.forms import Form, FormCell, cell_key
from transform.forms.model import Table
from transform.issues import make_issue
from transform.models import Cell, CellStatus, Issue
from transform.tables.align import Alignment, is_subsequence, sum_rules
from transform.tables.aligned_lines import HeaderBook, is_assumed, show_order, without_columns
from transform.tables.cells import (
    LONGEST_RAW,
    cell_content,
    in_order,
    make_cell,
    merge_cells,
    money_unit,
    tokens_of,
    whole_values,
)
from transform.tables.damage import NO_DAMAGE, Damage, breaks_sum
from transform.tables.equal_neighbours import may_be_doubled
from transform.tables.headers import Header
from transform.tables.lines import ValueLine
from transform.tables.resolve import Slot, Solution, SumRule, Token, is_settled, shown_readings, solve_row
from transform.words.dates import find_years
from transform.words.numbers import UNREADABLE, read_number

_PRINTED = frozenset({CellStatus.REPORTED, CellStatus.INFERRED, CellStatus.BLANK, CellStatus.DASH})
_MANY_ROWS = 10
_FEW_SLOTS = 3  # more columns than that have no sole reading without a sum


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

    Steps: read the cells of aligned lines; then resolve the others with the sums and bounds that the aligned ones keep;
    then merge what is printed twice. ``damage`` is what the document shows to have been cut or moved.
    """
    return _TableReader(form, table, headers, damage).read(alignments)


class _TableReader:
    def __init__(self, form: Form, table: Table, headers: HeaderBook, damage: Damage) -> None:
        self.form, self.table, self.headers, self.damage = form, table, headers, damage
        self.result = TableReading()
        self.seen: dict[str, list[Cell]] = {}
        self.settled = 0
        self.proofs = 0  # rows of certain cells that keep a sum of more than zeros
        self.shows_order = True  # rows under no header keep their sums in the form's own order of columns
        self.rows = {row.code: row for row in table.rows}
        self.bounded = set(table.row_groups.get(table.row_bound.rows, ())) if table.row_bound else set()
        self.bounded |= set(table.row_bound.also) if table.row_bound else set()

    def read(self, alignments: Sequence[Alignment]) -> TableReading:
        if not show_order(alignments, self._sums):
            alignments = [
                without_columns(alignment) if is_assumed(alignment) else alignment for alignment in alignments
            ]
            self.shows_order = False
        waiting = []
        for alignment in alignments:
            self._note_label(alignment.line)
            if alignment.cells is None or self.damage.touches(alignment, self._sums):
                waiting.append(alignment)
            else:
                self._read_aligned(alignment)
        is_doubtful = waiting or any(cells[0].status is CellStatus.AMBIGUOUS for cells in self.seen.values())
        rules_hold = bool(is_doubtful) and self._rules_hold(waiting)
        if is_doubtful:
            self._prune_torn(rules_hold)
        for alignment in sorted(waiting, key=self._bounds_first):  # rows that bound others come first
            self._resolve(alignment, rules_hold, len(alignments))
        self._merge()
        return self.result

    def _note_label(self, line: ValueLine) -> None:
        if line.label is not None and not line.is_exact:
            label = self.rows[line.row or ""].label
            self._issue("label_misprint", at=line.at, printed=line.label.text, label=label)

    def _issue(self, code: str, cell: str | None = None, **params: object) -> None:
        self.result.issues.append(make_issue(code, cell, **params))

    def _form_cell(self, row: str, column: str) -> FormCell | None:
        return self.form.by_place.get((self.table.code, row, column))

    def _read_aligned(self, alignment: Alignment) -> None:
        line = alignment.line
        for place, ((row, column), cell) in enumerate(zip(alignment.slots, alignment.cells or (), strict=True)):
            form_cell = self._form_cell(row, column)
            if form_cell is None or cell is None:
                continue
            reading = UNREADABLE if cell.is_doubtful else read_number(cell.text, form_cell.value_type)
            unit = money_unit(form_cell, reading, alignment.header)
            read = make_cell(form_cell.key, reading, cell.text, line.grid.address(cell), unit)
            if place in alignment.doubtful and read.value is not None:
                self._issue("merged_value", form_cell.key, at=read.at)
                read = replace(read, status=CellStatus.AMBIGUOUS, value=None, candidates=(read.value, None))
            self.seen.setdefault(form_cell.key, []).append(read)

    # --- sums and bounds ------------------------------------------------------------------------------------------

    def _sums(self, slots: Sequence[tuple[str, str]]) -> list[SumRule]:
        return sum_rules(self.table, tuple(slots))

    def _rules_hold(self, waiting: Sequence[Alignment]) -> bool:
        """True unless a row whose cells are all certain breaks a sum or a bound: such a table proves nothing.

        Nor does one in which more whole rows that are doubted (``waiting``) break their sum than others keep it.
        """
        self.proofs = 0
        for row in self.rows:
            slots = [(row, column.code) for column in self.table.columns_of(row)]
            values = [self._certain(row, column) for _, column in slots]
            if any(value is None for value in values):
                continue
            if not all(rule.holds(values) for rule in self._sums(slots)):
                return False
            if any(_exceeds(value, self._upper(row, column)) for (_, column), value in zip(slots, values, strict=True)):
                return False
            self.proofs += bool(self._sums(slots)) and any(values)
        whole = (alignment for alignment in waiting if alignment.cells is not None)
        return sum(breaks_sum(alignment, self._sums(alignment.slots)) for alignment in whole) <= self.proofs

    def _certain(self, row: str, column: str) -> Decimal | None:
        """The value of a cell for a rule: blank and dash count as 0, and so does a cell all of whose readings do."""
        cells = self.seen.get(cell_key(self.table, row, column), [])
        values = {_rule_value(cell) for cell in cells}
        return values.pop() if len(values) == 1 else None

    def _upper(self, row: str, column: str) -> Decimal | None:
        bound = self.table.row_bound
        if bound is None or row not in self.bounded:
            return None
        values = [self._certain(upper, column) for upper in bound.upper]
        return None if any(value is None for value in values) else sum((v for v in values if v is not None), Decimal(0))

    def _bounds_first(self, alignment: Alignment) -> bool:
        bound = self.table.row_bound
        return bound is None or alignment.line.row not in bound.upper

    # --- what order alone does not settle -------------------------------------------------------------------------

    def _prune_torn(self, rules_hold: bool) -> None:
        """Several numbers in one cell of a complete row: the row's sum may leave a single reading."""
        for key, cells in list(self.seen.items()):
            cell = cells[0]
            if len(cells) != 1 or cell.status is not CellStatus.AMBIGUOUS or None in cell.candidates:
                continue
            left = self._fitting(key, cell) if rules_hold else cell.candidates
            if len(left) == 1:
                self.seen[key] = [replace(cell, status=CellStatus.INFERRED, value=left[0], candidates=())]
                self._issue("cell_inferred", key, raw=cell.raw)
            else:
                self._issue("cell_ambiguous", key, raw=cell.raw)

    def _fitting(self, key: str, cell: Cell) -> tuple[Decimal | None, ...]:
        form_cell = self.form.by_key[key]
        slots = [(form_cell.row, column.code) for column in self.table.columns_of(form_cell.row)]
        rules = self._sums(slots)
        mine = slots.index((form_cell.row, form_cell.column))
        values = [self._certain(*slot) for slot in slots]
        if not rules or any(value is None for place, value in enumerate(values) if place != mine):
            return cell.candidates
        upper = self._upper(form_cell.row, form_cell.column)

        def is_fit(candidate: Decimal | None) -> bool:
            tried = [*values[:mine], candidate, *values[mine + 1 :]]
            return all(rule.holds(tried) for rule in rules) and not _exceeds(candidate, upper)

        return tuple(candidate for candidate in cell.candidates if is_fit(candidate))

    def _resolve(self, alignment: Alignment, rules_hold: bool, row_count: int) -> None:
        line, slots = alignment.line, alignment.slots
        form_cells = [self._form_cell(row, column) for row, column in slots]
        if any(cell is None for cell in form_cells) or not slots:
            return
        known = [cell for cell in form_cells if cell is not None]
        printed = line.values[_leading_blanks(alignment) : len(line.values) - _trailing_blanks(alignment)]
        tokens = [token for value in printed for token in tokens_of(value, known)]
        is_proven = line.grid.is_loose or self.proofs > 0 or len(tokens) >= len(slots)
        rules = self._sums(slots) if rules_hold and is_proven else []  # cells of a ruled table do not vanish
        limits = [self._upper(*slot) if rules_hold else None for slot in slots]
        wanted = [Slot(cell.value_type, limit) for cell, limit in zip(known, limits, strict=True)]
        is_alike = len(set(tokens)) == 1 and not may_be_doubled(alignment)
        is_tested = bool(rules) or len(tokens) < len(slots) or is_alike  # what is one too many fits somewhere by chance
        may_settle = is_tested and (
            alignment.header is not None or self._is_complete(line, rules, tokens, slots, row_count)
        )
        is_hopeless = not rules and len(slots) > _FEW_SLOTS and len(set(tokens)) > 1
        solutions = None if is_hopeless else solve_row(tokens, wanted, rules, may_tear=line.grid.is_loose or not rules)
        is_headless = alignment.header is None and may_settle
        if not solutions and is_headless and self.settled >= _MANY_ROWS and _lacks_only_totals(tokens, rules):
            solutions = solve_row(tokens, wanted, [], may_tear=False)
        self.settled += bool(solutions) and is_headless
        cells = [
            self._solved_cell(alignment, form_cell, place, tokens, solutions, may_settle)
            for place, form_cell in enumerate(known)
        ]
        self._report(alignment, cells, len(tokens))
        for cell in cells:
            self.seen.setdefault(cell.key, []).append(cell)

    def _is_complete(
        self, line: ValueLine, rules: Sequence[SumRule], tokens: Sequence[Token],
        slots: Sequence[tuple[str, str]], row_count: int,
    ) -> bool:  # fmt: skip
        """Without readable column labels a line still has one reading: all its values are there, in a table of many
        rows or a whole strip, their sums hold, and no label says that the columns are something else (years)."""
        header = self.headers.get(line.header)
        unknown = [marked.cell.text for marked in header.unknown] if header else []
        is_whole = row_count >= _MANY_ROWS or (line.row is None and len(slots) >= _MANY_ROWS)
        is_other = any(find_years(text) for text in unknown) or (
            header is not None and bool(header.known) and not _may_be_standard(header, slots)
        )
        return bool(rules) and is_whole and len(tokens) == len(slots) and not is_other and self.shows_order

    def _report(self, alignment: Alignment, cells: Sequence[Cell], found: int) -> None:
        """Say what the row lacks, and whether that leaves anything open."""
        key, at = cells[0].key, alignment.line.at
        label = "".join(alignment.line.label.text.split()) if alignment.line.label else self.table.title
        if alignment.problem == "header_missing":
            self._issue("header_missing", key, at=at, label=label)
        elif all(cell.status is not CellStatus.AMBIGUOUS for cell in cells):
            self._issue("cell_inferred", key, raw=cells[0].raw)
        elif all(_rule_value(cell) is not None for cell in cells):
            self._issue("blank_lost", key, at=at, label=label, found=found, expected=len(cells))
        else:
            self._issue("alignment_unknown", key, at=at, label=label, found=found, expected=len(cells))

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

    # --- the same cell twice ----------------------------------------------------------------------------------------

    def _merge(self) -> None:
        self._drop_false_heading()
        for key, cells in self.seen.items():
            self.result.cells[key] = merge_cells(cells) if len(cells) > 1 else cells[0]
            if len(cells) > 1 and len({cell_content(cell) for cell in cells}) > 1:
                self._issue("row_conflict", key, label=self.form.by_key[key].row_label)

    def _drop_false_heading(self) -> None:
        """（六）其他处理 is one row only where none of its own rows is printed; else a row lost its label."""
        for cell in self.form.optional_cells:
            parts = [row.code for row in self.table.rows if row.parent == cell.row]
            is_split = any(cell_key(self.table, part, cell.column) in self.seen for part in parts)
            if is_split and (lost := self.seen.pop(cell.key, None)):
                self._issue("unlabelled_row", at=lost[0].at)


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


def _lacks_only_totals(tokens: Sequence[Token], rules: Sequence[SumRule]) -> bool:
    """A complete line whose total was left blank: no sum to test, but the lines around it have shown the order."""
    return bool(rules) and all(rule.total < len(tokens) and tokens[rule.total] == "" for rule in rules)


def _may_be_standard(header: Header, slots: Sequence[tuple[str, str]]) -> bool:
    """The known labels of a half-read header stand where the form has them."""
    columns = [column for _, column in slots]
    if len(header.codes) != len(columns):
        return is_subsequence([code for code in header.codes if code], columns)
    return all(code is None or code == column for code, column in zip(header.codes, columns, strict=True))


def _exceeds(value: Decimal | None, upper: Decimal | None) -> bool:
    return value is not None and upper is not None and value > upper


def _rule_value(cell: Cell) -> Decimal | None:
    if cell.value is not None:
        return cell.value
    readings = {candidate or Decimal(0) for candidate in cell.candidates}
    if cell.status in _PRINTED or readings == {Decimal(0)}:
        return Decimal(0)
    return None
