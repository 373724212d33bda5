"""A report's statutory tables as the form prints them, as markup.

What a form prints without figures is made once in each language and kept; a report's figures are put between it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from expectations.summary.cell_words import anchor_of, is_on_page
from expectations.summary.layouts import LAYOUTS, Box, Labels, heading_key, numbered
from expectations.summary.markup import Piece, blank_lines, marks_markup, value_markup
from expectations.summary.names import Names
from expectations.summary.records import Cell, FormCell, Report
from expectations.summary.wording import Words
from transform.forms import Form, cell_key, load_forms

Marked = dict[str, str]
BOXES_KEPT = 50_000
"""Boxes of cells that nothing is known against, in each language: most figures of a form stand in many reports."""


@dataclass(frozen=True, slots=True)
class CellMarks:
    """What is known against cells, by key: the failed identities they stand in, suspects, and what a card leads to."""

    failures: Mapping[str, Sequence[int]]
    suspects: frozenset[str]
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table ready to print: header lines and body lines as markup."""

    code: str
    layout: str
    name: str
    header: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class BlankTable:
    """A table without figures: ``pieces`` stand before the boxes of cells, ``end`` after the last."""

    code: str
    layout: str
    name: str
    header: Markup
    pieces: tuple[Piece, ...]
    end: str


class FormPrinter:
    """Prints reports on their forms in one language, with the labels the warehouse has for each edition."""

    def __init__(self, labels: Mapping[str, Mapping[str, FormCell]], words: Words, names: Names) -> None:
        self.words, self.names = words, names
        self._labels = labels
        self._headings = {edition: _headings(form) for edition, form in load_forms().items()}
        self._blanks: dict[tuple[str, frozenset[str]], tuple[BlankTable, ...]] = {}
        self._plain_box = lru_cache(BOXES_KEPT)(self._draw_plain_box)

    def print_tables(self, report: Report, cells: Mapping[str, Cell], marks: CellMarks) -> list[PrintedTable]:
        """The tables of the report's edition in printed order, then cells that the edition's form does not have."""
        form = load_forms().get(report.edition)
        if form is None:
            return []
        blanks = list(self._form_tables(report.edition, form, cells))
        foreign = [key for key in cells if key not in form.by_key and is_on_page(cells[key])]
        if foreign:
            blanks.append(self._foreign_table(foreign))
        marked = self._marked_boxes(report.year, cells, marks)
        return [self._fill(blank, cells, marked) for blank in blanks]

    def _form_tables(self, edition: str, form: Form, cells: Mapping[str, Cell]) -> tuple[BlankTable, ...]:
        """The blank form; a heading that the report prints as a row of values is one."""
        headings = self._headings[edition].items()
        valued = frozenset(row for row, keys in headings if any(is_on_page(cells.get(key)) for key in keys))
        if (edition, valued) not in self._blanks:
            labels = Labels(self._labels.get(edition, {}), self.words, self.names, valued)
            self._blanks[edition, valued] = tuple(self._blank_tables(form, labels))
        return self._blanks[edition, valued]

    def _blank_tables(self, form: Form, labels: Labels) -> Iterator[BlankTable]:
        numbers = {section.code: section.number for section in form.sections}
        for table in form.tables:
            header, body = LAYOUTS[table.layout](table, labels)
            title = numbered(numbers.get(table.section), table.title, "zh")
            name = self.names.printed_table(table.code, title)
            _, head = blank_lines(header)
            yield BlankTable(table.code, table.layout, name, Markup(head), *blank_lines(body))  # noqa: S704 - escaped

    def _foreign_table(self, keys: Sequence[str]) -> BlankTable:
        lines = [(Box("row", self.names.cell(key)), Box("value", "", key=key)) for key in keys]
        return BlankTable("other", "indicators", self.words("foreign_cells"), Markup(), *blank_lines(lines))

    def _fill(self, blank: BlankTable, cells: Mapping[str, Cell], marked: Mapping[str, Marked]) -> PrintedTable:
        parts: list[str] = []
        for text, key, spans in blank.pieces:
            parts.append(text)
            cell = cells.get(key)
            if key in marked or (cell is not None and cell.candidates):
                parts.append(value_markup(cell, spans, self.words, **marked.get(key, {})))
            elif cell is None:
                parts.append(self._plain_box(spans, "missing", None, None, None))
            else:
                parts.append(self._plain_box(spans, cell.status, cell.value, cell.raw_text, cell.address))
        parts.append(blank.end)
        body = Markup("".join(parts))  # noqa: S704 - every text in it is escaped
        return PrintedTable(blank.code, blank.layout, blank.name, blank.header, body)

    def _draw_plain_box(
        self, spans: str, status: str, value: str | None, raw_text: str | None, address: str | None
    ) -> str:
        """The box of a cell that nothing is known against; the same in every report that prints the same there."""
        return value_markup(Cell("", "", value, status, raw_text, None, address), spans, self.words)

    def _marked_boxes(self, year: int, cells: Mapping[str, Cell], marks: CellMarks) -> Mapping[str, Marked]:
        """What a box has beside its figure, by key, where something is known against its cell."""
        return {
            key: {
                "anchor": anchor_of(year, key) if key in marks.targets else "",
                "css": (" c-fail" if marks.failures.get(key) else "") + (" c-suspect" if key in marks.suspects else ""),
                "marks": marks_markup(marks.failures.get(key, ()), year),
            }
            for key in marks.failures.keys() | marks.suspects | marks.targets
        }


def _headings(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Headings under which a report may print values, with the keys of their cells."""
    return {
        heading_key(table, row): tuple(cell_key(table, row.code, column.code) for column in table.columns)
        for table in form.tables
        for row in table.rows
        if row.is_header and (table.layout == "indicators" or (table.layout == "matrix" and row.can_hold_values))
    }
