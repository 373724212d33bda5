"""What the rules may speak of: the cells and groups of every form edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from transform.forms import Form, FormCell, load_forms


@dataclass(frozen=True, slots=True)
class CellCode:
    """One cell of a form as the rules see it: its key ``table.row.column``, its parts, labels and type of value."""

    key: str
    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    value_type: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Cells of one edition by key, the groups of its tables by (table, group), and the total column of each table.

    Beside the form's own groups every table has ``rows``, ``columns`` and ``parts`` (its columns without the total).
    """

    edition: str
    cells: Mapping[str, CellCode]
    groups: Mapping[tuple[str, str], tuple[str, ...]]
    totals: Mapping[str, str]

    def group(self, table: str, name: str) -> tuple[str, ...]:
        """Members of a group of ``table``; empty when the edition has no such group."""
        if name == "rows":
            return tuple(dict.fromkeys(cell.row for cell in self.cells.values() if cell.table == table))
        if name == "columns":
            return tuple(dict.fromkeys(cell.column for cell in self.cells.values() if cell.table == table))
        if name == "parts":
            return tuple(c for c in self.group(table, "columns") if c != self.totals.get(table))
        return self.groups.get((table, name), ())


@lru_cache(maxsize=1)
def load_vocabularies() -> Mapping[str, Vocabulary]:
    """Cells and groups of each edition, taken from `transform.forms`, by edition."""
    return {edition: _vocabulary(form) for edition, form in load_forms().items()}


def _vocabulary(form: Form) -> Vocabulary:
    groups = {(t.code, name): members for t in form.tables for name, members in t.row_groups.items()}
    groups |= {(t.code, group.code): group.columns for t in form.tables for group in t.column_groups}
    totals = {t.code: t.column_sum.total for t in form.tables if t.column_sum is not None}
    return Vocabulary(form.edition, {c.key: _cell(c) for c in form.cells}, groups, totals)


def _cell(cell: FormCell) -> CellCode:
    return CellCode(cell.key, cell.table, cell.row, cell.column, cell.row_label, cell.column_label, cell.value_type)
