"""Single-value tables of 2008-2018: one indicator a row, this year's figure in one column. National and local forms.

A row without a code in the form is kept as an `Indicator`, and so is every column beside this year's (历年累计).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from transform.cells import cell_content, make_cell, merge_cells
from transform.choice import choose_printing, is_stranger
from transform.damage import has_number_above
from transform.forms import Form, cell_key, load_forms
from transform.forms.model import Row, Table
from transform.grids import Block, DocumentContent, Grid, GridCell
from transform.indicator_columns import ColumnFinder, ValueColumn, drop_blank_columns, split_halves
from transform.indicator_lines import gather_rows, split_unit
from transform.indicator_rows import PrintedRow, end_of, find_astray, is_code, is_run_together, money_unit
from transform.issues import make_issue
from transform.labels import LabelIndex, compact_text, split_label
from transform.models import Cell, CellStatus, Indicator, Issue, ReportInfo
from transform.numbers import UNREADABLE, is_count_unit, looks_like_value, read_number
from transform.printings import MAX_PRINTINGS, Places, Printing

FEWEST_ROWS = 3
"""So many rows of a form make a table one of that form; two may be chance (行政复议数, 行政诉讼数 in prose tables)."""


@dataclass(slots=True)
class IndicatorReading:
    """What the indicator tables of a document say."""

    edition: str | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    tables: set[int] = field(default_factory=set)


def indicator_forms() -> tuple[Form, ...]:
    """The forms whose tables have one indicator a row."""
    return tuple(form for form in load_forms().values() if form.tables[0].layout == "indicators")


@cache
def _row_index(edition: str) -> LabelIndex[str]:
    rows = load_forms()[edition].tables[0].rows
    return LabelIndex(((label, row.code) for row in rows for label in row.labels), is_forgiving=False)


def read_indicators(content: DocumentContent, info: ReportInfo) -> IndicatorReading:
    """Read the single-value tables. ``edition`` is None where no table has enough rows of one form.

    Steps: the form with most rows printed (the statistics year decides a tie); per table the columns by their labels;
    per row its label, unit and values.
    """
    scores = {form.edition: _count_rows(content, form.edition) for form in indicator_forms()}
    best = max(scores.values(), default=0)
    leaders = [form for form in indicator_forms() if scores[form.edition] == best]
    if best < FEWEST_ROWS:
        return IndicatorReading()
    form = next((form for form in leaders if _is_year_of(form, info.year)), leaders[-1])
    return _FormReader(form, info).read(content)


def _is_year_of(form: Form, year: int | None) -> bool:
    last = form.definition.last_year
    return year is not None and form.definition.first_year <= year and (last is None or year <= last)


def _count_rows(content: DocumentContent, edition: str) -> int:
    return max((len(_rows_of(grid, edition)) for grid in content.grids), default=0)


def _rows_of(grid: Grid, edition: str) -> set[str]:
    index = _row_index(edition)
    texts = (cell.text for row in grid.rows for cell in row if not _is_number(cell.text))
    hits = (index.find(_bare_label(text) if grid.is_loose else text) for text in texts)
    return {code for hit in hits if hit for code in hit.payloads}


def _bare_label(text: str) -> str:
    """A label of running text without its unit and its code."""
    label = split_unit(text)[0]
    first, _, last = label.rpartition(" ")
    return first if last.isdigit() else label


def _is_number(text: str) -> bool:
    return not text or text.isdigit()


@dataclass(slots=True)
class _PrintedTable:
    """One printing of the form, over one or several grids: where it stands, its rows, and what was read there."""

    place: Printing
    rows: set[str] = field(default_factory=set)
    seen: dict[str, list[Cell]] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def _say_the_same(one: Mapping[str, Cell], other: Mapping[str, Cell]) -> bool:
    return all(cell_content(one[key]) == cell_content(other[key]) for key in one.keys() & other.keys())


class _FormReader:
    def __init__(self, form: Form, info: ReportInfo) -> None:
        self.form, self.info = form, info
        self.table: Table = form.tables[0]
        self.index = _row_index(form.edition)
        self.rows = {row.code: row for row in self.table.rows}
        self.result = IndicatorReading(form.edition)
        self.printings: list[_PrintedTable] = []
        self.columns: tuple[ValueColumn, ...] = ()
        self.numbering: list[tuple[int, int]] = []  # grid columns that only number the rows
        self.is_numbered = False  # the rows' numbers in the form stand behind their labels, under no such heading
        self.width = 0  # of the grid that was read last
        self.has_one_figure = False  # no row of the grid shows more
        self.usual_end = 0  # the grid column behind the last cell of most rows
        self.is_spilt = False  # a number of the grid stands above it: a row with a blank may have lost it
        self.section: str | None = None

    def read(self, content: DocumentContent) -> IndicatorReading:
        places = Places(content)
        for number, block in enumerate(content.blocks):
            for grid in self._grids_of(block):
                rows = _rows_of(grid, self.form.edition)
                if len(rows) < FEWEST_ROWS and not self._goes_on(grid, rows):
                    continue
                if not self.printings or not rows.isdisjoint(self.printings[-1].rows):
                    self.printings.append(_PrintedTable(places.describe(grid, number, self._first_row(grid))))
                self.printings[-1].rows |= rows
                self.is_spilt = has_number_above(content, number)
                self._read_grid(grid)
        if len(self.printings) > MAX_PRINTINGS:
            count = len(self.printings)
            issue = make_issue("table_too_often", table=self.table.title, count=count, limit=MAX_PRINTINGS)
            self.result.issues.append(issue)
            return self.result
        chosen = self._choose() if self._drop_strangers() else []
        self.result.indicators = [found for printing in chosen for found in printing.indicators]
        self.result.issues += [issue for printing in chosen for issue in printing.issues]
        seen: dict[str, list[Cell]] = {}
        for printing in chosen:
            for key, cells in printing.seen.items():
                seen.setdefault(key, []).extend(cells)
        self.result.cells = {key: merge_cells(cells) for key, cells in seen.items()}
        for key, cells in seen.items():
            if len({(cell.status, cell.value) for cell in cells}) > 1:
                self.result.issues.append(make_issue("row_conflict", key, label=self.form.by_key[key].row_label))
        return self.result

    def _grids_of(self, block: Block) -> tuple[Grid, ...]:
        if not isinstance(block, Grid):
            return ()
        finder = ColumnFinder(self.table, self.info)
        return split_halves(drop_blank_columns(gather_rows(block, finder)))

    def _goes_on(self, grid: Grid, rows: set[str]) -> bool:
        """A short table with a header and rows of its own behind tables of the form: a section of it."""
        is_new = bool(rows) and bool(self.printings) and rows.isdisjoint(self.printings[-1].rows)
        return is_new and bool(ColumnFinder(self.table, self.info).find(grid))

    def _drop_strangers(self) -> bool:
        """Leave aside the printings of other reports; whether any is left."""
        is_shown = any(not printing.place.is_hidden and printing.seen for printing in self.printings)
        left = [printing for printing in self.printings if not is_stranger(printing.place, self.info, is_shown)]
        if not left and self.printings:
            at = self.printings[0].place.at
            self.result.issues.append(make_issue("table_of_another_report", at=at, table=self.table.title))
        self.printings = left
        return bool(left)

    def _choose(self) -> list[_PrintedTable]:
        """The printing to use; every one where they agree or nothing decides between them."""
        contents = [{key: merge_cells(cells) for key, cells in p.seen.items()} for p in self.printings]
        if all(_say_the_same(contents[0], other) for other in contents[1:]):
            return self.printings
        numbered = {n: any(cell.value is not None for cell in cells.values()) for n, cells in enumerate(contents)}
        choice = choose_printing([printing.place for printing in self.printings], self.info, numbered)
        kept = [printing for printing in self.printings if printing.place in choice.printings]
        code, params = "table_ambiguous", {"table": self.table.title, "count": len(kept)}
        if len(kept) == 1:
            code, params = "table_chosen", {**params, "at": kept[0].place.at, "reason": choice.reason or ""}
            params["count"] = len(self.printings)
        self.result.issues.append(make_issue(code, None, **params))
        return kept

    def _issue(self, code: str, cell: str | None = None, **params: object) -> None:
        self.printings[-1].issues.append(make_issue(code, cell, **params))

    def _first_row(self, grid: Grid) -> int:
        """The first row with an indicator of the form."""
        return next((n for n, row in enumerate(grid.rows) if any(self._row_codes(cell) for cell in row)), 0)

    def _read_grid(self, grid: Grid) -> None:
        self.result.tables.add(grid.index)
        first = self._first_row(grid)
        finder = ColumnFinder(self.table, self.info)
        named = finder.find(grid, first)
        is_new = bool(named) or not self._continues(grid)
        self.columns = named if is_new else self.columns
        self.numbering = finder.numbering(grid, first) if is_new else self.numbering
        is_named = bool(self.columns) and self.columns[0].code is None  # a heading of their own: 行次
        self.is_numbered = not self.numbering and not is_named and self._shows_codes(grid)
        self.width = grid.width
        self.usual_end = Counter(map(end_of, grid.rows[first:])).most_common(1)[0][0]
        if self.columns and sum(column.code is not None for column in self.columns) == 0:
            self._issue("column_ambiguous", at=f"table {grid.index}")
        found = (self._printed_row(grid, number) for number in range(first, len(grid.rows)))
        rows = [printed for printed in found if printed]
        self.has_one_figure = all(len(printed.values) <= 1 for printed in rows)
        astray = find_astray(grid, rows, self.columns)
        for printed in rows:
            self._take(replace(printed, is_astray=True) if printed.number in astray else printed)

    def _continues(self, grid: Grid) -> bool:
        """Columns named in the grid before hold in this one; with a column of codes only where it is as wide."""
        is_as_wide = grid.width == self.width or not self.numbering
        return bool(self.columns) and is_as_wide and max((c.end for c in self.columns), default=0) <= grid.width

    def _shows_codes(self, grid: Grid) -> bool:
        """Most rows have their own number in the form (01 to 35) right behind their label: a column under no 代码."""
        coded = known = 0
        for cells in grid.rows:
            for label, following in pairwise(cells):
                rows = [self.rows[code] for code in self._row_codes(label)]
                known += bool(rows)
                coded += len(rows) == 1 and is_code(following.text, rows[0])
        return coded >= FEWEST_ROWS and coded * 4 >= known * 3

    def _row_codes(self, cell: GridCell) -> tuple[str, ...]:
        if _is_number(cell.text):
            return ()
        hit = self.index.find(cell.text)
        if hit is None:
            hit = next((found for part in reversed(split_label(cell.text)) if (found := self.index.find(part))), None)
        return hit.payloads if hit else ()

    def _printed_row(self, grid: Grid, number: int) -> PrintedRow | None:
        cells = grid.rows[number]
        labels = [place for place, cell in enumerate(cells) if cell.text and not looks_like_value(cell.text)]
        labels = [place for place in labels if not is_count_unit(cells[place].text)]
        if not labels:
            return None
        known = [place for place in labels if self._row_codes(cells[place])]
        at = known[-1] if known else labels[-1]
        self._enter_sections(cells, known)
        row = None if self._is_named_twice(cells, known) else self._choose_row(self._row_codes(cells[at]))
        rest = cells[at + 1 :]
        units = [cell for cell in rest if is_count_unit(cell.text)]
        finder = ColumnFinder(self.table, self.info)
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
        is_shifted = bool(numbering) or any(not column.label for column in self.columns)
        is_astray = is_astray or (is_shifted and any(finder.is_unit_astray(grid, cell) for cell in units))
        is_astray = is_astray or (self.is_spilt and not all(cell.text for cell in values))
        text = compact_text(cells[at].text)
        return PrintedRow(grid, number, cells[at], text, row, unit, values, self.columns, is_astray)

    def _enter_sections(self, cells: Sequence[GridCell], labels: Sequence[int]) -> None:
        """Any label with a single meaning says which section goes on, also in a row that cannot be read."""
        for place in labels:
            codes = self._row_codes(cells[place])
            if len(codes) != 1:
                continue
            has_rows = any(other.parent == codes[0] for other in self.table.rows)
            self.section = codes[0] if has_rows else self.rows[codes[0]].parent or self.section

    def _is_named_twice(self, cells: Sequence[GridCell], labels: Sequence[int]) -> bool:
        """Labels of two rows before one set of values name neither, unless one is a heading over the other."""
        for one, other in pairwise(labels):
            over = set(self._row_codes(cells[one]))
            under = self._row_codes(cells[other])
            is_heading = cells[one].rowspan > 1 or any(self.rows[code].is_header for code in over)
            if not is_heading and not over & {*under, *(self.rows[code].parent for code in under)}:
                return True
        return False

    def _choose_row(self, codes: tuple[str, ...]) -> Row | None:
        """The row a label names. 被依法纠错数 stands under 复议 and under 诉讼: the section printed above decides."""
        rows = [self.rows[code] for code in codes]
        if len(rows) > 1:
            rows = [row for row in rows if row.parent == self.section]
        if len(rows) != 1:
            return None
        return rows[0]

    # --- values -----------------------------------------------------------------------------------------------------

    def _take(self, printed: PrintedRow) -> None:
        if not printed.values:
            return
        pairs = self._pair(printed)
        if pairs is None:
            self._take_unplaced(printed)
            return
        is_local = printed.row is None or printed.row.is_header
        if is_local and any(cell.text for _, cell in pairs):
            at = printed.grid.address(printed.label)
            self._issue("local_row", at=at, label=printed.text[:60])
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
        self._issue("alignment_unknown", at=at, label=printed.text, found=len(printed.values), expected=expected)
        if printed.row is None or printed.row.is_header:
            return
        for column in self.table.columns:
            key = cell_key(self.table, printed.row.code, column.code)
            readings = [read_number(cell.text, self.form.by_key[key].value_type) for cell in printed.values]
            found = [reading.value for reading in readings if reading.value is not None]
            raw = " ".join(cell.text for cell in printed.values)
            cell = Cell(key, CellStatus.AMBIGUOUS, None, raw, None, (*dict.fromkeys(found), None), at)
            self.printings[-1].seen.setdefault(key, []).append(cell)

    def _add_cell(self, printed: PrintedRow, column: str, cell: GridCell) -> None:
        assert printed.row is not None
        form_cell = self.form.by_key[cell_key(self.table, printed.row.code, column)]
        reading = UNREADABLE if cell.is_doubtful else read_number(cell.text, form_cell.value_type)
        unit = (reading.unit or money_unit(printed.unit)) if form_cell.value_type == "decimal" else None
        read = make_cell(form_cell.key, reading, cell.text, printed.grid.address(cell), unit)
        if read.status is CellStatus.AMBIGUOUS and len(read.candidates) == 1:
            read = replace(read, status=CellStatus.INFERRED, value=read.candidates[0], candidates=())
        self.printings[-1].seen.setdefault(form_cell.key, []).append(read)

    def _add_indicator(self, printed: PrintedRow, column: ValueColumn, cell: GridCell) -> None:
        reading = read_number(cell.text, "decimal")
        if reading.status is CellStatus.UNREADABLE:
            reading = read_number(cell.text, "int")
        read = make_cell("", reading, cell.text, printed.grid.address(cell), None)
        self.printings[-1].indicators.append(
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
