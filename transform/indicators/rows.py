"""Rows of single-value tables (2008-2018) as printed, and signs that one holds parts of another or lost a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from transform.forms.model import Row
from transform.grids import Grid, GridCell, ends_blank
from transform.indicators.columns import ValueColumn
from transform.words.labels import compact_text
from transform.words.numbers import is_count_unit, load_number_rules

_FEW_ASTRAY = 2


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row with its label, unit and figures. ``row`` is the form's, None for a local one; ``is_astray``: its figures
    cannot be told apart by their order."""

    grid: Grid
    number: int
    label: GridCell
    text: str
    row: Row | None
    unit: str | None
    values: tuple[GridCell, ...]
    columns: tuple[ValueColumn, ...]
    is_astray: bool = False


def find_astray(grid: Grid, rows: Sequence[PrintedRow], columns: Sequence[ValueColumn]) -> set[int]:
    """The one or two rows, by number, that may have lost a cell or have one too many: with a figure under no heading,
    or, where a program made every row as wide as the others, with a blank last figure and nothing else blank."""
    whole = [row for row in rows if len(row.values) == len(columns) > 1]
    padded = whole if grid.is_padded else []
    open_ended = [row for row in padded if ends_blank(row.values)]
    unnamed = [n for n, column in enumerate(columns) if not column.label and column.code is None]
    surplus = [row for row in whole if any(row.values[n].text for n in unnamed)]
    blanks = sum(not cell.text for row in whole for n, cell in enumerate(row.values) if n not in unnamed)
    parts = (open_ended if blanks == len(open_ended) else [], surplus)
    return {row.number for part in parts if len(part) <= _FEW_ASTRAY for row in part}


def find_misfits(rows: Sequence[PrintedRow], columns: Sequence[ValueColumn]) -> set[int]:
    """Every row, by number, where the columns that a header names fit the fewer of them: the header lost or gained a
    column (2014年历年累计), and a row that fits it now has another number of figures than the rest."""
    filled = [row for row in rows if row.values]
    fitting = sum(len(row.values) == len(columns) for row in filled)
    return {row.number for row in filled} if columns and fitting * 2 < len(filled) else set()


def is_run_together(cells: Sequence[GridCell], label: int) -> bool:
    """A unit stands before the label, or two of them side by side behind it: the row holds parts of another one."""
    units = [is_count_unit(cell.text) for cell in cells]
    return any(units[:label]) or any(a and b for a, b in pairwise(units[label:]))


def is_code(text: str, row: Row) -> bool:
    """Whether a text is the row's number in the form."""
    compact = compact_text(text)
    return bool(row.number) and compact.isdigit() and compact.zfill(2) == row.number


def money_unit(text: str | None) -> str | None:
    """The unit of money that a column of units names, as it is kept."""
    return load_number_rules().money_units.get(text or "")
