"""How codes, numbers and cells are named: statutory labels first, the glossary where the law prints nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from expectations.summary.records import FormCell
from expectations.summary.wording import Glossary, Language, Text, load_glossary
from transform.forms import FormCell as Cell
from transform.forms import load_forms
from transform.prose.claim_rules import load_claim_rules

WHOLE_REPORT = frozenset({"", "report", "region", "text"})


def show_number(value: Decimal | int | None) -> str:
    """A figure without trailing zeros and with a real minus sign; nothing for None."""
    if value is None:
        return ""
    text = format(Decimal(value).normalize(), "f")
    return text.replace("-", "−")


class Names:
    """Labels of form cells and scopes in one language."""

    def __init__(self, language: Language, form_cells: Mapping[tuple[str, str], FormCell]) -> None:
        self.language: Language = language
        self._cells = form_cells
        self._glossary: Glossary = load_glossary()
        self._by_key = {key: cell for (_, key), cell in form_cells.items()}
        self._rows = {cell.row_code: cell.row_label for cell in form_cells.values()}
        self._columns = {cell.column_code: cell.column_label for cell in form_cells.values()}

    def form_cell(self, edition: str, cell_key: str) -> FormCell | None:
        """The cell in this edition's form, or in another's where a page mixes editions."""
        return self._cells.get((edition, cell_key)) or self._by_key.get(cell_key)

    def printed_row(self, row_code: str, label: str) -> str:
        """A row's label as the form prints it; in English its translation."""
        return self._translated(self._glossary.rows, row_code, label)

    def printed_column(self, column_code: str, label: str) -> str:
        """A column's label as the form prints it; in English its translation."""
        return self._translated(self._glossary.columns, column_code, label)

    def printed_group(self, code: str, label: str) -> str:
        """A heading over rows or columns; in English its translation."""
        return self._translated(self._glossary.groups, code, label)

    def printed_table(self, table_code: str, title: str) -> str:
        """The title of a table."""
        return title if self.language == "zh" else self._glossary.table_titles.get(table_code, title)

    def outcome(self, code: str) -> str:
        """An outcome of requests or a group of outcomes, for charts."""
        return self._short(self._glossary.groups, code, "") or self.row(code)

    def row(self, row_code: str) -> str:
        """A short name of a row, for sentences and charts."""
        return self._short(self._glossary.rows, row_code, self._rows.get(row_code, row_code))

    def column(self, column_code: str) -> str:
        """A short name of a column, for sentences."""
        return self._short(self._glossary.columns, column_code, self._columns.get(column_code, column_code))

    def cell(self, cell_key: str) -> str:
        """A cell in words: row and column."""
        _, row, column = split_key(cell_key)
        if not row:
            return cell_key
        return f"{self.row(row)} · {self.column(column)}" if column else self.row(row)

    def measure(self, code: str) -> str:
        """What a figure in the narrative counts; a share or a change of it."""
        for suffix, text in self._glossary.measure_suffixes.items():
            if code.endswith(suffix):
                return self.measure(code.removesuffix(suffix)) + text.in_language(self.language)
        if self.language == "en":
            return self._short(self._glossary.rows, code, code.replace("_", " "))
        return next((measure.zh for measure in load_claim_rules().measures if measure.code == code), code)

    def detail(self, text: str) -> str:
        """A detail of a reason by its name where it is a cell or a table; empty where it is anything else."""
        key, _, year = text.partition("@")
        if key in self._by_key:
            return f"{self.cell(key)} ({year})" if year else self.cell(key)
        return self._short(self._glossary.tables, text, "")

    def scope(self, scope: str) -> str:
        """What an identity was checked for, in words; empty for the report as a whole."""
        if scope in WHOLE_REPORT:
            return ""
        if "." in scope:
            return self.cell(scope)
        known = self._glossary
        for names in (known.tables, known.columns, known.rows, known.groups, known.scopes):
            if scope in names:
                return names[scope].in_language(self.language)
        return self._rows.get(scope) or self._columns.get(scope) or self.measure(scope)

    def _translated(self, names: Mapping[str, Text], code: str, label: str) -> str:
        if self.language == "zh":
            return label
        return names[code].en if code in names else label

    def _short(self, names: Mapping[str, Text], code: str, fallback: str) -> str:
        return names[code].in_language(self.language) if code in names else fallback


@cache
def names_of_forms(language: Language) -> Names:
    """Names of all that the forms of every edition print, without a warehouse."""
    return Names(
        language,
        {(edition, cell.key): _record(cell, edition) for edition, form in load_forms().items() for cell in form.cells},
    )


def _record(cell: Cell, edition: str) -> FormCell:
    return FormCell(
        edition=edition,
        cell_key=cell.key,
        table_code=cell.table,
        row_code=cell.row,
        column_code=cell.column,
        row_label=cell.row_label,
        column_label=cell.column_label,
        unit=cell.unit,
        value_type=cell.value_type,
        parent_row=cell.parent_row,
        article=cell.article,
        cell_order=cell.order,
    )


def split_key(cell_key: str) -> tuple[str, str, str]:
    """Table, row and column of a cell key; empty parts where it has fewer than three."""
    parts = (*cell_key.split("."), "", "", "")
    return parts[0], parts[1], parts[2]
