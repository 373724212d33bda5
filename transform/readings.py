"""Aligned and unaligned lines of one printed table → form cells with status, value, raw text and address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from transform.align import Alignment, align_row, align_strip, is_subsequence
from transform.dates import find_years
from transform.forms import Form, FormCell, cell_key
from transform.forms.model import Table
from transform.grids import GridCell
from transform.headers import Header, read_header
from transform.issues import make_issue
from transform.labels import compact_text
from transform.lines import HeaderLines, ValueLine
from transform.models import Cell, CellStatus, Issue
from transform.numbers import UNREADABLE, NumberReading, read_number
from transform.resolve import Slot, Solution, SumRule, Token, is_settled, shown_readings, solve_row
from transform.roles import unified_forms

_PRINTED = frozenset({CellStatus.REPORTED, CellStatus.INFERRED, CellStatus.BLANK, CellStatus.DASH})
_FEWEST_ROWS = 3
_MANY_ROWS = 10
_LONGEST_RAW = 200
_FEW_SLOTS = 3  # more columns than that have no sole reading without a sum
_TELLING_TWIN = 10  # equal neighbours below it are common


@dataclass(slots=True)
class TableReading:
    """What one printed table says: cells by key, and the issues met."""

    cells: dict[str, Cell] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def has_number(self) -> bool:
        """True where at least one cell carries a number."""
        return any(cell.value is not None or cell.candidates for cell in self.cells.values())


class HeaderBook:
    """The meaning of every header of a document, read once."""

    def __init__(self) -> None:
        self._read: dict[int, Header] = {}

    def get(self, lines: HeaderLines | None) -> Header | None:
        """The columns that ``lines`` name."""
        if lines is None:
            return None
        if id(lines) not in self._read:
            tables = [table for form in unified_forms() for table in form.tables if table.code == lines.table]
            self._read[id(lines)] = read_header(lines, tables)
        return self._read[id(lines)]


def read_table(form: Form, table: Table, lines: Sequence[ValueLine], headers: HeaderBook) -> TableReading:
    """Read the lines of one printed table by the form's definition.

    Steps: align each line; read the cells of aligned lines; then resolve the others with the sums and bounds that the
    aligned ones keep; then merge what is printed twice.
    """
    return _TableReader(form, table, headers).read(lines)


class _TableReader:
    def __init__(self, form: Form, table: Table, headers: HeaderBook) -> None:
        self.form, self.table, self.headers = form, table, headers
        self.result = TableReading()
        self.seen: dict[str, list[Cell]] = {}
        self.settled = 0
        self.rows = {row.code: row for row in table.rows}
        self.bounded = set(table.row_groups.get(table.row_bound.rows, ())) if table.row_bound else set()
        self.bounded |= set(table.row_bound.also) if table.row_bound else set()

    def read(self, lines: Sequence[ValueLine]) -> TableReading:
        lines = drop_blank_twins([line for line in lines if self._is_of_form(line)])
        usual = _usual_counts(lines)
        alignments = [self._align(line, usual) for line in lines]
        for alignment in alignments:
            self._note_label(alignment.line)
            if alignment.cells is not None and not self._is_shifted(alignment):
                self._read_aligned(alignment)
        waiting = [alignment for alignment in alignments if alignment.cells is None or self._is_shifted(alignment)]
        is_doubtful = waiting or any(cells[0].status is CellStatus.AMBIGUOUS for cells in self.seen.values())
        rules_hold = bool(is_doubtful) and self._rules_hold()
        if is_doubtful:
            self._prune_torn(rules_hold)
        for alignment in sorted(waiting, key=self._bounds_first):  # rows that bound others come first
            self._resolve(alignment, rules_hold, len(lines))
        self._merge()
        return self.result

    def _is_of_form(self, line: ValueLine) -> bool:
        return line.row is None or line.row in self.rows

    def _align(self, line: ValueLine, usual: Mapping[int, int]) -> Alignment:
        header = self.headers.get(line.header)
        if line.row is None:
            return align_strip(line, header or Header((), (), False, False), self.table)
        return align_row(line, header, self.table, usual.get(id(line.header)))

    def _is_shifted(self, alignment: Alignment) -> bool:
        """A line in which one cell seems doubled and another lost: equal neighbours, and a sum that does not hold."""
        cells = [cell for cell in alignment.cells or () if cell is not None]
        readings = [read_number(cell.text, "int").value for cell in cells]
        twins = [a for a, b in pairwise(readings) if a is not None and a >= _TELLING_TWIN and a == b]
        rules = self._sums(alignment.slots) if twins else []
        return any(not rule.holds(readings) for rule in rules if len(readings) == len(alignment.slots))

    def _note_label(self, line: ValueLine) -> None:
        if line.label is not None and not line.is_exact:
            label = self.rows[line.row or ""].label
            self._issue("label_misprint", at=line.at, printed=line.label.text, label=label)

    def _issue(self, code: str, cell: str | None = None, **params: object) -> None:
        self.result.issues.append(make_issue(code, cell, **params))

    def _form_cell(self, row: str, column: str) -> FormCell | None:
        return self.form.by_key.get(cell_key(self.table, row, column))

    def _read_aligned(self, alignment: Alignment) -> None:
        line = alignment.line
        for place, ((row, column), cell) in enumerate(zip(alignment.slots, alignment.cells or (), strict=True)):
            form_cell = self._form_cell(row, column)
            if form_cell is None or cell is None:
                continue
            reading = UNREADABLE if cell.is_doubtful else read_number(cell.text, form_cell.value_type)
            unit = _money_unit(form_cell, reading, alignment.header)
            read = make_cell(form_cell.key, reading, cell.text, line.grid.address(cell), unit)
            if place in alignment.doubtful and read.value is not None:
                self._issue("merged_value", form_cell.key, at=read.at)
                read = replace(read, status=CellStatus.AMBIGUOUS, value=None, candidates=(read.value, None))
            self.seen.setdefault(form_cell.key, []).append(read)

    # --- sums and bounds ------------------------------------------------------------------------------------------

    def _sums(self, slots: Sequence[tuple[str, str]]) -> list[SumRule]:
        """The sum rules of a line, by place: one a row (Table 3), one a block (Table 4)."""
        rule = self.table.column_sum
        if rule is None:
            return []
        places = {slot: place for place, slot in enumerate(slots)}
        rules = []
        for row in dict.fromkeys(row for row, _ in slots):
            wanted = [(row, column) for column in (rule.total, *rule.parts)]
            if all(slot in places for slot in wanted):
                rules.append(SumRule(places[wanted[0]], tuple(places[slot] for slot in wanted[1:])))
        return rules

    def _rules_hold(self) -> bool:
        """True unless a row whose cells are all certain breaks a sum or a bound: such a table proves nothing."""
        for row in self.rows:
            slots = [(row, column.code) for column in self.table.columns_of(row)]
            values = [self._certain(row, column) for _, column in slots]
            if any(value is None for value in values):
                continue
            if not all(rule.holds(values) for rule in self._sums(slots)):
                return False
            if any(_exceeds(value, self._upper(row, column)) for (_, column), value in zip(slots, values, strict=True)):
                return False
        return True

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
            if len(cell.candidates) == 1 or len(left) == 1:
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
        tokens = [token for value in line.values for token in tokens_of(value, known)]
        rules = self._sums(slots) if rules_hold else []
        limits = [self._upper(*slot) if rules_hold else None for slot in slots]
        wanted = [Slot(cell.value_type, limit) for cell, limit in zip(known, limits, strict=True)]
        while len(tokens) > len(slots) and tokens[-1] == "":
            tokens.pop()
        is_tested = bool(rules) or len(tokens) != len(slots) or len(set(tokens)) == 1
        may_settle = is_tested and (
            alignment.header is not None or self._is_complete(line, rules, tokens, slots, row_count)
        )
        is_hopeless = not rules and len(slots) > _FEW_SLOTS and len(set(tokens)) > 1
        solutions = None if is_hopeless else solve_row(tokens, wanted, rules)
        is_headless = alignment.header is None and may_settle
        if not solutions and is_headless and self.settled >= _MANY_ROWS and _lacks_only_totals(tokens, rules):
            solutions = solve_row(tokens, wanted, [])
        self.settled += bool(solutions) and is_headless
        self._report(alignment, known, len(tokens))
        for place, form_cell in enumerate(known):
            cell = self._solved_cell(alignment, form_cell, place, tokens, solutions, may_settle)
            self.seen.setdefault(form_cell.key, []).append(cell)

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
        return bool(rules) and is_whole and len(tokens) == len(slots) and not is_other

    def _report(self, alignment: Alignment, known: Sequence[FormCell], found: int) -> None:
        label = "".join(alignment.line.label.text.split()) if alignment.line.label else self.table.title
        if alignment.problem == "header_missing":
            self._issue("header_missing", known[0].key, at=alignment.line.at, label=label)
        else:
            at = alignment.line.at
            self._issue("alignment_unknown", known[0].key, at=at, label=label, found=found, expected=len(known))

    def _solved_cell(
        self, alignment: Alignment, form_cell: FormCell, place: int, tokens: Sequence[Token],
        solutions: Sequence[Solution] | None, may_settle: bool,
    ) -> Cell:  # fmt: skip
        line = alignment.line
        raw = " ".join(value.text for value in line.values)[:_LONGEST_RAW]
        cell = Cell(form_cell.key, CellStatus.AMBIGUOUS, None, raw, None, (), line.at)
        if solutions and may_settle and is_settled(solutions, place):
            value = solutions[0].values[place]
            unit = _money_unit(form_cell, None, alignment.header)
            status = CellStatus.BLANK if value is None else CellStatus.INFERRED
            return replace(cell, status=status, value=value, unit=unit)
        shown = shown_readings(solutions)[place] if solutions else in_order(tokens, place, len(alignment.slots))
        if not may_settle:
            shown = tuple(dict.fromkeys(value for token in tokens for value in _whole(token)))
        return replace(cell, candidates=tuple(sorted(shown, key=lambda value: (value is None, value or 0))))

    # --- the same cell twice ----------------------------------------------------------------------------------------

    def _merge(self) -> None:
        self._drop_false_heading()
        for key, cells in self.seen.items():
            self.result.cells[key] = merge_cells(cells)
            if len({_content(cell) for cell in cells}) > 1:
                self._issue("row_conflict", key, label=self.form.by_key[key].row_label)

    def _drop_false_heading(self) -> None:
        """（六）其他处理 is one row only where none of its own rows is printed; else a row lost its label."""
        for cell in self.form.optional_cells:
            parts = [row.code for row in self.table.rows if row.parent == cell.row]
            is_split = any(cell_key(self.table, part, cell.column) in self.seen for part in parts)
            if is_split and (lost := self.seen.pop(cell.key, None)):
                self._issue("unlabelled_row", at=lost[0].at)


def drop_blank_twins(lines: Sequence[ValueLine]) -> list[ValueLine]:
    """Without lines that are all blank where the same row has numbers elsewhere (a row cut by a page break)."""
    numbered = {line.row for line in lines if any(cell.text for cell in line.values)}
    return [line for line in lines if line.row not in numbered or any(cell.text for cell in line.values)]


def _usual_counts(lines: Iterable[ValueLine]) -> dict[int, int]:
    """Per header with at least three lines, the number of values that more than half of them have."""
    counts: dict[int, Counter[int]] = {}
    for line in lines:
        counts.setdefault(id(line.header), Counter())[len(line.values)] += 1
    tops = {key: (*counter.most_common(1)[0], counter.total()) for key, counter in counts.items()}
    return {key: count for key, (count, times, total) in tops.items() if total >= _FEWEST_ROWS and times * 2 > total}


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


def _money_unit(form_cell: FormCell, reading: NumberReading | None, header: Header | None) -> str | None:
    if form_cell.value_type != "decimal":
        return None
    printed = reading.unit if reading else None
    return printed or (header.unit(form_cell.column) if header else None)


def make_cell(key: str, reading: NumberReading, raw: str, at: str, unit: str | None) -> Cell:
    """A form cell from what its own printed cell says; several numbers in one cell stay several for now."""
    status = reading.status
    if status is CellStatus.AMBIGUOUS and not reading.candidates:
        status = CellStatus.UNREADABLE
    has_unit = status in {CellStatus.REPORTED, CellStatus.AMBIGUOUS}
    return Cell(key, status, reading.value, raw, unit if has_unit else None, reading.candidates, at)


def tokens_of(cell: GridCell, form_cells: Sequence[FormCell]) -> tuple[Token, ...]:
    """A value cell as tokens for the resolver: bare digits may hold several numbers, a number with sign or unit not."""
    compact = compact_text(cell.text)
    value_types = dict.fromkeys(form_cell.value_type for form_cell in form_cells)
    readings = [UNREADABLE if cell.is_doubtful else read_number(cell.text, value_type) for value_type in value_types]
    if any(reading.status in {CellStatus.BLANK, CellStatus.DASH} for reading in readings):
        return ("",)
    for reading in readings:
        if "".join(reading.tokens) == compact:
            return reading.tokens
    values = {reading.value for reading in readings if reading.value is not None}
    return tuple(values) if len(values) == 1 else (cell.text,)


def _whole(token: Token) -> tuple[Decimal | None, ...]:
    if isinstance(token, Decimal):
        return (token,)
    return (Decimal(token),) if token.replace(".", "", 1).isdigit() else ()


def in_order(tokens: Sequence[Token], place: int, slots: int) -> tuple[Decimal | None, ...]:
    """Every token that could stand at ``place`` if order is all that is left, and nothing (None) where cells lack."""
    lack = slots - len(tokens)
    first, last = (place - lack, place) if lack >= 0 else (place, place - lack)
    values = [value for token in tokens[max(first, 0) : last + 1] for value in _whole(token)]
    return tuple(dict.fromkeys([*values, None] if lack > 0 else values))


def _content(cell: Cell) -> tuple[CellStatus, Decimal | None, tuple[Decimal | None, ...]]:
    return (cell.status, cell.value, cell.candidates)


def merge_cells(cells: Sequence[Cell]) -> Cell:
    """One cell out of several printings: the same content once, else every reading as a candidate."""
    first = cells[0]
    if all(_content(cell) == _content(first) for cell in cells):
        return first
    readings = [reading for cell in cells for reading in (cell.candidates or (cell.value,))]
    ordered = sorted(dict.fromkeys(readings), key=lambda value: (value is None, value or 0))
    raw = " | ".join(dict.fromkeys(cell.raw or "" for cell in cells))[:_LONGEST_RAW]
    return Cell(first.key, CellStatus.AMBIGUOUS, None, raw, first.unit, tuple(ordered), first.at)
