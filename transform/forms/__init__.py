"""The editions of the form (2008, 2014, 2019, 2021) and their cells, read from the YAML files beside this module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from extract.yaml_file import read_rules
from transform.errors import FormDefinitionError
from transform.forms.model import Column, FormDefinition, Row, Section, Table, ValueType

__all__ = ["Form", "FormCell", "edition_for_year", "load_forms"]


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of a form. ``key`` is ``table.row.column``, or ``table.row`` where the table has a single column.

    ``unit`` is None for money whose unit the page must say. ``parent_row`` is the row it is a part of, ``article`` the
    article of the 条例 that gives the row its meaning, ``order`` the 1-based place in the form.
    """

    key: str
    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    unit: str | None
    value_type: ValueType
    parent_row: str | None
    article: str | None
    order: int


@dataclass(frozen=True)
class Form:
    """One edition. ``cells`` are those every page of the edition must have; ``optional_cells`` those it may print.

    The 2021 form may print （六）其他处理 as one row: ``t3.other_handling.*`` (DESIGN section 5).
    """

    definition: FormDefinition
    cells: tuple[FormCell, ...]
    optional_cells: tuple[FormCell, ...]

    @property
    def edition(self) -> str:
        """``2008``, ``2014``, ``2019`` or ``2021``."""
        return self.definition.edition

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in printed order."""
        return self.definition.tables

    @property
    def sections(self) -> tuple[Section, ...]:
        """The headings 一 to 六 of the report."""
        return self.definition.sections

    @cached_property
    def in_order(self) -> tuple[FormCell, ...]:
        """Every cell, the optional ones included, in printed order."""
        return tuple(sorted((*self.cells, *self.optional_cells), key=lambda cell: cell.order))

    @cached_property
    def by_key(self) -> Mapping[str, FormCell]:
        """Every cell, the optional ones included, by key."""
        return MappingProxyType({cell.key: cell for cell in (*self.cells, *self.optional_cells)})

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str, str], FormCell]:
        """Every cell, the optional ones included, by the codes of its table, row and column."""
        return MappingProxyType({(cell.table, cell.row, cell.column): cell for cell in self.by_key.values()})

    def table(self, code: str) -> Table:
        """A table by its code. Raises KeyError."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)


def cell_key(table: Table, row: str, column: str) -> str:
    """``t3.granted.total``; ``g1.received`` where the table has one value column."""
    return f"{table.code}.{row}" if len(table.columns) == 1 else f"{table.code}.{row}.{column}"


def _cell(table: Table, row: Row, column: Column, order: int) -> FormCell:
    block = next((block for block in table.blocks if row.code in block.rows), None)
    is_sole = len(table.columns) == 1
    return FormCell(
        key=cell_key(table, row.code, column.code),
        table=table.code,
        row=row.code,
        column=column.code,
        row_label=row.label,
        column_label=column.label,
        unit=(row.unit if table.layout == "indicators" else column.unit),
        value_type=(row.value_type or column.value_type) if is_sole else column.value_type,
        parent_row=row.parent,
        article=row.article or (block.label if block else None),
        order=order,
    )


def _cells(definition: FormDefinition) -> Iterator[tuple[bool, FormCell]]:
    order = 0
    for table in definition.tables:
        for row in table.rows:
            if row.is_header and not row.can_hold_values:
                continue
            for column in table.columns_of(row.code):
                order += 1
                yield row.is_header, _cell(table, row, column, order)


def build_form(definition: FormDefinition) -> Form:
    """The cells of a definition."""
    cells = list(_cells(definition))
    return Form(
        definition,
        tuple(cell for is_optional, cell in cells if not is_optional),
        tuple(cell for is_optional, cell in cells if is_optional),
    )


@cache
def load_forms() -> dict[str, Form]:
    """Every edition, oldest first: ``{"2008": Form, "2014": …, "2019": …, "2021": …}``.

    Raises FormDefinitionError where a file breaks its schema (docs/schemas/form.schema.json).
    """
    forms = {}
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        try:
            definition = read_rules(path, FormDefinition)
        except (ValidationError, yaml.YAMLError) as error:
            raise FormDefinitionError(f"{path.name}: {error}; see docs/schemas/form.schema.json") from error
        forms[definition.edition] = build_form(definition)
    return forms


def edition_for_year(year: int) -> str | None:
    """The edition a report on ``year`` should use, or None before the first 条例."""
    for edition, form in load_forms().items():
        last = form.definition.last_year
        if form.definition.first_year <= year and (last is None or year <= last):
            return edition
    return None
