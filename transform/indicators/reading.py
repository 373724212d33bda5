"""Single-value tables of 2008-2018: one indicator a row, this year's figure in one column. National and local forms.

A row without a code in the form is kept as an `Indicator`, and so is every column beside this year's (历年累计).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from transform.forms import Form
from transform.forms.model import Table
from transform.grids import Block, DocumentContent, Grid
from transform.indicators.columns import drop_blank_columns, split_halves
from transform.indicators.grid_reader import GridReader
from transform.indicators.label_side import doubt_loose_figures, may_have_figures_first
from transform.indicators.lines import gather_rows
from transform.indicators.row_labels import FEWEST_ROWS, indicator_forms, rows_of
from transform.indicators.strips import stand_strips_up
from transform.indicators.values import PrintedTable, take_values
from transform.issues import make_issue
from transform.models import Cell, Indicator, Issue, ReportInfo
from transform.tables.cells import cell_content, merge_cells, merge_readings
from transform.tables.choice import choose_printing, is_stranger
from transform.tables.damage import has_number_above
from transform.tables.printings import MAX_PRINTINGS, Places

_FEWEST_TO_LEAD = 6  # rows of a form that make a table one of that form and of no other


@dataclass(slots=True)
class IndicatorReading:
    """What the indicator tables of a document say."""

    edition: str | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    tables: set[int] = field(default_factory=set)


def read_indicators(content: DocumentContent, info: ReportInfo) -> IndicatorReading:
    """Read the single-value tables. ``edition`` is None where no table has enough rows of one form.

    Steps: the form with most rows printed (the statistics year decides a tie); where tables of two forms are printed,
    the last that had begun by that year, and its tables only: the other is an annex on years before. Per table the
    columns by their labels; per row its label, unit and values.
    """
    counts = {grid.index: _count_rows(grid) for grid in content.grids}
    led = {index: edition for index, rows in counts.items() if (edition := _leading(rows))}
    begun = [form for form in indicator_forms() if form.edition in led.values() and _has_begun(form, info.year)]
    if len(set(led.values())) > 1 and begun:
        form = max(begun, key=lambda form: form.definition.first_year)
        others = {index for index, edition in led.items() if edition != form.edition}
        return _FormReader(form, info, others).read(content)
    scores = {form.edition: max((c[form.edition] for c in counts.values()), default=0) for form in indicator_forms()}
    best = max(scores.values(), default=0)
    leaders = [form for form in indicator_forms() if scores[form.edition] == best]
    if best < FEWEST_ROWS:
        return IndicatorReading()
    form = next((form for form in leaders if _is_year_of(form, info.year)), leaders[-1])
    return _FormReader(form, info).read(content)


def _count_rows(grid: Grid) -> dict[str, int]:
    return {form.edition: len(rows_of(grid, form.edition)) for form in indicator_forms()}


def _leading(rows: Mapping[str, int]) -> str | None:
    """The edition of which a table clearly is, by the rows it shows of each form."""
    second, most = sorted(rows.values())[-2:]
    return max(rows, key=lambda edition: rows[edition]) if most >= max(_FEWEST_TO_LEAD, 2 * second) else None


def _has_begun(form: Form, year: int | None) -> bool:
    return year is not None and form.definition.first_year <= year


def _is_year_of(form: Form, year: int | None) -> bool:
    last = form.definition.last_year
    return year is not None and _has_begun(form, year) and (last is None or year <= last)


def _agree(printings: Sequence[PrintedTable]) -> bool:
    """The first says the same as every other, as far as both print a cell."""
    contents = [_cells_of(printing) for printing in printings]
    pairs = ((contents[0][key], other[key]) for other in contents[1:] for key in contents[0].keys() & other.keys())
    return all(cell_content(one) == cell_content(other) for one, other in pairs)


def _cells_of(printing: PrintedTable) -> dict[str, Cell]:
    return {key: merge_cells(cells) for key, cells in printing.seen.items()}


class _FormReader:
    def __init__(self, form: Form, info: ReportInfo, others: Collection[int] = ()) -> None:
        """``others`` are the indexes of tables of another form."""
        self.form, self.info, self.others = form, info, others
        self.table: Table = form.tables[0]
        self.reader = GridReader(form, info)
        self.result = IndicatorReading(form.edition)
        self.printings: list[PrintedTable] = []

    def read(self, content: DocumentContent) -> IndicatorReading:
        places = Places(content)
        header: Grid | None = None  # a table that is nothing but a header, of the block before
        is_doubtful = may_have_figures_first(content, self.form)
        for number, block in enumerate(content.blocks):
            is_spilt = has_number_above(content, number)
            above, header = header, None
            for grid in self._grids_of(doubt_loose_figures(block) if is_doubtful else block, is_spilt=is_spilt):
                rows = rows_of(grid, self.form.edition)
                if len(rows) < FEWEST_ROWS and not self._goes_on(grid, rows):
                    header = grid if not rows and self.reader.finder.find(grid) else header
                    continue
                if above is not None:
                    self.reader.take_header(above)
                if not self.printings or not rows.isdisjoint(self.printings[-1].rows):
                    self.printings.append(PrintedTable(places.describe(grid, number, self.reader.head_row(grid))))
                self.printings[-1].rows |= rows
                self._read_grid(grid, is_spilt=is_spilt)
        if len(self.printings) > MAX_PRINTINGS:
            count = len(self.printings)
            issue = make_issue("table_too_often", table=self.table.title, count=count, limit=MAX_PRINTINGS)
            self.result.issues.append(issue)
            return self.result
        self._merge(self._choose() if self._drop_strangers() else [])
        return self.result

    def _read_grid(self, grid: Grid, *, is_spilt: bool) -> None:
        self.result.tables.add(grid.index)
        rows = self.reader.read(grid, is_spilt=is_spilt)
        if self.reader.has_no_column:
            self.printings[-1].issues.append(make_issue("column_ambiguous", at=f"table {grid.index}"))
        take_values(self.form, rows, self.printings[-1])

    def _merge(self, chosen: Sequence[PrintedTable]) -> None:
        self.result.indicators = [found for printing in chosen for found in printing.indicators]
        self.result.issues += [issue for printing in chosen for issue in printing.issues]
        seen: dict[str, list[Cell]] = {}
        for printing in chosen:
            for key, cells in printing.seen.items():
                seen.setdefault(key, []).extend(cells)
        if _agree(chosen):
            self.result.cells = {key: merge_cells(cells) for key, cells in seen.items()}
        else:
            self.result.cells = merge_readings([_cells_of(printing) for printing in chosen])
        for key, cells in seen.items():
            if len({(cell.status, cell.value) for cell in cells}) > 1:
                self.result.issues.append(make_issue("row_conflict", key, label=self.form.by_key[key].row_label))

    def _grids_of(self, block: Block, *, is_spilt: bool) -> tuple[Grid, ...]:
        if not isinstance(block, Grid) or block.index in self.others:
            return ()
        gathered = gather_rows(block, self.reader.finder)
        upright = gathered if is_spilt else stand_strips_up(gathered, self.reader)
        return split_halves(drop_blank_columns(upright))

    def _goes_on(self, grid: Grid, rows: set[str]) -> bool:
        """A short table with a header and rows of its own behind tables of the form: a section of it."""
        is_new = bool(rows) and bool(self.printings) and rows.isdisjoint(self.printings[-1].rows)
        return is_new and bool(self.reader.finder.find(grid))

    def _drop_strangers(self) -> bool:
        """Leave aside the printings of other reports; whether any is left."""
        is_shown = any(not printing.place.is_hidden and printing.seen for printing in self.printings)
        left = [printing for printing in self.printings if not is_stranger(printing.place, self.info, is_shown)]
        if not left and self.printings:
            at = self.printings[0].place.at
            self.result.issues.append(make_issue("table_of_another_report", at=at, table=self.table.title))
        self.printings = left
        return bool(left)

    def _choose(self) -> list[PrintedTable]:
        """The printing to use; every one where they agree or nothing decides between them."""
        if _agree(self.printings):
            return self.printings
        contents = enumerate(map(_cells_of, self.printings))
        numbered = {n: any(cell.value is not None for cell in cells.values()) for n, cells in contents}
        choice = choose_printing([printing.place for printing in self.printings], self.info, numbered)
        kept = [printing for printing in self.printings if printing.place in choice.printings]
        code, params = "table_ambiguous", {"table": self.table.title, "count": len(kept)}
        if len(kept) == 1:
            code, params = "table_chosen", {**params, "at": kept[0].place.at, "reason": choice.reason or ""}
            params["count"] = len(self.printings)
        self.result.issues.append(make_issue(code, None, **params))
        return kept
