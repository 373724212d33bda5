"""The statutory forms as data: what a page may print, by edition. A misspelt key fails on load."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

ValueType = Literal["int", "signed_int", "decimal"]
Layout = Literal["blocks", "matrix", "strip", "indicators"]
LabelStatus = Literal["verified", "corroborated", "general_knowledge", "derived"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Labelled(_Strict):
    """Anything with a code and a printed label; ``variants`` are other printings of the same label."""

    code: str
    label: str
    variants: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every known printing."""
        return (self.label, *self.variants)


class Section(_Strict):
    """A heading of the report (一 to 六)."""

    code: str
    number: str
    title: str
    variants: tuple[str, ...] = ()


class Column(Labelled):
    """A column; ``unit`` is None where the page says it (or the row does)."""

    unit: str | None = None
    value_type: ValueType


class Row(Labelled):
    """A row. ``is_header`` rows have no cells, unless ``can_hold_values``: then the page may print them as one row."""

    number: str | None = None
    level: int = 1
    parent: str | None = None
    is_header: bool = False
    can_hold_values: bool = False
    unit: str | None = None
    value_type: ValueType | None = None
    article: str | None = None
    status: LabelStatus


class BlockOfRows(Labelled):
    """Rows of Table 2 that share a header line (第二十条第(一)项)."""

    rows: tuple[str, ...]
    columns: tuple[Column, ...]


class ColumnGroup(Labelled):
    """A heading over several columns (法人或其他组织)."""

    columns: tuple[str, ...]


class RowHeading(Labelled):
    """A heading over several rows of a strip (行政诉讼)."""

    rows: tuple[str, ...]


class ColumnSum(_Strict):
    """In every row ``total`` is the sum of ``parts``."""

    total: str
    parts: tuple[str, ...]


class RowBound(_Strict):
    """In every column, a row of the group ``rows`` (and those in ``also``) is at most the sum of the ``upper`` rows."""

    rows: str
    also: tuple[str, ...] = ()
    upper: tuple[str, ...]


class Table(_Strict):
    """One table of a form.

    ``layout``: *blocks* (Table 2: header lines between rows), *matrix* (Table 3: rows × columns), *strip* (Table 4: one
    line of rows × columns), *indicators* (2008, 2014: one indicator a row). ``corner_labels`` are printed in the table
    and are neither row nor column; ``other_columns`` are known columns that are not the form's value.
    """

    code: str
    section: str
    title: str
    layout: Layout
    title_variants: tuple[str, ...] = ()
    corner_labels: tuple[str, ...] = ()
    unit_labels: tuple[str, ...] = ()
    number_labels: tuple[str, ...] = ()
    other_columns: tuple[str, ...] = ()
    blocks: tuple[BlockOfRows, ...] = ()
    columns: tuple[Column, ...] = ()
    column_groups: tuple[ColumnGroup, ...] = ()
    row_headings: tuple[RowHeading, ...] = ()
    rows: tuple[Row, ...]
    row_groups: dict[str, tuple[str, ...]] = {}
    column_sum: ColumnSum | None = None
    row_bound: RowBound | None = None

    def columns_of(self, row: str) -> tuple[Column, ...]:
        """The columns that ``row`` has, in printed order."""
        for block in self.blocks:
            if row in block.rows:
                return block.columns
        return self.columns

    @model_validator(mode="after")
    def _check_codes(self) -> Table:
        rows = {row.code for row in self.rows}
        columns = {column.code for row in self.rows for column in self.columns_of(row.code)}
        named_rows = {code for group in self.row_groups.values() for code in group}
        named_rows |= {code for block in self.blocks for code in block.rows}
        named_rows |= {code for heading in self.row_headings for code in heading.rows}
        named_rows |= {row.parent for row in self.rows if row.parent}
        named_columns = {code for group in self.column_groups for code in group.columns}
        if self.column_sum:
            named_columns |= {self.column_sum.total, *self.column_sum.parts}
        if self.row_bound:
            named_rows |= {*self.row_bound.also, *self.row_bound.upper}
        if unknown := (named_rows - rows) | (named_columns - columns):
            raise ValueError(f"table {self.code} names unknown codes: {', '.join(sorted(unknown))}")
        return self


class FormDefinition(_Strict):
    """One file transform/forms/<edition>.yaml."""

    edition: str
    name: str
    legal_basis: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...]
